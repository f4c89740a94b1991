/** Boxes of comments: large enough for their text, with ids of their own. */
import { expect, test } from 'vitest';
import { boxSize, commentDrawing, idBlocks } from '../src/comment-boxes.ts';
import type { CellKey } from '../src/sheets.ts';

test('a box has room for every line of its text', () => {
  // 9 points: 12 pixels a Chinese character, about 15 a line.
  const room = (text: string): number => {
    const { width, height } = boxSize(text);
    return Math.floor((width - 20) / 12) * Math.floor(height / 15);
  };
  for (const length of [1, 20, 79, 81, 300, 799, 801, 1500]) {
    expect(room('容'.repeat(length)), String(length)).toBeGreaterThanOrEqual(length);
  }
  expect(boxSize('一\n二\n三').height).toBeGreaterThan(boxSize('一').height);
  expect(boxSize('容'.repeat(30_000)).height).toBeLessThanOrEqual(700);
});

test('a box begins beside its cell and ends where its size says', () => {
  const text = '容'.repeat(20);
  const { width, height } = boxSize(text);
  const drawing = commentDrawing({ widths: [10, 20, 10], comments: new Map([['4,0', text]]) }, 1);
  const [left, leftBy, top, topBy, right, rightBy, bottom, bottomBy] = (
    /<x:Anchor>([\d,]+)<\/x:Anchor>/.exec(drawing)?.[1] ?? ''
  )
    .split(',')
    .map(Number) as [number, number, number, number, number, number, number, number];
  expect([left, top]).toEqual([1, 4]);
  // Columns of 20 and 10 characters, then of 64 pixels.
  const edge = (column: number): number => [0, 140, 210][column - 1] ?? 210 + (column - 3) * 64;
  expect(edge(right) + rightBy - edge(left) - leftBy).toBe(width);
  expect(bottom * 20 + bottomBy - top * 20 - topBy).toBe(height);
  expect(drawing).toContain('<x:Row>4</x:Row><x:Column>0</x:Column>');
});

test('more comments than a block of ids holds take several, which no other sheet gets', () => {
  const comments = new Map(Array.from({ length: 2500 }, (_, row): [CellKey, string] => [`${row},0`, '问题']));
  const sheet = { widths: [10], comments };
  expect(idBlocks(sheet)).toBe(3);
  const drawing = commentDrawing(sheet, 4);
  expect(drawing).toContain('data="4,5,6"');
  const ids = [...drawing.matchAll(/id="_x0000_s(\d+)"/g)].map(([, id]) => Number(id));
  expect(new Set(ids).size).toBe(2500);
  expect(Math.min(...ids)).toBeGreaterThan(4 * 1024);
  expect(Math.max(...ids)).toBeLessThan(7 * 1024);
});
