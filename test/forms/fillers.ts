/** Ways in which a form comes back filled in: by the engines of browsers, by libraries, by tools of the command line. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, type PDFObject } from 'pdf-lib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { drawForm } from '../../src/forms/draw.ts';
import { type FieldBox, itemsOf, itemsOn, layoutForm } from '../../src/forms/layout.ts';
import { formTexts, type Made, type Press, soundForm } from './made.ts';
import type { Pdfium } from './pdfium.ts';
import { runTool } from './tools.ts';

/** What to fill in. */
export interface Filling {
  /** Text by the full name of its PDF field. */
  readonly text: ReadonlyMap<string, string>;
  /** Boxes to tick: the name of a field and, where it is a choice, which of its boxes. */
  readonly ticks: readonly { readonly name: string; readonly state?: string }[];
}

export type Filler = (made: Made, filling: Filling) => Promise<Uint8Array> | Uint8Array;

/** Some forms of content/forms, drawn. */
export async function drawSome(ids: readonly string[], press: Press): Promise<Map<string, Made>> {
  const texts = await formTexts();
  const made = new Map<string, Made>();
  for (const id of ids) {
    const form = soundForm(texts.get(id) ?? '', `content/forms/${id}.yaml`);
    const layout = layoutForm(form, press.measure);
    made.set(id, { form, layout, bytes: await drawForm(layout, press) });
  }
  return made;
}

/** As Chrome and Edge do: typing and clicking. */
export function withPdfium(pdfium: Pdfium): Filler {
  return ({ layout, bytes }, { text, ticks }) => {
    const clicks = [...layout.pages.entries()].flatMap(([page, found]) =>
      [...itemsOn(found)]
        .filter((item): item is FieldBox => item.kind === 'field')
        .filter((box) =>
          ticks.some(({ name, state }) => box.name === name && (state ?? box.state) === box.state),
        )
        .map(({ x, y, width, height }) => ({ page, x: x + width / 2, y: y + height / 2 })),
    );
    return pdfium.fill(bytes, text, clicks);
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
  const boxes = [...itemsOf(layout)].filter((item): item is FieldBox => item.kind === 'field');
  for (const { name, state } of ticks) {
    // The boxes of a choice come in the order in which they stand.
    const own = boxes.filter((box) => box.name === name);
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
