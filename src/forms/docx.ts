/**
 * A form as a Word document, for offices that fill in Word or WPS: the grid, the heights and the line breaks of the
 * sheet, with content controls where the PDF has fields. Pure: no clock, no file; the same form gives the same bytes.
 */
import {
  AlignmentType,
  BorderStyle,
  Document,
  type FileChild,
  Footer,
  Header,
  HeadingLevel,
  HeightRule,
  type IRunPropertiesOptions,
  type ISectionOptions,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  type ParagraphChild,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  UnderlineType,
  VerticalAlignTable,
  VerticalMergeType,
  WidthType,
} from 'docx';
import type { TextBox } from '../paper/boxes.ts';
import { STROKE } from '../paper/grid.ts';
import { undated } from '../zip-parts.ts';
import { blank, ContentControls, type ControlName, SPACE, SQUARE, TICK } from './content-controls.ts';
import { type FieldBox, type FormLayout, itemsOf, paperOf, typeOf } from './layout.ts';
import { controlTag, controlTitle, DATE_PARTS, editionLine, isTicked } from './leaves.ts';
import { PLAIN_BLANK, type Type } from './lines.ts';
import {
  type BlockSpec,
  type CellSpec,
  type FieldSpec,
  type FormSpec,
  type LineSpec,
  letterHeadings,
  type PartSpec,
  REFERENCE_STYLE,
} from './schema.ts';
import { type WordCell, type WordRow, wordTables } from './word-grid.ts';
import { exactly, face, fontTable, halfPoints, STYLE, stylesOf, twips } from './word-styles.ts';

const ALIGNED = {
  left: AlignmentType.LEFT,
  center: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
} as const;

/** Width of a page number with its words, in points. */
const COUNTED = 90;

/** Set as its paragraph says; quotation marks go with the Chinese. */
const PLAIN: IRunPropertiesOptions = { font: { hint: 'eastAsia' } };

/** The document of a form that has been set: its bytes. */
export async function formDocument(layout: FormLayout): Promise<Uint8Array> {
  const { form } = layout;
  const document = new Document({
    styles: stylesOf(form),
    compatibility: { version: 15, underlineTrailingSpaces: true },
    sections: [new WordForm(layout).section()],
  });
  const bytes = await Packer.toArrayBuffer(document, undefined, [
    { path: 'docProps/core.xml', data: coreProperties(form) },
    { path: 'word/fontTable.xml', data: fontTable() },
  ]);
  return undated(new Uint8Array(bytes));
}

/** Writes the parts of one form. */
class WordForm {
  private readonly layout: FormLayout;
  private readonly form: FormSpec;
  private readonly fields: ReadonlyMap<string, FieldSpec>;
  private readonly controls = new ContentControls();
  /** The boxes of the sheet by the names of the controls that stand for them; dates have several and are not asked for. */
  private readonly boxes: ReadonlyMap<string, FieldBox>;
  /** Height of places to write that did not fill another line. */
  private spare = 0;
  private readonly type: Type;
  private readonly innerWidth: number;

  constructor(layout: FormLayout) {
    this.layout = layout;
    this.form = layout.form;
    this.fields = new Map(layout.form.fields.map((field) => [field.key, field]));
    this.boxes = new Map(
      [...itemsOf(layout)].flatMap((item) =>
        item.kind === 'field'
          ? [[item.control === 'choice' ? `${item.name}.${item.state}` : item.name, item]]
          : [],
      ),
    );
    this.type = typeOf(layout.form);
    const { width, left, right } = paperOf(layout.form);
    this.innerWidth = width - left - right;
  }

  section(): ISectionOptions {
    const { width, height, top, bottom, left, right } = paperOf(this.form);
    const isWide = width > height;
    const { children, lines } = this.footer(true);
    return {
      properties: {
        titlePage: true,
        page: {
          // The library turns the sheet itself.
          size: {
            width: twips(Math.min(width, height)),
            height: twips(Math.max(width, height)),
            orientation: isWide ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
          },
          margin: {
            top: twips(top),
            bottom: twips(bottom),
            left: twips(left),
            right: twips(right),
            header: twips(top - 16),
            footer: twips(Math.max(12, bottom - 16 - lines * this.type.leading.note)),
          },
        },
      },
      headers: {
        first: new Header({ children: [new Paragraph({ style: STYLE.margin })] }),
        default: new Header({ children: [paragraph(STYLE.margin, `${this.form.title}（续页）`)] }),
      },
      footers: {
        first: new Footer({ children: this.footer(this.layout.pages.length > 1).children }),
        default: new Footer({ children }),
      },
      children: [...this.head(), ...this.body(), ...this.foot()],
    };
  }

