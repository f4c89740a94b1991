/**
 * What a form asks: `content/forms/<id>.yaml`, checked and read into a FormSpec.
 * The layout engine, the PDF and the page all derive from this one description; nothing here draws.
 */
import { isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Finding } from '../core/finding.ts';
import { writeNumeral } from '../core/numerals.ts';
import { POLICY_IDS, type PolicyId } from '../core/policy-id.ts';
import { slipOffset } from '../core/yaml-fault.ts';
import { explainIssue } from '../frontmatter.ts';
import { ROLES, STEPS } from './gallery.ts';
import { isTicked } from './leaves.ts';

const text = z.string().trim().min(1);
/** One name for a field everywhere: PDF field, register column (where one exists), read-back. */
const key = z.string().regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, '应为小写英文、数字和下划线');
/** A label may be given as the lines in which the source breaks it; the words are the lines joined. */
const words = z.union([text, z.array(text).min(1)]);
const clause = z.string().regex(/^[A-Z]{2}-[A-Z0-9][A-Za-z0-9().]*$/, '应为条款编号，例如 JN-12.3c');

const part = z.union([
  text,
  /** A blank, or with the field of a choice the square to tick for one of its options, with the words of it. */
  z.strictObject({ field: key, option: key.optional(), width: z.number().positive().optional() }),
  z.strictObject({ seal: text }),
  z.strictObject({ signature: text, width: z.number().positive().default(84) }),
]);

const line = z.strictObject({
  align: z.enum(['left', 'center', 'right']).default('left'),
  parts: z.array(part).min(1),
});

const cell = z.strictObject({
  label: words.optional(),
  text: text.optional(),
  field: key.optional(),
  /** With the field of a choice: which of its options this cell ticks. */
  option: key.optional(),
  ordinal: z.literal(true).optional(),
  lines: z.array(line).min(1).optional(),
  colspan: z.int().min(1).default(1),
  rowspan: z.int().min(1).default(1),
});

const row = z.strictObject({
  /** Least height in points. */
  height: z.number().positive().default(30),
  /** Share of the page height that is left over; 0 keeps the least height. */
  grow: z.number().min(0).default(0),
  /** The labels of this row head the columns below them. */
  header: z.boolean().default(false),
  /** Prints the row so many times; its fields are then called `key.1`, `key.2` … */
  repeat: z.int().min(2).optional(),
  /** Begins a page. */
  new_page: z.boolean().default(false),
  cells: z.array(cell).min(1),
});

/** A part of a letter: running text, one line, or a place to write at length under its heading. */
const block = z.strictObject({
  /** Words with blanks in them; `running` breaks into lines, its first set in. */
  align: z.enum(['running', 'left', 'center', 'right']).default('running'),
  parts: z.array(part).min(1).optional(),
  /** Numbered 一、二、三、 when a letter has several. */
  heading: text.optional(),
  field: key.optional(),
  /** Least height of the place to write. */
  height: z.number().positive().default(60),
  /** Share of the page height that is left over. */
  grow: z.number().min(0).default(1),
  /** Begins a page. */
  new_page: z.boolean().default(false),
});

const field = z.strictObject({
  key,
  /** Becomes the tooltip of the PDF field and the heading of its explanation. */
  label: text,
  type: z.enum(['text', 'multiline', 'date', 'one-of', 'any-of']),
  /** What a `one-of` or `any-of` offers, each ticked in a cell of its own: ASCII name → words. */
  options: z.record(key, text).optional(),
  /** One Chinese sentence: how to fill. */
  help: z.string().regex(/^[^\n。]+。$/, '应为一句话，以句号结尾'),
  /** Register columns the value goes to; none when the register does not hold it. */
  register: z.array(key).default([]),
  /**
   * What the register column holds once the field is filled in (of repeated rows: in every row that is used), where it
   * records that the paper says something and not what it says.
   */
  register_as: text.optional(),
  /** Asked on paper only (出生年月, 政治面貌, 级别): must have no register column. */
  personal: z.boolean().default(false),
  align: z.enum(['left', 'center']).default('left'),
});

const cited = z.strictObject({ text, clause: clause.optional() });

