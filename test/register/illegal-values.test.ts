/** A value that a closed column may not hold cites the clause that says what may stand there, where a clause says it. */
import { expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import type { PolicyId } from '../../src/core/policy-id.ts';
import { checkRegisters } from '../../src/register/check.ts';
import { type ColumnDeclaration, type RegisterTable, TABLES, valuesFor } from '../../src/register/columns.ts';
import { formatRegister } from '../../src/register/write.ts';
import { readPolicies, realCalendar } from '../corpus.ts';

const policies = await readPolicies();
const calendar = realCalendar();

/** `WF-2a`, or undefined: what the finding about an illegal value of this column cites. */
async function cited(
  table: RegisterTable,
  policy: PolicyId,
  key: string,
): Promise<string | null | undefined> {
  const row = {
    case_id: `${policy}-2024-001`,
    ev_id: `${policy}-E-2024-001`,
    ev_type: '案例报送',
    lst_id: 'L-2024-001',
    lst_polarity: '正面',
    lst_text: '先行先试',
    policy,
    [key]: '其他写法',
  };
  const columns: readonly ColumnDeclaration[] = TABLES[table];
  const used = columns.filter((column) => column.key in row);
  const kept = Object.fromEntries(used.map((column) => [column.key, row[column.key as keyof typeof row]]));
  const findings: Finding[] = [];
  await checkRegisters(
    [
      {
        path: `${table}-2024.csv`,
        open: async function* () {
          yield new TextEncoder().encode(formatRegister(used, [kept]));
        },
      },
    ],
    { policies, calendar, asOf: '2026-11-21', emit: (finding) => findings.push(finding) },
  );
  return findings.find(({ code, key: at }) => code === 'value-unknown' && at === key)?.clause;
}

test('every closed column and the clause it answers to', async () => {
  const lines: string[] = [];
  for (const [table, columns] of Object.entries(TABLES) as [RegisterTable, readonly ColumnDeclaration[]][]) {
    for (const column of columns) {
      // The policy and the type of an event decide what is read at all; an open list says 等.
      if (column.open || ['policy', 'ev_type'].includes(column.key)) continue;
      const pairs: string[] = [];
      for (const policy of column.policies) {
        if (valuesFor(column, policy)) pairs.push((await cited(table, policy, column.key)) ?? `${policy} –`);
      }
      if (pairs.length > 0) lines.push(`${column.key}: ${pairs.join(', ')}`);
    }
  }
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "subject_type: WF-2a, ZZ-4a, JN –, PY –
    scope_basis: ZZ-3a, JN-5b, PY-4.1
    start_source: WF-10(1)a, ZZ –, JN –, PY –
    applicant: WF-10(1)b, ZZ-7(1)d, PY-7.0d
    clue_secret: JN –
    suggestion_view: JN –
    probe_flags: JN –, PY –
    signoff: ZZ-7(2)d
    harm: WF –, ZZ –, JN-18a, SY –
    remedy: WF –, ZZ –, JN –, PY-8.1a
    hard_case: WF –, ZZ –, JN –
    collective: WF-10(3)c, ZZ-7(3)a, JN-15.1a, PY-7(2)a
    decision: WF-10(4)a, ZZ-7(3)c, JN-15.1a, SY –, PY-7(2)b
    mode: WF-2c, ZZ-4b, JN-18.0, SY-S1j, PY-3b
    form_before: WF –, ZZ –, JN –
    form_after: WF-8c, JN-19b, SY –
    publicity: WF-10(4)d, JN-16.1c
    archives: ZZ-7(5)e, JN-17a, PY-7(2)d
    correction: WF-12b, ZZ-7(7)b, JN-24a
    plan_items: WF-14(2)b
    correction_state: WF-14(3)a, ZZ –, JN –, PY-8.2a
    ev_scope: JN-23e, SY-S5(3)a
    lst_polarity: JN –"
  `);
});
