/**
 * Reads filled forms and makes rows of a register of them, on the page alone: nothing is sent, nothing is fetched, so it
 * works without a network. What it reads with is the same that `npm run import` reads with.
 */
import { type DragEvent, useEffect, useId, useRef, useState } from 'react';
import type { Finding } from '../core/finding.ts';
import type { PolicyId } from '../core/policy-id.ts';
import { readFilledForm } from '../forms/filled.ts';
import type { FormKey } from '../forms/leaves.ts';
import { type Draft, draftsOf, groupLeft, type Left, type LegalCodes, tablesOf } from '../intake/drafts.ts';
import { ID_KEYS, type RegisterTable, TABLE_NAME, TABLES } from '../register/columns.ts';
import { formatRegister } from '../register/write.ts';

interface Props {
  readonly forms: readonly FormKey[];
  readonly codes: LegalCodes;
  /** Short names of the policies. */
  readonly names: Readonly<Record<string, string>>;
  /** Address of the pages that explain findings. */
  readonly checks: string;
}

/** A file that has been read. */
interface Read {
  /** Its place among all that have been chosen. */
  readonly number: number;
  readonly file: string;
  readonly form: FormKey | undefined;
  readonly version: string | undefined;
  readonly parts: readonly { readonly table: RegisterTable; readonly drafts: readonly Draft[] }[];
  readonly left: readonly Left[];
  readonly findings: readonly Finding[];
}

const SEVERITY = { error: '错误', warning: '警告', info: '提示' } as const;

async function readFile(
  file: File,
  number: number,
  forms: readonly FormKey[],
  codes: LegalCodes,
): Promise<Read> {
  const filled = await readFilledForm(new Uint8Array(await file.arrayBuffer()), file.name, forms);
  const { form, version } = filled;
  const made = (form ? tablesOf(form) : []).map((table) => ({
    table,
    ...draftsOf(filled, file.name, table, codes),
  }));
  const findings = [...filled.findings, ...made.flatMap((part) => part.findings)];
  // What one table leaves out may well go into another.
  const left = made.reduce<readonly Left[]>(
    (all, part, index) =>
      index === 0
        ? part.left
        : all.filter((one) => part.left.some(({ label, row }) => label === one.label && row === one.row)),
    [],
  );
  return {
    number,
    file: file.name,
    form,
    version,
    parts: made.filter(({ drafts }) => drafts.length > 0),
    left,
    findings: findings.filter(
      (finding, at) => findings.findIndex(({ message }) => message === finding.message) === at,
    ),
  };
}

/** The page's working part. */
export default function ImportForms({ forms, codes, names, checks }: Props) {
  const [reads, setReads] = useState<readonly Read[]>([]);
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);
  const [ready, setReady] = useState(false);
  const [ids, setIds] = useState<Readonly<Record<string, string>>>({});
  const count = useRef(0);
  const results = useRef<HTMLElement>(null);
  useEffect(() => setReady(true), []);

  const take = async (files: readonly File[]): Promise<void> => {
    setBusy(true);
    const added: Read[] = [];
    for (const file of files) {
      count.current += 1;
      added.push(await readFile(file, count.current, forms, codes));
    }
    setReads((before) => [...before, ...added]);
    setBusy(false);
    results.current?.focus();
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void take([...event.dataTransfer.files]);
  };
  const entries = reads.reduce(
    (sum, { parts }) => sum + parts.reduce((all, { drafts }) => all + drafts.length, 0),
    0,
  );
  const faults = reads.reduce((sum, { findings }) => sum + findings.length, 0);
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
          accept="application/pdf,.pdf"
          multiple
          disabled={!ready}
          onChange={({ target }) => {
            void take([...(target.files ?? [])]);
            // The same file may be chosen again after it has been mended.
            target.value = '';
          }}
        />
        <label className="button" htmlFor="import-files">
          选择填好的PDF
        </label>
        <p className="aside">可以一次选多份，也可以把文件拖到这里。</p>
      </div>
      <p className="import-status" role="status">
        {busy && '正在读取……'}
        {!busy && reads.length > 0 && `已读取 ${reads.length} 份：${entries} 条登记，${faults} 项问题。`}
      </p>
      <section ref={results} tabIndex={-1} aria-label="读取结果">
        {reads.map((read) => (
          <Paper
            key={read.number}
            read={read}
            names={names}
            checks={checks}
            ids={ids}
            onId={(key, id) => setIds({ ...ids, [key]: id })}
            onRemove={() => setReads(reads.filter((other) => other !== read))}
          />
        ))}
        {groups(reads, ids).map((group) => (
          <Rows
            key={`${group.policy} ${group.table}`}
            group={group}
            name={names[group.policy] ?? group.policy}
          />
        ))}
      </section>
    </div>
  );
}

