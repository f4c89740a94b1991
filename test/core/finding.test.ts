import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareFindings, type Finding, summarize } from '../../src/core/finding.ts';

const base: Finding = { code: 'c', severity: 'error', clause: null, file: 'a.csv', message: 'm' };

test('findings are counted by severity', () => {
  const severities = ['error', 'warning', 'error', 'info'] as const;
  expect(summarize(severities.map((severity) => ({ ...base, severity })))).toEqual({
    errors: 2,
    warnings: 1,
    infos: 1,
  });
});

test('order: file, line, cell by column, gravity', () => {
  const written: Finding[] = [
    { ...base, file: 'b.csv', line: 1 },
    { ...base, line: 3, cell: 'AA3' },
    { ...base, line: 3, cell: 'Q3' },
    { ...base, line: 3, cell: 'B3', severity: 'warning' },
    { ...base, line: 3, cell: 'B3' },
    { ...base, line: 10 },
    { ...base },
  ];
  expect(
    written.sort(compareFindings).map(({ file, line, cell, severity }) => [file, line, cell, severity]),
  ).toEqual([
    ['a.csv', undefined, undefined, 'error'],
    ['a.csv', 3, 'B3', 'error'],
    ['a.csv', 3, 'B3', 'warning'],
    ['a.csv', 3, 'Q3', 'error'],
    ['a.csv', 3, 'AA3', 'error'],
    ['a.csv', 10, undefined, 'error'],
    ['b.csv', 1, undefined, 'error'],
  ]);
});

test('the order is the same however the findings come', () => {
  const finding = fc.record({
    code: fc.constantFrom('c', 'd'),
    severity: fc.constantFrom('error' as const, 'warning' as const, 'info' as const),
    clause: fc.constantFrom(null, 'JN-1', 'JN-2'),
    file: fc.constantFrom('a.csv', 'b.csv'),
    message: fc.constantFrom('甲', '乙'),
    line: fc.integer({ min: 1, max: 3 }),
    cell: fc.constantFrom('A1', 'B1', 'AA1'),
  });
  fc.assert(
    fc.property(fc.array(finding), fc.integer(), (findings, seed) => {
      const shuffled = [...findings].sort((a, b) =>
        JSON.stringify(a) + seed < JSON.stringify(b) + seed ? 1 : -1,
      );
      expect(shuffled.sort(compareFindings)).toEqual([...findings].sort(compareFindings));
    }),
  );
});
