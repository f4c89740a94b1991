/**
 * Named facts that are computed, not typed: a rule may use them like columns. Each gives one record's value from
 * that record and the events that mention it.
 */
import type { Context, Facts } from '../core/predicate.ts';
import { addMonths, type Day, isDay, nextMonthDate } from '../core/workdays.ts';
import type { RuleSubject } from '../policy/model.ts';

/** A dated event that lists a case. */
export interface LoggedEvent {
  readonly day: Day;
}

/** What the event log says of one case. */
export interface CaseEvents {
  /** The events of a type that list the case, the earliest first; null when one of them cannot be read. */
  readonly on: (type: string) => readonly LoggedEvent[] | null;
  /** Whether there is an event log at all; without one an event cannot be called missing. */
  readonly logged: boolean;
}

/** The day of the check and the working days, for facts that depend on when they are asked for. */
export type Clock = Pick<Context, 'asOf' | 'calendar'>;

export interface DerivedFact {
  readonly key: string;
  readonly label: string;
  readonly on: 'case' | 'event';
  /** Column a finding about this fact points at. */
  readonly column: string;
  readonly help: string;
  /** Legal values; a fact without them is a day. */
  readonly values?: readonly string[];
  /** The type of event that tells it; a typical case, which has no event log, is not to blame for a blank. */
  readonly logged?: string;
  /** The column whose day stands in where the record does not hold what the label says; undefined where it does. */
  readonly standIn?: (facts: Facts) => string | undefined;
  /** The value; undefined when there is none, null when it stands in a record that cannot be read. */
  readonly value: (facts: Facts, events: CaseEvents, clock: Clock) => string | null | undefined;
}

const oneIn = (facts: Facts, key: string): string | undefined => facts.get(key)?.[0];
const firstOf = (events: readonly LoggedEvent[] | null): string | null | undefined =>
  events === null ? null : events[0]?.day;

const firstLogged = (events: CaseEvents, type: string): string | null | undefined =>
  events.logged ? firstOf(events.on(type)) : null;

/** Discipline and supervision organs, by what their names have in common. */
const DISCIPLINE = /纪委|监委|纪检|监察/;

/** The three distinctions, by the words that tell them apart or by their clauses. */
const DISTINCTIONS: readonly (readonly [clause: string, words: RegExp])[] = [
  ['ZZ-2b', /ZZ-2b|第一个区分|缺乏经验|先行先试/],
  ['ZZ-2c', /ZZ-2c|第二个区分|尚无明确限制|探索性试验/],
  ['ZZ-2d', /ZZ-2d|第三个区分|推动发展|无意过失/],
];

/** `沟通于10月9日结束`, `2025-10-09`: the day a text names, of the year of `since` or the next; it lies before the suggestion. */
function talksEndIn(facts: Facts, since: string): string | undefined {
  const written = /(?:(\d{4})[年-])?(\d{1,2})[月-](\d{1,2})/.exec(
    oneIn(facts, 'suggestion_late_reason') ?? '',
  );
  if (!written) return undefined;
  const [, year, month = '', date = ''] = written;
  const first = Number(since.slice(0, 4));
  const until = oneIn(facts, 'suggestion_date') ?? '9';
  return (year ? [Number(year)] : [first, first + 1])
    .map((known) => `${known}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`)
    .find((day) => isDay(day) && day >= since && day <= until);
}

/** `2024H1`, `2024-06` → `2024H1`: a half-year report may be logged under one of its months. */
export function halfYearWritten(period: string): string | undefined {
  const [, year, half, month] = /^(\d{4})(?:H([12])|-(0[1-9]|1[0-2]))$/.exec(period) ?? [];
  if (year === undefined) return undefined;
  return `${year}H${half ?? (Number(month) <= 6 ? 1 : 2)}`;
}

