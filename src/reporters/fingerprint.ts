import type { Finding } from '../core/finding.ts';

/** SHA-256 in hex of UTF-8 text, handed in by the edge. */
export type Digest = (text: string) => string;

/**
 * What a finding is about, as 16 hex digits: code, case, column and clause. It stays the same when rows are sorted
 * anew or values change, so that two runs can be compared. A finding about no case is told apart by file and words.
 */
export function fingerprintOf(finding: Finding, digest: Digest): string {
  const { code, caseId, key, clause, file, message } = finding;
  const parts = [code, caseId ?? '', key ?? '', clause ?? ''];
  if (caseId === undefined) parts.push(file, message);
  return digest(parts.join('\u0000')).slice(0, 16);
}
