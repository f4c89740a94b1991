/** A report checks itself before it is printed: what it adds up must agree with the register, counted once more. */
import type { Finding } from '../core/finding.ts';
import { allLeftOut, type Report, type RowRef, showRow } from './report.ts';

const placeOf = ({ file, row }: RowRef): string => `${file} ${row}`;

/** A report before it has been checked. */
export type Unchecked = Omit<Report, 'checked'>;

/** What does not agree in a report, and what does, in sentences. */
export interface Audit {
  readonly findings: readonly Finding[];
  readonly checked: readonly string[];
}

/**
 * Counts a report once more.
 * @param wanted rows that the report must count or name, found by another way than the report's own
 * @param single columns of which each line ticks exactly one option
 */
export function audit(report: Unchecked, wanted: readonly RowRef[], single: readonly string[] = []): Audit {
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
      for (const ref of of) take(ref, name);
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
  for (const at of wanted) if (!seen.has(placeOf(at))) fault(`${showRow(at)} 应当计入，报表没有列出。`, at);
  const { sheets, totals } = report;
  const numbers = sheets.reduce((sum, { counts }) => sum + counts.length, 0);
  const rows = sheets.reduce((sum, { lines }) => sum + lines.length, 0);
  const checked = [
    wanted.length > 0
      ? `从台账另行点算，本期应当计入的 ${wanted.length} 行都已列入，或者写明没有列入的原因，没有一行重复。`
      : '从台账另行点算，本期没有应当计入的行。',
    ...(numbers > 0 ? [`${numbers} 个数字都与所列出处的行相符。`] : []),
    ...(sheets.length > 1 ? [`${sheets.length} 份表相加，与 ${totals.length} 项合计相符。`] : []),
    ...(single.length > 0 && rows > 0 ? [`表中 ${rows} 行，容错方式每行只划一个“√”，合计与行数相符。`] : []),
  ];
  return { findings, checked: findings.length > 0 ? [] : checked };
}
