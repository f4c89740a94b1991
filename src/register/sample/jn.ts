/** The sample city: cases, meetings and returns as 济南《实施细则》 wants them. Everything here is invented. */
import { compareText } from '../../core/finding.ts';
import { addDays, addMonths, type Day, type WorkCalendar } from '../../core/workdays.ts';
import { Chance, happened, LAST_RECORDED, noLaterThanRecorded, Pace, type Weighted } from './chance.ts';
import {
  type CaseRow,
  type EventRow,
  halfYearDays,
  halfYearOf,
  joined,
  type ListRow,
  numbered,
  numberedEvents,
  paper,
  type Quota,
  type SampleRegister,
  SYNTHETIC,
  startingDays,
} from './rows.ts';

type Outcome = '免责' | '减责' | '从轻' | '不予容错';

interface Matter {
  /** Situation codes; empty when none of the listed ones is met. */
  readonly situations: readonly string[];
  readonly text: string;
  readonly unit: string;
  readonly post: string;
  readonly weight: number;
  /** Who can be the subject; both when left out. */
  readonly only?: '单位' | '个人';
}

const matter = (
  weight: number,
  situations: string,
  unit: string,
  post: string,
  text: string,
  only?: Matter['only'],
): Matter => ({
  situations: situations === '' ? [] : situations.split('|'),
  text,
  unit,
  post,
  weight,
  ...(only ? { only } : {}),
});

/** Matters that were tolerated; uneven weights, so that some situations are common and some rare. */
const TOLERATED: readonly Matter[] = [
  matter(
    2,
    'JN-8(1)',
    '某科技部门',
    '副职',
    '在成果转化试点中先行垫付配套资金，成果验收未达预期，形成资金闲置',
  ),
  matter(
    4,
    'JN-8(2)',
    '某行政审批部门',
    '主要负责人',
    '推行审管衔接改革时职责交接细则不完善，个别事项一度无人监管',
  ),
  matter(
    1,
    'JN-8(3)',
    '某农业农村部门',
    '副职',
    '认为原补助标准不适应实际，经论证另定补助办法，执行标准前后不一',
  ),
  matter(
    4,
    'JN-8(4)',
    '某街道办事处',
    '副主任',
    '按试点方案推进物业管理体制改革，上级政策调整后已签协议需要变更',
  ),
  matter(
    5,
    'JN-8(5)',
    '某住房部门',
    '科室负责人',
    '上级部门对加装电梯补助口径答复不一，择一执行后被认定口径偏差，多付补助已追回',
  ),
  matter(2, 'JN-8(6)', '某市场监管部门', '副职', '引入外地“一业一证”做法，本地系统未对接，企业重复提交材料'),
  matter(
    1,
    'JN-8(7)',
    '某区人力资源部门',
    '',
    '调整镇街考核奖励办法，收入向一线倾斜，引发区直单位之间的争议',
    '单位',
  ),
  matter(6, 'JN-9(1)', '某镇人民政府', '副镇长', '为按期完成道路改造提前组织进场，部分手续补办滞后'),
  matter(
    6,
    'JN-9(2)',
    '某投资促进部门',
    '主要负责人',
    '给予招商企业场地租金优惠，企业因市场变化未如期投产，引发质疑',
  ),
  matter(
    2,
    'JN-9(3)',
    '某人才工作部门',
    '科室负责人',
    '人才项目落地后受客观因素影响发展缓慢，前期扶持资金未见成效',
  ),
  matter(
    6,
    'JN-9(4)',
    '某政务服务中心',
    '副主任',
    '对缺一项证明的项目容缺受理，企业未在承诺期内补正，引发投诉',
  ),
  matter(4, 'JN-9(5)', '某自然资源部门', '副职', '压缩审批时限、再造流程后一处环节漏审，事后补审'),
  matter(4, 'JN-10(1)', '某街道办事处', '主任', '暴雨期间临时租用排水设备，采购手续补办滞后，价格偏高'),
  matter(5, 'JN-10(2)', '某信访部门', '副职', '为化解历史遗留办证问题采取临时性措施，部分住户资料核验不全'),
  matter(1, 'JN-10(3)', '某财政部门', '科室负责人', '设立债务风险化解周转金，周转期限测算偏差'),
  matter(2, 'JN-10(4)', '某国有企业', '副总经理', '为保障资金链安全集体决策引入融资，对利率走势判断失误'),
  matter(5, 'JN-11(1)', '某镇人民政府', '镇长', '落实环境整治部署时方式方法简单，引发群众意见'),
  matter(4, 'JN-11(2)', '某农业农村部门', '科室负责人', '推广土地托管模式时试点铺开过快，首年收益低于预期'),
  matter(1, 'JN-11(3)', '某镇人民政府', '副镇长', '产业扶贫大棚因洪灾受损，未达到预期效益'),
  matter(2, 'JN-11(4)', '某执法部门', '中队负责人', '查封物品被当事人擅自转移，处置未及时跟进'),
  matter(2, 'JN-11(5)', '某执法部门', '科室负责人', '当事人提供虚假材料，致使作出错误执法决定，发现后撤销'),
  matter(2, 'JN-11(6)', '某应急管理部门', '副职', '企业在责令整改期间擅自生产，移送办理期间发生险情'),
  matter(3, 'JN-11(7)', '某行政审批部门', '窗口负责人', '申请人隐瞒情况取得许可，发现后依法撤销'),
  matter(1, 'JN-11(8)', '某派驻机构', '副组长', '监督检查中要求过细，影响基层正常工作安排'),
  matter(
    2,
    'JN-11(9)',
    '某国有企业',
    '班子成员',
    '集体研究投资事项时两次明确反对并记入纪要，决策后项目失败',
    '个人',
  ),
  matter(1, 'JN-11(10)', '某组织部门', '科室负责人', '试行年轻干部跨领域挂职，个别岗位衔接不畅'),
  matter(2, 'JN-11(11)', '某组织部门', '审核人员', '档案信息前后一致、无明显矛盾，审核未发现造假', '个人'),
  matter(2, 'JN-11(12)', '某国有企业', '总经理', '混合所有制改革引入的合作方经营失利，未取得预期效益'),
  matter(5, 'JN-11(13)', '某街道办事处', '副主任', '缺少执法权限而先行劝离占道经营，处置引发争执'),
  matter(1, 'JN-11(14)', '某社区居委会', '负责人', '统筹志愿力量承担转运任务，物资登记不完整'),
  matter(2, 'JN-8(2)|JN-9(4)', '某行政审批部门', '副职', '首推告知承诺制，承诺核查环节衔接不畅'),
  matter(2, 'JN-10(2)|JN-11(1)', '某街道办事处', '主任', '集中化解征迁积案时个别补偿测算偏差，已补正'),
];

