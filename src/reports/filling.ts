/** Values for the fields of a declared form, by full field name: of a report's table, or of one case. */
import { fieldLeaves, isTicked, noteReference } from '../forms/leaves.ts';
import type { FieldSpec, FormSpec } from '../forms/schema.ts';
import type { Policy } from '../policy/model.ts';
import { composed, NAME_BLANK } from './paper-words.ts';
import type { Sheet } from './report.ts';
import { type CaseFacts, one } from './rows.ts';
import { fieldWords } from './words.ts';

/** Text, or of a box the state that ticks it. */
export type FieldValues = ReadonlyMap<string, string>;

/** What a field is filled with; a day goes into its three boxes. */
function* leavesOf(
  field: FieldSpec,
  ordinal: number | undefined,
  text: string,
  ticks: readonly string[],
): Generator<readonly [string, string]> {
  const leaves = fieldLeaves(field, ordinal);
  if (field.type === 'any-of') {
    const options = Object.keys(field.options ?? {});
    for (const [i, { name }] of leaves.entries()) if (ticks.includes(options[i] ?? '')) yield [name, 'Yes'];
  } else if (field.type === 'one-of') {
    for (const { name } of leaves) for (const tick of ticks) yield [name, tick];
  } else if (field.type === 'date') {
    const parts = text.split('-').map((part) => part.replace(/^0/, ''));
    for (const [i, { name }] of leaves.entries()) if (parts[i]) yield [name, parts[i]];
  } else for (const { name } of leaves) if (text !== '') yield [name, text];
}

/** Points that a character of a unit's name takes, and how wide its field may become beside what stands on its line. */
const CHARACTER = 11;
const WIDEST = { A4: 330, 'A4-landscape': 540 } as const;

/** The lines above a table, with a field that holds the whole name of the unit. */
function aboveFor({ above, paper }: FormSpec, unit: string): FormSpec['above'] {
  const wanted = Math.min(Array.from(unit).length * CHARACTER, WIDEST[paper]);
  return above.map((line) => ({
    ...line,
    parts: line.parts.map((part) =>
      typeof part !== 'string' && 'field' in part && part.field === 'handler'
        ? { ...part, width: Math.max(part.width ?? 0, wanted) }
        : part,
    ),
  }));
}

/** The form with as many rows as a sheet has lines, and no fewer than the source prints. */
export function formFor(form: FormSpec, { unit, lines, remarks }: Sheet): FormSpec {
  return {
    ...form,
    above: aboveFor(form, unit),
    rows: form.rows.map((row) => {
      if (row.repeat === undefined) return row;
      // The source prints a number of rows; a garbled one is no measure.
      const least = form.kind === 'printed' ? row.repeat : 1;
      return { ...row, repeat: Math.max(least, lines.length) };
    }),
    notes: [
      ...form.notes,
      ...remarks.map(
        (remark, i) => `${i === 0 ? '附注（依台账生成，不是原表的内容）：' : ''}${i + 1}. ${remark}`,
      ),
    ],
  };
}

/** The values of one sheet: the lines of the table, the unit and the date above it. */
export function sheetValues(form: FormSpec, { unit, filled, lines }: Sheet): FieldValues {
  // In a narrow column a date breaks after its year.
  const inCell = (text: string): string =>
    form.type === 'dense' ? text.replace(/^(\d{4}年)(\d+月\d+日)$/, '$1\n$2') : text;
  const head: Readonly<Record<string, string>> = { handler: unit, ev_date: filled };
  return new Map(
    form.fields.flatMap((field) =>
      head[field.key] !== undefined
        ? [...leavesOf(field, undefined, head[field.key] ?? '', [])]
        : lines.flatMap(({ texts, ticks }, i) => [
            ...leavesOf(field, i + 1, inCell(texts[field.key] ?? ''), ticks[field.key] ?? []),
          ]),
    ),
  );
}

/** The values that a case row gives a paper; what the register does not hold stays blank. */
export function caseValues(form: FormSpec, entry: CaseFacts, policy: Policy): FieldValues {
  return new Map(
    form.fields.flatMap((field) => {
      const words = composed(form.id, field.key, entry, policy);
      if (words !== undefined) return [...leavesOf(field, undefined, words, [])];
      // What is asked on paper only is never filled in by a program.
      if (field.personal || field.register.length === 0) return [];
      const values = field.register.flatMap((key) => entry.facts.get(key) ?? []);
      const ticks = Object.entries(field.options ?? {}).flatMap(([option, words]) =>
        values.includes(words) ? [option] : [],
      );
      const text =
        field.type === 'date'
          ? (one(entry, field.register[0] ?? '') ?? '')
          : isTicked(field)
            ? ''
            : fieldWords(field, entry, policy);
      return [...leavesOf(field, undefined, text, ticks)];
    }),
  );
}

/** Two characters, as a paragraph of an official paper begins. */
const INDENT = '\u3000\u3000';

/**
 * The values as they stand in a letter: running text under its heading is set in. Reading a form drops white space at
 * the ends of a value, not within: text of several paragraphs stays as it is.
 */
export function setIn(form: FormSpec, values: FieldValues): FieldValues {
  const running = new Set(
    form.letter.flatMap(({ field: key }) =>
      form.fields
        .filter((field) => field.key === key && field.type === 'multiline')
        .flatMap((field) => fieldLeaves(field).map(({ name }) => name)),
    ),
  );
  return new Map(
    [...values].map(([name, text]) => [
      name,
      running.has(name) && !text.includes('\n') ? `${INDENT}${text}` : text,
    ]),
  );
}

/** What a paper asks and the case does not tell, by the labels: it is filled in by hand. */
export function blankFields(form: FormSpec, values: FieldValues): string[] {
  return form.fields.flatMap((field) => {
    const filled = fieldLeaves(field).flatMap(({ name }) => values.get(name) ?? []);
    if (filled.length === 0) return [field.label];
    return filled.some((text) => text.includes(NAME_BLANK)) ? [`${field.label}（姓名）`] : [];
  });
}

/** Characters that a cell of a table takes; what is longer stands in the notes. */
const LONGEST = { dense: 60, regular: 150 } as const;

/** The sheet with texts too long for their cells moved to its notes, where they stand in full. */
export function withoutLongTexts(sheet: Sheet, form: FormSpec): Sheet {
  const labels = new Map(form.fields.map(({ key, label }) => [key, label]));
  return moveLongTexts(sheet, LONGEST[form.type], labels);
}

/**
 * The same for any table.
 * @param labels what the columns are called
 */
export function moveLongTexts(sheet: Sheet, longest: number, labels: ReadonlyMap<string, string>): Sheet {
  const remarks = [...sheet.remarks];
  const lines = sheet.lines.map((line, i) => ({
    ...line,
    texts: Object.fromEntries(
      Object.entries(line.texts).map(([key, text]) => {
        if (Array.from(text).length <= longest) return [key, text];
        remarks.push(`第${i + 1}行“${labels.get(key) ?? key}”：${text}`);
        return [key, noteReference(remarks.length)];
      }),
    ),
  }));
  return { ...sheet, lines, remarks };
}
