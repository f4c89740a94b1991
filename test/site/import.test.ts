import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { editParts } from '../../src/zip-parts.ts';
import { withPdfLib } from '../forms/fillers.ts';
import type { Made } from '../forms/made.ts';
import { barriersOn, openSite, pagesOf, readThrough, watch } from './browser.ts';
import { SITES } from './build.ts';

const site = openSite(SITES.internal, 4410);
let context: BrowserContext;
let page: Page;
let errors: string[];
let requests: string[];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-page-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await context?.close();
  context = await site.browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  page = await context.newPage();
  errors = watch(page, site.origin).errors;
  await readThrough(page, `${site.origin}/import/`);
  await page.getByLabel('判断期限').fill('2026-11-21');
  requests = [];
  page.on('request', (request) => requests.push(request.url()));
});
afterEach(() => {
  // Whatever is done on it, nothing leaves the page.
  expect(requests.filter((url) => !url.startsWith('blob:'))).toEqual([]);
  expect(errors).toEqual([]);
});

/** A form as the site gives it out, filled in. */
async function filled(
  id: string,
  values: Readonly<Record<string, string>>,
  ticks: { name: string; state?: string }[] = [],
): Promise<Buffer> {
  const bytes = readFileSync(join(SITES.internal, 'forms', `${id}.pdf`));
  return Buffer.from(
    await withPdfLib({ bytes } as unknown as Made, { text: new Map(Object.entries(values)), ticks }),
  );
}
const choose = (files: Readonly<Record<string, Buffer>>) =>
  page
    .getByLabel('选择填好的表')
    .setInputFiles(
      Object.entries(files).map(([name, buffer]) => ({ name, mimeType: 'application/octet-stream', buffer })),
    );
const status = () => page.locator('.import-status').innerText();
const settled = () =>
  page.waitForFunction(() => /已读取/.test(document.querySelector('.import-status')?.textContent ?? ''));
/** Takes what a button hands to the browser. */
async function download(button: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  const saved = await started;
  return { name: saved.suggestedFilename(), bytes: readFileSync(await saved.path()) };
}
/** Runs a command of the project on the day of the page. */
const command = (script: string, ...args: string[]) =>
  spawnSync(process.execPath, [`scripts/${script}.ts`, ...args, '--as-of', '2026-11-21'], {
    encoding: 'utf8',
    env: { ...process.env, CI: 'true' },
  });
/** What `npm run check` finds in the rows of a register, as messages. */
function checked(name: string, bytes: Buffer, rows: readonly number[]): string[] {
  const place = join(mkdtempSync(join(folder, 'check-')), 'unit');
  mkdirSync(place);
  writeFileSync(join(place, name), bytes);
  const { stdout } = command('check', '--registers', place, '--format', 'json');
  const { findings } = JSON.parse(stdout) as { findings: { row?: number; message: string; file: string }[] };
  return findings
    .filter(({ row, file }) => file.endsWith(name) && row !== undefined && rows.includes(row))
    .map(({ message }) => message)
    .sort();
}
const shownFindings = async (): Promise<string[]> =>
  (await page.locator('.import-entry .import-findings a').allInnerTexts()).sort();
const csv = () => page.locator('.import-rows textarea').first().inputValue();

test('the public edition has neither the page nor its script', () => {
  expect(pagesOf(SITES.public)).not.toContain('/import/');
  expect(pagesOf(SITES.internal)).toContain('/import/');
  const scripts = (folder: string) =>
    readdirSync(join(folder, '_astro')).filter((name) => name.startsWith('ImportForms'));
  expect(scripts(SITES.public)).toEqual([]);
  expect(scripts(SITES.internal).length).toBe(1);
  expect(readFileSync(join(SITES.public, 'forms/index.html'), 'utf8')).not.toContain('/import/');
  expect(readFileSync(join(SITES.internal, 'forms/index.html'), 'utf8')).toContain('/import/');
});