interface Refusal extends Matter {
  readonly exclusions: string;
  /** Aspects of article 6 found wanting. */
  readonly against: readonly number[];
  readonly conditions: readonly number[];
  readonly reason: string;
  readonly before: Weighted<string>;
}

const SECOND: Weighted<string> = [
  ['第二种形态', 3],
  ['第一种形态', 1],
];
const THIRD: Weighted<string> = [
  ['第三种形态', 2],
  ['第二种形态', 1],
];

/** Matters that were not tolerated, and why. */
const REFUSED: readonly Refusal[] = [
  {
    ...matter(4, 'JN-9(1)', '某镇人民政府', '镇长', '为赶节点未批先建，被要求拆除，损失重大'),
    exclusions: '无',
    against: [4],
    conditions: [2, 6],
    reason: '造成重大损失，不符合第九条第（一）项',
    before: SECOND,
  },
  {
    ...matter(3, '', '某投资促进部门', '副职', '以优惠政策名义给予亲属参股企业特殊支持', '个人'),
    exclusions: 'JN-19f',
    against: [1, 3, 6],
    conditions: [],
    reason: '谋取私利',
    before: THIRD,
  },
  {
    ...matter(
      2,
      'JN-11(11)',
      '某组织部门',
      '审核人员',
      '档案关键日期涂改明显，前后相差两年，未予追问',
      '个人',
    ),
    exclusions: '无',
    against: [5],
    conditions: [6],
    reason: '档案存在明显矛盾，不符合第十一条第（十一）项',
    before: SECOND,
  },
  {
    ...matter(2, '', '某统计部门', '科室负责人', '为完成考核指标虚报数据，经提醒仍未更正', '个人'),
    exclusions: '无',
    against: [1, 2, 5],
    conditions: [],
    reason: '弄虚作假，不属于所列情形',
    before: THIRD,
  },
  {
    ...matter(2, '', '某交通运输部门', '主要负责人', '个人决定变更工程发包方式，事后隐瞒', '个人'),
    exclusions: 'JN-19d',
    against: [1, 4, 5],
    conditions: [],
    reason: '涉嫌严重违纪违法',
    before: [['第四种形态', 1]],
  },
  {
    ...matter(1, '', '某镇人民政府', '副镇长', '在政治立场、政治方向上存在问题', '个人'),
    exclusions: 'JN-19e',
    against: [1, 6],
    conditions: [],
    reason: '存在第十九条所列政治问题',
    before: THIRD,
  },
  {
    ...matter(3, '', '某应急管理部门', '科室负责人', '未按计划开展日常巡查，出现漏管'),
    exclusions: '无',
    against: [2, 5],
    conditions: [6],
    reason: '属日常履职不到位，不属于所列情形',
    before: SECOND,
  },
  {
    ...matter(3, 'JN-9(4)', '某政务服务中心', '副主任', '容缺受理后长期不催办补正，投诉后仍未整改'),
    exclusions: '无',
    against: [5],
    conditions: [1, 2, 6],
    reason: '未采取补救措施',
    before: SECOND,
  },
  {
    ...matter(3, 'JN-8(2)', '某行政审批部门', '副职', '改革中擅自取消法定核查环节，经提醒仍未恢复'),
    exclusions: '无',
    against: [2, 5],
    conditions: [6],
    reason: '经提醒仍未纠正，不符合容错条件',
    before: SECOND,
  },
  {
    ...matter(3, 'JN-8(5)', '某住房部门', '科室负责人', '对补助口径不作请示，选择有利于本单位的口径执行'),
    exclusions: '无',
    against: [1, 2],
    conditions: [6],
    reason: '动机不当',
    before: SECOND,
  },
  {
    ...matter(2, 'JN-8(4)', '某街道办事处', '主任', '借试点名义将服务项目交由亲属企业承接'),
    exclusions: 'JN-19f',
    against: [1, 3],
    conditions: [],
    reason: '谋取私利',
    before: THIRD,
  },
  {
    ...matter(3, 'JN-10(1)', '某街道办事处', '主任', '险情解除后仍以应急名义采购，未经集体研究'),
    exclusions: '无',
    against: [2, 4],
    conditions: [6],
    reason: '不属急难险重处置，未履行决策程序',
    before: SECOND,
  },
  {
    ...matter(4, 'JN-10(2)', '某信访部门', '副职', '化解积案时虚构住户资料，经核查造成较大不良影响'),
    exclusions: '无',
    against: [1, 4],
    conditions: [6],
    reason: '弄虚作假',
    before: THIRD,
  },
  {
    ...matter(3, 'JN-11(1)', '某镇人民政府', '镇长', '落实整治部署时搞一刀切，群众反映后拖延不改'),
    exclusions: '无',
    against: [4, 5],
    conditions: [6],
    reason: '未采取补救措施',
    before: SECOND,
  },
  {
    ...matter(2, 'JN-11(13)', '某街道办事处', '副主任', '劝离占道经营时方法粗暴，造成人身伤害'),
    exclusions: '无',
    against: [4, 5],
    conditions: [6],
    reason: '造成严重不良影响',
    before: SECOND,
  },
];

