/** What a check says of the rows that forms have changed, wherever it runs: policies and calendar are handed in. */
import type { Finding } from '../core/finding.ts';
import type { CalendarException, Day, WorkCalendar } from '../core/workdays.ts';
import type { Policy } from '../policy/model.ts';
import { checkRegisters, type RegisterSource } from '../register/check.ts';

/** What rows are judged by, as data that a page can hold. */
export interface LawData {
  readonly policies: readonly Policy[];
  readonly exceptions: readonly CalendarException[];
}

/** Policies and calendar as data, without what only their pages show. */
export function lawData(policies: readonly Policy[], { exceptions }: WorkCalendar): LawData {
  return {
    policies: policies.map(({ rules, ...policy }) => ({
      ...policy,
      sections: [],
      rules: rules.map((rule) => ({ ...rule, examples: [] })),
    })),
    exceptions,
  };
}

/** Rows of a register file, by their numbers. */
export interface ChangedRows {
  readonly path: string;
  readonly rows: ReadonlySet<number>;
}

/** Whether a finding is about one of the rows. */
export function isAbout({ file, row }: Finding, { path, rows }: ChangedRows): boolean {
  return file === path && row !== undefined && rows.has(row);
}

/** What the rules say of some rows among all these registers. */
export async function findInRows(
  sources: readonly RegisterSource[],
  changed: ChangedRows,
  law: { readonly policies: readonly Policy[]; readonly calendar: WorkCalendar; readonly asOf: Day },
): Promise<Finding[]> {
  const found: Finding[] = [];
  await checkRegisters(sources, {
    ...law,
    emit: (finding) => {
      if (isAbout(finding, changed)) found.push(finding);
    },
  });
  return found;
}
