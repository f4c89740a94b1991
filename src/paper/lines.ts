/** Words to lines: Chinese text that fills its lines exactly, with Latin words and numbers left as they are. */
import type { Measure, TextBox } from './boxes.ts';
import { atomsOf, heldByMarks, stayTogether } from './breaks.ts';
import type { FaceRole } from './roles.ts';

export interface Style {
  readonly role: FaceRole;
  readonly size: number;
  /** Points above the line, for raised numbers. */
  readonly rise?: number;
}

/** Words in one style. */
export interface Span {
  readonly text: string;
  readonly style: Style;
  /** The numbered entry that it leads to. */
  readonly note?: number;
}

/** What stands together on a line; `x` and `rise` are from the line's own left end and baseline. */
export interface LineBox extends Omit<TextBox, 'baseline'> {
  readonly rise: number;
  readonly note?: number;
}

export interface SetLine {
  readonly boxes: readonly LineBox[];
  readonly width: number;
}

export interface Measured {
  readonly width: number;
  /** Indent of the first line. */
  readonly indent?: number;
  /** Space between two Han characters on a line that is not spread: negative where they are set close. */
  readonly tracking?: number;
  /** Whether every line but the last is spread to the full width. */
  readonly spread?: boolean;
  /** Fewest characters of a last line, where others can be taken from the line before. */
  readonly leastLast?: number;
}

interface Atom {
  readonly text: string;
  readonly span: Span;
  readonly width: number;
  readonly space: boolean;
  /** A character that shares one box with its neighbours. */
  readonly single: boolean;
  /** What keeps it on one line with the atom before it; of the first of a group, nothing. */
  readonly held?: Hold;
}

/** Marks never give way; to save a line a document parts from its year and number, then its letters, then a number and its unit. */
type Hold = 'mark' | 'document' | 'letters' | 'number';
const WEAKEST_FIRST = ['document', 'letters', 'number'] as const satisfies readonly Hold[];
/** The year in the number of a document. */
const YEAR = /^〔\d+〕$/;

/** A line with less on it is left ragged rather than torn apart: largest gap, in ems. */
const WIDEST_GAP = 0.15;
/** What a gap may lose where a line would else be left ragged, in ems: not half a character on a whole line. */
const SQUEEZE = 0.018;
const SLACK = 0.01;

/** Sets words in lines. A word wider than a line is cut, as there is no better place for it. */
export function setLines(spans: readonly Span[], measured: Measured, measure: Measure): SetLine[] {
  const { width, indent = 0, tracking = 0, spread = false, leastLast = 0 } = measured;
  /** Groups by line. */
  const lines: Atom[][][] = [];
  let line: Atom[][] = [];
  const limit = () => width - (lines.length === 0 ? indent : 0);
  const close = (): void => {
    lines.push(line);
    line = [];
  };
  /** Whether the line, were it to end here, would be too empty to be spread. */
  const isLean = (): boolean => {
    const solid = withoutTrailingSpace(line.flat());
    const spare = limit() - extent(solid, 0);
    return spread && spare > WIDEST_GAP * sizeOf(solid) * gapsOf(solid);
  };
  const place = (group: Atom[]): void => {
    const atoms = [...line.flat(), ...group];
    const fits = (gap: number): boolean => extent(atoms, gap) <= limit() + SLACK;
    if (line.length > 0 && !fits(tracking)) {
      if (!isLean()) close();
      else if (!fits(tracking - SQUEEZE * sizeOf(atoms))) {
        const parts = partsOf(group);
        if (parts.length > 1) {
          for (const part of parts) place(part);
          return;
        }
        close();
      }
    }
    const own = line.length === 0 ? withoutLeadingSpace(group) : group;
    if (own.length > 0) line.push(own);
  };
  for (const group of groupsOf(spans, width, measure)) place(group);
  if (line.length > 0) lines.push(line);
  const [before, last] = lines.slice(-2);
  if (before && last)
    while (last.flat().length < leastLast && before.length > 1) last.unshift(before.pop() ?? []);
  return lines.map((groups, i) => {
    const solid = withoutTrailingSpace(groups.flat());
    const start = i === 0 ? indent : 0;
    const gaps = gapsOf(solid);
    const spare = width - start - extent(solid, 0);
    const isFull = spare < tracking * gaps;
    const gap = spread && gaps > 0 && (i < lines.length - 1 || isFull) ? spare / gaps : tracking;
    return boxesOf(solid, start, gap > WIDEST_GAP * sizeOf(solid) ? tracking : gap);
  });
}

/** Some 楷体 have the quotation marks of Latin type: those of the text take their place. */
function isNarrowQuote(text: string, { role, size }: Style, measure: Measure): boolean {
  return /^[“”‘’]$/.test(text) && role !== 'body' && measure(role, text, size) < 0.75 * size;
}

