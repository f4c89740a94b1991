/** The first row of a register file: what stands between the cells, and which column is which. */
import type { Severity } from '../core/finding.ts';
import { nearest } from '../core/nearest.ts';
import { columnLetter } from '../core/place.ts';
import { findIdentifier } from '../disclosure/identifiers.ts';
import { hasUnseen, withoutUnseen } from './cell.ts';
import { type ColumnDeclaration, ID_KEYS, type RegisterTable, TABLE_NAME, TABLES } from './columns.ts';
import { LONGEST_RECORD, type RawRow } from './rows.ts';

/** What the first row of a file says. */
export interface Header {
  /** None when the rows below cannot be read. */
  readonly columns: readonly HeaderColumn[];
  /** Columns that probably stand under a head that is not known: what is in them cannot be called blank. */
  readonly doubtful: readonly string[];
  /** Places without a head. */
  readonly nameless: readonly number[];
}

export interface HeaderColumn {
  readonly index: number;
  readonly column: ColumnDeclaration;
}

/** A finding about the header. */
export interface HeaderFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string;
}

/** The first lines of a text, enough to see the header. */
export async function peekText(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) {
    text += chunk;
    if (text.length > 65_536 || text.split('\n').length > 3) break;
  }
  return text.slice(0, 65_536);
}

/** A header without what people vary: width, white space, brackets, letter case, characters nobody sees. */
export const normalHead = (head: string): string =>
  withoutUnseen(head.normalize('NFKC'))
    .replace(/\s/g, '')
    .replace(/\(/g, '（')
    .replace(/\)/g, '）')
    .toLowerCase();

/** Whether a head holds characters nobody sees. A byte-order mark is left there whenever files are put together. */
export const hidesSomething = (head: string): boolean => hasUnseen(head.replaceAll('\uFEFF', ''));

/** Columns of a table by normal header and by key. */
export function headIndex(table: RegisterTable): ReadonlyMap<string, ColumnDeclaration> {
  return new Map(
    TABLES[table].flatMap(
      (column) =>
        [
          [normalHead(column.head), column],
          [column.key, column],
        ] as const,
    ),
  );
}

/** How many known headers a line has when it is cut at a delimiter. */
function knownHeads(line: string, delimiter: string, known: ReadonlyMap<string, unknown>): number {
  return line.split(delimiter).filter((cell) => known.has(normalHead(cell.trim().replace(/^"|"$/g, ''))))
    .length;
}

/**
 * The delimiter under which most known headers appear. `sep=;` as a first line is Excel's hint, which no spreadsheet
 * shows: it is skipped, also in quotation marks or with the empty cells that another program has put after it.
 */
