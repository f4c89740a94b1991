/** Coverage as plain text: how many clauses of each policy stand where, and which have no home. */
import {
  type Coverage,
  type CoveredClause,
  countStandings,
  STANDINGS,
  type Standing,
} from '../policy/coverage.ts';
import type { Policy } from '../policy/model.ts';

/** The words of the terminal and the page for where a clause stands. */
export const STANDING_WORDS = {
  executed: '执行',
  content: '内容核对',
  words: '不可计算',
  gap: '缺口',
} as const satisfies Record<Standing, string>;

/** Whether every clause has the home it should have. */
export function isWhole({ lost, stale, unknown }: Coverage): boolean {
  return lost.length + stale.length + unknown.length === 0;
}

function countsLine(name: string, clauses: readonly CoveredClause[]): string {
  const counts = countStandings(clauses);
  return `${name}  ${clauses.length} 条  ${STANDINGS.map((key) => `${STANDING_WORDS[key]} ${counts[key]}`).join('  ')}`;
}

/** The totals of each policy, then the gaps with their reasons, then whatever lost its home. */
export function formatCoverage(coverage: Coverage, policies: readonly Policy[]): string {
  const { clauses, lost, stale, unknown } = coverage;
  const gaps = clauses.filter(({ standing, open }) => standing === 'gap' && open !== undefined);
  const lines = [
    ...policies.map(({ meta }) =>
      countsLine(
        `${meta.id} ${meta.short}`,
        clauses.filter(({ clause }) => clause.policy === meta.id),
      ),
    ),
    countsLine('合计', clauses),
    '',
    gaps.length === 0 ? '没有缺口。' : `缺口 ${gaps.length} 条（content/clauses-open.csv）：`,
    ...gaps.map(({ clause, open }) => `  ${clause.id}  「${clause.quote}」  ${open}`),
    ...lost.map((id) => `错误  ${id} 没有着落：没有规则、核对、代号落实它，也没有说明不能核对的原因。`),
    ...stale.map((id) => `错误  ${id} 已有着落或者不存在，应当从 content/clauses-open.csv 中删去。`),
    ...unknown.map((id) => `错误  ${id} 不在 content/clauses.csv 中。`),
  ];
  return lines.join('\n');
}
