import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldsOf, matchesToken, type Predicate, type Truth, weigh } from '../../src/core/predicate.ts';
import { contextOn, factsOf, type Written } from './facts.ts';

const context = contextOn();
const truthOf = (predicate: Predicate, written: Written): Truth =>
  weigh(predicate, factsOf(written), context);

describe('one field', () => {
  const is: Predicate = { form: 'is', field: 'a', value: '是' };
  const not: Predicate = { form: 'not', field: 'a', value: '是' };
  const oneOf: Predicate = { form: 'in', field: 'a', values: ['是', '免责'] };
  const has: Predicate = { form: 'has', field: 'a', values: ['甲', '乙'] };
  const hasAny: Predicate = { form: 'has-any', field: 'a', values: ['甲', '乙'] };
  const only: Predicate = { form: 'only', field: 'a', values: ['甲', '乙'] };
  const filled: Predicate = { form: 'filled', field: 'a', filled: true };
  const empty: Predicate = { form: 'filled', field: 'a', filled: false };
  const sameAs: Predicate = { form: 'same-as', field: 'a', other: 'b' };

  test.each<[string, Predicate, Written, Truth]>([
    ['is, recorded', is, { a: '是' }, 'yes'],
    ['is, recorded otherwise', is, { a: '否' }, 'no'],
    ['is, blank', is, { a: '' }, 'unknown'],
    ['is, no such fact', is, {}, 'unknown'],
    ['is, unreadable', is, { a: null }, 'unknown'],
    ['not, recorded', not, { a: '是' }, 'no'],
    ['not, recorded otherwise', not, { a: '否' }, 'yes'],
    ['not, blank', not, { a: '' }, 'yes'],
    ['not, no such fact', not, {}, 'yes'],
    ['not, unreadable', not, { a: null }, 'unknown'],
    ['in, one of them', oneOf, { a: '免责' }, 'yes'],
    ['in, none of them', oneOf, { a: '减责' }, 'no'],
    ['in, blank', oneOf, { a: '' }, 'unknown'],
    ['in, unreadable', oneOf, { a: null }, 'unknown'],
    ['has, all of them and more', has, { a: ['丙', '乙', '甲'] }, 'yes'],
    ['has, one missing', has, { a: ['甲'] }, 'no'],
    ['has, blank', has, { a: [] }, 'unknown'],
    ['has, unreadable', has, { a: null }, 'unknown'],
    ['has-any, one of them', hasAny, { a: ['丙', '乙'] }, 'yes'],
    ['has-any, none', hasAny, { a: ['丙'] }, 'no'],
    ['has-any, blank', hasAny, {}, 'unknown'],
    ['only, subset', only, { a: ['乙'] }, 'yes'],
    ['only, another beside', only, { a: ['乙', '丙'] }, 'no'],
    ['only, blank', only, { a: '' }, 'unknown'],
    ['filled, recorded', filled, { a: '是' }, 'yes'],
    ['filled, blank', filled, { a: '' }, 'no'],
    ['filled, unreadable stands there all the same', filled, { a: null }, 'yes'],
    ['not filled, blank', empty, {}, 'yes'],
    ['not filled, recorded', empty, { a: '是' }, 'no'],
    ['not filled, unreadable', empty, { a: null }, 'no'],
    ['same-as, equal', sameAs, { a: '甲', b: '甲' }, 'yes'],
    ['same-as, equal in another order', sameAs, { a: ['甲', '乙'], b: ['乙', '甲'] }, 'yes'],
    ['same-as, subset only', sameAs, { a: ['甲'], b: ['乙', '甲'] }, 'no'],
    ['same-as, other blank', sameAs, { a: '甲', b: '' }, 'unknown'],
    ['same-as, other unreadable', sameAs, { a: '甲', b: null }, 'unknown'],
    ['same-as, itself blank', sameAs, { a: '', b: '甲' }, 'unknown'],
  ])('%s', (_, predicate, written, expected) => {
    expect(truthOf(predicate, written)).toBe(expected);
  });
});

