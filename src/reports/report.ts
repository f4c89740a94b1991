/** What a statutory report says before it is printed: numbers and cells, each with the register rows it comes from. */
import { compareText, type Finding } from '../core/finding.ts';
import type { PolicyId } from '../core/policy-id.ts';
import type { Day } from '../core/workdays.ts';
import type { Period, Span } from './period.ts';

/** A row of a register. */
export interface RowRef {
  readonly file: string;
  /** Spreadsheet row (header = 1). */
  readonly row: number;
  /** Case or event; '' where it cannot be read. */
  readonly id: string;
}

/** One line of the table, of one or several register rows. */
export interface Line {
  /** Words by column. */
  readonly texts: Readonly<Record<string, string>>;
  /** Ticked options by column. */
  readonly ticks: Readonly<Record<string, readonly string[]>>;
  readonly of: readonly RowRef[];
}

/** A number with the rows it counts. */
export interface Count {
  readonly label: string;
  readonly value: number;
  readonly of: readonly RowRef[];
  /** What each row adds, where it is not one. */
  readonly shares?: readonly number[];
  /** Finest clause the number rests on. */
  readonly clause?: string;
  /** How it is counted. */
  readonly how?: string;
  /** Shown also when it is zero. */
  readonly always?: true;
}

/** A row that is not in the table, and why. */
export interface Apart {
  readonly at: RowRef;
  readonly reason: string;
}

/** Rows named beside the table under one heading: refused cases, papers still missing. */
export interface Aside {
  readonly heading: string;
  readonly rows: readonly Apart[];
}

/** One paper: the table of one reporting unit, or of all. */
export interface Sheet {
  /** 填报单位; '' where the paper is not made by units. */
  readonly unit: string;
  /** Date on the paper. */
  readonly filled: Day;
  readonly lines: readonly Line[];
  readonly counts: readonly Count[];
  readonly asides: readonly Aside[];
  /** Rows that belong here and could not be counted. */
  readonly leftOut: readonly Apart[];
  /** Sentences for the notes of the paper. */
  readonly remarks: readonly string[];
}

export type ReportKind = 'jn-half-year' | 'zz-month' | 'wf-corrections' | 'sy-counters';

export interface Report {
  readonly kind: ReportKind;
  readonly policy: PolicyId;
  readonly title: string;
  readonly period: Period;
  /** The days on which what is counted happened, and in words. */
  readonly covers: Span & { readonly words: string };
  readonly asOf: Day;
  readonly sheets: readonly Sheet[];
  /** Sums over all sheets. */
  readonly totals: readonly Count[];
  /** Rows that belong to no sheet, or of which that cannot be told. */
  readonly unplaced: readonly Apart[];
  readonly findings: readonly Finding[];
  /** What the report has been checked for and agrees with, in sentences. */
  readonly checked: readonly string[];
}

/** File, row and id, for whoever keeps the register. */
export function showRow({ file, row, id }: RowRef): string {
  return `${id ? `${id}，` : ''}${file} 第${row}行`;
}

/** Order of rows in a register that is kept by the year. */
export function compareRows(a: RowRef, b: RowRef): number {
  return compareText(a.file, b.file) || a.row - b.row;
}

/** A count of rows. */
export function countOf(
  label: string,
  of: readonly RowRef[],
  more: Pick<Count, 'clause' | 'how'> = {},
): Count {
  return { label, value: of.length, of, ...more };
}

/** Every row that may not be counted in silence: those of the sheets and those of none. */
export function allLeftOut({ sheets, unplaced }: Pick<Report, 'sheets' | 'unplaced'>): Apart[] {
  return [...sheets.flatMap(({ leftOut }) => leftOut), ...unplaced];
}
