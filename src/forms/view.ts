/** A form as a page shows it: the grid for an HTML preview and the explanation of every field. Pure. */
import { DATE_PARTS, editionLine, fieldLeaves } from './leaves.ts';
import {
  type BlockSpec,
  type CellSpec,
  type FieldSpec,
  type FormSpec,
  footLine,
  type LineSpec,
  labelText,
  letterHeadings,
  type PartSpec,
  printedRows,
  provenanceNote,
  REFERENCE_STYLE,
} from './schema.ts';

/** Words as printed, or a place to fill: a field with its label, or a rule to sign on. */
export type PieceView =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'blank'; readonly label: string; readonly size: 'number' | 'words' }
  /** A square to tick, before the words of its option. */
  | { readonly kind: 'square'; readonly text: string }
  | { readonly kind: 'signature'; readonly text: string };

export interface LineView {
  readonly align: 'left' | 'center' | 'right';
  readonly pieces: readonly PieceView[];
}

/** A part of a letter. */
export type BlockView =
  | { readonly kind: 'line'; readonly line: LineView }
  | { readonly kind: 'running'; readonly pieces: readonly PieceView[] }
  /** A heading with its short answer beside it. */
  | { readonly kind: 'headed'; readonly heading: string; readonly pieces: readonly PieceView[] }
  /** A place to write at length, with its heading as printed, or ''. */
  | { readonly kind: 'open'; readonly heading: string; readonly label: string };

export interface CellView {
  /** `th` names a row or a column, `td` holds text or is to be filled. */
  readonly tag: 'th' | 'td';
  /** For `th`: what it names. */
  readonly scope: 'row' | 'col';
  /** Printed words; '' for a cell to fill. */
  readonly text: string;
  readonly colspan: number;
  readonly rowspan: number;
  /** Label of the field that fills the cell. */
  readonly field?: string;
  /** The field is ticked, not written. */
  readonly ticked?: true;
  /** Lines at the foot of the cell: seal place, signature, date. */
  readonly lines: readonly LineView[];
}

export interface FieldView {
  readonly key: string;
  readonly label: string;
  readonly type: FieldSpec['type'];
  readonly help: string;
  /** Asked on paper only, never in the register. */
  readonly personal: boolean;
  readonly register: readonly string[];
  /** What the column then holds, where that is not what is filled in. */
  readonly registerAs?: string;
  /** Names of the PDF fields. */
  readonly names: readonly string[];
}

export interface FormView {
  /** Number of the annex; null for a form that is none. */
  readonly place: string | null;
  readonly title: string;
  /** Which columns hold no more than a tick or a number. */
  readonly narrow: readonly boolean[];
  /** Widths of the columns in percent of the table. */
  readonly shares: readonly number[];
  /** A wide table in small type, on a sheet that lies on its side. */
  readonly dense: boolean;
  /** （参考样式）, or null. */
  readonly referenceStyle: string | null;
  readonly above: readonly LineView[];
  /** `repeated`: one of many rows alike. */
  readonly rows: readonly { readonly cells: readonly CellView[]; readonly repeated: boolean }[];
  /** Instead of rows, for a form that is a letter. */
  readonly letter: readonly BlockView[];
  readonly below: readonly LineView[];
  /** Notes printed under the table. */
  readonly notes: readonly string[];
  /** What to do when the numbered rows run out; null for a form without. */
  readonly moreRows: string | null;
  /** Says of a form the source only names, or has garbled, that its layout is ours. */
  readonly note: string | null;
  readonly footer: readonly [string, string];
  /** In reading order. */
  readonly fields: readonly FieldView[];
}

/**
 * What to do when the numbered rows of a form run out. Every sheet prints its numbers from 1. A row that was copied in
 * Word has content controls of the same names as the one it was copied from: neither can be read in.
 */
function moreRows(form: FormSpec): string | null {
  const repeated = form.rows.find(({ repeat }) => repeat !== undefined);
  if (repeated?.repeat === undefined) return null;
  const { repeat } = repeated;
  const isReadIn = form.fields.some(({ register }) => register.length > 0);
  return [
    `表中印有${repeat}行，填不下的再用一张同样的表。各张的序号都从1印起，请打印后在标题旁手写“第1张”“第2张”。`,
    `用Word文档填写的，也可以复制一行接着填，序号改为${repeat + 1}、${repeat + 2}，依次往下${isReadIn ? '；但是，复制的行和被复制的行都不能读入台账，要读入台账的请另用一张' : ''}。`,
  ].join('');
}

