/** The sample university: cases as 潍坊医学院《实施办法》 wants them. Everything here is invented. */
import { compareText } from '../../core/finding.ts';
import { addDays, addMonths, type Day, type WorkCalendar } from '../../core/workdays.ts';
import { Chance, happened, LAST_RECORDED, noLaterThanRecorded, Pace, type Weighted } from './chance.ts';
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

type Mode = '免责' | '减轻' | '从轻';
type Outcome = Mode | '不予容错';

interface Given {
  readonly start: Day;
  readonly source?: '依职权' | '依申请';
  readonly outcome?: Outcome;
  readonly theme?: string;
  readonly last?: boolean;
  /** Application of a matter opened ex officio, after the seven working days have run out. */
  readonly lateApplication?: Day;
  readonly conversion?: Conversion;
}

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

/** The measure is issued at the end of September 2021; the first matters follow in October. */
const FIRST_DAY: Day = '2021-10-08';

const QUOTA: Quota = [
  ['2021H2', 20],
  ['2022H1', 20],
  ['2022H2', 20],
  ['2023H1', 24],
  ['2023H2', 20],
  ['2024H1', 28],
  ['2024H2', 24],
  ['2025H1', 24],
  ['2025H2', 24],
  ['2026H1', 20],
  ['2026H2', 20],
];

/** About four in five are tolerated. */
const OUTCOMES: Weighted<Outcome> = [
  ['免责', 7],
  ['减轻', 6],
  ['从轻', 4],
  ['不予容错', 4],
];

const GIVEN: readonly Given[] = [
  { start: '2021-10-09', last: true, source: '依申请' },
  { start: '2024-09-29', last: true, source: '依申请', outcome: '减轻' },
  // The seventh working day after 26 September 2025 is 13 October: two make-up days, eight days off.
  { start: '2025-09-26', last: true, source: '依申请', outcome: '免责', theme: '容缺引进人才学历认证未通过' },
  {
    start: '2026-02-12',
    source: '依职权',
    outcome: '减轻',
    theme: '宿舍主管爆裂后动用备用金应急',
    lateApplication: '2026-03-02',
    conversion: convert('第二种形态', '第一种形态', '第一种:批评教育'),
  },
  { start: '2026-04-20', source: '依职权', outcome: '不予容错', theme: '明令禁止后仍举办收费班' },
  { start: '2022-05-07', source: '依职权', outcome: '从轻', theme: '支援任务中物资登记不完整' },
  { start: '2023-06-25', outcome: '不予容错', theme: '以创新项目名义虚列支出归个人支配' },
  { start: '2024-05-11', outcome: '不予容错', theme: '在政治立场、政治方向上存在问题' },
  // Still open on 2026-11-21.
  { start: '2026-11-12', source: '依职权' },
  { start: '2026-10-26', source: '依申请', outcome: '减轻' },
  { start: '2026-09-20', source: '依申请', outcome: '免责' },
];

/** Theme, situation and weight of tolerated matters. */
const TOLERATED: Weighted<readonly [theme: string, situations: string]> = [
  [['科研成果作价入股未达预期', 'WF-6(1)'], 5],
  [['学科平台共建合作方退出', 'WF-6(1)|WF-6(3)'], 2],
  [['学院二级管理改革职责衔接不畅', 'WF-6(2)'], 5],
  [['后勤服务外包改革服务标准偏差', 'WF-6(2)'], 3],
  [['争取重大平台时配套经费测算偏差', 'WF-6(3)'], 6],
  [['重点项目采购进度超前于批复', 'WF-6(3)'], 4],
  [['容缺引进人才学历认证未通过', 'WF-6(4)'], 4],
  [['师生办事容缺受理后补正不及时', 'WF-6(4)'], 3],
  [['岗位聘任改革个别指标设置不当', 'WF-6(5)'], 3],
  [['宿舍主管爆裂后动用备用金应急', 'WF-6(6)'], 4],
  [['突发天气停课安排衔接失误', 'WF-6(6)'], 2],
  [['家属区办证遗留问题处置程序不全', 'WF-6(7)'], 5],
  [['原合作办学协议清理补偿偏差', 'WF-6(7)'], 3],
  [['招生政策调整后培养方案未及时衔接', 'WF-6(8)'], 3],
  [['落实实验室安全整改方式简单', 'WF-6(9)'], 4],
  [['校园开放管理措施引发师生意见', 'WF-6(9)'], 3],
  [['支援任务中物资登记不完整', 'WF-6(10)'], 1],
];

