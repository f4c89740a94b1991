/** A real Chromium against the built site, watched for everything that must not happen. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { serveFolder } from '../../scripts/serve.ts';
import { findBrowser } from '../../scripts/toolchain.mjs';

/** Paths (`/cases/c01/`) of all pages of a built site, sorted. */
export function pagesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.html'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .map((path) => `/${path.replace(/(^|\/)index\.html$/, '$1')}`)
    .sort();
}

/** One page of each type: the first below each list. */
export function pageTypes(paths: readonly string[]): string[] {
  const types = new Map<string, string>();
  for (const path of paths) {
    const parts = path.split('/').filter(Boolean);
    const type =
      parts.length <= 1 ? path : `${parts[0]}/*${parts.length > 2 ? `/${parts.slice(2).join('/')}` : ''}`;
    if (!types.has(type)) types.set(type, path);
  }
  return [...types.values()];
}

async function launch(): Promise<Browser> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('没有可用的 Chromium；请运行 npm run setup');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A built site that is served, and a browser to look at it with. */
export interface OpenSite {
  /** Without a slash at its end. */
  readonly origin: string;
  readonly browser: Browser;
}

/**
 * Serves a built site and opens a browser before the tests of a file, and closes both after them.
 * @param port the first to try
 * @returns what to use once the tests run
 */
export function openSite(folder: string, port: number): OpenSite {
  const site = { origin: '' } as { origin: string; browser: Browser };
  let server: Server | undefined;
  beforeAll(async () => {
    const served = await serveFolder(folder, port);
    server = served.server;
    site.origin = served.address.replace(/\/$/, '');
    site.browser = await launch();
  });
  afterAll(async () => {
    await site.browser?.close();
    server?.close();
  });
  return site;
}

/**
 * Opens a page and goes through it to its end, so that what waits to be seen is there: islands awake, pictures loaded,
 * typefaces ready. The state `networkidle` is no sign of that: on a slow machine Playwright may take it back when `load`
 * comes late, and never gives it again.
 */
export async function readThrough(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.evaluate(async () => {
    for (let y = 0; y < document.body.scrollHeight; y += 600) {
      window.scrollTo(0, y);
      await new Promise((done) => setTimeout(done, 30));
    }
    window.scrollTo(0, 0);
    await document.fonts.ready;
  });
  await page.waitForFunction(
    () =>
      document.querySelector('astro-island[ssr]') === null &&
      [...document.images].every((image) => image.complete),
  );
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What keeps somebody from using the page: a line for each rule that is broken, with the first places. */
export async function barriersOn(page: Page): Promise<string[]> {
  // The page's own CSP forbids injected scripts, so axe is evaluated in the page's world by the debugger.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
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
}

/** Console errors, uncaught errors and requests that leave the origin, collected while a page is open. */
export function watch(page: Page, origin: string): { errors: string[]; strays: string[] } {
  const errors: string[] = [];
  const strays: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith('data:') && !url.startsWith('blob:')) strays.push(url);
  });
  return { errors, strays };
}
