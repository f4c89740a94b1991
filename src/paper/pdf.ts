/**
 * What every PDF of ours is made of: embedded fonts, a structure tree, what the file says of itself, and the same bytes
 * every time. Written dictionary by dictionary, because pdf-lib writes no structure tree and loses glyphs of small
 * subsets.
 */
import { createHash } from 'node:crypto';
import {
  PDFArray,
  PDFContext,
  type PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  type PDFRef,
  PDFStreamWriter,
  PDFString,
  PDFWriter,
} from 'pdf-lib';
import type { Rule, TextBox } from './boxes.ts';
import { type Faces, faceOf } from './faces.ts';
import type { FaceRole } from './roles.ts';
import { glyphsOf, subsetTypeface, type Typeface } from './typeface.ts';

/** The PDF writer's deflate: fflate, whose output does not depend on the machine. */
export function deflate(bytes: Uint8Array): Uint8Array {
  return PDFContext.create().flateStream(bytes).getContents();
}

/** Cuts a typeface down to a text; a test embeds whole fonts to compare with. */
export type Cut = (face: Typeface, text: string) => Promise<Typeface>;

/** Resource names of the typefaces. */
const FONT_NAMES: Readonly<Record<FaceRole, string>> = {
  title: 'Title',
  body: 'Body',
  mark: 'Mark',
  second: 'Second',
  folio: 'Folio',
  small: 'Small',
};

/** A font that a document has anyhow. */
export interface PresentFont {
  readonly face: Typeface;
  readonly ref: PDFRef;
}

/** The fonts of one document: of each typeface only what is printed. */
export class FontBook {
  /** What pages name as their fonts. */
  readonly resources: PDFDict;
  private readonly subsets: ReadonlyMap<FaceRole, Typeface>;

  private constructor(resources: PDFDict, subsets: ReadonlyMap<FaceRole, Typeface>) {
    this.resources = resources;
    this.subsets = subsets;
  }

  /** Embeds what the boxes print; parts set in the typeface of a font that is there already share it. */
  static async open(
    context: PDFContext,
    boxes: Iterable<TextBox>,
    faces: Faces,
    { cut = subsetTypeface, present }: { readonly cut?: Cut; readonly present?: PresentFont } = {},
  ): Promise<FontBook> {
    const printed = new Map<FaceRole, string>();
    for (const { role, text } of boxes) printed.set(role, (printed.get(role) ?? '') + text);
    const roles = (Object.keys(FONT_NAMES) as FaceRole[]).filter((role) => printed.has(role));
    const resources = context.obj({});
    const subsets = new Map<FaceRole, Typeface>();
    // Parts that share a typeface share a font.
    for (const [whole, sharing] of Map.groupBy(roles, (role) => faceOf(faces, role))) {
      const text = sharing.map((role) => printed.get(role)).join('');
      const drawn = text.includes(DASH) && hasLongDash(whole) ? text + LONG_DASH : text;
      const shared = present?.face.name === whole.name && hasAll(present.face, text) ? present : undefined;
      const face = shared?.face ?? (await cut(whole, drawn));
      const font = shared?.ref ?? embedStatic(context, face, drawn);
      for (const role of sharing) {
        subsets.set(role, face);
        resources.set(PDFName.of(FONT_NAMES[role]), font);
      }
    }
    return new FontBook(resources, subsets);
  }

  /** Operators that show a text on a page of this height. */
  show(box: TextBox, height: number): string {
    const { role, size, baseline, red } = box;
    const face = this.subsets.get(role);
    if (!face) throw new Error(`no subset for ${role}`);
    const { text, spacing, x } = /^—+$/.test(box.text) ? centreDashes(box, face) : box;
    const codes = glyphsOf(face, text).map((glyph) => hex4(glyph));
    const at = `1 0 0 1 ${num(x)} ${num(height - baseline)} Tm`;
    const shown = `BT /${FONT_NAMES[role]} ${num(size)} Tf ${fine(spacing)} Tc ${at} <${codes.join('')}> Tj ET`;
    return red ? `1 0 0 rg ${shown} 0 g` : shown;
  }
}

const hasAll = (face: Typeface, text: string): boolean =>
  Array.from(text).every((character) => face.glyphs.has(character.codePointAt(0) ?? 0));

