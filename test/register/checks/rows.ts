/** Registers of a few rows, by column key, and what the checks over several rows say of them. */
import type { RegisterSource } from '../../../src/register/check.ts';
import { CHECKS } from '../../../src/register/checks/index.ts';
import { checkSources, textSource } from '../registers.ts';

export type Row = Readonly<Record<string, string>>;

const CLAUSES = new Set(CHECKS.flatMap(({ clauses }) => clauses));

function sheet(path: string, rows: readonly Row[]): RegisterSource {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return textSource(
    path,
    [keys, ...rows.map((row) => keys.map((key) => row[key] ?? ''))]
      .map((cells) => `${cells.join(',')}\n`)
      .join(''),
  );
}

/** Events get the ids E-1, E-2 …; a policy can be told from the cases they list, or from `ev_id`. */
export function events(policy: string, ...rows: readonly Row[]): RegisterSource {
  return sheet(
    'events.csv',
    rows.map((row, index) => ({ ev_id: `${policy}-E-2024-00${index + 1}`, ...row })),
  );
}

export function cases(policy: string, ...rows: readonly Row[]): RegisterSource {
  return sheet(
    'cases.csv',
    rows.map((row, index) => ({ case_id: `${policy}-2024-00${index + 1}`, policy, ...row })),
  );
}

export function lists(...rows: readonly Row[]): RegisterSource {
  return sheet(
    'lists.csv',
    rows.map((row, index) => ({
      lst_id: `L-${index + 1}`,
      lst_polarity: '正面',
      lst_text: '先行先试',
      ...row,
    })),
  );
}

/** `events.csv A3 warning date-order SY-S3(3)a`, for the clauses that checks carry out. */
export async function found(clause: RegExp, ...sources: readonly RegisterSource[]): Promise<string[]> {
  const { findings } = await checkSources(sources, '2026-11-21');
  return findings
    .filter(
      (finding) => finding.clause !== null && CLAUSES.has(finding.clause) && clause.test(finding.clause),
    )
    .map(
      ({ file, row, key, severity, code, clause: id }) => `${file}:${row} ${key} ${severity} ${code} ${id}`,
    );
}
