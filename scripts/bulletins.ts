/** The bulletins of an edition as PDFs. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Finding } from '../src/core/finding.ts';
import type { Site } from '../src/disclosure/editions.ts';
import { BulletinError, bulletinPaper } from '../src/documents/bulletin.ts';
import { drawPaper } from '../src/paper/draw.ts';
import { loadFaces, measureWith } from '../src/paper/faces.ts';
import { layoutPaper, PaperLayoutError } from '../src/paper/flow.ts';
import { MissingGlyphError } from '../src/paper/missing-glyph.ts';
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
  const findings: Finding[] = [];
  const drawn: { entry: ManifestEntry; bytes: Uint8Array }[] = [];
  for (const bulletin of site.bulletins) {
    try {
      const paper = await bulletinPaper(bulletin, site, SITE_CONFIG);
      const layout = layoutPaper(paper, measureWith(faces));
      const bytes = await drawPaper(layout, { faces });
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const { id } = bulletin;
      drawn.push({ entry: { id, pages: layout.pages.length, bytes: bytes.length, sha256 }, bytes });
    } catch (error) {
      const known =
        error instanceof BulletinError ||
        error instanceof PaperLayoutError ||
        error instanceof MissingGlyphError;
      if (!known) throw error;
      const place = error instanceof BulletinError ? error : { file: bulletin.file, line: 1 };
      findings.push({
        code: 'bulletin-layout',
        severity: 'error',
        clause: null,
        file: place.file,
        line: place.line,
        position: 1,
        message: `通报的 PDF 排不出来：${error.message}`,
        hint: '按提示改正所指的内容。',
      });
    }
  }
  if (findings.length > 0) return findings;
  for (const { entry, bytes } of drawn) await writeWhole(join(outDir, `${entry.id}.pdf`), bytes);
  const bulletins = drawn.map(({ entry }) => entry);
  await writeWhole(join(outDir, 'manifest.json'), `${JSON.stringify({ bulletins }, null, 2)}\n`);
  return [];
}
