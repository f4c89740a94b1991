/** A column that rules demand and that the file lacks is one fault, however many rows it has. */
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { checkSamples, checkSources, textSource } from './registers.ts';

const CASES = 'jn-city/cases-2024.csv';
const HEAD = '通知单位党委（党组）日期';

/** A register without one of its columns. */
const without = (text: string): string => {
  const lines = text.split('\r\n').map((line) => line.split(','));
  const at = lines[0]?.indexOf(HEAD) ?? -1;
  return lines.map((cells) => cells.filter((_, index) => index !== at).join(',')).join('\r\n');
};

const shown = (found: readonly Finding[]): string[] =>
  found.map(({ severity, code, clause, row }) => `${severity} ${code} ${clause} ${row}`);

describe('a file of many rows', () => {
  test('without the column names it once, with the rows and the clauses', async () => {
    const found = await checkSamples(CASES, without);
    expect(shown(found)).toEqual(['error column-missing JN-12.2a 1']);
    expect(found[0]).toMatchObject({
      column: HEAD,
      key: 'notice_date',
      also: expect.arrayContaining(['JN-12.2c']),
    });
    expect(found[0]?.message).toMatch(
      /没有「通知单位党委（党组）日期」这一列，有 \d+ 行.*还有第十二条第三款/,
    );
  });

  test('with the head blanked says so of the head alone', async () => {
    const found = await checkSamples(CASES, (text) => text.replace(HEAD, ''));
    expect(shown(found)).toEqual(['error header-unknown null 2']);
  });

  test('with a head that lacks its brackets knows which one is meant', async () => {
    const found = await checkSamples(CASES, (text) => text.replace(HEAD, '通知单位党委日期'));
    expect(shown(found)).toEqual(['warning header-unknown null 1']);
    expect(found[0]?.hint).toBe(`您是否想写「${HEAD}」？`);
  });

  test('with a head of its own for the column names what is missing', async () => {
    const found = await checkSamples(CASES, (text) => text.replace(HEAD, '何时告诉单位'));
    expect(shown(found)).toEqual(['error column-missing JN-12.2a 1', 'warning header-unknown null 1']);
  });
});

test.each([
  [
    3,
    [
      'error deadline-overdue JN-12.2a 2',
      'error deadline-overdue JN-12.2a 3',
      'error deadline-overdue JN-12.2a 4',
    ],
  ],
  [4, ['error column-missing JN-12.2a 1']],
])('a register of %i rows with few columns', async (count, expected) => {
  const rows = Array.from({ length: count }, (_, at) => `JN-2024-00${at + 1},JN,适用,2024-03-04\n`);
  const head = '编号,适用制度,适用方式,启动责任追究调查（问责程序）日期\n';
  const { findings } = await checkSources([textSource('cases.csv', head + rows.join(''))], '2026-11-21');
  expect(shown(findings.filter(({ key }) => key === 'notice_date'))).toEqual(expected);
});
