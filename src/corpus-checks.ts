/**
 * Checks of content: what a clause says of the text, a form, a lesson or a bulletin rather than of a row. Each names the
 * clauses it carries out, so that the coverage page can show that somebody looks.
 */
import type { Bulletin } from './bulletins.ts';
import type { TypicalCase } from './cases.ts';
import type { Finding, Severity } from './core/finding.ts';
import type { PolicyId } from './core/policy-id.ts';
import type { Facts } from './core/predicate.ts';
import { columnHeads, type FormSpec } from './forms/schema.ts';
import type { DepartmentNorm } from './norms.ts';
import { cite, clauseHome, clauseText } from './policy/cite.ts';
import type { ClauseRecord } from './policy/clauses.ts';
import type { Policy, PolicyMeta } from './policy/model.ts';
import { plain } from './policy/read.ts';

/** A lesson as written. */
export interface Lesson {
  readonly file: string;
  readonly text: string;
}

/** The list of departments and their norms. */
interface NormList {
  readonly file: string;
  readonly items: readonly DepartmentNorm[];
  readonly lines: ReadonlyMap<string, number>;
}

/** All that a check of content may look at. */
export interface Content {
  readonly clauses: readonly ClauseRecord[];
  readonly policies: readonly Policy[];
  readonly forms: readonly FormSpec[];
  /** Forms that could not be read; each has its own finding. */
  readonly unreadForms: ReadonlySet<string>;
  readonly lesson: Lesson | undefined;
  /** The reading course on the JN rules. */
  readonly course: Lesson;
  readonly bulletins: readonly Bulletin[];
  readonly cases: readonly TypicalCase[];
  /** Case files that could not be read; each has its own finding. */
  readonly unreadCases: ReadonlySet<string>;
  /** Departments and their norms, with the line of each; undefined when the list could not be read. */
  readonly norms: NormList | undefined;
  /** Departments that the JN register names, with the row that names each first. */
  readonly departments: ReadonlyMap<string, { readonly file: string; readonly row: number }>;
  /** Rows of the event log that bulletins name; undefined when the log is not the one they speak of. */
  readonly loggedEvents:
    | {
        readonly rows: ReadonlyMap<string, Facts>;
        /** Whether every row could be read: if not, none can be called missing. */
        readonly whole: boolean;
      }
    | undefined;
}

export interface CorpusCheck {
  /** Short Chinese name, shown on the coverage page. */
  readonly name: string;
  readonly clauses: readonly string[];
  readonly run: (content: Content) => Finding[];
}

/** What the front matter of a policy must say, by the clause that says it. `''` and [] mean: not in the source. */
interface Particular {
  readonly clause: string;
  readonly key: keyof PolicyMeta;
  readonly value: string | readonly string[];
  readonly severity?: Severity;
}

const PARTICULARS: readonly Particular[] = [
  { clause: 'WF-N.1', key: 'pol_no', value: '潍医发〔2021〕76号' },
  { clause: 'WF-N.4', key: 'pol_status', value: '试行' },
  { clause: 'WF-N.5', key: 'pol_issued', value: '2021-09-22' },
  {
    clause: 'WF-1b',
    key: 'pol_parent',
    value: ['关于激励干部担当作为实施容错纠错的办法（试行）'],
    severity: 'warning',
  },
  { clause: 'WF-17', key: 'pol_interpreter', value: '学校纪委、监察专员办公室' },
  { clause: 'WF-18', key: 'pol_effective', value: '2021-09-22' },
  { clause: 'ZZ-N.1', key: 'pol_no', value: '枣职发〔2023〕32号' },
  { clause: 'ZZ-N.3', key: 'pol_issued', value: '2023-07-27' },
  { clause: 'ZZ-N.4', key: 'pol_status', value: '施行' },
  { clause: 'ZZ-1b', key: 'pol_parent', value: ['枣办发电〔2022〕58号'], severity: 'warning' },
  { clause: 'ZZ-1c', key: 'pol_parent', value: ['枣纪办发〔2018〕11号'], severity: 'warning' },
  { clause: 'ZZ-9', key: 'pol_interpreter', value: '学院党委' },
  { clause: 'ZZ-10a', key: 'pol_effective', value: '2023-07-27' },
  { clause: 'ZZ-10b', key: 'pol_repeals', value: ['枣职发〔2022〕22号'] },
  { clause: 'JN-N.0b', key: 'pol_status', value: '试行', severity: 'warning' },
  { clause: 'JN-N.0b', key: 'pol_no', value: '', severity: 'warning' },
  { clause: 'JN-N.7a', key: 'pol_issued', value: '2019-11-15' },
  { clause: 'JN-N.7b', key: 'pol_public', value: '是', severity: 'warning' },
  { clause: 'JN-26', key: 'pol_interpreter', value: ['市纪委市监委机关', '市委组织部'] },
  { clause: 'JN-27', key: 'pol_effective', value: '2019-11-15' },
  { clause: 'SY-S0b', key: 'pol_status', value: '经验材料', severity: 'warning' },
  { clause: 'SY-S0b', key: 'pol_no', value: '', severity: 'warning' },
  { clause: 'SY-S0b', key: 'pol_issued', value: '', severity: 'warning' },
  { clause: 'SY-S0b', key: 'pol_effective', value: '', severity: 'warning' },
  { clause: 'PY-0.1', key: 'pol_status', value: '征求意见稿' },
  { clause: 'PY-0.2', key: 'pol_no', value: '' },
  { clause: 'PY-0.2', key: 'pol_issued', value: '' },
  {
    clause: 'PY-1b',
    key: 'pol_parent',
    value: ['《中国共产党纪律处分条例》', '《中国共产党问责条例》'],
    severity: 'warning',
  },
  { clause: 'PY-11', key: 'pol_interpreter', value: '市纪委监委' },
  { clause: 'PY-12', key: 'pol_effective', value: '' },
];

