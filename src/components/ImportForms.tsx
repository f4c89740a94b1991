/**
 * Reads filled forms and makes rows of a register of them, on the page alone: nothing is sent, nothing is fetched, so it
 * works without a network. It reads, enters and checks with the same code as `npm run import`.
 */
import './older-browsers.ts';
import { type DragEvent, useEffect, useId, useRef, useState } from 'react';
import type { Finding } from '../core/finding.ts';
import { tooLarge } from '../forms/file-kind.ts';
import { readFilledForm } from '../forms/filled.ts';
import type { FormKey } from '../forms/leaves.ts';
import type { LawData } from '../intake/checking.ts';
import { groupLeft, type Left, type LegalCodes } from '../intake/drafts.ts';
import {
  type Entered,
  type EnteredForm,
  type EnteredRegister,
  enterForms,
  type GivenRegister,
  type Part,
  type ReadForm,
  readForm,
} from '../intake/entering.ts';
import type { ReadPaper } from '../intake/papers.ts';
import { citation } from '../policy/cite.ts';
import { tableOf } from '../register/check.ts';
import { type RegisterTable, TABLE_NAME } from '../register/columns.ts';

interface Props {
  readonly forms: readonly FormKey[];
  readonly codes: LegalCodes;
  /** Short names of the policies. */
  readonly names: Readonly<Record<string, string>>;
  /** Address of the pages that explain findings. */
  readonly checks: string;
  /** What rows are judged by. */
  readonly law: LawData;
}

/** A file that has been read. */
interface Read extends ReadForm {
  /** Its place among all that have been chosen. */
  readonly number: number;
  /** The file itself and a number made of its bytes, to tell whether the same one is chosen again. */
  readonly source: File;
  readonly print: number;
}

const SEVERITY = { error: '错误', warning: '警告', info: '提示' } as const;
const NOTHING: Entered = { forms: [], registers: [], refused: [] };

async function readFile(
  source: File,
  number: number,
  forms: readonly FormKey[],
  codes: LegalCodes,
): Promise<Read> {
  const failed = (message: string, hint: string): Read => {
    const finding: Finding = {
      code: 'form-unreadable',
      severity: 'error',
      clause: null,
      file: source.name,
      message,
      hint,
    };
    const filled = { values: [], unknown: [], findings: [finding] };
    return { number, source, print: 0, ...readForm(filled, source.name, codes) };
  };
  const large = tooLarge(source.size);
  if (large) return failed(large.message, large.hint);
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await source.arrayBuffer());
  } catch {
    return failed(
      '浏览器读不出这个文件：多半是文件夹，或者文件已经移走。',
      '请打开文件夹，选择其中的表格；文件还在的，再选一次。',
    );
  }
  const filled = await readFilledForm(bytes, source.name, forms);
  return { number, source, print: printOf(bytes), ...readForm(filled, source.name, codes) };
}

/** A number by which different files are told apart fast (FNV-1a); the same does not mean that they are the same. */
function printOf(bytes: Uint8Array): number {
  let print = 0x811c9dc5;
  for (const byte of bytes) print = Math.imul(print ^ byte, 0x01000193);
  return print;
}

async function isSame(
  { source: one, print }: Read,
  { source: other, print: second }: Read,
): Promise<boolean> {
  if (one.size !== other.size || print !== second) return false;
  const [a, b] = (await Promise.all([one.arrayBuffer(), other.arrayBuffer()])).map(
    (buffer) => new Uint8Array(buffer),
  );
  return a !== undefined && b !== undefined && a.every((byte, at) => byte === b[at]);
}

/** Today in China (UTC+8), where the offices are. */
function today(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}

const entryKey = (number: number, table: RegisterTable, entry: number): string =>
  `${number}-${table}-${entry}`;

