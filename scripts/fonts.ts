/** The typefaces of all papers, with the font files that the publishing body has configured. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Measure } from '../src/paper/boxes.ts';
import { type FaceOptions, loadFaces, measureWith } from '../src/paper/faces.ts';
import { type FaceRole, FORM_ROLES, type OwnFonts, PAPER_ROLES } from '../src/paper/roles.ts';
import { whyUnusable } from '../src/paper/typeface.ts';
import { SITE_CONFIG } from '../src/site.config.ts';
import { CannotRun } from './arguments.ts';
import { ROOT } from './effects.ts';

/** Where fonts that took long to make are kept. */
export const FONT_CACHE = join(ROOT, '.generated/fonts');

/** Reads the configured font files; what cannot be used is refused with its path and the reason. */
export async function readOwnFonts(fonts: OwnFonts = SITE_CONFIG.fonts): Promise<FaceOptions> {
  const own: Partial<Record<FaceRole, Uint8Array>> = {};
  for (const [role, path] of Object.entries(fonts) as [FaceRole, string][]) {
    if (path === '') continue;
    const where = `src/site.config.ts 中 fonts.${role} 所指的字体文件「${path}」`;
    const bytes = await readFile(resolve(ROOT, path)).catch((error: NodeJS.ErrnoException) => {
      const reason = error.code === 'ENOENT' ? '不存在' : `无法读取（${error.code}）`;
      throw new CannotRun(`${where}${reason}。请核对路径，路径从项目文件夹算起；不用自备字体的，写成 ''。`);
    });
    const fault = whyUnusable(bytes);
    if (fault) throw new CannotRun(`${where}${fault}。请换一个字体文件；不用自备字体的，写成 ''。`);
    own[role] = bytes;
  }
  return { own, cache: FONT_CACHE };
}

/** Measures text as forms and bulletins are set, for checks, which draw nothing. */
export async function loadMeasure(): Promise<Measure> {
  return measureWith(await loadFaces([...FORM_ROLES, ...PAPER_ROLES], await readOwnFonts()));
}
