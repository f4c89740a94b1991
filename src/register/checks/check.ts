/** A check over several rows: what no rule of one record can say. One file each; each names the clauses it carries out. */
import type { Finding } from '../../core/finding.ts';
import type { PolicyId } from '../../core/policy-id.ts';
import type { Facts } from '../../core/predicate.ts';
import type { Day, WorkCalendar } from '../../core/workdays.ts';
import type { ReadingChoices } from '../../site.config.ts';
import type { RegisterTable } from '../columns.ts';
import { describePlace } from '../message.ts';

/** Where a row stands, and how to point at one of its cells. */
export interface RowPlace {
  readonly file: string;
  readonly row: number;
  readonly line: number;
  readonly id: string;
  readonly cell: (key: string) => Pick<Finding, 'cell' | 'column' | 'key'>;
}

/** The facts of a row, and the first value of a field without a list around it. */
export interface RowFacts extends Facts {
  readonly first: (field: string) => string | undefined;
}

/** One readable row, as it streams by: all events first, then list items, then cases. Overwritten by the next one. */
export interface WatchedRow {
  readonly table: RegisterTable;
  readonly policy: PolicyId | undefined;
  /** Columns and derived facts; null stands for a cell that cannot be read. */
  readonly facts: RowFacts;
  readonly at: RowPlace;
}

/** What a check finds: the rest (file, row, cell, words of the clause) is added for it. */
export interface CheckFinding {
  readonly code: 'fact-missing' | 'date-order' | 'rule-broken' | 'deadline-overdue' | 'bulletin-missing';
  readonly severity: Finding['severity'];
  readonly clause: string;
  readonly message: string;
  readonly hint: string;
  readonly values?: Finding['values'];
  /** The events that are missing, of a case; not reported where a wrong reference may have been meant for it. */
  readonly lacking?: { readonly id: string; readonly types: readonly string[] };
}

/** What a check is told besides the rows. */
export interface Watching {
  readonly asOf: Day;
  readonly calendar: WorkCalendar;
  readonly readings: ReadingChoices;
  /** The day from which a policy is in force. */
  readonly effective: (policy: PolicyId) => Day;
  /** Events that a bulletin exposes; undefined where nothing is known of bulletins. */
  readonly exposed: ReadonlySet<string> | undefined;
  readonly report: (at: RowPlace, key: string, finding: CheckFinding) => void;
  /**
   * Whether a row that could not be read mentions one of these words (a case, a thread, a person, a date), or no event
   * log could be read at all: then nothing about them can be called missing, because that has been reported already.
   */
  readonly clouded: (...words: readonly string[]) => boolean;
  /** Whether a wrong reference in an event of this type may have been meant for this case; known after the last row. */
  readonly mayHave: (id: string, eventType: string) => boolean;
  /** Whether an event of this type has no date, or no event log could be read at all. */
  readonly undated: (eventType: string) => boolean;
  /** … or there are events of which the type cannot be told: then none of this type can be called missing. */
  readonly uncertain: (eventType: string) => boolean;
}

export interface Watcher {
  readonly row: (row: WatchedRow) => void;
  /** Called once after the last row. */
  readonly end?: () => void;
}

export interface Check {
  /** Short Chinese name, shown on the coverage page. */
  readonly name: string;
  /** Clauses it carries out, by their ids in content/clauses.csv. */
  readonly clauses: readonly string[];
  /** Tables whose rows it looks at; default all. */
  readonly tables?: readonly RegisterTable[];
  /** Starts a run. What it keeps must stay small: one entry per thread, person or case, never a whole row. */
  readonly watch: (context: Watching) => Watcher;
}

/** A cell of another row as the message about one row names it: （events-2024.csv 第12行 C列）. */
export function seeRow(other: RowPlace, key: string, from: RowPlace): string {
  const { file, row } = other;
  return `（${describePlace({ file, row, ...other.cell(key) }, from.file)}）`;
}

/** The one value of a column; undefined when blank or unreadable. */
export function oneOf(row: WatchedRow, key: string): string | undefined {
  return row.facts.first(key);
}

/** All values of a column, none when blank or unreadable. */
export function allOf(row: WatchedRow, key: string): readonly string[] {
  return row.facts.get(key) ?? [];
}

/** Whether a row is an event of this type under this policy. */
export function isEvent(row: WatchedRow, policy: PolicyId, ...types: readonly string[]): boolean {
  return row.table === 'events' && row.policy === policy && types.includes(oneOf(row, 'ev_type') ?? '');
}

/** Adds to a list in a map. */
export function gather<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