interface Refusal {
  readonly theme: string;
  /**
   * A matter may show a situation of article 6 and still be refused; article 6 then asks for one of the exclusions of
   * article 8, so only refusals that have one cite situations.
   */
  readonly situations: string;
  readonly exclusions: string;
  /** Tests of article 9 found wanting. */
  readonly against: readonly number[];
  readonly before: string;
  readonly sanction: string;
}

const refuse = (
  theme: string,
  situations: string,
  exclusions: string,
  against: readonly number[],
  before: string,
  sanction: string,
): Refusal => ({ theme, situations, exclusions, against, before, sanction });

const FOURTH = ['第四种形态', '党纪处分:开除党籍|政务处分:开除'] as const;
const DEMOTED = ['第三种形态', '政务处分:降级'] as const;
const REMOVED = ['第三种形态', '党纪处分:撤销党内职务'] as const;

const REFUSED: Weighted<Refusal> = [
  [refuse('以创新项目名义虚列支出归个人支配', '', 'WF-8f', [1, 3], ...FOURTH), 2],
  [refuse('明令禁止后仍举办收费班', '', 'WF-8h', [1, 2], ...REMOVED), 3],
  [refuse('在政治立场、政治方向上存在问题', '', 'WF-8g', [1, 3], ...DEMOTED), 1],
  [refuse('个人决定变更合同条款且事后隐瞒', '', '无', [4, 6], '第二种形态', '党纪处分:党内警告'), 3],
  [refuse('日常安全检查流于形式', '', '无', [5, 6], '第一种形态', '第一种:诫勉谈话'), 3],
  [refuse('科研数据造假且拒不更正', '', 'WF-8h', [1, 3, 6], ...DEMOTED), 2],
  [refuse('成果转化中隐瞒亲属持股', 'WF-6(1)', 'WF-8h', [1, 3], ...REMOVED), 5],
  [refuse('改革试点中违规发放津贴补贴', 'WF-6(2)', 'WF-8h', [1, 2], ...REMOVED), 5],
  [refuse('争取重大平台时提供虚假业绩材料', 'WF-6(3)', 'WF-8h', [1, 6], ...DEMOTED), 4],
  [refuse('赶工期指定关系单位承建', 'WF-6(3)', 'WF-8f', [1, 3, 4], ...FOURTH), 2],
  [refuse('容缺受理时收受服务对象财物', 'WF-6(4)', 'WF-8f', [1, 3], ...FOURTH), 2],
  [refuse('容缺办理中指使补造证明', 'WF-6(4)', 'WF-8h', [1, 2], ...DEMOTED), 4],
  [refuse('岗位聘任中为特定人员降低标准', 'WF-6(5)', 'WF-8h', [1, 3], ...REMOVED), 1],
  [refuse('应急采购中虚报数量', 'WF-6(6)', 'WF-8h', [1, 3], ...DEMOTED), 1],
  [refuse('处置遗留房产时为亲友谋取利益', 'WF-6(7)', 'WF-8h', [1, 3], ...REMOVED), 1],
  [refuse('校园整治中处置方式造成人身伤害', 'WF-6(9)', 'WF-8h', [4, 5], ...DEMOTED), 5],
];

