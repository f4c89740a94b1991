/** Counting: outcomes in one vocabulary across policies, half-years in order, cross-tabulations. */

/**
 * Normal form of the ways to tolerate, because each policy has words of its own. The register keeps
 * the source word; only figures that compare policies use these.
 */
export const MODE_FORMS = [
  { id: 'EXEMPT', label: '免责类', words: ['免责', '不予追究责任', '容错免责', '免于追究责任'] },
  { id: 'WAIVED', label: '免于处理', words: ['免于处理'] },
  { id: 'MITIGATED', label: '减轻类', words: ['减责', '减轻', '容错减责'] },
  { id: 'LIGHTER', label: '从轻', words: ['从轻'] },
] as const;

export type ModeForm = (typeof MODE_FORMS)[number]['id'];

/** The normal form of a source word; undefined for a word no policy has. */
export function modeForm(word: string): ModeForm | undefined {
  return MODE_FORMS.find(({ words }) => (words as readonly string[]).includes(word))?.id;
}

/** What became of a decided matter. `UNSTATED`: tolerated, but the way is not on record. */
export type Outcome = ModeForm | 'UNSTATED' | 'REFUSED';

/** Outcomes in the order in which they are shown: from the widest tolerance to none. */
export const OUTCOMES: readonly { readonly id: Outcome; readonly label: string }[] = [
  ...MODE_FORMS.map(({ id, label }) => ({ id, label })),
  { id: 'UNSTATED', label: '方式未登记' },
  { id: 'REFUSED', label: '不予容错' },
];

/** The outcome of a row; undefined while undecided. */
export function outcomeOf(row: { readonly decision: string; readonly mode: string }): Outcome | undefined {
  if (row.decision === '不予容错') return 'REFUSED';
  if (row.decision !== '予以容错') return undefined;
  return modeForm(row.mode) ?? 'UNSTATED';
}

/** 2024H1 → 2024年上半年. */
export function periodLabel(period: string): string {
  return `${period.slice(0, 4)}年${period.endsWith('H1') ? '上' : '下'}半年`;
}

/** Every half-year from the first to the last given, in order; one without rows stays, so that gaps are seen. */
export function halfYears(periods: Iterable<string>): string[] {
  const numbers = [...periods]
    .filter((period) => /^\d{4}H[12]$/.test(period))
    .map((period) => Number(period.slice(0, 4)) * 2 + Number(period.slice(5)) - 1);
  if (numbers.length === 0) return [];
  const first = numbers.reduce((a, b) => Math.min(a, b));
  const last = numbers.reduce((a, b) => Math.max(a, b));
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const number = first + i;
    return `${Math.floor(number / 2)}H${(number % 2) + 1}`;
  });
}

/** How many items fall on each key. A key function that returns several keys counts the item once under each. */
export function tally<T>(
  items: Iterable<T>,
  keys: readonly string[],
  keyOf: (item: T) => string | readonly string[] | undefined,
): number[] {
  return crossTally(items, keys, [''], keyOf, () => '').map(([count]) => count ?? 0);
}

/** Counts by row and column key; items whose key is not listed are left out. */
export function crossTally<T>(
  items: Iterable<T>,
  rows: readonly string[],
  columns: readonly string[],
  rowOf: (item: T) => string | readonly string[] | undefined,
  columnOf: (item: T) => string | readonly string[] | undefined,
): number[][] {
  const counts = rows.map(() => columns.map(() => 0));
  for (const item of items) {
    const at = indexes(columns, columnOf(item));
    for (const r of indexes(rows, rowOf(item))) {
      const row = counts[r] ?? [];
      for (const c of at) row[c] = (row[c] ?? 0) + 1;
    }
  }
  return counts;
}

function indexes(keys: readonly string[], found: string | readonly string[] | undefined): number[] {
  if (found === undefined) return [];
  const wanted = typeof found === 'string' ? [found] : [...new Set(found)];
  return wanted.map((key) => keys.indexOf(key)).filter((index) => index >= 0);
}
