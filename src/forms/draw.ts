/**
 * From boxes to a fillable, tagged PDF, written dictionary by dictionary: the form API of pdf-lib can neither embed a
 * Chinese field font nor wrap Chinese text, and it writes no structure tree. The only module that knows pdf-lib.
 */
import { createHash } from 'node:crypto';
import {
  PDFArray,
  PDFContext,
  type PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  type PDFRef,
  PDFString,
} from 'pdf-lib';
import { type FieldFont, glyphsOf, type StaticRole, subsetTypeface, type Typeface } from './font.ts';
import {
  type FieldBox,
  type FormLayout,
  type Item,
  itemsOf,
  type Paragraph,
  type TextBox,
} from './layout.ts';
import { REFERENCE_STYLE } from './schema.ts';

/**
 * Resource name of the field font. PDFium (Chrome, Edge) takes a default font without a known charset for ANSI and sets
 * Chinese in a system font, or in nothing where there is none; only under one of the names Wingdings, Wingdings2,
 * Wingdings3 and Webdings does it take the font for every character. The font itself is Noto Sans SC.
 */
const FIELD_FONT = 'Wingdings';

const STATIC_FONTS: Record<StaticRole, string> = { title: 'Title', body: 'Body', mark: 'Mark' };

const MULTILINE = 1 << 12;
const RADIO = 1 << 15;
const PRINT = 1 << 2;

/** The PDF writer's deflate, for FieldFontOptions: fflate, whose output does not depend on the machine. */
export function deflate(bytes: Uint8Array): Uint8Array {
  return PDFContext.create().flateStream(bytes).getContents();
}

export interface DrawFonts {
  /** Whole typefaces; each form embeds only what it prints. */
  readonly faces: Readonly<Record<StaticRole, Typeface>>;
  readonly field: FieldFont;
  /** How a typeface is cut down to a text; a test embeds whole fonts to compare with. */
  readonly cut?: (face: Typeface, text: string) => Promise<Typeface>;
}