const formShape = z.strictObject({
  id: z.string().regex(/^[a-z]+-[a-z0-9-]+$/, '应为小写英文和数字，例如 jn-a1'),
  policy: z.enum(POLICY_IDS),
  clause,
  /**
   * `printed`: the source prints the layout. `rebuilt`: it prints one that has been garbled. `standard`: it prints what
   * to weigh, the boxes to tick are ours. `named`: it only names the paper, or asks for something in writing; the layout
   * is ours.
   */
  kind: z.enum(['printed', 'rebuilt', 'standard', 'named']),
  /** Title of the measure, with its document number. */
  source: text,
  /** Place in the measure: 附件 1, or for a named form 第十二条第四款. */
  place: text,
  title: text,
  reference_style: z.boolean().default(false),
  /** Day of the last change to what the form prints. */
  version: z.iso.date('应为日期，例如 2026-11-21'),
  /** At which step of the procedure it is needed. */
  step: z.enum(STEPS),
  /** Who fills it, in the words of the policy: what the gallery finds it by. */
  role: z.array(z.enum(ROLES)).min(1),
  filled_by: text,
  received_by: text,
  when: cited,
  /** What is due after that, by a clause of its own. */
  later: cited.optional(),
  with: cited.optional(),
  /** What its page says about the layout. */
  remark: text.optional(),
  /** Fields of a `named` form that its clause does not ask for: the footer says so. */
  added: z.array(key).max(2).default([]),
  /** Slips of the source that the form repeats: the footer says so, lest they be taken for ours. */
  slips: text.optional(),
  /** Each repeated row is an entry of the register; without it the form is one entry. */
  entry: z.literal('row').optional(),
  /** Type of the event that its filing is, as the event log calls it. */
  event: text.optional(),
  /** What has been decided of every case in it that has a mode, where its clause asks for such cases alone. */
  decision: z.literal('予以容错').optional(),
  /** What the register calls this paper among those of a case or of an event: reading it in records that it is there. */
  document: text.optional(),
  /** The field with the day that the paper bears. */
  document_date: key.optional(),
  paper: z.enum(['A4', 'A4-landscape']).default('A4'),
  /** Size of the type: `dense` for wide tables. */
  type: z.enum(['regular', 'dense']).default('regular'),
  above: z.array(line).default([]),
  /** Relative widths of the columns of a form that is a table. */
  columns: z.array(z.number().positive()).default([]),
  rows: z.array(row).default([]),
  /** Instead of a table: a form that is a letter, from the person addressed to the date. */
  letter: z.array(block).default([]),
  below: z.array(line).default([]),
  /** Notes as printed under the table, one paragraph each. */
  notes: z.array(text).default([]),
  fields: z.array(field).min(1),
});

/** A form as written in YAML, defaults filled in. */
export type FormSpec = z.infer<typeof formShape>;
export type FieldSpec = FormSpec['fields'][number];
export type CellSpec = FormSpec['rows'][number]['cells'][number];
export type LineSpec = FormSpec['above'][number];
export type PartSpec = LineSpec['parts'][number];
export type BlockSpec = FormSpec['letter'][number];

/** A row as it is printed: repeated rows written out, each with its number. */
export interface PrintedRow {
  /** Its place among the rows of the description. */
  readonly source: number;
  readonly height: number;
  readonly grow: number;
  readonly header: boolean;
  readonly new_page: boolean;
  readonly ordinal?: number;
  readonly cells: readonly CellSpec[];
}

/** The rows in printing order, `repeat` written out. */
export function printedRows(form: FormSpec): PrintedRow[] {
  return form.rows.flatMap(({ repeat, ...rest }, source) =>
    repeat === undefined
      ? [{ ...rest, source }]
      : Array.from({ length: repeat }, (_, i) => ({
          ...rest,
          source,
          new_page: rest.new_page && i === 0,
          ordinal: i + 1,
        })),
  );
}

/** The labels over each column of the grid, from the top down: what its header rows call it. */
export function columnHeads(form: FormSpec): string[][] {
  const heads = form.columns.map((): string[] => []);
  /** How many rows each column is still taken by a cell that began above. */
  const taken = form.columns.map(() => 0);
  for (const { header, cells } of form.rows) {
    if (!header) break;
    const free = [...taken.keys()].filter((column) => taken[column] === 0);
    for (const { label, colspan, rowspan } of cells) {
      for (const column of free.splice(0, colspan)) {
        heads[column]?.push(labelText(label ?? ''));
        taken[column] = rowspan;
      }
    }
    for (const column of taken.keys()) taken[column] = Math.max(0, (taken[column] ?? 0) - 1);
  }
  return heads;
}

/** The words of a label without the line breaks of its setting. */
export function labelText(label: string | readonly string[]): string {
  return typeof label === 'string' ? label : label.join('');
}

