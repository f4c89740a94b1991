import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadFormKeys } from '../../scripts/import.ts';
import type { FormKey } from '../../src/forms/leaves.ts';
import { plainForm } from '../forms/plain-pdf.ts';

let folder: string;
let forms: FormKey[];
beforeAll(async () => {
  forms = await loadFormKeys();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-'));
  cpSync('data/registers/zz-college', join(folder, 'registers'), { recursive: true });
});
const made: string[] = [];
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

const register = () => join(folder, 'registers', 'cases-2025.csv');
const text = () => readFileSync(register(), 'utf8');
const names = () => readdirSync(join(folder, 'registers')).sort();

/** Writes a filled form and returns its path. */
function paper(id: string, values: Readonly<Record<string, string>>): string {
  made.push(folder);
  const form = forms.find((one) => one.id === id);
  if (!form) throw new Error(`no form ${id}`);
  const path = join(folder, `${id}.pdf`);
  writeFileSync(path, plainForm(form, new Map(Object.entries(values))));
  return path;
}

function run(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['scripts/import.ts', ...args, '--as-of', '2026-11-21'],
    { encoding: 'utf8', env: { ...process.env, CI: 'true' } },
  );
  return { code: status, out: stdout, err: stderr };
}

const day = (key: string, y: string, m: string, d: string) => ({
  [`${key}.y`]: y,
  [`${key}.m`]: m,
  [`${key}.d`]: d,
});

test('an update: shown first, written with --write, the original kept', () => {
  const before = text();
  const id = /ZZ-2025-\d{3}/.exec(before)?.[0] ?? '';
  const pdf = paper('zz-a1', {
    matter: '虚构事项',
    subject_name: '某某某',
    ...day('application_date', '2025', '6', '3'),
  });
  const shown = run(pdf, '--register', register(), '--id', id);
  expect(shown.err).toBe('');
  expect(shown.out).toContain(`更新 ${id}`);
  expect(shown.out).toMatch(/追究事由（I?[A-Z]+\d+） {2}.+ → 虚构事项/);
  expect(shown.out).toContain('「申请人」：涉及个人信息');
  expect(shown.out).not.toContain('某某某');
  expect(shown.out).toContain('没有写入');
  expect(text()).toBe(before);

  const written = run(pdf, '--register', register(), '--id', id, '--write');
  expect(written.out).toContain('已写入');
  const [old, now] = [before.split('\r\n'), text().split('\r\n')];
  expect(now.length).toBe(old.length);
  const changed = now.filter((line, at) => line !== old[at]);
  expect(changed.length).toBe(1);
  expect(changed[0]).toContain('虚构事项');
  expect(readFileSync(`${register()}.bak-1`, 'utf8')).toBe(before);

  // Once more: nothing changes, nothing is written.
  const again = run(pdf, '--register', register(), '--id', id, '--write');
  expect(again.out).toContain('台账没有变化');
  expect(names().filter((name) => name.includes('.bak-'))).toEqual(['cases-2025.csv.bak-1']);
});

test('a new row gets the next id of the folder, and the findings that check would have', () => {
  const pdf = paper('zz-a1', { matter: '虚构事项' });
  const ids = [...text().matchAll(/ZZ-2025-(\d{3})/g)].map(([, serial]) => Number(serial));
  const next = `ZZ-2025-${String(Math.max(...ids) + 1).padStart(3, '0')}`;
  const { code, out } = run(pdf, '--register', register(), '--new', '--write');
  expect(out).toContain(`新增 ${next}`);
  const check = spawnSync(
    process.execPath,
    [
      'scripts/check.ts',
      '--registers',
      join(folder, 'registers'),
      '--as-of',
      '2026-11-21',
      '--format',
      'json',
    ],
    { encoding: 'utf8', env: { ...process.env, CI: 'true' } },
  );
  const { findings } = JSON.parse(check.stdout) as {
    findings: { file: string; caseId?: string; code: string; severity: string; message: string }[];
  };
  const own = findings.filter(({ caseId, file }) => caseId === next && file.endsWith('.csv'));
  expect(own.length).toBeGreaterThan(0);
  for (const { message } of own) expect(out).toContain(message);
  expect(out.match(/\[[a-z-]+\]$/gm)?.length).toBe(own.length);
  expect(code).toBe(own.some(({ severity }) => severity === 'error') ? 1 : 0);
  // What the copy does not end with must not be taken for a register.
  expect(findings.filter(({ file }) => file.includes('.bak'))).toEqual([]);
});

describe('another unit beside', () => {
  const beside = () => join(folder, 'unit-b', 'cases-2025.csv');
  const head = () => `${text().split('\r\n')[0]}\r\n`;
  const set = (rows: string) => {
    mkdirSync(join(folder, 'unit-b'));
    writeFileSync(beside(), `${head()}${rows}`);
  };

  test('ids that it has used are not given out again', () => {
    set('');
    const pdf = paper('zz-a1', { matter: '虚构事项' });
    const ids = [...text().matchAll(/ZZ-2025-(\d{3})/g)].map(([, serial]) => Number(serial));
    const next = `ZZ-2025-${String(Math.max(...ids) + 1).padStart(3, '0')}`;
    expect(run(pdf, '--register', beside(), '--new').out).toContain(`新增 ${next}`);
    const alone = run(pdf, '--register', beside(), '--new', '--registers', join(folder, 'unit-b'));
    expect(alone.out).toContain('新增 ZZ-2025-001');
  });

  test('the check looks at its rows too', () => {
    const row = text().split('\r\n')[1] ?? '';
    set(`${row}\r\n`);
    const { out } = run(
      paper('zz-a1', { matter: '虚构事项' }),
      '--register',
      beside(),
      '--id',
      row.slice(0, row.indexOf(',')),
    );
    expect(out).toContain('[id-repeated]');
  });
});

