/** Compiled rules against the rules as they are judged one record at a time. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CompiledRules, type Row } from '../../src/core/compile.ts';
import { judge, type RuleLogic } from '../../src/core/judge.ts';
import type { Facts, Predicate, Values } from '../../src/core/predicate.ts';
import { readPolicies } from '../corpus.ts';
import { contextOn } from './facts.ts';

const policies = await readPolicies();
const context = contextOn();

/** A record in the places of compiled rules. */
function rowOf(rules: CompiledRules<RuleLogic>, order: readonly string[], facts: Facts): Row {
  const answerPairs = new Int32Array(Math.ceil(order.length / 2));
  const answer = new Uint16Array(answerPairs.buffer);
  const day = new Int32Array(order.length);
  const values = order.map((field) => facts.get(field) ?? (facts.get(field) === null ? null : []));
  for (const [slot, field] of order.entries()) {
    const reading = rules.read(field, values[slot] as Values);
    day[slot] = reading.day;
    answer[slot] = reading.answer;
  }
  return { day, answer, answerPairs, valuesAt: (slot) => values[slot] as Values };
}

function everyField(rules: readonly RuleLogic[]): string[] {
  const fields = new Set<string>();
  const visit = (node: Predicate): void => {
    if ('parts' in node) node.parts.forEach(visit);
    else if ('part' in node) visit(node.part);
    else {
      fields.add(node.field);
      if (node.form === 'within') fields.add(node.of);
      if (node.form === 'by') fields.add(node.due);
      if (node.form === 'same-as') fields.add(node.other);
      if ('others' in node) for (const other of node.others) fields.add(other);
    }
  };
  for (const { when, require, softer } of rules)
    for (const node of [when, require, softer?.when]) if (node) visit(node);
  return [...fields].filter((field) => !/^\d{4}-/.test(field));
}

/** Every value a rule speaks of, by field, so that arbitrary records engage the rules. */
function wordsOf(rules: readonly RuleLogic[]): Map<string, string[]> {
  const words = new Map<string, string[]>();
  const add = (field: string, values: readonly string[]): void => {
    words.set(field, [...(words.get(field) ?? []), ...values]);
  };
  const visit = (node: Predicate): void => {
    if ('parts' in node) node.parts.forEach(visit);
    else if ('part' in node) visit(node.part);
    else if ('values' in node) add(node.field, node.values);
    else if ('value' in node) add(node.field, [node.value]);
  };
  for (const { when, require } of rules) for (const node of [when, require]) if (node) visit(node);
  return words;
}

const DAY = fc
  .tuple(
    fc.integer({ min: 2023, max: 2026 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .map(([year, month, date]) => `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`);

describe('every rule gives the verdict that judging gives', () => {
  test.each(
    policies.flatMap(({ meta, rules }) =>
      (['case', 'event', 'list'] as const).map((on) => [meta.id, on, rules] as const),
    ),
  )('%s, %s', (_, on, all) => {
    const rules = all.filter((rule) => rule.on === on);
    if (rules.length === 0) return;
    const order = everyField(rules);
    const words = wordsOf(rules);
    const compiled = new CompiledRules<RuleLogic>(rules, order, context);
    const record = fc.record(
      Object.fromEntries(
        order.map((field) => [
          field,
          fc.oneof(
            { weight: 2, arbitrary: fc.constant<Values>([]) },
            { weight: 1, arbitrary: fc.constant<Values>(null) },
            { weight: 3, arbitrary: DAY.map((day): Values => [day]) },
            {
              weight: words.has(field) ? 8 : 1,
              arbitrary: fc.uniqueArray(fc.constantFrom(...(words.get(field) ?? ['某']), '别的'), {
                minLength: 1,
                maxLength: 7,
              }) as fc.Arbitrary<Values>,
            },
          ),
        ]),
      ),
    );
    fc.assert(
      fc.property(record, (written) => {
        const facts = new Map<string, Values>(Object.entries(written) as [string, Values][]);
        const row = rowOf(compiled, order, facts);
        const expected = rules.map((rule) => judge(rule, facts, context).verdict);
        expect(rules.map((__, at) => compiled.verdict(at, row))).toEqual(expected);
        expect([...compiled.failures(row)]).toEqual(
          [...expected.keys()].filter((at) => expected[at] === 'fail'),
        );
      }),
      { numRuns: 400 },
    );
  });

  test('every example of every policy', () => {
    for (const { rules } of policies) {
      const order = everyField(rules);
      for (const [at, rule] of rules.entries()) {
        for (const { facts: stated, asOf } of rule.examples) {
          const day = contextOn(asOf);
          const compiled = new CompiledRules<RuleLogic>(rules, order, day);
          const facts = new Map<string, Values>(Object.entries(stated));
          expect(compiled.verdict(at, rowOf(compiled, order, facts)), `${rule.id} ${asOf}`).toBe(
            judge(rule, facts, day).verdict,
          );
        }
      }
    }
  });
});

describe('what compiled rules ask of a field', () => {
  const filled: RuleLogic = { require: { form: 'filled', field: 'a', filled: true }, severity: 'error' };

  test('whether it is filled, when nothing else is asked', () => {
    const compiled = new CompiledRules([filled], ['a', 'b'], context);
    expect(compiled.asksOnlyWhetherFilled('a')).toBe(true);
    expect(compiled.asksOnlyWhetherFilled('b')).toBe(true);
    expect(compiled.fields).toEqual(new Set(['a']));
  });

  test('more questions than there are bits are answered all the same', () => {
    const rules = Array.from({ length: 40 }, (_, index): RuleLogic => {
      return { require: { form: 'is', field: 'a', value: `v${index}` }, severity: 'error' };
    });
    const compiled = new CompiledRules(rules, ['a'], context);
    const facts = new Map<string, Values>([['a', ['v3', 'v33']]]);
    const row = rowOf(compiled, ['a'], facts);
    expect(rules.map((_, at) => compiled.verdict(at, row))).toEqual(
      rules.map((rule) => judge(rule, facts, context).verdict),
    );
    expect(compiled.asksOnlyWhetherFilled('a')).toBe(false);
  });

  test('a field that no record has is refused', () => {
    const rule: RuleLogic = {
      require: { form: 'before', field: 'a', others: ['elsewhere'] },
      severity: 'error',
    };
    expect(() => new CompiledRules([rule], ['a'], context)).toThrow('elsewhere');
  });
});
