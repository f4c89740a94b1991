/** What the internal edition knows of the reports and papers built into it: the content of their manifest. */
import type { PolicyId } from '../core/policy-id.ts';
import type { Day } from '../core/workdays.ts';
import type { Reported } from './make.ts';

/** A file below `/reports/`. */
export interface BuiltFile {
  /** Its name on the site, in ASCII: other names suffer in archives and on servers. */
  readonly file: string;
  /** Its name in the reader's folder. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface BuiltReport {
  readonly policy: Reported;
  /** The declared form that it fills. */
  readonly form?: string;
  readonly title: string;
  /** As the command takes it. */
  readonly period: string;
  readonly covers: string;
  /** Sums that are not zero, and those that a text asks for by name. */
  readonly totals: readonly { readonly label: string; readonly value: number }[];
  readonly checked: readonly string[];
  /** Rows that are not in it, with the reason. */
  readonly leftOut: readonly string[];
  /** What it found besides. */
  readonly found: readonly string[];
  /** The papers, with the unit and what it reports; '' where a paper is not that of one unit. */
  readonly papers: readonly (BuiltFile & { readonly unit: string; readonly says: string })[];
  readonly workbook: BuiltFile;
}

/** A paper filled from a case; without a file where the case does not fit the form. */
export interface BuiltPaper {
  readonly form: string;
  readonly title: string;
  /** What is left to be filled in by hand. */
  readonly blank: readonly string[];
  /** Characters that are blank on paper, because the font of the fields lacks them. */
  readonly unseen: readonly string[];
  /** Columns of the case that contradict each other, in sentences. */
  readonly doubts: readonly string[];
  readonly file?: BuiltFile;
  readonly fault?: string;
}

/** A case of the registers, or a typical case, with its papers. */
export interface BuiltCase {
  readonly id: string;
  readonly policy: PolicyId;
  /** The day by which it is placed in the list; '' where none is registered. */
  readonly day: Day | '';
  readonly outcome: string;
  /** Unit and post, or unit; never a name. */
  readonly subject: string;
  readonly papers: readonly BuiltPaper[];
}

export interface BuiltReports {
  readonly reports: readonly BuiltReport[];
  /** Of the registers, the newest first. */
  readonly cases: readonly BuiltCase[];
  /** How many cases of the registers papers could be made of. */
  readonly possible: number;
  /** Of typical cases, by their ids. */
  readonly typical: Readonly<Record<string, BuiltCase>>;
}
