/**
 * Forms entered into several registers at once, as the page does it: into the files that were handed in, else into new
 * ones. Nothing is kept from one call to the next: the same forms and files give the same registers.
 */
import type { Finding } from '../core/finding.ts';
import type { PolicyId } from '../core/policy-id.ts';
import { type Day, WorkCalendar } from '../core/workdays.ts';
import type { FilledForm } from '../forms/filled.ts';
import { type RegisterSource, tableOf } from '../register/check.ts';
import { type RegisterTable, TABLES } from '../register/columns.ts';
import { formatRegister } from '../register/write.ts';
import { CannotAmend, RegisterSheet } from './amend.ts';
import { findInRows, type LawData } from './checking.ts';
import { type LegalCodes, tablesOf } from './drafts.ts';
import { namesOn, withoutNames } from './names.ts';
import {
  applyPapers,
  isHeld,
  NEW,
  NOTHING_BESIDE,
  paperOf,
  type ReadPaper,
  UNLESS_HELD,
  yearOf,
} from './papers.ts';

/** A register file that was handed in. */
export interface GivenRegister {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What one form has for one table. */
export interface Part {
  readonly table: RegisterTable;
  readonly paper: ReadPaper;
}

/** A form that has been read, for all tables to which it has something to say. */
export interface ReadForm {
  readonly file: string;
  readonly filled: FilledForm;
  readonly parts: readonly Part[];
}

/** A form that has been entered, or held back. */
export interface EnteredForm {
  /** With what each entry changes, where it has been entered. */
  readonly parts: readonly Part[];
  /** Nothing of it has been entered, because something of it could not be read. */
  readonly held: boolean;
  /** Why something of it could not be entered, in Chinese. */
  readonly refusals: readonly string[];
}

/** A register as it would be. */
export interface EnteredRegister {
  readonly name: string;
  readonly table: RegisterTable;
  /** Of a new one: the policy whose columns it has. */
  readonly policy?: PolicyId;
  readonly text: string;
  /** Rows and cells that change. */
  readonly rows: number;
  readonly cells: number;
  /** It was in another encoding and will be in UTF-8. */
  readonly converted: boolean;
  /** What a check finds in the rows that change. */
  readonly findings: readonly Finding[];
}

export interface Entered {
  readonly forms: readonly EnteredForm[];
  readonly registers: readonly EnteredRegister[];
  /** Register files that cannot be amended, and why. */
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
}

/** A filled form for all tables at once. */
export function readForm(filled: FilledForm, file: string, codes: LegalCodes): ReadForm {
  const tables = filled.form ? tablesOf(filled.form) : [];
  return {
    file,
    filled,
    parts: tables.map((table) => ({ table, paper: paperOf(filled, file, table, codes) })),
  };
}

/** A register that is being written, and the rows that have changed in it. */
interface Open {
  readonly name: string;
  readonly table: RegisterTable;
  readonly policy?: PolicyId;
  sheet: RegisterSheet;
  readonly changed: Map<number, Set<string>>;
}

/**
 * Enters forms in their order. One that is held back or refused leaves no trace in any register.
 * @param idOf the id that somebody has given to an entry, or ''; an id of a register that was handed in updates its row,
 * without one an entry becomes a new row unless the register holds it already, with `new` in any case.
 */
export async function enterForms(
  forms: readonly ReadForm[],
  given: readonly GivenRegister[],
  idOf: (form: number, table: RegisterTable, entry: number) => string,
  { policies, exceptions }: LawData,
  asOf: Day,
): Promise<Entered> {
  const open: Open[] = [];
  const refused: { name: string; reason: string }[] = [];
  const sourceOf = ({ name }: { readonly name: string }, bytes: Uint8Array): RegisterSource => ({
    path: name,
    open: async function* () {
      yield bytes;
    },
  });
  for (const file of given) {
    const table = tableOf(file.name);
    if (!table) continue;
    try {
      const sheet = await RegisterSheet.open(sourceOf(file, file.bytes), table);
      open.push({ name: file.name, table, sheet, changed: new Map() });
    } catch (error) {
      if (!(error instanceof CannotAmend)) throw error;
      refused.push({ name: file.name, reason: error.message });
    }
  }
  const handedIn = new Set(open.map(({ table }) => table));
  const targetOf = async (table: RegisterTable, policy: PolicyId): Promise<Open> => {
    const known = open.find((one) => one.table === table && (one.policy ?? policy) === policy);
    if (known) return known;
    const columns = TABLES[table].filter(({ policies: own }) => own.includes(policy));
    const name = `${table}-${policy}.csv`;
    const bytes = new TextEncoder().encode(formatRegister(columns, []));
    const sheet = await RegisterSheet.open(sourceOf({ name }, bytes), table);
    const made: Open = { name, table, policy, sheet, changed: new Map() };
    open.push(made);
    return made;
  };

  const entered: EnteredForm[] = [];
  const names = namesOn(forms.map(({ filled }) => filled));
  for (const [number, { filled, parts: read }] of forms.entries()) {
    const parts = read.map(({ table, paper }) => ({ table, paper: withoutNames(paper, names) }));
    const held = parts.some(({ paper }) => isHeld(paper)) || (parts.length === 0 && isHeld(filled));
    const { form } = filled;
    if (held || !form) {
      entered.push({ parts, held, refusals: [] });
      continue;
    }
    const done: Part[] = [];
    const tried: { readonly target: Open; readonly sheet: RegisterSheet }[] = [];
    const refusals: string[] = [];
    for (const { table, paper } of parts) {
      if (paper.entries.length === 0 || refused.some(({ name }) => tableOf(name) === table)) {
        done.push({ table, paper });
        continue;
      }
      const target = await targetOf(table, form.policy);
      const sheet = target.sheet.fork();
      const ids = paper.entries.map((_, entry) => {
        const id = idOf(number, table, entry);
        if (target.policy === undefined) return id || UNLESS_HELD;
        // A new register has no rows to update: what it is given are the ids of its rows, or blanks to be filled in.
        return id === '' ? { id } : { id: id === NEW ? '' : id, anyhow: true as const };
      });
      try {
        const [after = paper] = applyPapers([paper], sheet, ids, NOTHING_BESIDE, yearOf(target.name, asOf));
        done.push({ table, paper: after });
        tried.push({ target, sheet });
      } catch (error) {
        if (!(error instanceof CannotAmend)) throw error;
        refusals.push(error.message);
      }
    }
    if (refusals.length > 0) {
      entered.push({ parts, held, refusals });
      continue;
    }
    for (const { target, sheet } of tried) target.sheet = sheet;
    for (const { table, paper } of done) {
      const target = tried.find((one) => one.target.table === table)?.target;
      for (const { change } of paper.entries) {
        if (!target || !change || change.cells.length === 0) continue;
        const cells = target.changed.get(change.row) ?? new Set();
        target.changed.set(change.row, cells);
        for (const { cell } of change.cells) cells.add(cell);
      }
    }
    entered.push({ parts: done, held, refusals });
  }

  const calendar = new WorkCalendar(exceptions);
  const registers: EnteredRegister[] = [];
  const texts = new Map(open.map((one) => [one, one.sheet.text()]));
  const encoder = new TextEncoder();
  for (const one of open) {
    const { name, table, policy, changed, sheet } = one;
    if (changed.size === 0) continue;
    // A new register knows nothing of what others hold, and they nothing of it.
    const beside = open.filter((other) => other === one || other.policy === undefined);
    const sources = beside.map((other) => sourceOf(other, encoder.encode(texts.get(other))));
    const found = await findInRows(
      sources,
      { path: name, rows: new Set(changed.keys()) },
      { policies, calendar, asOf },
    );
    registers.push({
      name,
      table,
      ...(policy === undefined ? {} : { policy }),
      text: texts.get(one) ?? '',
      rows: changed.size,
      cells: [...changed.values()].reduce((sum, cells) => sum + cells.size, 0),
      converted: sheet.encoding !== 'utf-8',
      // Without the register of cases it cannot be told which of them there are.
      findings: found.filter(({ code }) => code !== 'reference-unknown' || handedIn.has('cases')),
    });
  }
  return { forms: entered, registers, refused };
}
