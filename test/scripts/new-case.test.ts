/** `npm run new-case`: a skeleton that the reader takes. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { POLICY_IDS } from '../../src/core/policy-id.ts';

const ROOT = join(import.meta.dirname, '../..');
const FILE = join(ROOT, 'content/cases/x99.mdx');

const newCase = (...args: string[]) =>
  spawnSync(process.execPath, ['scripts/new-case.ts', ...args], { cwd: ROOT, encoding: 'utf8' });

afterEach(() => rmSync(FILE, { force: true }));

test.each(POLICY_IDS)('a case under %s gets every part, and is not written over', (id) => {
  const { status, stdout, stderr } = newCase('x99', '--policy', id);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('content/cases/x99.mdx');
  const text = readFileSync(FILE, 'utf8');
  expect(text).toContain(`policy: ${id}\n`);
  expect(text).not.toContain('undefined');
  expect(text).toContain('## 评析');
  const again = newCase('x99', '--policy', id);
  expect(again.status).toBe(2);
  expect(again.stderr).toContain('已经存在');
  expect(readFileSync(FILE, 'utf8')).toBe(text);
});

test('a wrong id writes nothing', () => {
  expect(newCase('大写').status).toBe(2);
  expect(existsSync(FILE)).toBe(false);
});
