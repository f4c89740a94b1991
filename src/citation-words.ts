/** A citation cut so that the badge of its policy's status never stands alone on a line. */

/** Length of the end of a citation that stays with the badge: 第二款. */
const TAIL = 3;

/** Cuts a text into what may break and what stays with the badge that follows. */
export function tieTail(text: string): readonly [head: string, tail: string] {
  const characters = [...text];
  return [characters.slice(0, -TAIL).join(''), characters.slice(-TAIL).join('')];
}

/** A piece of a sentence; `status` where the piece is the name of a policy. */
interface NamedPiece<Status> {
  readonly text: string;
  readonly status?: Status;
}

/** Cuts a sentence at the policies it names by their short names, so that each can carry its status. */
export function namedPolicies<Status>(
  text: string,
  policies: readonly { readonly short: string; readonly status: Status }[],
): NamedPiece<Status>[] {
  const pieces: NamedPiece<Status>[] = [];
  let rest = text;
  while (rest !== '') {
    const [next] = policies
      .map(({ short, status }) => ({ at: rest.indexOf(short), short, status }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at);
    if (!next) return [...pieces, { text: rest }];
    if (next.at > 0) pieces.push({ text: rest.slice(0, next.at) });
    // The clause that follows the name belongs to the citation: 济南《实施细则》第十二条第三款.
    const end = next.at + next.short.length;
    const [clause = ''] =
      /^(?:第[一二三四五六七八九十百]+条)?(?:第（?[一二三四五六七八九十]+）?[款项])*/.exec(rest.slice(end)) ??
      [];
    pieces.push({ text: next.short + clause, status: next.status });
    rest = rest.slice(end + clause.length);
  }
  return pieces;
}
