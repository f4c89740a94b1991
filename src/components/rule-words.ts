/** A rule in Chinese, made from its data: nothing here is typed twice. */
import type { Severity } from '../core/finding.ts';
import { phrase, phraseRule, type Words } from '../core/phrase.ts';
import type { Edition } from '../disclosure/editions.ts';
import type { Example, Policy, Rule } from '../policy/model.ts';
import { findColumn } from '../register/columns.ts';
import { labelOf, wordsFor } from '../register/message.ts';

/** The words of the terminal and the pages for how grave a finding is. */
export const SEVERITY_WORDS = { error: '错误', warning: '警告', info: '提示' } as const satisfies Record<
  Severity,
  string
>;

const EXPECTATIONS = {
  pass: '符合',
  fail: '不符合',
  warn: '不符合（报警告）',
  open: '期限未到',
  skip: '不适用',
  unknown: '尚缺事实',
} as const satisfies Record<Example['expect'], string>;

const SUBJECTS = { case: '案件登记', event: '事件登记', list: '清单登记' } as const satisfies Record<
  Rule['on'],
  string
>;

/** One example of a rule as a line of a table. */
interface ExampleWords {
  readonly facts: string;
  readonly expect: string;
}

/** What the page says of a rule. */
interface RuleWords {
  readonly sentence: string;
  /** Label and words, in reading order. */
  readonly structure: readonly (readonly [label: string, words: string])[];
  readonly examples: readonly ExampleWords[];
}

/** Turns a rule into the words of its block under the clause. */
export function wordsOfRule(policy: Policy, rule: Rule): RuleWords {
  const words = wordsFor(policy);
  const demands = rule.require.form === 'all' ? rule.require.parts : [rule.require];
  const structure: [string, string][] = [
    ['核对对象', `${SUBJECTS[rule.on]}，每行一次`],
    ['何时适用', rule.when ? phrase(rule.when, words) : '凡适用本制度的登记'],
    ...demands.map((part, index): [string, string] => [
      demands.length > 1 ? `要求（${index + 1}）` : '要求',
      phrase(part, words),
    ]),
    ...(rule.also.length > 0 ? [['又见', rule.also.map(words.value).join('、')] as [string, string]] : []),
    ['不符合时', SEVERITY_WORDS[rule.severity]],
  ];
  if (rule.softer)
    structure.push([
      '降级条件',
      `${phrase(rule.softer.when, words)}的，降为${SEVERITY_WORDS[rule.softer.severity]}`,
    ]);
  if (rule.sameDay)
    structure.push(['同日', `两个日期相同的，只作${SEVERITY_WORDS[rule.sameDay]}：日期看不出当日的先后`]);
  if (rule.hint) structure.push(['处理', rule.hint]);
  return {
    sentence: phraseRule(rule, words),
    structure,
    examples: rule.examples.map(({ facts, expect, asOf }) => ({
      facts:
        Object.entries(facts)
          .map(([key, values]) => `${labelOf(key)}：${values.map(valueWords(key, words)).join('、') || '空'}`)
          .join('；') + (['open', 'fail'].includes(expect) && onlyWaiting(facts) ? `（核对日 ${asOf}）` : ''),
      expect: EXPECTATIONS[expect],
    })),
  };
}

/**
 * How an example's value is shown. Cases get letters: a number in an example could be that of a real row, and numbers
 * of rows never reach the public edition.
 */
function valueWords(key: string, words: Words): (value: string, index: number) => string {
  const kind = findColumn(key)?.kind;
  if (kind === 'id' || kind === 'references') return (_, index) => `${'甲乙丙丁'[index % 4]}案`;
  return words.value;
}

/** An example with no more than one date is judged on the day of the check, so that day belongs to it. */
function onlyWaiting(facts: Example['facts']): boolean {
  return Object.values(facts).filter(([value]) => /^\d{4}-\d\d-\d\d$/.test(value ?? '')).length === 1;
}

/** Lower bounds of the bands in which the public edition gives a count. */
const BANDS = [5, 10, 20, 50, 100, 200, 500, 1000];

/**
 * How many register rows a rule has been held against. The public edition gives a band: rules apply to nested groups
 * (all decided, all tolerated …), so exact counts would let a reader subtract his way to a group of one.
 */
export function useWords(count: number, edition: Edition): string {
  if (count === 0) return '尚无登记涉及';
  if (edition === 'internal') return `已核对台账${count}行`;
  const band = BANDS.filter((bound) => bound <= count).at(-1);
  return band === undefined ? `已核对台账少于${BANDS[0]}行` : `已核对台账不少于${band}行`;
}
