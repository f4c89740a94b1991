/**
 * The numbers that the essay of SY counts by (SY-S5, SY-S6) over a span: batches of typical cases, supervisory advice,
 * loopholes closed, visits in person-times, and the other steps of the same log. Each names the events it counts.
 */
import { writeDate } from '../components/policy-words.ts';
import { compareText } from '../core/finding.ts';
import type { Day } from '../core/workdays.ts';
import { citeWithin } from '../policy/cite.ts';
import type { Policy } from '../policy/model.ts';
import type { Entry } from '../register/check.ts';
import { findColumn } from '../register/columns.ts';
import { audit, type Unchecked } from './audit.ts';
import { isWithin, labelOf, type Period, spanWords } from './period.ts';
import type { Apart, Count, Line, Report, Sheet } from './report.ts';
import { all, doubtIn, one, type RegisterRows, refOf, rowsOf, unreadable, unreadRows } from './rows.ts';
import { leftOutRemark, sumCounts, unfinishedRemark } from './sums.ts';

export interface CounterOptions {
  readonly policy: Policy;
  readonly period: Period;
  readonly asOf: Day;
}

interface Counter {
  readonly type: string;
  readonly label: string;
  readonly unit: string;
  readonly clause: string;
  readonly how: string;
  /** Adds up 数量, where a blank is one; else each event is one. */
  readonly summed?: true;
  /** One of the numbers that the essay itself gives. */
  readonly named?: true;
}

const BY_EVENT = '一行事件计一次';
const BY_NUMBER = '「数量」相加，留空按 1 计';

const COUNTERS: readonly Counter[] = [
  {
    type: '典型案例印发',
    label: '印发典型案例',
    unit: '批',
    clause: 'SY-S5(3)b',
    how: '一行事件计一批',
    named: true,
  },
  {
    type: '监察建议',
    label: '发出监察建议',
    unit: '个',
    clause: 'SY-S5(4)c',
    how: BY_NUMBER,
    summed: true,
    named: true,
  },
  {
    type: '堵塞漏洞',
    label: '督促堵塞漏洞',
    unit: '个',
    clause: 'SY-S5(4)c',
    how: BY_NUMBER,
    summed: true,
    named: true,
  },
  {
    type: '回访',
    label: '回访教育',
    unit: '人次',
    clause: 'SY-S6(1)b',
    how: '一行回访计一人次，不是人数',
    named: true,
  },
  { type: '推进会', label: '运用推进会', unit: '次', clause: 'SY-S5(1)a', how: BY_EVENT },
  { type: '案例报送', label: '案例报送', unit: '次', clause: 'SY-S5(1)b', how: BY_EVENT },
  { type: '审核把关', label: '审核把关', unit: '次', clause: 'SY-S5(2)', how: BY_EVENT },
  { type: '预警提醒', label: '预警提醒', unit: '次', clause: 'SY-S2(1)a', how: BY_EVENT },
  { type: '风险备案', label: '风险备案', unit: '件', clause: 'SY-S2(2)e', how: BY_EVENT },
  { type: '函询', label: '函询', unit: '次', clause: 'SY-S4(1)c', how: BY_EVENT },
  { type: '推介', label: '推介', unit: '次', clause: 'SY-S6(2)b', how: BY_EVENT },
  { type: '澄清正名', label: '澄清正名', unit: '件', clause: 'SY-S6(3)a', how: BY_EVENT },
  { type: '查处诬告陷害', label: '查处诬告陷害', unit: '件', clause: 'SY-S6(4)a', how: BY_EVENT },
];

const headOfColumn = (key: string): string => findColumn(key)?.head ?? key;
const headOf = ({ label, unit }: Counter): string => `${label}（${unit}）`;

/** Columns of the table: key, head, relative width. */
export const COUNTER_COLUMNS = [
  ['label', '项目', 116],
  ['clause', '依据', 78],
  ['how', '计法', 132],
  ['value', '数量', 34],
  ['events', '所计事件（括号内为其数量）', 360],
] as const;

