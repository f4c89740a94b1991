import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNumber,
  type PDFRawStream,
  PDFRef,
} from 'pdf-lib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawPaper } from '../../src/paper/draw.ts';
import { layoutPaper, type PaperLayout } from '../../src/paper/flow.ts';
import { textOfPdf, UnreadablePdfError } from '../../src/paper/readback.ts';
import { Pdfium } from '../forms/pdfium.ts';
import { needTool, runTool } from '../forms/tools.ts';
import { openPress, type Press } from './made.ts';
import { drawReference, expectLikeReference, printedOf } from './reference.ts';
import { samplePaper } from './sample.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MM = 72 / 25.4;

let press: Press;
let layout: PaperLayout;
let bytes: Uint8Array;
beforeAll(async () => {
  press = await openPress();
  layout = layoutPaper(samplePaper(), press.measure);
  bytes = await drawPaper(layout, press);
});

const n = (text: string) => PDFName.of(text);
const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');
const contentOf = (page: ReturnType<PDFDocument['getPages']>[number]): string =>
  new TextDecoder('latin1').decode(
    decodePDFRawStream(page.node.lookup(n('Contents')) as PDFRawStream).decode(),
  );

async function withPdfjs<T>(data: Uint8Array, use: (document: PdfjsDocument) => Promise<T>): Promise<T> {
  const task = getDocument({ data: data.slice(), verbosity: 0 });
  try {
    return await use(await task.promise);
  } finally {
    await task.destroy();
  }
}
type PdfjsDocument = Awaited<ReturnType<typeof getDocument>['promise']>;

test('is named, Chinese, tagged, and says so', async () => {
  const { catalog, context } = await PDFDocument.load(bytes, { updateMetadata: false });
  expect(String(catalog.get(n('Lang')))).toBe('(zh-CN)');
  expect(String(catalog.lookup(n('MarkInfo'), PDFDict).get(n('Marked')))).toBe('true');
  expect(String(catalog.lookup(n('ViewerPreferences'), PDFDict).get(n('DisplayDocTitle')))).toBe('true');
  expect(catalog.lookup(n('ViewerPreferences'), PDFDict).get(n('PrintScaling'))).toBe(n('None'));
  const xmp = new TextDecoder().decode((catalog.lookup(n('Metadata')) as PDFRawStream).getContents());
  expect(xmp).toContain('<pdfuaid:part>1</pdfuaid:part>');
  expect(xmp).toContain(layout.paper.title);
  expect(xmp).toContain('<xmp:CreateDate>2026-06-18T00:00:00+08:00</xmp:CreateDate>');
  const [first, second] = context.lookup(context.trailerInfo.ID, PDFArray).asArray();
  expect(String(first)).toMatch(/^<[0-9a-f]{32}>$/i);
  expect(String(second)).toBe(String(first));
});