/** 破折号: two dashes that are one line. */
const DASH = '——';
/** The same as one character, which some typefaces have because their single dash is narrower than an em. */
const LONG_DASH = '⸺';
const advanceOf = (face: Typeface, character: string): number =>
  face.advance(glyphsOf(face, character)[0] ?? 0);
const hasLongDash = (face: Typeface): boolean =>
  face.glyphs.has(LONG_DASH.codePointAt(0) ?? 0) && advanceOf(face, '—') < 1000;

/** Dashes in the middle of the ems that they take. */
function centreDashes(box: TextBox, face: Typeface): Pick<TextBox, 'text' | 'spacing' | 'x'> {
  if (box.text === DASH && hasLongDash(face)) {
    const spare = 2000 - advanceOf(face, LONG_DASH);
    return { text: LONG_DASH, spacing: 0, x: box.x + ((spare / 2) * box.size) / 1000 };
  }
  const spare = ((1000 - advanceOf(face, '—')) * box.size) / 1000;
  return { text: box.text, spacing: spare, x: box.x + spare / 2 };
}

/** The text of marked content, where its letters are set apart and would be searched and read out one by one. */
export function actualText({ text, size, spacing }: TextBox): string {
  return spacing > 0.1 * size ? ` /ActualText ${PDFHexString.fromText(text)}` : '';
}

/** Operators that draw a straight line on a page of this height. */
export function stroke({ x1, y1, x2, y2, width, red }: Rule, height: number): string {
  const drawn = `${num(width)} w ${num(x1)} ${num(height - y1)} m ${num(x2)} ${num(height - y2)} l S`;
  return red ? `1 0 0 RG ${drawn} 0 G` : drawn;
}

/** Operators of what is printed but not read: rules, page numbers. */
export function artifact(kind: 'Layout' | 'Pagination', operators: readonly string[]): string[] {
  return [`/Artifact <</Type /${kind}>> BDC`, ...operators, 'EMC'];
}

/** An element of the structure tree while it is being built. */
export interface Element {
  readonly tag: string;
  readonly ref: PDFRef;
  readonly dict: PDFDict;
  readonly kids: PDFArray;
}

/** Structure tree of a document, with the parent tree that leads back from content and fields to it. */
export class StructureTree {
  readonly root: Element;
  private readonly context: PDFContext;
  private readonly pages: readonly PDFRef[];
  /** Parent element of each marked content, by page and MCID; the first keys of the parent tree. */
  private readonly marked: readonly PDFRef[][];
  /** Element of each annotation; the keys after those of the pages. */
  private readonly annotations: { annotation: PDFRef; element: PDFRef }[] = [];
  /** Place of an annotation in that list. */
  private readonly keys = new Map<PDFRef, number>();

  constructor(context: PDFContext, pages: readonly PDFRef[]) {
    this.context = context;
    this.pages = pages;
    this.marked = pages.map(() => []);
    const dict = context.obj({ Type: 'StructTreeRoot' });
    this.root = {
      tag: 'StructTreeRoot',
      ref: context.register(dict),
      dict,
      kids: PDFArray.withContext(context),
    };
    dict.set(PDFName.of('K'), this.root.kids);
  }

  element(
    parent: Element,
    tag: string,
    page: number,
    attributes: Readonly<Record<string, PDFObject>> = {},
  ): Element {
    const dict = this.context.obj({
      Type: 'StructElem',
      S: tag,
      P: parent.ref,
      Pg: this.pages[page] ?? null,
      ...attributes,
    });
    const kids = PDFArray.withContext(this.context);
    dict.set(PDFName.of('K'), kids);
    const ref = this.context.register(dict);
    parent.kids.push(ref);
    return { tag, ref, dict, kids };
  }

  /** Adds marked content to an element and returns its MCID. */
  mark(parent: Element, page: number): number {
    const id = (this.marked[page]?.push(parent.ref) ?? 1) - 1;
    const own = parent.dict.get(PDFName.of('Pg')) === this.pages[page];
    // Beyond the page on which the element began, its content is named with its page.
    parent.kids.push(
      own ? PDFNumber.of(id) : this.context.obj({ Type: 'MCR', Pg: this.pages[page] ?? null, MCID: id }),
    );
    return id;
  }

