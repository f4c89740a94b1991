/** The typefaces that papers are set in: which file plays which part. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Measure } from './boxes.ts';
import type { FaceRole } from './roles.ts';
import { openTypeface, type Typeface, textWidth } from './typeface.ts';

const FILES = {
  title: { name: 'NotoSerifSC-Bold', file: 'noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf' },
  body: { name: 'NotoSerifSC-Regular', file: 'noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf' },
  mark: { name: 'NotoSansSC-Medium', file: 'noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf' },
  field: { name: 'NotoSansSC-Regular', file: 'noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf' },
} as const;

/** Typefaces opened for some of the parts. */
export type Faces = Readonly<Partial<Record<FaceRole, Typeface>>>;

async function readFont(role: keyof typeof FILES): Promise<Typeface> {
  const { name, file } = FILES[role];
  const path = createRequire(import.meta.url).resolve(`@expo-google-fonts/${file}`);
  return openTypeface(name, await readFile(path));
}

/** The three whole typefaces that labels and titles of forms are set in. */
export async function loadFormFaces(): Promise<Record<'title' | 'body' | 'mark', Typeface>> {
  const [title, body, mark] = await Promise.all([readFont('title'), readFont('body'), readFont('mark')]);
  return { title, body, mark };
}

/** Measures text as forms are set, for readers of content that draw nothing. */
export async function loadMeasure(): Promise<Measure> {
  return measureWith(await loadFormFaces());
}

/** Width of text set in these typefaces. */
export function measureWith(faces: Faces): Measure {
  return (role, text, size) => textWidth(faceOf(faces, role), text, size);
}

/** The typeface of a part; that it was opened is for the caller to see to. */
export function faceOf(faces: Faces, role: FaceRole): Typeface {
  const face = faces[role];
  if (!face) throw new Error(`no typeface opened for ${role}`);
  return face;
}

/** The typeface that the field font of forms is cut from, whole. */
export function loadFieldSource(): Promise<Typeface> {
  return readFont('field');
}