/** Draws a form. The bytes depend on nothing but the layout and the fonts: no clock, no random number. */
export async function drawForm(
  layout: FormLayout,
  { faces, field, cut = subsetTypeface }: DrawFonts,
): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const { context, catalog } = document;
  const name = (text: string) => PDFName.of(text);
  const unicode = (text: string) => PDFHexString.fromText(text);

  // --- fonts
  const printed = new Map<StaticRole, string>();
  for (const box of [...itemsOf(layout), ...layout.pages.flatMap(({ margins }) => margins)]) {
    if (box.kind === 'text') printed.set(box.role, (printed.get(box.role) ?? '') + box.text);
  }
  const subsets = new Map<StaticRole, Typeface>();
  const fontResources = context.obj({});
  for (const role of ['title', 'body', 'mark'] as const) {
    const text = printed.get(role);
    if (text === undefined) continue;
    const face = await cut(faces[role], text);
    subsets.set(role, face);
    fontResources.set(name(STATIC_FONTS[role]), embedStatic(context, face, text));
  }
  const fieldFont = embedFieldFont(context, field);

  // --- pages
  const pageRefs = layout.pages.map(() => document.addPage([layout.width, layout.height]).ref);
  const structure = new StructureTree(context, pageRefs);
  const body = structure.element(structure.root, 'Document', 0);
  // A table that goes on over the page stays one table.
  let table: Element | undefined;
  const widgets: { box: FieldBox; ref: PDFRef; page: number }[] = [];

  layout.pages.forEach((page, number) => {
    const content: string[] = ['0 g 0 G'];
    const own: PDFRef[] = [];
    const artifact = (kind: string, operators: readonly string[]) => {
      content.push(`/Artifact <</Type /${kind}>> BDC`, ...operators, 'EMC');
    };
    const show = ({ role, text, size, spacing, x, baseline }: TextBox): string => {
      const face = subsets.get(role);
      if (!face) throw new Error(`no subset for ${role}`);
      const codes = glyphsOf(face, text).map((glyph) => hex4(glyph));
      const at = `1 0 0 1 ${num(x)} ${num(layout.height - baseline)} Tm`;
      return `BT /${STATIC_FONTS[role]} ${num(size)} Tf ${num(spacing)} Tc ${at} <${codes.join('')}> Tj ET`;
    };
    /** Draws boxes in reading order under one structure element: text as marked content, fields as Form elements. */
    const place = (parent: Element, items: readonly Item[]) => {
      for (const item of items) {
        if (item.kind === 'text') {
          // Letters set apart would be searched and read out one by one.
          const actual = item.spacing > 0 ? ` /ActualText ${unicode(item.text)}` : '';
          const id = structure.mark(parent, number);
          content.push(`/${parent.tag} <</MCID ${id}${actual}>> BDC`, show(item), 'EMC');
        } else {
          const ref = context.nextRef();
          own.push(ref);
          widgets.push({ box: item, ref, page: number });
          structure.form(parent, ref, item.tooltip, number);
        }
      }
    };
    const paragraph = (parent: Element, { items, tag }: Paragraph) => {
      place(structure.element(parent, tag ?? 'P', number), items);
    };

    artifact(
      'Layout',
      page.rules.map(({ x1, y1, x2, y2, width }) => {
        const [top, bottom] = [layout.height - y1, layout.height - y2];
        return `${num(width)} w ${num(x1)} ${num(top)} m ${num(x2)} ${num(bottom)} l S`;
      }),
    );
    for (const line of page.before) paragraph(body, line);
    if (page.table) table ??= structure.element(body, 'Table', number);
    for (const row of page.rows) {
      const tr = structure.element(table ?? body, 'TR', number);
      for (const cell of row) {
        const spans = {
          ...(cell.colspan > 1 ? { ColSpan: cell.colspan } : {}),
          ...(cell.rowspan > 1 ? { RowSpan: cell.rowspan } : {}),
          ...(cell.tag === 'TH' ? { Scope: cell.scope } : {}),
        };
        const attributes = {
          ...(Object.keys(spans).length > 0 ? { A: context.obj({ O: 'Table', ...spans }) } : {}),
          // A label set in several lines is one word.
          ...(cell.items.length > 1 ? { ActualText: unicode(cell.label) } : {}),
        };
        const element = structure.element(tr, cell.tag, number, attributes);
        place(element, cell.items);
        for (const line of cell.paragraphs) paragraph(element, line);
      }
    }
    for (const line of page.after) paragraph(body, line);
    artifact('Pagination', page.margins.map(show));

    const { node } = document.getPage(number);
    node.set(name('Contents'), context.register(context.flateStream(latin(content.join('\n')))));
    node.set(name('Resources'), context.obj({ Font: fontResources }));
    node.set(name('Tabs'), name('S'));
    node.set(name('StructParents'), PDFNumber.of(number));
    node.set(name('Annots'), context.obj(own));
  });

  // --- fields
  const fields = new FieldTree(context);
  /** Appearances without the field font, by their drawing: many boxes of one size share one. */
  const drawings = new Map<string, PDFRef>();
  const drawing = ({ width, height }: FieldBox, operators: string): PDFRef => {
    const key = `${num(width)} ${num(height)} ${operators}`;
    const kept = drawings.get(key);
    if (kept) return kept;
    const ref = context.register(
      context.stream(latin(operators), {
        Type: 'XObject',
        Subtype: 'Form',
        BBox: [0, 0, round(width), round(height)],
      }),
    );
    drawings.set(key, ref);
    return ref;
  };
  for (const { box, ref, page } of widgets) {
    const bottom = layout.height - box.y - box.height;
    const common = {
      Type: 'Annot',
      Subtype: 'Widget',
      TU: unicode(box.tooltip),
      Rect: [box.x, bottom, box.x + box.width, bottom + box.height].map(round),
      BS: { W: 0 },
      F: PRINT,
      P: pageRefs[page] ?? null,
      StructParent: structure.parentKey(ref),
    };
    if (box.control === 'text') {
      const appearance = context.stream(latin('/Tx BMC\nEMC'), {
        Type: 'XObject',
        Subtype: 'Form',
        BBox: [0, 0, round(box.width), round(box.height)],
        Resources: { Font: { [FIELD_FONT]: fieldFont } },
      });
      const widget = context.obj({
        ...common,
        FT: 'Tx',
        Ff: box.multiline ? MULTILINE : 0,
        DA: PDFString.of(`/${FIELD_FONT} ${num(box.size)} Tf 0 g`),
        Q: box.centered ? 1 : 0,
        MK: {},
        AP: { N: context.register(appearance) },
      });
      fields.add(box.name, ref, widget);
      context.assign(ref, widget);
      continue;
    }
    const on = drawing(box, tickMark(box));
    const widget = context.obj({
      ...common,
      MK: { CA: PDFString.of('4') }, // a tick, for viewers that draw the box themselves
      AS: 'Off',
      AP: { N: { [box.state ?? 'Yes']: on, Off: drawing(box, '') } },
    });
    if (box.control === 'tick') {
      widget.set(name('FT'), name('Btn'));
      widget.set(name('V'), name('Off'));
      fields.add(box.name, ref, widget);
    } else fields.addChoice(box.name, box.group ?? box.tooltip, ref, widget);
    context.assign(ref, widget);
  }

  // --- document
  const { form } = layout;
  const title = `${form.title}${form.reference_style ? REFERENCE_STYLE : ''}`;
  catalog.set(
    name('AcroForm'),
    // No NeedAppearances: it makes viewers redraw every field in their own way.
    context.obj({
      Fields: fields.roots,
      DR: { Font: { [FIELD_FONT]: fieldFont } },
      DA: PDFString.of(`/${FIELD_FONT} 10.5 Tf 0 g`),
    }),
  );
  catalog.set(name('StructTreeRoot'), structure.finish());
  catalog.set(name('MarkInfo'), context.obj({ Marked: true }));
  catalog.set(name('Lang'), PDFString.of('zh-CN'));
  catalog.set(name('ViewerPreferences'), context.obj({ DisplayDocTitle: true }));
  const metadata = context.stream(new TextEncoder().encode(xmp(title, form.source, form.version)), {
    Type: 'Metadata',
    Subtype: 'XML',
  });
  catalog.set(name('Metadata'), context.register(metadata));
  const day = PDFString.of(`D:${form.version.replaceAll('-', '')}000000+08'00'`);
  context.trailerInfo.Info = context.register(
    context.obj({
      Title: unicode(title),
      Subject: unicode(form.source),
      Creator: unicode('容纠'),
      CreationDate: day,
      ModDate: day,
    }),
  );

  const save = () => document.save({ addDefaultPage: false, updateFieldAppearances: false });
  const identity = PDFHexString.of(
    createHash('sha256')
      .update(await save())
      .digest('hex')
      .slice(0, 32),
  );
  context.trailerInfo.ID = context.obj([identity, identity]);
  return save();
}

