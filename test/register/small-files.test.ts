/** Small files as other programs, other people and attackers write them: each fault is said once, in place, and nothing else is. */
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { inChunks, utf8 } from './bytes.ts';
import { checkSources } from './registers.ts';

const HEAD = '编号,适用制度,适用方式,启动责任追究调查（问责程序）日期,备注';
const ROW = 'JN-2026-001,JN,适用,2026-11-19,合成样例';
const SECOND = ROW.replace('001', '002');

const lines = (...rows: string[]): string => `${rows.join('\n')}\n`;
const inHead = (from: string, to: string): string => lines(HEAD.replace(from, to), ROW);
const inRow = (from: string, to: string): string => lines(HEAD, ROW.replace(from, to));

const utf16 = (text: string, order: 'LE' | 'BE'): Uint8Array => {
  const bytes = Buffer.from(text, 'utf16le');
  return new Uint8Array(order === 'BE' ? bytes.swap16() : bytes);
};

async function check(content: string | Uint8Array, path = 'cases.csv'): Promise<readonly Finding[]> {
  const open = inChunks(typeof content === 'string' ? utf8(content) : content);
  return (await checkSources([{ path, open }], '2026-11-21')).findings;
}

/** `C2 cell-control`, `3 row-ragged`, with a `!` for errors. */
const shown = (findings: readonly Finding[]): string[] =>
  findings.map(
    ({ cell, row, code, severity }) => `${cell ?? row ?? '-'} ${code}${severity === 'error' ? '!' : ''}`,
  );

describe('files that are read as they are meant', () => {
  test.each([
    ['three kinds of line ends', `${HEAD}\r\n${ROW}\n${SECOND}\r${ROW.replace('001', '003')}\r\n`],
    ['no line end at the end', `${HEAD}\r${ROW}`],
    ['semicolons', lines(HEAD, ROW).replaceAll(',', ';')],
    ['tabs below a blank line', `\n${lines(HEAD, ROW).replaceAll(',', '\t')}`],
    ['every cell in quotation marks', lines(HEAD, ROW).replace(/[^,\n]+/g, '"$&"')],
    ['white space of other kinds in a head', inHead('适用方式', '\u00a0适用\u3000方式 ')],
    ['keys in capitals', inHead('编号,适用制度', 'CASE_ID,Policy')],
    ['columns of blanks', lines(`${HEAD},,,`, `${ROW},,,`)],
    ['Chinese quotation marks', inRow('合成样例', '“合成”样例')],
    ['an emoji', inRow('合成样例', '合成👍🏽')],
    ['an apostrophe that keeps Excel from computing', inRow('合成样例', "'=1+1")],
  ])('%s', async (_, content) => {
    expect(shown(await check(content))).toEqual([]);
  });
});

describe('files that are not', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['UTF-16 with a mark', utf16(`\ufeff${lines(HEAD, ROW)}`, 'LE'), '- encoding-utf-16!'],
    ['UTF-16 of the other order', utf16(`\ufeff${lines(HEAD, ROW)}`, 'BE'), '- encoding-utf-16!'],
    ['UTF-16 without a mark', utf16(lines(HEAD, ROW), 'LE'), '- encoding-utf-16!'],
    ['a byte of no encoding', Uint8Array.of(...utf8(lines(HEAD, ROW)), 0xff, 0x0a), '- encoding-unknown!'],
    ['an XLSX workbook', Uint8Array.of(0x50, 0x4b, 3, 4, 0x14, 0, 6, 0), '- encoding-unknown!'],
    ['an XLS workbook', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), '- encoding-unknown!'],
    ['nothing but a mark', '\ufeff', '- header-missing!'],
    ['a web page', '<html><td>编号</td></html>', '1 header-missing!'],
    ['rows without a header', lines(ROW, SECOND), '1 header-missing!'],
    ['a header of names of the language', lines('__proto__,constructor', 'a,b'), '1 header-missing!'],
    ['a required head that is nearly right', inHead('适用制度', '适用制渡'), '1 header-missing!'],
    ['a required head twice', lines(`${HEAD},编号`, `${ROW},JN-2026-009`), '1 header-repeated!'],
    ['a required head under its key too', lines(`${HEAD},case_id`, `${ROW},x`), '1 header-repeated!'],
    ['a header with a stray quotation mark', inHead('编号', '"编"号'), '1 csv-quotes!'],
    ['a header with an open quotation mark', inHead('编号', '"编号'), '1 csv-quotes!'],
  ])('%s', async (_, content, expected) => {
    const findings = await check(content);
    expect(shown(findings)).toEqual([expected]);
    expect(findings[0]?.message).toMatch(/没有核对|没有读取|不读|读不通|空的/);
  });

  test.each([
    ['a title above', `某区台账,,\n制表：某某\n${lines(HEAD, ROW)}`, '文件第3行像是表头'],
    ['a table of another kind', lines('事件编号,事件类型,日期', 'E-1,通报,'), '应当以 events 开头'],
    ['commas of the Chinese kind', lines(HEAD, ROW).replaceAll(',', '，'), '像是用「，」分隔的'],
    ['bars', lines(HEAD, ROW).replaceAll(',', '|'), '像是用「|」分隔的'],
    ['a head that is nearly right', inHead('适用制度', '适用制渡'), 'B列的表头，您是否想写「适用制度」？'],
    ['anything else', '<html>', '从模板复制表头'],
  ])('%s: the hint says what to do', async (_, content, hint) => {
    const findings = await check(content);
    expect(findings).toMatchObject([{ code: 'header-missing', hint: expect.stringContaining(hint) }]);
    expect(JSON.stringify(findings)).not.toContain('某');
  });
});

