/** Opens each form of a policy and looks at everything that is in the file. */
import { createHash } from 'node:crypto';
import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  PDFRawStream,
  PDFRef,
  PDFString,
} from 'pdf-lib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PolicyId } from '../../src/core/policy-id.ts';
import { drawForm } from '../../src/forms/draw.ts';
import { type FormLayout, itemsOf, itemsOn } from '../../src/forms/layout.ts';
import { formView } from '../../src/forms/view.ts';
import { drawReference, expectLikeReference, type PrintedPage } from '../paper/reference.ts';
import { formIdsOf, type Made, makeForms, openPress, type Press } from './made.ts';
import { Pdfium } from './pdfium.ts';
import { needTool, runTool } from './tools.ts';

let press: Press;
let made: Map<string, Made>;
let pdfium: Pdfium;
/** All forms of the policy, drawn with the whole fonts; and the page on which each begins. */
let reference: { file: Uint8Array; first: Map<string, number> };

/** What is printed on each page of a form. */
const printedOf = ({ pages, width, height }: FormLayout): PrintedPage[] =>
  pages.map((page) => ({
    width,
    height,
    texts: [...itemsOn(page), ...(page.repeated ?? []), ...page.margins].filter(
      (item) => item.kind === 'text',
    ),
    rules: page.rules,
  }));

const madeOf = (id: string): Made => {
  const form = made.get(id);
  if (!form) throw new Error(`no form ${id}`);
  return form;
};

const n = (text: string) => PDFName.of(text);

function textOf(value: unknown): string {
  if (value instanceof PDFString || value instanceof PDFHexString) return value.decodeText();
  throw new Error(`not a string: ${String(value)}`);
}

/** Marked content of a page in the order it is drawn: MCID → tag. */
function markedContent(content: string): Map<number, string> {
  return new Map(
    [...content.matchAll(/\/(\w+) <<\/MCID (\d+)[^\n]*BDC/g)].map(([, tag, id]) => [Number(id), tag ?? '']),
  );
}

interface StructNode {
  readonly tag: string;
  readonly dict: PDFDict;
  readonly kids: readonly (StructNode | number | { readonly widget: PDFRef })[];
}

/** Opens a form with pdf-lib and walks its structure tree. */
async function open(id: string) {
  const document = await PDFDocument.load(madeOf(id).bytes, { updateMetadata: false });
  const { context, catalog } = document;
  const pages = document.getPages().map(({ ref, node }) => ({
    ref,
    node,
    content: new TextDecoder('latin1').decode(
      decodePDFRawStream(node.lookup(n('Contents')) as PDFRawStream).decode(),
    ),
    widgets: node.lookup(n('Annots'), PDFArray).asArray() as PDFRef[],
  }));
  const root = catalog.lookup(n('StructTreeRoot'), PDFDict);
  const refs = new Map<StructNode, string>();
  const walk = (ref: PDFRef): StructNode => {
    const dict = context.lookup(ref, PDFDict);
    const kids = dict
      .lookup(n('K'), PDFArray)
      .asArray()
      .map((kid) => {
        if (kid instanceof PDFNumber) return kid.asNumber();
        if (kid instanceof PDFRef) return walk(kid);
        const object = kid as PDFDict;
        expect(object.get(n('Type'))).toBe(n('OBJR'));
        return { widget: object.get(n('Obj')) as PDFRef };
      });
    const node = { tag: dict.lookup(n('S'), PDFName).decodeText(), dict, kids };
    refs.set(node, ref.toString());
    return node;
  };
  const [top] = root.lookup(n('K'), PDFArray).asArray();
  const tree = walk(top as PDFRef);
  const nums = root.lookup(n('ParentTree'), PDFDict).lookup(n('Nums'), PDFArray).asArray();
  const parents = new Map<number, unknown>();
  for (let i = 0; i < nums.length; i += 2) parents.set((nums[i] as PDFNumber).asNumber(), nums[i + 1]);
  const widgets = pages.flatMap((page) => page.widgets);
  return { context, catalog, pages, tree, refs, parents, widgets, document };
}