const CONVERSIONS: Readonly<Record<Mode, Weighted<Conversion>>> = {
  免责: [
    [convert('第一种形态', '', ''), 5],
    [convert('第二种形态', '', ''), 2],
    [convert('', '', ''), 2],
  ],
  减轻: [
    [convert('第二种形态', '第一种形态', '第一种:诫勉谈话'), 5],
    [convert('第二种形态', '第一种形态', '第一种:批评教育'), 4],
    [convert('第三种形态', '第二种形态', '党纪处分:党内警告', 12), 2],
    [convert('第三种形态', '第二种形态', '政务处分:记过', 12), 1],
    [convert('第三种形态', '第二种形态', '组织调整:组织调整', 12), 1],
  ],
  从轻: [
    [convert('第一种形态', '第一种形态', '第一种:谈话提醒'), 4],
    [convert('第一种形态', '第一种形态', '第一种:批评教育'), 3],
    [convert('第二种形态', '第二种形态', '党纪处分:党内警告', 12), 3],
    [convert('第二种形态', '第二种形态', '政务处分:警告', 6), 2],
  ],
};

const SIX_ASPECTS = ['动机态度', '客观条件', '程序方法', '性质程度', '后果影响', '挽回损失'] as const;
const REPORT_TO = '学校党委|纪委|监察专员办公室|党委组织部|相关职能部门、单位';

