/** What the headings of a paper are called, whatever was typed before the name. */

/** A heading without the ordinal that was typed before it: 一、 （一） 1. （1）. */
export function withoutOrdinal(heading: string): string {
  return heading.replace(
    /^(?:[一二三四五六七八九十百]+、|（[一二三四五六七八九十百]+）|\d+[.．、]|[（(]\d+[）)])\s*/,
    '',
  );
}

/** What an annex is called, by the heading that opens it (附件：责任清单); undefined for a part of the text. */
export function annexTitle(heading: string): string | undefined {
  return /^附件\s*\d*\s*(?:[：:.．、]\s*|\s)(.+)$/.exec(heading)?.[1];
}
