/** Registers against the policies' own rules: one pass over the rows, findings handed out as they arise. */
import { compareText, type Finding, type Severity } from '../core/finding.ts';
import { judge } from '../core/judge.ts';
import { nearest } from '../core/nearest.ts';
import { columnLetter } from '../core/place.ts';
import { isPolicyId, type PolicyId } from '../core/policy-id.ts';
import type { Context, Facts } from '../core/predicate.ts';
import type { Day, WorkCalendar } from '../core/workdays.ts';
import { findIdentifier } from '../disclosure/identifiers.ts';
import { cite, clauseText } from '../policy/cite.ts';
import type { CodeColumn, Policy, Rule, RuleSubject } from '../policy/model.ts';
import { type ReadingChoices, SITE_CONFIG } from '../site.config.ts';
import { readCell, repairCaseId } from './cell.ts';
import type { CheckFinding, RowPlace, Watcher } from './checks/check.ts';
import { CHECKS } from './checks/index.ts';
import { type ColumnDeclaration, EVENT_POLICIES, findColumn, type RegisterTable, TABLES } from './columns.ts';
import { decodeText, type Encoding, type OpenBytes, proveEncoding } from './decode.ts';
import { type CaseEvents, findDerived, NO_EVENTS, withDerived } from './derived.ts';
import { stepOf } from './fields.ts';
import { defaultHint, describeFailure, withoutPersons } from './message.ts';
import { type RawRow, readRows } from './rows.ts';

/** A register file, opened by the edge. */
export interface RegisterSource {
  readonly path: string;
  readonly open: OpenBytes;
}

export interface CheckedFile {
  readonly path: string;
  readonly encoding: Encoding | null;
  readonly rows: number;
  readonly table: RegisterTable;
}

/** One readable row, for figures and typical cases. */
export interface Entry {
  readonly table: RegisterTable;
  readonly file: string;
  readonly row: number;
  readonly line: number;
  readonly id: string;
  readonly policy: PolicyId | undefined;
  readonly facts: Facts;
}

export interface CheckOptions {
  readonly policies: readonly Policy[];
  readonly calendar: WorkCalendar;
  readonly asOf: Day;
  readonly emit: (finding: Finding) => void;
  /** Readings of ambiguous clauses; default those of the site. */
  readonly readings?: ReadingChoices;
  /** Called for each readable row (the site needs them; a plain check does not). */
  readonly onEntry?: (entry: Entry) => void;
  /** Called for each rule that applied to a row. */
  readonly onRule?: (rule: Rule) => void;
  /** Called after every thousand rows, for progress. */
  readonly onProgress?: (path: string, rows: number) => void;
}

/** `cases-2024.csv` → cases; undefined when the name says no table. */
export function tableOf(path: string): RegisterTable | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /^(cases|events|lists).*\.csv$/i.exec(name)?.[1]?.toLowerCase() as RegisterTable | undefined;
}

/** What rows need to know of the policies, worked out once. */
interface Law {
  readonly byId: ReadonlyMap<PolicyId, Policy>;
  readonly rules: ReadonlyMap<PolicyId, Readonly<Record<RuleSubject, readonly Rule[]>>>;
  readonly codes: ReadonlyMap<string, readonly string[]>;
  /** `JN mode` → the rule that says what may stand in the column, so that an illegal value cites its clause. */
  readonly demands: ReadonlyMap<string, Rule>;
}

function lawOf(policies: readonly Policy[]): Law {
  const codes = new Map<string, string[]>();
  for (const policy of policies) {
    for (const { column, id } of policy.codes) {
      const key = `${policy.meta.id} ${column}`;
      const list = codes.get(key);
      if (list) list.push(id);
      else codes.set(key, [id]);
    }
  }
  const demands = new Map<string, Rule>();
  for (const form of ['in', 'has-any', 'has'] as const) {
    for (const { meta, rules } of policies) {
      for (const rule of rules) {
        const parts = rule.require.form === 'all' ? rule.require.parts : [rule.require];
        for (const part of parts) {
          const key = part.form === form ? `${meta.id} ${part.field}` : '';
          if (key && rule.severity === 'error' && !demands.has(key)) demands.set(key, rule);
        }
      }
    }
  }
  return {
    demands,
    byId: new Map(policies.map((policy) => [policy.meta.id, policy])),
    rules: new Map(
      policies.map(({ meta, rules }) => [
        meta.id,
        {
          case: rules.filter(({ on }) => on === 'case'),
          event: rules.filter(({ on }) => on === 'event'),
          list: rules.filter(({ on }) => on === 'list'),
        },
      ]),
    ),
    codes,
  };
}