const PARTICULAR_NAMES: Partial<Record<keyof PolicyMeta, string>> = {
  pol_no: '文号',
  pol_status: '效力状态',
  pol_issued: '印发日期',
  pol_effective: '施行日期',
  pol_parent: '依据文件',
  pol_interpreter: '解释机关',
  pol_repeals: '废止文件',
  pol_public: '可公开',
};

function policyOf(content: Content, id: string): Policy | undefined {
  return content.policies.find(({ meta }) => meta.id === (id.slice(0, 2) as PolicyId));
}

/** A finding about content, with the words of its clause. */
function about(
  content: Content,
  clause: string,
  finding: Pick<Finding, 'code' | 'file' | 'message' | 'hint'> & Partial<Finding>,
): Finding {
  const quote = content.clauses.find(({ id }) => id === clause)?.quote;
  return { severity: 'error', clause, ...(quote === undefined ? {} : { quote }), ...finding };
}

const particulars: CorpusCheck = {
  name: '制度卷首信息与原文一致',
  clauses: [...new Set(PARTICULARS.map(({ clause }) => clause))],
  run: (content) =>
    PARTICULARS.flatMap(({ clause, key, value, severity = 'error' }) => {
      const policy = policyOf(content, clause);
      if (!policy) return [];
      const written = [policy.meta[key]].flat().join('、');
      const holds =
        typeof value === 'string' ? written === value : value.every((part) => written.includes(part));
      if (holds) return [];
      const wanted = typeof value === 'string' ? value : value.join('、');
      return [
        about(content, clause, {
          code: 'policy-particular',
          severity,
          file: policy.file,
          line: 1,
          position: 1,
          message: `卷首信息「${PARTICULAR_NAMES[key]}」（${key}）写作「${written}」，${
            wanted === '' ? '原文没有载明，应当留空' : `按${cite(policy, clause)}应为「${wanted}」`
          }。`,
          hint: '对照原文改正卷首信息。',
        }),
      ];
    }),
};

/** What a clause demands of a form: labels printed, fields to fill, words, a place for a seal or a signature. */
interface FormDemand {
  readonly clause: string;
  readonly form: string;
  readonly severity?: Severity;
  readonly labels?: readonly string[];
  /** The labels must come in this order. */
  readonly ordered?: true;
  /** The label with which the form ends. */
  readonly last?: string;
  /** Leaf columns that stand side by side, and the caption over them. */
  readonly columns?: readonly string[];
  readonly group?: string;
  /** Leaf columns in the order of the source. One that is gone is missed by the clause that names it. */
  readonly order?: readonly string[];
  readonly fields?: readonly string[];
  readonly dates?: readonly string[];
  /** A field of which one option is ticked. */
  readonly choice?: string;
  /** Register columns to which some field must go. */
  readonly register?: readonly string[];
  readonly seal?: true;
  readonly signature?: true;
  readonly referenceStyle?: true;
}

const PERSONAL_OUTCOME = '对个人容错后问责追责情况';

