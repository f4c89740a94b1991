import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Measure } from '../../src/paper/boxes.ts';
import { closeMarks, type SetLine, type Span, type Style, setLines } from '../../src/paper/lines.ts';
import { openPress, type Press } from './made.ts';

let press: Press;
beforeAll(async () => {
  press = await openPress();
});

const BODY: Style = { role: 'body', size: 16 };
const WIDTH = 442.2;
const TRACKING = (WIDTH - 28 * 16) / 27;
const span = (text: string): Span[] => [{ text, style: BODY }];
const set = (text: string, indent = 0): SetLine[] =>
  setLines(span(text), { width: WIDTH, indent, tracking: TRACKING, spread: true }, press.measure);
const textOf = ({ boxes }: SetLine): string => boxes.map(({ text }) => text).join('');
const right = ({ boxes }: SetLine): number => {
  const last = boxes.at(-1);
  return last ? last.x + last.width : 0;
};

test('28 Han characters fill a line from edge to edge', () => {
  const lines = set('容错纠错机制建设'.repeat(12));
  expect(lines.map((line) => Array.from(textOf(line)).length)).toEqual([28, 28, 28, 12]);
  for (const line of lines.slice(0, 3)) {
    expect(line.boxes[0]?.x).toBe(0);
    expect(right(line)).toBeCloseTo(WIDTH, 6);
    expect(line.boxes).toHaveLength(1);
    expect(line.boxes[0]?.spacing).toBeCloseTo(TRACKING, 6);
  }
});

test('an indent of two characters leaves 26', () => {
  const cell = 16 + TRACKING;
  const [first, second] = set('容错纠错机制建设'.repeat(12), 2 * cell);
  expect([first, second].map((line) => Array.from(textOf(line as SetLine)).length)).toEqual([26, 28]);
  expect(first?.boxes[0]?.x).toBeCloseTo(2 * cell, 6);
  expect(right(first as SetLine)).toBeCloseTo(WIDTH, 6);
});

test('a mark that may not begin a line takes the character before it along, and the line is spread', () => {
  const [first, second] = set(`${'容'.repeat(28)}，错`);
  expect([textOf(first as SetLine), textOf(second as SetLine)]).toEqual(['容'.repeat(27), '容，错']);
  expect(right(first as SetLine)).toBeCloseTo(WIDTH, 6);
});

test('numbers and Latin words keep their own spacing; the Han around them is spread', () => {
  const lines = set('共受理申请128件，办结121件，平均用时18.6个工作日，数据按ISO 8601标注日期，容错纠错');
  const spacing = new Map(lines.flatMap(({ boxes }) => boxes).map((box) => [box.text, box.spacing]));
  for (const word of ['128', '121', '18.6', 'ISO', '8601']) expect(spacing.get(word)).toBe(0);
  expect(right(lines[0] as SetLine)).toBeCloseTo(WIDTH, 6);
});

test('a raised number stays with its word, in one box', () => {
  const words = `${'容'.repeat(27)}错`;
  const lines = setLines(
    [...span(words), { text: '[12]', style: { role: 'body', size: 8, rise: 6 }, note: 12 }, ...span('，纠')],
    { width: WIDTH, tracking: TRACKING, spread: true },
    press.measure,
  );
  expect(lines.map(textOf)).toEqual(['容'.repeat(27), '错[12]，纠']);
  expect(lines[1]?.boxes.find(({ note }) => note === 12)).toMatchObject({
    text: '[12]',
    rise: 6,
    spacing: 0,
  });
});

test('quotation marks of Latin type give way to those of the text', () => {
  const [line] = setLines(
    [{ text: '“三个要素”要核对', style: { role: 'second', size: 16 } }],
    { width: WIDTH },
    press.measure,
  );
  expect(line?.boxes.map(({ text, role, width }) => [text, role, width])).toEqual([
    ['“', 'body', 16],
    ['三个要素', 'second', 64],
    ['”', 'body', 16],
    ['要核对', 'second', 48],
  ]);
});

test('a word wider than the line is cut rather than lost', () => {
  const digest = '0123456789abcdef'.repeat(8);
  expect(set(`值为${digest}。`).map(textOf).join('')).toBe(`值为${digest}。`);
});

