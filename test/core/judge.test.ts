import { describe, expect, test } from 'vitest';
import { judge, type RuleLogic, subjectOf } from '../../src/core/judge.ts';
import type { Predicate } from '../../src/core/predicate.ts';
import { contextOn, factsOf, type Written } from './facts.ts';

const NOTICE: RuleLogic = {
  when: { form: 'not', field: 'clue_secret', value: '是' },
  require: { form: 'within', field: 'notice_date', span: { amount: 7, unit: 'workdays' }, of: 'start_date' },
  severity: 'error',
};

/** Verdict and failures with their predicate left out: the tests name the parts they look at. */
function judged(rule: RuleLogic, written: Written, asOf?: string) {
  const { verdict, failures } = judge(rule, factsOf(written), contextOn(asOf));
  return { verdict, failures: failures.map(({ predicate: _, ...failure }) => failure) };
}

/** What lies between 26 September 2025 and the seventh working day after it. */
const NATIONAL_DAY = {
  notices: ['国办发明电〔2024〕12号'],
  runs: [
    { from: '2025-09-28', to: '2025-09-28', working: true },
    { from: '2025-10-01', to: '2025-10-08', working: false },
    { from: '2025-10-11', to: '2025-10-11', working: true },
  ],
  decisive: true,
};

describe('a duty with a last day', () => {
  test('done in time', () => {
    expect(judged(NOTICE, { start_date: '2025-09-26', notice_date: '2025-10-13' })).toEqual({
      verdict: 'pass',
      failures: [],
    });
  });

  test('done late: missed, by so many working days', () => {
    expect(judged(NOTICE, { start_date: '2025-09-26', notice_date: '2025-10-15' })).toEqual({
      verdict: 'fail',
      failures: [
        {
          fault: 'deadline-missed',
          severity: 'error',
          field: 'notice_date',
          due: '2025-10-13',
          provisional: false,
          calendar: NATIONAL_DAY,
          late: 2,
        },
      ],
    });
  });

  test('done before it could begin: an order of dates, not a deadline', () => {
    expect(judged(NOTICE, { start_date: '2025-09-26', notice_date: '2025-09-25' }).failures).toEqual([
      {
        fault: 'date-order',
        severity: 'error',
        field: 'notice_date',
        due: '2025-10-13',
        provisional: false,
        calendar: NATIONAL_DAY,
        against: '2025-09-26',
      },
    ]);
  });

  test.each([
    ['2025-09-26', 'open'],
    ['2025-10-13', 'open'],
    ['2025-10-14', 'fail'],
  ])('not done on %s: %s', (asOf, verdict) => {
    expect(judged(NOTICE, { start_date: '2025-09-26' }, asOf).verdict).toBe(verdict);
  });

  test('not done after the last day: overdue, counted to the day of judging', () => {
    expect(judged(NOTICE, { start_date: '2025-09-26' }, '2025-10-16').failures).toMatchObject([
      { fault: 'deadline-overdue', due: '2025-10-13', late: 3 },
    ]);
  });

  test('not done but a later step is recorded: missing, even before the last day', () => {
    expect(
      judged(NOTICE, { start_date: '2025-09-26', application_date: '2025-09-29' }, '2025-09-30').failures,
    ).toMatchObject([{ fault: 'step-missing', due: '2025-10-13' }]);
  });

  test('a closed case is judged on its own dates, whatever the day', () => {
    const written = { start_date: '2025-09-26', notice_date: '2025-10-14', decision_date: '2025-11-03' };
    expect(judged(NOTICE, written, '2025-09-26')).toEqual(judged(NOTICE, written, '2099-01-01'));
  });

  test('an earlier step does not make it missing, nor does one of the same rank', () => {
    const told: RuleLogic = {
      require: {
        form: 'within',
        field: 'correction_notice_date',
        span: { amount: 5, unit: 'workdays' },
        of: 'decision_date',
      },
      severity: 'error',
    };
    const written = { start_date: '2025-09-01', decision_date: '2025-09-26', feedback_date: '2025-09-28' };
    expect(judged(told, written, '2025-09-29').verdict).toBe('open');
    expect(judged(told, { ...written, correction_done: '2025-09-29' }, '2025-09-29').verdict).toBe('fail');
  });

  test('an unreadable later step does not count', () => {
    expect(judged(NOTICE, { start_date: '2025-09-26', application_date: null }, '2025-09-30').verdict).toBe(
      'open',
    );
  });

  test.each<[string, Written]>([
    ['the day it counts from is blank', { notice_date: '2025-10-14' }],
    ['the day it counts from is unreadable', { start_date: null, notice_date: '2025-10-14' }],
    ['the day itself is unreadable', { start_date: '2025-09-26', notice_date: null }],
  ])('nothing is said when %s', (_, written) => {
    expect(judged(NOTICE, written)).toEqual({ verdict: 'unknown', failures: [] });
  });

  test('past the last announced year the day is provisional', () => {
    expect(judged(NOTICE, { start_date: '2026-12-28' }, '2027-01-07').failures).toMatchObject([
      { due: '2027-01-06', provisional: true },
    ]);
  });

  test('by: the day is given by another fact', () => {
    const filing: RuleLogic = {
      require: { form: 'by', field: 'filing_date', due: 'filing_due' },
      severity: 'warning',
    };
    expect(judged(filing, { filing_due: '2024-03-25' }, '2024-03-25').verdict).toBe('open');
    expect(judged(filing, { filing_due: '2024-03-25' }, '2024-03-26').failures).toMatchObject([
      { fault: 'deadline-overdue', severity: 'warning', due: '2024-03-25' },
    ]);
    expect(judged(filing, { filing_due: '2024-03-25', filing_date: '2024-03-29' }).failures).toMatchObject([
      { fault: 'deadline-missed', late: 4 },
    ]);
    expect(judged(filing, { filing_date: '2024-03-29' }).verdict).toBe('unknown');
  });
});

