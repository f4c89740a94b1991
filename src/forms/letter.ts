/** A form that is a letter: the person addressed, running text, places to write at length, who sends it and when. Pure. */
import type { Rect, Rule } from '../paper/boxes.ts';
import { heightOfLines, linesOfHeight } from './fill.ts';
import type { Content, Paragraph } from './layout.ts';
import { continuedLeaf, fieldLeaves } from './leaves.ts';
import { fail, type LineSetter, type Type } from './lines.ts';
import { type BlockSpec, type FormSpec, letterHeadings } from './schema.ts';

/** Space under a place to write, before the next part. */
const GAP = 6;
/** Length and width of the marks at its corners. */
const CORNER = 9;
const HAIRLINE = 0.4;
/** How far the box to fill stands inside them. */
const INSET = 6;

/** A part of a letter as it stands on one page. */
export interface LetterPart {
  /** Its number in the description. */
  readonly block: number;
  /** Which piece of it; more than one when what is written in it goes on over the page. */
  readonly piece: number;
  /** Height of the place to write, when that is told by what is written in it. */
  readonly height?: number;
}

/** Everything it takes to set parts of a letter. */
export interface LetterSetting {
  readonly form: FormSpec;
  readonly type: Type;
  /** Sets what is printed. */
  readonly lines: LineSetter;
  /** Sets what is thrown away, to see how high it is. */
  readonly draft: LineSetter;
  readonly content?: Content | undefined;
}

/** The parts of each page of a blank letter; none when the form is no letter. */
export function letterPages({ letter }: FormSpec): LetterPart[][] {
  const pages: LetterPart[][] = [];
  for (const [block, { new_page }] of letter.entries()) {
    if (block === 0 || new_page) pages.push([]);
    pages.at(-1)?.push({ block, piece: 0 });
  }
  return pages;
}

/**
 * The parts of each page of a letter with content: what does not fit goes on over the page, with at least two lines on
 * either side; a heading stays with what is written under it, and the sender with the day.
 * @param rooms height for the text on the first page and on the others
 * @param tail height of what stands below the text on the last page
 */
export function flowLetter(
  setting: LetterSetting,
  width: number,
  rooms: { readonly first: number; readonly next: number },
  tail: number,
): LetterPart[][] {
  const { form, type, content } = setting;
  const pages: LetterPart[][] = [[]];
  let room = rooms.first;
  const page = (): void => {
    pages.push([]);
    room = rooms.next;
  };
  const area: Rect = { x: 0, y: 0, width, height: rooms.next };
  const leastOf = (part: LetterPart): number => setParts(setting, setting.draft, [part], area, 0).height;
  const isOpen = (block: BlockSpec): boolean => {
    const heading = letterHeadings(form).get(block) ?? '';
    return (
      block.field !== undefined && setting.lines.opens(heading, setting.lines.fieldOf(block.field), width)
    );
  };
  /** Where the end begins that is not parted: short answers, who sends the letter and when, so that no page has the day alone. */
  const end = form.letter.findLastIndex(isOpen) + 1;
  const endHeight = form.letter
    .slice(end)
    .reduce((sum, _, i) => sum + leastOf({ block: end + i, piece: 0 }), 0);
  for (const [block, own] of form.letter.entries()) {
    const { field: key = '', new_page } = own;
    const whole: LetterPart = { block, piece: 0 };
    if (new_page && block > 0) page();
    const lines = isOpen(own) ? (content?.linesOf(key, width - 2 * INSET, type.size.field) ?? 0) : 0;
    if (lines === 0) {
      const height = block === end ? endHeight : leastOf(whole);
      if (block <= end && height > room + 0.01 && (pages.at(-1)?.length ?? 0) > 0) page();
      pages.at(-1)?.push(whole);
      room -= leastOf(whole);
      continue;
    }
    const size = type.size.field;
    let left = lines;
    for (let piece = 0; left > 0; piece += 1) {
      const bare = leastOf({ block, piece, height: 0 });
      const all = heightOfLines(left, size) + 2 * INSET;
      if (bare + all <= room + 0.01) {
        pages.at(-1)?.push({ block, piece, height: all });
        room -= bare + all;
        break;
      }
      const fit = Math.min(linesOfHeight(room - bare - 2 * INSET, size), left - 2);
      if (fit < 2) {
        page();
        continue;
      }
      pages.at(-1)?.push({ block, piece, height: heightOfLines(fit, size) + 2 * INSET });
      left -= fit;
      page();
    }
  }
  if (tail > room + 0.01) pages.push([]);
  return pages;
}

/** Sets some parts of a letter in an area; what height is left over goes to the blank places to write at length. */
export function setLetter(setting: LetterSetting, parts: readonly LetterPart[], area: Rect): Paragraph[] {
  const { form, lines, draft } = setting;
  const spare = area.height - setParts(setting, draft, parts, area, 0).height;
  if (spare < -0.01) {
    draft.at(['letter', parts.at(-1)?.block ?? 0], () =>
      fail('', `信函高出页面 ${(-spare).toFixed(1)} 磅，请减小填写处的高度`),
    );
  }
  const shares = parts.reduce((sum, part) => sum + growOf(form, part), 0);
  return setParts(setting, lines, parts, area, shares > 0 ? spare / shares : 0).paragraphs;
}

function setParts(
  { form, type }: LetterSetting,
  lines: LineSetter,
  parts: readonly LetterPart[],
  area: Rect,
  share: number,
): { readonly paragraphs: Paragraph[]; readonly height: number } {
  let y = area.y;
  const strip = (height: number): Rect => {
    const rect = { x: area.x, y, width: area.width, height };
    y += height;
    return rect;
  };
  const headings = letterHeadings(form);
  const paragraphs = parts.flatMap((part): Paragraph[] => {
    const { block: b, piece, height } = part;
    const block = form.letter[b];
    if (!block) return [];
    const { align, parts: words, field: key } = block;
    if (words) {
      if (align === 'running') return [lines.running(words, ['letter', b], area.width, strip)];
      return [lines.line({ align, parts: words }, ['letter', b], strip(type.leading.line))];
    }
    const field = lines.fieldOf(key ?? '');
    const heading = piece === 0 ? headings.get(block) : undefined;
    const open = height !== undefined || field.type === 'multiline';
    const head =
      heading === undefined
        ? []
        : lines.heading(heading, field, open, ['letter', b], strip(type.leading.line));
    const [leaf] = fieldLeaves(field);
    if (!open || !leaf) return head;
    const box = strip(height ?? block.height + share * growOf(form, part));
    y += GAP;
    // What is written needs no marks to be found by.
    if (height === undefined) for (const rule of cornersOf(box)) lines.rule(rule);
    const write = {
      kind: 'field',
      control: 'text',
      ...continuedLeaf(leaf, piece),
      x: box.x + INSET,
      y: box.y + INSET,
      width: box.width - 2 * INSET,
      height: box.height - 2 * INSET,
      multiline: true,
      centered: false,
      size: type.size.field,
    } as const;
    return [...head, { items: [write] }];
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

/** Share of the spare height a part takes: only blank places to write at length grow. */
function growOf(form: FormSpec, { block, height }: LetterPart): number {
  const { field: name, grow = 0 } = form.letter[block] ?? {};
  const isOpen = form.fields.some(({ key, type }) => key === name && type === 'multiline');
  return isOpen && height === undefined ? grow : 0;
}
