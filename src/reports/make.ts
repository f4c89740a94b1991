/** The four reports: what each is, on which form, for which kind of period; made from the rows of the registers. */
import type { Day, WorkCalendar } from '../core/workdays.ts';
import type { FormSpec } from '../forms/schema.ts';
import type { Policy } from '../policy/model.ts';
import { jnHalfYear } from './jn-half-year.ts';
import { filingSpan, type Period, type Span } from './period.ts';
import type { Report } from './report.ts';
import type { RegisterRows } from './rows.ts';
import { syCounters } from './sy-counters.ts';
import { wfCorrections } from './wf-corrections.ts';
import { zzMonth } from './zz-month.ts';

/** Policies with a report, in the order in which they are shown. */
export const REPORTED = ['JN', 'ZZ', 'WF', 'SY'] as const;
export type Reported = (typeof REPORTED)[number];

/** Which kind of period each report covers; undefined where any will do. */
export const KINDS: Readonly<Record<Reported, Period['kind'] | undefined>> = {
  JN: 'half',
  ZZ: 'month',
  WF: undefined,
  SY: undefined,
};

/** The declared form that a report fills. */
const FORMS: Readonly<Record<Reported, string | undefined>> = {
  JN: 'jn-a2',
  ZZ: 'zz-a4',
  WF: undefined,
  SY: undefined,
};

/** The days that count for a period: those of ZZ go from the day after a 25th to the next. */
export function spanFor(policy: Reported, period: Period): Span {
  return policy === 'ZZ' ? filingSpan(period) : period;
}

/** What a report is made of. */
export interface Ingredients extends RegisterRows {
  readonly policies: readonly Policy[];
  readonly forms: readonly FormSpec[];
  readonly calendar: WorkCalendar;
  readonly asOf: Day;
}

/** A report with what it takes to put it on paper. */
export interface MadeReport {
  readonly report: Report;
  readonly policy: Policy;
  /** Undefined for the lists, which no text gives a form. */
  readonly form: FormSpec | undefined;
}

/** A policy or a form that the content no longer has. */
export class MissingPart extends Error {}

export function makeReport(from: Ingredients, id: Reported, period: Period): MadeReport {
  const { calendar, asOf } = from;
  const policy = policyOf(from, id);
  const formId = FORMS[id];
  const form = formId === undefined ? undefined : formOf(from, formId);
  const options = { policy, period, asOf };
  const report = (): Report => {
    if (id === 'WF') return wfCorrections(from, { ...options, calendar });
    if (id === 'SY') return syCounters(from, options);
    if (!form) throw new Error(`${id} has no form`);
    return id === 'JN' ? jnHalfYear(from, { ...options, form }) : zzMonth(from, { ...options, form });
  };
  return { report: report(), policy, form };
}

export function policyOf({ policies }: Pick<Ingredients, 'policies'>, id: string): Policy {
  const policy = policies.find(({ meta }) => meta.id === id);
  if (!policy) throw new MissingPart(`制度 ${id} 的文件读不通，请先运行 npm run check。`);
  return policy;
}

export function formOf({ forms }: Pick<Ingredients, 'forms'>, id: string): FormSpec {
  const form = forms.find((one) => one.id === id);
  if (!form) throw new MissingPart(`表格 content/forms/${id}.yaml 读不通，请先运行 npm run check。`);
  return form;
}
