/** The machine formats as the command prints them. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv-draft-04';
import { afterAll, describe, expect, test } from 'vitest';
import { contentFiles } from '../../scripts/effects.ts';
import { FINDING_KINDS } from '../../src/core/catalogue.ts';
import type { Finding, Summary } from '../../src/core/finding.ts';
import { fingerprintOf } from '../../src/reporters/fingerprint.ts';
import { FAULTY, FIXTURE_DAY, inRow, LATE } from './reports.ts';

const folder = mkdtempSync(join(tmpdir(), 'rongjiu-formats-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Exit code and both streams of `npm run check`. */
function check(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const command = ['scripts/check.ts', '--registers', FAULTY, '--as-of', FIXTURE_DAY, ...args];
  return spawnSync(process.execPath, command, { encoding: 'utf8', maxBuffer: 1 << 26 });
}

interface Whole {
  readonly asOf: string;
  readonly files: object[];
  readonly findings: Finding[];
  readonly summary: Summary;
}

const whole = JSON.parse(check('--format', 'json').stdout) as Whole;

test('JSON is one object with the fields of the contract', () => {
  expect(Object.keys(whole).sort()).toEqual(['asOf', 'files', 'findings', 'summary']);
  expect(whole.summary.errors).toBe(whole.findings.filter(({ severity }) => severity === 'error').length);
});

test('JSON Lines: the same findings, one a line with its fingerprint, the summary last', () => {
  const { stdout, status } = check('--format', 'jsonl');
  expect(status).toBe(1);
  const lines = stdout.trimEnd().split('\n');
  const last = JSON.parse(lines.pop() ?? '') as object;
  expect(last).toEqual({ asOf: whole.asOf, files: whole.files, summary: whole.summary });
  const findings = lines.map((line) => JSON.parse(line) as Finding & { fingerprint: string });
  expect(findings.map(({ fingerprint: _, ...finding }) => finding)).toEqual(whole.findings);
  for (const { fingerprint } of findings) expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
});

describe('fingerprints', () => {
  const print = (finding: Finding): string => fingerprintOf(finding, contentFiles.digest);

  test('survive sorting, renaming the file and another value', () => {
    expect(print({ ...LATE, row: 3, line: 3, cell: 'A3', file: 'other.csv', message: '另一句' })).toBe(
      print(LATE),
    );
  });

  test('tell case, column, clause and code apart', () => {
    const different = [
      LATE,
      inRow(4),
      { ...LATE, key: 'told_date' },
      { ...LATE, clause: 'JN-12.3a' },
      { ...LATE, code: 'date-order' },
    ];
    expect(new Set(different.map(print)).size).toBe(different.length);
  });

  test('tell findings about no case apart by file and words', () => {
    const { caseId: _, ...bare } = LATE;
    expect(print({ ...bare, file: 'a.csv' })).not.toBe(print({ ...bare, file: 'b.csv' }));
    expect(print({ ...bare, message: '甲' })).not.toBe(print({ ...bare, message: '乙' }));
  });
});

describe('SARIF', () => {
  const log = JSON.parse(check('--format', 'sarif').stdout) as {
    runs: {
      tool: { driver: { rules: { id: string; helpUri: string }[] } };
      results: {
        ruleId: string;
        ruleIndex: number;
        level: string;
        locations: { logicalLocations?: { name: string; kind: string }[] }[];
        partialFingerprints: Record<string, string>;
      }[];
    }[];
  };
  const [run] = log.runs;

  test('is valid by the official schema of SARIF 2.1.0, addresses included', () => {
    const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
    ajv.addFormat('uri', (text: string) => URL.canParse(text));
    ajv.addFormat('uri-reference', (text: string) => URL.canParse(text, 'file:///'));
    ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT/);
    const schema = JSON.parse(readFileSync('test/fixtures/schemas/sarif-2.1.0.json', 'utf8')) as object;
    const valid = ajv.validate(schema, log);
    expect(ajv.errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  test('has a rule per code that leads to its page, and a result per finding', () => {
    const rules = run?.tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).toEqual(FINDING_KINDS.map(({ code }) => code));
    for (const { id, helpUri } of rules) expect(new URL(helpUri).pathname).toBe(`/checks/${id}/`);
    expect(run?.results.map(({ ruleId }) => ruleId)).toEqual(whole.findings.map(({ code }) => code));
    for (const { ruleId, ruleIndex } of run?.results ?? []) expect(rules[ruleIndex]?.id).toBe(ruleId);
  });

  test('names row and column, and is fingerprinted', () => {
    const result = run?.results[whole.findings.findIndex(({ cell }) => cell)];
    const finding = whole.findings.find(({ cell }) => cell);
    expect(result?.locations[0]?.logicalLocations).toMatchObject([
      { kind: 'row' },
      { kind: 'column', name: finding?.column },
    ]);
    for (const { partialFingerprints } of run?.results ?? [])
      expect(partialFingerprints['rongjiuFinding/v1']).toMatch(/^[0-9a-f]{16}$/);
  });

  test('without findings is valid too', () => {
    const args = ['scripts/check.ts', '--format', 'sarif', '--as-of', '2026-11-21'];
    const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as typeof log).runs[0]?.results).toEqual([]);
  });
});

describe('the command', () => {
  test.each(['json', 'jsonl', 'sarif', 'text'])('%s to a file is what goes to the screen', (format) => {
    const path = join(folder, `out.${format}`);
    const { status, stdout } = check('--format', format, '--output', path);
    expect(stdout).toBe('');
    expect(status).toBe(1);
    expect(readFileSync(path, 'utf8')).toBe(check('--format', format).stdout);
  });

  test('--limit 0 shows everything, a limit is a number', () => {
    expect(check('--limit', '0').stdout).toBe(check('--limit', '1000').stdout);
    const { status, stderr } = check('--limit', '全部');
    expect(status).toBe(2);
    expect(stderr).toBe('选项 --limit 应为 0 或者正整数，此处为「全部」。\n');
  });

  test('refuses a workbook on the screen or under a strange name', () => {
    expect(check('--format', 'xlsx')).toMatchObject({
      status: 2,
      stderr: 'XLSX 不能输出到屏幕。请用 --output 写明文件，例如 --format xlsx --output 核对结果.xlsx。\n',
    });
    expect(check('--format', 'xlsx', '--output', join(folder, 'a.csv')).status).toBe(2);
    expect(existsSync(join(folder, 'a.csv'))).toBe(false);
  });

  test('says which file cannot be written', () => {
    const { status, stderr } = check('--output', join(folder, 'no/such/folder.txt'));
    expect(status).toBe(2);
    expect(stderr).toContain('请核对路径和权限。');
    expect(stderr).not.toContain('at ');
  });
});