  /** Place, title and the lines before the table or the letter. */
  private head(): FileChild[] {
    const { above, kind, place, reference_style, title } = this.form;
    const { gap, leading, size } = this.type;
    const set = this.layout.pages[0]?.before.find(({ tag }) => tag === 'H1')?.items[0];
    const after = twips(above.length > 0 ? gap.afterTitle : 2 * gap.afterTitle);
    return [
      // Only an annex is called one at the head of the page.
      ...(kind === 'named' ? [] : [paragraph(STYLE.mark, place)]),
      new Paragraph({
        heading: HeadingLevel.HEADING_1,
        spacing: { ...exactly(leading.title), after: reference_style ? 0 : after },
        children: setApart(title, set?.kind === 'text' ? set.spacing : 0),
      }),
      ...(reference_style
        ? [
            new Paragraph({
              style: STYLE.line,
              alignment: AlignmentType.CENTER,
              spacing: { ...exactly(leading.mark), after },
              children: [words(REFERENCE_STYLE, { size: halfPoints(size.mark) })],
            }),
          ]
        : []),
      ...above.map((line) => this.line(line)),
    ];
  }

  private body(): FileChild[] {
    if (this.form.letter.length > 0) return this.form.letter.flatMap((block) => this.block(block));
    return wordTables(this.layout).flatMap((rows, i) =>
      i === 0 ? [this.table(rows)] : [narrowGap(1, true), this.table(rows)],
    );
  }

  /** Lines and notes after the table or the letter. */
  private foot(): FileChild[] {
    const { below, notes } = this.form;
    const parts = [
      ...below.map((line) => this.line(line)),
      ...notes.map((text) => paragraph(STYLE.note, text)),
    ];
    // Word wants a paragraph after a table, be it empty.
    return [narrowGap(parts.length > 0 ? this.type.gap.beforeBelow : 1), ...parts];
  }

  /** In the foot margin of every page, as on the sheet; `numbered` with the number of the page. */
  private footer(numbered: boolean): { readonly children: Paragraph[]; readonly lines: number } {
    const { source, edition } = this.footLines;
    const number = numbered
      ? [
          words(`${SPACE}第 `),
          new TextRun({ children: [PageNumber.CURRENT] }),
          words(' 页，共 '),
          new TextRun({ children: [PageNumber.TOTAL_PAGES] }),
          words(' 页'),
        ]
      : [];
    const last = source.at(-1);
    const room = this.innerWidth - (last?.width ?? 0) - edition.width;
    const children = [words(editionLine(this.form)), ...number];
    const beside = edition.baseline === last?.baseline && (!numbered || room > COUNTED);
    const set = source.map(({ text }, i) =>
      beside && i === source.length - 1
        ? new Paragraph({
            style: STYLE.margin,
            tabStops: [{ type: TabStopType.RIGHT, position: twips(this.innerWidth) }],
            children: [words(text), new TextRun({ children: [new Tab()] }), ...children],
          })
        : paragraph(STYLE.margin, text),
    );
    const below = new Paragraph({ style: STYLE.margin, alignment: AlignmentType.RIGHT, children });
    return { children: beside ? set : [...set, below], lines: set.length + (beside ? 0 : 1) };
  }

  /** The foot of the first page, broken into lines as on the sheet. */
  private get footLines(): { readonly source: TextBox[]; readonly edition: TextBox } {
    const [page] = this.layout.pages;
    const isEdition = ({ text }: TextBox): boolean => text.startsWith(editionLine(this.form));
    const edition = page?.margins.find(isEdition);
    if (!page || !edition) throw new Error(`no edition at the foot of ${this.form.id}`);
    const margin = page.margins.filter((box) => !isEdition(box));
    // What is part of the text stands after it.
    const text = page.after.at(-1)?.items.filter((item) => item.kind === 'text') ?? [];
    return { source: margin.length > 0 ? margin : text, edition };
  }

  // --- the table

