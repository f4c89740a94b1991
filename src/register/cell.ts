/** One cell: its text against the column's declaration. Values that can be put right come with the corrected value. */
import { nearest } from '../core/nearest.ts';
import type { PolicyId } from '../core/policy-id.ts';
import { addDays, isDay } from '../core/workdays.ts';
import { findIdentifier } from '../disclosure/identifiers.ts';
import { type ColumnDeclaration, valuesFor } from './columns.ts';
import { isTellable, isTellableId } from './tellable.ts';

export interface CellFault {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint: string;
  /** The corrected cell, when it is certain. */
  readonly fix?: string;
  /** The correction may name a person: it is for the register alone. */
  readonly secret?: true;
}

export interface CellReading {
  /** Values of the cell; null when it cannot be read. */
  readonly values: readonly string[] | null;
  readonly faults: readonly CellFault[];
}

const BLANK: CellReading = { values: [], faults: [] };
/** Control and format characters: nobody sees them, and no two programs treat them alike. */
const CONTROL = /(?![\t\n\r])[\p{Cc}\p{Cf}\u2028\u2029]/u;
/** Whether a text holds characters that nobody sees. */
export const hasUnseen = (text: string): boolean => CONTROL.test(text);

/** A text without the characters that nobody sees. */
export const withoutUnseen = (text: string): string => text.replace(new RegExp(CONTROL, 'gu'), '');

/** Where a text holds its first character that nobody sees, and which it is: 第3个字符（U+200B）. */
function unseenAt(text: string): string {
  const at = text.search(CONTROL);
  const code = (text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `第${[...text.slice(0, at)].length + 1}个字符（U+${code}）`;
}

/** Stands where a character was lost before the file came here. */
const LOST = '\ufffd';
/** Full-width signs too: some programs even the width out before they look. */
const FORMULA = /^[=+\-@＝＋－＠]/;
/** What a spreadsheet writes in place of a value that it could not compute, or had no room to show. */
const FAILED = /^#(?:#+|REF!|N\/A|NAME\?|VALUE!|DIV\/0!|NULL!|NUM!|SPILL!|CALC!)$/;
/** Excel's own limit; a longer cell is a reading accident. */
const LONGEST_CELL = 32_767;
const ID = /^[A-Z]{2}-\d{4}-\d{3,}$/;

/** A text that shares no memory with the file it was cut from, for what is kept longer than its row. */
export function copyText(text: string): string {
  // A slice keeps its whole parent alive; this one's parent is no longer than itself.
  return `${text} `.slice(0, -1);
}

/** As many digits in a row as a telephone number has. */
const DIGITS_OF_NUMBER = 11;

/**
 * Whether nothing about a text needs a second look: no character that is refused anywhere, no white space at either
 * end, no run of digits that might identify a person. Says no in doubt; `readCell` then decides.
 */
export function isPlain(text: string): boolean {
  const { length } = text;
  if (length === 0 || length > LONGEST_CELL) return false;
  const first = text.charCodeAt(0);
  // = + - @ would be taken for a formula, # may be an error of the spreadsheet.
  if (
    first < 0x41 &&
    (first === 0x3d || first === 0x2b || first === 0x2d || first === 0x40 || first === 0x23)
  )
    return false;
  if (first > 0xff00 && (first === 0xff1d || first === 0xff0b || first === 0xff0d || first === 0xff20))
    return false;
  if (isOuterSpace(first) || isOuterSpace(text.charCodeAt(length - 1))) return false;
  let digits = 0;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    // Most characters are Chinese.
    if (code > 0x2069 && code < 0xd800) {
      digits = 0;
      continue;
    }
    if ((code >= 0x30 && code <= 0x39) || (code >= 0xff10 && code <= 0xff19)) {
      digits += 1;
      if (digits === DIGITS_OF_NUMBER) return false;
      continue;
    }
    digits = 0;
    // Where invisible characters live among others, and halves of characters of four bytes: readCell looks closely.
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f) || code === 0xad) return false;
    if ((code >= 0x600 && code <= 0x8ff) || code === 0x180e) return false;
    if (code >= 0x200b && code <= 0x2069 && (code <= 0x200f || code >= 0x2028)) return false;
    if ((code >= 0xd800 && code <= 0xdfff) || code === 0xfeff || code >= 0xfff9) return false;
  }
  return true;
}