describe('tokens', () => {
  test.each([
    ['动机态度', '动机态度', true],
    ['动机态度=正', '动机态度', true],
    ['动机态度=正', '动机态度=正', true],
    ['动机态度=正', '动机态度=负', false],
    ['容错申请表@2024-03-05', '容错申请表', true],
    ['容错申请表@2024-03-05', '容错申请', false],
    ['容错申请表', '容错申请', false],
    ['JN-7(1)', 'JN-7(1)', true],
    ['JN-7(1)', 'JN-7', false],
    ['JN-7(11)', 'JN-7(1', false],
    ['', '动机态度', false],
  ])('%j is recorded as %j: %j', (token, value, expected) => {
    expect(matchesToken(token, value)).toBe(expected);
  });

  test.each<[Predicate, Written, Truth]>([
    [{ form: 'has', field: 'a', values: ['甲'] }, { a: ['甲=负'] }, 'yes'],
    [{ form: 'has', field: 'a', values: ['甲=正'] }, { a: ['甲=负'] }, 'no'],
    [{ form: 'has', field: 'a', values: ['甲=正', '乙'] }, { a: ['乙=不适用', '甲=正'] }, 'yes'],
    [{ form: 'only', field: 'a', values: ['甲', '乙'] }, { a: ['甲@2024-03-05', '乙'] }, 'yes'],
    [{ form: 'not', field: 'a', value: '甲' }, { a: ['甲=正'] }, 'no'],
  ])('%j on %j is %s', (predicate, written, expected) => {
    expect(truthOf(predicate, written)).toBe(expected);
  });
});

describe('dates', () => {
  const order = (
    form: 'before' | 'after' | 'on-or-before' | 'on-or-after',
    ...others: string[]
  ): Predicate => ({
    form,
    field: 'a',
    others,
  });
  const [early, day, late] = ['2024-03-04', '2024-03-05', '2024-03-06'];

  test.each<[Predicate['form'], [Truth, Truth, Truth]]>([
    ['before', ['yes', 'no', 'no']],
    ['on-or-before', ['yes', 'yes', 'no']],
    ['after', ['no', 'no', 'yes']],
    ['on-or-after', ['no', 'yes', 'yes']],
  ])('a day earlier, the same day, a day later under %s: %j', (form, expected) => {
    const predicate = order(form as 'before', 'b');
    expect([early, day, late].map((a) => truthOf(predicate, { a, b: day }))).toEqual(expected);
    expect([early, day, late].map((a) => truthOf(order(form as 'before', day), { a }))).toEqual(expected);
  });

  test.each<[string, Written, Truth]>([
    ['before both', { a: early, b: day, c: late }, 'yes'],
    ['before one only', { a: day, b: late, c: early }, 'no'],
    ['the blank one does not count', { a: early, b: day, c: '' }, 'yes'],
    ['the unreadable one does not count', { a: late, b: day, c: null }, 'no'],
    ['nothing to compare with', { a: early }, 'unknown'],
    ['itself blank', { a: '', b: day }, 'unknown'],
    ['itself unreadable', { a: null, b: day }, 'unknown'],
  ])('against several: %s', (_, written, expected) => {
    expect(truthOf(order('before', 'b', 'c'), written)).toBe(expected);
  });

  const within: Predicate = { form: 'within', field: 'a', span: { amount: 7, unit: 'workdays' }, of: 'b' };
  test.each<[string, Written, Truth]>([
    ['the same day', { a: '2025-09-26', b: '2025-09-26' }, 'yes'],
    ['the last day', { a: '2025-10-13', b: '2025-09-26' }, 'yes'],
    ['the day after', { a: '2025-10-14', b: '2025-09-26' }, 'no'],
    ['before it began', { a: '2025-09-25', b: '2025-09-26' }, 'no'],
    ['not yet done', { a: '', b: '2025-09-26' }, 'unknown'],
    ['not yet begun', { a: '2025-10-13' }, 'unknown'],
    ['begun on an unreadable day', { a: '2025-10-13', b: null }, 'unknown'],
  ])('within 7 workdays: %s', (_, written, expected) => {
    expect(truthOf(within, written)).toBe(expected);
  });

  test.each<[string, Written, Truth]>([
    ['in time', { a: '2024-03-25', b: '2024-03-25' }, 'yes'],
    ['late', { a: '2024-03-26', b: '2024-03-25' }, 'no'],
    ['due day unknown', { a: '2024-03-26' }, 'unknown'],
    ['not yet done', { b: '2024-03-25' }, 'unknown'],
  ])('by a day: %s', (_, written, expected) => {
    expect(truthOf({ form: 'by', field: 'a', due: 'b' }, written)).toBe(expected);
  });
});

