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
  sheetValues,
  withoutLongTexts,
} from './filling.ts';
import { listForm, listSheet } from './lists.ts';
import type { Report } from './report.ts';
import type { CaseFacts } from './rows.ts';

export interface ReportFonts {
  readonly faces: Faces;
  readonly field: FieldFont;
}

/** A form with values in its fields; they can still be changed. */
function pressForm(
  form: FormSpec,
  values: FieldValues,
  { faces, field }: ReportFonts,
  rowsPerSheet?: number,
): Promise<Uint8Array> {
  const measure = fieldMeasure(field.face);
  const content = {
    ...contentOf(values, measure),
    ...(rowsPerSheet === undefined ? {} : { rowsPerSheet }),
  };
  const layout = layoutForm(form, measureWith(faces), content);
  return drawForm(fillLayout(layout, values, measure), { faces, field });
}

/** The paper of a case, and what of it is left to be filled in by hand. */
export async function pressCasePaper(
  form: FormSpec,
  entry: CaseFacts,
  policy: Policy,
  fonts: ReportFonts,
): Promise<{ readonly bytes: Uint8Array; readonly blank: readonly string[] }> {
  const values = caseValues(form, entry, policy);
  return { bytes: await pressForm(form, values, fonts), blank: blankFields(form, values) };
}

/** The papers of a report: one for each unit on its form, or one list. */
export async function pressReport(
  report: Report,
  policy: Policy,
  form: FormSpec | undefined,
  fonts: ReportFonts,
): Promise<{ readonly unit: string; readonly bytes: Uint8Array }[]> {
  // The source prints a number of rows; a garbled one is no measure.
  const printed = form?.kind === 'printed' ? form.rows.find(({ repeat }) => repeat)?.repeat : undefined;
  const papers: { unit: string; bytes: Uint8Array }[] = [];
  for (const whole of report.sheets) {
    const sheet = form ? withoutLongTexts(whole, form) : listSheet(report, whole);
    const filled = form ? formFor(form, sheet) : listForm(report, sheet, policy);
    const bytes = await pressForm(filled, sheetValues(filled, sheet), fonts, printed);
    papers.push({ unit: whole.unit, bytes });
  }
  return papers;
}
