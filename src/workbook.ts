/** XLSX files: the only module that knows the spreadsheet library. Every cell is text or a number, never a formula. */
import { type Cell, type CellStyle, type DataValidation, type MergeRange, writeXlsx } from 'hucre/xlsx';
import { type CommentedSheet, commentDrawing, idBlocks, withCommentType } from './comment-boxes.ts';
import { columnLetter } from './core/place.ts';
import {
  addressOf,
  type CellFormat,
  type CellKey,
  type Fill,
  type Grid,
  type Look,
  lineCount,
  type SheetDraft,
} from './sheets.ts';
import { type Edit, editParts } from './zip-parts.ts';

const COLOURS: Readonly<Record<Fill, string>> = {
  head: 'FFD9E2EC',
  error: 'FFFFC7CE',
  warning: 'FFFFEB9C',
  info: 'FFDDEBF7',
  quiet: 'FFF2F2F2',
};

/** Text stays as typed (001), and nothing is computed; a day is one whatever the ways of the country. */
const NUMBER_FORMATS: Readonly<Record<CellFormat, string>> = { text: '@', day: 'yyyy-mm-dd', whole: '0' };

/** Numbers stand to the left like texts: else they would run into the column beside them. */
function styleOf(format: CellFormat = 'text'): CellStyle {
  return {
    numFmt: NUMBER_FORMATS[format],
    ...(format === 'text' ? {} : { alignment: { horizontal: 'left' } }),
  };
}

/** What a column without a list takes. Days are spreadsheet serials: the first of 2000 to the last of 2099. */
const LIMITS: Readonly<
  Record<CellFormat, Pick<DataValidation, 'type' | 'operator' | 'formula1' | 'formula2'>>
> = {
  // A rule that holds for any text: only the hint matters.
  text: { type: 'textLength', operator: 'lessThanOrEqual', formula1: '32767' },
  day: { type: 'date', operator: 'between', formula1: '36526', formula2: '73050' },
  whole: { type: 'whole', operator: 'between', formula1: '0', formula2: '999999' },
};

/** Files carry this day instead of the clock, so that the same content gives the same bytes. */
const FIXED_DAY = new Date('2026-01-01T00:00:00Z');

/** Excel's limits for an input hint. */
const LONGEST_TITLE = 32;
const LONGEST_MESSAGE = 255;

/** Every style names its type: a style without would be shown in another, of another size. */
const TYPE = { name: 'Calibri', size: 11 };
/** A line of broken text, in points. */
const LINE_HEIGHT = 16;
/** Excel allows no more. */
const HIGHEST_ROW = 405;
/** Sheets up to this width, in characters, are printed a page wide; wider ones over several pages, smaller. */
const PAGE_WIDTH = 260;
const WIDE_SCALE = 65;
const LINE = { style: 'thin', color: { rgb: 'FFBFBFBF' } } as const;
const BORDER = { top: LINE, right: LINE, bottom: LINE, left: LINE };

/** The workbook as bytes; the same sheets give the same bytes. */
export async function writeWorkbook(title: string, sheets: readonly SheetDraft[]): Promise<Uint8Array> {
  const bytes = await writeXlsx({
    properties: { title, creator: '容纠', lastModifiedBy: '容纠', created: FIXED_DAY, modified: FIXED_DAY },
    sheets: sheets.map((sheet) => ({
      name: sheet.name,
      rows: sheet.rows.map((row) => row.map((value) => (value === '' ? null : value))),
      columns: sheet.widths.map((width, index) => ({ width, style: styleOf(sheet.formats?.[index]) })),
      cells: cellsOf(sheet),
      ...(sheet.frozen ? { freezePane: { rows: sheet.frozen, columns: sheet.frozenColumns ?? 0 } } : {}),
      merges: mergesOf(sheet),
      rowDefs: heightsOf(sheet),
      pageSetup: {
        paperSize: 'a4',
        orientation: sheet.upright ? 'portrait' : 'landscape',
        margins: { left: 0.4, right: 0.4, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 },
        ...(sheet.grid ? { horizontalCentered: true } : {}),
        ...(sheet.widths.slice(0, sheet.printedColumns).reduce((sum, width) => sum + width, 0) <= PAGE_WIDTH
          ? { fitToPage: true, fitToWidth: 1, fitToHeight: 0 }
          : { scale: WIDE_SCALE }),
      },
      headerFooter: sheet.footer
        ? { oddFooter: `&L&8${sheet.footer.replaceAll('&', '&&')}&R&8第 &P 页，共 &N 页` }
        : { oddHeader: '&C&A', oddFooter: '&C第 &P 页，共 &N 页' },
      ...(sheet.hidden ? { hidden: true } : {}),
      dataValidations: validationsOf(sheet),
    })),
    // Written by name here, since the library leaves the sheet's name without quotation marks.
    namedRanges: sheets.flatMap((sheet) => [...printArea(sheet), ...printTitles(sheet)]),
  });
  return editParts(bytes, partEdits(sheets));
}

