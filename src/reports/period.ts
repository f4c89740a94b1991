/** The span a report covers: a year, a half-year or a month. */
import { writeDate } from '../components/policy-words.ts';
import { addDays, addMonths, type Day } from '../core/workdays.ts';

export interface Span {
  readonly from: Day;
  /** The last day. */
  readonly to: Day;
}

export interface Period extends Span {
  /** As written: 2025, 2025H1, 2025-03. */
  readonly label: string;
  readonly kind: 'year' | 'half' | 'month';
  /** 2025年上半年. */
  readonly words: string;
}

/** Reads `2025`, `2025H1` or `2025-03`; undefined for anything else. */
export function readPeriod(written: string): Period | undefined {
  const label = written.toUpperCase();
  const [, year = '', half, month] = /^(20\d\d)(?:H([12])|-(0[1-9]|1[0-2]))?$/.exec(label) ?? [];
  if (year === '') return undefined;
  const first = month ?? (half === '2' ? '07' : '01');
  const kind = month ? 'month' : half ? 'half' : 'year';
  const from = `${year}-${first}-01`;
  const to = addDays(addMonths(from, { year: 12, half: 6, month: 1 }[kind]), -1);
  const part = month ? `${Number(month)}月` : half ? `${half === '1' ? '上' : '下'}半年` : '';
  return { label, kind, from, to, words: `${year}年${part}` };
}

/** Whether a day lies in the span. */
export function isWithin(day: Day, { from, to }: Span): boolean {
  return from <= day && day <= to;
}

/** The period of a kind in which a day lies, as it is written. */
export function labelOf(day: Day, kind: Period['kind']): string {
  const [year = '', month = ''] = day.split('-');
  return { year, half: `${year}H${month < '07' ? 1 : 2}`, month: `${year}-${month}` }[kind];
}

/** 2025年1月1日至2025年6月30日. */
export function spanWords({ from, to }: Span): string {
  return `${writeDate(from)}至${writeDate(to)}`;
}

/** The day of each month by which ZZ cases are filed (ZZ-7(8)c). */
export const FILING_DAY = 25;

/** The days of decision whose cases are filed by the 25th of a month: from the day after the 25th before. */
export function filingSpan({ label }: Period): Span {
  const to = `${label}-${FILING_DAY}`;
  return { from: addDays(addMonths(to, -1), 1), to };
}

/** The last period of a kind that is over on a day; `spanOf` says of which days a period really consists. */
export function lastPeriod(
  kind: Period['kind'],
  day: Day,
  spanOf: (period: Period) => Span = (period) => period,
): Period {
  const length = { year: 12, half: 6, month: 1 }[kind];
  const month = Number(day.slice(5, 7)) - 1;
  const first = `${day.slice(0, 4)}-${String(month - (month % length) + 1).padStart(2, '0')}-01`;
  for (let from = first; ; from = addMonths(from, -length)) {
    const period = readPeriod(labelOf(from, kind));
    if (!period) throw new Error(`no ${kind} is over on ${day}`);
    if (spanOf(period).to <= day) return period;
  }
}
