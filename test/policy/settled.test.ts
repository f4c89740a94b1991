/** What rules leave to the site: named lists and severities. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { judge } from '../../src/core/judge.ts';
import type { Policy } from '../../src/policy/model.ts';
import { readPolicy } from '../../src/policy/read.ts';
import { NO_EVENTS, withDerived } from '../../src/register/derived.ts';
import { explainRecord } from '../../src/register/explain.ts';
import { FIELDS, settledBy, stepOf } from '../../src/register/fields.ts';
import { describeFailure } from '../../src/register/message.ts';
import { READING_SWITCHES, type ReadingChoices, SITE_CONFIG } from '../../src/site.config.ts';
import { factsOf, type Written } from '../core/facts.ts';
import { readPolicies, realCalendar } from '../corpus.ts';

const PATH = 'content/policies/jn-2019.mdx';
const TEXT = readFileSync(PATH, 'utf8');

function settle(choices: Partial<ReadingChoices>, path: string): Policy {
  const settled = settledBy({ ...SITE_CONFIG.readings, ...choices });
  const { policy, findings } = readPolicy(readFileSync(path, 'utf8'), path, { ...FIELDS, settled });
  expect(findings).toEqual([]);
  if (!policy) throw new Error('not read');
  return policy;
}

const city = (choices: Partial<ReadingChoices>): Policy => settle(choices, PATH);

const context = { calendar: realCalendar(), asOf: '2026-11-21', stepOf };

/** What the rules of a clause report of a record: `error deadline-missed`. */
function reported(policy: Policy, clause: string, written: Written): string[] {
  const facts = withDerived(factsOf(written), 'case', NO_EVENTS, context);
  return policy.rules
    .filter(({ id }) => id === clause)
    .flatMap((rule) => judge(rule, facts, context).failures)
    .map(({ severity, fault }) => `${severity} ${fault}`);
}

test('all six conditions, or those that are missing', () => {
  const severities = (policy: Policy): string[] =>
    policy.rules.filter(({ id }) => id === 'JN-7.0').map(({ severity }) => severity);
  expect(severities(city({ conditions: '提示' }))).toEqual(['error', 'warning']);
  expect(severities(city({ conditions: '全部' }))).toEqual(['error', 'error']);
});

test('which sanctions are light', () => {
  const heavy = (policy: Policy): string =>
    JSON.stringify(policy.rules.find(({ title }) => title === '转为第二种形态的处分为轻处分')?.require);
  expect(heavy(city({}))).toContain('政务处分:降级');
  expect(heavy(city({}))).not.toContain('政务处分:记大过');
  expect(heavy(city({ lightSanctions: ['党纪处分:党内警告'] }))).toContain('政务处分:记大过');
});

test('a name the site does not settle', () => {
  const { findings } = readPolicy(TEXT.replace("'@重处分'", "'@轻处分'"), PATH, FIELDS);
  expect(findings).toMatchObject([{ code: 'rule-syntax', message: expect.stringContaining('「@轻处分」') }]);
  const wrong = readPolicy(TEXT.replace("'@六项条件'", "'@七项条件'"), PATH, FIELDS);
  expect(wrong.findings).toMatchObject([{ code: 'rule-syntax' }]);
});

test('five working days from the notice, or from the end of the talks', () => {
  const received = city({ suggestionFrom: '收到通知' });
  const talked = city({ suggestionFrom: '沟通结束' });
  const suggested = (suggestion_date: string, reason = ''): Written => ({
    notice_date: '2025-09-26',
    suggestion_date,
    ...(reason ? { suggestion_late_reason: reason } : {}),
  });
  const about = (policy: Policy, facts: Written) => reported(policy, 'JN-12.3c', facts);
  const late = suggested('2025-10-16');
  const talks = suggested('2025-10-15', '10月9日沟通结束');
  expect(about(received, late)).toEqual(['error deadline-missed']);
  expect(about(talked, late)).toEqual(['error deadline-missed']);
  expect(about(received, talks)).toEqual(['warning deadline-missed']);
  expect(about(talked, talks)).toEqual([]);
  expect(about(talked, suggested('2025-10-16', '2025-10-09 沟通结束'))).toEqual(['warning deadline-missed']);
  expect(about(talked, suggested('2025-10-16', '单位党委换届'))).toEqual(['warning deadline-missed']);
});

test('a message names the day it counts from: the end of the talks only where that is recorded', () => {
  const policy = city({ suggestionFrom: '沟通结束' });
  const said = (written: Written): string => {
    const facts = withDerived(factsOf(written), 'case', NO_EVENTS, context);
    const rule = policy.rules.find(({ id }) => id === 'JN-12.3c');
    if (!rule) throw new Error('no rule');
    const messages = judge(rule, facts, context).failures.map((failure) =>
      describeFailure(failure, facts, policy, rule.title),
    );
    const told = explainRecord(policy, 'case', facts, context).find((one) => one.rule === rule);
    expect(told?.faults.map(({ message }) => message)).toEqual(messages);
    return messages.join('') + (told?.require.map(({ phrase }) => phrase).join('') ?? '');
  };
  const given = { notice_date: '2025-09-26', suggestion_date: '2025-10-16' };
  const without = said(given);
  expect(without).toContain(
    '：通知单位党委（党组）日期为 2025-09-26（没有写明沟通结束日期），应不晚于 2025-10-10',
  );
  expect(without).toContain('在「通知单位党委（党组）日期」之后5个工作日以内');
  const other = said({ ...given, suggestion_late_reason: '换届' });
  expect(other).toContain('（没有写明沟通结束日期）');
  const ended = said({ ...given, suggestion_late_reason: '10月8日沟通结束' });
  expect(ended).toContain('：沟通结束日期为 2025-10-08，应不晚于 2025-10-14');
  expect(ended).not.toContain('没有写明');
  const early = said({ ...given, suggestion_date: '2025-09-25' });
  expect(early).not.toContain('「沟通结束日期」');
});

test('matters opened under the old rules', () => {
  const college = (oldCases: ReadingChoices['oldCases']): Policy =>
    settle({ oldCases }, 'content/policies/zz-2023.mdx');
  const crossing: Written = { start_date: '2023-07-26', decision_date: '2023-09-01' };
  expect(reported(college('从旧'), 'ZZ-10a', crossing)).toEqual(['error date-order']);
  expect(reported(college('从新'), 'ZZ-10a', crossing)).toEqual(['info date-order']);
  const over: Written = { start_date: '2023-05-08', decision_date: '2023-07-03' };
  expect(reported(college('从新'), 'ZZ-10a', over)).toEqual(['error date-order']);
});

test('every choice of the owner stands beside a clause, and names its setting there', async () => {
  const readings = (await readPolicies()).flatMap(({ sections }) =>
    sections.flatMap((part) => part.readings),
  );
  expect(Object.values(READING_SWITCHES).sort()).toEqual(Object.keys(SITE_CONFIG.readings).sort());
  for (const [id, name] of Object.entries(READING_SWITCHES)) {
    const beside = readings.filter((reading) => reading.id === id);
    expect(beside.map(({ used }) => used).join(), id).toContain(name);
  }
});
