/**
 * Every register column, declared once. Reader, checks, rule phrases, form fields, the sample generator and the
 * column reference page derive from this table. Headers and value words are those of the five texts; where the
 * texts have no word, the label is ours (see the note on the glossary page).
 */
import { POLICY_IDS, type PolicyId } from '../core/policy-id.ts';

/**
 * How a cell is written. `choices`, `codes`, `assessments` (key=value), `papers` (name or name@date) and
 * `references` (case ids) hold several values joined by `|`.
 */
export type ColumnKind =
  | 'id'
  | 'text'
  | 'date'
  | 'integer'
  | 'code'
  | 'choice'
  | 'choices'
  | 'codes'
  | 'assessments'
  | 'papers'
  | 'references';

export interface ColumnDeclaration {
  /** ASCII key; also the PDF field name and the fact name in rules. */
  readonly key: string;
  /** Chinese header as printed in the register. */
  readonly head: string;
  readonly kind: ColumnKind;
  /** Policies whose profile reads this column; elsewhere it must stay empty. */
  readonly policies: readonly PolicyId[];
  /** One sentence for register keepers. */
  readonly help: string;
  /** Legal values, for all policies or per policy. */
  readonly values?: readonly string[] | Readonly<Partial<Record<PolicyId, readonly string[]>>>;
  /** Clauses that say what may stand here, where no rule lists the values: an illegal value cites them. */
  readonly closedBy?: Readonly<Partial<Record<PolicyId, string>>>;
  /** The source list ends in 等: an unlisted value is a warning, not an error. */
  readonly open?: boolean;
  readonly required?: boolean;
  /** `never` must not leave the register; `quasi` must not reach the public edition except as counted values. */
  readonly personal?: 'never' | 'quasi';
  /**
   * Rank of a dated step in the life of a case: a blank duty is missing once a later step is recorded. Steps that
   * run side by side (启动责任追究调查、启动容错调查) share a rank.
   */
  readonly step?: number;
  /** Variant spellings of the sources and the one value they are stored as, e.g. 免予处理 / 免于处理. */
  readonly aliases?: Readonly<Record<string, string>>;
}

/** Paper names, per policy, in the words of the texts. */
const DOCUMENTS = {
  WF: ['容错申请', '评估材料', '纠错通知', '整改计划', '延期申请', '整改落实情况报告'],
  ZZ: [
    '容错申请表',
    '证明材料',
    '事实材料',
    '签署情况说明',
    '容错调查报告',
    '容错免责决定书',
    '处理决定',
    '纠错通知',
    '延期申请',
    '整改落实情况报告',
  ],
  JN: [
    '告知通知',
    '容错初步建议',
    '容错申请表',
    '证明材料',
    '评估材料',
    '容错建议',
    '联席会议纪要',
    '容错决定书',
    '责任追究决定',
    '纠错通知书',
  ],
  PY: ['书面容错申请', '证明材料', '处理决定', '容错理由和依据材料'],
} as const;

/** Sanctions of JN annex 2 and of WF-8, JN-19, SY-S4: every value carries its branch, because bare words collide (警告 / 党内警告). */
export const SANCTIONS = [
  '第一种:提醒函询等',
  '第一种:通报批评',
  '第一种:诫勉',
  '第一种:谈话提醒',
  '第一种:批评教育',
  '第一种:提醒',
  '第一种:提醒谈话',
  '第一种:责令检查',
  '第一种:诫勉谈话',
  '组织处理:停职检查',
  '组织处理:调离岗位',
  '组织处理:引咎辞职',
  '组织处理:责令辞职',
  '组织处理:免职',
  '组织处理:降职',
  '组织调整:组织调整',
  '党纪处分:党内警告',
  '党纪处分:党内严重警告',
  '党纪处分:撤销党内职务',
  '党纪处分:留党察看',
  '党纪处分:开除党籍',
  '政务处分:警告',
  '政务处分:记过',
  '政务处分:记大过',
  '政务处分:降级',
  '政务处分:撤职',
  '政务处分:开除',
  '单位:检查',
  '单位:通报',
  '单位:改组',
] as const;