  /** Adds a Form element that holds one widget. */
  form(parent: Element, widget: PDFRef, label: string, page: number): void {
    const form = this.element(parent, 'Form', page, { Alt: PDFHexString.fromText(label) });
    this.annotation(form, widget, page);
  }

  /** Adds an annotation, a widget or a link, to its element. */
  annotation({ ref, kids }: Element, annotation: PDFRef, page: number): void {
    kids.push(this.context.obj({ Type: 'OBJR', Obj: annotation, Pg: this.pages[page] ?? null }));
    this.keys.set(annotation, this.annotations.push({ annotation, element: ref }) - 1);
  }

  /** Key under which the parent tree finds the element of an annotation. */
  parentKey(annotation: PDFRef): number {
    return this.pages.length + (this.keys.get(annotation) ?? -1);
  }

  finish(): PDFRef {
    const nums = PDFArray.withContext(this.context);
    const entries = [
      ...this.marked.map((elements) => this.context.obj(elements)),
      ...this.annotations.map(({ element }) => element),
    ];
    entries.forEach((entry, key) => {
      nums.push(PDFNumber.of(key));
      nums.push(entry);
    });
    this.root.dict.set(PDFName.of('ParentTree'), this.context.register(this.context.obj({ Nums: nums })));
    this.root.dict.set(PDFName.of('ParentTreeNextKey'), PDFNumber.of(entries.length));
    return this.root.ref;
  }
}

/** Embeds a subset under its own glyph numbers. */
function embedStatic(context: PDFContext, face: Typeface, text: string): PDFRef {
  const codes = new Map<number, number>();
  for (const character of new Set(text))
    codes.set(glyphsOf(face, character)[0] ?? 0, character.codePointAt(0) ?? 0);
  const sorted = [...codes].sort(([a], [b]) => a - b);
  const tag = createHash('sha256').update(face.bytes).digest().subarray(0, 6);
  const letters = String.fromCharCode(...tag.map((byte) => 65 + (byte % 26)));
  return embedType0(context, {
    name: `${letters}+${face.name}`,
    program: context.register(context.flateStream(face.bytes, { Length1: face.bytes.length })),
    box: face.box,
    ascent: face.ascent,
    descent: face.descent,
    widths: sorted.map(([glyph]) => [glyph, face.advance(glyph)]),
    toUnicode: sorted.map(([glyph, codePoint]) => {
      const read = codePoint === LONG_DASH.codePointAt(0) ? DASH : String.fromCodePoint(codePoint);
      return `<${hex4(glyph)}> <${Array.from({ length: read.length }, (_, i) => hex4(read.charCodeAt(i))).join('')}>`;
    }),
    ranges: false,
  });
}

/** A font to embed. */
export interface Type0 {
  readonly name: string;
  readonly program: PDFRef;
  readonly box: readonly number[];
  readonly ascent: number;
  readonly descent: number;
  /** Code and advance, sorted by code; a full em need not be listed. */
  readonly widths: readonly (readonly [number, number])[];
  /** Lines of bfchar, or of bfrange. */
  readonly toUnicode: readonly string[];
  readonly ranges: boolean;
}

/** Embeds a TrueType font of which codes are glyph numbers. */
export function embedType0(context: PDFContext, font: Type0): PDFRef {
  const baseFont = font.name;
  const descriptor = context.obj({
    Type: 'FontDescriptor',
    FontName: baseFont,
    Flags: 4,
    FontBBox: [...font.box],
    ItalicAngle: 0,
    Ascent: font.ascent,
    Descent: font.descent,
    CapHeight: 733,
    StemV: 80,
    FontFile2: font.program,
  });
  const widths: (number | number[])[] = [];
  let previous = -2;
  for (const [code, advance] of font.widths) {
    if (advance === 1000) continue;
    const run = widths.at(-1);
    if (code === previous + 1 && Array.isArray(run)) run.push(advance);
    else widths.push(code, [advance]);
    previous = code;
  }
  const descendant = context.obj({
    Type: 'Font',
    Subtype: 'CIDFontType2',
    BaseFont: baseFont,
    CIDSystemInfo: { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 },
    FontDescriptor: context.register(descriptor),
    DW: 1000,
    W: widths,
    CIDToGIDMap: 'Identity',
  });
  const operator = font.ranges ? 'bfrange' : 'bfchar';
  const blocks: string[] = [];
  for (let i = 0; i < font.toUnicode.length; i += 100) {
    const block = font.toUnicode.slice(i, i + 100);
    blocks.push(`${block.length} begin${operator}`, ...block, `end${operator}`);
  }
  const cmap = [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
    '/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def',
    '/CMapName /Adobe-Identity-UCS def /CMapType 2 def',
    '1 begincodespacerange <0000> <FFFF> endcodespacerange',
    ...blocks,
    'endcmap CMapName currentdict /CMap defineresource pop end end',
  ].join('\n');
  return context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: baseFont,
      Encoding: 'Identity-H',
      DescendantFonts: [context.register(descendant)],
      ToUnicode: context.register(context.flateStream(latin(cmap))),
    }),
  );
}

