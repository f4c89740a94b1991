/** The Chinese words of a failing rule: what is wrong with which values, by the clause, and what to do. */
import type { Failure } from '../core/judge.ts';
import { phrase, phraseRuns, phraseSpan, type Words } from '../core/phrase.ts';
import { dayOf, type Facts, type Predicate } from '../core/predicate.ts';
import type { Span } from '../core/workdays.ts';
import { citeWithin } from '../policy/cite.ts';
import type { Policy, Rule } from '../policy/model.ts';
import { findColumn } from './columns.ts';
import { findDerived } from './derived.ts';

/** Chinese label of a column or derived fact. */
export function labelOf(field: string): string {
  return findColumn(field)?.head ?? findDerived(field)?.label ?? field;
}

/** The column that really tells a derived fact of this record, where it is not what its label says. */
function standInOf(field: string, facts: Facts): string | undefined {
  return findDerived(field)?.standIn?.(facts);
}

/**
 * Labels and code names for sentences about one policy, of a record those it really goes by. Runs of items are drawn
 * together: 第七条第（一）至第（六）项.
 */
export function wordsFor(policy: Policy, facts?: Facts): Words {
  // A case id (JN-2024-003) starts like a clause id.
  const isClause = (value: string): boolean =>
    value.startsWith(`${policy.meta.id}-`) && !/^..-\d{4}-/.test(value);
  const value = (text: string): string =>
    isClause(text) ? `${citeWithin(policy, text)}（${text}）` : `「${text}」`;
  const list = (values: readonly string[]): string => citeRuns(policy, values, value).join('、');
  const label = (field: string): string => labelOf((facts && standInOf(field, facts)) ?? field);
  return { label, value, list };
}

/** Clauses as officials cite them, runs of items drawn together; `single` writes one that stands alone. */
export function citeRuns(
  policy: Policy,
  values: readonly string[],
  single: (value: string) => string = (value) => citeWithin(policy, value),
): string[] {
  const shown: string[] = [];
  for (let index = 0; index < values.length; index += 1) {
    const first = values[index] ?? '';
    let end = index;
    while (isNextItem(values[end] ?? '', values[end + 1] ?? '')) end += 1;
    if (end > index + 1) {
      const last = citeWithin(policy, values[end] ?? '').replace(/^第.+?条/, '');
      shown.push(`${citeWithin(policy, first).replace(/[项组]$/, '')}至${last}`);
      index = end;
    } else shown.push(single(first));
  }
  return shown;
}

/** Whether `next` is the item right after `item` of the same article. */
function isNextItem(item: string, next: string): boolean {
  const a = /^(.+)\((\d+)\)$/.exec(item);
  const b = /^(.+)\((\d+)\)$/.exec(next);
  return a !== null && b !== null && a[1] === b[1] && Number(b[2]) === Number(a[2]) + 1;
}

/** Stands in a message for what a personal column holds. */
const HIDDEN = '（已隐去）';

/** Whether a fact stands in a personal column, or is told from one. */
export const isPersonal = (field: string): boolean =>
  findColumn(findDerived(field)?.column ?? field)?.personal !== undefined;

/**
 * A failure and its facts without what personal columns hold, and without what it could be computed from: a due day
 * counted from a personal date, a delay that gives a personal date away.
 */
export function withoutPersons(failure: Failure, facts: Facts): { failure: Failure; facts: Facts } {
  const { predicate, field, fault, severity, provisional } = failure;
  const others =
    predicate.form === 'within'
      ? [predicate.of]
      : predicate.form === 'by'
        ? [predicate.due]
        : 'others' in predicate
          ? predicate.others
          : [];
  const derived = others.some(isPersonal);
  if (!derived && !isPersonal(field)) return { failure, facts };
  return {
    failure: {
      fault,
      severity,
      predicate,
      field,
      ...(provisional ? { provisional } : {}),
      ...(failure.due ? { due: derived ? HIDDEN : failure.due } : {}),
      ...(failure.against ? { against: derived ? HIDDEN : failure.against } : {}),
    },
    facts: new Map([...facts].map(([key, values]) => [key, isPersonal(key) ? [HIDDEN] : values])),
  };
}

