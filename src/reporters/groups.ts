/** Totals by rule: what every report for people is ordered by. Memory grows with the rules, never with the findings. */
import { findKind } from '../core/catalogue.ts';
import { compareText, type Finding, type Severity, type Summary } from '../core/finding.ts';
import { citation } from '../policy/cite.ts';
import type { Policy } from '../policy/model.ts';

export const SEVERITY_WORD: Readonly<Record<Severity, string>> = {
  error: '错误',
  warning: '警告',
  info: '提示',
};

/** What findings are grouped by: the clause they rest on, else what kind of fault it is. */
export function groupOf(finding: Finding): string {
  return finding.clause ?? finding.code;
}

/** The other clauses a finding cites, those of one place together: ZZ-6(4)b、ZZ-6(4)c 枣庄……第六条第（四）项〔施行〕. */
export function otherCitations({ also = [] }: Finding, policies: readonly Policy[]): string[] {
  const byPlace = Map.groupBy(also, (id) => citation(id, policies));
  return [...byPlace].map(([place, ids]) => `${ids.join('、')} ${place}`);
}

/** The findings of one rule: exact counts and the first that were noted. */
export interface Group<T> {
  readonly key: string;
  /** 济南《实施细则》第十二条第二款〔试行〕, or the title of the code. */
  readonly title: string;
  readonly counts: Summary;
  readonly total: number;
  readonly kept: readonly T[];
}

interface Tally<T> {
  readonly key: string;
  readonly title: string;
  readonly counts: Record<Severity, number>;
  readonly kept: T[];
}

/** Counts every finding and keeps what `keep` makes of the first `limit` of each rule. */
export class FindingGroups<T> {
  readonly #limit: number;
  readonly #keep: (finding: Finding, policies: readonly Policy[]) => T;
  readonly #tallies = new Map<string, Tally<T>>();

  constructor(limit: number, keep: (finding: Finding, policies: readonly Policy[]) => T) {
    this.#limit = limit;
    this.#keep = keep;
  }

  add(finding: Finding, policies: readonly Policy[]): void {
    const key = groupOf(finding);
    let tally = this.#tallies.get(key);
    if (!tally) {
      const title = citation(finding.clause, policies) || (findKind(finding.code)?.title ?? '');
      tally = { key, title, counts: { error: 0, warning: 0, info: 0 }, kept: [] };
      this.#tallies.set(key, tally);
    }
    tally.counts[finding.severity] += 1;
    if (tally.kept.length < this.#limit) tally.kept.push(this.#keep(finding, policies));
  }

  /** Groups with errors first, then warnings; within these by clause or code, numbers as numbers. */
  list(): Group<T>[] {
    return [...this.#tallies.values()]
      .sort((a, b) => gravity(a.counts) - gravity(b.counts) || compareNatural(a.key, b.key))
      .map(({ key, title, counts, kept }) => ({
        key,
        title,
        counts: { errors: counts.error, warnings: counts.warning, infos: counts.info },
        total: counts.error + counts.warning + counts.info,
        kept,
      }));
  }
}

function gravity(counts: Readonly<Record<Severity, number>>): number {
  return counts.error > 0 ? 0 : counts.warning > 0 ? 1 : 2;
}

/** JN-7(2) before JN-12.1. */
function compareNatural(a: string, b: string): number {
  const padded = (text: string): string => text.replace(/\d+/g, (digits) => digits.padStart(8, '0'));
  return compareText(padded(a), padded(b));
}

/** 错误 2 项，警告 1 项; only what there is. */
export function countWords({ errors, warnings, infos }: Summary): string {
  const parts = [
    [SEVERITY_WORD.error, errors],
    [SEVERITY_WORD.warning, warnings],
    [SEVERITY_WORD.info, infos],
  ] as const;
  return parts
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${word} ${count} 项`)
    .join('，');
}
