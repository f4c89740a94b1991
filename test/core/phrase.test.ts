import { describe, expect, test } from 'vitest';
import type { RuleLogic } from '../../src/core/judge.ts';
import { phrase, phraseRule, phraseRuns, phraseSpan, type Words } from '../../src/core/phrase.ts';
import type { Predicate } from '../../src/core/predicate.ts';
import { wordsFor } from '../../src/register/message.ts';
import { readPolicies } from '../corpus.ts';

const LABELS: Readonly<Record<string, string>> = {
  decision: '是否容错',
  mode: '容错方式',
  heard: '听取意见对象',
  notice_date: '通知日期',
  start_date: '启动日期',
  decision_date: '认定时间',
  filing_due: '备案截止日',
};
const WORDS: Words = { label: (field) => LABELS[field] ?? field, value: (value) => `「${value}」` };

const say = (predicate: Predicate): string => phrase(predicate, WORDS);
const heard = (form: 'has' | 'has-any' | 'only', ...values: string[]): Predicate => ({
  form,
  field: 'heard',
  values,
});
const never = (part: Predicate): Predicate => ({ form: 'never', part });
const tolerated: Predicate = { form: 'is', field: 'decision', value: '予以容错' };
const exempt: Predicate = { form: 'is', field: 'mode', value: '免责' };

test('each form has a sentence of its own', () => {
  expect(say(tolerated)).toMatchInlineSnapshot(`"「是否容错」为「予以容错」"`);
  expect(say({ form: 'not', field: 'decision', value: '予以容错' })).toMatchInlineSnapshot(
    `"「是否容错」未登记为「予以容错」"`,
  );
  expect(say({ form: 'in', field: 'mode', values: ['免责', '减责'] })).toMatchInlineSnapshot(
    `"「容错方式」为「免责」、「减责」之一"`,
  );
  expect(say(heard('has', '当事人', '专家'))).toMatchInlineSnapshot(
    `"「听取意见对象」包含「当事人」、「专家」"`,
  );
  expect(say(heard('has-any', '当事人', '专家'))).toMatchInlineSnapshot(
    `"「听取意见对象」至少包含「当事人」、「专家」之一"`,
  );
  expect(say(heard('has-any', '专家'))).toMatchInlineSnapshot(`"「听取意见对象」包含「专家」"`);
  expect(say(heard('only', '当事人', '专家'))).toMatchInlineSnapshot(
    `"「听取意见对象」限于「当事人」、「专家」"`,
  );
  expect(say({ form: 'filled', field: 'mode', filled: true })).toMatchInlineSnapshot(`"「容错方式」已登记"`);
  expect(say({ form: 'filled', field: 'mode', filled: false })).toMatchInlineSnapshot(`"「容错方式」未登记"`);
  expect(say({ form: 'same-as', field: 'notice_date', other: 'start_date' })).toMatchInlineSnapshot(
    `"「通知日期」与「启动日期」相同"`,
  );
  expect(say({ form: 'before', field: 'notice_date', others: ['decision_date'] })).toMatchInlineSnapshot(
    `"「通知日期」早于「认定时间」"`,
  );
  expect(
    say({ form: 'after', field: 'notice_date', others: ['start_date', 'decision_date'] }),
  ).toMatchInlineSnapshot(`"「通知日期」晚于「启动日期」、「认定时间」"`);
  expect(
    say({ form: 'on-or-before', field: 'notice_date', others: ['decision_date'] }),
  ).toMatchInlineSnapshot(`"「通知日期」不晚于「认定时间」"`);
  expect(say({ form: 'on-or-after', field: 'start_date', others: ['2019-11-15'] })).toMatchInlineSnapshot(
    `"「启动日期」不早于2019-11-15"`,
  );
  expect(
    say({ form: 'within', field: 'notice_date', span: { amount: 7, unit: 'workdays' }, of: 'start_date' }),
  ).toMatchInlineSnapshot(`"「通知日期」在「启动日期」之后7个工作日以内"`);
  expect(say({ form: 'by', field: 'notice_date', due: 'filing_due' })).toMatchInlineSnapshot(
    `"「通知日期」不晚于「备案截止日」"`,
  );
});

test('combinations keep their brackets', () => {
  expect(say({ form: 'all', parts: [tolerated, exempt] })).toMatchInlineSnapshot(
    `"「是否容错」为「予以容错」，并且「容错方式」为「免责」"`,
  );
  expect(
    say({ form: 'any', parts: [tolerated, { form: 'all', parts: [exempt, heard('has', '专家')] }] }),
  ).toMatchInlineSnapshot(
    `"「是否容错」为「予以容错」，或者（「容错方式」为「免责」，并且「听取意见对象」包含「专家」）"`,
  );
  expect(say({ form: 'all', parts: [tolerated, { form: 'any', parts: [exempt] }] })).toMatchInlineSnapshot(
    `"「是否容错」为「予以容错」，并且「容错方式」为「免责」"`,
  );
});

