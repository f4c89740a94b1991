/** What of the site touches a clause: typical cases, form fields, exercise scenes. */
import { fieldsOf } from '../core/predicate.ts';
import type { Site } from '../disclosure/editions.ts';
import type { Policy } from '../policy/model.ts';

interface Touches {
  readonly cases: readonly string[];
  readonly forms: readonly { readonly id: string; readonly labels: readonly string[] }[];
  readonly scenes: number;
}

/** Cases judged by the clause or arguing it, fields that feed its rules, scenes it decides. */
export function touchesOf(site: Site, policy: Policy, id: string): Touches {
  const code = id.replace(/\)[a-z]\d*$/, ')');
  const facts = new Set(
    policy.rules
      .filter((rule) => rule.id === id)
      .flatMap(({ when, require }) => [...(when ? fieldsOf(when) : []), ...fieldsOf(require)]),
  );
  // Every paper goes to this column, and a rule that reads it means one of them.
  facts.delete('documents');
  const annex = /^[A-Z]{2}-A\d/.exec(id)?.[0];
  return {
    cases: site.cases
      .filter(
        (item) =>
          item.policy === policy.meta.id &&
          (item.shownFacts.some(({ values }) => values.includes(code)) ||
            [...item.conditions, ...item.exclusions].some(({ clause }) => clause === id || clause === code) ||
            (site.caseResults.get(item.id) ?? []).some(
              ({ rule, verdict }) => rule.id === id && verdict !== 'skip' && verdict !== 'unknown',
            )),
      )
      .map((item) => item.id),
    forms: site.forms
      .filter((form) => form.policy === policy.meta.id)
      .map((form) => ({
        id: form.id,
        own:
          [form.clause, form.when.clause, form.later?.clause, form.with?.clause].includes(id) ||
          (annex !== undefined && form.clause.startsWith(annex)),
        labels: form.fields
          .filter(({ register }) => register.some((key) => facts.has(key)))
          .map(({ label }) => label),
      }))
      .filter(({ own, labels }) => own || labels.length > 0)
      .map(({ id: form, labels }) => ({ id: form, labels })),
    scenes: site.scenes.filter(({ clause, which }) => clause === id || which === id).length,
  };
}
