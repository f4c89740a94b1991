/**
 * A large synthetic case register for the benchmark: 济南 rows with every column filled that may be filled. Row i is a
 * function of i alone, so that a shorter register is the beginning of a longer one.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { addDays, type WorkCalendar } from '../../src/core/workdays.ts';
import { TABLES } from '../../src/register/columns.ts';
import { sampleCity } from '../../src/register/sample/jn.ts';
import type { CaseRow } from '../../src/register/sample/rows.ts';
import { quoteCell } from '../../src/register/write.ts';

/** Names and harm done to a person: a value there is itself a finding, so these two stay blank. */
const BLANK: readonly string[] = ['subject_name', 'affected_items'];

const COLUMNS = TABLES.cases.filter(({ policies }) => policies.includes('JN'));

/** Columns of the generated register that hold a value in every row. */
export const FILLED_COLUMNS = COLUMNS.filter(({ key }) => !BLANK.includes(key));

const DISTRICTS = ['历下', '市中', '槐荫', '天桥', '历城', '长清', '章丘', '济阳', '莱芜', '钢城'];

/** A full row made of a sample row; undefined when the sample row leaves open more than can be added to it. */
function fill(row: CaseRow): CaseRow | undefined {
  const filled: CaseRow = {
    ...row,
    suggestion_late_reason: '材料涉及多个单位，核实需要时间。',
    escalated_date: row.escalated_date || row.decision_date || '',
  };
  return FILLED_COLUMNS.every(({ key }) => filled[key as keyof CaseRow]) ? filled : undefined;
}

/** Full rows of many sample registers, each with dates of its own. */
export function fullRows(calendar: WorkCalendar, count: number): readonly CaseRow[] {
  const rows: CaseRow[] = [];
  for (let seed = 1; rows.length < count; seed += 1) {
    for (const row of sampleCity(calendar, seed).cases) {
      const full = fill(row);
      if (full) rows.push(full);
    }
  }
  return rows.slice(0, count);
}

/** Row `index` of the register, without its line end: its id, matter, unit and the dates of its papers are its own. */
function formatRow(rows: readonly CaseRow[], index: number): string {
  const row = rows[index % rows.length] as CaseRow;
  const round = Math.floor(index / rows.length);
  const district = DISTRICTS[round % DISTRICTS.length];
  const own: CaseRow = {
    ...row,
    case_id: `JN-${row.start_date?.slice(0, 4)}-${String(index + 1).padStart(7, '0')}`,
    matter: `${district}第${index + 1}号事项：${row.matter}`,
    subject_unit: `${district}${row.subject_unit}`,
    documents: (row.documents ?? '').replace(
      /@([\d-]+)/g,
      (_, day: string) => `@${addDays(day, round % 97)}`,
    ),
  };
  return COLUMNS.map(({ key }) => quoteCell(own[key as keyof CaseRow] ?? '')).join(',');
}

/** Writes the register to `path`: byte-order mark, Chinese headers, CRLF. */
export async function writeRegister(path: string, rows: readonly CaseRow[], count: number): Promise<void> {
  const out = createWriteStream(path);
  let text = `\uFEFF${COLUMNS.map(({ head }) => head).join(',')}\r\n`;
  for (let index = 0; index < count; index += 1) {
    text += `${formatRow(rows, index)}\r\n`;
    if (text.length < 1 << 20) continue;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  }
  out.end(text);
  await once(out, 'close');
}