const FORM_DEMANDS: readonly FormDemand[] = [
  { clause: 'ZZ-A1.0', form: 'zz-a1', labels: ['容错申请表'], dates: ['application_date'] },
  { clause: 'ZZ-A1.1', form: 'zz-a1', labels: ['责任追究部门'], fields: ['handler'] },
  { clause: 'ZZ-A1.2', form: 'zz-a1', labels: ['申请主体', '申请党组织'], fields: ['applicant_organ'] },
  {
    clause: 'ZZ-A1.3',
    form: 'zz-a1',
    labels: ['申请人', '单位及职务'],
    fields: ['subject_name', 'subject_unit_post'],
  },
  { clause: 'ZZ-A1.4', form: 'zz-a1', labels: ['申请容错事项'], fields: ['matter'] },
  { clause: 'ZZ-A1.5', form: 'zz-a1', labels: ['主要事实及理由'], fields: ['grounds'] },
  { clause: 'ZZ-A1.6', form: 'zz-a1', labels: ['所在党组织意见'], fields: ['organ_opinion'] },
  { clause: 'ZZ-A1.7', form: 'zz-a1', labels: ['备注', '附：相关证据材料'], fields: ['note'] },
  { clause: 'ZZ-A3.0', form: 'zz-a3', labels: ['容错免责决定书', '容错对象情况'] },
  {
    clause: 'ZZ-A3.1',
    form: 'zz-a3',
    labels: ['单位', '姓名', '职务'],
    fields: ['subject_unit', 'subject_name', 'subject_post'],
  },
  {
    clause: 'ZZ-A3.2',
    form: 'zz-a3',
    labels: ['调查事实', '容错依据', '容错结论'],
    fields: ['matter', 'situations', 'mode'],
  },
  {
    clause: 'ZZ-A3.3',
    form: 'zz-a3',
    labels: ['批准部门'],
    fields: ['decider'],
    dates: ['decision_date'],
    seal: true,
  },
  { clause: 'ZZ-A4.0', form: 'zz-a4', labels: ['填报单位：'], fields: ['handler'], seal: true },
  { clause: 'ZZ-A4.1', form: 'zz-a4', labels: ['填报时间：'], dates: ['ev_date'] },
  {
    clause: 'ZZ-A4.2',
    form: 'zz-a4',
    labels: ['序号', '容错对象(单位或人员)', '启动来源(依职权或依申请)'],
    fields: ['subject', 'start_source'],
  },
  {
    clause: 'ZZ-A4.3',
    form: 'zz-a4',
    labels: ['容错原因', '处理结果', '纠错情况'],
    order: ['序号', '容错对象(单位或人员)', '启动来源(依职权或依申请)', '容错原因', '处理结果', '纠错情况'],
    fields: ['situations', 'mode', 'correction_state'],
    register: ['situations', 'mode', 'correction_state'],
  },
  { clause: 'JN-A1.0', form: 'jn-a1', labels: ['容错申请表', '时间：'], dates: ['application_date'] },
  { clause: 'JN-A1.1', form: 'jn-a1', labels: ['单位'], fields: ['subject_unit'] },
  {
    clause: 'JN-A1.2',
    form: 'jn-a1',
    labels: ['申请人情况', '姓名', '出生年月', '政治面貌'],
    fields: ['subject_name', 'birth_month', 'political_status'],
  },
  { clause: 'JN-A1.3', form: 'jn-a1', labels: ['职务', '级别'], fields: ['subject_post', 'rank'] },
  { clause: 'JN-A1.4', form: 'jn-a1', labels: ['被告知申请容错的时间'], dates: ['told_date'] },
  { clause: 'JN-A1.5', form: 'jn-a1', labels: ['责任追究事由'], fields: ['matter'] },
  { clause: 'JN-A1.6', form: 'jn-a1', labels: ['申请人/单位职责及应承担的责任'], fields: ['duties'] },
  { clause: 'JN-A1.7', form: 'jn-a1', labels: ['申请容错理由及政策依据'], fields: ['grounds'] },
  { clause: 'JN-A1.8', form: 'jn-a1', labels: ['符合何种容错条件及情形'], fields: ['situations'] },
  {
    clause: 'JN-A1.9',
    form: 'jn-a1',
    labels: ['纠正错误、改进工作的具体措施'],
    fields: ['correction_measures'],
  },
  {
    clause: 'JN-A1.10',
    form: 'jn-a1',
    labels: ['单位党委(党组)意见'],
    fields: ['unit_opinion'],
    dates: ['suggestion_date'],
    seal: true,
    signature: true,
  },
  { clause: 'JN-A1.11', form: 'jn-a1', labels: ['党委(党组)容错初步建议、其他证明材料'] },
  { clause: 'JN-A.0', form: 'jn-a1', referenceStyle: true },
  { clause: 'JN-A.0', form: 'jn-a2', referenceStyle: true },
  { clause: 'JN-A2.0', form: 'jn-a2', labels: ['容错统计表'] },
  { clause: 'JN-A2.1', form: 'jn-a2', labels: ['填报单位：'], fields: ['handler'] },
  { clause: 'JN-A2.2', form: 'jn-a2', labels: ['填报时间：'], dates: ['ev_date'] },
  {
    clause: 'JN-A2.3',
    form: 'jn-a2',
    labels: ['干部/单位情况'],
    columns: ['姓名', '单位及职务', '追究事由', '应承担何种责任', '容错理由', '符合何种容错条件及情形'],
  },
  { clause: 'JN-A2.4', form: 'jn-a2', columns: ['给予容错的时间'], register: ['decision_date'] },
  {
    clause: 'JN-A2.5',
    form: 'jn-a2',
    group: '容错方式',
    columns: ['免责', '减责', '从轻'],
    choice: 'mode',
    register: ['mode'],
  },
  {
    clause: 'JN-A2.6',
    form: 'jn-a2',
    group: PERSONAL_OUTCOME,
    columns: ['提醒函询等', '通报批评', '诫勉'],
    register: ['sanctions'],
  },
  {
    clause: 'JN-A2.7',
    form: 'jn-a2',
    group: '组织处理',
    columns: ['停职检查', '调离岗位', '引咎辞职', '责令辞职', '免职', '降职'],
    register: ['sanctions'],
  },
  {
    clause: 'JN-A2.8',
    form: 'jn-a2',
    group: '党纪处分',
    columns: ['党内警告', '党内严重警告', '撤销党内职务', '留党察看', '开除党籍'],
    register: ['sanctions'],
  },
  {
    clause: 'JN-A2.9',
    form: 'jn-a2',
    group: '政务处分',
    columns: ['警告', '记过', '记大过', '降级', '撤职', '开除'],
    register: ['sanctions'],
  },
  {
    clause: 'JN-A2.11',
    form: 'jn-a2',
    columns: ['纠错情况', '备注'],
    register: ['correction_state', 'note'],
  },
  {
    clause: 'JN-A2.n3c',
    form: 'jn-a2',
    group: '对单位容错后问责追责情况',
    columns: ['检查', '通报', '改组'],
  },
  {
    clause: 'JN-12.4',
    form: 'jn-suggestion',
    labels: [
      '当事人相关职责及应承担的责任',
      '是否符合容错条件',
      '有无可以容错的情形',
      '有关政策依据',
      '当事人一贯表现情况',
      '明确的容错建议',
    ],
    fields: ['duties', 'conditions', 'situations', 'policy_basis', 'usual_conduct', 'proposal'],
  },
  {
    clause: 'JN-14d',
    form: 'jn-conference',
    labels: [
      '背景原因',
      '客观条件',
      '性质程度',
      '后果影响',
      '当事人的动机目的',
      '当事人履行程序',
      '当事人挽回损失',
    ],
    fields: ['background', 'circumstances', 'gravity', 'consequences', 'motive', 'procedure', 'remedy'],
  },
  {
    clause: 'JN-15.2b',
    form: 'jn-decision',
    labels: ['当事人基本情况', '具体问题', '容错情节', '容错依据', '批准机关', '生效时间'],
    ordered: true,
    fields: ['subject', 'matter', 'situations', 'grounds', 'decider'],
    dates: ['effective_date'],
  },
  {
    clause: 'WF-14(1)b',
    form: 'wf-notice',
    labels: ['纠错事项', '纠错建议或要求'],
    fields: ['correction_matters', 'correction_demands'],
  },
  {
    clause: 'WF-14(2)b',
    form: 'wf-plan',
    columns: ['整改措施', '整改期限', '整改责任人'],
    fields: ['measures', 'person_responsible'],
    dates: ['measure_due'],
    register: ['plan_items'],
  },
  {
    clause: 'ZZ-7(2)g',
    form: 'zz-report',
    labels: [
      '调查对象基本情况',
      '调查依据',
      '调查过程',
      '追责问责及容错事实',
      '调查对象的态度认识',
      '处理建议及依据',
    ],
    ordered: true,
  },
  { clause: 'ZZ-7(2)h', form: 'zz-report', last: '调查组全体人员签名', signature: true },
  {
    clause: 'ZZ-7(7)c',
    form: 'zz-notice',
    labels: ['纠错事项', '纠错要求', '纠正期限'],
    fields: ['correction_matters', 'correction_demands'],
    dates: ['correction_due'],
  },
  {
    clause: 'SY-S3(4)b',
    form: 'sy-trial-review',
    labels: ['主观动机', '工作依据', '决策过程', '社会影响', '事后态度'],
    ordered: true,
  },
  { clause: 'SY-S6(3)b', form: 'sy-clarification', labels: ['澄清函'], fields: ['ev_to'] },
  {
    clause: 'SY-S6(3)a',
    form: 'sy-clarification-record',
    labels: ['澄清的前提'],
    fields: ['ev_result'],
  },
  { clause: 'SY-S2(2)a', form: 'sy-risk-filing', severity: 'warning', labels: ['风险备案申请'] },
  {
    clause: 'SY-S2(2)c',
    form: 'sy-risk-filing',
    labels: ['主动打破惯例、破解难题', '预判可能因为客观原因需要容错免责', '符合容错免责情形'],
    fields: ['routine_broken', 'objective_reasons', 'fitting_situation'],
  },
];

