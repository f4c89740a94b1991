/** The sample college: cases, filings and visits as 枣庄职业学院《实施细则》 wants them. All invented. */
import { compareText } from '../../core/finding.ts';
import { addDays, addMonths, type Day, nextMonthDate, type WorkCalendar } from '../../core/workdays.ts';
import { Chance, happened, noLaterThanRecorded, Pace, type Weighted } from './chance.ts';
import {
  type CaseRow,
  type EventRow,
  joined,
  numbered,
  numberedEvents,
  paper,
  type Quota,
  type SampleRegister,
  SYNTHETIC,
  startingDays,
} from './rows.ts';

type Mode = '不予追究责任' | '免于处理' | '减轻' | '从轻';
type Outcome = Mode | '不予容错';

interface Given {
  readonly start: Day;
  readonly source?: '依职权' | '依申请';
  readonly outcome?: Outcome;
  /** Situation codes of the matter, as its cell holds them. */
  readonly situation?: string;
  readonly exclusion?: string;
  readonly last?: boolean;
}

/** The measure is in force from the end of July 2023; the first matters follow in August. */
const FIRST_DAY: Day = '2023-08-01';

const QUOTA: Quota = [
  ['2023H2', 8],
  ['2024H1', 9],
  ['2024H2', 8],
  ['2025H1', 9],
  ['2025H2', 8],
  ['2026H1', 8],
  ['2026H2', 6],
];

/** About four in five are tolerated. */
const OUTCOMES: Weighted<Outcome> = [
  ['不予追究责任', 7],
  ['免于处理', 2],
  ['减轻', 5],
  ['从轻', 4],
  ['不予容错', 4],
];

const GIVEN: readonly Given[] = [
  { start: '2023-10-07', last: true, source: '依申请' },
  { start: '2025-04-27', last: true, source: '依职权', outcome: '从轻' },
  { start: '2026-03-16', source: '依申请', outcome: '不予追究责任', situation: 'ZZ-5(6)', last: true },
  { start: '2026-04-27', source: '依职权', outcome: '免于处理', situation: 'ZZ-5(5)' },
  { start: '2026-05-09', source: '依申请', outcome: '减轻', situation: 'ZZ-5(9)' },
  { start: '2024-04-07', outcome: '从轻', situation: 'ZZ-5(12)' },
  { start: '2024-09-14', outcome: '免于处理', situation: 'ZZ-5(3)|ZZ-5(6)' },
  { start: '2025-02-08', outcome: '减轻', situation: 'ZZ-5(3)|ZZ-5(12)' },
  { start: '2024-10-12', outcome: '不予容错', exclusion: 'ZZ-6(5)' },
  { start: '2025-09-28', outcome: '不予容错', exclusion: 'ZZ-6(6)' },
  // Still open on 2026-11-21.
  { start: '2026-11-10', source: '依职权' },
  { start: '2026-10-28', source: '依申请', outcome: '从轻' },
  { start: '2026-10-10', source: '依申请', outcome: '不予追究责任' },
];

interface Matter {
  readonly situations: string;
  readonly unit: string;
  readonly post: string;
  readonly text: string;
}

const matter = (situations: string, unit: string, post: string, text: string): Matter => ({
  situations,
  unit,
  post,
  text,
});

