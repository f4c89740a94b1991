/** How long a form takes to set and draw once everything is warm, all of them from the start, and how large they are. */

import { drawForm } from '../../src/forms/draw.ts';
import { layoutForm } from '../../src/forms/layout.ts';
import { FORM_IDS, formTexts, openPress, soundForm } from '../forms/made.ts';

export interface FormTimes {
  readonly forms: number;
  /** To open the fonts and to set and draw every form. */
  readonly allMilliseconds: number;
  /** The form in the middle, and the slowest, when all have been drawn before. */
  readonly milliseconds: number;
  readonly slowestMilliseconds: number;
  /** The largest file as it is published, with the field font. */
  readonly largestBytes: number;
  /** Files without the field font: the one in the middle, the largest, and how many are larger than 60 KB. */
  readonly middleBareBytes: number;
  readonly largestBareBytes: number;
}

const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);
const middle = (numbers: readonly number[]): number => sorted(numbers)[Math.floor(numbers.length / 2)] ?? 0;

/** Draws every form twice; the second time counts for the single ones. */
export async function measureForms(): Promise<FormTimes> {
  const start = performance.now();
  const press = await openPress();
  const texts = await formTexts();
  const forms = FORM_IDS.map((id) => soundForm(texts.get(id) ?? '', `content/forms/${id}.yaml`));
  const sizes: number[] = [];
  for (const form of forms) sizes.push((await drawForm(layoutForm(form, press.measure), press)).length);
  const allMilliseconds = performance.now() - start;
  const times: number[] = [];
  for (const form of forms) {
    const from = performance.now();
    await drawForm(layoutForm(form, press.measure), press);
    times.push(performance.now() - from);
  }
  const bare = sizes.map((size) => size - press.field.deflated.length);
  return {
    forms: forms.length,
    allMilliseconds,
    milliseconds: middle(times),
    slowestMilliseconds: Math.max(...times),
    largestBytes: Math.max(...sizes),
    middleBareBytes: middle(bare),
    largestBareBytes: Math.max(...bare),
  };
}
