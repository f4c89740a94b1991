/**
 * From a form description to boxes on A4 pages, in points, origin at the top left as one reads.
 * Pure: what a character measures is handed in, nothing is drawn here. Whatever does not fit is an error,
 * never a smaller letter or a cut label.
 */
import type { Finding } from '../core/finding.ts';
import { CENTRE, type Measure, type Rect, type Rule, type TextBox } from '../paper/boxes.ts';
import { fillLines, keepClauses, wrap } from '../paper/breaks.ts';
import { gridRules } from '../paper/grid.ts';
import { MissingGlyphError } from '../paper/missing-glyph.ts';
import { FIELD_LEADING, type Filled, heightOfLines } from './fill.ts';
import { continuedFrom, continuedLeaf, editionLine, fieldLeaves, isTicked } from './leaves.ts';
import { flowLetter, type LetterSetting, letterPages, setLetter } from './letter.ts';
import { type At, fail, LineSetter, Misfit, type Type } from './lines.ts';
import { charactersIn } from './room.ts';
import {
  type CellSpec,
  type FormSpec,
  footLine,
  labelText,
  type PrintedRow,
  printedRows,
  REFERENCE_STYLE,
  type ReadForm,
  type Trail,
} from './schema.ts';

export interface FieldBox extends Rect {
  readonly kind: 'field';
  /** What one does with it: types, ticks it, or ticks it instead of the others of the same name. */
  readonly control: 'text' | 'tick' | 'choice';
  readonly name: string;
  readonly tooltip: string;
  /** Value of a ticked box. */
  readonly state?: string;
  /** What the boxes of one choice are called together. */
  readonly group?: string;
  readonly multiline: boolean;
  readonly centered: boolean;
  readonly size: number;
  /** What it has been filled with. */
  readonly filled?: Filled;
}

export type Item = TextBox | FieldBox;

/** Something read as one paragraph. */
export interface Paragraph {
  readonly tag?: 'H1' | 'H2';
  readonly items: readonly Item[];
}

export interface CellBox extends Rect {
  readonly tag: 'TH' | 'TD';
  readonly scope: 'Row' | 'Column';
  readonly row: number;
  readonly column: number;
  readonly colspan: number;
  readonly rowspan: number;
  /** Label words in reading order, without the breaks of the setting; '' for a cell to fill. */
  readonly label: string;
  readonly items: readonly Item[];
  /** Lines below the field: seal place, signature, date. */
  readonly paragraphs: readonly Paragraph[];
}

export interface PageLayout {
  /** Above the table, in reading order: place, title and head lines on the first page; all the text of a letter. */
  readonly before: readonly Paragraph[];
  /** Absent on a letter. */
  readonly table?: Rect;
  /** The cells of each printed row. */
  readonly rows: readonly (readonly CellBox[])[];
  /** The head of the table, printed again where it goes on: not part of the text. */
  readonly repeated?: readonly TextBox[];
  /** Below the table on the last page. */
  readonly after: readonly Paragraph[];
  readonly rules: readonly Rule[];
  /** Running head, source, form id, version and page number: printed, but not part of the text. */
  readonly margins: readonly TextBox[];
}

export interface FormLayout {
  readonly form: FormSpec;
  readonly width: number;
  readonly height: number;
  readonly pages: readonly PageLayout[];
}

/**
 * A form with content: its rows are as high as their values need, and it takes as many pages as it must. What is longer
 * than a page goes on over the page, in fields of its own.
 */
export interface Content {
  /** Lines of a field's value in a box of this width; 0 for a field that stays blank. */
  readonly linesOf: (name: string, width: number, size: number) => number;
  /** Width in points that a field's value takes on one line; 0 for a field that stays blank. */
  readonly widthOf: (name: string, size: number) => number;
  /** Rows that the source prints on one sheet: no page has more, and each is filled. */
  readonly rowsPerSheet?: number;
}

/** A form that cannot be set as described. */
export class FormLayoutError extends Error {
  readonly formId: string;
  /** Which part of the description does not fit. */
  readonly trail: Trail;

  constructor(formId: string, label: string, problem: string, trail: Trail) {
    super(`${formId}${label ? ` 「${label}」` : ''}：${problem}`);
    this.name = 'FormLayoutError';
    this.formId = formId;
    this.trail = trail;
  }
}