describe('combinations', () => {
  const TRUTHS: readonly Truth[] = ['yes', 'no', 'unknown'];
  const written: Written = { yes: '是', no: '否', unknown: '' };
  const part = (truth: Truth): Predicate => ({ form: 'is', field: truth, value: '是' });

  test.each(TRUTHS.flatMap((a) => TRUTHS.map((b) => [a, b] as const)))('all and any of %s and %s', (a, b) => {
    const parts = [part(a), part(b)];
    expect(truthOf({ form: 'all', parts }, written)).toBe(
      a === 'no' || b === 'no' ? 'no' : a === 'yes' && b === 'yes' ? 'yes' : 'unknown',
    );
    expect(truthOf({ form: 'any', parts }, written)).toBe(
      a === 'yes' || b === 'yes' ? 'yes' : a === 'no' && b === 'no' ? 'no' : 'unknown',
    );
  });

  test('a negation of unknown is unknown', () => {
    const negations = TRUTHS.map((truth) => truthOf({ form: 'never', part: part(truth) }, written));
    expect(negations).toEqual(['no', 'yes', 'unknown']);
  });

  test('not: { is } leaves a blank open, not-form does not', () => {
    expect(truthOf({ form: 'never', part: { form: 'is', field: 'a', value: '是' } }, { a: '' })).toBe(
      'unknown',
    );
    expect(truthOf({ form: 'not', field: 'a', value: '是' }, { a: '' })).toBe('yes');
  });
});

/** Predicates over facts a–d with values 甲, 乙, and days d1–d2, without the two forms that speak of blanks. */
const FIELDS = ['a', 'b', 'c', 'd'];
const DAYS = ['2024-03-01', '2024-03-08', '2024-03-20', '2024-04-10'];
const field = fc.constantFrom(...FIELDS);
const dayField = fc.constantFrom('d1', 'd2', 'd3');
const values = fc.uniqueArray(fc.constantFrom('甲', '乙', '丙'), { minLength: 1 });

const { blind, speaking } = fc.letrec<{ blind: Predicate; speaking: Predicate }>((tie) => {
  const leaf = fc.oneof(
    fc.record({ form: fc.constant('is' as const), field, value: fc.constantFrom('甲', '乙') }),
    fc.record({
      form: fc.constantFrom('in' as const, 'has' as const, 'has-any' as const, 'only' as const),
      field,
      values,
    }),
    fc.record({ form: fc.constant('same-as' as const), field, other: field }),
    fc.record({
      form: fc.constantFrom(
        'before' as const,
        'after' as const,
        'on-or-before' as const,
        'on-or-after' as const,
      ),
      field: dayField,
      others: fc.tuple(dayField),
    }),
    fc.record({
      form: fc.constant('within' as const),
      field: dayField,
      span: fc.record({
        amount: fc.integer({ min: 1, max: 30 }),
        unit: fc.constantFrom('workdays' as const, 'days' as const),
      }),
      of: dayField,
    }),
    fc.record({ form: fc.constant('by' as const), field: dayField, due: dayField }),
  );
  const aboutBlanks = fc.oneof(
    fc.record({ form: fc.constant('not' as const), field, value: fc.constantFrom('甲', '乙') }),
    fc.record({ form: fc.constant('filled' as const), field, filled: fc.boolean() }),
  );
  const parts = (of: 'blind' | 'speaking') => fc.array(tie(of), { minLength: 1, maxLength: 3 });
  const compound = (of: 'blind' | 'speaking') => [
    fc.record({ form: fc.constantFrom('all' as const, 'any' as const), parts: parts(of) }),
    fc.record({ form: fc.constant('never' as const), part: tie(of) }),
  ];
  return {
    blind: fc.oneof({ maxDepth: 3 }, leaf, ...compound('blind')),
    speaking: fc.oneof({ maxDepth: 3 }, leaf, aboutBlanks, ...compound('speaking')),
  };
});

