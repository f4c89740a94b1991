/** What a rule can raise, told from its form, covers what its examples do raise. */
import { describe, expect, test } from 'vitest';
import { faultsOf } from '../../src/core/faults.ts';
import { judge } from '../../src/core/judge.ts';
import { stepOf } from '../../src/register/fields.ts';
import { readPolicies, realCalendar } from '../corpus.ts';

const calendar = realCalendar();

describe.each(await readPolicies())('$meta.id', ({ rules }) => {
  test.each(rules)('$id $title', (rule) => {
    const possible = faultsOf(rule, stepOf);
    expect(possible.size).toBeGreaterThan(0);
    for (const { facts, asOf } of rule.examples) {
      const known = new Map(Object.entries(facts));
      for (const { fault } of judge(rule, known, { calendar, asOf, stepOf }).failures) {
        expect([...possible]).toContain(fault);
      }
    }
  });
});