const TOLERATED: Weighted<Matter> = [
  [matter('ZZ-5(1)', '某教务部门', '副处长', '落实专业调整部署时教学安排衔接失误'), 5],
  [matter('ZZ-5(1)', '某后勤部门', '科长', '落实节能改造任务时施工扰学'), 3],
  [matter('ZZ-5(2)', '某发展规划部门', '处长', '争创高水平专业群时配套经费测算偏差'), 3],
  [matter('ZZ-5(3)', '某二级学院', '副院长', '试行完全学分制，选课系统承载不足引发意见'), 5],
  [matter('ZZ-5(3)', '某人事部门', '科长', '首推绩效分配改革，个别系数设置不当'), 3],
  [matter('ZZ-5(4)', '某二级学院', '院长', '承担教师企业实践流动站试点，合同权责约定不清'), 3],
  [matter('ZZ-5(5)', '某校企合作部门', '处长', '现代学徒制合作企业中途退出，学生改作安置'), 4],
  [matter('ZZ-5(5)', '某二级学院', '教研室主任', '校企共建课程时教材使用程序不全'), 3],
  [matter('ZZ-5(6)', '某学生工作部门', '科长', '奖助金材料缺页先行发放，补件后一人不符已退回'), 5],
  [matter('ZZ-5(6)', '某财务部门', '科长', '为科研急需容缺办理报销，票据补正超期'), 4],
  [matter('ZZ-5(7)', '某保卫部门', '副处长', '处置校园突发情况时先行封闭通道，疏导不够'), 5],
  [matter('ZZ-5(8)', '某资产部门', '处长', '清理历史遗留门面租赁时补偿标准偏差'), 4],
  [matter('ZZ-5(9)', '某招生部门', '处长', '招生政策调整后专业备案填报失误，一周内撤回重报'), 4],
  [matter('ZZ-5(10)', '某总务部门', '值班负责人', '暴雨中果断切断配电，造成实验样品受损'), 2],
  [matter('ZZ-5(11)', '某财务部门', '处长', '按当时有效的规定收费，其后规定收紧'), 2],
  [matter('ZZ-5(12)', '某团学部门', '副书记', '组织志愿服务时物资登记不完整'), 1],
  [matter('ZZ-5(3)|ZZ-5(12)', '某二级学院', '副院长', '试行学分银行互认，个别课程认定标准不一'), 1],
  [matter('ZZ-5(3)|ZZ-5(6)', '某信息化部门', '科长', '上线一站式服务平台，过渡期重复提交材料'), 2],
];

interface Refusal extends Matter {
  readonly exclusions: string;
  readonly reason: string;
  readonly sanction: string;
  readonly before: string;
  readonly state?: string;
}

const refuse = (
  exclusions: string,
  reason: string,
  before: string,
  sanction: string,
  unit: string,
  post: string,
  text: string,
  state?: string,
): Refusal => ({
  ...matter('', unit, post, text),
  exclusions,
  reason,
  before,
  sanction,
  ...(state ? { state } : {}),
});

const REFUSED: Weighted<Refusal> = [
  [
    refuse(
      'ZZ-6(2)',
      '违反中央八项规定及其实施细则精神',
      '第三种形态',
      '党纪处分:撤销党内职务',
      '某招生部门',
      '副处长',
      '借招生激励名义发放津补贴',
    ),
    3,
  ],
  [
    refuse(
      'ZZ-6(4)',
      '造成重大安全责任事故',
      '第三种形态',
      '政务处分:降级',
      '某实训中心',
      '主任',
      '为赶比赛压缩设备检修，造成师生受伤',
    ),
    2,
  ],
  [
    refuse(
      'ZZ-6(5)',
      '出现失误后不积极整改',
      '第二种形态',
      '党纪处分:党内警告',
      '某教务部门',
      '科长',
      '专业调整备案失误，两次催办仍未整改',
      '拒不改正',
    ),
    3,
  ],
  [
    refuse(
      'ZZ-6(3)',
      '为他人谋取不正当利益',
      '第三种形态',
      '党纪处分:撤销党内职务',
      '某资产部门',
      '科长',
      '低于评估价出租场地给特定关系人',
    ),
    2,
  ],
  [
    refuse(
      'ZZ-6(2)',
      '涉嫌严重违纪违法',
      '第四种形态',
      '党纪处分:开除党籍|政务处分:开除',
      '某后勤部门',
      '科长',
      '虚列采购事项，款项去向不明',
    ),
    2,
  ],
  [
    refuse(
      'ZZ-6(6)',
      '上级明令禁止后仍实施，属其他不应予容错的情形',
      '第三种形态',
      '政务处分:降级',
      '某继续教育部门',
      '处长',
      '上级明令停办后仍组织收费培训',
    ),
    1,
  ],
  [
    refuse(
      '无',
      '属日常履职不到位，不属于所列情形',
      '第一种形态',
      '第一种:诫勉谈话',
      '某宿舍管理部门',
      '科长',
      '未按规定开展宿舍检查，出现漏管',
    ),
    3,
  ],
  [
    refuse(
      '无',
      '未经请示擅自承诺，不属于所列情形',
      '第二种形态',
      '政务处分:警告',
      '某校企合作部门',
      '科长',
      '未经研究擅自向合作企业出具承诺',
    ),
    2,
  ],
];

