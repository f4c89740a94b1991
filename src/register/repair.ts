/** A corrected copy of a register file: what is certain is put right, everything else stays as it is. */

import type { PolicyId } from '../core/policy-id.ts';
import { findIdentifier } from '../disclosure/identifiers.ts';
import type { Policy } from '../policy/model.ts';
import { copyText, isPlain, readCell } from './cell.ts';
import {
  chooseDelimiter,
  hasWidth,
  headIndex,
  normalHead,
  peekText,
  policyOf,
  type RegisterSource,
} from './check.ts';
import type { ColumnDeclaration, RegisterTable } from './columns.ts';
import { decodeText, proveEncoding } from './decode.ts';
import { readRows } from './rows.ts';
import { writeRow } from './write.ts';

/** The file cannot be copied without losing something; the message says why, in Chinese. */
export class CannotRepair extends Error {
  override name = 'CannotRepair';
}

/** Corrected cells kept per column: a register repeats itself, and so do its slips. */
const MOST_KEPT = 4096;
/** Characters handed on at once. */
const PIECE = 65_536;

/** A correction may uncover a further one: spaces around a date in another form. */
const MOST_CORRECTIONS = 5;

/**
 * The corrected file in pieces: RFC 4180, UTF-8 text with a byte-order mark, rows under their numbers.
 * @param count told of every corrected cell
 */
export async function* repairRegister(
  source: RegisterSource,
  table: RegisterTable,
  policies: readonly Policy[],
  count: () => void,
): AsyncGenerator<string> {
  const proof = await proveEncoding(source.open);
  if ('refused' in proof) throw new CannotRepair('编码无法确认，请先另存为「CSV UTF-8（逗号分隔）」。');
  const opening = await peekText(decodeText(source.open, proof.encoding));
  const { delimiter, skipLines } = chooseDelimiter(opening, table);
  const known = headIndex(table);
  const codes = new Map<string, string[]>();
  for (const { meta, codes: declared } of policies) {
    for (const { column, id } of declared) {
      const key = `${meta.id} ${column}`;
      codes.set(key, [...(codes.get(key) ?? []), id]);
    }
  }
  const idKey = { cases: 'case_id', events: 'ev_id', lists: 'lst_id' }[table];
  let header: readonly (ColumnDeclaration | undefined)[] | undefined;
  let next = skipLines + 1;
  let pending = '\uFEFF';
  const kept = new Map<string, Map<string, string>>();
  /** The cell put right, looked up where the same was read before. */
  const correctedOf = (cell: string, column: ColumnDeclaration, policy: PolicyId | undefined): string => {
    if (cell === '' || (column.kind === 'text' && isPlain(cell))) return cell;
    const key = `${policy} ${column.key}`;
    let known = kept.get(key);
    if (!known) {
      known = new Map();
      kept.set(key, known);
    }
    const found = known.get(cell);
    if (found !== undefined) return found;
    const legal = policy && codes.get(key);
    const corrected = correct(cell, column, (text, plain) => readCell(text, plain, policy, legal).faults);
    if (known.size === MOST_KEPT) known.clear();
    known.set(copyText(cell), corrected);
    return corrected;
  };
  for await (const raw of readRows(decodeText(source.open, proof.encoding), delimiter)) {
    if (raw.row <= skipLines) continue;
    if (raw.broken) {
      throw new CannotRepair(`第${raw.row}行（文件第${raw.line}行）的引号不成对，无法分列，请先改正这一行。`);
    }
    // Blank rows are kept, so that every row has the number it had.
    for (; next < raw.row; next += 1) pending += '\r\n';
    next = raw.row + 1;
    let cells = raw.cells;
    if (!header) header = cells.map((cell) => known.get(normalHead(cell)));
    // Of a row with a cell too many nobody knows what stands where.
    else if (hasWidth(raw, header.length)) {
      const columns = header;
      const textOf = (key: string): string =>
        (cells[columns.findIndex((one) => one?.key === key)] ?? '').trim();
      // The codes of a row are those of the policy that is meant.
      const meant = (key: string): string => textOf(key).normalize('NFKC').toUpperCase();
      const policy = policyOf(table, table === 'cases' ? meant : textOf, textOf(idKey));
      cells = cells.map((cell, index) => {
        const column = columns[index];
        if (!column) return cell;
        const corrected = correctedOf(cell, column, policy);
        if (corrected !== cell) count();
        return corrected;
      });
    }
    pending += writeRow(cells);
    if (pending.length > PIECE) {
      yield pending;
      pending = '';
    }
  }
  yield pending;
}

function correct(
  cell: string,
  column: ColumnDeclaration,
  faultsOf: (text: string, column: ColumnDeclaration) => readonly { readonly fix?: string }[],
): string {
  // Messages say nothing of persons; the copy of their own register may.
  const { personal: _, ...plain } = column;
  let text = cell;
  for (let round = 0; round < MOST_CORRECTIONS; round += 1) {
    if (text === '' || findIdentifier(text)) return text;
    const fix = faultsOf(text, plain).find((fault) => fault.fix !== undefined)?.fix;
    if (fix === undefined) return text;
    text = fix;
  }
  return text;
}
