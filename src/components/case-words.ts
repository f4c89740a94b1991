/** What a case page derives from a case: its course in time, the rules' verdict on it, what a counterfactual changes. */
import type { CASE_SECTIONS } from '../cases.ts';
import { citedIn } from '../citing.ts';
import type { CaseResult } from '../corpus.ts';
import type { Edition, ShownCase, ShownFact } from '../disclosure/editions.ts';
import type { Policy } from '../policy/model.ts';
import { findColumn } from '../register/columns.ts';
import { findDerived } from '../register/derived.ts';
import { stepOf } from '../register/fields.ts';
import { labelOf, wordsFor } from '../register/message.ts';

/** ASCII anchors of the fixed sections: a Chinese anchor becomes unreadable once the address is copied. */
export const SECTION_ANCHORS: Readonly<Record<string, string>> = {
  基本案情: 'story',
  错在哪里: 'fault',
  启动与处理过程: 'procedure',
  容错情形认定: 'finding',
  处理结果: 'result',
  纠错整改: 'correction',
  结果运用: 'consequences',
  评析: 'comment',
} satisfies Record<(typeof CASE_SECTIONS)[number], string>;

/** One point of time and what happened then, in the order of the procedure. */
export interface Moment {
  readonly date: string;
  readonly steps: readonly string[];
}

/** The recorded dates as a timeline. The edition has already cut them to the grain it may show. */
export function timelineOf(facts: readonly ShownFact[]): Moment[] {
  const dated = facts
    .filter(({ key, values }) => findColumn(key)?.kind === 'date' && values.length > 0)
    .map(({ key, label, values }) => ({
      date: values[0] ?? '',
      step: label.replace(/日期$|时间$/, ''),
      rank: stepOf(key) ?? 0,
    }))
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.rank - b.rank));
  const moments: { date: string; steps: string[] }[] = [];
  for (const { date, step } of dated) {
    const last = moments.at(-1);
    if (last?.date === date) last.steps.push(step);
    else moments.push({ date, steps: [step] });
  }
  return moments;
}

/** The rules' verdicts on a case by what they say. A rule that does not apply is only counted. */
export interface GroupedResults {
  readonly pass: readonly CaseResult[];
  readonly fail: readonly CaseResult[];
  /** Not due yet, a fact is missing, or the fact is kept in the event log, which a stated case does not have. */
  readonly open: readonly CaseResult[];
  readonly skipped: number;
}

export function groupResults(results: readonly CaseResult[]): GroupedResults {
  const inEvents = ({ failures }: CaseResult): boolean =>
    failures.length > 0 && failures.every(({ field }) => findDerived(field) !== undefined);
  return {
    pass: results.filter(({ verdict }) => verdict === 'pass'),
    fail: results.filter((result) => result.verdict === 'fail' && !inEvents(result)),
    open: results.filter(
      (result) => ['open', 'unknown'].includes(result.verdict) || (result.verdict === 'fail' && inEvents(result)),
    ),
    skipped: results.filter(({ verdict }) => verdict === 'skip').length,
  };
}

/** The facts a counterfactual changes, in words; days stay out of the public edition. */
export function changeWords(
  change: ShownCase['counterfactuals'][number]['change'],
  policy: Policy,
  edition: Edition,
): string[] {
  const { value } = wordsFor(policy);
  return [...change].map(([key, values]) => {
    const label = `「${labelOf(key)}」`;
    const column = findColumn(key);
    if (!values || values.length === 0) return `${label}不登记`;
    if (edition === 'public' && (column?.personal || column?.kind === 'date')) return `${label}改变`;
    return `${label}改为${values.map((token) => tokenWords(token, value)).join('、')}`;
  });
}

/** `JN-6(1)=正` → 第六条第（一）项（JN-6(1)）：正. */
function tokenWords(token: string, value: (value: string) => string): string {
  const [name = '', verdict] = token.split('=');
  return verdict ? `${value(name)}为${verdict}` : value(name);
}

/** Every clause a case rests on, in reading order: conditions, exclusions, then what its text cites. */
export function clausesOf({ conditions, exclusions, sections, counterfactuals }: ShownCase): string[] {
  return [
    ...new Set([
      ...conditions.map(({ clause }) => clause),
      ...exclusions.map(({ clause }) => clause),
      ...sections.flatMap(({ markdown }) => citedIn(markdown)),
      ...counterfactuals.flatMap(({ breaks }) => breaks),
    ]),
  ];
}
