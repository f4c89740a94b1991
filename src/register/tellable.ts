/**
 * What a message may repeat of what a register holds. Whoever keeps a register may write a name anywhere, and reports
 * travel further than registers: a written value is repeated only when it cannot be a person's name or number.
 */
import { nearest } from '../core/nearest.ts';
import { type ColumnDeclaration, TABLES } from './columns.ts';

/** Digits in a row, hyphens and spaces apart, that may be a number of a person. */
const LONG_NUMBER = /\d{11}/;
/** Letters beside digits and signs that make no name. */
const MOST_LETTERS = 3;
/** `JN-7(4)`, `SY-S2(2)d`: written like the code of a clause. */
const CLAUSE = /^[A-Z]{2}-[A-Z]?\d{1,3}(?:\(\d{1,2}\))?[.\da-z]{0,4}$/;
/** 2024年上半年, 第3季度: a time, not a name. */
const TIME = /^(?=.*\d)[\d年月日号上下半第季度:.~-]+$/;

/** An id that names its row: of the common form, with no more digits than a serial number has. */
export const isTellableId = (id: string): boolean => /^[A-Z]{2}-(?:[EL]-)?\d{4}-\d{3,8}$/.test(id);

/** In one width of characters. */
const even = (text: string): string => text.normalize('NFKC');

const valuesOf = ({ head, values = [], aliases = {} }: ColumnDeclaration): string[] => [
  head,
  ...(Array.isArray(values) ? values : Object.values(values).flat()),
  ...Object.keys(aliases),
];

const EVEN_LISTS = new WeakMap<readonly string[], readonly string[]>();

/** The same lists are asked for again and again. */
function evenList(values: readonly string[]): readonly string[] {
  const known = EVEN_LISTS.get(values) ?? values.map(even);
  EVEN_LISTS.set(values, known);
  return known;
}

/** The words of the forms: values and heads of all columns. */
const WORDS: ReadonlySet<string> = new Set([
  ...Object.values(TABLES).flat().flatMap(valuesOf).map(even),
  // The verdicts of an assessment, and a blank that was looked into.
  '正',
  '负',
  '不适用',
  '无',
]);

/**
 * Whether a text may be repeated. Every word of it is one of the forms, or a slip of a value that may stand here, or a
 * time; what is left has no more than one Chinese character or three letters. In doubt it may not: the place of the
 * cell is named all the same.
 * @param legal values that may stand in the column
 */
export function isTellable(text: string, legal: readonly string[] = []): boolean {
  const plain = even(text);
  if (LONG_NUMBER.test(plain.replace(/[\s\-.]/g, ''))) return false;
  if (namesNobody(plain)) return true;
  const values = evenList(legal);
  const unknown = (words: readonly string[]): string[] => words.filter((word) => !isKnown(word, values));
  // A value may have a separator in it itself.
  const words = unknown(plain.split('|')).flatMap((part) => unknown(part.split(/[、,;/@=\s]+/)));
  return namesNobody(words.join(''));
}

/** Whether a text has too few letters for a name. */
function namesNobody(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  return letters.some((letter) => /\p{Script=Han}/u.test(letter))
    ? letters.length === 1
    : letters.length <= MOST_LETTERS;
}

function isKnown(word: string, legal: readonly string[]): boolean {
  return (
    WORDS.has(word) || legal.includes(word) || CLAUSE.test(word) || TIME.test(word) || isSlipOf(word, legal)
  );
}

/** Whether a word has at most one character that the value meant has not, and no surname before it. */
function isSlipOf(word: string, legal: readonly string[]): boolean {
  if (word.length < 2) return false;
  if (legal.some((value) => value.includes(word))) return true;
  const meant = nearest(word, legal);
  if (meant === undefined) return false;
  const left = [...meant];
  const strange = [...word].filter((char) => {
    const at = left.indexOf(char);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  }).length;
  return (
    strange <= 1 &&
    word.length - strange >= 2 &&
    (strange === 0 || word.length <= meant.length || word.startsWith(meant))
  );
}
