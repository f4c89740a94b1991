/** The bulletins of an edition as PDFs. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Finding } from '../src/core/finding.ts';
import type { Site } from '../src/disclosure/editions.ts';
import { setBulletins } from '../src/documents/setting.ts';
import { drawPaper } from '../src/paper/draw.ts';
import { loadFaces, measureWith } from '../src/paper/faces.ts';
import { PAPER_ROLES } from '../src/paper/roles.ts';
import { SITE_CONFIG } from '../src/site.config.ts';
import { writeWhole } from './effects.ts';
import { readOwnFonts } from './fonts.ts';

/** One bulletin in manifest.json. */
interface ManifestEntry {
  readonly id: string;
  readonly pages: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** Draws the bulletins that an edition shows, and `manifest.json` beside them: all of them or none. */
export async function writeBulletins(
  site: Pick<Site, 'bulletins' | 'cases' | 'policies'>,
  outDir: string,
): Promise<readonly Finding[]> {
  const faces = await loadFaces(PAPER_ROLES, await readOwnFonts());
  const { set, findings } = await setBulletins(site, SITE_CONFIG, measureWith(faces));
  if (findings.length > 0) return findings;
  const drawn: { entry: ManifestEntry; bytes: Uint8Array }[] = [];
  for (const { bulletin, layout } of set) {
    const bytes = await drawPaper(layout, { faces });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const { id } = bulletin;
    drawn.push({ entry: { id, pages: layout.pages.length, bytes: bytes.length, sha256 }, bytes });
  }
  for (const { entry, bytes } of drawn) await writeWhole(join(outDir, `${entry.id}.pdf`), bytes);
  const bulletins = drawn.map(({ entry }) => entry);
  await writeWhole(join(outDir, 'manifest.json'), `${JSON.stringify({ bulletins }, null, 2)}\n`);
  return [];
}
