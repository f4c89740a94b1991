/** The typefaces of papers, opened once for a test file. */
import { fileURLToPath } from 'node:url';
import type { Measure } from '../../src/paper/boxes.ts';
import { type Faces, loadFaces, measureWith } from '../../src/paper/faces.ts';
import { PAPER_ROLES } from '../../src/paper/roles.ts';

const CACHE = fileURLToPath(new URL('../../.generated/fonts', import.meta.url));

export interface Press {
  readonly faces: Faces;
  readonly measure: Measure;
}

export async function openPress(): Promise<Press> {
  const faces = await loadFaces(PAPER_ROLES, { cache: CACHE });
  return { faces, measure: measureWith(faces) };
}
