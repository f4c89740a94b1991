import { beforeAll, describe, expect, test } from 'vitest';
import type { TextBox } from '../../src/paper/boxes.ts';
import type { Block, Paper, TableBlock } from '../../src/paper/document.ts';
import { layoutPaper, type PaperLayout, PaperLayoutError, type PaperPage } from '../../src/paper/flow.ts';
import { openPress, type Press } from './made.ts';
import { samplePaper } from './sample.ts';

const MM = 72 / 25.4;
const AREA = { left: 28 * MM, top: 37 * MM, width: 156 * MM, height: 225 * MM };
const LINE = AREA.height / 22;
const HAN = '容错纠错机制建设';

let press: Press;
let sample: PaperLayout;
beforeAll(async () => {
  press = await openPress();
  sample = layoutPaper(samplePaper(), press.measure);
});

const plain = (text: string): Block => ({ kind: 'paragraph', words: [{ text }] });
const paperOf = (blocks: readonly Block[], more: Partial<Paper> = {}): Paper => ({
  title: '合成样张',
  subject: '',
  day: '2026-06-18',
  blocks,
  annexes: [],
  date: '2026年6月18日',
  ...more,
});
const set = (blocks: readonly Block[], more: Partial<Paper> = {}): PaperLayout =>
  layoutPaper(paperOf(blocks, more), press.measure);

const boxesOn = (page: PaperPage): TextBox[] => page.placed.flatMap(({ boxes }) => boxes);
/** Lines of a page from its head down, as one reads them. */
function linesOn(page: PaperPage): { text: string; top: number; left: number; right: number }[] {
  const lines = Map.groupBy(
    boxesOn(page).filter(({ size }) => size > 9),
    ({ baseline, size }) => Math.round((baseline - 0.38 * size - AREA.top) / LINE - 0.5),
  );
  return [...lines]
    .sort(([a], [b]) => a - b)
    .map(([row, boxes]) => ({
      text: boxes.map(({ text }) => text).join(''),
      top: row,
      left: Math.min(...boxes.map(({ x }) => x)),
      right: Math.max(...boxes.map(({ x, width }) => x + width)),
    }));
}
const textOf = (page: PaperPage | undefined): string[] => (page ? linesOn(page).map(({ text }) => text) : []);

describe('the page of GB/T 9704', () => {
  test('A4 upright', () => {
    for (const { width, height, turned } of sample.pages) {
      const sides = [width / MM, height / MM];
      expect(sides.map((side) => Math.round(side))).toEqual(turned ? [297, 210] : [210, 297]);
    }
  });

  test('a full page has 22 lines of 28 characters from edge to edge', () => {
    const { pages } = set([plain(HAN.repeat(28 * 8))]);
    const lines = linesOn(pages[1] as PaperPage);
    expect(lines).toHaveLength(22);
    expect(lines.map(({ top }) => top)).toEqual(Array.from({ length: 22 }, (_, i) => i));
    for (const { text, left, right } of lines) {
      expect(Array.from(text)).toHaveLength(28);
      expect(left).toBeCloseTo(AREA.left, 6);
      expect(right).toBeCloseTo(AREA.left + AREA.width, 6);
    }
  });

  test('every line stands on the grid and within the type area', () => {
    for (const page of sample.pages.filter(({ turned }) => !turned)) {
      for (const { baseline, size, x, width } of boxesOn(page)) {
        expect(x).toBeGreaterThanOrEqual(AREA.left - 0.01);
        expect(x + width).toBeLessThanOrEqual(AREA.left + AREA.width + 0.01);
        expect(baseline - size).toBeGreaterThan(AREA.top - size / 4);
        expect(baseline).toBeLessThan(AREA.top + AREA.height);
      }
    }
  });

  test('page numbers run on, odd ones at the right, even ones at the left, 7 mm below the type area', () => {
    sample.pages.forEach(({ folio }, i) => {
      expect(folio.text).toBe(`— ${i + 1} —`);
      const room = i % 2 === 0 ? AREA.left + AREA.width - folio.x - folio.width : folio.x - AREA.left;
      expect(room).toBeCloseTo(14, 6);
      expect(folio.size).toBe(14);
      const dash = folio.baseline - 0.3 * folio.size;
      expect(dash - AREA.top - AREA.height).toBeCloseTo(7 * MM, 6);
    });
  });
});