/** What the cells of each column take, and the hints that are shown there. */
function validationsOf({ choices = [], formats = [] }: SheetDraft): DataValidation[] {
  return choices.map(({ range, list, title, message, refusal }, index) => ({
    ...(list ? { type: 'list' as const, formula1: list } : LIMITS[formats[index] ?? 'text']),
    range,
    allowBlank: true,
    showInputMessage: true,
    inputTitle: title.slice(0, LONGEST_TITLE),
    inputMessage: message.slice(0, LONGEST_MESSAGE),
    showErrorMessage: refusal !== undefined,
    ...(refusal === undefined
      ? {}
      : { errorStyle: 'stop' as const, errorTitle: '填写有误', errorMessage: refusal }),
  }));
}

/** Cells that run over others, as the library takes them. */
function mergesOf({ spans }: SheetDraft): MergeRange[] {
  return [...(spans ?? [])].map(([key, { columns, rows = 1 }]) => {
    const [row = 0, column = 0] = key.split(',').map(Number);
    return { startRow: row, endRow: row + rows - 1, startCol: column, endCol: column + columns - 1 };
  });
}

/** Rows of broken text are made as high as it needs: not every program does so when it opens the file. */
function heightsOf({
  rows,
  widths,
  fills,
  spans,
  looks,
  wrap,
  heights: given,
}: SheetDraft): Map<number, { height: number }> {
  const heights = new Map<number, { height: number }>();
  const broken = new Set<number>();
  for (const [key, fill] of fills ?? []) if (fill === 'head') broken.add(Number(key.split(',')[0]));
  for (const key of spans?.keys() ?? []) broken.add(Number(key.split(',')[0]));
  // A register has a hundred thousand rows that need no look.
  for (const row of wrap ? rows.keys() : broken) {
    if (given?.has(row)) continue;
    const values = rows[row] ?? [];
    let most = 1;
    for (const [column, value] of values.entries()) {
      const key: CellKey = `${row},${column}`;
      // What stands beside the paper does not make its rows higher.
      if (!isBroken(key, { fills, spans, wrap }) || looks?.get(key) === 'aside') continue;
      const room = widths
        .slice(column, column + (spans?.get(key)?.columns ?? 1))
        .reduce((sum, width) => sum + width * 0.95, -2);
      most = Math.max(most, lineCount(String(value), Math.max(2, room)));
    }
    if (most > 1) heights.set(row, { height: Math.min(most * LINE_HEIGHT, HIGHEST_ROW) });
  }
  for (const [row, height] of given ?? []) heights.set(row, { height });
  return heights;
}

function isBroken(
  key: CellKey,
  { fills, spans, wrap }: Pick<SheetDraft, 'fills' | 'spans' | 'wrap'>,
): boolean {
  return wrap === true || fills?.get(key) === 'head' || spans?.has(key) === true;
}

/** Columns beside the paper are for the screen. */
function printArea({ name, rows, printedColumns }: SheetDraft) {
  if (printedColumns === undefined) return [];
  const range = addressOf(name, `$A$1:$${columnLetter(printedColumns - 1)}$${rows.length}`);
  return [{ name: '_xlnm.Print_Area', scope: name, range }];
}

/** What stays in view on the screen is printed on every page. */
function printTitles({ name, frozen, frozenColumns, repeatedFrom = 0 }: SheetDraft) {
  if (!frozen) return [];
  const rows = addressOf(name, `$${repeatedFrom + 1}:$${frozen}`);
  const range = frozenColumns ? `${addressOf(name, `$A:$${columnLetter(frozenColumns - 1)}`)},${rows}` : rows;
  return [{ name: '_xlnm.Print_Titles', scope: name, range }];
}

