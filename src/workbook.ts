/** XLSX files: the only module that knows the spreadsheet library. Every cell is text or a number, never a formula. */
import { type Cell, type CellStyle, writeXlsx } from 'hucre/xlsx';
import type { Fill, SheetDraft } from './sheets.ts';

const COLOURS: Readonly<Record<Fill, string>> = {
  head: 'FFD9E2EC',
  error: 'FFFFC7CE',
  warning: 'FFFFEB9C',
  info: 'FFDDEBF7',
  quiet: 'FFF2F2F2',
};

/** Files carry this day instead of the clock, so that the same content gives the same bytes. */
const FIXED_DAY = new Date('2026-01-01T00:00:00Z');

/** Excel's limits for an input hint. */
const LONGEST_TITLE = 32;
const LONGEST_MESSAGE = 255;

/** The workbook as bytes; the same sheets give the same bytes. */
export async function writeWorkbook(title: string, sheets: readonly SheetDraft[]): Promise<Uint8Array> {
  return writeXlsx({
    properties: { title, creator: '容纠', lastModifiedBy: '容纠', created: FIXED_DAY, modified: FIXED_DAY },
    sheets: sheets.map((sheet) => ({
      name: sheet.name,
      rows: sheet.rows.map((row) => row.map((value) => (value === '' ? null : value))),
      // Text format: what is typed stays as typed (2024-01-31, 001), and nothing is computed.
      columns: sheet.widths.map((width) => ({ width, style: { numFmt: '@' } })),
      cells: cellsOf(sheet),
      ...(sheet.frozen ? { freezePane: { rows: sheet.frozen } } : {}),
      ...(sheet.hidden ? { hidden: true } : {}),
      dataValidations: (sheet.choices ?? []).map(({ range, list, title: heading, message, strict }) => ({
        ...(list
          ? { type: 'list' as const, formula1: list }
          : // A rule that holds for any text: only the hint matters.
            { type: 'textLength' as const, operator: 'lessThanOrEqual' as const, formula1: '32767' }),
        range,
        allowBlank: true,
        showInputMessage: true,
        inputTitle: heading.slice(0, LONGEST_TITLE),
        inputMessage: message.slice(0, LONGEST_MESSAGE),
        showErrorMessage: strict,
        ...(strict
          ? {
              errorStyle: 'stop' as const,
              errorTitle: '取值不在范围内',
              errorMessage: '请从下拉列表中选择。',
            }
          : {}),
      })),
    })),
  });
}

function cellsOf({ fills, comments, links, rows, wrap }: SheetDraft): Map<string, Partial<Cell>> {
  const cells = new Map<string, Partial<Cell>>();
  const marked = new Set([...(fills?.keys() ?? []), ...(comments?.keys() ?? []), ...(links?.keys() ?? [])]);
  if (wrap) {
    for (const [row, values] of rows.entries())
      for (const column of values.keys()) marked.add(`${row},${column}`);
  }
  for (const key of marked) {
    const [row = 0, column = 0] = key.split(',').map(Number);
    const value = rows[row]?.[column] ?? '';
    const fill = fills?.get(key);
    const comment = comments?.get(key);
    const link = links?.get(key);
    const style: CellStyle = { numFmt: typeof value === 'number' ? '0' : '@' };
    if (fill) style.fill = { type: 'pattern', pattern: 'solid', fgColor: { rgb: COLOURS[fill] } };
    if (fill === 'head') style.font = { bold: true };
    if (link) style.font = { underline: true, color: { rgb: 'FF1F4E79' } };
    if (wrap || fill === 'head') style.alignment = { wrapText: true, vertical: 'top' };
    cells.set(key, {
      value: value === '' ? null : value,
      type: typeof value === 'number' ? 'number' : value === '' ? 'empty' : 'string',
      style,
      ...(comment ? { comment: { author: '容纠', text: comment } } : {}),
      ...(link ? { hyperlink: { target: '', location: link } } : {}),
    });
  }
  return cells;
}
