/**
 * The working calendar: data/calendar/calendar.csv, day by day with the number of the notice behind each, and notices
 * that have been pasted as text. All take effect in the order in which they were issued. Of a notice that stands in both
 * the text governs, and the rows must agree with it.
 */
import { compareText, type Finding } from '../core/finding.ts';
import {
  addDays,
  type CalendarException,
  type Day,
  dayNumber,
  type HolidayNotice,
  isDay,
  WorkCalendar,
} from '../core/workdays.ts';
import { type ReadNotice, readNotice } from './notice.ts';

export const CALENDAR_FILE = 'data/calendar/calendar.csv';
/** One text file per notice, named after its year: 2027.txt; what changes it later: 2027-2.txt. */
export const NOTICE_FOLDER = 'data/calendar/notices';

const KINDS: ReadonlyMap<string, boolean> = new Map([
  ['法定节假日', false],
  ['休息日', false],
  ['调休上班', true],
]);

/** A file of `NOTICE_FOLDER`. */
export interface NoticeFile {
  readonly file: string;
  readonly text: string;
}

/**
 * A row of calendar.csv. Columns: 日期, 类别 (法定节假日、休息日、调休上班), 节日, 依据 (the notice's number). Plain commas,
 * no quotes.
 */
interface CalendarRow {
  readonly day: Day;
  readonly working: boolean;
  readonly holiday: string;
  readonly number: string;
  readonly line: number;
}

/**
 * The calendar of the table and the notices. Undefined when the table cannot be read or covers no year; a notice that
 * cannot be read only has no effect.
 */
export function readCalendar(
  text: string,
  file: string,
  notices: readonly NoticeFile[] = [],
): { calendar: WorkCalendar | undefined; findings: Finding[] } {
  const { rows, findings } = readRows(text, file);
  if (findings.length > 0) return { calendar: undefined, findings };
  const exceptions: CalendarException[] = [...arrange(rows, file, notices, findings)].map(
    ([day, { working, notice }]) => ({ day, working, notice }),
  );
  try {
    return { calendar: new WorkCalendar(exceptions), findings };
  } catch {
    findings.push(
      finding(
        file,
        1,
        'calendar-row',
        '工作日历没有覆盖任何一个完整年度。',
        '至少录入一个年度的全部放假和调休上班日期。',
      ),
    );
    return { calendar: undefined, findings };
  }
}

function finding(file: string, line: number, code: string, message: string, hint: string): Finding {
  return { code, severity: 'error', clause: null, file, line, position: 1, message, hint };
}

function readRows(text: string, file: string): { rows: CalendarRow[]; findings: Finding[] } {
  const rows: CalendarRow[] = [];
  const findings: Finding[] = [];
  const seen = new Set<string>();
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === '') continue;
    const [day = '', kind = '', holiday = '', number = ''] = line.split(',');
    const working = KINDS.get(kind);
    const problem = !isDay(day)
      ? `「${day}」不是 2026-01-01 式的日期`
      : working === undefined
        ? `类别「${kind}」不在${[...KINDS.keys()].join('、')}之列`
        : seen.has(day)
          ? `${day} 重复`
          : faultOfNumber(number, day);
    if (problem === undefined && working !== undefined) {
      seen.add(day);
      rows.push({ day, working, holiday: fullName(holiday), number, line: index + 1 });
    } else {
      findings.push(
        finding(
          file,
          index + 1,
          'calendar-row',
          `工作日历第${index + 1}行有误：${problem}。`,
          '照国务院办公厅的放假通知改正这一行。',
        ),
      );
    }
  }
  return { rows, findings };
}

/** A notice arranges the year in which it was issued or the one after it. */
function faultOfNumber(number: string, day: Day): string | undefined {
  const issued = Number(/^国办发明电〔(\d{4})〕[1-9]\d*号$/.exec(number)?.[1]);
  if (Number.isNaN(issued)) return `依据「${number}」不是发文字号，应如：国办发明电〔2025〕7号`;
  const year = Number(day.slice(0, 4));
  return issued === year || issued === year - 1 ? undefined : `依据 ${number} 不是${year}年放假通知的字号`;
}

/** 清明, 端午 and 中秋 are written without 节. */
function fullName(holiday: string): string {
  return /节$|^元旦$/.test(holiday) ? holiday : `${holiday}节`;
}

/** A day as the notices leave it. */
interface ArrangedDay {
  readonly working: boolean;
  readonly notice: HolidayNotice;
  readonly holidays: readonly string[];
}

/** 国办发明电〔2018〕15号 comes before 国办发明电〔2019〕3号. */
function compareNumbers(a: string, b: string): number {
  const [yearA = 0, serialA = 0] = (a.match(/\d+/g) ?? []).map(Number);
  const [yearB = 0, serialB = 0] = (b.match(/\d+/g) ?? []).map(Number);
  return yearA - yearB || serialA - serialB;
}

