/**
 * Civil dates and the three clocks of the policies: workdays (工作日), calendar months (一个月), fixed dates (25日).
 * A day is an ISO string `2024-06-03`; there is no Date object and no time zone anywhere in here.
 */

/** An ISO calendar day, `YYYY-MM-DD`. */
export type Day = string;

/** A length of time a clause allows. */
export interface Span {
  readonly amount: number;
  readonly unit: 'workdays' | 'months' | 'days';
}

const UNITS: readonly Span['unit'][] = ['workdays', 'months', 'days'];

/** A computed last day. `provisional` = it lies past the last announced holiday year and must be shown as 暂定. */
export interface Due {
  readonly day: Day;
  readonly provisional: boolean;
}

/** A holiday notice of the State Council's General Office: where days of the calendar come from. */
export interface HolidayNotice {
  /** 国办发明电〔2025〕7号. */
  readonly number: string;
  /** The year whose holidays it arranges; single days may lie in the year before. */
  readonly year: number;
}

/** One exception day of the State Council's yearly holiday notices. */
export interface CalendarException {
  readonly day: Day;
  readonly working: boolean;
  /** The notice it comes from; absent when it was entered by hand. */
  readonly notice?: HolidayNotice;
}

/** Consecutive days of one kind that the calendar arranges: days off, or make-up working days. */
export interface CalendarRun {
  readonly from: Day;
  readonly to: Day;
  readonly working: boolean;
}

/** What the notices had to do with one computed last day. */
export interface CalendarUse {
  /** Numbers of the notices whose days lie in between, in order of the days. */
  readonly notices: readonly string[];
  readonly runs: readonly CalendarRun[];
  /** Whether plain Monday to Friday would have given another day. */
  readonly decisive: boolean;
}

const CUMULATIVE_DAYS = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function monthLength(year: number, month: number): number {
  return month === 2
    ? isLeap(year)
      ? 29
      : 28
    : month === 4 || month === 6 || month === 9 || month === 11
      ? 30
      : 31;
}

/** The last day there is: see isDay. */
export const LAST_DAY: Day = '2199-12-31';

const FIRST_YEAR = 1900;
const LAST_YEAR = Number(LAST_DAY.slice(0, 4));

const HYPHEN = 0x2d;
/**
 * Day number of a text from character `from` on, or -1 when that is no real day written YYYY-MM-DD (2023-02-30 is none).
 * Years 1900–2199.
 */
export function readDay(text: string, from = 0, to = text.length): number {
  if (to - from !== 10) return -1;
  const a = text.charCodeAt(from) - 0x30;
  const b = text.charCodeAt(from + 1) - 0x30;
  const c = text.charCodeAt(from + 2) - 0x30;
  const d = text.charCodeAt(from + 3) - 0x30;
  const e = text.charCodeAt(from + 5) - 0x30;
  const f = text.charCodeAt(from + 6) - 0x30;
  const g = text.charCodeAt(from + 8) - 0x30;
  const h = text.charCodeAt(from + 9) - 0x30;
  // 0 to 9 and no other number stays below 16 both as it is and with 6 added: one look at all digits.
  const digits =
    a |
    b |
    c |
    d |
    e |
    f |
    g |
    h |
    (a + 6) |
    (b + 6) |
    (c + 6) |
    (d + 6) |
    (e + 6) |
    (f + 6) |
    (g + 6) |
    (h + 6);
  if ((digits & ~15) !== 0) return -1;
  if (text.charCodeAt(from + 4) !== HYPHEN || text.charCodeAt(from + 7) !== HYPHEN) return -1;
  const year = a * 1000 + b * 100 + c * 10 + d;
  const month = e * 10 + f;
  const day = g * 10 + h;
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1) return -1;
  if (day > 28 && day > monthLength(year, month)) return -1;
  const leap = month > 2 && isLeap(year) ? 1 : 0;
  return (BEFORE_YEAR[year - FIRST_YEAR] as number) + (CUMULATIVE_DAYS[month - 1] as number) + leap + day - 1;
}

/** Days from 1900-01-01 to the first of January. */
function beforeYear(year: number): number {
  // 1900 is no leap year, so leap days up to the year before are counted from 1901 on.
  const before = year - 1;
  const leaps = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 460;
  return (year - FIRST_YEAR) * 365 + leaps;
}

/** … of every year a register may name. */
const BEFORE_YEAR = Int32Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, index) =>
  beforeYear(FIRST_YEAR + index),
);

