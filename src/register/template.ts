/** Blank registers: one file per table as CSV, one workbook with drop-downs and notes. All of it derives from the columns. */
import { columnLetter } from '../core/place.ts';
import type { PolicyId } from '../core/policy-id.ts';
import type { CodeColumn, Policy } from '../policy/model.ts';
import {
  addressOf,
  type CellFormat,
  type CellKey,
  type Choice,
  type Fill,
  type SheetDraft,
  type Span,
} from '../sheets.ts';
import {
  type ColumnDeclaration,
  type ColumnKind,
  EVENT_POLICIES,
  type RegisterTable,
  TABLE_NAME,
  TABLES,
  valuesFor,
} from './columns.ts';
import { formatRegister } from './write.ts';

const NOTES_SHEET = '说明';
const VALUES_SHEET = '取值';
/** Rows whose cells are there, blank, and formatted. */
const READY_ROWS = 500;
/** The last row with drop-downs. */
const LAST_CHOICE = 5000;

/** The columns a policy reads, in template order; none when it keeps no such table. */
export function templateColumns(table: RegisterTable, policy: PolicyId): readonly ColumnDeclaration[] {
  return TABLES[table].filter(({ policies }) => policies.includes(policy));
}

/** The tables a policy keeps. */
export function templateTables(policy: PolicyId): RegisterTable[] {
  return (['cases', 'events', 'lists'] as const).filter((table) => templateColumns(table, policy).length > 0);
}

/** A blank register as CSV: the header row alone, for Excel and WPS. */
export function templateCsv(table: RegisterTable, policy: PolicyId): string {
  return formatRegister(templateColumns(table, policy), []);
}

/** A value that may stand in a cell, and what it means where it is a code. */
interface Word {
  readonly value: string;
  readonly meaning: string;
}

/** What may stand in a column under a policy; undefined where the text is free. */
export function wordsFor(column: ColumnDeclaration, policy: Policy): readonly Word[] | undefined {
  const { id } = policy.meta;
  const plain = (values: readonly string[]): Word[] => values.map((value) => ({ value, meaning: '' }));
  if (column.key === 'policy') return plain([id]);
  if (column.key === 'ev_type') {
    return plain(Object.keys(EVENT_POLICIES).filter((type) => EVENT_POLICIES[type]?.includes(id)));
  }
  if (column.kind === 'codes' || column.kind === 'assessments') {
    const codes = policy.codes.filter((code) => code.column === (column.key as CodeColumn));
    const words = codes.map((code) => ({ value: code.id, meaning: code.text }));
    // Looked into and found absent is not the same as not looked into.
    return column.key === 'exclusions' ? [{ value: '无', meaning: '核查后没有' }, ...words] : words;
  }
  const values = valuesFor(column, id);
  return values && plain(values);
}

/** How a cell of this column is written, in one sentence. */
export function writingHint({ kind, key }: ColumnDeclaration): string {
  switch (kind) {
    case 'date':
      return '写作 2024-01-31。';
    case 'integer':
      return '填写阿拉伯数字。';
    case 'choice':
      return '从下拉列表中选一个。';
    case 'choices':
    case 'codes':
      return key === 'exclusions'
        ? '未核查留空；核查后没有填「无」；有则填代号，多个用英文竖线「|」分隔。'
        : '可填多个，用英文竖线「|」分隔，前后不留空格。';
    case 'assessments':
      return '写作「项目=正」「项目=负」或「项目=不适用」，多项用英文竖线「|」分隔。';
    case 'papers':
      return '可填多个，用英文竖线「|」分隔；可附日期，如 名称@2024-01-31。';
    case 'references':
      return '填案件编号，多个用英文竖线「|」分隔。';
    case 'id':
      return key === 'case_id' ? '写作「制度-年份-序号」，如 JN-2024-003。' : '只用字母、数字和连字符。';
    case 'code':
      return key === 'ev_period' ? '半年写作 2024H1，月份写作 2024-07。' : '写代号，如 P017，不写姓名。';
    default:
      return '文字。';
  }
}

