/** A form that is a letter: the person addressed, running text, places to write at length, who sends it and when. Pure. */
import type { Rect, Rule } from '../paper/boxes.ts';
import type { Paragraph } from './layout.ts';
import { fieldLeaves } from './leaves.ts';
import { fail, type LineSetter, type Type } from './lines.ts';
import { type FormSpec, letterHeadings } from './schema.ts';

/** Space under a place to write, before the next part. */
const GAP = 6;
/** Length and width of the marks at its corners. */
const CORNER = 9;
const HAIRLINE = 0.4;
/** How far the box to fill stands inside them. */
const INSET = 6;

/** The parts of each page of a letter, by their number; none when the form is no letter. */
export function letterPages({ letter }: FormSpec): number[][] {
  const pages: number[][] = [];
  for (const [b, { new_page }] of letter.entries()) {
    if (b === 0 || new_page) pages.push([]);
    pages.at(-1)?.push(b);
  }
  return pages;
}

/**
 * Sets some parts of a letter in an area; what height is left over goes to the places to write at length.
 * @param draft a setter whose rules are thrown away, to see how high the text is
 */
export function setLetter(
  form: FormSpec,
  blocks: readonly number[],
  area: Rect,
  type: Type,
  lines: LineSetter,
  draft: LineSetter,
): Paragraph[] {
  const least = setBlocks(form, blocks, area, type, draft, 0).height;
  const spare = area.height - least;
  if (spare < -0.01) {
    draft.at(['letter', blocks.at(-1) ?? 0], () =>
      fail('', `信函高出页面 ${(-spare).toFixed(1)} 磅，请减小填写处的高度`),
    );
  }
  const shares = blocks.reduce((sum, b) => sum + growOf(form, b), 0);
  return setBlocks(form, blocks, area, type, lines, shares > 0 ? spare / shares : 0).paragraphs;
}

function setBlocks(
  form: FormSpec,
  blocks: readonly number[],
  area: Rect,
  type: Type,
  lines: LineSetter,
  share: number,
): { readonly paragraphs: Paragraph[]; readonly height: number } {
  let y = area.y;
  const strip = (height: number): Rect => {
    const rect = { x: area.x, y, width: area.width, height };
    y += height;
    return rect;
  };
  const headings = letterHeadings(form);
  const paragraphs = blocks.flatMap((b): Paragraph[] => {
    const block = form.letter[b];
    if (!block) return [];
    const { align, parts, field: key } = block;
    if (parts) {
      if (align === 'running') return [lines.running(parts, ['letter', b], area.width, strip)];
      return [lines.line({ align, parts }, ['letter', b], strip(type.leading.line))];
    }
    const field = lines.fieldOf(key ?? '');
    const heading = headings.get(block);
    const head =
      heading === undefined ? [] : lines.heading(heading, field, ['letter', b], strip(type.leading.line));
    const [leaf] = fieldLeaves(field);
    if (field.type !== 'multiline' || !leaf) return head;
    const box = strip(block.height + share * growOf(form, b));
    y += GAP;
    for (const rule of cornersOf(box)) lines.rule(rule);
    const open = {
      kind: 'field',
      control: 'text',
      ...leaf,
      x: box.x + INSET,
      y: box.y + INSET,
      width: box.width - 2 * INSET,
      height: box.height - 2 * INSET,
      multiline: true,
      centered: false,
      size: type.size.field,
    } as const;
    return [...head, { items: [open] }];
  });
  return { paragraphs, height: y - area.y };
}

/** Marks at the corners of a place to write: enough to find it on paper, and still a letter once it is filled. */
function cornersOf({ x, y, width, height }: Rect): Rule[] {
  return [x, x + width].flatMap((side, right) =>
    [y, y + height].flatMap((edge, bottom): Rule[] => [
      { x1: side, y1: edge, x2: side + (right ? -CORNER : CORNER), y2: edge, width: HAIRLINE },
      { x1: side, y1: edge, x2: side, y2: edge + (bottom ? -CORNER : CORNER), width: HAIRLINE },
    ]),
  );
}

/** Share of the spare height a part takes: only places to write at length grow. */
function growOf(form: FormSpec, b: number): number {
  const { field: name, grow = 0 } = form.letter[b] ?? {};
  return form.fields.some(({ key, type }) => key === name && type === 'multiline') ? grow : 0;
}
