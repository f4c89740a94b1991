/** Reports and papers for the internal edition, of a register with more cases than are made in advance. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentFiles } from '../../scripts/effects.ts';
import { writeInternalPapers } from '../../scripts/internal-papers.ts';
import { readCorpus } from '../../src/corpus.ts';
import { textOfPdf } from '../../src/paper/readback.ts';
import type { BuiltReports } from '../../src/reports/built.ts';
import { readTexts } from '../../src/zip-parts.ts';

const folder = mkdtempSync(join(tmpdir(), 'rongjiu-papers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEAD =
  '编号,适用制度,适用方式,容错对象类型,姓名,单位,职务,问责追责承办单位（责任追究部门）,启动责任追究调查（问责程序）日期,容错认定（给予容错）时间,是否容错,容错方式,纠错程序';
const NAME = '测试甲某某';
const line = (n: number): string =>
  `JN-2025-${String(n).padStart(3, '0')},JN,适用,个人,${NAME},甲局,科长,县纪委,2025-01-06,2025-03-${String((n % 28) + 1).padStart(2, '0')},予以容错,免责,启动`;

let built: BuiltReports;
const out = join(folder, 'out');
beforeAll(async () => {
  const registers = join(folder, 'registers');
  mkdirSync(registers);
  const lines = Array.from({ length: 30 }, (_, i) => line(i + 1));
  writeFileSync(join(registers, 'cases-2025.csv'), `${HEAD}\n${lines.join('\n')}\n`);
  const corpus = await readCorpus(contentFiles, { asOf: '2025-08-01', registers });
  expect(await writeInternalPapers(corpus, { registers, out })).toEqual([]);
  built = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as BuiltReports;
}, 120_000);

test('the reports are those of the last periods that are over, and add up', () => {
  expect(built.reports.map(({ policy, period }) => `${policy} ${period}`)).toEqual([
    'JN 2025H1',
    'ZZ 2025-07',
    'WF 2025H1',
    'SY 2025H1',
  ]);
  const [jn, zz] = built.reports;
  expect(jn?.totals[0]).toEqual({ label: '予以容错', value: 30 });
  expect(jn?.papers.map(({ unit, says }) => [unit, says])).toEqual([['县纪委', '予以容错 30 件']]);
  // Nothing to file: a workbook that says so, and no paper.
  expect([zz?.papers, zz?.totals]).toEqual([[], []]);
  // The numbers that the essay itself gives are shown, zero or not.
  expect(built.reports[3]?.totals.map(({ label, value }) => `${label} ${value}`)).toEqual([
    '印发典型案例（批） 0',
    '发出监察建议（个） 0',
    '督促堵塞漏洞（个） 0',
    '回访教育（人次） 0',
  ]);
});

test('papers are made of the newest cases, and it is said how many there could be', () => {
  expect(built.possible).toBe(30);
  expect(built.cases).toHaveLength(20);
  const days = built.cases.map(({ day }) => day);
  expect(days).toEqual(days.toSorted().reverse());
  expect(built.cases[0]?.papers.map(({ title }) => title)).toEqual(['容错决定书', '纠错通知书']);
  expect(readdirSync(join(out, 'papers')).filter((name) => name.includes('jn-2025'))).toHaveLength(40);
});

test('names stand in none of the files', async () => {
  const names = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(names.length).toBeGreaterThan(45);
  for (const { parentPath, name } of names) {
    const bytes = readFileSync(join(parentPath, name));
    const text = name.endsWith('.pdf')
      ? await textOfPdf(bytes)
      : name.endsWith('.xlsx')
        ? [...(await readTexts(bytes)).values()].join('')
        : bytes.toString('utf8');
    expect(text, name).not.toContain(NAME);
  }
});
