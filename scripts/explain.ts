/** `npm run check -- --explain ID`: why each rule says what it says of one case, event or typical case. */
import { resolve } from 'node:path';
import type { Finding } from '../src/core/finding.ts';
import { nearest } from '../src/core/nearest.ts';
import { type Corpus, readCorpus } from '../src/corpus.ts';
import type { Entry } from '../src/register/check.ts';
import { explainRecord } from '../src/register/explain.ts';
import { stepOf } from '../src/register/fields.ts';
import { type ExplainedRecord, formatExplanation } from '../src/reporters/explanation.ts';
import { CannotRun } from './arguments.ts';
import { contentFiles, progress, writeWhole } from './effects.ts';

export interface ExplainOptions {
  /** Id of a register row (JN-2024-003, JN-E-2024-001) or of a typical case (c01, 2024-01). */
  readonly id: string;
  readonly registers: string;
  readonly asOf: string;
  readonly all: boolean;
  readonly output: string | undefined;
}

/** Prints the explanation; throws CannotRun when nothing has this id. The exit code says nothing of the verdicts. */
export async function explain({ id, registers, asOf, all, output }: ExplainOptions): Promise<number> {
  const wanted = id.trim().toUpperCase();
  const entries: Entry[] = [];
  const about: Finding[] = [];
  const ids = new Set<string>();
  const corpus = await readCorpus(
    contentFiles,
    {
      asOf,
      registers,
      onRegisterFinding: (finding) => {
        if (finding.caseId?.toUpperCase() === wanted) about.push(finding);
      },
      onEntry: (entry) => {
        // Lists are not judged row by row.
        if (entry.table === 'lists' || entry.id === '') return;
        ids.add(entry.id);
        if (entry.id.toUpperCase() === wanted) entries.push(entry);
      },
    },
    progress,
  );
  progress(undefined);
  const records = [...recordsOf(entries, about, corpus), ...typicalCasesOf(wanted, corpus)];
  if (records.length === 0) throw new CannotRun(notFound(id, entries, about, ids, corpus));
  const text = records.map((record) => formatExplanation(record, all)).join('\n');
  if (output === undefined) process.stdout.write(text);
  else {
    await writeWhole(resolve(process.cwd(), output), text).catch(() => {
      throw new CannotRun(`不能写入「${output}」：请核对路径和权限。`);
    });
  }
  return 0;
}

function recordsOf(entries: readonly Entry[], about: readonly Finding[], corpus: Corpus): ExplainedRecord[] {
  return entries.flatMap((entry) => {
    const policy = corpus.policies.find(({ meta }) => meta.id === entry.policy);
    if (!policy) return [];
    const on = entry.table === 'cases' ? 'case' : 'event';
    const explanations = explainRecord(policy, on, entry.facts, contextOf(corpus));
    // What cells and checks over several rows say of the record is in no rule.
    const said = new Set(explanations.flatMap(({ faults }) => faults.map(({ message }) => message)));
    return {
      id: entry.id,
      title: '',
      place: `${entry.file} 第${entry.row}行`,
      policy,
      asOf: corpus.asOf,
      explanations,
      others: about
        .filter(({ file, row, message }) => file === entry.file && row === entry.row && !said.has(message))
        .map(({ severity, message, hint = '' }) => ({ severity, message, hint })),
    };
  });
}

function typicalCasesOf(wanted: string, corpus: Corpus): ExplainedRecord[] {
  return corpus.cases.flatMap(({ id, number, title, file, policy: policyId }) => {
    const policy = corpus.policies.find(({ meta }) => meta.id === policyId);
    const explanations = corpus.explanations.get(id);
    if (!policy || !explanations || ![id.toUpperCase(), number].includes(wanted)) return [];
    return {
      id,
      title,
      place: file,
      policy,
      asOf: corpus.asOf,
      explanations,
      others: [],
    };
  });
}

function contextOf({ calendar, asOf }: Corpus) {
  return { calendar, asOf, stepOf };
}

/** Why there is nothing to explain, and what could have been meant. */
function notFound(
  id: string,
  entries: readonly Entry[],
  about: readonly Finding[],
  ids: ReadonlySet<string>,
  corpus: Corpus,
): string {
  if (entries.length > 0 || about.length > 0) {
    const where = about.map(({ file, row, message }) => `${file}${row ? ` 第${row}行` : ''}  ${message}`);
    return `编号「${id}」的登记不能逐条说明：这一行读不通，或者「适用制度」无法确定。\n${where.join('\n')}`;
  }
  const known = [...ids, ...corpus.cases.flatMap((item) => [item.id, item.number])];
  const guess = nearest(id.trim().toUpperCase(), known) ?? nearest(id.trim().toLowerCase(), known);
  return `台账和典型案例中都没有编号「${id}」。${guess ? `您是否想写 ${guess}？` : '编号如 JN-2024-003，典型案例的代号如 c01。'}`;
}
