/** A register with entries from forms put in: what changes, cell by cell, and the text it would have. */
import { columnLetter } from '../core/place.ts';
import { isPolicyId, type PolicyId } from '../core/policy-id.ts';
import { hasWidth, type RegisterSource } from '../register/check.ts';
import { type ColumnDeclaration, ID_KEYS, type RegisterTable, TABLES } from '../register/columns.ts';
import { decodeText, type Encoding, proveEncoding } from '../register/decode.ts';
import { chooseDelimiter, headIndex, normalHead, peekText } from '../register/header.ts';
import { readRows } from '../register/rows.ts';
import { type Dialect, writeRow } from '../register/write.ts';
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

/** How a file was written, so that it is written again in the same way. */
interface Written extends Dialect {
  readonly encoding: Encoding;
  /** What stands before the header: a byte-order mark, a line that names the delimiter. */
  readonly opening: string;
}

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
    const rows = new Map<number, string[]>();
    let columns: readonly (ColumnDeclaration | undefined)[] | undefined;
    for await (const raw of readRows(decodeText(source.open, proof.encoding), delimiter, skipLines)) {
      if (raw.broken) {
        throw new CannotAmend(
          `${source.path} 第${raw.row}行的引号不成对，无法分列。请先运行 npm run check 并改正这一行。`,
        );
      }
      columns ??= raw.cells.map((cell) => known.get(normalHead(cell)));
      rows.set(raw.row, [...raw.cells]);
    }
    if (!columns?.some((column) => column?.key === ID_KEYS[table])) {
      throw new CannotAmend(`${source.path} 没有编号这一列，不是台账，或者表头写错了。`);
    }
    const lineEnd = proof.lineEnd;
    // What is written in UTF-8 for the first time gets the mark by which Excel knows it.
    const mark = proof.bom || proof.encoding !== 'utf-8' ? '\uFEFF' : '';
    const hint = skipLines > 0 ? `${opening.split('\n')[0]}${lineEnd}` : '';
    const written = { encoding: proof.encoding, delimiter, lineEnd, opening: mark + hint };
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
   */
  put(draft: Draft, id: string, policy: PolicyId, isNew: boolean): Change {
    const at = this.ids().get(id);
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
   * The whole file with the delimiter, the mark and the line ends it had, every row under its number. It is text for
   * UTF-8: `encoding` tells whether that is what it was.
   */
  text(): string {
    let text = this.#written.opening;
    for (let row = 1; row <= this.#last; row += 1) {
      const cells = this.#rows.get(row);
      text += cells ? writeRow(cells, this.#written) : this.#written.lineEnd;
    }
    return text;
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

  /** Refuses to put a form into the row of another policy or of another kind of event. */
  #compare(cells: readonly string[], { cells: given }: Draft, id: string, policy: PolicyId): void {
    const written = this.#policyOf(cells);
    if (written && written !== policy) {
      throw new CannotAmend(`这是 ${policy} 的表格，${id} 适用的是 ${written}。请核对编号。`);
    }
    const type = given.find(({ column }) => column.key === 'ev_type')?.value;
    const has = this.#textOf(cells, 'ev_type');
    if (type !== undefined && has !== '' && has !== type)
      throw new CannotAmend(`这张表登记的是“${type}”，${id} 是“${has}”。请核对编号。`);
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
