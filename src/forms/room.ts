/**
 * How much writing a box takes: what is longer stays in the file, but is not seen on paper. Browsers set the text of a
 * field in their own ways, which are followed here without the font. Pure.
 */
import { FIELD_LEADING } from './fill.ts';

/** A box to write in; lengths in points. */
export interface Room {
  readonly width: number;
  readonly height: number;
  readonly size: number;
  readonly multiline: boolean;
}

/** Advance widths of U+0020 to U+007E in the field font, in thousandths of an em. */
const ASCII_WIDTHS =
  '224 323 474 555 555 921 680 278 338 338 467 555 278 347 278 392 555 555 555 555 555 555 555 555 555 555 278 278 555 555 555 474 946 608 657 638 688 589 552 689 728 293 535 646 543 812 723 742 633 742 635 596 599 721 575 878 573 531 603 338 392 338 555 559 606 563 618 510 620 554 325 564 607 275 275 552 284 926 610 606 620 620 388 468 377 607 521 802 498 521 475 338 270 338 555'
    .split(' ')
    .map(Number);

/** Signs narrower than an em that stand in ordinary writing. */
const NARROW: Readonly<Record<string, number>> = {
  '—': 0.894,
  '–': 0.536,
  '№': 0.997,
  '°': 0.37,
  '£': 0.555,
};

/** Width of a character in ems, or a little more. */
export function emsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  const narrow = NARROW[character];
  if (narrow !== undefined) return narrow;
  return (ASCII_WIDTHS[code - 0x20] ?? (code < 0x2000 ? 1020 : 1000)) / 1000;
}

// What PDFium, the engine of Chrome and Edge, takes characters for when it breaks lines.
const WORD = /[A-Za-z0-9À-ɏＡ-Ｚａ-ｚ]/;
const HAN = /[\u2e80-\u2fff\u3040-\u9fbf\uf900-\ufaff]/;
const OPENING = /[([{《「『【〔〖（［｛]/;
const JOINING = /[',\-./]/;
const PREFIX = /[$£¤¥€＄￡￥№]/;
const MARK = /[!"'(),\-./:;?[\]{}´¸‐-–‘-‟′-‷、-〃々〉-】〔-〟！＂＇（），．／：；？［］｀｛-｝]/;

/** Whether PDFium may end a line between two characters, the brackets that open apart. */
function mayPart(before: string, after: string): boolean {
  if (WORD.test(before) && WORD.test(after)) return false;
  if (/[ \u3000]/.test(after) || MARK.test(after)) return false;
  if (JOINING.test(before)) return false;
  if (/[ \u3000]/.test(before) || MARK.test(before)) return true;
  if (PREFIX.test(before)) return false;
  return PREFIX.test(after) || HAN.test(after) || HAN.test(before);
}

/** The places in a paragraph before which PDFium may end a line: an opening bracket takes along what it opens. */
function partings(characters: readonly string[]): boolean[] {
  let opened = false;
  return characters.map((character, at) => {
    const opens = OPENING.test(character);
    if (opened) {
      if (!opens && !/[ \u3000]/.test(character)) opened = false;
      return false;
    }
    opened = opens;
    return opens || mayPart(characters[at - 1] ?? character, character);
  });
}

/**
 * Firefox ends a line after a space or, where there is none, anywhere. After a space it may put one character too many
 * on a line, which then is not seen whole: here the line ends before it.
 */
const afterSpaces = (characters: readonly string[]): boolean[] =>
  characters.map((_, at) => characters[at - 1] === ' ');

/** How a browser sets the text of a box. */
interface Setter {
  readonly breaks: (characters: readonly string[]) => readonly boolean[];
  /** Room of a line. */
  readonly measure: (room: Room) => number;
  /** Lines that are seen whole. */
  readonly lines: (room: Room) => number;
}

/** How far below the base line characters reach, in ems. */
const DEPTH = 0.12;

export const CHROME: Setter = {
  breaks: partings,
  measure: ({ width }) => width,
  // Ascent and descent of the font state more than its characters take.
  lines: ({ height, size }) => Math.floor((height / size + 0.25 - DEPTH) / FIELD_LEADING + 0.01),
};

export const FIREFOX: Setter = {
  breaks: afterSpaces,
  measure: ({ width, multiline }) => width - (multiline ? 4 : 2),
  lines: ({ height, size }) => Math.floor(((height - 1) / size - 1 - DEPTH) / 1.35 + 1.01),
};

/** The lines of a text as a browser sets them, in characters: each paragraph has at least one. */
export function linesOf(text: string, room: Room, { breaks, measure }: Setter): number[] {
  const width = (measure(room) + 0.01) / room.size;
  return text.split('\n').flatMap((paragraph) => {
    const characters = Array.from(paragraph);
    const may = room.multiline ? breaks(characters) : [];
    const lines: number[] = [];
    let start = 0;
    let parting = 0;
    let filled = 0;
    for (let at = 0; at < characters.length; ) {
      if (may[at] && at > start) parting = at;
      const ems = emsOf(characters[at] ?? '');
      if (filled + ems > width && at > start) {
        const end = parting > start ? parting : at;
        lines.push(end - start);
        start = end;
        at = end;
        filled = 0;
      } else {
        filled += ems;
        at += 1;
      }
    }
    return [...lines, characters.length - start];
  });
}

/** How many characters of a text are seen in a box, line ends not counted. */
function shownBy(text: string, room: Room, setter: Setter): number {
  const lines = room.multiline ? Math.max(1, setter.lines(room)) : 1;
  return linesOf(text, room, setter)
    .slice(0, lines)
    .reduce((sum, count) => sum + count, 0);
}

/** How many characters of a text a box shows in the browser that shows fewer. */
function shownOf(text: string, room: Room): number {
  return Math.min(shownBy(text, room, CHROME), shownBy(text, room, FIREFOX));
}

/** How many characters a text has more than its box shows; 0 when it fits. */
export function cutOff(text: string, room: Room): number {
  return Array.from(text.replaceAll('\n', '')).length - shownOf(text, room);
}

/** What is written into forms: brackets and marks end lines early, in narrow boxes most of all. */
const WRITTEN = [
  '永',
  '为赶在汛期前完成施工，经集体研究决定“先行先试”（见会议纪要〔2025〕12号），挽回损失120万元；未谋取私利。',
  '第七条（一）（二）（五）（六）、第八条（二）（三），',
];

/** How many characters of ordinary writing a box takes, wherever its lines may happen to end. */
export function charactersIn(room: Room): number {
  const most = Math.ceil((room.width / room.size + 1) * (room.height / room.size + 1));
  const counts = WRITTEN.flatMap((text) => {
    const characters = Array.from(text);
    const starts = Array.from({ length: Math.ceil(characters.length / 5) }, (_, i) => 5 * i);
    return starts.map((start) => {
      const turned = [...characters.slice(start), ...characters.slice(0, start)].join('');
      return shownOf(turned.repeat(Math.ceil(most / characters.length)), room);
    });
  });
  return Math.max(1, Math.min(...counts));
}
