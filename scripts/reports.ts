/** Where the findings of a check go: screen or file, as text, JSON, JSON Lines, SARIF or an annotated workbook. */
import { appendFileSync, closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Finding, Severity, Summary } from '../src/core/finding.ts';
import type { Corpus } from '../src/corpus.ts';
import type { Policy } from '../src/policy/model.ts';
import { readView, type ViewRow } from '../src/register/view.ts';
import { AnnotatedReport, MOST_ROWS } from '../src/reporters/annotated.ts';
import { fingerprintOf } from '../src/reporters/fingerprint.ts';
import { SARIF_HEAD, sarifResult, sarifTail } from '../src/reporters/sarif.ts';
import { formatSummary, GroupedText, type Store } from '../src/reporters/terminal.ts';
import { SITE_CONFIG } from '../src/site.config.ts';
import { CannotRun } from './arguments.ts';
import { contentFiles, writeWhole } from './effects.ts';

export const FORMATS = ['text', 'json', 'jsonl', 'sarif', 'xlsx'] as const;
export type Format = (typeof FORMATS)[number];

/** A report under way: findings are taken as they arise, so memory does not grow with them. */
export interface Report {
  readonly add: (finding: Finding, policies: readonly Policy[]) => void;
  readonly close: (corpus: Corpus) => Promise<void>;
  /** Takes back a half-written report. */
  readonly abandon: () => Promise<void>;
}

export interface ReportOptions {
  readonly format: Format;
  /** File to write; undefined for the screen. */
  readonly output: string | undefined;
  /** Findings shown of each rule in the text form; 0 for all. */
  readonly limit: number;
  readonly asOf: string;
  /** Counts so far; read when the report closes. */
  readonly counts: Readonly<Record<Severity, number>>;
}

/** Opens the report; refuses what cannot be written. */
export function openReport(options: ReportOptions): Report {
  if (options.format === 'xlsx') return workbookReport(options);
  const sink = openSink(options.output);
  const writer = {
    text: textReport,
    json: jsonReport,
    jsonl: linesReport,
    sarif: sarifReport,
  }[options.format](sink.write, options);
  return {
    add: writer.add,
    close: async (corpus) => {
      writer.close(corpus);
      await sink.finish();
    },
    abandon: async () => {
      writer.drop?.();
      await sink.abandon();
    },
  };
}

interface Writer {
  readonly add: Report['add'];
  readonly close: (corpus: Corpus) => void;
  readonly drop?: () => void;
}

type Write = (text: string) => void;

interface Sink {
  readonly write: Write;
  readonly finish: () => Promise<void>;
  readonly abandon: () => Promise<void>;
}

