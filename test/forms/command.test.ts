import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { writeForms } from '../../scripts/forms.ts';
import { FORM_IDS } from './made.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The repository's content and data. */
function rootCalled(name: string): string {
  const root = join(scratch, name);
  for (const part of ['content', 'data']) cpSync(join(ROOT, part), join(root, part), { recursive: true });
  return root;
}

function change(root: string, file: string, from: string | RegExp, to: string): void {
  const path = join(root, file);
  const text = readFileSync(path, 'utf8');
  expect(text).toMatch(from);
  writeFileSync(path, text.replace(from, to));
}

/** The same with one form that fits no page. */
function rootWithMisfit(name: string): string {
  const root = rootCalled(name);
  change(root, 'content/forms/zz-a1.yaml', 'height: 120', 'height: 1200');
  return root;
}

const run = (root: string, ...args: string[]) =>
  spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, RONGJIU_ROOT: root, CI: 'true' },
  });

/** What stands in a folder, fonts that are kept because unpacking them takes long left aside. */
function standingIn(root: string): string[] {
  const kept = join(root, '.generated');
  if (existsSync(kept)) expect(readdirSync(kept)).toEqual(['fonts']);
  return readdirSync(root)
    .filter((name) => name !== '.generated')
    .sort();
}

const scratch = mkdtempSync(join(tmpdir(), 'forms-command-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const command = (...args: string[]) =>
  spawnSync(process.execPath, ['scripts/forms.ts', ...args], { cwd: ROOT, encoding: 'utf8' });

test('writes every form and a manifest that tells its size and digest', () => {
  const out = join(scratch, 'out');
  const { status, stdout, stderr } = command('--out', out);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('jn-a1.pdf  容错申请表');
  const { forms } = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
  expect(forms.map(({ id }: { id: string }) => id).sort()).toEqual(FORM_IDS);
  for (const { id, title, version, docx, ...pdf } of forms) {
    expect([pdf.file, docx.file]).toEqual([`${id}.pdf`, `${id}.docx`]);
    for (const { file, bytes, sha256 } of [pdf, docx]) {
      const written = readFileSync(join(out, file));
      expect(written.length).toBe(bytes);
      expect(createHash('sha256').update(written).digest('hex')).toBe(sha256);
    }
    expect(title).toMatch(/^[\p{Script=Han}（）、]+$/u);
    expect(version).toMatch(/^\d{4}-\d\d-\d\d$/);
  }
  const files = FORM_IDS.flatMap((id) => [`${id}.docx`, `${id}.pdf`]);
  expect(readdirSync(out).sort()).toEqual([...files, 'manifest.json'].sort());
});

test('the files are the same in another folder, time zone and language', () => {
  const cwd = join(scratch, 'elsewhere');
  mkdirSync(cwd);
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts/forms.ts'), '--out', 'forms'], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, TZ: 'Pacific/Auckland', LC_ALL: 'C', LANG: 'C' },
  });
  expect([status, stderr]).toEqual([0, '']);
  const manifestIn = (folder: string): string => readFileSync(join(folder, 'manifest.json'), 'utf8');
  // The digest of every file; the first test has written them here.
  expect(manifestIn(join(cwd, 'forms'))).toBe(manifestIn(join(scratch, 'out')));
});

test('wrong usage and an unwritable folder say so in Chinese, exit 2', () => {
  const unknown = command('--ot', 'x');
  expect([unknown.status, unknown.stdout]).toEqual([2, '']);
  expect(unknown.stderr).toContain('您是否想写 --out？');
  const file = join(scratch, 'file');
  writeFileSync(file, '');
  const blocked = command('--out', file);
  expect(blocked.status).toBe(2);
  expect(blocked.stderr).toMatch(/^不能生成表格：.*无法读写/);
});

test('one faulty description: every fault is reported with its place, and nothing is written', async () => {
  const root = join(scratch, 'root');
  cpSync(join(ROOT, 'content/forms'), join(root, 'content/forms'), { recursive: true });
  mkdirSync(join(root, '.generated'), { recursive: true });
  cpSync(join(ROOT, '.generated/fonts'), join(root, '.generated/fonts'), { recursive: true });
  cpSync(join(ROOT, 'content/forms.lock.json'), join(root, 'content/forms.lock.json'));
  change(root, 'content/forms/zz-a1.yaml', 'register: [handler]', 'register: [handlers]');
  change(root, 'content/forms/zz-a3.yaml', 'height: 120', 'height: 600');
  change(root, 'content/forms/zz-a4.yaml', '处理结果', '处理😀结果');
  const out = join(scratch, 'none');
  const { forms, findings } = await writeForms(out, { root });
  expect(forms).toEqual([]);
  expect(findings.map(({ code, file, message }) => `${file} ${code} ${message}`)).toEqual([
    'content/forms/zz-a1.yaml form-field 台账没有「handlers」这一列。',
    expect.stringMatching(/^content\/forms\/zz-a3.yaml form-layout 不能按所写的排版：zz-a3：表格高出页面/),
    expect.stringMatching(/^content\/forms\/zz-a4.yaml form-layout .*缺少「😀」字/),
    expect.stringMatching(/^content\/forms\/zz-a4.yaml form-changed /),
  ]);
  expect(findings.map(({ line, position }) => `${line}:${position}`)).toEqual([
    '79:16',
    '37:5',
    '39:9',
    '9:10',
  ]);
  expect(() => readdirSync(out)).toThrow();
});