/** The view of a form. Repeated rows are written out, in the grid and in the names of their fields. */
export function formView(form: FormSpec): FormView {
  const fields = new Map(form.fields.map((field) => [field.key, field]));
  const names = new Map<string, string[]>();
  const used = (key: string, ordinal: number | undefined): FieldSpec | undefined => {
    const field = fields.get(key);
    if (field) {
      const leaves = fieldLeaves(field, ordinal).map(({ name }) => name);
      names.set(key, [...new Set([...(names.get(key) ?? []), ...leaves])]);
    }
    return field;
  };
  const pieces = (parts: readonly PartSpec[], ordinal?: number): PieceView[] =>
    parts.flatMap((part): PieceView[] => {
      if (typeof part === 'string') return [{ kind: 'text', text: part }];
      if ('seal' in part) return [{ kind: 'text', text: part.seal }];
      if ('signature' in part) return [{ kind: 'signature', text: part.signature }];
      const field = used(part.field, ordinal);
      const label = field?.label ?? part.field;
      if (part.option !== undefined) return [{ kind: 'square', text: field?.options?.[part.option] ?? '' }];
      if (field?.type !== 'date') return [{ kind: 'blank', label, size: 'words' }];
      return DATE_PARTS.flatMap(({ unit }): PieceView[] => [
        { kind: 'blank', label: `${label}（${unit}）`, size: 'number' },
        { kind: 'text', text: unit },
      ]);
    });
  const line = ({ align, parts }: LineSpec, ordinal?: number): LineView => ({
    align,
    pieces: pieces(parts, ordinal),
  });
  const headings = letterHeadings(form);
  const block = (spec: BlockSpec): BlockView => {
    const { align, parts, field: key = '' } = spec;
    if (parts && align === 'running') return { kind: 'running', pieces: pieces(parts) };
    if (parts && align !== 'running') return { kind: 'line', line: line({ align, parts }) };
    const field = used(key, undefined);
    const heading = headings.get(spec) ?? '';
    if (field?.type === 'multiline') return { kind: 'open', heading, label: field.label };
    const options = Object.keys(field?.options ?? {});
    const own = options.length > 0 ? options.map((option) => ({ field: key, option })) : [{ field: key }];
    return { kind: 'headed', heading, pieces: pieces(own) };
  };
  const cell = (spec: CellSpec, header: boolean, ordinal: number | undefined): CellView => {
    const dated = spec.field !== undefined && fields.get(spec.field)?.type === 'date';
    const dateLines: LineSpec[] = dated ? [{ align: 'center', parts: [{ field: spec.field ?? '' }] }] : [];
    const field = spec.field === undefined || dated ? undefined : used(spec.field, ordinal);
    const text = spec.label ?? spec.text ?? (spec.ordinal && ordinal !== undefined ? String(ordinal) : '');
    return {
      tag: spec.label !== undefined || spec.ordinal ? 'th' : 'td',
      scope: header ? 'col' : 'row',
      text: labelText(text),
      colspan: spec.colspan,
      rowspan: spec.rowspan,
      ...(field
        ? spec.option === undefined
          ? { field: field.label }
          : { field: field.options?.[spec.option] ?? '', ticked: true }
        : {}),
      lines: [...dateLines, ...(spec.lines ?? [])].map((one) => line(one, ordinal)),
    };
  };

  const even = form.columns.reduce((sum, width) => sum + width, 0) / form.columns.length;
  const above = form.above.map((one) => line(one));
  const rows = printedRows(form).map(({ cells, header, ordinal }) => ({
    cells: cells.map((spec) => cell(spec, header, ordinal)),
    repeated: ordinal !== undefined,
  }));
  const letter = form.letter.map(block);
  const below = form.below.map((one) => line(one));
  return {
    place: form.kind === 'named' ? null : form.place,
    narrow: form.columns.map((width) => width < even),
    shares: form.columns.map((width) => Math.round((width / even / form.columns.length) * 1000) / 10),
    dense: form.type === 'dense',
    title: form.title,
    referenceStyle: form.reference_style ? REFERENCE_STYLE : null,
    above,
    rows,
    letter,
    below,
    notes: form.notes,
    moreRows: moreRows(form),
    note: provenanceNote(form),
    footer: [footLine(form), editionLine(form)],
    fields: [...names].flatMap(([key, leaves]): FieldView[] => {
      const field = fields.get(key);
      if (!field) return [];
      const { label, type, help, personal, register, register_as: registerAs } = field;
      const view = { key, label, type, help, personal, register, names: leaves };
      return [registerAs === undefined ? view : { ...view, registerAs }];
    }),
  };
}
