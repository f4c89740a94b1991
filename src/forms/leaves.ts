/**
 * From a field of a form to the fields of its PDF and back: names, and the line that tells which form it is. What draws
 * a form and what reads a filled one agree here.
 */
import type { FieldSpec, FormSpec, LineSpec, PartSpec } from './schema.ts';

/** The three sub-fields of a date, in reading order, with the character printed after each. */
export const DATE_PARTS = [
  { suffix: 'y', unit: '年' },
  { suffix: 'm', unit: '月' },
  { suffix: 'd', unit: '日' },
] as const;

/** Whether a field is ticked, one cell for each of its options. */
export function isTicked({ type }: Pick<FieldSpec, 'type'>): boolean {
  return type === 'one-of' || type === 'any-of';
}

/** What stands in a cell whose text is too long for it: where among the notes it is. */
export const noteReference = (number: number): string => `见附注${number}`;

/** Whether a cell holds nothing but where its text is. */
export const isNoteReference = (text: string): boolean => /^见附注\d+$/.test(text);

/** One fillable PDF field: its full name and the tooltip a reader hears. */
export interface FieldLeaf {
  readonly name: string;
  readonly tooltip: string;
}

/**
 * The PDF fields behind one YAML field: one, three for a date, and for `any-of` one for each option; `ordinal` is the
 * number of a repeated row.
 */
export function fieldLeaves(
  field: Pick<FieldSpec, 'key' | 'label' | 'type' | 'options'>,
  ordinal?: number,
): FieldLeaf[] {
  const name = ordinal === undefined ? field.key : `${field.key}.${ordinal}`;
  const tooltip = ordinal === undefined ? field.label : `第${ordinal}行 ${field.label}`;
  if (field.type === 'any-of') {
    return Object.entries(field.options ?? {}).map(([option, words]) => ({
      name: `${name}.${option}`,
      tooltip: `${tooltip}：${words}`,
    }));
  }
  if (field.type !== 'date') return [{ name, tooltip }];
  return DATE_PARTS.map(({ suffix, unit }) => ({
    name: `${name}.${suffix}`,
    tooltip: `${tooltip}（${unit}）`,
  }));
}

/** What a content control of the Word document is called: as the PDF field, of a box to tick with its option. */
export function controlTag(key: string, ordinal?: number, option?: string): string {
  return [key, ...(ordinal === undefined ? [] : [ordinal]), ...(option === undefined ? [] : [option])].join(
    '.',
  );
}

/** What Word shows over a content control. */
export function controlTitle(
  { label, options }: Pick<FieldSpec, 'label' | 'options'>,
  ordinal?: number,
  option?: string,
): string {
  const row = ordinal === undefined ? '' : `第${ordinal}行 `;
  return `${row}${label}${option === undefined ? '' : `：${options?.[option] ?? ''}`}`;
}

/** Where that which a field cannot hold goes on: `more1.matter`, then `more2.matter`. */
export const continuedName = (name: string, piece: number): string => `more${piece}.${name}`;

/** The PDF field of a piece of what a field holds: the field itself for the first, piece 0. */
export function continuedLeaf(leaf: FieldLeaf, piece: number): FieldLeaf {
  if (piece === 0) return leaf;
  return { name: continuedName(leaf.name, piece), tooltip: `${leaf.tooltip}（续）` };
}

/** The field of which a field is the continuation; undefined when it is none. */
export function continuedFrom(name: string): string | undefined {
  return /^more\d+\.(.+)$/.exec(name)?.[1];
}

/** Which form this is and in which version: the other half of the footer, and the keywords of the file. */
export function editionLine(form: Pick<FormSpec, 'id' | 'version'>): string {
  return `表格编号 ${form.id.toUpperCase()}　版本 ${form.version}`;
}

