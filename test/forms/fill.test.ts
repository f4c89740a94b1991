/** What every form shares when it is filled in; each form by itself is filled in test/forms/fill. */
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawForm } from '../../src/forms/draw.ts';
import { fieldMeasure, fillLayout } from '../../src/forms/fill.ts';
import { type FieldBox, itemsOf } from '../../src/forms/layout.ts';
import { type Filler, withPdfium, withPdfjs } from './fillers.ts';
import { drawnByMupdf, drawnByPoppler } from './ink.ts';
import { type Made, makeForms, openPress, type Press } from './made.ts';
import { Pdfium, type Picture } from './pdfium.ts';
import { needTool } from './tools.ts';

let press: Press;
let made: Made;
let pdfium: Pdfium;
beforeAll(async () => {
  press = await openPress();
  const form = (await makeForms(press, ['zz-a1'])).get('zz-a1');
  if (!form) throw new Error('no form zz-a1');
  made = form;
  pdfium = await Pdfium.open();
}, 60_000);
afterAll(() => pdfium?.close());

const FIELD = 'handler';
const SCALE = 2;

/** Ways to fill in the field. */
const FILLERS: Readonly<Record<string, Filler>> = {
  'PDFium (Chrome, Edge)': (form, filling) => withPdfium(pdfium)(form, filling),
  'pdf.js (Firefox)': withPdfjs,
  'our own program': ({ layout }, { text }) =>
    drawForm(fillLayout(layout, text, fieldMeasure(press.field.face)), press),
};

/** Ways to look at the first page, at twice its size. */
const VIEWERS: Readonly<
  Record<string, { readonly tool?: string; readonly look: (pdf: Uint8Array) => Picture | Promise<Picture> }>
> = {
  PDFium: { look: (pdf) => pdfium.render(pdf, SCALE) },
  'pdf.js': {
    look: async (pdf) => {
      const task = getDocument({ data: Uint8Array.from(pdf), verbosity: 0 });
      const document = await task.promise;
      const page = await document.getPage(1);
      const viewport = page.getViewport({ scale: SCALE });
      const [width, height] = [Math.ceil(viewport.width), Math.ceil(viewport.height)];
      const { canvas, context } = (
        document.canvasFactory as {
          create(
            width: number,
            height: number,
          ): { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D };
        }
      ).create(width, height);
      await page.render({ canvas, canvasContext: context, viewport, annotationMode: 1 }).promise;
      const { data } = context.getImageData(0, 0, width, height);
      await task.destroy();
      const grey = Uint8Array.from({ length: width * height }, (_, at) => data[4 * at + 1] ?? 255);
      return { width, height, grey };
    },
  },
  Poppler: {
    tool: 'pdftoppm',
    look: (pdf) => drawnByPoppler(pdf, SCALE),
  },
  MuPDF: {
    tool: 'mutool',
    look: (pdf) => drawnByMupdf(pdf, SCALE),
  },
};

/** Grey of the pixels inside the field. */
function insideField({ width, grey }: Picture): number[] {
  const [box] = [...itemsOf(made.layout)].filter((item) => item.kind === 'field' && item.name === FIELD);
  const { x, y, width: wide, height: high } = box as FieldBox;
  const rows = Array.from(
    { length: Math.floor((high - 2) * SCALE) },
    (_, v) => Math.ceil((y + 1) * SCALE) + v,
  );
  const [from, to] = [Math.ceil((x + 1) * SCALE), Math.floor((x + wide - 1) * SCALE)];
  return rows.flatMap((row) => [...grey.subarray(row * width + from, row * width + to)]);
}

/** Traditional and rare, of two other blocks, Hangul, two more scripts, private. */
const MISSING = '國榮龘㬢豈챖ஷꨰ\ue123';

describe.each(Object.entries(VIEWERS))('seen in %s', (_viewer, { tool, look }) => {
  test.for(Object.entries(FILLERS))(
    'filled in by %s, characters that the font lacks are blanks, and their values are kept',
    async ([name, filler], context) => {
      if (tool) needTool(tool, context);
      const fill = (value: string) => filler(made, { text: new Map([[FIELD, value]]), ticks: [] });
      // Chrome leaves half of a character beyond the BMP.
      const missing = name === 'pdf.js (Firefox)' ? MISSING : `${MISSING}\ud842`;
      const filled = await fill(`中${missing}中`);
      // Whoever reads the value as text cannot see which half it is.
      expect((await pdfium.values(filled)).get(FIELD)).toBe(`中${missing}中`.toWellFormed());
      const seen = insideField(await look(filled));
      expect(seen.filter((grey) => grey < 128).length).toBeGreaterThan(50);
      expect(seen).toEqual(insideField(await look(await fill(`中${'\u3000'.repeat(missing.length)}中`))));
    },
  );
});

test('what we fill in ourselves shows nothing for a character beyond the BMP', async () => {
  const fill = (value: string) =>
    FILLERS['our own program']?.(made, { text: new Map([[FIELD, value]]), ticks: [] });
  const look = async (pdf: Uint8Array | undefined) =>
    insideField(await pdfium.render(pdf ?? new Uint8Array(), SCALE));
  expect(await look(await fill('中𬱖中'))).toEqual(await look(await fill('中\u3000中')));
});
