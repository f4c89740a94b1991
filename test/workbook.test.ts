/** What spreadsheet programs need of a file beyond what the library reads back. */
import { readXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import type { SheetDraft } from '../src/sheets.ts';
import { writeWorkbook } from '../src/workbook.ts';
import { partOf } from './parts.ts';

const LONG = '条文'.repeat(60);
const drafts: SheetDraft[] = [
  {
    name: "局's 汇总-1",
    rows: [
      ['说明', LONG],
      ['依据', '合计'],
      ['JN-12.2a', 3],
      ['短', LONG],
    ],
    widths: [10, 20, 20],
    frozen: 2,
    frozenColumns: 1,
    fills: new Map([
      ['1,0', 'head'],
      ['3,0', 'error'],
    ]),
    links: new Map([['3,0', "'台账'!A1"]]),
    spans: new Map([['0,1', { columns: 2 }]]),
    comments: new Map([['3,0', `错误：${LONG}`]]),
  },
  {
    name: '台账',
    rows: [Array<string>(31).fill('编号'), ...Array<string[]>(2).fill(Array<string>(31).fill(''))],
    widths: [10, ...Array<number>(30).fill(20)],
    formats: ['text', 'day', 'whole'],
    choices: [{ range: 'A2:A3', title: '编号', message: '必填。' }],
  },
  { name: '逐项', rows: [['问题'], [LONG], ['一']], widths: [40], wrap: true },
];
const bytes = await writeWorkbook('试', drafts);
const { sheets } = await readXlsx(bytes, { readStyles: true });

describe('printing', () => {
  test('what stays in view is repeated, by a name in quotation marks', async () => {
    const workbook = await partOf(bytes, 'xl/workbook.xml');
    expect(workbook).toMatch(
      /<definedName name="_xlnm\.Print_Titles" localSheetId="0">'局(''|&apos;&apos;)s 汇总-1'!\$A:\$A,'局(''|&apos;&apos;)s 汇总-1'!\$1:\$2<\/definedName>/,
    );
  });

  test('narrow sheets take the width of a page, wide ones are made smaller', () => {
    expect(sheets[0]?.pageSetup).toMatchObject({ orientation: 'landscape', fitToPage: true, fitToHeight: 0 });
    expect(sheets[1]?.pageSetup).toMatchObject({ orientation: 'landscape', scale: 65 });
  });
});

describe('rows of broken text', () => {
  test('are as high as their text needs', async () => {
    // 240 narrow characters in 36, in 36 and in 20.
    const first = await partOf(bytes, 'xl/worksheets/sheet1.xml');
    expect(first).toMatch(/<row r="1"[^>]* ht="112"/);
    expect(first).toContain('<mergeCell ref="B1:C1"/>');
    expect(first).not.toMatch(/<row r="[234]"[^>]* ht=/);
    const third = await partOf(bytes, 'xl/worksheets/sheet3.xml');
    expect(third).toMatch(/<row r="2"[^>]* ht="112"/);
    expect(third).not.toMatch(/<row r="3"[^>]* ht=/);
  });

  test('are never higher than Excel allows', async () => {
    const book = await writeWorkbook('试', [
      { name: '一', rows: [['容'.repeat(20_000)]], widths: [10], wrap: true },
    ]);
    expect(await partOf(book, 'xl/worksheets/sheet1.xml')).toMatch(/ ht="405"/);
  });
});

test('every type has a name and a size', async () => {
  const fonts = [...(await partOf(bytes, 'xl/styles.xml')).matchAll(/<font>.*?<\/font>/g)].map(
    ([font]) => font,
  );
  expect(fonts.length).toBeGreaterThan(2);
  for (const font of fonts) expect(font).toMatch(/<sz val="11"\/>.*<name val="Calibri"\/>/);
});

test('numbers are numbers, not text', () => {
  expect(sheets[0]?.cells?.get('2,1')?.style?.numFmt).toBe('0');
  expect(sheets[0]?.rows[2]?.[1]).toBe(3);
});

test('a column to be filled in keeps its format below the blank rows', async () => {
  const part = await partOf(bytes, 'xl/worksheets/sheet2.xml');
  const styles = [...part.matchAll(/<c r="[A-Z]+2" s="(\d+)"/g)].map(([, style]) => style);
  expect(styles).toHaveLength(31);
  // Text, day, whole number, and text again where nothing is said.
  expect(new Set(styles).size).toBe(3);
  expect(styles.slice(3)).toEqual(Array(28).fill(styles[0]));
  const columns = [...part.matchAll(/<col [^>]*style="(\d+)"/g)].map(([, style]) => style);
  expect(columns).toEqual(styles);
  expect(await partOf(bytes, 'xl/worksheets/sheet1.xml')).not.toMatch(/<col [^>]*style=/);
});

test('comments are set in a type of known size, in boxes of their own', async () => {
  expect(await partOf(bytes, 'xl/comments1.xml')).toContain(
    '<rFont val="宋体"/><charset val="134"/></rPr><t xml:space="preserve">错误：条文',
  );
  expect(await partOf(bytes, 'xl/drawings/vmlDrawing1.vml')).toContain('id="_x0000_s1025"');
  expect(sheets[0]?.cells?.get('3,0')?.comment?.text).toBe(`错误：${LONG}`);
});
