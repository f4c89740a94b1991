/** One fault, one finding: where several clauses say the same of one place, one of them tells it and cites the others. */
import { type Finding, GRAVITY } from '../core/finding.ts';
import type { Failure } from '../core/judge.ts';
import { type Facts, fieldsOf, matchesToken } from '../core/predicate.ts';
import { type Day, dayNumber, isDay } from '../core/workdays.ts';
import type { Rule } from '../policy/model.ts';
import { findDerived } from './derived.ts';

/** A rule that a record fails, and in what. */
interface RuleFailure {
  readonly rule: Rule;
  readonly failure: Failure;
}

/** A failure that is reported, with the rules of other clauses whose failure it tells as well. */
interface ToldFailure extends RuleFailure {
  readonly others: readonly Rule[];
}

/**
 * Leaves out each failure that one of a rule which names its clause under `also` tells already: at the same place, no
 * less grave, and leaving nothing unsaid.
 */
export function tellOnce(failures: readonly RuleFailure[], facts: Facts): ToldFailure[] {
  const tellers = new Map<RuleFailure, RuleFailure>();
  for (const one of failures) {
    for (const other of failures) {
      if (!other.rule.also.includes(one.rule.id) || !tellsAll(other.failure, one.failure, facts)) continue;
      const teller = lastTeller(other, tellers);
      if (teller !== one) tellers.set(one, teller);
      break;
    }
  }
  return failures
    .filter((failure) => !tellers.has(failure))
    .map((told) => ({
      ...told,
      others: failures
        .filter((one) => lastTeller(one, tellers) === told && one !== told)
        .map(({ rule }) => rule),
    }));
}

function lastTeller(failure: RuleFailure, tellers: ReadonlyMap<RuleFailure, RuleFailure>): RuleFailure {
  let last = failure;
  for (let next = tellers.get(last); next; next = tellers.get(last)) last = next;
  return last;
}

/** Whether whoever reads of `one` knows all that `other` would tell. */
function tellsAll(one: Failure, other: Failure, facts: Facts): boolean {
  if (one.field !== other.field || GRAVITY[one.severity] > GRAVITY[other.severity]) return false;
  // Of a blank there is but one thing to say; of a day, how it lies to which other day.
  const isBlank = !facts.get(one.field)?.length;
  if (!isBlank && (one.fault !== other.fault || one.against !== other.against)) return false;
  const lacking = lackingOf(one, facts);
  return !lacking || (lackingOf(other, facts) ?? []).every((value) => lacking.includes(value));
}

/** The values a requirement asks for and the record does not hold; undefined when it asks for none by name. */
function lackingOf({ predicate, field }: Failure, facts: Facts): readonly string[] | undefined {
  if (!('values' in predicate) || predicate.form === 'only') return undefined;
  const recorded = facts.get(field) ?? [];
  return predicate.values.filter((value) => !recorded.some((token) => matchesToken(token, value)));
}

/** What a cell by itself is said to have wrong, and what a clause says of the same. */
const TOLD_BY_CLAUSE: Readonly<Record<string, readonly string[]>> = {
  'value-unlisted': ['rule-broken'],
  'value-missing': ['fact-missing', 'step-missing', 'deadline-overdue'],
};

/** Leaves out what is said of a cell by itself where a clause, no less gravely, says it of the same cell. */
export function clauseTells(findings: readonly Finding[]): Finding[] {
  return findings.filter(
    (one) =>
      one.clause !== null ||
      !findings.some(
        (other) =>
          other.clause !== null &&
          other.key === one.key &&
          TOLD_BY_CLAUSE[one.code]?.includes(other.code) &&
          GRAVITY[other.severity] <= GRAVITY[one.severity],
      ),
  );
}

/** Days by which a date must miss its place before its year is taken to be wrong. */
const WRONG_YEAR = 180;

/**
 * Leaves out what is measured from a date that is reported itself because its year must be wrong: nothing can be told
 * from such a date, and when it has been put right the rest is checked again.
 * @param future fields whose day lies ahead, which has been said of them already
 */
export function withoutDoubtful(
  failures: readonly RuleFailure[],
  facts: Facts,
  future: readonly string[],
): readonly RuleFailure[] {
  const doubtful = new Set(future);
  // A day that the text itself fixes is certain.
  for (const { failure } of failures)
    if (
      failure.fault === 'date-order' &&
      isDay(failure.against ?? '') &&
      fieldsOf(failure.predicate).length === 1
    )
      doubtful.add(failure.field);
  const isDoubtful = (field: string): boolean => doubtful.has(findDerived(field)?.column ?? field);
  return failures.filter(({ failure: { fault, field, predicate, against } }) => {
    const others = fieldsOf(predicate).filter((other) => other !== field);
    if (others.some(isDoubtful) || (fault !== 'fact-missing' && future.includes(field))) return false;
    const day = facts.get(field)?.[0];
    // Of two recorded days the one that is out of order by far is doubtful.
    if (fault === 'date-order' && day && against && daysApart(day, against) > WRONG_YEAR) doubtful.add(field);
    return true;
  });
}

const daysApart = (one: Day, other: Day): number => Math.abs(dayNumber(one) - dayNumber(other));