const QUOTA: Quota = [
  ['2021H1', 24],
  ['2021H2', 20],
  ['2022H1', 20],
  ['2022H2', 24],
  ['2023H1', 24],
  ['2023H2', 28],
  ['2024H1', 32],
  ['2024H2', 28],
  ['2025H1', 32],
  ['2025H2', 28],
  ['2026H1', 32],
  ['2026H2', 24],
];

/** About four in five are tolerated. */
const OUTCOMES: Weighted<Outcome> = [
  ['免责', 8],
  ['减责', 6],
  ['从轻', 3],
  ['不予容错', 4],
];

/** Matters whose day and course are given: they show make-up working days, last days and the typical cases. */
interface Given {
  readonly start: Day;
  readonly situation?: string;
  readonly exclusion?: string;
  readonly outcome?: Outcome;
  readonly source?: '依职权' | '依申请';
  /** Every counted duty is done on its last day. */
  readonly last?: boolean;
  readonly subject?: '单位' | '个人';
  readonly conversion?: Conversion;
}

const GIVEN: readonly Given[] = [
  { start: '2024-02-18', last: true },
  { start: '2025-01-24', last: true, source: '依申请', outcome: '减责' },
  {
    start: '2025-09-26',
    situation: 'JN-8(5)',
    outcome: '免责',
    source: '依申请',
    last: true,
    subject: '个人',
  },
  { start: '2026-01-04', situation: 'JN-9(1)', outcome: '不予容错', subject: '个人' },
  {
    start: '2026-03-09',
    situation: 'JN-10(1)',
    outcome: '减责',
    subject: '个人',
    conversion: { before: '诫勉', after: '第一种形态', sanction: '第一种:通报批评' },
  },
  { start: '2026-04-13', situation: 'JN-11(9)', outcome: '免责', subject: '个人' },
  {
    start: '2026-05-11',
    situation: 'JN-10(4)',
    outcome: '从轻',
    subject: '个人',
    conversion: { before: '第二种形态', after: '第二种形态', sanction: '政务处分:记过', months: 12 },
  },
  { start: '2021-05-08', situation: 'JN-11(14)', outcome: '免责' },
  { start: '2022-10-09', situation: 'JN-10(3)', outcome: '减责' },
  { start: '2023-04-23', situation: 'JN-8(3)', outcome: '免责', subject: '个人' },
  { start: '2024-05-11', situation: 'JN-8(7)', outcome: '免责' },
  { start: '2023-10-07', exclusion: 'JN-19d', outcome: '不予容错' },
  { start: '2024-11-04', exclusion: 'JN-19e', outcome: '不予容错' },
  // Still open on 2026-11-21: notice due, talks under way, probe under way, decided but not yet told.
  { start: '2026-11-16', source: '依职权' },
  { start: '2026-11-09', source: '依申请', outcome: '免责' },
  { start: '2026-10-21', source: '依申请', outcome: '减责', subject: '个人' },
  { start: '2026-09-20', source: '依职权', outcome: '免责', situation: 'JN-9(5)' },
];