/** One sentence: what was found, against what the rule demands. */
export function describeFailure(given: Failure, recordedFacts: Facts, policy: Policy, title: string): string {
  const { failure, facts } = withoutPersons(given, recordedFacts);
  const { predicate, fault, field } = failure;
  const column = findColumn(field);
  // Values of personal columns never appear in a report.
  const values = facts.get(field) ?? [];
  const recorded = column?.personal && values.length > 0 ? HIDDEN : values.join('、');
  const words = wordsFor(policy, facts);
  const label = words.label(field);
  const standsIn = (from: string): string => (standInOf(from, facts) ? `（没有写明${labelOf(from)}）` : '');
  const provisional = failure.provisional ? '（暂定：该年放假安排尚未录入）' : '';
  const due = `${failure.due}${provisional}`;
  // Only where a reader who counts Monday to Friday would arrive at another day.
  const holidays = failure.calendar?.decisive ? `，其间${phraseRuns(failure.calendar.runs)}` : '';
  switch (fault) {
    case 'deadline-missed':
    case 'deadline-overdue':
    case 'step-missing': {
      const limit =
        predicate.form === 'within'
          ? `${words.label(predicate.of)}为 ${dayOf(facts, predicate.of)}${standsIn(predicate.of)}，应不晚于 ${due}（${lastDay(predicate.span)}${holidays}）`
          : `应不晚于 ${due}`;
      if (fault === 'deadline-missed') {
        const late = failure.late ? `，超出 ${failure.late} 个工作日` : '';
        return `${title}：${limit}，登记为 ${recorded}${late}。`;
      }
      if (fault === 'step-missing') return `${title}：${limit}，「${label}」未登记，但后续步骤已经登记。`;
      const late = failure.late ? `，已超出 ${failure.late} 个工作日` : '';
      return `${title}：${limit}，「${label}」至今未登记${late}。`;
    }
    case 'fact-missing':
      return `${title}：「${label}」未登记，应当${demandOn(predicate, policy)}。`;
    case 'date-order':
      return `${title}：「${label}」登记为 ${recorded}，对照日期为 ${failure.against}；按要求${phrase(predicate, words)}。`;
    default:
      return `${title}：「${label}」登记为${recorded ? `「${recorded}」` : '空'}，按要求${phrase(predicate, words)}。`;
  }
}

/** What else is wrong at the same place, by rules that need no finding of their own: 同时不合第七条第（五）项（……）。 */
export function describeOthers(others: readonly Pick<Rule, 'id' | 'title'>[], policy: Policy): string {
  return others.map(({ id, title }) => `同时不合${citeWithin(policy, id)}（${title}）。`).join('');
}

/** A cell of another row as a message names it; its folder only where that is another one. */
export function describePlace(
  { file, row, cell }: { readonly file: string; readonly row: number; readonly cell?: string | undefined },
  from: string,
): string {
  const folder = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
  const name = folder(file) === folder(from) ? file.slice(folder(file).length) : file;
  const column = cell?.replace(/\d+$/, '');
  return `${name} 第${row}行${column ? ` ${column}列` : ''}`;
}

/** The last day of a span as a person counts it: 第7个工作日, 1个月内. */
function lastDay(span: Span): string {
  return span.unit === 'workdays' ? `第${phraseSpan(span)}` : `${phraseSpan(span)}内`;
}

/** What a blank should hold, without naming the column again: 登记, 为「是」, 包含「当事人」. */
function demandOn(predicate: Predicate, policy: Policy): string {
  if (predicate.form === 'filled') return '登记';
  const sentence = phrase(predicate, wordsFor(policy));
  const named = 'field' in predicate ? `「${labelOf(predicate.field)}」` : '';
  return named && sentence.startsWith(named) ? sentence.slice(named.length) : `登记，并且${sentence}`;
}

/** What to do when the rule itself gives no hint. */
export function defaultHint(failure: Failure): string {
  const label = labelOf(failure.field);
  switch (failure.fault) {
    case 'fact-missing':
    case 'step-missing':
      return `核对案卷后补登「${label}」。`;
    case 'deadline-overdue':
      return `已办理的补登「${label}」；尚未办理的请尽快办理。`;
    case 'deadline-missed':
    case 'date-order':
      return '核对日期是否录错；确属逾期或者次序有误的，如实保留并按规定说明。';
    default:
      return `核对「${label}」与案卷是否一致。`;
  }
}
