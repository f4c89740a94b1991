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

/** A cell as RFC 4180 writes it. */
export function quoteCell(cell: string, delimiter = OWN.delimiter): string {
  return /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
