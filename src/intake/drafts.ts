/**
 * From a filled form to entries of a register. What a form declares of a field decides; nothing is guessed from words.
 * What does not become a cell is listed with the reason, so that nothing is dropped in silence.
 */
import type { Finding } from '../core/finding.ts';
import type { PolicyId } from '../core/policy-id.ts';
import { findIdentifier } from '../disclosure/identifiers.ts';
import type { FilledForm, FilledValue } from '../forms/filled.ts';
import { type FormKey, isNoteReference } from '../forms/leaves.ts';
import type { Policy } from '../policy/model.ts';
import { meantText, readCell } from '../register/cell.ts';
import {
  type ColumnDeclaration,
  paperColumn,
  type RegisterTable,
  TABLES,
  valuesFor,
} from '../register/columns.ts';
import { tickedAs } from '../register/sanctions.ts';
import { readCitations } from './citations.ts';

/** Legal codes by policy and column: `JN situations`. */
export type LegalCodes = Readonly<Record<string, readonly string[]>>;

/** The legal codes of all policies, by policy and column. */
export function legalCodes(policies: readonly Policy[]): LegalCodes {
  const codes: Record<string, string[]> = {};
  for (const { meta, codes: declared } of policies) {
    for (const { column, id } of declared) {
      const key = `${meta.id} ${column}`;
      codes[key] = [...(codes[key] ?? []), id];
    }
  }
  return codes;
}

/** A value for one column. */
export interface DraftCell {
  readonly column: ColumnDeclaration;
  readonly value: string;
  /** It is not written on the form: that there is such a paper, and what it is for, says it. */
  readonly implied?: true;
}

/** One entry that a form has something for. */
export interface Draft {
  /** The repeated row it is made from. */
  readonly row?: number;
  readonly cells: readonly DraftCell[];
  /** What the form says of its matter and the entry does not hold, as a phrase: by it, too, matters differ. */
  readonly unread?: readonly string[];
  /** By field, what stays on the form and tells its matter from others of the same day: names. It is never shown. */
  readonly aside?: Readonly<Record<string, string>>;
}

/** A filled field that does not become a cell. */
export interface Left {
  readonly label: string;
  /** The repeated row in which it stands. */
  readonly row?: number;
  /** Why, and what to do: a phrase that goes on after a colon. */
  readonly reason: string;
}

export interface Drafts {
  readonly drafts: readonly Draft[];
  readonly left: readonly Left[];
  readonly findings: readonly Finding[];
}

const OF_TABLE: Readonly<Record<RegisterTable, string>> = { cases: '案件', events: '事件', lists: '清单' };
/** Kinds of columns that hold several values: a form adds to what is there and takes nothing away. */
const SEVERAL = new Set<ColumnDeclaration['kind']>([
  'choices',
  'codes',
  'assessments',
  'papers',
  'references',
]);

/** Whether a column holds several values, to which a form adds. */
export function holdsSeveral({ kind }: ColumnDeclaration): boolean {
  return SEVERAL.has(kind);
}

/** Columns of what many rows share, so that it says nothing of the matter: who handles, who decides, when lists go in. */
const SHARED = new Set(['handler', 'decider', 'note', 'lst_proposer', 'lst_reviewed', 'lst_reported']);
/** Columns of whose matter it is: one may have several on one day. */
const WHOSE = new Set(['subject_unit', 'subject_post', 'ev_unit']);
const OF_ITS_OWN = new Set<ColumnDeclaration['kind']>(['text', 'date', 'id', 'code', 'references']);

/** Whether matters differ when what they have in this column does. */
export function tellsApart({ key, kind, personal }: ColumnDeclaration): boolean {
  return key === 'ev_type' || (OF_ITS_OWN.has(kind) && personal !== 'never' && !SHARED.has(key));
}

/** Whether a matter is known from others by what it has in this column: no day and no unit is enough. */
export function namesMatter(column: ColumnDeclaration): boolean {
  return ['text', 'id', 'references'].includes(column.kind) && tellsApart(column) && !WHOSE.has(column.key);
}

/** Whether an entry says anything by which its matter is known from others. */
export function identifies({ cells, aside }: Draft): boolean {
  // Who has met or written may have done so to several persons on one day.
  return cells.some(({ column }) => namesMatter(column) && !(column.key === 'ev_actor' && aside));
}

