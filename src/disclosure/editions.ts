/**
 * What each edition may see is decided here, once, before any page, chart, index or paper reads the Corpus.
 * Public is the default: the edition that can hurt nobody is the one you get by forgetting a flag.
 */
import type { Bulletin } from '../bulletins.ts';
import type { TypicalCase } from '../cases.ts';
import type { Facts, Values } from '../core/predicate.ts';
import type { CaseResult, Corpus, Observation } from '../corpus.ts';
import { findColumn } from '../register/columns.ts';

export const EDITIONS = ['public', 'internal'] as const;
export type Edition = (typeof EDITIONS)[number];

/** One stated fact as an edition may show it. */
export interface ShownFact {
  readonly key: string;
  readonly label: string;
  readonly values: readonly string[];
}

/** A typical case as an edition may show it. */
export interface ShownCase extends Omit<TypicalCase, 'register' | 'facts' | 'placeOf'> {
  /** Register row it is bound to; internal edition only. */
  readonly register?: string;
  readonly shownFacts: readonly ShownFact[];
}

/** The Corpus as one edition sees it: all that pages, figures and papers may read. */
export interface Site
  extends Omit<Corpus, 'cases' | 'bulletins' | 'entries' | 'findings' | 'caseFacts' | 'formsLock'> {
  readonly edition: Edition;
  readonly cases: readonly ShownCase[];
  readonly bulletins: readonly Bulletin[];
  /** Counted values for the figures, which suppress small cells in the public edition. */
  readonly observations: readonly Observation[];
}

/** Projects the Corpus onto an edition. */
export function projectCorpus(corpus: Corpus, edition: Edition): Site {
  const {
    cases,
    bulletins,
    entries: _entries,
    findings: _findings,
    formsLock: _formsLock,
    caseFacts,
    ...rest
  } = corpus;
  const { caseResults, registerFiles } = rest;
  const visible = cases.filter(({ audience }) => edition === 'internal' || audience === '公开宣传');
  const ids = new Set(visible.map(({ id }) => id));
  return {
    ...rest,
    edition,
    // An explanation shows facts with their days.
    explanations: edition === 'internal' ? corpus.explanations : new Map(),
    caseResults: new Map(
      [...caseResults]
        .filter(([id]) => ids.has(id))
        .map(([id, results]) => [id, edition === 'internal' ? results : results.map(withoutDays)]),
    ),
    // Folders of the register are named after units.
    registerFiles:
      edition === 'internal'
        ? registerFiles
        : registerFiles.map((file) => ({ ...file, path: file.path.slice(file.path.lastIndexOf('/') + 1) })),
    cases: visible.map(({ register, facts: _facts, placeOf: _placeOf, ...shown }) => {
      // A visible case must not point at one that this edition does not have.
      const { pair, pair_difference, ...unpaired } = shown;
      const paired = pair !== undefined && ids.has(pair) ? { pair, pair_difference } : {};
      return {
        ...unpaired,
        ...paired,
        ...(edition === 'internal' && register ? { register } : {}),
        shownFacts: showFacts(caseFacts.get(shown.id), edition),
        counterfactuals: shown.counterfactuals.map((item) => ({
          ...item,
          change: edition === 'internal' ? item.change : coarsen(item.change),
        })),
      };
    }),
    bulletins: bulletins
      .filter(({ audience }) => edition === 'internal' || audience === '公开宣传')
      // Which row of the event log a bulletin stands for is nothing a page says.
      .map(({ event: _event, ...bulletin }) => ({
        ...bulletin,
        cases: bulletin.cases.filter((id) => ids.has(id)),
      })),
  };
}

/** Facts without what must not leave the register: names stand in no file of a site, whatever its edition. */
export function withoutNames(facts: Iterable<readonly [string, Values]>): ReadonlyMap<string, Values> {
  return new Map([...facts].filter(([key]) => findColumn(key)?.personal !== 'never'));
}

/** A result without the days that show it: a month is the finest grain the public sees. */
function withoutDays({ failures, ...result }: CaseResult): CaseResult {
  return {
    ...result,
    failures: failures.map(({ due: _due, against: _against, calendar: _calendar, ...failure }) => failure),
  };
}

const monthOf = (value: string): string => value.replace(/(\d{4}-\d\d)-\d\d/g, '$1');
const isWithheld = (key: string): boolean => {
  const column = findColumn(key);
  return column === undefined || column.personal !== undefined || column.kind === 'text';
};

/** Changed facts of a counterfactual for the public; a withheld one keeps its place, a fact taken away stays so. */
function coarsen(change: Facts): Facts {
  return new Map(
    [...change].map(([key, values]) => [
      key,
      values && values.length > 0 && isWithheld(key) ? ['（不公开）'] : (values?.map(monthOf) ?? null),
    ]),
  );
}

/**
 * Facts with their Chinese labels. Public: no personal column, and dates at month grain, because exact dates of a
 * small unit identify people.
 */
function showFacts(facts: TypicalCase['facts'], edition: Edition): ShownFact[] {
  const shown: ShownFact[] = [];
  for (const [key, values] of facts ?? []) {
    const column = findColumn(key);
    if (!column || !values || values.length === 0) continue;
    if (column.personal === 'never' || key === 'case_id') continue;
    if (edition === 'public' && isWithheld(key)) continue;
    shown.push({
      key,
      label: column.head,
      values: edition === 'public' ? values.map(monthOf) : values,
    });
  }
  return shown;
}
