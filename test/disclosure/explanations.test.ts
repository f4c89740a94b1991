import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { projectCorpus } from '../../src/disclosure/editions.ts';
import { corpusOf } from '../content.ts';

// Notified late, over National Day: the finding knows the days off before the last day.
const CASE = readFileSync('test/fixtures/content/case.mdx', 'utf8')
  .replace(/start_date: .*/, 'start_date: 2025-09-26')
  .replace(/notice_date: .*/, 'notice_date: 2025-10-15');
const corpus = await corpusOf({ 'content/cases/c90.mdx': CASE });

test('the internal edition explains every rule on every case', () => {
  const site = projectCorpus(corpus, 'internal');
  const found = site.explanations.get('c90')?.find(({ rule }) => rule.id === 'JN-12.2a');
  expect(found?.verdict).toBe('fail');
  expect(found?.faults[0]?.message).toContain('10月1日至8日放假');
  expect(site.explanations.get('c90')?.length).toBe(site.caseResults.get('c90')?.length);
});

test('what only the event log could show is missing, not wrong', () => {
  const explanations = projectCorpus(corpus, 'internal').explanations.get('c90') ?? [];
  for (const { verdict, failures } of explanations.filter(({ verdict: word }) => word === 'unknown'))
    expect([verdict, failures]).toEqual(['unknown', []]);
});

test('the public edition has no explanation and no days off', () => {
  const site = projectCorpus(corpus, 'public');
  expect(site.explanations.size).toBe(0);
  const failures = [...site.caseResults.values()].flat().flatMap((result) => result.failures);
  expect(failures.length).toBeGreaterThan(0);
  for (const failure of failures)
    for (const key of ['calendar', 'due', 'against']) expect(failure).not.toHaveProperty(key);
});
