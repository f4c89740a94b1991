import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentFiles } from '../../scripts/effects.ts';
import { type Corpus, readCorpus } from '../../src/corpus.ts';
import { type Edition, projectCorpus, type Site } from '../../src/disclosure/editions.ts';
import { secretsOf } from '../../src/disclosure/leakscan.ts';
import type { Entry } from '../../src/register/check.ts';
import { CASE_COLUMNS } from '../../src/register/columns.ts';
import { corpusOf } from '../content.ts';

const CASE = readFileSync('test/fixtures/content/case.mdx', 'utf8');
const BULLETIN = readFileSync('test/fixtures/content/bulletin.mdx', 'utf8');
const PUBLIC = CASE.replace('questions:', 'pair: c91\npair_difference: 有无集体研究。\nquestions:');
const INTERNAL = PUBLIC.replace('id: c90', 'id: c91')
  .replace('number: 2024-90', 'number: 2024-91')
  .replace('pair: c91', 'pair: c90')
  .replace('audience: 公开宣传', 'audience: 内部交流')
  .replace('title: 对', 'title: 内部案例对')
  .replace('gist: ', 'gist: 仅供内部交流的要旨，')
  .replace('application_date: 2024-03-11', 'application_date: 2024-03-12');
const BOUND = PUBLIC.replace('id: c90', 'id: c92')
  .replace('number: 2024-90', 'number: 2024-92')
  .replace(/pair.*\npair_difference.*\n/, '')
  .replace(/facts:\n[\s\S]*?\noutcome/, 'register: JN-2024-003\noutcome');

const facts = [
  ...CASE.slice(CASE.indexOf('facts:\n'), CASE.indexOf('outcome:')).matchAll(/^ {2}(\w+): (.*)$/gm),
];
const HEAD = ['case_id', 'policy', ...facts.map(([, key]) => key)].join(',');
const ROW = [
  'JN-2024-003',
  'JN',
  ...facts.map(([, , value]) => value?.replace(/^\[|\]$/g, '').replaceAll(', ', '|')),
].join(',');

const corpus = await corpusOf({
  'content/cases/c90.mdx': PUBLIC,
  'content/cases/c91.mdx': INTERNAL,
  'content/cases/c92.mdx': BOUND,
  'content/bulletins/b-2024-1.mdx': BULLETIN,
  'content/bulletins/b-2024-2.mdx': BULLETIN.replace('b-2024-1', 'b-2024-2')
    .replace('batch: 1', 'batch: 2')
    .replace('scope: 公开宣传', 'scope: 内部通报')
    .replace('audience: 公开宣传', 'audience: 内部交流')
    .replace('[c90]', '[c90, c91]'),
  'data/registers/某区住房保障中心/cases-2024.csv': `${HEAD}\n${ROW}\n`,
});

/**
 * All a page could print of a Site, Maps included. The law is public; counted values are the business of the
 * suppression.
 */
function everything({
  observations: _,
  policies,
  calendar: __,
  forms,
  glossary,
  scenes,
  ...site
}: Site): string {
  return JSON.stringify(site, (key, value) => {
    if (key === 'rule' || key === 'predicate') return undefined;
    return value instanceof Map ? [...value].filter(([name]) => typeof name === 'string') : value;
  });
}

/** Days in a text, the day of judging aside. */
const daysIn = (text: string): string[] => text.replace(/"asOf":"[^"]*"/, '').match(/\d{4}-\d\d-\d\d/g) ?? [];

const editions: Readonly<Record<Edition, Site>> = {
  public: projectCorpus(corpus, 'public'),
  internal: projectCorpus(corpus, 'internal'),
};