test('a dropped form becomes rows, without a network and without a request', async () => {
  const pdf = await filled('jn-a1', {
    matter: '某事项，\n“已纠正”。',
    subject_name: '某某某',
    situations: '第七条（一）、第八条（二）',
    grounds: '理由',
    'told_date.y': '2025',
    'told_date.m': '3',
    'told_date.d': '3',
  });
  await context.setOffline(true);
  const transfer = await page.evaluateHandle(
    ([data]) => {
      const bytes = Uint8Array.from(atob(data ?? ''), (character) => character.charCodeAt(0));
      const files = new DataTransfer();
      files.items.add(new File([bytes], '申请表.pdf', { type: 'application/pdf' }));
      return files;
    },
    [pdf.toString('base64')],
  );
  await page.dispatchEvent('.import-drop', 'drop', { dataTransfer: transfer });
  await settled();
  expect(await status()).toMatch(/^已读取 1 份：1 条登记，\d+ 项问题。$/);
  const shown = await page.locator('.import-paper').innerText();
  expect(shown).toContain('申请表.pdf');
  expect(shown).toContain('《容错申请表》');
  expect(shown).toContain('2025-03-03');
  expect(shown).toContain('「姓名」');
  expect(shown).toContain('不进台账');
  expect(await page.content()).not.toContain('某某某');

  await page.getByLabel('编号').fill('JN-2099-001');
  const text = await csv();
  const [head = '', row = ''] = text.split('\n');
  expect(head.split(',')[0]).toBe('编号');
  expect(row).toMatch(/^JN-2099-001,JN,/);
  expect(text).toContain('"某事项，\n“已纠正”。"');
  expect(text).toContain('JN-7(1)');

  const { name, bytes } = await download('下载CSV');
  const saved = bytes.toString();
  expect(saved.startsWith('\uFEFF编号,')).toBe(true);
  expect(saved.replace('\uFEFF', '').replaceAll('\r\n', '\n')).toBe(text.replaceAll('\r\n', '\n'));
  expect(name).toBe('cases-JN.csv');
  await page.getByRole('button', { name: '复制', exact: true }).click();
  await page.getByText('已复制。').waitFor();
  expect((await page.evaluate(() => navigator.clipboard.readText())).replaceAll('\r\n', '\n')).toBe(
    text.replaceAll('\r\n', '\n'),
  );

  // The same findings as check, with their clauses.
  const found = checked('cases-2099.csv', bytes, [2]);
  expect(found.length).toBeGreaterThan(0);
  expect(await shownFindings()).toEqual(found);
  expect(await page.locator('.import-clause').first().innerText()).toContain('济南《实施细则》');
});

describe('with a register', () => {
  const original = () => readFileSync('data/registers/jn-city/cases-2025.csv');
  const id = 'JN-2025-003';
  const paper = () =>
    filled('jn-a1', { matter: '某事项。', grounds: '理由', correction_measures: '完善制度' });

  test('an update is shown cell by cell, and is what the command writes', async () => {
    const pdf = await paper();
    await choose({ '申请表.pdf': pdf, 'cases-2025.csv': original() });
    await settled();
    expect(await page.locator('.import-entry h3').innerText()).toContain('新增 JN-2025-');
    await page.getByLabel('更新哪一行的编号').fill(id);
    await page.getByText(`更新 ${id}`).waitFor();
    expect(await page.locator('.import-entry del').allInnerTexts()).not.toContain('某事项。');
    expect(await page.locator('.import-entry ins').allInnerTexts()).toContain('某事项。');
    const { name, bytes } = await download('下载更新后的台账');
    expect(name).toBe('cases-2025.csv');

    const place = join(folder, 'update', 'jn-city');
    mkdirSync(place, { recursive: true });
    const register = join(place, 'cases-2025.csv');
    writeFileSync(register, original());
    writeFileSync(join(place, '申请表.pdf'), pdf);
    const { stdout } = command(
      'import',
      join(place, '申请表.pdf'),
      '--register',
      register,
      '--id',
      id,
      '--write',
    );
    expect(stdout).toContain('已写入');
    expect(bytes.equals(readFileSync(register))).toBe(true);
    for (const message of await shownFindings()) expect(stdout).toContain(message);
    expect(stdout.match(/\[[a-z-]+\]$/gm)?.length ?? 0).toBe((await shownFindings()).length);
  });

  test('an id that is not there, a register of another kind, one without a header, a name that says nothing', async () => {
    await choose({ '申请表.pdf': await paper(), 'cases-2025.csv': original() });
    await settled();
    await page.getByLabel('更新哪一行的编号').fill('JN-1999-001');
    await page.getByText('中没有编号 JN-1999-001').waitFor();
    expect(await page.locator('.import-held').count()).toBe(1);
    expect(await page.locator('.import-rows').count()).toBe(0);
    await page.getByRole('button', { name: '移去这个台账' }).click();
    await page.getByRole('heading', { name: '济南《实施细则》　案件台账　1 行' }).waitFor();
    await choose({ 'cases-x.csv': Buffer.from('a,b\n1,2\n'), '台账.csv': original() });
    await page.getByText('不是台账，或者表头写错了').waitFor();
    await page.getByText('不按台账命名').waitFor();
  });
});

