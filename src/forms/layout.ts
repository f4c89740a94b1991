/**
 * From a form description to boxes on A4 pages, in points, origin at the top left as one reads.
 * Pure: what a character measures is handed in, nothing is drawn here. Whatever does not fit is an error,
 * never a smaller letter or a cut label.
 */
import type { Finding } from '../core/finding.ts';
import { CENTRE, type Measure, type Rect, type Rule, type TextBox } from '../paper/boxes.ts';
import { fillLines, wrap } from '../paper/breaks.ts';
import { gridRules, STROKE } from '../paper/grid.ts';
import { MissingGlyphError } from '../paper/missing-glyph.ts';
import type { FaceRole } from '../paper/roles.ts';
import { DATE_PARTS, editionLine, fieldLeaves, isTicked } from './leaves.ts';
import {
  type CellSpec,
  type FieldSpec,
  type FormSpec,
  footLine,
  type LineSpec,
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
}

export type Item = TextBox | FieldBox;

/** Something read as one paragraph. */
export interface Paragraph {
  readonly tag?: 'H1';
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
  /** Above the table, in reading order: place, title and head lines on the first page. */
  readonly before: readonly Paragraph[];
  readonly table: Rect;
  /** The cells of each printed row. */
  readonly rows: readonly (readonly CellBox[])[];
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

/** What does not fit, before it is known where it stands. */
class Misfit extends Error {
  /** The label concerned, or ''. */
  readonly label: string;