/** The screen, or a file that appears whole or not at all. A file is written at once: nothing piles up in memory. */
function openSink(output: string | undefined): Sink {
  if (output === undefined) {
    return {
      write: (text) => process.stdout.write(text),
      finish: async () => {},
      abandon: async () => {},
    };
  }
  const target = resolve(process.cwd(), output);
  const beside = `${target}.${process.pid}.tmp`;
  const guard = <T>(act: () => T): T => {
    try {
      return act();
    } catch {
      throw new CannotRun(`不能写入「${output}」：请核对路径和权限。`);
    }
  };
  let file: number | undefined = guard(() => openSync(beside, 'w'));
  let pending = '';
  const flush = (): void => {
    const text = pending;
    pending = '';
    if (file !== undefined) guard(() => writeAll(file as number, Buffer.from(text, 'utf8')));
  };
  const close = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  return {
    write: (text) => {
      pending += text;
      if (pending.length > 65_536) flush();
    },
    finish: async () => {
      flush();
      close();
      await rename(beside, target).catch(() => {
        throw new CannotRun(`不能写入「${output}」：请核对路径和权限。`);
      });
    },
    abandon: async () => {
      close();
      await rm(beside, { force: true });
    },
  };
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

const summaryOf = ({ counts }: ReportOptions): Summary => ({
  errors: counts.error,
  warnings: counts.warning,
  infos: counts.info,
});

const filesOf = (corpus: Corpus): object[] =>
  corpus.registerFiles.map(({ path, encoding, rows }) => ({ path, encoding, rows }));

function textReport(write: Write, options: ReportOptions): Writer {
  const store = options.limit === 0 ? new DiskStore() : undefined;
  const text = new GroupedText(options.limit, store);
  return {
    add: (finding, policies) => text.add(finding, policies),
    close: ({ registerFiles }) => {
      for (const piece of text.pieces()) write(piece);
      const rows = registerFiles.reduce((sum, file) => sum + file.rows, 0);
      write(`${formatSummary(summaryOf(options), registerFiles.length, rows)}\n`);
      store?.remove();
    },
    drop: () => store?.remove(),
  };
}

/** Exactly one object; its fields are a contract. */
function jsonReport(write: Write, options: ReportOptions): Writer {
  let separator = `{"asOf":${JSON.stringify(options.asOf)},"findings":[`;
  return {
    add: (finding) => {
      write(`${separator}\n${JSON.stringify(finding)}`);
      separator = ',';
    },
    close: (corpus) => {
      if (separator !== ',') write(separator);
      const end = `"files":${JSON.stringify(filesOf(corpus))},"summary":${JSON.stringify(summaryOf(options))}`;
      write(`\n],${end}}\n`);
    },
  };
}

/** One finding a line; the last line is the summary. */
function linesReport(write: Write, options: ReportOptions): Writer {
  return {
    add: (finding) => {
      const line = { ...finding, fingerprint: fingerprintOf(finding, contentFiles.digest) };
      write(`${JSON.stringify(line)}\n`);
    },
    close: (corpus) => {
      const last = { asOf: options.asOf, files: filesOf(corpus), summary: summaryOf(options) };
      write(`${JSON.stringify(last)}\n`);
    },
  };
}

function sarifReport(write: Write): Writer {
  let separator = SARIF_HEAD;
  return {
    add: (finding, policies) => {
      write(`${separator}\n${JSON.stringify(sarifResult(finding, policies, contentFiles.digest))}`);
      separator = ',';
    },
    close: () => {
      if (separator !== ',') write(separator);
      write(sarifTail(SITE_CONFIG.address));
    },
  };
}

function workbookReport({ output, asOf }: ReportOptions): Report {
  if (output === undefined) {
    throw new CannotRun(
      'XLSX 不能输出到屏幕。请用 --output 写明文件，例如 --format xlsx --output 核对结果.xlsx。',
    );
  }
  if (!/\.xlsx$/i.test(output)) throw new CannotRun(`文件「${output}」应以 .xlsx 结尾。`);
  const report = new AnnotatedReport();
  return {
    add: (finding, policies) => report.add(finding, policies),
    close: async ({ registerFiles, policies }) => {
      let total = 0;
      const files: { path: string; rows: ViewRow[] }[] = [];
      for (const { path, table } of registerFiles) {
        const rows: ViewRow[] = [];
        for await (const row of readView({ path, open: () => contentFiles.chunks(path) }, table, policies)) {
          rows.push(row);
          total += 1;
          if (total > MOST_ROWS) {
            throw new CannotRun(
              `台账超过 ${MOST_ROWS} 行，一个工作簿标注不下。请用 --registers 分文件夹核对，或者改用 --format jsonl。`,
            );
          }
        }
        files.push({ path, rows });
      }
      // Only this form needs the spreadsheet library; the others start faster without it.
      const { writeWorkbook } = await import('../src/workbook.ts');
      const bytes = await writeWorkbook('台账核对结果', report.sheets({ asOf, files, policies }));
      await writeWhole(resolve(process.cwd(), output), bytes).catch((error: NodeJS.ErrnoException) => {
        if (error.code === undefined) throw error;
        throw new CannotRun(`不能写入「${output}」：请核对路径和权限，文件如已打开请先关闭。`);
      });
    },
    abandon: async () => {},
  };
}

/** Keeps the whole text of each rule on disk until the report is printed: any number of findings, constant memory. */
class DiskStore implements Store {
  readonly #folder = mkdtempSync(join(tmpdir(), 'rongjiu-'));
  readonly #groups = new Map<string, { path: string; pending: string[]; size: number }>();

  append(group: string, text: string): void {
    let entry = this.#groups.get(group);
    if (!entry) {
      entry = { path: join(this.#folder, String(this.#groups.size)), pending: [], size: 0 };
      this.#groups.set(group, entry);
    }
    entry.pending.push(text);
    entry.size += text.length;
    if (entry.size > 32_768) this.#flush(entry);
  }

  *read(group: string): Generator<string> {
    const entry = this.#groups.get(group);
    if (!entry) return;
    this.#flush(entry);
    const file = openSync(entry.path, 'r');
    const decoder = new TextDecoder();
    const bytes = new Uint8Array(65_536);
    try {
      for (let count = readSync(file, bytes); count > 0; count = readSync(file, bytes)) {
        yield decoder.decode(bytes.subarray(0, count), { stream: true });
      }
    } finally {
      closeSync(file);
    }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #flush(entry: { path: string; pending: string[]; size: number }): void {
    appendFileSync(entry.path, entry.pending.join(''));
    entry.pending = [];
    entry.size = 0;
  }
}
