/**
 * Ties the version that a form prints to what it prints: `content/forms.lock.json` holds for each form the version and a
 * digest of its content, so that no two papers with different words bear the same version.
 */
import { z } from 'zod';
import type { Finding } from '../core/finding.ts';
import { DATE_PARTS, isTicked } from './leaves.ts';
import {
  type FormSpec,
  footLine,
  idOfFile,
  type LineSpec,
  labelText,
  letterHeadings,
  type PartSpec,
  printedRows,
  REFERENCE_STYLE,
  type ReadForm,
} from './schema.ts';

/** Where the lock stands, beside the folder of the forms. */
export const FORMS_LOCK = 'content/forms.lock.json';

const lockShape = z.record(
  z.string(),
  z.strictObject({ version: z.iso.date(), digest: z.string().regex(/^[0-9a-f]{64}$/) }),
);

/** Form id → the version last accepted, and the digest of what it prints. */
type FormsLock = z.infer<typeof lockShape>;

/** Words, or a place to fill: a field, of a choice the square of one option, or a line to sign on. */
type Printed =
  | string
  | { readonly field: string; readonly option?: string; readonly row?: number }
  | { readonly signature: true };

/**
 * What a form prints and what can be filled in, as one text: its words and blanks in reading order, its fields and the
 * size of its paper.
 *
 * Taken from the description and not from the set pages. Thus neither the layout engine nor a font has a say in it: a
 * box that moves, a line that breaks elsewhere, a wider column change nothing here; it is had without setting a page;
 * and a test over all forms compares these words with those of the pages. What only the site shows (help, when, remark,
 * who fills it in), what only the register needs, and the line with the version itself are left out. Fields are sorted,
 * because the order of their declarations is not printed; that of the options is.
 */
export function printedContent(form: FormSpec): string {
  const fields = [...form.fields]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, type, options }) => [key, type, ...Object.entries(options ?? {})]);
  return JSON.stringify({ paper: form.paper, printed: printedWords(form), fields });
}

/** Words and blanks of a form in reading order, its footer last. */
export function printedWords(form: FormSpec): Printed[] {
  const headings = letterHeadings(form);
  return [
    // Only an annex is called one at the head of the page.
    ...(form.kind === 'named' ? [] : [form.place]),
    form.title,
    ...(form.reference_style ? [REFERENCE_STYLE] : []),
    ...linesOf(form, form.above),
    ...printedRows(form).flatMap(({ cells, ordinal }) =>
      cells.flatMap(({ label, text, ordinal: numbered, field, option, lines = [] }): Printed[] => {
        if (label !== undefined) return [labelText(label)];
        if (text !== undefined) return [text];
        if (numbered) return [String(ordinal)];
        const [blank, ...unit] = field === undefined ? [] : blankOf(form, { field, option }, ordinal);
        // A cell to tick is the box of its option: the words stand in a cell of their own.
        const ticked = option !== undefined;
        return [
          ...(blank === undefined ? [] : [blank, ...(ticked ? [] : unit)]),
          ...linesOf(form, lines, ordinal),
        ];
      }),
    ),
    ...form.letter.flatMap((block): Printed[] => {
      const { parts, field: key = '' } = block;
      if (parts) return lineOf(form, parts);
      const heading = headings.get(block);
      const field = form.fields.find((one) => one.key === key);
      const blanks: PartSpec[] =
        field && isTicked(field)
          ? Object.keys(field.options ?? {}).map((option) => ({ field: key, option }))
          : [{ field: key }];
      return [...(heading === undefined ? [] : [heading]), ...lineOf(form, blanks)];
    }),
    ...linesOf(form, form.below),
    ...form.notes,
    footLine(form),
  ];
}

function linesOf(form: FormSpec, lines: readonly LineSpec[], row?: number): Printed[] {
  return lines.flatMap(({ parts }) => lineOf(form, parts, row));
}

/** One line; in how many parts its words are written does not show. */
function lineOf(form: FormSpec, parts: readonly PartSpec[], row?: number): Printed[] {
  const line: Printed[] = [];
  for (const piece of parts.flatMap((part) => piecesOf(form, part, row))) {
    const last = line.at(-1);
    if (typeof last === 'string' && typeof piece === 'string') line[line.length - 1] = last + piece;
    else line.push(piece);
  }
  return line;
}

function piecesOf(form: FormSpec, part: PartSpec, row?: number): Printed[] {
  if (typeof part === 'string') return [part];
  if ('seal' in part) return [part.seal];
  if ('signature' in part) return [part.signature, { signature: true }];
  return blankOf(form, part, row);
}

/** A place to fill, and the words that come with it: those of its option, 年月日 of a date. */
function blankOf(
  form: FormSpec,
  { field: key, option }: { readonly field: string; readonly option?: string | undefined },
  row?: number,
): Printed[] {
  const field = form.fields.find((one) => one.key === key);
  const blank = {
    field: key,
    ...(option === undefined ? {} : { option }),
    ...(row === undefined ? {} : { row }),
  };
  if (option !== undefined) return [blank, field?.options?.[option] ?? ''];
  return field?.type === 'date' ? [blank, DATE_PARTS.map(({ unit }) => unit).join('')] : [blank];
}

/** A description with its file; one that could not be read has its own findings. */
export interface FormFile {
  readonly file: string;
  readonly read: ReadForm;
}

