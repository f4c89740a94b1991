/** A report checks itself before it is printed: what it adds up must agree with the register, counted once more. */
import type { Finding } from '../core/finding.ts';
import type { PolicyId } from '../core/policy-id.ts';
import type { Entry } from '../register/check.ts';
import { allLeftOut, type Report, type RowRef, showRow } from './report.ts';
import { type RegisterRows, refOf } from './rows.ts';

const placeOf = ({ file, row }: { readonly file: string; readonly row: number }): string => `${file} ${row}`;

/** A report before it has been checked. */
export type Unchecked = Omit<Report, 'checked'>;

/** What does not agree in a report, and what does, in sentences. */
export interface Audit {
  readonly findings: readonly Finding[];
  readonly checked: readonly string[];
}

/** How the rows of the registers are counted once more: by what stands in them, not by what the report made of them. */
export interface Recount {
  readonly table: Entry['table'];
  readonly policy: PolicyId;
  /** Whether a row is to be counted: by its result and its day. */
  readonly belongs: (entry: Entry) => boolean;
  /** In whose table; '' where there is one for all. */
  readonly unitOf: (entry: Entry) => string;
  /** What a row adds to the number of a label. Numbers without an entry are not counted again. */
  readonly adds: Readonly<Record<string, (entry: Entry) => number>>;
  /** Columns of which each line ticks exactly one option. */
  readonly single?: readonly string[];
}

/** Counts a report once more, from all the rows that were read. */
export function audit(
  report: Unchecked,
  { entries }: Pick<RegisterRows, 'entries'>,
  { table, policy, belongs, unitOf, adds, single = [] }: Recount,
): Audit {
  const own = entries.filter((entry) => entry.table === table && entry.policy === policy);
  const wanted = new Map(own.filter(belongs).map((entry) => [placeOf(entry), entry]));
  const left = new Set(allLeftOut(report).map(({ at }) => placeOf(at)));
  const findings: Finding[] = [];
  const fault = (message: string, at?: RowRef): void => {
    findings.push({
      code: 'report-total',
      severity: 'error',
      clause: null,
      file: at?.file ?? report.title,
      ...(at ? { row: at.row } : {}),
      ...(at?.id ? { caseId: at.id } : {}),
      message,
      hint: '这是程序的差错，报表没有生成；请把这条信息和所用的命令告诉维护人员。',
    });
  };
  let recounted = 0;
  const seen = new Map<string, string>();
  const take = (at: RowRef, where: string): void => {
    const before = seen.get(placeOf(at));
    if (before) fault(`${showRow(at)} 既在${before}，又在${where}。`, at);
    seen.set(placeOf(at), where);
  };
  for (const { unit, lines, asides, counts } of report.sheets) {
    const name = unit === '' ? '表中' : `「${unit}」的表中`;
    for (const { of, texts, ticks } of lines) {
      const [at] = of;
      if (!at && texts.value !== '0') fault(`${name}有一行没有写明出处。`);
      for (const ref of of) {
        take(ref, name);
        const entry = wanted.get(placeOf(ref));
        if (!entry) fault(`${showRow(ref)} 不应当计入本期，却列在${name}。`, ref);
        else if (unitOf(entry) !== unit)
          fault(`${showRow(ref)} 属于「${unitOf(entry)}」，却列在${name}。`, ref);
      }
      for (const column of single)
        if (ticks[column]?.length !== 1)
          fault(`${name}有一行的「${column}」划了 ${ticks[column]?.length ?? 0} 个“√”，应为一个。`, at);
    }
    for (const { heading, rows } of asides)
      for (const { at } of rows) if (heading === '不予容错') take(at, heading);
    for (const { label, value, of, shares } of counts) {
      const sum = shares ? shares.reduce((total, share) => total + share, 0) : of.length;
      if (sum !== value || (shares && shares.length !== of.length))
        fault(`${name}「${label}」为 ${value}，所列出处合计 ${sum}。`);
      const add = adds[label];
      if (!add) continue;
      recounted += 1;
      const again = own
        .filter((entry) => unitOf(entry) === unit && !left.has(placeOf(entry)))
        .reduce((total, entry) => total + add(entry), 0);
      if (again !== value) fault(`${name}「${label}」为 ${value}，从台账另行点算为 ${again}。`);
    }
    for (const column of single) {
      const ticked = lines.reduce((total, { ticks }) => total + (ticks[column]?.length ?? 0), 0);
      if (ticked !== lines.length) fault(`${name}有 ${lines.length} 行，「${column}」合计 ${ticked}。`);
    }
  }
  for (const { at } of allLeftOut(report)) take(at, '未列入的行中');
  for (const { label, value } of report.totals) {
    const sum = report.sheets
      .flatMap(({ counts }) => counts)
      .filter((count) => count.label === label)
      .reduce((total, count) => total + count.value, 0);
    if (sum !== value) fault(`合计「${label}」为 ${value}，各表相加为 ${sum}。`);
  }
  for (const [place, entry] of wanted) {
    const at = refOf(entry);
    if (!seen.has(place)) fault(`${showRow(at)} 应当计入，报表没有列出。`, at);
  }
  const { sheets, totals } = report;
  const numbers = sheets.reduce((sum, { counts }) => sum + counts.length, 0);
  const rows = sheets.reduce((sum, { lines }) => sum + lines.length, 0);
  const named = [...wanted.keys()].filter((place) => left.has(place)).length;
  const unclear = left.size - named;
  const checked = [
    wanted.size > 0
      ? `从台账另行点算，本期应当计入 ${wanted.size} 行：已经列入 ${wanted.size - named} 行，写明原因没有列入 ${named} 行；没有漏列、多列或者重复的行。`
      : '从台账另行点算，本期没有应当计入的行。',
    ...(unclear > 0 ? [`另有 ${unclear} 行没有列入，已经写明原因。`] : []),
    ...(recounted > 0
      ? [
          `${recounted} 个数字从台账另行点算，都相符${numbers > recounted ? `；其余 ${numbers - recounted} 个没有另行点算` : ''}。`,
        ]
      : []),
    ...(sheets.length > 1 ? [`${sheets.length} 份表相加，与 ${totals.length} 项合计相符。`] : []),
    ...(single.length > 0 && rows > 0 ? [`表中 ${rows} 行，容错方式每行只划一个“√”，合计与行数相符。`] : []),
  ];
  return { findings, checked: findings.length > 0 ? [] : checked };
}
