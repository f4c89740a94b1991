/** A report as a workbook: the numbers, the tables, and on a sheet of its own the register rows behind each of them. */

import { columnLetter } from '../core/place.ts';
import { isTicked } from '../forms/leaves.ts';
import type { FormSpec } from '../forms/schema.ts';
import { cite } from '../policy/cite.ts';
import type { Policy } from '../policy/model.ts';
import { addressOf, type CellKey, type Fill, type SheetDraft, sheetName } from '../sheets.ts';
import { type Apart, allLeftOut, type Report, type RowRef, type Sheet } from './report.ts';
import { COUNTER_COLUMNS } from './sy-counters.ts';
import { LEDGER_COLUMNS } from './wf-corrections.ts';

/** A column of the table: what stands over it, and its words in a line. */
interface Column {
  readonly head: string;
  readonly width: number;
  readonly textOf: (line: Sheet['lines'][number]) => string;
}

const TICK = '√';

/** The leaf columns of the report's table, as on the form. */
function columnsOf(report: Report, form: FormSpec | undefined): Column[] {
  if (!form) {
    const columns = report.kind === 'wf-corrections' ? LEDGER_COLUMNS : COUNTER_COLUMNS;
    return columns.map(([key, head, width]) => ({ head, width, textOf: ({ texts }) => texts[key] ?? '' }));
  }
  const inTable = new Set(form.rows.flatMap(({ cells }) => cells.map(({ field }) => field)));
  return form.fields
    .filter(({ key }) => inTable.has(key))
    .flatMap((field): Column[] =>
      isTicked(field)
        ? Object.entries(field.options ?? {}).map(([option, words]) => ({
            head: `${field.label}：${words}`,
            width: 8,
            textOf: ({ ticks }) => (ticks[field.key]?.includes(option) ? TICK : ''),
          }))
        : [{ head: field.label, width: 18, textOf: ({ texts }) => texts[field.key] ?? '' }],
    );
}

const headFill = (rows: number, columns: number): Map<CellKey, Fill> =>
  new Map(
    Array.from({ length: rows }, (_, row) => row).flatMap((row) =>
      Array.from({ length: columns }, (_, column) => [`${row},${column}` as CellKey, 'head' as Fill]),
    ),
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

  // --- numbers: a column for each unit and one for the sum
  const numbers = nameFor('数字');
  const units = report.sheets.map(({ unit }) => unit);
  const split = units.some((unit) => unit !== '');
  const rows = report.totals.map(({ label, clause, how = '', value, of, shares }, i) => {
    const cells = split
      ? report.sheets.map(({ counts }) => counts.find((count) => count.label === label))
      : [];
    const row = i + 1;
    for (const [u, count] of cells.entries()) {
      for (const [n, at] of (count?.of ?? []).entries())
        sources.push({
          sheet: numbers,
          cell: `${columnLetter(4 + u)}${row + 1}`,
          what: `${units[u]}　${label}`,
          value: count?.value ?? 0,
          share: count?.shares?.[n] ?? 1,
          at,
        });
    }
    for (const [n, at] of of.entries())
      sources.push({ sheet: numbers, cell: `D${row + 1}`, what: label, value, share: shares?.[n] ?? 1, at });
    return [
      label,
      clause ? cite(policy, clause) : '',
      how,
      value,
      ...cells.map((count) => count?.value ?? 0),
    ];
  });
  const heads = ['项目', '依据', '计法', '合计', ...(split ? units : [])];
  const drafts: SheetDraft[] = [
    {
      name: numbers,
      rows: [heads, ...rows],
      widths: [36, 24, 30, 8, ...(split ? units.map(() => 14) : [])],
      frozen: 1,
      fills: headFill(1, heads.length),
      wrap: true,
    },
  ];

  // --- tables
  const columns = columnsOf(report, form);
  for (const sheet of report.sheets) {
    const name = nameFor(sheet.unit || '明细');
    const table = ['序号', ...columns.map(({ head }) => head), '台账行'];
    const lines = sheet.lines.map((line, i) => {
      const texts = columns.map(({ textOf }) => textOf(line));
      for (const [c, text] of texts.entries())
        if (text !== '')
          for (const at of line.of)
            sources.push({
              sheet: name,
              cell: `${columnLetter(c + 1)}${i + 2}`,
              what: columns[c]?.head ?? '',
              value: text,
              share: 1,
              at,
            });
      return [i + 1, ...texts, line.of.map(({ id, file, row }) => `${id} ${file}:${row}`).join('\n')];
    });
    drafts.push({
      name,
      rows: [table, ...lines, [], ...sheet.remarks.map((remark) => [remark])],
      widths: [6, ...columns.map(({ width }) => width), 30],
      frozen: 1,
      fills: headFill(1, table.length),
      spans: new Map(
        sheet.remarks.map((_, i): [CellKey, number] => [`${lines.length + 2 + i},0`, table.length]),
      ),
      wrap: true,
    });
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
    fills: headFill(1, 5),
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
    fills: headFill(1, 8),
    links: new Map(
      sources.map(({ sheet, cell }, i): [CellKey, string] => [`${i + 1},1`, addressOf(sheet, cell)]),
    ),
  });
  return drafts;
}