function draftCase(start: Day, given: Given | undefined, deal: () => Outcome, pace: Pace): CaseRow {
  const { chance } = pace;
  const outcome = given?.outcome ?? deal();
  const refusal =
    outcome === '不予容错' ? chance.weigh(ofTheme(REFUSED, given, ({ theme }) => theme)) : undefined;
  const [theme, situations] = refusal
    ? [refusal.theme, refusal.situations]
    : chance.weigh(ofTheme(TOLERATED, given, ([name]) => name));
  const unit = !refusal && !given?.conversion && chance.happens(24);
  const source = given?.source ?? (chance.happens(55) ? '依职权' : '依申请');
  const row: CaseRow = {
    policy: 'WF',
    subject_type: unit ? '单位' : '个人',
    handler: chance.weigh([
      ['纪委', 9],
      ['监察专员办公室', 4],
      ['党委组织部', 4],
      ['相关职能部门、单位', 3],
    ]),
    start_date: start,
    start_source: source,
    note: `${theme}（${SYNTHETIC}）`,
  };
  const papers: (string | undefined)[] = [];
  const close = (): CaseRow => ({ ...row, documents: joined(papers) });

  const application =
    given?.lateApplication ??
    (source === '依申请'
      ? noLaterThanRecorded(given?.last ? pace.after(start, 7) : pace.soon(start, 1, 7))
      : undefined);
  if (application) {
    row.applicant = '本人|所在党组织';
    row.application_date = application;
    papers.push(paper('容错申请', application));
  }
  const probeStart =
    source === '依申请' && application ? pace.after(application, chance.whole(0, 3)) : pace.soon(start, 0, 4);
  if (!happened(probeStart)) return close();

  row.probe_start = probeStart;
  const tests = [1, 2, 3, 4, 5, 6].map(
    (item) => `WF-9(${item})=${refusal?.against.includes(item) ? '负' : '正'}`,
  );
  row.analysis = joined(tests);
  const probeEnd = pace.soon(probeStart, 9, 32);
  if (!happened(probeEnd)) return close();

  // Articles 7 and 8: what is missing decides between exemption and a lighter handling.
  const missing = outcome === '免责' || refusal ? undefined : chance.pick([2, 3, 4]);
  row.probe_end = probeEnd;
  row.heard = joined([
    '当事人',
    '有关单位',
    ...chance.sift(['专家', '有关群众或服务对象', '利害关系方'], 12),
  ]);
  row.situations = situations;
  row.exclusions = refusal?.exclusions ?? '无';
  row.conditions = refusal
    ? ''
    : joined(['WF-2b', 'WF-3c', ...[1, 2, 3, 4].filter((item) => item !== missing).map((n) => `WF-7(${n})`)]);
  row.harm = refusal
    ? chance.pick(['较小', '较重', '严重'])
    : missing === 3
      ? chance.pick(['较重', '严重'])
      : chance.weigh([
          ['无', 3],
          ['较小', 7],
        ]);
  row.remedy = refusal
    ? '未挽回'
    : missing === 4
      ? '消除部分影响并挽回一定损失'
      : '消除负面影响并有效挽回损失';
  row.hard_case = chance.weigh([
    ['无', 80],
    ['情况复杂', 8],
    ['社会影响较大', 6],
    ['情况复杂|一时难以认定', 6],
  ]);
  if (missing !== 2 && !refusal) papers.push('评估材料');

  const consult = row.hard_case === '无' && !chance.happens(8) ? undefined : pace.soon(probeEnd, 1, 8);
  const escalated = row.hard_case.includes('一时难以认定') ? pace.soon(consult ?? probeEnd, 1, 6) : undefined;
  const decision = pace.soon(escalated ?? consult ?? probeEnd, 2, 14);
  if (consult && happened(consult)) row.consult_date = consult;
  if (escalated && happened(escalated)) row.escalated_date = escalated;
  if (!happened(decision)) return close();

  row.analysis = joined([...tests, ...SIX_ASPECTS.map((aspect) => `${aspect}=${assess(aspect)}`)]);
  row.decision_date = decision;
  row.decider = '学校党委';
  row.collective = '是';
  row.decision = refusal ? '不予容错' : '予以容错';
  if (outcome !== '免责') row.duty_decision_date = decision;
  const conversion =
    unit || outcome === '不予容错' ? undefined : (given?.conversion ?? chance.weigh(CONVERSIONS[outcome]));
  row.mode = refusal ? '' : outcome;
  row.form_before = refusal?.before ?? conversion?.before ?? '';
  row.form_after = conversion?.after ?? '';
  row.sanctions =
    refusal?.sanction ??
    conversion?.sanction ??
    (outcome === '免责' ? '' : chance.pick(['单位:检查', '单位:通报']));
  if (conversion?.months) row.impact_end = addMonths(decision, conversion.months);
  correct();

  const drawn = given?.last ? pace.after(decision, 7) : pace.soon(decision, 1, 7);
  // Nobody hands in a rectification plan before being told the conclusion.
  const feedback = row.plan_date ? noLaterThanRecorded(drawn) : drawn;
  if (happened(feedback)) {
    row.feedback_date = feedback;
    row.feedback_to = '当事人|相关单位';
    row.publicity = refusal
      ? '内部通报'
      : chance.weigh([
          ['一定范围内公开', 8],
          ['内部通报', 4],
          ['内部交流', 3],
          ['公开宣传', 1],
        ]);
  }
  return close();

  function assess(aspect: (typeof SIX_ASPECTS)[number]): string {
    if (refusal) return aspect === '动机态度' || chance.happens(55) ? '负' : '正';
    if (aspect === '程序方法' && missing === 2) return '负';
    if (aspect === '后果影响' && missing === 3) return '负';
    if (aspect === '挽回损失' && row.harm === '无') return '不适用';
    return '正';
  }

  /** Articles 12 to 14, from the decision on; each step only while it lies in the recorded time. */
  function correct(): void {
    if (refusal) return;
    const kind = chance.weigh([
      ['启动', 74],
      ['未涉及具体纠错事项', 12],
      ['已纠正到位', 14],
    ]);
    row.correction = kind;
    if (kind === '已纠正到位') {
      row.correction_done = pace.onOrBefore(addDays(decision, -3));
      row.correction_state = '到位';
    }
    if (kind !== '启动') return;
    const notice = noLaterThanRecorded(pace.after(decision, chance.whole(0, 3)));
    const due = pace.onOrBefore(addDays(notice, chance.pick([30, 45, 60, 90])));
    row.correction_start = decision;
    row.correction_notice_date = notice;
    row.correction_due = due;
    papers.push(paper('纠错通知', notice));
    row.correction_measures = chance.weigh([
      ['责令纠正或者补救', 5],
      ['约谈提醒', 4],
      ['约谈提醒|责令纠正或者补救', 4],
      ['纪检监察建议书', 2],
      ['廉政风险预警|责令纠正或者补救', 2],
    ]);
    const plan = given?.last ? pace.after(notice, 5) : pace.soon(notice, 1, 5);
    if (!happened(plan)) return;
    row.plan_date = plan;
    row.plan_items = '整改措施|整改期限|整改责任人';
    papers.push(paper('整改计划', plan));
    const extended = chance.happens(10) ? pace.onOrBefore(addDays(due, 30)) : undefined;
    if (extended && happened(due)) {
      row.extended_due = extended;
      papers.push(paper('延期申请', pace.onOrBefore(addDays(due, -4))));
    }
    const limit = row.extended_due ?? due;
    const done = given?.last ? limit : pace.between(pace.after(plan, 6), limit);
    if (!happened(done)) return;
    row.correction_done = done;
    const report = noLaterThanRecorded(pace.soon(done, 0, 6));
    row.correction_report_date = report;
    row.correction_report_to = REPORT_TO;
    papers.push(paper('整改落实情况报告', report));
    row.correction_state = chance.happens(94) ? '到位' : '整改不力';
    if (row.correction_state === '整改不力') row.correction_measures += '|谈话提醒|批评教育';
  }
}

