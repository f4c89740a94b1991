/** Reads data/calendar/calendar.csv: the exception days of the State Council's yearly holiday notices. */
import type { Finding } from '../core/finding.ts';
import { type CalendarException, isDay, WorkCalendar } from '../core/workdays.ts';

const KINDS: ReadonlyMap<string, boolean> = new Map([
  ['法定节假日', false],
  ['休息日', false],
  ['调休上班', true],
]);

/** Columns: 日期, 类别 (法定节假日、休息日、调休上班), 节日. Plain commas, no quotes. */
export function readCalendar(
  text: string,
  file: string,
): { calendar: WorkCalendar | undefined; findings: Finding[] } {
  const findings: Finding[] = [];
  const exceptions: CalendarException[] = [];
  const seen = new Set<string>();
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === '') continue;
    const [day = '', kind = ''] = line.split(',');
    const working = KINDS.get(kind);
    const problem = !isDay(day)
      ? `「${day}」不是 2026-01-01 式的日期`
      : working === undefined
        ? `类别「${kind}」不在${[...KINDS.keys()].join('、')}之列`
        : seen.has(day)
          ? `${day} 重复`
          : undefined;
    if (problem === undefined && working !== undefined) {
      seen.add(day);
      exceptions.push({ day, working });
    } else {
      findings.push({
        code: 'calendar-row',
        severity: 'error',
        clause: null,
        file,
        line: index + 1,
        position: 1,
        message: `工作日历第${index + 1}行有误：${problem}。`,
        hint: '照国务院办公厅的放假通知改正这一行。',
      });
    }
  }
  if (findings.length > 0) return { calendar: undefined, findings };
  try {
    return { calendar: new WorkCalendar(exceptions), findings };
  } catch {
    const finding: Finding = {
      code: 'calendar-row',
      severity: 'error',
      clause: null,
      file,
      line: 1,
      position: 1,
      message: '工作日历没有覆盖任何一个完整年度。',
      hint: '至少录入一个年度的全部放假和调休上班日期。',
    };
    return { calendar: undefined, findings: [finding] };
  }
}
