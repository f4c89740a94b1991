/** How much writing a box takes: what is longer stays in the file, but is not seen on paper. Pure. */
import { fieldInset, linesOfHeight } from './fill.ts';

export interface Room {
  readonly lines: number;
  /** Width of a line in characters of full width. */
  readonly width: number;
}

/** The room of a box; lengths in points. */
export function roomOf(
  { width, height }: { readonly width: number; readonly height: number },
  size: number,
  multiline: boolean,
): Room {
  const inset = 2 * fieldInset(size);
  return {
    lines: multiline ? Math.max(1, linesOfHeight(height, size)) : 1,
    width: Math.max(1, Math.floor((width - inset + 0.01) / size)),
  };
}

/** Characters of full width that a box takes. */
export function charactersIn({ lines, width }: Room): number {
  return lines * width;
}

/** Characters of full width, and of half: Latin letters and digits take little more than half. */
const widthOfText = (text: string): number => {
  let width = 0;
  for (const character of text) width += character < '\u2e80' && !/[“”‘’…—]/.test(character) ? 0.56 : 1;
  return width;
};

/** How many characters a text has more than a box shows, as near as can be told without its font; 0 when it fits. */
export function cutOff(text: string, { lines, width }: Room): number {
  const paragraphs = text.split('\n');
  const needed = paragraphs.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOfText(line) / width)), 0);
  if (needed <= lines) return 0;
  let shown = 0;
  let left = lines;
  for (const line of paragraphs) {
    const count = Array.from(line).length;
    const own = Math.max(1, Math.ceil(widthOfText(line) / width));
    if (own > left) {
      shown += Math.floor((count * left) / own);
      break;
    }
    left -= own;
    shown += count;
  }
  return Array.from(text.replaceAll('\n', '')).length - shown;
}
