/** Ways in which a form comes back filled in: by the engines of browsers, by libraries, by tools of the command line. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, type PDFObject } from 'pdf-lib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { type FieldBox, type FormLayout, itemsOf, itemsOn } from '../../src/forms/layout.ts';
import type { Made } from './made.ts';
import type { Pdfium } from './pdfium.ts';
import { runTool } from './tools.ts';

/** What to fill in. */
export interface Filling {
  /** Text by the full name of its PDF field. */
  readonly text: ReadonlyMap<string, string>;
  /** Boxes to tick: the name of a field and, where it is a choice, which of its boxes. */
  readonly ticks: readonly { readonly name: string; readonly state?: string }[];
}

export type Filler = (
  made: Pick<Made, 'layout' | 'bytes'>,
  filling: Filling,
) => Promise<Uint8Array> | Uint8Array;

/** Every field of a form, in reading order. */
export const fieldsOf = (layout: FormLayout): FieldBox[] =>
  [...itemsOf(layout)].filter((item) => item.kind === 'field');

/** The fields of each page. */
export const fieldsByPage = ({ pages }: FormLayout): FieldBox[][] =>
  pages.map((page) => [...itemsOn(page)].filter((item) => item.kind === 'field'));

/** Whether this box is one of those to tick. */
export const isTicked = (box: FieldBox, { ticks }: Filling): boolean =>
  box.control !== 'text' &&
  ticks.some(({ name, state }) => box.name === name && (state ?? box.state) === box.state);

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

/** Text in every field; of the boxes every third one, and of each choice the second. */
export function sampleFilling(layout: FormLayout): Filling {
  const boxes = fieldsOf(layout);
  const choices = Map.groupBy(
    boxes.filter(({ control }) => control === 'choice'),
    ({ name }) => name,
  );
  const ticked = [
    ...boxes.filter(({ control }) => control === 'tick').filter((_, i) => i % 3 === 0),
    ...[...choices.values()].flatMap(([first, second = first]) => (second ? [second] : [])),
  ];
  return {
    text: new Map(boxes.flatMap((box) => (box.control === 'text' ? [[box.name, sampleOf(box)]] : []))),
    ticks: ticked.map(({ name, state = '' }) => ({ name, state })),
  };
}

/** What each field of a form holds once it has been filled in; boxes that nobody ticked are Off. */
export function valuesOf(layout: FormLayout, { text, ticks }: Filling): Map<string, string> {
  return new Map([
    ...fieldsOf(layout).flatMap(({ name, control }): [string, string][] =>
      control === 'text' ? [] : [[name, 'Off']],
    ),
    ...text,
    ...ticks.map(({ name, state }): [string, string] => [name, state ?? 'Yes']),
  ]);
}

/** As Chrome and Edge do: typing and clicking. */
export function withPdfium(pdfium: Pdfium): Filler {
  return ({ layout, bytes }, filling) => {
    const clicks = fieldsByPage(layout).flatMap((boxes, page) =>
      boxes
        .filter((box) => isTicked(box, filling))
        .map(({ x, y, width, height }) => ({ page, x: x + width / 2, y: y + height / 2 })),
    );
    return pdfium.fill(bytes, filling.text, clicks);
  };
}

/** As Firefox does. */
export const withPdfjs: Filler = async ({ layout, bytes }, { text, ticks }) => {
  const task = getDocument({ data: bytes.slice(), verbosity: 0 });
  const document = await task.promise;
  const fields = ((await document.getFieldObjects()) ?? {}) as Record<string, { id: string; type: string }[]>;
  for (const [name, value] of text) {
    const [field] = fields[name] ?? [];
    if (!field) throw new Error(`pdf.js does not find ${name}`);
    document.annotationStorage.setValue(field.id, { value });
  }
  for (const { name, state } of ticks) {
    // The boxes of a choice come in the order in which they stand.
    const own = fieldsOf(layout).filter((box) => box.name === name);
    const list = (fields[name] ?? []).filter(({ type }) => type !== '');
    for (const [index, box] of own.entries()) {
      const field = list[index];
      if (!field) throw new Error(`pdf.js does not find ${name} ${box.state}`);
      document.annotationStorage.setValue(field.id, { value: (state ?? box.state) === box.state });
    }
  }
  const filled = await document.saveDocument();
  await task.destroy();
  return filled;
};

/** As scripts do: values alone, no appearance. */
export const withPdfLib: Filler = async ({ bytes }, { text, ticks }) => {
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  const values = new Map<string, PDFObject>([
    ...[...text].map(([name, value]) => [name, PDFHexString.fromText(value)] as const),
    ...ticks.map(({ name, state }) => [name, PDFName.of(state ?? 'Yes')] as const),
  ]);
  const visit = (object: PDFObject, path: string): void => {
    const dict = document.context.lookup(object, PDFDict);
    const own = dict.lookup(PDFName.of('T')) as { decodeText: () => string } | undefined;
    const name = [path, own?.decodeText() ?? ''].filter(Boolean).join('.');
    const value = own ? values.get(name) : undefined;
    if (value) {
      dict.set(PDFName.of('V'), value);
      values.delete(name);
    }
    const kids = dict.lookup(PDFName.of('Kids'));
    if (kids instanceof PDFArray) for (const kid of kids.asArray()) visit(kid, name);
  };
  const fields = document.catalog
    .lookup(PDFName.of('AcroForm'), PDFDict)
    .lookup(PDFName.of('Fields'), PDFArray);
  for (const field of fields.asArray()) visit(field, '');
  if (values.size > 0) throw new Error(`no such field: ${[...values.keys()].join(', ')}`);
  return document.save({ updateFieldAppearances: false });
};

/** As offices do on the command line, from an XFDF file. */
export const withPdftk: Filler = ({ bytes }, { text, ticks }) => {
  const values = [...text, ...ticks.map(({ name, state }): [string, string] => [name, state ?? 'Yes'])];
  const quote = (words: string): string =>
    words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '&#10;');
  const tree = (entries: [string[], string][]): string =>
    [...Map.groupBy(entries, ([path]) => path[0] ?? '')]
      .map(([name, members]) => {
        const inner = members.flatMap(([path, value]) =>
          path.length === 1 ? [`<value>${quote(value)}</value>`] : [],
        );
        const below = members
          .filter(([path]) => path.length > 1)
          .map(([path, value]): [string[], string] => [path.slice(1), value]);
        return `<field name="${name}">${inner.join('')}${tree(below)}</field>`;
      })
      .join('');
  const fields = tree(values.map(([name, value]) => [name.split('.'), value]));
  const xfdf = `<?xml version="1.0" encoding="UTF-8"?><xfdf xmlns="http://ns.adobe.com/xfdf/"><fields>${fields}</fields></xfdf>`;
  return toolOutput('pdftk', ['f.pdf', 'fill_form', 'v.xfdf', 'output', 'o.pdf', 'need_appearances'], {
    'f.pdf': bytes,
    'v.xfdf': xfdf,
  });
};

/** The file `o.pdf` that a tool makes. */
export function toolOutput(
  tool: string,
  args: readonly string[],
  files: Readonly<Record<string, Uint8Array | string>>,
): Uint8Array {
  const run = runTool(tool, args, files);
  try {
    if (run.code !== 0) throw new Error(`${tool}: ${run.output}`);
    return readFileSync(join(run.folder, 'o.pdf'));
  } finally {
    run.done();
  }
}