/** Whether two entries are certainly not of one matter: the same field, of which the register holds nothing, differs. */
export function isOther({ aside: one = {} }: Draft, { aside: other = {} }: Draft): boolean {
  return Object.entries(one).some(([key, text]) => {
    const second = other[key];
    return second !== undefined && !text.includes(second) && !second.includes(text);
  });
}

/** The tables to which a form has something to say. */
export function tablesOf({ fields, event, document, policy }: FormKey): RegisterTable[] {
  return (Object.keys(TABLES) as RegisterTable[]).filter(
    (table) =>
      (table === 'events' && event !== undefined) ||
      (document !== undefined && paperColumn(table, policy, document) !== undefined && table === 'cases') ||
      fields.some(({ register }) => register.some((key) => columnIn(table, key) && !isPersonal(key))),
  );
}

/** What is written where there is nothing to write. */
const NOTHING = /^[-－—]+$/;
/** What is found of a form of which something could not be read. */
const UNREAD = new Set(['form-value-unread', 'form-value-damaged', 'form-control-missing']);

/** The entries of one table that a filled form gives, and what it leaves to be done by hand. */
export function draftsOf(
  { form, values, unknown, findings: readFindings }: FilledForm,
  file: string,
  table: RegisterTable,
  codes: LegalCodes,
): Drafts {
  if (!form) return { drafts: [], left: [], findings: [] };
  const findings: Finding[] = [];
  const left: Left[] = unknown.map((name) => ({ label: name, reason: '现在的表格没有这一栏' }));
  const byRow = table !== 'events' && form.entry === 'row';
  /** Column → value, by row; row 0 is for the whole form. */
  const entries = new Map<number, Map<ColumnDeclaration, string>>();
  /** Columns for which two fields say different things. */
  const disputed = new Set<string>();
  const unread: { readonly row: number; readonly label: string }[] = unknown.map((label) => ({
    row: 0,
    label,
  }));
  const aside: { readonly row: number; readonly key: string; readonly text: string }[] = [];
  const rowOf = ({ row }: FilledValue): number => (byRow ? (row ?? 0) : 0);
  const setAside = (value: FilledValue): void => {
    if (value.row !== undefined && !byRow) return;
    aside.push({ row: rowOf(value), key: value.field.key, text: value.text.replace(/\s/g, '') });
  };
  const put = (value: FilledValue, column: ColumnDeclaration, text: string): void => {
    const row = rowOf(value);
    const cells = entries.get(row) ?? new Map<ColumnDeclaration, string>();
    entries.set(row, cells);
    const before = cells.get(column);
    if (before === undefined) cells.set(column, text);
    else if (holdsSeveral(column)) cells.set(column, joinValues(before, text));
    else if (before !== text) disputed.add(`${row} ${column.key}`);
  };
  /** Values that are not taken over, or not whole: for people to enter, or refused. */
  const leftOut = new Set<FilledValue>();
  const refused = new Set<FilledValue>();
  const leave = (value: FilledValue, reason: string): void => {
    leftOut.add(value);
    left.push({ ...placeOf(value), reason });
  };

  /** What to say of a field; the message goes on after its name. */
  const tell = (
    value: FilledValue,
    code: string,
    severity: Finding['severity'],
    { message, hint }: Pick<Finding, 'message' | 'hint'>,
  ): void => {
    if (severity === 'error') refused.add(value);
    findings.push({ code, severity, clause: null, file, message: `${labelOf(value)}${message}`, hint });
  };

  for (const value of values) {
    const { field } = value;
    const named = field.register.flatMap((key) => columnIn(table, key) ?? []);
    const columns = named.filter(({ policies }) => table !== 'cases' || policies.includes(form.policy));
    if (staysOnPaper(field)) {
      setAside(value);
      leave(value, '涉及个人信息，只留在表上，不进台账');
    } else if (isNoteReference(value.text)) leave(value, '全文写在附注中，有改动的要人工登记');
    else if (NOTHING.test(value.text)) left.push({ ...placeOf(value), reason: '填的只是一横，作为没有填写' });
    else if (field.register.length === 0) leave(value, '台账不登记这一项');
    else if (named.length > 0 && columns.length === 0)
      leave(value, `${form.policy} 的台账不用「${named.map(({ head }) => head).join('、')}」`);
    else if (columns.length === 0) {
      const others = (Object.keys(TABLES) as RegisterTable[]).filter((one) =>
        field.register.some((key) => columnIn(one, key)),
      );
      leave(
        value,
        `登记在${others.map((one) => OF_TABLE[one]).join('、')}台账，这里是${OF_TABLE[table]}台账`,
      );
    } else if (
      value.row !== undefined &&
      !byRow &&
      field.register_as === undefined &&
      !columns.every(holdsSeveral)
    ) {
      leave(value, '一张表有多行，这里只登记一条，要人工登记');
    } else {
      const identifier = findIdentifier(value.text);
      if (identifier) {
        tell(value, 'personal-number', 'error', {
          message: `中含有${identifier}，没有导入。`,
          hint: '台账不登记号码；删去号码后手工登记这一栏。',
        });
      } else {
        const outcome = cellsOf(value, columns, form, codes, values);
        for (const { column, text } of outcome.cells) put(value, column, text);
        for (const reason of outcome.left) leave(value, reason);
        if (outcome.left.length > 0 && columns.some(namesMatter)) {
          tell(value, 'form-value-unread', 'warning', {
            message: '没有读成登记，登记的内容里没有这一项。',
            hint: '按“没有导入”所列的原因，对照原表手工登记。',
          });
        }
        for (const { code, severity, ...words } of outcome.told) tell(value, code, severity, words);
      }
    }
    // By what is left out here matters may differ that are alike in all else.
    const isLost = leftOut.has(value) || refused.has(value);
    if (isLost && !staysOnPaper(field) && columns.some(tellsApart)) {
      unread.push({ row: rowOf(value), label: field.label });
      if (leftOut.has(value)) setAside(value);
    }
  }
  if (table === 'events' && form.event !== undefined) {
    const type = columnIn('events', 'ev_type');
    const cells = entries.get(0);
    if (type && cells) entries.set(0, new Map([[type, form.event], ...cells]));
  }
  const paper = values.length > 0 ? paperOf(form, table, values) : undefined;
  if (paper && !byRow && (table !== 'events' || (form.event !== undefined && entries.has(0)))) {
    const cells = entries.get(0) ?? new Map<ColumnDeclaration, string>();
    entries.set(0, cells.set(paper.column, joinValues(cells.get(paper.column) ?? '', paper.value)));
  }
  const shared = byRow ? entries.get(0) : undefined;
  const drafts: Draft[] = [];
  for (const [row, cells] of [...entries].sort(([a], [b]) => a - b)) {
    if (byRow && row === 0 && entries.size > 1) continue;
    const all = new Map([...(shared ?? []), ...cells]);
    for (const column of all.keys()) {
      if (!disputed.has(`${row} ${column.key}`) && !(shared && disputed.has(`0 ${column.key}`))) continue;
      all.delete(column);
      if (tellsApart(column)) unread.push({ row, label: column.head });
      findings.push({
        code: 'form-value-unread',
        severity: 'warning',
        clause: null,
        file,
        message: `表中有两栏都对应「${column.head}」，填得不一样，都没有导入。`,
        hint: '核对原表后手工登记。',
      });
    }
    const decided = decisionIn(form, table, all);
    if (decided) all.set(decided.column, decided.value);
    const isOwn = (one: { readonly row: number }): boolean => one.row === row || one.row === 0;
    const apart = aside.filter((one) => isOwn(one) && one.text !== '');
    const lacks = [
      ...unread.filter(isOwn).map(({ label }) => `「${label}」`),
      ...(readFindings.some(({ code }) => UNREAD.has(code)) ? ['读不出来的栏目'] : []),
    ];
    drafts.push({
      ...(row > 0 ? { row } : {}),
      ...(lacks.length > 0 ? { unread: [...new Set(lacks)] } : {}),
      ...(apart.length > 0 ? { aside: Object.fromEntries(apart.map(({ key, text }) => [key, text])) } : {}),
      cells: TABLES[table].flatMap((column) => {
        const value = all.get(column);
        if (value === undefined) return [];
        const implied = (column === paper?.column && value === paper.value) || column === decided?.column;
        return [{ column, value, ...(implied ? { implied } : {}) }];
      }),
    });
  }
  return { drafts, left, findings };
}

