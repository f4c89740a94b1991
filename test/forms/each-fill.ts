/** Fills each form of a policy with the engines people fill forms with, and reads the values back. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodePDFRawStream, PDFDict, PDFDocument, PDFName, PDFRawStream, PDFRef } from 'pdf-lib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PolicyId } from '../../src/core/policy-id.ts';
import { type FieldBox, itemsOf, itemsOn } from '../../src/forms/layout.ts';
import { formIdsOf, type Made, makeForms, openPress } from './made.ts';
import { Pdfium, type Picture } from './pdfium.ts';
import { needTool, runTool } from './tools.ts';

let made: Map<string, Made>;
let pdfium: Pdfium;

const boxesOf = (id: string): FieldBox[] => {
  const form = made.get(id);
  return form ? [...itemsOf(form.layout)].filter((item) => item.kind === 'field') : [];
};
const bytesOf = (id: string): Uint8Array => made.get(id)?.bytes ?? new Uint8Array();
const boxesOn = (id: string, page: number): FieldBox[] => {
  const found = made.get(id)?.layout.pages[page];
  return found ? [...itemsOn(found)].filter((item) => item.kind === 'field') : [];
};
const pagesOf = (id: string): number[] => [...(made.get(id)?.layout.pages.keys() ?? [])];

/** Rare but regular characters, quotation marks, digits, a second paragraph: what is typed into such forms. */
const PROSE =
  '为赶在汛期前完成施工，经集体研究“先行先试”；㛃䶮喆堃犇，第七条第（三）项，挽回损失120万元。\n未谋取私利。';

/** Something to fill into every field that fits it. */
function sampleOf(box: FieldBox): string {
  if (box.name.endsWith('.y')) return '2025';
  if (/\.[md]$/.test(box.name)) return '11';
  if (!box.multiline) return '张㛃䶮';
  // As much as a narrow cell holds.
  return box.width < 100 ? PROSE.slice(-6) : PROSE;
}

/** What is typed, by field. */
const samples = (id: string) =>
  new Map(boxesOf(id).flatMap((box) => (box.control === 'text' ? [[box.name, sampleOf(box)]] : [])));

/** Boxes to tick: every third one, and of each choice the second. */
const ticked = (boxes: readonly FieldBox[]): FieldBox[] => [
  ...boxes.filter(({ control }) => control === 'tick').filter((_, i) => i % 3 === 0),
  ...[
    ...Map.groupBy(
      boxes.filter(({ control }) => control === 'choice'),
      ({ name }) => name,
    ).values(),
  ].flatMap(([first, second = first]) => (second ? [second] : [])),
];
/** The value each ticked field ends up with; fields that nobody ticked are Off. */
const ticks = (id: string) =>
  new Map([
    ...boxesOf(id).flatMap(({ name, control }): [string, string][] =>
      control === 'text' ? [] : [[name, 'Off']],
    ),
    ...ticked(boxesOf(id)).map(({ name, state }): [string, string] => [name, state ?? '']),
  ]);
const EDGE = 1.5;
const asText = (value: unknown): string => String(value).replaceAll('\r\n', '\n');

/** Dark pixels inside each field, drawn at `scale`; its edge is left out, where a neighbouring letter may blur in. */
export function inkOf(picture: Picture, boxes: readonly FieldBox[], scale: number): number[] {
  return boxes.map(({ x, y, width, height }) => {
    let dark = 0;
    for (let v = Math.ceil((y + EDGE) * scale); v < (y + height - EDGE) * scale; v += 1) {
      for (let u = Math.ceil((x + EDGE) * scale); u < (x + width - EDGE) * scale; u += 1) {
        if ((picture.grey[v * picture.width + u] ?? 255) < 128) dark += 1;
      }
    }
    return dark;
  });
}

async function expectInk(id: string, filled: Uint8Array): Promise<void> {
  for (const page of pagesOf(id)) {
    const boxes = boxesOn(id, page);
    const blank = inkOf(await pdfium.render(bytesOf(id), 1.5, page), boxes, 1.5);
    expect(blank.filter((dark) => dark > 0)).toEqual([]);
    const drawn = inkOf(await pdfium.render(filled, 1.5, page), boxes, 1.5);
    const marked = new Set(ticked(boxesOf(id)));
    boxes.forEach((box, i) => {
      const seen = box.control === 'text' || marked.has(box);
      if (seen) expect(drawn[i], box.tooltip).toBeGreaterThan(15);
      else expect(drawn[i], box.tooltip).toBe(0);
    });
  }
}

/** The tests of one policy; each has a file of its own, so that they run side by side. */
export function fillForms(policy: PolicyId): void {
  beforeAll(async () => {
    made = await makeForms(await openPress(), formIdsOf(policy));
    pdfium = await Pdfium.open();
  }, 120_000);
  afterAll(() => pdfium?.close());

  describe.each(formIdsOf(policy))('%s', (id) => {
    test('PDFium (Chrome, Edge) without system fonts: fill, save, read back, draw', async () => {
      const values = samples(id);
      const clicks = pagesOf(id).flatMap((page) => {
        const marked = new Set(ticked(boxesOf(id)));
        return boxesOn(id, page)
          .filter((box) => marked.has(box))
          .map(({ x, y, width, height }) => ({ page, x: x + width / 2, y: y + height / 2 }));
      });
      const filled = await pdfium.fill(bytesOf(id), values, clicks);
      const back = await pdfium.values(filled);
      const expected = new Map([...values, ...ticks(id)]);
      expect(new Map([...back].map(([name, value]) => [name, asText(value)]))).toEqual(expected);
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
      const marked = new Set(ticked(boxesOf(id)));
      const seen = new Map<string, number>();
      for (const box of boxesOf(id).filter(({ control }) => control !== 'text')) {
        // The boxes of a choice come in the order in which they stand.
        const index = seen.get(box.name) ?? 0;
        seen.set(box.name, index + 1);
        const list = (fields as Record<string, { id: string; type: string }[]>)[box.name] ?? [];
        const field = list.filter(({ type }) => type !== '')[index];
        if (!field) throw new Error(`pdf.js does not find ${box.name} ${box.state}`);
        document.annotationStorage.setValue(field.id, { value: marked.has(box) });
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
      const values = new Map([...samples(id), ...ticks(id)]);
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
}
