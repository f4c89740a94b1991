import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FINDING_KINDS, findKind } from '../../src/core/catalogue.ts';

/** Every string in the sources that is written like a code and stands where a code is given. */
function codesInUse(): Set<string> {
  const used = new Set<string>();
  for (const folder of ['src', 'scripts']) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(ts|mts)$/.test(entry.name) || entry.name === 'catalogue.ts') continue;
      const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
      for (const [, code = ''] of text.matchAll(/'([a-z]+(?:-[a-z0-9]+)+)'/g)) used.add(code);
    }
  }
  return used;
}

test('codes are kebab-case and declared once', () => {
  const codes = FINDING_KINDS.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^[a-z]+(-[a-z0-9]+)+$/);
});

test('every declared code is used', () => {
  const used = codesInUse();
  // leak-found is printed by the build itself.
  const text = readFileSync('scripts/build.ts', 'utf8');
  for (const { code } of FINDING_KINDS) expect(used.has(code) || text.includes(`[${code}]`), code).toBe(true);
});

test('every code given to a finding is declared', () => {
  const given = new Set<string>();
  for (const entry of readdirSync('src', { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
    for (const [, code = ''] of text.matchAll(/code: '([a-z0-9-]+)'/g)) given.add(code);
    for (const [, code = ''] of text.matchAll(
      /(?:refuse|fault|fail|aboutFile|about|add)\(\s*'([a-z]+(?:-[a-z0-9]+)+)'/g,
    ))
      given.add(code);
  }
  expect(given.size).toBeGreaterThan(40);
  expect([...given].filter((code) => !findKind(code))).toEqual([]);
});
