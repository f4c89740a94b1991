/** Values put into the fields of a form that has been set: every viewer then shows them, and they can still be changed. */
import { fillLines, wrap } from '../paper/breaks.ts';
import type { Typeface } from '../paper/typeface.ts';
import type { CellBox, Content, FieldBox, FormLayout, Item, PageLayout, Paragraph } from './layout.ts';

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

/**
 * Fills a form.
 * @throws FillError for a value that does not fit its field: what is printed must not be cut off
 */
export function fillLayout(
  layout: FormLayout,
  values: ReadonlyMap<string, string>,
  measure: (text: string, size: number) => number,
): FormLayout {
  const item = (box: Item): Item => (box.kind === 'field' ? fillBox(box, values, measure) : box);
  const paragraph = (one: Paragraph): Paragraph => ({ ...one, items: one.items.map(item) });
  const cell = (one: CellBox): CellBox => ({
    ...one,
    items: one.items.map(item),
    paragraphs: one.paragraphs.map(paragraph),
  });
  return {
    ...layout,
    pages: layout.pages.map(
      (page): PageLayout => ({
        ...page,
        before: page.before.map(paragraph),
        rows: page.rows.map((row) => row.map(cell)),
        after: page.after.map(paragraph),
      }),
    ),
  };
}

function fillBox(
  box: FieldBox,
  values: ReadonlyMap<string, string>,
  measure: (text: string, size: number) => number,
): FieldBox {
  const value = values.get(box.name);
  if (value === undefined || value === '') return box;
  if (box.control !== 'text') return value === box.state ? { ...box, filled: { value, lines: [] } } : box;
  const lines = box.multiline ? linesIn(value, box.width, box.size, measure) : [value];
  const tooWide = !box.multiline && measure(value, box.size) > box.width;
  if (tooWide || lines.length * FIELD_LEADING * box.size > box.height)
    throw new FillError(`「${box.tooltip}」登记的内容有 ${Array.from(value).length} 字，放不进这一栏。`);
  return { ...box, filled: { value, lines } };
}

/** How high the rows of a form must be for these values. */
export function contentOf(
  values: ReadonlyMap<string, string>,
  measure: (text: string, size: number) => number,
): Pick<Content, 'heightOf'> {
  return {
    heightOf: (name, width, size) => {
      const value = values.get(name);
      if (value === undefined) return 0;
      return linesIn(value, width, size, measure).length * FIELD_LEADING * size + 2 * fieldInset(size);
    },
  };
}
