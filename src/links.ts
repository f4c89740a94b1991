/** Addresses of the site's own pages. Pure, so that islands may use it too. */
import { clauseAnchor } from './core/place.ts';
import { clauseHome } from './policy/cite.ts';
import type { Policy } from './policy/model.ts';

/** A path of this site (`/forms/`) under the path it is served from. */
export function withBase(path: string): string {
  return import.meta.env.BASE_URL.replace(/\/$/, '') + path;
}

/** Page of a policy: JN → /policies/jn/. */
export function policyHref(id: string): string {
  return withBase(`/policies/${id.toLowerCase()}/`);
}

/** Where each clause of a policy is carried out: JN → /coverage/jn/. */
export function coverageHref(id: string): string {
  return withBase(`/coverage/${id.toLowerCase()}/`);
}

/** Page of a typical case. */
export function caseHref(id: string): string {
  return withBase(`/cases/${id}/`);
}

/** Page of a bulletin. */
export function bulletinHref(id: string): string {
  return withBase(`/bulletins/${id}/`);
}

/** Page of a form. */
export function formHref(id: string): string {
  return withBase(`/forms/${id}/`);
}

/**
 * Where a clause is read: the anchor of the paragraph or item in which it stands (JN-12.2a → /policies/jn/#jn-12-2),
 * else the policy's page.
 */
export function clauseHref(policy: Policy, id: string): string {
  const home = clauseHome(policy, id);
  return policyHref(policy.meta.id) + (home ? `#${clauseAnchor(home)}` : '');
}