describe('one thing is wrong, and that is said', () => {
  test.each<[string, string, readonly string[]]>([
    ['a zero in a head', inHead('适用方式', '适用\0方式'), ['1 cell-control']],
    ['a character nobody sees in the first head', inHead('编号', '\ufeff编\u200b号'), ['1 cell-control']],
    ['a head that is nearly right', inHead('适用方式', '适用方试'), ['1 header-unknown']],
    ['a giant head', inHead('备注', '长'.repeat(40_000)), ['1 header-unknown']],
    ['a head that is a formula', lines(`${HEAD},=cmd`, `${ROW},x`), ['1 header-unknown']],
    ['a head three times', lines(`${HEAD},备注,备注`, `${ROW},a,b`), ['1 header-repeated!']],
    ['a header once more among the rows', lines(HEAD, ROW, HEAD, SECOND), ['3 header-repeated!']],
    ['a zero in a cell', inRow('适用,', '适\0用,'), ['C2 cell-control!']],
    ['a zero in an id', inRow('001', '0\u000001'), ['A2 cell-control!']],
    ['a mark before an id', inRow('JN-', '\ufeffJN-'), ['A2 cell-control!']],
    ['a change of direction', inRow('合成样例', '合成\u202e样例'), ['E2 cell-control!']],
    ['an escape of the terminal', inRow('合成样例', '\u001b[31m合成'), ['E2 cell-control!']],
    ['a character that was lost', inRow('合成样例', '合成\ufffd'), ['E2 cell-control!']],
    ['a giant cell', inRow('合成样例', '长'.repeat(40_000)), ['E2 cell-too-long!']],
    ['a formula', inRow('合成样例', '=1+1'), ['E2 cell-formula!']],
    ['a formula behind spaces', inRow('合成样例', ' \t=1+1'), ['E2 cell-formula!']],
    ['a formula behind a line end', inRow('合成样例', '"\r=1+1"'), ['E2 cell-formula!']],
    ['a formula behind what nobody sees', inRow('合成样例', '\u200b@SUM(A1)'), ['E2 cell-formula!']],
    ['a formula in full width', inRow('合成样例', '＝1+1'), ['E2 cell-formula!']],
    ['a formula for an id', inRow('JN-2026', '=JN-2026'), ['A2 cell-formula!']],
    ['an error of the spreadsheet', inRow('合成样例', '#N/A'), ['E2 cell-failed!']],
    ['a date there was no room for', inRow('2026-11-19', '########'), ['D2 cell-failed!']],
    ['a serial', inRow('2026-11-19', '46345'), ['D2 date-serial!']],
    ['a serial with a time', inRow('2026-11-19', '46345.5'), ['D2 date-serial!']],
    ['the year 1026', inRow('2026-11-19', '1026-11-19'), ['D2 date-impossible!']],
    ['a leap day of 1900', inRow('2026-11-19', '1900-02-29'), ['D2 date-impossible!']],
    ['an id on two lines', inRow('JN-2026-001', '"JN-2026\n-001"'), ['A2 id-format!']],
    ['an id that Excel has computed', inRow('JN-2026-001', '1.23E+17'), ['A2 id-format!']],
    ['a line end in the middle of a row', lines(HEAD, `${ROW}\r合成`, SECOND), ['3 row-ragged!']],
    ['an open quotation mark', lines(HEAD, ROW.replace('合', '"合'), SECOND), ['2 csv-quotes!']],
    [
      'an open quotation mark at the end',
      `${lines(HEAD, ROW)}${SECOND.replace('合', '"合')}`,
      ['3 csv-quotes!'],
    ],
  ])('%s', async (_, content, expected) => {
    const findings = await check(content);
    expect(shown(findings)).toEqual(expected);
    for (const { message, hint = '' } of findings) {
      expect(message).toMatch(/。$/);
      expect(hint).toMatch(/[。？]$/);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not come through.
      expect(`${message}${hint}`).not.toMatch(/[\0-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\ufeff]/);
    }
  });

  test('a column that stands there twice is not taken for blank', async () => {
    const findings = await check(lines(`${HEAD},适用方式`, ROW.replace('适用,', ',').concat(',适用')));
    expect(shown(findings)).toEqual(['1 header-repeated!']);
  });

  test('years that cannot be written are told apart from days that do not exist', async () => {
    const [year] = await check(inRow('2026-11-19', '1026-11-19'));
    expect(year?.message).toBe('「1026-11-19」的年份有误，台账只收 1900 年至 2199 年的日期。');
    const [day] = await check(inRow('2026-11-19', '2026-11-31'));
    expect(day?.message).toBe('「2026-11-31」不是真实存在的日期。');
  });
});
