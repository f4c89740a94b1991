import { describe, expect, test } from 'vitest';
import type { Failure } from '../../src/core/judge.ts';
import type { Facts } from '../../src/core/predicate.ts';
import { NO_EVENTS, withDerived } from '../../src/register/derived.ts';
import { explainRecord } from '../../src/register/explain.ts';
import { stepOf } from '../../src/register/fields.ts';
import { describeFailure, withoutPersons } from '../../src/register/message.ts';
import { readPolicies, realCalendar } from '../corpus.ts';

const policy = (await readPolicies()).find(({ meta }) => meta.id === 'ZZ');
if (!policy) throw new Error('no policy ZZ');

const DAY = '2024-03-05';
const facts: Facts = new Map([
  ['appeal_date', [DAY]],
  ['impact_end', [DAY]],
  ['decision_date', ['2024-06-07']],
  ['effective_date', ['2024-09-09']],
]);

describe('nothing of a personal date is in a message, nor can it be computed', () => {
  const order = { form: 'before', field: 'decision_date', others: ['appeal_date'] } as const;
  const span = { amount: 5, unit: 'workdays' } as const;
  test.each<[string, Failure]>([
    [
      'recorded too late: neither the day nor the delay',
      {
        fault: 'deadline-missed',
        severity: 'error',
        field: 'appeal_date',
        predicate: { form: 'within', field: 'appeal_date', span, of: 'decision_date' },
        due: '2024-06-14',
        late: 3,
      },
    ],
    [
      'counted from: neither the day nor the due day',
      {
        fault: 'deadline-missed',
        severity: 'error',
        field: 'decision_date',
        predicate: { form: 'within', field: 'decision_date', span, of: 'appeal_date' },
        due: '2024-03-12',
        late: 60,
      },
    ],
    [
      'compared with',
      { fault: 'date-order', severity: 'error', field: 'decision_date', predicate: order, against: DAY },
    ],
    [
      'that stands in the wrong order',
      {
        fault: 'date-order',
        severity: 'error',
        field: 'impact_end',
        predicate: { form: 'after', field: 'impact_end', others: ['decision_date'] },
        against: '2024-06-07',
      },
    ],
  ])('%s', (_, failure) => {
    const message = describeFailure(failure, facts, policy, '题目');
    const { failure: shown } = withoutPersons(failure, facts);
    expect(`${message}${JSON.stringify(shown)}`).not.toMatch(/2024-03|超出|"late"/);
    expect(message).toContain('（已隐去）');
  });

  test('other failures stay as they are', () => {
    const failure: Failure = {
      fault: 'date-order',
      severity: 'error',
      field: 'effective_date',
      predicate: { form: 'before', field: 'effective_date', others: ['decision_date'] },
      against: '2024-06-07',
    };
    expect(withoutPersons(failure, facts)).toEqual({ failure, facts });
  });
});

test('an explanation hides what is told from a personal column, too', () => {
  const context = { calendar: realCalendar(), asOf: '2026-11-21', stepOf };
  const stated = new Map([
    ['decision', ['予以容错']],
    ['situations', ['ZZ-5(12)']],
    ['note', ['属于为推动发展的无意过失']],
  ]);
  const told = explainRecord(policy, 'case', withDerived(stated, 'case', NO_EVENTS, context), context);
  const shown = told
    .filter(({ rule }) => rule.id === 'ZZ-2b')
    .map(({ when, require }) => JSON.stringify([when, require]))
    .join();
  expect(shown).toContain('备注所写的区分');
  expect(shown).toContain('已隐去');
  expect(shown).not.toMatch(/ZZ-2d|无意过失/);
});
