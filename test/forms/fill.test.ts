import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodePDFRawStream, PDFDict, PDFDocument, PDFName, PDFRawStream, PDFRef } from 'pdf-lib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FieldBox, itemsOf } from '../../src/forms/layout.ts';
import { type Made, makeForms, openPress } from './made.ts';
import { Pdfium, type Picture } from './pdfium.ts';
import { needTool, runTool } from './tools.ts';

let made: Map<string, Made>;
let pdfium: Pdfium;
beforeAll(async () => {
  made = await makeForms(await openPress());
  pdfium = await Pdfium.open();
});
afterAll(() => pdfium.close());

const boxesOf = (id: string): FieldBox[] => {
  const form = made.get(id);
  return form ? [...itemsOf(form.layout)].filter((item) => item.kind === 'field') : [];
};
const bytesOf = (id: string): Uint8Array => made.get(id)?.bytes ?? new Uint8Array();

/** Rare but regular characters, quotation marks, digits, a second paragraph: what is typed into such forms. */
const PROSE =
  '为赶在汛期前完成施工，经集体研究“先行先试”；㛃䶮喆堃犇，第七条第（三）项，挽回损失120万元。\n未谋取私利。';

/** Something to fill into every field that fits it. */
function sampleOf(box: FieldBox): string {
  if (box.name.endsWith('.y')) return '2025';
  if (/\.[md]$/.test(box.name)) return '11';
  return box.multiline ? PROSE : '张㛃䶮';
}

const samples = (id: string) => new Map(boxesOf(id).map((box) => [box.name, sampleOf(box)]));
const EDGE = 1.5;
const asText = (value: unknown): string => String(value).replaceAll('\r\n', '\n');

/** Dark pixels inside each field, drawn at `scale`; its edge is left out, where a neighbouring letter may blur in. */
function inkByField(picture: Picture, boxes: readonly FieldBox[], scale: number): Map<string, number> {
  return new Map(
    boxes.map(({ name, x, y, width, height }) => {
      let dark = 0;
      for (let v = Math.ceil((y + EDGE) * scale); v < (y + height - EDGE) * scale; v += 1) {
        for (let u = Math.ceil((x + EDGE) * scale); u < (x + width - EDGE) * scale; u += 1) {
          if ((picture.grey[v * picture.width + u] ?? 255) < 128) dark += 1;
        }
      }
      return [name, dark];
    }),
  );
}

async function expectInk(id: string, filled: Uint8Array): Promise<void> {
  const boxes = boxesOf(id);
  const blank = inkByField(await pdfium.render(bytesOf(id), 1.5), boxes, 1.5);
  for (const [name, dark] of blank) expect([name, dark]).toEqual([name, 0]);
  const drawn = inkByField(await pdfium.render(filled, 1.5), boxes, 1.5);
  for (const [name, dark] of drawn) expect(dark, name).toBeGreaterThan(20);
}

describe.each(['jn-a1', 'zz-a1', 'zz-a3', 'zz-a4'])('%s', (id) => {
  test('PDFium (Chrome, Edge) without system fonts: fill, save, read back, draw', async () => {
    const values = samples(id);
    const filled = await pdfium.fill(bytesOf(id), values);
    const back = await pdfium.values(filled);
    expect(new Map([...back].map(([name, value]) => [name, asText(value)]))).toEqual(values);
    await expectInk(id, filled);

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
    expect(used).toBeGreaterThanOrEqual(values.size);
  });

  test('pdf.js (Firefox): fill, save, read back, draw', async () => {
    const values = samples(id);
    const task = getDocument({ data: bytesOf(id).slice(), verbosity: 0 });
    const document = await task.promise;
    const fields = (await document.getFieldObjects()) ?? {};
    for (const [name, value] of values) {
      const [field] = (fields as Record<string, { id: string }[]>)[name] ?? [];
      if (!field) throw new Error(`pdf.js does not find ${name}`);
      document.annotationStorage.setValue(field.id, { value });
    }
    const filled = await document.saveDocument();
    await task.destroy();

    const again = getDocument({ data: filled.slice(), verbosity: 0 });
    const saved = ((await (await again.promise).getFieldObjects()) ?? {}) as Record<
      string,
      { value?: string }[]
    >;
    const back = new Map([...values.keys()].map((name) => [name, asText(saved[name]?.[0]?.value)]));
    await again.destroy();
    expect(back).toEqual(values);
    await expectInk(id, filled);
  });

  test('pdftk with XFDF: fill, read back', (context) => {
    needTool('pdftk', context);
    const values = samples(id);
    const tree = (entries: [string[], string][]): string => {
      const groups = Map.groupBy(entries, ([path]) => path[0] ?? '');
      return [...groups]
        .map(([name, members]) => {
          const inner = members.flatMap(([path, value]) =>
            path.length === 1 ? [`<value>${value.replaceAll('\n', '&#10;')}</value>`] : [],
          );
          const below = members
            .filter(([path]) => path.length > 1)
            .map(([path, value]): [string[], string] => [path.slice(1), value]);
          return `<field name="${name}">${inner.join('')}${tree(below)}</field>`;
        })
        .join('');
    };
    const fields = tree([...values].map(([name, value]) => [name.split('.'), value]));
    const xfdf = `<?xml version="1.0" encoding="UTF-8"?><xfdf xmlns="http://ns.adobe.com/xfdf/"><fields>${fields}</fields></xfdf>`;
    const files = { 'f.pdf': bytesOf(id), 'v.xfdf': xfdf };
    const fill = runTool(
      'pdftk',
      ['f.pdf', 'fill_form', 'v.xfdf', 'output', 'o.pdf', 'need_appearances'],
      files,
    );
    expect(fill.output).toBe('');
    expect(fill.code).toBe(0);
    const filled = readFileSync(join(fill.folder, 'o.pdf'));
    fill.done();
    const dump = runTool('pdftk', ['o.pdf', 'dump_data_fields_utf8'], { 'o.pdf': filled });
    dump.done();
    const back = new Map(
      dump.output.split('---').flatMap((block): [string, string][] => {
        const [, name] = /^FieldName: (.*)$/m.exec(block) ?? [];
        const [, value] = /^FieldValue: ([\s\S]*?)(?=\nField[A-Z])/m.exec(block) ?? [];
        return name !== undefined && value !== undefined && value !== '' ? [[name, value]] : [];
      }),
    );
    expect(back).toEqual(values);
  }, 60_000);
});

test('a character the font lacks is seen as a box, and its value is kept', async () => {
  const filled = await pdfium.fill(bytesOf('zz-a1'), new Map([['subject_name', '國']]));
  expect((await pdfium.values(filled)).get('subject_name')).toBe('國');
  const [box] = boxesOf('zz-a1').filter(({ name }) => name === 'subject_name');
  expect(box && inkByField(await pdfium.render(filled, 1.5), [box], 1.5).get('subject_name')).toBeGreaterThan(
    20,
  );
});