  private table(rows: readonly WordRow[]): Table {
    const total = this.form.columns.reduce((sum, width) => sum + width, 0);
    const edges = [0];
    for (const width of this.form.columns) edges.push((edges.at(-1) ?? 0) + width);
    const at = edges.map((edge) => twips((edge / total) * this.innerWidth));
    const frame = { style: BorderStyle.SINGLE, size: STROKE.frame * 8, color: 'auto' };
    const grid = { style: BorderStyle.SINGLE, size: STROKE.grid * 8, color: 'auto' };
    const { cell, fieldY } = this.type.pad;
    return new Table({
      width: { size: at.at(-1) ?? 0, type: WidthType.DXA },
      columnWidths: at.slice(1).map((edge, i) => edge - (at[i] ?? 0)),
      layout: TableLayoutType.FIXED,
      alignment: AlignmentType.CENTER,
      borders: {
        top: frame,
        bottom: frame,
        left: frame,
        right: frame,
        insideHorizontal: grid,
        insideVertical: grid,
      },
      // A little less than on the sheet: widths here are whole twentieths of a point.
      margins: {
        top: 0,
        bottom: 0,
        left: twips(cell - 0.25),
        right: twips(cell - 0.25),
        marginUnitType: WidthType.DXA,
      },
      rows: rows.map(
        ({ height, header, ordinal, cells }) =>
          new TableRow({
            height: { value: twips(height), rule: HeightRule.ATLEAST },
            // The library writes out what is false; undefined is left out.
            tableHeader: header || undefined,
            cantSplit: header || !cells.some(({ cell }) => this.isOpen(cell)) || undefined,
            children: cells.map((one) => {
              const { column, colspan } = one.box;
              return new TableCell({
                columnSpan: colspan,
                width: { size: (at[column + colspan] ?? 0) - (at[column] ?? 0), type: WidthType.DXA },
                ...(one.merge === 'none'
                  ? {}
                  : {
                      verticalMerge:
                        one.merge === 'start' ? VerticalMergeType.RESTART : VerticalMergeType.CONTINUE,
                    }),
                ...this.place(one, twips(fieldY)),
                children:
                  one.merge === 'continue'
                    ? [new Paragraph({ style: STYLE.label })]
                    : this.content(one, ordinal),
              });
            }),
          }),
      ),
    });
  }

  /** Where in a cell its text stands, and the borders it goes without. */
  private place({ cell, part }: WordCell, margin: number) {
    const none = { style: BorderStyle.NIL };
    const margins = { top: margin, bottom: margin, marginUnitType: WidthType.DXA };
    if (part === 'body') {
      return { verticalAlign: VerticalAlignTable.TOP, margins, borders: { bottom: none } };
    }
    if (part === 'foot') return { verticalAlign: VerticalAlignTable.BOTTOM, borders: { top: none } };
    return this.isOpen(cell)
      ? { verticalAlign: VerticalAlignTable.TOP, margins }
      : { verticalAlign: VerticalAlignTable.CENTER };
  }

  private content({ cell, box, part }: WordCell, ordinal: number | undefined): Paragraph[] {
    const lines = (cell.lines ?? []).map((line) => this.line(line, ordinal, true));
    if (part === 'foot') return lines;
    if (cell.label !== undefined) {
      const children = box.items.flatMap((item, i) =>
        item.kind === 'text' ? setApart(item.text, item.spacing, i > 0) : [],
      );
      return [new Paragraph({ style: STYLE.label, children })];
    }
    if (cell.text !== undefined) return [this.written(cell.text)];
    if (cell.ordinal && ordinal !== undefined) return [paragraph(STYLE.label, String(ordinal))];
    if (cell.field === undefined) return lines.length > 0 ? lines : [new Paragraph({ style: STYLE.field })];
    const filled = this.answer(this.fieldOf(cell.field), cell.option, ordinal);
    return part === 'body' ? [filled] : [filled, ...lines];
  }

  /** Words of the source in a cell of their own. */
  private written(text: string): Paragraph {
    return new Paragraph({
      style: STYLE.label,
      alignment: AlignmentType.LEFT,
      indent: this.inset,
      children: [words(text)],
    });
  }

  /** How far lines in a cell stand off its borders. */
  private get inset(): { readonly left: number; readonly right: number } {
    return { left: twips(this.type.pad.line), right: twips(this.type.size.label) };
  }

  /** What a cell is filled with. */
  private answer(field: FieldSpec, option: string | undefined, ordinal: number | undefined): Paragraph {
    if (field.type === 'date') return this.line({ align: 'center', parts: [{ field: field.key }] }, ordinal);
    const child = isTicked(field)
      ? this.controls.box(nameOf(field, ordinal, option), TICK, PLAIN)
      : this.controls.text(nameOf(field, ordinal), 2, PLAIN, field.type === 'multiline');
    const centred = isTicked(field) || field.align === 'center';
    return new Paragraph({
      style: STYLE.field,
      alignment: centred ? AlignmentType.CENTER : AlignmentType.LEFT,
      children: [child],
    });
  }

  /** Whether a cell is written in at length. */
  private isOpen({ field }: CellSpec): boolean {
    return field !== undefined && this.fieldOf(field).type === 'multiline';
  }