/** State that lasts over all files of one run. */
interface Run extends CheckOptions {
  readonly law: Law;
  readonly context: Context;
  /** Every id that owns a row, broken rows included, and where it first stands. */
  readonly ids: Map<string, string>;
  /** Case → event type → dates; null when an event stands there that cannot be read, type '' when of any type. */
  readonly events: Map<string, Map<string, string[] | null>>;
  /** Tables of which a whole file could not be read: nothing can be called missing from them. */
  readonly unread: Set<RegisterTable>;
  /** Case references of events, looked up once all cases are known. */
  /** Words of rows that could not be read, wholly or in part: nothing about them can be called missing. */
  readonly clouded: Set<string>;
  /** Whether there is an event log at all; without one nothing can be called missing from it. */
  hasEvents: boolean;
  /** Types of events that could not be placed in time. */
  readonly undated: Set<string>;
  readonly watchers: Watcher[];
  readonly references: { id: string; finding: Omit<Finding, 'message' | 'severity' | 'code' | 'hint'> }[];
}

/**
 * Checks register files; events are read before cases, because cases are judged by the events that list them.
 * Findings of one file come in row order; those that need several rows follow when the last one has been read. Memory
 * does not grow with the number of findings.
 */
export async function checkRegisters(
  sources: readonly RegisterSource[],
  options: CheckOptions,
): Promise<CheckedFile[]> {
  const run: Run = {
    ...options,
    law: lawOf(options.policies),
    context: { calendar: options.calendar, asOf: options.asOf, stepOf },
    ids: new Map(),
    events: new Map(),
    unread: new Set(),
    clouded: new Set(),
    undated: new Set(),
    hasEvents: false,
    watchers: [],
    references: [],
  };
  startChecks(run);
  const order: readonly RegisterTable[] = ['events', 'lists', 'cases'];
  const files: CheckedFile[] = [];
  for (const wanted of order) {
    for (const source of sources) {
      if (tableOf(source.path) === wanted) files.push(await checkFile(source, wanted, run));
    }
  }
  for (const { end } of run.watchers) end?.();
  for (const { id, finding } of run.references) {
    if (run.unread.has('cases') || run.ids.has(`cases ${id}`)) continue;
    const guess = nearest(
      id,
      [...run.ids.keys()].filter((key) => key.startsWith('cases ')).map((key) => key.slice(6)),
    );
    options.emit({
      ...finding,
      code: 'reference-unknown',
      severity: 'error',
      message: `相关案件 ${id} 在案件台账中找不到。`,
      hint: guess ? `您是否想写 ${guess}？` : '核对案件编号，或者补登该案件。',
    });
  }
  return files.sort((a, b) => compareText(a.path, b.path));
}

