import { describe, expect, test } from 'vitest';
import { blocksOf, MarkdownError, type NoteClause } from '../../src/documents/markdown.ts';
import { parseProse } from '../../src/prose.ts';

const noteClause: NoteClause = (id) => (id === 'JN-7(3)' ? { text: '第七条第（三）项', note: 1 } : undefined);
const read = async (markdown: string) => blocksOf(await parseProse(markdown), noteClause);

test('paragraphs: strong, emphasis, citations; a line break is no space between Han', async () => {
  expect(await read('甲**乙**丙，见[[JN-7(3)]]。\n丁*戊*\nISO\n8601')).toEqual([
    {
      kind: 'paragraph',
      words: [
        { text: '甲' },
        { text: '乙', style: 'strong' },
        { text: '丙，见' },
        { text: '第七条第（三）项', note: 1 },
        { text: '。丁' },
        { text: '戊', style: 'aside' },
        { text: 'ISO 8601' },
      ],
    },
  ]);
  // One that names no clause has been reported already, and stays as it is written.
  expect(await read('见[[JN-99]]')).toEqual([
    { kind: 'paragraph', words: [{ text: '见' }, { text: '[[JN-99]]' }] },
  ]);
});

test('headings, lists, quotations, tables', async () => {
  const blocks = await read(
    '### 甲\n\n- 一\n- 二\n\n1. 三\n\n> 引\n\n| 单位 | 件数 |\n| --- | --: |\n| 某处 | 3 |\n',
  );
  const [first] = blocks;
  expect(first).toEqual({ kind: 'heading', level: 2, text: '甲' });
  const paragraph = (text: string) => ({ kind: 'paragraph', words: [{ text }] });
  expect(blocks.slice(1, 4)).toEqual([
    { kind: 'list', ordered: false, items: [[paragraph('一')], [paragraph('二')]] },
    { kind: 'list', ordered: true, items: [[paragraph('三')]] },
    { kind: 'quotation', blocks: [paragraph('引')] },
  ]);
  expect(blocks[4]).toEqual({
    kind: 'table',
    columns: [4, 4],
    head: [[{ words: [{ text: '单位' }] }, { words: [{ text: '件数' }], align: 'right' }]],
    rows: [[{ words: [{ text: '某处' }] }, { words: [{ text: '3' }], align: 'right' }]],
  });
});

describe('what no paper can show is refused with its line', () => {
  test.each([
    ['甲\n\n<b>乙</b>\n', 3, /html/],
    ['甲\n\n![图](a.png)\n', 3, /image/],
  ])('%j', async (markdown, line, message) => {
    const error = await read(markdown).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(MarkdownError);
    expect(error).toMatchObject({ line, message: expect.stringMatching(message) });
  });
});
