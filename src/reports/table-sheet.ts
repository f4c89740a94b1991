/** The table of a report as a sheet of a workbook: set as the paper is, from its title to its notes. */
import { writeDate } from '../components/policy-words.ts';
import { columnLetter } from '../core/place.ts';
import type { FormSpec } from '../forms/schema.ts';
import { footLine, labelText, REFERENCE_STYLE } from '../forms/schema.ts';
import type { Policy } from '../policy/model.ts';
import { type CellKey, type Fill, type Look, lineCount, type SheetDraft, type Span } from '../sheets.ts';
import { formFor, withoutLongTexts } from './filling.ts';
import { listColumns, listForm, listSheet } from './lists.ts';
import type { Line, Report, RowRef, Sheet } from './report.ts';

const TICK = '√';

/** A column of the table: what it is called, and its words in a line. */
interface Column {
  readonly name: string;
  readonly kind: 'ordinal' | 'text' | 'tick';
  readonly wordsOf: (line: Line) => string;
}

/** A cell of the table with the register rows that it tells of. */
interface CellSource {
  /** `Q17`. */
  readonly cell: string;
  readonly what: string;
  /** In full, also where the cell refers to the notes. */
  readonly value: string;
  readonly of: readonly RowRef[];
}

const ORDINAL: Column = { name: '序号', kind: 'ordinal', wordsOf: () => '' };

/** The columns of a form with a row for each case, in the order of its cells. */
function formColumns(form: FormSpec): Column[] {
  const row = form.rows.find(({ repeat }) => repeat !== undefined);
  return (row?.cells ?? []).map(({ field: key = '', option }): Column => {
    const field = form.fields.find((one) => one.key === key);
    if (!field) return ORDINAL;
    if (option === undefined)
      return { name: field.label, kind: 'text', wordsOf: ({ texts }) => texts[key] ?? '' };
    return {
      name: `${field.label}：${field.options?.[option] ?? ''}`,
      kind: 'tick',
      wordsOf: ({ ticks }) => (ticks[key]?.includes(option) ? TICK : ''),
    };
  });
}

/** The columns of a list. */
function leavesOf(columns: readonly (readonly [string, string, number])[]): Column[] {
  return [
    ORDINAL,
    ...columns.map(
      ([key, name]): Column => ({ name, kind: 'text', wordsOf: ({ texts }) => texts[key] ?? '' }),
    ),
  ];
}

/** The lines above a table with what the sheet fills in. */
function aboveLines({ above }: FormSpec, { unit, filled }: Sheet): string[] {
  const fills: Readonly<Record<string, string>> = { handler: unit, ev_date: writeDate(filled) };
  return above.map(({ parts }) =>
    parts
      .map((part, i) => {
        if (typeof part === 'string') return `${i > 0 ? '　　' : ''}${part}`;
        if ('seal' in part) return part.seal;
        return 'field' in part ? (fills[part.field] ?? '') : '';
      })
      .join(''),
  );
}

/** Characters to a point of the paper: the small type of a dense form wants more room in the larger type of a sheet. */
const WIDTH = { dense: 0.34, regular: 0.25 } as const;
/** Characters that one upright character of a narrow column takes. */
const NARROW = 3.6;
/** Columns up to this many points hold a tick, under a head that reads downwards. */
const NARROWEST = 20;
/** Height of one character of a head, in points. */
const HEAD_HEIGHT = 16;

/**
 * The sheet of one reporting unit, of a report as it is.
 * @param form the declared form; lists have one made for them
 */