/** The headings of a letter as printed: numbered when there are several, with a colon before a short answer. */
export function letterHeadings(form: FormSpec): ReadonlyMap<BlockSpec, string> {
  const isOpen = ({ field: name }: BlockSpec) =>
    form.fields.some(({ key: own, type }) => own === name && type === 'multiline');
  const headed = form.letter.filter(({ heading }) => heading !== undefined);
  return new Map(
    headed.map((block, i) => [
      block,
      `${headed.length > 1 ? `${writeNumeral(i + 1)}、` : ''}${block.heading}${isOpen(block) ? '' : '：'}`,
    ]),
  );
}

/** Sentence that keeps a made layout from being taken for an annex; null for forms the source prints. */
export function provenanceNote(form: FormSpec): string | null {
  switch (form.kind) {
    case 'printed':
      return null;
    case 'rebuilt':
      return `版式由本站依原件文字重建，原件表头错乱${form.slips ? `；${form.slips}` : ''}`;
    case 'standard':
      return '条目照录原件；选项格、填写栏和表末两行由本站添加';
    case 'named':
      return `本站依据${form.source}${form.place}所列内容编制，非原文附件${addedNote(form)}`;
  }
}

/** What the columns of the register need beyond the clause. */
function addedNote({ added, fields }: FormSpec): string {
  if (added.length === 0) return '';
  const names = added.map((one) => fields.find(({ key }) => key === one)?.label.replace('（供登记用）', ''));
  return `；${names.map((name) => `“${name}”`).join('')}${added.length === 1 ? '一' : '两'}栏由本站添加`;
}

/** Label of the forms that the source gives as a pattern, not as a prescribed form. */
export const REFERENCE_STYLE = '（参考样式）';

/** Where the form stands and who made its layout, as printed in its footer. */
export function footLine(form: FormSpec): string {
  const note = provenanceNote(form);
  if (form.kind === 'named' && note) return note;
  const source = `${form.source}${form.place}${form.reference_style ? REFERENCE_STYLE : ''}`;
  return note ? `${source}　${note}` : source;
}

/** Steps to a part of a description: rows, 2, cells, 0. */
export type Trail = readonly PropertyKey[];

export interface ReadForm {
  /** Absent when a finding of severity error was made. */
  readonly form?: FormSpec;
  readonly findings: readonly Finding[];
  /** Where a part stands in the file, or its nearest parent that does. */
  readonly placeOf: (trail: Trail) => { readonly line: number; readonly position: number };
}

export interface ReadOptions {
  /** Keys of the register; given, every `register:` entry must be one of them. */
  readonly registerKeys?: ReadonlySet<string>;
  /** What a register may call papers of a case or an event under a policy; given, `document:` must be one of them. */
  readonly documents?: (policy: PolicyId) => readonly string[];
}

/**
 * Reads one form description.
 * @param source the YAML text
 * @param file path shown in findings; its base name must be the form's id
 */