  constructor(label: string, problem: string) {
    super(problem);
    this.label = label;
  }
}

function fail(label: string, problem: string): never {
  throw new Misfit(label, problem);
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

const PAPER = {
  A4: { width: 595.28, height: 841.89, left: 62, right: 62, top: 54, bottom: 62 },
  'A4-landscape': { width: 841.89, height: 595.28, left: 34, right: 34, top: 36, bottom: 46 },
} as const;

/** Sizes that go together. */
interface Type {
  readonly size: Readonly<Record<'title' | 'mark' | 'label' | 'field' | 'note' | 'footer', number>>;
  readonly leading: Readonly<Record<'title' | 'mark' | 'line' | 'label' | 'note', number>>;
  /** Height of a box for one line: no more, because some viewers set a single line at the foot of its box. */
  readonly fieldLine: number;
  readonly gap: Readonly<Record<'afterPlace' | 'afterTitle' | 'beforeTable' | 'beforeBelow', number>>;
  readonly pad: Readonly<Record<'cell' | 'fieldX' | 'fieldY' | 'line', number>>;
  /** Widths of the boxes of a date. */
  readonly date: Readonly<Record<'y' | 'm' | 'd', number>>;
}

const TYPE: Readonly<Record<FormSpec['type'], Type>> = {
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
    size: { title: 16, mark: 12, label: 9, field: 9, note: 8.5, footer: 8.5 },
    leading: { title: 22, mark: 16, line: 20, label: 11, note: 12 },
    fieldLine: 15,
    gap: { afterPlace: 0, afterTitle: 4, beforeTable: 2, beforeBelow: 4 },
    pad: { cell: 1.5, fieldX: 1.5, fieldY: 1.5, line: 2 },
    date: { y: 36, m: 24, d: 24 },
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
export function layoutForm(form: FormSpec, measure: Measure): FormLayout {
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
  return at([], () => setPages(form, measure, at));
}

/** Runs a step of the layout for one part of the description. */
type At = <T>(trail: Trail, set: () => T) => T;

function setPages(form: FormSpec, measure: Measure, at: At): FormLayout {
  const paper = PAPER[form.paper];
  const { size: SIZE, leading: LEADING, fieldLine, gap: GAP, pad: PAD, date } = TYPE[form.type];
  const { left } = paper;
  const innerWidth = paper.width - paper.left - paper.right;
  const fields = new Map(form.fields.map((field) => [field.key, field]));
  const fieldOf = (key: string): FieldSpec => fields.get(key) ?? fail(key, '表中的栏目没有定义');
  /** Rules of the page being set. */
  let rules: Rule[] = [];

  const textBox = (
    role: FaceRole,
    text: string,
    size: number,
    x: number,
    baseline: number,
    spacing = 0,
  ): TextBox => ({
    kind: 'text',
    role,
    text,
    size,
    spacing,
    x,
    baseline,
    width: measure(role, text, size) + spacing * (Array.from(text).length - 1),
  });
  const centred = (role: FaceRole, text: string, size: number, area: Rect, spacing = 0): TextBox => {
    const box = textBox(role, text, size, 0, area.y + area.height / 2 + CENTRE * size, spacing);
    return { ...box, x: area.x + (area.width - box.width) / 2 };
  };

  /** One printed line of words and boxes to fill, set in an area as high as the line. */
  const setLine = (line: LineSpec, trail: Trail, area: Rect, ordinal?: number): Paragraph =>
    at(trail, () => setParts(line, area, ordinal));
  const setParts = (line: LineSpec, area: Rect, ordinal?: number): Paragraph => {
    type Part = { width: number; place: (x: number) => Item[] };
    const words = (text: string): Part => ({
      width: measure('body', text, SIZE.label),
      place: (x) => [textBox('body', text, SIZE.label, x, area.y + area.height / 2 + CENTRE * SIZE.label)],
    });
    const blank = (leaf: { name: string; tooltip: string }, width: number, field: FieldSpec): Part => ({
      width,
      place: (x) => [
        {
          kind: 'field',
          control: 'text',
          ...leaf,
          x,
          y: area.y + (area.height - fieldLine) / 2,
          width,
          height: fieldLine,
          multiline: false,
          centered: field.type === 'date' || field.align === 'center',
          size: SIZE.field,
        },
      ],
    });
    const parts = line.parts.flatMap((part): Part[] => {
      if (typeof part === 'string') return [words(part)];
      if ('seal' in part) return [words(part.seal)];
      if ('signature' in part) {
        const label = words(part.signature);
        const y = area.y + area.height / 2 + CENTRE * SIZE.label + 2;
        return [
          label,
          {
            width: part.width,
            place: (x) => {
              rules.push({ x1: x + 2, y1: y, x2: x + part.width - 2, y2: y, width: STROKE.grid });
              return [];
            },
          },
        ];
      }
      const field = fieldOf(part.field);
      const leaves = fieldLeaves(field, ordinal);
      const [only] = leaves;
      if (field.type !== 'date' && only) return [blank(only, part.width ?? 160, field)];
      return leaves.flatMap((leaf, i) => {
        const { suffix, unit } = DATE_PARTS[i] ?? DATE_PARTS[0];
        return [blank(leaf, date[suffix], field), words(unit)];
      });
    });
    const width = parts.reduce((sum, part) => sum + part.width, 0);
    if (width > area.width + 0.01) {
      fail(wordsOfLine(line), `这一行宽 ${width.toFixed(1)} 磅，放不进 ${area.width.toFixed(1)} 磅`);
    }
    const spare = area.width - width;
    let x = area.x + (line.align === 'right' ? spare : line.align === 'center' ? spare / 2 : 0);
    const items: Item[] = [];
    for (const part of parts) {
      items.push(...part.place(x));
      x += part.width;
    }
    return { items };
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
      return textBox('body', text, size, left, area.y + area.height / 2 + CENTRE * size);
    }),
  });
  const before: Paragraph[] = [];
  // Only an annex is called one at the head of the page.
  if (form.kind !== 'named') {
    const area = strip(LEADING.mark);
    before.push(
      at(['place'], () => ({
        items: [textBox('mark', form.place, SIZE.mark, left, area.y + LEADING.mark / 2 + CENTRE * SIZE.mark)],
      })),
    );
    y += GAP.afterPlace;
  }
  const titleArea = strip(LEADING.title);
  before.push(
    at(['title'], () => {
      const tracking = trackingOf(form.title, SIZE.title, 'title');
      const box = centred('title', form.title, SIZE.title, titleArea, tracking);
      return { tag: 'H1', items: [box.width > innerWidth ? fail(form.title, '标题放不进一行') : box] };
    }),
  );
  if (form.reference_style) {
    before.push({ items: [centred('body', REFERENCE_STYLE, SIZE.mark, strip(LEADING.mark))] });
  }
  y += GAP.afterTitle;
  form.above.forEach((line, i) => {
    before.push(setLine(line, ['above', i], strip(LEADING.line)));
  });
  y += form.above.length > 0 ? GAP.beforeTable : GAP.afterTitle;
  const headRules = rules;

  // --- the grid: which cell stands where, on which page
  const rows = printedRows(form);
  const slots = tile(form, rows, at);
  const pageRows: number[][] = [];
  rows.forEach((row, r) => {
    if (r === 0 || row.new_page) pageRows.push([]);
    pageRows.at(-1)?.push(r);
  });
  for (const { cell, row, trail } of slots) {
    if (rows.slice(row + 1, row + cell.rowspan).some(({ new_page }) => new_page)) {
      at(trail, () => fail(labelText(cell.label ?? cell.field ?? ''), '格子跨过了分页'));
    }
  }
  if (pageRows.length > 1 && rows[0]?.header) {
    at(['rows', 0], () => fail('', '有表头的表格不能分页，续页上没有表头'));
  }
  const unit = innerWidth / form.columns.reduce((sum, width) => sum + width, 0);
  const columnX: number[] = [left];
  for (const width of form.columns) columnX.push((columnX.at(-1) ?? left) + width * unit);

