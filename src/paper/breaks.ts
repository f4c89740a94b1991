/** Where lines of Chinese text may break. */

// 避头尾: punctuation that must not begin, and brackets that must not end a line.
const NOT_FIRST = /^[、，。；：！？…·）》」』】〕”’,.;:!?)\]}%‰℃]/;
const NOT_LAST = /[（《「『【〔“‘([{]$/;

/** Pieces between which a line may break: single Han characters with their punctuation, whole runs of Latin. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (const piece of text.match(/[A-Za-z0-9]+|./gu) ?? []) {
    const last = pieces.at(-1);
    if (last !== undefined && (NOT_FIRST.test(piece) || NOT_LAST.test(last)))
      pieces[pieces.length - 1] = last + piece;
    else pieces.push(piece);
  }
  return pieces;
}

/**
 * Breaks text into the fewest lines of at most `width`, then evens them out, so that no line is left with one
 * character. Returns null when a piece that may not be broken is wider than a line.
 */
export function wrap(text: string, width: number, measure: (text: string) => number): string[] | null {
  const fewest = fillLines(text, width, measure);
  if (fewest === null || fewest.length < 2) return fewest;
  const total = measure(text);
  const step = total / Math.max(1, Array.from(text).length);
  for (let limit = total / fewest.length; limit < width; limit += step / 2) {
    const lines = fillLines(text, limit, measure);
    if (lines?.length === fewest.length) return lines;
  }
  return fewest;
}

/** Breaks running text: every line but the last is as full as it can be. */
export function fillLines(text: string, limit: number, measure: (text: string) => number): string[] | null {
  const lines: string[] = [];
  for (const piece of piecesOf(text)) {
    const last = lines.at(-1);
    if (last !== undefined && measure(last + piece) <= limit + 0.01) lines[lines.length - 1] = last + piece;
    else if (measure(piece) > limit + 0.01) return null;
    else lines.push(piece);
  }
  return lines;
}