async function checkFile(source: RegisterSource, table: RegisterTable, run: Run): Promise<CheckedFile> {
  const aboutFile = (
    code: string,
    severity: Severity,
    message: string,
    hint: string,
    line?: number,
  ): void => {
    run.emit({
      code,
      severity,
      clause: null,
      file: source.path,
      ...(line ? { row: 1, line } : {}),
      message,
      hint,
    });
  };
  const proof = await proveEncoding(source.open).catch((error: { code?: string }) => {
    if (!error.code) throw error;
    return { unreadable: error.code };
  });
  if ('unreadable' in proof) {
    aboutFile(
      'file-unreadable',
      'error',
      proof.unreadable === 'ENOTFILE' ? '这不是普通文件，没有读取。' : '文件不能打开，没有读取。',
      '核对文件是否存在、链接是否有效，以及有没有读取权限。',
    );
    run.unread.add(table);
    return { path: source.path, encoding: null, rows: 0, table };
  }
  if ('refused' in proof) {
    aboutFile(
      proof.refused === 'utf-16' ? 'encoding-utf-16' : 'encoding-unknown',
      'error',
      proof.refused === 'utf-16'
        ? '文件从第 0 个字节起是 UTF-16 编码（Excel 的「Unicode 文本」），本程序不读这种编码。'
        : `文件既不是 UTF-8 也不是 GB18030 编码：第 ${proof.offset} 个字节（从 0 数起）两种编码都读不通。`,
      '在 Excel 或 WPS 中另存为「CSV UTF-8（逗号分隔）」。',
    );
    run.unread.add(table);
    return { path: source.path, encoding: null, rows: 0, table };
  }
  const opening = await peekText(decodeText(source.open, proof.encoding));
  const { delimiter, skipLines } = chooseDelimiter(opening, table);
  let header: HeaderColumn[] | undefined;
  let rows = 0;
  let headerCells = 0;
  for await (const raw of readRows(decodeText(source.open, proof.encoding), delimiter)) {
    if (raw.row <= skipLines) continue;
    if (!header) {
      header = readHeader(raw, table, aboutFile);
      headerCells = raw.cells.length;
      if (table === 'events') run.hasEvents = true;
      if (header.length > 0) continue;
      run.unread.add(table);
      break;
    }
    rows += 1;
    if (rows % 1000 === 0) run.onProgress?.(source.path, rows);
    checkRow(raw, { source, table, header, headerCells, run });
  }
  if (!header)
    aboutFile('header-missing', 'error', '文件是空的，没有表头。', '从模板重新开始，首行写中文表头。');
  return { path: source.path, encoding: proof.encoding, rows, table };
}

/** The first lines of a text, enough to see the header. */
export async function peekText(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) {
    text += chunk;
    if (text.length > 65_536 || text.split('\n').length > 3) break;
  }
  return text.slice(0, 65_536);
}

/** A header without what people vary: width, white space, brackets. */
export const normalHead = (head: string): string =>
  head
    .normalize('NFKC')
    .replace(/[\s\uFEFF]/g, '')
    .replace(/\(/g, '（')
    .replace(/\)/g, '）');

/** Columns of a table by normal header and by key. */
export function headIndex(table: RegisterTable): ReadonlyMap<string, ColumnDeclaration> {
  return new Map(
    TABLES[table].flatMap(
      (column) =>
        [
          [normalHead(column.head), column],
          [column.key, column],
        ] as const,
    ),
  );
}

/** The delimiter under which most known headers appear; `sep=;` as a first line is Excel's hint and is skipped. */
export function chooseDelimiter(
  text: string,
  table: RegisterTable,
): { delimiter: string; skipLines: number } {
  const lines = text.split('\n');
  const hint = /^sep=(.)\s*$/.exec(lines[0] ?? '');
  const head = (hint ? lines[1] : lines[0]) ?? '';
  const known = headIndex(table);
  let delimiter = hint?.[1] ?? ',';
  let most = -1;
  for (const candidate of [delimiter, ',', '\t', ';']) {
    const count = head
      .split(candidate)
      .filter((cell) => known.has(normalHead(cell.replace(/^"|"$/g, '')))).length;
    if (count > most) {
      most = count;
      delimiter = candidate;
    }
  }
  return { delimiter, skipLines: hint ? 1 : 0 };
}

interface HeaderColumn {
  readonly index: number;
  readonly column: ColumnDeclaration;
}

