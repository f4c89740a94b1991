/** What a form says of the room in its boxes, held against what a browser shows. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFilledForm } from '../../src/forms/filled.ts';
import { charactersOf, itemsOf } from '../../src/forms/layout.ts';
import { formKey } from '../../src/forms/leaves.ts';
import { cutOff } from '../../src/forms/room.ts';
import { type Made, makeForms, openPress } from './made.ts';
import { Pdfium } from './pdfium.ts';

/** Forms with fields in tables, in letters, and in narrow columns; what of them is filled. */
const FIELDS = [
  ['zz-a1', 'matter'],
  ['zz-a1', 'handler'],
  ['jn-a1', 'correction_measures'],
  ['wf-plan', 'measures'],
  ['jn-a2', 'matter'],
] as const;

let made: Map<string, Made>;
let pdfium: Pdfium;
beforeAll(async () => {
  made = await makeForms(await openPress(), [...new Set(FIELDS.map(([id]) => id))]);
  pdfium = await Pdfium.open();
});
afterAll(() => pdfium.close());

describe.each(FIELDS)('%s, %s', (id, key) => {
  /** The picture of the form with a text of so many characters that ends in `last`, and what is found when it is read. */
  const typed = async (count: number, last: string) => {
    const form = made.get(id);
    if (!form) throw new Error(`no form ${id}`);
    const repeated = formKey(form.form).fields.find((field) => field.key === key)?.rows !== undefined;
    const name = repeated ? `${key}.1` : key;
    const page = form.layout.pages.findIndex((one) =>
      [...itemsOf({ ...form.layout, pages: [one] })].some(
        (item) => item.kind === 'field' && item.name === name,
      ),
    );
    const text = `${'永'.repeat(count - 1)}${last}`;
    const bytes = await pdfium.fill(form.bytes, new Map([[name, text]]), []);
    const { findings, values } = await readFilledForm(bytes, 'f.pdf', [formKey(form.form)]);
    expect(values.find(({ field }) => field.key === key)?.text).toBe(text);
    return { picture: await pdfium.render(bytes, 1.5, page), findings };
  };
  const capacity = (): number => {
    const form = made.get(id);
    return form ? (charactersOf(form.layout)[key] ?? 0) : 0;
  };

  test('as much as is stated is seen to the last character', async () => {
    const [a, b] = [await typed(capacity(), '一'), await typed(capacity(), '龘')];
    expect(Buffer.from(a.picture.grey).equals(Buffer.from(b.picture.grey))).toBe(false);
    expect(a.findings).toEqual([]);
  });

  test('what is much longer is cut off on paper, and is said to be', async () => {
    const count = Math.ceil(capacity() * 1.5) + 20;
    const [a, b] = [await typed(count, '一'), await typed(count, '龘')];
    expect(Buffer.from(a.picture.grey).equals(Buffer.from(b.picture.grey))).toBe(true);
    expect(a.findings.map(({ code }) => code)).toEqual(['form-value-cut']);
    expect(a.findings[0]?.message).toContain(`写了 ${count} 字`);
  });
});

test('paragraphs take lines of their own, digits half the width', () => {
  const room = { lines: 3, width: 10 };
  expect(cutOff('一\n二\n三', room)).toBe(0);
  expect(cutOff('一\n二\n三\n四五', room)).toBe(2);
  expect(cutOff('1'.repeat(45), room)).toBe(0);
  expect(cutOff('字'.repeat(31), room)).toBeGreaterThan(0);
});
