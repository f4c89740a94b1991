/** The sample county: a few cases and the many events of 泗阳's practice. Everything here is invented. */
import { compareText } from '../../core/finding.ts';
import { addMonths, type Day, type WorkCalendar } from '../../core/workdays.ts';
import { Chance, happened, noLaterThanRecorded, Pace, type Weighted } from './chance.ts';
import {
  type CaseRow,
  type EventRow,
  joined,
  numbered,
  numberedEvents,
  type Quota,
  type SampleRegister,
  SYNTHETIC,
  startingDays,
} from './rows.ts';

const QUOTA: Quota = [
  ['2021H2', 1],
  ['2022H1', 1],
  ['2022H2', 2],
  ['2023H1', 2],
  ['2023H2', 1],
  ['2024H1', 2],
  ['2024H2', 2],
  ['2025H1', 1],
  ['2025H2', 2],
  ['2026H1', 1],
  ['2026H2', 2],
];

type Mode = '容错免责' | '容错减责' | '从轻' | '减轻';

interface Course {
  readonly mode: Mode | '不予容错';
  readonly situations: string;
  readonly conditions: string;
  readonly harm: Weighted<string>;
  readonly formAfter?: string;
  readonly sanctions?: string;
  readonly months?: number;
}

const COURSES: Weighted<Course> = [
  [
    {
      mode: '容错免责',
      situations: 'SY-S1c',
      conditions: '',
      harm: [
        ['无', 1],
        ['较小', 2],
      ],
    },
    5,
  ],
  [{ mode: '容错免责', situations: 'SY-S1e', conditions: '', harm: [['较小', 1]] }, 1],
  [
    {
      mode: '容错免责',
      situations: 'SY-S1f',
      conditions: '',
      harm: [
        ['较小', 1],
        ['较重', 1],
      ],
    },
    2,
  ],
  [
    {
      mode: '容错减责',
      situations: 'SY-S1g',
      conditions: 'SY-S1h',
      harm: [
        ['较小', 2],
        ['较重', 3],
      ],
      formAfter: '第二种形态',
      sanctions: '党纪处分:党内警告',
      months: 12,
    },
    2,
  ],
  [
    {
      mode: '减轻',
      situations: 'SY-S1g|SY-S1i',
      conditions: 'SY-S1h',
      harm: [['无', 1]],
      formAfter: '第一种形态',
      sanctions: '第一种:诫勉谈话',
      months: 6,
    },
    3,
  ],
  [
    {
      mode: '从轻',
      situations: 'SY-S1i',
      conditions: '',
      harm: [['较重', 1]],
      formAfter: '第二种形态',
      sanctions: '政务处分:警告',
      months: 6,
    },
    2,
  ],
  [
    {
      mode: '不予容错',
      situations: '',
      conditions: '',
      harm: [
        ['较重', 1],
        ['严重', 1],
      ],
      sanctions: '党纪处分:党内严重警告',
      months: 18,
    },
    3,
  ],
];

const ASPECTS = ['主观动机', '工作依据', '决策过程', '社会影响', '事后态度'] as const;

/** One case with the days of its two appraisals, two reviews and two determinations. */
interface Drafted {
  readonly row: CaseRow;
  readonly steps: readonly (readonly [type: string, day: Day, more: EventRow])[];
}

function draftCase(start: Day, course: Course, pace: Pace): Drafted {
  const { chance } = pace;
  const row: CaseRow = { policy: 'SY', start_date: start };
  const probeEnd = pace.soon(start, 12, 30);
  const steps: (readonly [string, Day, EventRow])[] = [];
  const step = (type: string, day: Day, more: EventRow = {}): void => {
    steps.push([type, day, more]);
  };
  if (chance.happens(45)) step('提前介入', pace.soon(start, 4, 10), { ev_doc: '审理室意见建议' });
  if (!happened(probeEnd)) return { row, steps };

  row.probe_end = probeEnd;
  row.heard = joined(['当事人', chance.happens(40) && '有关群众或服务对象']);
  const own = pace.soon(probeEnd, 1, 4);
  const others = pace.soon(own, 1, 5);
  const branch = pace.soon(others, 1, 5);
  const committee = pace.soon(branch, 1, 6);
  const panel = pace.soon(committee, 2, 6);
  const decision = pace.soon(panel, 1, 6);
  step('自评', own);
  step('他评', others, { ev_doc: '评价意见' });
  step('支部审定', branch, { ev_result: '通过' });
  step('党委审定', committee);
  step('审理集体讨论', panel);
  step('专题会议审定', decision);
  row.situations = course.situations;
  row.conditions = course.conditions;
  row.harm = chance.weigh(course.harm);
  if (!happened(decision)) return { row, steps };

  const refused = course.mode === '不予容错';
  row.analysis = joined(
    ASPECTS.map(
      (aspect) => `${aspect}=${refused && (aspect === '主观动机' || chance.happens(50)) ? '负' : '正'}`,
    ),
  );
  row.decision_date = decision;
  row.decision = refused ? '不予容错' : '予以容错';
  row.mode = course.mode === '不予容错' ? '' : course.mode;
  row.form_after = course.formAfter ?? '';
  row.sanctions = course.sanctions ?? '';
  if (course.months) row.impact_end = addMonths(decision, course.months);
  const reported = noLaterThanRecorded(pace.soon(decision, 3, 12));
  step('案例报送', reported, { ev_to: '案件审理室' });
  step('审核把关', pace.soon(reported, 3, 10));
  return { row, steps };
}