/** Areas in which a tolerated person must not suffer (WF-11, ZZ-7(10), JN-20, PY-7(4)). */
const AFFECTED_ITEMS = [
  '党风廉政考核',
  '年度考核',
  '综合考评',
  '综合绩效考核',
  '干部考核',
  '评先评优',
  '评先树优',
  '干部选拔任用',
  '干部提拔任用',
  '职级职称晋升',
  '职级晋升',
  '职称评审',
  '职务职级晋升',
  '职称岗位评聘',
  '岗位竞聘',
  '党风廉政意见回复',
  '党代表、人大代表、政协委员',
  '后备干部资格',
  '后备干部人选资格',
  '优秀年轻干部资格',
] as const;

/** Each type of event and the policies that know it. */
export const EVENT_POLICIES: Readonly<Record<string, readonly PolicyId[]>> = {
  备案表报送: ['ZZ'],
  统计表报送: ['JN'],
  统计汇总上报: ['JN'],
  联席会议: ['JN'],
  案例报送: ['JN', 'SY'],
  审核把关: ['SY'],
  典型案例印发: ['JN', 'SY'],
  通报: ['WF'],
  推进会: ['SY'],
  提前介入: ['SY'],
  自评: ['SY'],
  他评: ['SY'],
  支部审定: ['SY'],
  党委审定: ['SY'],
  审理集体讨论: ['SY'],
  专题会议审定: ['SY'],
  风险备案申请: ['SY'],
  风险备案同意: ['SY'],
  风险备案: ['SY'],
  实施开始: ['SY'],
  预警提醒: ['SY'],
  信访举报: ['WF', 'SY'],
  查清处理: ['WF', 'SY'],
  函询: ['SY'],
  监察建议: ['JN', 'SY'],
  堵塞漏洞: ['JN', 'SY'],
  回访: ['ZZ', 'SY'],
  推介: ['SY'],
  澄清正名: ['SY'],
  纠正错误处理: ['WF'],
  查处诬告陷害: ['WF', 'SY'],
  责任倒查: ['JN', 'PY'],
};

const EVENT_TYPES = Object.keys(EVENT_POLICIES);

const EVENT_RECIPIENTS = [
  '纪委办公室',
  '组织人事处',
  '同级纪检监察机关',
  '同级组织部门',
  '同级党委',
  '上级纪检监察机关',
  '上级组织部门',
  '纪检监察机关',
  '组织部门',
  '相关业务职能部门',
  '案件审理室',
  '党委（党组）',
  '本人',
  '所在党组织',
  '组织（人事）部门',
  '上级主管部门',
  '县纪委监委',
] as const;

const EVENT_RESULTS = [
  '通过',
  '未通过',
  '线索具体',
  '内容不具体',
  '内容空泛',
  '明显失实',
  '经查不属实',
  '本人同意',
  '消除影响',
  '组织处理',
  '纪律处分',
  '移交有关国家机关',
  '计入个人信用档案',
  '建议免职',
  '取消资格',
  '移送司法机关',
  '保障改善民生',
  '防范化解重大风险',
  '解决历史遗留问题',
  '确需函询',
] as const;

const EVENT_PAPERS = [
  '容错纠错工作备案表',
  '容错统计表',
  '联席会议纪要',
  '容错免责决定书',
  '处理决定',
  '评价意见',
  '审理室意见建议',
  '书面澄清',
  '当面澄清',
  '会议澄清',
  '典型案例通报',
  '通报',
] as const;

