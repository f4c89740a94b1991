/** Some forms of every make, filled by the engines of other readers and portals, read back and looked at. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FilledForm, readFilledForm } from '../../src/forms/filled.ts';
import { formKey } from '../../src/forms/leaves.ts';
import { ENGINES, type Engine, fillWith, MUPDF, needEngine } from './engines.ts';
import { sampleFilling, valuesOf, withPdfLib } from './fillers.ts';
import { drawnByMupdf, expectInk } from './ink.ts';
import { type Made, makeForms, openPress } from './made.ts';
import { Pdfium } from './pdfium.ts';

/** Dates, a wide table of boxes and choices, an annex, rows, boxes in groups, a letter. */
const IDS = ['jn-a1', 'jn-a2', 'zz-a1', 'zz-a4', 'sy-risk-filing', 'wf-notice'] as const;
let made: Map<string, Made>;
let pdfium: Pdfium;
beforeAll(async () => {
  made = await makeForms(await openPress(), IDS);
  pdfium = await Pdfium.open();
});
afterAll(() => pdfium.close());

const the = (id: string): Made => made.get(id) ?? expect.fail(`no form ${id}`);
const read = (bytes: Uint8Array): Promise<FilledForm> =>
  readFilledForm(
    bytes,
    'f.pdf',
    [...made.values()].map(({ form }) => formKey(form)),
  );

/** The sample forms as an engine fills them: all in one run, the first time one of them is asked for. */
const runs = new Map<Engine, ReadonlyMap<string, Uint8Array>>();
function filledBy(engine: Engine, id: string): Uint8Array {
  const run =
    runs.get(engine) ??
    new Map(
      fillWith(
        engine,
        IDS.map((one) => ({ form: the(one), filling: sampleFilling(the(one).layout) })),
      ).map((bytes, i) => [IDS[i] ?? '', bytes]),
    );
  runs.set(engine, run);
  return run.get(id) ?? expect.fail(`no form ${id}`);
}

const asText = (value: string): string => value.replaceAll('\r\n', '\n');
const textsOf = ({ values }: FilledForm): string[] =>
  values.map(({ field, row, text, ticked }) => `${field.key} ${row} ${ticked.join()} ${text}`);

describe.each(ENGINES)('filled with $name', (engine) => {
  test.for(IDS)(
    '%s is read back by our reader and by PDFium',
    async (id, context) => {
      needEngine(engine, context);
      const filling = sampleFilling(the(id).layout);
      const filled = filledBy(engine, id);
      const form = await read(filled);
      // Values alone, as pdf-lib writes them, are what a form should be read as.
      const expected = await read(await withPdfLib(the(id), filling));
      expect(form.findings).toEqual(expected.findings);
      expect(textsOf(form)).toEqual(textsOf(expected));
      expect(form.values.length).toBeGreaterThan(4);
      const values = [...(await pdfium.values(filled))].map(([name, value]) => [name, asText(value)] as const);
      expect(new Map(values)).toEqual(valuesOf(the(id).layout, filling));
    },
    60_000,
  );

  test.for(IDS)(
    '%s shows it in its boxes and nowhere else',
    async (id, context) => {
      needEngine(engine, context);
      const form = the(id);
      const filling = sampleFilling(form.layout);
      const filled = filledBy(engine, id);
      // MuPDF writes text in a font that it does not embed; engines without system fonts show nothing then.
      if (engine === MUPDF) await expectInk(form, filling, filled, drawnByMupdf);
      else await expectInk(form, filling, filled, pdfium.draw);
    },
    60_000,
  );
});