/** The words, fields and marks a form prints. */
function printed(form: FormSpec): {
  readonly words: readonly string[];
  /** Labels of the table alone, in reading order. */
  readonly labels: readonly string[];
  readonly keys: ReadonlySet<string>;
  readonly seal: boolean;
  readonly signature: boolean;
} {
  const words = [form.title];
  const labels: string[] = [];
  const keys = new Set<string>();
  let seal = false;
  let signature = false;
  const lines = [...form.above, ...form.below];
  for (const cell of form.rows.flatMap(({ cells }) => cells)) {
    if (cell.label !== undefined) {
      labels.push([cell.label].flat().join(''));
      words.push(labels.at(-1) ?? '');
    }
    if (cell.text !== undefined) words.push(cell.text);
    if (cell.field !== undefined) keys.add(cell.field);
    lines.push(...(cell.lines ?? []));
  }
  for (const { heading, field, parts = [] } of form.letter) {
    if (heading !== undefined) {
      labels.push(heading);
      words.push(heading);
    }
    if (field !== undefined) keys.add(field);
    lines.push({ align: 'left', parts });
  }
  for (const part of lines.flatMap(({ parts }) => parts)) {
    if (typeof part === 'string') words.push(part);
    else if ('field' in part) keys.add(part.field);
    else if ('seal' in part) seal = true;
    else signature = true;
  }
  return { words: words.map(plain), labels: labels.map(plain), keys, seal, signature };
}