/** That the register has this paper, with its day where the table takes one and the form says it. */
function paperOf(
  { document, document_date: dated, policy }: FormKey,
  table: RegisterTable,
  values: readonly FilledValue[],
): DraftCell | undefined {
  const column = document === undefined ? undefined : paperColumn(table, policy, document);
  if (!column || document === undefined) return undefined;
  const day = column.kind === 'papers' && values.find(({ field }) => field.key === dated)?.text;
  return { column, value: day ? `${document}@${day}` : document };
}

/** What a table of tolerated cases says by having a case and its mode in it. */
function decisionIn(
  { decision }: FormKey,
  table: RegisterTable,
  cells: ReadonlyMap<ColumnDeclaration, string>,
): DraftCell | undefined {
  const column = columnIn(table, 'decision');
  const hasMode = [...cells.keys()].some(({ key }) => key === 'mode');
  return column && decision && hasMode && !cells.has(column)
    ? { column, value: decision, implied: true }
    : undefined;
}

interface Outcome {
  readonly cells: readonly { readonly column: ColumnDeclaration; readonly text: string }[];
  readonly left: readonly string[];
  /** What is found of it; the messages go on after the name of the field. */
  readonly told: readonly Pick<Finding, 'code' | 'severity' | 'message' | 'hint'>[];
}

