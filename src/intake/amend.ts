/** A register with entries from forms put in: what changes, cell by cell, and the text it would have. */
import { columnLetter } from '../core/place.ts';
import { isPolicyId, type PolicyId } from '../core/policy-id.ts';
import { idAsMeant } from '../register/cell.ts';
import { hasWidth, type RegisterSource } from '../register/check.ts';
import { type ColumnDeclaration, ID_KEYS, type RegisterTable, TABLES } from '../register/columns.ts';
import { decodeText, type Encoding, proveEncoding } from '../register/decode.ts';
import { chooseDelimiter, headIndex, normalHead, peekText } from '../register/header.ts';
import { readRows } from '../register/rows.ts';
import { cellsAsWritten, type Dialect, quoteCell } from '../register/write.ts';
import {
  type Draft,
  type DraftCell,
  holdsSeveral,
  isOther,
  joinValues,
  namesMatter,
  tellsApart,
} from './drafts.ts';

/** The register cannot be amended without losing something, or not in this way; the message says why, in Chinese. */
export class CannotAmend extends Error {
  override name = 'CannotAmend';
  /** The option of the command line that it is about; a page has none. */
  readonly option: string | undefined;

  constructor(message: string, option?: string) {
    super(message);
    this.option = option;
  }
}

/** One cell that changes. */
export interface ChangedCell {
  readonly head: string;
  /** `H12`. */
  readonly cell: string;
  readonly before: string;
  readonly after: string;
}

/** What an entry does to the register. */
export interface Change {
  readonly id: string;
  /** Spreadsheet row; the header is 1. */
  readonly row: number;
  readonly isNew: boolean;
  readonly cells: readonly ChangedCell[];
  /** Columns that hold the same already. */
  readonly same: readonly string[];
  /** Columns that this file does not have: their values are not put in. */
  readonly absent: readonly string[];
  /** Columns into which an entry before this one has put something else. */
  readonly disputed: readonly string[];
}

/** A row that holds what an entry says, or most of it. */
export interface RowAlike {
  readonly row: number;
  readonly id: string;
  /** The file in which it stands. */
  readonly path: string;
  /** Columns in which it holds something else, or nothing. */
  readonly differs: readonly string[];
}

const INFIX: Readonly<Record<RegisterTable, string>> = { cases: '', events: 'E-', lists: 'L-' };

/** A row as it was found. */
interface FoundRow {
  readonly cells: readonly string[];
  /** The first of its lines in the file, from 0, and the one after its last. */
  readonly from: number;
  readonly to: number;
}

/** How a file was written, so that it is written again in the same way. */
interface Written extends Dialect {
  readonly encoding: Encoding;
  /** The byte-order mark that it has, or is to have. */
  readonly mark: '' | '\uFEFF';
  /** Its lines with their ends, however they end. */
  readonly lines: readonly string[];
  /** What stands in its rows, the header first; blank rows are absent. */
  readonly found: ReadonlyMap<number, FoundRow>;
}