/** Atoms that must stand on one line, in order. */
function groupsOf(spans: readonly Span[], width: number, measure: Measure): Atom[][] {
  const groups: Atom[][] = [];
  let last: Atom | undefined;
  for (const span of spans) {
    const { size } = span.style;
    const raised = span.style.rise !== undefined;
    const lent = { ...span, style: { ...span.style, role: 'body' as const } };
    const atomOf = (text: string): Atom => {
      const used = isNarrowQuote(text, span.style, measure) ? lent : span;
      return {
        text,
        span: used,
        // A dash takes a whole em in Chinese text, whatever its own width.
        width: text.startsWith('—') ? text.length * size : measure(used.style.role, text, size),
        space: /^\s$/.test(text),
        single: !raised && !/^(?:[A-Za-z0-9À-ɏ]|—)/.test(text) && Array.from(text).length === 1,
      };
    };
    for (const text of raised ? [span.text] : atomsOf(span.text)) {
      const whole = atomOf(text);
      // The letters of an office stand together, each in its place on the grid.
      const isHan = /^\p{Script=Han}{2,}$/u.test(text);
      const pieces = whole.width > width || isHan ? Array.from(text, atomOf) : [whole];
      for (const [i, atom] of pieces.entries()) {
        const group = groups.at(-1);
        const held =
          raised || atom.space || (last && heldByMarks(last.text, atom.text))
            ? 'mark'
            : isHan && i > 0
              ? 'letters'
              : last && stayTogether(last.text, atom.text)
                ? YEAR.test(last.text) || YEAR.test(atom.text)
                  ? 'document'
                  : 'number'
                : undefined;
        if (last && group && held) group.push({ ...atom, held });
        else groups.push([atom]);
        last = atom;
      }
    }
  }
  const narrowed = (group: Atom[]): Atom[][] => {
    if (extent(group, 0) <= width) return [group];
    const parts = partsOf(group);
    // Marks that all belong together (a row of dots) may be wider than a line.
    return parts.length > 1 ? parts.flatMap(narrowed) : group.map((atom) => [atom]);
  };
  return groups.flatMap(narrowed);
}

/** A group parted where its parts hold together least. */
function partsOf(group: readonly Atom[]): Atom[][] {
  const weakest = WEAKEST_FIRST.find((hold) => group.some(({ held }) => held === hold));
  const parts: Atom[][] = [];
  for (const [i, atom] of group.entries()) {
    if (i === 0 || (weakest !== undefined && atom.held === weakest)) {
      const { held: _held, ...free } = atom;
      parts.push([free]);
    } else parts.at(-1)?.push(atom);
  }
  return parts;
}

const sizeOf = (atoms: readonly Atom[]): number => atoms[0]?.span.style.size ?? 0;

const withoutLeadingSpace = (atoms: Atom[]): Atom[] => {
  const first = atoms.findIndex(({ space }) => !space);
  return first < 0 ? [] : atoms.slice(first);
};
const withoutTrailingSpace = (atoms: Atom[]): Atom[] =>
  atoms.slice(0, atoms.findLastIndex(({ space }) => !space) + 1);

/** Whether space may be put between an atom and the one after it. */
const stretches = (after: Atom | undefined): boolean =>
  after !== undefined && after.span.style.rise === undefined;
const gapsOf = (atoms: readonly Atom[]): number => atoms.filter((_, i) => stretches(atoms[i + 1])).length;

/** Width of atoms on a line. */
function extent(atoms: readonly Atom[], gap: number): number {
  const end = atoms.findLastIndex(({ space }) => !space) + 1;
  let width = 0;
  for (let i = 0; i < end; i += 1) {
    width += atoms[i]?.width ?? 0;
    if (i + 1 < end && stretches(atoms[i + 1])) width += gap;
  }
  return width;
}

/** A mark with half of its place empty on the right, before another mark. */
const HOLE = /(?<=[）》」』】〕”’、，。；：])(?=[（《「『【〔“‘）》」』】〕”’、，。；：！？])/;

/** A line in which two marks in a row leave no hole: each but the last takes half of its place. */
export function closeMarks({ boxes, width }: SetLine): SetLine {
  let shift = 0;
  const closed = boxes.flatMap((box): LineBox[] => {
    let x = box.x - shift;
    return box.text.split(HOLE).map((text, i) => {
      if (i > 0) {
        x -= box.size / 2;
        shift += box.size / 2;
      }
      const own = (box.width * Array.from(text).length) / Array.from(box.text).length;
      const part = { ...box, text, x, width: own };
      x += own;
      return part;
    });
  });
  return { boxes: closed, width: width - shift };
}

/** Boxes of a line: neighbours of one style share a box, words keep their own spacing. */
function boxesOf(atoms: readonly Atom[], start: number, gap: number): SetLine {
  const boxes: LineBox[] = [];
  let x = start;
  let end = start;
  atoms.forEach((atom, i) => {
    const { style, note } = atom.span;
    const before = atoms[i - 1];
    const box = boxes.at(-1);
    const joins = before?.single && atom.single && before.span.style === style && before.span.note === note;
    if (box && joins) {
      boxes[boxes.length - 1] = { ...box, text: box.text + atom.text, width: x + atom.width - box.x };
    } else {
      boxes.push({
        kind: 'text',
        role: style.role,
        text: atom.text,
        size: style.size,
        spacing: atom.single ? gap : 0,
        x,
        rise: style.rise ?? 0,
        width: atom.width,
        ...(note === undefined ? {} : { note }),
      });
    }
    end = x + atom.width;
    x = end + (stretches(atoms[i + 1]) ? gap : 0);
  });
  return { boxes, width: end - start };
}
