/**
 * Reads the text of a holiday notice of the State Council's General Office, as an editor pastes it: title, document
 * number, one line per holiday. The language is small and regular; a line that is not understood is a finding with its
 * place, never skipped, and a notice with a finding arranges nothing.
 */
import type { Finding } from '../core/finding.ts';
import { addDays, type Day, dayNumber, type HolidayNotice, isDay } from '../core/workdays.ts';
import { doubtsOf } from './notice-doubts.ts';

/** One day a notice arranges. */
export interface NoticeDay {
  readonly day: Day;
  readonly working: boolean;
  /** The holidays it belongs to: 国庆节; several where a notice joins them. */
  readonly holidays: readonly string[];
  readonly line: number;
  /** Character of the line as it was pasted. */
  readonly position: number;
}

/** 延长春节假期至2月2日: what it means depends on the notice it extends. */
export interface NoticeExtension {
  readonly holiday: string;
  readonly to: Day;
  readonly line: number;
}

/** A notice as read. */
export interface ReadNotice {
  readonly file: string;
  readonly notice: HolidayNotice;
  /** `yearly` arranges a whole year; the others change what an earlier one has arranged. */
  readonly kind: 'yearly' | 'change' | 'extension';
  /** Holidays a change names in its title. */
  readonly changed: readonly string[];
  readonly days: readonly NoticeDay[];
  readonly extensions: readonly NoticeExtension[];
}

const HOLIDAYS = ['元旦', '春节', '清明节', '劳动节', '端午节', '中秋节', '国庆节'] as const;
const HOLIDAY = HOLIDAYS.join('|');
const WEEKDAYS = '一二三四五六日';

const NUMBER = /^（?(国办发明电〔(\d{4})〕\d+号)）?$/;
/** News agencies print more before and after it. */
const TITLE = /^(?:新华社北京\d+月\d+日电)?(国务院办公厅关于.+的通知)(?:，全文如下：)?$/;
const TITLES = [
  ['yearly', /^国务院办公厅关于(\d{4})年部分节假日安排的通知$/],
  ['change', new RegExp(`^国务院办公厅关于调整(\\d{4})年((?:${HOLIDAY}|、|和)+)(?:假期|放假)安排的通知$`)],
  ['extension', new RegExp(`^国务院办公厅关于延长(\\d{4})年((?:${HOLIDAY}|、|和)+)假期的通知$`)],
] as const;
/** Lines of a notice that arrange nothing. */
const OTHER_LINES = [
  /^各省、自治区、直辖市人民政府/,
  /^经(党中央、)?国务院(批准|同意)/,
  /^按照上述原则/,
  /^(节假日|.{2,3}节)期间，/,
  /^鼓励/,
  /^国务院办公厅(\d{4}年\d+月\d+日)?$/,
  /^\d{4}年\d+月\d+日$/,
  /^（此件公开发布）$/,
];

/** A fault in a line, at a character of the line as it was pasted. */
interface Fault {
  readonly line: number;
  readonly position: number;
  readonly problem: string;
}

/** A line without white space and in one character width; `origin` keeps where each character stood. */
interface EvenLine {
  readonly number: number;
  readonly text: string;
  readonly origin: readonly number[];
}

const WIDE: Readonly<Record<string, string>> = { '(': '（', ')': '）', ',': '，', ':': '：', ';': '；' };
const BRACKETS: Readonly<Record<string, string>> = {
  '[': '〔',
  ']': '〕',
  '【': '〔',
  '】': '〕',
  '［': '〔',
  '］': '〕',
};

function evenOut(line: string, number: number): EvenLine {
  let text = '';
  const origin: number[] = [];
  for (const [index, char] of [...line].entries()) {
    if (/[\s\u200B\uFEFF]/.test(char)) continue;
    text += WIDE[char] ?? BRACKETS[char] ?? (/[０-９]/.test(char) ? char.normalize('NFKC') : char);
    origin.push(index + 1);
  }
  return { number, text, origin };
}

