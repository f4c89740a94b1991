import type { Finding, Summary } from '../core/finding.ts';
import { cite } from '../policy/cite.ts';
import type { Policy } from '../policy/model.ts';

export const SEVERITY_WORD = { error: '错误', warning: '警告', info: '提示' } as const;

/** One finding as people read it: where, what, by which clause, what to do. No trailing newline. */
export function formatFinding(finding: Finding, policies: readonly Policy[]): string {
  const where = [finding.file];
  if (finding.row !== undefined) {
    const letter = finding.cell?.replace(/\d+$/, '');
    const cell = letter ? ` ${letter}列（${finding.column}）` : '';
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
  const policy = policies.find(({ meta }) => meta.id === finding.clause?.slice(0, 2));
  if (finding.clause) {
    const name = policy ? `${cite(policy, finding.clause)}〔${policy.meta.pol_status}〕` : '';
    lines.push(`  依据  ${finding.clause} ${name}${finding.quote ? `「${finding.quote}」` : ''}`);
  }
  if (finding.hint) lines.push(`  处理  ${finding.hint}`);
  return lines.map(visible).join('\n');
}

/** A register may hold anything: control characters must not steer the terminal, nor bidi marks reorder a line. */
function visible(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  return line.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}

/** The closing line of a run. */
export function formatSummary(summary: Summary, files: number, rows: number): string {
  return `共核对 ${files} 个台账文件、${rows} 行：错误 ${summary.errors} 项，警告 ${summary.warnings} 项，提示 ${summary.infos} 项。`;
}