  // --- the letter

  private block(block: BlockSpec): FileChild[] {
    const { align, parts, field: key = '', new_page } = block;
    const { label } = this.type.size;
    const indent = { firstLine: twips(2 * label) };
    if (new_page) this.spare = 0;
    if (parts) {
      const running = align === 'running';
      const ticked = parts.some(
        (part) => typeof part === 'object' && 'field' in part && isTicked(this.fieldOf(part.field)),
      );
      return [
        new Paragraph({
          style: running ? STYLE.running : STYLE.line,
          // Squares to tick stand one below the other.
          ...(running && ticked ? { indent: { left: twips(2 * label), firstLine: 0 } } : {}),
          alignment: running ? AlignmentType.LEFT : ALIGNED[align],
          pageBreakBefore: new_page || undefined,
          children: parts.flatMap((part, i) => [
            ...(this.beginsLine(part, parts[i - 1]) ? [new TextRun({ break: 1 })] : []),
            ...this.part(part),
          ]),
        }),
      ];
    }
    const field = this.fieldOf(key);
    const heading = letterHeadings(this.form).get(block);
    const isOpen = field.type === 'multiline';
    const head =
      heading === undefined
        ? []
        : [
            new Paragraph({
              heading: HeadingLevel.HEADING_2,
              indent,
              pageBreakBefore: new_page || undefined,
              keepNext: isOpen,
              children: [words(heading), ...(isOpen ? [] : this.beside(field, heading))],
            }),
          ];
    return isOpen ? [...head, this.passage(field, new_page && heading === undefined)] : head;
  }

  /** Whether the square of an option stands below that of the one before: its words are not to be torn apart. */
  private beginsLine(part: PartSpec, before: PartSpec | undefined): boolean {
    const [above, own] = [before, part].map((one) => {
      if (typeof one !== 'object' || !('option' in one)) return undefined;
      const { tag } = nameOf(this.fieldOf(one.field), undefined, one.option);
      return this.boxes.get(tag)?.y;
    });
    return above !== undefined && own !== undefined && own > above;
  }

  /** The short answer to a heading, on its line. */
  private beside(field: FieldSpec, heading: string): ParagraphChild[] {
    const { label } = this.type.size;
    // One em less than the line holds: too wide by a hair, the blank would stand below its heading.
    const width = this.innerWidth - (3 + emsOf(heading)) * label;
    const parts = isTicked(field)
      ? Object.keys(field.options ?? {}).map((option) => ({ field: field.key, option }))
      : [{ field: field.key, width }];
    const run = { font: face('body'), size: halfPoints(label) };
    return parts.flatMap((part) => this.part(part, undefined, run));
  }

  /** A place to write at length: while it is empty as high as on the sheet, then as high as what is written. */
  private passage(field: FieldSpec, newPage: boolean): FileChild {
    const name = nameOf(field);
    const height = (this.boxes.get(name.tag)?.height ?? 0) + this.spare;
    const lines = Math.max(1, Math.floor(height / this.type.leading.line));
    this.spare = height - lines * this.type.leading.line;
    const empty = new Paragraph({
      style: STYLE.running,
      pageBreakBefore: newPage || undefined,
      children: Array.from(
        { length: lines },
        (_, i) => new TextRun({ ...PLAIN, text: blank(2), ...(i > 0 ? { break: 1 } : {}) }),
      ),
    });
    return this.controls.passage(name, empty, PLAIN);
  }

  // --- lines of words and blanks

  private line({ align, parts }: LineSpec, ordinal?: number, inCell = false): Paragraph {
    const stops = align === 'left' ? this.stops(parts) : new Map<number, number>();
    return new Paragraph({
      style: STYLE.line,
      alignment: ALIGNED[align],
      ...(inCell && align !== 'center' ? { indent: this.inset } : {}),
      tabStops: [...stops.values()].map((at) => ({ type: TabStopType.LEFT, position: twips(at) })),
      children: parts.flatMap((part, i) => [
        ...(stops.has(i) ? [new TextRun({ children: [new Tab()] })] : []),
        // What follows a signature does not run into its rule.
        ...(isSignature(parts[i - 1]) ? [words(SPACE)] : []),
        ...this.part(part, ordinal),
      ]),
    });
  }