/**
 * Reads one notice. `notice` is undefined when there is any error: half an arrangement is worse than none. Of one that
 * can be read, what is unlikely comes as warnings.
 */
export function readNotice(
  text: string,
  file: string,
): { notice: ReadNotice | undefined; findings: Finding[] } {
  const faults: Fault[] = [];
  const lines = text
    .split(/\r\n?|\n/)
    .map((line, index) => ({ raw: line, even: evenOut(line, index + 1) }))
    .filter(({ raw, even }) => even.text !== '' && !raw.trimStart().startsWith('#'))
    .map(({ even }) => even);
  const faultAt = (line: EvenLine | undefined, at: number, problem: string): void => {
    faults.push({
      line: line?.number ?? 1,
      position: line?.origin[at] ?? (line?.origin.at(-1) ?? 0) + 1,
      problem,
    });
  };

  const head = readHead(lines, faultAt);
  const arrangement: Arrangement = { days: new Map(), extensions: [], named: new Set() };
  for (const line of head.rest) {
    const marker = /^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)/.exec(line.text)?.[0] ?? '';
    const item = line.text.slice(marker.length);
    const arranges =
      new RegExp(`^(?:${HOLIDAY}|延长|\\d)`).test(item) || /\d月\d+日.*(?:放假|上班|休)/.test(item);
    if (OTHER_LINES.some((other) => other.test(line.text))) continue;
    // An item without a day arranges nothing.
    if (marker && !arranges && !/\d+月\d+日/.test(item)) continue;
    if (!arranges) faultAt(line, 0, `读不懂「${shorten(line.text)}」`);
    else if (head.year !== undefined)
      new ItemReader(line, marker.length, head.year, head.changed, arrangement, faultAt).read();
  }
  if (head.kind === 'yearly' && faults.length === 0) {
    const missing = HOLIDAYS.filter((holiday) => !arrangement.named.has(holiday));
    if (missing.length > 0) faultAt(lines.at(-1), 0, `没有${missing.join('、')}的安排，通知可能没有贴全`);
  }
  if (faults.length === 0 && arrangement.days.size === 0 && arrangement.extensions.length === 0)
    faultAt(lines.at(-1), 0, '没有放假安排');
  const nameYear = /(?:^|\/)(\d{4})[^/]*$/.exec(file)?.[1];
  if (head.year !== undefined && nameYear !== String(head.year))
    faultAt(lines[0], 0, `文件名应以 ${head.year} 开头，与通知的年度一致`);

  const { kind, year, number } = head;
  if (faults.length > 0 || !kind || year === undefined || !number)
    return { notice: undefined, findings: faults.map((fault) => findingOf(fault, file)) };
  const days = [...arrangement.days.values()].sort((a, b) => dayNumber(a.day) - dayNumber(b.day));
  const { changed } = head;
  return {
    notice: { file, notice: { number, year }, kind, changed, days, extensions: arrangement.extensions },
    // What is added to a holiday says nothing of the whole of it.
    findings: kind === 'extension' ? [] : doubtsOf(days, year, file),
  };
}

function findingOf({ line, position, problem }: Fault, file: string): Finding {
  return {
    code: 'calendar-notice',
    severity: 'error',
    clause: null,
    file,
    line,
    position,
    message: `放假通知第${line}行：${problem}。`,
    hint: '与国务院办公厅公布的原文对照改正；一项安排写一行，自己的说明以 # 开头。改正之前，这份通知不生效。',
  };
}

const shorten = (text: string): string => (text.length > 16 ? `${text.slice(0, 16)}…` : text);

type FaultAt = (line: EvenLine | undefined, at: number, problem: string) => void;

interface Head {
  readonly kind: ReadNotice['kind'] | undefined;
  readonly year: number | undefined;
  readonly number: string | undefined;
  readonly changed: readonly string[];
  /** The lines that are neither title nor number. */
  readonly rest: readonly EvenLine[];
}

