/** Filled forms, one after another, and the entries of a register that come of them. */
import type { Finding } from '../core/finding.ts';
import type { Day } from '../core/workdays.ts';
import { type FilledForm, readFilledForm } from '../forms/filled.ts';
import type { FormKey } from '../forms/leaves.ts';
import type { RegisterTable } from '../register/columns.ts';
import { CannotAmend, type Change, nextId, type RegisterSheet, type RowAlike } from './amend.ts';
import { type Draft, draftsOf, identifies, type Left, type LegalCodes, namesMatter } from './drafts.ts';

/** A file that was handed in. */
export interface Paper {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** What has been read of a form for one table. */
export interface ReadPaper {
  readonly file: string;
  readonly filled: FilledForm;
  /** Each entry, and what it does to the register once it is known which row it is. */
  readonly entries: readonly {
    readonly draft: Draft;
    readonly change?: Change;
    /** It has made no new row: the register holds it already, or it cannot be told whether it does. */
    readonly skipped?: 'repeated' | 'unsure';
  }[];
  readonly left: readonly Left[];
  readonly findings: readonly Finding[];
}

/** Reads one filled form for one table of the register. */
export async function readPaper(
  { file, bytes }: Paper,
  table: RegisterTable,
  forms: readonly FormKey[],
  codes: LegalCodes,
): Promise<ReadPaper> {
  return paperOf(await readFilledForm(bytes, file, forms), file, table, codes);
}

/** What a form that has been read has for one table. */
export function paperOf(
  filled: FilledForm,
  file: string,
  table: RegisterTable,
  codes: LegalCodes,
): ReadPaper {
  const { drafts, left, findings } = draftsOf(filled, file, table, codes);
  return {
    file,
    filled,
    entries: drafts.map((draft) => ({ draft })),
    left,
    findings: [...filled.findings, ...findings],
  };
}

/**
 * Whether a form is held back from the register: something of it could not be read, and its row would not show that it
 * is missing.
 */
export function isHeld({ findings }: Pick<ReadPaper, 'findings'>): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

/** The year in which new ids of a register are: that of its name, else the present one. */
export function yearOf(name: string, asOf: Day): string {
  return /(?:19|20)\d\d/.exec(name.slice(name.lastIndexOf('/') + 1))?.[0] ?? asOf.slice(0, 4);
}

/** The id that stands for a new row, also where the register holds the like: somebody has said so. */
export const NEW = 'new';

/** A new row. */
export interface NewRow {
  /** Its id; without one it gets the next. */
  readonly id?: string;
  /** Also where the register holds the entry already. */
  readonly anyhow?: true;
}

/** A new row under the next id, unless the register holds the entry already. */
export const UNLESS_HELD: NewRow = {};

/** Which row an entry becomes: the one with an id, or a new one. */
export type Which = string | typeof NEW | NewRow;

/** What stands beside a register in other files of its table. */
export interface Beside {
  /** Ids that are in use there, also in rows that cannot be read. */
  readonly taken: ReadonlySet<string>;
  readonly sheets: readonly RegisterSheet[];
}

export const NOTHING_BESIDE: Beside = { taken: new Set(), sheets: [] };

/**
 * Puts the entries of all papers into a register, in their order. What the registers hold already makes no new row: the
 * paper has most likely been entered before. Where that cannot be told, because a part of the form could not be taken
 * over, it makes none either, and somebody has to say. An entry that says nothing by which its matter is known, or one
 * that differs from a row of the same matter, makes one all the same, with a warning. Rows of one paper may well be
 * alike, names being left out; so may two forms that name different persons.
 * @param which one for each entry; or a single kind of new row for all
 * @param year of new ids
 */
export function applyPapers(
  papers: readonly ReadPaper[],
  sheet: RegisterSheet,
  which: readonly Which[] | NewRow,
  { taken, sheets }: Beside,
  year: string,
): ReadPaper[] {
  const count = papers.reduce((sum, { entries }) => sum + entries.length, 0);
  const ids = isList(which) ? which : Array.from({ length: count }, () => which);
  if (ids.length !== count)
    throw new CannotAmend(`表中读到 ${count} 条登记，写了 ${ids.length} 个编号，应当一一对应。`, '--id');
  let next = 0;
  return papers.map((paper) => {
    const { form } = paper.filled;
    if (!form) return paper;
    const findings: Finding[] = [];
    const before = paper.entries.map(({ draft }) =>
      [sheet, ...sheets].flatMap((one) => one.rowsLike(draft, form.policy)),
    );
    const entries = paper.entries.map(({ draft }, at) => {
      const given = ids[next] ?? UNLESS_HELD;
      next += 1;
      const added = given === NEW ? ANYHOW : typeof given === 'object' ? given : undefined;
      const isNew = added !== undefined;
      const like = isNew ? (before[at] ?? []) : [];
      const same = like.filter(({ differs }) => differs.length === 0);
      const [held] = same;
      if (held && identifies(draft) && !added?.anyhow) {
        const unsure = draft.unread !== undefined;
        findings.push(
          unsure ? unsureRow(paper.file, draft, held, sheet) : repeatedRow(paper.file, draft, held, sheet),
        );
        return { draft, skipped: unsure ? ('unsure' as const) : ('repeated' as const) };
      }
      if (held) findings.push(alikeRow(paper.file, draft, same, sheet));
      else if (like.length > 0) findings.push(similarRow(paper.file, draft, like, sheet));
      if (isNew && sheet.table === 'events' && form.event === undefined) {
        throw new CannotAmend(
          `《${form.title}》没有写明是哪一类事件，不能新建；请先在事件台账登记这一行，再指明登记到这个编号。`,
          '--id',
        );
      }
      const id =
        added === undefined
          ? String(given)
          : (added.id ?? nextId([...taken, ...sheet.ids().keys()], sheet.table, form.policy, year));
      const change = sheet.put(draft, id, form.policy, isNew);
      if (change.disputed.length > 0) findings.push(disputedRow(paper.file, change));
      return { draft, change };
    });
    return { ...paper, entries, findings: [...paper.findings, ...findings] };
  });
}

const ANYHOW: NewRow = { anyhow: true };

function isList(which: readonly Which[] | NewRow): which is readonly Which[] {
  return Array.isArray(which);
}

/** How many rows a message names. */
const MOST_NAMED = 5;

/** What is meant of a paper. */
const whichOf = ({ row }: Draft): string => (row === undefined ? '表中登记的内容' : `表中第${row}行的内容`);
const nameOf = ({ row, id }: Pick<RowAlike, 'row' | 'id'>): string => `第${row}行${id && `（${id}）`}`;
/** A row, with its file where that is another. */
const placeOf = (one: RowAlike, sheet: RegisterSheet): string =>
  one.path === sheet.path ? `台账${nameOf(one)}` : `台账 ${one.path} ${nameOf(one)}`;

/** The first of some rows. */
function placesOf(rows: readonly RowAlike[], sheet: RegisterSheet): string {
  const named = rows.slice(0, MOST_NAMED).map((one) => placeOf(one, sheet));
  return `${named.join('、')}${rows.length > MOST_NAMED ? `等 ${rows.length} 行` : ''}`;
}

const ANOTHER = '确是另一件事的，把这一条的编号写作 new（命令行用 --id new，几条的按次序写），就另登记一行。';

/** What to say of an entry that a row of the register holds already. */
function repeatedRow(file: string, draft: Draft, same: RowAlike, sheet: RegisterSheet): Finding {
  return {
    code: 'form-row-repeated',
    severity: 'warning',
    clause: null,
    file,
    message: `${whichOf(draft)}，${placeOf(same, sheet)}都已经有了，没有新增。`,
    hint: `多半是同一张表登记过了，不用再登记；${ANOTHER}`,
  };
}

/** What to say of an entry that a row may or may not hold: a part of the form is in neither. */
function unsureRow(file: string, draft: Draft, same: RowAlike, sheet: RegisterSheet): Finding {
  return {
    code: 'form-row-alike',
    severity: 'warning',
    clause: null,
    file,
    message: `${whichOf(draft)}，与${placeOf(same, sheet)}相同，但表上的${(draft.unread ?? []).join('')}没有读成登记，认不出是不是同一件事，没有新增。`,
    hint: `对照原表核对：是同一件事的，不用再登记；${ANOTHER}`,
  };
}

/** What to say where another form, read before this one, says something else of the same row. */
function disputedRow(file: string, { id, row, disputed }: Change): Finding {
  return {
    code: 'form-value-disputed',
    severity: 'warning',
    clause: null,
    file,
    message: `台账${nameOf({ row, id })}的「${disputed.join('、')}」，一起导入的前一张表填得不一样，登记的是这一张的。`,
    hint: '对照两张原表核对，以正确的一张为准改正台账。',
  };
}

/** What to say of an entry that rows of the register hold already, where it is entered all the same. */
function alikeRow(file: string, draft: Draft, rows: readonly RowAlike[], sheet: RegisterSheet): Finding {
  const why = identifies(draft)
    ? '，照所写的 new，'
    : '，但都是单位、日期、容错方式一类许多行都会相同的内容，认不出是不是同一件事；';
  return {
    code: 'form-row-alike',
    severity: 'warning',
    clause: null,
    file,
    message: `${whichOf(draft)}，与${placesOf(rows, sheet)}相同${why}仍按新的一行登记，也可能是重复登记。`,
    hint: '对照原表核对；确是重复的，删去新增的这一行。',
  };
}

/** What to say of a new row beside rows of what seems to be the same matter. */
function similarRow(file: string, draft: Draft, rows: readonly RowAlike[], sheet: RegisterSheet): Finding {
  const differs = [...new Set(rows.flatMap((one) => one.differs))];
  const same = draft.cells
    .filter(({ column }) => namesMatter(column) && !differs.includes(column.head))
    .map(({ column }) => column.head);
  return {
    code: 'form-row-alike',
    severity: 'warning',
    clause: null,
    file,
    message: `${whichOf(draft)}，与${placesOf(rows, sheet)}的「${same.join('、')}」相同，「${differs.join('、')}」不同；仍按新的一行登记，也可能是重复登记。`,
    hint: '对照原表核对；是同一件事的，不要新增，用原来的编号更新那一行。',
  };
}
