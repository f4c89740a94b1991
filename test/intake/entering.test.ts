import { describe, expect, test } from 'vitest';
import { loadFormKeys } from '../../scripts/import.ts';
import { loadPolicies } from '../../scripts/template.ts';
import { readFilledForm } from '../../src/forms/filled.ts';
import { legalCodes } from '../../src/intake/drafts.ts';
import { type Entered, enterForms, type GivenRegister, readForm } from '../../src/intake/entering.ts';
import { realCalendar } from '../corpus.ts';
import { plainForm } from '../forms/plain-pdf.ts';

const forms = await loadFormKeys();
const policies = await loadPolicies();
const codes = legalCodes(policies);
const { exceptions } = realCalendar();

/** Enters applications of these people of one matter, as the page does, with an id for each. */
async function entered(
  people: readonly string[],
  ids: readonly string[] = [],
  given: readonly GivenRegister[] = [],
  matter = '共同决定的事项。',
): Promise<Entered> {
  const form = forms.find(({ id }) => id === 'jn-a1');
  if (!form) throw new Error('no form jn-a1');
  const read = await Promise.all(
    people.map(async (who, at) => {
      const values = new Map([
        ['matter', matter],
        ['subject_name', who],
      ]);
      const file = `${at}.pdf`;
      return readForm(await readFilledForm(plainForm(form, values), file, forms), file, codes);
    }),
  );
  return enterForms(read, given, (at) => ids[at] ?? '', { policies, exceptions }, '2026-11-21');
}
const found = ({ forms: all }: Entered) =>
  all.map(({ parts }) => parts.flatMap(({ paper }) => paper.findings.map(({ code }) => code)));

test('a form that says a name elsewhere is held, whichever form says whose it is', async () => {
  const own = await entered(['张三丰'], [], [], '张三丰同志提前进场');
  expect(found(own)).toEqual([['personal-name']]);
  expect(own.forms[0]?.held).toBe(true);
  expect(own.registers).toEqual([]);
  const two = await entered(['李四', '张三丰'], [], [], '张三丰同志提前进场');
  expect(two.forms.map(({ held }) => held)).toEqual([true, true]);
  expect(JSON.stringify([found(two), two.registers])).not.toContain('张三丰');
});

describe('two officials of one matter', () => {
  const rows = '编号,适用制度,追究事由,文书材料\r\nJN-2025-001,JN,共同决定的事项。,\r\n';
  const register = [{ name: 'cases-2025.csv', bytes: new TextEncoder().encode(rows) }];

  test('new rows', async () => {
    const both = await entered(['甲某', '乙某']);
    expect(both.registers[0]?.rows).toBe(2);
    expect(found(both)).toEqual([[], []]);
    const twice = await entered(['甲某', '甲某']);
    expect(twice.registers[0]?.rows).toBe(1);
    expect(found(twice)).toEqual([[], ['form-row-repeated']]);
    const told = await entered(['甲某', '甲某'], ['', 'new']);
    expect(told.registers[0]?.text.match(/^,JN,/gm)?.length).toBe(2);
    expect(found(told)).toEqual([[], ['form-row-alike']]);
  });

  test('rows of a register that was handed in', async () => {
    expect(found(await entered(['甲某'], [], register))).toEqual([['form-row-repeated']]);
    const told = await entered(['甲某'], ['new'], register);
    expect(told.registers[0]?.text).toContain('JN-2025-002,JN,共同决定的事项。');
    expect(JSON.stringify([found(told), told.registers])).not.toContain('甲某');
  });
});
