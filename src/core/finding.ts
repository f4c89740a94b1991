/** How grave a finding is. It follows the verb of the clause (应当 → error, 一般 → warning), never taste. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * What a check says about one place. Findings are data; reporters turn them into text, JSON or pages.
 * The field names are the JSON contract of `npm run check -- --format json`: only ever add to them.
 */
export interface Finding {
  /** Permanent kebab-case code; its page is `/checks/<code>/`. */
  readonly code: string;
  readonly severity: Severity;
  /** Finest clause id the finding rests on; null when it is about the file itself. */
  readonly clause: string | null;
  readonly file: string;
  /** Spreadsheet row (header = 1). */
  readonly row?: number;
  /** Physical line of the file, from 1. */
  readonly line?: number;
  /** Character column in the line, from 1 (content files; register cells use `cell`). */
  readonly position?: number;
  /** Spreadsheet cell, as in `Q17`. */
  readonly cell?: string;
  /** Chinese header of the column. */
  readonly column?: string;
  /** Register key of the column. */
  readonly key?: string;
  readonly caseId?: string;
  /** One full Chinese sentence: what is wrong, with the values that show it. */
  readonly message: string;
  /** Verbatim words of the clause. */
  readonly quote?: string;
  /** Other clauses that say the same of the same place: one fault is one finding. */
  readonly also?: readonly string[];
  /** What to do about it. */
  readonly hint?: string;
  /** Operands and computed limits, e.g. `{ due: '2024-03-13' }`. Never a person's name. */
  readonly values?: Readonly<Record<string, string>>;
}

/** Counts of one run. */
export interface Summary {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

/** Counts findings by severity. */
export function summarize(findings: Iterable<Finding>): Summary {
  let errors = 0;
  let warnings = 0;
  let infos = 0;
  for (const { severity } of findings) {
    if (severity === 'error') errors += 1;
    else if (severity === 'warning') warnings += 1;
    else infos += 1;
  }
  return { errors, warnings, infos };
}

/** Errors first. */
export const GRAVITY: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Order for people: by file, then row or line, then column, then gravity. Total, so output is reproducible. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.file, b.file) ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.row ?? 0) - (b.row ?? 0) ||
    (a.cell ?? '').length - (b.cell ?? '').length ||
    compareText(a.cell ?? '', b.cell ?? '') ||
    (a.position ?? 0) - (b.position ?? 0) ||
    GRAVITY[a.severity] - GRAVITY[b.severity] ||
    compareText(a.clause ?? '', b.clause ?? '') ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

/** Code-unit order: the same on every machine, unlike localeCompare. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