/** Sets a form that has been read; what does not fit is a finding at its place in the file. */
export function setForm(
  { form, placeOf }: ReadForm,
  file: string,
  measure: Measure,
): { readonly layout?: FormLayout; readonly findings: readonly Finding[] } {
  if (!form) return { findings: [] };
  try {
    return { layout: layoutForm(form, measure), findings: [] };
  } catch (error) {
    if (!(error instanceof FormLayoutError)) throw error;
    const finding: Finding = {
      code: 'form-layout',
      severity: 'error',
      clause: null,
      file,
      ...placeOf(error.trail),
      message: `不能按所写的排版：${error.message}`,
      hint: '调整列宽、行高或标题的换行。',
    };
    return { findings: [finding] };
  }
}

interface Paper {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const PAPER: Readonly<Record<FormSpec['paper'] | 'letter', Paper>> = {
  A4: { width: 595.28, height: 841.89, left: 62, right: 62, top: 54, bottom: 62 },
  'A4-landscape': { width: 841.89, height: 595.28, left: 34, right: 34, top: 36, bottom: 46 },
  letter: { width: 595.28, height: 841.89, left: 74, right: 74, top: 62, bottom: 62 },
};

const TYPE: Readonly<Record<FormSpec['type'] | 'letter', Omit<Type, 'ruled'>>> = {
  // 二号 title, 四号 marks, 小四 labels, 五号 for what is filled in.
  regular: {
    size: { title: 22, mark: 14, label: 12, field: 10.5, note: 10.5, footer: 8.5 },
    leading: { title: 30, mark: 22, line: 24, label: 18, note: 14 },
    fieldLine: 18,
    gap: { afterPlace: 14, afterTitle: 10, beforeTable: 2, beforeBelow: 6 },
    pad: { cell: 4, fieldX: 4, fieldY: 3, line: 4 },
    date: { y: 42, m: 28, d: 28 },
  },
  // 三号 title, 小四 marks, 小五 for everything in the table.
  dense: {
    size: { title: 16, mark: 12, label: 9, field: 8, note: 8.5, footer: 8.5 },
    leading: { title: 22, mark: 16, line: 20, label: 11, note: 12 },
    fieldLine: 15,
    gap: { afterPlace: 0, afterTitle: 4, beforeTable: 2, beforeBelow: 4 },
    pad: { cell: 1.5, fieldX: 1.5, fieldY: 1.5, line: 2 },
    date: { y: 36, m: 24, d: 24 },
  },
  // 四号 text, 小四 for what is filled in.
  letter: {
    size: { title: 22, mark: 14, label: 14, field: 12, note: 10.5, footer: 8.5 },
    leading: { title: 34, mark: 22, line: 28, label: 28, note: 14 },
    fieldLine: 20,
    gap: { afterPlace: 14, afterTitle: 14, beforeTable: 4, beforeBelow: 8 },
    pad: { cell: 4, fieldX: 4, fieldY: 3, line: 4 },
    date: { y: 44, m: 30, d: 30 },
  },
};

/** Smallest side of a box that one can still hit. */
const LEAST_BOX = 11;

/** Two-character labels and short titles are set apart, as on printed forms. */
function trackingOf(text: string, size: number, role: 'label' | 'title'): number {
  const count = Array.from(text).length;
  if (role === 'label') return /^\p{Script=Han}{2}$/u.test(text) ? size * 0.5 : 0;
  return count <= 7 ? size * 0.45 : size * 0.15;
}

interface Slot {
  readonly cell: CellSpec;
  readonly row: number;
  readonly column: number;
  readonly trail: Trail;
}

/**
 * Sets a form on its page.
 * @throws FormLayoutError naming the form, the label and the part of the description when a label or the page
 * overflows, cells do not tile the grid, or a character cannot be set
 */
export function layoutForm(form: FormSpec, measure: Measure, content?: Content): FormLayout {
  /** Says of whatever fails inside which part of the description it concerns; the innermost part counts. */
  const at: At = (trail, set) => {
    try {
      return set();
    } catch (error) {
      if (error instanceof Misfit) throw new FormLayoutError(form.id, error.label, error.message, trail);
      if (error instanceof MissingGlyphError) throw new FormLayoutError(form.id, '', error.message, trail);
      throw error;
    }
  };
  return at([], () => setPages(form, measure, at, content));
}

/** The sheet a form is set on, with its margins. */
export function paperOf({ letter, paper }: FormSpec): Paper {
  return PAPER[letter.length > 0 ? 'letter' : paper];
}

/** The sizes a form is set in. */
export function typeOf({ kind, letter, type }: FormSpec): Type {
  // The source rules no blanks; on sheets of our own making they are to be found by the pen.
  const ruled = kind === 'named' || kind === 'standard';
  return { ...TYPE[letter.length > 0 ? 'letter' : type], ruled };
}

function setPages(form: FormSpec, measure: Measure, at: At, content: Content | undefined): FormLayout {
  const isLetter = form.letter.length > 0;
  const paper = paperOf(form);
  const type = typeOf(form);
  const { size: SIZE, leading: LEADING, fieldLine, gap: GAP, pad: PAD } = type;
  const { left } = paper;
  const innerWidth = paper.width - paper.left - paper.right;
  /** Rules of the page being set. */
  let rules: Rule[] = [];
  const lineSetter = new LineSetter(form, type, measure, at, (rule) => rules.push(rule), content);
  const letterSetting: LetterSetting = {
    form,
    type,
    content,
    lines: lineSetter,
    draft: new LineSetter(form, type, measure, at, () => {}, content),
  };

  // --- above the grid
  let y: number = paper.top;
  const strip = (height: number): Rect => {
    const rect = { x: left, y, width: innerWidth, height };
    y += height;
    return rect;
  };
  /** Lines of running text, one paragraph. */
  const setText = (lines: readonly string[], size: number): Paragraph => ({
    items: lines.map((text) => {
      const area = strip(LEADING.note);
      return lineSetter.textBox('small', text, size, left, area.y + area.height / 2 + CENTRE * size);
    }),
  });
  const before: Paragraph[] = [];
  // Only an annex is called one at the head of the page.
  if (form.kind !== 'named') {
    const area = strip(LEADING.mark);
    before.push(
      at(['place'], () => ({
        items: [
          lineSetter.textBox(
            'mark',
            form.place,
            SIZE.mark,
            left,
            area.y + LEADING.mark / 2 + CENTRE * SIZE.mark,
          ),
        ],
      })),
    );
    y += GAP.afterPlace;
  }
  const titleArea = strip(LEADING.title);
  before.push(
    at(['title'], () => {
      const tracking = trackingOf(form.title, SIZE.title, 'title');
      const box = lineSetter.centred('title', form.title, SIZE.title, titleArea, tracking);
      return { tag: 'H1', items: [box.width > innerWidth ? fail(form.title, '标题放不进一行') : box] };
    }),
  );
  if (form.reference_style) {
    before.push({ items: [lineSetter.centred('body', REFERENCE_STYLE, SIZE.mark, strip(LEADING.mark))] });
  }
  y += GAP.afterTitle;
  form.above.forEach((line, i) => {
    before.push(lineSetter.line(line, ['above', i], strip(LEADING.line)));
  });
  y += form.above.length > 0 ? GAP.beforeTable : GAP.afterTitle;
  const headRules = rules;

  // --- the grid: which cell stands where, on which page
  const rows = printedRows(form);
  const slots = tile(form, rows, at);
  let letter = letterPages(form);
  /** Rows of each page; the pages of a letter have none. */
  const pageRows: number[][] = letter.map(() => []);
  rows.forEach((row, r) => {
    if (r === 0 || row.new_page) pageRows.push([]);
    pageRows.at(-1)?.push(r);
  });
  for (const { cell, row, trail } of slots) {
    if (rows.slice(row + 1, row + cell.rowspan).some(({ new_page }) => new_page)) {
      at(trail, () => fail(labelText(cell.label ?? cell.field ?? ''), '格子跨过了分页'));
    }
  }
  if (!content && pageRows.length > 1 && rows[0]?.header) {
    at(['rows', 0], () => fail('', '有表头的表格不能分页，续页上没有表头'));
  }
  const unit = innerWidth / form.columns.reduce((sum, width) => sum + width, 0);
  const columnX: number[] = [left];
  for (const width of form.columns) columnX.push((columnX.at(-1) ?? left) + width * unit);

  const widthOf = ({ cell, column }: Slot): number =>
    (columnX[column + cell.colspan] ?? 0) - (columnX[column] ?? 0);
  const labelLines = (slot: Slot, words: string | readonly string[]): string[] => {
    // A number may take the whole of its column.
    const limit = widthOf(slot) - (slot.cell.ordinal ? 0 : 2 * PAD.cell);
    return (typeof words === 'string' ? [words] : words).flatMap(
      (line) =>
        wrap(line, limit, (text) => measure('body', text, SIZE.label)) ??
        fail(labelText(words), `宽 ${limit.toFixed(1)} 磅的格子放不下这一行标题`),
    );
  };
  /** Lines that are written in a cell; 0 when it is blank, or takes no more than one. */
  const writtenLines = ({ cell, ...slot }: Slot): number => {
    const field = content && form.fields.find(({ key }) => key === cell.field);
    if (!field || (field.type !== 'multiline' && field.type !== 'text')) return 0;
    const [leaf] = fieldLeaves(field, rows[slot.row]?.ordinal);
    const width = widthOf({ cell, ...slot }) - 2 * PAD.fieldX;
    if (field.type === 'text' && content.widthOf(leaf?.name ?? '', SIZE.field) <= width) return 0;
    return content.linesOf(leaf?.name ?? '', width, SIZE.field);
  };
  const leastHeight = (slot: Slot): number => {
    const { cell } = slot;
    const words = cell.label ?? cell.text;
    if (words !== undefined) return labelLines(slot, words).length * LEADING.label + 2 * PAD.cell;
    const lines = (cell.lines?.length ?? 0) * LEADING.line;
    const written = writtenLines(slot);
    if (written > 0)
      return lines + Math.max(LEADING.line, heightOfLines(written, SIZE.field)) + 2 * PAD.fieldY;
    return lines + (cell.field !== undefined || lines === 0 ? LEADING.line : 0) + 2 * PAD.fieldY;
  };

  // --- how high the rows are
  const heights = rows.map((row, r) =>
    Math.max(
      // On a whole sheet blank rows make room for full ones.
      content?.rowsPerSheet !== undefined && row.ordinal !== undefined ? 0 : row.height,
      ...slots
        .filter((s) => s.row === r && s.cell.rowspan === 1)
        .map((slot) => at(slot.trail, () => leastHeight(slot))),
    ),
  );
  const notes = form.notes.map((text, i) =>
    at(
      ['notes', i],
      () =>
        fillLines(text, innerWidth, (part) => measure('small', part, SIZE.note)) ?? fail(text, '放不进页面'),
    ),
  );
  /** The writing in a row that may be parted: nothing else stands in its cells but what heads them. */
  const textOfRow = (r: number): RowText | undefined => {
    const own = slots.filter(({ row }) => row === r);
    const lines = Math.max(0, ...own.map(writtenLines));
    if (lines === 0 || own.some(({ cell }) => cell.rowspan > 1 || cell.lines)) return undefined;
    const heads = own.filter(({ cell }) => cell.label !== undefined);
    const labels = heads.map((slot) => labelLines(slot, continuedLabel(slot.cell.label ?? '')).length);
    return {
      lines,
      least: Math.max(0, ...labels) * LEADING.label + 2 * PAD.cell,
      frame: heightOfLines(0, SIZE.field) + 2 * PAD.fieldY,
      leading: FIELD_LEADING * SIZE.field,
    };
  };
  /** What stands below the table, line by line. */
  const tail: readonly TailLine[] = [
    ...form.below.map((_, i): TailLine => ({ kind: 'below', i, height: LEADING.line })),
    ...notes.flatMap((lines, i) =>
      lines.map((text): TailLine => ({ kind: 'note', i, text, height: LEADING.note })),
    ),
  ];
  const heightOf = (lines: readonly TailLine[]): number =>
    lines.reduce((sum, { height }) => sum + height, lines.length > 0 ? GAP.beforeBelow : 0);
  const foot = paper.height - paper.bottom;
  const nextTop = paper.top + LEADING.mark;
  const heads = content ? rows.findIndex(({ header }) => !header) : 0;
  const headHeight = heights.slice(0, heads).reduce((sum, height) => sum + height, 0);
  if (content && isLetter) {
    const rooms = { first: foot - y, next: foot - nextTop };
    letter = flowLetter(letterSetting, innerWidth, rooms, heightOf(tail));
    pageRows.splice(0, pageRows.length, ...letter.map(() => []));
  }
  let tails: readonly TailLine[][] = pageRows.map((_, page) =>
    page === pageRows.length - 1 ? [...tail] : [],
  );
  /** The rows of each page that are parted: which piece stands there, and how high it is. */
  let cuts: readonly ReadonlyMap<number, RowPiece>[] = [];
  if (content && !isLetter) {
    const flow = flowPages({
      heights,
      heads,
      joined: joinedRows(slots),
      textOf: (r) => textOfRow(r),
      rooms: { first: foot - y, next: foot - nextTop - headHeight, bare: foot - nextTop },
      rowsPerPage: content.rowsPerSheet ?? Number.POSITIVE_INFINITY,
      tail,
      gap: GAP.beforeBelow,
    });
    pageRows.splice(0, pageRows.length, ...flow.map((page) => page.rows));
    tails = flow.map((page) => page.tail);
    cuts = flow.map((page) => page.cuts);
  }

  // --- what stands in the cells
  const setCell = (slot: Slot, rowY: ReadonlyMap<number, number>, piece: number): CellBox => {
    const { cell, row, column } = slot;
    const { ordinal, header } = rows[row] ?? {};
    const top = rowY.get(row) ?? 0;
    const rect: Rect = {
      x: columnX[column] ?? left,
      y: top,
      width: widthOf(slot),
      height: (rowY.get(row + cell.rowspan) ?? top) - top,
    };
    const base = {
      ...rect,
      row,
      column,
      colspan: cell.colspan,
      rowspan: cell.rowspan,
      scope: header ? ('Column' as const) : ('Row' as const),
      label: '',
      items: [] as Item[],
      paragraphs: [] as Paragraph[],
    };
    const label = cell.label !== undefined && piece > 0 ? continuedLabel(cell.label) : cell.label;
    const words = label ?? cell.text ?? (cell.ordinal && ordinal !== undefined ? String(ordinal) : undefined);
    if (words !== undefined) {
      const lines = labelLines(slot, words);
      const block = lines.length * LEADING.label;
      if (block > rect.height)
        fail(labelText(words), `标题高 ${block} 磅，格子只有 ${rect.height.toFixed(1)} 磅`);
      const items = lines.map((line, i): Item => {
        const area = {
          ...rect,
          y: rect.y + (rect.height - block) / 2 + i * LEADING.label,
          height: LEADING.label,
        };
        const single = cell.label !== undefined && lines.length === 1;
        const spacing = single ? trackingOf(line, SIZE.label, 'label') : 0;
        const box = lineSetter.centred('body', line, SIZE.label, area, spacing);
        if (box.width > rect.width - 2 * PAD.cell + 0.01)
          return lineSetter.centred('body', line, SIZE.label, area);
        return cell.text === undefined ? box : { ...box, x: rect.x + PAD.cell + PAD.line };
      });
      return { ...base, tag: cell.text === undefined ? 'TH' : 'TD', label: labelText(words), items };
    }

    const lines = cell.lines ?? [];
    const linesHeight = lines.length * LEADING.line;
    // Lines under a field stand at the foot of the cell; lines alone stand in its middle.
    const foot =
      cell.field === undefined ? (rect.height - linesHeight) / 2 : rect.height - linesHeight - PAD.line;
    // Beside a field they keep clear of the frame on the right, where seals and dates stand.
    const side = cell.field === undefined ? 2 * PAD.line : PAD.line;
    const area = (line: number): Rect => ({
      x: rect.x + side,
      y: rect.y + foot + line * LEADING.line,
      width: rect.width - 2 * side - (cell.field === undefined ? 0 : SIZE.label),
      height: LEADING.line,
    });
    const items: Item[] = [];
    const paragraphs: Paragraph[] = [];
    if (cell.field !== undefined) {
      const field = lineSetter.fieldOf(cell.field);
      if (isTicked(field)) {
        // The whole cell is the box to tick: the easiest to hit.
        const inside = { x: rect.x + 1, y: rect.y + 1, width: rect.width - 2, height: rect.height - 2 };
        items.push(lineSetter.tick(field, cell.option ?? '', ordinal, inside));
      } else if (field.type === 'date') {
        paragraphs.push(
          lineSetter.line(
            { align: 'center', parts: [{ field: field.key }] },
            slot.trail,
            { ...rect },
            ordinal,
          ),
        );
      } else {
        const [leaf] = fieldLeaves(field, ordinal);
        const room = (lines.length > 0 ? foot : rect.height) - 2 * PAD.fieldY;
        const multiline = field.type === 'multiline' || writtenLines(slot) > 0;
        const height = multiline ? room : fieldLine;
        if (leaf) {
          items.push({
            kind: 'field',
            control: 'text',
            ...continuedLeaf(leaf, piece),
            x: rect.x + PAD.fieldX,
            y: rect.y + PAD.fieldY + (room - height) / 2,
            width: rect.width - 2 * PAD.fieldX,
            height,
            multiline,
            centered: field.align === 'center',
            size: SIZE.field,
          });
        }
      }
    }
    lines.forEach((line, i) => {
      paragraphs.push(lineSetter.line(line, [...slot.trail, 'lines', i], area(i), ordinal));
    });
    return { ...base, tag: 'TD', items, paragraphs };
  };
  // --- in the foot margin, on every page
  const footOf = (page: number): { source: TextBox[]; edition: TextBox } =>
    at(['source'], () => {
      const words = footLine(form);
      const width = (text: string) => measure('small', text, SIZE.footer);
      const count = pageRows.length;
      const number = count > 1 ? `　第 ${page + 1} 页，共 ${count} 页` : '';
      const edition = lineSetter.textBox('small', `${editionLine(form)}${number}`, SIZE.footer, 0, 0);
      /** Whether form and version fit beside the last line: a long title of a measure leaves no room. */
      const leavesRoom = (lines: readonly string[]) =>
        width(lines.at(-1) ?? '') + edition.width + 12 <= innerWidth;
      // Even lines look better than a last one of two characters, but not at the price of another line.
      const even = wrap(words, innerWidth, width, keepClauses) ?? fail(words, '页脚放不进页面');
      const lines = leavesRoom(even) ? even : (fillLines(words, innerWidth, width, keepClauses) ?? even);
      const top = paper.height - paper.bottom + 24;
      const source = lines.map((text, i) =>
        lineSetter.textBox('small', text, SIZE.footer, left, top + i * LEADING.note),
      );
      const baseline = (source.at(-1)?.baseline ?? top) + (leavesRoom(lines) ? 0 : LEADING.note);
      if (baseline > paper.height - LEADING.note) fail(words, '页脚放不进页面');
      return { source, edition: { ...edition, x: paper.width - paper.right - edition.width, baseline } };
    });

  // --- page by page
  const pages = pageRows.map((numbers, page): PageLayout => {
    const last = page === pageRows.length - 1;
    rules = page === 0 ? headRules : [];
    if (page > 0) y = nextTop;
    const top = y;
    const rowY = new Map<number, number>();
    // The head of the table stands again where the table goes on.
    const again = page > 0 && numbers.length > 0 ? heads : 0;
    for (let r = 0; r < again; r += 1) {
      rowY.set(r, y);
      y += heights[r] ?? 0;
      rowY.set(r + 1, y);
    }
    const below = tails[page] ?? [];
    const room = foot - heightOf(below) - y;
    const heightOfRow = (r: number): number => cuts[page]?.get(r)?.height ?? heights[r] ?? 0;
    const spare = room - numbers.reduce((sum, r) => sum + heightOfRow(r), 0);
    if (spare < -0.01) {
      // The first row that stands across the edge.
      let height = 0;
      const over = numbers.find((r) => {
        height += heightOfRow(r);
        return height > room;
      });
      at(['rows', rows[over ?? 0]?.source ?? 0], () =>
        fail('', `表格高出页面 ${(-spare).toFixed(1)} 磅，请减小行高`),
      );
    }
    // A list is as long as it is; only whole sheets, and forms that are no list, fill the page.
    const listed = numbers.filter((r) => r >= heads).length;
    const grows = !content || heads === 0 || listed === content.rowsPerSheet;
    const growth = (r: number): number => (grows && !cuts[page]?.has(r) ? (rows[r]?.grow ?? 0) : 0);
    const shares = numbers.reduce((sum, r) => sum + growth(r), 0);
    for (const r of numbers) {
      rowY.set(r, y);
      y += heightOfRow(r) + (shares > 0 ? (spare * growth(r)) / shares : 0);
      rowY.set(r + 1, y);
    }
    const table: Rect | undefined =
      numbers.length > 0 ? { x: left, y: top, width: innerWidth, height: y - top } : undefined;
    const cells = numbers.map((r) =>
      slots
        .filter((slot) => slot.row === r)
        .map((slot) => at(slot.trail, () => setCell(slot, rowY, cuts[page]?.get(r)?.piece ?? 0))),
    );
    const headCells = slots.filter(({ row }) => row < again).map((slot) => setCell(slot, rowY, 0));
    if (table) rules.push(...gridRules(table, [...headCells, ...cells.flat()]));
    const text = setLetter(letterSetting, letter[page] ?? [], {
      x: left,
      y,
      width: innerWidth,
      height: room,
    });
    if (isLetter) y += room;

    const margin = footOf(page);
    const after: Paragraph[] = [];
    if (below.length > 0) y += GAP.beforeBelow;
    for (const [i, line] of form.below.entries()) {
      if (below.some((one) => one.kind === 'below' && one.i === i))
        after.push(lineSetter.line(line, ['below', i], strip(LEADING.line)));
    }
    for (const i of notes.keys()) {
      const lines = below.flatMap((one) => (one.kind === 'note' && one.i === i ? [one.text] : []));
      if (lines.length > 0) after.push(setText(lines, SIZE.note));
    }
    // That the layout is ours is part of the text; where a form stands in its measure is not.
    if (last && form.kind !== 'printed') after.push({ items: margin.source });
    const margins = [
      ...(page === 0
        ? []
        : [lineSetter.textBox('small', `${form.title}（续页）`, SIZE.footer, left, paper.top + SIZE.footer)]),
      ...(last && form.kind !== 'printed' ? [] : margin.source),
      margin.edition,
    ];
    const head = [...(page === 0 ? before : []), ...text];
    const repeated = headCells.flatMap(({ items }) => items.filter((item) => item.kind === 'text'));
    return {
      before: head,
      ...(table ? { table } : {}),
      rows: cells,
      ...(repeated.length > 0 ? { repeated } : {}),
      after,
      rules,
      margins,
    };
  });
  const layout: FormLayout = { form, width: paper.width, height: paper.height, pages };
  for (const page of pages) refuseOverlaps(layout, page, at);
  return layout;
}

/** A line below the table: a printed line with blanks, or one of a note. */
type TailLine =
  | { readonly kind: 'below'; readonly i: number; readonly height: number }
  | { readonly kind: 'note'; readonly i: number; readonly text: string; readonly height: number };

/** Rows that a cell of an earlier row reaches into: no page begins with one. */
function joinedRows(slots: readonly Slot[]): ReadonlySet<number> {
  const joined = new Set<number>();
  for (const { row, cell } of slots) for (let r = row + 1; r < row + cell.rowspan; r += 1) joined.add(r);
  return joined;
}

/** A label over a row that goes on from the page before. */
function continuedLabel(label: string | readonly string[]): string[] {
  return [...(typeof label === 'string' ? [label] : label), '（续）'];
}

/** What is written in a row that may be parted; heights in points. */
interface RowText {
  readonly lines: number;
  /** What the labels of the row need where it goes on. */
  readonly least: number;
  /** Around the lines. */
  readonly frame: number;
  readonly leading: number;
}

/** A row, or a piece of one that is longer than a page. */
interface RowPiece {
  readonly piece: number;
  readonly height: number;
}

interface FlowPage {
  readonly rows: number[];
  readonly tail: TailLine[];
  readonly cuts: Map<number, RowPiece>;
}

/** Lines of a parted row that stand together at the end of a page and at the beginning of the next. */
const LEAST_LINES = 3;

/** Which rows and which lines below the table stand on which page. */
function flowPages({
  heights,
  heads,
  joined,
  textOf,
  rooms,
  rowsPerPage,
  tail,
  gap,
}: {
  readonly heights: readonly number[];
  /** Rows at the top that head the columns. */
  readonly heads: number;
  readonly joined: ReadonlySet<number>;
  /** What is written in a row that may be parted. */
  readonly textOf: (row: number) => RowText | undefined;
  /** Room for rows on the first page, with the heads; on the others, without; on one without a table. */
  readonly rooms: Readonly<Record<'first' | 'next' | 'bare', number>>;
  readonly rowsPerPage: number;
  readonly tail: readonly TailLine[];
  /** Before the first line below the table. */
  readonly gap: number;
}): FlowPage[] {
  const pages: FlowPage[] = [{ rows: [...heights.keys()].slice(0, heads), tail: [], cuts: new Map() }];
  let room = rooms.first - heights.slice(0, heads).reduce((sum, height) => sum + height, 0);
  let count = 0;
  const turn = (): void => {
    pages.push({ rows: [], tail: [], cuts: new Map() });
  };
  /** Puts a row that is longer than a page on as many as it needs; returns the room left on the last. */
  const part = (r: number, { lines, least, frame, leading }: RowText, start: number): number => {
    let here = start;
    let left = lines;
    for (let piece = 0; ; ) {
      const rest = Math.max(least, frame + left * leading);
      const fit = Math.min(Math.floor((here - frame) / leading), left - LEAST_LINES);
      const whole = rest <= here + 0.01;
      // A page of its own takes what it can.
      if (whole || (fit >= LEAST_LINES && least <= here) || here === rooms.next) {
        const height = whole ? rest : Math.max(least, frame + fit * leading);
        pages.at(-1)?.rows.push(r);
        pages.at(-1)?.cuts.set(r, { piece, height });
        if (whole) return here - height;
        left -= fit;
        piece += 1;
      }
      turn();
      here = rooms.next;
    }
  };
  for (let r = heads; r < heights.length; ) {
    let end = r + 1;
    while (joined.has(end)) end += 1;
    const height = heights.slice(r, end).reduce((sum, one) => sum + one, 0);
    const text = height > rooms.next + 0.01 && end === r + 1 ? textOf(r) : undefined;
    if (text) {
      room = part(r, text, room);
      count = 1;
      r = end;
      continue;
    }
    if ((height > room + 0.01 || count >= rowsPerPage) && (pages.at(-1)?.rows.length ?? 0) > 0) {
      turn();
      room = rooms.next;
      count = 0;
    }
    for (; r < end; r += 1) pages.at(-1)?.rows.push(r);
    room -= height;
    count += 1;
  }
  for (const line of tail) {
    const before = pages.at(-1)?.tail.length ? 0 : gap;
    if (line.height + before > room + 0.01) {
      turn();
      room = rooms.bare;
    }
    pages.at(-1)?.tail.push(line);
    room -= line.height + before;
  }
  return pages;
}

/** Puts the cells into the grid as HTML does, and refuses a gap, an overlap or a cell beyond the edge. */
function tile(form: FormSpec, rows: readonly PrintedRow[], at: At): Slot[] {
  const columns = form.columns.length;
  const taken = rows.map(() => new Array<boolean>(columns).fill(false));
  const slots: Slot[] = [];
  rows.forEach(({ cells, source }, row) => {
    cells.forEach((cell, c) => {
      const trail = ['rows', source, 'cells', c];
      const column = (taken[row] ?? []).indexOf(false);
      const name = labelText(cell.label ?? cell.text ?? cell.field ?? '');
      at(trail, () => {
        if (column < 0) fail(name, `第 ${row + 1} 行的格子超出 ${columns} 列`);
        for (let r = row; r < row + cell.rowspan; r += 1) {
          for (let c = column; c < column + cell.colspan; c += 1) {
            const line = taken[r];
            if (line === undefined || c >= columns) fail(name, `第 ${row + 1} 行的格子伸出表格之外`);
            else if (line[c]) fail(name, `第 ${row + 1} 行的格子与别的格子重叠`);
            else line[c] = true;
          }
        }
      });
      slots.push({ cell, row, column, trail });
    });
    const gap = (taken[row] ?? []).indexOf(false);
    if (gap >= 0) at(['rows', source], () => fail('', `第 ${row + 1} 行第 ${gap + 1} 列空缺`));
  });
  return slots;
}

/** Everything on one page in reading order, cells included. */
export function* itemsOn({ before, rows, after }: PageLayout): Generator<Item> {
  for (const paragraph of before) yield* paragraph.items;
  for (const cell of rows.flat()) {
    yield* cell.items;
    for (const paragraph of cell.paragraphs) yield* paragraph.items;
  }
  for (const paragraph of after) yield* paragraph.items;
}

/** Everything on a form in reading order. */
export function* itemsOf(layout: FormLayout): Generator<Item> {
  for (const page of layout.pages) yield* itemsOn(page);
}

/** What each field in which one writes takes, in characters; of repeated rows the one that takes least. Dates are no writing. */
export function charactersOf(layout: FormLayout): Readonly<Record<string, number>> {
  const written = new Set(
    layout.form.fields.flatMap(({ key, type }) => (type === 'text' || type === 'multiline' ? [key] : [])),
  );
  const found: Record<string, number> = {};
  for (const item of itemsOf(layout)) {
    if (item.kind !== 'field' || item.control !== 'text') continue;
    const [key = ''] = item.name.split('.');
    if (!written.has(key)) continue;
    const count = charactersIn(item);
    found[key] = Math.min(count, found[key] ?? count);
  }
  return found;
}

/** A last look over the whole page: nothing to fill may lie on something else to fill, or off the page. */
function refuseOverlaps(layout: FormLayout, page: PageLayout, at: At): void {
  const boxes = [...itemsOn(page)].filter((item) => item.kind === 'field');
  boxes.forEach((a, i) => {
    const [key] = (continuedFrom(a.name) ?? a.name).split('.');
    const trail = ['fields', layout.form.fields.findIndex((field) => field.key === key)];
    at(trail, () => {
      if (a.width < LEAST_BOX || a.height < LEAST_BOX) fail(a.tooltip, '填写栏太小');
      if (a.x < 0 || a.y < 0 || a.x + a.width > layout.width || a.y + a.height > layout.height) {
        fail(a.tooltip, '填写栏伸出页面');
      }
      for (const b of boxes.slice(i + 1)) {
        const apart =
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        if (!apart) fail(a.tooltip, `填写栏与「${b.tooltip}」重叠`);
      }
    });
  });
}