export interface HeldVersions {
  readonly findings: readonly Finding[];
  /**
   * The lock as `npm run check -- --accept-text` writes it; undefined when there is one that cannot be read. A form
   * that changed under its version, or whose version went back, keeps what is locked: its finding stays.
   */
  readonly renewed?: string;
}

/** Code of the findings that renewing the lock settles. */
export const LOCK_STALE = 'form-lock-stale';

/**
 * Compares all forms with the lock.
 * @param text of the lock; undefined when there is none
 * @param forms every description in `content/forms`
 * @param digest SHA-256 in hex
 */
export function holdVersions(
  text: string | undefined,
  forms: readonly FormFile[],
  digest: (text: string) => string,
): HeldVersions {
  const locked = text === undefined ? {} : readFormsLock(text);
  if (!locked) {
    return {
      findings: [
        {
          code: 'form-lock-syntax',
          severity: 'error',
          clause: null,
          file: FORMS_LOCK,
          line: 1,
          position: 1,
          message: '锁定表格版本的文件写法有误，无法核对表格的内容改动后版本有没有更新。',
          hint: `从版本库恢复 ${FORMS_LOCK}；合并时有冲突的，每张表格只留一行。`,
        },
      ],
    };
  }
  const findings: Finding[] = [];
  const renewed: FormsLock = {};
  for (const { file, read } of forms) {
    const id = idOfFile(file);
    const before = locked[id];
    const { form } = read;
    if (!form) {
      if (before) renewed[id] = before;
      continue;
    }
    const now = { version: form.version, digest: digest(printedContent(form)) };
    const fault = faultOf(form.title, before, now);
    renewed[id] = before && fault && fault.code !== LOCK_STALE ? before : now;
    // Without a lock one finding says so for all.
    if (fault && text !== undefined)
      findings.push({ severity: 'error', clause: null, file, ...read.placeOf(['version']), ...fault });
  }
  const present = new Set(forms.map(({ file }) => idOfFile(file)));
  const gone = Object.keys(locked).filter((id) => !present.has(id));
  for (const id of gone) {
    findings.push({
      code: LOCK_STALE,
      severity: 'error',
      clause: null,
      file: FORMS_LOCK,
      line: lineOfKey(text ?? '', id),
      position: 1,
      message: `锁定了版本的表格 ${id} 已不在 content/forms/ 中。`,
      hint: `误删的，从版本库恢复 content/forms/${id}.yaml；不再使用的，运行 ${RENEW}。`,
    });
  }
  if (text === undefined) {
    findings.push({
      code: LOCK_STALE,
      severity: 'error',
      clause: null,
      file: FORMS_LOCK,
      message: `缺少文件 ${FORMS_LOCK}，无法核对表格的内容改动后版本有没有更新。`,
      hint: `从版本库恢复这个文件；第一次锁定的，运行 ${RENEW}。`,
    });
  }
  return { findings, renewed: writeFormsLock(renewed) };
}

const RENEW = 'npm run check -- --accept-text';

type Locked = FormsLock[string];

/** What is wrong with the version of a form, by what is locked and what it prints now. */
function faultOf(
  title: string,
  before: Locked | undefined,
  now: Locked,
): Pick<Finding, 'code' | 'message' | 'hint'> | undefined {
  if (!before) {
    return {
      code: LOCK_STALE,
      message: `《${title}》的版本还没有锁定。`,
      hint: `核对后运行 ${RENEW}，把 ${FORMS_LOCK} 与表格一并提交。`,
    };
  }
  if (now.version < before.version) {
    return {
      code: 'form-version-older',
      message: `《${title}》的版本 ${now.version} 早于已锁定的 ${before.version}。`,
      hint: `把 version 写成最近一次改动印出内容的日期，不早于 ${before.version}；改回旧内容也是一次改动。`,
    };
  }
  const same = now.digest === before.digest;
  if (now.version === before.version) {
    if (same) return undefined;
    return {
      code: 'form-changed',
      message: `《${title}》印出的内容或者填写栏改了，版本仍是 ${now.version}：内容不同的表格会印着同一个版本。`,
      hint: `误改的恢复原样；确需改动的，把 version 改为改动的日期，再运行 ${RENEW}。这一版还没有发出的，可以先从 ${FORMS_LOCK} 删去它的一行，再运行这条命令。`,
    };
  }
  return {
    code: LOCK_STALE,
    message: `《${title}》${same ? '的版本' : '的内容和版本'}已改为 ${now.version}，锁定的仍是 ${before.version} 版。`,
    hint: `核对改动后运行 ${RENEW}，把 ${FORMS_LOCK} 与表格一并提交。`,
  };
}

function readFormsLock(text: string): FormsLock | undefined {
  try {
    return lockShape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** One line per form, sorted: two changes of different forms merge, two of the same form do not. */
function writeFormsLock(lock: FormsLock): string {
  const lines = Object.keys(lock)
    .sort()
    .map((id) => {
      const { version, digest } = lock[id] as Locked;
      return `  ${JSON.stringify(id)}: { "version": "${version}", "digest": "${digest}" }`;
    });
  return lines.length === 0 ? '{}\n' : `{\n${lines.join(',\n')}\n}\n`;
}

function lineOfKey(text: string, id: string): number {
  const at = text.indexOf(JSON.stringify(id));
  return text.slice(0, Math.max(at, 0)).split('\n').length;
}
