/** Bulletins: what each says, for its page and its PDF alike, and the PDF's paper. */
import type { Bulletin } from '../bulletins.ts';
import type { TypicalCase } from '../cases.ts';
import { writeDate } from '../components/policy-words.ts';
import { annexTitle } from '../core/headings.ts';
import type { Annex, Block, Paper, Words } from '../paper/document.ts';
import { cite, clauseHome, clauseText } from '../policy/cite.ts';
import type { Policy } from '../policy/model.ts';
import { parseProse } from '../prose.ts';
import { blocksOf, MarkdownError, type NoteClause } from './markdown.ts';
import { numbered, numberHeadings } from './outline.ts';
import { TOLD_SECTIONS } from './unprintable.ts';

/** A heading and what stands under it, as Markdown. */
export interface Part {
  readonly heading: string;
  readonly markdown: string;
  /** Where the text under the heading begins. */
  readonly at: { readonly file: string; readonly line: number };
}

/** What a bulletin tells of a case. */
export type CaseToTell = Pick<
  TypicalCase,
  'id' | 'title' | 'policy' | 'outcome' | 'gist' | 'sections' | 'file'
> &
  Partial<Pick<TypicalCase, 'placeOf'>>;

/** What bulletins are made from: of an edition, or all there is. */
export interface BulletinSource {
  readonly cases: readonly CaseToTell[];
  readonly policies: readonly Policy[];
}

export interface ToldCase {
  readonly item: CaseToTell;
  readonly heading: string;
  readonly parts: readonly Part[];
}

/** What a bulletin says, in reading order. */
export interface BulletinText {
  /** What kind of paper it is: 容错纠错典型案例通报. */
  readonly name: string;
  readonly lead: string;
  /** The cases it tells of, under one heading; none of an exposure. */
  readonly cases: { readonly heading: string; readonly told: readonly ToldCase[] } | undefined;
  readonly sections: readonly Part[];
  /** Its own annexes by their titles, each with its mark: 附件, or 附件1 where there are several. */
  readonly annexes: readonly (Part & { readonly mark: string })[];
  /** That everything in it is made up. */
  readonly synthetic: string;
  /** 成文日期, in words. */
  readonly date: string;
  /** 附注: who may read it, without brackets. */
  readonly note: string;
}

/** What a bulletin says of itself and of those of its cases that the edition has. */
export function bulletinText(bulletin: Bulletin, cases: readonly CaseToTell[]): BulletinText {
  const isTypical = bulletin.kind === '典型案例';
  const told = bulletin.cases
    .map((id) => cases.find((item) => item.id === id))
    .filter((item) => item !== undefined)
    .map((item, index): ToldCase => {
      const { file } = item;
      const sections = TOLD_SECTIONS.map((wanted) => {
        const section = item.sections.find(({ heading }) => heading === wanted);
        const markdown = section?.markdown ?? '';
        return {
          heading: wanted,
          // A bulletin gives the result in short; the rest stands on the case's own page.
          markdown: wanted === '处理结果' ? (markdown.split('\n\n')[0] ?? '') : markdown,
          at: { file, line: section?.textLine ?? 1 },
        };
      });
      const parts = [
        ...sections,
        { heading: '容错要点', markdown: item.gist, at: { file, line: item.placeOf?.(['gist']).line ?? 1 } },
      ];
      return {
        item,
        heading: numbered(2, index + 1, item.title),
        parts: parts.map((part, i) => ({ ...part, heading: numbered(3, i + 1, part.heading) })),
      };
    });
  const before = told.length > 0 ? 1 : 0;
  const written = bulletin.sections.map(({ heading, markdown, textLine }) => ({
    ...{ heading, markdown, title: annexTitle(heading), at: { file: bulletin.file, line: textLine } },
  }));
  const annexes = written.filter(({ title }) => title !== undefined);
  const cites = [
    bulletin.lead,
    ...[...told.flatMap(({ parts }) => parts), ...written].map(({ markdown }) => markdown),
  ].some((text) => text.includes('[['));
  // On paper the clauses that are cited are an annex of their own.
  const several = annexes.length + (cites ? 1 : 0) > 1;
  return {
    name: isTypical ? '容错纠错典型案例通报' : '典型问题通报曝光',
    lead: bulletin.lead,
    cases: told.length > 0 ? { heading: numbered(1, 1, '典型案例'), told } : undefined,
    sections: written
      .filter(({ title }) => title === undefined)
      .map(({ heading, markdown, at }, index) => ({
        heading: numbered(1, before + index + 1, heading),
        markdown: numberHeadings(markdown, 2),
        at,
      })),
    annexes: annexes.map(({ title = '', markdown, at }, index) => ({
      mark: `附件${several ? index + 1 : ''}`,
      heading: title,
      markdown: numberHeadings(markdown, 1),
      at,
    })),
    synthetic: `${isTypical ? '所列案例均为教学合成案例' : '所通报的问题为教学合成'}：人物、单位、地点、数额均系虚构，只有所引条文是真实的。`,
    date: writeDate(bulletin.date),
    note: bulletin.scope === '公开宣传' ? '此件公开发布' : `发布范围：${bulletin.scope}`,
  };
}

/** What a bulletin or one of its cases holds that no paper can show. */
export interface BulletinFault {
  readonly at: Part['at'];
  readonly message: string;
}

