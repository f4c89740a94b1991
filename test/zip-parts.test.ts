/** Packages with parts written anew, read by another reader. */
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { expect, test } from 'vitest';
import { editParts, readTexts, undated } from '../src/zip-parts.ts';
import { partOf } from './parts.ts';

const bytes = await writeXlsx({
  sheets: [
    { name: '甲', rows: [['容错', 1]] },
    { name: '乙', rows: [['纠错', 2]] },
  ],
});

test('a part is written anew, the others stay, and the package is whole', async () => {
  const edited = await editParts(
    bytes,
    new Map([['xl/sharedStrings.xml', (part: string) => part.replace('容错', '容错纠错'.repeat(5000))]]),
  );
  const { sheets } = await readXlsx(edited);
  expect(sheets.map(({ name, rows }) => [name, rows])).toEqual([
    ['甲', [['容错纠错'.repeat(5000), 1]]],
    ['乙', [['纠错', 2]]],
  ]);
  expect(await partOf(edited, 'xl/workbook.xml')).toBe(await partOf(bytes, 'xl/workbook.xml'));
});

test('nothing edited, nothing changed but the headers', async () => {
  const same = await editParts(bytes, new Map());
  expect((await readXlsx(same)).sheets).toEqual((await readXlsx(bytes)).sheets);
  expect(await editParts(same, new Map())).toEqual(same);
});

test('times are taken out of a package, nothing else', async () => {
  const timeless = undated(bytes);
  expect((await readXlsx(timeless)).sheets).toEqual((await readXlsx(bytes)).sheets);
  expect(await readTexts(timeless)).toEqual(await readTexts(bytes));
  // 1980-01-01 in the header of the first part.
  expect([...timeless.subarray(10, 14)]).toEqual([0, 0, 0x21, 0]);
});

test('a package read from a file is edited like any other', async () => {
  const edits = new Map([['xl/sharedStrings.xml', (part: string) => part.replace('容错', '纠错')]]);
  const file = Buffer.concat([Buffer.from('before'), bytes]).subarray(6);
  expect(await editParts(file, edits)).toEqual(await editParts(bytes, edits));
});

test('what is no package, or not in it, is a mistake', async () => {
  await expect(editParts(new Uint8Array(100), new Map())).rejects.toThrow('not a ZIP package');
  await expect(editParts(bytes, new Map([['xl/none.xml', () => '']]))).rejects.toThrow('xl/none.xml');
});