/** What one field gives its columns. */
function cellsOf(
  value: FilledValue,
  columns: readonly ColumnDeclaration[],
  { policy, fields }: FormKey,
  codes: LegalCodes,
  values: readonly FilledValue[],
): Outcome {
  const { field, text } = value;
  const [column] = columns;
  if (!column) return { cells: [], left: [], told: [] };
  const legalOf = ({ key }: ColumnDeclaration): readonly string[] | undefined => codes[`${policy} ${key}`];
  const heads = columns.map(({ head }) => head).join('、');
  if (field.register_as !== undefined) {
    if (value.row === undefined || isInEveryRow(field.key, fields, values))
      return { cells: [{ column, text: field.register_as }], left: [], told: [] };
    return { cells: [], left: [`不是每一行都填了，不能登记为「${field.register_as}」`], told: [] };
  }
  if (field.type === 'one-of' || field.type === 'any-of') {
    const cells: Outcome['cells'][number][] = [];
    const left: string[] = [];
    for (const option of value.ticked) {
      const words = field.options?.[option] ?? option;
      const legal = valuesFor(column, policy) ?? legalOf(column);
      // Sanctions carry their branch in the register: 组织处理:免职.
      const meant = legal?.filter((one) => one === words || one.endsWith(`:${words}`)) ?? [];
      const [only] = meant;
      if (columns.length === 1 && meant.length === 1 && only !== undefined)
        cells.push({ column, text: only });
      else left.push(`划的是“${words}”，台账的「${heads}」没有这个值，要人工登记`);
    }
    return { cells, left, told: [] };
  }
  if (field.type === 'date') {
    const cells: Outcome['cells'][number][] = [];
    const left: string[] = [];
    for (const one of columns) {
      if (one.kind === 'date') cells.push({ column: one, text });
      else left.push(`「${one.head}」要人工登记`);
    }
    return { cells, left, told: [] };
  }
  const coded = columns.filter(({ kind }) => kind === 'codes');
  const plain = columns.filter(({ kind, personal }) => kind === 'text' && personal !== 'never');
  const [said] = plain;
  const legal = new Set(coded.flatMap((one) => legalOf(one) ?? []));
  const codesOf = (words: string): Outcome['cells'] | undefined => {
    const cited = readCitations(words, policy, legal);
    return (
      cited &&
      coded.flatMap((one) => {
        const own = cited.filter((code) => legalOf(one)?.includes(code));
        return own.length > 0 ? [{ column: one, text: own.join('|') }] : [];
      })
    );
  };
  if (coded.length === columns.length) {
    const cells = codesOf(text);
    if (cells) return { cells, left: [], told: [] };
    if (columns.length > 1)
      return { cells: [], left: [`写的不只是条、项，「${heads}」的代号要人工登记`], told: [] };
  }
  if (coded.length > 0 && said && plain.length === 1 && coded.length + 1 === columns.length) {
    const parts = matterAndClauses(text, codesOf);
    const read =
      parts && parts.matter !== '' ? wellWritten(parts.matter, said, policy, undefined) : undefined;
    if (parts && (!read || 'value' in read || read.told.length > 0)) {
      return {
        cells: [...(read && 'value' in read ? [{ column: said, text: read.value }] : []), ...parts.cells],
        left: [],
        told: read?.told ?? [],
      };
    }
  }
  if (columns.length > 1) return { cells: [], left: [`一栏对应「${heads}」几列，要人工拆开登记`], told: [] };
  const read = wellWritten(text, column, policy, legalOf(column));
  if ('value' in read) return { cells: [{ column, text: read.value }], left: [], told: read.told };
  return { cells: [], left: read.left, told: read.told };
}

