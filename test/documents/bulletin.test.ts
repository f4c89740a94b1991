import { beforeAll, describe, expect, test } from 'vitest';
import { writeBulletins } from '../../scripts/bulletins.ts';
import { contentFiles } from '../../scripts/effects.ts';
import type { Bulletin } from '../../src/bulletins.ts';
import { readCorpus } from '../../src/corpus.ts';
import { projectCorpus, type Site } from '../../src/disclosure/editions.ts';
import { bulletinPaper, bulletinText } from '../../src/documents/bulletin.ts';
import type { Block, Paper, Words } from '../../src/paper/document.ts';
import { drawPaper } from '../../src/paper/draw.ts';
import { layoutPaper } from '../../src/paper/flow.ts';
import { Pdfium } from '../forms/pdfium.ts';
import { openPress } from '../paper/made.ts';
import { drawReference, expectLikeReference, printedOf } from '../paper/reference.ts';

let internal: Site;
let open: Site;
beforeAll(async () => {
  const corpus = await readCorpus(contentFiles, { asOf: '2026-11-21' });
  internal = projectCorpus(corpus, 'internal');
  open = projectCorpus(corpus, 'public');
});

const nobody = { organization: '', letterhead: '' };
const plainWords = (words: readonly Words[]): string => words.map(({ text }) => text).join('');
const textOf = (blocks: readonly Block[]): string => blocks.map(blockText).join('\n');
function blockText(block: Block): string {
  if (block.kind === 'heading') return block.text;
  if (block.kind === 'paragraph') return plainWords(block.words);
  if (block.kind === 'list') return block.items.map(textOf).join('\n');
  if (block.kind === 'quotation') return textOf(block.blocks);
  return [...block.head, ...block.rows]
    .flat()
    .map((cell) => plainWords(cell.words))
    .join('\n');
}
/** Numbers of the notes a text mentions, in its order. */
const notesIn = (blocks: readonly Block[]): number[] =>
  blocks.flatMap((block) =>
    block.kind === 'paragraph'
      ? block.words.flatMap(({ note }) => note ?? [])
      : block.kind === 'list'
        ? block.items.flatMap(notesIn)
        : [],
  );
const bulletinOf = (site: Site, id: string): Bulletin =>
  site.bulletins.find((bulletin) => bulletin.id === id) ?? expect.fail(`no bulletin ${id}`);
const paperOf = (id: string, publisher = nobody): Promise<Paper> =>
  bulletinPaper(bulletinOf(internal, id), internal, publisher);

test('page and paper say the same, in the same order', async () => {
  for (const bulletin of internal.bulletins) {
    const said = bulletinText(bulletin, internal.cases);
    const parts = [
      said.lead,
      ...(said.cases ? [said.cases.heading] : []),
      ...(said.cases?.told ?? []).flatMap(({ heading, parts }) => [
        heading,
        ...parts.flatMap((part) => [part.heading, part.markdown]),
      ]),
      ...said.sections.flatMap(({ heading, markdown }) => [heading, markdown]),
      said.synthetic,
    ];
    const paper = textOf((await paperOf(bulletin.id)).blocks);
    let at = 0;
    for (const sentence of parts.flatMap((part) => part.split(/\n+|\[\[[^\]]*\]\]/))) {
      const plain = sentence.replace(/^#+ /, '').replaceAll('**', '');
      const found = paper.indexOf(plain, at);
      expect(found, plain).toBeGreaterThanOrEqual(at);
      at = found + plain.length;
    }
  }
});

