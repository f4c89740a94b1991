/** A real Chromium against the built site, watched for everything that must not happen. */
import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
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

export async function launch(): Promise<Browser> {
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
