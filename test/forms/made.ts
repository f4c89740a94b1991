/** The project's own forms, set and drawn once for a test file. */
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { PolicyId } from '../../src/core/policy-id.ts';
import { drawForm } from '../../src/forms/draw.ts';
import { type FieldFont, loadFieldFont } from '../../src/forms/field-font.ts';
import { type FormLayout, layoutForm } from '../../src/forms/layout.ts';
import { type FormSpec, readForm } from '../../src/forms/schema.ts';
import { readFormsList } from '../../src/forms-list.ts';
import type { Measure } from '../../src/paper/boxes.ts';
import { type Faces, loadFaces, measureWith } from '../../src/paper/faces.ts';
import { deflate } from '../../src/paper/pdf.ts';
import { FORM_ROLES } from '../../src/paper/roles.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Every paper of the documents, as the repository lists them. */
export const PAPERS = readFormsList(
  readFileSync(`${ROOT}content/forms-list.yaml`, 'utf8'),
  'content/forms-list.yaml',
).items;

/** Every form that should be there, sorted: a paper without a reason against it has one. */
export const FORM_IDS: readonly string[] = PAPERS.flatMap(({ id, instead }) => (instead ? [] : [id])).sort();

/** The forms of one policy. */
export const formIdsOf = (policy: PolicyId): readonly string[] =>
  FORM_IDS.filter((id) => id.startsWith(`${policy.toLowerCase()}-`));

export interface Made {
  readonly form: FormSpec;
  readonly layout: FormLayout;
  readonly bytes: Uint8Array;
}

export interface Press {
  readonly faces: Faces;
  readonly field: FieldFont;
  readonly measure: Measure;
}

/** Fonts and measure, as scripts/forms.ts sets them up. */
export async function openPress(): Promise<Press> {
  const faces = await loadFaces(FORM_ROLES, { cache: `${ROOT}.generated/fonts` });
  const field = await loadFieldFont({ cache: `${ROOT}.generated/fonts`, deflate });
  return { faces, field, measure: measureWith(faces) };
}

/** Source text of every form description, by id. */
export async function formTexts(): Promise<Map<string, string>> {
  const names = (await readdir(`${ROOT}content/forms`)).filter((name) => name.endsWith('.yaml')).sort();
  const texts = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(`${ROOT}content/forms/${name}`, 'utf8');
      return [name.replace('.yaml', ''), text] as const;
    }),
  );
  return new Map(texts);
}

/** Reads a description that must be without fault. */
export function soundForm(text: string, file: string): FormSpec {
  const { form, findings } = readForm(text, file);
  if (!form) throw new Error(findings.map(({ message }) => message).join('\n'));
  return form;
}

/** Some forms of content/forms, drawn. */
export async function makeForms(press: Press, ids: readonly string[]): Promise<Map<string, Made>> {
  const made = new Map<string, Made>();
  const texts = await formTexts();
  for (const id of ids) {
    const form = soundForm(texts.get(id) ?? '', `content/forms/${id}.yaml`);
    const layout = layoutForm(form, press.measure);
    made.set(id, { form, layout, bytes: await drawForm(layout, press) });
  }
  return made;
}