export function readForm(
  source: string,
  file: string,
  { registerKeys, documents }: ReadOptions = {},
): ReadForm {
  const counter = new LineCounter();
  const document = parseDocument(source, { lineCounter: counter, prettyErrors: false });
  const findings: Finding[] = [];

  const placeAt = (offset: number) => {
    const { line: row, col } = counter.linePos(offset);
    return { line: row, position: col };
  };
  const add = (code: string, offset: number, message: string, hint: string) => {
    findings.push({ code, severity: 'error', clause: null, file, ...placeAt(offset), message, hint });
  };
  /** Offset of the node at `path`, or of its nearest parent that is in the file. */
  const at = (path: Trail): number => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = (
        length > 0 ? document.getIn(path.slice(0, length), true) : document.contents
      ) as Node | null;
      if (node?.range) return node.range[0];
    }
    return 0;
  };
  const placeOf = (path: Trail) => placeAt(at(path));
  /** Offset of a key that should not be there. */
  const atKey = (path: Trail, unknown: string): number => {
    const map = path.length > 0 ? document.getIn(path, true) : document.contents;
    const pair = isMap(map)
      ? map.items.find(({ key: name }) => isScalar(name) && name.value === unknown)
      : undefined;
    return (pair?.key as Node | undefined)?.range?.[0] ?? at(path);
  };

  // What follows the first slip is mostly its consequence.
  for (const error of document.errors.slice(0, 1)) {
    add(
      'form-syntax',
      slipOffset(source, error.pos[0]),
      '不是合法的 YAML。',
      '检查这一行的缩进、引号和冒号；含冒号或方括号的文字要加引号。',
    );
  }
  if (findings.length > 0) return { findings, placeOf };

  const parsed = formShape.safeParse(document.toJS());
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const name = issue.path.map(String).join('.') || '整体';
      const offset =
        issue.code === 'unrecognized_keys' ? atKey(issue.path, issue.keys[0] ?? '') : at(issue.path);
      add(
        'form-shape',
        offset,
        `「${name}」${explainIssue(issue)}。`,
        '照 content/forms/ 中的其他表格改正这一项。',
      );
    }
    return { findings, placeOf };
  }

  const form = parsed.data;
  if (idOfFile(file) !== form.id) {
    add(
      'form-shape',
      at(['id']),
      `编号「${form.id}」与文件名「${idOfFile(file)}」不一致。`,
      '二者应当相同。',
    );
  }
  if (!form.clause.startsWith(`${form.policy}-`)) {
    add(
      'form-shape',
      at(['clause']),
      `条款「${form.clause}」不属于「${form.policy}」。`,
      '填写本制度的条款编号。',
    );
  }

  if (form.letter.length > 0 === form.rows.length > 0) {
    add('form-shape', at(['rows']), '表格和信函只能写其中一种。', '表格写 columns 和 rows，信函写 letter。');
  } else if (form.rows.length > 0 && form.columns.length === 0) {
    add('form-shape', at(['rows']), '没有写明各栏的宽度。', '补上 columns。');
  }
  form.letter.forEach(({ parts, heading, field: open }, index) => {
    const short = form.fields.some(({ key: name, type }) => name === open && type !== 'multiline');
    if (
      (parts === undefined) === (open === undefined) ||
      (heading === undefined ? short : open === undefined)
    ) {
      add(
        'form-shape',
        at(['letter', index]),
        '信函的一段只能是 parts，或者 field；field 不是多行的，要加 heading。',
        '改为其中一种。',
      );
    }
  });

  const declared = new Map<string, number>();
  form.fields.forEach((item, index) => {
    const here = at(['fields', index, 'key']);
    if (declared.has(item.key)) add('form-field', here, `栏目「${item.key}」定义了两次。`, '删去其中一处。');
    declared.set(item.key, index);
    if (item.personal && item.register.length > 0) {
      add(
        'form-field',
        at(['fields', index, 'register']),
        `「${item.label}」只填在表上，不得对应台账列「${item.register.join('、')}」。`,
        '删去 register，或删去 personal。',
      );
    }
    if (item.register_as !== undefined && item.register.length !== 1) {
      add(
        'form-field',
        at(['fields', index, 'register_as']),
        `「${item.label}」写明了登记为什么，应当只对应一个台账列。`,
        'register 只留一列，或者删去 register_as。',
      );
    }
    if (isTicked(item) !== (item.options !== undefined)) {
      add(
        'form-field',
        here,
        `「${item.label}」的类型是 ${item.type}，${isTicked(item) ? '应当' : '不应'}列出 options。`,
        'one-of 和 any-of 要列出 options，其他类型不列。',
      );
    }
    item.register.forEach((column, n) => {
      if (registerKeys !== undefined && !registerKeys.has(column)) {
        add(
          'form-field',
          at(['fields', index, 'register', n]),
          `台账没有「${column}」这一列。`,
          '改为台账已有的列名。',
        );
      }
    });
  });

  if (form.document !== undefined && documents && !documents(form.policy).includes(form.document)) {
    add(
      'form-field',
      at(['document']),
      `台账的文书中没有「${form.document}」。`,
      '改为「文书材料」或者事件的「文书」可填的值，或者删去 document。',
    );
  }
  const dated = form.fields.find(({ key: name }) => name === form.document_date);
  if (form.document_date !== undefined && (form.document === undefined || dated?.type !== 'date')) {
    add(
      'form-field',
      at(['document_date']),
      `「${form.document_date}」不是文书的日期栏。`,
      '写 fields 中一个日期栏的 key，同时写明 document；没有的，删去这一行。',
    );
  }
  for (const [i, key] of form.added.entries()) {
    if (form.kind === 'named' && declared.has(key)) continue;
    add(
      'form-field',
      at(['added', i]),
      form.kind === 'named' ? `「${key}」不是这张表的栏目。` : '原件印有格式的表，页脚不写所添加的栏目。',
      'added 只用于 kind 为 named 的表，写 fields 中的 key；没有添加的，删去这一行。',
    );
  }
  if (form.slips !== undefined && form.kind !== 'rebuilt')
    add(
      'form-field',
      at(['slips']),
      '只有重建的表在页脚说明照录的讹误。',
      '删去这一行，或者写在 remark 中。',
    );

  const placed = new Set<string>();
  for (const use of fieldUses(form)) {
    const field = form.fields[declared.get(use.key) ?? -1];
    const place = [use.key, ...(use.option === undefined ? [] : [use.option])].join(' ');
    if (!field) {
      add(
        'form-field',
        at(use.path),
        `栏目「${use.key}」没有在 fields 中定义。`,
        '在 fields 中补上，或改正名称。',
      );
    } else if (placed.has(place)) {
      add('form-field', at(use.path), `栏目「${place}」在表中出现了两次。`, '同一栏目只能出现一处。');
    } else if (isTicked(field) ? !Object.hasOwn(field.options ?? {}, use.option ?? '') : use.option) {
      add(
        'form-field',
        at(use.path),
        isTicked(field)
          ? `这一格没有写明「${field.label}」的哪一项。`
          : `「${field.label}」不是划“√”的栏目，不能有 option。`,
        '划“√”的格子写作 { field: 栏目, option: 选项 }。',
      );
    }
    placed.add(place);
  }
  if (form.entry === 'row' && form.rows.every(({ repeat }) => repeat === undefined)) {
    add('form-shape', at(['entry']), '没有重复的行，不能一行登记一件。', '删去 entry，或者给行加 repeat。');
  }
  for (const [name, index] of declared) {
    const options = Object.keys(form.fields[index]?.options ?? {});
    const wanted = options.length > 0 ? options.map((option) => `${name} ${option}`) : [name];
    for (const place of wanted.filter((one) => !placed.has(one))) {
      add(
        'form-field',
        at(['fields', index, 'key']),
        `栏目「${place}」没有放进表中。`,
        '放进某一格，或删去这一项。',
      );
    }
  }

  form.rows.forEach((item, r) => {
    item.cells.forEach((one, c) => {
      const kinds = [one.label, one.text, one.ordinal, one.field ?? one.lines].filter(
        (value) => value !== undefined,
      );
      if (kinds.length !== 1) {
        add(
          'form-shape',
          at(['rows', r, 'cells', c]),
          '一格只能是 label、text、ordinal 或填写栏之一。',
          '改为一种。',
        );
      }
      if (one.ordinal && item.repeat === undefined) {
        add(
          'form-shape',
          at(['rows', r, 'cells', c, 'ordinal']),
          '序号只能用在 repeat 的行里。',
          '给这一行加 repeat。',
        );
      }
    });
  });

  return findings.length > 0 ? { findings, placeOf } : { form, findings, placeOf };
}