export function tableSheet(
  name: string,
  report: Report,
  sheet: Sheet,
  { policy, form: declared }: { readonly policy: Policy; readonly form: FormSpec | undefined },
): { readonly draft: SheetDraft; readonly sources: readonly CellSource[] } {
  const own = declared ? withoutLongTexts(sheet, declared) : listSheet(report, sheet);
  const form = declared ? formFor(declared, own) : listForm(report, own, policy);
  const leaves = declared ? formColumns(form) : leavesOf(listColumns(report));
  const count = leaves.length;
  const rows: (string | number)[][] = [];
  const spans = new Map<CellKey, Span>();
  const looks = new Map<CellKey, Look>();
  const fills = new Map<CellKey, Fill>();
  const heights = new Map<number, number>();
  const across = (text: string, look?: Look, height?: number): void => {
    const key: CellKey = `${rows.length},0`;
    spans.set(key, { columns: count });
    if (look) looks.set(key, look);
    if (height) heights.set(rows.length, height);
    rows.push([text]);
  };

  if (form.kind !== 'named') across(form.place);
  across(form.title, 'title', 30);
  if (form.reference_style) across(REFERENCE_STYLE, 'subtitle');
  for (const line of aboveLines(form, own)) across(line);

  const scale = WIDTH[declared ? form.type : 'regular'];
  const widths = form.columns.map((points, column) =>
    leaves[column]?.kind === 'tick' ? NARROW : Math.max(6, Math.round(points * scale * 10) / 10),
  );

  // --- the heads, level by level
  const first = rows.length;
  /** How many rows each column is still taken by a head from above. */
  const taken = Array<number>(count).fill(0);
  for (const { header, cells } of form.rows) {
    if (!header) break;
    const row = Array<string>(count).fill('');
    const free = [...taken.keys()].filter((column) => taken[column] === 0);
    let lines = 1;
    for (const { label = '', colspan, rowspan } of cells) {
      const held = free.splice(0, colspan);
      const [start = 0] = held;
      const key: CellKey = `${rows.length},${start}`;
      const text = labelText(label);
      row[start] = text;
      const upright = colspan === 1 && (form.columns[start] ?? NARROWEST) < NARROWEST;
      looks.set(key, upright ? 'upright' : 'head');
      const room = widths.slice(start, start + colspan).reduce((sum, width) => sum + width * 0.95, -1);
      // A head that runs down over several levels has room enough.
      if (rowspan === 1) lines = Math.max(lines, upright ? Array.from(text).length : lineCount(text, room));
      if (colspan > 1 || rowspan > 1) spans.set(key, { columns: colspan, rows: rowspan });
      for (const column of held) taken[column] = rowspan;
    }
    for (const column of taken.keys()) taken[column] = Math.max(0, (taken[column] ?? 0) - 1);
    for (let column = 0; column < count; column += 1) fills.set(`${rows.length},${column}`, 'head');
    heights.set(rows.length, lines * HEAD_HEIGHT + 8);
    rows.push(row);
  }
  const head = rows.length;
  rows[first]?.push('台账行（不打印）');
  looks.set(`${first},${count}`, 'aside');

  // --- a line for each case, and beside it the rows it comes from
  const sources: CellSource[] = [];
  for (const [i, line] of own.lines.entries()) {
    const whole = sheet.lines[i] ?? line;
    const values = leaves.map(({ kind, name: what, wordsOf }, column) => {
      const key: CellKey = `${rows.length},${column}`;
      if (kind !== 'text') looks.set(key, 'mark');
      if (kind === 'ordinal') return i + 1;
      const value = wordsOf(whole);
      if (value !== '')
        sources.push({ cell: `${columnLetter(column)}${rows.length + 1}`, what, value, of: whole.of });
      return wordsOf(line);
    });
    looks.set(`${rows.length},${count}`, 'aside');
    rows.push([...values, whole.of.map(({ id, file, row }) => `${id} ${file}:${row}`).join('；')]);
  }
  // A table without a case has one blank row, as on paper.
  if (own.lines.length === 0) rows.push(Array<string>(count).fill(''));
  const last = rows.length - 1;
  for (const note of form.notes) across(note);

  const draft: SheetDraft = {
    name,
    rows,
    widths: [...widths, 40],
    frozen: head,
    repeatedFrom: first,
    // The head alone repeats; of the columns only the number stays, else a small screen has no room for the rest.
    frozenColumns: 1,
    fills,
    spans,
    looks,
    heights,
    grid: { first, last, columns: count },
    printedColumns: count,
    upright: form.paper === 'A4',
    footer: declared ? footLine(form) : form.title,
    wrap: true,
  };
  return { draft, sources };
}
