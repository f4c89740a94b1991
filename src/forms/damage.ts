/**
 * Characters that no one has typed: what is left of a rare character after a program that handles no more than 16 bits
 * has stored it. 31 of the 196 rare characters of 通用规范汉字表 come out as another han character; those nobody can tell.
 */

/** Scripts that stand in Chinese official papers: numbers of annexes, foreign names, phonetic spelling. */
const AT_HOME =
  /^[\p{Script=Han}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Common}\p{Script=Inherited}]$/u;
const IN_NAMES = /^[\p{Script=Han}\u{20000}-\u{3ffff}A-Za-zＡ-Ｚａ-ｚ]$/u;

export interface Damage {
  /** The character that is wrong. */
  readonly character: string;
  /** Its place among the characters, from 1. */
  readonly position: number;
  /** What is wrong with it: 「中有」 goes before. */
  readonly what: string;
}

/** Every damage in a text, in its order. */
export function damagesIn(text: string, isName: boolean): Damage[] {
  return Array.from(text).flatMap((character, at) => {
    const what = faultOf(character, isName);
    return what === undefined ? [] : [{ character, position: at + 1, what }];
  });
}

/**
 * Radicals that share their glyph with a whole character, each before it. A page printed to PDF from a browser may hold
 * them instead of the character. NFKC knows the others, but takes ⼾ for 戶, and only two of CJK Radicals Supplement.
 */
const RADICALS = new Map(
  '⺐尢⺒巳⺓幺⺠民⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⼾户'
    .match(/../gu)
    ?.map(([radical = '', meant = '']) => [radical, meant]),
);

/** Radicals, and han characters that are encoded a second time for the sake of other encodings. */
const TWIN = /[\u2e80-\u2ef3\u2f00-\u2fd5\uf900-\ufad9\u{2f800}-\u{2fa1d}]/gu;

/**
 * A text with the characters that stand for others of the same look, as copying from a PDF brings them, and those
 * which were replaced, each once, with what they became.
 */
export function withoutTwins(text: string): {
  readonly text: string;
  readonly twins: ReadonlyMap<string, string>;
} {
  const twins = new Map<string, string>();
  const plain = text.replace(TWIN, (character) => {
    const meant = RADICALS.get(character) ?? character.normalize('NFKC');
    if (meant !== character) twins.set(character, meant);
    return meant;
  });
  return { text: plain, twins };
}

/** Ends of lines that only some programs take for such. */
const LINE_ENDS = /[\u0085\u2028\u2029]/gu;
/** Signs without width, as web pages and chats put them between characters; not those that turn the order around. */
const WIDTHLESS = /[\u00ad\u200b-\u200f\u202a\u202c\u202d\u2060-\u2064\u2066\u2068\u2069\ufeff]/gu;

/**
 * A text without what nobody sees and nobody misses, its lines ended by LF, and what was taken out or replaced, each
 * once.
 */
export function withoutWidthless(text: string): {
  readonly text: string;
  readonly gone: ReadonlySet<string>;
} {
  return {
    text: text.replace(LINE_ENDS, '\n').replace(WIDTHLESS, ''),
    gone: new Set([...(text.match(LINE_ENDS) ?? []), ...(text.match(WIDTHLESS) ?? [])]),
  };
}

function faultOf(character: string, isName: boolean): string | undefined {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0xd800 && code <= 0xdfff) return '只存下一半的生僻字';
  if (code === 0xfffd) return '已经丢失的字';
  if (/\p{Co}/u.test(character)) return '换一台电脑就认不出的自造字';
  // Beyond 16 bits an older browser may not know a newer han character.
  if (code < 0x10000 && /\p{Cn}/u.test(character)) return '不是文字的编码';
  if (/[\p{Cc}\p{Cf}]/u.test(character) && !/[\t\n\r]/.test(character)) return '看不见的控制字符';
  if (code < 0x10000 && !AT_HOME.test(character)) return '汉语公文里不会出现的文字';
  return isName && /\p{L}/u.test(character) && !IN_NAMES.test(character) ? '姓名里不会出现的文字' : undefined;
}

/** A code point as it is written: U+D842. */
export function codePointOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