const forms: CorpusCheck = {
  name: '表格的栏目、日期、盖章和签名处与附件、条文一致',
  clauses: [...new Set(FORM_DEMANDS.map(({ clause }) => clause))],
  run: (content) =>
    FORM_DEMANDS.flatMap((demand) => {
      const { clause, form: id, severity = 'error' } = demand;
      if (!policyOf(content, clause) || content.unreadForms.has(id)) return [];
      const form = content.forms.find((candidate) => candidate.id === id);
      const file = `content/forms/${id}.yaml`;
      if (!form) {
        return [
          about(content, clause, {
            code: 'form-part-missing',
            severity,
            file,
            message: `缺少表格 ${id}。`,
            hint: '照附件原样或者条文所列内容编制这张表格。',
          }),
        ];
      }
      const missing = lackOf(form, demand);
      if (missing.length === 0) return [];
      return [
        about(content, clause, {
          code: 'form-part-missing',
          severity,
          file,
          line: 1,
          position: 1,
          message: `表格《${form.title}》缺少${missing.join('、')}。`,
          hint: '对照附件或者条文补上。',
        }),
      ];
    }),
};

/** What a form lacks of what a clause demands. */
function lackOf(form: FormSpec, demand: FormDemand): string[] {
  const { labels = [], columns = [], group, order = [], fields = [], dates = [], register = [] } = demand;
  const shown = printed(form);
  const typeOf = new Map(form.fields.map(({ key, type }) => [key, type] as const));
  const stand = labels.map((label) => shown.words.indexOf(plain(label)));
  const heads = columnHeads(form).map((head) => head.map(plain));
  const leaves = heads.map((head) => head.at(-1));
  const wanted = columns.map(plain);
  const first = leaves.findIndex((_, at) => wanted.every((word, i) => leaves[at + i] === word));
  const ranks = leaves.map((leaf) => order.map(plain).indexOf(leaf ?? '')).filter((rank) => rank >= 0);
  const under = first >= 0 ? heads.slice(first, first + wanted.length) : [];
  return [
    ...labels.filter((_, i) => (stand[i] ?? -1) < 0).map((label) => `「${label}」字样`),
    ...(demand.ordered && stand.some((at, i) => i > 0 && at >= 0 && at < (stand[i - 1] ?? 0))
      ? ['原文的次序']
      : []),
    ...(demand.last && shown.labels.at(-1) !== plain(demand.last) ? [`末尾的「${demand.last}」`] : []),
    ...(wanted.length > 0 && first < 0 ? [`依次相邻的「${columns.join('、')}」各栏`] : []),
    ...(ranks.some((rank, i) => rank < (ranks[i - 1] ?? 0)) ? [`「${order.join('、')}」的原文次序`] : []),
    ...(group !== undefined && first >= 0 && !under.every((head) => head.includes(plain(group)))
      ? [`「${columns.join('、')}」之上的「${group}」一组`]
      : []),
    ...[...fields, ...dates].filter((key) => !shown.keys.has(key)).map((key) => `填写处 ${key}`),
    ...dates
      .filter((key) => shown.keys.has(key) && typeOf.get(key) !== 'date')
      .map((key) => `日期填写处 ${key}`),
    ...(demand.choice && typeOf.get(demand.choice) !== 'one-of' ? [`只划一个“√”的 ${demand.choice}`] : []),
    ...register
      .filter((column) => !form.fields.some((field) => field.register.includes(column)))
      .map((column) => `对应台账列 ${column} 的填写处`),
    ...(demand.seal && !shown.seal ? ['盖章处'] : []),
    ...(demand.signature && !shown.signature ? ['签名处'] : []),
    ...(demand.referenceStyle && !form.reference_style ? ['“参考样式”字样'] : []),
  ];
}

/** Annexes the printed list names, and where each is on the site. */
const ANNEXES: readonly (readonly [clause: string, form: string, title: string])[] = [
  ['ZZ-A.0', 'zz-a1', '容错申请表'],
  ['ZZ-A.0', 'zz-a2', '对失误错误综合分析标准'],
  ['ZZ-A.0', 'zz-a3', '容错免责决定书'],
  ['ZZ-A.0', 'zz-a4', '容错纠错工作备案表'],
  ['JN-A.0', 'jn-a1', '容错申请表'],
  ['JN-A.0', 'jn-a2', '容错统计表'],
];

const annexes: CorpusCheck = {
  name: '附件目录所列的附件齐全',
  clauses: ['ZZ-A.0', 'JN-A.0'],
  run: (content) =>
    ANNEXES.flatMap(([clause, form, title]) => {
      const policy = policyOf(content, clause);
      if (!policy) return [];
      const annex = policy.sections.find(
        (section) => section.kind === 'annex' && plain(section.heading) === plain(title),
      );
      const made = content.unreadForms.has(form) || content.forms.some(({ id }) => id === form);
      if (annex && made && annex.form === form) return [];
      return [
        about(content, clause, {
          code: 'annex-missing',
          file: policy.file,
          message: `附件《${title}》${annex ? '没有对应的表格' : '没有录入'}。`,
          hint: '照附件目录补齐，并在 <Annex> 的 form 中写明表格代号。',
        }),
      ];
    }),
};