describe('structure', () => {
  interface Node {
    readonly tag: string;
    readonly dict: PDFDict;
    readonly ref: string;
    readonly kids: readonly (
      | Node
      | { readonly page: string; readonly id: number }
      | { readonly object: string }
    )[];
  }
  const isNode = (kid: Node['kids'][number]): kid is Node => 'tag' in kid;

  async function open() {
    const document = await PDFDocument.load(bytes, { updateMetadata: false });
    const { context, catalog } = document;
    const root = catalog.lookup(n('StructTreeRoot'), PDFDict);
    const walk = (ref: PDFRef): Node => {
      const dict = context.lookup(ref, PDFDict);
      const kids = dict
        .lookup(n('K'), PDFArray)
        .asArray()
        .map((kid): Node['kids'][number] => {
          if (kid instanceof PDFNumber) return { page: String(dict.get(n('Pg'))), id: kid.asNumber() };
          if (kid instanceof PDFRef) return walk(kid);
          const object = kid as PDFDict;
          return object.get(n('Type')) === n('MCR')
            ? { page: String(object.get(n('Pg'))), id: object.lookup(n('MCID'), PDFNumber).asNumber() }
            : { object: String(object.get(n('Obj'))) };
        });
      return { tag: dict.lookup(n('S'), PDFName).decodeText(), dict, ref: String(ref), kids };
    };
    const [top] = root.lookup(n('K'), PDFArray).asArray();
    const nums = root.lookup(n('ParentTree'), PDFDict).lookup(n('Nums'), PDFArray).asArray();
    const parents = new Map<number, unknown>();
    for (let i = 0; i < nums.length; i += 2) parents.set((nums[i] as PDFNumber).asNumber(), nums[i + 1]);
    return { document, context, tree: walk(top as PDFRef), parents };
  }

  test('what is read is what is set, in order: headings, text, lists, tables, annexes', async () => {
    const { tree } = await open();
    expect(tree.tag).toBe('Document');
    const tags = tree.kids.filter(isNode).map(({ tag }) => tag);
    expect(tags.slice(0, 6)).toEqual(['H1', 'P', 'P', 'H2', 'H3', 'P']);
    expect(tags.filter((tag) => tag === 'L')).toHaveLength(3);
    expect(tags.filter((tag) => tag === 'Table')).toHaveLength(2);
    expect(tags.filter((tag) => tag === 'H1')).toHaveLength(1);
    // No level is left out on the way down.
    let level = 0;
    for (const [, digit] of tags.flatMap((tag) => [/^H(\d)$/.exec(tag) ?? []])) {
      if (digit === undefined) continue;
      expect(Number(digit)).toBeLessThanOrEqual(level + 1);
      level = Number(digit);
    }
    const inner = (node: Node): string[] => node.kids.filter(isNode).map(({ tag }) => tag);
    const visit = (node: Node): void => {
      const allowed: Record<string, RegExp> = {
        L: /^LI$/,
        LI: /^(Lbl|LBody)$/,
        Table: /^(Caption|TR)$/,
        TR: /^T[HD]$/,
        BlockQuote: /^P$/,
        P: /^Link$/,
        Document: /^(H\d|P|L|BlockQuote|Table)$/,
      };
      for (const tag of inner(node)) expect(tag, `in ${node.tag}`).toMatch(allowed[node.tag] ?? /^$/);
      node.kids.filter(isNode).forEach(visit);
    };
    visit(tree);
  });

  test('structure and content lead to one another; whatever is not text is marked so', async () => {
    const { tree, parents, document, context } = await open();
    const pages = new Map(document.getPages().map((page, number) => [String(page.ref), { page, number }]));
    const ids = document.getPages().map((): number[] => []);
    const visit = (node: Node): void => {
      for (const kid of node.kids) {
        if (isNode(kid)) {
          expect(String(kid.dict.get(n('P')))).toBe(node.ref);
          visit(kid);
        } else if ('id' in kid) {
          const { page, number } = pages.get(kid.page) ?? expect.fail(`no page ${kid.page}`);
          ids[number]?.push(kid.id);
          const key = page.node.lookup(n('StructParents'), PDFNumber).asNumber();
          expect(String((parents.get(key) as PDFArray).get(kid.id))).toBe(node.ref);
        } else {
          expect(node.tag).toBe('Link');
          const [ref] = context
            .enumerateIndirectObjects()
            .map(([one]) => one)
            .filter((one) => String(one) === kid.object);
          const link = context.lookup(ref, PDFDict);
          expect(String(parents.get(link.lookup(n('StructParent'), PDFNumber).asNumber()))).toBe(node.ref);
        }
      }
    };
    visit(tree);
    document.getPages().forEach((page, number) => {
      const content = contentOf(page);
      const marked = [...content.matchAll(/\/\w+ <<\/MCID (\d+)>> BDC/g)].map(([, id]) => Number(id));
      expect(ids[number]).toEqual(marked);
      const outside = content.replace(/\/(?:Artifact|\w+ <<\/MCID)[\s\S]*?EMC/g, '');
      expect(outside.trim()).toMatch(/^0 g 0 G(\s+q 0 1 -1 0 595\.28 0 cm\s+Q)?$/);
    });
  });

  test('pdf.js reads the same order', async () => {
    const roles = await withPdfjs(bytes, async (document) => {
      const page = await document.getPage(1);
      const tree = await page.getStructTree();
      const found: string[] = [];
      const visit = (node: { role?: string; children?: unknown[] }): void => {
        if (node.role && /^(H\d|P)$/.test(node.role)) found.push(node.role);
        for (const child of node.children ?? []) visit(child as typeof node);
      };
      visit(tree as { children: unknown[] });
      return found;
    });
    expect(roles.slice(0, 6)).toEqual(['H1', 'P', 'P', 'H2', 'H3', 'P']);
  });

  test('cells say what they head and how far they reach', async () => {
    const { tree } = await open();
    const table = tree.kids.filter(isNode).find(({ tag }) => tag === 'Table');
    const attributes = (table?.kids ?? [])
      .filter(isNode)
      .slice(1, 4)
      .map(({ kids }) =>
        kids.filter(isNode).map(({ tag, dict }) => {
          const a = dict.lookupMaybe(n('A'), PDFDict);
          const value = (key: string) => String(a?.get(n(key)) ?? '');
          return `${tag} ${value('Scope')} ${value('ColSpan')} ${value('RowSpan')}`.trim();
        }),
      );
    expect(attributes).toEqual([
      ['TH /Column  2', 'TH /Column  2', 'TH /Column 2', 'TH /Column  2'],
      ['TH /Column', 'TH /Column'],
      ['TH /Row', 'TD', 'TD', 'TD', 'TD'],
    ]);
  });
});

