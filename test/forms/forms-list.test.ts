/** The list of all papers, the forms that carry it out, and what the gallery and the register need of each form. */
import { beforeAll, expect, test } from 'vitest';
import type { PolicyId } from '../../src/core/policy-id.ts';
import { GROUPS, groupsOf, ROLES, STEPS } from '../../src/forms/gallery.ts';
import type { FormSpec } from '../../src/forms/schema.ts';
import { readFormsList } from '../../src/forms-list.ts';
import { findColumn, papersUnder, valuesFor } from '../../src/register/columns.ts';
import { FORM_IDS, formTexts, PAPERS, soundForm } from './made.ts';

/** Papers of cases alone. */
const papersOfCases = (policy: PolicyId): readonly string[] => {
  const column = findColumn('documents');
  return (column && valuesFor(column, policy)) ?? [];
};

let forms: FormSpec[];
beforeAll(async () => {
  const texts = await formTexts();
  forms = [...texts].map(([id, text]) => soundForm(text, `content/forms/${id}.yaml`));
});

test('every paper has its form or its reason, and every form its paper', () => {
  expect(forms.map(({ id }) => id).sort()).toEqual(FORM_IDS);
  expect(PAPERS.length).toBeGreaterThanOrEqual(68);
  for (const { id, clause } of forms)
    expect([id, PAPERS.find((paper) => paper.id === id)?.clause]).toEqual([id, clause]);
});

test('papers without a form: what the texts forbid, and what is written, not filled in', () => {
  expect(
    PAPERS.flatMap(({ id, instead }) => (instead ? [`${id} ${instead.see ?? ''}`.trim()] : [])).sort(),
  ).toEqual(['jn-typical-cases bulletins', 'py-decision', 'py-opinion', 'sy-typical-cases bulletins']);
});

test('the tolerance opinion of PY gets no paper, nor does its decision', () => {
  for (const { title } of forms.filter(({ policy }) => policy === 'PY'))
    expect(title).not.toMatch(/意见书|决定/);
});

test.each([
  [
    'a paper twice',
    '- { id: x-a, paper: 甲, clause: JN-1 }\n- { id: x-a, paper: 乙, clause: JN-1 }',
    /已在第1行使用/,
  ],
  [
    'a reason that is no sentence',
    '- { id: x-a, paper: 甲, clause: JN-1, instead: { step: 决定, role: [当事人], because: 不必 } }',
    /句号结尾/,
  ],
  [
    'a step nobody knows',
    '- { id: x-a, paper: 甲, clause: JN-1, instead: { step: 饮茶, role: [当事人], because: 否。 } }',
    /instead\.step/,
  ],
])('%s is found', (_, text, expected) => {
  const { findings } = readFormsList(text, 'content/forms-list.yaml');
  expect(findings.map(({ message }) => message).join()).toMatch(expected);
});

test('every role and every step is there for some paper, and each role a group', () => {
  const all = [...forms, ...PAPERS.flatMap(({ instead }) => instead ?? [])];
  expect(new Set(all.flatMap(({ role }) => role))).toEqual(new Set(ROLES));
  expect(new Set(all.map(({ step }) => step))).toEqual(new Set(STEPS));
  expect(new Set(ROLES).size).toBe(ROLES.length);
  expect(ROLES.filter((role) => groupsOf(role).length === 0)).toEqual([]);
  expect(new Set(ROLES.flatMap(groupsOf))).toEqual(new Set(GROUPS));
});

test('the discipline organ that handles a case is found under the same words in SY and PY', () => {
  expect(groupsOf('县纪委监委')).toEqual(groupsOf('各级纪检监察机关'));
  expect(groupsOf('县纪委监委')).toEqual(['承办单位', '纪检监察和组织部门']);
});

test('a field goes to columns that its policy reads, and is called like its column where there is one', () => {
  for (const { id, policy, fields } of forms) {
    for (const { key, register } of fields) {
      for (const column of register)
        expect([id, column, findColumn(column)?.policies.includes(policy)]).toEqual([id, column, true]);
      // A field read back under the name of a column must be that column.
      if (findColumn(key)) expect([id, key, register.includes(key)]).toEqual([id, key, true]);
    }
  }
});

test('what is ticked under the name of a column is a value of that column', () => {
  for (const { id, policy, fields } of forms) {
    for (const { key, options = {}, register_as } of fields) {
      const column = findColumn(key);
      const values = column && valuesFor(column, policy);
      // Annex 2 of JN prints sanctions without the branch that the register writes before them.
      if (!values || (id === 'jn-a2' && key === 'sanctions')) continue;
      // The draft of PY has its own word for a file that the register calls by one name.
      for (const words of register_as === undefined ? Object.values(options) : [register_as])
        expect([id, key, values]).toEqual([id, key, expect.arrayContaining([words])]);
    }
  }
});

test('a form whose paper the register names says so, and no field says it once more', () => {
  const named = forms.filter(({ document }) => document !== undefined);
  for (const { id, policy, document = '' } of named)
    expect([id, papersUnder(policy)]).toEqual([id, expect.arrayContaining([document])]);
  for (const { id, policy, title, document } of forms)
    if (papersUnder(policy).includes(title)) expect([id, document]).toEqual([id, title]);
  for (const { id, fields } of named)
    for (const { label, register } of fields)
      expect([id, label, register]).not.toEqual([id, label, expect.arrayContaining(['documents'])]);
  // Only what nobody makes a form of here is entered by hand.
  const all = ['WF', 'ZZ', 'JN', 'PY'].flatMap((policy) =>
    papersOfCases(policy as PolicyId)
      .filter((paper) => !named.some((form) => form.policy === policy && form.document === paper))
      .map((paper) => `${policy} ${paper}`),
  );
  expect(all).toEqual(['WF 评估材料', 'JN 证明材料', 'JN 评估材料', 'PY 证明材料', 'PY 处理决定']);
});