/** The choices of the given theme, or all of them. */
function ofTheme<T>(
  choices: Weighted<T>,
  given: Given | undefined,
  themeOf: (choice: T) => string,
): Weighted<T> {
  return given?.theme ? choices.filter(([choice]) => themeOf(choice) === given.theme) : choices;
}

/** Complaints over tolerated cases (article 15): checked, put right where wrong, false ones dealt with. */
function draftEvents(cases: readonly CaseRow[], pace: Pace): EventRow[] {
  const { chance } = pace;
  const events: EventRow[] = [];
  const tolerated = cases.filter(
    ({ decision, feedback_date: told }) =>
      decision === '予以容错' && told && addDays(told, 150) < LAST_RECORDED,
  );
  let thread = 0;
  for (const row of tolerated) {
    if (!row.feedback_date || !chance.happens(26)) continue;
    thread += 1;
    const name = `WF-T-${String(thread).padStart(3, '0')}`;
    const about = { ev_thread: name, ev_cases: row.case_id ?? '' };
    const complaint = pace.soon(row.feedback_date, 10, 50);
    const concrete = chance.happens(70);
    events.push({
      ev_type: '信访举报',
      ev_date: complaint,
      ...about,
      ev_result: concrete ? '线索具体' : chance.pick(['内容空泛', '内容不具体']),
    });
    if (!concrete) continue;
    const cleared = noLaterThanRecorded(pace.soon(complaint, 8, 30));
    const finding = chance.weigh([
      ['经查不属实', 6],
      ['明显失实', 2],
    ]);
    events.push({ ev_type: '查清处理', ev_date: cleared, ...about, ev_result: finding });
    if (chance.happens(40)) {
      events.push({
        ev_type: '纠正错误处理',
        ev_date: pace.soon(cleared, 2, 8),
        ...about,
        ev_result: '消除影响',
      });
    }
    if (finding === '明显失实') {
      const dealt = pace.soon(cleared, 10, 25);
      const handling = chance.pick(['组织处理', '纪律处分']);
      events.push({ ev_type: '查处诬告陷害', ev_date: dealt, ...about, ev_result: handling });
      const exposed = pace.soon(dealt, 3, 10);
      // Only typical ones are exposed, each in a bulletin of content/bulletins.
      if (handling === '纪律处分')
        events.push({ ev_type: '通报', ev_date: exposed, ...about, ev_doc: '通报' });
    }
  }
  return numberedEvents(events, 'WF');
}

/** The sample university register. */
export function sampleUniversity(calendar: WorkCalendar, seed: number): SampleRegister {
  const pace = new Pace(calendar, new Chance(seed, 'WF'));
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
    'WF',
    ({ start_date: day }) => day ?? '',
    (row, id) => {
      row.case_id = id;
    },
  );
  return { cases, events: draftEvents(cases, pace), lists: [] };
}