/** White space of any kind, and some that is none. */
function isOuterSpace(code: number): boolean {
  return (
    code <= 0x20 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202f) ||
    (code >= 0x205f && code <= 0x206f) ||
    code === 0x3000 ||
    code === 0xfeff
  );
}

/** A correction may uncover a further one: spaces around a date in another form. */
const MOST_CORRECTIONS = 5;

/**
 * Reads one cell. What is only written in another way is one fault that carries the corrected cell, and the values are
 * those that were meant: nothing that depends on the cell has to do without them.
 * @param legalCodes codes a `codes`/`assessments` column may hold under the row's policy.
 */
export function readCell(
  text: string,
  column: ColumnDeclaration,
  policy: PolicyId | undefined,
  legalCodes: readonly string[] | undefined,
): CellReading {
  const { first, meant, reading, rounds } = putRight(text, column, policy, legalCodes);
  if (first === undefined) return reading;
  const { fix: _, ...fault } = first;
  const personal = column.personal !== undefined;
  const told = mayTell(meant, column, legalCodes ?? valuesFor(column, policy));
  const hint = rounds > 1 && !personal && told && meant !== '' ? insteadOf(meant) : fault.hint;
  // The correction of what was written about a person is for the register alone.
  const fix = personal && isFree(column) ? {} : { fix: meant, ...(told ? {} : { secret: true as const }) };
  return { values: reading.values, faults: [{ ...fault, hint, ...fix }, ...reading.faults] };
}

/**
 * The text of a cell as it was meant: put right where that is certain, else as it is written. What names a person by a
 * number stays as it is, for somebody to look at.
 */
export function meantText(
  text: string,
  column: ColumnDeclaration,
  policy: PolicyId | undefined,
  legalCodes: readonly string[] | undefined,
): string {
  const { meant } = putRight(text, column, policy, legalCodes);
  return findIdentifier(meant) ? text : meant;
}

/** Corrects a cell as far as that is certain: the first fault, the text in the end, and how that reads. */
function putRight(
  text: string,
  column: ColumnDeclaration,
  policy: PolicyId | undefined,
  legalCodes: readonly string[] | undefined,
): {
  readonly first: CellFault | undefined;
  readonly meant: string;
  readonly reading: CellReading;
  readonly rounds: number;
} {
  let reading = readOnce(text, column, policy, legalCodes);
  let first: CellFault | undefined;
  let meant = text;
  let rounds = 0;
  for (; rounds < MOST_CORRECTIONS; rounds += 1) {
    const fault = reading.faults.find(({ fix }) => fix !== undefined);
    if (fault?.fix === undefined) break;
    first ??= fault;
    meant = fault.fix;
    reading = readOnce(meant, column, policy, legalCodes);
  }
  return { first, meant, reading, rounds };
}

/** Whether a message may repeat what stands, or should stand, in a cell. */
export function mayTell(
  text: string,
  { kind, key }: ColumnDeclaration,
  legal: readonly string[] | undefined,
): boolean {
  if (text === '') return true;
  if (kind === 'text') return false;
  if (kind === 'references' || key === 'case_id') return text.split('|').every(isTellableId);
  if (kind === 'id') return isCode(text) || isTellableId(text);
  return isTellable(text, legal);
}

const isFree = ({ kind }: ColumnDeclaration): boolean => kind === 'text' || kind === 'code';