const pseudonym = (number: number): string => `P${String(number).padStart(3, '0')}`;

const RISK_FIELDS = ['保障改善民生', '防范化解重大风险', '解决历史遗留问题'] as const;
const UNITS = ['某镇', '某街道', '某县直部门', '某园区', '某国有企业'].map(
  (unit) => `${unit}（${SYNTHETIC}）`,
);

/** Matters that belong to no case, by year: warnings, risk filings, advice, inquiries, clarification. */
function draftProtection(year: number, pace: Pace, threadOf: (kind: string) => string): EventRow[] {
  const { chance } = pace;
  const events: EventRow[] = [];
  const some = (low: number, high: number, make: (day: Day) => void): void => {
    const count = chance.whole(low, high);
    for (let index = 0; index < count; index += 1)
      make(pace.within(`${year}-01-04`, year === 2026 ? '2026-09-18' : `${year}-12-18`));
  };

  some(2, 3, (day) => {
    events.push({ ev_type: '预警提醒', ev_date: day, ev_unit: chance.pick(UNITS) });
  });
  some(1, 2, (day) => {
    const about = { ev_thread: threadOf('R'), ev_unit: chance.pick(UNITS) };
    const agreed = pace.soon(day, 2, 8);
    const filed = pace.soon(agreed, 1, 5);
    events.push({
      ev_type: '风险备案申请',
      ev_date: day,
      ...about,
      ev_to: chance.pick(['同级党委', '上级主管部门']),
      ev_result: chance.pick(RISK_FIELDS),
    });
    events.push({ ev_type: '风险备案同意', ev_date: agreed, ...about });
    events.push({ ev_type: '风险备案', ev_date: filed, ...about, ev_to: '县纪委监委' });
    events.push({ ev_type: '实施开始', ev_date: pace.soon(filed, 1, 12), ...about });
  });
  some(2, 3, (day) => {
    const about = { ev_thread: threadOf('J'), ev_unit: chance.pick(UNITS) };
    events.push({ ev_type: '监察建议', ev_date: day, ...about, ev_count: '1' });
    events.push({
      ev_type: '堵塞漏洞',
      ev_date: noLaterThanRecorded(pace.soon(day, 15, 40)),
      ...about,
      ev_count: String(chance.whole(1, 3)),
    });
  });
  some(2, 3, (day) => {
    const about = { ev_thread: threadOf('X'), ev_person: pseudonym(chance.whole(1, 40)) };
    const result = chance.weigh([
      ['线索具体', 5],
      ['内容不具体', 2],
      ['内容空泛', 2],
      ['明显失实', 1],
    ]);
    events.push({ ev_type: '信访举报', ev_date: day, ...about, ev_result: result });
    if (result !== '线索具体') return;
    const asked = pace.soon(day, 2, 8);
    events.push({ ev_type: '函询', ev_date: asked, ...about });
    const untrue = chance.happens(60);
    const cleared = pace.soon(asked, 10, 25);
    events.push({
      ev_type: '查清处理',
      ev_date: cleared,
      ...about,
      ev_result: untrue ? '经查不属实' : '组织处理',
    });
    if (!untrue) return;
    events.push({
      ev_type: '澄清正名',
      ev_date: pace.soon(cleared, 3, 10),
      ...about,
      ev_to: '本人|所在党组织|组织（人事）部门',
      ev_result: '经查不属实|本人同意',
      ev_doc: chance.pick(['书面澄清', '当面澄清', '会议澄清']),
    });
    if (chance.happens(35)) {
      events.push({
        ev_type: '查处诬告陷害',
        ev_date: pace.soon(cleared, 12, 30),
        ev_thread: about.ev_thread,
        ev_result: joined([chance.pick(['组织处理', '纪律处分']), '计入个人信用档案']),
      });
    }
  });
  some(4, 6, (day) => {
    events.push({ ev_type: '回访', ev_date: day, ev_person: pseudonym(chance.whole(41, 90)), ev_count: '1' });
  });
  some(2, 2, (day) => {
    events.push({ ev_type: '推进会', ev_date: day });
  });
  return events;
}

