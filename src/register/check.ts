/** Registers against the policies' own rules: one pass over the rows, findings handed out as they arise. */
import { CompiledRules } from '../core/compile.ts';
import { compareText, type Finding, type Severity } from '../core/finding.ts';
import { type Failure, judge } from '../core/judge.ts';
import { nearest } from '../core/nearest.ts';
import { columnLetter } from '../core/place.ts';
import { isPolicyId, type PolicyId } from '../core/policy-id.ts';
import { type Context, fieldsOf, type Predicate, type Values } from '../core/predicate.ts';
import type { Day, WorkCalendar } from '../core/workdays.ts';
import { findIdentifier } from '../disclosure/identifiers.ts';
import { cite, citeWithin, clauseText } from '../policy/cite.ts';
import type { CodeColumn, Policy, Rule, RuleSubject } from '../policy/model.ts';
import { type ReadingChoices, SITE_CONFIG } from '../site.config.ts';
import { AbsentColumns } from './absent-columns.ts';
import { copyText, meantText, readCell } from './cell.ts';
import type { CheckFinding, RowPlace, WatchedRow, Watcher } from './checks/check.ts';
import { CHECKS } from './checks/index.ts';
import {
  type ColumnDeclaration,
  EVENT_POLICIES,
  findColumn,
  ID_KEYS,
  type RegisterTable,
  TABLES,
  valuesFor,
} from './columns.ts';
import { decodeText, type Encoding, type IsUtf8, type OpenBytes, proveEncoding } from './decode.ts';
import {
  type CaseEvents,
  DERIVED_FACTS,
  findDerived,
  halfYearWritten,
  type LoggedEvent,
  NO_EVENTS,
} from './derived.ts';
import { stepOf } from './fields.ts';
import {
  chooseDelimiter,
  type Header,
  type HeaderColumn,
  knowsHeader,
  normalHead,
  peekText,
  readHeader,
} from './header.ts';
import { IdIndex, type Owner } from './ids.ts';
import { defaultHint, describeFailure, describeOthers, describePlace, withoutPersons } from './message.ts';
import { type CellFinding, ColumnReader, type Inspection, Recorder } from './record.ts';
import { type RawRow, readBatches } from './rows.ts';
import { clauseTells, tellOnce, withoutDoubtful } from './same-fault.ts';
import { StrayReferences } from './stray-references.ts';
import { isTellableId } from './tellable.ts';

/** A register file, opened by the edge. */
export interface RegisterSource {
  readonly path: string;
  readonly open: OpenBytes;
  readonly isUtf8?: IsUtf8;
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
  readonly facts: ReadonlyMap<string, Values>;
}

/** A readable row while it passes: to look at, and to keep where it is wanted. */
export interface PassingEntry extends Omit<Entry, 'facts'> {
  readonly first: (field: string) => string | undefined;
  readonly keep: () => Entry;
}

export interface CheckOptions {
  readonly policies: readonly Policy[];
  readonly calendar: WorkCalendar;
  readonly asOf: Day;
  readonly emit: (finding: Finding) => void;
  /** Findings of one file after which the rest of it is left unread; default MOST_FINDINGS. */
  readonly mostFindings?: number;
  /** Readings of ambiguous clauses; default those of the site. */
  readonly readings?: ReadingChoices;
  /** Events that a bulletin exposes; absent where nothing is known of bulletins. */
  readonly exposed?: ReadonlySet<string>;
  /** Called for each readable row. */
  readonly onEntry?: (entry: PassingEntry) => void;
  /** Called for each rule that applied to a row. */
  readonly onRule?: (rule: Rule) => void;
  /** Called after every thousand rows, for progress. */
  readonly onProgress?: (path: string, rows: number) => void;
}

/** A file with more findings is not mended one by one: something about the whole of it is wrong. */
const MOST_FINDINGS = 100_000;

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
  /** `JN mode` → the clause that says what may stand in the column, so that an illegal value cites its clause. */
  readonly demands: ReadonlyMap<string, Pick<Rule, 'id' | 'quote'>>;
}

/** Columns of which one value is demanded and the others say that the demand was not met. */
const ASKED: ReadonlySet<string> = new Set(['collective', 'correction']);

/** Whether a list of values is all that the column may hold. */
function listsAll({ field, values }: Predicate & { readonly form: 'in' }, policy: PolicyId): boolean {
  const column = findColumn(field);
  const legal = column ? valuesFor(column, policy) : undefined;
  return legal?.every((value) => values.includes(value)) ?? false;
}

