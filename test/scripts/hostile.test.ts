/** Files of nonsense: the command answers in good time, with a finding, and without a stack trace. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { templateCsv } from '../../src/register/template.ts';

/** Characters of nonsense. The promise is 20 seconds for 50 MB; less nonsense in the same time leaves a busy machine its share. */
const LENGTH = 2_000_000;
const SECONDS = 20;

const HEAD = templateCsv('cases', 'JN').replaceAll('\r\n', '\n');
const WIDTH = HEAD.split(',').length;
const repeat = (text: string): string => text.repeat(Math.floor(LENGTH / text.length));

const NONSENSE: Readonly<Record<string, string>> = {
  每行一个引号: HEAD + repeat('"a\n'),
  引号在行间开合: HEAD + repeat('x","a\n'),
  '引号不关，一行到底': `${HEAD}"${repeat('a')}`,
  '引号不关，行行都有': `${HEAD}"${repeat('aaaa\n')}`,
  行行缺单元格: HEAD + repeat('a\n'),
  格格乱填: HEAD + repeat(`${Array<string>(WIDTH).fill('x').join(',')}\n`),
  全是空行: HEAD + repeat('\n'),
  全是逗号: HEAD + repeat(','),
  '全是 NUL': HEAD + repeat('\0'),
  两个巨大的单元格: `${HEAD}JN-2024-001,${repeat('x')},${repeat('y')}\n`,
  '只用 CR 换行': HEAD.replace('\n', '\r') + repeat('a,b\r'),
  表头无一认识: repeat('甲,乙,丙\n'),
};

const folder = mkdtempSync(join(tmpdir(), 'rongjiu-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function answer(name: string, options: readonly string[]): void {
  const start = performance.now();
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    ['scripts/check.ts', '--registers', join(folder, name), '--as-of', '2026-11-21', ...options],
    { encoding: 'utf8', maxBuffer: 1 << 28, timeout: 120_000 },
  );
  expect(status, stderr).toBeOneOf([0, 1, 2]);
  expect(stderr + stdout).not.toMatch(/\n\s+at |RangeError|TypeError|Node\.js v/);
  expect((performance.now() - start) / 1000).toBeLessThan(SECONDS);
}

describe.each(Object.entries(NONSENSE))('%s', (name, text) => {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'cases-x.csv'), text);

  test('is reported', () => answer(name, []));
});

describe.each(['每行一个引号', '行行缺单元格', '格格乱填'])('%s', (name) => {
  test('as an annotated workbook', () =>
    answer(name, ['--format', 'xlsx', '--output', join(folder, `${name}.xlsx`)]));

  test('as a corrected copy', () => answer(name, ['--fix', join(folder, 'fixed', name)]));
});