/** Sanction and the months it weighs, by what would have been due. */
const SANCTIONS: Readonly<
  Record<Exclude<Mode, '不予追究责任'>, Weighted<readonly [before: string, sanction: string, months: number]>>
> = {
  免于处理: [
    [['第一种形态', '', 3], 3],
    [['第二种形态', '', 6], 1],
  ],
  减轻: [
    [['第二种形态', '第一种:诫勉谈话', 6], 4],
    [['第二种形态', '第一种:批评教育', 3], 3],
    [['第三种形态', '党纪处分:党内警告', 12], 1],
  ],
  从轻: [
    [['第一种形态', '第一种:提醒谈话', 3], 4],
    [['第二种形态', '党纪处分:党内警告', 12], 3],
    [['第二种形态', '政务处分:警告', 6], 3],
  ],
};

const SIX_ASPECTS = ['动机态度', '客观条件', '程序方法', '性质程度', '后果影响', '挽回损失'] as const;

function draftCase(start: Day, given: Given | undefined, deal: () => Outcome, pace: Pace): CaseRow {
  const { chance } = pace;
  const outcome = given?.outcome ?? deal();
  const refusal =
    outcome === '不予容错'
      ? chance.weigh(
          REFUSED.filter(([{ exclusions }]) => !given?.exclusion || exclusions === given.exclusion),
        )
      : undefined;
  const chosen: Matter =
    refusal ??
    chance.weigh(TOLERATED.filter(([{ situations }]) => !given?.situation || situations === given.situation));
  const unit = !refusal && chance.happens(22);
  // With an exclusion known, article 7(1) forbids opening of the department's own motion.
  const source =
    refusal && refusal.exclusions !== '无'
      ? '依申请'
      : (given?.source ?? (chance.happens(48) ? '依职权' : '依申请'));
  const handler = chance.weigh([
    ['学院纪委', 6],
    ['组织人事处', 4],
    ['审计处', 2],
  ]);
  const row: CaseRow = {
    policy: 'ZZ',
    subject_type: unit ? '单位' : '个人',
    scope_basis: !unit && chosen.post === '值班负责人' ? '参照' : '适用',
    subject_unit: chosen.unit,
    subject_post: unit ? '' : chosen.post,
    handler,
    matter: `${chosen.text}。`,
    start_date: start,
    start_source: source,
    note: SYNTHETIC,
  };
  const papers: (string | undefined)[] = [];
  const close = (): CaseRow => ({ ...row, documents: joined(papers) });

  let probeStart = start;
  if (source === '依申请') {
    const application = noLaterThanRecorded(pace.soon(start, 2, 10));
    row.applicant = chance.weigh([
      ['本人', 5],
      ['所在党组织', 3],
      ['本人|所在党组织', 2],
    ]);
    row.application_date = application;
    row.accepted_date = noLaterThanRecorded(pace.soon(application, 0, 3));
    papers.push(paper('容错申请表', application), '证明材料');
    probeStart = pace.after(row.accepted_date, chance.whole(0, 2));
  }
  if (!happened(probeStart)) return close();
  row.probe_start = probeStart;
  const probeEnd = pace.soon(probeStart, 8, 28);
  if (!happened(probeEnd)) return close();

  const missing = outcome === '不予追究责任' || refusal ? undefined : chance.pick([2, 2, 3, 4]);
  row.probe_end = probeEnd;
  row.heard = joined([
    unit ? '有关单位' : '当事人',
    !unit && chance.happens(45) && '有关单位',
    ...chance.sift(['有关部门', '有关群众或服务对象'], 14),
  ]);
  row.signoff = chance.weigh([
    ['同意', 88],
    ['不同意', 8],
    ['拒不签署', refusal ? 8 : 0],
  ]);
  if (source === '依职权') papers.push('证明材料');
  papers.push(
    '事实材料',
    row.signoff === '同意' ? undefined : '签署情况说明',
    paper('容错调查报告', probeEnd),
  );
  row.situations = chosen.situations;
  row.exclusions = refusal?.exclusions ?? '无';
  row.conditions = refusal
    ? ''
    : joined([
        chosen.situations.includes('ZZ-5(1)') && 'ZZ-5(1)b',
        ...[1, 2, 3, 4].filter((item) => item !== missing).map((item) => `ZZ-7(5)b${item}`),
      ]);
  row.harm = refusal
    ? refusal.exclusions === 'ZZ-6(4)'
      ? '严重'
      : chance.pick(['较小', '较重'])
    : missing === 3
      ? '严重'
      : chance.weigh([
          ['无', 3],
          ['较小', 6],
          ['较重', 2],
        ]);
  row.remedy = refusal
    ? '未挽回'
    : missing === 4
      ? '消除部分影响并挽回一定损失'
      : '消除负面影响并有效挽回损失';
  row.hard_case = chance.weigh([
    ['无', 82],
    ['情况复杂', 7],
    ['社会影响较大', 6],
    ['一时难以认定', 5],
  ]);
  const consult = row.hard_case === '无' ? undefined : pace.soon(probeEnd, 1, 6);
  const escalated = row.hard_case === '一时难以认定' && consult ? pace.soon(consult, 1, 4) : undefined;
  const decision = pace.soon(escalated ?? consult ?? probeEnd, 2, 10);
  if (consult && happened(consult)) row.consult_date = consult;
  else if (consult) row.hard_case = '';
  if (escalated && happened(escalated)) row.escalated_date = escalated;
  if (!happened(decision)) return close();

  row.decision_date = decision;
  row.decider = handler;
  row.collective = '是';
  row.decision = refusal ? '不予容错' : '予以容错';
  row.analysis = joined(SIX_ASPECTS.map((aspect) => `${aspect}=${assess(aspect)}`));
  if (outcome !== '不予追究责任') row.duty_decision_date = decision;
  const feedback = given?.last ? pace.after(decision, 7) : pace.soon(decision, 1, 7);
  const told = happened(feedback);
  if (told) {
    row.feedback_date = feedback;
    row.feedback_to = '当事人|所在党组织';
  }
  if (refusal) {
    row.form_before = refusal.before;
    row.sanctions = refusal.sanction;
    row.archives = '追责问责案卷';
    row.correction_state = refusal.state ?? '';
    papers.push(paper('处理决定', decision));
    row.note = `不予容错原因：${refusal.reason}；${SYNTHETIC}`;
    const appeal = pace.soon(feedback, 3, 15);
    if (told && happened(appeal) && chance.happens(30)) row.appeal_date = appeal;
    return close();
  }

  row.mode = outcome;
  row.effective_date = decision;
  if (outcome === '不予追究责任') {
    row.form_before = unit ? '' : chance.pick(['第一种形态', '第一种形态', '第二种形态']);
    papers.push(paper('容错免责决定书', decision));
  } else if (outcome !== '不予容错') {
    const [before, sanction, months] = chance.weigh(SANCTIONS[outcome]);
    row.form_before = unit ? '' : before;
    row.sanctions = unit && sanction !== '' ? chance.pick(['单位:检查', '单位:通报']) : sanction;
    // Who is no Party member cannot be given a Party sanction.
    if (row.scope_basis === '参照')
      row.sanctions = row.sanctions.replace('党纪处分:党内警告', '政务处分:警告');
    row.impact_end = addMonths(decision, months);
    papers.push(paper('处理决定', decision));
  }
  if (chosen.situations.includes('ZZ-5(11)')) row.note = `依事发当时的收费规定处理；${SYNTHETIC}`;
  if (chosen.situations.includes('ZZ-5(12)')) row.note = `属于为推动发展的无意过失；${SYNTHETIC}`;
  correct();
  return close();

  function assess(aspect: (typeof SIX_ASPECTS)[number]): string {
    if (refusal) return aspect === '动机态度' || chance.happens(50) ? '负' : '正';
    if (aspect === '程序方法' && missing === 2) return '负';
    if (aspect === '后果影响' && missing === 3) return '负';
    if (aspect === '挽回损失' && row.harm === '无') return '不适用';
    return '正';
  }

  /** Article 7(7): each step only while it lies in the recorded time. */
  function correct(): void {
    const kind = chance.weigh([
      ['启动', 72],
      ['未涉及具体纠错事项', 14],
      ['已纠正到位', 14],
    ]);
    row.correction = kind;
    if (kind !== '启动') return;
    const notice = noLaterThanRecorded(pace.after(decision, chance.whole(0, 3)));
    const due = pace.onOrBefore(addDays(notice, chance.pick([20, 30, 45, 60])));
    row.correction_start = decision;
    row.correction_notice_date = notice;
    row.correction_due = due;
    papers.push(paper('纠错通知', notice));
    if (chance.happens(9) && happened(due)) {
      row.extended_due = pace.onOrBefore(addDays(due, 30));
      papers.push(paper('延期申请', pace.onOrBefore(addDays(due, -3))));
    }
    const limit = row.extended_due ?? due;
    const done = given?.last ? limit : pace.between(pace.after(notice, 5), limit);
    if (!happened(done)) return;
    row.correction_done = done;
    row.correction_report_date = noLaterThanRecorded(pace.soon(done, 0, 5));
    row.correction_report_to = joined(['责任追究部门', chance.happens(25) && '学校党委']);
    papers.push(paper('整改落实情况报告', row.correction_report_date));
    row.correction_state = chance.happens(93) ? '到位' : '整改不力';
    if (row.correction_state === '整改不力') row.correction_measures = '谈话提醒|批评教育';
    else if (chance.happens(40)) row.correction_measures = '谈话提醒';
  }
}

