/** Filled forms, one after another, and the entries of a register that come of them. */
import type { Finding } from '../core/finding.ts';
import type { Day } from '../core/workdays.ts';
import { type FilledForm, readFilledForm } from '../forms/filled.ts';
import type { FormKey } from '../forms/leaves.ts';
import type { RegisterTable } from '../register/columns.ts';
import { CannotAmend, type Change, nextId, type RegisterSheet } from './amend.ts';
import { type Draft, draftsOf, identifies, type Left, type LegalCodes } from './drafts.ts';

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
    /** The register holds it already: it has made no new row. */
    readonly repeated?: true;
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

/** The id that stands for a new row. */
export const NEW = 'new';

/** Which row an entry becomes: the one with an id, a new one with the next id, or a new one with an id of its own. */
export type Which = string | typeof NEW | { readonly newId: string };

/**
 * Puts the entries of all papers into a register, in their order. What the register holds already makes no new row: the
 * paper has most likely been entered before. An entry that says nothing by which its matter is known makes one all the
 * same, with a warning. Rows of one paper may well be alike, names being left out.
 * @param ids one for each entry, or `new`; or a single `new` for all
 * @param taken ids that are in use in other files of the table
 * @param year of new ids
 */
export function applyPapers(
  papers: readonly ReadPaper[],
  sheet: RegisterSheet,
  ids: readonly Which[] | typeof NEW,
  taken: ReadonlySet<string>,
  year: string,
): ReadPaper[] {
  const count = papers.reduce((sum, { entries }) => sum + entries.length, 0);
  if (ids !== NEW && ids.length !== count)
    throw new CannotAmend(`表中读到 ${count} 条登记，写了 ${ids.length} 个编号，应当一一对应。`, '--id');
  let next = 0;
  return papers.map((paper) => {
    const { form } = paper.filled;
    if (!form) return paper;
    const findings: Finding[] = [];
    const before = paper.entries.map(({ draft }) => sheet.rowsWith(draft, form.policy));
    const entries = paper.entries.map(({ draft }, at) => {
      const given = ids === NEW ? NEW : (ids[next] ?? NEW);
      next += 1;
      const isNew = given === NEW || typeof given === 'object';
      const [same, ...more] = isNew ? (before[at] ?? []) : [];
      if (same && identifies(draft)) {
        findings.push(repeatedRow(paper.file, draft, same));
        return { draft, repeated: true as const };
      }
      if (same) findings.push(alikeRow(paper.file, draft, [same, ...more]));
      if (isNew && sheet.table === 'events' && form.event === undefined) {
        throw new CannotAmend(
          `《${form.title}》没有写明是哪一类事件，不能新建；请先在事件台账登记这一行，再指明登记到这个编号。`,
          '--id',
        );
      }
      const id =
        typeof given === 'object'
          ? given.newId
          : given === NEW
            ? nextId([...taken, ...sheet.ids().keys()], sheet.table, form.policy, year)
            : given;
      const change = sheet.put(draft, id, form.policy, isNew);
      if (change.disputed.length > 0) findings.push(disputedRow(paper.file, change));
      return { draft, change };
    });
    return { ...paper, entries, findings: [...paper.findings, ...findings] };
  });
}

/** A row of the register. */
interface Row {
  readonly row: number;
  readonly id: string;
}

/** How many rows a message names. */
const MOST_NAMED = 5;

/** What is meant of a paper. */
const whichOf = ({ row }: Draft): string => (row === undefined ? '表中登记的内容' : `表中第${row}行的内容`);
const nameOf = ({ row, id }: Row): string => `第${row}行${id && `（${id}）`}`;

/** What to say of an entry that a row of the register holds already. */
function repeatedRow(file: string, draft: Draft, same: Row): Finding {
  return {
    code: 'form-row-repeated',
    severity: 'warning',
    clause: null,
    file,
    message: `${whichOf(draft)}，台账${nameOf(same)}都已经有了，没有新增。`,
    hint: '多半是同一张表登记过了，不用再登记；确是另一件事的，先在台账中加一行，写上新的编号和适用制度，再指明登记到这个编号。',
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

/** What to say of an entry that rows of the register hold already, where that does not mean much. */
function alikeRow(file: string, draft: Draft, rows: readonly Row[]): Finding {
  const named = rows.slice(0, MOST_NAMED).map(nameOf).join('、');
  return {
    code: 'form-row-alike',
    severity: 'warning',
    clause: null,
    file,
    message: `${whichOf(draft)}，与台账${named}${rows.length > MOST_NAMED ? `等 ${rows.length} 行` : ''}相同，但都是承办单位、容错方式、报送日期一类许多行都会相同的内容，认不出是不是同一件事；仍按新的一行登记，也可能是重复登记。`,
    hint: '对照原表核对；确是重复的，删去新增的这一行。',
  };
}
