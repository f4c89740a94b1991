/** Linear algebra of what a reader can subtract, by another way than the module under test. */

/** Signed unknowns that add up to something printed. */
export type Equation = [unknown: string, sign: number][];

/**
 * Unknowns that the equations settle: one is settled when adding "it is known" to the equations does not raise their
 * rank (modulo a prime).
 */
export function determined(equations: readonly Equation[]): string[] {
  const names = [...new Set(equations.flatMap((terms) => terms.map(([name]) => name)))];
  const rows = equations.map((terms) => {
    const row = names.map(() => 0);
    for (const [name, sign] of terms) row[names.indexOf(name)] = (row[names.indexOf(name)] ?? 0) + sign;
    return row;
  });
  const rank = rankModulo(rows, names.length);
  return names.filter(
    (_, index) =>
      rankModulo([...rows, names.map((_name, i) => (i === index ? 1 : 0))], names.length) === rank,
  );
}

const PRIME = 1_000_003;

function inverse(value: number): number {
  let [result, base, power] = [1, value, PRIME - 2];
  for (; power > 0; power = Math.floor(power / 2)) {
    if (power % 2 === 1) result = (result * base) % PRIME;
    base = (base * base) % PRIME;
  }
  return result;
}

function rankModulo(source: readonly (readonly number[])[], width: number): number {
  const rows = source.map((row) => row.map((value) => ((value % PRIME) + PRIME) % PRIME));
  let rank = 0;
  for (let column = 0; column < width; column += 1) {
    const at = rows.findIndex((row, index) => index >= rank && row[column] !== 0);
    if (at < 0) continue;
    const pivot = rows[at] as number[];
    [rows[at], rows[rank]] = [rows[rank] as number[], pivot];
    const scale = inverse(pivot[column] as number);
    for (const row of rows.slice(rank + 1)) {
      const factor = ((row[column] as number) * scale) % PRIME;
      if (factor === 0) continue;
      for (let c = column; c < width; c += 1)
        row[c] = ((row[c] as number) + PRIME * PRIME - factor * (pivot[c] as number)) % PRIME;
    }
    rank += 1;
  }
  return rank;
}
