/** Some forms of every make, filled by the engines of other readers and portals, read back and looked at. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIELD_LEADING } from '../../src/forms/fill.ts';
import { type FilledForm, readFilledForm } from '../../src/forms/filled.ts';
import { formKey } from '../../src/forms/leaves.ts';
import { ENGINES, type Engine, fillWith, MUPDF, needEngine } from './engines.ts';
import {
  type Filling,
  fieldsOf,
  sampleFilling,
  valuesOf,
  withPdfium,
  withPdfjs,
  withPdfLib,
  withPdftk,
} from './fillers.ts';
import { bandsOf, type Draw, drawnByMupdf, drawnByPoppler, expectInk, strayInk } from './ink.ts';
import { type Made, makeForms, openPress } from './made.ts';
import { Pdfium } from './pdfium.ts';
import { needTool, runTool } from './tools.ts';

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
  test.for(IDS)('%s is read back by our reader and by PDFium', { timeout: 120_000 }, async (id, context) => {
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
  });

  test.for(IDS)('%s shows it in its boxes and nowhere else', { timeout: 120_000 }, async (id, context) => {
    needEngine(engine, context);
    const form = the(id);
    const filling = sampleFilling(form.layout);
    const filled = filledBy(engine, id);
    // MuPDF writes text in a font that it does not embed; engines without system fonts show nothing then.
    if (engine === MUPDF) await expectInk(form, filling, filled, drawnByMupdf);
    else await expectInk(form, filling, filled, pdfium.draw);
  });
});

describe('text longer than its box is wrapped, and cut off at its edges', () => {
  const SENTENCE = '为赶在汛期前完成施工，经集体研究“先行先试”；挽回损失1200000.50元，㛃䶮喆堃犇。';
  const LONG = ['subject_name', 'subject_unit_post', 'grounds'];
  const job = (): { form: Made; filling: Filling } => {
    const form = the('zz-a1');
    // Half as much again as fits; three fields, because PDFium takes long over long texts.
    const text = LONG.map((name) => {
      const box = fieldsOf(form.layout).find((one) => one.name === name) ?? expect.fail(`no field ${name}`);
      const lines = box.multiline ? box.height / (FIELD_LEADING * box.size) : 1;
      const room = (1.5 * lines * box.width) / box.size;
      return [name, SENTENCE.repeat(room).slice(0, room)] as const;
    });
    return { form, filling: { text: new Map(text), ticks: [] } };
  };
  /** Every line of these boxes holds writing, and nothing outside has changed. */
  async function expectWrapped(filled: Uint8Array, draw: Draw, wraps = true): Promise<void> {
    const { layout, bytes } = the('zz-a1');
    const scale = 1.5;
    const [blank, picture] = [await draw(bytes, scale, 0), await draw(filled, scale, 0)];
    const boxes = fieldsOf(layout).filter(({ name }) => LONG.includes(name));
    expect(strayInk(blank, picture, boxes, scale)).toBe(0);
    for (const box of boxes) {
      const bands = bandsOf(picture, box, scale, box.multiline ? FIELD_LEADING * box.size : box.height);
      for (const [i, dark] of bands.entries())
        if (wraps || i === 0) expect(dark, `${box.tooltip}, line ${i + 1}`).toBeGreaterThan(10);
    }
  }

  test('PDFium', async () => {
    const { form, filling } = job();
    await expectWrapped(await withPdfium(pdfium)(form, filling), pdfium.draw);
  });

  test('pdf.js', async () => {
    const { form, filling } = job();
    await expectWrapped(await withPdfjs(form, filling), pdfium.draw);
  });

  test('pdftk, whose files readers draw themselves', async (context) => {
    needTool('pdftk', context);
    const { form, filling } = job();
    const filled = await withPdftk(form, filling);
    await expectWrapped(filled, pdfium.draw);
    needTool('pdftoppm', context);
    await expectWrapped(filled, drawnByPoppler);
  });

  test.for(ENGINES)('$name', { timeout: 120_000 }, async (engine, context) => {
    needEngine(engine, context);
    const [filled = new Uint8Array()] = fillWith(engine, [job()]);
    // MuPDF 1.21 breaks lines at spaces alone: of long Chinese text its own drawing shows the beginning.
    if (engine === MUPDF) await expectWrapped(filled, drawnByMupdf, false);
    else await expectWrapped(filled, pdfium.draw);
  });
});

test('qpdf reads every value back', async (context) => {
  needTool('qpdf', context);
  for (const id of IDS) {
    const { layout } = the(id);
    const filling = sampleFilling(layout);
    const run = runTool('qpdf', ['--json', '--json-key=acroform', 'f.pdf'], {
      'f.pdf': await withPdfium(pdfium)(the(id), filling),
    });
    run.done();
    const { acroform } = JSON.parse(run.output) as {
      acroform: { fields: { fullname: string; value: string }[] };
    };
    const values = acroform.fields.map(
      ({ fullname, value }) => [fullname, asText(value.replace(/^(u:|\/)/, ''))] as const,
    );
    expect(new Map(values)).toEqual(valuesOf(layout, filling));
  }
});
