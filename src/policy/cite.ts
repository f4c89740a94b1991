import { writeNumeral } from '../core/numerals.ts';
import type { Policy } from './model.ts';

/**
 * The anchored paragraph or item in which a clause stands, found by dropping its finer parts one by one:
 * JN-12.2a → JN-12.2, ZZ-7(5)b1 → ZZ-7(5), WF-9(1)a → WF-9. Undefined when the policy has no such clause.
 */
export function clauseHome(policy: Policy, id: string): string | undefined {
  let candidate = id;
  for (;;) {
    if (policy.clauses.has(candidate)) return candidate;
    // A whole article stands at its opening words, a cell of an annex grid at its annex; but a paragraph or item
    // that does not exist stands nowhere.
    if (!/[.)]/.test(id) || /^[A-Z]{2}-A\d/.test(id)) {
      const opening = [`${candidate}.0`, `${candidate}.1`].find((first) => policy.clauses.has(first));
      if (opening) return opening;
    }
    const shorter = candidate.replace(/(?:[a-z]\d*|\(\d+\)|\.[A-Za-z]?\d+)$/, '');
    if (shorter === candidate || !shorter.includes('-')) return undefined;
    candidate = shorter;
  }
}

/** The words of a clause: a named quote, else its paragraph or item. Empty when unknown. */
export function clauseText(policy: Policy, id: string): string {
  const quote = policy.quotes.get(id);
  if (quote) return quote;
  const home = clauseHome(policy, id);
  return home ? (policy.clauses.get(home)?.paragraphs.join('') ?? '').replaceAll('**', '') : '';
}

/**
 * Where a clause stands, in the way officials cite: JN-12.2a → 第十二条第二款, WF-6(4) → 第六条第（四）项,
 * JN-N.5c → 印发通知第5段, JN-A2.n3 → 附件2注3, SY-S3(2) → 第三部分之二.
 */
export function citeWithin(policy: Policy, id: string): string {
  const rest = id.slice(id.indexOf('-') + 1);
  const annex = /^A(\d+)?(?:\.n(\d+))?/.exec(rest);
  if (annex) {
    if (annex[2]) return `附件${annex[1]}注${annex[2]}`;
    const item = /\((\d+)\)/.exec(rest);
    return `附件${annex[1] ?? '目录'}${item ? `第${item[1]}项` : ''}`;
  }
  const notice = /^N(?:\.(\d+))?/.exec(rest);
  if (notice) return notice[1] && notice[1] !== '0' ? `印发通知第${notice[1]}段` : '印发通知';
  const section = /^S(\d)(?:\((\d)\))?/.exec(rest);
  if (section) {
    const name = section[1] === '0' ? '导语' : `第${writeNumeral(Number(section[1]))}部分`;
    return section[2] ? `${name}之${writeNumeral(Number(section[2]))}` : name;
  }
  const article = /^(\d+)(?:\.(\d+))?(?:\((\d+)\))?/.exec(rest);
  if (!article || article[1] === '0') return '题名';
  const number = `第${writeNumeral(Number(article[1]))}条`;
  if (article[3]) {
    // WF art. 9 prints no item numbers: its tests are counted by semicolons, so we cannot cite 项.
    const printed = policy.clauses.has(`${policy.meta.id}-${article[1]}(${article[3]})`);
    return printed ? `${number}第（${writeNumeral(Number(article[3]))}）项` : `${number}第${article[3]}组`;
  }
  return article[2] && article[2] !== '0' ? `${number}第${writeNumeral(Number(article[2]))}款` : number;
}

/** A full citation without its status: 济南《实施细则》第十二条第二款. */
export function cite(policy: Policy, id: string): string {
  return policy.meta.short + citeWithin(policy, id);
}

/** A clause as officials cite it, with the force of its text: 济南《实施细则》第十二条第二款〔试行〕. Empty when unknown. */
export function citation(clause: string | null, policies: readonly Policy[]): string {
  const policy = clause && policies.find(({ meta }) => meta.id === clause.slice(0, 2));
  return policy ? `${cite(policy, clause)}〔${policy.meta.pol_status}〕` : '';
}