function readHeader(
  raw: RawRow,
  table: RegisterTable,
  about: (code: string, severity: Severity, message: string, hint: string, line?: number) => void,
): HeaderColumn[] {
  const known = headIndex(table);
  const heads = [...known.keys()];
  const found = new Map<string, HeaderColumn>();
  // A first row without any header is data, which may name people.
  const isHeader = raw.cells.some((cell) => known.has(normalHead(cell)));
  for (const [index, cell] of raw.cells.entries()) {
    const head = normalHead(cell);
    const letter = columnLetter(index);
    if (head === '') continue;
    const column = known.get(head);
    if (!column) {
      const guess = nearest(head, heads);
      about(
        'header-unknown',
        'warning',
        `${letter}列的表头${isHeader && !findIdentifier(cell) ? `「${cell.slice(0, 24)}」` : ''}不认识，这一列没有核对。`,
        guess ? `您是否想写「${known.get(guess)?.head}」？` : '按模板的表头填写；自用的列可以不管。',
        raw.line,
      );
    } else if (found.has(column.key)) {
      about(
        'header-repeated',
        'error',
        `表头「${column.head}」重复：${columnLetter(found.get(column.key)?.index ?? 0)}列和${letter}列。`,
        '删去其中一列。',
        raw.line,
      );
    } else {
      found.set(column.key, { index, column });
    }
  }
  const missing = TABLES[table].filter((column) => column.required && !found.has(column.key));
  if (missing.length > 0) {
    about(
      'header-missing',
      'error',
      `缺少必须有的列：${missing.map(({ head }) => `「${head}」`).join('、')}。`,
      '从模板复制表头，列的次序不限。',
      raw.line,
    );
    return [];
  }
  return [...found.values()];
}

interface RowContext {
  readonly source: RegisterSource;
  readonly table: RegisterTable;
  readonly header: readonly HeaderColumn[];
  readonly headerCells: number;
  readonly run: Run;
}