/** The words of a clause, those its rule goes by before all others. */
function quoteOf(policy: Policy, id: string): string {
  return policy.rules.find((rule) => rule.id === id)?.quote || clauseText(policy, id);
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
  const demands = new Map<string, Pick<Rule, 'id' | 'quote'>>();
  const byId = new Map(policies.map((policy) => [policy.meta.id, policy]));
  for (const { key, closedBy = {} } of Object.values(TABLES).flat() as readonly ColumnDeclaration[]) {
    for (const id of Object.values(closedBy)) {
      const policy = byId.get(id.slice(0, 2) as PolicyId);
      if (policy) demands.set(`${policy.meta.id} ${key}`, { id, quote: quoteOf(policy, id) });
    }
  }
  const note = (says: (part: Predicate, rule: Rule, policy: PolicyId) => boolean): void => {
    for (const { meta, rules } of policies) {
      for (const rule of rules) {
        for (const part of rule.require.form === 'all' ? rule.require.parts : [rule.require]) {
          if (!('field' in part) || !says(part, rule, meta.id)) continue;
          const key = `${meta.id} ${part.field}`;
          if (!demands.has(key)) demands.set(key, rule);
        }
      }
    }
  };
  // A clause that lists every value says best what may stand there, whatever a blank is worth to it.
  note((part, _rule, policy) => part.form === 'in' && listsAll(part, policy));
  for (const form of ['in', 'has-any', 'has'] as const)
    note((part, { severity }) => part.form === form && severity === 'error');
  // Where no rule says it, the opening words of the list of codes do.
  for (const { meta, codes: legal, clauses } of policies) {
    for (const { column, clause } of legal) {
      const key = `${meta.id} ${column}`;
      const opening = clauses.get(clause.replace(/\(\d+\).*$/, '.0'));
      if (opening && !demands.has(key))
        demands.set(key, { id: opening.id, quote: opening.paragraphs[0] ?? '' });
    }
  }
  // Failing that, the clause that asks for an entry at all.
  note((part) => part.form === 'in' || (part.form === 'filled' && part.filled));
  note((part, { severity }) => part.form === 'is' && ASKED.has(part.field) && severity === 'error');
  return {
    demands,
    byId,
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

/** A case that an event lists: looked up once all cases are known. */
interface Reference extends LoggedEvent {
  readonly id: string;
  /** Type of the event; empty where it cannot be told. */
  readonly type: string;
  readonly file: OpenFile;
  readonly row: number;
  readonly line: number;
  readonly event: string;
}

/** A finding that events of these types are missing for a case. */
interface Waiting {
  readonly finding: Finding;
  readonly id: string;
  readonly types: readonly string[];
}

/** State that lasts over all files of one run. */
interface Run extends CheckOptions {
  readonly law: Law;
  readonly context: Context;
  /** Every id that owns a row, broken rows included, and where it first stands. */
  readonly ids: Readonly<Record<RegisterTable, IdIndex>>;
  /** `cases JN`: the rules of a policy for one table, compiled when the first row asks for them. */
  readonly compiled: Map<string, CompiledRules<Rule>>;
  /** `JN mode`: the readers of columns, which remember what they have read from one file to the next. */
  readonly readers: Map<string, ColumnReader>;
  /** Case → event type → dates; null when an event stands there that cannot be read, type '' when of any type. */
  readonly events: Map<string, Map<string, Reference[] | null>>;
  /** Tables of which a whole file could not be read: nothing can be called missing from them. */
  readonly unread: Set<RegisterTable>;
  /** Words of rows that could not be read, wholly or in part: nothing about them can be called missing. */
  readonly clouded: Set<string>;
  /** Whether there is an event log at all; without one nothing can be called missing from it. */
  hasEvents: boolean;
  /** Types of events that could not be placed in time. */
  readonly undated: Set<string>;
  /** Checks over several rows, each with the policies and the tables whose rows it looks at. */
  readonly watchers: {
    readonly policies: ReadonlySet<string>;
    readonly tables: readonly RegisterTable[] | undefined;
    readonly watcher: Watcher;
  }[];
  readonly references: Reference[];
  /** What can be made out of case ids that cannot be read. */
  readonly lostIds: string[];
  /** Ids that events list though no case bears them. */
  readonly strays: StrayReferences;
  /** Findings that an event is missing: until the last case has been read it cannot be told which references are wrong. */
  readonly waiting: Waiting[];
  /** Whether there are events of which the type cannot be told. */
  untyped: boolean;
  /** Findings so far. */
  found: number;
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
    emit: (finding) => {
      run.found += 1;
      options.emit(finding);
    },
    found: 0,
    untyped: false,
    lostIds: [],
    strays: new StrayReferences(),
    waiting: [],
    law: lawOf(options.policies),
    context: { calendar: options.calendar, asOf: options.asOf, stepOf },
    ids: { cases: new IdIndex(''), events: new IdIndex('E'), lists: new IdIndex('L') },
    compiled: new Map(),
    readers: new Map(),
    events: new Map(),
    unread: new Set(),
    clouded: new Set(),
    undated: new Set(),
    hasEvents: false,
    watchers: [],
    references: [],
  };
  startChecks(run);
  const { mostFindings = MOST_FINDINGS } = options;
  const order: readonly RegisterTable[] = ['events', 'lists', 'cases'];
  const files: CheckedFile[] = [];
  for (const wanted of order) {
    for (const source of sources) {
      if (tableOf(source.path) === wanted) files.push(await checkFile(source, wanted, run));
    }
  }
  // A reference to a case whose id cannot be read is not wrong itself.
  const lost = (id: string): boolean =>
    run.lostIds.some(
      (written) => written === '' || written.startsWith(alike(id)) || alike(id).startsWith(written),
    );
  const unknown: Reference[] = [];
  for (const reference of run.references) {
    if (unknown.length === mostFindings) break;
    const { id, type } = reference;
    if (run.unread.has('cases') || run.ids.cases.has(id) || lost(id)) continue;
    unknown.push(reference);
    run.strays.add(id, type);
  }
  for (const { watcher } of run.watchers) watcher.end?.();
  const strayIds = new Set(unknown.map(({ id }) => id));
  for (const { finding, id, types } of run.waiting) {
    if (!run.strays.mayMean(id, types) && !strayIds.has(id)) options.emit(finding);
  }
  const known =
    unknown.length > 0 && run.ids.cases.size <= MOST_GUESSED
      ? [...run.ids.cases.ids()].sort(compareText)
      : [];
  for (const { id, file, row, line, event } of unknown) {
    const guess = nearest(id, known);
    run.emit({
      ...placeOf({ row, line }, file, event, 'ev_cases'),
      code: 'reference-unknown',
      severity: 'error',
      message: `相关案件${isTellableId(id) ? ` ${id} ` : ''}在案件台账中找不到。`,
      hint: guess && isTellableId(guess) ? `您是否想写 ${guess}？` : '核对案件编号，或者补登该案件。',
    });
  }
  return files.sort((a, b) => compareText(a.path, b.path));
}

/** Past this many ids none is looked through for the one that may have been meant. */
const MOST_GUESSED = 20_000;

async function checkFile(source: RegisterSource, table: RegisterTable, run: Run): Promise<CheckedFile> {
  const aboutFile = (
    code: string,
    severity: Severity,
    message: string,
    hint: string,
    place: Pick<Finding, 'row' | 'line'> = {},
  ): void => {
    run.emit({
      code,
      severity,
      clause: null,
      file: source.path,
      ...place,
      message,
      hint,
    });
  };
  const proof = await proveEncoding(source.open, source.isUtf8, (text) => knowsHeader(text, table)).catch(
    (error: { code?: string }) => {
      if (!error.code) throw error;
      return { unreadable: error.code };
    },
  );
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
      {
        'utf-16': '文件从第 0 个字节起是 UTF-16 编码（Excel 的「Unicode 文本」），本程序不读这种编码。',
        unknown: `文件既不是 UTF-8 也不是 GB18030 编码：第 ${proof.offset} 个字节（从 0 数起）两种编码都读不通。`,
        'broken-utf-8': `文件是 UTF-8 编码，但是第 ${proof.offset} 个字节（从 0 数起）读不通：文件在这里损坏，或者并入了另一种编码的内容。`,
        workbook: '文件的扩展名是 .csv，内容却是 Excel、WPS 的工作簿或者压缩文件，没有读取。',
      }[proof.refused],
      proof.refused === 'broken-utf-8'
        ? '用未损坏的副本，或者把并入的几个文件先各自另存为「CSV UTF-8（逗号分隔）」再合并。'
        : '在 Excel 或 WPS 中另存为「CSV UTF-8（逗号分隔）」。',
    );
    run.unread.add(table);
    return { path: source.path, encoding: null, rows: 0, table };
  }
  const opening = await peekText(decodeText(source.open, proof.encoding));
  const { delimiter, skipLines } = chooseDelimiter(opening, table);
  let file: OpenFile | undefined;
  let rows = 0;
  const before = run.found;
  const text = decodeText(source.open, proof.encoding, proof.lineEnd);
  reading: for await (const batch of readBatches(text, delimiter, proof.lineEnd, skipLines)) {
    for (const raw of batch) {
      if (!file) {
        const header = readHeader(raw, table, opening, ({ code, severity, message, hint }) =>
          aboutFile(code, severity, message, hint, { row: raw.row, line: raw.line }),
        );
        file = new OpenFile(source.path, table, raw, header, run);
        if (table === 'events') run.hasEvents = true;
        if (file.header.length > 0) continue;
        run.unread.add(table);
        break reading;
      }
      if (run.found - before >= (run.mostFindings ?? MOST_FINDINGS)) {
        aboutFile(
          'findings-many',
          'error',
          `本文件已有 ${run.found - before} 项问题，从第${raw.row}行起没有再核对。`,
          '同一列、同一写法的问题多半出于同一个原因：先用 --fix 或者替换成批改正，再核对一次。',
          { row: raw.row, line: raw.line },
        );
        run.unread.add(table);
        break reading;
      }
      rows += 1;
      if (rows % 1000 === 0) run.onProgress?.(source.path, rows);
      checkRow(raw, file, run);
    }
  }
  if (file) tellAbsent(file, run);
  else aboutFile('header-missing', 'error', '文件是空的，没有表头。', '从模板重新开始，首行写中文表头。');
  return { path: source.path, encoding: proof.encoding, rows, table };
}