test('what has been entered makes no second row', () => {
  const pdf = paper('zz-a1', { matter: '虚构事项', handler: '某部' });
  expect(run(pdf, '--register', register(), '--new', '--write').out).toContain('已写入');
  const before = text();
  const again = run(pdf, '--register', register(), '--new', '--write');
  expect(again.code).toBe(0);
  expect(again.out).toContain('[form-row-repeated]');
  expect(again.out).toContain('没有写入');
  expect(text()).toBe(before);
});

test('rows of one form may be alike', () => {
  const pdf = paper('zz-a4', { 'mode.1': '从轻', 'mode.2': '从轻', handler: '某部' });
  const { out } = run(pdf, '--register', register(), '--new');
  expect(out.match(/新增 ZZ-2025/g)?.length).toBe(2);
  expect(out).not.toContain('[form-row-repeated]');
});

test('a reader who goes away does not stop the writing', async () => {
  const pdf = paper('zz-a1', { matter: '虚构事项' });
  const child = spawn(
    process.execPath,
    ['scripts/import.ts', pdf, '--register', register(), '--new', '--write'],
    { env: { ...process.env, CI: 'true' } },
  );
  child.stdout.destroy();
  let err = '';
  child.stderr.on('data', (piece) => {
    err += piece;
  });
  await once(child, 'close');
  expect(err).toBe('');
  expect(text()).toContain('虚构事项');
});

test('a form with a damaged value writes nothing', () => {
  const before = text();
  const pdf = paper('zz-a1', { matter: '某事', handler: '챖' });
  const { code, out } = run(pdf, '--register', register(), '--new', '--write');
  expect(code).toBe(1);
  expect(out).toContain('[form-value-damaged]');
  expect(out).toContain('没有写入');
  expect(text()).toBe(before);
  expect(names().filter((name) => name.includes('.bak-'))).toEqual([]);
});

test('without a word on which row is meant, it is only shown what was read', () => {
  const pdf = paper('zz-a4', { 'mode.1': '从轻', 'mode.2': '减轻', handler: '某部' });
  const { code, out } = run(pdf, '--register', register(), '--write');
  expect(code).toBe(0);
  expect(out).toContain('第1行  读到');
  expect(out).toContain('读到 2 条登记，还没有指明是哪一行');
});

test('an event log takes the filing itself', () => {
  const pdf = paper('zz-a4', { 'mode.1': '从轻', handler: '某部', ...day('ev_date', '2025', '9', '24') });
  const events = join(folder, 'registers', 'events-2025.csv');
  const { out } = run(pdf, '--register', events, '--new');
  expect(out).toMatch(/新增 ZZ-E-2025-\d{3}/);
  expect(out).toContain('备案表报送');
  expect(out).toContain('2025-09-24');
});

test.each<[string, (pdf: string) => string[], string]>([
  ['no register', (pdf) => [pdf], '请写明表格和台账'],
  ['no form', () => ['--register', register()], '请写明表格和台账'],
  [
    'both ways to name a row',
    (pdf) => [pdf, '--register', register(), '--id', 'ZZ-2025-001', '--new'],
    '只能用一个',
  ],
  [
    'a file that is no register',
    (pdf) => [pdf, '--register', join(folder, 'x.csv'), '--new'],
    '不按台账命名',
  ],
  [
    'a register that is not there',
    (pdf) => [pdf, '--register', join(folder, 'cases-1999.csv'), '--new'],
    'ENOENT',
  ],
  ['too many ids', (pdf) => [pdf, '--register', register(), '--id', 'ZZ-2025-001,ZZ-2025-002'], '2 个编号'],
  [
    'an id that is not there',
    (pdf) => [pdf, '--register', register(), '--id', 'ZZ-2025-999'],
    '没有编号 ZZ-2025-999',
  ],
  ['a folder for a form', () => [folder, '--register', register(), '--new'], '是文件夹'],
  [
    'the same form twice',
    (pdf) => {
      copyFileSync(pdf, join(folder, 'copy.pdf'));
      return [pdf, join(folder, 'copy.pdf'), '--register', register(), '--new'];
    },
    '同一份表格',
  ],
  [
    'a form of another policy',
    () => [paper('jn-a1', { matter: '甲' }), '--register', register(), '--new'],
    '登记的都是 ZZ',
  ],
  [
    'a register outside the folder of registers',
    (pdf) => [pdf, '--register', register(), '--new', '--registers', 'data'],
    '不在 --registers 的文件夹',
  ],
  ['a form that is not there', () => ['none.pdf', '--register', register(), '--new'], 'none.pdf'],
])('cannot run: %s', (_name, args, words) => {
  const before = text();
  const { code, out, err } = run(...args(paper('zz-a1', { matter: '甲' })));
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toContain(words);
  expect(err).not.toMatch(/\bat .*:\d+/);
  expect(text()).toBe(before);
});