/** Dashes and plus signs as they open a list; before a number they may say something. */
const LIST_MARK = /^[-－+＋]+\s*(?![-－+＋\d０-９.．=@＝＠]|$)/u;

/**
 * The text as the column wants it, put right where that is certain; or why it cannot stand there. What a register takes
 * as it is written, but not this, is a finding: nobody would look for it in a list.
 */
function wellWritten(
  text: string,
  column: ColumnDeclaration,
  policy: PolicyId,
  legal: readonly string[] | undefined,
): Pick<Outcome, 'told'> & ({ readonly value: string } | Pick<Outcome, 'left'>) {
  // Messages say nothing of persons; the keeper's own register may hold what a quasi-identifier says.
  const { personal: _, ...plain } = column;
  const isText = column.kind === 'text';
  const [mark] = (isText && LIST_MARK.exec(text)) || [];
  const told: Outcome['told'][number][] = [];
  if (mark) {
    told.push({
      code: 'form-value-mended',
      severity: 'warning',
      message: `以“${mark.trim()}”开头，Excel、WPS 会把这样的单元格当作公式，已去掉开头的符号。`,
      hint: '不用重填；核对读取的结果即可。',
    });
  }
  const meant = meantText(text.slice(mark?.length ?? 0), plain, policy, legal);
  const { values, faults } = readCell(meant, plain, policy, legal);
  const [fault] = faults;
  // A variant spelling is stored as the word of the register.
  if (!fault && meant !== '')
    return { value: column.kind === 'choice' ? (values?.[0] ?? meant) : meant, told };
  const only = column.kind === 'choice' ? onlyValue(text, column, policy) : undefined;
  if (only !== undefined) return { value: only, told };
  if (fault && isText) {
    told.push({
      code: fault.code,
      severity: 'error',
      message: `不能照原样登记，没有导入：${fault.message}`,
      hint: `${fault.hint}改好以后再导入，或者对照原表手工登记。`,
    });
    return { left: [], told };
  }
  if (fault && column.kind === 'date') {
    told.push({
      code: 'form-value-unread',
      severity: 'warning',
      message: '填的不是一个完整、真实的日期，没有导入。',
      hint: '年份写四位数字，月、日填全；核对原表后手工登记。',
    });
    return { left: [fault.message.replace(/。$/, '')], told };
  }
  return { left: [`写的是文字，「${column.head}」要按台账的写法人工登记`], told };
}

const CITES = /第[零一二三四五六七八九十百\d]+条|[A-Za-z]{2}-\d/;

/**
 * A text that says first what happened and then nothing but what it fits, as our reports write it: 某事（符合第五条第（三）项）.
 * Undefined where the two cannot be told apart.
 * @param codesOf what a text gives that is nothing but clauses
 */
