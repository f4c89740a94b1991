/** Where a slip in YAML was made. */

/** A value that opens a quotation mark and does not close it on its line. */
const OPEN_QUOTE = /(?:^|[:\-[{,])[ \t]*(["'])(?:(?!\1).)*$/gm;

/**
 * Offset of the slip behind a syntax error. A quotation mark left open swallows lines until the next one, and the parser
 * stumbles far away: then the place is where it was opened. Values over several lines do without quotes here.
 * @param errorAt where the parser gave up
 */
export function slipOffset(source: string, errorAt: number): number {
  for (const match of source.matchAll(OPEN_QUOTE)) {
    const [words, quote = ''] = match;
    const at = match.index + words.indexOf(quote);
    if (at >= errorAt) break;
    return at;
  }
  return errorAt;
}
