/** The five policy systems, in the order they are shown. */
export const POLICY_IDS = ['JN', 'WF', 'ZZ', 'SY', 'PY'] as const;

export type PolicyId = (typeof POLICY_IDS)[number];

/** How a policy stands in law; travels with every citation. */
export const POLICY_STATUSES = ['施行', '试行', '征求意见稿', '经验材料', '已废止'] as const;

export type PolicyStatus = (typeof POLICY_STATUSES)[number];

export function isPolicyId(text: string): text is PolicyId {
  return (POLICY_IDS as readonly string[]).includes(text);
}
