import { compareText, type Severity } from './finding.ts';
import { type Context, dayOf, dueOf, type Facts, type Predicate, weigh } from './predicate.ts';
import type { CalendarUse, Day } from './workdays.ts';

/** A rule as the engine needs it; where it stands in the policy is the reader's business. */
export interface RuleLogic {
  readonly when?: Predicate;
  readonly require: Predicate;
  readonly severity: Severity;
  /** The circumstance in which a breach is reported at a lower severity (…，无特殊原因). */
  readonly softer?: { readonly when: Predicate; readonly severity: Severity };
  /** Severity of an equal date under before/after, because dates cannot show the order. */
  readonly sameDay?: Severity;
}

/** `open`: a duty whose last day has not passed. `skip`: the rule does not apply. */
export type Verdict = 'pass' | 'fail' | 'open' | 'skip' | 'unknown';

/** Why one part of a requirement fails. Each reason is a permanent finding code. */
export type Fault =
  | 'deadline-missed'
  | 'deadline-overdue'
  | 'step-missing'
  | 'fact-missing'
  | 'date-order'
  | 'rule-broken';

/** One failing part, with the operands that show it. */
export interface Failure {
  readonly fault: Fault;
  readonly severity: Severity;
  readonly predicate: Predicate;
  /** The fact whose cell the finding points at. */
  readonly field: string;
  readonly due?: Day;
  readonly provisional?: boolean;
  /** The holidays and make-up days that lie before the due day. */
  readonly calendar?: CalendarUse;
  /** Working days past the due day. */
  readonly late?: number;
  /** The recorded day it was compared with. */
  readonly against?: Day;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly failures: readonly Failure[];
  /** Set when the verdict is unknown because nobody can tell whether the rule applies at all. */
  readonly unsettled?: true;
}

const NOTHING: readonly Failure[] = [];

/** Working days by which the holidays of a year may move a last day at the very most. */
const MOST_MOVED = 15;

/**
 * Judges one record by one rule. A rule whose `when` is unknown says nothing; a requirement is checked part by part,
 * so that each failing part is reported where it stands.
 */
export function judge(rule: RuleLogic, facts: Facts, context: Context): Judgement {
  if (rule.when) {
    const applies = weigh(rule.when, facts, context);
    if (applies === 'unknown') return { verdict: 'unknown', failures: NOTHING, unsettled: true };
    if (applies !== 'yes') return { verdict: 'skip', failures: NOTHING };
  }
  const parts = rule.require.form === 'all' ? rule.require.parts : [rule.require];
  const failures: Failure[] = [];
  let verdict: Verdict = 'pass';
  for (const part of parts) {
    const outcome = judgePart(part, rule, facts, context);
    if (typeof outcome === 'object') failures.push(outcome);
    else if (outcome === 'unknown' || (outcome === 'open' && verdict === 'pass')) verdict = outcome;
  }
  return failures.length > 0 ? { verdict: 'fail', failures } : { verdict, failures: NOTHING };
}

function judgePart(part: Predicate, rule: RuleLogic, facts: Facts, context: Context): Verdict | Failure {
  const truth = weigh(part, facts, context);
  if (truth === 'yes') return 'pass';
  const field = subjectOf(part);
  const values = facts.get(field);
  const blank = values === undefined || (values !== null && values.length === 0);
  const fail = (fault: Fault, more: Partial<Failure> = {}): Failure => ({
    fault,
    severity: severityOf(rule, facts, context),
    predicate: part,
    field,
    ...more,
  });
  if (part.form === 'within' || part.form === 'by') {
    const due = dueOf(part, facts, context);
    if (!due || values === null) return 'unknown';
    const from = part.form === 'within' ? dayOf(facts, part.of) : undefined;
    const shown = (): Partial<Failure> => {
      const calendar =
        part.form === 'within' && from !== undefined ? context.calendar.use(from, part.span) : undefined;
      return { due: due.day, provisional: due.provisional, ...(calendar ? { calendar } : {}) };
    };
    /** Where holidays are not known yet, a breach is certain only when it exceeds whatever they could move. */
    const late = (by: number): Partial<Failure> => ({
      late: by,
      ...(due.provisional && by <= MOST_MOVED && severityOf(rule, facts, context) === 'error'
        ? { severity: 'warning' }
        : {}),
    });
    if (blank) {
      if (laterStepRecorded(field, from, facts, context)) return fail('step-missing', shown());
      if (context.asOf <= due.day) return 'open';
      return fail('deadline-overdue', {
        ...shown(),
        ...late(context.calendar.countWorkdays(due.day, context.asOf)),
      });
    }
    const recorded = values?.[0] as Day;
    if (from !== undefined && recorded < from) return fail('date-order', { ...shown(), against: from });
    return fail('deadline-missed', {
      ...shown(),
      ...late(context.calendar.countWorkdays(due.day, recorded)),
    });
  }
  if (part.form === 'before' || part.form === 'after') {
    if (truth === 'unknown') return 'unknown';
    const against = offendingDay(part.form, part.others, facts);
    const equal = against === values?.[0];
    return fail('date-order', {
      against,
      ...(equal && rule.sameDay ? { severity: rule.sameDay } : {}),
    });
  }
  if (part.form === 'on-or-before' || part.form === 'on-or-after') {
    if (truth === 'unknown') return 'unknown';
    return fail('date-order', { against: offendingDay(part.form, part.others, facts) });
  }
  if (truth === 'unknown') {
    // The record must state the fact: leaving it out is what is wrong.
    const demanded = ['is', 'in', 'has', 'has-any', 'only'].includes(part.form);
    return blank && demanded ? fail('fact-missing') : 'unknown';
  }
  if (part.form === 'filled' && part.filled) return fail('fact-missing');
  return fail('rule-broken');
}

/** The recorded day that breaks the order by most, so that an equal day never hides one that is plainly wrong. */
function offendingDay(form: string, others: readonly string[], facts: Facts): Day | undefined {
  const days = others.map((other) => dayOf(facts, other)).filter((other) => other !== undefined);
  days.sort(compareText);
  return form.endsWith('before') ? days[0] : days.at(-1);
}

/** The fact a predicate is about: the one a finding should point at. */
export function subjectOf(predicate: Predicate): string {
  if (predicate.form === 'never') return subjectOf(predicate.part);
  if ('field' in predicate) return predicate.field;
  const [first] = predicate.parts;
  return first ? subjectOf(first) : '';
}

function severityOf(rule: RuleLogic, facts: Facts, context: Context): Severity {
  return rule.softer && weigh(rule.softer.when, facts, context) === 'yes'
    ? rule.softer.severity
    : rule.severity;
}

/**
 * Whether a later step of the same record is dated: then a blank is no longer waiting but left out. A step dated before
 * the duty began (整改 finished before the decision: 已纠正到位) shows nothing.
 */
function laterStepRecorded(field: string, from: Day | undefined, facts: Facts, context: Context): boolean {
  const rank = context.stepOf(field);
  if (rank === undefined) return false;
  for (const [key, values] of facts) {
    const day = values?.[0];
    if (day !== undefined && (context.stepOf(key) ?? 0) > rank && (from === undefined || day >= from))
      return true;
  }
  return false;
}
