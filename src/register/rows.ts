/** Text to records, on papaparse's own parser in our chunk loop, with the physical line of every record. */
import Papa from 'papaparse';

export interface RawRow {
  /** Spreadsheet row; the header is 1. */
  readonly row: number;
  /** Physical line on which the record starts. */
  readonly line: number;
  readonly cells: readonly string[];
  /** The record could not be split into cells (stray or unterminated quote). */
  readonly broken?: boolean;
}

/** A record longer than this cannot be right; the reader gives up on its quotes instead of swallowing the file. */
const LONGEST_RECORD = 1 << 20;

/**
 * Splits text into records. A stray or unterminated quote costs the one record it stands in: reading goes on at the
 * next physical line. Blank lines are skipped but counted.
 */
export async function* readRows(chunks: AsyncIterable<string>, delimiter: string): AsyncGenerator<RawRow> {
  // Papa.Parser is typed but documented as internal: papaparse is pinned exactly and chunk-cut tests watch it.
  const parser = new Papa.Parser({ delimiter, newline: '\n', quoteChar: '"', header: false });
  let rest = '';
  let row = 0;
  let line = 1;

  function* take(final: boolean): Generator<RawRow> {
    for (;;) {
      if (rest === '') return;
      const result = parser.parse(rest, 0, !final) as Papa.ParseResult<string[]> & {
        meta: { cursor: number };
      };
      const fault = result.errors.find((error) => error.type === 'Quotes');
      const stuck = result.data.length === 0 && rest.length > LONGEST_RECORD;
      const good = fault ? result.data.slice(0, fault.row ?? 0) : result.data;
      // Only the last record of a chunk can still be waiting for its closing quote.
      const waiting = fault !== undefined && !final && fault.code === 'MissingQuotes' && !stuck;
      let consumed = 0;
      for (const cells of good) {
        const lines = 1 + countBreaks(cells);
        if (cells.length > 1 || cells[0] !== '') {
          row += 1;
          yield { row, line, cells };
        } else row += 1;
        line += lines;
        consumed += lines;
      }
      if (!fault && !stuck) {
        rest = rest.slice(final ? rest.length : result.meta.cursor);
        return;
      }
      rest = dropLines(rest, consumed);
      if (waiting) return;
      row += 1;
      yield {
        row,
        line,
        cells: [rest.slice(0, rest.indexOf('\n') < 0 ? undefined : rest.indexOf('\n'))],
        broken: true,
      };
      line += 1;
      rest = dropLines(rest, 1);
    }
  }

  for await (const chunk of chunks) {
    rest += chunk;
    yield* take(false);
  }
  yield* take(true);
}

function countBreaks(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count += 1;
  }
  return count;
}

function dropLines(text: string, count: number): string {
  let at = 0;
  for (let left = count; left > 0; left -= 1) {
    const next = text.indexOf('\n', at);
    if (next < 0) return '';
    at = next + 1;
  }
  return text.slice(at);
}
