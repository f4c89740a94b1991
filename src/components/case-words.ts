/** What a case page derives from a case: its course in time, the rules' verdict on it, what a counterfactual changes. */
import type { CASE_SECTIONS } from '../cases.ts';
import { citedIn } from '../citing.ts';
import type { CaseResult } from '../corpus.ts';
import type { Edition, ShownCase, ShownFact } from '../disclosure/editions.ts';
import { citeWithin, clauseHome } from '../policy/cite.ts';
import type { Policy } from '../policy/model.ts';
import { findColumn } from '../register/columns.ts';
import { findDerived } from '../register/derived.ts';
import { stepOf } from '../register/fields.ts';
import { labelOf } from '../register/message.ts';

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
interface Moment {
  readonly date: string;
  readonly steps: readonly string[];
}

/** The recorded dates as a timeline. The edition has already cut them to the grain it may show. */
export function timelineOf(facts: readonly ShownFact[]): Moment[] {
  const dated = facts
    .filter(({ key, values }) => findColumn(key)?.kind === 'date' && values.length > 0)
    .map(({ key, label, values }) => ({
      date: values[0] ?? '',
      // The date of a refusal stands in the same column as that of a tolerance.
      step: label.replace(/的?(日期|时间)$/, '').replace('（给予容错）', ''),
      rank: stepOf(key) ?? Number.POSITIVE_INFINITY,
    }))
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.rank < b.rank ? -1 : 1));
  const moments: { date: string; steps: string[] }[] = [];
  for (const { date, step } of dated) {
    const last = moments.at(-1);
    if (last?.date === date) last.steps.push(step);
    else moments.push({ date, steps: [step] });
  }
  return moments;
}

/** The rules' verdicts on a case by what they say. A rule that does not apply, or not for sure, is only counted. */
interface GroupedResults {
  readonly pass: readonly CaseResult[];
  readonly fail: readonly CaseResult[];
  /** Not due yet, a fact is missing, or the fact is kept in the event log, which a stated case does not have. */
  readonly open: readonly CaseResult[];
  readonly skipped: number;
}

/**
 * Groups the results of a case. Of the rules whose verdict is unknown only those count as open that do apply: where
 * it is the condition of the rule that cannot be told, nothing is missing from the case.
 */
export function groupResults(results: readonly CaseResult[]): GroupedResults {
  const inEvents = ({ failures }: CaseResult): boolean =>
    failures.length > 0 && failures.every(({ field }) => findDerived(field)?.logged);
  return {
    pass: results.filter(({ verdict }) => verdict === 'pass'),
    fail: results.filter((result) => result.verdict === 'fail' && !inEvents(result)),
    open: results.filter(
      (result) =>
        result.verdict === 'open' ||
        (result.verdict === 'unknown' && !result.unsettled) ||
        (result.verdict === 'fail' && inEvents(result)),
    ),
    skipped: results.filter(({ verdict, unsettled }) => verdict === 'skip' || unsettled).length,
  };
}

/**
 * The facts a counterfactual changes, in words: of several values only those that differ. Days and personal columns
 * stay out of the public edition.
 */
export function changeWords(
  change: ShownCase['counterfactuals'][number]['change'],
  { shownFacts }: ShownCase,
  policy: Policy,
  edition: Edition,
): string[] {
  const show = (token: string): string => {
    const [name = '', verdict] = token.split('=');
    const words = clauseHome(policy, name) ? citeWithin(policy, name) : `“${name}”`;
    return verdict ? `${words}为“${verdict}”` : words;
  };
  return [...change].map(([key, values]) => {
    const label = `「${labelOf(key)}」`;
    const column = findColumn(key);
    if (!values || values.length === 0) return `${label}不登记`;
    if (edition === 'public' && (column?.personal || column?.kind === 'date')) return `${label}改变`;
    const before = shownFacts.find((fact) => fact.key === key)?.values ?? [];
    const added = values.filter((token) => !before.includes(token));
    // An assessment that turns is told by its new value alone.
    const turned = new Set(added.map((token) => token.split('=')[0]));
    const removed = before.filter((token) => !values.includes(token) && !turned.has(token.split('=')[0]));
    if (before.length === 0 || (before.length === 1 && values.length === 1))
      return `${label}改为${values.map(show).join('、')}`;
    return `${label}${[
      removed.length > 0 ? `去掉${removed.map(show).join('、')}` : '',
      added.length > 0 ? `改登${added.map(show).join('、')}` : '',
    ]
      .filter(Boolean)
      .join('，')}`;
  });
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
