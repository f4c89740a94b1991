import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { barriersOn, openSite, pagesOf, pageTypes, readThrough, watch } from './browser.ts';
import { BUILD_LOG, SITES } from './build.ts';

const paths = pagesOf(SITES.public);
const site = openSite(SITES.public, 4400);

test('the build prints no warning', () => {
  const log = JSON.parse(readFileSync(BUILD_LOG, 'utf8')) as Record<
    string,
    { stdout: string; stderr: string }
  >;
  for (const { stdout, stderr } of Object.values(log)) {
    expect(stderr).toBe('');
    expect(stdout).not.toMatch(/warn/i);
  }
});

test('every kind of page is there', () => {
  for (const path of [
    '/',
    '/policies/',
    '/cases/',
    '/bulletins/',
    '/statistics/',
    '/forms/',
    '/training/',
    '/glossary/',
    '/about/',
    '/coverage/',
    '/404.html',
  ]) {
    expect(paths).toContain(path);
  }
  for (const id of ['jn', 'wf', 'zz', 'py', 'sy']) {
    expect(paths).toContain(`/policies/${id}/`);
    expect(paths).toContain(`/coverage/${id}/`);
  }
});

describe.each([
  [390, 844],
  [1280, 900],
])('at %i px', (width, height) => {
  // A form that is a letter besides the first, which is a table.
  test.each([...pageTypes(paths), '/forms/wf-conclusion/'])('%s is sound', async (path) => {
    const context = await site.browser.newContext({ viewport: { width, height }, locale: 'zh-CN' });
    const page = await context.newPage();
    const { errors, strays } = watch(page, site.origin);
    await readThrough(page, site.origin + path);
    expect(await page.getAttribute('html', 'lang')).toBe('zh-CN');
    expect(await page.locator('h1').count()).toBe(1);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, 'horizontal overflow in px').toBeLessThanOrEqual(0);
    expect(await barriersOn(page)).toEqual([]);
    expect(errors).toEqual([]);
    expect(strays).toEqual([]);
    await context.close();
  });
});
