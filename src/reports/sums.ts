/** Sums over sheets, and the sentences that every report has in common. */

import { writeDate } from '../components/policy-words.ts';
import type { Day } from '../core/workdays.ts';
import type { Span } from './period.ts';
import type { Apart, Count, Report, Sheet } from './report.ts';

/** The counts of all sheets added up, in the order of the first sheet that has them. */
export function sumCounts(sheets: readonly Sheet[]): Count[] {
  const sums = new Map<string, Count>();
  for (const count of sheets.flatMap(({ counts }) => counts)) {
    const sum = sums.get(count.label);
    sums.set(
      count.label,
      sum ? { ...sum, value: sum.value + count.value, of: [...sum.of, ...count.of] } : count,
    );
  }
  return [...sums.values()];
}

/** The sums that are shown: those that are not zero, and those that a text asks for by name. */
export function shownTotals({ totals }: Pick<Report, 'totals'>): Count[] {
  return totals.filter(({ value, always }) => value > 0 || always);
}

/**
 * The sentence that names the rows which are not in the table; none where there are none. Where a row stands in the
 * files of its keeper is nothing to whoever receives the paper: that is told on the screen and in the workbook.
 */
export function leftOutRemark(heading: string, rows: readonly Apart[]): string[] {
  if (rows.length === 0) return [];
  return [
    `另有 ${rows.length} 行${heading}：${rows.map(({ at, reason }) => `${at.id || `台账第${at.row}行`}（${reason}）`).join('；')}。`,
  ];
}

/** That the numbers of a period still running are not its last. */
export function unfinishedRemark(
  { period, covers }: Pick<Report, 'period'> & { readonly covers: Span },
  asOf: Day,
): string[] {
  if (asOf >= covers.to) return [];
  const what = covers.to === period.to ? `${period.words}尚未结束` : `本期计到${writeDate(covers.to)}`;
  return [`${what}，数字截至${writeDate(asOf)}。`];
}

/** The report with the paper of one unit alone. */
export function onlyUnit(report: Report, unit: string): Report {
  const sheets = report.sheets.filter((sheet) => sheet.unit === unit);
  const own = new Set(
    sheets.flatMap(({ lines, leftOut }) =>
      [...lines.flatMap(({ of }) => of), ...leftOut.map(({ at }) => at)].map(
        ({ file, row }) => `${file} ${row}`,
      ),
    ),
  );
  return {
    ...report,
    sheets,
    totals: sumCounts(sheets),
    findings: report.findings.filter(({ file, row }) => own.has(`${file} ${row}`)),
    checked:
      report.sheets.length > 1
        ? [...report.checked, `以上是 ${report.sheets.length} 份表一并核对的结果，此处只有「${unit}」一份。`]
        : report.checked,
  };
}
