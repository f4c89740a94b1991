/** Reports for which no form is printed, as flowing papers: the ledger of corrections and the counters. */
import { writeDate } from '../components/policy-words.ts';
import type { Block, Paper, TableCell } from '../paper/document.ts';
import { cite } from '../policy/cite.ts';
import type { Policy } from '../policy/model.ts';
import type { Count, Report } from './report.ts';
import { COUNTER_COLUMNS } from './sy-counters.ts';
import { LEDGER_COLUMNS } from './wf-corrections.ts';

const cell = (text: string, align?: TableCell['align']): TableCell => ({
  words: text === '' ? [] : [{ text }],
  ...(align ? { align } : {}),
});
const paragraph = (text: string): Block => ({ kind: 'paragraph', words: [{ text }] });

type Columns = readonly (readonly [key: string, head: string, width: number])[];

function tableOf(columns: Columns, lines: readonly Readonly<Record<string, string>>[], wide: ReadonlySet<string>): Block {
  return {
    kind: 'table',
    columns: columns.map(([, , width]) => width),
    head: [columns.map(([, head]) => cell(head, 'center'))],
    rows: lines.map((texts) =>
      columns.map(([key]) => cell(texts[key] ?? '', wide.has(key) ? undefined : 'center')),
    ),
    small: true,
  };
}

/** The numbers of a report with the clause each rests on. */
function countTable(counts: readonly Count[], policy: Policy): Block {
  return {
    kind: 'table',
    columns: [40, 36, 12],
    head: [[cell('项目', 'center'), cell('依据', 'center'), cell('数量', 'center')]],
    rows: counts.map(({ label, clause, value }) => [
      cell(label),
      cell(clause ? cite(policy, clause) : ''),
      cell(String(value), 'center'),
    ]),
    small: true,
  };
}

/** The paper of the ledger or of the counters. */
export function reportPaper(report: Report, policy: Policy): Paper {
  const [sheet] = report.sheets;
  if (!sheet) throw new Error(`${report.kind} has no sheet`);
  const texts = sheet.lines.map((line) => line.texts);
  const isLedger = report.kind === 'wf-corrections';
  const span = `${writeDate(report.period.from)}至${writeDate(report.period.to)}`;
  const lead = `本表依台账生成，登记截至${writeDate(report.asOf)}，所计期间为${span}；每个数字的出处见同名的电子表格。`;
  const counters = texts.map((one) => ({ ...one, clause: cite(policy, one.clause ?? '') }));
  return {
    title: report.title,
    subject: policy.meta.title,
    day: report.asOf,
    blocks: [
      paragraph(lead),
      ...sheet.remarks.map(paragraph),
      ...(isLedger ? [countTable(sheet.counts, policy)] : []),
    ],
    annexes: [
      {
        title: isLedger ? '逐案台账' : '计数和所计事件',
        turned: true,
        blocks: [
          isLedger
            ? tableOf(LEDGER_COLUMNS, texts, new Set(['marks', 'correction_report_to']))
            : tableOf(COUNTER_COLUMNS, counters, new Set(['label', 'clause', 'how', 'events'])),
        ],
      },
    ],
    date: writeDate(report.asOf),
  };
}
