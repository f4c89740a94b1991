/** The coverage pages show every clause of the list once, with the standing the corpus gives it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contentFiles } from '../../scripts/effects.ts';
import { readCorpus } from '../../src/corpus.ts';
import { countStandings, STANDINGS } from '../../src/policy/coverage.ts';
import { SITES } from './build.ts';

const { coverage, policies } = await readCorpus(contentFiles, { asOf: '2026-11-21' });

const pageOf = (folder: string, path: string): string =>
  readFileSync(join(folder, 'coverage', path, 'index.html'), 'utf8');
const plain = (html: string): string => html.replace(/<[^>]+>/g, '').replaceAll(/\s/g, '');

describe.each(Object.entries(SITES))('coverage in the %s edition', (_, folder) => {
  const overview = pageOf(folder, '');

  test('the totals are those of the corpus', () => {
    const numbersOf = (row: string): number[] => {
      const html = new RegExp(`<tr data-policy="${row}"[^>]*>(.*?)</tr>`, 's').exec(overview)?.[1] ?? '';
      return [...html.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, number]) => Number(number));
    };
    const expected = (clauses: typeof coverage.clauses): number[] => {
      const counts = countStandings(clauses);
      return [clauses.length, ...STANDINGS.map((standing) => counts[standing])];
    };
    expect(numbersOf('all')).toEqual(expected(coverage.clauses));
    expect(numbersOf('all')[0]).toBe(593);
    for (const { meta } of policies)
      expect(numbersOf(meta.id)).toEqual(
        expected(coverage.clauses.filter(({ clause }) => clause.policy === meta.id)),
      );
  });

  test('every gap is listed with what is missing', () => {
    const gaps = coverage.clauses.filter(({ standing }) => standing === 'gap');
    const listed = [...overview.matchAll(/data-clause="([^"]+)"/g)].map(([, id]) => id);
    expect(listed.toSorted()).toEqual(gaps.map(({ clause }) => clause.id).toSorted());
    expect(plain(overview).includes('没有缺口。')).toBe(gaps.length === 0);
    for (const { clause, open = '' } of gaps) {
      expect(open).not.toBe('');
      expect(plain(overview)).toContain(open);
      const own = pageOf(folder, clause.policy.toLowerCase());
      expect(plain(own)).toContain(`缺什么${open}`);
    }
  });

  test('a rule is named with the number of its examples', () => {
    const rule = policies.flatMap(({ rules }) => rules).find(({ id }) => id === 'JN-12.2a');
    expect(plain(pageOf(folder, 'jn'))).toContain(`规则${rule?.title}（例子${rule?.examples.length}个）`);
  });

  test.each(policies.map(({ meta }) => [meta.id, meta] as const))(
    '%s lists each of its clauses once',
    (id, meta) => {
      const page = pageOf(folder, id.toLowerCase());
      const listed = [...page.matchAll(/data-clause="([^"]+)" data-standing="([^"]+)"/g)].map(
        ([, clause, standing]) => `${clause} ${standing}`,
      );
      expect(listed).toEqual(
        coverage.clauses
          .filter(({ clause }) => clause.policy === id)
          .map(({ clause, standing }) => `${clause.id} ${standing}`),
      );
      expect(page).toMatch(new RegExp(`<span class="status[^"]*"[^>]*>${meta.pol_status}</span>`));
    },
  );
});
