/** Registers as they are written: Chinese headers, RFC 4180, UTF-8 with a byte-order mark, CRLF. */
import type { ColumnDeclaration } from './columns.ts';

/** A register as text: Chinese headers, RFC 4180 quoting, byte-order mark, CRLF. */
export function formatRegister(
  columns: readonly ColumnDeclaration[],
  rows: readonly Readonly<Record<string, string | undefined>>[],
): string {
  const known = new Set(columns.map(({ key }) => key));
  const lines = [columns.map(({ head }) => head)];
  for (const row of rows) {
    // A value without a column would be lost silently.
    const stray = Object.keys(row).find((key) => row[key] && !known.has(key));
    if (stray) throw new RangeError(`no column for ${stray}`);
    lines.push(columns.map(({ key }) => row[key] ?? ''));
  }
  return `\uFEFF${lines.map((cells) => writeRow(cells)).join('')}`;
}

/** How a file stands apart from what this program writes of itself. */
export interface Dialect {
  readonly delimiter: string;
  readonly lineEnd: '\n' | '\r\n';
}

/** What stands between cells and rows of a new register. */
const OWN: Dialect = { delimiter: ',', lineEnd: '\r\n' };

/** A row with its line end. */
export function writeRow(cells: readonly string[], { delimiter, lineEnd }: Dialect = OWN): string {
  return `${cells.map((cell) => quoteCell(cell, delimiter)).join(delimiter)}${lineEnd}`;
}

/** A cell as RFC 4180 writes it; in quotes also where it needs none, if it is to have them `always`. */
export function quoteCell(cell: string, delimiter = OWN.delimiter, always = false): string {
  return always || /["\r\n]/.test(cell) || cell.includes(delimiter)
    ? `"${cell.replaceAll('"', '""')}"`
    : cell;
}

/** The cells of a record that can be split, as they are written, with their quotes and without its line end. */
export function cellsAsWritten(record: string, delimiter: string): string[] {
  const cells: string[] = [];
  for (let from = 0, end = 0; end >= 0; from = end + delimiter.length) {
    let at = from;
    if (record[at] === '"') {
      at = record.indexOf('"', at + 1);
      while (at >= 0 && record[at + 1] === '"') at = record.indexOf('"', at + 2);
    }
    end = at < 0 ? -1 : record.indexOf(delimiter, at);
    cells.push(record.slice(from, end < 0 ? undefined : end));
  }
  return cells;
}
