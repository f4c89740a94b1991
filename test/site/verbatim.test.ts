/** The words a reader sees on each policy page are the words of the source, article by article. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { plain } from '../../src/policy/read.ts';
import { openSite } from './browser.ts';
import { SITES } from './build.ts';

const SOURCES = JSON.parse(readFileSync('test/fixtures/policies/source-digests.json', 'utf8')) as Record<
  string,
  { articles: Record<string, string>; title: string; chapters?: string }
>;
const digest = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const site = openSite(SITES.public, 4500);

describe.each(['JN', 'WF', 'ZZ', 'PY'])('%s', (id) => {
  test.each(['', 'print/'])('page %s equals the source', async (suffix) => {
    const page = await site.browser.newPage();
    await page.goto(`${site.origin}/policies/${id.toLowerCase()}/${suffix}`);
    // Rule blocks may be folded away; what is compared is the text content of the marked elements.
    const parts = await page.$$eval('[data-source]', (elements) =>
      elements.map((element) => ({
        clause: element.getAttribute('data-source') ?? '',
        part: element.getAttribute('data-part') ?? '',
        text: element.textContent ?? '',
      })),
    );
    const articles = new Map<string, string>();
    let chapters = '';
    let title = '';
    for (const { clause, part, text } of parts) {
      if (part === 'chapter') chapters += plain(text);
      else if (part === 'title') title += plain(text);
      else {
        const number = /^[A-Z]{2}-(\d+)/.exec(clause)?.[1];
        if (number) articles.set(number, (articles.get(number) ?? '') + plain(text));
      }
    }
    const source = SOURCES[id];
    for (const [number, expected] of Object.entries(source?.articles ?? {})) {
      expect(digest(articles.get(number) ?? ''), `${id}-${number}: ${articles.get(number)}`).toBe(expected);
    }
    if (source?.chapters) expect(digest(chapters), chapters).toBe(source.chapters);
    expect(title).not.toBe('');
    await page.close();
  });
});
