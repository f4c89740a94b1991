/** Text to records, on papaparse's own parser in our chunk loop, with the physical line of every record. */
import Papa from 'papaparse';
import type { LineEnd } from './decode.ts';

export interface RawRow {
  /** Spreadsheet row; the header is 1. */
  readonly row: number;
  /** Physical line on which the record starts. */
  readonly line: number;
  readonly cells: readonly string[];
  /** The record could not be split into cells (stray or unterminated quote): the only one holds its text. */
  readonly broken?: boolean;
  /** … because it goes on and on, without any quote. */
  readonly long?: boolean;
  /** … and the text is longer than that: only its beginning was kept. */
  readonly cut?: boolean;
}

/** A record longer than this cannot be right; the reader gives up on its quotes instead of swallowing the file. */
export const LONGEST_RECORD = 1 << 20;
/** Once much has been read in vain, a record longer than this is given up as well. */
const SHORT_RECORD = 1 << 10;
/** Characters that may be read in vain: quotes that open in one line and close in the next look like one endless record. */
const PATIENCE = 1 << 25;

/**
 * After a broken record the parser is fed this little at first, because it always reads its input to the end: a
 * file with a fault on every line is then still read in linear time.
 */
const CAREFUL_WINDOW = 1024;

/**
 * Splits text into records. A stray or unterminated quote costs the one record it stands in, also when a quote further
 * down happens to close it: reading goes on at the next physical line. Blank lines, also those of delimiters alone, are skipped but counted. However the text is cut
 * into chunks, the records are the same.
 */
export async function* readRows(
  chunks: AsyncIterable<string>,
  delimiter: string,
  skipLines = 0,
): AsyncGenerator<RawRow> {
  for await (const rows of readBatches(chunks, delimiter, '\n', skipLines)) yield* rows;
}

/**
 * The records of each chunk together: in a long file waiting for every single one takes longer than reading it.
 * @param lineEnd how every line of the text ends; breaks inside cells come out as \n all the same.
 * @param skipLines lines before the header that no spreadsheet shows
 */
export async function* readBatches(
  chunks: AsyncIterable<string>,
  delimiter: string,
  lineEnd: LineEnd = '\n',
  skipLines = 0,
): AsyncGenerator<readonly RawRow[]> {
  // Papa.Parser is typed but documented as internal: papaparse is pinned exactly and chunk-cut tests watch it.
  const parser = new Papa.Parser({ delimiter, newline: lineEnd, quoteChar: '"', header: false });
  let rest = '';
  let row = -skipLines;
  let line = 1;
  let window = Number.POSITIVE_INFINITY;
  let patience = PATIENCE;
  /** Cells of the header, which is the first record of more than two (a line that only names the delimiter is none). */
  let width = 0;
  /** Inside a physical line that has been given up. */
  let skipping = false;

  function take(final: boolean): RawRow[] {
    const taken: RawRow[] = [];
    while (rest !== '') {
      const longest = patience > 0 ? LONGEST_RECORD : SHORT_RECORD;
      if (patience <= 0) window = Math.min(window, longest);
      const whole = window >= rest.length;
      const last = whole && final;
      const piece = last ? rest : rest.slice(0, safeCut(rest, Math.min(window, rest.length)));
      const result = parser.parse(piece, 0, !last) as Papa.ParseResult<string[]> & {
        meta: { cursor: number };
      };
      const start = line;
      // Without a quote no cell can hold a line break.
      const oneLine = !piece.includes('"');
      const unquoted = result.errors.find((error) => error.type === 'Quotes');
      let good = unquoted ? result.data.slice(0, unquoted.row ?? 0) : result.data;
      if (!oneLine && lineEnd !== '\n') good = good.map((cells) => cells.map(evenBreaks));
      width ||= good.find(({ length }) => length > 2)?.length ?? 0;
      const swallowing = oneLine ? -1 : good.findIndex((cells) => swallowsRecord(cells, width));
      if (swallowing >= 0) good = good.slice(0, swallowing);
      const fault = unquoted !== undefined || swallowing >= 0;
      for (const cells of good) {
        row += 1;
        if (row > 0 && hasText(cells)) taken.push({ row, line, cells });
        line += oneLine ? 1 : 1 + countBreaks(cells);
      }
      if (!fault) rest = last ? '' : rest.slice(result.meta.cursor);
      else rest = dropLines(rest, line - start);

      if (good.length === 0) patience -= piece.length;
      const endless =
        !fault && good.length === 0 && (piece.length >= longest || (whole && rest.length > longest));
      if (!fault && !endless) {
        window *= 2;
        if (whole) return taken;
        continue;
      }
      const end = rest.indexOf('\n');
      if (end < 0 && !final && rest.length <= longest) return taken;
      row += 1;
      const given = rest.slice(0, end < 0 ? longest : end);
      skipping = end < 0 && !final;
      const cut = end < 0 && (skipping || given.length < rest.length);
      const text = given.endsWith('\r') ? given.slice(0, -1) : given;
      const long = endless && !text.includes('"');
      taken.push({
        row,
        line,
        cells: [text],
        broken: true,
        ...(long ? { long } : {}),
        ...(cut ? { cut } : {}),
      });
      line += 1;
      rest = end < 0 ? '' : rest.slice(end + 1);
      window = CAREFUL_WINDOW;
    }
    return taken;
  }

  for await (const chunk of chunks) {
    rest += chunk;
    if (skipping) {
      const end = rest.indexOf('\n');
      skipping = end < 0;
      rest = skipping ? '' : rest.slice(end + 1);
    }
    yield take(false);
  }
  yield take(true);
}

/** White space at a cut may stand between a closing quote and its delimiter: the parser sees both or neither. */
function safeCut(text: string, at: number): number {
  let cut = at;
  while (cut > 0 && text[cut - 1] !== '\n' && text[cut - 1]?.trim() === '') cut -= 1;
  return cut;
}

/** Whether anything but white space stands in a record. */
function hasText(cells: readonly string[]): boolean {
  for (const cell of cells) if (cell !== '' && cell.trim() !== '') return true;
  return false;
}

/** An id at the start of a line, with a delimiter after it. */
const RECORD_START = /\n"?[A-Z]{2}-(?:[EL]-)?\d{4}-\d{3,}"?[,;\t]/;

/**
 * Whether a quote that opens in one record and closes in a later one has made one of them: it has not as many cells as
 * the first, and a line inside it starts like a record.
 */
function swallowsRecord(cells: readonly string[], width: number): boolean {
  return cells.length !== width && cells.some((cell) => cell.includes('\n') && RECORD_START.test(cell));
}

const evenBreaks = (cell: string): string => cell.replaceAll('\r\n', '\n');

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
