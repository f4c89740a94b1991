/**
 * Draws text boxes in whole fonts, by a few lines of its own: what a page of ours must look like. Nothing is cut out of
 * the fonts here, and no code is shared with what draws papers.
 */
import { PDFDocument, PDFName, PDFString } from 'pdf-lib';
import { expect } from 'vitest';
import type { Rule, TextBox } from '../../src/paper/boxes.ts';
import { type Faces, faceOf } from '../../src/paper/faces.ts';
import type { PaperLayout } from '../../src/paper/flow.ts';
import type { Typeface } from '../../src/paper/typeface.ts';
import type { Pdfium, Picture } from '../forms/pdfium.ts';

/** What is printed on a page, as one looks at it. */
export interface PrintedPage {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly TextBox[];
  readonly rules: readonly Rule[];
}

/** As exact as papers are written: PDFium sets letters on whole pixels, and a hair would move one to the next. */
const at = (length: number): number => Math.round(100 * length) / 100;

/** What is printed on each page of a paper. On a page that is turned its number stands on its side and is left out. */
export const printedOf = ({ pages }: PaperLayout): PrintedPage[] =>
  pages.map(({ turned, width, height, placed, repeated, folio, rules }) => ({
    ...{ width, height, rules },
    texts: [...placed.flatMap(({ boxes }) => boxes), ...repeated, ...(turned ? [] : [folio])],
  }));

/** 破折号 are centred in a way of their own, and are not compared. */
const isDash = ({ text }: TextBox): boolean => /^—+$/.test(text);

/** Draws pages with the whole fonts. */
export async function drawReference(pages: readonly PrintedPage[], faces: Faces): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const { context } = document;
  const texts = pages.flatMap(({ texts: own }) => own.filter((text) => !isDash(text)));
  const used = Map.groupBy(texts, ({ role }) => faceOf(faces, role));
  const fonts = new Map<Typeface, string>();
  const resources = context.obj({});
  for (const [face, own] of used) {
    const name = `F${fonts.size}`;
    fonts.set(face, name);
    const glyphs = new Set(Array.from(own.map(({ text }) => text).join(''), (one) => glyphOf(face, one)));
    const program = context.register(context.stream(face.bytes, { Length1: face.bytes.length }));
    const descriptor = context.obj({
      ...{ Type: 'FontDescriptor', FontName: face.name, Flags: 4, FontFile2: program, StemV: 80 },
      ...{
        FontBBox: [...face.box],
        ItalicAngle: 0,
        Ascent: face.ascent,
        Descent: face.descent,
        CapHeight: 733,
      },
    });
    const descendant = context.obj({
      ...{ Type: 'Font', Subtype: 'CIDFontType2', BaseFont: face.name, CIDToGIDMap: 'Identity', DW: 1000 },
      CIDSystemInfo: { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 },
      FontDescriptor: context.register(descriptor),
      W: [...glyphs].flatMap((glyph) => [glyph, [face.advance(glyph)]]),
    });
    const font = context.obj({
      ...{ Type: 'Font', Subtype: 'Type0', BaseFont: face.name, Encoding: 'Identity-H' },
      DescendantFonts: [context.register(descendant)],
    });
    resources.set(PDFName.of(name), context.register(font));
  }
  for (const { width, height, texts: own, rules } of pages) {
    const content = rules.map(
      (rule) =>
        `${rule.red ? '1 0 0 RG' : '0 G'} ${at(rule.width)} w ${at(rule.x1)} ${at(height - rule.y1)} m ${at(rule.x2)} ${at(height - rule.y2)} l S`,
    );
    for (const box of own.filter((text) => !isDash(text))) {
      const face = faceOf(faces, box.role);
      const codes = Array.from(box.text, (one) => glyphOf(face, one).toString(16).padStart(4, '0')).join('');
      content.push(
        `${box.red ? '1 0 0 rg' : '0 g'} BT /${fonts.get(face)} ${box.size} Tf ${Math.round(1e4 * box.spacing) / 1e4} Tc`,
        `1 0 0 1 ${at(box.x)} ${at(height - box.baseline)} Tm <${codes}> Tj ET`,
      );
    }
    const page = document.addPage([width, height]);
    page.node.set(PDFName.of('Contents'), context.register(context.stream(content.join('\n'))));
    page.node.set(PDFName.of('Resources'), context.obj({ Font: resources }));
  }
  return document.save({ updateFieldAppearances: false, useObjectStreams: false });
}

function glyphOf(face: Typeface, character: string): number {
  return face.glyphs.get(character.codePointAt(0) ?? 0) ?? expect.fail(`${face.name} has no ${character}`);
}

/** Coarse enough to be quick, fine enough to tell 未 from 末. */
const SCALE = 1.5;

/**
 * Compares the pages of a paper with those of the reference, which begin at page `from`: every text has ink, and the ink
 * that the reference has, where it has it; nothing else is on the page.
 */
export async function expectLikeReference(
  pdfium: Pdfium,
  paper: Uint8Array,
  pages: readonly PrintedPage[],
  reference: Uint8Array,
  from = 0,
): Promise<void> {
  for (const [number, { texts }] of pages.entries()) {
    const seen = await pdfium.render(paper, SCALE, number);
    const wanted = await pdfium.render(reference, SCALE, from + number);
    expect([seen.width, seen.height]).toEqual([wanted.width, wanted.height]);
    const difference = differenceOf(seen, wanted);
    for (const box of texts.filter(({ text }) => text.trim() !== '')) {
      const { ink, off } = within(box, seen, difference);
      expect(ink, `ink of ${box.text}`).toBeGreaterThan(0);
      if (!isDash(box)) expect(off, `page ${number + 1}: ${box.text}`).toBe(0);
    }
    const off = difference.reduce((sum, differs) => sum + differs, 0);
    // What stands beside all text: 破折号, the number of a page that is turned.
    expect(off, `page ${number + 1}`).toBeLessThan(400);
  }
}

/** 1 for each pixel that differs by more than the edge of a letter may. */
const differenceOf = (one: Picture, other: Picture): Uint8Array =>
  one.grey.map((value, i) => (Math.abs(value - (other.grey[i] ?? 255)) > 80 ? 1 : 0));

/** How many pixels are dark in the place of a text, and how many differ. */
function within(
  box: TextBox,
  { grey, width }: Picture,
  difference: Uint8Array,
): { ink: number; off: number } {
  const { x, baseline, size } = box;
  let ink = 0;
  let off = 0;
  for (let v = Math.round((baseline - size) * SCALE); v < (baseline + 0.2 * size) * SCALE; v += 1) {
    for (let u = Math.round(x * SCALE); u < (x + box.width) * SCALE; u += 1) {
      if ((grey[v * width + u] ?? 255) < 160) ink += 1;
      off += difference[v * width + u] ?? 0;
    }
  }
  return { ink, off };
}
