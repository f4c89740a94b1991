/** Checking registers that need no edge: files of a folder, or texts in memory. */
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { listFiles } from '../../scripts/effects.ts';
import { compareFindings, type Finding } from '../../src/core/finding.ts';
import type { Day } from '../../src/core/workdays.ts';
import {
  type CheckedFile,
  type CheckOptions,
  checkRegisters,
  type RegisterSource,
  tableOf,
} from '../../src/register/check.ts';
import { readPolicies, realCalendar } from '../corpus.ts';

const policies = await readPolicies();
const calendar = realCalendar();

export interface Checked {
  readonly files: readonly CheckedFile[];
  readonly findings: readonly Finding[];
}

export async function checkSources(
  sources: readonly RegisterSource[],
  asOf: Day,
  options: Pick<CheckOptions, 'mostFindings'> = {},
): Promise<Checked> {
  const findings: Finding[] = [];
  const files = await checkRegisters(sources, {
    ...options,
    policies,
    calendar,
    asOf,
    emit: (finding) => findings.push(finding),
  });
  return { files, findings: findings.sort(compareFindings) };
}

export async function checkFolder(folder: string, asOf: Day): Promise<Checked> {
  const paths = (await listFiles(folder)).filter((path) => tableOf(path) !== undefined);
  return checkSources(
    paths.map((path) => ({ path, open: () => createReadStream(path), isUtf8 })),
    asOf,
  );
}

/** A source that holds its text. */
export function textSource(path: string, text: string): RegisterSource {
  return {
    path,
    open: async function* () {
      yield new TextEncoder().encode(text);
    },
  };
}
