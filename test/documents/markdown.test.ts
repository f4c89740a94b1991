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

test('a nested list, a list that begins later, a line ended by hand', async () => {
  const paragraph = (text: string) => ({ kind: 'paragraph', words: [{ text }] });
  expect(await read('3. 甲\n   - 乙\n4. 丙')).toEqual([
    {
      kind: 'list',
      ordered: true,
      start: 3,
      items: [
        [paragraph('甲'), { kind: 'list', ordered: false, items: [[paragraph('乙')]] }],
        [paragraph('丙')],
      ],
    },
  ]);
  expect(await read('1. 甲')).toEqual([{ kind: 'list', ordered: true, items: [[paragraph('甲')]] }]);
  expect(await read('甲\\\n乙')).toEqual([paragraph('甲'), paragraph('乙')]);
});

test('of many columns none is too narrow for its words, and missing cells are empty', async () => {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const long = '某单位某部门某项工作的责任人和完成时限';
  const head = ['序', ...Array.from({ length: 7 }, () => long)];
  const [table] = await read(`${row(head)}\n${row(head.map(() => '--'))}\n${row(['1'])}`);
  if (table?.kind !== 'table') return expect.fail('no table');
  const total = table.columns.reduce((sum, width) => sum + width, 0);
  for (const width of table.columns) expect((width / total) * 442).toBeGreaterThanOrEqual(32);
  expect(table.rows[0]).toHaveLength(8);
});

describe('what no paper can show, or would show as something else, is refused with its line', () => {
  const columns = (count: number, cell: string) => `|${` ${cell} |`.repeat(count)}`;
  test.each([
    ['甲\n\n<b>乙</b>\n', 3, /HTML/],
    ['甲<br>乙', 1, /HTML/],
    ['甲\n\n![图](a.png)\n', 3, /图片/],
    ['甲\n\n乙[^1]。\n\n[^1]: 丙\n', 3, /脚注/],
    ['甲\n\n乙~~删除~~\n', 3, /删除线/],
    ['甲\n\n    乙\n', 3, /行首空四格/],
    ['甲\n\n- [ ] 乙\n', 3, /待办列表/],
    ['- 甲\n- > 乙\n', 2, /不以一段文字开头的列表项/],
    ['见[名单][1]\n\n[1]: https://example.cn/\n', 1, /参考式链接/],
    ['| 甲 |\n| -- |\n| 1 | 2 |\n', 3, /格数多于表头/],
    [`${columns(14, '甲')}\n${columns(14, '--')}\n`, 1, /14栏的表格，纸面最多排13栏/],
  ])('%j', async (markdown, line, message) => {
    const error = await read(markdown).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(MarkdownError);
    expect(error).toMatchObject({ line, message: expect.stringMatching(message) });
  });
});
