/** Clauses cited in a field of a form, where the field holds nothing else: 第七条（一）至（六）、第八条（二）. */
import { readNumeral } from '../core/numerals.ts';

const SEPARATOR = /^(?:[|、,;。./]|以及|和|及|与)/;
const TITLE = /^《[^》]*》/;
const ARTICLE = /^第([零一二三四五六七八九十百\d]+)条/;
/** In brackets, or between 第 and 项; before 至 the latter comes later. */
const ITEM =
  /^(?:第?\(([零一二三四五六七八九十\d]+)\)项?|第([零一二三四五六七八九十\d]+)(?:项|(?=[至到~-])))/;
/** What a citation may begin with and mean the same. */
const OPENING = /^(?:符合|属于|依据|根据|依照|按照)/;
const TO = /^(?:至|到|-|~)/;
const CODE = /^[A-Za-z]{2}-[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*(?:\([0-9]+\)[a-z]?\d?)?/;

/**
 * The codes that a text cites, in its order; undefined when anything else stands in it, or a clause that is no code: what
 * the words around it say of the clause cannot be told.
 * @param legal codes that may be cited
 */
export function readCitations(
  text: string,
  policy: string,
  legal: ReadonlySet<string>,
): readonly string[] | undefined {
  let rest = text.normalize('NFKC').trim().replace(OPENING, '').replace(/\s+/g, '|');
  const found = new Set<string>();
  /** The article under which items are named; whether it still waits for one. */
  let article: number | undefined;
  let waiting = false;
  /** The item after which 至 stands. */
  let from: number | undefined;
  let last: number | undefined;
  const take = (code: string): boolean => {
    const known = legal.has(code);
    if (known) found.add(code);
    return known;
  };
  const settle = (): boolean => !waiting || take(`${policy}-${article}`);
  while (rest !== '') {
    const code = CODE.exec(rest)?.[0];
    const named = ARTICLE.exec(rest);
    const item = ITEM.exec(rest);
    const other = SEPARATOR.exec(rest) ?? TITLE.exec(rest);
    const to = TO.exec(rest);
    if (code !== undefined) {
      const meant = [...legal].find((one) => one.toLowerCase() === code.toLowerCase());
      if (!settle() || meant === undefined || from !== undefined) return undefined;
      waiting = false;
      found.add(meant);
      rest = rest.slice(code.length);
    } else if (named) {
      if (!settle() || from !== undefined) return undefined;
      article = readNumeral(named[1] ?? '') ?? undefined;
      if (article === undefined) return undefined;
      waiting = true;
      last = undefined;
      rest = rest.slice(named[0].length);
    } else if (item) {
      const number = readNumeral(item[1] ?? item[2] ?? '');
      if (article === undefined || number === null) return undefined;
      waiting = false;
      for (let at = from === undefined ? number : from + 1; at <= number; at += 1)
        if (!take(`${policy}-${article}(${at})`)) return undefined;
      if (from !== undefined && number <= from) return undefined;
      from = undefined;
      last = number;
      rest = rest.slice(item[0].length);
    } else if (to) {
      if (last === undefined || from !== undefined) return undefined;
      from = last;
      rest = rest.slice(to[0].length);
    } else if (other) {
      rest = rest.slice(other[0].length);
    } else return undefined;
  }
  return settle() && from === undefined && found.size > 0 ? [...found] : undefined;
}