describe('a form that does not fit', () => {
  test('is found by the check, at the row that overflows', () => {
    const { status, stdout } = run(rootWithMisfit('check'), 'scripts/check.ts', '--format', 'json');
    expect(status).toBe(1);
    const { findings } = JSON.parse(stdout);
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'form-layout',
        severity: 'error',
        file: 'content/forms/zz-a1.yaml',
        line: 50,
        position: 5,
        message: expect.stringMatching(/表格高出页面/),
      }),
    ]);
  });

  test('stops the build, which then writes nothing', () => {
    const root = rootWithMisfit('build');
    const { status, stdout } = run(root, 'scripts/build.ts', '--out', 'site');
    expect(status).toBe(1);
    expect(stdout).toMatch(/zz-a1\.yaml:50:5[\s\S]*form-layout/);
    expect(standingIn(root)).toEqual(['content', 'data']);
  });
});

describe('a form that prints other words under the same version', () => {
  const FORM = 'content/forms/jn-proposal.yaml';
  const LOCK = 'content/forms.lock.json';
  const rootWithEdit = (name: string): string => {
    const root = rootCalled(name);
    change(root, FORM, '提出容错建议如下', '现提出容错建议如下');
    return root;
  };
  const lockOf = (root: string): string => readFileSync(join(root, LOCK), 'utf8');
  const found = (root: string, ...options: string[]): string[] => {
    const { stdout } = run(root, 'scripts/check.ts', '--format', 'json', ...options);
    return JSON.parse(stdout).findings.map(
      ({ file, code }: { file: string; code: string }) => `${file} ${code}`,
    );
  };

  test('stops check, build and forms, which write nothing', () => {
    const root = rootWithEdit('edit');
    for (const [script, ...options] of [
      ['check'],
      ['build', '--out', 'site'],
      ['forms', '--out', join(root, 'forms')],
    ]) {
      const { status, stdout, stderr } = run(root, `scripts/${script}.ts`, ...options);
      expect([script, status]).toEqual([script, 1]);
      expect(stdout + stderr).toMatch(/jn-proposal\.yaml:9:10[\s\S]*form-changed/);
    }
    expect(standingIn(root)).toEqual(['content', 'data']);
  });

  test('is not accepted before its version is raised', () => {
    const root = rootWithEdit('accept');
    const before = lockOf(root);
    expect(found(root, '--accept-text')).toEqual([`${FORM} form-changed`]);
    expect(lockOf(root)).toBe(before);

    change(root, FORM, /version: \S+/, 'version: 2099-01-01');
    expect(found(root)).toEqual([`${FORM} form-lock-stale`]);
    expect(run(root, 'scripts/forms.ts', '--out', join(root, 'forms')).status).toBe(1);
    expect(lockOf(root)).toBe(before);

    expect(found(root, '--accept-text')).toEqual([]);
    const changed = lockOf(root)
      .split('\n')
      .filter((line) => !before.includes(line));
    expect(changed).toEqual([expect.stringMatching(/^ {2}"jn-proposal": \{ "version": "2099-01-01", /)]);
    expect(found(root)).toEqual([]);
  });

  test('a lock that is gone is written anew, one that cannot be read is left as it is', () => {
    const root = rootCalled('locks');
    const before = lockOf(root);
    rmSync(join(root, LOCK));
    expect(found(root)).toEqual([`${LOCK} form-lock-stale`]);
    expect(found(root, '--accept-text')).toEqual([]);
    expect(lockOf(root)).toBe(before);

    writeFileSync(join(root, LOCK), '{');
    expect(found(root, '--accept-text')).toEqual([`${LOCK} form-lock-syntax`]);
    expect(lockOf(root)).toBe('{');
  });

  test('content that could not be read is not accepted in its place', () => {
    const root = rootCalled('unread');
    const texts = join(root, 'content/policies/text.lock.json');
    const before = [lockOf(root), readFileSync(texts, 'utf8')];
    writeFileSync(join(root, 'data/calendar/calendar.csv'), '');
    run(root, 'scripts/check.ts', '--accept-text');
    expect([lockOf(root), readFileSync(texts, 'utf8')]).toEqual(before);
  });
});