describe('避头尾, whatever the text', () => {
  /** Han one em, the rest half. */
  const measure: Measure = (_role, text, size) =>
    Array.from(text).reduce((sum, c) => sum + (c.charCodeAt(0) < 128 ? size / 2 : size), 0);
  const han = fc.string({ unit: fc.constantFrom(...'容错纠机制建设的一二三'), minLength: 1, maxLength: 6 });
  const piece = fc.oneof(
    han,
    han.map((text) => `（${text}）`),
    han.map((text) => `“${text}”`),
    han.map((text) => `《${text}》`),
    fc.constantFrom('——', '……', '2025年', '18.6%', 'ISO', 'JN-2024-003', '3—5', '〔2021〕'),
  );
  const phrase = fc.tuple(piece, fc.constantFrom('', '', '，', '。', '；', '：', '、', '！”', '？）'));
  const text = fc
    .array(phrase, { minLength: 1, maxLength: 60 })
    .map((phrases) => phrases.map((parts) => parts.join('')).join(''));

  test('no mark begins a line, no bracket ends one, nothing breaks that must not, nothing is lost', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 16, max: 28 }), fc.boolean(), (words, cells, indented) => {
        const width = cells * 16;
        const lines = setLines(
          span(words),
          { width, indent: indented ? 32 : 0, tracking: -0.2, spread: true },
          measure,
        );
        const texts = lines.map(textOf);
        expect(texts.join('')).toBe(words);
        for (const [i, line] of texts.entries()) {
          if (i > 0) expect(line).not.toMatch(/^[、，。；：！？…）》”〕’%]|^—(?!—)/);
          if (i < texts.length - 1) expect(line).not.toMatch(/[（《“〔‘]$/);
          const [before, after] = [line, texts[i + 1] ?? ''];
          expect(`${before.at(-1)}${after.at(0)}`).not.toMatch(/^(?:——|……|[A-Za-z0-9]{2}|\d[.]|[.]\d)$/);
        }
        for (const [i, line] of lines.entries()) {
          expect(right(line)).toBeLessThanOrEqual(width + 0.02);
          const [first] = line.boxes;
          expect(first?.x).toBeCloseTo(i === 0 && indented ? 32 : 0, 6);
          // Boxes do not run into one another.
          line.boxes.forEach((box, j) => {
            const next = line.boxes[j + 1];
            if (next) expect(next.x).toBeGreaterThan(box.x + box.width - 0.5);
          });
        }
        for (const line of lines.slice(0, -1)) {
          // Spread to the edge, unless a long piece left so much room that the line would be torn apart.
          const ragged = Math.abs(right(line) - width) > 0.01;
          if (ragged) expect(width - right(line)).toBeGreaterThan(0.5 * 16);
        }
      }),
      { numRuns: 300 },
    );
  });
});

test('the last line of a heading is no single character: words come down from the line before, which is not torn apart', () => {
  const words = span('容错'.repeat(14).concat('案'));
  const options = { width: WIDTH, tracking: TRACKING, spread: true };
  const plain = setLines(words, options, press.measure);
  expect(plain.map((line) => textOf(line).length)).toEqual([28, 1]);
  const heading = setLines(words, { ...options, leastLast: 4 }, press.measure);
  expect(heading.map((line) => textOf(line).length)).toEqual([25, 4]);
  expect(heading.map(textOf).join('')).toBe(textOf({ boxes: plain.flatMap(({ boxes }) => boxes), width: 0 }));
});

describe('the number of a document', () => {
  const NUMBER = '（潍医发〔2021〕76号）';
  test.each([
    // In one piece where the line before it can be spread, else parted where its parts hold least.
    ['容'.repeat(25), ['容'.repeat(25), NUMBER]],
    ['容'.repeat(24), [`${'容'.repeat(24)}（潍医发`, '〔2021〕76号）']],
    // A hair too wide for its line: set closer rather than four characters short.
    ['容'.repeat(20), [`${'容'.repeat(20)}（潍医发〔2021〕`, '76号）']],
    ['容'.repeat(17), [`${'容'.repeat(17)}${NUMBER}`]],
  ])('after %s', (before, lines) => {
    const made = set(`${before}${NUMBER}`);
    expect(made.map(textOf)).toEqual(lines);
  });

  test('leaves no line ragged, wherever it falls', () => {
    for (let count = 1; count <= 56; count += 1) {
      for (const opening of ['', '2', '《办法（试行）》']) {
        const made = set(`${opening}${'容'.repeat(count)}${NUMBER}${'错'.repeat(28)}`);
        for (const line of made.slice(0, -1)) expect(right(line)).toBeCloseTo(WIDTH, 6);
        for (const line of made) expect(right(line)).toBeLessThanOrEqual(WIDTH + 0.02);
      }
    }
  });

  test('in a narrow cell marks stay where they belong', () => {
    const made = setLines(span(`见${NUMBER}`), { width: 6 * 16 }, press.measure);
    expect(made.map(textOf)).toEqual(['见（潍医发', '〔2021〕', '76号）']);
  });
});

test('two marks in a row leave no hole in a title', () => {
  const [line] = setLines(
    span('典型案例（第一批）：程序'),
    { width: Number.POSITIVE_INFINITY, tracking: 0 },
    press.measure,
  );
  const closed = closeMarks(line as SetLine);
  expect(textOf(closed)).toBe('典型案例（第一批）：程序');
  expect(closed.width).toBeCloseTo((line?.width ?? 0) - 8, 6);
  expect(closed.boxes.map(({ text, x }) => [text, Math.round(x)])).toEqual([
    ['典型案例（第一批）', 0],
    ['：程序', 9 * 16 - 8],
  ]);
});