  /** Where the words after a blank begin, by their number in the line: there they stay when the blank is filled. */
  private stops(parts: readonly PartSpec[]): ReadonlyMap<number, number> {
    const { label } = this.type.size;
    const stops = new Map<number, number>();
    let at = 0;
    parts.forEach((part, i) => {
      const before = parts[i - 1];
      const isWords = typeof part === 'string' || 'seal' in part;
      // Nothing is typed over a date, which keeps its width.
      if (isWords && typeof before === 'object' && 'field' in before && this.isTyped(before.field)) {
        at += label;
        stops.set(i, at);
      }
      at += this.widthOf(part);
    });
    return stops;
  }

  private widthOf(part: PartSpec): number {
    const { label } = this.type.size;
    if (typeof part === 'string') return emsOf(part) * label;
    if ('seal' in part) return emsOf(part.seal) * label;
    if ('signature' in part) return emsOf(part.signature) * label + part.width;
    if (this.isTyped(part.field)) return part.width ?? PLAIN_BLANK;
    const { y, m, d } = this.type.date;
    return y + m + d + DATE_PARTS.length * label;
  }

  private isTyped(key: string): boolean {
    const { type } = this.fieldOf(key);
    return type === 'text' || type === 'multiline';
  }

  /** `run`: how it is set where the paragraph does not say it. */
  private part(part: PartSpec, ordinal?: number, run = PLAIN): ParagraphChild[] {
    if (typeof part === 'string') return [words(part, run)];
    if ('seal' in part) return [words(part.seal, run)];
    const { label } = this.type.size;
    const ruled = { ...run, underline: { type: UnderlineType.SINGLE } };
    if ('signature' in part) {
      return [words(part.signature, run), words(blank(part.width / label), ruled)];
    }
    const field = this.fieldOf(part.field);
    if (isTicked(field)) {
      const option = part.option ?? '';
      return [
        this.controls.box(nameOf(field, ordinal, option), SQUARE, run),
        words(`${field.options?.[option] ?? ''}${SPACE}`, run),
      ];
    }
    if (field.type === 'date') {
      const empty = DATE_PARTS.map(
        ({ suffix, unit }) => blank(Math.floor(this.type.date[suffix] / label)) + unit,
      );
      return [this.controls.date(nameOf(field, ordinal), empty.join(''), run)];
    }
    const width = part.width ?? PLAIN_BLANK;
    return [this.controls.text(nameOf(field, ordinal), width / label, this.type.ruled ? ruled : run)];
  }

  private fieldOf(key: string): FieldSpec {
    const field = this.fields.get(key);
    if (!field) throw new Error(`no field ${key} in ${this.form.id}`);
    return field;
  }
}

/** What a control is called, and what Word shows over it. */
function nameOf(field: FieldSpec, ordinal?: number, option?: string): ControlName {
  return { tag: controlTag(field.key, ordinal, option), title: controlTitle(field, ordinal, option) };
}

function isSignature(part: PartSpec | undefined): boolean {
  return typeof part === 'object' && 'signature' in part;
}

function words(text: string, run: IRunPropertiesOptions = {}): TextRun {
  return new TextRun({ ...PLAIN, ...run, text });
}

function paragraph(style: string, text: string): Paragraph {
  return new Paragraph({ style, children: [words(text)] });
}

/** Words with space between their characters, none after the last, which would set them off the centre. */
function setApart(text: string, spacing: number, newLine = false): TextRun[] {
  const start = newLine ? { break: 1 } : {};
  const characters = Array.from(text);
  if (spacing === 0 || characters.length < 2) return [new TextRun({ ...PLAIN, text, ...start })];
  return [
    new TextRun({
      ...PLAIN,
      text: characters.slice(0, -1).join(''),
      characterSpacing: twips(spacing),
      ...start,
    }),
    words(characters.at(-1) ?? ''),
  ];
}

/** An empty paragraph of a given height. */
function narrowGap(height: number, newPage = false): Paragraph {
  return new Paragraph({
    style: STYLE.gap,
    spacing: exactly(Math.max(1, height)),
    pageBreakBefore: newPage || undefined,
  });
}

/** Width of words in ems: Han characters and their punctuation fill one, all else about half. */
function emsOf(text: string): number {
  return Array.from(text).reduce((sum, one) => sum + (/[\u2010-\u{3ffff}]/u.test(one) ? 1 : 0.5), 0);
}

/** Title, number and version; nobody who made it, and no time. */
function coreProperties({ id, title, version }: FormSpec): string {
  const quoted = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const schemas = 'http://schemas.openxmlformats.org/package/2006/metadata/core-properties';
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="${schemas}" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${quoted}</dc:title><dc:identifier>${id.toUpperCase()}</dc:identifier><dc:language>zh-CN</dc:language><cp:version>${version}</cp:version></cp:coreProperties>`;
}