/** Examples are given in the ids of the policy whose template it is. */
function inTerms(text: string, column: ColumnDeclaration, policy: Policy): string {
  const code = policy.codes.find((one) => one.column === (column.key as CodeColumn))?.id;
  return text
    .replace('JN-2024-003', `${policy.meta.id}-2024-003`)
    .replace('JN-8(2)', code && policy.meta.id !== 'JN' ? code : 'JN-8(2)');
}

function careHint({ required, personal, kind }: ColumnDeclaration): string {
  if (required) return '必填。';
  // A code stands for a person without naming one.
  if (personal === 'never' && kind !== 'code') return '请留空：涉及个人，不得进入台账。';
  return personal === undefined ? '' : '不进入公开版。';
}

/** The workbook of a policy: notes, one sheet per table, and the hidden lists behind the drop-downs. */
export function templateSheets(policy: Policy, tables: readonly RegisterTable[]): SheetDraft[] {
  const lists: string[][] = [];
  const sheets = tables.map((table) => tableSheet(table, policy, lists));
  const depth = Math.max(0, ...lists.map((list) => list.length));
  const values: SheetDraft = {
    name: VALUES_SHEET,
    rows: Array.from({ length: depth }, (_, row) => lists.map((list) => list[row] ?? '')),
    widths: lists.map(() => 20),
    hidden: true,
  };
  return [notesSheet(policy, tables), ...sheets, values];
}

function tableSheet(table: RegisterTable, policy: Policy, lists: string[][]): SheetDraft {
  const columns = templateColumns(table, policy.meta.id);
  const fills = new Map<CellKey, Fill>();
  const comments = new Map<CellKey, string>();
  const choices: Choice[] = [];
  for (const [index, column] of columns.entries()) {
    fills.set(`0,${index}`, 'head');
    const care = careHint(column);
    const [help, hint] = [column.help, writingHint(column)].map((text) => inTerms(text, column, policy));
    comments.set(`0,${index}`, [help, hint, ...(care ? [care] : [])].join('\n'));
    const letter = columnLetter(index);
    const words = wordsFor(column, policy)?.map(({ value }) => value);
    const offered =
      column.kind === 'assessments'
        ? words?.flatMap((word) => ['正', '负', '不适用'].map((verdict) => `${word}=${verdict}`))
        : words;
    let list: string | undefined;
    if (offered && offered.length > 0) {
      lists.push([column.head, ...offered]);
      const at = columnLetter(lists.length - 1);
      list = addressOf(VALUES_SHEET, `$${at}$2:$${at}$${offered.length + 1}`);
    }
    choices.push({
      range: `${letter}2:${letter}${LAST_CHOICE}`,
      ...(list ? { list } : {}),
      title: column.head,
      message: `${care}${hint}${help}`,
      ...refusalOf(column),
    });
  }
  return {
    name: TABLE_NAME[table],
    rows: [
      columns.map(({ head }) => head),
      ...Array.from({ length: READY_ROWS }, () => columns.map(() => '')),
    ],
    formats: columns.map(({ kind }) => FORMATS[kind] ?? 'text'),
    widths: columns.map(({ head, kind }) =>
      Math.max(NARROWEST[kind] ?? 10, Math.min(head.length * 2 + 2, 26)),
    ),
    frozen: 1,
    frozenColumns: 1,
    fills,
    comments,
    choices,
  };
}

/** What a spreadsheet must know of a column so that a day typed in any way is a day. */
const FORMATS: Readonly<Partial<Record<ColumnKind, CellFormat>>> = { date: 'day', integer: 'whole' };

/** Room for what is typed, where a short head would leave too little. */
const NARROWEST: Readonly<Partial<Record<ColumnKind, number>>> = {
  date: 13,
  id: 15,
  references: 15,
  text: 16,
};

