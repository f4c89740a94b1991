/** The tree of an explanation as lines of text. */
import {
  type Step,
  shownValues,
  TRUTH_WORDS,
  VERDICT_GROUPS,
  type WordedExplanation,
} from '../core/explain.ts';
import type { Severity } from '../core/finding.ts';
import { cite } from '../policy/cite.ts';
import type { Policy, Rule } from '../policy/model.ts';
import { SEVERITY_WORD } from './groups.ts';

/** What is explained, and as of which day. */
export interface ExplainedRecord {
  readonly id: string;
  /** Title of a typical case; empty for a register row. */
  readonly title: string;
  /** `data/registers/…/cases-2024.csv 第17行`, or the file of a typical case. */
  readonly place: string;
  readonly policy: Policy;
  readonly asOf: string;
  readonly explanations: readonly WordedExplanation<Rule>[];
  /** What else the check found in this row: faults of cells and of the relation between rows. */
  readonly others: readonly {
    readonly severity: Severity;
    readonly message: string;
    readonly hint: string;
  }[];
}

/** All of it, grouped by verdict; rules that do not apply are only counted unless `all` is asked for. */
export function formatExplanation(record: ExplainedRecord, all: boolean): string {
  const { policy, explanations, others } = record;
  const lines = [
    `${record.id}  ${record.title ? `${record.title}  ` : ''}${record.place}`,
    `适用制度  ${policy.meta.short}〔${policy.meta.pol_status}〕  核对之日  ${record.asOf}`,
    '以下是对登记的提示，不是认定。',
  ];
  for (const [verdict, word] of VERDICT_GROUPS) {
    const group = explanations.filter((explanation) => explanation.verdict === verdict);
    const counted = verdict === 'skip' && !all && group.length > 0;
    lines.push('', `${word}  ${group.length} 条${counted ? '（加 --all 逐条列出）' : ''}`);
    if (!counted) for (const explanation of group) lines.push(...formatRule(explanation, policy));
  }
  if (others.length > 0) {
    lines.push('', `本行另有检出  ${others.length} 项`);
    for (const { severity, message, hint } of others)
      lines.push(`  ${SEVERITY_WORD[severity]}  ${message}`, ...(hint ? [`      处理  ${hint}`] : []));
  }
  return `${lines.join('\n')}\n`;
}

function formatRule(
  { rule, verdict, when, require, missing, faults }: WordedExplanation<Rule>,
  policy: Policy,
): string[] {
  const lines = [`  ${rule.id} ${cite(policy, rule.id)}〔${policy.meta.pol_status}〕  ${rule.title}`];
  if (when) lines.push(...formatStep('前提', when, 4));
  // Where the rule does not apply, what it would demand is beside the point.
  if (verdict !== 'skip' && when?.truth !== 'unknown')
    for (const part of require) lines.push(...formatStep('要求', part, 4));
  for (const { severity, message, hint } of faults)
    lines.push(`    ${SEVERITY_WORD[severity]}  ${message}`, `    处理  ${hint}`);
  if (missing.length > 0) lines.push(`    尚缺  ${missing.map((label) => `「${label}」`).join('、')}`);
  return lines;
}

function formatStep(role: string, step: Step, indent: number): string[] {
  const start = `${' '.repeat(indent)}${role}  ${TRUTH_WORDS[step.truth]}  `;
  if (step.parts.length === 0) {
    const values = shownValues(step);
    return [`${start}${step.phrase}${values.length > 0 ? `〔${values.join('；')}〕` : ''}`];
  }
  const any = step.predicate.form === 'any';
  return [
    `${start}${any ? '下列之一：' : '下列各项：'}`,
    ...step.parts.flatMap((part) => formatStep(any ? '或' : '且', part, indent + 4)),
  ];
}
