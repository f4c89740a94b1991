import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveFolder } from '../../scripts/serve.ts';
import { launch, pagesOf, pageTypes, watch } from './browser.ts';
import { BUILD_LOG, SITES } from './build.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const paths = pagesOf(SITES.public);

let server: Server;
let origin: string;
let browser: Browser;

beforeAll(async () => {
  const served = await serveFolder(SITES.public, 4400);
  server = served.server;
  origin = served.address.replace(/\/$/, '');
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  server?.close();
});

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
    const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN' });
    const page = await context.newPage();
    const { errors, strays } = watch(page, origin);
    await page.goto(origin + path, { waitUntil: 'networkidle' });
    // Islands that wait until they are seen are woken by going to the end of the page.
    await page.evaluate(async () => {
      for (let y = 0; y < document.body.scrollHeight; y += 600) {
        window.scrollTo(0, y);
        await new Promise((done) => setTimeout(done, 30));
      }
      window.scrollTo(0, 0);
    });
    await page.waitForLoadState('networkidle');
    expect(await page.getAttribute('html', 'lang')).toBe('zh-CN');
    expect(await page.locator('h1').count()).toBe(1);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, 'horizontal overflow in px').toBeLessThanOrEqual(0);
    // The page's own CSP forbids injected scripts, so axe is evaluated in the page's world by the debugger.
    await page.evaluate(AXE);
    const violations = await page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: {
          run: (
            root: Document,
            options: object,
          ) => Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
        };
      };
      const result = await axe.run(document, { resultTypes: ['violations'] });
      return result.violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .slice(0, 3)
            .map((node) => `${node.html} ${node.failureSummary}`)
            .join(' | ')}`,
      );
    });
    expect(violations).toEqual([]);
    expect(errors).toEqual([]);
    expect(strays).toEqual([]);
    await context.close();
  });
});
