import { describe, expect, test } from 'vitest';
import { judge } from '../../src/core/judge.ts';
import { formatPlace } from '../../src/core/place.ts';
import { NO_EVENTS, withDerived } from '../../src/register/derived.ts';
import { stepOf } from '../../src/register/fields.ts';
import { readPolicies, realCalendar } from '../corpus.ts';

const policies = await readPolicies();
const calendar = realCalendar();

describe.each(policies.map((policy) => [policy.meta.id, policy] as const))(
  'rule examples of %s',
  (_, policy) => {
    test.each(
      policy.rules.flatMap((rule) =>
        rule.examples.map(
          (example, index) =>
            [`${rule.id} 例${index + 1} ${formatPlace(example.at)}`, rule, example] as const,
        ),
      ),
    )('%s', (_name, rule, example) => {
      const context = { calendar, asOf: example.asOf, stepOf };
      const facts = withDerived(new Map(Object.entries(example.facts)), rule.on, NO_EVENTS, context);
      const { verdict, failures } = judge(rule, facts, context);
      const lowered = failures.length > 0 && failures.every(({ severity }) => severity !== rule.severity);
      expect(lowered ? 'warn' : verdict).toBe(example.expect);
    });

    test('every rule has an example that passes and one that is reported', () => {
      for (const rule of policy.rules) {
        const outcomes = rule.examples.map(({ expect: outcome }) => outcome);
        expect(outcomes, rule.id).toContain('pass');
        expect(
          outcomes.some((outcome) => outcome === 'fail' || outcome === 'warn'),
          rule.id,
        ).toBe(true);
      }
    });
  },
);