/** An element of the structure tree while it is being built. */
interface Element {
  readonly tag: string;
  readonly ref: PDFRef;
  readonly dict: PDFDict;
  readonly kids: PDFArray;
}

/** Structure tree of a form, with the parent tree that leads back from content and fields to it. */
class StructureTree {
  readonly root: Element;
  private readonly context: PDFContext;
  private readonly pages: readonly PDFRef[];
  /** Parent element of each marked content, by page and MCID; the first keys of the parent tree. */
  private readonly marked: readonly PDFRef[][];
  /** Form element of each widget; the keys after those of the pages. */
  private readonly forms: { widget: PDFRef; element: PDFRef }[] = [];

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

  /** Adds marked content to an element of the same page and returns its MCID. */
  mark(parent: Element, page: number): number {
    const id = (this.marked[page]?.push(parent.ref) ?? 1) - 1;
    parent.kids.push(PDFNumber.of(id));
    return id;
  }

  /** Adds a Form element that holds one widget. */
  form(parent: Element, widget: PDFRef, label: string, page: number): void {
    const { ref, kids } = this.element(parent, 'Form', page, { Alt: PDFHexString.fromText(label) });
    kids.push(this.context.obj({ Type: 'OBJR', Obj: widget, Pg: this.pages[page] ?? null }));
    this.forms.push({ widget, element: ref });
  }

  /** Key under which the parent tree finds the Form element of a widget. */
  parentKey(widget: PDFRef): number {
    return this.pages.length + this.forms.findIndex((form) => form.widget === widget);
  }

