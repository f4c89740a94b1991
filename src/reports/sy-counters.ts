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

const BATCHED = '典型案例印发';

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
  /** Counts batches, each once; else each event is one. */
  readonly batched?: true;
  /** One of the numbers that the essay itself gives. */
  readonly named?: true;
}

const BY_EVENT = '一行事件计一次';
const BY_NUMBER = '「数量」相加，留空按 1 计';

const COUNTERS: readonly Counter[] = [
  {
    type: BATCHED,
    label: '印发典型案例',
    unit: '批',
    clause: 'SY-S5(3)b',
    how: '同一批次计一批，没有登记批次的一行计一批',
    batched: true,
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

/** Where the batch of a bulletin stands: either will do. */
const BATCH_COLUMNS = ['ev_thread', 'ev_period'];

const batchOf = (event: Entry): string | undefined =>
  BATCH_COLUMNS.map((key) => one(event, key)).find((batch) => batch !== undefined);

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
  /** What a counter reads beside the type and the day. */
  const read = new Map(
    COUNTERS.map(({ type, summed, batched }) => [
      type,
      [...(summed ? ['ev_count'] : []), ...(batched ? BATCH_COLUMNS : [])],
    ]),
  );
  const issues = events.filter(
    (event) => one(event, 'ev_type') === BATCHED && !doubt(event, ['ev_type', 'ev_date', ...BATCH_COLUMNS]),
  );
  /** The first row of each batch, of whatever period: it is issued once, to however many. */
  const opened = new Map<string, Entry>();
  for (const event of issues) {
    const [batch, day] = [batchOf(event), one(event, 'ev_date')];
    if (batch === undefined || day === undefined || day > asOf) continue;
    const first = opened.get(batch);
    if (!first || day < (one(first, 'ev_date') ?? '')) opened.set(batch, event);
  }
  /** Whether a row tells of a batch that another row has told of before. */
  const isLater = (event: Entry): boolean => {
    const batch = batchOf(event);
    return batch !== undefined && opened.get(batch) !== event;
  };
  for (const event of events) {
    const day = one(event, 'ev_date');
    const type = one(event, 'ev_type');
    const at = refOf(event);
    // An event without a day may have happened at any time.
    if (day !== undefined && !isWithin(day, period)) continue;
    if (type !== undefined && !types.has(type)) continue;
    const reason = doubt(event, ['ev_type', 'ev_date', ...(read.get(type ?? '') ?? [])]);
    if (reason) leftOut.push({ at, reason });
    else if (type === undefined) leftOut.push({ at, reason: '没有登记「事件类型」' });
    else if (day === undefined)
      leftOut.push({ at, reason: `登记为${type}，没有登记「日期」，不知属于哪一期` });
    else if (day > asOf) leftOut.push({ at, reason: `日期${writeDate(day)}晚于核对日期${writeDate(asOf)}` });
    else counted.set(type, [...(counted.get(type) ?? []), event]);
  }
  const counts = COUNTERS.map((counter): Count => {
    const { type, clause, how, summed, batched, named } = counter;
    const of = (counted.get(type) ?? []).toSorted((a, b) =>
      compareText(one(a, 'ev_date') ?? '', one(b, 'ev_date') ?? ''),
    );
    const shares = of.map((event) =>
      summed ? Number(one(event, 'ev_count') ?? 1) : batched && isLater(event) ? 0 : 1,
    );
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
  const issued = counted.get(BATCHED) ?? [];
  const again = issued.filter(isLater);
  const unbatched = issued.filter((event) => batchOf(event) === undefined);
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
        events: of
          .map(({ id }, i) =>
            shares[i] === 1 ? id : shares[i] === 0 ? `${id}（同批）` : `${id}（${shares[i]}）`,
          )
          .join('、'),
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
      ...(again.length > 0
        ? [
            `同一批典型案例登记了几行的，只在最早的一行计一批；没有另计的有：${again.map((event) => `${event.id}（${batchOf(event)}）`).join('、')}。`,
          ]
        : []),
      ...(unbatched.length > 0
        ? [
            `「${BATCHED}」没有在${BATCH_COLUMNS.map((key) => `「${headOfColumn(key)}」`).join('或者')}登记批次的 ${unbatched.length} 行，各计一批：${unbatched.map(({ id }) => id).join('、')}。`,
          ]
        : []),
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
  /** Batches once more: a row counts unless an earlier one, or one above it of the same day, is of its batch. */
  const repeats = (event: Entry): boolean => {
    const batch = batchOf(event);
    const at = issues.indexOf(event);
    return issues.some((other, i) => {
      const [day, before] = [one(event, 'ev_date') ?? '', one(other, 'ev_date') ?? '9'];
      const isSame = batch !== undefined && batchOf(other) === batch;
      return isSame && (before < day || (before === day && i < at));
    });
  };
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
          if (counter.summed) return Number(all(event, 'ev_count')[0] ?? '1');
          return counter.batched && repeats(event) ? 0 : 1;
        },
      ]),
    ),
  });
  return { ...made, ...recount };
}
