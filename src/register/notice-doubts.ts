/**
 * What is unlikely in a holiday notice that can be read: a day typed wrongly but consistently. Each holiday is weighed
 * against the law and against itself. A doubt is a warning: what the State Council has arranged stands, however unlikely.
 */
import { compareText, type Finding } from '../core/finding.ts';
import { addDays, type Day, dayNumber } from '../core/workdays.ts';
import type { NoticeDay } from './notice.ts';

interface Statute {
  /** Between these days of a year the holiday itself can fall. */
  readonly from: string;
  readonly to: string;
  /** Days off by law (全国年节及纪念日放假办法), since the year from which they have been so many. */
  readonly days: readonly (readonly [since: number, count: number])[];
}

const STATUTES: Readonly<Record<string, Statute>> = {
  元旦: { from: '01-01', to: '01-01', days: [[2008, 1]] },
  春节: {
    from: '01-21',
    to: '02-21',
    days: [
      [2008, 3],
      [2025, 4],
    ],
  },
  清明节: { from: '04-04', to: '04-06', days: [[2008, 1]] },
  劳动节: {
    from: '05-01',
    to: '05-01',
    days: [
      [2008, 1],
      [2025, 2],
    ],
  },
  端午节: { from: '05-28', to: '06-25', days: [[2008, 1]] },
  中秋节: { from: '09-07', to: '10-08', days: [[2008, 1]] },
  国庆节: { from: '10-01', to: '10-01', days: [[2008, 3]] },
};

/** Days between a holiday and the weekend that is worked for it; in no notice have there been more than eleven. */
const FARTHEST = 21;

interface Doubt {
  readonly line: number;
  readonly position: number;
  readonly problem: string;
}

/** The doubts about the holidays of a notice, in the order of its lines. */
export function doubtsOf(days: readonly NoticeDay[], year: number, file: string): Finding[] {
  const items = new Map<string, NoticeDay[]>();
  for (const day of days) {
    const key = `${day.line} ${day.holidays.join('、')}`;
    items.set(key, [...(items.get(key) ?? []), day]);
  }
  return [...items.values()]
    .flatMap((item) => doubtsOfItem(item, year))
    .sort((a, b) => a.line - b.line || a.position - b.position)
    .map(({ line, position, problem }) => ({
      code: 'calendar-doubt',
      severity: 'warning',
      clause: null,
      file,
      line,
      position,
      message: `放假通知第${line}行：${problem}。`,
      hint: '与国务院办公厅公布的原文对照：贴错、漏贴的改正；原文就是这样的不必改，通知照常生效。',
    }));
}

function doubtsOfItem(item: readonly NoticeDay[], year: number): Doubt[] {
  const [first] = [...item].sort((a, b) => a.position - b.position);
  if (!first) return [];
  const name = first.holidays.join('、');
  const off = item.filter(({ working }) => !working).map(({ day }) => day);
  const worked = item.filter(({ working }) => working);
  const doubts: Doubt[] = [];
  const doubt = ({ line, position }: NoticeDay, problem: string): void => {
    doubts.push({ line, position, problem });
  };
  if (off.length === 0) {
    doubt(first, `${name}只有上班的日期，没有放假的日期`);
    return doubts;
  }
  for (const holiday of first.holidays) {
    const { from, to } = STATUTES[holiday] as Statute;
    if (off.some((day) => day >= `${year}-${from}` && day <= `${year}-${to}`)) continue;
    const when = from === to ? `${words(from)}不` : `${words(from)}至${words(to)}之间没有一天`;
    doubt(first, `${holiday}的放假日期是 ${spanOf(off)}，${when}放假`);
  }
  for (const each of worked) {
    const distance = Math.min(...off.map((day) => Math.abs(dayNumber(day) - dayNumber(each.day))));
    if (distance > FARTHEST)
      doubt(each, `调休上班的 ${each.day} 距${name}假期（${spanOf(off)}）${distance} 天，超过三周`);
  }
  // Only working days that the law does not give have to be made up for; a holiday on a weekend is moved, not lost.
  const given = first.holidays.reduce((sum, holiday) => sum + lawfulDays(holiday, year), 0);
  const taken = off.filter((day) => dayNumber(day) % 7 < 5).length;
  if (taken < given) doubt(first, `${name}放假只占 ${taken} 个工作日，法定放假 ${given} 天`);
  else if (taken - given !== worked.length) {
    const written = worked.length === 0 ? '没有写' : `写了 ${worked.length} 天`;
    doubt(
      first,
      `${name}放假占 ${taken} 个工作日，法定放假 ${given} 天，应有 ${taken - given} 天调休上班，此处${written}`,
    );
  }
  return doubts;
}

function lawfulDays(holiday: string, year: number): number {
  return STATUTES[holiday]?.days.findLast(([since]) => year >= since)?.[1] ?? 0;
}

/** `05-01` → 5月1日. */
const words = (day: string): string => `${Number(day.slice(0, 2))}月${Number(day.slice(3))}日`;

/** The first and the last of some days that follow one another, with commas between such runs. */
function spanOf(days: readonly Day[]): string {
  const runs: { from: Day; to: Day }[] = [];
  for (const day of [...days].sort(compareText)) {
    const last = runs.at(-1);
    if (last && addDays(last.to, 1) === day) last.to = day;
    else runs.push({ from: day, to: day });
  }
  return runs.map(({ from, to }) => (from === to ? from : `${from} 至 ${to}`)).join('、');
}
