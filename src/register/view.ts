/** A register file as its keeper sees it, with whatever may speak of a person masked: for annotated copies. */
import { findIdentifier } from '../disclosure/identifiers.ts';
import type { RegisterSource } from './check.ts';
import type { ColumnDeclaration, RegisterTable } from './columns.ts';
import { decodeText, proveEncoding } from './decode.ts';
import { chooseDelimiter, headIndex, looksLikeHeader, normalHead, peekText } from './header.ts';
import { readRows } from './rows.ts';

/** Stands for a value that is not shown. */
export const MASK = '＊＊';

/** What is sure to be an id, also where cells have moved. */
const ID = /^[\w.-]{1,40}$/;

export interface ViewRow {
  /** Spreadsheet row; the header is 1. */
  readonly row: number;
  readonly cells: readonly string[];
}

/**
 * Rows of a file under their spreadsheet numbers. Values of personal columns, identity and telephone numbers, columns
 * nobody declared, and rows of which it is not sure what stands where are masked. Nothing when the encoding is refused.
 */
export async function* readView(source: RegisterSource, table: RegisterTable): AsyncGenerator<ViewRow> {
  const proof = await proveEncoding(source.open);
  if ('refused' in proof) return;
  const opening = await peekText(decodeText(source.open, proof.encoding));
  const { delimiter, skipLines } = chooseDelimiter(opening, table);
  const known = headIndex(table);
  let header: readonly (ColumnDeclaration | undefined)[] | undefined;
  for await (const { row, cells, broken } of readRows(
    decodeText(source.open, proof.encoding),
    delimiter,
    skipLines,
  )) {
    if (broken) {
      yield { row, cells: ['（这一行的引号不成对，无法分列）'] };
      continue;
    }
    if (!header) {
      header = cells.map((cell) => known.get(normalHead(cell)));
      const isHeader = looksLikeHeader(cells, table);
      yield { row, cells: cells.map((cell) => (isHeader && !findIdentifier(cell) ? cell : masked(cell))) };
      continue;
    }
    const columns = header;
    // Cells of a ragged row may have moved under another header.
    const moved =
      cells.length < columns.length || cells.slice(columns.length).some((cell) => cell.trim() !== '');
    yield {
      row,
      cells: cells.map((cell, index) => {
        const column = columns[index];
        const open = column !== undefined && column.personal === undefined && !findIdentifier(cell);
        return open && (!moved || (index === 0 && ID.test(cell))) ? cell : masked(cell);
      }),
    };
  }
}

function masked(cell: string): string {
  return cell === '' ? '' : MASK;
}