/** Says of each column that rules demand and the file does not have how many rows want it, and by which clauses. */
function tellAbsent(file: OpenFile, run: Run): void {
  const told = file.absent.told(file.namelessFound, (rows, [gravest, ...others]) => {
    const { clause, key, column, severity, quote, values = {} } = gravest;
    const also = [
      ...new Set([
        ...(gravest.also ?? []),
        ...others.flatMap((other) => [other.clause ?? [], other.also ?? []].flat()),
      ]),
    ].filter((id) => id !== clause);
    const { citation } = values;
    const policy = run.law.byId.get(clause?.slice(0, 2) as PolicyId);
    const cited = policy ? [clause ?? '', ...also].map((id) => citeWithin(policy, id)) : [];
    const further = [...new Set(cited)].slice(1);
    return {
      code: 'column-missing',
      severity,
      clause,
      file: file.path,
      row: file.headerRow,
      line: file.headerLine,
      ...(column === undefined ? {} : { column }),
      ...(key === undefined ? {} : { key }),
      message: `文件没有「${column}」这一列，有 ${rows} 行按条文应当登记${further.length > 0 ? `；有关的还有${further.join('、')}` : ''}。`,
      hint: '补上这一列再登记；表头写成别的，按模板改正。',
      ...(quote === undefined ? {} : { quote }),
      ...(also.length > 0 ? { also } : {}),
      values: { rows: String(rows), ...(citation === undefined ? {} : { citation }) },
    };
  });
  for (const finding of told) run.emit(finding);
}

/** How rows of one file are read under one policy. */
interface Frame {
  readonly policyId: PolicyId | undefined;
  readonly policy: Policy | undefined;
  readonly recorder: Recorder;
  readonly rules: CompiledRules<Rule> | undefined;
  readonly watchers: readonly Watcher[];
  /** What they see of each row in turn. */
  readonly passing: PassingRow;
}

/** A register file whose header has been read. */
class OpenFile {
  readonly path: string;
  readonly table: RegisterTable;
  readonly width: number;
  readonly headerRow: number;
  readonly headerLine: number;
  readonly header: readonly HeaderColumn[];
  readonly columns: ReadonlyMap<string, HeaderColumn>;
  /** What rows say of columns that the file does not have. */
  readonly absent = new AbsentColumns();
  readonly #run: Run;
  readonly #doubtful: readonly string[];
  /** Places without a head in which nothing has been found yet. */
  readonly #nameless: Set<number>;
  readonly #namelessCount: number;
  readonly #idIndex: number;
  readonly #policyIndex: number;
  #lastFrame: Frame | undefined;
  readonly #frames = new Map<PolicyId | undefined, Frame>();
  /** Case that is being read, for facts that are computed from its events, and what those say once it is known. */
  #case = '';
  #events: CaseEvents | undefined;

