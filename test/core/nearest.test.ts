import { expect, test } from 'vitest';
import { nearest } from '../../src/core/nearest.ts';

test.each([
  ['notice_dat', 'notice_date'],
  ['notcie_date', 'notice_date'],
  ['noticedate', 'notice_date'],
  ['notice-date', 'notice_date'],
  ['NOTICE', undefined],
  ['xyz', undefined],
  ['', undefined],
  ['decision', 'decision'],
])('%j is nearest to %j', (text, expected) => {
  expect(nearest(text, ['start_date', 'notice_date', 'decision_date', 'decision'])).toBe(expected);
});

test.each([
  ['予以容措', '予以容错'],
  ['不与容错', '不予容错'],
  ['容错予以', undefined],
  ['免', '免责'],
  ['完全不同的话', undefined],
])('%s is nearest to %s', (text, expected) => {
  expect(nearest(text, ['予以容错', '不予容错', '免责'])).toBe(expected);
});

test('neighbours that changed places are one slip', () => {
  expect(nearest('ab', ['ba'])).toBe('ba');
  expect(nearest('when', ['wehn'])).toBe('wehn');
});

test('ties go to the earlier candidate', () => {
  expect(nearest('JN-2024-004', ['JN-2024-003', 'JN-2024-005'])).toBe('JN-2024-003');
  expect(nearest('JN-2024-004', ['JN-2024-005', 'JN-2024-003'])).toBe('JN-2024-005');
});

test('a third of the characters may differ, not more', () => {
  expect(nearest('abcdef', ['abcdxy'])).toBe('abcdxy');
  expect(nearest('abcdef', ['abcxyz'])).toBeUndefined();
});

test('nothing to choose from', () => {
  expect(nearest('notice_date', [])).toBeUndefined();
});
