import type { Severity } from '../core/finding.ts';
import type { Verdict } from '../core/judge.ts';
import type { Place } from '../core/place.ts';
import type { PolicyId, PolicyStatus } from '../core/policy-id.ts';
import type { Predicate } from '../core/predicate.ts';

/** Register columns whose legal codes are declared by the policies themselves. */
export const CODE_COLUMNS = ['situations', 'conditions', 'exclusions', 'analysis'] as const;
export type CodeColumn = (typeof CODE_COLUMNS)[number];

/** What the reader must know of a fact: its Chinese label and, where closed, its values under a policy. */
export interface FieldInfo {
  readonly key: string;
  readonly label: string;
  readonly date: boolean;
  readonly values?: (policy: PolicyId) => readonly string[] | undefined;
}

/** The facts a rule may speak about, handed to the reader so that it depends on no register. */
export interface FieldCatalogue {
  readonly find: (key: string) => FieldInfo | undefined;
  readonly keys: readonly string[];
  /** What the site settles by name, written `@name` in a rule: lists of values, severities. */
  readonly settled?: {
    readonly lists: Readonly<Record<string, readonly string[]>>;
    readonly severities: Readonly<Record<string, Severity>>;
  };
}

export interface PolicyMeta {
  readonly id: PolicyId;
  readonly title: string;
  /** Short name used in citations, e.g. 济南《实施细则》. */
  readonly short: string;
  readonly issuer: string;
  readonly pol_no: string;
  readonly pol_status: PolicyStatus;
  readonly pol_issued: string;
  readonly pol_effective: string;
  readonly pol_repeals: readonly string[];
  readonly pol_parent: readonly string[];
  readonly pol_interpreter: string;
  readonly pol_public: '是' | '否';
  readonly source_note: string;
  readonly summary: string;
}

/** A paragraph or an item of official text: the smallest part that has an anchor of its own. */
export interface Clause {
  readonly id: string;
  readonly at: Place;
  /** Printed marker of an item, e.g. （一）; empty for a paragraph. */
  readonly marker: string;
  /** Official text without the marker. `**` marks what the source prints bold. */
  readonly paragraphs: readonly string[];
}

export interface Example {
  readonly at: Place;
  readonly facts: Readonly<Record<string, readonly string[]>>;
  readonly expect: Verdict | 'warn';
  readonly asOf: string;
}

/** Which rows a rule looks at: cases, events, or items of the positive and negative lists. */
export type RuleSubject = 'case' | 'event' | 'list';

export interface Rule {
  /** Finest clause id the rule carries out. Several rules may carry out one clause. */
  readonly id: string;
  /**
   * Other clauses that say the same. One without a rule of its own is carried out by this one; where a rule of one that
   * has its own fails at the same place, one finding tells both.
   */
  readonly also: readonly string[];
  readonly at: Place;
  readonly title: string;
  /** Verbatim words of the clause. */
  readonly quote: string;
  readonly on: RuleSubject;
  readonly when?: Predicate;
  readonly require: Predicate;
  readonly severity: Severity;
  readonly softer?: { readonly when: Predicate; readonly severity: Severity };
  readonly sameDay?: Severity;
  readonly hint: string;
  readonly examples: readonly Example[];
}

/** An editor's note beside a slip of the source, which stays as printed. */
export interface Erratum {
  readonly at: string;
  readonly source: string;
  readonly reads: string;
  readonly note: string;
}

/** An ambiguity of the text: both readings and the one the software uses. */
export interface Reading {
  readonly id: string;
  readonly at: string;
  readonly one: string;
  readonly other: string;
  readonly used: string;
}

/** A legal register code, declared under the article it comes from. */
export interface Code {
  readonly column: CodeColumn;
  readonly id: string;
  /** Clause id the code stands for. */
  readonly clause: string;
  /** Verbatim words. */
  readonly text: string;
}

export interface NotFormalized {
  readonly of: string;
  readonly reason: string;
}

/** A clause that says once more what another one says: whatever carries that one out carries this one out. */
export interface SameCheck {
  readonly of: string;
  /** The clause whose rule, check or code it is. */
  readonly as: string;
  /** What it is that both say. */
  readonly note: string;
}

export type SectionKind = 'notice' | 'title' | 'chapter' | 'article' | 'annexes' | 'annex' | 'issue';

export interface Section {
  readonly kind: SectionKind;
  readonly at: Place;
  /** Chapter and article headings as printed; the title of an annex; empty for notice, annexes and issue line. */
  readonly heading: string;
  /** Clause id of an article (`JN-12`) or annex (`JN-A2`); empty elsewhere. */
  readonly id: string;
  /** Form that stands for an annex grid. */
  readonly form?: string;
  readonly clauses: readonly Clause[];
  readonly rules: readonly Rule[];
  readonly errata: readonly Erratum[];
  readonly readings: readonly Reading[];
  readonly notFormalized: readonly NotFormalized[];
  readonly sameChecks: readonly SameCheck[];
}

export interface Policy {
  readonly meta: PolicyMeta;
  readonly file: string;
  readonly sections: readonly Section[];
  readonly rules: readonly Rule[];
  readonly codes: readonly Code[];
  /** Sentence-grain clauses that are named so that they can be cited word for word. */
  readonly quotes: ReadonlyMap<string, string>;
  /** Every paragraph and item by clause id. */
  readonly clauses: ReadonlyMap<string, Clause>;
}
