import type { Severity } from './finding.ts';
import { type Failure, judge, type RuleLogic, type Verdict } from './judge.ts';
import { phrase, phraseRuns, type Words } from './phrase.ts';
import {
  type Context,
  dayOf,
  dueOf,
  type Facts,
  fieldsOf,
  type Predicate,
  type Truth,
  weigh,
} from './predicate.ts';
import type { CalendarUse, Due } from './workdays.ts';

/** How facts are named and shown in an explanation. */
export interface ExplainWords extends Words {
  /** Whether the values of a fact must not be shown. */
  readonly hidden: (field: string) => boolean;
}

/** What one fact held. */
export interface StepValue {
  readonly field: string;
  readonly label: string;
  /** The recorded values, or why there are none to show: 未登记, 无法读取, 已隐去. */
  readonly shown: string;
  readonly blank: boolean;
}

/** One predicate weighed on the record; of `all` and `any` each part is a step of its own. */
export interface Step {
  readonly predicate: Predicate;
  readonly truth: Truth;
  /** The predicate as a Chinese clause. */
  readonly phrase: string;
  /** The facts it read; of `all` and `any` the parts have them. */
  readonly values: readonly StepValue[];
  /** The last day of a duty. */
  readonly due?: Due;
  /** The days off and make-up days before it, where they matter. */
  readonly calendar?: CalendarUse;
  readonly parts: readonly Step[];
}

/** Why one rule says what it says of one record. */
export interface Explanation<R extends RuleLogic = RuleLogic> {
  readonly rule: R;
  readonly verdict: Verdict;
  readonly failures: readonly Failure[];
  /** The premise; absent when the rule always applies. */
  readonly when?: Step;
  /** The parts of the requirement, each of which must hold. Weighed also where the premise does not. */
  readonly require: readonly Step[];
  /** Labels of the blank facts without which nothing can be said. */
  readonly missing: readonly string[];
}

/** A failing part in the words of the check. */
interface Fault {
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string;
}

/** An explanation with what a keeper is told. */
export interface WordedExplanation<R extends RuleLogic = RuleLogic> extends Explanation<R> {
  readonly faults: readonly Fault[];
}

/** Explains one rule on one record, with the verdict `judge` gives. Reads facts, computes nothing new. */
export function explain<R extends RuleLogic>(
  rule: R,
  facts: Facts,
  context: Context,
  words: ExplainWords,
): Explanation<R> {
  const { verdict, failures } = judge(rule, facts, context);
  const step = (predicate: Predicate): Step => weighStep(predicate, facts, context, words);
  const when = rule.when && step(rule.when);
  const require = (rule.require.form === 'all' ? rule.require.parts : [rule.require]).map(step);
  const asked = verdict === 'unknown' ? (when && when.truth !== 'yes' ? [when] : require) : [];
  return {
    rule,
    verdict,
    failures,
    ...(when ? { when } : {}),
    require,
    missing: [...new Set(asked.flatMap(blanksOf))],
  };
}

function weighStep(predicate: Predicate, facts: Facts, context: Context, words: ExplainWords): Step {
  const compound = predicate.form === 'all' || predicate.form === 'any';
  const due = dueOf(predicate, facts, context);
  const from = predicate.form === 'within' ? dayOf(facts, predicate.of) : undefined;
  const calendar =
    predicate.form === 'within' && from !== undefined
      ? context.calendar.use(from, predicate.span)
      : undefined;
  return {
    predicate,
    truth: weigh(predicate, facts, context),
    phrase: phrase(predicate, words),
    values: compound ? [] : fieldsOf(predicate).map((field) => showFact(field, facts, words)),
    ...(due ? { due } : {}),
    ...(calendar ? { calendar } : {}),
    parts: compound ? predicate.parts.map((part) => weighStep(part, facts, context, words)) : [],
  };
}

/** Longer texts are cut: an explanation names facts, it does not repeat the file. */
const LONGEST = 40;

function showFact(field: string, facts: Facts, words: ExplainWords): StepValue {
  const values = facts.get(field);
  const blank = values === undefined || values?.length === 0;
  const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}……` : text);
  const shown = blank
    ? '未登记'
    : words.hidden(field)
      ? '已隐去'
      : values === null
        ? '无法读取'
        : values.map(cut).join('、');
  return { field, label: words.label(field), shown, blank };
}

/** Labels of blank facts on the paths that left a step open. */
function blanksOf({ truth, values, parts }: Step): string[] {
  if (truth !== 'unknown') return [];
  return [...values.filter(({ blank }) => blank).map(({ label }) => label), ...parts.flatMap(blanksOf)];
}

/** The verdicts in the order in which people ask, with their words. */
export const VERDICT_GROUPS = [
  ['pass', '已具备'],
  ['fail', '不符合'],
  ['open', '期限未到'],
  ['unknown', '尚缺事实'],
  ['skip', '不适用'],
] as const satisfies readonly (readonly [Verdict, string])[];

export const TRUTH_WORDS = { yes: '是', no: '否', unknown: '不明' } as const satisfies Record<Truth, string>;

/** The facts a step read and the last day it came to: 通知日期：2024-03-19, 最后一天：2024-03-13. */
export function shownValues({ values, due, calendar }: Step): string[] {
  const shown = values.map(({ label, shown: value }) => `${label}：${value}`);
  if (due) shown.push(`最后一天：${due.day}${due.provisional ? '（暂定）' : ''}`);
  if (calendar?.decisive) shown.push(phraseRuns(calendar.runs));
  if (calendar && calendar.notices.length > 0) shown.push(`依据${calendar.notices.join('、')}`);
  return shown;
}
