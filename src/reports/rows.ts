/** Register rows for a report: sound rows, and those that nobody may count. */
import { findKind } from '../core/catalogue.ts';
import type { Finding } from '../core/finding.ts';
import { isPolicyId, type PolicyId } from '../core/policy-id.ts';
import type { Facts } from '../core/predicate.ts';
import type { Entry } from '../register/check.ts';
import { findColumn } from '../register/columns.ts';
import type { Period } from './period.ts';
import { type Apart, compareRows, type RowRef } from './report.ts';

/** What is known of a case, in a register or stated. */
export interface CaseFacts {
  readonly facts: Pick<Facts, 'get'>;
}

/** What was read of the registers. */
export interface RegisterRows {
  /** Rows that could be read, of all policies. */
  readonly entries: readonly Entry[];
  /** What the check says of the registers. */
  readonly findings: readonly Finding[];
}

export function refOf({ file, row, id }: Entry): RowRef {
  return { file, row, id };
}

/** The first value of a column; undefined when it is blank or cannot be read. */
export function one(entry: CaseFacts, key: string): string | undefined {
  return entry.facts.get(key)?.[0];
}

/** All values of a column; none when it is blank or cannot be read. */
export function all(entry: CaseFacts, key: string): readonly string[] {
  return entry.facts.get(key) ?? [];
}

/** The first of the columns that cannot be read, by its Chinese head. */
export function unreadable(entry: CaseFacts, keys: readonly string[]): string | undefined {
  const key = keys.find((column) => entry.facts.get(column) === null);
  return key === undefined ? undefined : (findColumn(key)?.head ?? key);
}

/** Says of a row which of the columns cannot be relied on: unreadable, or written against the rules for its cell. */
export function doubtIn({
  findings,
}: RegisterRows): (entry: Entry, keys: readonly string[]) => string | undefined {
  const faulty = new Set(
    findings
      .filter(({ code, severity }) => severity === 'error' && findKind(code)?.group === '单元格')
      .map(({ file, row, key }) => `${file} ${row} ${key}`),
  );
  return (entry, keys) => {
    // A blank is missing, not misspelt.
    const key = keys.find(
      (column) => all(entry, column).length > 0 && faulty.has(`${entry.file} ${entry.row} ${column}`),
    );
    const head = unreadable(entry, keys);
    if (head) return `「${head}」读不通`;
    return key === undefined ? undefined : `「${findColumn(key)?.head ?? key}」的写法有误`;
  };
}

/** A row whose id stands in an earlier row. */
export interface Repeated {
  readonly entry: Entry;
  readonly apart: Apart;
}

/** The rows of one table and policy in the order of the register; a second row of the same id is set apart. */
export function rowsOf(
  { entries }: RegisterRows,
  table: Entry['table'],
  policy: PolicyId,
): { readonly rows: readonly Entry[]; readonly repeated: readonly Repeated[] } {
  const seen = new Map<string, Entry>();
  const repeated: Repeated[] = [];
  const rows: Entry[] = [];
  for (const entry of entries.filter((one) => one.table === table).toSorted(compareRows)) {
    const first = entry.id === '' ? undefined : seen.get(entry.id);
    if (!first) seen.set(entry.id, entry);
    if (entry.policy !== policy) continue;
    if (!first) rows.push(entry);
    else {
      const reason = '编号与前面的一行重复，是同一案件还是错编无法判断';
      repeated.push({ entry, apart: { at: refOf(entry), reason } });
    }
  }
  return { rows, repeated };
}

/** Faults for which a row, or what policy it falls under, cannot be read at all. */
const UNREAD = new Set(['csv-quotes', 'row-ragged']);

/**
 * Rows without an entry that may concern a policy and a period: what they hold cannot be told, except where their id
 * names another policy or a later year, or all that stands with them in a file is of another policy.
 */
export function unreadRows(
  { entries, findings }: RegisterRows,
  table: Entry['table'],
  policy: PolicyId,
  { to }: Period,
): Apart[] {
  const read = new Set(entries.map(({ file, row }) => `${file} ${row}`));
  const own = new Set(entries.filter((entry) => entry.policy === policy).map(({ file }) => file));
  const others = new Set(entries.map(({ file }) => file).filter((file) => !own.has(file)));
  const apart = new Map<string, Apart>();
  for (const { file, row, code, severity, caseId = '', message, key } of findings) {
    if (row === undefined || row < 2 || severity !== 'error' || !isTable(file, table)) continue;
    const place = `${file} ${row}`;
    if (read.has(place) || apart.has(place) || (!UNREAD.has(code) && key !== 'policy')) continue;
    const [, prefix = '', year = ''] = /^([A-Z]{2})-(?:E-)?(\d{4})-/.exec(caseId) ?? [];
    if (prefix !== policy && (isPolicyId(prefix) || others.has(file))) continue;
    if (year > to.slice(0, 4)) continue;
    apart.set(place, { at: { file, row, id: caseId }, reason: message.replace(/。$/, '') });
  }
  return [...apart.values()].sort((a, b) => compareRows(a.at, b.at));
}

function isTable(file: string, table: Entry['table']): boolean {
  return file
    .slice(file.lastIndexOf('/') + 1)
    .toLowerCase()
    .startsWith(table);
}