test('the fixture is what it should be', () => {
  expect(corpus.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(corpus.cases.map(({ id }) => id).sort()).toEqual(['c90', 'c91', 'c92']);
  expect(corpus.entries.map(({ id }) => id)).toEqual(['JN-2024-003']);
});

describe('the public edition', () => {
  const site = editions.public;
  const text = everything(site);
  const shown = (id: string) => site.cases.find((item) => item.id === id);

  test('has the public cases and bulletins only, and no way to the others', () => {
    expect(site.cases.map(({ id }) => id).sort()).toEqual(['c90', 'c92']);
    expect(site.bulletins.map(({ id, cases }) => [id, cases])).toEqual([['b-2024-1', ['c90']]]);
    expect(shown('c90')).not.toHaveProperty('pair');
    expect(shown('c90')).not.toHaveProperty('pair_difference');
    expect([...site.caseResults.keys()].sort()).toEqual(['c90', 'c92']);
    expect(text).not.toContain('c91');
    expect(text).not.toContain('仅供内部交流');
  });

  test('has no rows, no findings and no facts but the shown ones', () => {
    for (const key of ['entries', 'findings', 'caseFacts']) expect(site).not.toHaveProperty(key);
    for (const item of site.cases) {
      for (const key of ['facts', 'register', 'placeOf']) expect(item).not.toHaveProperty(key);
    }
  });

  test('names no row, no unit, no folder of a unit', () => {
    for (const secret of ['JN-2024-003', '住房保障', '第九审查室', '口径偏差造成多付'])
      expect(text).not.toContain(secret);
  });

  test('shows months, never days', () => {
    expect(daysIn(text)).toEqual([]);
    for (const id of ['c90', 'c92'])
      expect(shown(id)?.shownFacts.find(({ key }) => key === 'notice_date')?.values).toEqual(['2024-03']);
  });

  test('shows no personal column and no free text', () => {
    const hidden = new Set<string>(
      CASE_COLUMNS.filter((column) => 'personal' in column || column.kind === 'text').map(({ key }) => key),
    );
    for (const { shownFacts } of site.cases)
      expect(shownFacts.filter(({ key }) => hidden.has(key))).toEqual([]);
  });

  test('still tells which facts a counterfactual changes', () => {
    expect([...(shown('c90')?.counterfactuals[0]?.change ?? [])]).toEqual([
      ['collective', ['否']],
      ['effective_date', ['2024-04']],
      ['subject_unit', ['（不公开）']],
    ]);
  });
});

describe('the internal edition', () => {
  const site = editions.internal;

  test('has everything', () => {
    expect(site.cases.map(({ id }) => id).sort()).toEqual(['c90', 'c91', 'c92']);
    expect(site.bulletins.map(({ id }) => id).sort()).toEqual(['b-2024-1', 'b-2024-2']);
    expect(site.cases.find(({ id }) => id === 'c90')).toMatchObject({
      pair: 'c91',
      pair_difference: '有无集体研究。',
    });
    expect(site.cases.find(({ id }) => id === 'c92')).toMatchObject({ register: 'JN-2024-003' });
    expect(site.registerFiles.map(({ path }) => path)).toEqual([
      'data/registers/某区住房保障中心/cases-2024.csv',
    ]);
  });

  test('shows days and units, but no name', () => {
    const shown = site.cases.find(({ id }) => id === 'c90')?.shownFacts ?? [];
    expect(shown.find(({ key }) => key === 'notice_date')?.values).toEqual(['2024-03-06']);
    expect(shown.find(({ key }) => key === 'subject_unit')?.values).toEqual(['某区住房保障第九中心']);
  });

  test('a name is in no edition', () => {
    const named: Corpus = {
      ...corpus,
      caseFacts: new Map([['c90', new Map([['subject_name', ['张三丰']]])]]),
    };
    for (const edition of ['public', 'internal'] as const)
      expect(everything(projectCorpus(named, edition))).not.toContain('张三丰');
  });
});

describe('no secret of a register stands in the public edition', () => {
  /** Words that cannot come from anywhere but the row. */
  const word = fc.stringMatching(/^[甲-龥]{8,20}$/).map((text) => `密${text}`);
  const personal = CASE_COLUMNS.filter((column) => 'personal' in column).map(({ key }) => key);

  test('whatever the rows hold, also those that cases are bound to', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.dictionary(
            fc.constantFrom(...personal),
            word.map((text) => [text]),
          ),
          { minLength: 1, maxLength: 4 },
        ),
        (rows) => {
          const entries: Entry[] = rows.map((row, index) => ({
            table: 'cases',
            file: 'cases.csv',
            row: index + 2,
            line: index + 2,
            id: `JN-2024-${900 + index}`,
            policy: 'JN',
            facts: new Map<string, readonly string[]>([
              ...Object.entries(row),
              ['case_id', [`JN-2024-${900 + index}`]],
            ]),
          }));
          const caseFacts = new Map(
            corpus.cases.map(({ id }, index) => [id, entries[index % entries.length]?.facts ?? new Map()]),
          );
          const cases = corpus.cases.map((item, index) => ({
            ...item,
            register: entries[index % entries.length]?.id,
          }));
          const site = projectCorpus({ ...corpus, cases, entries, caseFacts }, 'public');
          const visible = new Set(site.cases.map(({ id }) => id));
          const text = everything(site);
          const secrets = secretsOf(entries, corpus.cases, visible, corpus.policies);
          expect(secrets.length).toBeGreaterThan(rows.length);
          for (const secret of secrets) expect(text.includes(secret.text), secret.kind).toBe(false);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('the committed content and registers', async () => {
    const real = await readCorpus(contentFiles, { asOf: '2026-11-21' });
    const site = projectCorpus(real, 'public');
    const text = everything(site);
    const secrets = secretsOf(
      real.entries,
      real.cases,
      new Set(site.cases.map(({ id }) => id)),
      real.policies,
    );
    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.filter((secret) => text.includes(secret.text))).toEqual([]);
    // A bulletin bears its own day.
    const borne = new Set(site.bulletins.map(({ date }) => date));
    expect(daysIn(text).filter((day) => !borne.has(day))).toEqual([]);
  });
});