test('negations say what they mean', () => {
  expect(say(never(tolerated))).toMatchInlineSnapshot(`"「是否容错」不为「予以容错」"`);
  expect(say(never({ form: 'in', field: 'mode', values: ['免责', '减责'] }))).toMatchInlineSnapshot(
    `"「容错方式」不为「免责」、「减责」中的任何一项"`,
  );
  expect(say(never(heard('has', '专家')))).toMatchInlineSnapshot(`"「听取意见对象」不包含「专家」"`);
  // Not both is not neither.
  expect(say(never(heard('has', '当事人', '专家')))).toMatchInlineSnapshot(
    `"「听取意见对象」未同时包含「当事人」、「专家」"`,
  );
  expect(say(never(heard('has-any', '当事人', '专家')))).toMatchInlineSnapshot(
    `"「听取意见对象」不包含「当事人」、「专家」中的任何一项"`,
  );
  expect(say(never({ form: 'filled', field: 'mode', filled: true }))).toMatchInlineSnapshot(
    `"「容错方式」未登记"`,
  );
  expect(say(never({ form: 'same-as', field: 'notice_date', other: 'start_date' }))).toMatchInlineSnapshot(
    `"「通知日期」与「启动日期」不同"`,
  );
  expect(say(never({ form: 'any', parts: [tolerated, exempt] }))).toMatchInlineSnapshot(
    `"不出现下列情形：「是否容错」为「予以容错」，或者「容错方式」为「免责」"`,
  );
});

test('a whole rule: premise, requirement, consequence, exception', () => {
  const rule: RuleLogic = {
    when: { form: 'all', parts: [tolerated, never(heard('has', '专家'))] },
    require: never(heard('has-any', '当事人', '专家')),
    severity: 'error',
    softer: { when: { form: 'filled', field: 'mode', filled: false }, severity: 'warning' },
  };
  expect(phraseRule(rule, WORDS)).toMatchInlineSnapshot(
    `"当「是否容错」为「予以容错」，并且「听取意见对象」不包含「专家」时，要求「听取意见对象」不得包含「当事人」、「专家」中的任何一项；不合的报错误；但「容错方式」未登记的，报警告。"`,
  );
  expect(phraseRule({ require: tolerated, severity: 'info' }, WORDS)).toMatchInlineSnapshot(
    `"要求「是否容错」为「予以容错」；不合的作提示。"`,
  );
});

test.each([
  [{ amount: 7, unit: 'workdays' }, '7个工作日'],
  [{ amount: 1, unit: 'months' }, '1个月'],
  [{ amount: 30, unit: 'days' }, '30日'],
] as const)('%j reads %s', (span, expected) => {
  expect(phraseSpan(span)).toBe(expected);
});

const policies = await readPolicies();

describe.each(policies.map((policy) => [policy.meta.id, policy] as const))(
  'every rule of %s',
  (_, policy) => {
    test.each(policy.rules.map((rule) => [`${rule.id} ${rule.title}`, rule] as const))(
      '%s',
      (_name, rule) => {
        const sentence = phraseRule(rule, wordsFor(policy));
        expect(sentence).toMatch(/^(当.+时，)?要求.+；不合的(报错误|报警告|作提示)(；但.+)?。$/);
        // No key of a column, no English word, nothing undefined.
        expect(sentence).not.toMatch(/[a-z_]{3,}/);
        const opening = [...sentence].filter((char) => '「（'.includes(char)).length;
        const closing = [...sentence].filter((char) => '」）'.includes(char)).length;
        expect(opening).toBe(closing);
        if (rule.when) expect(phrase(rule.when, wordsFor(policy))).not.toContain('不得');
      },
    );
  },
);

describe('codes in sentences', () => {
  const jn = policies.find(({ meta }) => meta.id === 'JN');
  const conditions = (...values: string[]): string =>
    jn ? phrase({ form: 'has', field: 'conditions', values }, wordsFor(jn)) : '';

  test('runs of items are drawn together, pairs and gaps are not', () => {
    expect(conditions('JN-7(1)', 'JN-7(2)', 'JN-7(3)')).toMatchInlineSnapshot(
      `"「容错条件」包含第七条第（一）至第（三）项"`,
    );
    expect(conditions('JN-7(1)', 'JN-7(2)')).toMatchInlineSnapshot(
      `"「容错条件」包含第七条第（一）项（JN-7(1)）、第七条第（二）项（JN-7(2)）"`,
    );
    expect(conditions('JN-7(1)', 'JN-7(3)', 'JN-7(4)', 'JN-7(5)', 'JN-8(6)')).toMatchInlineSnapshot(
      `"「容错条件」包含第七条第（一）项（JN-7(1)）、第七条第（三）至第（五）项、第八条第（六）项（JN-8(6)）"`,
    );
    expect(conditions('无')).toMatchInlineSnapshot(`"「容错条件」包含「无」"`);
  });
});

test.each([
  [[['2025-10-11', '2025-10-11', true]], '10月11日上班'],
  [[['2025-10-01', '2025-10-08', false]], '10月1日至8日放假'],
  [[['2022-04-30', '2022-05-04', false]], '4月30日至5月4日放假'],
  [[['2022-12-31', '2023-01-02', false]], '12月31日至2023年1月2日放假'],
  [
    [
      ['2025-09-28', '2025-09-28', true],
      ['2025-10-01', '2025-10-08', false],
    ],
    '9月28日上班，10月1日至8日放假',
  ],
] as const)('%j as %s', (runs, expected) => {
  expect(phraseRuns(runs.map(([from, to, working]) => ({ from, to, working })))).toBe(expected);
});
