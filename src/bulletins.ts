/** Bulletins: a numbered batch of typical cases with an opening, the lessons and a closing. */
import { z } from 'zod';
import { AUDIENCES, type CaseSection, readSections } from './cases.ts';
import type { Finding } from './core/finding.ts';
import { readFrontMatter } from './frontmatter.ts';

const META = z.strictObject({
  id: z.string().regex(/^b-\d{4}-\d+$/, '应为「b-年度-序号」，如 b-2025-1'),
  batch: z.number().int().min(1),
  title: z.string().min(1),
  issued: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '应为「年-月」，如 2025-07'),
  scope: z.enum(['公开宣传', '内部通报', '内部交流', '一定范围']),
  audience: z.enum(AUDIENCES),
  cases: z.array(z.string()).min(1),
  lead: z.string().min(1),
});

export interface Bulletin extends z.infer<typeof META> {
  readonly file: string;
  /** Line on which the text after the front matter begins. */
  readonly bodyLine: number;
  readonly sections: readonly CaseSection[];
  readonly placeOf: (path: readonly (string | number)[]) => { line: number; position: number };
}

/** Reads one bulletin file. Whether its cases exist and may be shown together is checked on the Corpus. */
export function readBulletin(
  text: string,
  file: string,
): { bulletin: Bulletin | undefined; findings: readonly Finding[] } {
  const front = readFrontMatter<z.infer<typeof META>>(text, file, META);
  const { findings } = front;
  const sections = readSections(front.body, front.bodyLine);
  if (!front.data) return { bulletin: undefined, findings };
  return {
    bulletin: { ...front.data, file, bodyLine: front.bodyLine, sections, placeOf: front.placeOf },
    findings,
  };
}