/** What a document says of itself. */
export interface Description {
  readonly title: string;
  readonly subject: string;
  /** 2026-11-21: the one day the file bears. */
  readonly day: string;
  /** Also by which a program tells what the file is. */
  readonly keywords?: string;
}

/** Writes what a tagged document says of itself into its catalog. */
export function describe(document: PDFDocument, structure: StructureTree, description: Description): void {
  const { context, catalog } = document;
  const { title, subject, day, keywords } = description;
  catalog.set(PDFName.of('StructTreeRoot'), structure.finish());
  catalog.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }));
  catalog.set(PDFName.of('Lang'), PDFString.of('zh-CN'));
  catalog.set(PDFName.of('ViewerPreferences'), context.obj({ DisplayDocTitle: true }));
  const metadata = context.stream(new TextEncoder().encode(xmp(description)), {
    Type: 'Metadata',
    Subtype: 'XML',
  });
  catalog.set(PDFName.of('Metadata'), context.register(metadata));
  const time = PDFString.of(`D:${day.replaceAll('-', '')}000000+08'00'`);
  context.trailerInfo.Info = context.register(
    context.obj({
      Title: PDFHexString.fromText(title),
      Subject: PDFHexString.fromText(subject),
      ...(keywords === undefined ? {} : { Keywords: PDFHexString.fromText(keywords) }),
      Creator: PDFHexString.fromText('容纠'),
      CreationDate: time,
      ModDate: time,
    }),
  );
}

/** Past this many objects they are written one by one: packing them takes the library the square of the time. */
const MOST_STREAMED = 10_000;

/** Objects packed together: what many of them have in common is written once. */
const OBJECTS_PER_STREAM = 1000;

/** The finished file, named by a digest of itself. */
export async function saveWithIdentity({ context }: PDFDocument): Promise<Uint8Array> {
  const plain = () => PDFWriter.forContext(context, Number.POSITIVE_INFINITY).serializeToBuffer();
  const packed = () =>
    PDFStreamWriter.forContext(
      context,
      Number.POSITIVE_INFINITY,
      true,
      OBJECTS_PER_STREAM,
    ).serializeToBuffer();
  const identity = PDFHexString.of(
    createHash('sha256')
      .update(await plain())
      .digest('hex')
      .slice(0, 32),
  );
  context.trailerInfo.ID = context.obj([identity, identity]);
  return context.enumerateIndirectObjects().length < MOST_STREAMED ? packed() : plain();
}

/** XMP with fixed dates. */
function xmp({ title, subject, day: date, keywords }: Description): string {
  const quote = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const day = `${date}T00:00:00+08:00`;
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"',
    ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">',
    `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${quote(title)}</rdf:li></rdf:Alt></dc:title>`,
    `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${quote(subject)}</rdf:li></rdf:Alt></dc:description>`,
    ...(keywords === undefined ? [] : [`<pdf:Keywords>${quote(keywords)}</pdf:Keywords>`]),
    '<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>',
    '<xmp:CreatorTool>容纠</xmp:CreatorTool>',
    `<xmp:CreateDate>${day}</xmp:CreateDate><xmp:ModifyDate>${day}</xmp:ModifyDate>`,
    '<pdfuaid:part>1</pdfuaid:part>',
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('\n');
}

/** Bytes of a text in Latin 1, as PDF operators are. */
export function latin(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** A two-byte code. */
export function hex4(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0');
}

/** To a hundredth of a point. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Space between letters, which adds up along a line. */
function fine(value: number): string {
  return String(Math.round(value * 10_000) / 10_000);
}

/** A number as PDF writes it. */
export function num(value: number): string {
  return String(round(value));
}