test('several files at once: a sheet for two tables, a damaged value, a file that is no form', async () => {
  await choose({
    '统计表.pdf': await filled(
      'jn-a2',
      {
        handler: '某单位',
        'matter.1': '甲',
        'matter.2': '乙',
        'ev_date.y': '2025',
        'ev_date.m': '7',
        'ev_date.d': '9',
      },
      [{ name: 'mode.1', state: 'lenient' }],
    ),
    '生僻字.pdf': await filled('zz-a1', { handler: '챖' }),
    '说明.pdf': Buffer.from('不是PDF'),
  });
  await settled();
  expect(await status()).toMatch(/^已读取 3 份：3 条登记，\d+ 项问题；2 份没有登记。$/);
  const found = await page.locator('.import-findings').allInnerTexts();
  expect(found.join('\n')).toContain('U+CC56');
  expect(found.join('\n')).toContain('不是 PDF');
  expect(await page.locator('.import-rows h2').allInnerTexts()).toEqual([
    '济南《实施细则》　案件台账　2 行',
    '济南《实施细则》　事件台账　1 行',
  ]);
  const link = await page.locator('.import-findings a').first().getAttribute('href');
  expect(pagesOf(SITES.internal)).toContain(link);
  await page.getByRole('button', { name: '移去这一份' }).first().click();
  await expect.poll(() => page.locator('.import-rows').count()).toBe(0);
});

test('of a form with a damaged value nothing becomes a row, and it says so', async () => {
  await choose({
    '损坏.pdf': await filled('jn-a1', { matter: '챖', correction_measures: '完善制度' }),
    '完好.pdf': await filled('jn-a1', { matter: '某事' }),
  });
  await settled();
  expect(await status()).toContain('1 份没有登记');
  const [damaged] = await page.locator('.import-paper').allInnerTexts();
  expect(damaged).toContain('U+CC56');
  expect(damaged).toContain('这一份没有登记');
  const text = await csv();
  expect(text).toContain('某事');
  expect(text).not.toContain('完善制度');
});

test('a Word document, a copy of it, and files that are none', async () => {
  const docx = await editParts(
    readFileSync(join(SITES.internal, 'forms', 'jn-a1.docx')),
    new Map([
      [
        'word/document.xml',
        (body: string) =>
          body.replace(
            /(<w:tag w:val="matter"\/>.*?<w:sdtContent>).*?(<\/w:sdtContent>)/s,
            '$1<w:r><w:t>某</w:t></w:r><w:r><w:t>事</w:t></w:r>$2',
          ),
      ],
    ]),
  );
  await choose({
    '申请表.docx': Buffer.from(docx),
    '副本.docx': Buffer.from(docx),
    '申请表.doc': Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    '空.pdf': Buffer.from(''),
  });
  await settled();
  expect(await status()).toContain('已读取 3 份：1 条登记');
  expect(await page.locator('.import-left').first().innerText()).toContain('内容完全相同');
  expect(await csv()).toContain('某事');
  const text = await page.locator('.import').innerText();
  expect(text).toContain('另存为“Word 文档（*.docx）”');
  expect(text).toContain('一个字节也没有');
});

describe.each([
  [390, 844],
  [1280, 900],
])('at %i px', (width, height) => {
  test('with a form read, the page is sound, and the keyboard reaches everything', async () => {
    await page.setViewportSize({ width, height });
    await choose({
      '一份名字很长很长很长很长很长很长很长很长的统计表-2025-07-09.pdf': await filled(
        'jn-a2',
        { 'matter.1': '甲'.repeat(200), 'subject_name.1': '챖' },
        [{ name: 'sanctions.1.other' }],
      ),
    });
    await settled();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    expect(await barriersOn(page)).toEqual([]);
    // From the results on, the tabulator goes through what can be done.
    const reached: string[] = [];
    for (let step = 0; step < 30; step += 1) {
      await page.keyboard.press('Tab');
      reached.push(
        await page.evaluate(() => (document.activeElement as HTMLElement).outerHTML.slice(0, 200)),
      );
    }
    for (const part of ['type="text"', '移去这一份', '<textarea', '复制', '下载CSV'])
      expect(
        reached.some((html) => html.includes(part)),
        part,
      ).toBe(true);
  });
});
