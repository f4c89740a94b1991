/** Reports of small registers that are written in the tests. */
import { readFileSync } from 'node:fs';
import type { Finding } from '../../src/core/finding.ts';
import type { FormSpec } from '../../src/forms/schema.ts';
import { checkRegisters, type Entry } from '../../src/register/check.ts';
import { type Period, readPeriod } from '../../src/reports/period.ts';
import type { Report } from '../../src/reports/report.ts';
import type { RegisterRows } from '../../src/reports/rows.ts';
import { readPolicies, realCalendar } from '../corpus.ts';
import { soundForm } from '../forms/made.ts';
import { textSource } from '../register/registers.ts';

export const AS_OF = '2026-11-21';
export const calendar = realCalendar();
const policies = await readPolicies();

export function policyOf(id: string) {
  const policy = policies.find(({ meta }) => meta.id === id);
  if (!policy) throw new Error(`no policy ${id}`);
  return policy;
}

export function formOf(id: string): FormSpec {
  const path = `content/forms/${id}.yaml`;
  return soundForm(readFileSync(path, 'utf8'), path);
}

export function periodOf(label: string): Period {
  const period = readPeriod(label);
  if (!period) throw new Error(`no period ${label}`);
  return period;
}

/** Reads register texts by path. */
export async function rowsFrom(texts: Readonly<Record<string, string>>, asOf = AS_OF): Promise<RegisterRows> {
  const entries: Entry[] = [];
  const findings: Finding[] = [];
  await checkRegisters(
    Object.entries(texts).map(([path, text]) => textSource(path, text)),
    {
      policies,
      calendar,
      asOf,
      emit: (finding) => findings.push(finding),
      onEntry: (entry) => entries.push(entry.keep()),
    },
  );
  return { entries, findings };
}

/** The numbers of a report that are not zero. */
export function numbers(report: Report, unit?: string): Record<string, number> {
  const counts = unit === undefined ? report.totals : report.sheets.find((one) => one.unit === unit)?.counts;
  return Object.fromEntries(
    (counts ?? []).filter(({ value }) => value > 0).map(({ label, value }) => [label, value]),
  );
}

/** Ids and reasons of rows. */
export const named = (rows: readonly { at: { id: string; row: number }; reason: string }[]): string[] =>
  rows.map(({ at, reason }) => `${at.id || `第${at.row}行`}：${reason}`);
