/**
 * From boxes to a fillable, tagged PDF: the form API of pdf-lib can neither embed a Chinese field font nor wrap Chinese
 * text, so fields are written dictionary by dictionary.
 */
import {
  PDFArray,
  type PDFContext,
  type PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  PDFRawStream,
  type PDFRef,
  PDFString,
} from 'pdf-lib';
import { CENTRE } from '../paper/boxes.ts';
import type { Faces } from '../paper/faces.ts';
import {
  actualText,
  artifact,
  describe,
  type Element,
  embedType0,
  FontBook,
  hex4,
  latin,
  num,
  round,
  StructureTree,
  saveWithIdentity,
  stroke,
} from '../paper/pdf.ts';
import type { FieldFont } from './field-font.ts';
import { FIELD_LEADING, fieldInset, fieldMeasure } from './fill.ts';
import { type FieldBox, type FormLayout, type Item, itemsOf, type Paragraph } from './layout.ts';
import { editionLine } from './leaves.ts';
import { REFERENCE_STYLE } from './schema.ts';

/**
 * Resource name of the field font. PDFium (Chrome, Edge) takes a default font without a known charset for ANSI and sets
 * Chinese in a system font, or in nothing where there is none; only under one of the names Wingdings, Wingdings2,
 * Wingdings3 and Webdings does it take the font for every character. The font itself is Noto Sans SC.
 */
const FIELD_FONT = 'Wingdings';

const MULTILINE = 1 << 12;
const PRINT = 1 << 2;

export interface DrawFonts {
  /** Whole typefaces; each form embeds only what it prints. */
  readonly faces: Faces;
  readonly field: FieldFont;
}

/** Draws a form. The bytes depend on nothing but the layout and the fonts: no clock, no random number. */
export async function drawForm(layout: FormLayout, { faces, field }: DrawFonts): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const { context, catalog } = document;
  const name = (text: string) => PDFName.of(text);
  const unicode = (text: string) => PDFHexString.fromText(text);

  // --- fonts
  const words = [...itemsOf(layout), ...layout.pages.flatMap(({ margins }) => margins)];
  const printed = words.filter((item) => item.kind === 'text');
  // A list without fields needs no font to fill them in.
  const fieldFont = words.some(({ kind }) => kind === 'field') ? embedFieldFont(context, field) : undefined;
  const fonts = await FontBook.open(context, printed, faces, {
    ...(fieldFont ? { present: { face: field.face, ref: fieldFont } } : {}),
  });

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
    /** Draws boxes in reading order under one structure element: text as marked content, fields as Form elements. */
    const place = (parent: Element, items: readonly Item[]) => {
      for (const item of items) {
        if (item.kind === 'text') {
          const id = structure.mark(parent, number);
          content.push(
            `/${parent.tag} <</MCID ${id}${actualText(item)}>> BDC`,
            fonts.show(item, layout.height),
            'EMC',
          );
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

    content.push(
      ...artifact(
        'Layout',
        page.rules.map((rule) => stroke(rule, layout.height)),
      ),
    );
    if (page.repeated) {
      content.push(
        ...artifact(
          'Pagination',
          page.repeated.map((item) => fonts.show(item, layout.height)),
        ),
      );
    }
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
    content.push(
      ...artifact(
        'Pagination',
        page.margins.map((item) => fonts.show(item, layout.height)),
      ),
    );

    const { node } = document.getPage(number);
    node.set(name('Contents'), context.register(context.flateStream(latin(content.join('\n')))));
    node.set(name('Resources'), context.obj({ Font: fonts.resources }));
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
      const appearance = context.stream(latin(textAppearance(box, field)), {
        Type: 'XObject',
        Subtype: 'Form',
        BBox: [0, 0, round(box.width), round(box.height)],
        // A blank names no font. Whoever fills it in brings the one of the form along.
        ...(box.filled ? { Resources: { Font: { [FIELD_FONT]: fieldFont ?? null } } } : {}),
      });
      const widget = context.obj({
        ...common,
        FT: 'Tx',
        Ff: box.multiline ? MULTILINE : 0,
        DA: PDFString.of(`/${FIELD_FONT} ${num(box.size)} Tf 0 g`),
        Q: box.centered ? 1 : 0,
        MK: {},
        AP: { N: context.register(appearance) },
        ...(box.filled ? { V: unicode(box.filled.value) } : {}),
      });
      fields.add(box.name, ref, widget);
      context.assign(ref, widget);
      continue;
    }
    const on = drawing(box, tickMark(box));
    const widget = context.obj({
      ...common,
      MK: { CA: PDFString.of('4') }, // a tick, for viewers that draw the box themselves
      AS: box.filled?.value ?? 'Off',
      AP: { N: { [box.state ?? 'Yes']: on, Off: drawing(box, '') } },
    });
    if (box.control === 'tick') {
      widget.set(name('FT'), name('Btn'));
      widget.set(name('V'), name(box.filled?.value ?? 'Off'));
      fields.add(box.name, ref, widget);
    } else fields.addChoice(box.name, box.group ?? box.tooltip, ref, widget, box.filled?.value);
    context.assign(ref, widget);
  }

  // --- document
  const { form } = layout;
  const title = `${form.title}${form.reference_style ? REFERENCE_STYLE : ''}`;
  if (fieldFont) {
    catalog.set(
      name('AcroForm'),
      // No NeedAppearances: it makes viewers redraw every field in their own way.
      context.obj({
        Fields: fields.roots,
        DR: { Font: { [FIELD_FONT]: fieldFont } },
        DA: PDFString.of(`/${FIELD_FONT} 10.5 Tf 0 g`),
      }),
    );
  }
  describe(document, structure, {
    title,
    subject: form.source,
    day: form.version,
    // A filled form is told by them when it comes back.
    keywords: editionLine(form),
  });
  return saveWithIdentity(document);
}