describe('the order of dates', () => {
  const before: RuleLogic = {
    require: { form: 'before', field: 'consult_date', others: ['duty_decision_date', 'decision_date'] },
    severity: 'error',
    sameDay: 'warning',
  };

  test.each<[string, Written, string, object[]]>([
    ['earlier', { consult_date: '2024-03-04', decision_date: '2024-03-05' }, 'pass', []],
    [
      'later than one of two',
      { consult_date: '2024-03-06', duty_decision_date: '2024-03-07', decision_date: '2024-03-05' },
      'fail',
      [{ fault: 'date-order', severity: 'error', against: '2024-03-05' }],
    ],
    [
      'the same day, which dates cannot tell apart',
      { consult_date: '2024-03-05', decision_date: '2024-03-05' },
      'fail',
      [{ fault: 'date-order', severity: 'warning', against: '2024-03-05' }],
    ],
    ['blank', { decision_date: '2024-03-05' }, 'unknown', []],
    ['nothing to compare with', { consult_date: '2024-03-05' }, 'unknown', []],
    ['unreadable', { consult_date: null, decision_date: '2024-03-05' }, 'unknown', []],
  ])('before: %s', (_, written, verdict, failures) => {
    const result = judged(before, written);
    expect(result.verdict).toBe(verdict);
    expect(result.failures).toMatchObject(failures);
    expect(result.failures).toHaveLength(failures.length);
  });

  test('a day that is too late wins over one that is the same', () => {
    const written = {
      consult_date: '2024-03-06',
      duty_decision_date: '2024-03-06',
      decision_date: '2024-03-05',
    };
    expect(judged(before, written).failures).toMatchObject([{ severity: 'error', against: '2024-03-05' }]);
  });

  test('without same-day an equal day breaks the order like any other', () => {
    const { sameDay: _, ...strict } = before;
    expect(
      judged(strict, { consult_date: '2024-03-05', decision_date: '2024-03-05' }).failures,
    ).toMatchObject([{ severity: 'error' }]);
  });

  test.each<['on-or-before' | 'on-or-after' | 'after', string, string]>([
    ['on-or-before', '2024-03-05', 'pass'],
    ['on-or-before', '2024-03-06', 'fail'],
    ['on-or-after', '2024-03-05', 'pass'],
    ['on-or-after', '2024-03-04', 'fail'],
    ['after', '2024-03-06', 'pass'],
    ['after', '2024-03-05', 'fail'],
  ])('%s 2024-03-05 on %s: %s', (form, consult_date, verdict) => {
    const rule: RuleLogic = {
      require: { form, field: 'consult_date', others: ['2024-03-05'] },
      severity: 'error',
    };
    const result = judged(rule, { consult_date });
    expect(result.verdict).toBe(verdict);
    if (verdict === 'fail') expect(result.failures).toMatchObject([{ against: '2024-03-05' }]);
  });
});

describe('facts a record must state', () => {
  const field = 'collective';
  test.each<[string, Predicate, Written, string, string | undefined]>([
    ['is: stated', { form: 'is', field, value: '是' }, { collective: '是' }, 'pass', undefined],
    ['is: stated otherwise', { form: 'is', field, value: '是' }, { collective: '否' }, 'fail', 'rule-broken'],
    ['is: blank', { form: 'is', field, value: '是' }, {}, 'fail', 'fact-missing'],
    ['is: unreadable', { form: 'is', field, value: '是' }, { collective: null }, 'unknown', undefined],
    ['in: blank', { form: 'in', field, values: ['是'] }, {}, 'fail', 'fact-missing'],
    ['has: blank', { form: 'has', field, values: ['是'] }, {}, 'fail', 'fact-missing'],
    ['has-any: blank', { form: 'has-any', field, values: ['是'] }, {}, 'fail', 'fact-missing'],
    ['only: blank', { form: 'only', field, values: ['是'] }, {}, 'fail', 'fact-missing'],
    [
      'only: one too many',
      { form: 'only', field, values: ['是'] },
      { collective: ['是', '否'] },
      'fail',
      'rule-broken',
    ],
    ['filled: blank', { form: 'filled', field, filled: true }, {}, 'fail', 'fact-missing'],
    ['filled: unreadable', { form: 'filled', field, filled: true }, { collective: null }, 'pass', undefined],
    [
      'filled false: stated',
      { form: 'filled', field, filled: false },
      { collective: '是' },
      'fail',
      'rule-broken',
    ],
    ['not: blank', { form: 'not', field, value: '是' }, {}, 'pass', undefined],
    ['not: stated', { form: 'not', field, value: '是' }, { collective: '是' }, 'fail', 'rule-broken'],
    [
      'never is: blank',
      { form: 'never', part: { form: 'is', field, value: '是' } },
      {},
      'unknown',
      undefined,
    ],
    [
      'never is: stated',
      { form: 'never', part: { form: 'is', field, value: '是' } },
      { collective: '是' },
      'fail',
      'rule-broken',
    ],
    [
      'same-as: other blank',
      { form: 'same-as', field, other: 'decision' },
      { collective: '是' },
      'unknown',
      undefined,
    ],
    [
      'same-as: different',
      { form: 'same-as', field, other: 'decision' },
      { collective: '是', decision: '否' },
      'fail',
      'rule-broken',
    ],
  ])('%s', (_, require, written, verdict, fault) => {
    const result = judged({ require, severity: 'error' }, written);
    expect(result.verdict).toBe(verdict);
    expect(result.failures).toMatchObject(fault ? [{ fault, field }] : []);
  });
});

