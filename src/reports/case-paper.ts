/** Papers filled from one case: which may be made of which case, by the case's own result. */
import type { FormSpec } from '../forms/schema.ts';
import type { Entry } from '../register/check.ts';
import { type CaseFacts, one, unreadable } from './rows.ts';

interface Demand {
  readonly key: string;
  readonly values: readonly string[];
}

const TOLERATED: Demand = { key: 'decision', values: ['予以容错'] };
const CORRECTING: Demand = { key: 'correction', values: ['启动'] };

/** What a case must be registered as for a paper to be made of it, by the form's id. */
const CASE_PAPERS: Readonly<Record<string, readonly Demand[]>> = {
  'zz-a3': [TOLERATED, { key: 'mode', values: ['不予追究责任'] }],
  'jn-decision': [TOLERATED],
  'wf-notice': [CORRECTING],
  'zz-notice': [CORRECTING],
  // It goes out with the tolerance decision (JN-24b).
  'jn-correction-notice': [TOLERATED, CORRECTING],
};

/** A case as papers are made of it: a row of a register, or the stated facts of a typical case. */
export type PaperCase = Pick<Entry, 'id' | 'policy'> & CaseFacts;

/** Ids of the forms that can be filled from a case. */
export const CASE_PAPER_IDS: readonly string[] = Object.keys(CASE_PAPERS);

/** Why a paper may not be made of a case; undefined when it may. */
export function refusePaper(form: FormSpec, entry: PaperCase): string | undefined {
  if (entry.policy !== form.policy)
    return `${entry.id} 适用的是 ${entry.policy}，《${form.title}》是 ${form.policy} 的文书。`;
  for (const { key, values } of CASE_PAPERS[form.id] ?? []) {
    const head = unreadable(entry, [key]);
    if (head) return `${entry.id} 的「${head}」读不通，不能判断可否制作《${form.title}》。`;
    const value = one(entry, key);
    if (value === undefined || !values.includes(value))
      return `《${form.title}》只用于登记为「${values.join('、')}」的案件，${entry.id} 登记为「${value ?? '未登记'}」。`;
  }
  return undefined;
}

/** The papers that may be made of a case, of the forms given: decisions before notices. */
export function papersFor(forms: readonly FormSpec[], entry: PaperCase): FormSpec[] {
  return CASE_PAPER_IDS.flatMap((id) => forms.filter((form) => form.id === id)).filter(
    (form) => refusePaper(form, entry) === undefined,
  );
}
