/** Bulletins set in pages: the one place that says what cannot be set, for the check and the build alike. */
import type { Bulletin } from '../bulletins.ts';
import type { Finding } from '../core/finding.ts';
import type { Measure } from '../paper/boxes.ts';
import { layoutPaper, type PaperLayout, PaperLayoutError } from '../paper/flow.ts';
import { MissingGlyphError } from '../paper/missing-glyph.ts';
import {
  BulletinError,
  type BulletinFault,
  type BulletinSource,
  bulletinPaper,
  type Publisher,
} from './bulletin.ts';
import { findUnprintable } from './unprintable.ts';

/** Bulletins and what they are made from. */
export interface ToSet extends BulletinSource {
  readonly bulletins: readonly Bulletin[];
}

export interface SetBulletins {
  readonly set: readonly { readonly bulletin: Bulletin; readonly layout: PaperLayout }[];
  readonly findings: readonly Finding[];
}

/** Sets every bulletin; what cannot be set is found with its place. */
export async function setBulletins(
  source: ToSet,
  publisher: Publisher,
  measure: Measure,
): Promise<SetBulletins> {
  const findings = new Map<string, Finding>();
  const add = ({ at, message }: BulletinFault): void => {
    // Two bulletins may tell of one case.
    findings.set(`${at.file}:${at.line}:${message}`, {
      code: 'bulletin-layout',
      severity: 'error',
      clause: null,
      file: at.file,
      line: at.line,
      position: 1,
      message: `通报的 PDF 排不出来：${message}`,
      hint: '按提示改正所指的内容。',
    });
  };
  const unprintable = findUnprintable(source, measure);
  const set: { bulletin: Bulletin; layout: PaperLayout }[] = [];
  for (const bulletin of source.bulletins) {
    try {
      set.push({
        bulletin,
        layout: layoutPaper(await bulletinPaper(bulletin, source, publisher), measure),
      });
    } catch (error) {
      if (error instanceof BulletinError) for (const fault of error.faults) add(fault);
      else if (error instanceof MissingGlyphError) {
        // Most have been found where they stand.
        if (unprintable.length === 0) add({ at: { file: bulletin.file, line: 1 }, message: error.message });
      } else if (error instanceof PaperLayoutError)
        add({ at: { file: bulletin.file, line: 1 }, message: error.message });
      else throw error;
    }
  }
  return { set, findings: [...unprintable, ...findings.values()] };
}