const HANDLERS: Weighted<string> = [
  ['市纪委监委', 5],
  ['区纪委监委', 6],
  ['县纪委监委', 3],
  ['市委组织部', 3],
  ['市审计局', 2],
];

const DECIDERS: Readonly<Record<string, string>> = {
  市纪委监委: '市纪委常委会',
  区纪委监委: '区纪委常委会',
  县纪委监委: '县纪委常委会',
  市委组织部: '市委组织部部务会',
  市审计局: '市审计局党组',
};

/** 四种形态 before and after, with what is still imposed and the months it weighs. */
interface Conversion {
  readonly before: string;
  readonly after: string;
  readonly sanction: string;
  readonly months?: number;
}

const convert = (before: string, after: string, sanction: string, months?: number): Conversion => ({
  before,
  after,
  sanction,
  ...(months === undefined ? {} : { months }),
});

const CONVERSIONS: Readonly<Record<Exclude<Outcome, '不予容错'>, Weighted<Conversion>>> = {
  免责: [
    [convert('诫勉', '', ''), 5],
    [convert('第一种形态', '', ''), 6],
    [convert('第二种形态', '', ''), 2],
  ],
  减责: [
    [convert('诫勉', '第一种形态', '第一种:谈话提醒'), 3],
    [convert('诫勉', '第一种形态', '第一种:批评教育'), 4],
    [convert('第二种形态', '第一种形态', '第一种:诫勉'), 6],
    [convert('第二种形态', '第一种形态', '第一种:批评教育|第一种:通报批评'), 3],
    [convert('第二种形态', '第一种形态', '第一种:提醒'), 2],
    [convert('第三种形态', '第二种形态', '党纪处分:党内警告', 12), 2],
    [convert('第三种形态', '第二种形态', '党纪处分:党内严重警告|组织处理:免职', 18), 1],
    [convert('第三种形态', '第二种形态', '政务处分:记大过', 18), 1],
  ],
  从轻: [
    [convert('第一种形态', '第一种形态', '第一种:批评教育'), 4],
    [convert('第一种形态', '第一种形态', '第一种:通报批评'), 3],
    [convert('第二种形态', '第二种形态', '党纪处分:党内警告', 12), 5],
    [convert('第二种形态', '第二种形态', '政务处分:警告', 6), 3],
    [convert('第三种形态', '第三种形态', '党纪处分:撤销党内职务', 24), 1],
  ],
};

/** Dates and findings that all subjects of one matter share. */
interface Course {
  readonly given: Given | undefined;
  readonly matter: Matter;
  readonly refusal: Refusal | undefined;
  readonly outcome: Outcome;
  readonly handler: string;
  readonly source: '依职权' | '依申请';
  readonly secret: boolean;
  readonly suggested: boolean;
  readonly view: string;
  readonly flags: readonly string[];
  readonly hard: readonly string[];
  readonly heard: readonly string[];
  readonly harm: string;
  readonly remedy: string;
  readonly decider: string;
  readonly start: Day;
  readonly notice: Day;
  readonly told: Day;
  readonly application: Day | undefined;
  readonly suggestion: Day | undefined;
  readonly accepted: Day | undefined;
  readonly probeStart: Day;
  readonly probeEnd: Day;
  readonly consult: Day | undefined;
  readonly escalated: Day | undefined;
  readonly decision: Day;
  readonly effective: Day;
  readonly notified: Day;
  readonly feedback: Day;
}

const ONE_MONTH = { amount: 1, unit: 'months' } as const;

