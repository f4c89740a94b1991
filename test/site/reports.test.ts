/** Reports and papers of cases belong to the internal edition alone: there they are whole, in the public one there is none. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { textOfPdf } from '../../src/paper/readback.ts';
import type { BuiltFile, BuiltReports } from '../../src/reports/built.ts';
import { readTexts } from '../../src/zip-parts.ts';
import { barriersOn, openSite, pagesOf, readThrough, watch } from './browser.ts';
import { SITES } from './build.ts';

const html = (site: string, path: string): string => readFileSync(join(site, path, 'index.html'), 'utf8');
const folder = join(SITES.internal, 'reports');
const built = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as BuiltReports;
const typical = Object.entries(built.typical);
const paperFiles = (papers: readonly { readonly file?: BuiltFile }[]): BuiltFile[] =>
  papers.flatMap(({ file }) => file ?? []);
const files = [
  ...built.reports.flatMap(({ papers, workbook }) => [...papers, workbook]),
  ...[...built.cases, ...typical.map(([, one]) => one)].flatMap(({ papers }) => paperFiles(papers)),
];

describe('the public edition', () => {
  test('has no report, no paper of a case, and no way to them', () => {
    expect(existsSync(join(SITES.public, 'reports'))).toBe(false);
    const names = readdirSync(SITES.public, { recursive: true }).map(String);
    expect(names.filter((name) => name.endsWith('.xlsx'))).toEqual([]);
    for (const { file } of files) {
      const own = file.slice(file.lastIndexOf('/') + 1);
      expect(names.filter((name) => name.endsWith(`/${own}`))).toEqual([]);
    }
    for (const path of pagesOf(SITES.public).filter((one) => one.endsWith('/'))) {
      const page = html(SITES.public, path);
      expect(page, path).not.toContain('/reports/');
      expect(page, path).not.toContain('本案的文书');
    }
  });
});

describe('the internal edition', () => {
  test('holds the four reports and the papers, each file as the manifest says, and no other', () => {
    expect(built.reports.map(({ policy, period }) => [policy, period])).toEqual([
      ['JN', '2026H1'],
      ['ZZ', '2026-10'],
      ['WF', '2026H1'],
      ['SY', '2026H1'],
    ]);
    for (const { file, bytes, sha256 } of files) {
      const content = readFileSync(join(folder, file));
      expect(content.length, file).toBe(bytes);
      expect(createHash('sha256').update(content).digest('hex'), file).toBe(sha256);
    }
    const there = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    expect(there.sort()).toEqual(
      [...new Set(files.map(({ file }) => file)), 'index.html', 'manifest.json'].sort(),
    );
  });

  test('its page links every file with its size, and says what has been checked', () => {
    const page = html(SITES.internal, 'reports');
    for (const { papers, workbook, checked, title } of built.reports) {
      expect(page).toContain(title);
      expect(checked.length).toBeGreaterThan(0);
      for (const words of checked) expect(page).toContain(words);
      for (const { file, name } of [...papers, workbook]) {
        expect(page).toContain(`href="/reports/${file}"`);
        expect(page).toContain(`download="${name}"`);
      }
    }
    for (const { papers } of built.cases)
      for (const { file } of paperFiles(papers)) expect(page).toContain(`href="/reports/${file}"`);
    expect(page).toContain('每半年汇总一次，7月10日、1月10日前报送。');
    expect(page).toContain('每月25日前报送。');
    expect(html(SITES.internal, '')).toContain('href="/reports/"');
  });

  test('the numbers on the page, in the workbook and on the papers are the same', async () => {
    const [jn] = built.reports;
    if (!jn) throw new Error('no report');
    const total = jn.totals.find(({ label }) => label === '予以容错')?.value ?? 0;
    const units = jn.papers.map(({ says }) => Number(/\d+/.exec(says)?.[0]));
    expect(units.reduce((sum, count) => sum + count, 0)).toBe(total);
    const book = await readTexts(readFileSync(join(folder, jn.workbook.file)));
    expect([...book.values()].join('')).toContain(jn.title);
    for (const [i, { file, unit }] of jn.papers.entries()) {
      const text = (await textOfPdf(readFileSync(join(folder, file)))).replace(/\s/g, '');
      expect(text).toContain(unit);
      expect(text).toContain(units[i] ? `给予容错${units[i]}件` : '本表为零报告');
    }
  });

  test('the page of a case links the papers that may be made of it', async () => {
    expect(typical.length).toBeGreaterThan(5);
    for (const [id, { papers }] of typical) {
      const page = html(SITES.internal, `cases/${id}`);
      expect(page).toContain('本案的文书');
      for (const { file } of paperFiles(papers)) expect(page).toContain(`href="/reports/${file}"`);
    }
    const decision = readFileSync(join(folder, 'papers/zz-a3-z01.pdf'));
    expect(await textOfPdf(decision)).toContain('予以容错，不予追究责任。');
    // A refused case has no decision to tolerate, and no paper that goes with one.
    expect(Object.keys(built.typical)).not.toContain('c07');
    expect(html(SITES.internal, 'cases/c07')).not.toContain('本案的文书');
  });
});

const site = openSite(SITES.internal, 4420);

describe.each([
  [390, 844],
  [1280, 900],
])('at %i px', (width, height) => {
  test.each(['/reports/', '/cases/z01/'])('%s is sound', async (path) => {
    const context = await site.browser.newContext({ viewport: { width, height }, locale: 'zh-CN' });
    const page = await context.newPage();
    const { errors, strays } = watch(page, site.origin);
    await readThrough(page, site.origin + path);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    expect(await barriersOn(page)).toEqual([]);
    expect([errors, strays]).toEqual([[], []]);
    await context.close();
  });
});
