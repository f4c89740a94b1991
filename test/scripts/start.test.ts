/** `npm start`: its options, all of them read before the build begins. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readStartSettings } from '../../scripts/start.ts';

const start = (...args: string[]) =>
  spawnSync(process.execPath, ['scripts/start.ts', ...args], {
    cwd: join(import.meta.dirname, '../..'),
    encoding: 'utf8',
  });

test.each(['0', '65401', '4321.5', '八', '-1'])('the port %j is refused, and nothing is built', (port) => {
  const { status, stdout, stderr } = start(`--port=${port}`);
  expect([status, stdout, stderr]).toEqual([2, '', '选项 --port 应为 1 至 65400 的整数。\n']);
});

test('the port goes to the server, the rest to the build', () => {
  expect(readStartSettings(['--port', '4400', '--base', '/a', '--as-of', '2026-11-21'])).toEqual({
    build: { edition: 'public', out: 'dist', base: '/a/', registers: 'data/registers', asOf: '2026-11-21' },
    port: 4400,
  });
  expect(readStartSettings([])?.port).toBe(4321);
});

test('--help tells of both', () => {
  const { status, stdout } = start('--help');
  expect(status).toBe(0);
  for (const part of ['用法：npm start', '--edition', '--as-of', '--port 值\n      起始端口，默认 4321'])
    expect(stdout).toContain(part);
});