function plotCourse(start: Day, given: Given | undefined, deal: () => Outcome, pace: Pace): Course {
  const { chance, calendar } = pace;
  const outcome = given?.outcome ?? deal();
  const refusal =
    outcome === '不予容错'
      ? chooseMatter(
          REFUSED.filter(({ exclusions }) => !given?.exclusion || exclusions === given.exclusion),
          given,
          chance,
        )
      : undefined;
  const allowed = TOLERATED.filter(
    // Grave loss rules these two out by their own words.
    ({ situations }) =>
      outcome !== '从轻' || !situations.some((code) => code === 'JN-9(1)' || code === 'JN-10(3)'),
  );
  const matter = refusal ?? chooseMatter(allowed, given, chance);
  const handler = chance.weigh(HANDLERS);
  const source = given?.source ?? (chance.happens(62) ? '依职权' : '依申请');
  const secret = source === '依职权' && !given && chance.happens(12);
  const suggested = refusal ? refusal.situations.length > 0 && chance.happens(75) : true;

  const notice = given?.last
    ? pace.after(start, 7)
    : secret
      ? pace.soon(start, 9, 12)
      : pace.soon(start, 1, 7);
  const told = pace.after(notice, given?.last ? 2 : chance.whole(0, 2));
  const application = suggested || chance.happens(40) ? pace.after(told, chance.whole(0, 1)) : undefined;
  const suggestion =
    suggested && application
      ? given?.last
        ? pace.after(notice, 5)
        : pace.between(application, pace.after(notice, 5))
      : undefined;
  const accepted = suggestion && pace.soon(suggestion, 0, 3);
  const probeStart =
    source === '依职权' || !accepted
      ? noLaterThanRecorded(pace.soon(start, 0, secret ? 5 : 2))
      : pace.after(accepted, chance.whole(0, 1));

  const flags = [
    chance.happens(9) && '情况特别复杂',
    chance.happens(4) && '紧急情况',
    chance.happens(8) && '纪律处分方式',
    chance.happens(10) && '专业性技术性问题',
  ].filter((flag) => flag !== false);
  const earliest = pace.after(accepted && accepted > told ? accepted : told, 3);
  if (earliest > calendar.due(probeStart, ONE_MONTH).day && !flags.includes('情况特别复杂')) {
    flags.unshift('情况特别复杂');
  }
  const limit = calendar.due(probeStart, {
    amount: flags.includes('情况特别复杂') ? 2 : 1,
    unit: 'months',
  }).day;
  const probeEnd = given?.last ? limit : pace.between(earliest, limit);

  const view = !suggested ? '' : refusal ? '不认可' : chance.happens(8) ? '不认可' : '认可';
  // Silence counts only once the unit's five days are over.
  const silent = probeEnd > pace.after(notice, 5);
  const hard = chance.weigh<readonly string[]>([
    [['无'], 78],
    [['情况复杂'], 8],
    [['社会影响较大'], 8],
    [['情况复杂', '一时难以认定'], 6],
  ]);
  const consulted = hard[0] !== '无' || view === '不认可';
  const consult = consulted ? pace.soon(probeEnd, 1, 8) : undefined;
  const stuck = hard.includes('一时难以认定');
  const escalated = consult && stuck && chance.happens(50) ? pace.soon(consult, 1, 4) : undefined;
  const decision = pace.soon(escalated ?? consult ?? probeEnd, 2, 12);
  const decider = stuck && !escalated ? '同级党委（党组）' : (DECIDERS[handler] ?? '');
  const feedbackLimit = calendar.due(decision, ONE_MONTH).day;

  const harm = refusal
    ? refusal.reason.startsWith('造成重大')
      ? '严重'
      : chance.pick(['较小', '较重', '严重'])
    : outcome === '免责'
      ? chance.weigh([
          ['无', 4],
          ['较小', 7],
          ['较重', 2],
        ])
      : outcome === '减责'
        ? '较重'
        : '严重';
  const remedy = refusal
    ? chance.weigh([
        ['未挽回', 4],
        ['消除部分影响并挽回一定损失', 2],
      ])
    : harm === '较重' && outcome === '免责'
      ? '消除负面影响并有效挽回损失'
      : chance.weigh([
          ['消除负面影响并有效挽回损失', outcome === '免责' ? 8 : 3],
          ['消除部分影响并挽回一定损失', 5],
        ]);

  return {
    given,
    matter,
    refusal,
    outcome,
    handler,
    source,
    secret,
    suggested,
    view: suggested ? view : refusal && !application && silent ? '视同不符合' : '',
    flags,
    hard,
    heard: [
      '当事人',
      '所在单位党委（党组）',
      '上级业务指导部门',
      '纪检监察机关',
      ...(flags.includes('专业性技术性问题') ? ['有关部门', '专家'] : []),
      ...chance.sift(['有关群众或服务对象', '有关社会方面'], 12),
    ],
    harm,
    remedy,
    decider,
    start,
    notice,
    told,
    application,
    suggestion,
    accepted,
    probeStart,
    probeEnd,
    consult,
    escalated,
    decision,
    effective: decision,
    notified: noLaterThanRecorded(pace.soon(decision, 0, 5)),
    // A refusal has to be explained to the person at once; a decision is fed back within the month.
    feedback: refusal
      ? noLaterThanRecorded(pace.soon(decision, 1, 5))
      : given?.last
        ? feedbackLimit
        : pace.between(pace.after(decision, 2), feedbackLimit),
  };
}