  finish(): PDFRef {
    const nums = PDFArray.withContext(this.context);
    const entries = [
      ...this.marked.map((elements) => this.context.obj(elements)),
      ...this.forms.map(({ element }) => element),
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

/** Field hierarchy from full names: `told_date.y` is the kid `y` of `told_date`. */
class FieldTree {
  readonly roots: PDFArray;
  private readonly context: PDFContext;
  private readonly parents = new Map<string, { ref: PDFRef; kids: PDFArray }>();
  private readonly choices = new Map<string, { ref: PDFRef; kids: PDFArray }>();

  constructor(context: PDFContext) {
    this.context = context;
    this.roots = PDFArray.withContext(context);
  }

  add(fullName: string, ref: PDFRef, widget: PDFDict): void {
    const steps = fullName.split('.');
    const own = steps.pop() ?? fullName;
    widget.set(PDFName.of('T'), PDFString.of(own));
    this.attach(steps, ref, widget);
  }

  /** Adds one box of a choice; the boxes of one name are one field, of which one box can be ticked. */
  addChoice(fullName: string, label: string, ref: PDFRef, widget: PDFDict): void {
    let field = this.choices.get(fullName);
    if (!field) {
      const kids = PDFArray.withContext(this.context);
      const dict = this.context.obj({
        FT: 'Btn',
        Ff: RADIO,
        TU: PDFHexString.fromText(label),
        V: 'Off',
        Kids: kids,
      });
      field = { ref: this.context.register(dict), kids };
      this.choices.set(fullName, field);
      this.add(fullName, field.ref, dict);
    }
    widget.set(PDFName.of('Parent'), field.ref);
    field.kids.push(ref);
  }

  private attach(steps: readonly string[], ref: PDFRef, dict: PDFDict): void {
    if (steps.length === 0) {
      this.roots.push(ref);
      return;
    }
    const path = steps.join('.');
    let parent = this.parents.get(path);
    if (!parent) {
      const kids = PDFArray.withContext(this.context);
      const node = this.context.obj({ T: PDFString.of(steps.at(-1) ?? path), Kids: kids });
      parent = { ref: this.context.register(node), kids };
      this.parents.set(path, parent);
      this.attach(steps.slice(0, -1), parent.ref, node);
    }
    dict.set(PDFName.of('Parent'), parent.ref);
    parent.kids.push(ref);
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
    toUnicode: sorted.map(([glyph, codePoint]) => `<${hex4(glyph)}> <${hex4(codePoint)}>`),
    ranges: false,
  });
}

/** Embeds the field font, in which code, GID and code point are the same number. */
function embedFieldFont(context: PDFContext, { face, deflated }: FieldFont): PDFRef {
  const length = context.obj({ Length1: face.bytes.length, Filter: 'FlateDecode' });
  const widths = [...face.glyphs.keys()]
    .sort((a, b) => a - b)
    .map((code): [number, number] => [code, face.advance(code)]);
  const rows: string[] = [];
  for (let high = 0; high <= 0xff; high += 1) {
    if (high >= 0xd8 && high <= 0xdf) continue; // surrogates are no characters
    const first = hex4(high << 8);
    rows.push(`<${first}> <${hex4((high << 8) | 0xff)}> <${first}>`);
  }
  return embedType0(context, {
    name: face.name, // no ABCDEF+ tag: some viewers will not type into a font marked as a subset
    program: context.register(PDFRawStream.of(length, deflated)),
    // Not the font's own box (−1049 … 1808), from which some fillers take the line pitch.
    box: [-50, -250, 1050, 950],
    ascent: 950,
    descent: -250,
    widths,
    toUnicode: rows,
    ranges: true,
  });
}

interface Type0 {
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

function embedType0(context: PDFContext, font: Type0): PDFRef {
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

/** Draws √ in the middle of a box. */
function tickMark({ width, height }: FieldBox): string {
  const side = Math.min(width, height, 12);
  const at = (x: number, y: number) => `${num(width / 2 + x * side)} ${num(height / 2 + y * side)}`;
  return `q 0 G 1.2 w 1 J 1 j ${at(-0.36, -0.04)} m ${at(-0.12, -0.3)} l ${at(0.36, 0.32)} l S Q`;
}

/** XMP with fixed dates: the day of the form's version. */
function xmp(title: string, subject: string, version: string): string {
  const quote = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const day = `${version}T00:00:00+08:00`;
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">',
    `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${quote(title)}</rdf:li></rdf:Alt></dc:title>`,
    `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${quote(subject)}</rdf:li></rdf:Alt></dc:description>`,
    '<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>',
    '<xmp:CreatorTool>容纠</xmp:CreatorTool>',
    `<xmp:CreateDate>${day}</xmp:CreateDate><xmp:ModifyDate>${day}</xmp:ModifyDate>`,
    '<pdfuaid:part>1</pdfuaid:part>',
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('\n');
}

function latin(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function hex4(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function num(value: number): string {
  return String(round(value));
}
