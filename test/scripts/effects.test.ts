import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clearAbandoned, dayOfJudging, isReplaceable, replaceFolder } from '../../scripts/effects.ts';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'rongjiu-effects-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const put = (path: string, text = 'x'): void => {
  mkdirSync(join(scratch, path, '..'), { recursive: true });
  writeFileSync(join(scratch, path), text);
};

test('only an absent or empty folder or a built site may be replaced', async () => {
  expect(await isReplaceable(join(scratch, 'none'))).toBe(true);
  mkdirSync(join(scratch, 'empty'));
  expect(await isReplaceable(join(scratch, 'empty'))).toBe(true);
  put('thesis/thesis.txt');
  expect(await isReplaceable(join(scratch, 'thesis'))).toBe(false);
  for (const name of ['index.html', '404.html', '_astro/a.css']) put(`site/${name}`);
  expect(await isReplaceable(join(scratch, 'site'))).toBe(true);
  expect(await isReplaceable('data')).toBe(false);
  expect(await isReplaceable('content')).toBe(false);
});

test('a folder takes the place of another, and nothing is left beside it', async () => {
  put('new/index.html', 'new');
  put('site/index.html', 'old');
  await replaceFolder(join(scratch, 'new'), join(scratch, 'site'));
  expect(readFileSync(join(scratch, 'site/index.html'), 'utf8')).toBe('new');
  expect(existsSync(join(scratch, 'new'))).toBe(false);
  expect(existsSync(join(scratch, `site.${process.pid}.old`))).toBe(false);
});

test('the old folder stays when the new one cannot be moved', async () => {
  put('site/index.html', 'old');
  await expect(replaceFolder(join(scratch, 'missing'), join(scratch, 'site'))).rejects.toThrow();
  expect(readFileSync(join(scratch, 'site/index.html'), 'utf8')).toBe('old');
});

test('what a killed build left is removed, what a running one is writing stays', async () => {
  // No process has this number: it is above the highest that Linux gives out.
  mkdirSync(join(scratch, 'next-4999999'));
  mkdirSync(join(scratch, `next-${process.ppid}`));
  await clearAbandoned(scratch);
  expect(existsSync(join(scratch, 'next-4999999'))).toBe(false);
  expect(existsSync(join(scratch, `next-${process.ppid}`))).toBe(true);
});

test('years later the samples are still judged on their own day, other registers on the day it is in China', () => {
  vi.useFakeTimers({ now: new Date('2031-05-05T18:00:00Z') });
  try {
    expect(dayOfJudging('data/registers')).toBe('2026-11-21');
    expect(dayOfJudging('./data/registers/')).toBe('2026-11-21');
    expect(dayOfJudging('data/registers/jn-city')).toBe('2031-05-06');
    expect(dayOfJudging(scratch)).toBe('2031-05-06');
  } finally {
    vi.useRealTimers();
  }
});
