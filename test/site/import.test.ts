import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { withPdfLib } from '../forms/fillers.ts';
import type { Made } from '../forms/made.ts';
import { barriersOn, openSite, pagesOf, watch } from './browser.ts';
import { SITES } from './build.ts';

const site = openSite(SITES.internal, 4410);
let context: BrowserContext;
let page: Page;
let errors: string[];

beforeEach(async () => {
  await context?.close();
  context = await site.browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  page = await context.newPage();
  errors = watch(page, site.origin).errors;
  await page.goto(`${site.origin}/import/`, { waitUntil: 'networkidle' });
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
    .getByLabel('选择填好的PDF')
    .setInputFiles(
      Object.entries(files).map(([name, buffer]) => ({ name, mimeType: 'application/pdf', buffer })),
    );
const status = () => page.locator('.import-status').innerText();
const settled = () =>
  page.waitForFunction(() => /已读取/.test(document.querySelector('.import-status')?.textContent ?? ''));
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
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
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
  expect(await status()).toBe('已读取 1 份：1 条登记，0 项问题。');
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

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: '下载CSV' }).click();
  const saved = readFileSync(await (await download).path(), 'utf8');
  expect(saved.startsWith('\uFEFF编号,')).toBe(true);
  expect(saved.replace('\uFEFF', '').replaceAll('\r\n', '\n')).toBe(text.replaceAll('\r\n', '\n'));
  expect((await download).suggestedFilename()).toBe('cases-JN.csv');
  await page.getByRole('button', { name: '复制', exact: true }).click();
  await page.getByText('已复制。').waitFor();
  expect((await page.evaluate(() => navigator.clipboard.readText())).replaceAll('\r\n', '\n')).toBe(
    text.replaceAll('\r\n', '\n'),
  );

  expect(requests.filter((url) => !url.startsWith('blob:'))).toEqual([]);
  expect(errors).toEqual([]);
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
  expect(await status()).toBe('已读取 3 份：3 条登记，2 项问题。');
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
  expect(await page.locator('.import-rows').count()).toBe(0);
  expect(errors).toEqual([]);
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
    for (let step = 0; step < 8; step += 1) {
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
    expect(errors).toEqual([]);
  });
});