function checkRow(raw: RawRow, { source, table, header, headerCells, run }: RowContext): void {
  const idKey = { cases: 'case_id', events: 'ev_id', lists: 'lst_id' }[table];
  const indexOf = new Map(header.map(({ index, column }) => [column.key, index]));
  const textOf = (key: string): string => raw.cells[indexOf.get(key) ?? -1] ?? '';
  const written = textOf(idKey).trim();
  // An id that is only written in another way still names its case; one that names a person is not repeated.
  const id = findIdentifier(written) ? '' : table === 'cases' ? repairCaseId(written) : written;
  const found: Finding[] = [];
  const report = (
    key: string | null,
    finding: Pick<Finding, 'code' | 'severity' | 'message'> & Partial<Finding>,
  ): void => {
    const entry = key === null ? undefined : header.find(({ column }) => column.key === key);
    // A duty whose column the file does not have still names the column.
    const named = entry?.column ?? (key === null ? undefined : findColumn(key));
    found.push({
      clause: null,
      file: source.path,
      row: raw.row,
      line: raw.line,
      ...(entry ? { cell: `${columnLetter(entry.index)}${raw.row}` } : {}),
      ...(named ? { column: named.head, key: named.key } : {}),
      // Only what is written like an id: in a slipped or broken row anything may stand in its place.
      ...(/^[\w.-]{1,40}$/.test(id) ? { caseId: id } : {}),
      ...finding,
    });
  };
  const flush = (): void => {
    found.sort((a, b) => (indexOf.get(a.key ?? '') ?? -1) - (indexOf.get(b.key ?? '') ?? -1));
    for (const finding of found) run.emit(finding);
  };

  if (raw.broken) {
    report(null, {
      code: 'csv-quotes',
      severity: 'error',
      message: `第${raw.row}行的英文双引号不成对，这一行无法分列。`,
      hint: '单元格内的双引号要写成两个，或者改用中文引号。',
    });
    // A broken row still owns its id, so that one fault never causes a second, false one.
    const [owned] = caseIdsIn(raw);
    if (owned) run.ids.set(`${table} ${owned}`, `${source.path} 第${raw.row}行`);
    noteUnreadEvent(table, caseIdsIn(raw), run);
    cloud(raw, run);
    if (table === 'events') run.undated.add('');
    flush();
    return;
  }
  if (raw.cells.length !== headerCells) {
    const extra = raw.cells.slice(headerCells);
    if (raw.cells.length < headerCells || extra.some((cell) => cell.trim() !== '')) {
      report(null, {
        code: 'row-ragged',
        severity: 'error',
        message: `第${raw.row}行有 ${raw.cells.length} 个单元格，表头有 ${headerCells} 个。`,
        hint: '检查是否多写或漏写了逗号；含逗号的内容要用英文双引号括起。',
      });
      if (id) run.ids.set(`${table} ${id}`, `${source.path} 第${raw.row}行`);
      noteUnreadEvent(table, caseIdsIn(raw), run);
      cloud(raw, run);
      // What it was cannot be told: perhaps the very meeting or report that seems to be missing.
      if (table === 'events') run.undated.add('');
      flush();
      return;
    }
  }

  const policyId = policyOf(table, textOf, id);
  const policy = policyId && run.law.byId.get(policyId);
  const facts = new Map<string, readonly string[] | null>();
  for (const { index, column } of header) {
    const text = raw.cells[index] ?? '';
    if (text === '') {
      if (column.required) {
        report(column.key, {
          code: 'value-missing',
          severity: 'error',
          message: `「${column.head}」必须填写。`,
          hint: column.help,
        });
      }
      continue;
    }
    const identifier = findIdentifier(text);
    if (identifier) {
      facts.set(column.key, null);
      report(column.key, {
        code: 'personal-number',
        severity: 'error',
        message: `「${column.head}」中含有${identifier}。`,
        hint: '删去号码；需要核对身份的，用仓库之外的对照表。',
      });
      continue;
    }
    if (column.key === 'subject_name') {
      facts.set(column.key, [text]);
      report(column.key, {
        code: 'personal-name',
        severity: 'warning',
        message: '台账中登记了姓名，公开版无法生成。',
        hint: '把姓名移到仓库之外、以编号对应的对照表中。',
      });
      continue;
    }
    const legalCodes = policyId ? run.law.codes.get(`${policyId} ${column.key as CodeColumn}`) : undefined;
    const { values, faults } = readCell(text, column, policyId, legalCodes);
    facts.set(column.key, values);
    for (const fault of faults) {
      const { fix, ...finding } = fault;
      const demand =
        fault.code === 'value-unknown' ? run.law.demands.get(`${policyId} ${column.key}`) : undefined;
      report(column.key, {
        ...finding,
        ...(demand ? { clause: demand.id, quote: demand.quote } : {}),
        ...(fix === undefined || column.personal ? {} : { values: { fix } }),
      });
    }
    // Profiles are a matter of the wide case table; what an event must carry depends on its type.
    if (table === 'cases' && policyId && values !== null && !column.policies.includes(policyId)) {
      // No rule of this policy speaks of it, so it must not count as a later step either.
      facts.delete(column.key);
      report(column.key, {
        code: 'column-profile',
        severity: 'warning',
        message: `「${column.head}」不是${policy?.meta.short ?? policyId}所用的列，应当留空。`,
        hint: '核对「适用制度」是否填错，或者清空这个单元格。',
      });
    }
  }

  if (id) {
    const owner = run.ids.get(`${table} ${id}`);
    if (owner) {
      report(idKey, {
        code: 'id-repeated',
        severity: 'error',
        message: `编号 ${id} 已在${owner}使用。`,
        hint: '给其中一行改用新的编号。',
      });
    } else run.ids.set(`${table} ${id}`, `${source.path} 第${raw.row}行`);
  }
  if (table === 'events')
    noteEvent(
      facts,
      run,
      report,
      { file: source.path, row: raw.row, line: raw.line, id },
      indexOf,
      caseIdsIn(raw),
    );
  if (table === 'cases' && policyId) checkIdPrefix(id, policyId, report);

  // An event without a date has been reported for that; it must not count as one that did not happen.
  if (hasUnreadable(facts) || (table === 'events' && !facts.get('ev_date')?.length)) cloud(raw, run);
  let known: Facts = facts;
  if (policy) {
    const subject = SUBJECTS[table];
    known = withDerived(facts, subject, table === 'cases' ? eventsOf(id, run) : NO_EVENTS, run.context);
    for (const rule of run.law.rules.get(policy.meta.id)?.[subject] ?? []) {
      const { verdict, failures } = judge(rule, known, run.context);
      if (verdict !== 'skip' && verdict !== 'unknown') run.onRule?.(rule);
      for (const given of failures) {
        const { failure } = withoutPersons(given, known);
        const derived = findDerived(failure.field);
        report(derived?.column ?? failure.field, {
          code: failure.fault,
          severity: failure.severity,
          clause: rule.id,
          message: describeFailure(failure, known, policy, rule.title),
          quote: rule.quote,
          hint: rule.hint || defaultHint(failure),
          values: {
            ...(failure.due ? { due: failure.due } : {}),
            ...(failure.provisional ? { provisional: '暂定' } : {}),
            ...(failure.calendar?.notices.length ? { calendar: failure.calendar.notices.join('、') } : {}),
            ...(failure.late ? { lateWorkdays: String(failure.late) } : {}),
            ...(failure.against ? { against: failure.against } : {}),
            citation: cite(policy, rule.id),
          },
        });
      }
    }
    if (table !== 'lists')
      run.onEntry?.({
        table,
        file: source.path,
        row: raw.row,
        line: raw.line,
        id,
        policy: policyId,
        facts: known,
      });
  }
  flush();
  const at: RowPlace = {
    file: source.path,
    row: raw.row,
    line: raw.line,
    id: id.length <= 40 ? id : '',
    cell: (key) => {
      const entry = header.find(({ column }) => column.key === key);
      return entry
        ? { cell: `${columnLetter(entry.index)}${raw.row}`, column: entry.column.head, key: entry.column.key }
        : {};
    },
  };
  for (const watcher of run.watchers) watcher.row({ table, policy: policyId, facts: known, at });
}

