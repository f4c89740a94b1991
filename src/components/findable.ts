/** What the forms page offers to be found: the forms, and the papers that get none. */
import type { Findable } from '../forms/finder.ts';
import { groupsOf, type Role, type Step } from '../forms/gallery.ts';
import { site } from '../site.ts';

/** A form or a paper, as it is found. */
export function findable(item: {
  readonly policy: string;
  readonly role: readonly Role[];
  readonly step: Step;
}): Findable {
  return { policy: item.policy, groups: [...new Set(item.role.flatMap(groupsOf))], step: item.step };
}

/** Papers that get no form, each with its reason. */
export const formless = site.formsList.flatMap(({ paper, clause, instead }) =>
  instead ? [{ paper, clause, ...instead, policy: clause.slice(0, 2) }] : [],
);

/** Everything that can be found. */
export const findables: readonly Findable[] = [...site.forms, ...formless].map(findable);