/** All days in the order in which the notices were issued: a later one changes what an earlier one arranged. */
function arrange(
  rows: readonly CalendarRow[],
  file: string,
  files: readonly NoticeFile[],
  findings: Finding[],
): Map<Day, ArrangedDay> {
  const tables = new Map<string, CalendarRow[]>();
  for (const row of rows) tables.set(row.number, [...(tables.get(row.number) ?? []), row]);
  const known = [...tables]
    .sort(([a], [b]) => compareNumbers(a, b))
    .map(([number, group]) => ({ notice: { number, year: yearOf(group) }, file }));
  const pasted = readNotices(files, known, findings);
  const arranged = new Map<Day, ArrangedDay>();
  const numbers = [...new Set([...tables.keys(), ...pasted.keys()])].sort(compareNumbers);
  for (const number of numbers) {
    const group = tables.get(number) ?? [];
    const read = pasted.get(number);
    if (read) {
      applyNotice(read, arranged, findings);
      compareRows(group, file, number, arranged, findings);
    } else {
      const notice = { number, year: yearOf(group) };
      for (const { day, working, holiday } of group)
        arranged.set(day, { working, notice, holidays: [holiday] });
    }
  }
  return arranged;
}

/** The year a notice arranges: single days of it may lie in the December before. */
function yearOf(rows: readonly CalendarRow[]): number {
  return Math.max(...rows.map(({ day }) => Number(day.slice(0, 4))));
}

function conflict(file: string, line: number, problem: string): Finding {
  return finding(
    file,
    line,
    'calendar-conflict',
    `放假通知第${line}行：${problem}。`,
    '与国务院办公厅公布的原文对照，改正有误的一处。',
  );
}

/** The pasted notices that take effect, by number. `known` are those of the table, in the order of issue. */
function readNotices(
  files: readonly NoticeFile[],
  known: readonly { readonly notice: HolidayNotice; readonly file: string }[],
  findings: Finding[],
): Map<string, ReadNotice> {
  const read: ReadNotice[] = [];
  for (const { file, text } of files) {
    const { notice, findings: found } = readNotice(text, file);
    findings.push(...found);
    if (notice) read.push(notice);
  }
  /** The notice that arranges a year as a whole. */
  const yearly = new Map<number, { readonly number: string; readonly file: string }>();
  const setYearly = ({ number, year }: HolidayNotice, file: string): void => {
    if (!yearly.has(year)) yearly.set(year, { number, file });
  };
  for (const { notice, file } of known) setYearly(notice, file);
  const pasted = new Map<string, ReadNotice>();
  for (const each of read.sort(
    (a, b) => compareNumbers(a.notice.number, b.notice.number) || compareText(a.file, b.file),
  )) {
    const { file, kind, notice } = each;
    const twin = pasted.get(notice.number);
    const same = yearly.get(notice.year);
    if (twin) {
      findings.push(conflict(file, 1, `${notice.number} 已在 ${twin.file}，这一份没有生效`));
    } else if (kind === 'yearly' && same && same.number !== notice.number) {
      findings.push(
        conflict(file, 1, `${notice.year}年已由 ${same.number} 安排（${same.file}），这一份没有生效`),
      );
    } else if (kind !== 'yearly' && !same) {
      findings.push(conflict(file, 1, `没有${notice.year}年的放假通知，无从调整`));
    } else {
      pasted.set(notice.number, each);
      setYearly(notice, file);
    }
  }
  return pasted;
}

function applyNotice(
  { file, notice, kind, changed, extensions, days }: ReadNotice,
  arranged: Map<Day, ArrangedDay>,
  findings: Finding[],
): void {
  if (kind === 'change') {
    for (const [day, { holidays, notice: earlier }] of arranged) {
      if (earlier.year === notice.year && changed.some((holiday) => holidays.includes(holiday)))
        arranged.delete(day);
    }
  }
  for (const { holiday, to, line } of extensions) {
    const last = [...arranged]
      .filter(
        ([
          ,
          {
            working,
            holidays,
            notice: { year },
          },
        ]) => {
          return year === notice.year && !working && holidays.includes(holiday);
        },
      )
      .map(([day]) => day)
      .sort(compareText)
      .at(-1);
    if (last === undefined || last >= to) {
      findings.push(conflict(file, line, `${holiday}假期原定到 ${last ?? '何日不详'}，不能延长至 ${to}`));
      continue;
    }
    for (let day = addDays(last, 1); day <= to; day = addDays(day, 1))
      arranged.set(day, { working: false, notice, holidays: [holiday] });
  }
  for (const { day, working, holidays, line } of days) {
    const before = arranged.get(day);
    if (before && before.working !== working && kind === 'yearly') {
      const found = `${day} 在${before.notice.number}中是${before.working ? '上班' : '放假'}`;
      findings.push(conflict(file, line, found));
    }
    arranged.set(day, { working, notice, holidays });
  }
}

/** Rows of a notice whose text is there. Saturdays and Sundays that the text need not mention may stand in the table. */
function compareRows(
  rows: readonly CalendarRow[],
  file: string,
  number: string,
  arranged: ReadonlyMap<Day, ArrangedDay>,
  findings: Finding[],
): void {
  for (const { day, working, line } of rows) {
    const found = arranged.get(day);
    const plain = dayNumber(day) % 7 < 5;
    if (working === (found?.working ?? plain)) continue;
    findings.push(
      finding(
        file,
        line,
        'calendar-conflict',
        `工作日历第${line}行把 ${day} 记作${working ? '上班' : '放假'}，${number}${found ? `安排${found.working ? '上班' : '放假'}` : '没有这样安排'}。`,
        '以通知为准：改正或者删去工作日历的这一行；通知录入有误的，改正通知。',
      ),
    );
  }
}
