/** A corrected copy of a register file: what is certain is put right, everything else stays as it is. */

import type { PolicyId } from '../core/policy-id.ts';
import type { Policy } from '../policy/model.ts';
import { copyText, isPlain, meantText } from './cell.ts';
import { hasWidth, meantIn, policyOf, type RegisterSource } from './check.ts';
import { type ColumnDeclaration, ID_KEYS, type RegisterTable } from './columns.ts';
import { decodeText, type Encoding, type OpenBytes, proveEncoding } from './decode.ts';
import { chooseDelimiter, headIndex, hidesSomething, normalHead, peekText } from './header.ts';
import { type RawRow, readRows } from './rows.ts';
import { writeRow } from './write.ts';

/** The file cannot be copied without losing something; the message says why, in Chinese. */
export class CannotRepair extends Error {
  override name = 'CannotRepair';
}

/** Told of what becomes of a file while it is copied. */
export interface RepairNotes {
  readonly corrected: () => void;
  /** A row of which it cannot be told what stands where. */
  readonly left: (row: number) => void;
}

/** Corrected cells kept per column: a register repeats itself, and so do its slips. */
const MOST_KEPT = 4096;
/** Of a file with more rows than this that nobody can correct, something about the whole is wrong: no copy helps. */
const MOST_LEFT = 20_000;
/** Characters handed on at once. */
const PIECE = 65_536;

/**
 * The corrected file in pieces: RFC 4180, UTF-8 text with a byte-order mark, rows under their numbers. A row whose cells
 * do not match the header keeps its cells; one that cannot be split at all becomes a single cell that holds its text,
 * so that a quotation mark left open there does no harm to the rows below.
 */
export async function* repairRegister(
  source: RegisterSource,
  table: RegisterTable,
  policies: readonly Policy[],
  notes: RepairNotes,
): AsyncGenerator<string> {
  const proof = await proveEncoding(source.open);
  if ('refused' in proof) {
    const what = proof.refused === 'workbook' ? '内容不是 CSV' : '编码无法确认';
    throw new CannotRepair(`${what}，请先另存为「CSV UTF-8（逗号分隔）」。`);
  }
  const opening = await peekText(decodeText(source.open, proof.encoding));
  const { delimiter, skipLines } = chooseDelimiter(opening, table);
  const known = headIndex(table);
  const corrections = new Corrections(policies);
  const idKey = ID_KEYS[table];
  let header: readonly (ColumnDeclaration | undefined)[] | undefined;
  let next = 1;
  let left = 0;
  let pending = '\uFEFF';
  for await (const raw of readRows(decodeText(source.open, proof.encoding), delimiter, skipLines)) {
    let cells = raw.cells;
    if (!header) {
      if (raw.broken) throw new CannotRepair(`第${raw.row}行的表头引号不成对，无法分列，请先改正表头。`);
      const columns = cells.map((cell) => known.get(normalHead(cell)));
      header = columns;
      cells = cells.map((cell, index) => {
        const column = columns[index];
        if (!column || !hidesSomething(cell)) return cell;
        notes.corrected();
        return column.head;
      });
    } else if (raw.broken || !hasWidth(raw, header.length)) {
      left += 1;
      if (left > MOST_LEFT)
        throw new CannotRepair(
          `到第${raw.row}行为止已有 ${MOST_LEFT} 行不能分列，多半出于同一个原因，请先从原工作簿重新另存为「CSV UTF-8（逗号分隔）」。`,
        );
      notes.left(raw.row);
    } else {
      const columns = header;
      const textOf = (key: string): string => cells[columns.findIndex((one) => one?.key === key)] ?? '';
      const policy = policyOf(table, textOf, meantIn(idKey, textOf(idKey)));
      cells = raw.cells.map((cell, index) => {
        const column = columns[index];
        const corrected = column ? corrections.of(cell, column, policy) : cell;
        if (corrected !== cell) notes.corrected();
        return corrected;
      });
    }
    // A row of spaces, for one, is blank once it is put right.
    if (cells.every((cell) => cell.trim() === '')) continue;
    // Blank rows are kept, so that every row has the number it had.
    for (; next < raw.row; next += 1) pending += '\r\n';
    next = raw.row + 1;
    if (raw.cut) {
      yield pending;
      yield* wholeLine(source.open, proof.encoding, raw);
      pending = '\r\n';
    } else pending += writeRow(cells);
    if (pending.length > PIECE) {
      yield pending;
      pending = '';
    }
  }
  yield pending;
}

/** What becomes of cells, looked up where the same was read before. */
class Corrections {
  readonly #codes = new Map<string, string[]>();
  readonly #kept = new Map<string, Map<string, string>>();

  constructor(policies: readonly Policy[]) {
    for (const { meta, codes } of policies) {
      for (const { column, id } of codes) {
        const key = `${meta.id} ${column}`;
        this.#codes.set(key, [...(this.#codes.get(key) ?? []), id]);
      }
    }
  }

  of(cell: string, column: ColumnDeclaration, policy: PolicyId | undefined): string {
    if (cell === '' || (column.kind === 'text' && isPlain(cell))) return cell;
    const key = `${policy} ${column.key}`;
    let known = this.#kept.get(key);
    if (!known) {
      known = new Map();
      this.#kept.set(key, known);
    }
    const found = known.get(cell);
    if (found !== undefined) return found;
    const corrected = meantText(cell, column, policy, policy && this.#codes.get(key));
    if (known.size === MOST_KEPT) known.clear();
    known.set(copyText(cell), corrected);
    return corrected;
  }
}

/** A line too long to be held, as one cell, in pieces. */
async function* wholeLine(open: OpenBytes, encoding: Encoding, { line }: RawRow): AsyncGenerator<string> {
  let at = 1;
  yield '"';
  for await (const text of decodeText(open, encoding)) {
    let from = 0;
    for (let end = text.indexOf('\n'); at < line && end >= 0; end = text.indexOf('\n', from)) {
      from = end + 1;
      at += 1;
    }
    if (at < line) continue;
    const end = text.indexOf('\n', from);
    yield text.slice(from, end < 0 ? undefined : end).replaceAll('"', '""');
    if (end >= 0) break;
  }
  yield '"';
}
