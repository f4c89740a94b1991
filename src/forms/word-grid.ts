/**
 * The grid of a form as the rows of a table in Word, where a cell has one vertical place for all it holds: a row whose
 * cell is written in above a seal or a signature becomes two, the foot below the place to write. Pure.
 */
import { type CellBox, type FormLayout, typeOf } from './layout.ts';
import { type CellSpec, type PrintedRow, printedRows } from './schema.ts';

/** Height in points that Word may take beyond what the sheet was planned with: borders, the paragraph after a table. */
const SLACK = 16;

export interface WordCell {
  readonly cell: CellSpec;
  readonly box: CellBox;
  /** What of the cell stands here: all, the place to write, or the lines at its foot. */
  readonly part: 'whole' | 'body' | 'foot';
  /** Its place in a cell that goes over several rows. */
  readonly merge: 'none' | 'start' | 'continue';
}

export interface WordRow {
  readonly height: number;
  readonly header: boolean;
  /** Number of a repeated row. */
  readonly ordinal: number | undefined;
  readonly cells: readonly WordCell[];
}

/** The tables of a form: one, and another wherever the description begins a page. */
export function wordTables(layout: FormLayout): WordRow[][] {
  const rows = printedRows(layout.form);
  const boxes = boxesByRow(layout);
  const { leading, pad } = typeOf(layout.form);
  const heights = heightsOf(layout, rows);

  const all = rows.flatMap(({ cells }, r) =>
    cells.flatMap((cell, c) => {
      const box = boxes.get(r)?.[c];
      return box ? [{ cell, box }] : [];
    }),
  );
  const isSplit = ({ cell }: { readonly cell: CellSpec }): boolean =>
    cell.field !== undefined && (cell.lines?.length ?? 0) > 0;
  /** Height of the foot of each row; 0 where none is cut off. */
  const feet = rows.map((_, r) =>
    Math.max(
      0,
      ...all
        .filter((one) => isSplit(one) && one.box.row + one.box.rowspan - 1 === r)
        .map(({ cell }) => (cell.lines?.length ?? 0) * leading.line + pad.line),
    ),
  );

  const tables: WordRow[][] = [];
  /** In how many rows of the table each part of a cell stands, and in how many it has been met. */
  const spread = new Map<string, number>();
  const met = new Map<string, number>();
  const lines = rows.flatMap((row, r) => {
    const foot = feet[r] ?? 0;
    const standing = all
      .map((one, number) => ({ ...one, number }))
      .filter(({ box }) => box.row <= r && r < box.row + box.rowspan)
      .sort((a, b) => a.box.column - b.box.column);
    return (foot > 0 ? [false, true] : [false]).map((below) => ({
      row,
      opens: !below && (r === 0 || row.new_page),
      height: below ? foot : (heights[r] ?? 0) - foot,
      parts: standing.map((one) => {
        const isFoot = below && isSplit(one) && r === one.box.row + one.box.rowspan - 1;
        const part: WordCell['part'] = isFoot ? 'foot' : isSplit(one) ? 'body' : 'whole';
        const key = `${one.number} ${part}`;
        spread.set(key, (spread.get(key) ?? 0) + 1);
        return { ...one, part, key };
      }),
    }));
  });
  for (const { row, opens, height, parts } of lines) {
    if (opens) tables.push([]);
    const cells = parts.map(({ cell, box, part, key }): WordCell => {
      const before = met.get(key) ?? 0;
      met.set(key, before + 1);
      const merge = spread.get(key) === 1 ? 'none' : before === 0 ? 'start' : 'continue';
      return { cell, box, part, merge };
    });
    tables.at(-1)?.push({ height, header: row.header, ordinal: row.ordinal, cells });
  }
  return tables;
}

/** The boxes of each row; a row that heads several pages counts once. */
function boxesByRow(layout: FormLayout): ReadonlyMap<number, readonly CellBox[]> {
  const found = new Map<number, readonly CellBox[]>();
  for (const { rows } of layout.pages) {
    for (const boxes of rows) {
      const row = boxes[0]?.row;
      if (row !== undefined && !found.has(row)) found.set(row, boxes);
    }
  }
  return found;
}

/** The heights of the printed rows, those that grow a little less than on the sheet. */
function heightsOf(layout: FormLayout, rows: readonly PrintedRow[]): number[] {
  const heights = rows.map(({ height }) => height);
  for (const { rows: boxes, table } of layout.pages) {
    if (!table) continue;
    const tops = boxes.map((row) => row[0]?.y ?? 0);
    const numbers = boxes.map((row) => row[0]?.row ?? 0);
    const shares = numbers.reduce((sum, r) => sum + (rows[r]?.grow ?? 0), 0);
    numbers.forEach((r, i) => {
      const height = (tops[i + 1] ?? table.y + table.height) - (tops[i] ?? 0);
      heights[r] = height - (shares > 0 ? (SLACK * (rows[r]?.grow ?? 0)) / shares : 0);
    });
  }
  return heights;
}