/** A bulletin that cannot be set, with the first fault of each of its parts. */
export class BulletinError extends Error {
  readonly faults: readonly BulletinFault[];

  constructor(faults: readonly BulletinFault[]) {
    super(faults.map(({ message }) => message).join(''));
    this.faults = faults;
  }
}

/** What the publishing body has set for itself. */
export interface Publisher {
  /** 发文机关署名; '' where none signs. */
  readonly organization: string;
  /** 发文机关标志 in red; '' for a paper without a red head. */
  readonly letterhead: string;
}

/** What is quoted of a clause, with a mark where its sentence goes on. */
function wholeOrCut(quoted: string): string {
  return /[。；：]$/.test(quoted) ? quoted : `${quoted}……`;
}

const ANNEX_TITLE = '本期通报引用的条款';

/**
 * The paper of a bulletin. Its citations are numbered, and an annex after its own gives the words of each clause.
 * @throws BulletinError for Markdown that no paper can show
 */
export async function bulletinPaper(
  bulletin: Bulletin,
  { cases, policies }: BulletinSource,
  { organization, letterhead }: Publisher,
): Promise<Paper> {
  const text = bulletinText(bulletin, cases);
  const policyOf = (id: string) => policies.find(({ meta }) => meta.id === id.slice(0, 2));
  const sources = new Set<Policy>();
  const notes = new Map<string, { readonly number: number; readonly words: readonly Words[] }>();
  const noteClause: NoteClause = (id) => {
    const policy = policyOf(id);
    if (!policy || clauseHome(policy, id) === undefined) return undefined;
    sources.add(policy);
    const [called, quoted] = [cite(policy, id), clauseText(policy, id)];
    const key = `${called}：${quoted}`;
    const note = notes.get(key) ?? {
      number: notes.size + 1,
      words: [{ text: `${called}：`, style: 'aside' }, { text: wholeOrCut(quoted) }],
    };
    notes.set(key, note);
    return { text: called, note: note.number };
  };
  const faults: BulletinFault[] = [];
  const read = async ({ markdown, at }: Pick<Part, 'markdown' | 'at'>): Promise<Block[]> => {
    const parsed = await parseProse(markdown);
    try {
      return blocksOf(parsed, noteClause);
    } catch (error) {
      if (!(error instanceof MarkdownError)) throw error;
      faults.push({ at: { file: at.file, line: at.line + error.line - 1 }, message: error.message });
      return [];
    }
  };

  const blocks: Block[] = await read({
    markdown: text.lead,
    at: { file: bulletin.file, line: bulletin.placeOf(['lead']).line },
  });
  if (text.cases) {
    blocks.push({ kind: 'heading', level: 1, text: text.cases.heading });
    for (const { item, heading, parts } of text.cases.told) {
      const policy = policyOf(item.policy);
      const { decision, mode } = item.outcome;
      const line = (text: string): Block => ({ kind: 'paragraph', words: [{ text }] });
      blocks.push(
        { kind: 'heading', level: 2, text: heading },
        line(`认定结论：${decision}${mode ? `，${mode}` : ''}。`),
        ...(policy ? [line(`适用制度：${policy.meta.short}〔${policy.meta.pol_status}〕。`)] : []),
      );
      for (const part of parts) {
        blocks.push({ kind: 'heading', level: 3, text: part.heading }, ...(await read(part)));
      }
    }
  }
  for (const section of text.sections) {
    blocks.push({ kind: 'heading', level: 1, text: section.heading }, ...(await read(section)));
  }
  const own: Annex[] = [];
  for (const annex of text.annexes) {
    const set = await read(annex);
    own.push({
      title: annex.heading,
      // Headings begin anew under the title of an annex.
      blocks: set.map((block) =>
        block.kind === 'heading'
          ? { ...block, level: Math.max(1, block.level - 1) as typeof block.level }
          : block,
      ),
    });
  }
  if (faults.length > 0) throw new BulletinError(faults);
  blocks.push({ kind: 'paragraph', words: [{ text: text.synthetic, style: 'aside' }] });

  const clauses: Annex[] =
    notes.size === 0
      ? []
      : [
          {
            title: ANNEX_TITLE,
            blocks: [
              {
                kind: 'paragraph',
                words: [
                  {
                    text: `正文方括号内的数字为下列条款的序号。条款摘自${[...sources]
                      .map(({ meta }) => {
                        const particulars = [meta.pol_no, meta.pol_status, `以下简称${meta.short}`].filter(
                          (words) => words !== '',
                        );
                        return `《${meta.title}》（${particulars.join('，')}）`;
                      })
                      .join('、')}；是否仍然适用，请向制定机关核实。`,
                  },
                ],
              },
              {
                kind: 'list',
                ordered: true,
                notes: true,
                items: [...notes.values()].map(({ words }) => [{ kind: 'paragraph', words }]),
              },
            ],
          },
        ];
  return {
    title: bulletin.title,
    subject: text.name,
    day: bulletin.dated ?? `${bulletin.issued}-01`,
    ...(letterhead === ''
      ? {}
      : { letterhead: { name: letterhead, ...(bulletin.number ? { number: bulletin.number } : {}) } }),
    ...(bulletin.to ? { addressee: bulletin.to } : {}),
    blocks,
    annexes: [...own, ...clauses],
    ...(organization === '' ? {} : { issuer: organization }),
    date: text.date,
    note: text.note,
  };
}