const LESSON_CLAUSES = [
  'ZZ-2b',
  'ZZ-2c',
  'ZZ-2d',
  'ZZ-A2.0',
  ...[1, 2, 3, 4, 5, 6].flatMap((item) => [`ZZ-A2(${item})a`, `ZZ-A2(${item})b`]),
];

const lesson: CorpusCheck = {
  name: '练习页逐字载有三个区分和十二组对照',
  clauses: LESSON_CLAUSES,
  run: (content) => {
    const policy = policyOf(content, 'ZZ');
    const { lesson: page } = content;
    if (!policy || !page) return [];
    const text = plain(
      page.text.replace(/<Clause id="([^"]+)" \/>/g, (_, id: string) => clauseText(policy, id)),
    );
    return LESSON_CLAUSES.flatMap((clause) => {
      const words = policy.quotes.get(clause) ?? content.clauses.find(({ id }) => id === clause)?.quote ?? '';
      // The title of the standard is a heading of the policy; on the page it is named, not quoted.
      if (clause === 'ZZ-A2.0' || text.includes(plain(words))) return [];
      return [
        about(content, clause, {
          code: 'lesson-text',
          file: page.file,
          message: `练习页没有逐字载明「${words}」。`,
          hint: `用 <Clause id="${clause.replace(/\)[ab]$/, ')')}" /> 引入原文。`,
        }),
      ];
    });
  },
};

/** What a cadre of Jinan must know: conditions and situations by item, the procedure by paragraph. */
const TO_KNOW = /^JN-(?:(?:7|8|9|10|11)\(\d+\)|1[2-7](?:\.\d+)?)$/;

const course: CorpusCheck = {
  name: '学习单逐条链接条件、情形和程序步骤',
  clauses: ['JN-N.3b'],
  run: (content) => {
    const policy = policyOf(content, 'JN-N.3b');
    if (!policy) return [];
    const { file, text } = content.course;
    const cited = new Set(
      [...text.matchAll(/\[\[([^\]]+)\]\]/g)].map(([, id = '']) => clauseHome(policy, id)),
    );
    const missing = [...policy.clauses.keys()].filter((id) => TO_KNOW.test(id) && !cited.has(id));
    return missing.map((id) =>
      about(content, 'JN-N.3b', {
        code: 'lesson-link',
        severity: 'warning',
        file,
        line: 1,
        position: 1,
        message: `学习单没有链接${cite(policy, id)}（${id}）。`,
        hint: `用一句话说明这一条，后面写 [[${id}]]。`,
      }),
    );
  },
};

/** SY gives examples, not the ten situations; its figures are its own, undated. */
const COUNTY_EXAMPLES = ['SY-S1c', 'SY-S1e', 'SY-S1f', 'SY-S1g', 'SY-S1i'];
const COUNTY_FIGURES: readonly (readonly [clause: string, home: string, words: readonly string[]])[] = [
  ['SY-S1b', 'SY-S1b', ['6种', '10种', '原文如此']],
  ['SY-S5(4)c', 'SY-S5(4)', ['今年以来', '监察建议8个', '堵塞漏洞12个', '原文如此']],
  ['SY-S6(1)b', 'SY-S6(1)', ['今年以来', '94人次', '原文如此']],
];

const county: CorpusCheck = {
  name: '经验文章的数字照引原文，情形只收文中举例',
  clauses: COUNTY_FIGURES.map(([clause]) => clause),
  run: (content) => {
    const policy = policyOf(content, 'SY');
    if (!policy) return [];
    const findings = COUNTY_FIGURES.flatMap(([clause, home, words]) => {
      const text = plain(clauseText(policy, home));
      const missing = words.filter((word) => !text.includes(word));
      if (missing.length === 0) return [];
      return [
        about(content, clause, {
          code: 'quoted-figure',
          file: policy.file,
          message: `概述没有照引原文的数字或者说法：${missing.join('、')}。`,
          hint: '原文的数字注明“原文如此”，不换算年份，人次不写作人数。',
        }),
      ];
    });
    const situations = policy.codes.filter(({ column }) => column === 'situations').map(({ id }) => id);
    const invented = situations.filter((id) => !COUNTY_EXAMPLES.includes(id));
    if (invented.length > 0) {
      findings.push(
        about(content, 'SY-S1b', {
          code: 'quoted-figure',
          file: policy.file,
          message: `情形代号 ${invented.join('、')} 不是文中举出的情形。`,
          hint: '文章没有逐项列出十种情形，不得补足。',
        }),
      );
    }
    return findings;
  },
};

type Complain = (
  path: readonly (string | number)[],
  finding: Pick<Finding, 'code' | 'message' | 'hint'> & Partial<Finding>,
) => void;