/** Whether `text` is a real day. */
export function isDay(text: string): boolean {
  return readDay(text) >= 0;
}

/** Days since 1900-01-01 (a Monday). The day may lie past the last one that can be written in a register. */
export function dayNumber(day: Day): number {
  const known = readDay(day);
  if (known >= 0) return known;
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7));
  const leap = month > 2 && isLeap(year) ? 1 : 0;
  return beforeYear(year) + (CUMULATIVE_DAYS[month - 1] ?? 0) + leap + Number(day.slice(8, 10)) - 1;
}

/** Inverse of dayNumber. */
export function dayFromNumber(number: number): Day {
  let year = 1900 + Math.floor(number / 366);
  while (dayNumber(`${year + 1}-01-01`) <= number) year += 1;
  let rest = number - dayNumber(`${year}-01-01`);
  let month = 1;
  while (rest >= monthLength(year, month)) {
    rest -= monthLength(year, month);
    month += 1;
  }
  return formatDay(year, month, rest + 1);
}

function formatDay(year: number, month: number, day: number): Day {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** The day `count` calendar days after `day` (negative counts go back). */
export function addDays(day: Day, count: number): Day {
  return dayFromNumber(dayNumber(day) + count);
}

/** The corresponding day `count` months later, or that month's last day. No rolling. */
export function addMonths(day: Day, count: number): Day {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + count;
  const year = Math.floor(months / 12);
  const month = (months % 12) + 1;
  return formatDay(year, month, Math.min(Number(day.slice(8, 10)), monthLength(year, month)));
}

/** The `date`-th of the month in which `day` stands, or of the next month when that has passed (每月25日前). */
export function nextMonthDate(day: Day, date: number): Day {
  const here = formatDay(Number(day.slice(0, 4)), Number(day.slice(5, 7)), date);
  return here >= day ? here : addMonths(here, 1);
}

/** The corresponding day of a span of months or days, before it is moved off a day off. */
function exactEnd(from: Day, span: Span): Day {
  return span.unit === 'months' ? addMonths(from, span.amount) : addDays(from, span.amount);
}

/** Number of the last day if there were no holidays but Saturday and Sunday. */
function plainDue(from: Day, span: Span): number {
  let number = dayNumber(span.unit === 'workdays' ? from : exactEnd(from, span));
  if (span.unit !== 'workdays') {
    while (number % 7 >= 5) number += 1;
    return number;
  }
  for (let left = span.amount; left > 0; ) {
    number += 1;
    if (number % 7 < 5) left -= 1;
  }
  return number;
}

/** Days the table spans: every day that isDay accepts, and 999 working days (the longest span) after the last. */
const SPAN_OF_TABLE = dayNumber('2205-01-01');

/**
 * Working-day arithmetic over an explicit table of exceptions. Years that the table describes are covered; in all
 * others Saturday and Sunday are taken as off and every answer is `provisional`.
 */
export class WorkCalendar {
  readonly firstYear: number;
  readonly lastYear: number;
  private readonly covered: ReadonlySet<number>;
  /** working[n] = 1 when day number n is a working day. */
  private readonly working: Uint8Array;
  /** before[n] = number of working days before day number n. */
  private readonly before: Int32Array;
  private readonly arranged: ReadonlyMap<number, CalendarException>;
  /** Last days that have been asked for, by span and by the number of the day they count from. */
  private readonly dues = new Map<number, Due[]>();

  /** @param exceptions every day whose status differs from plain Mon–Fri; throws RangeError when empty. */
  constructor(exceptions: readonly CalendarException[]) {
    const years = exceptions.map(({ day }) => Number(day.slice(0, 4)));
    if (years.length === 0) throw new RangeError('calendar has no exception day');
    // The first days in the table may be late December of the year before the first full one.
    const counts = new Map<number, number>();
    for (const year of years) counts.set(year, (counts.get(year) ?? 0) + 1);
    const covered = [...counts].filter(([, count]) => count >= 7).map(([year]) => year);
    if (covered.length === 0) throw new RangeError('calendar covers no whole year');
    this.covered = new Set(covered);
    this.firstYear = Math.min(...covered);
    this.lastYear = Math.max(...covered);
    this.working = new Uint8Array(SPAN_OF_TABLE);
    for (let n = 0; n < SPAN_OF_TABLE; n += 1) this.working[n] = n % 7 < 5 ? 1 : 0;
    this.arranged = new Map(exceptions.map((exception) => [dayNumber(exception.day), exception]));
    for (const [n, { working }] of this.arranged) this.working[n] = working ? 1 : 0;
    this.before = new Int32Array(SPAN_OF_TABLE + 1);
    for (let n = 0; n < SPAN_OF_TABLE; n += 1)
      this.before[n + 1] = (this.before[n] ?? 0) + (this.working[n] ?? 0);
  }

  /** Every day whose status differs from plain Mon–Fri: what another calendar like this one is made from. */
  get exceptions(): readonly CalendarException[] {
    return [...this.arranged.values()];
  }

  /** Whether the holiday notices for the year of `day` are in the table. */
  covers(day: Day): boolean {
    return this.covered.has(Number(day.slice(0, 4)));
  }

  isWorkday(day: Day): boolean {
    return this.working[dayNumber(day)] === 1;
  }

  /**
   * Working days after `from` up to and including `to` (start day not counted); 0 when to ≤ from.
   */
  countWorkdays(from: Day, to: Day): number {
    if (to <= from) return 0;
    return this.workdaysThrough(dayNumber(to)) - this.workdaysThrough(dayNumber(from));
  }

  /** The first working day on or after `day`. */
  rollForward(day: Day): Day {
    let number = dayNumber(day);
    while (this.working[number] === 0) number += 1;
    return dayFromNumber(number);
  }

  /**
   * Last day of a span that starts on `from`. Workdays: the n-th working day after it. Months and days: the
   * corresponding day, moved to the next working day when it falls on a day off. The texts are silent; the civil
   * rules on periods are followed by analogy, and the policies show this as a reading.
   */
  due(from: Day, span: Span): Due {
    const key = span.amount * UNITS.length + UNITS.indexOf(span.unit);
    let dues = this.dues.get(key);
    if (!dues) {
      dues = [];
      this.dues.set(key, dues);
    }
    const number = dayNumber(from);
    const known = dues[number];
    if (known) return known;
    const due = this.computeDue(from, span);
    dues[number] = due;
    return due;
  }

  private computeDue(from: Day, span: Span): Due {
    let day: Day;
    if (span.unit === 'workdays') {
      let number = dayNumber(from);
      const target = this.workdaysThrough(number) + span.amount;
      while (this.workdaysThrough(number) < target) number += 1;
      day = dayFromNumber(number);
    } else {
      day = this.rollForward(exactEnd(from, span));
    }
    return { day, provisional: !this.covers(from) || !this.covers(day) };
  }

  /**
   * The arranged days that lie between `from` and its last day; undefined when there are none. Of a span of months or
   * days only those count that move its end: the days off in the middle do not.
   */
  use(from: Day, span: Span): CalendarUse | undefined {
    const last = dayNumber(this.due(from, span).day);
    const first = span.unit === 'workdays' ? dayNumber(from) + 1 : dayNumber(exactEnd(from, span));
    const notices = new Set<string>();
    const runs: CalendarRun[] = [];
    for (let n = first; n <= last; n += 1) {
      const found = this.arranged.get(n);
      if (!found) continue;
      if (found.notice) notices.add(found.notice.number);
      const run = this.runAround(n, found.working);
      if (runs.at(-1)?.from !== run.from) runs.push(run);
    }
    return runs.length === 0
      ? undefined
      : { notices: [...notices], runs, decisive: last !== plainDue(from, span) };
  }

  /** The notices behind the days of one year, in order of the days. */
  noticesOf(year: number): HolidayNotice[] {
    const notices = new Map<string, HolidayNotice>();
    for (const [, { notice }] of [...this.arranged].sort(([a], [b]) => a - b))
      if (notice?.year === year) notices.set(notice.number, notice);
    return [...notices.values()];
  }

  /** The whole run of arranged days of one kind around a day, also where it reaches past what was asked for. */
  private runAround(number: number, working: boolean): CalendarRun {
    let from = number;
    let to = number;
    while (this.arranged.get(from - 1)?.working === working) from -= 1;
    while (this.arranged.get(to + 1)?.working === working) to += 1;
    return { from: dayFromNumber(from), to: dayFromNumber(to), working };
  }

  /** Working days up to and including a day number. */
  private workdaysThrough(number: number): number {
    // Past the table nothing is known; infinity ends every search.
    return this.before[number + 1] ?? Number.POSITIVE_INFINITY;
  }
}
