/** What the coverage pages say of a clause: the part of the text it stands in, and what carries it out. */
import { clauseHref, policyHref } from '../links.ts';
import { citeWithin, clauseHome } from '../policy/cite.ts';
import type { CoveredClause, Home } from '../policy/coverage.ts';
import type { Policy } from '../policy/model.ts';
import { labelOf } from '../register/message.ts';
import { sectionAnchor } from './official-text.ts';

/** An article, annex or other part with the clauses listed of it. */
interface CoveredPart {
  readonly anchor: string;
  readonly label: string;
  readonly title: string;
  readonly clauses: readonly CoveredClause[];
}

/** The part a clause list names: 12 → 第十二条, annex2 → 附件2 容错统计表, S3 → 第三部分 规范程序. */
function namePart(policy: Policy, article: string): Pick<CoveredPart, 'label' | 'title'> {
  const { id } = policy.meta;
  const titleOf = (section: string): string =>
    policy.sections.find((candidate) => candidate.id === section)?.heading ?? '';
  const annex = /^annex(\d)$/.exec(article)?.[1];
  if (annex) return { label: `附件${annex}`, title: titleOf(`${id}-A${annex}`) };
  if (article.startsWith('S')) {
    const label = citeWithin(policy, `${id}-${article}`);
    const title = titleOf(`${id}-${article}`);
    return { label, title: title.includes(label) ? '' : title };
  }
  const named = { notice: '印发通知', annex: '附件目录', title: '题名' }[article];
  return { label: named ?? citeWithin(policy, `${id}-${article}`), title: '' };
}

/** The clauses of one policy by the parts they stand in, in the order of the clause list. */
export function coveredParts(policy: Policy, clauses: readonly CoveredClause[]): CoveredPart[] {
  const articles = [...new Set(clauses.map(({ clause }) => clause.article))];
  return articles.map((article) => ({
    anchor: `part-${article.toLowerCase()}`,
    ...namePart(policy, article),
    clauses: clauses.filter(({ clause }) => clause.article === article),
  }));
}

/** Where a listed clause is read. The grid of an annex has no paragraphs: it stands at its annex. */
export function coveredHref(policy: Policy, id: string): string {
  if (clauseHome(policy, id)) return clauseHref(policy, id);
  const annex = /^[A-Z]{2}-A\d/.exec(id)?.[0];
  const section = policy.sections.find(({ id: own, kind }) => (annex ? own === annex : kind === 'title'));
  return policyHref(policy.meta.id) + (section ? `#${sectionAnchor(policy, section)}` : '');
}

/** One line about what carries a clause out; `clause` is another clause it leads to, cut out of `words`. */
interface HomeWords {
  readonly label: string;
  readonly words: string;
  readonly clause?: string;
  /** Ends the words and stays in one piece. */
  readonly tail?: string;
}

/** A home in Chinese. */
export function homeWords(home: Home): HomeWords {
  switch (home.kind) {
    case 'rule':
      return { label: '规则', words: home.title, tail: `（例子${home.examples}个）` };
    case 'check':
      return { label: '跨行核对', words: home.name };
    case 'corpus':
      return { label: '内容核对', words: home.name };
    case 'code':
      return { label: '代号', words: `${labelOf(home.column)} ${home.code}` };
    case 'same':
      return {
        label: '同一核对',
        clause: home.clause,
        words: home.note,
      };
    case 'not-formalized':
      return { label: '原因', words: home.reason };
  }
}