function chooseMatter<M extends Matter>(matters: readonly M[], given: Given | undefined, chance: Chance): M {
  const fitting = matters.filter(({ situations, only }) => {
    if (given?.situation && !situations.includes(given.situation)) return false;
    return !given?.subject || !only || only === given.subject;
  });
  return chance.weigh(fitting.map((choice) => [choice, choice.weight] as const));
}

function draftCase(course: Course, subject: '单位' | '个人', pace: Pace): CaseRow {
  const { matter, refusal, outcome } = course;
  const row: CaseRow = {
    policy: 'JN',
    subject_type: subject,
    scope_basis: matter.unit.includes('居委会') ? '参照' : '适用',
    subject_unit: matter.unit,
    subject_post: subject === '单位' ? '' : matter.post,
    handler: course.handler,
    matter: `${matter.text}。`,
    start_date: course.start,
    start_source: course.source,
    clue_secret: course.secret ? '是' : '否',
    note: SYNTHETIC,
  };
  const papers: (string | undefined)[] = [];
  const close = (): CaseRow => ({ ...row, documents: joined(papers) });

  if (happened(course.probeStart)) {
    row.probe_start = course.probeStart;
    row.probe_flags = joined(course.flags);
  }
  if (!happened(course.notice)) return close();
  row.notice_date = course.notice;
  papers.push(paper('告知通知', course.notice));
  if (!happened(course.told)) return close();
  row.told_date = course.told;
  if (course.application && happened(course.application)) {
    row.application_date = course.application;
    papers.push(paper('容错申请表', course.application));
  }
  if (course.suggestion && course.accepted) {
    if (!happened(course.suggestion)) return close();
    row.suggestion_date = course.suggestion;
    papers.push(paper('容错初步建议', course.suggestion));
    row.accepted_date = noLaterThanRecorded(course.accepted);
    row.probe_start = noLaterThanRecorded(course.probeStart);
    row.probe_flags = joined(course.flags);
  }
  if (!happened(course.probeEnd)) return close();

  row.probe_end = course.probeEnd;
  row.heard = joined(course.heard);
  row.suggestion_view = course.view;
  row.situations = course.suggested ? joined(matter.situations) : '';
  row.conditions = joined(
    (refusal ? refusal.conditions : [1, 2, 3, 4, 5, 6])
      .filter((item) => item !== 5 || course.remedy !== '未挽回')
      .map((item) => `JN-7(${item})`),
  );
  row.analysis = joined(
    [1, 2, 3, 4, 5, 6].map((item) => `JN-6(${item})=${refusal?.against.includes(item) ? '负' : '正'}`),
  );
  row.exclusions = refusal?.exclusions ?? '无';
  // How grave it was is settled with the decision; a refusal turns on it.
  row.harm = refusal && !happened(course.decision) ? '' : course.harm;
  row.remedy = course.remedy;
  row.hard_case = joined(course.hard);
  papers.push('证明材料');
  if (!refusal) papers.push('评估材料');
  if (!refusal || course.view === '认可') papers.push('容错建议');
  if (course.consult && happened(course.consult)) {
    row.consult_date = course.consult;
    papers.push(paper('联席会议纪要', course.consult));
  } else if (course.consult) {
    // The meeting still lies ahead: what made it necessary is entered with its outcome.
    row.hard_case = '';
    row.suggestion_view = '';
  }
  if (course.escalated && happened(course.escalated)) row.escalated_date = course.escalated;
  if (!happened(course.decision)) return close();

  const conversion =
    subject === '个人' && outcome !== '不予容错'
      ? (course.given?.conversion ?? pace.chance.weigh(CONVERSIONS[outcome]))
      : undefined;
  row.decision_date = course.decision;
  row.decider = course.decider;
  row.collective = '是';
  row.decision = refusal ? '不予容错' : '予以容错';
  row.archives = refusal ? '专门工作档案|追责问责案卷' : '专门工作档案';
  row.org_notified_date = course.notified;
  if (outcome !== '免责') {
    row.duty_decision_date = course.decision;
    papers.push(paper('责任追究决定', course.decision));
  }
  if (refusal) {
    row.form_before = subject === '个人' ? pace.chance.weigh(refusal.before) : '';
    row.sanctions = refusedSanctions(row.form_before, subject);
    row.feedback_date = course.feedback;
    row.feedback_to = joined([
      course.application || subject === '个人' ? '当事人' : '',
      '所在单位党委（党组）',
    ]);
    row.publicity = '未公开';
    row.affected_items = subject === '个人' && pace.chance.happens(40) ? '年度考核|评先评优' : '';
    row.note = `不予容错原因：${refusal.reason}；${SYNTHETIC}`;
    return close();
  }

  row.mode = outcome;
  row.form_before = conversion?.before ?? '';
  row.form_after = conversion?.after ?? '';
  row.sanctions =
    outcome === '免责'
      ? ''
      : (conversion?.sanction ?? (outcome === '从轻' && pace.chance.happens(60) ? '单位:通报' : '单位:检查'));
  if (conversion?.months) row.impact_end = addMonths(course.effective, conversion.months);
  row.effective_date = course.effective;
  papers.push(
    outcome === '免责' || pace.chance.happens(35) ? paper('容错决定书', course.decision) : undefined,
  );
  row.correction = '启动';
  row.correction_start = course.decision;
  if (!happened(course.feedback)) return close();

  row.feedback_date = course.feedback;
  row.feedback_to = joined([pace.chance.happens(70) && '当事人', '所在单位党委（党组）']);
  row.publicity = pace.chance.weigh([
    ['一定范围内公开', 9],
    ['内部通报', 5],
    ['内部交流', 3],
    ['公开宣传', 2],
  ]);
  row.correction_notice_date = course.feedback;
  papers.push(paper('纠错通知书', course.feedback));
  row.correction_measures = pace.chance.weigh([
    ['谈话教育', 3],
    ['督促整改', 3],
    ['谈话教育|督促整改', 4],
    ['谈话教育|完善制度', 3],
    ['谈话教育|督促整改|完善制度', 2],
  ]);
  if (addDays(course.feedback, 75) < LAST_RECORDED)
    row.correction_state = pace.chance.happens(96) ? '到位' : '整改不力';
  return close();
}