describe('parts of a paper', () => {
  test('a list within an item is indented, and one that begins later is numbered from there', () => {
    const items = [
      [plain('甲'), { kind: 'list', ordered: false, items: [[plain('乙')]] } as const],
      [plain('丙')],
    ];
    const [page] = set([{ kind: 'list', ordered: true, start: 3, items }]).pages;
    const [first, inner, last] = linesOn(page as PaperPage).slice(1);
    expect([first?.text, inner?.text, last?.text]).toEqual(['3.甲', '•乙', '4.丙']);
    expect((inner?.left ?? 0) - (first?.left ?? 0)).toBeGreaterThan(30);
    expect(last?.left).toBeCloseTo(first?.left ?? 0, 6);
  });

  test('title in the middle, a blank line, addressee at the edge, text indented by two', () => {
    const [page] = set([plain(HAN)], { addressee: '各单位' }).pages;
    const lines = linesOn(page as PaperPage);
    expect(lines.map(({ text, top }) => [top, text])).toEqual([
      [0, '合成样张'],
      [2, '各单位：'],
      [3, HAN],
      [5, '2026年6月18日'],
    ]);
    const centre = ({ left, right }: { left: number; right: number }) => (left + right) / 2;
    expect(centre(lines[0] as (typeof lines)[0])).toBeCloseTo(AREA.left + AREA.width / 2, 3);
    expect(lines[1]?.left).toBeCloseTo(AREA.left, 6);
    expect((lines[2]?.left ?? 0) - AREA.left).toBeCloseTo((2 * AREA.width) / 28, 0);
    expect(boxesOn(page as PaperPage)[0]).toMatchObject({ role: 'title', size: 22 });
  });

  test('headings: 黑体, 楷体, and the text itself; their second line at the edge', () => {
    const heading = (level: 1 | 2 | 3 | 4): Block => ({ kind: 'heading', level, text: HAN.repeat(4) });
    const [page] = set([heading(1), heading(2), heading(3), heading(4), plain(HAN)]).pages;
    const placed = page?.placed.filter(({ element }) => /^H[2-5]$/.test(element.tag)) ?? [];
    expect(placed.map(({ element, boxes }) => [element.tag, boxes[0]?.role, boxes.length])).toEqual([
      ['H2', 'mark', 2],
      ['H3', 'second', 2],
      ['H4', 'body', 2],
      ['H5', 'body', 2],
    ]);
    for (const { boxes } of placed) {
      expect(boxes[0]?.x).toBeGreaterThan(AREA.left + 30);
      expect(boxes[1]?.x).toBeCloseTo(AREA.left, 6);
    }
  });

  test('signed: the date two characters further right than the body, which keeps two from the edge', () => {
    const cell = 16 + (AREA.width - 28 * 16) / 27;
    const long = linesOn(set([plain(HAN)], { issuer: '中共某某市纪律检查委员会' }).pages[0] as PaperPage);
    const [issuer, date] = long.slice(-2);
    expect([issuer?.text, date?.text]).toEqual(['中共某某市纪律检查委员会', '2026年6月18日']);
    expect(AREA.left + AREA.width - (issuer?.right ?? 0)).toBeCloseTo(2 * cell, 1);
    expect((date?.left ?? 0) - (issuer?.left ?? 0)).toBeCloseTo(2 * cell, 1);
    // A date longer than the body keeps two from the edge itself.
    const short = linesOn(set([plain(HAN)], { issuer: '某委' }).pages[0] as PaperPage).slice(-2);
    expect(AREA.left + AREA.width - (short[1]?.right ?? 0)).toBeCloseTo(2 * cell, 1);
    expect((short[1]?.left ?? 0) - (short[0]?.left ?? 0)).toBeCloseTo(2 * cell, 1);
  });

  test('annexes: named before the date without a mark, each on a page of its own', () => {
    const annex = (title: string) => ({ title, blocks: [plain(HAN)] });
    const one = set([plain(HAN)], { annexes: [annex('合成附件')], note: '此件为合成' });
    expect(textOf(one.pages[0]).slice(-3)).toEqual(['附件：合成附件', '2026年6月18日', '（此件为合成）']);
    const lines = linesOn(one.pages[1] as PaperPage);
    expect(lines.map(({ text, top }) => [top, text])).toEqual([
      [0, '附件'],
      [2, '合成附件'],
      [4, HAN],
    ]);
    expect(lines[0]?.left).toBeCloseTo(AREA.left, 6);
    const two = set([plain(HAN)], { annexes: [annex('甲'), annex('乙')] });
    expect(textOf(two.pages[0]).slice(-3)).toEqual(['附件：1.甲', '2.乙', '2026年6月18日']);
    expect(two.pages.map((page) => textOf(page)[0])).toEqual(['合成样张', '附件1', '附件2']);
  });

  test('no red but for a body with a letterhead of its own: mark, number, rule, title two lines below', () => {
    const red = (layout: PaperLayout) => layout.pages.flatMap(boxesOn).filter(({ red }) => red);
    expect(red(sample)).toEqual([]);
    const layout = set([plain(HAN)], { letterhead: { name: '某单位文件', number: '某发〔2026〕3号' } });
    const [page] = layout.pages;
    expect(red(layout).map(({ text }) => text)).toEqual(['某单位文件']);
    const [rule] = page?.rules.filter((one) => one.red) ?? [];
    expect((rule?.x2 ?? 0) - (rule?.x1 ?? 0)).toBeCloseTo(AREA.width, 6);
    const title = boxesOn(page as PaperPage).find(({ size }) => size === 22);
    const gap = ((title?.baseline ?? 0) - (rule?.y1 ?? 0)) / LINE;
    expect(gap).toBeGreaterThan(2);
    expect(gap).toBeLessThan(3.5);
    // 35 mm from the type area to the top of the mark.
    const mark = red(layout)[0];
    expect((mark?.baseline ?? 0) - 0.88 * (mark?.size ?? 0) - AREA.top).toBeCloseTo(35 * MM, 0);
  });
});

