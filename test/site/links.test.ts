import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pagesOf } from './browser.ts';
import { SITES } from './build.ts';

describe.each(Object.entries(SITES))('links of the %s edition', (_, folder) => {
  const ids = new Map<string, Set<string>>();
  const idsOf = (file: string): Set<string> => {
    let known = ids.get(file);
    if (!known) {
      known = new Set([...readFileSync(file, 'utf8').matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id));
      ids.set(file, known);
    }
    return known;
  };

  test('every link, anchor and download exists', () => {
    const broken: string[] = [];
    for (const path of pagesOf(folder)) {
      const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
      const html = readFileSync(file, 'utf8');
      for (const [, href = ''] of html.matchAll(/\s(?:href|src)="([^"]+)"/g)) {
        if (/^(data:|mailto:)/.test(href)) continue;
        if (/^[a-z]+:/.test(href)) {
          broken.push(`${path} points off the site: ${href}`);
          continue;
        }
        const [target = '', hash] = href.replaceAll('&amp;', '&').split('#');
        const resolved =
          target === '' ? path : new URL(target.split('?')[0] ?? '', `http://x${path}`).pathname;
        let wanted = join(folder, decodeURIComponent(resolved));
        if (existsSync(wanted) && statSync(wanted).isDirectory()) wanted = join(wanted, 'index.html');
        if (!existsSync(wanted)) broken.push(`${path} → ${href}`);
        else if (hash && wanted.endsWith('.html') && !idsOf(wanted).has(decodeURIComponent(hash)))
          broken.push(`${path} → ${href} (no such anchor)`);
      }
    }
    expect(broken).toEqual([]);
  });

  test('no id stands twice on a page', () => {
    for (const path of pagesOf(folder)) {
      const html = readFileSync(join(folder, path.endsWith('/') ? `${path}index.html` : path), 'utf8');
      const all = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id);
      expect(
        all.filter((id, index) => all.indexOf(id) !== index),
        path,
      ).toEqual([]);
    }
  });
});