/** Field hierarchy from full names: `told_date.y` is the kid `y` of `told_date`. */
class FieldTree {
  readonly roots: PDFArray;
  private readonly context: PDFContext;
  private readonly parents = new Map<string, { ref: PDFRef; kids: PDFArray }>();
  private readonly choices = new Map<string, { ref: PDFRef; dict: PDFDict; kids: PDFArray }>();

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

  /**
   * Adds one box of a choice. The boxes of one name are one check box with a state for each: ticking one clears the
   * others, and a second click clears it too, which browsers do not let radio buttons do.
   */
  addChoice(fullName: string, label: string, ref: PDFRef, widget: PDFDict, ticked?: string): void {
    let field = this.choices.get(fullName);
    if (!field) {
      const kids = PDFArray.withContext(this.context);
      const dict = this.context.obj({
        FT: 'Btn',
        TU: PDFHexString.fromText(label),
        V: 'Off',
        Kids: kids,
      });
      field = { ref: this.context.register(dict), dict, kids };
      this.choices.set(fullName, field);
      this.add(fullName, field.ref, dict);
    }
    if (ticked !== undefined) field.dict.set(PDFName.of('V'), PDFName.of(ticked));
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

/**
 * The text of a field in the field font, in which a code is a code point; a character that it lacks is a blank.
 * Set as viewers set it anew once somebody types.
 */
function textAppearance(
  { filled, width, height, size, multiline, centered }: FieldBox,
  { face }: FieldFont,
): string {
  if (!filled) return '/Tx BMC\nEMC';
  const measure = fieldMeasure(face);
  const leading = FIELD_LEADING * size;
  // A single line stands in the middle of its box, several begin at its top.
  const inset = fieldInset(size);
  const first = multiline ? height - 0.95 * size - inset / 2 : height / 2 - CENTRE * size;
  const rows = filled.lines.flatMap((line, i) => {
    const spare = width - measure(line, size);
    const x = centered ? Math.max(0, spare / 2) : multiline ? inset : Math.min(2, spare / 2);
    // Of a character beyond the BMP the first half alone: as wide a blank as it was measured.
    const codes = Array.from(line, (character) => hex4(character.charCodeAt(0)));
    return line === '' ? [] : [`1 0 0 1 ${num(x)} ${num(first - i * leading)} Tm <${codes.join('')}> Tj`];
  });
  return ['/Tx BMC', 'q', 'BT', `/${FIELD_FONT} ${num(size)} Tf 0 g`, ...rows, 'ET', 'Q', 'EMC'].join('\n');
}

/** Draws √ in the middle of a box. */
function tickMark({ width, height }: FieldBox): string {
  const side = Math.min(width, height, 12);
  const at = (x: number, y: number) => `${num(width / 2 + x * side)} ${num(height / 2 + y * side)}`;
  return `q 0 G 1.2 w 1 J 1 j ${at(-0.36, -0.04)} m ${at(-0.12, -0.3)} l ${at(0.36, 0.32)} l S Q`;
}