/** The page's working part. */
export default function ImportForms({ forms, codes, names, checks, law }: Props) {
  const [reads, setReads] = useState<readonly Read[]>([]);
  const [registers, setRegisters] = useState<readonly GivenRegister[]>([]);
  const [notes, setNotes] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState<string>();
  const [over, setOver] = useState(false);
  /** The server does not know the day on which the page is read. */
  const [asOf, setAsOf] = useState('');
  const [ids, setIds] = useState<Readonly<Record<string, string>>>({});
  /** What has been entered, and of which files and ids. */
  const [last, setLast] = useState<{ readonly of: readonly unknown[]; readonly entered: Entered }>();
  const count = useRef(0);
  const results = useRef<HTMLElement>(null);
  useEffect(() => setAsOf(today()), []);
  useEffect(() => {
    let stale = false;
    const idOf = (form: number, table: RegisterTable, entry: number): string =>
      (ids[entryKey(reads[form]?.number ?? 0, table, entry)] ?? '').trim();
    void enterForms(reads, registers, idOf, law, asOf || today()).then((entered) => {
      if (!stale) setLast({ of: [reads, registers], entered });
    });
    return () => {
      stale = true;
    };
  }, [reads, registers, ids, law, asOf]);

  const take = async (files: readonly File[]): Promise<void> => {
    const added: Read[] = [];
    const given: GivenRegister[] = [];
    const said: string[] = [];
    for (const [at, file] of files.entries()) {
      setBusy(`正在读取第 ${at + 1} 份，共 ${files.length} 份……`);
      if (/\.csv$/i.test(file.name)) {
        const table = tableOf(file.name);
        if (table) given.push({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
        else
          said.push(
            `「${file.name}」不按台账命名，没有读取：文件名应以 cases、events 或 lists 开头，以 .csv 结尾。`,
          );
        continue;
      }
      const read = await readFile(file, count.current + 1, forms, codes);
      let twin: Read | undefined;
      for (const other of [...reads, ...added]) {
        if (!twin && read.filled.form && (await isSame(read, other))) twin = other;
      }
      if (twin) {
        said.push(`「${file.name}」和「${twin.file}」的内容完全相同，是同一份表格，只读一份。`);
        continue;
      }
      count.current += 1;
      added.push(read);
    }
    const tables = new Set(given.map(({ name }) => tableOf(name)));
    setReads((before) => [...before, ...added]);
    // One of each kind: the one chosen last.
    setRegisters((before) => [
      ...before.filter(({ name }) => !tables.has(tableOf(name))),
      ...[...new Map(given.map((one) => [tableOf(one.name), one])).values()],
    ]);
    setNotes(said);
    setBusy(undefined);
    results.current?.focus();
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void take([...event.dataTransfer.files]);
  };
  // While an id is typed, what there was stays; of other files it would say nothing.
  const isNow = last?.of[0] === reads && last.of[1] === registers;
  const done = isNow ? last.entered : NOTHING;
  const summary = isNow ? countsOf(reads, done) : '正在核对……';
  return (
    <div className="import">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the input inside is the first. */}
      <div
        className={over ? 'import-drop import-over' : 'import-drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {/* The browser's own control speaks the language of the browser; its label stands for it. */}
        <input
          className="visually-hidden"
          id="import-files"
          type="file"
          accept="application/pdf,.pdf,.docx,.csv"
          multiple
          disabled={asOf === '' || busy !== undefined}
          onChange={({ target }) => {
            void take([...(target.files ?? [])]);
            // The same file may be chosen again after it has been mended.
            target.value = '';
          }}
        />
        <label className="button" htmlFor="import-files">
          选择填好的表
        </label>
        <p className="aside">
          PDF、Word文档（.docx）都可以，一次可选多份，也可以拖到这里。要更新已有的台账，把台账（.csv）一并选上。
        </p>
        <p>
          <label className="import-id">
            判断期限是否届满所用的日期
            <input type="date" value={asOf} onChange={({ target }) => setAsOf(target.value)} />
          </label>
        </p>
      </div>
      <p className="import-status" role="status">
        {busy}
        {!busy && reads.length > 0 && summary}
      </p>
      {notes.length > 0 && (
        <ul className="import-left">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <section ref={results} tabIndex={-1} aria-label="读取结果">
        {registers.length > 0 && (
          <ul className="import-registers">
            {registers.map((register) => (
              <li key={register.name}>
                <span>
                  <span className="import-file">{register.name}</span>
                  {done.refused.find(({ name }) => name === register.name)?.reason ??
                    TABLE_NAME[tableOf(register.name) ?? 'cases']}
                </span>
                <button
                  type="button"
                  className="button button-quiet"
                  onClick={() => setRegisters(registers.filter((other) => other !== register))}
                >
                  移去这个台账
                </button>
              </li>
            ))}
          </ul>
        )}
        {reads.map((read, at) => (
          <Paper
            key={read.number}
            read={read}
            entered={done.forms[at]}
            registers={done.registers}
            names={names}
            checks={checks}
            law={law}
            ids={ids}
            onId={(key, id) => setIds({ ...ids, [key]: id })}
            onRemove={() => setReads(reads.filter((other) => other !== read))}
          />
        ))}
        {done.registers.map((register) => (
          <Rows key={register.name} register={register} names={names} />
        ))}
      </section>
    </div>
  );
}

/** What has been read, in one sentence. */
function countsOf(reads: readonly Read[], { forms, registers }: Entered): string {
  const kept = forms.filter(({ held, refusals }) => !held && refusals.length === 0);
  const entries = kept.flatMap(({ parts }) => parts.flatMap(({ paper }) => paper.entries)).length;
  const faults =
    reads.reduce((sum, read, at) => sum + findingsOf(read, forms[at]).length, 0) +
    forms.reduce((sum, { refusals }) => sum + refusals.length, 0) +
    registers.reduce((sum, { findings }) => sum + findings.length, 0);
  const held = forms.filter((one) => one.held || one.refusals.length > 0).length;
  return `已读取 ${reads.length} 份：${entries} 条登记，${faults} 项问题${held > 0 ? `；${held} 份没有登记` : ''}。`;
}

/** What was found of a form itself, for whatever table, each once. */
function findingsOf({ filled, parts: read }: ReadForm, entered: EnteredForm | undefined): Finding[] {
  const parts = entered?.parts ?? read;
  const all = [...filled.findings, ...parts.flatMap(({ paper }) => paper.findings)];
  return all.filter((finding, at) => all.findIndex(({ message }) => message === finding.message) === at);
}

/** What is left out: what one table leaves may well go into another. */
function leftOf(parts: readonly Part[]): readonly Left[] {
  return parts.reduce<readonly Left[]>(
    (all, { paper: { left } }, index) =>
      index === 0
        ? left
        : all.filter((one) => left.some(({ label, row }) => label === one.label && row === one.row)),
    [],
  );
}

interface PaperProps extends Pick<Props, 'names' | 'checks' | 'law'> {
  readonly read: Read;
  readonly entered: EnteredForm | undefined;
  readonly registers: readonly EnteredRegister[];
  readonly ids: Readonly<Record<string, string>>;
  readonly onId: (key: string, id: string) => void;
  readonly onRemove: () => void;
}

function Paper({ read, entered, registers, names, checks, law, ids, onId, onRemove }: PaperProps) {
  const { number, file, filled } = read;
  const { form, version } = filled;
  const { parts = read.parts, held = false, refusals = [] } = entered ?? {};
  const findings = findingsOf(read, entered);
  const left = leftOf(parts);
  const heading = useId();
  return (
    <article className="import-paper" aria-labelledby={heading}>
      <h2 id={heading}>
        <span className="import-file">{file}</span>
        {form && `《${form.title}》`}
      </h2>
      <p className="aside">
        {form
          ? `${names[form.policy] ?? form.policy}　表格编号 ${form.id.toUpperCase()}　${version ? `${version} 版` : '版本不明'}`
          : '没有读取'}
      </p>
      <Findings findings={findings} checks={checks} law={law} />
      {refusals.length > 0 && (
        <ul className="import-findings">
          {refusals.map((reason) => (
            <li key={reason} className="import-error">
              <strong>错误</strong> {reason}
            </li>
          ))}
        </ul>
      )}
      {form && (held || refusals.length > 0) && (
        <p className="import-held">这一份没有登记，下面的行里没有它：请先处理上列错误，再选一次。</p>
      )}
      {parts.map(({ table, paper }) =>
        paper.entries.map((entry, at) => (
          <Entry
            key={`${table}-${at}`}
            table={table}
            entry={entry}
            register={registers.find(
              (one) => one.table === table && (one.policy ?? form?.policy) === form?.policy,
            )}
            held={held}
            checks={checks}
            law={law}
            id={ids[entryKey(number, table, at)] ?? ''}
            onId={(id) => onId(entryKey(number, table, at), id)}
          />
        )),
      )}
      {left.length > 0 && (
        <>
          <h3>没有导入</h3>
          <ul className="import-left">
            {groupLeft(left).map(({ reason, fields }) => (
              <li key={reason}>
                {fields}：{reason}。
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        <button type="button" className="button button-quiet" onClick={onRemove}>
          移去这一份
        </button>
      </p>
    </article>
  );
}

interface EntryProps extends Pick<Props, 'checks' | 'law'> {
  readonly table: RegisterTable;
  readonly entry: ReadPaper['entries'][number];
  /** The register into which it is entered. */
  readonly register: EnteredRegister | undefined;
  /** It is entered nowhere. */
  readonly held: boolean;
  readonly id: string;
  readonly onId: (id: string) => void;
}

function Entry({ table, entry: { draft, change }, register, held, checks, law, id, onId }: EntryProps) {
  const given = register !== undefined && register.policy === undefined;
  const source = draft.row === undefined ? '' : `　表中第${draft.row}行`;
  const what = !change || !given ? '' : change.isNew ? '新增' : change.cells.length > 0 ? '更新' : '没有变化';
  const before = new Map(change?.isNew ? [] : change?.cells.map((cell) => [cell.head, cell]));
  return (
    <section className="import-entry">
      <h3>
        {TABLE_NAME[table]}
        {source}
        {held && '　只读到这些，没有登记'}
        {change && what && `　${what} ${change.id}（第${change.row}行）`}
      </h3>
      {!held && (
        <p>
          <label className="import-id">
            {given ? '更新哪一行的编号（不填就新增一行，填 new 就一定新增）' : '编号（可以以后再填）'}
            <input
              type="text"
              value={id}
              autoComplete="off"
              spellCheck={false}
              onChange={({ target }) => onId(target.value)}
            />
          </label>
        </p>
      )}
      <dl>
        {draft.cells.map(({ column, value }) => {
          const cell = before.get(column.head);
          const same = change && !change.isNew && !cell && !change.absent.includes(column.head);
          return (
            <div key={column.key}>
              <dt>{column.head}</dt>
              <dd>
                {cell ? (
                  <>
                    <del>{cell.before || '（空）'}</del> → <ins>{cell.after}</ins>
                  </>
                ) : (
                  value
                )}
                {same && <span className="aside">　与台账相同</span>}
                {change?.absent.includes(column.head) && (
                  <span className="aside">　台账没有这一列，没有登记</span>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      {change && register && (
        <Findings
          findings={register.findings.filter(({ row }) => row === change.row)}
          checks={checks}
          law={law}
        />
      )}
    </section>
  );
}

function Findings({
  findings,
  checks,
  law,
}: Pick<Props, 'checks' | 'law'> & { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul className="import-findings">
      {findings.map((finding) => {
        const { code, severity, message, hint, clause, quote } = finding;
        return (
          <li key={`${code} ${clause} ${message}`} className={`import-${severity}`}>
            <strong>{SEVERITY[severity]}</strong> <a href={`${checks}${code}/`}>{message}</a> {hint}
            {clause && (
              <span className="import-clause">
                依据：{clause} {citation(clause, law.policies)}
                {quote && `「${quote}」`}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Rows({ register, names }: { register: EnteredRegister; names: Props['names'] }) {
  const { name, table, policy, rows, cells, text: csv, converted } = register;
  const area = useRef<HTMLTextAreaElement>(null);
  const [said, setSaid] = useState('');
  const heading = useId();
  const text = csv.replace('\uFEFF', '');
  const copy = async (): Promise<void> => {
    area.current?.select();
    // The clipboard is there on secure pages only; offices serve over plain HTTP.
    const done = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setSaid(done ? '已复制。' : '已全部选中，请按 Ctrl+C 复制。');
  };
  const save = (): void => {
    const address = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    // The download has its own hold on the data by then.
    setTimeout(() => URL.revokeObjectURL(address), 1000);
    setSaid('已交给浏览器下载。');
  };
  if (policy === undefined) {
    return (
      <section className="import-rows" aria-labelledby={heading}>
        <h2 id={heading}>
          <span className="import-file">{name}</span>
          {TABLE_NAME[table]}　{rows} 行、{cells} 格有变化
        </h2>
        <p className="aside">
          下载的是更新以后的整个台账，列的次序、分隔符和换行与原文件相同
          {converted && '，编码由 GBK 改为 UTF-8'}
          。原文件没有改动，替换以前请另存一份。
        </p>
        <p className="import-buttons">
          <button type="button" className="button" onClick={save}>
            下载更新后的台账
          </button>
          <span role="status">{said}</span>
        </p>
      </section>
    );
  }
  return (
    <section className="import-rows" aria-labelledby={heading}>
      <h2 id={heading}>
        {names[policy] ?? policy}　{TABLE_NAME[table]}　{rows} 行
      </h2>
      <p className="aside">首行是表头，列的次序与空白台账模板相同。补上编号，核对后贴进台账。</p>
      <textarea ref={area} readOnly rows={Math.min(12, rows + 3)} value={text} aria-labelledby={heading} />
      <p className="import-buttons">
        <button type="button" className="button" onClick={() => void copy()}>
          复制
        </button>
        <button type="button" className="button button-quiet" onClick={save}>
          下载CSV
        </button>
        <span role="status">{said}</span>
      </p>
    </section>
  );
}
