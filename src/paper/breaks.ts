/** Where lines of Chinese text may break: 避头尾 after GB/T 15834, words and numbers whole. */

/** Marks and spaces that must not begin a line. A single dash joins (2023—2025年); two are a 破折号, which may begin one. */
const NOT_FIRST = /^(?:[\s、，。；：！？…·•）》〉」』】〕〗］｝”’,.;:!?)\]}%‰℃°′″～－/]|—(?!—))/;
/** Brackets that must not end a line. */
const NOT_LAST = /[（《〈「『【〔〖［｛“‘([{￥$№]$/;

/** What stands at the end of a line and the beginning of the next when a number is parted from what belongs to it. */
const NUMBER_BREAKS: readonly (readonly [RegExp, RegExp])[] = [
  // 32号, 5个, 2023年, but not GB2312标准; JN-2024-003号; 120万元, 3个月, 3个工作日.
  [/(?<![A-Za-z][\w.-]*)\d$/, /^\p{Script=Han}/u],
  [/\d$/, /^号/],
  [/[万亿]$/, /^元/],
  [/个$/, /^[月工]/],
  // 第18条, 附件 2.
  [/[第 ]$/, /^\d/],
  // 枣职发〔2023〕32号.
  [/\p{Script=Han}$/u, /^〔\d+〕/],
  [/〔\d+〕$/, /^\d/],
];

/**
 * Words and numbers with what joins their parts, 破折号, 省略号, short remarks in 〔〕, the letters of the office before the
 * year of a document (枣职发 in 枣职发〔2023〕32号, where it can be told where they begin); else single characters.
 */
const ATOM =
  /(?<=^|[（《、，。；：\s])\p{Script=Han}{2,5}(?=〔\d{4}〕)|[A-Za-z0-9À-ɏ]+(?:[-–.,:/'’_@&+][A-Za-z0-9À-ɏ]+)*|—+|…+|〔[^〔〕]{1,5}〕|./gsu;

/** Cuts text into what never breaks inside. */
export function atomsOf(text: string): string[] {
  return text.match(ATOM) ?? [];
}

/** Whether no line may end between two atoms for a mark that one of them is. */
export const heldByMarks = (before: string, after: string): boolean =>
  NOT_FIRST.test(after) || NOT_LAST.test(before);

/** Whether no line may end between two atoms. */
export function stayTogether(before: string, after: string): boolean {
  return (
    heldByMarks(before, after) || NUMBER_BREAKS.some(([end, start]) => end.test(before) && start.test(after))
  );
}

/** … nor for the number of a clause: only where lines need not reach the margin, as in footers. */
export const keepClauses: typeof stayTogether = (before, after) =>
  stayTogether(before, after) ||
  (/第[一二三四五六七八九十百]*$/.test(before) && /^[一二三四五六七八九十百条款项]/.test(after));

/**
 * Pieces between which a line may break: single Han characters with their punctuation, whole runs of Latin, numbers
 * with what they count.
 */
export function piecesOf(text: string, together: typeof stayTogether = stayTogether): string[] {
  const pieces: string[] = [];
  for (const atom of atomsOf(text)) {
    const last = pieces.at(-1);
    if (last !== undefined && together(last, atom)) pieces[pieces.length - 1] = last + atom;
    else pieces.push(atom);
  }
  return pieces;
}

/**
 * Breaks text into the fewest lines of at most `width`, then evens them out, so that no line is left with one
 * character. Returns null when a piece that may not be broken is wider than a line.
 */
export function wrap(
  text: string,
  width: number,
  measure: (text: string) => number,
  together: typeof stayTogether = stayTogether,
): string[] | null {
  const fewest = fillLines(text, width, measure, together);
  if (fewest === null || fewest.length < 2) return fewest;
  const total = measure(text);
  const step = total / Math.max(1, Array.from(text).length);
  for (let limit = total / fewest.length; limit < width; limit += step / 2) {
    const lines = fillLines(text, limit, measure, together);
    if (lines?.length === fewest.length) return lines;
  }
  return fewest;
}

/** Breaks running text: every line but the last is as full as it can be. */
export function fillLines(
  text: string,
  limit: number,
  measure: (text: string) => number,
  together: typeof stayTogether = stayTogether,
): string[] | null {
  const lines: string[] = [];
  // A number with its unit wider than the line is parted after all.
  const pieces = piecesOf(text, together).flatMap((piece) =>
    measure(piece) > limit + 0.01 ? piecesOf(piece, heldByMarks) : [piece],
  );
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && measure(last + piece) <= limit + 0.01) lines[lines.length - 1] = last + piece;
    else if (measure(piece) > limit + 0.01) return null;
    else lines.push(piece);
  }
  return lines;
}

/** Words that belong to what stands before them. */
const TRAILING = /^[的地得了着过等们]$/;

/** Words of this field that a general dictionary does not know. */
const FIELD_WORDS =
  /容错纠错|容错|纠错|三重一大|三个区分开来|四种形态|先行先试|典型案例|典型问题|[正负]面清单|纪检监察|党[委组]|实施[细办][则法]/g;

/**
 * Breaks a title into the fewest lines so that words stay whole and the lines form a trapezoid or a diamond, as
 * GB/T 9704 7.3.1 asks: a middle line shorter than both its neighbours is the last choice. Returns null when a word is
 * wider than a line.
 */
export function breakTitle(text: string, width: number, measure: (text: string) => number): string[] | null {
  const fewest = fillLines(text, width, measure)?.length;
  if (fewest === undefined) return null;
  if (fewest === 1) return [text];
  const pieces = wordsOf(text);
  for (let count = fewest; count <= pieces.length; count += 1) {
    let best: { cost: number; lines: string[] } | undefined;
    for (const lines of splits(pieces, count)) {
      const widths = lines.map(measure);
      if (widths.some((line) => line > width + 0.01)) continue;
      const mean = widths.reduce((sum, line) => sum + line, 0) / count;
      const uneven = widths.reduce((sum, line) => sum + (line - mean) ** 2, 0);
      const hollow = widths.filter(
        (line, i) => i > 0 && i < count - 1 && line < Math.min(widths[i - 1] ?? 0, widths[i + 1] ?? 0),
      ).length;
      // A break after a mark is a break in the sense.
      const within = lines.slice(0, -1).filter((line) => !/[：；，、—]$/.test(line)).length;
      const cost = uneven + (hollow + within / 4) * width ** 2;
      if (!best || cost < best.cost) best = { cost, lines };
    }
    if (best) return best.lines;
  }
  return fillLines(text, width, measure);
}

/** Words of a title, each with what may not be parted from it. */
function wordsOf(text: string): string[] {
  const inside = new Set<number>();
  for (const { index, 0: word } of text.matchAll(FIELD_WORDS))
    for (let at = index + 1; at < index + word.length; at += 1) inside.add(at);
  const pieces: string[] = [];
  for (const { segment, index } of new Intl.Segmenter('zh', { granularity: 'word' }).segment(text)) {
    const last = pieces.at(-1);
    const joined = inside.has(index) || TRAILING.test(segment);
    if (last !== undefined && (joined || stayTogether(last, segment)))
      pieces[pieces.length - 1] = last + segment;
    else pieces.push(segment);
  }
  return pieces;
}

/** All ways to put pieces together into `count` lines. */
function* splits(pieces: readonly string[], count: number): Generator<string[]> {
  if (count === 1) {
    yield [pieces.join('')];
    return;
  }
  for (let i = 1; i <= pieces.length - count + 1; i += 1) {
    for (const rest of splits(pieces.slice(i), count - 1)) yield [pieces.slice(0, i).join(''), ...rest];
  }
}
