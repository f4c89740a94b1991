import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const text = readFileSync('package-lock.json', 'utf8');
const lock = JSON.parse(text) as {
  packages: Record<
    string,
    { integrity?: string; optionalDependencies?: Record<string, string>; hasInstallScript?: boolean }
  >;
};

test('the lock names no host', () => {
  expect(text).not.toMatch(/:\/\//);
  expect(text).not.toContain('"resolved"');
});

test('the lock is complete for all platforms', () => {
  const names = new Set(Object.keys(lock.packages).map((key) => key.replace(/^.*node_modules\//, '')));
  const missing = Object.entries(lock.packages).flatMap(([key, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !names.has(name))
      .map((name) => `${key} -> ${name}`),
  );
  expect(missing).toEqual([]);
});

test('every locked package carries its integrity', () => {
  const bare = Object.entries(lock.packages).filter(([key, { integrity }]) => key !== '' && !integrity);
  expect(bare.map(([key]) => key)).toEqual([]);
});
