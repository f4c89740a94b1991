import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ExplainWords, explain, type Step, VERDICT_GROUPS } from '../../src/core/explain.ts';
import { judge, type RuleLogic } from '../../src/core/judge.ts';
import type { Predicate } from '../../src/core/predicate.ts';
import { contextOn, factsOf, type Written } from './facts.ts';

const words: ExplainWords = {
  label: (field) =>
    ({ notice_date: '通知日期', start_date: '启动日期', clue_secret: '保密' })[field] ?? field,
  value: (value) => `「${value}」`,
  hidden: (field) => field === 'subject_name',
};

const NOTICE: RuleLogic = {
  when: { form: 'not', field: 'clue_secret', value: '是' },
  require: { form: 'within', field: 'notice_date', span: { amount: 7, unit: 'workdays' }, of: 'start_date' },
  severity: 'error',
};

const explained = (rule: RuleLogic, written: Written, asOf?: string) =>
  explain(rule, factsOf(written), contextOn(asOf), words);

/** A step in one line, its parts in brackets. */
const short = ({ truth, values, parts }: Step): string =>
  `${truth}${parts.length > 0 ? `(${parts.map(short).join(' ')})` : `[${values.map(({ shown }) => shown).join('、')}]`}`;

describe('one rule on one record', () => {
  test('a late notice: premise, requirement, the facts read, the last day and the days off before it', () => {
    const { verdict, failures, when, require, missing } = explained(NOTICE, {
      start_date: '2025-09-26',
      notice_date: '2025-10-15',
    });
    expect(verdict).toBe('fail');
    expect(failures.map(({ fault }) => fault)).toEqual(['deadline-missed']);
    expect(missing).toEqual([]);
    expect(when).toEqual({
      predicate: NOTICE.when,
      truth: 'yes',
      phrase: '「保密」未登记为「是」',
      values: [{ field: 'clue_secret', label: '保密', shown: '未登记', blank: true }],
      parts: [],
    });
    expect(require).toMatchObject([
      {
        truth: 'no',
        phrase: '「通知日期」在「启动日期」之后7个工作日以内',
        values: [
          { label: '通知日期', shown: '2025-10-15', blank: false },
          { label: '启动日期', shown: '2025-09-26', blank: false },
        ],
        due: { day: '2025-10-13', provisional: false },
        calendar: { notices: ['国办发明电〔2024〕12号'], decisive: true },
      },
    ]);
  });

  test.each([
    [{ start_date: '2025-09-26', notice_date: '2025-10-13' }, 'pass', 'yes', 'yes'],
    [{ start_date: '2025-09-26', clue_secret: '是' }, 'skip', 'no', 'unknown'],
    [{ start_date: '2025-09-26' }, 'open', 'yes', 'unknown'],
    [{}, 'unknown', 'yes', 'unknown'],
  ] as const)('%j: %s', (written, verdict, when, require) => {
    const found = explained(NOTICE, written, '2025-09-30');
    expect([found.verdict, found.when?.truth, found.require[0]?.truth]).toEqual([verdict, when, require]);
  });

  test('the last day is told also while the duty is open', () => {
    const { require } = explained(NOTICE, { start_date: '2026-12-28' }, '2026-12-29');
    expect(require[0]?.due).toEqual({ day: '2027-01-06', provisional: true });
  });
});

describe('parts', () => {
  const is = (field: string): Predicate => ({ form: 'is', field, value: '是' });

  test('each part of all and any is a step of its own; the parts of the requirement stand side by side', () => {
    const rule: RuleLogic = {
      when: { form: 'all', parts: [is('a'), { form: 'any', parts: [is('b'), is('c')] }] },
      require: { form: 'all', parts: [is('d'), { form: 'never', part: is('e') }] },
      severity: 'warning',
    };
    const found = explained(rule, { a: '是', b: '否', c: '是', d: '是', e: '否' });
    expect(found.when && short(found.when)).toBe('yes(yes[是] yes(no[否] yes[是]))');
    expect(found.require.map(short)).toEqual(['yes[是]', 'yes[否]']);
    expect(found.verdict).toBe('pass');
  });

  test('missing are the blank facts on the open paths only, each once', () => {
    const rule: RuleLogic = {
      when: {
        form: 'all',
        parts: [
          is('a'),
          { form: 'any', parts: [is('b'), is('c')] },
          { form: 'any', parts: [is('d'), is('e')] },
          is('a'),
        ],
      },
      require: is('f'),
      severity: 'error',
    };
    // d or e is settled by e; f is not asked before the premise is known.
    const found = explained(rule, { c: '否', e: '是' });
    expect(found.verdict).toBe('unknown');
    expect(found.missing).toEqual(['a', 'b']);
  });

  test('missing in the requirement', () => {
    const rule: RuleLogic = {
      require: { form: 'on-or-after', field: 'notice_date', others: ['start_date'] },
      severity: 'error',
    };
    expect(explained(rule, { notice_date: '2025-01-02' }).missing).toEqual(['启动日期']);
    expect(explained(rule, {}).missing).toEqual(['通知日期', '启动日期']);
  });
});

describe('what is shown of a fact', () => {
  const filled = (field: string): RuleLogic => ({
    require: { form: 'filled', field, filled: true },
    severity: 'error',
  });
  test.each([
    ['a', ['甲', '乙'], '甲、乙', false],
    ['a', '', '未登记', true],
    ['a', null, '无法读取', false],
    ['a', '长'.repeat(41), `${'长'.repeat(40)}……`, false],
    ['subject_name', '张三', '已隐去', false],
    ['subject_name', null, '已隐去', false],
    ['subject_name', '', '未登记', true],
  ] as const)('%s %j as %s', (field, written, shown, blank) => {
    const value = explained(filled(field), { [field]: written }).require[0]?.values[0];
    expect([value?.shown, value?.blank]).toEqual([shown, blank]);
  });
});

test('the verdict is that of the check, whatever the record', () => {
  const field = fc.constantFrom('a', 'b', 'notice_date', 'start_date');
  const leaf = fc.oneof(
    field.map((name): Predicate => ({ form: 'is', field: name, value: '是' })),
    field.map((name): Predicate => ({ form: 'filled', field: name, filled: true })),
    fc.constant(NOTICE.require),
  );
  const predicate = fc.oneof(
    leaf,
    fc.array(leaf, { minLength: 1, maxLength: 3 }).map((parts): Predicate => ({ form: 'all', parts })),
    fc.array(leaf, { minLength: 1, maxLength: 3 }).map((parts): Predicate => ({ form: 'any', parts })),
    leaf.map((part): Predicate => ({ form: 'never', part })),
  );
  const value = fc.constantFrom('是', '否', '');
  const day = fc.constantFrom('2025-09-26', '2025-10-13', '2025-10-14', '');
  fc.assert(
    fc.property(
      fc.option(predicate, { nil: undefined }),
      predicate,
      fc.record({ a: value, b: value, notice_date: day, start_date: day }),
      (when, require, written) => {
        const rule: RuleLogic = { ...(when ? { when } : {}), require, severity: 'error' };
        const found = explained(rule, written);
        const { verdict, failures } = judge(rule, factsOf(written), contextOn());
        expect([found.verdict, found.failures]).toEqual([verdict, failures]);
        if (verdict !== 'unknown') expect(found.missing).toEqual([]);
        else expect(found.missing.length).toBeGreaterThan(0);
      },
    ),
  );
});

test('every verdict has its group', () => {
  expect(VERDICT_GROUPS.map(([verdict]) => verdict)).toEqual(['pass', 'fail', 'open', 'unknown', 'skip']);
});