const entryKey = (read: Read, table: RegisterTable, { row }: Draft): string =>
  `${read.number}-${table}-${row ?? 0}`;

interface PaperProps extends Pick<Props, 'names' | 'checks'> {
  readonly read: Read;
  readonly ids: Readonly<Record<string, string>>;
  readonly onId: (key: string, id: string) => void;
  readonly onRemove: () => void;
}

function Paper({ read, names, checks, ids, onId, onRemove }: PaperProps) {
  const { file, form, version, parts, left, findings } = read;
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
      {findings.length > 0 && (
        <ul className="import-findings">
          {findings.map(({ code, severity, message, hint }) => (
            <li key={message} className={`import-${severity}`}>
              <strong>{SEVERITY[severity]}</strong> <a href={`${checks}${code}/`}>{message}</a> {hint}
            </li>
          ))}
        </ul>
      )}
      {parts.map(({ table, drafts }) =>
        drafts.map((draft) => {
          const key = entryKey(read, table, draft);
          const title = `${TABLE_NAME[table]}${draft.row === undefined ? '' : `　表中第${draft.row}行`}`;
          return (
            <section key={key} className="import-entry">
              <h3>{title}</h3>
              <p>
                <label className="import-id">
                  编号（可以以后再填）
                  <input
                    type="text"
                    value={ids[key] ?? ''}
                    autoComplete="off"
                    spellCheck={false}
                    onChange={({ target }) => onId(key, target.value)}
                  />
                </label>
              </p>
              <dl>
                {draft.cells.map(({ column, value }) => (
                  <div key={column.key}>
                    <dt>{column.head}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        }),
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

/** Rows for one register. */
interface Group {
  readonly policy: PolicyId;
  readonly table: RegisterTable;
  readonly count: number;
  readonly csv: string;
}

/** What has been read, by register, as CSV with the columns of its template. */
function groups(reads: readonly Read[], ids: Readonly<Record<string, string>>): Group[] {
  const rows = new Map<string, { policy: PolicyId; table: RegisterTable; rows: Record<string, string>[] }>();
  for (const read of reads) {
    const { form } = read;
    if (!form) continue;
    for (const { table, drafts } of read.parts) {
      const name = `${form.policy} ${table}`;
      const group = rows.get(name) ?? { policy: form.policy, table, rows: [] };
      rows.set(name, group);
      for (const draft of drafts) {
        group.rows.push({
          [ID_KEYS[table]]: (ids[entryKey(read, table, draft)] ?? '').trim(),
          ...(table === 'cases' ? { policy: form.policy } : {}),
          ...Object.fromEntries(draft.cells.map(({ column, value }) => [column.key, value])),
        });
      }
    }
  }
  return [...rows.values()].map(({ policy, table, rows: own }) => ({
    policy,
    table,
    count: own.length,
    csv: formatRegister(
      TABLES[table].filter(({ policies }) => policies.includes(policy)),
      own,
    ),
  }));
}

function Rows({ group: { policy, table, count, csv }, name }: { group: Group; name: string }) {
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
    link.download = `${table}-${policy}.csv`;
    link.click();
    // The download has its own hold on the data by then.
    setTimeout(() => URL.revokeObjectURL(address), 1000);
    setSaid('已交给浏览器下载。');
  };
  return (
    <section className="import-rows" aria-labelledby={heading}>
      <h2 id={heading}>
        {name}　{TABLE_NAME[table]}　{count} 行
      </h2>
      <p className="aside">首行是表头，列的次序与空白台账模板相同。补上编号，核对后贴进台账。</p>
      <textarea ref={area} readOnly rows={Math.min(12, count + 3)} value={text} aria-labelledby={heading} />
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
