/** A report that nobody has edited, read back into the registers it was made from. */
import { expect, test } from 'vitest';
import { loadPolicies } from '../../scripts/template.ts';
import { readFilledForm } from '../../src/forms/filled.ts';
import { formKey, isTicked } from '../../src/forms/leaves.ts';
import { RegisterSheet } from '../../src/intake/amend.ts';
import { draftsOf, legalCodes } from '../../src/intake/drafts.ts';
import { sampleRegisters } from '../../src/register/sample.ts';
import { formFor, sheetValues, withoutLongTexts } from '../../src/reports/filling.ts';
import { jnHalfYear } from '../../src/reports/jn-half-year.ts';
import { plainForm } from '../forms/plain-pdf.ts';
import { textSource } from '../register/registers.ts';
import { AS_OF, calendar, formOf, periodOf, policyOf, rowsFrom } from './made.ts';

const form = formOf('jn-a2');
const ticked = new Set(form.fields.filter(isTicked).map(({ key }) => key));
const texts = Object.fromEntries(
  sampleRegisters(calendar)
    .filter(({ path }) => /jn-city\/(cases|events)-\d+\.csv$/.test(path))
    .map(({ path, text }) => [path, text]),
);
// One matter is longer than its cell on paper: it stands in the notes.
const LONG = '事'.repeat(80);
texts['cases-2024.csv'] =
  '编号,适用制度,容错对象类型,单位,问责追责承办单位（责任追究部门）,追究事由,容错认定（给予容错）时间,是否容错,容错方式\r\n' +
  `JN-2024-900,JN,个人,甲局,乙委,${LONG},2024-03-04,予以容错,免责\r\n`;

test('the statistics table of any half-year changes nothing', async () => {
  const rows = await rowsFrom(texts);
  const codes = legalCodes(await loadPolicies());
  const changes: unknown[] = [];
  let lines = 0;
  let shared = 0;
  let noted = 0;
  for (const label of ['2023H1', '2023H2', '2024H1', '2024H2', '2025H1', '2025H2']) {
    const made = jnHalfYear(rows, { policy: policyOf('JN'), form, period: periodOf(label), asOf: AS_OF });
    for (const whole of made.sheets.filter((one) => one.lines.length > 0)) {
      const sheet = withoutLongTexts(whole, form);
      const values = [...sheetValues(formFor(form, sheet), sheet)].map(([name, value]): [string, string] => [
        name,
        ticked.has(name.split('.')[0] ?? '') ? `/${value}` : value,
      ]);
      const key = formKey(form);
      const filled = await readFilledForm(plainForm(key, new Map(values)), 'f.pdf', [key]);
      const { drafts } = draftsOf(filled, 'f.pdf', 'cases', codes);
      expect(drafts).toHaveLength(sheet.lines.length);
      for (const [i, draft] of drafts.entries()) {
        const at = sheet.lines[i]?.of[0];
        if (!at) throw new Error('a line of no row');
        const register = await RegisterSheet.open(textSource(at.file, texts[at.file] ?? ''), 'cases');
        const { cells } = register.put(draft, at.id, 'JN', false);
        lines += 1;
        if (sheet.lines[i]?.ticks.sanctions?.includes('reminder')) shared += 1;
        if (sheet.lines[i]?.texts.matter?.startsWith('见附注')) noted += 1;
        changes.push(...cells.map((cell) => ({ id: at.id, ...cell })));
      }
    }
  }
  expect(changes).toEqual([]);
  expect(lines).toBeGreaterThan(20);
  expect(noted).toBe(1);
  expect(shared).toBeGreaterThan(5);
});
