import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { textOfPdf } from '../../src/paper/readback.ts';
import { pagesOf } from './browser.ts';
import { SITES } from './build.ts';

const scratch = mkdtempSync(join(tmpdir(), 'rongjiu-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const build = (...args: string[]) =>
  spawnSync(process.execPath, ['scripts/build.ts', '--as-of', '2026-11-21', ...args], { encoding: 'utf8' });

test('a broken register stops the build before it writes, and the last good output stays', () => {
  const out = join(scratch, 'site');
  cpSync(SITES.public, out, { recursive: true });
  const before = readFileSync(join(out, 'index.html'), 'utf8');
  const registers = join(scratch, 'registers');
  cpSync('data/registers', registers, { recursive: true });
  writeFileSync(join(registers, 'cases-bad.csv'), '编号,适用制度,是否容错\nJN-2024-901,JN,也许\n');
  const { status, stdout, stderr } = build('--registers', registers, '--out', out);
  expect(status).toBe(1);
  expect(stdout).toContain('C列（是否容错）');
  expect(stdout).toContain('原有站点保持不变');
  expect(stderr).toBe('');
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe(before);
  expect(readdirSync(scratch).filter((name) => name.includes('.old') || name.includes('.tmp'))).toEqual([]);
});

test('a register with names gives no public site', () => {
  const registers = join(scratch, 'named');
  cpSync('data/registers', registers, { recursive: true });
  const [folder = ''] = readdirSync(registers).filter((name) => name.startsWith('jn'));
  const file = readdirSync(join(registers, folder)).find((name) => name.startsWith('cases')) ?? '';
  const text = readFileSync(join(registers, folder, file), 'utf8');
  const lines = text.split('\r\n');
  const column = (lines[0] ?? '').split(',').indexOf('姓名');
  expect(column).toBeGreaterThan(0);
  const cells = (lines[1] ?? '').split(',');
  cells[column] = '测试甲';
  lines[1] = cells.join(',');
  writeFileSync(join(registers, folder, file), lines.join('\r\n'));
  const out = join(scratch, 'named-site');
  const { status, stdout } = build('--registers', registers, '--out', out);
  expect(status).toBe(1);
  expect(stdout).toContain('personal-name');
  expect(stdout).not.toContain('测试甲');
  expect(existsSync(out)).toBe(false);
});

test('the internal edition carries a banner and noindex; the public one has no internal case', () => {
  const internal = readFileSync(join(SITES.internal, 'index.html'), 'utf8');
  expect(internal).toContain('noindex');
  expect(internal).toContain('内部版');
  const open = pagesOf(SITES.public);
  const closed = pagesOf(SITES.internal).filter((path) => !open.includes(path));
  expect(closed.some((path) => path.startsWith('/cases/'))).toBe(true);
  for (const path of open) {
    const html = readFileSync(join(SITES.public, path.endsWith('/') ? `${path}index.html` : path), 'utf8');
    // Examples of findings name cases of the year 2000, in which no register was kept.
    expect(html, path).not.toMatch(/\b(JN|WF|ZZ|SY|PY)-(E-)?20(?!00)\d\d-\d{3}\b/);
  }
});

test('the internal edition explains every rule on a case; the public one holds no trace of it', () => {
  const read = (folder: string, path: string) => readFileSync(join(folder, path, 'index.html'), 'utf8');
  const cases = pagesOf(SITES.public).filter((path) => /^\/cases\/[a-z]/.test(path));
  expect(cases.length).toBeGreaterThan(0);
  for (const path of cases) {
    expect(read(SITES.internal, path), path).toContain('逐条推演');
    expect(read(SITES.public, path), path).not.toMatch(/逐条推演|class="derivation|step-values/);
  }
});

test.each(Object.values(SITES))(
  '%s: every bulletin page offers its own PDF, and no other lies there',
  async (site) => {
    const pages = pagesOf(site).filter((path) => /^\/bulletins\/b-/.test(path));
    expect(pages.length).toBeGreaterThan(0);
    const files = readdirSync(join(site, 'bulletins')).filter((name) => name.endsWith('.pdf'));
    expect(files.map((name) => `/bulletins/${name.slice(0, -'.pdf'.length)}/`).sort()).toEqual(
      [...pages].sort(),
    );
    for (const path of pages) {
      const html = readFileSync(join(site, path, 'index.html'), 'utf8');
      const file = `${path.slice(0, -1)}.pdf`;
      expect(html).toContain(`href="${file}"`);
      const bytes = readFileSync(join(site, file));
      expect(html).toContain(createHash('sha256').update(bytes).digest('hex'));
      expect(html).toContain(`${Math.ceil(bytes.length / 1000)} KB`);
      expect(html).toContain('代替仿宋');
      const title = /<h1[^>]*>([^<]+)<\/h1>/.exec(html)?.[1] ?? '';
      expect((await textOfPdf(bytes)).startsWith(title)).toBe(true);
    }
  },
);

test('two builds of the same input are identical', () => {
  const out = join(scratch, 'again');
  expect(build('--out', out).status).toBe(0);
  const files = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length))
      .sort();
  expect(files(out)).toEqual(files(SITES.public));
  const differing = files(out).filter(
    (file) => !readFileSync(join(out, file)).equals(readFileSync(join(SITES.public, file))),
  );
  expect(differing).toEqual([]);
});

test('the site works under a sub-path', () => {
  const out = join(scratch, 'sub');
  expect(build('--out', out, '--base', '/jw/rongjiu/').status).toBe(0);
  const html = readFileSync(join(out, 'index.html'), 'utf8');
  const strays = [...html.matchAll(/\s(?:href|src)="(\/[^"]*)"/g)]
    .map(([, href = '']) => href)
    .filter((href) => !href.startsWith('/jw/rongjiu/'));
  expect(strays).toEqual([]);
});

test('an unwise output folder is refused', () => {
  const { status, stderr } = build('--out', '..');
  expect(status).toBe(2);
  expect(stderr).toContain('请另选一个文件夹');
});
