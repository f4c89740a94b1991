/**
 * Bulletins: a numbered batch of typical cases with an opening, the lessons and a closing; or the exposure of one false
 * accusation, which stands in the event log as well.
 */
import { z } from 'zod';
import { AUDIENCES, type CaseSection, readSections } from './cases.ts';
import type { Finding } from './core/finding.ts';
import { annexTitle, withoutOrdinal } from './core/headings.ts';
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

/** What is amiss with the order and the names of the parts. */
function faultsOfParts(
  sections: readonly CaseSection[],
  body: string,
  file: string,
  bodyLine: number,
): Finding[] {
  const findings: Finding[] = [];
  const complain = (severity: 'error' | 'warning', line: number, message: string, hint: string): void => {
    findings.push({
      ...{ code: 'bulletin-sections', severity, clause: null },
      ...{ file, line, position: 1, message, hint },
    });
  };
  const opening = body.split('\n').findIndex((line) => line.trim() !== '');
  if (opening >= 0 && bodyLine + opening < (sections[0]?.line ?? Number.POSITIVE_INFINITY))
    complain(
      'error',
      bodyLine + opening,
      '第一个小标题以前有文字，网页和 PDF 都不会印出。',
      '开头的话写在卷首信息「lead」中，其余写在「## 」小标题以下。',
    );
  let annexed = false;
  for (const { heading, line, textLine, markdown } of sections) {
    const title = annexTitle(heading);
    if (title === undefined) {
      if (/^附件\s*\d*\s*[：:.．、]?$/.test(heading))
        complain('error', line, '附件没有写名称。', '写作「## 附件：名称」。');
      else if (annexed)
        complain('error', line, `附件以后又有正文「${heading}」。`, '把这一部分移到各个附件以前。');
      const listed = markdown.split('\n').findIndex((text) => /^附件\s*\d*[：:]/.test(text));
      if (listed >= 0)
        complain(
          'warning',
          textLine + listed,
          '正文中写了附件说明：附件的序号和名称由程序列在正文以下，附件另起一页。',
          '删去这一段；每个附件在文末以「## 附件：名称」开头，内容写在下面。',
        );
      continue;
    }
    annexed = true;
    if (markdown === '') complain('error', line, `附件「${title}」没有内容。`, '把附件的内容写在标题以下。');
    if (/[。；，、：.;,:]$/.test(title))
      complain(
        'warning',
        line,
        `附件「${title}」的名称末尾有标点，附件说明中名称后不加标点。`,
        '删去末尾的标点。',
      );
  }
  return findings;
}

export interface Bulletin extends z.infer<typeof META> {
  readonly file: string;
  /** Line on which the text after the front matter begins. */
  readonly bodyLine: number;
  /** Parts of the text, then annexes: `annexTitle` tells them apart. */
  readonly sections: readonly CaseSection[];
  readonly placeOf: (path: readonly (string | number)[]) => { line: number; position: number };
}

/** Reads one bulletin file. Whether its cases exist and may be shown together is checked on the Corpus. */
export function readBulletin(
  text: string,
  file: string,
): { bulletin: Bulletin | undefined; findings: readonly Finding[] } {
  const front = readFrontMatter<z.infer<typeof META>>(text, file, META);
  // Page and paper number the headings by their place.
  const sections = readSections(front.body, front.bodyLine).map((section) => ({
    ...section,
    heading: withoutOrdinal(section.heading),
  }));
  const findings = [...front.findings, ...faultsOfParts(sections, front.body, file, front.bodyLine)];
  if (!front.data) return { bulletin: undefined, findings };
  return {
    bulletin: { ...front.data, file, bodyLine: front.bodyLine, sections, placeOf: front.placeOf },
    findings,
  };
}
