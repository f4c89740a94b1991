/** Citations of the running build's policies: every clause id on a page becomes words, a link and a status here. */
import { tieTail } from './citation-words.ts';
import type { PolicyStatus } from './core/policy-id.ts';
import { clauseHref } from './links.ts';
import { cite, citeWithin, clauseHome, clauseText } from './policy/cite.ts';
import type { Policy } from './policy/model.ts';
import { type Citation, renderProse } from './prose.ts';
import { site } from './site.ts';

/** The policy a clause id or a policy id belongs to. */
export function policyOf(id: string): Policy | undefined {
  return site.policies.find(({ meta }) => meta.id === id.slice(0, 2));
}

/** A citation with its link and status; undefined when no policy has the clause. */
export function citeClause(id: string): (Citation & { readonly status: PolicyStatus }) | undefined {
  const policy = policyOf(id);
  if (!policy || clauseHome(policy, id) === undefined) return undefined;
  const text = cite(policy, id);
  return { href: clauseHref(policy, id), text, parts: tieTail(text), status: policy.meta.pol_status };
}

/** A citation that leaves the policy unnamed, for places where it is plain: 第十二条第二款. */
export function citeShort(id: string): string {
  const policy = policyOf(id);
  return policy ? citeWithin(policy, id) : id;
}

/** The exact words of a clause: those of a code or a quotation where one is declared, else the whole paragraph. */
export function wordsOf(id: string): string {
  const policy = policyOf(id);
  if (!policy) return '';
  return policy.codes.find((code) => code.id === id)?.text ?? clauseText(policy, id);
}

/** Prose of cases, bulletins and lessons as HTML, with its `[[…]]` citations. */
export function prose(markdown: string): Promise<string> {
  return renderProse(markdown, citeClause);
}

/** The same where it is plain which policy is meant: its citations leave the policy unnamed. */
export function proseWithin(markdown: string): Promise<string> {
  return renderProse(markdown, (id) => {
    const citation = citeClause(id);
    const text = citeShort(id);
    return citation && { ...citation, text, parts: tieTail(text) };
  });
}

/** Clause ids cited in prose, in reading order, without repeats. */
export function citedIn(markdown: string): string[] {
  return [...new Set([...markdown.matchAll(/\[\[([^\]]+)\]\]/g)].map((match) => match[1] ?? ''))];
}
