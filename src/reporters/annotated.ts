/** The annotated workbook: each register file as a sheet, offending cells coloured and commented, and a summary. */
import { type Finding, GRAVITY } from '../core/finding.ts';
import { citation } from '../policy/cite.ts';
import type { Policy } from '../policy/model.ts';
import type { ViewRow } from '../register/view.ts';
import {
  addressOf,
  type CellKey,
  type Fill,
  type SheetDraft,
  type Span,
  sheetName,
  textWidth,
} from '../sheets.ts';
import { FindingGroups, otherCitations, SEVERITY_WORD } from './groups.ts';

/** More findings than this are counted, not marked: nobody works through them by hand, and Excel slows down. */
const MOST_MARKED = 5000;
/** More register rows than this do not go into one workbook. */
export const MOST_ROWS = 100_000;

const SUMMARY_SHEET = '汇总';
const LIST_SHEET = '逐项';
/** Excel cuts longer cells off. */
const LONGEST_CELL = 32_767;

/** A register file to be annotated. */
export interface AnnotatedFile {
  readonly path: string;
  readonly rows: readonly ViewRow[];
}

export interface AnnotatedRun {
  readonly asOf: string;
  readonly files: readonly AnnotatedFile[];
  readonly policies: readonly Policy[];
}

/** Collects the findings of a run: all are counted, the first of them marked. */
export class AnnotatedReport {
  readonly #groups = new FindingGroups<Finding>(10, (finding) => finding);
  readonly #marked: Finding[] = [];
  #total = 0;

  add(finding: Finding, policies: readonly Policy[]): void {
    this.#groups.add(finding, policies);
    this.#total += 1;
    if (this.#marked.length < MOST_MARKED) this.#marked.push(finding);
  }

  /** The sheets, the summary first. */
  sheets(run: AnnotatedRun): SheetDraft[] {
    const taken = new Set([SUMMARY_SHEET, LIST_SHEET]);
    const names = new Map<string, string>();
    for (const { path } of run.files) {
      const name = sheetName(
        path
          .split('/')
          .slice(-2)
          .join(' ')
          .replace(/\.csv$/i, ''),
        taken,
      );
      taken.add(name.toLowerCase());
      names.set(path, name);
    }
    const byFile = new Map<string, Finding[]>();
    for (const finding of this.#marked) {
      const list = byFile.get(finding.file);
      if (list) list.push(finding);
      else byFile.set(finding.file, [finding]);
    }
    const linkTo = (finding: Finding): string | undefined => {
      const sheet = names.get(finding.file);
      return sheet && addressOf(sheet, placeOf(finding));
    };
    return [
      this.#summary(run, linkTo),
      this.#list(run, linkTo),
      ...run.files.map(({ path, rows }) =>
        annotate(names.get(path) ?? path, rows, byFile.get(path) ?? [], run.policies),
      ),
    ];
  }

  #summary({ asOf, files }: AnnotatedRun, linkTo: (finding: Finding) => string | undefined): SheetDraft {
    const groups = this.#groups.list();
    const rows: (string | number)[][] = [
      ['核对日期', asOf],
      ['台账文件', files.length],
      ['检出问题', this.#total],
      [
        '说明',
        `底色：红为错误，黄为警告，蓝为提示；批注写明问题、依据和处理。涉及个人的内容一律显示为＊＊。本表只供核对，改动请在原台账中进行。${
          this.#total > MOST_MARKED ? `问题过多，只标出前 ${MOST_MARKED} 项，合计数是全部的。` : ''
        }`,
      ],
      [],
      ['依据', '名称', '错误', '警告', '提示', '合计', '所在单元格（前10处）'],
    ];
    const headRow = rows.length - 1;
    const places = Math.max(1, ...groups.map(({ kept }) => kept.length));
    const links = new Map<CellKey, string>();
    for (const { key, title, counts, total, kept } of groups) {
      const row: (string | number)[] = [key, title, counts.errors, counts.warnings, counts.infos, total];
      for (const finding of kept) {
        const link = linkTo(finding);
        if (link) links.set(`${rows.length},${row.length}`, link);
        row.push(placeWords(finding));
      }
      rows.push(row);
    }
    if (groups.length === 0) rows.push(['没有检出问题。']);
    const fills = new Map<CellKey, Fill>();
    for (const column of (rows[headRow] ?? []).keys()) fills.set(`${headRow},${column}`, 'head');
    for (let row = 0; row < 4; row += 1) fills.set(`${row},0`, 'head');
    return {
      name: SUMMARY_SHEET,
      rows,
      widths: [18, 44, 8, 8, 8, 8, ...Array<number>(places).fill(30)],
      frozen: headRow + 1,
      frozenColumns: 1,
      fills,
      links,
      spans: new Map<CellKey, Span>([['3,1', { columns: 6 }]]),
    };
  }

  #list({ policies }: AnnotatedRun, linkTo: (finding: Finding) => string | undefined): SheetDraft {
    const rows = [['所在单元格', '编号', '程度', '问题', '依据', '处理', '代码']];
    const links = new Map<CellKey, string>();
    const fills = new Map<CellKey, Fill>();
    for (const column of (rows[0] ?? []).keys()) fills.set(`0,${column}`, 'head');
    for (const finding of this.#marked) {
      const link = linkTo(finding);
      if (link) links.set(`${rows.length},0`, link);
      fills.set(`${rows.length},2`, finding.severity);
      rows.push([
        placeWords(finding),
        finding.caseId ?? '',
        SEVERITY_WORD[finding.severity],
        clip(finding.message),
        clip(basisWords(finding, policies)),
        clip(finding.hint ?? ''),
        finding.code,
      ]);
    }
    return {
      name: LIST_SHEET,
      rows,
      widths: [28, 16, 8, 60, 50, 40, 18],
      frozen: 1,
      fills,
      links,
      wrap: true,
    };
  }
}

