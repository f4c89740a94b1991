import type { RuleLogic } from './judge.ts';
import type { Predicate } from './predicate.ts';
import type { CalendarRun, Day, Span } from './workdays.ts';

/** The words a sentence is made of: Chinese labels of facts and of codes. */
export interface Words {
  /** Chinese label of a fact (`notice_date` → 通知单位党委（党组）日期). */
  readonly label: (field: string) => string;
  /** How a value is shown (`JN-7(3)` → 第七条第（三）项). */
  readonly value: (value: string) => string;
  /** How several values are shown together; default: each by `value`, joined by 、. */
  readonly list?: (values: readonly string[]) => string;
}

/** `7 workdays` → 7个工作日. */
export function phraseSpan(span: Span): string {
  return `${span.amount}${{ workdays: '个工作日', months: '个月', days: '日' }[span.unit]}`;
}

/** Days off and make-up days in a few words: 9月28日上班，10月1日至8日放假. */
export function phraseRuns(runs: readonly CalendarRun[]): string {
  return runs
    .map(({ from, to, working }) => {
      const days = from === to ? monthAndDay(from) : `${monthAndDay(from)}至${monthAndDay(to, from)}`;
      return `${days}${working ? '上班' : '放假'}`;
    })
    .join('，');
}

/** 10月1日; after a first day only what differs from it: 8日, 11月2日. */
function monthAndDay(day: Day, after?: Day): string {
  const [year, month, date] = day.split('-').map(Number);
  const sameYear = !after || after.slice(0, 4) === day.slice(0, 4);
  const sameMonth = after?.slice(0, 7) === day.slice(0, 7);
  return `${sameYear ? '' : `${year}年`}${sameMonth ? '' : `${month}月`}${date}日`;
}

const ORDER = { before: '早于', after: '晚于', 'on-or-before': '不晚于', 'on-or-after': '不早于' } as const;

/** A predicate as a Chinese clause without final punctuation. It is made from the rule, never typed. */
export function phrase(predicate: Predicate, words: Words): string {
  const label = (field: string): string => (/^\d{4}-/.test(field) ? field : `「${words.label(field)}」`);
  const list = words.list ?? ((values) => values.map((value) => words.value(value)).join('、'));
  switch (predicate.form) {
    case 'is':
      return `${label(predicate.field)}为${words.value(predicate.value)}`;
    case 'not':
      return `${label(predicate.field)}未登记为${words.value(predicate.value)}`;
    case 'in':
      return `${label(predicate.field)}为${list(predicate.values)}之一`;
    case 'has':
      return `${label(predicate.field)}包含${list(predicate.values)}`;
    case 'has-any':
      return predicate.values.length === 1
        ? `${label(predicate.field)}包含${list(predicate.values)}`
        : `${label(predicate.field)}至少包含${list(predicate.values)}之一`;
    case 'only':
      return `${label(predicate.field)}限于${list(predicate.values)}`;
    case 'filled':
      return `${label(predicate.field)}${predicate.filled ? '已登记' : '未登记'}`;
    case 'same-as':
      return `${label(predicate.field)}与${label(predicate.other)}相同`;
    case 'within':
      return `${label(predicate.field)}在${label(predicate.of)}之后${phraseSpan(predicate.span)}以内`;
    case 'by':
      return `${label(predicate.field)}不晚于${label(predicate.due)}`;
    case 'all':
      return joinParts(predicate.parts, words, '，并且');
    case 'any':
      return joinParts(predicate.parts, words, '，或者');
    case 'never':
      return phraseNegation(predicate.part, words);
    default:
      return `${label(predicate.field)}${ORDER[predicate.form]}${predicate.others.map(label).join('、')}`;
  }
}

function joinParts(parts: readonly Predicate[], words: Words, glue: string): string {
  return parts
    .map((part) => {
      const nested = (part.form === 'all' || part.form === 'any') && part.parts.length > 1;
      return nested ? `（${phrase(part, words)}）` : phrase(part, words);
    })
    .join(glue);
}

/** Negations read better as their own verbs than as 并非……. */
function phraseNegation(part: Predicate, words: Words): string {
  if (part.form === 'has-any' || (part.form === 'has' && part.values.length === 1))
    return phrase(part, words)
      .replace(/」(至少)?包含/, '」不包含')
      .replace(/之一$/, '中的任何一项');
  if (part.form === 'has') return phrase(part, words).replace('」包含', '」未同时包含');
  if (part.form === 'is') return phrase(part, words).replace('」为', '」不为');
  if (part.form === 'in')
    return phrase(part, words).replace('」为', '」不为').replace(/之一$/, '中的任何一项');
  if (part.form === 'same-as') return phrase(part, words).replace(/相同$/, '不同');
  if (part.form === 'filled') return phrase({ ...part, filled: !part.filled }, words);
  return `不出现下列情形：${phrase(part, words)}`;
}

const CONSEQUENCE = { error: '报错误', warning: '报警告', info: '作提示' } as const;

/** A whole rule as one Chinese sentence: when it applies, what it demands, how a breach is reported. */
export function phraseRule(rule: RuleLogic, words: Words): string {
  // What a premise finds (不包含) a requirement forbids (不得包含).
  const demand = phrase(rule.require, words).replaceAll('」不包含', '」不得包含');
  const premise = rule.when ? `当${phrase(rule.when, words)}时，` : '';
  const softer = rule.softer
    ? `；但${phrase(rule.softer.when, words)}的，${CONSEQUENCE[rule.softer.severity]}`
    : '';
  return `${premise}要求${demand}；不合的${CONSEQUENCE[rule.severity]}${softer}。`;
}
