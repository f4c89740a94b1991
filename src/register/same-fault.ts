/** One fault, one finding: where several clauses say the same of one place, one of them tells it and cites the others. */
import { GRAVITY } from '../core/finding.ts';
import type { Failure } from '../core/judge.ts';
import { type Facts, matchesToken } from '../core/predicate.ts';
import type { Rule } from '../policy/model.ts';

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
