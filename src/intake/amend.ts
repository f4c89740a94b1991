/** A register with entries from forms put in: what changes, cell by cell, and the text it would have. */
import { columnLetter } from '../core/place.ts';
import { isPolicyId, type PolicyId } from '../core/policy-id.ts';
import { hasWidth, type RegisterSource } from '../register/check.ts';
import { type ColumnDeclaration, ID_KEYS, type RegisterTable } from '../register/columns.ts';
import { decodeText, proveEncoding } from '../register/decode.ts';
import { chooseDelimiter, headIndex, normalHead, peekText } from '../register/header.ts';
import { readRows } from '../register/rows.ts';
import { writeRow } from '../register/write.ts';
import { type Draft, type DraftCell, holdsSeveral, joinValues } from './drafts.ts';

/** The register cannot be amended without losing something, or not in this way; the message says why, in Chinese. */
export class CannotAmend extends Error {
  override name = 'CannotAmend';
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
}

const INFIX: Readonly<Record<RegisterTable, string>> = { cases: '', events: 'E-', lists: 'L-' };

/** A register file that is being amended. */
export class RegisterSheet {
  readonly table: RegisterTable;
  readonly #path: string;
  readonly #columns: readonly (ColumnDeclaration | undefined)[];
  /** Rows by their numbers, the header first; blank rows are absent. */
  readonly #rows: Map<number, string[]>;
  #last: number;

  private constructor(
    path: string,
    table: RegisterTable,
    columns: readonly (ColumnDeclaration | undefined)[],
    rows: Map<number, string[]>,
  ) {
    this.#path = path;
    this.table = table;
    this.#columns = columns;
    this.#rows = rows;
    this.#last = Math.max(...rows.keys());
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
    return new RegisterSheet(source.path, table, columns, rows);
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
   * Puts an entry into the row with this id, or into a new row at the end. A blank of the form takes nothing away; a
   * column of several values gets those it lacks.
   */
  put(draft: Draft, id: string, policy: PolicyId, isNew: boolean): Change {
    const at = this.ids().get(id);
    if (isNew && at !== undefined) throw new CannotAmend(`编号 ${id} 已在第${at}行使用，不能新建。`);
    if (!isNew && at === undefined) {
      throw new CannotAmend(`${this.#path} 中没有编号 ${id}。要登记新的一行，请用 --new。`);
    }
    const row = at ?? this.#last + 1;
    const cells = this.#rows.get(row) ?? this.#columns.map(() => '');
    if (!hasWidth({ row, line: row, cells }, this.#columns.length))
      throw new CannotAmend(`${this.#path} 第${row}行的单元格数与表头不符，请先改正这一行。`);
    if (!isNew) this.#compare(cells, draft, id, policy);
    const found = (key: string): ColumnDeclaration | undefined =>
      this.#columns.find((column) => column?.key === key);
    const own = (key: string, value: string): DraftCell[] => {
      const column = found(key);
      return column ? [{ column, value }] : [];
    };
    const wanted = isNew
      ? [...own(ID_KEYS[this.table], id), ...own('policy', policy), ...draft.cells]
      : draft.cells;
    const changed: ChangedCell[] = [];
    const same: string[] = [];
    const absent: string[] = [];
    for (const { column, value } of wanted) {
      const index = this.#columns.findIndex((one) => one?.key === column.key);
      if (index < 0) {
        absent.push(column.head);
        continue;
      }
      const before = cells[index] ?? '';
      const after = holdsSeveral(column) ? joinValues(before, value) : value;
      if (before === after) same.push(column.head);
      else {
        changed.push({ head: column.head, cell: `${columnLetter(index)}${row}`, before, after });
        cells[index] = after;
      }
    }
    this.#rows.set(row, cells);
    this.#last = Math.max(this.#last, row);
    return { id, row, isNew, cells: changed, same, absent };
  }

  /** The whole file: RFC 4180, UTF-8 with a byte-order mark, CRLF, every row under its number. */
  text(): string {
    let text = '\uFEFF';
    for (let row = 1; row <= this.#last; row += 1) {
      const cells = this.#rows.get(row);
      text += cells ? writeRow(cells) : '\r\n';
    }
    return text;
  }

  get #headerRow(): number {
    return Math.min(...this.#rows.keys());
  }

  #textOf(cells: readonly string[], key: string): string {
    const index = this.#columns.findIndex((column) => column?.key === key);
    return (cells[index] ?? '').trim();
  }

  /** Refuses to put a form into the row of another policy or of another kind of event. */
  #compare(cells: readonly string[], { cells: given }: Draft, id: string, policy: PolicyId): void {
    const written = this.table === 'cases' ? this.#textOf(cells, 'policy') : id.slice(0, 2);
    if (isPolicyId(written) && written !== policy) {
      throw new CannotAmend(`这是 ${policy} 的表格，${id} 适用的是 ${written}。请核对编号。`);
    }
    const type = given.find(({ column }) => column.key === 'ev_type')?.value;
    const has = this.#textOf(cells, 'ev_type');
    if (type !== undefined && has !== '' && has !== type)
      throw new CannotAmend(`这张表登记的是“${type}”，${id} 是“${has}”。请核对编号。`);
  }
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
