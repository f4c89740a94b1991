/**
 * The clause list: every sentence of the five texts that says one thing, with whether a machine can check it. It is what
 * coverage is measured against; the policies and their rules may only refer to clauses that stand in it.
 */
import type { Finding } from '../core/finding.ts';
import { isPolicyId, type PolicyId } from '../core/policy-id.ts';

const COMPUTABLE = ['yes', 'partly', 'no'] as const;
/** `yes`: decided by dates, codes or content. `partly`: a human verdict is recorded and consistent. `no`: words only. */
export type Computable = (typeof COMPUTABLE)[number];

export interface ClauseRecord {
  readonly id: string;
  readonly policy: PolicyId;
  /** Article number, or `notice`, `annex1`, `S3`, `title`. */
  readonly article: string;
  readonly kind: string;
  readonly computable: Computable;
  /** Anchor words of the source, white space removed. */
  readonly quote: string;
}

/** Plain commas, no quotes: no cell of these lists holds a comma. */
function readLines(
  text: string,
  file: string,
  width: number,
  read: (cells: readonly string[]) => string | undefined,
): Finding[] {
  const findings: Finding[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === '') continue;
    const cells = line.split(',');
    const problem = cells.length === width ? read(cells) : `应有 ${width} 格，此处有 ${cells.length} 格`;
    if (problem === undefined) continue;
    findings.push({
      code: 'clause-row',
      severity: 'error',
      clause: null,
      file,
      line: index + 1,
      position: 1,
      message: `条款表第${index + 1}行有误：${problem}。`,
      hint: '照同一文件中其他各行改正。',
    });
  }
  return findings;
}

/** Reads content/clauses.csv: clause_id, policy, article, kind, computable, quote. */
export function readClauses(
  text: string,
  file: string,
): { clauses: readonly ClauseRecord[]; findings: readonly Finding[] } {
  const clauses = new Map<string, ClauseRecord>();
  const findings = readLines(text, file, 6, (cells) => {
    const [id = '', policy = '', article = '', kind = '', computable = '', quote = ''] = cells;
    if (clauses.has(id)) return `条款编号 ${id} 重复`;
    if (!isPolicyId(policy) || !id.startsWith(`${policy}-`)) return `条款编号 ${id} 与制度 ${policy} 不符`;
    if (!COMPUTABLE.some((known) => known === computable)) return `「${computable}」应为 yes、partly 或者 no`;
    if (quote === '') return '缺少引文';
    clauses.set(id, { id, policy, article, kind, computable: computable as Computable, quote });
    return undefined;
  });
  return { clauses: [...clauses.values()], findings };
}

/** Reads content/clauses-open.csv: clause_id, reason. The clauses that have no home yet, and why. */
export function readOpenClauses(
  text: string,
  file: string,
): { open: ReadonlyMap<string, string>; findings: readonly Finding[] } {
  const open = new Map<string, string>();
  const findings = readLines(text, file, 2, ([id = '', reason = '']) => {
    if (open.has(id)) return `条款编号 ${id} 重复`;
    if (reason === '') return '缺少原因';
    open.set(id, reason);
    return undefined;
  });
  return { open, findings };
}