/** At most two letters of inquiry to one person within a year (泗阳 S4): a third one is not sent. */
function withoutThirdInquiry(events: readonly EventRow[]): EventRow[] {
  const asked = new Map<string, Day[]>();
  return [...events]
    .sort((a, b) => compareText(a.ev_date ?? '', b.ev_date ?? ''))
    .filter(({ ev_type: type, ev_person: person, ev_date: day }) => {
      if (type !== '函询' || !person || !day) return true;
      const recent = (asked.get(person) ?? []).filter((earlier) => addMonths(earlier, 12) > day);
      if (recent.length >= 2) return false;
      asked.set(person, [...recent, day]);
      return true;
    });
}

function draftEvents(drafted: readonly Drafted[], pace: Pace): EventRow[] {
  const { chance } = pace;
  const events: EventRow[] = [];
  const threads = new Map<string, number>();
  const threadOf = (kind: string): string => {
    const number = (threads.get(kind) ?? 0) + 1;
    threads.set(kind, number);
    return `SY-${kind}-${String(number).padStart(3, '0')}`;
  };
  for (const { row, steps } of drafted) {
    const about = { ev_thread: threadOf('C'), ev_cases: row.case_id ?? '' };
    for (const [type, day, more] of steps) events.push({ ev_type: type, ev_date: day, ...about, ...more });
    if (!row.decision_date) continue;
    const visit = noLaterThanRecorded(pace.soon(row.decision_date, 30, 90));
    events.push({ ev_type: '回访', ev_date: visit, ev_cases: about.ev_cases, ev_count: '1' });
    if (row.impact_end && row.decision === '予以容错' && chance.happens(60)) {
      events.push({
        ev_type: '推介',
        ev_date: pace.soon(row.impact_end, 5, 30),
        ev_cases: about.ev_cases,
        ev_to: '党委（党组）|组织部门',
      });
    }
  }
  for (let year = 2021; year <= 2026; year += 1) events.push(...draftProtection(year, pace, threadOf));

  // Typical cases in numbered batches, each of cases that have passed the check.
  const checked = drafted
    .filter(({ row, steps }) => row.decision === '予以容错' && steps.some(([type]) => type === '审核把关'))
    .map(({ row, steps }) => ({ row, day: steps.at(-1)?.[1] ?? '' }));
  for (let batch = 1; batch <= 4; batch += 1) {
    const chosen = checked.slice((batch - 1) * 3, batch * 3);
    const last = chosen
      .map(({ day }) => day)
      .sort(compareText)
      .at(-1);
    if (chosen.length < 2 || !last) break;
    events.push({
      ev_type: '典型案例印发',
      ev_date: pace.soon(last, 5, 20),
      ev_thread: `SY-B-${String(batch).padStart(3, '0')}`,
      ev_cases: joined(chosen.map(({ row }) => row.case_id)),
      ev_doc: '典型案例通报',
      ev_scope: '一定范围',
    });
  }
  return numberedEvents(withoutThirdInquiry(events), 'SY');
}

/** The sample county register. */
export function sampleCounty(calendar: WorkCalendar, seed: number): SampleRegister {
  const pace = new Pace(calendar, new Chance(seed, 'SY'));
  const deal = pace.chance.dealer(COURSES);
  const drafted = startingDays(QUOTA, [], pace)
    .sort(compareText)
    .map((start) => draftCase(start, deal(), pace));
  const cases = numbered(
    drafted.map(({ row }) => row),
    'SY',
    ({ start_date: day }) => day ?? '',
    (row, id) => {
      row.case_id = id;
    },
  );
  return { cases, events: draftEvents(drafted, pace), lists: [] };
}