/** Columns of `cases*.csv`, in template order. */
export const CASE_COLUMNS = [
  {
    key: 'case_id',
    head: '编号',
    kind: 'id',
    policies: ['WF', 'ZZ', 'JN', 'SY', 'PY'],
    help: '本台账内唯一的编号，写作「制度-年份-序号」；不得由姓名、证件号码推得。',
    required: true,
  },
  {
    key: 'policy',
    head: '适用制度',
    kind: 'choice',
    policies: ['WF', 'ZZ', 'JN', 'SY', 'PY'],
    help: '处理本案所依据的制度代号。',
    values: POLICY_IDS,
    required: true,
  },
  {
    key: 'subject_type',
    head: '容错对象类型',
    kind: 'choice',
    policies: ['WF', 'ZZ', 'JN', 'PY'],
    help: '容错的对象是单位还是个人。',
    values: ['单位', '个人'],
    closedBy: { JN: 'JN-A2.n1', PY: 'PY-3a' },
  },
  {
    key: 'scope_basis',
    head: '适用方式',
    kind: 'choice',
    policies: ['ZZ', 'JN', 'PY'],
    help: '直接适用该制度，还是参照执行。',
    values: ['适用', '参照'],
  },
  {
    key: 'subject_name',
    head: '姓名',
    kind: 'text',
    policies: ['ZZ', 'JN'],
    help: '公开版与样例中一律留空；必须登记时放在仓库之外的对照表。',
    personal: 'never',
  },
  {
    key: 'subject_unit',
    head: '单位',
    kind: 'text',
    policies: ['ZZ', 'JN'],
    help: '所在单位；不进入公开版。',
    personal: 'quasi',
  },
  {
    key: 'subject_post',
    head: '职务',
    kind: 'text',
    policies: ['ZZ', 'JN'],
    help: '职务；不进入公开版。',
    personal: 'quasi',
  },
  {
    key: 'handler',
    head: '问责追责承办单位（责任追究部门）',
    kind: 'text',
    policies: ['WF', 'ZZ', 'JN', 'PY'],
    help: '承办问责追责的机关或部门。',
    personal: 'quasi',
  },
  {
    key: 'matter',
    head: '追究事由',
    kind: 'text',
    policies: ['ZZ', 'JN'],
    help: '一句话写明追究的事由，不写姓名。',
    personal: 'quasi',
  },
  {
    key: 'start_date',
    head: '启动责任追究调查（问责程序）日期',
    kind: 'date',
    policies: ['WF', 'ZZ', 'JN', 'SY', 'PY'],
    help: '启动责任追究调查（问责程序）的日期。',
    step: 1,
  },
  {
    key: 'start_source',
    head: '启动来源',
    kind: 'choice',
    policies: ['WF', 'ZZ', 'JN', 'PY'],
    help: '由承办单位依职权启动，还是依申请启动。',
    values: ['依职权', '依申请'],
    closedBy: { ZZ: 'ZZ-A4.2' },
  },
  {
    key: 'applicant',
    head: '申请主体',
    kind: 'choices',
    policies: ['WF', 'ZZ', 'PY'],
    help: '提出容错申请的主体，可以多选。',
    values: ['本人', '所在党组织'],
  },
  {
    key: 'clue_secret',
    head: '问题线索需要暂时保密',
    kind: 'choice',
    policies: ['JN'],
    help: '问题线索是否需要暂时保密。',
    values: ['是', '否'],
  },
  {
    key: 'notice_date',
    head: '通知单位党委（党组）日期',
    kind: 'date',
    policies: ['JN'],
    help: '单位党委（党组）收到通知的日期。',
    step: 2,
  },
  {
    key: 'told_date',
    head: '被告知申请容错的时间',
    kind: 'date',
    policies: ['JN'],
    help: '当事人被告知可以申请容错的日期。',
    step: 3,
  },
  {
    key: 'application_date',
    head: '容错申请日期',
    kind: 'date',
    policies: ['WF', 'ZZ', 'JN', 'PY'],
    help: '提出容错申请的日期。',
    step: 4,
  },
  {
    key: 'accepted_date',
    head: '受理（登记备案）日期',
    kind: 'date',
    policies: ['ZZ', 'JN'],
    help: '受理并登记备案的日期。',
    step: 6,
  },
  {
    key: 'suggestion_date',
    head: '容错初步建议日期',
    kind: 'date',
    policies: ['JN'],
    help: '单位党委（党组）提出容错初步建议的日期。',
    step: 5,
  },
  {
    key: 'suggestion_late_reason',
    head: '逾期提出的特殊原因',
    kind: 'text',
    policies: ['JN'],
    help: '初步建议逾期提出的特殊原因，或者沟通结束的日期。',
  },
  {
    key: 'suggestion_view',
    head: '对初步建议的态度',
    kind: 'choice',
    policies: ['JN'],
    help: '承办单位对初步建议的态度。',
    values: ['认可', '不认可', '视同不符合'],
  },
  {
    key: 'probe_start',
    head: '容错调查启动日期',
    kind: 'date',
    policies: ['WF', 'ZZ', 'JN', 'PY'],
    help: '容错调查启动的日期。',
    step: 1,
  },
  {
    key: 'probe_end',
    head: '调查结束日期',
    kind: 'date',
    policies: ['WF', 'ZZ', 'JN', 'SY', 'PY'],
    help: '容错调查结束的日期。',
    step: 8,
  },
  {
    key: 'probe_flags',
    head: '调查特殊情形',
    kind: 'choices',
    policies: ['JN', 'PY'],
    help: '影响调查期限、听取意见范围的特殊情形。',
    values: ['情况特别复杂', '紧急情况', '纪律处分方式', '专业性技术性问题'],
  },
  {
    key: 'heard',
    head: '听取意见对象',
    kind: 'choices',
    policies: ['WF', 'ZZ', 'JN', 'SY', 'PY'],
    help: '调查中听取了谁的意见。',
    values: [
      '当事人',
      '有关单位',
      '所在单位党委（党组）',
      '上级业务指导部门',
      '纪检监察机关',
      '有关部门',
      '专家',
      '有关群众或服务对象',
      '有关社会方面',
      '利害关系方',
    ],
    open: true,
  },
  {
    key: 'signoff',
    head: '事实材料签署情况',
    kind: 'choice',
    policies: ['ZZ'],
    help: '当事人或单位主要负责人对事实材料的签署情况。',
    values: ['同意', '不同意', '拒不签署'],
  },
  {
    key: 'situations',
    head: '容错情形',
    kind: 'codes',
    policies: ['WF', 'ZZ', 'JN', 'SY', 'PY'],
    help: '认定的容错情形，写条款代号，如 JN-8(2)。',
  },
  {
    key: 'conditions',
    head: '容错条件',
    kind: 'codes',
    policies: ['WF', 'ZZ', 'JN', 'SY'],
    help: '认定符合的容错条件，写条款代号。',
  },
  {
    key: 'exclusions',
    head: '不予容错情形',
    kind: 'codes',
    policies: ['WF', 'ZZ', 'JN'],
    help: '不予容错情形：未核查留空；核查后没有写「无」；有则写条款代号。',
  },
  {
    key: 'analysis',
    head: '分析评价',
    kind: 'assessments',
    policies: ['WF', 'ZZ', 'JN', 'SY'],
    help: '逐项分析评价，写作「项目=正」「项目=负」或「项目=不适用」。',
  },
  {
    key: 'harm',
    head: '负面影响、损失',
    kind: 'choice',
    policies: ['WF', 'ZZ', 'JN', 'SY'],
    help: '造成的负面影响、损失的程度。',
    values: ['无', '较小', '较重', '严重'],
  },
  {
    key: 'remedy',
    head: '消除影响、挽回损失',
    kind: 'choice',
    policies: ['WF', 'ZZ', 'JN', 'PY'],
    help: '消除影响、挽回损失的程度。',
    values: ['消除负面影响并有效挽回损失', '消除部分影响并挽回一定损失', '未挽回'],
    closedBy: { JN: 'JN-18a' },
  },
  {
    key: 'hard_case',
    head: '疑难情形',
    kind: 'choices',
    policies: ['WF', 'ZZ', 'JN'],
    help: '是否属于疑难情形，可以多选。',
    values: ['无', '情况复杂', '社会影响较大', '一时难以认定'],
    closedBy: { WF: 'WF-10(3)d', ZZ: 'ZZ-7(4)a', JN: 'JN-14a' },
  },
  {
    key: 'consult_date',
    head: '会商日期',
    kind: 'date',
    policies: ['WF', 'ZZ', 'JN'],
    help: '召开会商（联席会议）的日期。',
    step: 9,
  },
  {
    key: 'escalated_date',
    head: '向上级请示报告日期',
    kind: 'date',
    policies: ['WF', 'ZZ', 'JN'],
    help: '向上级请示报告的日期。',
    step: 10,
  },
  {
    key: 'decision_date',
    head: '容错认定（给予容错）时间',
    kind: 'date',
    policies: ['WF', 'ZZ', 'JN', 'SY', 'PY'],
    help: '作出容错与否认定的日期。',
    step: 11,
  },
  {
    key: 'duty_decision_date',
    head: '责任追究（处理）决定日期',
    kind: 'date',
    policies: ['WF', 'ZZ', 'JN', 'PY'],
    help: '作出责任追究（处理）决定的日期。',
    step: 11,
  },
  {
    key: 'decider',
    head: '批准（决定）机关',
    kind: 'text',
    policies: ['WF', 'ZZ', 'JN'],
    help: '批准或作出决定的机关。',
  },
  {
    key: 'collective',
    head: '集体研究',
    kind: 'choice',
    policies: ['WF', 'ZZ', 'JN', 'PY'],
    help: '是否经集体研究决定。',
    values: ['是', '否'],
  },
  {
    key: 'decision',
    head: '是否容错',
    kind: 'choice',
    policies: ['WF', 'ZZ', 'JN', 'SY', 'PY'],
    help: '认定结论。',
    values: ['予以容错', '不予容错'],
  },
  {
    key: 'mode',
    head: '容错方式',
    kind: 'choice',
    policies: ['WF', 'ZZ', 'JN', 'SY', 'PY'],
    help: '容错方式，按所依据制度的用词填写。',
    values: {
      WF: ['从轻', '减轻', '免责'],
      ZZ: ['从轻', '减轻', '免于处理', '不予追究责任'],
      JN: ['免责', '减责', '从轻'],
      SY: ['容错免责', '容错减责', '从轻', '减轻'],
      PY: ['免于追究责任', '从轻', '减轻'],
    },
    aliases: { 免予处理: '免于处理', 免予追究责任: '免于追究责任' },
  },
  {
    key: 'form_before',
    head: '应当适用形态',
    kind: 'choice',
    policies: ['WF', 'ZZ', 'JN'],
    help: '不容错时应当适用的形态。',
    values: ['诫勉', '第一种形态', '第二种形态', '第三种形态', '第四种形态'],
  },
  {
    key: 'form_after',
    head: '转化后形态',
    kind: 'choice',
    policies: ['WF', 'JN', 'SY'],
    help: '容错后适用的形态；不再问责的留空。',
    values: ['第一种形态', '第二种形态', '第三种形态'],
  },
  {
    key: 'sanctions',
    head: '容错后问责追责情况',
    kind: 'choices',
    policies: ['WF', 'ZZ', 'JN', 'SY', 'PY'],
    help: '容错后仍给予的处理，按「类别:名称」填写，如「党纪处分:党内警告」。',
    values: SANCTIONS,
    open: true,
    personal: 'quasi',
  },
  { key: 'effective_date', head: '生效时间', kind: 'date', policies: ['ZZ', 'JN'], help: '决定的生效时间。' },
  {
    key: 'feedback_date',
    head: '反馈（告知）日期',
    kind: 'date',
    policies: ['WF', 'ZZ', 'JN', 'PY'],
    help: '向当事人、单位反馈（告知）的日期。',
    step: 12,
  },
  {
    key: 'feedback_to',
    head: '反馈（告知）对象',
    kind: 'choices',
    policies: ['WF', 'ZZ', 'JN', 'PY'],
    help: '反馈（告知）的对象。',
    values: ['当事人', '相关单位', '所在党组织', '所在单位党委（党组）'],
    open: true,
  },
  {
    key: 'publicity',
    head: '公开方式',
    kind: 'choice',
    policies: ['WF', 'JN'],
    help: '结论的公开方式。',
    values: ['一定范围内公开', '内部通报', '内部交流', '公开宣传', '未公开'],
  },
  {
    key: 'org_notified_date',
    head: '向组织部门通报日期',
    kind: 'date',
    policies: ['JN'],
    help: '向同级党委组织部门通报的日期。',
    step: 12,
  },
  {
    key: 'documents',
    head: '文书材料',
    kind: 'papers',
    policies: ['WF', 'ZZ', 'JN', 'PY'],
    help: '本案形成的文书材料，可以附日期，如「容错申请表@2024-03-05」。',
    values: DOCUMENTS,
    open: true,
  },
  {
    key: 'archives',
    head: '归档',
    kind: 'choices',
    policies: ['ZZ', 'JN', 'PY'],
    help: '材料归入的档案。',
    values: ['专门工作档案', '追责问责案卷', '人事档案', '廉政档案'],
    aliases: { 问责追责案卷: '追责问责案卷' },
  },
  {
    key: 'correction',
    head: '纠错程序',
    kind: 'choice',
    policies: ['WF', 'ZZ', 'JN'],
    help: '是否启动纠错程序。',
    values: ['启动', '未涉及具体纠错事项', '已纠正到位'],
  },
  {
    key: 'correction_start',
    head: '纠错启动日期',
    kind: 'date',
    policies: ['WF', 'ZZ', 'JN'],
    help: '纠错程序启动的日期。',
    step: 12,
  },
  {
    key: 'correction_notice_date',
    head: '纠错通知送达日期',
    kind: 'date',
    policies: ['WF', 'ZZ', 'JN'],
    help: '纠错对象收到纠错通知的日期。',
    step: 12,
  },
  {
    key: 'correction_due',
    head: '整改期限',
    kind: 'date',
    policies: ['WF', 'ZZ'],
    help: '责令完成整改的期限。',
  },
  {
    key: 'plan_date',
    head: '整改计划提交日期',
    kind: 'date',
    policies: ['WF'],
    help: '提交书面整改计划的日期。',
    step: 13,
  },
  {
    key: 'plan_items',
    head: '整改计划内容',
    kind: 'choices',
    policies: ['WF'],
    help: '整改计划写明的内容。',
    values: ['整改措施', '整改期限', '整改责任人'],
  },
  {
    key: 'extended_due',
    head: '延长后期限',
    kind: 'date',
    policies: ['WF', 'ZZ'],
    help: '批准延长后的整改期限。',
  },
  {
    key: 'correction_done',
    head: '整改完成日期',
    kind: 'date',
    policies: ['WF', 'ZZ'],
    help: '完成整改的日期。',
    step: 14,
  },
  {
    key: 'correction_report_date',
    head: '整改落实情况报告日期',
    kind: 'date',
    policies: ['WF', 'ZZ'],
    help: '书面报告整改落实情况的日期。',
    step: 15,
  },
  {
    key: 'correction_report_to',
    head: '整改报告报送对象',
    kind: 'choices',
    policies: ['WF', 'ZZ'],
    help: '整改报告报送、抄送的对象。',
    values: ['学校党委', '纪委', '监察专员办公室', '党委组织部', '相关职能部门、单位', '责任追究部门'],
    open: true,
  },
  {
    key: 'correction_state',
    head: '纠错情况',
    kind: 'choice',
    policies: ['WF', 'ZZ', 'JN', 'PY'],
    help: '纠错整改的结果。',
    values: ['到位', '整改不力', '拒不改正'],
    closedBy: { ZZ: 'ZZ-A4.3', JN: 'JN-A2.11' },
  },
  {
    key: 'correction_measures',
    head: '纠错方式',
    kind: 'choices',
    policies: ['WF', 'ZZ', 'JN', 'PY'],
    help: '采取的纠错方式。',
    values: {
      WF: [
        '纪检监察建议书',
        '约谈提醒',
        '诫勉谈话',
        '责令纠正或者补救',
        '廉政风险预警',
        '谈话提醒',
        '批评教育',
        '诫勉',
      ],
      ZZ: ['谈话提醒', '批评教育'],
      JN: ['谈话教育', '督促整改', '完善制度'],
      PY: ['纪检监察建议', '监督检查考核', '长效机制'],
    },
    open: true,
  },
  {
    key: 'impact_end',
    head: '影响期满日期',
    kind: 'date',
    policies: ['WF', 'ZZ', 'JN', 'SY'],
    help: '处理影响期满的日期。',
    personal: 'quasi',
  },
  {
    key: 'affected_items',
    head: '受影响事项',
    kind: 'choices',
    policies: ['WF', 'ZZ', 'JN', 'PY'],
    help: '因本案受到影响的事项；没有受影响的留空。',
    values: AFFECTED_ITEMS,
    open: true,
    personal: 'quasi',
  },
  {
    key: 'appeal_date',
    head: '申诉（复审）日期',
    kind: 'date',
    policies: ['ZZ', 'PY'],
    help: '提出申诉（复审）的日期。',
    personal: 'quasi',
  },
  {
    key: 'note',
    head: '备注',
    kind: 'text',
    policies: ['WF', 'ZZ', 'JN', 'PY'],
    help: '需要说明的理由。',
    personal: 'quasi',
  },
] as const satisfies readonly ColumnDeclaration[];