function readOnce(
  text: string,
  column: ColumnDeclaration,
  policy: PolicyId | undefined,
  legalCodes: readonly string[] | undefined,
): CellReading {
  if (text === '') return BLANK;
  const secret = column.personal !== undefined;
  const legal = legalCodes ?? valuesFor(column, policy);
  // What a keeper wrote about a person is never repeated in a message.
  const say: Say = (words) =>
    secret ? '所填内容' : mayTell(words, column, legal) ? `「${shorten(words)}」` : '所填内容（已隐去）';
  const refuse = (code: string, message: string, hint: string, fix?: string): CellReading => ({
    values: null,
    faults: [
      {
        code,
        severity: 'error',
        message,
        hint,
        // No correction makes a formula.
        ...(fix === undefined || FORMULA.test(fix) ? {} : { fix }),
      },
    ],
  });
  if (text.length > LONGEST_CELL) {
    return refuse(
      'cell-too-long',
      `单元格有 ${text.length} 个字符，超过 Excel 的上限 ${LONGEST_CELL}。`,
      '检查引号是否缺失，或者把长文移到附件。',
    );
  }
  // Also behind what nobody sees: programs differ in what they skip.
  const bare = withoutUnseen(text).trim();
  if (column.kind === 'integer' && /^[-－−]\d{1,6}$/.test(bare))
    return refuse('value-format', `「${bare}」小于零。`, '填写零或者正整数，例如 3。');
  if (FORMULA.test(bare)) {
    return refuse(
      'cell-formula',
      `单元格以「${bare[0]}」开头，会被 Excel、WPS 当作公式。`,
      '在前面加文字，或者删去这个符号。',
    );
  }
  if (FAILED.test(bare)) {
    return refuse(
      'cell-failed',
      `「${bare.slice(0, 8)}」是表格软件的出错值，原来的内容没有存进这个文件。`,
      bare.startsWith('##')
        ? '列宽不够，Excel 便写出 #：在原工作簿中调宽这一列，重新另存为 CSV。'
        : '在原工作簿中改正这个单元格的公式，重新另存为 CSV。',
    );
  }
  if (CONTROL.test(text)) {
    return refuse(
      'cell-control',
      `单元格的${unseenAt(text)}是看不见的控制字符或零宽字符。`,
      '删去这些字符后重新录入。',
      withoutUnseen(text),
    );
  }
  if (text.includes(LOST)) {
    return refuse(
      'cell-control',
      '单元格含有已经丢失、无法还原的字符（显示为�）。',
      '对照案卷重新录入这个单元格。',
    );
  }
  const trimmed = text.trim();
  if (trimmed === '') return refuse('cell-spaces', '单元格只有空格。', '清空这个单元格。', '');
  if (trimmed !== text)
    return refuse(
      'cell-spaces',
      '单元格的首尾有多余空格。',
      !secret && mayTell(trimmed, column, legal) ? insteadOf(trimmed) : '删去首尾的空格。',
      trimmed,
    );
  switch (column.kind) {
    case 'date':
      return readDate(text, say, refuse, secret);
    case 'integer':
      return readInteger(text, say, refuse);
    case 'id':
      return readId(text, column, refuse);
    case 'code':
      return readCode(text, column, say, refuse);
    case 'choice':
      return readChoice(text, column, policy, say, refuse);
    case 'text':
      return { values: [text], faults: [] };
    default:
      return readMultiple(text, column, legal, say, refuse);
  }
}

/** A written value as a message shows it. */
type Say = (words: string) => string;
type Refuse = (code: string, message: string, hint: string, fix?: string) => CellReading;

/** Long or personal text is never repeated whole in a message. */
function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 24 ? `${line.slice(0, 24)}……` : line;
}

const insteadOf = (fix: string): string => `改为「${shorten(fix)}」。`;

/** Everything that is typed for a hyphen: dashes, the minus sign, a line drawn for tables. */
const DASHES = /[\u2010-\u2015\u2212\u2500]/g;

/** A text in one width and with hyphens for dashes. */
const evenWidth = (text: string): string => text.normalize('NFKC').replace(DASHES, '-');