describe('whole rules', () => {
  test('a rule that does not apply is skipped; one that may apply says nothing', () => {
    const written = { start_date: '2025-09-26' };
    expect(judged(NOTICE, { ...written, clue_secret: '是' })).toEqual({ verdict: 'skip', failures: [] });
    expect(judged(NOTICE, { ...written, clue_secret: null })).toEqual({ verdict: 'unknown', failures: [] });
    expect(judged(NOTICE, { ...written, clue_secret: '' }).verdict).toBe('fail');
  });

  const several: RuleLogic = {
    require: {
      form: 'all',
      parts: [
        { form: 'is', field: 'collective', value: '是' },
        { form: 'filled', field: 'decider', filled: true },
        {
          form: 'within',
          field: 'feedback_date',
          span: { amount: 5, unit: 'workdays' },
          of: 'decision_date',
        },
      ],
    },
    severity: 'error',
  };

  test('each failing part of an all is reported where it stands', () => {
    const result = judged(several, {
      collective: '否',
      decision_date: '2025-09-26',
      feedback_date: '2025-10-11',
    });
    expect(result.verdict).toBe('fail');
    expect(result.failures).toMatchObject([
      { field: 'collective', fault: 'rule-broken' },
      { field: 'decider', fault: 'fact-missing' },
      { field: 'feedback_date', fault: 'deadline-missed', late: 1 },
    ]);
  });

  test.each<[string, Written, string]>([
    ['one part still open', { collective: '是', decider: '区委', decision_date: '2025-09-26' }, 'open'],
    ['one part not known', { collective: '是', decider: '区委' }, 'unknown'],
    [
      'one part open, one not known',
      { collective: null, decider: '区委', decision_date: '2025-09-26' },
      'unknown',
    ],
    [
      'one part open, one failing',
      { collective: '否', decider: '区委', decision_date: '2025-09-26' },
      'fail',
    ],
  ])('all with %s: %s', (_, written, verdict) => {
    expect(judged(several, written, '2025-09-29').verdict).toBe(verdict);
  });

  test('an any is one part: reported once, at its first field', () => {
    const rule: RuleLogic = {
      require: {
        form: 'any',
        parts: [
          { form: 'is', field: 'harm', value: '较小' },
          { form: 'is', field: 'remedy', value: '未挽回' },
        ],
      },
      severity: 'warning',
    };
    expect(judged(rule, { harm: '严重', remedy: '消除影响' }).failures).toMatchObject([
      { field: 'harm', fault: 'rule-broken', severity: 'warning' },
    ]);
    expect(judged(rule, { harm: '严重' }).verdict).toBe('unknown');
  });

  test.each<[string, string | null, string]>([
    ['a reason is recorded', '沟通于次日结束', 'warning'],
    ['no reason is recorded', '', 'error'],
  ])('softer: %s', (_, reason, severity) => {
    const rule: RuleLogic = {
      require: {
        form: 'within',
        field: 'suggestion_date',
        span: { amount: 5, unit: 'workdays' },
        of: 'notice_date',
      },
      severity: 'error',
      softer: {
        when: { form: 'filled', field: 'suggestion_late_reason', filled: true },
        severity: 'warning',
      },
    };
    expect(
      judged(rule, {
        notice_date: '2025-09-26',
        suggestion_date: '2025-10-11',
        suggestion_late_reason: reason,
      }).failures,
    ).toMatchObject([{ severity }]);
  });
});

test.each<[Predicate, string]>([
  [{ form: 'is', field: 'a', value: 'x' }, 'a'],
  [{ form: 'never', part: { form: 'filled', field: 'b', filled: true } }, 'b'],
  [{ form: 'any', parts: [{ form: 'never', part: { form: 'not', field: 'c', value: 'x' } }] }, 'c'],
  [{ form: 'all', parts: [] }, ''],
])('subjectOf %j is %j', (predicate, expected) => {
  expect(subjectOf(predicate)).toBe(expected);
});
