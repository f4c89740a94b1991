import type { Finding, Summary } from '../core/finding.ts';
import { citation } from '../policy/cite.ts';
import type { Policy } from '../policy/model.ts';
import { countWords, FindingGroups, groupOf, otherCitations, SEVERITY_WORD } from './groups.ts';

/** One finding as people read it: where, what, by which clause, what to do. No trailing newline. */
export function formatFinding(finding: Finding, policies: readonly Policy[]): string {
  const where = [finding.file];
  if (finding.row !== undefined) {
    const letter = finding.cell?.replace(/\d+$/, '');
    const cell = letter ? ` ${letter}列${finding.column ? `（${finding.column}）` : ''}` : '';
    const physical =
      finding.line !== undefined && finding.line !== finding.row ? `（文件第${finding.line}行）` : '';
    where.push(`第${finding.row}行${physical}${cell}`);
  } else if (finding.line !== undefined) {
    where[0] = `${finding.file}:${finding.line}${finding.position === undefined ? '' : `:${finding.position}`}`;
  }
  if (finding.caseId) where.push(finding.caseId);
  const lines = [
    where.join('  '),
    `  ${SEVERITY_WORD[finding.severity]}  ${finding.message}  [${finding.code}]`,
  ];
  if (finding.clause) {
    const name = citation(finding.clause, policies);
    lines.push(`  依据  ${finding.clause} ${name}${finding.quote ? `「${finding.quote}」` : ''}`);
    for (const other of otherCitations(finding, policies)) lines.push(`  并见  ${other}`);
  }
  if (finding.hint) lines.push(`  处理  ${finding.hint}`);
  return lines.map(visible).join('\n');
}

/** A register may hold anything: control characters must not steer the terminal, nor bidi marks reorder a line. */
export function visible(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  return line.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}

/** The closing line of a run. */
export function formatSummary(summary: Summary, files: number, rows: number): string {
  return `共核对 ${files} 个台账文件、${rows} 行：错误 ${summary.errors} 项，警告 ${summary.warnings} 项，提示 ${summary.infos} 项。`;
}

/** Text that does not fit into memory, by group; the edge keeps it on disk. */
export interface Store {
  readonly append: (group: string, text: string) => void;
  readonly read: (group: string) => Iterable<string>;
}

/**
 * The text report: findings under the rule they break, with exact totals, at most `limit` of each rule.
 * With a store every finding is shown; without one only counts and the first `limit` of each rule are kept.
 */
export class GroupedText {
  readonly #limit: number;
  readonly #store: Store | undefined;
  readonly #groups: FindingGroups<string>;

  constructor(limit: number, store?: Store) {
    this.#limit = limit;
    this.#store = store;
    this.#groups = new FindingGroups(store ? 0 : limit, formatFinding);
  }

  add(finding: Finding, policies: readonly Policy[]): void {
    this.#groups.add(finding, policies);
    this.#store?.append(groupOf(finding), `${formatFinding(finding, policies)}\n\n`);
  }

  /** The report in pieces, without the closing line. */
  *pieces(): Generator<string> {
    for (const { key, title, counts, total, kept } of this.#groups.list()) {
      yield `── ${key} ${title}：共 ${total} 项（${countWords(counts)}）\n\n`;
      if (this.#store) yield* this.#store.read(key);
      else for (const text of kept) yield `${text}\n\n`;
      const hidden = this.#store ? 0 : total - kept.length;
      if (hidden > 0) {
        yield `   以上是前 ${this.#limit} 项；另有 ${hidden} 项，见 --format json，或者用 --limit 0 全部列出。\n\n`;
      }
    }
  }
}