describe('where pages end', () => {
  test('a heading never stands last on its page', () => {
    for (let filling = 12; filling < 24; filling += 1) {
      const blocks: Block[] = [
        ...Array.from({ length: filling }, () => plain(HAN)),
        { kind: 'heading', level: 1, text: '一、合成' },
        { kind: 'heading', level: 2, text: '（一）合成' },
        plain(HAN.repeat(20)),
      ];
      for (const page of set(blocks).pages) expect(textOf(page).at(-1)).not.toMatch(/合成$/);
    }
  });

  test('the date never stands on a page without text', () => {
    for (let filling = 10; filling < 26; filling += 1) {
      const blocks = Array.from({ length: filling }, () => plain(HAN));
      const { pages } = set(blocks, { issuer: '某单位', annexes: [{ title: '甲', blocks: [plain(HAN)] }] });
      const dated = pages.find((page) => textOf(page).includes('2026年6月18日'));
      expect(textOf(dated).filter((text) => text === HAN).length).toBeGreaterThan(0);
    }
  });

  test('no page is empty and no blank line heads one', () => {
    for (const page of sample.pages.filter(({ turned }) => !turned)) {
      // A table that goes on has its own lines.
      if (page.repeated.length === 0) expect(linesOn(page)[0]?.top).toBe(0);
    }
  });
});

describe('tables', () => {
  const cell = (text: string) => ({ words: [{ text }] });
  const table = (rows: number, more: Partial<TableBlock> = {}): TableBlock => ({
    kind: 'table',
    columns: [1, 3],
    head: [[cell('序号'), cell('事项')]],
    rows: Array.from({ length: rows }, (_, i) => [cell(String(i + 1)), cell(HAN)]),
    ...more,
  });

  test('go on over the page under their head, which is read only once', () => {
    const { pages } = set([plain(HAN), table(60)]);
    expect(pages.length).toBe(3);
    expect(pages.map(({ repeated }) => repeated.map(({ text }) => text).join('|'))).toEqual([
      '',
      '序号|事项',
      '序号|事项',
    ]);
    const tables = new Set(pages.flatMap(({ placed }) => placed.map(({ element }) => rootOf(element))));
    expect([...tables].filter(({ tag }) => tag === 'Table')).toHaveLength(1);
    const rows = pages.flatMap(({ placed }) => placed).filter(({ element }) => element.tag === 'TD');
    expect(rows.filter((_, i) => i % 2 === 0).map(({ boxes }) => boxes[0]?.text)).toEqual(
      Array.from({ length: 60 }, (_, i) => String(i + 1)),
    );
  });

  test('the text after one goes on at the grid', () => {
    const [page] = set([table(3), plain('以后的文字')]).pages;
    const after = boxesOn(page as PaperPage).find(({ text }) => text === '以后的文字');
    const row = ((after?.baseline ?? 0) - 0.38 * 16 - AREA.top) / LINE - 0.5;
    expect(row).toBeCloseTo(Math.round(row), 6);
  });

  test('rows that a cell spans stay together; wide ones lie along the sheet', () => {
    const spanned = table(0, {
      rows: Array.from({ length: 30 }, (_, i) =>
        i % 3 === 0 ? [{ ...cell(String(i)), rowspan: 3 }, cell(HAN)] : [cell(HAN)],
      ),
    });
    for (const { placed } of set([spanned]).pages) {
      const cells = placed.filter(({ element }) => element.tag === 'TD');
      expect(cells.length % 4).toBe(0);
    }
    const turned = sample.pages.filter((page) => page.turned);
    expect(turned.length).toBeGreaterThan(1);
    for (const page of turned) {
      for (const { x, width, baseline } of boxesOn(page)) {
        expect(x).toBeGreaterThan(35 * MM - 1);
        expect(x + width).toBeLessThan((297 - 37) * MM + 1);
        expect(baseline).toBeGreaterThan(28 * MM);
        expect(baseline).toBeLessThan((28 + 156) * MM);
      }
    }
  });

  test('what cannot be set is refused', () => {
    expect(() => set([table(1, { rows: [[cell('甲')]] })])).toThrow(
      new PaperLayoutError('表格第 2 行缺少格子。'),
    );
    expect(() => set([table(1, { rows: [[cell('甲'), cell('乙'), cell('丙')]] })])).toThrow(/各列对不上/);
    expect(() => set([table(1, { rows: [[cell('甲'), cell(HAN.repeat(200))]] })])).toThrow(/比一页还高/);
    expect(() => set([{ kind: 'paragraph', words: [{ text: '见', note: 3 }] }])).toThrow(/没有这一条/);
    expect(() => set([{ kind: 'list', ordered: true, items: [[table(1)]] }])).toThrow(/一段文字开头/);
  });
});

const rootOf = (element: PaperPage['placed'][number]['element']) => {
  let root = element;
  while (root.within) root = root.within;
  return root;
};
