/** A digest per article, so that official text cannot change by accident. */
import type { Finding } from '../core/finding.ts';
import type { Policy, Section } from './model.ts';
import { plain } from './read.ts';

/** Policy id → part (article number, `notice`, `annex1` …) → SHA-256 of its official text. */
export type TextLock = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Reads the committed lock; undefined when it is no JSON, because then nothing can be compared. */
export function readLock(text: string): TextLock | undefined {
  try {
    return JSON.parse(text) as TextLock;
  } catch {
    return undefined;
  }
}

/** Names of the parts that have no heading of their own. */
const PART_NAMES: Readonly<Record<string, string>> = {
  notice: '印发通知',
  title: '题名',
  chapters: '章名',
  annexes: '附件目录',
  issue: '印发行',
};

/** Official text of a policy by part, notes and rules removed, white space and bracket width evened out. */
export function officialText(policy: Policy): Map<string, string> {
  const parts = new Map<string, string>();
  const add = (key: string, text: string): void => {
    parts.set(key, (parts.get(key) ?? '') + plain(text));
  };
  for (const section of policy.sections) {
    const body = section.clauses.map((clause) => clause.marker + clause.paragraphs.join('')).join('');
    add(partKey(section), section.heading + body);
  }
  return parts;
}

function partKey(section: Section): string {
  if (section.kind === 'article') return section.id.slice(section.id.indexOf('-') + 1);
  if (section.kind === 'annex') return section.id.slice(section.id.indexOf('-') + 1).replace('A', 'annex');
  return section.kind === 'chapter' ? 'chapters' : section.kind;
}

/** The lock of the policies as they stand now. */
export function lockOf(policies: readonly Policy[], digest: (text: string) => string): TextLock {
  return Object.fromEntries(
    policies.map((policy) => [
      policy.meta.id,
      Object.fromEntries([...officialText(policy)].map(([key, text]) => [key, digest(text)])),
    ]),
  );
}

/** Findings for every part whose text differs from the lock, is new or has gone. */
export function checkLock(
  lock: TextLock,
  policies: readonly Policy[],
  digest: (text: string) => string,
): Finding[] {
  const findings: Finding[] = [];
  const now = lockOf(policies, digest);
  for (const policy of policies) {
    const before = lock[policy.meta.id] ?? {};
    const after = now[policy.meta.id] ?? {};
    for (const part of new Set([...Object.keys(before), ...Object.keys(after)])) {
      if (before[part] === after[part]) continue;
      const section = policy.sections.find((candidate) => partKey(candidate) === part);
      findings.push({
        code: 'text-changed',
        severity: 'error',
        clause: null,
        file: policy.file,
        line: section?.at.line ?? 1,
        position: 1,
        key: part,
        message: `${policy.meta.short}${section?.heading || (PART_NAMES[part] ?? part)}的正文与锁定的文本不一致。`,
        hint: '正文应与原文逐字一致。确因更正录入而改动的，核对原文后运行 npm run check -- --accept-text。',
      });
    }
  }
  return findings;
}