function draftEvents(cases: readonly CaseRow[], pace: Pace): EventRow[] {
  const events: EventRow[] = [];
  const tolerated = cases.filter(({ decision }) => decision === '予以容错');

  // One filing a month, for the decisions up to that month's 25th; decisions fall on working days only, so the
  // last working day up to the 25th misses none.
  const months = new Map<Day, CaseRow[]>();
  for (const row of tolerated) {
    if (!row.decision_date) continue;
    const due = nextMonthDate(row.decision_date, 25);
    months.set(due, [...(months.get(due) ?? []), row]);
  }
  for (const [due, rows] of [...months].sort(([a], [b]) => compareText(a, b))) {
    const latest =
      rows
        .map(({ decision_date: day }) => day ?? '')
        .sort(compareText)
        .at(-1) ?? due;
    const day = pace.between(latest > addDays(due, -6) ? latest : pace.onOrBefore(addDays(due, -5)), due);
    if (!happened(day)) continue;
    events.push({
      ev_type: '备案表报送',
      ev_date: day < latest ? latest : day,
      ev_cases: joined(rows.map(({ case_id: id }) => id)),
      ev_to: '纪委办公室|组织人事处',
      ev_doc: joined([
        '容错纠错工作备案表',
        rows.some(({ mode }) => mode === '不予追究责任') && '容错免责决定书',
        rows.some(({ mode }) => mode !== '不予追究责任') && '处理决定',
      ]),
    });
  }

  for (const row of tolerated) {
    const closed = row.correction === '启动' ? row.correction_report_date : row.feedback_date;
    if (!closed) continue;
    const visit = noLaterThanRecorded(pace.soon(closed, 8, 35));
    events.push({ ev_type: '回访', ev_date: visit, ev_cases: row.case_id ?? '' });
    const again = pace.soon(visit, 50, 90);
    if (happened(again) && pace.chance.happens(22)) {
      events.push({ ev_type: '回访', ev_date: again, ev_cases: row.case_id ?? '' });
    }
  }
  return numberedEvents(events, 'ZZ');
}

/** The sample college register. */
export function sampleCollege(calendar: WorkCalendar, seed: number): SampleRegister {
  const pace = new Pace(calendar, new Chance(seed, 'ZZ'));
  const starts: (readonly [Day, Given | undefined])[] = [
    ...GIVEN.map((given) => [given.start, given] as const),
    ...startingDays(
      QUOTA,
      GIVEN.map(({ start }) => start),
      pace,
      FIRST_DAY,
    ).map((day) => [day, undefined] as const),
  ];
  const deal = pace.chance.dealer(OUTCOMES);
  starts.sort(([a], [b]) => compareText(a, b));
  const cases = numbered(
    starts.map(([start, given]) => draftCase(start, given, deal, pace)),
    'ZZ',
    ({ start_date: day }) => day ?? '',
    (row, id) => {
      row.case_id = id;
    },
  );
  return { cases, events: draftEvents(cases, pace), lists: [] };
}