/** The form and version that an edition line names. */
export function readEditionLine(line: string): { readonly id: string; readonly version: string } | undefined {
  const [, id, version] = /表格编号\s*([A-Z]+-[A-Z0-9-]+)\s*版本\s*(\d{4}-\d\d-\d\d)/.exec(line) ?? [];
  return id && version ? { id: id.toLowerCase(), version } : undefined;
}

/** A field as the reader of filled forms knows it. */
export type FieldKey = Pick<
  FieldSpec,
  'key' | 'label' | 'type' | 'options' | 'register' | 'register_as' | 'personal'
> & {
  /** How many rows have it; absent outside repeated rows. */
  readonly rows?: number;
};

/** A content control of the Word document. */
export interface ControlKey {
  /** Key of its field. */
  readonly field: string;
  readonly row?: number;
  /** The option that it ticks. */
  readonly option?: string;
}

/** What it takes to read a filled form: everything but its layout. */
export type FormKey = Pick<
  FormSpec,
  'id' | 'policy' | 'title' | 'version' | 'entry' | 'event' | 'decision' | 'document' | 'document_date'
> & {
  readonly fields: readonly FieldKey[];
  /** The content controls of the Word document in their order: some programs keep nothing else of them. */
  readonly controls: readonly ControlKey[];
};

/** The key to a form. */
export function formKey(form: FormSpec): FormKey {
  const rows = new Map<string, number>();
  for (const { repeat, cells } of form.rows) {
    if (repeat === undefined) continue;
    for (const { field, lines = [] } of cells) {
      const inLines = lines.flatMap(({ parts }) =>
        parts.flatMap((part) => (typeof part !== 'string' && 'field' in part ? [part.field] : [])),
      );
      for (const key of field === undefined ? inLines : [field, ...inLines]) rows.set(key, repeat);
    }
  }
  const { id, policy, title, version, entry, event, decision, document, document_date } = form;
  return {
    id,
    policy,
    title,
    version,
    entry,
    event,
    decision,
    document,
    document_date,
    controls: controlsOf(form),
    fields: form.fields.map(({ key, label, type, options, register, register_as, personal }) => ({
      key,
      label,
      type,
      options,
      register,
      register_as,
      personal,
      ...(rows.has(key) ? { rows: rows.get(key) } : {}),
    })),
  };
}

/** Every content control in the order in which they stand in the document. */
function controlsOf(form: FormSpec): ControlKey[] {
  const fields = new Map(form.fields.map((field) => [field.key, field]));
  const one = (field: string, option?: string, row?: number): ControlKey => ({
    field,
    ...(row === undefined ? {} : { row }),
    ...(option === undefined ? {} : { option }),
  });
  const among = (parts: readonly PartSpec[], row?: number): ControlKey[] =>
    parts.flatMap((part) =>
      typeof part !== 'string' && 'field' in part ? [one(part.field, part.option, row)] : [],
    );
  const inLines = (lines: readonly LineSpec[] = [], row?: number): ControlKey[] =>
    lines.flatMap(({ parts }) => among(parts, row));
  return [
    ...inLines(form.above),
    ...form.rows.flatMap(({ repeat, cells }) =>
      Array.from({ length: repeat ?? 1 }, (_, at) => (repeat === undefined ? undefined : at + 1)).flatMap(
        (row) => [
          ...cells.flatMap(({ field, option, lines }) =>
            field === undefined ? inLines(lines, row) : [one(field, option, row)],
          ),
          // Below a place to write, what is signed stands in a row of its own.
          ...cells.flatMap(({ field, lines }) => (field === undefined ? [] : inLines(lines, row))),
        ],
      ),
    ),
    ...form.letter.flatMap(({ parts, field }) => {
      if (parts) return among(parts);
      const spec = field === undefined ? undefined : fields.get(field);
      if (!spec) return [];
      return isTicked(spec)
        ? Object.keys(spec.options ?? {}).map((option) => one(spec.key, option))
        : [one(spec.key)];
    }),
    ...inLines(form.below),
  ];
}
