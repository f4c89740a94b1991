/** Under which column of the statistics table (JN annex 2) a sanction of the register is ticked. */
import { distance } from '../core/nearest.ts';
import { SANCTIONS } from './columns.ts';

const LISTED: ReadonlySet<string> = new Set(SANCTIONS);
/** The column that the measures of the first form share which have none of their own. */
const SHARED = '第一种:提醒函询等';
const OTHER = '其他:其他';
const OWN = ['第一种:通报批评', '第一种:诫勉'];

/** Words for no sanction at all. */
const NONE = /^(?:无|没有|未(?:予)?处理|不(?:予)?处理)$/;

/** 党纪处分:党内警告 in two; a bare word has no branch. */
function partsOf(sanction: string): { readonly branch: string; readonly word: string } {
  const at = sanction.indexOf(':') + 1;
  return { branch: sanction.slice(0, at), word: sanction.slice(at) };
}

const BRANCHES = new Set(SANCTIONS.map((one) => partsOf(one).branch));

/**
 * The register's value for the column: 第一种:诫勉谈话 is ticked as 第一种:诫勉; 其他 for what the register itself calls so.
 * Undefined for a value that is not listed: it may be misspelt, and whoever reads the table could not tell.
 */
export function tickedAs(sanction: string): string | undefined {
  const { branch, word } = partsOf(sanction);
  if (branch === '其他:' && word !== '' && !NONE.test(word)) return OTHER;
  if (!LISTED.has(sanction)) return undefined;
  if (branch === '组织调整:') return OTHER;
  return branch === '第一种:' ? (OWN.find((own) => sanction.startsWith(own)) ?? SHARED) : sanction;
}

/**
 * The values that a written one may stand for: of its branch those that end in its word, else the same word of another
 * branch, else words with one slip. A near spelling may be another sanction (降级, 降职), so that all of them are named.
 */
function sanctionsMeant(written: string): readonly string[] {
  const { branch, word } = partsOf(written);
  if (word === '') return [];
  const isKnown = BRANCHES.has(branch);
  const own = SANCTIONS.filter((one) =>
    isKnown ? one.startsWith(branch) : branch === '' || distance(partsOf(one).branch, branch) <= 1,
  );
  const ending = own.filter((one) => one.endsWith(word));
  if (isKnown && ending.length > 0) return ending;
  const same = SANCTIONS.filter((one) => partsOf(one).word === word);
  const meant = SANCTIONS.filter((one) => ending.includes(one) || same.includes(one));
  if (meant.length > 0) return meant;
  // In short words one character makes another word.
  return word.length < 3 ? [] : own.filter((one) => distance(partsOf(one).word, word) <= 1);
}

/** How to write a sanction for which the table has no column. */
export function sanctionAdvice(written: string, isUnit: boolean): string {
  const { branch, word } = partsOf(written);
  if (written === '' || NONE.test(word)) return '没有给予处理的，这一格留空。';
  if (word === '' && branch === '其他:') return '在「其他:」后面写明处理的名称。';
  const isBare = word === '' && BRANCHES.has(branch);
  const meant = (isBare ? SANCTIONS.filter((one) => one.startsWith(branch)) : sanctionsMeant(written)).filter(
    (one) => one.startsWith('单位:') === isUnit || isBare,
  );
  if (meant.length > 0) {
    const quoted = meant.map((one) => `「${one}」`);
    const named = [quoted.slice(0, -1).join('、'), quoted.at(-1)].filter((part) => part !== '').join('或者');
    const where = meant.some((one) => tickedAs(one) === OTHER)
      ? '表中没有组织调整的栏目，划在“其他”一栏；停职检查、调离岗位等写作「组织处理:停职检查」等。'
      : '';
    return isBare ? `没有写明是哪一种处理，写作${named}。${where}` : `您是否想写${named}？${where}`;
  }
  return isUnit || word === ''
    ? '请核对处理的名称。'
    : `请核对处理的名称；确属表中没有的处理，写作「其他:${word}」，划在“其他”一栏。`;
}
