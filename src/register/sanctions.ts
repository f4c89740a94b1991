/** Under which column of the statistics table (JN annex 2) a sanction of the register is ticked. */
import { SANCTIONS } from './columns.ts';

const LISTED: ReadonlySet<string> = new Set(SANCTIONS);
/** The column that the measures of the first form share which have none of their own. */
const SHARED = '第一种:提醒函询等';
const OTHER = '其他:其他';
const OWN = ['第一种:通报批评', '第一种:诫勉'];

/**
 * The register's value for the column: 第一种:诫勉谈话 is ticked as 第一种:诫勉; 其他 for what the register itself calls so.
 * Undefined for a value that is not listed: it may be misspelt, and whoever reads the table could not tell.
 */
export function tickedAs(sanction: string): string | undefined {
  const [branch = '', word = ''] = sanction.split(/:(.*)/);
  if (branch === '其他' && word !== '') return OTHER;
  if (!LISTED.has(sanction)) return undefined;
  if (branch === '组织调整') return OTHER;
  return branch === '第一种' ? (OWN.find((own) => sanction.startsWith(own)) ?? SHARED) : sanction;
}