  const widthOf = ({ cell, column }: Slot): number =>
    (columnX[column + cell.colspan] ?? 0) - (columnX[column] ?? 0);
  const labelLines = (slot: Slot, words: string | readonly string[]): string[] => {
    const limit = widthOf(slot) - 2 * PAD.cell;
    return (typeof words === 'string' ? [words] : words).flatMap(
      (line) =>
        wrap(line, limit, (text) => measure('body', text, SIZE.label)) ??
        fail(labelText(words), `宽 ${limit.toFixed(1)} 磅的格子放不下这一行标题`),
    );
  };
  const leastHeight = (slot: Slot): number => {
    const { cell } = slot;
    const words = cell.label ?? cell.text;
    if (words !== undefined) return labelLines(slot, words).length * LEADING.label + 2 * PAD.cell;
    const lines = (cell.lines?.length ?? 0) * LEADING.line;
    return lines + (cell.field !== undefined || lines === 0 ? LEADING.line : 0) + 2 * PAD.fieldY;
  };

  // --- how high the rows are
  const heights = rows.map((row, r) =>
    Math.max(
      row.height,
      ...slots
        .filter((s) => s.row === r && s.cell.rowspan === 1)
        .map((slot) => at(slot.trail, () => leastHeight(slot))),
    ),
  );
  const notes = form.notes.map((text, i) =>
    at(
      ['notes', i],
      () =>
        fillLines(text, innerWidth, (part) => measure('body', part, SIZE.note)) ?? fail(text, '放不进页面'),
    ),
  );
  const afterHeight =
    form.below.length * LEADING.line +
    (form.below.length + notes.length > 0 ? GAP.beforeBelow : 0) +
    notes.flat().length * LEADING.note;

