/** Rows of the sample registers before they become text. */
import { compareText } from '../../core/finding.ts';
import { addDays, type Day, dayNumber } from '../../core/workdays.ts';
import type { CASE_COLUMNS, EVENT_COLUMNS, LIST_COLUMNS } from '../columns.ts';
import type { Pace } from './chance.ts';
import { LAST_RECORDED } from './chance.ts';

export type CaseRow = { [key in (typeof CASE_COLUMNS)[number]['key']]?: string };
export type EventRow = { [key in (typeof EVENT_COLUMNS)[number]['key']]?: string };
export type ListRow = { [key in (typeof LIST_COLUMNS)[number]['key']]?: string };

/** What one unit's register holds. */
export interface SampleRegister {
  readonly cases: readonly CaseRow[];
  readonly events: readonly EventRow[];
  readonly lists: readonly ListRow[];
}

/** Says of every row that can say it that nothing in it is real. */
export const SYNTHETIC = '合成样例';

/** Values of a cell that holds several, blanks left out. */
export function joined(values: readonly (string | false | undefined)[]): string {
  return values.filter((value) => value !== undefined && value !== false && value !== '').join('|');
}

/** A paper with its date: `容错申请表@2024-03-05`; nothing while the day is blank. */
export function paper(name: string, day: Day | undefined): string | undefined {
  return day && `${name}@${day}`;
}

/** How many matters start in a half-year, e.g. `['2024H1', 8]`. */
export type Quota = readonly (readonly [halfYear: string, count: number])[];

/** First and last day of `2024H1`. */
export function halfYearDays(halfYear: string): readonly [Day, Day] {
  const year = halfYear.slice(0, 4);
  return halfYear.endsWith('1') ? [`${year}-01-01`, `${year}-06-30`] : [`${year}-07-01`, `${year}-12-31`];
}

/** `2024-08-01` → `2024H2`. */
export function halfYearOf(day: Day): string {
  return `${day.slice(0, 4)}H${day.slice(5, 7) <= '06' ? 1 : 2}`;
}

/**
 * Days on which matters start: the quota of each half-year, less those whose day is given, spread over its length.
 * @param from nothing starts before this day
 */
export function startingDays(quota: Quota, given: readonly Day[], pace: Pace, from?: Day): Day[] {
  const days: Day[] = [];
  for (const [halfYear, count] of quota) {
    const [start, end] = halfYearDays(halfYear);
    const first = from && from > start ? from : start;
    const last = end < LAST_RECORDED ? end : LAST_RECORDED;
    const open = count - given.filter((day) => day >= first && day <= end).length;
    const length = dayNumber(last) - dayNumber(first) + 1;
    for (let index = 0; index < open; index += 1) {
      days.push(
        pace.within(
          addDays(first, Math.floor((index * length) / open)),
          addDays(first, Math.floor(((index + 1) * length) / open) - 1),
        ),
      );
    }
  }
  return days;
}

/** Numbers rows by date within each year: `JN-2024-003`, `JN-E-2024-003`. */
export function numbered<Row>(
  rows: readonly Row[],
  prefix: string,
  dayOf: (row: Row) => Day,
  put: (row: Row, id: string) => void,
): Row[] {
  const sorted = [...rows].sort((a, b) => compareText(dayOf(a), dayOf(b)));
  const counts = new Map<string, number>();
  for (const row of sorted) {
    const year = dayOf(row).slice(0, 4);
    const count = (counts.get(year) ?? 0) + 1;
    counts.set(year, count);
    put(row, `${prefix}-${year}-${String(count).padStart(3, '0')}`);
  }
  return sorted;
}

/** Gives events their ids, in order of date. */
export function numberedEvents(events: readonly EventRow[], policy: string): EventRow[] {
  return numbered(
    events.filter(({ ev_date: day }) => day !== undefined && day <= LAST_RECORDED),
    `${policy}-E`,
    (event) => event.ev_date ?? '',
    (event, id) => {
      event.ev_id = id;
    },
  );
}
