/** Characters that no paper can print, found before anything is drawn. */
import type { Bulletin } from '../bulletins.ts';
import type { Finding } from '../core/finding.ts';
import type { Measure } from '../paper/boxes.ts';
import { MissingGlyphError } from '../paper/missing-glyph.ts';
import type { FaceRole } from '../paper/roles.ts';
import type { CaseToTell } from './bulletin.ts';

/** Sections of a case that a bulletin tells; the rest stands on the case's own page. */
export const TOLD_SECTIONS = ['基本案情', '处理结果'] as const;

/** Characters of a bulletin, and of what it tells of its cases, that the typefaces of papers lack. */
export function findUnprintable(
  { bulletins, cases }: { readonly bulletins: readonly Bulletin[]; readonly cases: readonly CaseToTell[] },
  measure: Measure,
): Finding[] {
  const findings: Finding[] = [];
  const look = (
    role: FaceRole,
    text: string,
    file: string,
    at: { line: number; position?: number },
  ): void => {
    for (const [index, line] of text.split('\n').entries()) {
      try {
        measure(role, line, 1);
      } catch (error) {
        if (!(error instanceof MissingGlyphError)) throw error;
        findings.push({
          code: 'bulletin-layout',
          severity: 'error',
          clause: null,
          file,
          line: at.line + index,
          position: at.position ?? line.indexOf(error.character) + 1,
          message: `通报的 PDF 排不出「${error.character}」字：${error.message}`,
          hint: '换成规范汉字和常用的标点、符号。',
        });
      }
    }
  };
  for (const { title, lead, to, sections, file, placeOf } of bulletins) {
    look('title', title, file, placeOf(['title']));
    look('body', lead, file, placeOf(['lead']));
    look('body', to ?? '', file, placeOf(['to']));
    for (const { line, textLine, heading, markdown } of sections) {
      look('body', heading, file, { line });
      look('body', markdown, file, { line: textLine });
    }
  }
  const told = new Set(bulletins.flatMap((bulletin) => bulletin.cases));
  for (const { title, gist, sections, file, placeOf } of cases.filter(({ id }) => told.has(id))) {
    look('body', title, file, placeOf?.(['title']) ?? { line: 1 });
    look('body', gist, file, placeOf?.(['gist']) ?? { line: 1 });
    for (const { textLine, heading, markdown } of sections) {
      if ((TOLD_SECTIONS as readonly string[]).includes(heading))
        look('body', markdown, file, { line: textLine });
    }
  }
  return findings;
}
