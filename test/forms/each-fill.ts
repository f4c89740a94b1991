/** Fills each form of a policy with the engines people fill forms with, and reads the values back. */
import { decodePDFRawStream, PDFDict, PDFDocument, PDFName, PDFRawStream, PDFRef } from 'pdf-lib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PolicyId } from '../../src/core/policy-id.ts';
import { sampleFilling, valuesOf, withPdfium, withPdfjs, withPdftk } from './fillers.ts';
import { expectInk } from './ink.ts';
import { formIdsOf, type Made, makeForms, openPress } from './made.ts';
import { Pdfium } from './pdfium.ts';
import { needTool, runTool } from './tools.ts';

let made: Map<string, Made>;
let pdfium: Pdfium;

const formOf = (id: string): Made => made.get(id) ?? expect.fail(`no form ${id}`);
const asText = (value: unknown): string => String(value).replaceAll('\r\n', '\n');

/** The tests of one policy; each has a file of its own, so that they run side by side. */
export function fillForms(policy: PolicyId): void {
  beforeAll(async () => {
    made = await makeForms(await openPress(), formIdsOf(policy));
    pdfium = await Pdfium.open();
  }, 120_000);
  afterAll(() => pdfium?.close());

  describe.each(formIdsOf(policy))('%s', (id) => {
    test('PDFium (Chrome, Edge) without system fonts: fill, save, read back, draw', async () => {
      const form = formOf(id);
      const filling = sampleFilling(form.layout);
      const filled = await withPdfium(pdfium)(form, filling);
      const back = await pdfium.values(filled);
      expect(new Map([...back].map(([name, value]) => [name, asText(value)]))).toEqual(
        valuesOf(form.layout, filling),
      );
      await expectInk(form, filling, filled, pdfium.draw);

      // Every font with which PDFium drew a value is the embedded one: the saved file depends on no system font.
      const document = await PDFDocument.load(filled, { updateMetadata: false });
      const embedded = document.context
        .enumerateIndirectObjects()
        .flatMap(([, object]) => (object instanceof PDFRawStream ? [object] : []))
        .filter(({ dict }) => dict.get(PDFName.of('Subtype')) === PDFName.of('Form'));
      let used = 0;
      for (const appearance of embedded) {
        const content = new TextDecoder('latin1').decode(decodePDFRawStream(appearance).decode());
        for (const [, name = ''] of content.matchAll(/\/(\S+) [\d.]+ Tf/g)) {
          const fonts = appearance.dict
            .lookup(PDFName.of('Resources'), PDFDict)
            .lookup(PDFName.of('Font'), PDFDict);
          expect(fonts.get(PDFName.of(name))).toBeInstanceOf(PDFRef);
          expect(fonts.lookup(PDFName.of(name), PDFDict).get(PDFName.of('BaseFont'))).toBe(
            PDFName.of('NotoSansSC-Regular'),
          );
          used += 1;
        }
      }
      expect(used).toBeGreaterThanOrEqual(filling.text.size);
    });

    test('pdf.js (Firefox): fill, save, read back, draw', async () => {
      const form = formOf(id);
      const filling = sampleFilling(form.layout);
      const filled = await withPdfjs(form, filling);
      const again = getDocument({ data: filled.slice(), verbosity: 0 });
      const saved = ((await (await again.promise).getFieldObjects()) ?? {}) as Record<
        string,
        { value?: string }[]
      >;
      const back = new Map([...filling.text.keys()].map((name) => [name, asText(saved[name]?.[0]?.value)]));
      await again.destroy();
      expect(back).toEqual(filling.text);
      await expectInk(form, filling, filled, pdfium.draw);
    });

    test('pdftk with XFDF: fill, read back', async (context) => {
      needTool('pdftk', context);
      const form = formOf(id);
      const filling = sampleFilling(form.layout);
      const filled = await withPdftk(form, filling);
      const dump = runTool('pdftk', ['o.pdf', 'dump_data_fields_utf8'], { 'o.pdf': filled });
      dump.done();
      const back = new Map(
        dump.output.split('---').flatMap((block): [string, string][] => {
          const [, name] = /^FieldName: (.*)$/m.exec(block) ?? [];
          const [, value] = /^FieldValue: ([\s\S]*?)(?=\nField[A-Z])/m.exec(block) ?? [];
          return name !== undefined && value !== undefined && value !== '' ? [[name, value]] : [];
        }),
      );
      expect(back).toEqual(valuesOf(form.layout, filling));
    }, 60_000);
  });
}
