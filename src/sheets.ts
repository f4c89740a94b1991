/** Sheets as data, before they become an XLSX file. */

export type Fill = 'head' | 'error' | 'warning' | 'info' | 'quiet';

/** 0-based row and column, written `row,column`. */
export type CellKey = `${number},${number}`;

/** How cells take what is typed: as it stands, as a day, or as a whole number. */
export type CellFormat = 'text' | 'day' | 'whole';

/** What may be put into the cells of one column, and the hint that is shown there. */
export interface Choice {
  /** `B2:B2000`. */
  readonly range: string;
  /** Address of the list, e.g. `'取值'!$A$1:$A$3`. */
  readonly list?: string;
  readonly title: string;
  readonly message: string;
  /** What is said to input that is refused; without it all input is taken, and the list only helps. */
  readonly refusal?: string;
}

/** A cell that runs over several columns and rows. */
export interface Span {
  readonly columns: number;
  readonly rows?: number;
}

/**
 * How a cell of a statutory table is set: the title of the paper and what stands under it, the head of a column, a head
 * that reads downwards, a mark in the middle of its cell, and the side note that is not part of the paper.
 */
export type Look = 'title' | 'subtitle' | 'head' | 'upright' | 'mark' | 'aside';

/** The rows of a table that is ruled, 0-based, on a sheet that has more than it. */
export interface Grid {
  readonly first: number;
  readonly last: number;
  readonly columns: number;
}

export interface SheetDraft {
  readonly name: string;
  readonly rows: readonly (readonly (string | number)[])[];
  /** Column widths in characters. */
  readonly widths: readonly number[];
  /** Formats of the columns, below the header; text where there is none. */
  readonly formats?: readonly CellFormat[];
  /** Rows at the top that stay in view, and are printed on every page. */
  readonly frozen?: number;
  /** Columns at the left, likewise. */
  readonly frozenColumns?: number;
  /** Of the frozen rows those before this one (0-based) are not printed again: the title stands on the first page alone. */
  readonly repeatedFrom?: number;
  readonly fills?: ReadonlyMap<CellKey, Fill>;
  readonly comments?: ReadonlyMap<CellKey, string>;
  /** Places in the workbook, e.g. `'cases-2024'!Q17`. */
  readonly links?: ReadonlyMap<CellKey, string>;
  readonly choices?: readonly Choice[];
  /** Cells that run over others, with their text broken; the row is made high enough for one that runs along it. */
  readonly spans?: ReadonlyMap<CellKey, Span>;
  readonly looks?: ReadonlyMap<CellKey, Look>;
  /** Heights of rows in points, where the text does not tell it. */
  readonly heights?: ReadonlyMap<number, number>;
  /** The table that is ruled; without it a sheet of broken texts is ruled all over. */
  readonly grid?: Grid;
  /** Columns that are printed, from the left; all where it is absent. */
  readonly printedColumns?: number;
  readonly upright?: boolean;
  /** Stands in the foot of each page; the sheet's name is then not printed above. */
  readonly footer?: string;
  readonly hidden?: boolean;
  /** Long texts are broken instead of cut off. */
  readonly wrap?: boolean;
}

/** Width of a text in characters of the narrow kind: a Chinese one is as wide as two. */
export function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += char > '\u2e7f' || '“”‘’…—①〔〕'.includes(char) ? 2 : 1;
  return width;
}

/** Lines a text takes in a room of so many characters. */
export function lineCount(text: string, room: number): number {
  return text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / room)), 0);
}

/** Address of a cell on a sheet, for links and lists. */
export function addressOf(sheet: string, cells: string): string {
  return `'${sheet.replaceAll("'", "''")}'!${cells}`;
}

/** A sheet name Excel accepts, different from those taken: at most 31 characters, none of \\ / ? * [ ] : */
export function sheetName(wanted: string, taken: ReadonlySet<string>): string {
  const clean = wanted.replace(/[\\/?*[\]:']/g, ' ').trim() || '表';
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : ` (${number})`;
    const name = clean.slice(0, 31 - suffix.length) + suffix;
    if (!taken.has(name.toLowerCase())) return name;
  }
}
