import type { Day, Due, Span, WorkCalendar } from './workdays.ts';

/**
 * What a rule may say about a record: few forms, closed. Anything that must be computed first is a derived fact
 * with a name of its own. `field` is always the fact the form speaks about.
 */
export type Predicate =
  | { readonly form: 'is'; readonly field: string; readonly value: string }
  | { readonly form: 'not'; readonly field: string; readonly value: string }
  | { readonly form: 'in'; readonly field: string; readonly values: readonly string[] }
  | { readonly form: 'has' | 'has-any' | 'only'; readonly field: string; readonly values: readonly string[] }
  | { readonly form: 'filled'; readonly field: string; readonly filled: boolean }
  | { readonly form: 'same-as'; readonly field: string; readonly other: string }
  | { readonly form: DateOrder; readonly field: string; readonly others: readonly string[] }
  | { readonly form: 'within'; readonly field: string; readonly span: Span; readonly of: string }
  | { readonly form: 'by'; readonly field: string; readonly due: string }
  | { readonly form: 'all' | 'any'; readonly parts: readonly Predicate[] }
  | { readonly form: 'never'; readonly part: Predicate };

export type DateOrder = 'before' | 'after' | 'on-or-before' | 'on-or-after';

/** A blank is `unknown`, never `no`. */
export type Truth = 'yes' | 'no' | 'unknown';

/**
 * What stands in one field. A single value is a list of one; an empty list is blank; null means a value stands there
 * that cannot be read (it is reported once, where it stands).
 */
export type Values = readonly string[] | null;

/** The facts of one record: the values of each field; undefined is blank. A Map is such a record. */
export interface Facts extends Iterable<readonly [field: string, values: Values]> {
  readonly get: (field: string) => Values | undefined;
}

/** What judging needs besides the facts. */
export interface Context {
  readonly calendar: WorkCalendar;
  /** The day on which open duties are judged. */
  readonly asOf: Day;
  /** Rank of a dated step in the life of a record; undefined for fields that are no step. */
  readonly stepOf: (field: string) => number | undefined;
}

/** Whether a recorded token is this value: `X`, `X=…` (assessment) or `X@date` (paper). */
export function matchesToken(token: string, value: string): boolean {
  if (!token.startsWith(value)) return false;
  const next = token.charAt(value.length);
  return next === '' || next === '=' || next === '@';
}

function valuesOf(facts: Facts, field: string): Values {
  const values = facts.get(field);
  return values === undefined ? [] : values;
}

function firstOf(facts: Facts, field: string): string | undefined {
  const values = facts.get(field);
  return values ? values[0] : undefined;
}

/** A day literal, or the day recorded in a field. */
export function dayOf(facts: Facts, name: string): Day | undefined {
  return /^\d{4}-\d\d-\d\d$/.test(name) ? name : firstOf(facts, name);
}

function negate(truth: Truth): Truth {
  return truth === 'yes' ? 'no' : truth === 'no' ? 'yes' : 'unknown';
}

function orderHolds(form: DateOrder, day: Day, other: Day): boolean {
  if (form === 'before') return day < other;
  if (form === 'after') return day > other;
  return form === 'on-or-before' ? day <= other : day >= other;
}

/** The last day a duty allows, or undefined while the day it counts from is not recorded. */
export function dueOf(predicate: Predicate, facts: Facts, context: Context): Due | undefined {
  if (predicate.form === 'within') {
    const from = dayOf(facts, predicate.of);
    return from === undefined ? undefined : context.calendar.due(from, predicate.span);
  }
  if (predicate.form === 'by') {
    const day = dayOf(facts, predicate.due);
    return day === undefined ? undefined : { day, provisional: false };
  }
  return undefined;
}

/** Truth of a predicate on a record. `any` is yes as soon as one part is; `all` is no as soon as one part is. */
export function weigh(predicate: Predicate, facts: Facts, context: Context): Truth {
  switch (predicate.form) {
    case 'all':
    case 'any': {
      const deciding: Truth = predicate.form === 'all' ? 'no' : 'yes';
      let result: Truth = negate(deciding);
      for (const part of predicate.parts) {
        const truth = weigh(part, facts, context);
        if (truth === deciding) return deciding;
        if (truth === 'unknown') result = 'unknown';
      }
      return result;
    }
    case 'never':
      return negate(weigh(predicate.part, facts, context));
    case 'filled': {
      const values = valuesOf(facts, predicate.field);
      // An unreadable value is still a value: it must not be called missing.
      return (values === null || values.length > 0) === predicate.filled ? 'yes' : 'no';
    }
    case 'not': {
      const values = valuesOf(facts, predicate.field);
      if (values === null) return 'unknown';
      return values.some((token) => matchesToken(token, predicate.value)) ? 'no' : 'yes';
    }
    default:
      return weighField(predicate, facts, context);
  }
}

/** The forms for which a blank field leaves the question open. */
function weighField(
  predicate: Exclude<Predicate, { form: 'all' | 'any' | 'never' | 'filled' | 'not' }>,
  facts: Facts,
  context: Context,
): Truth {
  const values = valuesOf(facts, predicate.field);
  const value = values?.[0];
  if (!values || value === undefined) return 'unknown';
  const holds = (wanted: string): boolean => values.some((token) => matchesToken(token, wanted));
  switch (predicate.form) {
    case 'is':
      return holds(predicate.value) ? 'yes' : 'no';
    case 'in':
    case 'has-any':
      return predicate.values.some(holds) ? 'yes' : 'no';
    case 'has':
      return predicate.values.every(holds) ? 'yes' : 'no';
    case 'only':
      return values.every((token) => predicate.values.some((wanted) => matchesToken(token, wanted)))
        ? 'yes'
        : 'no';
    case 'same-as': {
      const other = valuesOf(facts, predicate.other);
      if (!other || other.length === 0) return 'unknown';
      return other.length === values.length && values.every((token) => other.includes(token)) ? 'yes' : 'no';
    }
    case 'within': {
      const from = dayOf(facts, predicate.of);
      const due = dueOf(predicate, facts, context);
      return from === undefined || !due ? 'unknown' : value >= from && value <= due.day ? 'yes' : 'no';
    }
    case 'by': {
      const due = dueOf(predicate, facts, context);
      return !due ? 'unknown' : value <= due.day ? 'yes' : 'no';
    }
    default: {
      let known = false;
      for (const other of predicate.others) {
        const day = dayOf(facts, other);
        if (day === undefined) continue;
        known = true;
        if (!orderHolds(predicate.form, value, day)) return 'no';
      }
      return known ? 'yes' : 'unknown';
    }
  }
}

/** Every field a predicate reads, in reading order, without repeats. */
export function fieldsOf(predicate: Predicate): readonly string[] {
  const fields = new Set<string>();
  const visit = (node: Predicate): void => {
    if ('parts' in node) node.parts.forEach(visit);
    else if ('part' in node) visit(node.part);
    else {
      fields.add(node.field);
      if (node.form === 'within') fields.add(node.of);
      else if (node.form === 'by') fields.add(node.due);
      else if (node.form === 'same-as') fields.add(node.other);
      else if ('others' in node) for (const other of node.others) fields.add(other);
    }
  };
  visit(predicate);
  return [...fields].filter((field) => !/^\d{4}-/.test(field));
}
