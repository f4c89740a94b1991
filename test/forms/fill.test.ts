/** What every form shares when it is filled in; each form by itself is filled in test/forms/fill. */
import { expect, test } from 'vitest';
import { itemsOf } from '../../src/forms/layout.ts';
import { inkOf } from './ink.ts';
import { makeForms, openPress } from './made.ts';
import { Pdfium } from './pdfium.ts';

test('a character the font lacks is seen as a box, and its value is kept', async () => {
  const form = (await makeForms(await openPress(), ['zz-a1'])).get('zz-a1');
  if (!form) throw new Error('no form zz-a1');
  const pdfium = await Pdfium.open();
  const filled = await pdfium.fill(form.bytes, new Map([['subject_name', '國']]));
  expect((await pdfium.values(filled)).get('subject_name')).toBe('國');
  const boxes = [...itemsOf(form.layout)].filter((item) => item.kind === 'field');
  const box = boxes.filter(({ name }) => name === 'subject_name');
  expect(inkOf(await pdfium.render(filled, 1.5), box, 1.5)[0]).toBeGreaterThan(20);
  pdfium.close();
});