function matterAndClauses(
  text: string,
  codesOf: (words: string) => Outcome['cells'] | undefined,
): { readonly matter: string; readonly cells: Outcome['cells'] } | undefined {
  const all = codesOf(text);
  if (all) return { matter: '', cells: all };
  if (!CITES.test(text.normalize('NFKC'))) return { matter: text, cells: [] };
  for (const { 0: mark, index } of text.matchAll(/[（(，,；;。\n]\s*(?=符合|属于)/g)) {
    const rest = text.slice(index + mark.length);
    const bracketed = /^[（(]/.test(mark);
    const end = /[）)][。\s]*$/.exec(rest);
    const cells = bracketed && !end ? undefined : codesOf(bracketed && end ? rest.slice(0, end.index) : rest);
    if (cells) return { matter: text.slice(0, index).trim(), cells };
  }
  return undefined;
}

/** Words that change nothing about the one value of the register beside which they stand. */
const AROUND =
  /^(?:予以|给予|容错|处理|处分|已经|已|均|都|全部|整改|纠正|纠错|改正|事项|情况|[，,。；;、：:\s])*$/;

/** The one legal value that a text says, among words that change nothing about it: 予以容错，不予追究责任。 */
function onlyValue(text: string, column: ColumnDeclaration, policy: PolicyId): string | undefined {
  const spelt = new Map((valuesFor(column, policy) ?? []).map((value) => [value, value]));
  for (const [variant, value] of Object.entries(column.aliases ?? {}))
    if (spelt.has(value)) spelt.set(variant, value);
  const found = new Set<string>();
  for (const [words, value] of spelt) {
    const at = text.indexOf(words);
    if (at < 0) continue;
    const rest = `${text.slice(0, at)}，${text.slice(at + words.length)}`;
    if (AROUND.test(rest) && ![...spelt.keys()].some((other) => rest.includes(other))) found.add(value);
  }
  const [only, second] = found;
  return second === undefined ? only : undefined;
}

/** Whether a repeated field is filled in every row in which anything is. */
function isInEveryRow(key: string, fields: FormKey['fields'], values: readonly FilledValue[]): boolean {
  const repeated = new Set(fields.filter(({ rows }) => rows !== undefined).map((field) => field.key));
  const used = new Set(values.flatMap(({ field, row }) => (repeated.has(field.key) ? [row] : [])));
  return [...used].every((row) => values.some((value) => value.field.key === key && value.row === row));
}

/**
 * Values joined by `|`, each once; a paper with its day takes the place of the paper without, and a sanction stands for
 * the column under which it is ticked.
 */
export function joinValues(before: string, added: string): string {
  const all = before === '' ? [] : before.split('|');
  for (const token of added.split('|')) {
    const bare = all.indexOf(token.replace(/@.*$/, ''));
    if (all.some((one) => one === token || one.startsWith(`${token}@`) || tickedAs(one) === token)) continue;
    if (bare >= 0) all[bare] = token;
    else all.push(token);
  }
  return all.join('|');
}

/** What was left out, by reason: 「姓名」「追究事由」（第1、2行）. */
export function groupLeft(left: readonly Left[]): { readonly reason: string; readonly fields: string }[] {
  const reasons = new Map<string, Map<string, number[]>>();
  for (const { label, row, reason } of left) {
    const fields = reasons.get(reason) ?? new Map<string, number[]>();
    reasons.set(reason, fields);
    fields.set(label, [...(fields.get(label) ?? []), ...(row === undefined ? [] : [row])]);
  }
  return [...reasons].map(([reason, fields]) => ({
    reason,
    fields: [...fields]
      .map(([label, rows]) => `「${label}」${rows.length > 0 ? `（第${rows.join('、')}行）` : ''}`)
      .join(''),
  }));
}

function columnIn(table: RegisterTable, key: string): ColumnDeclaration | undefined {
  return TABLES[table].find((column) => column.key === key);
}

/** Whether what is written into a field never goes into a register, also where a register has a column for it. */
export function staysOnPaper({
  personal,
  register,
}: {
  readonly personal: boolean;
  readonly register: readonly string[];
}): boolean {
  return personal || register.some(isPersonal);
}

/** Whether what a column holds must not enter the register from a form. */
function isPersonal(key: string): boolean {
  return (Object.keys(TABLES) as RegisterTable[]).some((table) => columnIn(table, key)?.personal === 'never');
}

function placeOf({ field, row }: FilledValue): Pick<Left, 'label' | 'row'> {
  return { label: field.label, ...(row === undefined ? {} : { row }) };
}

function labelOf({ field, row }: FilledValue): string {
  return row === undefined ? `「${field.label}」` : `第${row}行「${field.label}」`;
}