/** Title and number, wherever they stand. The title may be broken into lines as on the printed page. */
function readHead(lines: readonly EvenLine[], faultAt: FaultAt): Head {
  const rest: EvenLine[] = [];
  let number: string | undefined;
  let title: string | undefined;
  let titleLine: EvenLine | undefined;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] as EvenLine;
    const numbered = NUMBER.exec(line.text);
    if (numbered) {
      if (number !== undefined && number !== numbered[1])
        faultAt(line, 0, `又有一个发文字号 ${numbered[1]}，一个文件只放一份通知`);
      else number = numbered[1];
    } else if (/^（?国办发/.test(line.text)) {
      faultAt(line, 0, `发文字号「${shorten(line.text)}」的写法不对，应如：国办发明电〔2025〕7号`);
      number ??= '';
    } else if (/国务院办公厅关于/.test(line.text) && !/^经/.test(line.text)) {
      let joined = line.text;
      while (!joined.includes('通知') && index + 1 < lines.length && joined.length < 80) {
        index += 1;
        joined += lines[index]?.text ?? '';
      }
      const found = TITLE.exec(joined)?.[1];
      if (!found) faultAt(line, 0, `标题「${shorten(joined)}」读不懂`);
      else if (title !== undefined && title !== found) faultAt(line, 0, '又有一个标题，一个文件只放一份通知');
      else {
        title = found;
        titleLine = line;
      }
    } else rest.push(line);
  }
  if (number === undefined) faultAt(lines[0], 0, '缺少发文字号，应另起一行写明，如：国办发明电〔2025〕7号');
  for (const [kind, pattern] of title === undefined ? [] : TITLES) {
    const match = pattern.exec(title ?? '');
    if (!match) continue;
    const year = Number(match[1]);
    const issued = Number(/〔(\d{4})〕/.exec(number ?? '')?.[1] ?? year);
    if (issued !== year && issued !== year - 1)
      faultAt(titleLine, 0, `发文字号 ${number} 不是${year}年放假通知的字号`);
    return { kind, year, number, changed: (match[2] ?? '').split(/[、和]/).filter(Boolean), rest };
  }
  if (title === undefined) {
    faultAt(lines[0], 0, '缺少标题，应如：国务院办公厅关于2026年部分节假日安排的通知');
  } else faultAt(titleLine, 0, `标题「${shorten(title)}」不是放假安排、调整或者延长假期的通知`);
  return { kind: undefined, year: undefined, number, changed: [], rest };
}

interface Arrangement {
  readonly days: Map<Day, NoticeDay>;
  readonly extensions: NoticeExtension[];
  /** Holidays that have an item. */
  readonly named: Set<string>;
}

/** Ends the reading of a line; one line has one fault. */
class Unreadable extends Error {
  readonly at: number;

  constructor(at: number, problem: string) {
    super(problem);
    this.at = at;
  }
}

interface Range {
  readonly from: Day;
  readonly to: Day;
  readonly at: number;
}

/** Reads one item: 元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。 */
class ItemReader {
  private readonly line: EvenLine;
  private at: number;
  private readonly year: number;
  private holidays: readonly string[];
  private readonly into: Arrangement;
  private readonly faultAt: FaultAt;

  constructor(
    line: EvenLine,
    at: number,
    year: number,
    holidays: readonly string[],
    into: Arrangement,
    faultAt: FaultAt,
  ) {
    this.line = line;
    this.at = at;
    this.year = year;
    this.holidays = holidays;
    this.into = into;
    this.faultAt = faultAt;
  }

  read(): void {
    try {
      this.readItem();
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.faultAt(this.line, error.at, error.message);
    }
  }

  private get rest(): string {
    return this.line.text.slice(this.at);
  }

