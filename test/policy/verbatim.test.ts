import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { officialText } from '../../src/policy/textlock.ts';
import { readPolicies } from '../corpus.ts';

/** Digests made straight from the source documents, before there was any MDX. */
const SOURCES = JSON.parse(readFileSync('test/fixtures/policies/source-digests.json', 'utf8')) as Record<
  string,
  Record<string, string | Record<string, string>>
>;

const policies = await readPolicies();
const digest = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

describe.each(['JN', 'WF', 'ZZ', 'PY'])('official text of %s', (id) => {
  const policy = policies.find(({ meta }) => meta.id === id);
  const source = SOURCES[id] ?? {};
  const parts = policy ? officialText(policy) : new Map<string, string>();
  const { articles, ...others } = source;

  test.each(Object.entries(articles as Record<string, string>))(
    'article %s equals the source',
    (number, expected) => {
      expect(digest(parts.get(number) ?? '')).toBe(expected);
    },
  );

  test.each(Object.entries(others).filter(([key]) => !key.startsWith('_')))(
    '%s equals the source',
    (part, expected) => {
      expect(digest(parts.get(part) ?? ''), parts.get(part)).toBe(expected);
    },
  );

  test('has no part that the source does not have', () => {
    const known = new Set([...Object.keys(articles as object), ...Object.keys(others)]);
    expect([...parts].filter(([key, text]) => text !== '' && !known.has(key)).map(([key]) => key)).toEqual(
      [],
    );
  });
});