/** Every place where a field stands in the form, in reading order. */
function* fieldUses(form: FormSpec): Generator<{ key: string; option?: string; path: PropertyKey[] }> {
  yield* fieldsInLines(form.above, ['above']);
  for (const [r, item] of form.rows.entries()) {
    for (const [c, one] of item.cells.entries()) {
      const path = ['rows', r, 'cells', c];
      if (one.field !== undefined) {
        const option = one.option === undefined ? {} : { option: one.option };
        yield { key: one.field, ...option, path: [...path, 'field'] };
      }
      yield* fieldsInLines(one.lines ?? [], [...path, 'lines']);
    }
  }
  for (const [b, { parts = [], field: open }] of form.letter.entries()) {
    const options = form.fields.find(({ key: name }) => name === open)?.options ?? {};
    const path = ['letter', b, 'field'];
    if (open !== undefined && Object.keys(options).length === 0) yield { key: open, path };
    // Beside a heading stand all options of a choice.
    if (open !== undefined) for (const option of Object.keys(options)) yield { key: open, option, path };
    yield* fieldsInParts(parts, ['letter', b]);
  }
  yield* fieldsInLines(form.below, ['below']);
}

function* fieldsInLines(lines: readonly LineSpec[], path: PropertyKey[]) {
  for (const [l, one] of lines.entries()) yield* fieldsInParts(one.parts, [...path, l]);
}

function* fieldsInParts(parts: readonly PartSpec[], path: PropertyKey[]) {
  for (const [p, piece] of parts.entries()) {
    if (typeof piece !== 'string' && 'field' in piece) {
      const option = piece.option === undefined ? {} : { option: piece.option };
      yield { key: piece.field, ...option, path: [...path, 'parts', p, 'field'] };
    }
  }
}

/** The id of the form that a file describes: its base name. */
export function idOfFile(file: string): string {
  return file.replace(/^.*[\\/]/, '').replace(/\.ya?ml$/, '');
}