/** Columns of `events*.csv`, in template order. */
export const EVENT_COLUMNS = [
  {
    key: 'ev_id',
    head: '事件编号',
    kind: 'id',
    policies: ['WF', 'ZZ', 'JN', 'SY', 'PY'],
    help: '本台账内唯一的事件编号。',
    required: true,
  },
  {
    key: 'ev_type',
    head: '事件类型',
    kind: 'choice',
    policies: ['WF', 'ZZ', 'JN', 'SY', 'PY'],
    help: '事件的类型。',
    values: EVENT_TYPES,
    required: true,
  },
  {
    key: 'ev_date',
    head: '日期',
    kind: 'date',
    policies: ['WF', 'ZZ', 'JN', 'SY', 'PY'],
    help: '事件发生的日期。',
  },
  {
    key: 'ev_thread',
    head: '线索/事项编号',
    kind: 'id',
    policies: ['WF', 'SY'],
    help: '把同一事项的各步骤连起来的编号。',
  },
  {
    key: 'ev_cases',
    head: '相关案件',
    kind: 'references',
    policies: ['WF', 'ZZ', 'JN', 'SY', 'PY'],
    help: '相关案件的编号。',
  },
  {
    key: 'ev_unit',
    head: '涉及单位',
    kind: 'text',
    policies: ['SY'],
    help: '涉及的单位；不进入公开版。',
    personal: 'quasi',
  },
  { key: 'ev_actor', head: '主办单位', kind: 'text', policies: ['JN'], help: '主办单位。' },
  {
    key: 'ev_to',
    head: '送达/报送/参加对象',
    kind: 'choices',
    policies: ['ZZ', 'JN', 'SY'],
    help: '送达、报送或者参加的对象。',
    values: EVENT_RECIPIENTS,
    open: true,
  },
  {
    key: 'ev_person',
    head: '对象代号',
    kind: 'code',
    policies: ['SY'],
    help: '对象的代号（如 P017）；对照表放在仓库之外。',
    personal: 'never',
  },
  { key: 'ev_count', head: '数量', kind: 'integer', policies: ['SY'], help: '数量；留空按 1 计。' },
  {
    key: 'ev_result',
    head: '结果',
    kind: 'choices',
    policies: ['WF', 'SY'],
    help: '结果。',
    values: EVENT_RESULTS,
    open: true,
  },
  {
    key: 'ev_doc',
    head: '文书',
    kind: 'choices',
    policies: ['WF', 'ZZ', 'JN', 'SY'],
    help: '形成的文书。',
    values: EVENT_PAPERS,
    open: true,
  },
  { key: 'ev_period', head: '报告期', kind: 'code', policies: ['JN'], help: '报告期，如 2024H1、2024-07。' },
  {
    key: 'ev_scope',
    head: '公开范围',
    kind: 'choice',
    policies: ['JN', 'SY'],
    help: '公开范围。',
    values: ['一定范围', '内部通报', '内部交流', '公开宣传'],
  },
] as const satisfies readonly ColumnDeclaration[];

