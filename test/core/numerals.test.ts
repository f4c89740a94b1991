import { expect, test } from 'vitest';
import { readNumeral, writeNumeral } from '../../src/core/numerals.ts';

test.each([
  [1, '一'],
  [9, '九'],
  [10, '十'],
  [11, '十一'],
  [20, '二十'],
  [27, '二十七'],
  [99, '九十九'],
  [100, '一百'],
  [101, '一百零一'],
  [110, '一百一十'],
  [111, '一百一十一'],
  [200, '二百'],
  [999, '九百九十九'],
])('%i is written %s', (value, text) => {
  expect(writeNumeral(value)).toBe(text);
});

test('what is written reads back, for every number', () => {
  for (let value = 1; value <= 999; value += 1) expect(readNumeral(writeNumeral(value))).toBe(value);
});

test('no two numbers are written alike', () => {
  const written = new Set(Array.from({ length: 999 }, (_, i) => writeNumeral(i + 1)));
  expect(written.size).toBe(999);
});

test.each([
  ['12', 12],
  ['007', 7],
  ['1000', null],
  ['十二条', null],
  ['', null],
  ['两', null],
  ['-1', null],
  ['1.5', null],
  // Not the way a number is written: better no number than a wrong one.
  ['二三', null],
  ['十十', null],
  ['百', null],
  ['一二十', null],
  ['零', null],
])('%j reads as %j', (text, expected) => {
  expect(readNumeral(text)).toBe(expected);
});

test.each([0, -1, 1000, 1.5, Number.NaN])('%d cannot be written', (value) => {
  expect(() => writeNumeral(value)).toThrow(RangeError);
});