  constructor(
    path: string,
    table: RegisterTable,
    { cells, row, line }: RawRow,
    { columns, doubtful, nameless }: Header,
    run: Run,
  ) {
    this.path = path;
    this.table = table;
    this.width = cells.length;
    this.headerRow = row;
    this.headerLine = line;
    this.header = columns;
    this.#doubtful = doubtful;
    this.#nameless = new Set(nameless);
    this.#namelessCount = nameless.length;
    this.columns = new Map(columns.map((entry) => [entry.column.key, entry]));
    this.#idIndex = this.columns.get(ID_KEYS[table])?.index ?? -1;
    this.#policyIndex = this.columns.get('policy')?.index ?? -1;
    this.#run = run;
  }

  /** Text of a column in a row; empty when the file does not have the column. */
  textOf(raw: RawRow, key: string): string {
    const entry = this.columns.get(key);
    return (entry && raw.cells[entry.index]) ?? '';
  }

  /** The id of a row as it is written. */
  writtenId(raw: RawRow): string {
    return raw.cells[this.#idIndex] ?? '';
  }

  /** Whether the id of a row is the head of the ids: files were put together. */
  isHeaderAgain(written: string): boolean {
    return normalHead(written) === normalHead(findColumn(ID_KEYS[this.table])?.head ?? '');
  }

  /** `Q17` with its header; nothing for a column the file does not have. */
  cellOf(row: number, key: string): Pick<Finding, 'cell' | 'column' | 'key'> {
    const entry = this.columns.get(key);
    return entry
      ? { cell: `${columnLetter(entry.index)}${row}`, column: entry.column.head, key: entry.column.key }
      : {};
  }

  /** Places without a head in which this row is the first to hold something. */
  *newlyNameless(raw: RawRow): Generator<number> {
    for (const index of this.#nameless) {
      if ((raw.cells[index] ?? '').trim() === '') continue;
      this.#nameless.delete(index);
      yield index;
    }
  }

  /** Places without a head in which something has been found. */
  get namelessFound(): number {
    return this.#namelessCount - this.#nameless.size;
  }

  get hasNameless(): boolean {
    return this.#nameless.size > 0;
  }

  /** How a row is to be read. Of cases the column tells it, mostly as in the row before. */
  frameOfRow(raw: RawRow, id: string): Frame {
    if (this.table !== 'cases')
      return this.#frameOf(policyOf(this.table, (key) => this.textOf(raw, key), id));
    const written = raw.cells[this.#policyIndex] ?? '';
    if (!this.#lastFrame || this.#lastFrame.policyId !== written)
      this.#lastFrame = this.#frameOf(policyOf(this.table, () => written, id));
    return this.#lastFrame;
  }

  #frameOf(policyId: PolicyId | undefined): Frame {
    const known = this.#frames.get(policyId);
    if (known) return known;
    const { table } = this;
    const run = this.#run;
    const policy = policyId && run.law.byId.get(policyId);
    const derived = DERIVED_FACTS.filter(({ on }) => on === SUBJECTS[table]);
    const order = [...TABLES[table].map(({ key }) => key), ...derived.map(({ key }) => key)];
    const rules = policy && compiledFor(table, policy, order, run);
    const recorder = new Recorder(
      order,
      this.header.map(({ index, column }) => ({
        index,
        reader: readerFor(table, column, policyId, rules, run),
      })),
      this.#doubtful,
      derived.map(({ key, value }) => ({
        key,
        value: (facts) => value(facts, this.#eventsOfCase(), run.context),
      })),
      rules,
    );
    const frame: Frame = {
      policyId,
      policy,
      rules,
      recorder,
      passing: new PassingRow(policyId, recorder, this),
      watchers: run.watchers
        .filter(
          ({ policies, tables }) =>
            policyId !== undefined && policies.has(policyId) && (tables?.includes(table) ?? true),
        )
        .map(({ watcher }) => watcher),
    };
    this.#frames.set(policyId, frame);
    return frame;
  }

  #eventsOfCase(): CaseEvents {
    const { hasEvents, unread } = this.#run;
    if (this.table === 'cases' && !hasEvents && !unread.has('events')) return NO_LOG;
    this.#events ??= this.table === 'cases' ? eventsOf(this.#case, this.#run) : NO_EVENTS;
    return this.#events;
  }

  /** Reads a row; what events say of its case is looked up only when a fact asks for it. */
  record(raw: RawRow, id: string, { recorder }: Frame): void {
    this.#case = id;
    this.#events = undefined;
    recorder.read(raw.cells);
  }
}

function compiledFor(
  table: RegisterTable,
  { meta }: Policy,
  order: readonly string[],
  { compiled, law, context }: Run,
): CompiledRules<Rule> {
  const key = `${table} ${meta.id}`;
  const known = compiled.get(key);
  if (known) return known;
  const rules = new CompiledRules(law.rules.get(meta.id)?.[SUBJECTS[table]] ?? [], order, context);
  compiled.set(key, rules);
  return rules;
}

function readerFor(
  table: RegisterTable,
  column: ColumnDeclaration,
  policyId: PolicyId | undefined,
  rules: CompiledRules<Rule> | undefined,
  run: Run,
): ColumnReader {
  const key = `${policyId} ${column.key}`;
  const known = run.readers.get(key);
  if (known) return known;
  const reader = new ColumnReader(
    column,
    (text) => inspectCell(text, column, table, policyId, run),
    rules,
    isDone(column) ? run.asOf : undefined,
  );
  run.readers.set(key, reader);
  return reader;
}

/** Whether a date says what has been done: a step, an event; not what a decision lasts or takes effect from. */
const isDone = ({ key, step }: ColumnDeclaration): boolean => step !== undefined || key === 'ev_date';

/** What one text says in one column, with all that is wrong about it. */
function inspectCell(
  text: string,
  column: ColumnDeclaration,
  table: RegisterTable,
  policyId: PolicyId | undefined,
  run: Run,
): Inspection {
  const { law, asOf } = run;
  if (text === '') {
    return {
      values: [],
      faults: column.required
        ? [
            {
              code: 'value-missing',
              severity: 'error',
              message: `「${column.head}」必须填写。`,
              hint: column.help,
            },
          ]
        : [],
    };
  }
  const legalCodes = policyId ? law.codes.get(`${policyId} ${column.key as CodeColumn}`) : undefined;
  const { values, faults: cellFaults } = readCell(text, column, policyId, legalCodes);
  // Characters nobody sees may stand between the digits.
  const identifier = findIdentifier(text) ?? findIdentifier(cellFaults[0]?.fix ?? '');
  if (identifier) {
    return {
      values: null,
      faults: [
        {
          code: 'personal-number',
          severity: 'error',
          message: `「${column.head}」中含有${identifier}。`,
          hint: '删去号码；需要核对身份的，用仓库之外的对照表。',
        },
      ],
    };
  }
  if (column.key === 'subject_name') {
    return {
      values: [text],
      faults: [
        {
          code: 'personal-name',
          severity: 'warning',
          message: '台账中登记了姓名，公开版无法生成。',
          hint: '把姓名移到仓库之外、以编号对应的对照表中。',
        },
      ],
    };
  }
  // What is left blank once the slip is put right is missing, and that is all there is to say.
  if (values?.length === 0 && column.required) return inspectCell('', column, table, policyId, run);
  const faults: CellFinding[] = cellFaults.map((fault) => {
    const { fix, secret, ...finding } = fault;
    const unlisted = fault.code === 'value-unknown';
    const demand = unlisted ? law.demands.get(`${policyId} ${column.key}`) : undefined;
    const isFormat = unlisted && !demand && policyId !== undefined && valuesFor(column, policyId);
    return {
      ...finding,
      ...(demand ? { clause: demand.id, quote: demand.quote } : {}),
      ...(isFormat ? { message: `${finding.message}这一列的取值属于本台账的数据格式，不是条文所列。` } : {}),
      ...(fix === undefined || column.personal || secret ? {} : { values: { fix } }),
    };
  });
  const [day] = values ?? [];
  if (day !== undefined && isDone(column) && day > asOf) {
    faults.push({
      code: 'date-future',
      severity: 'warning',
      message: `「${column.head}」登记为 ${day}，晚于核对日期 ${asOf}。`,
      hint: '核对年份；尚未办理的，办理以后再登记。',
    });
  }
  // Profiles are a matter of the wide case table; what an event must carry depends on its type.
  if (table !== 'cases' || !policyId || values === null || column.policies.includes(policyId))
    return { values, faults };
  return {
    // No rule of this policy speaks of it, so it must not count as a later step either.
    values: [],
    faults: [
      ...faults,
      {
        code: 'column-profile',
        severity: 'warning',
        message: `「${column.head}」不是${law.byId.get(policyId)?.meta.short ?? policyId}所用的列，应当留空。`,
        hint: '核对「适用制度」是否填错，或者清空这个单元格。',
      },
    ],
  };
}

function checkRow(raw: RawRow, file: OpenFile, run: Run): void {
  const { table } = file;
  const asWritten = file.writtenId(raw);
  const key = run.ids[table].encode(asWritten);
  const id = key >= 0 ? asWritten : idOf(asWritten, table);
  if (raw.broken || !hasWidth(raw, file.width)) {
    noteUnsplit(raw, id, file, run);
    return;
  }
  if (key < 0 && file.isHeaderAgain(asWritten)) {
    run.emit({
      ...placeOf(raw, file, '', null),
      code: 'header-repeated',
      severity: 'error',
      message: `第${raw.row}行又是一行表头，没有核对。`,
      hint: '删去这一行；合并几个文件时，只保留第一个的表头。',
    });
    return;
  }
  if (key < 0 && SUM.test(asWritten)) {
    run.emit({
      ...placeOf(raw, file, '', ID_KEYS[table]),
      code: 'id-format',
      severity: 'error',
      message: `第${raw.row}行像是合计，不是台账的一行，没有核对。`,
      hint: '删去这一行；合计由报表计算。',
    });
    return;
  }
  if (file.hasNameless) {
    for (const index of file.newlyNameless(raw)) {
      const cell = `${columnLetter(index)}${raw.row}`;
      run.emit({
        ...placeOf(raw, file, id, null),
        cell,
        code: 'header-unknown',
        severity: 'error',
        message: `${columnLetter(index)}列没有表头，从${cell}起有内容，这一列没有核对。`,
        hint: '补写表头，或者清空这一列。',
      });
    }
  }
  const frame = file.frameOfRow(raw, id);
  const { recorder, policyId, policy, rules } = frame;
  file.record(raw, id, frame);
  const owner = id ? run.ids[table].own(id, file.path, raw.row, key >= 0 ? key : undefined) : undefined;
  if (table === 'cases' && key < 0 && !CASE_ID.test(id)) run.lostIds.push(id === '' ? '' : alike(asWritten));
  const asDeclared =
    table !== 'cases' || policyId === undefined || id.startsWith(policyId) || !isPolicyId(id.slice(0, 2));
  let failed = NO_RULES;
  // Of which of two policies a row is to be judged cannot be told.
  if (rules && asDeclared) {
    recorder.compute();
    failed = rules.failures(recorder);
  }
  // Most rows of most registers are sound: all the rest is done for the others only.
  if (owner || !asDeclared || failed.length > 0 || recorder.faulty.length > 0 || table === 'events') {
    let found = clauseTells(findingsOf(raw, id, owner, failed, frame, file, run));
    if (!asDeclared) {
      found = found.filter(({ code, clause }) => clause === null && !OF_POLICY.has(code));
      found.push({
        ...placeOf(raw, file, id, 'case_id'),
        code: 'id-prefix',
        severity: 'error',
        message: `编号${isTellableId(id) ? ` ${id} ` : ''}的开头与「适用制度」${policyId} 不一致，这一行没有按条文核对。`,
        hint: '核对是编号写错，还是适用制度写错。',
      });
    }
    const order = (key: string | undefined): number => file.columns.get(key ?? '')?.index ?? -1;
    found.sort((a, b) => order(a.key) - order(b.key));
    for (const finding of found) if (!file.absent.keep(finding)) run.emit(finding);
  }
  // An event without a date has been reported for that; it must not count as one that did not happen.
  if (recorder.unreadable || !asDeclared || (table === 'events' && !recorder.first('ev_date')))
    cloud(raw, run);
  if (rules && asDeclared && run.onRule) {
    for (const [at, rule] of rules.rules.entries()) {
      const verdict = rules.verdict(at, recorder);
      if (verdict !== 'skip' && verdict !== 'unknown') run.onRule(rule);
    }
  }
  if (policy && table !== 'lists' && run.onEntry) {
    const place = { table, file: file.path, row: raw.row, line: raw.line, id, policy: policyId };
    run.onEntry({
      ...place,
      first: (field) => recorder.first(field),
      keep: () => ({ ...place, facts: new Map(recorder) }),
    });
  }
  if (owner) {
    // Whether it is the same once more or another one under a wrong id cannot be told: an event counts as unread.
    if (table !== 'events') return;
    noteUnreadEvent(table, caseIdsIn(raw), run);
    cloud(raw, run);
    run.undated.add(recorder.first('ev_type') ?? '');
    return;
  }
  if (frame.watchers.length === 0 || !asDeclared) return;
  frame.passing.turnTo(raw, id);
  for (const watcher of frame.watchers) watcher.row(frame.passing);
}

/** What stands in the place of an id where somebody has added up the rows above. */
const SUM = /^\s*(?:合\s*计|总\s*计|小\s*计|共\s*计)\s*[:：]?\s*$/;

const NO_RULES: readonly number[] = [];

/** What is said of a cell by the policy of its row alone. */
const OF_POLICY: ReadonlySet<string> = new Set(['column-profile', 'value-unknown', 'value-unlisted']);

/** Everything that is wrong with a row that could be split into cells. */
function findingsOf(
  raw: RawRow,
  id: string,
  owner: Owner | undefined,
  failed: readonly number[],
  { recorder, policy, rules }: Frame,
  file: OpenFile,
  run: Run,
): Finding[] {
  const found: Finding[] = [];
  const report: Report = (key, finding, types = []) => {
    const placed = { ...placeOf(raw, file, id, key), ...finding };
    if (types.length === 0) found.push(placed);
    else keepWaiting(placed, id, types, run);
  };
  for (const { reader, cell } of recorder.faulty)
    for (const fault of cell.faults) report(reader.column.key, fault);
  if (owner) {
    report(ID_KEYS[file.table], {
      code: 'id-repeated',
      severity: 'error',
      message: `${isTellableId(id) ? `编号 ${id} ` : '这个编号'}已在 ${describePlace(owner, file.path)}使用。`,
      hint: '给其中一行改用新的编号。',
    });
  }
  if (file.table === 'events' && !owner) noteEvent(recorder, raw, file, id, report, run);
  if (policy && rules)
    reportFailures(
      failed.map((at) => rules.rules[at] as Rule),
      recorder,
      policy,
      report,
      run.context,
      ({ predicate }) => (file.table === 'cases' ? describeEvents(predicate, recorder, id, file, run) : ''),
    );
  return found;
}

/** Puts off a finding that events of these types are missing for a case. */
function keepWaiting(finding: Finding, id: string, types: readonly string[], run: Run): void {
  // It counts towards what is found in its file, so that no more of them wait than of others are given out.
  run.found += 1;
  run.waiting.push({ finding, id, types });
}

/** Types of the events by which a rule says that a record fails: those its requirement speaks of, or finds none of. */
function typesBlamed({ predicate }: Failure, { when }: Rule, record: Recorder): string[] {
  const fields = [
    ...fieldsOf(predicate),
    ...(when ? fieldsOf(when) : []).filter((field) => record.first(field) === undefined),
  ];
  return [...new Set(fields.flatMap((field) => findDerived(field)?.logged ?? []))];
}

/** Where the events stand whose days a requirement speaks of: 「备案表报送日期」见 events-2024.csv 第12行 C列。 */
function describeEvents(
  predicate: Predicate,
  record: Recorder,
  id: string,
  { path }: OpenFile,
  run: Run,
): string {
  return fieldsOf(predicate)
    .map((field) => {
      const { logged = '', label = '' } = findDerived(field) ?? {};
      const day = logged && record.first(field);
      const event =
        day &&
        eventsOf(id, run)
          .on(logged)
          ?.find((known) => known.day === day);
      if (!event) return '';
      const { file, row } = event;
      return `「${label}」见 ${describePlace({ file: file.path, row, ...file.cellOf(row, 'ev_date') }, path)}。`;
    })
    .join('');
}

/** A row as checks over several rows see it while it passes: one after another, each overwritten by the next. */
class PassingRow implements WatchedRow {
  readonly table: RegisterTable;
  readonly policy: PolicyId | undefined;
  readonly facts: Recorder;
  readonly #file: OpenFile;
  #raw: RawRow | undefined;
  #id = '';
  #at: Place | undefined;

  constructor(policy: PolicyId | undefined, facts: Recorder, file: OpenFile) {
    this.table = file.table;
    this.policy = policy;
    this.facts = facts;
    this.#file = file;
  }

  turnTo(raw: RawRow, id: string): void {
    this.#raw = raw;
    this.#id = id;
    this.#at = undefined;
  }

  /** Made when it is first asked for: most rows pass unremarked. */
  get at(): RowPlace {
    if (!this.#raw) throw new Error('no row has passed yet');
    this.#at ??= new Place(this.#raw, this.#file, this.#id);
    return this.#at;
  }
}

/** Where a row stands, for checks that speak of it later: nothing of the row itself is kept. */
class Place implements RowPlace {
  readonly file: string;
  readonly row: number;
  readonly line: number;
  readonly id: string;
  readonly #file: OpenFile;

  constructor({ row, line }: RawRow, file: OpenFile, id: string) {
    this.file = file.path;
    this.row = row;
    this.line = line;
    this.id = id.length <= 40 ? copyText(id) : '';
    this.#file = file;
  }

  cell(key: string): Pick<Finding, 'cell' | 'column' | 'key'> {
    return this.#file.cellOf(this.row, key);
  }
}

/** An id that is only written in another way still names its row; one that names a person is not repeated. */
function idOf(written: string, table: RegisterTable): string {
  return findIdentifier(written) ? '' : meantIn(ID_KEYS[table], written);
}

/** What is meant by a cell in which the same may stand under every policy: an id, a policy, a type of event. */
export function meantIn(key: string, written: string): string {
  const column = findColumn(key);
  return column ? meantText(written, column, undefined, undefined) : written;
}

/** Whether a row has as many cells as the header; blank ones at the end do not count. */
export function hasWidth({ cells }: RawRow, width: number): boolean {
  return (
    cells.length === width || (cells.length > width && cells.slice(width).every((cell) => cell.trim() === ''))
  );
}

/** Where a finding stands. */
type FindingPlace = Omit<Finding, 'code' | 'severity' | 'message'>;

/** The place of a row and, where a column is named, of its cell. */
function placeOf(
  raw: Pick<RawRow, 'row' | 'line'>,
  file: OpenFile,
  id: string,
  key: string | null,
): FindingPlace {
  const cell = key === null ? {} : file.cellOf(raw.row, key);
  // A duty whose column the file does not have still names the column.
  const named = key === null || cell.key !== undefined ? undefined : findColumn(key);
  return {
    clause: null,
    file: file.path,
    row: raw.row,
    line: raw.line,
    ...cell,
    ...(named ? { column: named.head, key: named.key } : {}),
    // Only what is written like an id: in a slipped or broken row anything may stand in its place.
    ...(isTellableId(id) ? { caseId: id } : {}),
  };
}

/** A row that could not be split into cells: it is reported once, and still owns its id. */
function noteUnsplit(raw: RawRow, id: string, file: OpenFile, run: Run): void {
  const { table } = file;
  const mentioned = caseIdsIn(raw);
  const place = placeOf(raw, file, id, null);
  if (raw.long) {
    run.emit({
      ...place,
      code: 'record-long',
      severity: 'error',
      message: `第${raw.row}行太长，没有英文双引号，也一直没有换行，这一行没有核对。`,
      hint: '检查是否漏了换行，或者并入了不是台账的内容；从原工作簿重新另存为「CSV UTF-8（逗号分隔）」。',
    });
  } else if (raw.broken) {
    run.emit({
      ...place,
      code: 'csv-quotes',
      severity: 'error',
      message: `第${raw.row}行的英文双引号不成对，这一行无法分列。`,
      hint: '单元格内的双引号要写成两个，或者改用中文引号。',
    });
  } else {
    run.emit({
      ...place,
      code: 'row-ragged',
      severity: 'error',
      message: `第${raw.row}行有 ${raw.cells.length} 个单元格，表头有 ${file.width} 个。`,
      hint: '检查是否多写或漏写了逗号；含逗号的内容要用英文双引号括起。',
    });
  }
  // A row that could not be split stands in one cell in a corrected copy.
  const owned = raw.broken || (table === 'cases' && !CASE_ID.test(id)) ? mentioned[0] : id;
  if (owned) run.ids[table].own(owned, file.path, raw.row);
  noteUnreadEvent(table, mentioned, run);
  cloud(raw, run);
  // What it was cannot be told: perhaps the very meeting or report that seems to be missing.
  if (table === 'events') run.undated.add('');
}

/** Says in words what is wrong with a record by the rules it fails. */
function reportFailures(
  rules: readonly Rule[],
  record: Recorder,
  policy: Policy,
  report: Report,
  context: Context,
  eventsIn: (failure: Failure) => string,
): void {
  const future = record.faulty
    .filter(({ cell }) => cell.faults.some(({ code }) => code === 'date-future'))
    .map(({ reader }) => reader.column.key);
  const failures = withoutDoubtful(
    rules.flatMap((rule) => judge(rule, record, context).failures.map((failure) => ({ rule, failure }))),
    record,
    future,
  );
  for (const { rule, failure: given, others } of tellOnce(failures, record)) {
    const { failure } = withoutPersons(given, record);
    const derived = findDerived(failure.field);
    report(
      derived?.column ?? failure.field,
      {
        code: failure.fault,
        severity: failure.severity,
        clause: rule.id,
        message:
          describeFailure(failure, record, policy, rule.title) +
          eventsIn(failure) +
          describeOthers(others, policy),
        quote: rule.quote,
        ...alsoOf(rule, others, policy),
        hint: rule.hint || defaultHint(failure),
        values: {
          ...(failure.due ? { due: failure.due } : {}),
          ...(failure.provisional ? { provisional: '暂定' } : {}),
          ...(failure.calendar?.notices.length ? { calendar: failure.calendar.notices.join('、') } : {}),
          ...(failure.late ? { lateWorkdays: String(failure.late) } : {}),
          ...(failure.against ? { against: failure.against } : {}),
          citation: cite(policy, rule.id),
        },
      },
      typesBlamed(failure, rule, record),
    );
  }
}

/** The clauses a finding cites besides its own. */
function alsoOf(rule: Rule, others: readonly Rule[], { rules }: Policy): Pick<Finding, 'also'> {
  const carried = rule.also.filter((clause) => !rules.some(({ id }) => id === clause));
  const also = [...new Set([...carried, ...others.map(({ id }) => id)])];
  return also.length > 0 ? { also } : {};
}

const SUBJECTS = { cases: 'case', events: 'event', lists: 'list' } as const satisfies Record<
  RegisterTable,
  RuleSubject
>;

/** Starts the checks over several rows; what they find gets the words and the citation of its clause. */
function startChecks(run: Run): void {
  const report = (at: RowPlace, key: string, { clause, values, lacking, ...finding }: CheckFinding): void => {
    const policy = run.policies.find(({ meta }) => meta.id === clause.slice(0, 2));
    if (!policy) return;
    const placed = {
      ...finding,
      clause,
      file: at.file,
      row: at.row,
      line: at.line,
      ...at.cell(key),
      ...(isTellableId(at.id) ? { caseId: at.id } : {}),
      quote: quoteOf(policy, clause),
      values: { ...values, citation: cite(policy, clause) },
    };
    if (lacking) keepWaiting(placed, lacking.id, lacking.types, run);
    else run.emit(placed);
  };
  const noLog = (): boolean => !run.hasEvents || run.unread.has('events');
  const context = {
    asOf: run.asOf,
    calendar: run.calendar,
    readings: run.readings ?? SITE_CONFIG.readings,
    effective: (policy: PolicyId) => run.law.byId.get(policy)?.meta.pol_effective ?? '',
    exposed: run.exposed,
    report,
    clouded: (...words: readonly string[]) =>
      noLog() || run.clouded.size >= MOST_CLOUDED || words.some((word) => run.clouded.has(word)),
    undated: (type: string) => noLog() || run.undated.has(type) || run.undated.has(''),
    mayHave: (id: string, type: string) => run.strays.mayMean(id, [type]),
    uncertain: (type: string) => noLog() || run.untyped || run.undated.has(type) || run.undated.has(''),
  };
  for (const { clauses, tables, watch } of CHECKS) {
    // A check looks only at rows of the policies whose clauses it carries out.
    const policies = new Set(clauses.map((clause) => clause.slice(0, 2)));
    run.watchers.push({ policies, tables, watcher: watch(context) });
  }
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
  if (table === 'cases') {
    const written = textOf('policy');
    return [written, meantIn('policy', written)].find(isPolicyId);
  }
  if (isPolicyId(id.slice(0, 2))) return id.slice(0, 2) as PolicyId;
  const prefix = meantIn('ev_cases', textOf('ev_cases')).slice(0, 2);
  if (isPolicyId(prefix)) return prefix;
  const type = meantIn('ev_type', textOf('ev_type'));
  const [only, ...others] = (Object.hasOwn(EVENT_POLICIES, type) && EVENT_POLICIES[type]) || [];
  return others.length === 0 ? only : undefined;
}

/** @param types of events that the record is said to lack */
type Report = (
  key: string | null,
  finding: Pick<Finding, 'code' | 'severity' | 'message'> & Partial<Finding>,
  types?: readonly string[],
) => void;

/** Events that report on half a year. */
const HALF_YEARLY: ReadonlySet<string> = new Set(['统计表报送', '统计汇总上报']);

/** Records an event for the cases it lists. */
function noteEvent(
  record: Recorder,
  raw: RawRow,
  file: OpenFile,
  id: string,
  report: Report,
  run: Run,
): void {
  const cases = record.get('ev_cases');
  const type = record.get('ev_type')?.[0];
  if (cases === null) {
    noteUnreadEvent('events', caseIdsIn(raw), run);
    for (const written of file.textOf(raw, 'ev_cases').split(/[|｜、，,;；/／\s]+/))
      if (!CASE_ID.test(written)) run.strays.add(written, type ?? '');
  }
  const dates = record.get('ev_date');
  const day = dates?.[0];
  if (!day) run.undated.add(type ?? '');
  if (!type) run.untyped = true;
  if (type && dates === undefined) {
    report('ev_date', {
      code: 'value-missing',
      severity: 'error',
      message: '事件没有登记「日期」。',
      hint: '补登事件发生的日期。',
    });
  }
  const period = record.first('ev_period') ?? '';
  if (HALF_YEARLY.has(type ?? '') && period.includes('-')) {
    report('ev_period', {
      code: 'value-format',
      severity: 'warning',
      message: `「${type}」按半年登记，报告期「${period}」是一个月，按 ${halfYearWritten(period)} 核对。`,
      hint: `改为「${halfYearWritten(period)}」。`,
    });
  }
  for (const listed of cases ?? []) {
    const reference = {
      id: listed,
      type: type ?? '',
      file,
      row: raw.row,
      line: raw.line,
      event: copyText(id),
      day: copyText(day ?? ''),
    };
    run.references.push(reference);
    const byType = typesOf(listed, run);
    const before = byType.get(type ?? '');
    // The fault has been reported where it stands; the case must not be blamed for a missing event as well.
    byType.set(
      type ?? '',
      type && day && before !== null
        ? [...(before ?? []), reference].sort((a, b) => compareText(a.day, b.day))
        : null,
    );
  }
}

function typesOf(id: string, run: Run): Map<string, Reference[] | null> {
  const known = run.events.get(id);
  if (known) return known;
  const types = new Map<string, Reference[] | null>();
  run.events.set(id, types);
  return types;
}

/** Case ids that stand anywhere in a row, also in one that could not be split into cells. */
function caseIdsIn(raw: RawRow): string[] {
  return raw.cells.flatMap((cell) =>
    [
      ...cell
        .normalize('NFKC')
        .toUpperCase()
        .replace(/[\s_]/g, '-')
        .matchAll(/\b[A-Z]{2}-\d{4}-\d{3,}\b/g),
    ].map(([id]) => id),
  );
}

/** Remembers that an event which cannot be read may concern these cases. */
function noteUnreadEvent(table: RegisterTable, ids: readonly string[], run: Run): void {
  if (table === 'events') for (const id of ids) typesOf(id, run).set('', null);
}

const CASE_ID = /^[A-Z]{2}-\d{4}-\d{3,}$/;

/** Letters and digits of an id, however it is written; zeros before its number do not count. */
const alike = (id: string): string =>
  id
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/^([A-Z]{2}\d{4})0+(?=\d)/, '$1');

/** What the event log says of one case, with the rows in which it says so. */
interface CaseLog extends CaseEvents {
  readonly on: (type: string) => readonly Reference[] | null;
}

/** Where there is no event log, nothing is known of any case. */
const NO_LOG: CaseEvents = { logged: false, on: () => [] };

function eventsOf(id: string, run: Run): CaseLog {
  // Events of a case whose id cannot be read cannot be found.
  if (!CASE_ID.test(id)) return { logged: run.hasEvents, on: () => null };
  const byType = run.events.get(id);
  const unknown = run.unread.has('events') || byType?.get('') === null;
  return {
    logged: run.hasEvents,
    on: (type) => (unknown ? null : byType?.has(type) ? (byType.get(type) ?? null) : []),
  };
}
