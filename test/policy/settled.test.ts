/** What rules leave to the site: named lists and severities. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Policy } from '../../src/policy/model.ts';
import { readPolicy } from '../../src/policy/read.ts';
import { FIELDS, settledBy } from '../../src/register/fields.ts';
import { type ReadingChoices, SITE_CONFIG } from '../../src/site.config.ts';

const PATH = 'content/policies/jn-2019.mdx';
const TEXT = readFileSync(PATH, 'utf8');

function city(choices: Partial<ReadingChoices>, text = TEXT): Policy {
  const settled = settledBy({ ...SITE_CONFIG.readings, ...choices });
  const { policy, findings } = readPolicy(text, PATH, { ...FIELDS, settled });
  expect(findings).toEqual([]);
  if (!policy) throw new Error('not read');
  return policy;
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