/** Runs a check on each bulletin, those of typical cases in order of batch. */
function eachBulletin(
  { bulletins }: Pick<Content, 'bulletins'>,
  look: (bulletin: Bulletin, complain: Complain, index: number) => void,
): Finding[] {
  const findings: Finding[] = [];
  const ordered = [...bulletins].sort((a, b) => (a.batch ?? 0) - (b.batch ?? 0));
  for (const [index, bulletin] of ordered.entries()) {
    look(
      bulletin,
      (path, finding) => {
        const { line, position } = bulletin.placeOf(path);
        findings.push({ severity: 'error', clause: null, file: bulletin.file, line, position, ...finding });
      },
      index,
    );
  }
  return findings;
}

const typicalOf = ({ bulletins }: Content): Bulletin[] => bulletins.filter(({ kind }) => kind === '典型案例');

const batches: CorpusCheck = {
  name: '通报批次连续编号',
  clauses: ['SY-S5(3)b'],
  run: (content) =>
    eachBulletin({ bulletins: typicalOf(content) }, (bulletin, complain, index) => {
      if (bulletin.batch === index + 1) return;
      complain(['batch'], {
        code: 'bulletin-batch',
        clause: 'SY-S5(3)b',
        message: `通报批次应当从1起连续编号，此处为第${bulletin.batch}批，应为第${index + 1}批。`,
        quote: '近三年来共印发容错纠错典型案例 6 批',
        hint: '检查是否漏号、重号。',
      });
    }),
};

const scopes: CorpusCheck = {
  name: '通报的公开范围，只供内部交流的不进入公开版',
  clauses: ['JN-23e', 'JN-N.6d'],
  run: (content) =>
    eachBulletin(content, (bulletin, complain) => {
      if (bulletin.audience === '公开宣传' && bulletin.scope !== '公开宣传') {
        complain(['audience'], {
          code: 'bulletin-scope',
          clause: 'JN-23e',
          message: `范围为「${bulletin.scope}」的通报不能作公开宣传。`,
          quote: '进行内部交流或公开宣传',
          hint: '把 audience 改为「内部交流」，或者核对 scope。',
        });
      }
      const city = bulletin.cases.some(
        (id) => content.cases.find((candidate) => candidate.id === id)?.policy === 'JN',
      );
      if (city && bulletin.scope === '一定范围') {
        complain(['scope'], {
          code: 'bulletin-scope',
          clause: 'JN-N.6d',
          message: '列有济南案例的通报，范围写作「一定范围」：典型案例采取内部通报或者公开宣传等方式。',
          quote: '要采取内部通报或公开宣传等方式',
          hint: '改为内部通报、内部交流或者公开宣传。',
        });
      }
      for (const [position, id] of bulletin.cases.entries()) {
        const found = content.cases.find((candidate) => candidate.id === id);
        if (!found && content.unreadCases.has(id)) continue;
        if (!found)
          complain(['cases', position], {
            code: 'bulletin-case',
            message: `通报所列的案例 ${id} 不存在。`,
            hint: '核对案例代号。',
          });
        else if (bulletin.audience === '公开宣传' && found.audience !== '公开宣传') {
          complain(['cases', position], {
            code: 'bulletin-scope',
            message: `公开的通报列入了仅供内部交流的案例 ${id}。`,
            hint: '从通报中移出，或者经批准后改为公开宣传。',
          });
        }
      }
    }),
};

const lessonsOfBulletins: CorpusCheck = {
  name: '通报写明启示',
  clauses: ['JN-23d'],
  run: (content) =>
    typicalOf(content).flatMap(({ file, sections, bodyLine }) =>
      sections.some(({ heading }) => heading === '启示')
        ? []
        : [
            {
              code: 'bulletin-sections',
              severity: 'warning',
              clause: 'JN-23d',
              file,
              line: bodyLine,
              position: 1,
              message: '通报缺少「启示」部分：典型案例应当说明何以可借鉴、可复制。',
              quote: '导向鲜明，可借鉴、可复制的典型案案例',
              hint: '另起一行写「## 启示」，说明可以推广的做法。',
            } satisfies Finding,
          ],
    ),
};

/** Facts, rule and reasoning of a case, by the sections every case has. */
const REASONING = ['基本案情', '容错情形认定', '评析'];

const reasoning: CorpusCheck = {
  name: '通报的案例写明事实、规则和道理',
  clauses: ['SY-S5(3)c'],
  run: (content) =>
    eachBulletin(content, (bulletin, complain) => {
      for (const [position, id] of bulletin.cases.entries()) {
        const found = content.cases.find((candidate) => candidate.id === id);
        if (!found) continue;
        const missing = REASONING.filter(
          (wanted) => !found.sections.some(({ heading, markdown }) => heading === wanted && markdown.trim()),
        );
        if (missing.length === 0) continue;
        complain(['cases', position], {
          code: 'bulletin-sections',
          severity: 'warning',
          clause: 'SY-S5(3)c',
          message: `通报所列的案例 ${id} 缺少「${missing.join('」「')}」：以案释规、以案析理，事实、规则和道理都应当写明。`,
          quote: '“以案释规、以案析理”',
          hint: '补写案例的这一部分。',
        });
      }
    }),
};

