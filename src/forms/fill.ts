/** Values put into the fields of a form that has been set: every viewer then shows them, and they can still be changed. */
import { fillLines, wrap } from '../paper/breaks.ts';
import type { Typeface } from '../paper/typeface.ts';
import type { CellBox, Content, FieldBox, FormLayout, Item, PageLayout, Paragraph } from './layout.ts';
import { continuedFrom } from './leaves.ts';

/** What a field holds and how it is shown. */
export interface Filled {
  /** The text, or of a box the state that ticks it. */
  readonly value: string;
  /** The lines of a text as they are drawn. */
  readonly lines: readonly string[];
}

/** Space between the edge of a box and its text: next to none in the narrow columns of wide tables. */
export function fieldInset(size: number): number {
  return size > 9 ? 3 : 1;
}
/** From line to line, in ems: the ascent and descent that the field font states. */
export const FIELD_LEADING = 1.2;

/** How high a box must be for so many lines. */
export function heightOfLines(lines: number, size: number): number {
  return lines * FIELD_LEADING * size + 2 * fieldInset(size);
}

/** How many lines a box of this height holds. */
export function linesOfHeight(height: number, size: number): number {
  return Math.max(0, Math.floor((height - 2 * fieldInset(size) + 0.01) / (FIELD_LEADING * size)));
}

/** A value that its field cannot hold. */
export class FillError extends Error {}

/** Width in the field font; what it lacks is shown as a blank of one em. */
export function fieldMeasure(face: Typeface): (text: string, size: number) => number {
  return (text, size) => {
    let width = 0;
    for (const character of text) {
      const glyph = face.glyphs.get(character.codePointAt(0) ?? 0);
      width += glyph === undefined ? 1000 : face.advance(glyph);
    }
    return (width * size) / 1000;
  };
}

/** Breaks a value into the lines of a box of this width. */
function linesIn(
  value: string,
  width: number,
  size: number,
  measure: (text: string, size: number) => number,
): string[] {
  const room = width - 2 * fieldInset(size);
  const within = (text: string): number => measure(text, size);
  return value.split('\n').flatMap((paragraph) => {
    if (paragraph === '') return [''];
    const lines = fillLines(paragraph, room, within);
    // A last line of one character is evened out.
    if (lines)
      return Array.from(lines.at(-1) ?? '').length < 2 ? (wrap(paragraph, room, within) ?? lines) : lines;
    // A number longer than a line is broken where the line ends.
    const broken: string[] = [];
    for (const character of paragraph) {
      const last = broken.at(-1);
      if (last !== undefined && within(last + character) <= room)
        broken[broken.length - 1] = last + character;
      else broken.push(character);
    }
    return broken;
  });
}

/** Cuts a value after its first lines; what is put together again is the value. */
function cutAfter(value: string, lines: readonly string[]): readonly [string, string] {
  let at = 0;
  for (const character of lines.join('')) {
    while (at < value.length && !value.startsWith(character, at)) at += 1;
    at += character.length;
  }
  // White space at the cut stays with what stands before it.
  while (/\s/.test(value[at] ?? '')) at += 1;
  return [value.slice(0, at), value.slice(at)];
}

/**
 * Fills a form. What a field cannot hold goes on in the boxes that the layout has for its continuation.
 * @throws FillError for a value that does not fit: what is printed must not be cut off
 */
export function fillLayout(
  layout: FormLayout,
  values: ReadonlyMap<string, string>,
  measure: (text: string, size: number) => number,
): FormLayout {
  /** What is still to be put into the continuations of a field. */
  const rests = new Map(values);
  const continued = new Set(
    layout.pages.flatMap((page) => [...itemsIn(page)].flatMap((item) => continuedFrom(item.name) ?? [])),
  );
  const item = (box: Item): Item => {
    if (box.kind !== 'field') return box;
    const name = continuedFrom(box.name) ?? box.name;
    const filled = fillBox(box, rests.get(name) ?? '', measure, continued.has(name));
    if (filled) rests.set(name, filled.rest);
    return filled ? { ...box, filled: filled.filled } : box;
  };
  const paragraph = (one: Paragraph): Paragraph => ({ ...one, items: one.items.map(item) });
  const cell = (one: CellBox): CellBox => ({
    ...one,
    items: one.items.map(item),
    paragraphs: one.paragraphs.map(paragraph),
  });
  const pages = layout.pages.map(
    (page): PageLayout => ({
      ...page,
      before: page.before.map(paragraph),
      rows: page.rows.map((row) => row.map(cell)),
      after: page.after.map(paragraph),
    }),
  );
  for (const name of continued) {
    if (rests.get(name)) throw new FillError(`「${name}」登记的内容没有排完。`);
  }
  return { ...layout, pages };
}

function* itemsIn({ before, rows, after }: PageLayout): Generator<FieldBox> {
  const cells = rows.flat();
  for (const { items } of [...before, ...cells, ...cells.flatMap(({ paragraphs }) => paragraphs), ...after])
    for (const item of items) if (item.kind === 'field') yield item;
}

/** What a box is filled with and what is left for the next; undefined when it stays blank. */
function fillBox(
  box: FieldBox,
  value: string,
  measure: (text: string, size: number) => number,
  goesOn: boolean,
): { readonly filled: Filled; readonly rest: string } | undefined {
  if (value === '') return undefined;
  if (box.control !== 'text')
    return value === box.state ? { filled: { value, lines: [] }, rest: value } : undefined;
  const lines = box.multiline ? linesIn(value, box.width, box.size, measure) : [value];
  const room = goesOn ? linesOfHeight(box.height, box.size) : lines.length;
  if (lines.length > room) {
    const [own, rest] = cutAfter(value, lines.slice(0, room));
    return { filled: { value: own, lines: lines.slice(0, room) }, rest };
  }
  const tooWide = !box.multiline && measure(value, box.size) > box.width;
  if (tooWide || lines.length * FIELD_LEADING * box.size > box.height)
    throw new FillError(`「${box.tooltip}」登记的内容有 ${Array.from(value).length} 字，放不进这一栏。`);
  return { filled: { value, lines }, rest: '' };
}

/** How much room the values of a form need. */
export function contentOf(
  values: ReadonlyMap<string, string>,
  measure: (text: string, size: number) => number,
): Pick<Content, 'linesOf' | 'widthOf'> {
  return {
    linesOf: (name, width, size) => {
      const value = values.get(name) ?? '';
      return value === '' ? 0 : linesIn(value, width, size, measure).length;
    },
    widthOf: (name, size) => {
      const value = values.get(name) ?? '';
      return value === '' ? 0 : measure(value, size) + 2 * fieldInset(size);
    },
  };
}