function refusedSanctions(before: string, subject: '单位' | '个人'): string {
  if (subject === '单位') return '单位:通报';
  if (before === '第四种形态') return '党纪处分:开除党籍|政务处分:开除';
  if (before === '第三种形态') return '党纪处分:撤销党内职务|政务处分:降级';
  return before === '第二种形态' ? '党纪处分:党内警告' : '第一种:诫勉';
}

/** Rows of one matter: one subject, or now and then the unit and the person in charge. */
function draftMatter(course: Course, pace: Pace): CaseRow[] {
  const { only, post } = course.matter;
  const subject = course.given?.subject ?? only;
  if (subject) return [draftCase(course, subject, pace)];
  if (post !== '' && !course.refusal && pace.chance.happens(14)) {
    return [draftCase(course, '单位', pace), draftCase(course, '个人', pace)];
  }
  return [draftCase(course, pace.chance.happens(26) ? '单位' : '个人', pace)];
}

/** Review meetings of the lists; list items carry their dates. */
const LIST_MEETINGS: readonly Day[] = ['2024-04-11', '2024-10-12', '2026-04-16'];

const LIST_ITEMS: readonly (readonly [
  polarity: '正面' | '负面',
  proposer: string,
  meeting: 0 | 1 | 2,
  text: string,
])[] = [
  ['正面', '发改', 0, '承担改革试点任务，按批准的方案先行先试，出现探索性失误的'],
  ['正面', '自然资源', 0, '推行“拿地即开工”，经集体研究并联审批，手续补办滞后但未造成损失的'],
  ['正面', '行政审批', 0, '推行告知承诺、容缺受理，已明示补正期限并跟踪催办的'],
  ['正面', '市场监管', 0, '对新业态实行包容审慎监管，已履行提示、指导职责的'],
  ['正面', '应急管理', 1, '险情处置中临机决断使用应急物资，事后按规定补办手续的'],
  ['正面', '生态环境', 1, '整治历史遗留污染，采取经论证的临时性措施，效果未达预期的'],
  ['正面', '信访', 2, '化解信访积案，经会商采取超常规措施，出现政策执行偏差并已纠正的'],
  ['负面', '发改', 0, '明令禁止后仍以改革名义上马项目的'],
  ['负面', '自然资源', 0, '未批先建造成重大损失的'],
  ['负面', '应急管理', 1, '未履行日常巡查、检查职责，以任务重、人手少为由主张容错的'],
  ['负面', '行政审批', 1, '为特定关系人降低标准、放宽条件办理许可的'],
  ['负面', '城市管理', 1, '粗暴执法造成人身伤害或者严重社会影响的'],
];

function draftLists(pace: Pace): ListRow[] {
  const reported = LIST_MEETINGS.map((day) => pace.after(day, 4));
  return LIST_ITEMS.map(([polarity, proposer, meeting, text], index) => ({
    lst_id: `JN-L-${(LIST_MEETINGS[meeting] ?? '').slice(0, 4)}-${String(index + 1).padStart(3, '0')}`,
    lst_polarity: polarity,
    lst_text: `${text}（${SYNTHETIC}）`,
    lst_proposer: proposer,
    lst_reviewed: LIST_MEETINGS[meeting] ?? '',
    lst_reported: reported[meeting] ?? '',
  }));
}

const CONFERENCE = '纪检监察机关|组织部门|相关业务职能部门';