/** A record in which some facts are blank or unreadable. */
const record = fc
  .record({
    ...Object.fromEntries(
      FIELDS.map((key) => [
        key,
        fc.oneof(
          fc.constant<string[] | null>([]),
          fc.constant(null),
          fc.uniqueArray(fc.constantFrom('甲', '乙', '丙')),
        ),
      ]),
    ),
    ...Object.fromEntries(
      ['d1', 'd2', 'd3'].map((key) => [
        key,
        fc.oneof(
          fc.constant<string[] | null>([]),
          fc.constantFrom(...DAYS).map((day) => [day]),
        ),
      ]),
    ),
  })
  .map((entries) => new Map(Object.entries(entries as Record<string, string[] | null>)));

describe('what a blank may do', () => {
  test('filling a blank never turns a known truth round, except under not and filled', () => {
    fc.assert(
      fc.property(
        blind,
        record,
        fc.constantFrom('甲', '乙'),
        fc.constantFrom(...DAYS),
        (predicate, facts, value, day) => {
          const before = weigh(predicate, facts, context);
          if (before === 'unknown') return;
          for (const [key, recorded] of facts) {
            if (recorded !== null && recorded.length > 0) continue;
            const after = weigh(
              predicate,
              new Map(facts).set(key, [key.startsWith('d') && key !== 'd' ? day : value]),
              context,
            );
            expect(after, `${key} filled`).toBe(before);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('not and filled are the only forms that know something of a blank', () => {
    fc.assert(
      fc.property(speaking, (predicate) => {
        const text = JSON.stringify(predicate);
        if (/"(not|filled)"/.test(text)) return;
        expect(weigh(predicate, new Map(), context)).toBe('unknown');
      }),
      { numRuns: 1000 },
    );
    expect(truthOf({ form: 'not', field: 'a', value: '甲' }, {})).toBe('yes');
    expect(truthOf({ form: 'not', field: 'a', value: '甲' }, { a: '甲' })).toBe('no');
  });

  test('all and any are duals, and a double negation says the same', () => {
    fc.assert(
      fc.property(fc.array(speaking, { minLength: 1, maxLength: 3 }), record, (parts, facts) => {
        const never = (part: Predicate): Predicate => ({ form: 'never', part });
        const all = weigh({ form: 'all', parts }, facts, context);
        expect(weigh(never({ form: 'any', parts: parts.map(never) }), facts, context)).toBe(all);
        expect(weigh(never(never({ form: 'all', parts })), facts, context)).toBe(all);
      }),
    );
  });
});

test('fieldsOf lists what a predicate reads, once, without day literals', () => {
  expect(
    fieldsOf({
      form: 'all',
      parts: [
        { form: 'within', field: 'notice_date', span: { amount: 7, unit: 'workdays' }, of: 'start_date' },
        { form: 'never', part: { form: 'same-as', field: 'mode', other: 'decision' } },
        { form: 'before', field: 'start_date', others: ['2024-01-01', 'decision_date'] },
        { form: 'by', field: 'filing_date', due: 'filing_due' },
      ],
    }),
  ).toEqual(['notice_date', 'start_date', 'mode', 'decision', 'decision_date', 'filing_date', 'filing_due']);
});