/** Columns of `lists*.csv`, in template order. */
export const LIST_COLUMNS = [
  { key: 'lst_id', head: '清单编号', kind: 'id', policies: ['JN'], help: '清单条目的编号。', required: true },
  {
    key: 'lst_polarity',
    head: '清单类别',
    kind: 'choice',
    policies: ['JN'],
    help: '正面清单还是负面清单。',
    values: ['正面', '负面'],
    closedBy: { JN: 'JN-22b' },
    required: true,
  },
  { key: 'lst_text', head: '情形', kind: 'text', policies: ['JN'], help: '清单所列的情形。', required: true },
  { key: 'lst_proposer', head: '提出部门', kind: 'text', policies: ['JN'], help: '提出该条目的部门。' },
  {
    key: 'lst_reviewed',
    head: '联席会议审核日期',
    kind: 'date',
    policies: ['JN'],
    help: '联席会议审核的日期。',
  },
  {
    key: 'lst_reported',
    head: '报纪检监察机关、组织部门日期',
    kind: 'date',
    policies: ['JN'],
    help: '报纪检监察机关、组织部门的日期。',
  },
] as const satisfies readonly ColumnDeclaration[];
/** Which register file a column belongs to. */
export type RegisterTable = 'cases' | 'events' | 'lists';

