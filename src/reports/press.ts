/** Reports and papers of cases as PDFs. */
import { drawForm } from '../forms/draw.ts';
import type { FieldFont } from '../forms/field-font.ts';
import { contentOf, fieldMeasure, fillLayout } from '../forms/fill.ts';
import { layoutForm } from '../forms/layout.ts';
import type { FormSpec } from '../forms/schema.ts';
import { type Faces, measureWith } from '../paper/faces.ts';
import type { Policy } from '../policy/model.ts';
import {
  blankFields,
  caseValues,
  type FieldValues,
  formFor,
  setIn,
  sheetValues,
  withoutLongTexts,
} from './filling.ts';
import { listForm, listSheet } from './lists.ts';
import { doubtsOf } from './paper-words.ts';
import type { Report } from './report.ts';
import type { CaseFacts } from './rows.ts';

export interface ReportFonts {
  readonly faces: Faces;
  readonly field: FieldFont;
}

/** A paper, and the characters in its fields that their font lacks: on paper they are blank. */
interface Pressed {
  readonly bytes: Uint8Array;
  readonly unseen: readonly string[];
}

/** A form with values in its fields; they can still be changed. */
async function pressForm(
  form: FormSpec,
  values: FieldValues,
  { faces, field }: ReportFonts,
  rowsPerSheet?: number,
): Promise<Pressed> {
  const measure = fieldMeasure(field.face);
  const content = {
    ...contentOf(values, measure),
    ...(rowsPerSheet === undefined ? {} : { rowsPerSheet }),
  };
  const layout = layoutForm(form, measureWith(faces), content);
  const bytes = await drawForm(fillLayout(layout, values, measure), { faces, field });
  const unseen = Array.from([...values.values()].join('')).filter(
    (character) => /\S/.test(character) && !field.face.glyphs.has(character.codePointAt(0) ?? 0),
  );
  return { bytes, unseen: [...new Set(unseen)] };
}

/** The paper of a case, what of it is left to be filled in by hand, and what in the case contradicts itself. */
export async function pressCasePaper(
  form: FormSpec,
  entry: CaseFacts,
  policy: Policy,
  fonts: ReportFonts,
): Promise<Pressed & { readonly blank: readonly string[]; readonly doubts: readonly string[] }> {
  const values = caseValues(form, entry, policy);
  const pressed = await pressForm(form, setIn(form, values), fonts);
  return { ...pressed, blank: blankFields(form, values), doubts: doubtsOf(form.id, entry) };
}

/** The papers of a report: one for each unit on its form, or one list. */
export async function pressReport(
  report: Report,
  policy: Policy,
  form: FormSpec | undefined,
  fonts: ReportFonts,
): Promise<(Pressed & { readonly unit: string })[]> {
  // The source prints a number of rows; a garbled one is no measure.
  const printed = form?.kind === 'printed' ? form.rows.find(({ repeat }) => repeat)?.repeat : undefined;
  const papers: (Pressed & { unit: string })[] = [];
  for (const whole of report.sheets) {
    const sheet = form ? withoutLongTexts(whole, form) : listSheet(report, whole);
    const filled = form ? formFor(form, sheet) : listForm(report, sheet, policy);
    const paper = await pressForm(filled, sheetValues(filled, sheet), fonts, printed);
    papers.push({ unit: whole.unit, ...paper });
  }
  return papers;
}