function hasUnreadable(facts: Facts): boolean {
  for (const values of facts.values()) if (values === null) return true;
  return false;
}

const SUBJECTS = { cases: 'case', events: 'event', lists: 'list' } as const satisfies Record<
  RegisterTable,
  RuleSubject
>;

/** Starts the checks over several rows; what they find gets the words and the citation of its clause. */
function startChecks(run: Run): void {
  const quotes = new Map(
    run.policies.flatMap(({ rules }) => rules.map(({ id, quote }) => [id, quote] as const)),
  );
  const report = (at: RowPlace, key: string, { clause, values, ...finding }: CheckFinding): void => {
    const policy = run.policies.find(({ meta }) => meta.id === clause.slice(0, 2));
    if (!policy) return;
    run.emit({
      ...finding,
      clause,
      file: at.file,
      row: at.row,
      line: at.line,
      ...at.cell(key),
      ...(at.id ? { caseId: at.id } : {}),
      quote: quotes.get(clause) ?? policy.quotes.get(clause) ?? clauseText(policy, clause),
      values: { ...values, citation: cite(policy, clause) },
    });
  };
  const noLog = (): boolean => !run.hasEvents || run.unread.has('events');
  const context = {
    asOf: run.asOf,
    calendar: run.calendar,
    readings: run.readings ?? SITE_CONFIG.readings,
    report,
    clouded: (...words: readonly string[]) =>
      noLog() || run.clouded.size >= MOST_CLOUDED || words.some((word) => run.clouded.has(word)),
    uncertain: (type: string) => noLog() || run.undated.has(type) || run.undated.has(''),
  };
  run.watchers.push(...CHECKS.map(({ watch }) => watch(context)));
}

/** Past this many words a register is too broken for anything in it to be called missing; memory stays bounded. */
const MOST_CLOUDED = 100_000;