/** What a page exposes stands in the log as exposed; the other direction is a check over the rows. */
const exposed: CorpusCheck = {
  name: '通报曝光的页面有登记的通报事件',
  clauses: ['WF-15(3)d'],
  run: (content) => {
    const { loggedEvents: log } = content;
    const named = new Set<string>();
    return eachBulletin(content, ({ event, date }, complain) => {
      if (event === undefined || !log) return;
      const wrong = named.has(event) ? '已由另一期通报写明' : faultOfEvent(log, event, date);
      named.add(event);
      if (wrong === undefined) return;
      complain(['event'], {
        code: 'bulletin-event',
        clause: 'WF-15(3)d',
        message: `通报曝光所写的事件 ${event} ${wrong}。`,
        quote: '对典型问题及时予以通报曝光',
        hint: '核对事件编号和通报的日期；尚未登记的，在事件台账登记「通报」，写明「文书」。',
      });
    });
  },
};

/** What is wrong with the event a bulletin names; a cell that cannot be read has its own finding. */
function faultOfEvent(
  { rows, whole }: NonNullable<Content['loggedEvents']>,
  event: string,
  date: string,
): string | undefined {
  const row = rows.get(event);
  if (!row) return whole ? '在事件台账中找不到' : undefined;
  const [type] = row.get('ev_type') ?? [];
  const [day] = row.get('ev_date') ?? [];
  if (type !== undefined && type !== '通报') return `登记为「${type}」，不是「通报」`;
  if (day !== undefined && !day.startsWith(date)) return `登记在${day}，通报写的是 ${date}`;
  return undefined;
}

/** Words that say a document is spoken of as past. */
const LAPSED = /废止|失效|原/;

/** Where prose names the number of a document: the sentence, and the line its section begins on. */
function sentencesWith(
  pages: readonly {
    readonly file: string;
    readonly sections: readonly { line: number; markdown: string }[];
  }[],
  number: string,
): { file: string; line: number; sentence: string }[] {
  return pages.flatMap(({ file, sections }) =>
    sections.flatMap(({ line, markdown }) =>
      markdown
        .split(/[。；\n]/)
        .filter((sentence) => plain(sentence).includes(number))
        .map((sentence) => ({ file, line, sentence })),
    ),
  );
}

const repealed: CorpusCheck = {
  name: '已废止的文件不作现行有效引用',
  clauses: ['ZZ-10b'],
  run: (content) => {
    const policy = policyOf(content, 'ZZ-10b');
    return (policy?.meta.pol_repeals ?? []).flatMap((number) => {
      const named = content.policies
        .filter(({ meta }) => meta.pol_parent.some((parent) => parent.includes(number)))
        .map(({ file }) => ({ file, line: 1 }));
      const said = sentencesWith([...content.cases, ...content.bulletins], number).filter(
        ({ sentence }) => !LAPSED.test(sentence),
      );
      return [...named, ...said].map(({ file, line }) =>
        about(content, 'ZZ-10b', {
          code: 'repealed-cited',
          file,
          line,
          position: 1,
          message: `${number} 已经废止，此处作为现行文件引用。`,
          hint: '改引现行的细则；确需提到旧规的，写明已经废止。',
        }),
      );
    });
  },
};

const norms: CorpusCheck = {
  name: '“1+X”制度：各部门的操作规范列明或者写明尚未制定，依据是本细则',
  clauses: ['JN-N.4c', 'JN-N.4d'],
  run: (content) => {
    const policy = policyOf(content, 'JN-N.4');
    const { norms: list } = content;
    if (!policy || !list) return [];
    const listed = new Set(list.items.map(({ department }) => department));
    const unlisted = [...content.departments].filter(([department]) => !listed.has(department));
    // The stage of the title (试行) may go once the rules are confirmed.
    const body = policy.meta.title.replace(/（[^）]*）$/, '');
    return [
      ...unlisted.map(([, { file, row }]) =>
        about(content, 'JN-N.4c', {
          code: 'norm-missing',
          severity: 'warning',
          file: list.file,
          line: 1,
          position: 1,
          message: `${file} 第${row}行登记的问责追责承办单位没有列入部门名单：既没有写明所制定的操作规范、细则，也没有写明尚未制定。`,
          hint: '在 content/norms.yaml 中增加这个部门；没有制定的，norm 写「尚未制定」。',
        }),
      ),
      ...list.items.flatMap(({ id, department, norm }) =>
        norm === '尚未制定' || norm.pol_parent.some((parent) => parent.includes(body))
          ? []
          : [
              about(content, 'JN-N.4d', {
                code: 'norm-parent',
                file: list.file,
                line: list.lines.get(id) ?? 1,
                position: 3,
                message: `${department}的《${norm.title}》没有以《${body}》为依据，不属于“1+X”容错制度体系。`,
                hint: '核对该规范的依据；确以《实施细则》为主体的，在 pol_parent 中写明。',
              }),
            ],
      ),
    ];
  },
};

/** Every check of content. */
export const CORPUS_CHECKS: readonly CorpusCheck[] = [
  particulars,
  forms,
  annexes,
  lesson,
  course,
  county,
  batches,
  scopes,
  lessonsOfBulletins,
  reasoning,
  exposed,
  repealed,
  norms,
];