/** A register file as a sheet; rows keep their spreadsheet numbers. */
function annotate(
  name: string,
  view: readonly ViewRow[],
  findings: readonly Finding[],
  policies: readonly Policy[],
): SheetDraft {
  const rows: string[][] = [];
  for (const { row, cells } of view) {
    while (rows.length < row - 1) rows.push([]);
    rows[row - 1] = cells.map(clip);
  }
  const headRow = (view[0]?.row ?? 1) - 1;
  const columns = rows.reduce((most, cells) => Math.max(most, cells.length), 1);
  const widths = Array.from({ length: columns }, (_, column) => {
    let widest = 6;
    for (const cells of rows.slice(0, 200))
      widest = Math.max(widest, textWidth((cells[column] ?? '').slice(0, 40)));
    return Math.min(widest, 28) + 2;
  });
  const fills = new Map<CellKey, Fill>();
  for (const column of (rows[headRow] ?? []).keys()) fills.set(`${headRow},${column}`, 'head');
  const byCell = new Map<CellKey, Finding[]>();
  for (const finding of findings) {
    const [row, column] = cellIndex(placeOf(finding));
    while (rows.length <= row) rows.push([]);
    const key: CellKey = `${row},${column}`;
    const list = byCell.get(key);
    if (list) list.push(finding);
    else byCell.set(key, [finding]);
  }
  const comments = new Map<CellKey, string>();
  for (const [key, list] of byCell) {
    list.sort((a, b) => GRAVITY[a.severity] - GRAVITY[b.severity]);
    fills.set(key, list[0]?.severity ?? 'info');
    comments.set(key, clip(list.map((finding) => commentWords(finding, policies)).join('\n\n')));
  }
  return { name, rows, widths, frozen: headRow + 1, frozenColumns: 1, fills, comments };
}

function commentWords(finding: Finding, policies: readonly Policy[]): string {
  const basis = basisWords(finding, policies);
  return [
    `${SEVERITY_WORD[finding.severity]}：${finding.message}`,
    ...(basis ? [`依据：${basis}`] : []),
    ...(finding.hint ? [`处理：${finding.hint}`] : []),
  ].join('\n');
}

function basisWords(finding: Finding, policies: readonly Policy[]): string {
  const { clause, quote } = finding;
  if (!clause) return '';
  const own = `${clause} ${citation(clause, policies)}${quote ? `「${quote}」` : ''}`;
  return [own, ...otherCitations(finding, policies).map((other) => `并见 ${other}`)].join('；');
}

/** The cell a finding is marked at: its own, else the first of its row, else the first of the file. */
function placeOf({ cell, row }: Finding): string {
  return cell ?? `A${row ?? 1}`;
}

function placeWords(finding: Finding): string {
  const file = finding.file.split('/').slice(-2).join('/');
  if (finding.row === undefined && finding.line !== undefined) return `${file} 第${finding.line}行`;
  return `${file} ${finding.cell ?? (finding.row === undefined ? '' : `第${finding.row}行`)}`.trim();
}

/** `Q17` → 0-based row and column. */
function cellIndex(cell: string): readonly [number, number] {
  const [, letters = 'A', digits = '1'] = /^([A-Z]+)(\d+)$/.exec(cell) ?? [];
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return [Number(digits) - 1, column - 1];
}

function clip(text: string): string {
  // XML has no place for control characters; a stray one must not make the workbook unreadable.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out.
  const clean = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
  return clean.length > LONGEST_CELL ? `${clean.slice(0, LONGEST_CELL - 2)}……` : clean;
}