/** Remembers the words of a row that could not be read, so that nothing they speak of is called missing. */
function cloud(raw: RawRow, run: Run): void {
  const words = raw.cells.flatMap((cell) => cell.split(/[|,;\t"\r\n]/)).map((word) => word.trim());
  for (const word of words) if (word !== '' && run.clouded.size < MOST_CLOUDED) run.clouded.add(word);
}

/**
 * The policy that governs a row: for cases its own column; for events the id prefix, else that of the cases it
 * lists, else the one policy that knows this type of event.
 */
export function policyOf(
  table: RegisterTable,
  textOf: (key: string) => string,
  id: string,
): PolicyId | undefined {
  if (table === 'lists') return 'JN';
  if (table === 'cases') return [textOf('policy')].find(isPolicyId);
  const prefix = [id.slice(0, 2), textOf('ev_cases').slice(0, 2)].find(isPolicyId);
  if (prefix) return prefix;
  const type = textOf('ev_type');
  const [only, ...others] = (Object.hasOwn(EVENT_POLICIES, type) && EVENT_POLICIES[type]) || [];
  return others.length === 0 ? only : undefined;
}

type Report = (
  key: string | null,
  finding: Pick<Finding, 'code' | 'severity' | 'message'> & Partial<Finding>,
) => void;

function checkIdPrefix(id: string, policy: PolicyId, report: Report): void {
  if (isPolicyId(id.slice(0, 2)) && id.slice(0, 2) !== policy) {
    report('case_id', {
      code: 'id-prefix',
      severity: 'warning',
      message: `编号 ${id} 的开头与「适用制度」${policy} 不一致。`,
      hint: '核对是编号写错，还是适用制度写错。',
    });
  }
}

/** Records an event for the cases it lists. */
function noteEvent(
  facts: Facts,
  run: Run,
  report: Report,
  at: { file: string; row: number; line: number; id: string },
  indexOf: ReadonlyMap<string, number>,
  mentioned: readonly string[],
): void {
  if (facts.get('ev_cases') === null) noteUnreadEvent('events', mentioned, run);
  const type = facts.get('ev_type')?.[0];
  const day = facts.get('ev_date')?.[0];
  if (!day) run.undated.add(type ?? '');
  if (type && !facts.get('ev_date') && facts.get('ev_date') !== null) {
    report('ev_date', {
      code: 'value-missing',
      severity: 'error',
      message: '事件没有登记「日期」。',
      hint: '补登事件发生的日期。',
    });
  }
  const column = indexOf.get('ev_cases');
  for (const id of facts.get('ev_cases') ?? []) {
    run.references.push({
      id,
      finding: {
        clause: null,
        file: at.file,
        row: at.row,
        line: at.line,
        ...(column === undefined
          ? {}
          : { cell: `${columnLetter(column)}${at.row}`, column: '相关案件', key: 'ev_cases' }),
        ...(at.id ? { caseId: at.id } : {}),
      },
    });
    const byType = typesOf(id, run);
    const before = byType.get(type ?? '');
    // The fault has been reported where it stands; the case must not be blamed for a missing event as well.
    byType.set(
      type ?? '',
      type && day && before !== null ? [...(before ?? []), day].sort(compareText) : null,
    );
  }
}

function typesOf(id: string, run: Run): Map<string, string[] | null> {
  const known = run.events.get(id);
  if (known) return known;
  const types = new Map<string, string[] | null>();
  run.events.set(id, types);
  return types;
}

/** Case ids that stand anywhere in a row, also in one that could not be split into cells. */
function caseIdsIn(raw: RawRow): string[] {
  return raw.cells.flatMap((cell) => [...cell.matchAll(/\b[A-Z]{2}-\d{4}-\d{3,}\b/g)].map(([id]) => id));
}

/** Remembers that an event which cannot be read may concern these cases. */
function noteUnreadEvent(table: RegisterTable, ids: readonly string[], run: Run): void {
  if (table === 'events') for (const id of ids) typesOf(id, run).set('', null);
}

function eventsOf(id: string, run: Run): CaseEvents {
  const byType = run.events.get(id);
  const unknown = run.unread.has('events') || byType?.get('') === null;
  return {
    logged: run.hasEvents,
    dates: (type) => (unknown ? null : byType?.has(type) ? (byType.get(type) ?? null) : []),
  };
}
