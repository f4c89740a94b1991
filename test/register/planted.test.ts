/** Planted faults are found where they stand, each once, and nothing else is; other dialects read the same. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { listFiles } from '../../scripts/effects.ts';
import { type ExpectedFinding, FIXTURE_DAY, FIXTURES, plantFixtures } from '../fixtures/registers/plant.ts';
import { checkFolder } from './registers.ts';

const FAULTY = `${FIXTURES}/faulty`;
const expected = JSON.parse(readFileSync(`${FAULTY}/expected.json`, 'utf8')) as ExpectedFinding[];
const { findings } = await checkFolder(FAULTY, FIXTURE_DAY);
const found = findings
  .filter(({ severity }) => severity !== 'info')
  .map(({ severity, code, clause, file, row, cell }) => ({
    severity,
    code,
    clause,
    file: file.slice(FAULTY.length + 1),
    row,
    ...(cell ? { cell } : {}),
  }));

describe('planted faults', () => {
  test('are at least thirty, one a row', () => {
    expect(expected.length).toBeGreaterThanOrEqual(30);
    expect(new Set(expected.map(({ file, row }) => `${file} ${row}`)).size).toBe(expected.length);
  });

  test.each(expected)('$fault：$file $row', ({ fault: _, ...finding }) => {
    expect(found.filter(({ file, row }) => file === finding.file && row === finding.row)).toEqual([finding]);
  });

  test('cause no finding elsewhere', () => {
    const rows = new Set(expected.map(({ file, row }) => `${file} ${row}`));
    expect(found.filter(({ file, row }) => !rows.has(`${file} ${row}`))).toEqual([]);
  });
});

describe('the same clean rows', () => {
  test.each([
    ['gb18030', 'gb18030'],
    ['no-bom', 'utf-8'],
    ['tab', 'utf-8'],
    ['sep', 'utf-8'],
  ])('written as %s check clean', async (dialect, encoding) => {
    const { files, findings: about } = await checkFolder(`${FIXTURES}/dialects/${dialect}`, FIXTURE_DAY);
    expect(about).toEqual([]);
    expect(files.map((file) => file.encoding)).toEqual(files.map(() => encoding));
    expect(files.filter(({ table }) => table === 'cases').map(({ rows }) => rows)).toEqual([
      expect.any(Number),
    ]);
    expect(files.every(({ rows }) => rows > 0)).toBe(true);
  });

  test('written as UTF-16 are refused', async () => {
    const { files, findings: about } = await checkFolder(`${FIXTURES}/dialects/utf-16`, FIXTURE_DAY);
    expect(about.map(({ code, severity }) => `${severity} ${code}`)).toEqual(
      files.map(() => 'error encoding-utf-16'),
    );
    expect(files.every(({ encoding }) => encoding === null)).toBe(true);
  });
});

test('the fixtures are those that plant.ts makes', async () => {
  const made = await plantFixtures();
  const committed = (await listFiles(FIXTURES)).filter((path) => !path.endsWith('.ts'));
  expect(committed).toEqual(made.map(({ path }) => `${FIXTURES}/${path}`).sort());
  for (const { path, bytes } of made) {
    expect(readFileSync(`${FIXTURES}/${path}`).equals(bytes), path).toBe(true);
  }
});