/** The counters of a span. */
export function syCounters(rows: RegisterRows, { policy, period, asOf }: CounterOptions): Report {
  const doubt = doubtIn(rows);
  const { rows: events, repeated } = rowsOf(rows, 'events', 'SY');
  const leftOut: Apart[] = [];
  const counted = new Map<string, Entry[]>();
  const types = new Set(COUNTERS.map(({ type }) => type));
  const summed = new Set(COUNTERS.filter((counter) => counter.summed).map(({ type }) => type));
  for (const event of events) {
    const day = one(event, 'ev_date');
    const type = one(event, 'ev_type');
    const at = refOf(event);
    // An event without a day may have happened at any time.
    if (day !== undefined && !isWithin(day, period)) continue;
    if (type !== undefined && !types.has(type)) continue;
    const reason = doubt(event, ['ev_type', 'ev_date', ...(summed.has(type ?? '') ? ['ev_count'] : [])]);
    if (reason) leftOut.push({ at, reason });
    else if (type === undefined) leftOut.push({ at, reason: '没有登记「事件类型」' });
    else if (day === undefined)
      leftOut.push({ at, reason: `登记为${type}，没有登记「日期」，不知属于哪一期` });
    else if (day > asOf) leftOut.push({ at, reason: `日期${writeDate(day)}晚于核对日期${writeDate(asOf)}` });
    else counted.set(type, [...(counted.get(type) ?? []), event]);
  }
  const counts = COUNTERS.map((counter): Count => {
    const { type, clause, how, summed: adds, named } = counter;
    const of = (counted.get(type) ?? []).toSorted((a, b) =>
      compareText(one(a, 'ev_date') ?? '', one(b, 'ev_date') ?? ''),
    );
    const shares = of.map((event) => (adds ? Number(one(event, 'ev_count') ?? 1) : 1));
    return {
      label: headOf(counter),
      value: shares.reduce((sum, share) => sum + share, 0),
      of: of.map(refOf),
      shares,
      clause,
      how,
      ...(named ? { always: true as const } : {}),
    };
  });
  const visits = counted.get('回访') ?? [];
  const visited = new Set(visits.flatMap((event) => [...all(event, 'ev_person'), ...all(event, 'ev_cases')]));
  const untold = visits.filter((event) => unreadable(event, ['ev_person', 'ev_cases']) !== undefined);
  const numbered = visits.filter((event) => !['', '1'].includes(all(event, 'ev_count').join('')));
  const lines = counts.map(
    ({ label, clause = '', how = '', value, of, shares = [] }): Line => ({
      texts: {
        label,
        clause: citeWithin(policy, clause),
        how,
        value: String(value),
        events: of.map(({ id }, i) => (shares[i] === 1 ? id : `${id}（${shares[i]}）`)).join('、'),
      },
      ticks: {},
      of,
    }),
  );
  const unplaced: Apart[] = [
    ...unreadRows(rows, 'events', 'SY', period),
    ...repeated
      .filter(({ entry }) => isWithin(one(entry, 'ev_date') ?? period.from, period))
      .map(({ apart }) => apart),
  ];
  const sheet: Sheet = {
    unit: '',
    filled: asOf,
    lines,
    counts,
    asides: [],
    leftOut,
    remarks: [
      ...(visits.length > 0 && visited.size < visits.length
        ? [`回访按人次计 ${visits.length}，涉及的对象不重复计为 ${visited.size}；本表所列是人次。`]
        : []),
      ...(untold.length > 0
        ? [
            `回访的「${headOfColumn('ev_person')}」或者「${headOfColumn('ev_cases')}」读不通的 ${untold.length} 行，已计人次，没有计入不重复的对象：${untold.map(({ id }) => id).join('、')}。`,
          ]
        : []),
      ...(numbered.length > 0
        ? [
            `回访一行计一人次，不按「${headOfColumn('ev_count')}」计；登记了数量的有：${numbered.map((event) => `${event.id}（${one(event, 'ev_count')}）`).join('、')}，一行记了几人次的请分行登记。`,
          ]
        : []),
      ...leftOutRemark('没有计入，更正台账后补计', leftOut),
      ...leftOutRemark('读不通或者编号重复，没有计入', unplaced),
      ...unfinishedRemark({ period, covers: period }, asOf),
    ],
  };
  const made: Unchecked = {
    kind: 'sy-counters',
    policy: 'SY',
    title: `容错纠错工作计数（${period.words}）`,
    period,
    covers: { ...period, words: `日期在${spanWords(period)}的事件` },
    asOf,
    sheets: [sheet],
    totals: sumCounts([sheet]),
    unplaced,
    findings: [],
  };
  const dated = (event: Entry): boolean => labelOf(one(event, 'ev_date') ?? '', period.kind) === period.label;
  const recount = audit(made, rows, {
    table: 'events',
    policy: 'SY',
    belongs: (event) => dated(event) && types.has(one(event, 'ev_type') ?? ''),
    unitOf: () => '',
    adds: Object.fromEntries(
      COUNTERS.map((counter) => [
        headOf(counter),
        (event: Entry) => {
          if (one(event, 'ev_type') !== counter.type || !dated(event)) return 0;
          return counter.summed ? Number(all(event, 'ev_count')[0] ?? '1') : 1;
        },
      ]),
    ),
  });
  return { ...made, ...recount };
}
