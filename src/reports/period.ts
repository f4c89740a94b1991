/** The span a report covers: a year, a half-year or a month. */
import { addDays, addMonths, type Day } from '../core/workdays.ts';

export interface Period {
  /** As written: 2025, 2025H1, 2025-03. */
  readonly label: string;
  readonly kind: 'year' | 'half' | 'month';
  readonly from: Day;
  /** The last day. */
  readonly to: Day;
  /** 2025年上半年. */
  readonly words: string;
}

/** Reads `2025`, `2025H1` or `2025-03`; undefined for anything else. */
export function readPeriod(label: string): Period | undefined {
  const [, year = '', half, month] = /^(20\d\d)(?:H([12])|-(0[1-9]|1[0-2]))?$/.exec(label) ?? [];
  if (year === '') return undefined;
  const first = month ?? (half === '2' ? '07' : '01');
  const kind = month ? 'month' : half ? 'half' : 'year';
  const from = `${year}-${first}-01`;
  const to = addDays(addMonths(from, { year: 12, half: 6, month: 1 }[kind]), -1);
  const part = month ? `${Number(month)}月` : half ? `${half === '1' ? '上' : '下'}半年` : '';
  return { label, kind, from, to, words: `${year}年${part}` };
}

/** Whether a day lies in the period. */
export function isWithin(day: Day, { from, to }: Period): boolean {
  return from <= day && day <= to;
}