export const DERIVED_FACTS: readonly DerivedFact[] = [
  {
    key: 'today',
    label: '核对当日',
    on: 'case',
    column: 'case_id',
    help: '核对台账的那一天（--as-of）。用来核对到这一天为止已经期满、届期的事项。',
    value: (_, __, { asOf }) => asOf,
  },
  {
    key: 'talks_end',
    label: '沟通结束日期',
    on: 'case',
    column: 'suggestion_late_reason',
    help: '「逾期提出的特殊原因」写明的沟通结束日期；没有写明的，为收到通知的日期。',
    value: (facts) => {
      const received = oneIn(facts, 'notice_date');
      if (facts.get('suggestion_late_reason') === null) return null;
      return received && (talksEndIn(facts, received) ?? received);
    },
    standIn: (facts) => (talksEndIn(facts, oneIn(facts, 'notice_date') ?? '') ? undefined : 'notice_date'),
  },
  {
    key: 'handler_kind',
    label: '承办单位类别',
    on: 'case',
    column: 'handler',
    help: '按承办单位的名称，是不是纪检监察机关。',
    values: ['纪检监察机关', '其他'],
    value: (facts) => {
      const name = oneIn(facts, 'handler');
      return name && (DISCIPLINE.test(name) ? '纪检监察机关' : '其他');
    },
  },
  {
    key: 'distinction',
    label: '备注所写的区分',
    on: 'case',
    column: 'note',
    help: '「备注」写明“三个区分开来”的哪一个：写第二条的条款代号，或者其中的原话。',
    values: DISTINCTIONS.map(([clause]) => clause),
    value: (facts) => {
      const note = facts.get('note');
      if (note === null) return null;
      return DISTINCTIONS.find(([, words]) => words.test(note?.[0] ?? ''))?.[0];
    },
  },
  {
    key: 'special_rule',
    label: '备注写明特殊规定',
    on: 'case',
    column: 'note',
    help: '「备注」是否写明受到影响所依据的“特殊规定”。',
    values: ['是'],
    value: (facts) => {
      const note = facts.get('note');
      return note === null ? null : note?.[0]?.includes('特殊规定') ? '是' : undefined;
    },
  },
  {
    key: 'suggestion_due',
    label: '提出初步建议的最后一日',
    on: 'case',
    column: 'notice_date',
    help: '单位党委（党组）收到通知之后的第5个工作日。',
    value: (facts, _, { calendar }) => {
      const day = oneIn(facts, 'notice_date');
      return day && calendar.due(day, { amount: 5, unit: 'workdays' }).day;
    },
  },
  {
    key: 'filing_date',
    label: '备案表报送日期',
    on: 'case',
    column: 'case_id',
    help: '列有本案的「备案表报送」事件中最早的日期。',
    logged: '备案表报送',
    value: (_, events) => firstLogged(events, '备案表报送'),
  },
  {
    key: 'filing_due',
    label: '当期备案截止日（25日）',
    on: 'case',
    column: 'decision_date',
    help: '作出认定之日起遇到的第一个25日。',
    value: (facts) => {
      const day = oneIn(facts, 'decision_date');
      return day && nextMonthDate(day, 25);
    },
  },
  {
    key: 'filing_due_last',
    label: '次月备案截止日（25日）',
    on: 'case',
    column: 'decision_date',
    help: '当期备案截止日的下一个月25日。',
    value: (facts) => {
      const day = oneIn(facts, 'decision_date');
      return day && addMonths(nextMonthDate(day, 25), 1);
    },
  },
  {
    key: 'followup_date',
    label: '回访日期',
    on: 'case',
    column: 'case_id',
    help: '列有本案的「回访」事件中最早的日期。',
    logged: '回访',
    value: (_, events) => firstLogged(events, '回访'),
  },
  {
    key: 'early_date',
    label: '审理室提前介入日期',
    on: 'case',
    column: 'probe_end',
    help: '列有本案的「提前介入」事件中最早的日期。',
    logged: '提前介入',
    value: (_, events) => firstLogged(events, '提前介入'),
  },
  {
    key: 'reported_date',
    label: '案例报送日期',
    on: 'case',
    column: 'case_id',
    help: '列有本案的「案例报送」事件中最早的日期。',
    logged: '案例报送',
    value: (_, events) => firstLogged(events, '案例报送'),
  },
  {
    key: 'recommended_date',
    label: '推介日期',
    on: 'case',
    column: 'impact_end',
    help: '列有本案的「推介」事件中最早的日期。',
    logged: '推介',
    value: (_, events) => firstLogged(events, '推介'),
  },
  {
    key: 'loophole_date',
    label: '堵塞漏洞日期',
    on: 'case',
    column: 'correction_measures',
    help: '列有本案的「堵塞漏洞」事件中最早的日期。',
    logged: '堵塞漏洞',
    value: (_, events) => firstLogged(events, '堵塞漏洞'),
  },
  {
    key: 'conference_date',
    label: '联席会议日期',
    on: 'case',
    column: 'consult_date',
    help: '列有本案的「联席会议」事件的日期；有与会商日期相同的，取该日。',
    logged: '联席会议',
    value: (facts, events) => {
      if (!events.logged) return null;
      const met = events.on('联席会议');
      const consulted = oneIn(facts, 'consult_date');
      return met?.some(({ day }) => day === consulted) ? consulted : firstOf(met);
    },
  },
  {
    key: 'report_due',
    label: '统计表报送截止日',
    on: 'event',
    column: 'ev_period',
    help: '上半年为7月10日，下半年为次年1月10日。',
    value: (facts) => {
      const period = halfYearWritten(oneIn(facts, 'ev_period') ?? '');
      if (!period) return undefined;
      const year = period.slice(0, 4);
      return period.endsWith('1') ? `${year}-07-10` : `${Number(year) + 1}-01-10`;
    },
  },
];

const BY_KEY: ReadonlyMap<string, DerivedFact> = new Map(DERIVED_FACTS.map((fact) => [fact.key, fact]));

export function findDerived(key: string): DerivedFact | undefined {
  return BY_KEY.get(key);
}

/** The facts with the derived ones added. A fact that is already there (an example states it) stays as stated. */
export function withDerived(facts: Facts, on: RuleSubject, events: CaseEvents, clock: Clock): Facts {
  const all = new Map(facts);
  for (const fact of DERIVED_FACTS) {
    if (fact.on !== on || all.has(fact.key)) continue;
    const value = fact.value(all, events, clock);
    if (value !== undefined) all.set(fact.key, value === null ? null : [value]);
  }
  return all;
}

/** For a case that no event mentions. */
export const NO_EVENTS: CaseEvents = { on: () => [], logged: true };