test('cases and sections are numbered on from one another', () => {
  const typical = bulletinText(bulletinOf(internal, 'b-2025-1'), internal.cases);
  expect(typical.cases?.heading).toBe('一、典型案例');
  expect(typical.cases?.told.map(({ heading }) => heading.slice(0, 3))).toEqual([
    '（一）',
    '（二）',
    '（三）',
    '（四）',
  ]);
  expect(typical.cases?.told[0]?.parts.map(({ heading }) => heading)).toEqual([
    '1. 基本案情',
    '2. 处理结果',
    '3. 容错要点',
  ]);
  expect(typical.sections.map(({ heading }) => heading)).toEqual(['二、启示', '三、结语']);
  expect(typical.sections[0]?.markdown).toMatch(/^### （一）请示和研究/);
  const exposure = bulletinText(bulletinOf(internal, 'b-2026-2'), internal.cases);
  expect([exposure.name, exposure.cases]).toEqual(['典型问题通报曝光', undefined]);
  expect(exposure.sections.map(({ heading }) => heading)).toEqual(['一、问题', '二、查处', '三、警示']);
});

test('every citation has its number, and the annex the words of each clause once', async () => {
  const { blocks, annexes } = await paperOf('b-2025-1');
  const numbers = notesIn(blocks);
  expect(numbers.length).toBeGreaterThan(10);
  // Numbered as they are first mentioned.
  const first = [...new Set(numbers)];
  expect(first).toEqual(first.map((_, i) => i + 1));
  expect(annexes.map(({ title }) => title)).toEqual(['本期通报引用的条款']);
  const list = annexes[0]?.blocks.find(({ kind }) => kind === 'list') as Extract<Block, { kind: 'list' }>;
  expect(list.items).toHaveLength(first.length);
  const entries = list.items.map(textOf);
  expect(new Set(entries).size).toBe(entries.length);
  expect(entries).toContain(
    '济南《实施细则》第七条第（三）项：按照实际情况经过民主决策程序，且进行充分评估的；',
  );
  for (const entry of entries) expect(entry).toMatch(/([。；：]|……)$/);
  const exposure = textOf((await paperOf('b-2026-2')).annexes[0]?.blocks ?? []);
  expect(exposure).toContain(
    '第十五条第（一）项：对线索具体、可查性强的，应当本着高度负责的态度，及时查清事实……',
  );
  const opening = textOf(annexes[0]?.blocks.slice(0, 1) ?? []);
  expect(opening).toContain('（枣职发〔2023〕32号，施行，以下简称枣庄职业学院《实施细则》）');
  expect(opening).toContain('（试行，以下简称济南《实施细则》）');
});

test('annexes of its own stand before that of the clauses, each on a page of its own, with headings that begin anew', async () => {
  const bulletin = bulletinOf(internal, 'b-2025-1');
  const annex = (heading: string, markdown: string) => ({ heading, markdown, line: 90, textLine: 92 });
  const made = (sections: Bulletin['sections']) => ({
    ...bulletin,
    sections: [...bulletin.sections, ...sections],
  });
  const two = made([
    annex('附件：责任清单', '### 牵头单位\n\n见[[JN-7(3)]]。\n\n#### 甲处\n'),
    annex('附件2：名单', '| 单位 | 件数 |\n| --- | --: |\n| 某处 | 3 |\n'),
  ]);
  const text = bulletinText(two, internal.cases);
  expect(text.sections.map(({ heading }) => heading)).toEqual(['二、启示', '三、结语']);
  expect(text.annexes.map(({ mark, heading }) => `${mark} ${heading}`)).toEqual([
    '附件1 责任清单',
    '附件2 名单',
  ]);
  const paper = await bulletinPaper(two, internal, nobody);
  expect(paper.annexes.map(({ title }) => title)).toEqual(['责任清单', '名单', '本期通报引用的条款']);
  expect(paper.annexes[0]?.blocks.filter(({ kind }) => kind === 'heading')).toEqual([
    { kind: 'heading', level: 1, text: '一、牵头单位' },
    { kind: 'heading', level: 2, text: '（一）甲处' },
  ]);
  const { pages } = layoutPaper(paper, (await openPress()).measure);
  const said = pages.map(({ placed }) =>
    placed.flatMap(({ boxes }) => boxes.map(({ text }) => text)).join(''),
  );
  expect(said.filter((page) => /^附件\d/.test(page)).map((page) => page.slice(0, 7))).toEqual([
    '附件1责任清单',
    '附件2名单单位',
    '附件3本期通报',
  ]);
  expect(said.some((page) => page.includes('附件：1.责任清单2.名单3.本期通报引用的条款'))).toBe(true);
  // Alone it bears no number.
  const plain = {
    ...bulletinOf(internal, 'b-2026-2'),
    sections: [annex('附件 名单', '甲')],
    lead: '通报如下。',
  };
  expect(bulletinText(plain, []).annexes.map(({ mark }) => mark)).toEqual(['附件']);
});

test('who signs and in what dress is only what the body has set for itself', async () => {
  const plain = await paperOf('b-2026-2');
  expect([plain.issuer, plain.letterhead, plain.addressee, plain.date, plain.note, plain.day]).toEqual([
    ...[undefined, undefined, '各党总支、各部门', '2026年6月4日', '发布范围：内部通报', '2026-06-04'],
  ]);
  const bulletin = { ...bulletinOf(internal, 'b-2025-1'), number: '某发〔2025〕3号' };
  const own = { organization: '某单位', letterhead: '某单位文件' };
  const dressed = await bulletinPaper(bulletin, internal, own);
  expect([dressed.issuer, dressed.letterhead, dressed.date, dressed.note, dressed.day]).toEqual([
    ...[
      '某单位',
      { name: '某单位文件', number: '某发〔2025〕3号' },
      '2025年7月18日',
      '此件公开发布',
      '2025-07-18',
    ],
  ]);
});

test('every bulletin of the project bears its whole date', () => {
  for (const { id, dated } of internal.bulletins) expect([id, dated]).toEqual([id, expect.any(String)]);
});

test('the public edition tells of public bulletins and cases alone', () => {
  expect(open.bulletins.map(({ id }) => id)).toEqual(['b-2025-2', 'b-2025-1']);
  const hidden = internal.cases.filter(({ id }) => !open.cases.some((item) => item.id === id));
  expect(hidden.length).toBeGreaterThan(0);
  const crossing = { ...bulletinOf(internal, 'b-2025-1'), cases: hidden.map(({ id }) => id) };
  expect(bulletinText(crossing, open.cases).cases).toBeUndefined();
});

test('every page looks like its text set in the whole fonts', async () => {
  const press = await openPress();
  const pdfium = await Pdfium.open();
  try {
    for (const { id } of internal.bulletins) {
      const layout = layoutPaper(
        await paperOf(id, { organization: '某某单位', letterhead: '某某文件' }),
        press.measure,
      );
      const pages = printedOf(layout);
      await expectLikeReference(
        pdfium,
        await drawPaper(layout, press),
        pages,
        await drawReference(pages, press.faces),
      );
    }
  } finally {
    pdfium.close();
  }
}, 120_000);

describe('what cannot be set', () => {
  const withText = (markdown: string): Site => {
    const bulletin = bulletinOf(internal, 'b-2026-2');
    const sections = [{ heading: '问题', line: 13, textLine: 15, markdown }];
    return { ...internal, bulletins: [{ ...bulletin, sections }] };
  };

  test.each([
    ['甲\n\n<b>乙</b>', 17, /HTML/],
    ['- > 甲', 15, /一段文字开头/],
    ['字😀', 15, /缺少「😀」字/],
  ])('%j is a finding with its place, and nothing is written', async (markdown, line, message) => {
    const findings = await writeBulletins(withText(markdown), '/nonexistent/papers');
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'bulletin-layout',
        severity: 'error',
        file: 'content/bulletins/b-2026-2.mdx',
        line,
        message: expect.stringMatching(message),
      }),
    ]);
  });
});