  /** Takes what the pattern matches here, and steps over it. */
  private take(pattern: RegExp): RegExpExecArray | null {
    const match = new RegExp(pattern, 'y');
    match.lastIndex = this.at;
    const found = match.exec(this.line.text);
    if (found) this.at = match.lastIndex;
    return found;
  }

  private refuse(problem = `从「${shorten(this.rest)}」起读不懂`, at = this.at): never {
    throw new Unreadable(at, this.rest === '' && at === this.at ? '这一行没有写完' : problem);
  }

  private readItem(): void {
    const label = this.take(new RegExp(`((?:(?:${HOLIDAY})[、和]?)+)：`));
    if (label) this.holidays = (label[1] ?? '').split(/[、和]/).filter(Boolean);
    if (this.holidays.length === 0) this.refuse('没有写明是哪个节日');
    for (const holiday of this.holidays) {
      if (label && this.into.named.has(holiday)) this.refuse(`${holiday}已在前面安排`, 0);
      this.into.named.add(holiday);
    }
    while (this.at < this.line.text.length) {
      // What is encouraged is not arranged.
      if (this.take(/鼓励[^。]*。?/)) continue;
      if (this.take(/延长/)) this.readExtension();
      else this.readSentence();
    }
  }

  /** 延长2020年春节假期至2月2日，2月3日起正常上班。 */
  private readExtension(): void {
    this.take(/\d{4}年/);
    const holiday = this.take(new RegExp(`(${HOLIDAY})假期(?:至|到)`))?.[1];
    if (!holiday) this.refuse();
    const { to } = this.readDate(undefined);
    this.into.extensions.push({ holiday, to, line: this.line.number });
    if (this.take(/，/)) {
      const back = this.readDate(undefined);
      if (!this.take(/起(?:正常)?上班/)) this.refuse();
      if (back.to !== addDays(to, 1)) this.refuse('恢复上班的日期不是假期结束的次日', back.at);
    }
    this.readEnd();
  }

  /** Days and what happens on them, joined by commas, up to the full stop. */
  private readSentence(): void {
    /** The days off of this sentence, which 共N天 counts. */
    let off: Range[] = [];
    do {
      const total = this.take(/共(\d+)天/);
      if (total) {
        this.checkTotal(off, Number(total[1]), this.at - total[0].length);
        continue;
      }
      if (this.take(/不调休/)) continue;
      if (this.take(/与周末连休/)) {
        off = this.joinWeekend(off);
        continue;
      }
      const ranges = [this.readDate(undefined)];
      while (this.take(/[、和]/)) ranges.push(this.readDate(ranges.at(-1)?.to));
      if (this.take(/上班/)) {
        for (const range of ranges) this.arrangeWork(range);
      } else if (this.take(/补休/)) {
        for (const range of ranges) this.arrangeInstead(range);
      } else {
        const verb = this.take(/放假(?:调休)?(?:(\d+)天)?/);
        if (!verb) this.refuse();
        for (const range of ranges) this.arrangeOff(range);
        off = ranges;
        if (verb[1]) this.checkTotal(off, Number(verb[1]), this.at - verb[0].length);
      }
    } while (this.take(/，/));
    this.readEnd();
  }

  private readEnd(): void {
    if (this.at < this.line.text.length && !this.take(/[。；]/)) this.refuse();
  }

  /** 1月1日（周四）, 2022年12月31日至2023年1月2日, 1日至3日 after a month that is known. */
  private readDate(after: Day | undefined): Range {
    const at = this.at;
    const from = this.readDay(after);
    if (!this.take(/至|到|—+|－|-|~|～/)) return { from, to: from, at };
    const to = this.readDay(from);
    if (to < from) this.refuse('结束的日期早于开始的日期', at);
    return { from, to, at };
  }