  // --- what stands in the cells
  const setCell = (slot: Slot, rowY: ReadonlyMap<number, number>): CellBox => {
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
    const words =
      cell.label ?? cell.text ?? (cell.ordinal && ordinal !== undefined ? String(ordinal) : undefined);
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
        const box = centred('body', line, SIZE.label, area, spacing);
        if (box.width > rect.width - 2 * PAD.cell + 0.01) return centred('body', line, SIZE.label, area);
        return cell.text === undefined ? box : { ...box, x: rect.x + PAD.cell + PAD.line };
      });
      return { ...base, tag: cell.text === undefined ? 'TH' : 'TD', label: labelText(words), items };
    }

    const lines = cell.lines ?? [];
    const linesHeight = lines.length * LEADING.line;
    // Lines under a field stand at the foot of the cell; lines alone stand in its middle.
    const foot =
      cell.field === undefined ? (rect.height - linesHeight) / 2 : rect.height - linesHeight - PAD.line;
    const area = (line: number): Rect => ({
      x: rect.x + PAD.line,
      y: rect.y + foot + line * LEADING.line,
      width: rect.width - 2 * PAD.line - (cell.field === undefined ? 0 : SIZE.label),
      height: LEADING.line,
    });
    const items: Item[] = [];
    const paragraphs: Paragraph[] = [];
    if (cell.field !== undefined) {
      const field = fieldOf(cell.field);
      if (isTicked(field)) items.push(tickBox(field, cell.option ?? '', ordinal, rect));
      else if (field.type === 'date') {
        paragraphs.push(
          setLine({ align: 'center', parts: [{ field: field.key }] }, slot.trail, { ...rect }, ordinal),
        );
      } else {
        const [leaf] = fieldLeaves(field, ordinal);
        const room = (lines.length > 0 ? foot : rect.height) - 2 * PAD.fieldY;
        const height = field.type === 'text' ? fieldLine : room;
        if (leaf) {
          items.push({
            kind: 'field',
            control: 'text',
            ...leaf,
            x: rect.x + PAD.fieldX,
            y: rect.y + PAD.fieldY + (room - height) / 2,
            width: rect.width - 2 * PAD.fieldX,
            height,
            multiline: field.type === 'multiline',
            centered: field.align === 'center',
            size: SIZE.field,
          });
        }
      }
    }
    lines.forEach((line, i) => {
      paragraphs.push(setLine(line, [...slot.trail, 'lines', i], area(i), ordinal));
    });
    return { ...base, tag: 'TD', items, paragraphs };
  };
  /** The whole cell is the box to tick: the easiest to hit. */
  const tickBox = (field: FieldSpec, option: string, ordinal: number | undefined, cell: Rect): FieldBox => {
    const words = field.options?.[option] ?? '';
    const group = ordinal === undefined ? field.label : `第${ordinal}行 ${field.label}`;
    const leaves = fieldLeaves(field, ordinal);
    const leaf = leaves[field.type === 'one-of' ? 0 : Object.keys(field.options ?? {}).indexOf(option)];
    return {
      kind: 'field',
      ...(field.type === 'one-of'
        ? { control: 'choice', state: option, group }
        : { control: 'tick', state: 'Yes' }),
      name: leaf?.name ?? field.key,
      tooltip: `${group}：${words}`,
      x: cell.x + 1,
      y: cell.y + 1,
      width: cell.width - 2,
      height: cell.height - 2,
      multiline: false,
      centered: true,
      size: SIZE.field,
    };
  };

  // --- in the foot margin, on every page
  const footOf = (page: number): { source: TextBox[]; edition: TextBox } =>
    at(['source'], () => {
      const words = footLine(form);
      const lines = fillLines(words, innerWidth, (text) => measure('body', text, SIZE.footer));
      const count = pageRows.length;
      const number = count > 1 ? `　第 ${page + 1} 页，共 ${count} 页` : '';
      const edition = textBox('body', `${editionLine(form)}${number}`, SIZE.footer, 0, 0);
      const top = paper.height - paper.bottom + 24;
      const source = (lines ?? fail(words, '页脚放不进页面')).map((text, i) =>
        textBox('body', text, SIZE.footer, left, top + i * LEADING.note),
      );
      const last = source.at(-1);
      // A long title of a measure leaves no room beside it.
      const beside = (last?.width ?? 0) + edition.width + 12 <= innerWidth;
      const baseline = (last?.baseline ?? top) + (beside ? 0 : LEADING.note);
      if (baseline > paper.height - LEADING.note) fail(words, '页脚放不进页面');
      return { source, edition: { ...edition, x: paper.width - paper.right - edition.width, baseline } };
    });

  // --- page by page
  const pages = pageRows.map((numbers, page): PageLayout => {
    const last = page === pageRows.length - 1;
    rules = page === 0 ? headRules : [];
    if (page > 0) y = paper.top + LEADING.mark;
    const room = paper.height - paper.bottom - (last ? afterHeight : 0) - y;
    const spare = room - numbers.reduce((sum, r) => sum + (heights[r] ?? 0), 0);
    if (spare < -0.01) {
      // The first row that stands across the edge.
      let height = 0;
      const over = numbers.find((r) => {
        height += heights[r] ?? 0;
        return height > room;
      });
      at(['rows', rows[over ?? 0]?.source ?? 0], () =>
        fail('', `表格高出页面 ${(-spare).toFixed(1)} 磅，请减小行高`),
      );
    }
    const shares = numbers.reduce((sum, r) => sum + (rows[r]?.grow ?? 0), 0);
    const top = y;
    const rowY = new Map<number, number>();
    for (const r of numbers) {
      rowY.set(r, y);
      y += (heights[r] ?? 0) + (shares > 0 ? (spare * (rows[r]?.grow ?? 0)) / shares : 0);
      rowY.set(r + 1, y);
    }
    const table: Rect = { x: left, y: top, width: innerWidth, height: y - top };
    const cells = numbers.map((r) =>
      slots.filter((slot) => slot.row === r).map((slot) => at(slot.trail, () => setCell(slot, rowY))),
    );
    rules.push(...gridRules(table, cells.flat()));

    const foot = footOf(page);
    const after: Paragraph[] = [];
    if (last) {
      y += form.below.length + notes.length > 0 ? GAP.beforeBelow : 0;
      form.below.forEach((line, i) => {
        after.push(setLine(line, ['below', i], strip(LEADING.line)));
      });
      for (const lines of notes) after.push(setText(lines, SIZE.note));
      // That the layout is ours is part of the text; where a form stands in its measure is not.
      if (form.kind !== 'printed') after.push({ items: foot.source });
    }
    const margins = [
      ...(page === 0
        ? []
        : [textBox('body', `${form.title}（续页）`, SIZE.footer, left, paper.top + SIZE.footer)]),
      ...(last && form.kind !== 'printed' ? [] : foot.source),
      foot.edition,
    ];
    return { before: page === 0 ? before : [], table, rows: cells, after, rules, margins };
  });
  const layout: FormLayout = { form, width: paper.width, height: paper.height, pages };
  for (const page of pages) refuseOverlaps(layout, page, at);
  return layout;
}

function wordsOfLine(line: LineSpec): string {
  return line.parts
    .map((part) =>
      typeof part === 'string'
        ? part
        : 'seal' in part
          ? part.seal
          : 'signature' in part
            ? part.signature
            : '',
    )
    .join('');
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

/** A last look over the whole page: nothing to fill may lie on something else to fill, or off the page. */
function refuseOverlaps(layout: FormLayout, page: PageLayout, at: At): void {
  const boxes = [...itemsOn(page)].filter((item) => item.kind === 'field');
  boxes.forEach((a, i) => {
    const key = a.name.split('.')[0];
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
