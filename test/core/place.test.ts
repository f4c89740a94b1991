import { expect, test } from 'vitest';
import { clauseAnchor, columnLetter, formatPlace } from '../../src/core/place.ts';
import { readPolicies } from '../corpus.ts';

test.each([
  [0, 'A'],
  [16, 'Q'],
  [25, 'Z'],
  [26, 'AA'],
  [51, 'AZ'],
  [52, 'BA'],
  [701, 'ZZ'],
  [702, 'AAA'],
  [16_383, 'XFD'],
])('column %i is %s', (index, letters) => {
  expect(columnLetter(index)).toBe(letters);
});

test('every column of a spreadsheet has its own letters', () => {
  expect(new Set(Array.from({ length: 16_384 }, (_, i) => columnLetter(i))).size).toBe(16_384);
});

test.each([
  ['JN-12.2', 'jn-12-2'],
  ['JN-12.2a', 'jn-12-2a'],
  ['WF-6(4)', 'wf-6-4'],
  ['JN-7.0', 'jn-7-0'],
  ['SY-S3(2)', 'sy-s3-2'],
  ['JN-A2.n1', 'jn-a2-n1'],
  ['ZZ-7(5)b1', 'zz-7-5-b1'],
])('the anchor of %s is %s', (id, anchor) => {
  expect(clauseAnchor(id)).toBe(anchor);
});

test('no two clauses of a policy share an anchor', async () => {
  for (const { clauses, quotes } of await readPolicies()) {
    const ids = [...new Set([...clauses.keys(), ...quotes.keys()])];
    expect(new Set(ids.map(clauseAnchor)).size).toBe(ids.length);
  }
});

test('a place reads like a link of an editor', () => {
  expect(formatPlace({ file: 'content/policies/jn-2019.mdx', line: 41, column: 9, under: [] })).toBe(
    'content/policies/jn-2019.mdx:41:9',
  );
});