function draftEvents(cases: readonly CaseRow[], courses: readonly Course[], pace: Pace): EventRow[] {
  const events: EventRow[] = [];
  const idsOf = (rows: readonly CaseRow[]): string => joined(rows.map(({ case_id: id }) => id));

  for (const course of courses) {
    if (!course.consult || !happened(course.consult)) continue;
    // One matter, one meeting: the rows of a matter share start and text.
    const rows = cases.filter(
      ({ start_date: start, matter: text, consult_date: day }) =>
        start === course.start && text === `${course.matter.text}。` && day === course.consult,
    );
    if (rows.length > 0)
      events.push({
        ev_type: '联席会议',
        ev_date: course.consult,
        ev_cases: idsOf(rows),
        ev_actor: course.handler,
        ev_to: CONFERENCE,
        ev_doc: '联席会议纪要',
      });
  }
  for (const day of [...LIST_MEETINGS, '2022-06-16', '2025-04-27'] as const) {
    events.push({
      ev_type: '联席会议',
      ev_date: day,
      ev_actor: '市纪委监委',
      ev_to: CONFERENCE,
      ev_doc: '联席会议纪要',
    });
  }

  const decided = cases.filter(({ decision_date: day }) => day !== undefined);
  const tolerated = decided.filter(({ decision }) => decision === '予以容错');
  for (const [halfYear] of QUOTA) {
    const [, end] = halfYearDays(halfYear);
    const opens = addDays(end, 1);
    if (!happened(opens)) continue;
    const inPeriod = tolerated.filter(({ decision_date: day }) => day && halfYearOf(day) === halfYear);
    for (const [handler] of HANDLERS) {
      const own = inPeriod.filter((row) => row.handler === handler);
      // Whether a unit without a case must file is open in the text; these units do, from their first matter on.
      const busy = courses.some((course) => course.handler === handler && course.start <= end);
      if (own.length === 0 && !busy) continue;
      events.push({
        ev_type: '统计表报送',
        ev_date: pace.between(pace.calendar.rollForward(opens), addDays(opens, 9)),
        ev_cases: idsOf(own),
        ev_actor: handler,
        ev_to: '同级纪检监察机关|同级组织部门',
        ev_doc: '容错统计表',
        ev_period: halfYear,
      });
    }
    events.push({
      ev_type: '统计汇总上报',
      ev_date: pace.soon(addDays(opens, 11), 1, 8),
      ev_actor: '市纪委监委',
      ev_to: '同级党委|上级纪检监察机关|上级组织部门',
      ev_period: halfYear,
    });
    const drawn = pace.chance.sift(inPeriod, 35).slice(0, 3);
    const chosen = drawn.length > 0 ? drawn : inPeriod.slice(0, 1);
    if (chosen.length === 0) continue;
    const reported = pace.soon(addDays(opens, 19), 1, 10);
    events.push({
      ev_type: '案例报送',
      ev_date: reported,
      ev_cases: idsOf(chosen),
      ev_actor: chosen[0]?.handler ?? '',
      ev_to: '纪检监察机关|组织部门',
      ev_period: halfYear,
    });
    events.push({
      ev_type: '典型案例印发',
      ev_date: pace.soon(reported, 10, 25),
      ev_cases: idsOf(chosen),
      ev_actor: '市纪委监委',
      ev_doc: '典型案例通报',
      ev_period: halfYear,
      ev_scope: pace.chance.weigh([
        ['内部通报', 4],
        ['内部交流', 3],
        ['公开宣传', 3],
      ]),
    });
  }
  for (const row of tolerated) {
    const told = row.feedback_date;
    if (!told || !(row.correction_measures?.includes('完善制度') || row.correction_state === '到位'))
      continue;
    events.push({
      ev_type: '堵塞漏洞',
      ev_date: noLaterThanRecorded(pace.soon(told, 15, 45)),
      ev_cases: row.case_id ?? '',
      ev_actor: row.handler ?? '',
    });
  }
  return numberedEvents(events, 'JN');
}

/** The sample city register. */
export function sampleCity(calendar: WorkCalendar, seed: number): SampleRegister {
  const pace = new Pace(calendar, new Chance(seed, 'JN'));
  const starts = startingDays(
    QUOTA,
    GIVEN.map(({ start }) => start),
    pace,
  );
  const deal = pace.chance.dealer(OUTCOMES);
  const courses = [
    ...GIVEN.map((given) => plotCourse(given.start, given, deal, pace)),
    ...starts.map((start) => plotCourse(start, undefined, deal, pace)),
  ].sort((a, b) => compareText(a.start, b.start));
  const cases = numbered(
    courses.flatMap((course) => draftMatter(course, pace)),
    'JN',
    ({ start_date: day }) => day ?? '',
    (row, id) => {
      row.case_id = id;
    },
  );
  return { cases, events: draftEvents(cases, courses, pace), lists: draftLists(pace) };
}
