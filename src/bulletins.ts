/**
 * Bulletins: a numbered batch of typical cases with an opening, the lessons and a closing; or the exposure of one false
 * accusation, which stands in the event log as well.
 */
import { z } from 'zod';
import { AUDIENCES, type CaseSection, readSections } from './cases.ts';
import type { Finding } from './core/finding.ts';
import { withoutOrdinal } from './core/numerals.ts';
import { readFrontMatter } from './frontmatter.ts';

/** 典型案例 tells of cases that were tolerated, 通报曝光 of false accusations over them (WF-15(3)d). */
const BULLETIN_KINDS = ['典型案例', '通报曝光'] as const;

const META = z
  .strictObject({
    id: z.string().regex(/^b-\d{4}-\d+$/, '应为「b-年度-序号」，如 b-2025-1'),
    kind: z.enum(BULLETIN_KINDS).default('典型案例'),
    /** Of typical cases only: they are numbered through. */
    batch: z.number().int().min(1).optional(),
    title: z.string().min(1),
    issued: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '应为「年-月」，如 2025-07'),
    /** 成文日期, for a paper that bears the whole date: a day of the month in `issued`. */
    dated: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, '应为「年-月-日」，如 2025-07-18')
      .optional(),
    /** 发文字号: only of a body that issues papers under its own number. */
    number: z
      .string()
      .regex(
        /^[\u4e00-\u9fff]+〔(19|20)\d{2}〕[1-9]\d*号$/,
        '应为「机关代字〔年份〕序号号」，如 某纪发〔2026〕3号',
      )
      .optional(),
    /** 主送机关, without the colon. */
    to: z
      .string()
      .regex(/[^：:]$/, '末尾不写冒号')
      .optional(),
    scope: z.enum(['公开宣传', '内部通报', '内部交流', '一定范围']),
    audience: z.enum(AUDIENCES),
    /** The typical cases it tells of. */
    cases: z.array(z.string()).min(1).optional(),
    /** The row of the event log that records the exposure. */
    event: z
      .string()
      .regex(/^WF-[\w-]+$/, '应为事件编号，如 WF-E-2026-018')
      .optional(),
    lead: z.string().min(1),
  })
  .refine(({ kind, batch }) => (kind === '典型案例') === (batch !== undefined), {
    path: ['batch'],
    message: '只用于典型案例，典型案例应当写明',
  })
  .refine(({ kind, cases }) => (kind === '典型案例') === (cases !== undefined), {
    path: ['cases'],
    message: '只用于典型案例，典型案例应当写明',
  })
  .refine(({ kind, event }) => (kind === '通报曝光') === (event !== undefined), {
    path: ['event'],
    message: '只用于通报曝光，通报曝光应当写明',
  })
  .refine(({ issued, dated }) => dated === undefined || dated.startsWith(`${issued}-`), {
    path: ['dated'],
    message: '应在「issued」所写的月份之内',
  })
  .transform((meta) => ({
    ...meta,
    cases: meta.cases ?? [],
    /** To the day, or to the month where no day is given. */
    date: meta.dated ?? meta.issued,
  }));

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
  // Page and paper number the headings by their place.
  const sections = readSections(front.body, front.bodyLine).map((section) => ({
    ...section,
    heading: withoutOrdinal(section.heading),
  }));
  if (!front.data) return { bulletin: undefined, findings };
  return {
    bulletin: { ...front.data, file, bodyLine: front.bodyLine, sections, placeOf: front.placeOf },
    findings,
  };
}
