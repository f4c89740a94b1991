/** Every rule of a policy explained on one record: an entry of a register, or the facts of a typical case. */
import { explain, type WordedExplanation } from '../core/explain.ts';
import type { Context, Facts } from '../core/predicate.ts';
import type { Policy, Rule } from '../policy/model.ts';
import { findDerived, NO_EVENTS, withDerived } from './derived.ts';
import { defaultHint, describeFailure, isPersonal, labelOf, wordsFor } from './message.ts';

export type RuleExplanation = WordedExplanation<Rule>;

/** Explains the rules of a policy in the order of its articles. `facts` holds the derived facts as well. */
export function explainRecord(
  policy: Policy,
  on: Rule['on'],
  facts: Facts,
  context: Context,
): RuleExplanation[] {
  const words = {
    ...wordsFor(policy, facts),
    hidden: isPersonal,
  };
  return policy.rules
    .filter((rule) => rule.on === on)
    .map((rule) => {
      const explanation = explain(rule, facts, context, words);
      return {
        ...explanation,
        faults: explanation.failures.map((failure) => ({
          severity: failure.severity,
          message: describeFailure(failure, facts, policy, rule.title),
          hint: rule.hint || defaultHint(failure),
        })),
      };
    });
}

/**
 * Explains a typical case. Filing, visits and meetings are kept in the event log, which a stated case does not have:
 * what only such an event could show is missing, not wrong.
 */
export function explainTypicalCase(policy: Policy, stated: Facts, context: Context): RuleExplanation[] {
  return explainRecord(policy, 'case', withDerived(stated, 'case', NO_EVENTS, context), context).map(
    (explanation) => {
      const { failures, verdict } = explanation;
      if (verdict !== 'fail' || !failures.every(({ field }) => findDerived(field)?.logged))
        return explanation;
      const missing = [...new Set(failures.map(({ field }) => labelOf(field)))];
      return { ...explanation, verdict: 'unknown', failures: [], faults: [], missing };
    },
  );
}
