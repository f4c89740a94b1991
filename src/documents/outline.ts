/** Ordinals of headings after GB/T 9704 7.3.3: 一、 （一） 1. （1）, given by the level, not by the hand. */
import { withoutOrdinal } from '../core/headings.ts';
import { writeNumeral } from '../core/numerals.ts';

/** Level of a heading below the title. */
export type Level = 1 | 2 | 3 | 4;

/** A heading with its ordinal; one that was typed gives way to it. */
export function numbered(level: Level, ordinal: number, heading: string): string {
  const words = withoutOrdinal(heading);
  if (level === 1) return `${writeNumeral(ordinal)}、${words}`;
  if (level === 2) return `（${writeNumeral(ordinal)}）${words}`;
  return level === 3 ? `${ordinal}. ${words}` : `（${ordinal}）${words}`;
}

/** Numbers the headings of a Markdown text, of which `###` is of level `top`. */
export function numberHeadings(markdown: string, top: 1 | 2): string {
  const counts = [0, 0, 0];
  return markdown.replace(/^(#{3,5})[ \t]+(.+?)[ \t]*$/gm, (_, marks: string, heading: string) => {
    const depth = marks.length - 3;
    counts.fill(0, depth + 1);
    counts[depth] = (counts[depth] ?? 0) + 1;
    return `${marks} ${numbered((depth + top) as Level, counts[depth] ?? 1, heading)}`;
  });
}
