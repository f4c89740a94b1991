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

/** The finding about an illegal value of this column. */
async function refused(table: RegisterTable, policy: PolicyId, key: string): Promise<Finding | undefined> {
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
  return findings.find(({ code, key: at }) => code === 'value-unknown' && at === key);
}

/** Lists that no clause closes, and why: they are the register's own. */
const OWN_FORMAT: Readonly<Record<string, string>> = {
  'start_source JN':
    'the text opens a probe in two ways (12.1, 12.3) and has no word for either; ours are those of ZZ annex 4',
  'start_source PY': 'as in JN: article 7 opens it in two ways without naming them',
  'clue_secret JN': '是 and 否 are how a register writes that the exception of 12.2 applies',
  'suggestion_view JN': '认可 stands in 13.2, 不认可 in 14, 视同 in 12.3: no clause lists the three',
  'probe_flags JN': 'each flag comes from another sentence of article 13',
  'probe_flags PY': 'article 7 knows one of the flags and closes no list',
  'harm WF': 'only 重大损失 and 严重不良影响 are named; the grades are those of JN article 18',
  'harm ZZ': 'as in WF',
  'harm SY': 'as in WF',
  'remedy WF': 'only that losses are made good is asked; the grades are those of JN article 18',
  'remedy ZZ': 'as in WF',
  'decision SY': 'the essay names how tolerance is granted, never the refusal',
  'form_before WF':
    'article 8 names three of the four forms, each for itself; the four come from rules of the Party',
  'form_before ZZ': 'no form is named',
  'form_before JN': 'article 19 names 诫勉 and three of the four forms, each for itself',
  'form_after SY': 'only the first form is named, as what a case comes to',
};

test('every closed column and the clause it answers to', async () => {
  const lines: string[] = [];
  const own: string[] = [];
  for (const [table, columns] of Object.entries(TABLES) as [RegisterTable, readonly ColumnDeclaration[]][]) {
    for (const column of columns) {
      // The policy and the type of an event decide what is read at all; an open list says 等.
      if (column.open || ['policy', 'ev_type'].includes(column.key)) continue;
      const pairs: string[] = [];
      for (const policy of column.policies) {
        if (!valuesFor(column, policy)) continue;
        const { clause, message, quote } = (await refused(table, policy, column.key)) ?? {};
        pairs.push(clause ?? `${policy} –`);
        if (!clause) own.push(`${column.key} ${policy}`);
        expect(message?.includes('数据格式'), message).toBe(!clause);
        // The grid of an annex has no running text.
        if (clause && !/-A4/.test(clause)) expect(quote, clause).toMatch(/.{4}/);
      }
      if (pairs.length > 0) lines.push(`${column.key}: ${pairs.join(', ')}`);
    }
  }
  expect(own.sort()).toEqual(Object.keys(OWN_FORMAT).sort());
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "subject_type: WF-2a, ZZ-4a, JN-A2.n1, PY-3a
    scope_basis: ZZ-3a, JN-5b, PY-4.1
    start_source: WF-10(1)a, ZZ-A4.2, JN –, PY –
    applicant: WF-10(1)b, ZZ-7(1)d, PY-7.0d
    clue_secret: JN –
    suggestion_view: JN –
    probe_flags: JN –, PY –
    signoff: ZZ-7(2)d
    harm: WF –, ZZ –, JN-18a, SY –
    remedy: WF –, ZZ –, JN-18a, PY-8.1a
    hard_case: WF-10(3)d, ZZ-7(4)a, JN-14a
    collective: WF-10(3)c, ZZ-7(3)a, JN-15.1a, PY-7(2)a
    decision: WF-10(4)a, ZZ-7(3)c, JN-15.1a, SY –, PY-7(2)b
    mode: WF-2c, ZZ-4b, JN-18.0, SY-S1j, PY-3b
    form_before: WF –, ZZ –, JN –
    form_after: WF-8c, JN-19b, SY –
    publicity: WF-10(4)d, JN-16.1c
    archives: ZZ-7(5)e, JN-17a, PY-7(2)d
    correction: WF-12b, ZZ-7(7)b, JN-24a
    plan_items: WF-14(2)b
    correction_state: WF-14(3)a, ZZ-A4.3, JN-A2.11, PY-8.2a
    ev_scope: JN-23e, SY-S5(3)a
    lst_polarity: JN-22b"
  `);
});