test('bookmarks are the headings, in their levels, each on its page', async () => {
  const outline = await withPdfjs(bytes, async (document) => {
    const show = async (items: Awaited<ReturnType<PdfjsDocument['getOutline']>>): Promise<unknown[]> =>
      Promise.all(
        (items ?? []).map(async ({ title, dest, items: kids }) => {
          const [ref] = dest as [Parameters<PdfjsDocument['getPageIndex']>[0]];
          return [title, await document.getPageIndex(ref), await show(kids)];
        }),
      );
    return (await show(await document.getOutline())) as [string, number, unknown[]][];
  });
  expect(outline.map(([title]) => title)).toEqual([
    ...Array.from('一二三四五六七八', (ordinal) => `${ordinal}、合成的一级标题`),
    '附件1　合成条款',
    '附件2　合成统计表',
  ]);
  const [, page, kids] = outline[0] ?? ['', -1, []];
  expect(page).toBe(0);
  expect(JSON.stringify(kids)).toContain('（一）合成的二级标题');
  expect(JSON.stringify(kids)).toContain('（1）合成的四级标题');
});

test('raised numbers lead to their entries', async () => {
  const links = await withPdfjs(bytes, async (document) => {
    const [annotations, last] = [await (await document.getPage(1)).getAnnotations(), document.numPages];
    return Promise.all(
      annotations.map(async ({ subtype, dest, contentsObj }) => {
        const page = await document.getPageIndex(dest[0]);
        const text = (await (await document.getPage(page + 1)).getTextContent()).items
          .map((item) => ('str' in item ? item.str : ''))
          .join('');
        return { subtype, page, last, called: contentsObj.str, annex: text.includes('附件1') };
      }),
    );
  });
  expect(links).toEqual([{ subtype: 'Link', page: 12, last: 16, called: '注1', annex: true }]);
});

