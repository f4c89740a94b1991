/** The typefaces that papers are set in: which file plays which part. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Measure } from './boxes.ts';
import { digestOf, openKept } from './kept.ts';
import type { FaceRole } from './roles.ts';
import { decodeWebFont, nameOf, openTypeface, type Typeface, textWidth } from './typeface.ts';

const SERIF = {
  name: 'NotoSerifSC-Regular',
  file: '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
};
const FILES = {
  title: {
    name: 'NotoSerifSC-Bold',
    file: '@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf',
  },
  body: SERIF,
  mark: {
    name: 'NotoSansSC-Medium',
    file: '@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf',
  },
  // The package calls every file latin; each holds the whole typeface.
  second: {
    name: 'LXGWWenKai-Regular',
    file: '@fontsource/lxgw-wenkai/files/lxgw-wenkai-latin-500-normal.woff2',
  },
  folio: SERIF,
  small: {
    name: 'NotoSansSC-Regular',
    file: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  },
} as const;

/** Typefaces opened for some of the parts. */
export type Faces = Readonly<Partial<Record<FaceRole, Typeface>>>;

export interface FaceOptions {
  /** Font files of the publishing body, whole: they take the place of the free ones. */
  readonly own?: Readonly<Partial<Record<FaceRole, Uint8Array>>>;
  /** Folder that keeps decoded fonts between runs. */
  readonly cache: string;
}

async function readFont(role: FaceRole, cache: string): Promise<Typeface> {
  const { name, file } = FILES[role];
  const bytes = await readFile(createRequire(import.meta.url).resolve(file));
  if (file.endsWith('.ttf')) return openTypeface(name, bytes);
  return openKept(
    join(cache, `${name}-${digestOf(bytes)}.ttf`),
    () => decodeWebFont(bytes),
    (decoded) => openTypeface(name, decoded),
  );
}

/** Opens the typefaces of some parts. */
export async function loadFaces<Role extends FaceRole>(
  roles: readonly Role[],
  { own = {}, cache }: FaceOptions,
): Promise<Record<Role, Typeface>> {
  const opened = new Map<unknown, Promise<Typeface>>();
  const open = (role: Role): Promise<Typeface> => {
    const bytes = own[role];
    // Two parts of one file share a typeface.
    const key = bytes ?? FILES[role].file;
    const face =
      opened.get(key) ??
      (bytes ? Promise.resolve(openTypeface(nameOf(bytes), bytes)) : readFont(role, cache));
    opened.set(key, face);
    return face;
  };
  const entries = await Promise.all(roles.map(async (role) => [role, await open(role)] as const));
  return Object.fromEntries(entries) as Record<Role, Typeface>;
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
export function loadFieldSource(cache: string): Promise<Typeface> {
  return readFont('small', cache);
}
