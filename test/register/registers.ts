/** Checking registers that need no edge: files of a folder, or texts in memory. */
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { expect } from 'vitest';
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
import { type SampleFile, sampleRegisters } from '../../src/register/sample.ts';
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

const samples = sampleRegisters(calendar);

/** The sample registers of one folder with one of their files changed; their own findings are left out. */
export async function checkSamples(
  changed: string,
  change: (text: string) => string,
  asOf: Day = '2026-11-21',
): Promise<readonly Finding[]> {
  const folder = changed.slice(0, changed.indexOf('/') + 1);
  const all = samples.filter(({ path }) => path.startsWith(folder));
  const said = async (files: readonly SampleFile[]): Promise<readonly Finding[]> =>
    (
      await checkSources(
        files.map(({ path, text }) => textSource(path, text)),
        asOf,
      )
    ).findings;
  const nameOf = ({ file, cell, code, clause }: Finding): string => `${file} ${cell} ${code} ${clause}`;
  const own = new Set((await said(all)).map(nameOf));
  const files = all.map((file) => (file.path === changed ? { ...file, text: change(file.text) } : file));
  expect(files).not.toEqual(all);
  return (await said(files)).filter((finding) => !own.has(nameOf(finding)));
}

/** A register with a value in one row replaced. */
export const withCell =
  (id: string, head: string, value: string) =>
  (text: string): string => {
    const lines = text.split('\r\n').map((line) => line.split(','));
    const at = lines[0]?.findIndex((name) => name.replace('\uFEFF', '') === head) ?? -1;
    expect(at, head).toBeGreaterThanOrEqual(0);
    return lines
      .map((cells) => (cells[0] === id ? cells.map((cell, index) => (index === at ? value : cell)) : cells))
      .map((cells) => cells.join(','))
      .join('\r\n');
  };