/** What is said to input that cannot be right. */
function refusalOf({ kind, open }: ColumnDeclaration): Pick<Choice, 'refusal'> {
  if (kind === 'date') return { refusal: '请填写真实的日期，如 2024-01-31；没有办理的留空。' };
  if (kind === 'integer') return { refusal: '请填写整数，如 3。' };
  // A list that ends in 等, or a cell that holds several values, must take other input too.
  return kind === 'choice' && open !== true ? { refusal: '请从下拉列表中选择。' } : {};
}

function notesSheet(policy: Policy, tables: readonly RegisterTable[]): SheetDraft {
  const { id, title, short, pol_status } = policy.meta;
  const rows: string[][] = [
    [`${short}台账模板`],
    [`所依据的制度：${title}（${id}，${pol_status}）。表头、取值、代号均由程序按制度生成，请勿改动表头。`],
    [],
    ['怎样填写'],
    ['1. 每张工作表是一个台账；填好后逐张另存为「CSV UTF-8（逗号分隔）」，一张一个文件。'],
    [
      `2. 文件名依次以 ${tables.map((table) => `${table}（${TABLE_NAME[table]}）`).join('、')}开头，如 cases-2024.csv；放在同一文件夹，用 npm run check -- --registers 文件夹 核对。`,
    ],
    ['3. 同一单元格填多个值时，用英文竖线「|」分隔，前后不留空格；顺序没有含义，不得重复。'],
    [
      '4. 日期列已设为日期格式，显示为 2024-01-31：照平常的写法输入，如 2024/1/31，不必加文字；请不要改成别的格式。其余各列是文本，编号、代号照原样保存。',
    ],
    ['5. 空白表示没有登记（未知），不表示“无”或者“否”。'],
    ['6. 「不予容错情形」有三种状态：空白＝未核查；「无」＝核查后没有；代号＝核查后存在。三者不得混用。'],
    [
      '7. 编号不得由姓名、证件号码推得。姓名、证件号码、手机号码不得进入台账；需要对应时，在仓库之外另存对照表。',
    ],
    ['8. 下拉列表只帮助填写：可填多个值的列，选一个之后仍可继续输入「|」和其他值。'],
  ];
  const heads = new Set([0, 3]);
  const codes: number[] = [];
  for (const table of tables) {
    rows.push([]);
    heads.add(rows.length);
    rows.push([`${TABLE_NAME[table]}的列`, '要求', '写法', '说明', '可填的值']);
    for (const column of templateColumns(table, id)) {
      const words = wordsFor(column, policy);
      const coded = column.kind === 'codes' || column.kind === 'assessments';
      const values = words?.map(({ value }) => value).join('、') ?? '';
      rows.push([
        column.head,
        careHint(column),
        inTerms(writingHint(column), column, policy),
        inTerms(column.help, column, policy),
        coded && values ? '见下方代号表' : column.open && values ? `${values}等` : values,
      ]);
    }
  }
  if (tables.includes('cases')) {
    rows.push([]);
    heads.add(rows.length);
    codes.push(rows.length);
    rows.push(['代号表：列', '代号', '条文文字']);
    for (const column of templateColumns('cases', id)) {
      if (column.kind !== 'codes' && column.kind !== 'assessments') continue;
      for (const { value, meaning } of wordsFor(column, policy) ?? []) {
        codes.push(rows.length);
        rows.push([column.head, value, meaning]);
      }
    }
  }
  const fills = new Map<CellKey, Fill>();
  for (const row of heads) {
    for (const column of (rows[row] ?? []).keys()) fills.set(`${row},${column}`, 'head');
  }
  const widths = [26, 20, 36, 46, 46];
  const spans = new Map<CellKey, Span>();
  for (const [row, values] of rows.entries())
    if (values.length === 1) spans.set(`${row},0`, { columns: widths.length });
  // The words of a code need the room of the two columns that stand empty beside them.
  for (const row of codes) spans.set(`${row},2`, { columns: 3 });
  return { name: NOTES_SHEET, rows, widths, fills, spans, wrap: true };
}