export const TABLES: Readonly<Record<RegisterTable, readonly ColumnDeclaration[]>> = {
  cases: CASE_COLUMNS,
  events: EVENT_COLUMNS,
  lists: LIST_COLUMNS,
};

/** What the tables are called. */
export const TABLE_NAME: Readonly<Record<RegisterTable, string>> = {
  cases: '案件台账',
  events: '事件台账',
  lists: '清单台账',
};

/** The column that identifies a row. */
export const ID_KEYS = { cases: 'case_id', events: 'ev_id', lists: 'lst_id' } as const satisfies Record<
  RegisterTable,
  string
>;

const BY_KEY: ReadonlyMap<string, ColumnDeclaration> = new Map(
  Object.values(TABLES).flatMap((columns) => columns.map((column) => [column.key, column])),
);

/** The column with this key, whichever table it stands in. */
export function findColumn(key: string): ColumnDeclaration | undefined {
  return BY_KEY.get(key);
}

/**
 * Legal values of a column under a policy; undefined when the column takes free text or codes. Values that all policies
 * share hold for a row of unknown policy too: else a misspelt policy would pass, and no rule would look at its row.
 */
export function valuesFor(
  column: ColumnDeclaration,
  policy: PolicyId | undefined,
): readonly string[] | undefined {
  const { values } = column;
  if (!values) return undefined;
  if ('length' in values) return values as readonly string[];
  return policy && (values as Partial<Record<PolicyId, readonly string[]>>)[policy];
}

/** Which column of a table names the papers of a row; lists have none. */
const PAPER_KEYS: Readonly<Partial<Record<RegisterTable, string>>> = { cases: 'documents', events: 'ev_doc' };

/** The column in which a table names a paper under a policy; undefined where it does not. */
export function paperColumn(
  table: RegisterTable,
  policy: PolicyId,
  paper: string,
): ColumnDeclaration | undefined {
  const column = TABLES[table].find(({ key }) => key === PAPER_KEYS[table]);
  return column?.policies.includes(policy) && valuesFor(column, policy)?.includes(paper) ? column : undefined;
}

/** Every paper that a register names under a policy, of a case or of an event. */
export function papersUnder(policy: PolicyId): readonly string[] {
  return Object.values(PAPER_KEYS).flatMap((key) => {
    const column = findColumn(key);
    return (column?.policies.includes(policy) && valuesFor(column, policy)) || [];
  });
}