/** What the library cannot say: the size of comments, and a format for columns below the last row. */
function partEdits(sheets: readonly SheetDraft[]): Map<string, Edit> {
  const edits = new Map<string, Edit>();
  let block = 1;
  for (const [index, { widths, comments, choices }] of sheets.entries()) {
    const number = index + 1;
    if (comments && comments.size > 0) {
      const sheet: CommentedSheet = { widths, comments };
      const drawing = commentDrawing(sheet, block);
      block += idBlocks(sheet);
      edits.set(`xl/drawings/vmlDrawing${number}.vml`, () => drawing);
      edits.set(`xl/comments${number}.xml`, withCommentType);
    }
    if (choices) edits.set(`xl/worksheets/sheet${number}.xml`, withColumnFormat);
  }
  return edits;
}

/** Gives whole columns the format of the first row to be filled in, so that text stays text in any row. */
function withColumnFormat(part: string): string {
  const styles = new Map(
    [...part.matchAll(/<c r="([A-Z]+)2" s="(\d+)"/g)].map(([, column, style]) => [column, style]),
  );
  if (styles.size === 0) throw new Error('no blank row to take the format from');
  return part.replace(/<col min="(\d+)" max="\1" (?=[^>]*\/>)/g, (col: string, number: string) => {
    const style = styles.get(columnLetter(Number(number) - 1));
    return style === undefined ? col : `${col}style="${style}" `;
  });
}

/** Whether a cell is ruled. */
function isRuled(row: number, column: number, key: CellKey, { grid, wrap, spans }: SheetDraft): boolean {
  if (grid) return row >= grid.first && row <= grid.last && column < grid.columns;
  return wrap === true && !spans?.has(key);
}

/** Every cell of a table is ruled, also one that holds nothing or is run over by another. */
function* cellsIn({ first, last, columns }: Grid): Generator<CellKey> {
  for (let row = first; row <= last; row += 1)
    for (let column = 0; column < columns; column += 1) yield `${row},${column}`;
}

const LOOKS: Readonly<Record<Look, Pick<CellStyle, 'font' | 'alignment'>>> = {
  title: { font: { ...TYPE, size: 18, bold: true }, alignment: { horizontal: 'center', vertical: 'center' } },
  subtitle: { alignment: { horizontal: 'center', vertical: 'center' } },
  head: { alignment: { horizontal: 'center', vertical: 'center', wrapText: true } },
  // 255: the characters stand upright, one below the other.
  upright: { alignment: { horizontal: 'center', vertical: 'center', wrapText: true, textRotation: 255 } },
  mark: { alignment: { horizontal: 'center', vertical: 'center', wrapText: true } },
  aside: {
    font: { ...TYPE, size: 9, color: { rgb: 'FF7F7F7F' } },
    alignment: { vertical: 'top', wrapText: false },
  },
};

function cellsOf(sheet: SheetDraft): Map<string, Partial<Cell>> {
  const { fills, comments, links, rows, wrap, spans, looks, grid } = sheet;
  const cells = new Map<string, Partial<Cell>>();
  const marked = new Set<CellKey>([
    ...(fills?.keys() ?? []),
    ...(comments?.keys() ?? []),
    ...(links?.keys() ?? []),
    ...(spans?.keys() ?? []),
    ...(looks?.keys() ?? []),
    ...(grid ? cellsIn(grid) : []),
  ]);
  // A number is not text: it stands to the right and can be added up.
  for (const [row, values] of rows.entries()) {
    for (const [column, value] of values.entries())
      if (typeof value === 'number') marked.add(`${row},${column}`);
  }
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
    if (fill === 'head') style.font = { ...TYPE, bold: true };
    if (link) style.font = { ...TYPE, underline: true, color: { rgb: 'FF1F4E79' } };
    if (isRuled(row, column, key, sheet)) style.border = BORDER;
    const look = looks?.get(key);
    if (look) Object.assign(style, LOOKS[look]);
    else if (isBroken(key, { fills, spans, wrap })) style.alignment = { wrapText: true, vertical: 'top' };
    else if (typeof value === 'number') style.alignment = { horizontal: 'left' };
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
