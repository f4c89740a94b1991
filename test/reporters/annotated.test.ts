/** The annotated workbook, read back. */
import { createReadStream } from 'node:fs';
import { readXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import type { RegisterSource } from '../../src/register/check.ts';
import { tableOf } from '../../src/register/check.ts';
import { MASK, readView, type ViewRow } from '../../src/register/view.ts';
import { AnnotatedReport } from '../../src/reporters/annotated.ts';
import { writeWorkbook } from '../../src/workbook.ts';
import { checkSources, textSource } from '../register/registers.ts';
import { FIXTURE_DAY, planted, policies } from './reports.ts';

async function workbookOf(
  sources: readonly RegisterSource[],
  findings: readonly Finding[],
): Promise<Uint8Array> {
  const report = new AnnotatedReport();
  for (const finding of findings) report.add(finding, policies);
  const files: { path: string; rows: ViewRow[] }[] = [];
  for (const source of sources) {
    const rows: ViewRow[] = [];
    for await (const row of readView(source, tableOf(source.path) ?? 'cases', policies)) rows.push(row);
    files.push({ path: source.path, rows });
  }
  return writeWorkbook('核对结果', report.sheets({ asOf: FIXTURE_DAY, files, policies }));
}

const HEAD =
  '编号,适用制度,适用方式,姓名,单位,启动责任追究调查（问责程序）日期,通知单位党委（党组）日期,批准（决定）机关,备注,经办人';
const REGISTER = textSource(
  'unit/cases-2024.csv',
  `\uFEFF${[
    HEAD,
    'JN-2024-001,JN,适用,张某某,某某局,2024-03-04,2024-03-19,=HYPERLINK("x"),王某的情况,赵某',
    '',
    'JN-2024-002,JN,适用,,,2024/3/4,,"区委,区政府",,',
    'JN-2024-003,JN,李某某,适用',
    'JN-2024-004,"JN"刘某,适用',
    'JN-2024-005,JN,适用,,,2024-03-04,,证件11010519491231002X,,',
  ].join('\r\n')}\r\n`,
);
const { findings } = await checkSources([REGISTER], FIXTURE_DAY);
const bytes = await workbookOf([REGISTER], findings);
const book = await readXlsx(bytes, { readStyles: true });
const sheet = book.sheets.find(({ name }) => name === 'unit cases-2024');

/** All text of the workbook, comments included. */
function textOf(): string {
  return JSON.stringify(
    book.sheets.map(({ rows, cells }) => [rows, [...(cells ?? [])].map(([, cell]) => cell.comment?.text)]),
  );
}

describe('the sheet of a register', () => {
  test('keeps cells where they stand, as text', () => {
    expect(sheet?.rows[0]?.slice(0, 3)).toEqual(['编号', '适用制度', '适用方式']);
    expect(sheet?.rows[1]?.[0]).toBe('JN-2024-001');
    expect(sheet?.rows[1]?.[5]).toBe('2024-03-04');
    expect(sheet?.rows[3]?.[7]).toBe('区委,区政府');
    expect(sheet?.freezePane).toMatchObject({ rows: 1 });
  });

  test('masks persons: their columns, their numbers, undeclared columns, rows that have slipped', () => {
    expect(sheet?.rows[1]?.slice(3, 5)).toEqual([MASK, MASK]);
    expect(sheet?.rows[1]?.[9]).toBe(MASK);
    expect(sheet?.rows[4]?.slice(0, 4)).toEqual(['JN-2024-003', MASK, MASK, MASK]);
    expect(sheet?.rows[6]?.[7]).toBe(MASK);
    expect(textOf()).not.toMatch(/张某某|某某局|王某|赵某|李某某|刘某|11010519491231002X/);
  });

  test('colours the offending cell and says in a comment what, by which clause, what to do', () => {
    const late = sheet?.cells?.get('1,6');
    expect(late?.style?.fill).toMatchObject({ type: 'pattern', fgColor: { rgb: 'FFC7CE' } });
    expect(late?.comment?.text).toMatch(
      /^错误：7个工作日内通知.*\n依据：JN-12\.2a 济南《实施细则》第十二条第二款〔试行〕「.+」\n处理：核对日期/,
    );
    const fixable = sheet?.cells?.get('3,5');
    expect(fixable?.comment?.text).toContain('应写作 2024-03-04');
  });

  test('holds nothing that a spreadsheet would compute', () => {
    expect(sheet?.rows[1]?.[7]).toBe('=HYPERLINK("x")');
    for (const { cells } of book.sheets) {
      for (const [, cell] of cells ?? []) expect(cell.formula).toBeUndefined();
    }
  });
});

describe('the summary', () => {
  const summary = book.sheets[0];

  test('stands first and counts per rule', () => {
    expect(summary?.name).toBe('汇总');
    expect(summary?.rows.slice(0, 3).map((row) => row.slice(0, 2))).toEqual([
      ['核对日期', FIXTURE_DAY],
      ['台账文件', 1],
      ['检出问题', findings.length],
    ]);
    const row = summary?.rows.find(([key]) => key === 'JN-12.2a');
    expect(row?.slice(0, 7)).toEqual([
      'JN-12.2a',
      '济南《实施细则》第十二条第二款〔试行〕',
      expect.any(Number),
      0,
      0,
      expect.any(Number),
      'unit/cases-2024.csv G2',
    ]);
  });

  test('leads to the cells', () => {
    const row = summary?.rows.findIndex(([key]) => key === 'JN-12.2a') ?? -1;
    expect(summary?.cells?.get(`${row},6`)?.hyperlink?.location).toBe("'unit cases-2024'!G2");
  });

  test('every finding has a line of its own', () => {
    expect(book.sheets[1]?.name).toBe('逐项');
    expect(book.sheets[1]?.rows).toHaveLength(findings.length + 1);
  });
});

test('the same input gives the same bytes', async () => {
  expect(Buffer.from(await workbookOf([REGISTER], findings)).equals(Buffer.from(bytes))).toBe(true);
});

test('files of the same name get sheets of their own, within the limits of Excel', async () => {
  const sources = planted.files.map(({ path }) => ({ path, open: () => createReadStream(path) }));
  const { sheets } = await readXlsx(await workbookOf(sources, planted.findings));
  const names = sheets.map(({ name }) => name.toLowerCase());
  expect(new Set(names).size).toBe(planted.files.length + 2);
  for (const name of names) expect(name.length).toBeLessThanOrEqual(31);
});

test('a sheet takes as many rows as a workbook may have', () => {
  const rows = Array.from({ length: 200_000 }, (_, index) => ({ row: index + 1, cells: ['编号'] }));
  const sheets = new AnnotatedReport().sheets({
    asOf: FIXTURE_DAY,
    files: [{ path: 'unit/cases-2024.csv', rows }],
    policies,
  });
  expect(sheets.at(-1)?.rows).toHaveLength(200_000);
});
