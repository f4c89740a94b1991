/** Columns that rules demand and a file does not have: what each row would say of them is said once. */
import { type Finding, GRAVITY } from '../core/finding.ts';

/** A register that has no more rows than this is small, and each of them says what it lacks. */
const MOST_ROWS = 3;

/** What is said of one such column. */
interface Absent {
  rows: number;
  lastRow: number | undefined;
  /** Findings of the first rows, in case there are no others. */
  readonly first: Finding[];
  /** One finding for each clause, the gravest first asked. */
  readonly clauses: Map<string | null, Finding>;
}

/** What rows of one file say of columns that the file does not have. */
export class AbsentColumns {
  readonly #absent = new Map<string, Absent>();

  /** Keeps a finding about a column that the file does not have; says whether it is such a one. */
  keep(finding: Finding): boolean {
    const { key, cell, row, clause } = finding;
    if (key === undefined || cell !== undefined) return false;
    let absent = this.#absent.get(key);
    if (!absent) {
      absent = { rows: 0, lastRow: undefined, first: [], clauses: new Map() };
      this.#absent.set(key, absent);
    }
    if (row !== absent.lastRow) absent.rows += 1;
    absent.lastRow = row;
    if (absent.rows <= MOST_ROWS) absent.first.push(finding);
    const before = absent.clauses.get(clause);
    if (!before || GRAVITY[finding.severity] < GRAVITY[before.severity]) absent.clauses.set(clause, finding);
    return true;
  }

  /**
   * What is to be said in the end: of few rows each finding, of many the column, once.
   * @param nameless columns of the file that have content and no head: as many may be those that seem to be absent.
   * @param tell makes the finding about a column from the number of rows and the findings of its clauses
   */
  *told(
    nameless: number,
    tell: (rows: number, clauses: readonly [Finding, ...Finding[]]) => Finding,
  ): Generator<Finding> {
    if (this.#absent.size <= nameless) return;
    for (const { rows, first, clauses } of this.#absent.values()) {
      const [gravest, ...others] = [...clauses.values()].sort(
        (a, b) => GRAVITY[a.severity] - GRAVITY[b.severity],
      );
      if (rows <= MOST_ROWS || !gravest) yield* first;
      else yield tell(rows, [gravest, ...others]);
    }
  }
}