/** A text without what people vary in a word: width, white space, letter case. */
const evenWord = (text: string): string => evenWidth(text).replace(/\s/g, '').toLowerCase();

/** A date in another form as `YYYY-MM-DD`, which may be no real day; nothing when it is no date. */
function dayAsMeant(text: string): string | undefined {
  const even = evenWidth(text);
  const parts = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+0{1,2}:00(?::00)?)?$/.exec(
    even,
  );
  const compact = /^(\d{4})(\d\d)(\d\d)$/.exec(even);
  const [, year, month = '', day = ''] = parts ?? compact ?? [];
  return year && `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** Day 0 of the spreadsheets that count from 1900; those that count from 1904 write the same numbers for other days. */
const SERIAL_ZERO = '1899-12-30';

function readDate(text: string, say: Say, refuse: Refuse, secret: boolean): CellReading {
  if (isDay(text)) return { values: [text], faults: [] };
  const iso = dayAsMeant(text);
  const example = '日期一律写作 2024-01-31 的样式。';
  const shown = say(text);
  if (iso && isDay(iso)) {
    return secret
      ? refuse('date-format', '日期的写法有误。', example, iso)
      : refuse('date-format', `日期「${text}」应写作 ${iso}。`, `改为 ${iso}。`, iso);
  }
  // The same day in a year that can be written: 2000 is a leap year.
  if (iso && isDay(`2000${iso.slice(4)}`) && !iso.endsWith('02-29'))
    return refuse('date-impossible', `${shown}的年份有误，台账只收 1900 年至 2199 年的日期。`, '核对年份。');
  if (iso) return refuse('date-impossible', `${shown}不是真实存在的日期。`, '核对年、月、日。');
  if (/^\d{5}(\.\d+)?$/.test(text)) {
    const day = addDays(SERIAL_ZERO, Math.floor(Number(text)));
    const usually = secret || day < '2000' ? '' : `（通常是 ${day}）`;
    return refuse(
      'date-serial',
      `${shown}像是 Excel 的日期序号${usually}，不能确定是哪一天。`,
      '在 Excel 中把这一列的格式设为 2024-01-31 样式的日期，核对无误后重新另存为 CSV。',
    );
  }
  return refuse('date-format', `${shown}不是日期。`, example);
}

function readInteger(text: string, say: Say, refuse: Refuse): CellReading {
  if (/^\d{1,6}$/.test(text)) return { values: [text], faults: [] };
  const fix = text.normalize('NFKC');
  const certain = /^\d{1,6}$/.test(fix);
  return refuse(
    'value-format',
    certain ? `「${text}」应写作 ${fix}。` : `${say(text)}不是整数。`,
    certain ? insteadOf(fix) : '填写阿拉伯数字，例如 3。',
    certain ? fix : undefined,
  );
}

/** As many letters in one part of a code; more may be a name. */
const CODE_PART = /^(?=.)[A-Z]{0,4}\d{0,8}$/;

/** Whether an id is a code: parts of few letters and digits, so that it cannot be a name or the number of a person. */
function isCode(text: string): boolean {
  if (text.length > 40 || text.replace(/\D/g, '').length >= DIGITS_OF_NUMBER) return false;
  return /\d/.test(text) && text.split(/[-._]/).every((part) => CODE_PART.test(part));
}

function readId(text: string, column: ColumnDeclaration, refuse: Refuse): CellReading {
  if (column.key !== 'case_id') {
    if (isCode(text)) return { values: [text], faults: [] };
    const fix = idAsMeant(text);
    const certain = isCode(fix);
    return refuse(
      'id-format',
      `「${column.head}」应为大写字母、数字和连字符组成的代号。`,
      certain ? insteadOf(fix) : '写作 SY-E-2024-001 的样式，不得用姓名或证件号码。',
      certain ? fix : undefined,
    );
  }
  if (ID.test(text)) return { values: [text], faults: [] };
  const fix = repairCaseId(text);
  return refuse(
    'id-format',
    '编号应为「制度-年份-序号」的样式，如 JN-2000-001。',
    isTellableId(fix) ? `改为 ${fix}。` : '按样式重新编号，不得用姓名或证件号码。',
    ID.test(fix) ? fix : undefined,
  );
}

/** An id as whoever typed it meant it: in one width, in capitals, with hyphens for dashes. */
export function idAsMeant(written: string): string {
  return evenWidth(written)
    .trim()
    .toUpperCase()
    .replace(/\s*-\s*/g, '-');
}

/** The case id that was meant, when only width, case or separator differ; else the text as written. */
function repairCaseId(text: string): string {
  const id = idAsMeant(text).replace(/[\s_]/g, '-');
  return ID.test(id) ? id : text;
}

/** A half-year or month in the words of papers, 2024年上半年 or 2024年7月份, as the register writes it. */
function periodAsMeant(text: string): string | undefined {
  const half = /^(\d{4})年?([上下])半年(?:度)?$/.exec(text);
  if (half) return `${half[1]}H${half[2] === '上' ? 1 : 2}`;
  const month = /^(\d{4})年(\d{1,2})月份?$/.exec(text);
  return month ? `${month[1]}-${month[2]?.padStart(2, '0')}` : undefined;
}

function readCode(text: string, column: ColumnDeclaration, say: Say, refuse: Refuse): CellReading {
  const pattern = column.key === 'ev_period' ? /^\d{4}(H[12]|-(0[1-9]|1[0-2]))$/ : /^[A-Z]\d{3,}$/;
  if (pattern.test(text)) return { values: [text], faults: [] };
  const even = evenWord(text).toUpperCase();
  const fix = column.key === 'ev_period' ? (periodAsMeant(even) ?? even) : even;
  return refuse(
    'value-format',
    `${say(text)}不合「${column.head}」的写法。`,
    column.key === 'ev_period'
      ? '半年写作 2024H1、2024H2，月份写作 2024-07。'
      : '写代号，如 P017，不写姓名。',
    pattern.test(fix) ? fix : undefined,
  );
}

function readChoice(
  text: string,
  column: ColumnDeclaration,
  policy: PolicyId | undefined,
  say: Say,
  refuse: Refuse,
): CellReading {
  const legal = valuesFor(column, policy);
  const value = storedAs(text, column);
  if (!legal || legal.includes(value)) return { values: [value], faults: [] };
  const meant = knownWord(text, column, legal);
  if (meant !== undefined) return refuse('value-format', ...slipOf(text, meant, column, say), meant);
  const guess = nearest(text, legal);
  return refuse(
    'value-unknown',
    `${say(text)}不是「${column.head}」可填的值。`,
    guess && !column.personal && isTellable(text, legal)
      ? `您是否想写「${guess}」？`
      : `可填：${legal.join('、')}。`,
  );
}

/** Message and hint for a value that is legal, but written in another way. */
function slipOf(
  text: string,
  meant: string,
  { kind, personal }: ColumnDeclaration,
  say: Say,
): [string, string] {
  const what = kind === 'codes' ? '代号' : `${say(text)}`;
  return [`${what}的全角半角、大小写或者空格有误。`, personal ? '按模板的下拉列表改写。' : insteadOf(meant)];
}

/** The legal value that a word is when width, white space and letter case do not count. */
function knownWord(text: string, column: ColumnDeclaration, legal: readonly string[]): string | undefined {
  const word = evenWord(text);
  // 无 = looked, none found: legal beside the codes.
  if (column.key === 'exclusions' && word === '无') return '无';
  const alias = Object.keys(column.aliases ?? {}).find((variant) => evenWord(variant) === word);
  const value = alias === undefined ? undefined : storedAs(alias, column);
  return value !== undefined && legal.includes(value)
    ? value
    : legal.find((known) => evenWord(known) === word);
}

/** One of several values as it was meant; undefined when it is none that is known. */
function knownToken(text: string, column: ColumnDeclaration, legal: readonly string[]): string | undefined {
  if (column.kind === 'assessments') {
    const [, name, verdict] = /^(.+)=(.+)$/s.exec(evenWidth(text)) ?? [];
    const known = name && knownWord(name, column, legal);
    const said = verdict && VERDICTS.find((one) => one === evenWord(verdict));
    return known && said && `${known}=${said}`;
  }
  if (column.kind !== 'papers') return knownWord(text, column, legal);
  const [, name, date] = PAPER.exec(text) ?? [];
  if (name === undefined || date === undefined) return knownWord(text, column, legal);
  const known = knownWord(name, column, legal);
  return known && paperOf(known, date);
}

/** A paper with its date. */
const PAPER = /^(.*?)[@＠](.*)$/s;

/** A paper with its date as it was meant; undefined when that is no day. */
function paperOf(name: string, date: string): string | undefined {
  const day = dayAsMeant(date.trim());
  return day && isDay(day) ? `${name}@${day}` : undefined;
}

/** The values of a cell as they were meant; one that cannot be told stays as it is written. */
function meantTokens(
  text: string,
  column: ColumnDeclaration,
  legal: readonly string[] | undefined,
): string[] {
  const parts = (part: string, at: RegExp): string[] =>
    part
      .split(at)
      .map((token) => token.trim())
      .filter((token) => token !== '');
  if (column.kind === 'references') {
    const splits = [/[|｜、，,;；/／\n]/, /[|｜、，,;；/／\s]/];
    for (const ids of splits.map((at) => parts(text, at).map(repairCaseId)))
      if (ids.length > 0 && ids.every((id) => ID.test(id))) return ids;
    return parts(text, /[|｜]/).map(repairCaseId);
  }
  return parts(text, /[|｜]/).flatMap((token) => {
    if (!legal) return [token];
    // A paper nobody lists may have a date all the same.
    const [, name = '', date = ''] = (column.kind === 'papers' && PAPER.exec(token)) || [];
    return knownTokens(token, column, legal) ?? [paperOf(name.trim(), date) ?? token];
  });
}

/** The known values a text consists of, whatever stands between them; undefined when anything else is in it. */
function knownTokens(
  text: string,
  column: ColumnDeclaration,
  legal: readonly string[],
): string[] | undefined {
  const pieces = text.split(/([、，,;；/／\s]+)/);
  const known: string[] = [];
  for (let from = 0; from < pieces.length; ) {
    // A value may have a separator in it itself: the longest counts.
    let to = pieces.length;
    let token: string | undefined;
    for (; to > from && token === undefined; to -= 2)
      token = knownToken(pieces.slice(from, to).join(''), column, legal);
    if (token === undefined) return undefined;
    known.push(token);
    from = to + 3;
  }
  return known;
}

const VERDICTS = ['正', '负', '不适用'];

function readMultiple(
  text: string,
  column: ColumnDeclaration,
  legal: readonly string[] | undefined,
  say: Say,
  refuse: Refuse,
): CellReading {
  const secret = column.personal !== undefined;
  const isLegal = (token: string): boolean => !legal || legal.includes(bareToken(token, column));
  const tokens = text.split('|').map((token) => storedAs(token, column));
  const meant = meantTokens(text, column, legal);
  if (meant.join('|') !== tokens.join('|')) {
    const fix = meant.join('|');
    const hint = secret || !mayTell(fix, column, legal) ? '多个值写作「甲|乙」。' : insteadOf(fix);
    const bare = tokens.map((token) => token.trim()).filter((token) => token !== '');
    if (column.kind === 'references' && bare.join('|') !== fix)
      return refuse('id-format', '案件编号写法有误。', hint, fix);
    if (bare.join('|') === fix)
      return refuse('list-separator', '多个值之间的分隔有多余的空格或竖线。', hint, fix);
    if (meant.length !== bare.length)
      return refuse('list-separator', '多个值之间应当用竖线「|」分隔。', hint, fix);
    const undated = (papers: string): string => papers.replace(/@[^|]*/g, '');
    if (column.kind === 'papers' && undated(bare.join('|')) === undated(fix))
      return refuse('date-format', `${say(text)}中的日期写法有误。`, hint, fix);
    return refuse('value-format', ...slipOf(text, fix, column, say), fix);
  }
  const unique = [...new Set(tokens)];
  if (unique.length < tokens.length) {
    const twice = tokens.find((token, index) => tokens.indexOf(token) < index) ?? '';
    return refuse('value-repeated', `${say(twice)}重复。`, '删去重复的值。', unique.join('|'));
  }
  const faults: CellFault[] = [];
  const fault = (code: string, severity: 'error' | 'warning', message: string, hint: string): void => {
    faults.push({ code, severity, message, hint });
  };
  const seen = new Map<string, string>();
  for (const token of tokens) {
    const bare = bareToken(token, column);
    if (column.kind === 'assessments' && seen.has(bare) && seen.get(bare) !== token)
      fault('value-contradiction', 'error', `${say(bare)}有两种评价，互相矛盾。`, '每项只填一种评价。');
    else if (seen.has(bare)) fault('value-repeated', 'error', `${say(bare)}重复。`, '删去重复的值。');
    seen.set(bare, token);
    if (column.kind === 'assessments' && !VERDICTS.includes(token.slice(bare.length + 1))) {
      fault(
        'value-format',
        'error',
        `${say(token)}应写作「项目=正」「项目=负」或「项目=不适用」。`,
        '例如 动机态度=正。',
      );
      continue;
    }
    if (column.kind === 'papers' && token.includes('@') && !isDay(token.slice(token.indexOf('@') + 1))) {
      fault('date-format', 'error', `${say(token)}中的日期写法有误。`, '写作「容错申请表@2024-03-05」。');
      continue;
    }
    if (column.kind === 'references') {
      if (!ID.test(token))
        fault('id-format', 'error', '案件编号写法有误。', '写作 JN-2000-001，多个编号用「|」分隔。');
      continue;
    }
    // 无 = looked, none found: must stay apart from blank and from codes.
    if (column.key === 'exclusions' && bare === '无') {
      if (tokens.length > 1)
        fault(
          'value-contradiction',
          'error',
          '「无」与其他代号同时填写，互相矛盾。',
          '核查后没有的只填「无」，有的只填代号。',
        );
      continue;
    }
    if (!isLegal(token)) {
      const guess = legal && !secret && isTellable(bare, legal) && nearest(bare, legal);
      fault(
        column.open ? 'value-unlisted' : 'value-unknown',
        column.open ? 'warning' : 'error',
        column.open
          ? `${say(bare)}不在条文列举的「${column.head}」之内。`
          : `${say(bare)}不是「${column.head}」可填的值。`,
        guess
          ? `您是否想写「${guess}」？`
          : legal && legal.length <= 12
            ? `可填：${legal.join('、')}。`
            : `可填的值见模板（npm run template）「说明」表中「${column.head}」一行。`,
      );
    }
  }
  const readable = !faults.some(({ severity, code }) => severity === 'error' && code !== 'value-repeated');
  return { values: readable ? tokens : null, faults };
}

/** The value a variant spelling is stored as. */
function storedAs(text: string, { aliases }: ColumnDeclaration): string {
  return (aliases && Object.hasOwn(aliases, text) && aliases[text]) || text;
}

/** A token without its assessment or date: `动机态度=正` → 动机态度. */
function bareToken(token: string, column: ColumnDeclaration): string {
  if (column.kind === 'assessments') return token.replace(/=.*$/, '');
  return column.kind === 'papers' ? token.replace(/@.*$/, '') : token;
}