  private readDay(after: Day | undefined): Day {
    const at = this.at;
    const match = this.take(/(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日/);
    if (!match) this.refuse();
    const month = match[2] ?? after?.slice(5, 7);
    if (month === undefined) this.refuse('日期没有写明月份', at);
    if (!match[1] && !after && Number(month) === 12 && this.holidays[0] === '元旦')
      this.refuse('十二月的日期应当写明年份', at);
    const year = match[1] ?? after?.slice(0, 4) ?? String(this.year);
    const day = `${year}-${month.padStart(2, '0')}-${(match[3] ?? '').padStart(2, '0')}`;
    if (!isDay(day)) this.refuse(`没有「${match[0]}」这一天`, at);
    if (Number(year) !== this.year && Number(year) !== this.year - 1)
      this.refuse(`「${match[0]}」不在${this.year}年前后`, at);
    this.checkBracket(day);
    return day;
  }

  /** （周四）, （星期四）, （农历正月初七、周二）: the weekday must be right. */
  private checkBracket(day: Day): void {
    const at = this.at;
    const bracket = this.take(/（([^）]*)）/);
    for (const part of bracket ? (bracket[1] ?? '').split(/[、，]/) : []) {
      const written = /^(?:周|星期)([一二三四五六日天])$/.exec(part)?.[1]?.replace('天', '日');
      if (written === undefined) {
        if (!/^(?:农历.*|除夕)$/.test(part)) this.refuse(`括号里的「${shorten(part)}」读不懂`, at);
        continue;
      }
      const actual = WEEKDAYS.charAt(dayNumber(day) % 7);
      if (written !== actual) this.refuse(`${day} 是星期${actual}，此处写作「${part}」`, at);
    }
  }

  private checkTotal(off: readonly Range[], total: number, at: number): void {
    const count = off.reduce((sum, { from, to }) => sum + dayNumber(to) - dayNumber(from) + 1, 0);
    if (count !== total) this.refuse(`写明放假${total}天，所列日期是${count}天`, at);
  }

  /** 与周末连休: the day off stands beside a weekend, which is off with it. */
  private joinWeekend(off: readonly Range[]): Range[] {
    const at = this.at - '与周末连休'.length;
    const [range] = off;
    if (!range || off.length > 1) this.refuse('「与周末连休」前面没有放假的日期', at);
    let { from, to } = range;
    while (dayNumber(addDays(to, 1)) % 7 >= 5) to = addDays(to, 1);
    while (dayNumber(addDays(from, -1)) % 7 >= 5) from = addDays(from, -1);
    if (from === range.from && to === range.to) this.refuse('放假的日期与周末不相连', at);
    for (const extra of [
      { from, to: addDays(range.from, -1) },
      { from: addDays(range.to, 1), to },
    ]) {
      if (extra.from <= extra.to) this.arrangeOff({ ...extra, at });
    }
    return [{ from, to, at }];
  }

  private arrangeOff({ from, to, at }: Range): void {
    for (let day = from; day <= to; day = addDays(day, 1)) this.arrange(day, false, at);
  }

  /** 补休: a day off for one that fell on a weekend; it would be none on a weekend itself. */
  private arrangeInstead({ from, to, at }: Range): void {
    for (let day = from; day <= to; day = addDays(day, 1)) {
      if (dayNumber(day) % 7 >= 5) this.refuse(`补休的 ${day} 本来就是休息日`, at);
    }
    this.arrangeOff({ from, to, at });
  }

  private arrangeWork({ from, to, at }: Range): void {
    for (let day = from; day <= to; day = addDays(day, 1)) {
      if (dayNumber(day) % 7 < 5) this.refuse(`调休上班的 ${day} 本来就是工作日`, at);
      this.arrange(day, true, at);
    }
  }

  private arrange(day: Day, working: boolean, at: number): void {
    const before = this.into.days.get(day);
    if (before) this.refuse(`${day} 已在第${before.line}行安排${before.working ? '上班' : '放假'}`, at);
    const { number: line, origin } = this.line;
    this.into.days.set(day, { day, working, holidays: this.holidays, line, position: origin[at] ?? 1 });
  }
}
