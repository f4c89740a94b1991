/** Reports for which no text has a form, set like the wide forms: the ledger of corrections and the counters. */
import { writeDate } from '../components/policy-words.ts';
import type { CellSpec, FormSpec } from '../forms/schema.ts';
import { citeWithin } from '../policy/cite.ts';
import type { Policy } from '../policy/model.ts';
import { moveLongTexts } from './filling.ts';
import type { Report, Sheet } from './report.ts';
import { COUNTER_COLUMNS } from './sy-counters.ts';
import { LEDGER_COLUMNS } from './wf-corrections.ts';

const cell = (content: Partial<CellSpec>): CellSpec => ({ colspan: 1, rowspan: 1, ...content });

/** The parts of the essay that the rows of the counters cite: 第二、第五部分. */
function partsCited({ counts }: Sheet, policy: Policy): string {
  const parts = new Set(counts.map(({ clause = '' }) => clause.replace(/\(.*$/, '')));
  const names = [...parts].sort().map((part) => citeWithin(policy, part).replace(/部分$/, ''));
  return `${names.join('、')}部分`;
}

/** What each list is called, by the clauses it gathers. */
const LISTS = {
  'wf-corrections': {
    id: 'wf-ledger',
    clause: 'WF-14',
    placeOf: () => '第十二条、第十四条',
    columns: LEDGER_COLUMNS,
  },
  'sy-counters': { id: 'sy-counters', clause: 'SY-S5(4)', placeOf: partsCited, columns: COUNTER_COLUMNS },
} as const;

/** Day of the last change to what these lists print. */
const VERSION = '2026-11-21';

/** The columns of a list: key, head, relative width. */
export function listColumns(report: Report): readonly (readonly [string, string, number])[] {
  return report.kind === 'wf-corrections' ? LEDGER_COLUMNS : COUNTER_COLUMNS;
}

/** Characters that a cell of a list takes; a counter may name hundreds of events, more than a page holds. */
const LONGEST = 400;

/** The sheet of a list with what is too long for a cell in its notes. */
export function listSheet(report: Report, sheet: Sheet): Sheet {
  return moveLongTexts(sheet, LONGEST, new Map(listColumns(report).map(([key, head]) => [key, head])));
}

/** What a report counts, and up to which day. */
export function aboveLine({ covers, asOf }: Pick<Report, 'covers' | 'asOf'>): string {
  return `所计范围：${covers.words}　　登记截至：${writeDate(asOf)}`;
}

/** The list of a report as a sheet without fields. */
export function listForm(report: Report, sheet: Sheet, policy: Policy): FormSpec {
  if (report.kind !== 'wf-corrections' && report.kind !== 'sy-counters')
    throw new Error(`${report.kind} fills a declared form`);
  const { id, clause, placeOf, columns } = LISTS[report.kind];
  return {
    id,
    policy: policy.meta.id,
    clause,
    kind: 'named',
    source: policy.meta.short,
    place: placeOf(sheet, policy),
    title: report.title,
    reference_style: false,
    added: [],
    version: VERSION,
    step: '备案统计',
    role: [],
    filled_by: '',
    received_by: '',
    when: { text: '' },
    paper: 'A4-landscape',
    type: 'dense',
    above: [{ align: 'left', parts: [aboveLine(report)] }],
    columns: [26, ...columns.map(([, , width]) => width)],
    rows: [
      {
        height: 24,
        grow: 0,
        header: true,
        new_page: false,
        cells: [cell({ label: '序号' }), ...columns.map(([, head]) => cell({ label: head }))],
      },
      ...sheet.lines.map(({ texts }, i) => ({
        height: 20,
        grow: 0,
        header: false,
        new_page: false,
        cells: [
          cell({ text: String(i + 1) }),
          ...columns.map(([key], c) => {
            const text = texts[key] ?? '';
            return cell(c === 0 ? { label: text } : { text });
          }),
        ],
      })),
    ],
    letter: [],
    below: [],
    notes: sheet.remarks.map((remark, i) => `${i + 1}. ${remark}`),
    fields: [],
  };
}
