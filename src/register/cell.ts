/** One cell: its text against the column's declaration. Values that can be put right come with the corrected value. */
import { nearest } from '../core/nearest.ts';
import type { PolicyId } from '../core/policy-id.ts';
import { isDay } from '../core/workdays.ts';
import { type ColumnDeclaration, valuesFor } from './columns.ts';

export interface CellFault {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint: string;
  /** The corrected cell, when it is certain. */
  readonly fix?: string;
}

export interface CellReading {
  /** Values of the cell; null when it cannot be read. */
  readonly values: readonly string[] | null;
  readonly faults: readonly CellFault[];
}

const BLANK: CellReading = { values: [], faults: [] };
/** Control and format characters: nobody sees them, and no two programs treat them alike. */
const CONTROL = /(?![\t\n\r])[\p{Cc}\p{Cf}\u2028\u2029]/u;
/** Stands where a character was lost before the file came here. */
const LOST = '\ufffd';
const FORMULA = /^[=+\-@\t]/;
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
  // = + - @ would be taken for a formula.
  if (first === 0x3d || first === 0x2b || first === 0x2d || first === 0x40) return false;
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

/**
 * Reads one cell.
 * @param legalCodes codes a `codes`/`assessments` column may hold under the row's policy.
 */
export function readCell(
  text: string,
  column: ColumnDeclaration,
  policy: PolicyId | undefined,
  legalCodes: readonly string[] | undefined,
): CellReading {
  if (text === '') return BLANK;
  const secret = column.personal !== undefined;
  const free = column.kind === 'text' || column.kind === 'code';
  // What a keeper wrote about a person is never repeated in a message; the correction is for the register alone.
  const say: Say = (words) => (secret ? '所填内容' : `「${shorten(words)}」`);
  const refuse = (code: string, message: string, hint: string, fix?: string): CellReading => ({
    values: null,
    faults: [
      { code, severity: 'error', message, hint, ...(fix === undefined || (secret && free) ? {} : { fix }) },
    ],
  });
  if (text.length > LONGEST_CELL) {
    return refuse(
      'cell-too-long',
      `单元格有 ${text.length} 个字符，超过 Excel 的上限 ${LONGEST_CELL}。`,
      '检查引号是否缺失，或者把长文移到附件。',
    );
  }
  if (CONTROL.test(text)) {
    return refuse(
      'cell-control',
      '单元格含有看不见的控制字符或零宽字符。',
      '删去这些字符后重新录入。',
      text.replace(new RegExp(CONTROL, 'gu'), ''),
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
      secret ? '删去首尾的空格。' : `改为「${shorten(trimmed)}」。`,
      trimmed,
    );
  if (FORMULA.test(text)) {
    return refuse(
      'cell-formula',
      `单元格以「${text[0]}」开头，会被 Excel、WPS 当作公式。`,
      '在前面加文字，或者删去这个符号。',
    );
  }
  switch (column.kind) {
    case 'date':
      return readDate(text, refuse, secret);
    case 'integer':
      return /^\d{1,6}$/.test(text)
        ? { values: [text], faults: [] }
        : refuse(
            'value-format',
            `「${shorten(text)}」不是整数。`,
            '填写阿拉伯数字，例如 3。',
            /^[０-９]+$/.test(text) ? text.normalize('NFKC') : undefined,
          );
    case 'id':
      return readId(text, column, refuse);
    case 'code':
      return readCode(text, column, say, refuse);
    case 'choice':
      return readChoice(text, column, policy, say, refuse);
    case 'text':
      return { values: [text], faults: [] };
    default:
      return readMultiple(text, column, policy, legalCodes, say, refuse);
  }
}

/** A written value as a message shows it. */
type Say = (words: string) => string;
type Refuse = (code: string, message: string, hint: string, fix?: string) => CellReading;

/** Long or personal text is never repeated whole in a message. */
function shorten(text: string): string {
  return text.length > 24 ? `${text.slice(0, 24)}……` : text;
}

/** Papers with their dates written as they should be; undefined when one of them cannot be told. */
function paperDatesAsMeant(tokens: readonly string[]): string | undefined {
  const meant = tokens.map((token) => {
    const [name = '', date] = token.split(/@(.*)/s);
    const day = date === undefined ? undefined : dayAsMeant(date).iso;
    return date === undefined ? token : day && isDay(day) ? `${name}@${day}` : undefined;
  });
  return meant.every((token) => token !== undefined) ? meant.join('|') : undefined;
}

/** A date in another form as `YYYY-MM-DD`, which may be no real day; nothing when it is no date. */
function dayAsMeant(text: string): { readonly iso?: string } {
  const parts = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+0{1,2}:00(?::00)?)?$/.exec(
    text.normalize('NFKC'),
  );
  const compact = /^(\d{4})(\d\d)(\d\d)$/.exec(text.normalize('NFKC'));
  const [, year, month = '', day = ''] = parts ?? compact ?? [];
  return year ? { iso: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` } : {};
}

function readDate(text: string, refuse: Refuse, secret: boolean): CellReading {
  if (isDay(text)) return { values: [text], faults: [] };
  const { iso } = dayAsMeant(text);
  const example = '日期一律写作 2024-01-31 的样式。';
  const shown = secret ? '所填内容' : `「${shorten(text)}」`;
  if (iso && isDay(iso)) {
    return secret
      ? refuse('date-format', '日期的写法有误。', example, iso)
      : refuse('date-format', `日期「${text}」应写作 ${iso}。`, `改为 ${iso}。`, iso);
  }
  if (iso) return refuse('date-impossible', `${shown}不是真实存在的日期。`, '核对年、月、日。');
  if (/^\d{5}$/.test(text)) {
    return refuse(
      'date-serial',
      `${shown}像是 Excel 的日期序号，无法确定是哪一天。`,
      '在 Excel 中把这一列设为文本，按 2024-01-31 的样式重填。',
    );
  }
  return refuse('date-format', `${shown}不是日期。`, example);
}

function readId(text: string, column: ColumnDeclaration, refuse: Refuse): CellReading {
  if (column.key !== 'case_id') {
    return /^[\w.-]{1,40}$/.test(text)
      ? { values: [text], faults: [] }
      : refuse('id-format', `编号「${shorten(text)}」只能用字母、数字和连字符。`, '例如 SY-E-2024-001。');
  }
  if (ID.test(text)) return { values: [text], faults: [] };
  const fix = repairCaseId(text);
  return refuse(
    'id-format',
    `编号「${shorten(text)}」应为「制度-年份-序号」的样式，如 JN-2000-001。`,
    ID.test(fix) ? `改为 ${fix}。` : '按样式重新编号，不得用姓名或证件号码。',
    ID.test(fix) ? fix : undefined,
  );
}

/** The case id that was meant, when only width, case or separator differ; else the text as written. */
export function repairCaseId(text: string): string {
  const id = text.normalize('NFKC').toUpperCase().replace(/[\s_]/g, '-');
  return ID.test(id) ? id : text;
}

function readCode(text: string, column: ColumnDeclaration, say: Say, refuse: Refuse): CellReading {
  const pattern = column.key === 'ev_period' ? /^\d{4}(H[12]|-(0[1-9]|1[0-2]))$/ : /^[A-Z]\d{3,}$/;
  if (pattern.test(text)) return { values: [text], faults: [] };
  const fix = text.normalize('NFKC').toUpperCase();
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
  const normal = text.normalize('NFKC').replace(/\s/g, '');
  const meant = [normal, normal.toUpperCase()].find((known) => legal.includes(known));
  const guess = meant ?? nearest(text, legal);
  return refuse(
    'value-unknown',
    `${say(text)}不是「${column.head}」可填的值。`,
    guess && !column.personal ? `您是否想写「${guess}」？` : `可填：${legal.join('、')}。`,
    meant,
  );
}

function readMultiple(
  text: string,
  column: ColumnDeclaration,
  policy: PolicyId | undefined,
  legalCodes: readonly string[] | undefined,
  say: Say,
  refuse: Refuse,
): CellReading {
  const secret = column.personal !== undefined;
  const instead = (fix: string): string => (secret ? '多个值写作「甲|乙」。' : `改为「${shorten(fix)}」。`);
  const legal = legalCodes ?? valuesFor(column, policy);
  const isLegal = (token: string): boolean => !legal || legal.includes(bareToken(token, column));
  const tokens = text.split('|').map((token) => storedAs(token, column));
  const faults: CellFault[] = [];
  const fault = (
    code: string,
    severity: 'error' | 'warning',
    message: string,
    hint: string,
    fix?: string,
  ): void => {
    faults.push({ code, severity, message, hint, ...(fix === undefined ? {} : { fix }) });
  };
  if (tokens.some((token) => token === '' || token !== token.trim())) {
    const fix = tokens
      .map((token) => token.trim())
      .filter((token) => token !== '')
      .join('|');
    return refuse('list-separator', '多个值之间的分隔有多余的空格或竖线。', instead(fix), fix);
  }
  if (column.kind === 'references' && !tokens.every((token) => ID.test(token))) {
    const meant = text.split(/[|、，,;；/]/).map((part) => repairCaseId(part.trim()));
    if (meant.every((id) => ID.test(id))) {
      const fix = meant.join('|');
      return refuse('id-format', `案件编号「${shorten(text)}」写法有误。`, `改为「${shorten(fix)}」。`, fix);
    }
  }
  if (column.kind === 'codes' && legal && !tokens.every(isLegal)) {
    const plain = (code: string): string => code.normalize('NFKC').replace(/\s/g, '').toLowerCase();
    const meant = tokens.map((token) => legal.find((code) => plain(code) === plain(token)));
    if (meant.every((code) => code !== undefined)) {
      const fix = meant.join('|');
      return refuse('value-format', '代号的大小写、全角半角或者空格有误。', instead(fix), fix);
    }
  }
  if (tokens.length === 1 && !isLegal(text)) {
    const parts = text.split(/[、，,;；/]/).map((part) => part.trim());
    if (parts.length > 1 && parts.every((part) => isLegal(part) || legal === undefined)) {
      const fix = parts.join('|');
      return refuse('list-separator', '多个值之间应当用竖线「|」分隔。', instead(fix), fix);
    }
  }
  const seen = new Map<string, string>();
  for (const token of tokens) {
    const bare = bareToken(token, column);
    if (column.kind === 'assessments' && seen.has(bare) && seen.get(bare) !== token)
      fault('value-contradiction', 'error', `${say(bare)}有两种评价，互相矛盾。`, '每项只填一种评价。');
    else if (seen.has(bare)) fault('value-repeated', 'error', `${say(bare)}重复。`, '删去重复的值。');
    seen.set(bare, token);
    if (column.kind === 'assessments' && !/^.+=(正|负|不适用)$/.test(token)) {
      fault(
        'value-format',
        'error',
        `「${shorten(token)}」应写作「项目=正」「项目=负」或「项目=不适用」。`,
        '例如 动机态度=正。',
      );
      continue;
    }
    if (column.kind === 'papers' && token.includes('@') && !isDay(token.slice(token.indexOf('@') + 1))) {
      fault(
        'date-format',
        'error',
        `「${shorten(token)}」中的日期写法有误。`,
        '写作「容错申请表@2024-03-05」。',
        paperDatesAsMeant(tokens),
      );
      continue;
    }
    if (column.kind === 'references') {
      if (!ID.test(token))
        fault(
          'id-format',
          'error',
          `案件编号「${shorten(token)}」写法有误。`,
          '写作 JN-2000-001，多个编号用「|」分隔。',
        );
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
      const guess = legal && !secret && nearest(bare, legal);
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
            : '可填的值见列说明。',
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
