import type { Fault, RuleLogic } from './judge.ts';
import type { Predicate } from './predicate.ts';

/**
 * Which finding codes a rule can raise, by the forms of its requirement alone.
 * @param stepOf rank of a dated step; a blank that is no step is never called missing.
 */
export function faultsOf(rule: RuleLogic, stepOf: (field: string) => number | undefined): ReadonlySet<Fault> {
  const parts = rule.require.form === 'all' ? rule.require.parts : [rule.require];
  return new Set(parts.flatMap((part) => faultsOfPart(part, stepOf)));
}

function faultsOfPart(part: Predicate, stepOf: (field: string) => number | undefined): Fault[] {
  switch (part.form) {
    case 'within':
    case 'by': {
      const faults: Fault[] = ['deadline-missed', 'deadline-overdue'];
      if (part.form === 'within') faults.push('date-order');
      if (stepOf(part.field) !== undefined) faults.push('step-missing');
      return faults;
    }
    case 'before':
    case 'after':
    case 'on-or-before':
    case 'on-or-after':
      return ['date-order'];
    case 'is':
    case 'in':
    case 'has':
    case 'has-any':
    case 'only':
      return ['fact-missing', 'rule-broken'];
    case 'filled':
      return [part.filled ? 'fact-missing' : 'rule-broken'];
    default:
      return ['rule-broken'];
  }
}