const isNode = (kid: StructNode['kids'][number]): kid is StructNode =>
  typeof kid === 'object' && 'tag' in kid;
const outline = (node: StructNode): string => {
  const inner = node.kids.filter(isNode).map(outline).filter(Boolean).join(' ');
  return inner ? `${node.tag}(${inner})` : node.tag;
};

/** The tests of one policy; each has a file of its own, so that they run side by side. */
export function inspectForms(policy: PolicyId): void {
  beforeAll(async () => {
    press = await openPress();
    made = await makeForms(press, formIdsOf(policy));
    pdfium = await Pdfium.open();
    const first = new Map<string, number>();
    const pages: PrintedPage[] = [];
    for (const [id, { layout }] of made) {
      first.set(id, pages.length);
      pages.push(...printedOf(layout));
    }
    reference = { file: await drawReference(pages, press.faces), first };
  }, 120_000);
  afterAll(() => pdfium?.close());

  describe.each(formIdsOf(policy))('%s', (id) => {
    test('is named, Chinese, tagged, and says so', async () => {
      const { catalog, context, pages } = await open(id);
      const { form } = madeOf(id);
      expect(textOf(catalog.get(n('Lang')))).toBe('zh-CN');
      expect(catalog.lookup(n('MarkInfo'), PDFDict).get(n('Marked'))?.toString()).toBe('true');
      expect(catalog.lookup(n('ViewerPreferences'), PDFDict).get(n('DisplayDocTitle'))?.toString()).toBe(
        'true',
      );
      expect(pages).toHaveLength(madeOf(id).layout.pages.length);
      for (const { node } of pages) expect(node.get(n('Tabs'))).toBe(n('S'));
      const info = context.lookup(context.trailerInfo.Info, PDFDict);
      expect(textOf(info.get(n('Title')))).toContain(form.title);
      expect(textOf(info.get(n('CreationDate')))).toMatch(
        new RegExp(`^D:${form.version.replaceAll('-', '')}`),
      );
      const metadata = catalog.lookup(n('Metadata')) as PDFRawStream;
      expect(metadata.dict.get(n('Filter'))).toBeUndefined();
      const xmp = new TextDecoder().decode(metadata.getContents());
      expect(xmp).toContain('<pdfuaid:part>1</pdfuaid:part>');
      expect(xmp).toContain(`${form.title}`);
      const [first, second] = context.lookup(context.trailerInfo.ID, PDFArray).asArray();
      expect(first?.toString()).toMatch(/^<[0-9a-f]{32}>$/i);
      expect(second?.toString()).toBe(first?.toString());
    });

    test('structure, content and fields lead to one another', async () => {
      const { tree, refs, parents, widgets, context, pages } = await open(id);
      const { layout } = madeOf(id);
      expect(tree.tag).toBe('Document');
      expect(
        tree.kids
          .filter(isNode)
          .map(({ tag }) => tag)
          .join(' '),
      ).toBe(
        [
          ...layout.pages.flatMap(({ before }) => before.map(({ tag }) => tag ?? 'P')),
          ...(layout.form.rows.length > 0 ? ['Table'] : []),
          ...layout.pages.flatMap(({ after }) => after.map(() => 'P')),
        ].join(' '),
      );

      const pageOf = new Map(pages.map((page, number) => [page.ref.toString(), { ...page, number }]));
      const ids = pages.map((): number[] => []);
      const objects: string[] = [];
      const visit = (node: StructNode): void => {
        const page = pageOf.get(String(node.dict.get(n('Pg'))));
        for (const kid of node.kids) {
          if (typeof kid === 'number') {
            ids[page?.number ?? 0]?.push(kid);
            expect(markedContent(page?.content ?? '').get(kid)).toBe(node.tag);
            const key = page?.node.lookup(n('StructParents'), PDFNumber).asNumber() ?? -1;
            expect((parents.get(key) as PDFArray).get(kid).toString()).toBe(refs.get(node));
          } else if (isNode(kid)) {
            expect(kid.dict.get(n('P'))?.toString()).toBe(refs.get(node));
            visit(kid);
          } else {
            expect(node.tag).toBe('Form');
            expect(node.kids).toHaveLength(1);
            objects.push(kid.widget.toString());
            const widget = context.lookup(kid.widget, PDFDict);
            expect(String(widget.get(n('P')))).toBe(page?.ref.toString());
            const key = widget.lookup(n('StructParent'), PDFNumber).asNumber();
            expect(String(parents.get(key))).toBe(refs.get(node));
          }
        }
      };
      visit(tree);
      // Reading order, drawing order and tab order are one.
      expect(ids).toEqual(pages.map(({ content }) => [...markedContent(content).keys()]));
      expect(objects).toEqual(widgets.map(String));
      // Whatever is not tagged is marked as not being text.
      for (const { content } of pages) {
        const outside = content.replace(/\/(?:Artifact|\w+ <<\/MCID)[\s\S]*?EMC/g, '');
        expect(outside.trim()).toBe('0 g 0 G');
      }
    });

    test('the table is tagged cell by cell, with spans and scopes', async () => {
      const { tree } = await open(id);
      const printedRows = madeOf(id).layout.pages.flatMap(({ rows: list }) => list);
      const table = tree.kids.filter(isNode).find(({ tag }) => tag === 'Table');
      const rows = table?.kids.filter(isNode) ?? [];
      expect(rows.map(({ tag }) => tag)).toEqual(printedRows.map(() => 'TR'));
      const attribute = (node: StructNode, name: string) =>
        node.dict.lookupMaybe(n('A'), PDFDict)?.get(n(name))?.toString();
      rows.forEach((row, r) => {
        const cells = row.kids.filter(isNode);
        expect(cells.map(({ tag }) => tag)).toEqual(printedRows[r]?.map(({ tag }) => tag));
        cells.forEach((cell, c) => {
          const box = printedRows[r]?.[c];
          expect(Number(attribute(cell, 'ColSpan') ?? 1)).toBe(box?.colspan);
          expect(Number(attribute(cell, 'RowSpan') ?? 1)).toBe(box?.rowspan);
          expect(attribute(cell, 'Scope')).toBe(cell.tag === 'TH' ? `/${box?.scope}` : undefined);
          expect(outline(cell)).toMatch(/^T[HD](\((Form|P(\((Form ?)+\))?)( (Form|P(\((Form ?)+\))?))*\))?$/);
        });
      });
    });

    test('every field is named, explained, drawn by itself and in the embedded font', async () => {
      const { catalog, widgets, context } = await open(id);
      const { layout, form } = madeOf(id);
      /** Drawings of text fields: some programs write into what is there, so each field has its own. */
      const typed = new Set<string>();
      const acroForm = catalog.lookup(n('AcroForm'), PDFDict);
      expect(acroForm.get(n('NeedAppearances'))).toBeUndefined();
      const fonts = acroForm.lookup(n('DR'), PDFDict).lookup(n('Font'), PDFDict);
      const fontIn = (appearance: unknown): string => {
        const [, name = ''] = /^\/(\w+) [\d.]+ Tf 0 g$/.exec(textOf(appearance)) ?? [];
        expect(fonts.get(n(name))).toBeInstanceOf(PDFRef);
        return name;
      };
      // The alias that makes PDFium use the embedded font for Chinese.
      expect(fontIn(acroForm.get(n('DA')))).toBe('Wingdings');

      const boxes = [...itemsOf(layout)].filter((item) => item.kind === 'field');
      expect(widgets).toHaveLength(boxes.length);
      /** A value of the widget or, when several boxes are one field, of their field. */
      const inherited = (widget: PDFDict, key: string) =>
        widget.get(n(key)) ?? widget.lookupMaybe(n('Parent'), PDFDict)?.get(n(key));
      const names = widgets.map((ref, i) => {
        const widget = context.lookup(ref, PDFDict);
        const box = boxes[i];
        expect(widget.get(n('Subtype'))).toBe(n('Widget'));
        expect(textOf(widget.get(n('TU')))).toBe(box?.tooltip);
        expect(widget.get(n('MaxLen'))).toBeUndefined();
        expect(Number(widget.get(n('F')))).toBe(4);
        const [left = 0, bottom = 0, right = 0, top = 0] = widget
          .lookup(n('Rect'), PDFArray)
          .asArray()
          .map(Number);
        expect(left).toBeCloseTo(box?.x ?? 0, 1);
        expect(layout.height - top).toBeCloseTo(box?.y ?? 0, 1);
        const sized = (appearance: PDFRawStream): PDFRawStream => {
          const [, , width, height] = appearance.dict.lookup(n('BBox'), PDFArray).asArray().map(Number);
          expect(width).toBeCloseTo(right - left, 1);
          expect(height).toBeCloseTo(top - bottom, 1);
          return appearance;
        };
        const normal = widget.lookup(n('AP'), PDFDict);
        if (box?.control === 'text') {
          expect(widget.get(n('FT'))).toBe(n('Tx'));
          expect(Number(widget.get(n('Ff')))).toBe(box.multiline ? 4096 : 0);
          expect(fontIn(widget.get(n('DA')))).toBe('Wingdings');
          const appearance = sized(normal.lookup(n('N')) as PDFRawStream);
          expect(new TextDecoder().decode(appearance.getContents())).toBe('/Tx BMC\nEMC');
          const own = String(normal.get(n('N')));
          expect(typed).not.toContain(own);
          typed.add(own);
        } else {
          const states = normal.lookup(n('N'), PDFDict);
          expect(states.keys().map((key) => key.decodeText())).toEqual([box?.state, 'Off']);
          for (const key of states.keys()) sized(states.lookup(key) as PDFRawStream);
          expect(widget.get(n('AS'))).toBe(n('Off'));
          expect(inherited(widget, 'FT')).toBe(n('Btn'));
          expect(inherited(widget, 'V')).toBe(n('Off'));
          // Neither radio nor push buttons: what is ticked can be cleared again.
          expect(inherited(widget, 'Ff')).toBeUndefined();
        }

        const path: string[] = [];
        for (let node: PDFDict | undefined = widget; node; node = node.lookupMaybe(n('Parent'), PDFDict)) {
          const own = node.get(n('T'));
          if (own) path.unshift(textOf(own));
        }
        return path.join('.');
      });
      expect(names).toEqual(boxes.map(({ name }) => name));
      expect(new Set(names)).toEqual(new Set(formView(form).fields.flatMap((field) => field.names)));
    });

    test('all fonts are embedded TrueType with a map back to text; the field font maps codes to themselves', async () => {
      const { context, catalog, pages } = await open(id);
      const fonts = pages[0]?.node.lookup(n('Resources'), PDFDict).lookup(n('Font'), PDFDict);
      const field = catalog
        .lookup(n('AcroForm'), PDFDict)
        .lookup(n('DR'), PDFDict)
        .lookup(n('Font'), PDFDict);
      for (const [, ref] of [...(fonts?.entries() ?? []), ...field.entries()]) {
        const font = context.lookup(ref, PDFDict);
        expect(font.get(n('Encoding'))).toBe(n('Identity-H'));
        expect(font.lookup(n('ToUnicode'))).toBeInstanceOf(PDFRawStream);
        const descendant = context.lookup(font.lookup(n('DescendantFonts'), PDFArray).get(0), PDFDict);
        expect(descendant.get(n('Subtype'))).toBe(n('CIDFontType2'));
        expect(descendant.get(n('CIDToGIDMap'))).toBe(n('Identity'));
        expect(descendant.lookup(n('FontDescriptor'), PDFDict).lookup(n('FontFile2'))).toBeInstanceOf(
          PDFRawStream,
        );
      }
      const font = field.lookup(n('Wingdings'), PDFDict);
      expect(font.get(n('BaseFont'))).toBe(n('NotoSansSC-Regular'));
      const descendant = context.lookup(font.lookup(n('DescendantFonts'), PDFArray).get(0), PDFDict);
      const descriptor = descendant.lookup(n('FontDescriptor'), PDFDict);
      expect(descriptor.lookup(n('FontBBox'), PDFArray).asArray().map(Number)).toEqual([
        -50, -250, 1050, 950,
      ]);
      expect([descriptor.get(n('Ascent')), descriptor.get(n('Descent'))].map(Number)).toEqual([950, -250]);
      for (const [codePoint, glyph] of press.field.face.glyphs) expect(glyph).toBe(codePoint);
    });

    test('is small, and the same bytes every time', async () => {
      const { bytes, layout } = madeOf(id);
      expect(bytes.length).toBeLessThan(1_900_000);
      // What one form adds to the font that all of them share.
      expect(bytes.length - press.field.deflated.length).toBeLessThanOrEqual(60_000);
      expect(sha256(await drawForm(layout, press))).toBe(sha256(bytes));
    });

    test('its text can be read out: every label, and no Kangxi radical', async () => {
      const { bytes, layout } = madeOf(id);
      const task = getDocument({ data: bytes.slice(), verbosity: 0 });
      const document = await task.promise;
      const items = [];
      for (let page = 1; page <= document.numPages; page += 1)
        items.push(...(await (await document.getPage(page)).getTextContent()).items);
      await task.destroy();
      const text = items.map((item) => ('str' in item ? item.str : '')).join('');
      const solid = text.replace(/\s/g, '');
      for (const cell of layout.pages.flatMap(({ rows }) => rows.flat()))
        expect(solid).toContain(cell.label.replace(/\s/g, ''));
      for (const item of itemsOf(layout))
        if (item.kind === 'text') expect(solid).toContain(item.text.replace(/\s/g, ''));
      for (const { text: foot } of layout.pages.flatMap(({ margins }) => margins))
        expect(solid).toContain(foot.replace(/\s/g, ''));
      expect(text).not.toMatch(/[\u2e80-\u2fdf]/);
    });

    test('looks like its text set in the whole fonts', async () => {
      const { bytes, layout } = madeOf(id);
      const { file, first } = reference;
      await expectLikeReference(pdfium, bytes, printedOf(layout), file, first.get(id));
    });

    test('qpdf finds no fault', (context) => {
      needTool('qpdf', context);
      const { code, output, done } = runTool('qpdf', ['--check', 'f.pdf'], { 'f.pdf': madeOf(id).bytes });
      done();
      expect([code, output]).toEqual([0, expect.stringContaining('No syntax or stream encoding errors')]);
    });

    test('pdffonts: all embedded, all with Unicode', (context) => {
      needTool('pdffonts', context);
      const { output, done } = runTool('pdffonts', ['f.pdf'], { 'f.pdf': madeOf(id).bytes });
      done();
      const rows = output.trim().split('\n').slice(2);
      // Marks are set on annexes and in letters.
      const { kind, letter } = madeOf(id).form;
      expect(rows).toHaveLength(kind === 'named' && letter.length === 0 ? 3 : 4);
      for (const row of rows) expect(row).toMatch(/CID TrueType +Identity-H +yes (yes|no) +yes/);
      expect(rows.filter((row) => /^NotoSansSC-Regular .* yes no +yes/.test(row))).toHaveLength(1);
    });

    test('pdftotext reads every label, and pdfinfo the structure in order', (context) => {
      needTool('pdftotext', context);
      const { layout, bytes } = madeOf(id);
      const text = runTool('pdftotext', ['-raw', 'f.pdf', '-'], { 'f.pdf': bytes });
      text.done();
      const solid = text.output.replace(/\s/g, '');
      for (const item of itemsOf(layout))
        if (item.kind === 'text') expect(solid).toContain(item.text.replace(/\s/g, ''));
      const structure = runTool('pdfinfo', ['-struct-text', 'f.pdf'], { 'f.pdf': bytes });
      structure.done();
      const words = [...structure.output.matchAll(/"(.*)"/g)].map(([, word]) => word);
      expect(words).toEqual(
        [...itemsOf(layout)].flatMap((item) => (item.kind === 'text' ? [item.text] : [])),
      );
    });
  });
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
