/** Edit distance between two short strings, insertions, deletions, replacements and swaps of neighbours each 1. */
export function distance(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  let before: number[] = [];
  let previous = right.map((_, index) => index).concat(right.length);
  for (let i = 1; i <= left.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1;
      let best = Math.min((row[j - 1] ?? 0) + 1, (previous[j] ?? 0) + 1, (previous[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    before = previous;
    previous = row;
  }
  return previous[right.length] ?? 0;
}

/**
 * The candidate a writer most likely meant, or undefined when none is near: at most a third of the characters
 * may differ (never fewer than one). Ties go to the earlier candidate, so the answer is stable.
 */
export function nearest(text: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - text.length) > 6) continue;
    const away = distance(text, candidate);
    if (away < bestDistance) {
      bestDistance = away;
      best = candidate;
    }
  }
  return bestDistance <= Math.max(1, Math.floor([...text].length / 3)) ? best : undefined;
}