describe('measured from the file', () => {
  test('22 lines of 28 characters, edge to edge', async (context) => {
    needTool('pdftotext', context);
    const han = '容错纠错机制建设'.repeat(28 * 8);
    const solid = layoutPaper(
      { ...samplePaper(), blocks: [{ kind: 'paragraph', words: [{ text: han }] }], annexes: [] },
      press.measure,
    );
    const run = runTool('pdftotext', ['-bbox', '-f', '2', '-l', '2', 'p.pdf', '-'], {
      'p.pdf': await drawPaper(solid, press),
    });
    run.done();
    const words = [
      ...run.output.matchAll(
        /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">(.+?)<\/word>/g,
      ),
    ].map(([, left, top, right, text = '']) => ({
      ...{ left: Number(left), top: Number(top), right: Number(right) },
      count: Array.from(text).length,
    }));
    const lines = words.filter(({ count }) => count > 5);
    expect(lines).toHaveLength(22);
    for (const [i, { left, right, top, count }] of lines.entries()) {
      expect(count).toBe(28);
      expect(left).toBeCloseTo(28 * MM, 1);
      expect(right).toBeCloseTo((28 + 156) * MM, 0);
      if (i > 0) expect(top - (lines[i - 1]?.top ?? 0)).toBeCloseTo((225 / 22) * MM, 1);
    }
  });

  test('the text of the file is the text of the paper, page after page, without a Kangxi radical', async () => {
    const expected = layout.pages
      .flatMap(({ placed }) => placed)
      .flatMap(({ boxes }) => boxes)
      .map(({ text }) => text)
      .join('');
    const [text] = (await textOfPdf(bytes)).split('\n');
    expect(text).toBe(expected);
    expect(text).not.toMatch(/[\u2E80-\u2FDF\uFFFD]/);
    const read = await withPdfjs(bytes, async (document) => {
      const pages: string[] = [];
      for (let page = 1; page <= document.numPages; page += 1) {
        const { items } = await (await document.getPage(page)).getTextContent();
        pages.push(items.map((item) => ('str' in item ? item.str : '')).join(''));
      }
      return pages.join('').replace(/\s/g, '');
    });
    for (const sentence of ['会议强调——这也是多次提出的要求——不得', '代替判断……', '附件编号形如HC-2026-014'])
      expect(read).toContain(sentence);
  });

  test('every page looks like its text set in the whole fonts', async () => {
    const pdfium = await Pdfium.open();
    try {
      const pages = printedOf(layout);
      await expectLikeReference(pdfium, bytes, pages, await drawReference(pages, press.faces));
    } finally {
      pdfium.close();
    }
  }, 120_000);

  test('a character that is another one is seen', async () => {
    const pdfium = await Pdfium.open();
    try {
      const [page] = printedOf(layout);
      if (!page) throw new Error('no page');
      const other = page.texts.map((box) => ({
        ...box,
        text: box.text.replace('未', '末').replace('人', '入'),
      }));
      const changed = other.filter(({ text }, i) => text !== page.texts[i]?.text);
      expect(changed.length).toBeGreaterThan(0);
      const reference = await drawReference([{ ...page, texts: other }], press.faces);
      await expect(expectLikeReference(pdfium, bytes, [page], reference)).rejects.toThrow(/page 1: /);
    } finally {
      pdfium.close();
    }
  });

  test('qpdf finds nothing wrong; every font is embedded TrueType', (context) => {
    needTool('qpdf', context);
    const check = runTool('qpdf', ['--check', 'p.pdf'], { 'p.pdf': bytes });
    check.done();
    expect([check.code, check.output]).toEqual([
      0,
      expect.stringContaining('No syntax or stream encoding errors'),
    ]);
    needTool('pdffonts', context);
    const fonts = runTool('pdffonts', ['p.pdf'], { 'p.pdf': bytes });
    fonts.done();
    const rows = fonts.output.trim().split('\n').slice(2);
    expect(rows).toHaveLength(4);
    for (const row of rows) expect(row).toMatch(/CID TrueType\s+Identity-H\s+yes yes yes/);
  });
});

describe('the same bytes', () => {
  test('every time', async () => {
    expect(sha256(await drawPaper(layoutPaper(samplePaper(), press.measure), press))).toBe(sha256(bytes));
  });

  const scratch = mkdtempSync(join(tmpdir(), 'paper-'));
  afterAll(() => rmSync(scratch, { recursive: true }));

  test('in another time zone, language and folder', () => {
    for (const part of ['src', 'test/paper', 'package.json'])
      cpSync(join(ROOT, part), join(scratch, part), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(scratch, 'node_modules'));
    const script = `
      import { createHash } from 'node:crypto';
      import { drawPaper } from './src/paper/draw.ts';
      import { layoutPaper } from './src/paper/flow.ts';
      import { openPress } from './test/paper/made.ts';
      import { samplePaper } from './test/paper/sample.ts';
      const press = await openPress();
      const bytes = await drawPaper(layoutPaper(samplePaper(), press.measure), press);
      process.stdout.write(createHash('sha256').update(bytes).digest('hex'));
    `;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: scratch,
      encoding: 'utf8',
      env: { ...process.env, TZ: 'America/New_York', LANG: 'C', LC_ALL: 'C' },
    });
    expect(stderr).toBe('');
    expect(stdout).toBe(sha256(bytes));
  }, 60_000);
});

test('a file that shows text in another way is not vouched for', async () => {
  const foreign = await PDFDocument.create({ updateMetadata: false });
  const page = foreign.addPage();
  page.node.set(
    n('Contents'),
    foreign.context.register(foreign.context.flateStream('BT (JN-2024-003) Tj ET')),
  );
  await expect(textOfPdf(await foreign.save())).rejects.toThrow(UnreadablePdfError);
});
