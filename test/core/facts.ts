/** Short ways to write facts and contexts in tests. */
import type { Context, Facts } from '../../src/core/predicate.ts';
import { stepOf } from '../../src/register/fields.ts';
import { realCalendar } from '../corpus.ts';

/** `{ a: 'x', b: ['y', 'z'], c: '', d: null }`: a value, several values, a blank, an unreadable value. */
export type Written = Readonly<Record<string, string | readonly string[] | null>>;

export function factsOf(written: Written): Facts {
  return new Map(
    Object.entries(written).map(([key, value]) => [
      key,
      typeof value === 'string' ? (value === '' ? [] : [value]) : value,
    ]),
  );
}

const calendar = realCalendar();

export function contextOn(asOf = '2026-11-21'): Context {
  return { calendar, asOf, stepOf };
}