export function chooseDelimiter(
  text: string,
  table: RegisterTable,
): { delimiter: string; skipLines: number } {
  const lines = text.split('\n');
  const hint = /^("?)sep=(.)\1[\s,;]*$/i.exec(lines[0] ?? '');
  const head = lines.slice(hint ? 1 : 0).find((line) => /[^\s,;]/.test(line)) ?? '';
  const known = headIndex(table);
  let delimiter = hint?.[2] ?? ',';
  let most = -1;
  for (const candidate of [delimiter, ',', '\t', ';']) {
    const count = knownHeads(head, candidate, known);
    if (count > most) {
      most = count;
      delimiter = candidate;
    }
  }
  return { delimiter, skipLines: hint ? 1 : 0 };
}

/** Whether the first lines of a text name a column of this table. */
export function knowsHeader(text: string, table: RegisterTable): boolean {
  const known = headIndex(table);
  const { delimiter } = chooseDelimiter(text, table);
  return text.split('\n', 10).some((line) => knownHeads(line.trimEnd(), delimiter, known) > 0);
}

/** Whether a row names its id column, or at least half of it are headers. */
export function looksLikeHeader(cells: readonly string[], table: RegisterTable): boolean {
  const known = headIndex(table);
  const filled = cells.map(normalHead).filter((head) => head !== '');
  const columns = filled.flatMap((head) => known.get(head) ?? []);
  return columns.some(({ key }) => key === ID_KEYS[table]) || columns.length * 2 >= filled.length;
}

/** The column that a head nearly names; long heads are often shortened by what stands in brackets. */
function guessOf(head: string, known: ReadonlyMap<string, ColumnDeclaration>): ColumnDeclaration | undefined {
  const unbracketed = (name: string): string => name.replace(/（[^）]*）/g, '');
  const near = nearest(head, known.keys());
  if (near !== undefined) return known.get(near);
  const short = unbracketed(head);
  return [...known].find(([name]) => name.includes('（') && unbracketed(name) === short)?.[1];
}

const UNREAD: Header = { columns: [], doubtful: [], nameless: [] };

/**
 * Reads the header. Where the rows below cannot be read for what is wrong with it, that is the only finding.
 * @param opening the first lines of the file
 */
export function readHeader(
  raw: RawRow,
  table: RegisterTable,
  opening: string,
  report: (finding: HeaderFinding) => void,
): Header {
  if (raw.long) {
    report({
      code: 'record-long',
      severity: 'error',
      message: `第${raw.row}行太长，超过 ${LONGEST_RECORD} 个字符还没有换行，不是表头，本文件没有核对。`,
      hint: '核对这个文件是不是台账；是的，从原工作簿重新另存为「CSV UTF-8（逗号分隔）」。',
    });
    return UNREAD;
  }
  if (raw.broken) {
    report({
      code: 'csv-quotes',
      severity: 'error',
      message: `第${raw.row}行是表头，英文双引号不成对，无法分列，本文件没有核对。`,
      hint: '从模板复制表头。',
    });
    return UNREAD;
  }
  const known = headIndex(table);
  const places = new Map<ColumnDeclaration, number[]>();
  const unknown: { readonly index: number; readonly guess: ColumnDeclaration | undefined }[] = [];
  const nameless: number[] = [];
  for (const [index, cell] of raw.cells.entries()) {
    const head = normalHead(cell);
    const column = known.get(head);
    if (head === '') nameless.push(index);
    else if (column) places.set(column, [...(places.get(column) ?? []), index]);
    else unknown.push({ index, guess: guessOf(head, known) });
  }
  const missing = TABLES[table].filter((column) => column.required && !places.has(column));
  if (missing.length > 0) {
    report({
      code: 'header-missing',
      severity: 'error',
      message: `缺少必须有的列：${missing.map(({ head }) => `「${head}」`).join('、')}，本文件没有核对。`,
      hint:
        misplacedHint(raw, table, opening) ??
        (unknown
          .filter(({ guess }) => guess && missing.includes(guess))
          .map(({ index, guess }) => `${columnLetter(index)}列的表头，您是否想写「${guess?.head}」？`)
          .join('') ||
          '从模板复制表头，列的次序不限。'),
    });
    return UNREAD;
  }
  const columns: HeaderColumn[] = [];
  const doubtful: string[] = [];
  for (const [column, [index = 0, ...more]] of places) {
    const letters = [index, ...more].map((at) => `${columnLetter(at)}列`).join('、');
    if (more.length === 0) {
      columns.push({ index, column });
      if (hidesSomething(raw.cells[index] ?? ''))
        report({
          code: 'cell-control',
          severity: 'warning',
          message: `${letters}的表头「${column.head}」含有看不见的控制字符或零宽字符。`,
          hint: '删去这些字符后重新录入，或者从模板复制表头。',
        });
      continue;
    }
    report({
      code: 'header-repeated',
      severity: 'error',
      message: `表头「${column.head}」重复：${letters}。不能确定用哪一列，${column.required ? '本文件' : '这几列'}没有核对。`,
      hint: '只保留一列。',
    });
    if (column.required) return UNREAD;
    doubtful.push(column.key);
  }
  // A first row that is no header is data, which may name people; a single cell may look like a header by chance.
  const isHeader = looksLikeHeader(raw.cells, table);
  for (const { index, guess } of unknown) {
    const cell = withoutUnseen(raw.cells[index] ?? '').trim();
    report({
      code: 'header-unknown',
      severity: 'warning',
      message: `${columnLetter(index)}列的表头${isHeader && !findIdentifier(cell) ? `「${cell.slice(0, 24)}」` : ''}不认识，这一列没有核对。`,
      hint: guess ? `您是否想写「${guess.head}」？` : '按模板的表头填写；自用的列可以不管。',
    });
    if (guess && !places.has(guess)) doubtful.push(guess.key);
  }
  return { columns: columns.sort((a, b) => a.index - b.index), doubtful, nameless };
}

/** Lines below the first row among which the header is looked for. */
const MOST_TITLES = 9;

/** Says where the header may be when it is not there: in another file, further down, or not cut into cells. */
function misplacedHint({ cells, line }: RawRow, table: RegisterTable, opening: string): string | undefined {
  const first = cells.join('，');
  const known = headIndex(table);
  const mark =
    cells.length === 1 && ['，', '、', '|', '｜'].find((each) => knownHeads(first, each, known) > 1);
  if (mark) return `各列之间像是用「${mark}」分隔的，应当用英文逗号「,」分隔。`;
  for (const other of Object.keys(TABLES) as RegisterTable[]) {
    const heads = headIndex(other);
    const idHead = TABLES[other].find(({ key }) => key === ID_KEYS[other]);
    if (other !== table && cells.some((cell) => heads.get(normalHead(cell)) === idHead))
      return `这些表头属于${TABLE_NAME[other]}，文件名应当以 ${other} 开头。`;
  }
  const below = opening.split('\n').slice(line, line + MOST_TITLES);
  const at = below.findIndex((text) => [',', '\t', ';'].some((each) => knownHeads(text, each, known) > 1));
  if (at < 0) return undefined;
  return `文件第${line + at + 1}行像是表头：删去它上面的各行，让表头成为首行。`;
}
