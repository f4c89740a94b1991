/** What of a drawn page is dark, and where. Reading the text of a file proves nothing about what is seen. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Rect } from '../../src/paper/boxes.ts';
import { type Filling, fieldsByPage, isTicked } from './fillers.ts';
import type { Made } from './made.ts';
import type { Picture } from './pdfium.ts';
import { runTool } from './tools.ts';

/** Dark pixels of one area of a picture that was drawn at `scale`; an edge, in points, is left out. */
function darkIn(picture: Picture, { x, y, width, height }: Rect, scale: number, edge = 0): number {
  let dark = 0;
  for (let v = Math.ceil((y + edge) * scale); v < (y + height - edge) * scale; v += 1) {
    for (let u = Math.ceil((x + edge) * scale); u < (x + width - edge) * scale; u += 1) {
      if ((picture.grey[v * picture.width + u] ?? 255) < 128) dark += 1;
    }
  }
  return dark;
}

/** How far a letter may blur, in points: less than from a field to the next word or line. */
const EDGE = 1.5;

/** Dark pixels inside each field. */
export function inkOf(picture: Picture, boxes: readonly Rect[], scale: number): number[] {
  return boxes.map((box) => darkIn(picture, box, scale, EDGE));
}

/** What blurs over the edge of a box. */
const FAINT = 64;

/** Pixels outside all boxes in which two pictures of a page differ. */
export function strayInk(blank: Picture, filled: Picture, boxes: readonly Rect[], scale: number): number {
  const inside = new Uint8Array(blank.grey.length);
  for (const { x, y, width, height } of boxes) {
    // Letters blur over the edge at which they are cut off.
    const [left, right] = [Math.floor((x - EDGE) * scale), Math.ceil((x + width + EDGE) * scale)];
    const bottom = Math.ceil((y + height + EDGE) * scale);
    for (let v = Math.floor((y - EDGE) * scale); v < bottom; v += 1)
      inside.fill(1, v * blank.width + left, v * blank.width + right);
  }
  let stray = 0;
  for (let i = 0; i < blank.grey.length; i += 1) {
    if (inside[i] === 0 && Math.abs((blank.grey[i] ?? 0) - (filled.grey[i] ?? 0)) > FAINT) stray += 1;
  }
  return stray;
}

/** Dark pixels of a box, band after band from its top, each as high as a line; what is left over below is no band. */
export function bandsOf(picture: Picture, box: Rect, scale: number, line: number): number[] {
  return Array.from({ length: Math.floor(box.height / line) }, (_, i) =>
    darkIn(picture, { ...box, y: box.y + i * line, height: line }, scale),
  );
}

/** Draws a page of a PDF, each point as so many pixels. */
export type Draw = (pdf: Uint8Array, scale: number, page: number) => Picture | Promise<Picture>;

/** Every field that has been filled in shows something, the others nothing, and nothing else on the page has changed. */
export async function expectInk(
  { layout, bytes }: Pick<Made, 'layout' | 'bytes'>,
  filling: Filling,
  filled: Uint8Array,
  draw: Draw,
): Promise<void> {
  const scale = 1.5;
  for (const [page, boxes] of fieldsByPage(layout).entries()) {
    const blank = await draw(bytes, scale, page);
    expect(inkOf(blank, boxes, scale).filter((dark) => dark > 0)).toEqual([]);
    const picture = await draw(filled, scale, page);
    const drawn = inkOf(picture, boxes, scale);
    boxes.forEach((box, i) => {
      const isSeen = filling.text.has(box.name) || isTicked(box, filling);
      if (isSeen) expect(drawn[i], box.tooltip).toBeGreaterThan(15);
      else expect(drawn[i], box.tooltip).toBe(0);
    });
    expect(strayInk(blank, picture, boxes, scale)).toBe(0);
  }
}

/** A page as Poppler draws it, with the CJK fonts of the machine. */
export function drawnByPoppler(pdf: Uint8Array, scale: number, page = 0): Picture {
  const number = String(page + 1);
  const resolution = String(72 * scale);
  const args = ['-gray', '-r', resolution, '-f', number, '-l', number, '-singlefile', 'f.pdf', 'o'];
  return drawnBy('pdftoppm', args, pdf);
}

/** A page as MuPDF draws it. */
export function drawnByMupdf(pdf: Uint8Array, scale: number, page = 0): Picture {
  return drawnBy(
    'mutool',
    ['draw', '-q', '-c', 'gray', '-r', String(72 * scale), '-o', 'o.pgm', 'f.pdf', String(page + 1)],
    pdf,
  );
}

function drawnBy(tool: string, args: readonly string[], pdf: Uint8Array): Picture {
  const run = runTool(tool, args, { 'f.pdf': pdf });
  try {
    if (run.code !== 0) throw new Error(`${tool}: ${run.output}`);
    return pictureOf(readFileSync(join(run.folder, 'o.pgm')));
  } finally {
    run.done();
  }
}

/** Opens a PGM file of one byte a pixel. */
function pictureOf(bytes: Uint8Array): Picture {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const [all = '', width, height] = /^P5\s+(?:#.*\n)?(\d+)\s+(\d+)\s+255\s/.exec(head) ?? [];
  if (all === '') throw new Error('not a PGM file');
  return { width: Number(width), height: Number(height), grey: bytes.subarray(all.length) };
}
