/** The real content and calendar, read once per test file. */
import { readFileSync } from 'node:fs';
import { contentFiles } from '../scripts/effects.ts';
import type { WorkCalendar } from '../src/core/workdays.ts';
import type { Policy } from '../src/policy/model.ts';
import { readPolicy } from '../src/policy/read.ts';
import { CALENDAR_FILE, readCalendar } from '../src/register/calendar.ts';
import { FIELDS } from '../src/register/fields.ts';

export async function readPolicies(): Promise<Policy[]> {
  const policies: Policy[] = [];
  for (const path of await contentFiles.list('content/policies')) {
    if (!path.endsWith('.mdx')) continue;
    const { policy, findings } = readPolicy((await contentFiles.text(path)) ?? '', path, FIELDS);
    if (findings.length > 0) throw new Error(JSON.stringify(findings, null, 1));
    if (policy) policies.push(policy);
  }
  return policies;
}

/** The committed calendar, without what may have been pasted since. */
export function realCalendar(): WorkCalendar {
  const { calendar, findings } = readCalendar(readFileSync(CALENDAR_FILE, 'utf8'), CALENDAR_FILE);
  if (!calendar || findings.length > 0) throw new Error(JSON.stringify(findings, null, 1));
  return calendar;
}
