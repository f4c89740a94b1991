/** Typical cases: facts, outcome, story, lesson. Each is also a regression test of the policy it cites. */
import { z } from 'zod';
import type { Finding } from './core/finding.ts';
import { POLICY_IDS, type PolicyId } from './core/policy-id.ts';
import type { Facts } from './core/predicate.ts';
import { readFrontMatter } from './frontmatter.ts';

/** Headings every typical case has, in this order. */
export const CASE_SECTIONS = [
  '基本案情',
  '错在哪里',
  '启动与处理过程',
  '容错情形认定',
  '处理结果',
  '纠错整改',
  '结果运用',
  '评析',
] as const;
const OPTIONAL_SECTION = '编者按';

/** Who may read it: only 公开宣传 reaches the public edition (JN-23e, WF-10(4)d, SY-S5(3)a). */
export const AUDIENCES = ['公开宣传', '内部交流'] as const;
export type Audience = (typeof AUDIENCES)[number];

const value = z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))]);
const factRecord = z.record(z.string(), value);

const META = z
  .strictObject({
    id: z.string().regex(/^[a-z]\d\d$/, '应为小写字母加两位数字，如 c01'),
    number: z.string().regex(/^\d{4}-\d\d$/, '应为「年度-序号」，如 2024-01'),
    title: z.string().min(1),
    policy: z.enum(POLICY_IDS),
    audience: z.enum(AUDIENCES),
    field: z.string().min(1),
    keywords: z.array(z.string().min(1)).min(1).max(7),
    gist: z.string().min(1).max(200),
    register: z.string().optional(),
    facts: factRecord.optional(),
    outcome: z.strictObject({ decision: z.enum(['予以容错', '不予容错']), mode: z.string().optional() }),
    conditions: z
      .array(
        z.strictObject({ clause: z.string(), fact: z.string(), verdict: z.enum(['符合', '不符合', '存疑']) }),
      )
      .min(1),
    exclusions: z.array(
      z.strictObject({ clause: z.string(), fact: z.string(), verdict: z.enum(['存在', '不存在', '存疑']) }),
    ),
    pair: z.string().optional(),
    pair_difference: z.string().optional(),
    counterfactuals: z
      .array(
        z.strictObject({
          if: z.string(),
          change: z.record(z.string(), z.union([value, z.null()])),
          breaks: z.array(z.string()).min(1),
          // biome-ignore lint/suspicious/noThenProperty: an editor's word for the consequence; the data is never awaited.
          then: z.string(),
        }),
      )
      .min(1),
    questions: z.array(z.string()),
  })
  .refine((meta) => (meta.register === undefined) !== (meta.facts === undefined), {
    message: '应当写 register（绑定台账行）或者 facts（列明事实），二者取一',
    path: ['facts'],
  });

type Meta = z.infer<typeof META>;

export interface CaseSection {
  readonly heading: string;
  readonly line: number;
  /** Line on which the text under the heading begins. */
  readonly textLine: number;
  readonly markdown: string;
}

export interface TypicalCase extends Omit<Meta, 'facts' | 'counterfactuals'> {
  readonly policy: PolicyId;
  readonly file: string;
  /** Stated facts; undefined when the case is bound to a register row. */
  readonly facts: Facts | undefined;
  readonly counterfactuals: readonly {
    readonly if: string;
    /** Changed facts; an empty list means the fact is taken away. */
    readonly change: Facts;
    readonly breaks: readonly string[];
    readonly then: string;
  }[];
  readonly sections: readonly CaseSection[];
  readonly placeOf: (path: readonly (string | number)[]) => { line: number; position: number };
}

export interface CaseReading {
  readonly typicalCase: TypicalCase | undefined;
  readonly findings: readonly Finding[];
}

/** Reads one case file: front matter by schema, body by its fixed headings. */
export function readCase(text: string, file: string): CaseReading {
  const front = readFrontMatter<Meta>(text, file, META);
  const findings = [...front.findings];
  const sections = readSections(front.body, front.bodyLine);
  const wanted = sections.map(({ heading }) => heading).filter((heading) => heading !== OPTIONAL_SECTION);
  const complain = (line: number, message: string, hint: string): void => {
    findings.push({
      code: 'case-sections',
      severity: 'error',
      clause: null,
      file,
      line,
      position: 1,
      message,
      hint,
    });
  };
  if (wanted.join() !== CASE_SECTIONS.join()) {
    const missing = CASE_SECTIONS.filter((heading) => !wanted.includes(heading));
    const unknown = sections.find(
      ({ heading }) => !([...CASE_SECTIONS, OPTIONAL_SECTION] as string[]).includes(heading),
    );
    complain(
      unknown?.line ?? front.bodyLine,
      missing.length > 0
        ? `案例缺少「${missing.join('」「')}」部分。`
        : unknown
          ? `案例中有不认识的部分「${unknown.heading}」。`
          : '案例各部分的次序不对。',
      `各部分依次为：${CASE_SECTIONS.join('、')}；可以另加「${OPTIONAL_SECTION}」。`,
    );
  }
  for (const section of sections) {
    if (section.markdown.trim() === '')
      complain(section.line, `「${section.heading}」部分没有内容。`, '补写这一部分。');
  }
  if (!front.data) return { typicalCase: undefined, findings };
  const { facts, counterfactuals, ...meta } = front.data;
  return {
    typicalCase: {
      ...meta,
      file,
      facts: facts && toFacts(facts),
      counterfactuals: counterfactuals.map((item) => ({ ...item, change: toFacts(item.change) })),
      sections,
      placeOf: front.placeOf,
    },
    findings,
  };
}

/** Front-matter values as facts: a list stays a list, `a|b` is split, null or '' is blank. */
function toFacts(record: Readonly<Record<string, unknown>>): Facts {
  return new Map(
    Object.entries(record).map(([key, raw]) => {
      const values = (Array.isArray(raw) ? raw : [raw]).filter((item) => item !== null && item !== '');
      return [key, values.flatMap((item) => String(item).split('|'))] as const;
    }),
  );
}

/** Splits a Markdown body at its `## ` headings; lines count in the file. */
export function readSections(body: string, bodyLine: number): CaseSection[] {
  const sections: { heading: string; line: number; lines: string[] }[] = [];
  for (const [index, line] of body.split('\n').entries()) {
    const heading = /^##\s+(.+?)\s*$/.exec(line);
    if (heading) sections.push({ heading: heading[1] ?? '', line: bodyLine + index, lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections.map(({ heading, line, lines }) => {
    const blank = lines.findIndex((text) => text.trim() !== '');
    return { heading, line, textLine: line + 1 + Math.max(0, blank), markdown: lines.join('\n').trim() };
  });
}