/** A line with its end; as the reader of rows counts them, a CR alone ends one, too. */
const LINE = /[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g;
const LINE_END = /[\r\n]*$/;

/** A register file that is being amended. */
export class RegisterSheet {
  readonly table: RegisterTable;
  readonly #path: string;
  readonly #written: Written;
  readonly #columns: readonly (ColumnDeclaration | undefined)[];
  /** Rows by their numbers, the header first; blank rows are absent. */
  readonly #rows: Map<number, string[]>;
  readonly #headerRow: number;
  /** Cells that entries have put in or found the same: `H12`. */
  readonly #given: Set<string>;
  /** The entries that have been put into each row. */
  readonly #put: Map<number, readonly Draft[]>;
  #last: number;

  private constructor(
    path: string,
    table: RegisterTable,
    written: Written,
    columns: readonly (ColumnDeclaration | undefined)[],
    rows: Map<number, string[]>,
    given: ReadonlySet<string> = new Set(),
    put: ReadonlyMap<number, readonly Draft[]> = new Map(),
  ) {
    this.#given = new Set(given);
    this.#put = new Map(put);
    this.#path = path;
    this.table = table;
    this.#written = written;
    this.#columns = columns;
    this.#rows = rows;
    // Rows come in their order: the first is the header.
    const numbers = [...rows.keys()];
    this.#headerRow = numbers[0] ?? 1;
    this.#last = numbers.at(-1) ?? 1;
  }

  /** Reads a register whole. Throws CannotAmend for one that cannot be written again as it is. */
  static async open(source: RegisterSource, table: RegisterTable): Promise<RegisterSheet> {
    const proof = await proveEncoding(source.open);
    if ('refused' in proof)
      throw new CannotAmend(`${source.path} 的编码无法确认。请先另存为「CSV UTF-8（逗号分隔）」。`);
    const opening = await peekText(decodeText(source.open, proof.encoding));
    const { delimiter, skipLines } = chooseDelimiter(opening, table);
    const known = headIndex(table);
    const found = new Map<number, FoundRow>();
    let columns: readonly (ColumnDeclaration | undefined)[] | undefined;
    for await (const raw of readRows(decodeText(source.open, proof.encoding), delimiter, skipLines)) {
      if (raw.broken) {
        throw new CannotAmend(
          `${source.path} 第${raw.row}行的引号不成对，无法分列。请先运行 npm run check 并改正这一行。`,
        );
      }
      columns ??= raw.cells.map((cell) => known.get(normalHead(cell)));
      const from = raw.line - 1;
      const breaks = raw.cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
      found.set(raw.row, { cells: raw.cells, from, to: from + breaks + 1 });
    }
    if (!columns?.some((column) => column?.key === ID_KEYS[table])) {
      throw new CannotAmend(`${source.path} 没有编号这一列，不是台账，或者表头写错了。`);
    }
    let text = '';
    // Told that all lines end alike, it leaves them as they are.
    for await (const piece of decodeText(source.open, proof.encoding, '\r\n')) text += piece;
    const written: Written = {
      encoding: proof.encoding,
      delimiter,
      lineEnd: proof.lineEnd,
      // What is written in UTF-8 for the first time gets the mark by which Excel knows it.
      mark: proof.bom || proof.encoding !== 'utf-8' ? '\uFEFF' : '',
      lines: text.match(LINE) ?? [],
      found,
    };
    const rows = new Map([...found].map(([row, { cells }]) => [row, [...cells]]));
    return new RegisterSheet(source.path, table, written, columns, rows);
  }

  /** Another of the same content, on which something can be tried. */
  fork(): RegisterSheet {
    const rows = new Map([...this.#rows].map(([row, cells]) => [row, [...cells]]));
    return new RegisterSheet(
      this.#path,
      this.table,
      this.#written,
      this.#columns,
      rows,
      this.#given,
      this.#put,
    );
  }

  /** Every id as it is written, with its row. */
  ids(): Map<string, number> {
    const found = new Map<string, number>();
    for (const [row, cells] of this.#rows) {
      const id = this.#textOf(cells, ID_KEYS[this.table]);
      if (id === '' || row === this.#headerRow) continue;
      if (found.has(id))
        throw new CannotAmend(
          `编号 ${id} 在 ${this.#path} 中有两行（第${found.get(id)}行和第${row}行）。请先改正。`,
        );
      found.set(id, row);
    }
    return found;
  }

  /**
   * The rows that hold all of an entry already, and those of the same matter that differ in something else, from the
   * top. Rows into which another person's form has been put before this one are not among them.
   */
  rowsLike(draft: Draft, policy: PolicyId): readonly RowAlike[] {
    // That the paper is there may not have been recorded.
    const told = draft.cells
      .filter(({ implied }) => !implied)
      .map((cell) => ({ ...cell, index: this.#columns.findIndex((one) => one?.key === cell.column.key) }));
    if (told.length === 0) return [];
    const known = told.filter(({ column }) => namesMatter(column));
    const found: RowAlike[] = [];
    for (const [row, cells] of this.#rows) {
      if (row === this.#headerRow || this.#policyOf(cells) !== policy) continue;
      if (this.#put.get(row)?.some((before) => isOther(before, draft))) continue;
      const differs = told.filter(({ column, value, index }) => {
        const before = cells[index];
        return before === undefined || withValue(column, before, value) !== before;
      });
      // The day of a case is easily written otherwise; an event of another day is another event.
      const apart = differs.filter(
        ({ column, index }) =>
          tellsApart(column) &&
          !(cells[index] === '' && !namesMatter(column)) &&
          !(this.table === 'cases' && column.kind === 'date'),
      );
      if (differs.length > 0 && (known.length === 0 || apart.length > 0)) continue;
      found.push({
        row,
        id: this.#textOf(cells, ID_KEYS[this.table]),
        path: this.#path,
        differs: differs.map(({ column }) => column.head),
      });
    }
    return found;
  }

  /**
   * Puts an entry into the row with this id, or into a new row at the end. A blank of the form takes nothing away; a
   * column of several values gets those it lacks.
   * @param written the id as somebody may have typed it: of one that is not there, the one that was meant is taken
   */
  put(draft: Draft, written: string, policy: PolicyId, isNew: boolean): Change {
    const ids = this.ids();
    const id = ids.has(written) ? written : idAsMeant(written);
    const at = ids.get(id);
    if (isNew && at !== undefined) throw new CannotAmend(`编号 ${id} 已在第${at}行使用，不能新建。`);
    if (!isNew && at === undefined) {
      throw new CannotAmend(
        `${this.#path} 中没有编号 ${id}。请核对编号；要登记新的一行，不要写编号。`,
        '--new',
      );
    }
    const row = at ?? this.#last + 1;
    const cells = this.#rows.get(row) ?? this.#columns.map(() => '');
    if (!hasWidth({ row, line: row, cells }, this.#columns.length))
      throw new CannotAmend(`${this.#path} 第${row}行的单元格数与表头不符，请先改正这一行。`);
    if (isNew) this.#admit(policy);
    else this.#compare(cells, draft, id, policy);
    const own = (key: string, value: string): readonly DraftCell[] =>
      TABLES[this.table].flatMap((column) => (column.key === key ? [{ column, value }] : []));
    const wanted: readonly DraftCell[] = isNew
      ? [...own(ID_KEYS[this.table], id), ...own('policy', policy), ...draft.cells]
      : draft.cells;
    const changed: ChangedCell[] = [];
    const same: string[] = [];
    const absent: string[] = [];
    const lost: string[] = [];
    const disputed: string[] = [];
    for (const { column, value, implied } of wanted) {
      const index = this.#columns.findIndex((one) => one?.key === column.key);
      if (index < 0) {
        absent.push(column.head);
        if (!implied) lost.push(column.head);
        continue;
      }
      const before = cells[index] ?? '';
      const after = withValue(column, before, value);
      const cell = `${columnLetter(index)}${row}`;
      if (before === after) same.push(column.head);
      else {
        if (this.#given.has(cell) && !holdsSeveral(column)) disputed.push(column.head);
        changed.push({ head: column.head, cell, before, after });
        cells[index] = after;
      }
      this.#given.add(cell);
    }
    // A row can be mended by hand; a new one would look whole without what its file has no room for.
    if (isNew && lost.length > 0) {
      throw new CannotAmend(
        `${this.#path} 没有「${lost.join('、')}」列，表上填了却无处登记，不能新增。请核对选的是不是 ${policy} 的台账，或者先补上这些列。`,
        '--register',
      );
    }
    this.#rows.set(row, cells);
    this.#put.set(row, [...(this.#put.get(row) ?? []), draft]);
    this.#last = Math.max(this.#last, row);
    return { id, row, isNew, cells: changed, same, absent, disputed };
  }

  /**
   * The whole file. What has not been changed is as it was, to the quotes and the ends of lines; new rows follow the
   * last that is not blank. It is text for UTF-8: `encoding` tells whether that is what it was.
   */
  text(): string {
    const { mark, lines, found, lineEnd, delimiter } = this.#written;
    let text: string = mark;
    let next = 0;
    for (const [row, { from, to, cells: before }] of found) {
      const record = lines.slice(from, to).join('');
      text += lines.slice(next, from).join('');
      text += this.#rewritten(record, before, this.#rows.get(row) ?? before);
      next = to;
    }
    const header = found.get(this.#headerRow);
    const heads = lines.slice(header?.from, header?.to).join('').replace(LINE_END, '');
    const isQuoted = cellsAsWritten(heads, delimiter).every((head) => head.startsWith('"'));
    for (const [row, cells] of this.#rows) {
      if (found.has(row)) continue;
      if (!/[\r\n]$/.test(text)) text += lineEnd;
      text += cells.map((cell) => quoteCell(cell, delimiter, isQuoted)).join(delimiter) + lineEnd;
    }
    return text + lines.slice(next).join('');
  }

  /** A record with those of its cells written anew that have changed. */
  #rewritten(record: string, before: readonly string[], after: readonly string[]): string {
    if (after.every((cell, index) => cell === before[index])) return record;
    const { delimiter } = this.#written;
    const end = LINE_END.exec(record)?.[0] ?? '';
    const written = cellsAsWritten(record.slice(0, record.length - end.length), delimiter);
    const cells = after.map((cell, index) => {
      const old = written[index] ?? '';
      return cell === before[index] ? old : quoteCell(cell, delimiter, old.startsWith('"'));
    });
    return cells.join(delimiter) + end;
  }

  /** The path under which it was opened. */
  get path(): string {
    return this.#path;
  }

  /** The encoding in which the file was found. */
  get encoding(): Encoding {
    return this.#written.encoding;
  }

  #textOf(cells: readonly string[], key: string): string {
    const index = this.#columns.findIndex((column) => column?.key === key);
    return (cells[index] ?? '').trim();
  }

  /** The policy of a row as it is written; undefined when it cannot be told. */
  #policyOf(cells: readonly string[]): PolicyId | undefined {
    const written =
      this.table === 'cases'
        ? this.#textOf(cells, 'policy')
        : this.#textOf(cells, ID_KEYS[this.table]).slice(0, 2);
    return isPolicyId(written) ? written : undefined;
  }

  /** Refuses a new row of a policy of which the register has none, though it has rows of others. */
  #admit(policy: PolicyId): void {
    const held = new Set<PolicyId>();
    for (const [row, cells] of this.#rows) {
      const own = row === this.#headerRow ? undefined : this.#policyOf(cells);
      if (own) held.add(own);
    }
    if (held.size === 0 || held.has(policy)) return;
    throw new CannotAmend(
      `这是 ${policy} 的表格，${this.#path} 登记的都是 ${[...held].join('、')} 的，不能新增。请核对选的是不是 ${policy} 的台账。`,
      '--register',
    );
  }

  /** Refuses to put a form into the row of another policy, of another kind of event, or of a case decided otherwise. */
  #compare(cells: readonly string[], { cells: given }: Draft, id: string, policy: PolicyId): void {
    const written = this.#policyOf(cells);
    if (written && written !== policy) {
      throw new CannotAmend(`这是 ${policy} 的表格，${id} 适用的是 ${written}。请核对编号。`);
    }
    const type = given.find(({ column }) => column.key === 'ev_type')?.value;
    const has = this.#textOf(cells, 'ev_type');
    if (type !== undefined && has !== '' && has !== type)
      throw new CannotAmend(`这张表登记的是“${type}”，${id} 是“${has}”。请核对编号。`);
    // Nobody has written that on the form: it lists such cases only.
    const decision = given.find(({ column, implied }) => column.key === 'decision' && implied)?.value;
    const decided = this.#textOf(cells, 'decision');
    if (decision !== undefined && decided !== '' && decided !== decision)
      throw new CannotAmend(`这张表上的案件“${decision}”，${id} 登记的是“${decided}”。请核对编号。`);
  }
}

/** A cell with a value put in; a text that differs by the stop at its end is the same. */
function withValue(column: ColumnDeclaration, before: string, value: string): string {
  if (holdsSeveral(column)) return joinValues(before, value);
  const bare = (text: string): string => text.replace(/。$/, '');
  return column.kind === 'text' && before !== '' && bare(before) === bare(value) ? before : value;
}

/** The next free id of a policy and year: one more than the highest. */
export function nextId(
  taken: Iterable<string>,
  table: RegisterTable,
  policy: PolicyId,
  year: string,
): string {
  const prefix = `${policy}-${INFIX[table]}${year}-`;
  let highest = 0;
  for (const id of taken) {
    const serial = id.startsWith(prefix) ? id.slice(prefix.length) : '';
    if (/^\d{1,8}$/.test(serial)) highest = Math.max(highest, Number(serial));
  }
  return `${prefix}${String(highest + 1).padStart(3, '0')}`;
}
