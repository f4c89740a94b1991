/** A report as a workbook: the numbers, the tables, and on a sheet of its own the register rows behind each of them. */

import { columnLetter } from '../core/place.ts';
import type { FormSpec } from '../forms/schema.ts';
import { cite } from '../policy/cite.ts';
import type { Policy } from '../policy/model.ts';
import { addressOf, type CellKey, type Fill, type SheetDraft, type Span, sheetName } from '../sheets.ts';
import { aboveLine } from './lists.ts';
import { type Apart, allLeftOut, type Report, type RowRef } from './report.ts';
import { unfinishedRemark } from './sums.ts';
import { tableSheet } from './table-sheet.ts';

const headFill = (row: number, columns: number): Map<CellKey, Fill> =>
  new Map(
    Array.from({ length: columns }, (_, column) => [`${row},${column}` as CellKey, 'head' as Fill] as const),
  );

/** One line of the sheet of sources. */
interface Source {
  readonly sheet: string;
  readonly cell: string;
  readonly what: string;
  readonly value: string | number;
  readonly share: number;
  readonly at: RowRef;
}

/** The sheets of a report: 数字, one table for each unit, 未列入, 出处. */
export function reportSheets(report: Report, policy: Policy, form?: FormSpec): SheetDraft[] {
  const taken = new Set<string>();
  const nameFor = (wanted: string): string => {
    const name = sheetName(wanted, taken);
    taken.add(name.toLowerCase());
    return name;
  };
  const sources: Source[] = [];

  // --- numbers: a column for each unit and one for the sum; below them what has been checked
  const numbers = nameFor('数字');
  const units = report.sheets.map(({ unit }) => unit);
  const split = units.some((unit) => unit !== '');
  const heads = ['项目', '依据', '计法', '合计', ...(split ? units : [])];
  const above = [report.title, aboveLine(report), ...unfinishedRemark(report, report.asOf)];
  const rows = report.totals.map(({ label, clause, how = '', value, of, shares }, i) => {
    const cells = split
      ? report.sheets.map(({ counts }) => counts.find((count) => count.label === label))
      : [];
    const row = above.length + 2 + i;
    for (const [u, count] of cells.entries()) {
      for (const [n, at] of (count?.of ?? []).entries())
        sources.push({
          sheet: numbers,
          cell: `${columnLetter(4 + u)}${row}`,
          what: `${units[u]}　${label}`,
          value: count?.value ?? 0,
          share: count?.shares?.[n] ?? 1,
          at,
        });
    }
    for (const [n, at] of of.entries())
      sources.push({ sheet: numbers, cell: `D${row}`, what: label, value, share: shares?.[n] ?? 1, at });
    return [
      label,
      clause ? cite(policy, clause) : '',
      how,
      value,
      ...cells.map((count) => count?.value ?? 0),
    ];
  });
  if (rows.length === 0) rows.push(['本期没有应当列入的登记。']);
  const checked = report.checked.map((words) => [`自查　${words}`]);
  const last = above.length + rows.length;
  const drafts: SheetDraft[] = [
    {
      name: numbers,
      rows: [...above.map((words) => [words]), heads, ...rows, ...checked],
      widths: [46, 46, 44, 8, ...(split ? units.map(() => 14) : [])],
      frozen: above.length + 1,
      repeatedFrom: above.length,
      fills: headFill(above.length, heads.length),
      looks: new Map([['0,0', 'title']]),
      heights: new Map([[0, 30]]),
      spans: new Map<CellKey, Span>(
        [...above.keys(), ...checked.keys().map((i) => last + 1 + i)].map((row) => [
          `${row},0`,
          { columns: heads.length },
        ]),
      ),
      grid: { first: above.length, last, columns: heads.length },
      wrap: true,
    },
  ];

  // --- tables
  for (const sheet of report.sheets) {
    const name = nameFor(sheet.unit || '明细');
    const made = tableSheet(name, report, sheet, { policy, form });
    drafts.push(made.draft);
    for (const { of, ...cell } of made.sources)
      for (const at of of) sources.push({ sheet: name, ...cell, share: 1, at });
  }

  // --- rows that are not in the tables
  const apart: (readonly [string, Apart])[] = [
    ...report.sheets.flatMap(({ asides }) =>
      asides.flatMap(({ heading, rows: listed }) => listed.map((one) => [heading, one] as const)),
    ),
    ...allLeftOut(report).map((one) => ['没有列入', one] as const),
  ];
  drafts.push({
    name: nameFor('另计和未列入'),
    rows: [
      ['类别', '编号', '台账', '行', '说明'],
      ...apart.map(([heading, { at, reason }]) => [heading, at.id, at.file, at.row, reason]),
    ],
    widths: [26, 16, 40, 6, 60],
    frozen: 1,
    fills: headFill(0, 5),
    wrap: true,
  });

  // --- where every number and every cell comes from
  const sourceName = nameFor('出处');
  drafts.push({
    name: sourceName,
    rows: [
      ['工作表', '单元格', '项目', '值', '本行计', '编号', '台账', '行'],
      ...sources.map(({ sheet, cell, what, value, share, at }) => [
        sheet,
        cell,
        what,
        value,
        share,
        at.id,
        at.file,
        at.row,
      ]),
    ],
    widths: [18, 8, 36, 30, 8, 16, 40, 6],
    frozen: 1,
    fills: headFill(0, 8),
    links: new Map(
      sources.map(({ sheet, cell }, i): [CellKey, string] => [`${i + 1},1`, addressOf(sheet, cell)]),
    ),
  });
  return drafts;
}
