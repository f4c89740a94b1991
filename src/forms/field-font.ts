/**
 * The one font that fields are filled in with: every character one may type, at a glyph number that is its code point.
 */
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { loadFieldSource } from '../paper/faces.ts';
import { digestOf, openKept } from '../paper/kept.ts';
import { openTypeface, subsetTypeface, type Typeface, tableOf, tablesOf } from '../paper/typeface.ts';
import { fieldCharacters } from './field-characters.ts';

/** GIDs 0…0xFFEF: the last code point that GB2312 needs is U+FFE5. */
const IDENTITY_GLYPHS = 0xfff0;

/**
 * Rebuilds a font so that GID = Unicode code point. A PDF that writes UTF-16 codes with an Identity mapping then shows
 * the right character in every viewer, also in those that mistake CIDs for code points. A character the font lacks has
 * an empty slot of one em, where a font numbered otherwise would show another character.
 */
function identityTypeface(face: Typeface): Typeface {
  const source = tablesOf(face.bytes);
  const table = (tag: string) => tableOf(source, tag, face.name);
  const loca = table('loca');
  const glyf = table('glyf');
  const longLoca = table('head').getInt16(50) === 1;
  const hmtx = table('hmtx');
  const metrics = table('hhea').getUint16(34);
  const outline = (glyph: number): Uint8Array => {
    const [from, to] = longLoca
      ? [loca.getUint32(4 * glyph), loca.getUint32(4 * glyph + 4)]
      : [2 * loca.getUint16(2 * glyph), 2 * loca.getUint16(2 * glyph + 2)];
    return new Uint8Array(glyf.buffer, glyf.byteOffset + from, to - from);
  };
  const side = (glyph: number): number =>
    glyph < metrics ? hmtx.getInt16(4 * glyph + 2) : hmtx.getInt16(4 * metrics + 2 * (glyph - metrics));

  const outlines: Uint8Array[] = [];
  const newLoca = new DataView(new ArrayBuffer(4 * (IDENTITY_GLYPHS + 1)));
  const newHmtx = new DataView(new ArrayBuffer(4 * IDENTITY_GLYPHS));
  let length = 0;
  for (let slot = 0; slot < IDENTITY_GLYPHS; slot += 1) {
    const glyph = face.glyphs.get(slot);
    const bytes = glyph === undefined ? new Uint8Array() : outline(glyph);
    // A composite glyph names its parts by old GIDs; the Noto files have none, so none is rewritten here.
    if (bytes.length > 1 && ((bytes[0] ?? 0) & 0x80) !== 0) {
      throw new Error(`font ${face.name}: glyph ${glyph} is composite and cannot be renumbered`);
    }
    outlines.push(bytes);
    newLoca.setUint32(4 * slot, length);
    length += (bytes.length + 3) & ~3;
    newHmtx.setUint16(4 * slot, glyph === undefined ? 1000 : face.advance(glyph));
    newHmtx.setInt16(4 * slot + 2, glyph === undefined ? 0 : side(glyph));
  }
  newLoca.setUint32(4 * IDENTITY_GLYPHS, length);
  const newGlyf = new Uint8Array(length);
  outlines.forEach((bytes, slot) => {
    newGlyf.set(bytes, newLoca.getUint32(4 * slot));
  });

  const copy = (tag: string) => {
    const view = table(tag);
    return new Uint8Array(
      view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength) as ArrayBuffer,
    );
  };
  const patch = (tag: string, offset: number, value: number) => {
    const bytes = copy(tag);
    new DataView(bytes.buffer).setUint16(offset, value);
    return bytes;
  };
  const known = [...face.glyphs.keys()]
    .filter((codePoint) => codePoint < IDENTITY_GLYPHS)
    .sort((a, b) => a - b);
  const bytes = writeSfnt({
    'OS/2': copy('OS/2'),
    cmap: identityCmap(known),
    glyf: newGlyf,
    head: patch('head', 50, 1),
    hhea: patch('hhea', 34, IDENTITY_GLYPHS),
    hmtx: new Uint8Array(newHmtx.buffer),
    loca: new Uint8Array(newLoca.buffer),
    maxp: patch('maxp', 4, IDENTITY_GLYPHS),
    name: copy('name'),
    post: copy('post'),
  });
  return openTypeface(face.name, bytes);
}

/** A format 4 cmap that maps each of the sorted code points to itself. */
function identityCmap(codePoints: readonly number[]): Uint8Array {
  const runs: [number, number][] = [];
  for (const codePoint of codePoints) {
    const last = runs.at(-1);
    if (last && last[1] === codePoint - 1) last[1] = codePoint;
    else runs.push([codePoint, codePoint]);
  }
  runs.push([0xffff, 0xffff]);
  const count = runs.length;
  const length = 16 + 8 * count;
  const view = new DataView(new ArrayBuffer(12 + length));
  view.setUint16(2, 1);
  view.setUint16(4, 3); // Windows, Unicode BMP
  view.setUint16(6, 1);
  view.setUint32(8, 12);
  const power = 2 ** Math.floor(Math.log2(count));
  [4, length, 0, 2 * count, 2 * power, Math.log2(power), 2 * (count - power)].forEach((value, i) => {
    view.setUint16(12 + 2 * i, value);
  });
  runs.forEach(([first, last], i) => {
    view.setUint16(26 + 2 * i, last);
    view.setUint16(28 + 2 * count + 2 * i, first);
    view.setUint16(28 + 4 * count + 2 * i, last === 0xffff ? 1 : 0);
  });
  return new Uint8Array(view.buffer);
}

/** Puts tables (given in tag order) together into a font file with its checksums. */
function writeSfnt(tables: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const entries = Object.entries(tables);
  const padded = (length: number) => (length + 3) & ~3;
  const headerLength = 12 + 16 * entries.length;
  const bytes = new Uint8Array(entries.reduce((sum, [, data]) => sum + padded(data.length), headerLength));
  const view = new DataView(bytes.buffer);
  const power = 2 ** Math.floor(Math.log2(entries.length));
  view.setUint32(0, 0x00010000);
  view.setUint16(4, entries.length);
  view.setUint16(6, 16 * power);
  view.setUint16(8, Math.log2(power));
  view.setUint16(10, 16 * (entries.length - power));
  const sum = (from: number, to: number) => {
    let total = 0;
    for (let i = from; i < to; i += 4) total = (total + view.getUint32(i)) >>> 0;
    return total;
  };
  let offset = headerLength;
  let headOffset = 0;
  entries.forEach(([tag, data], i) => {
    const entry = 12 + 16 * i;
    bytes.set(data, offset);
    if (tag === 'head') {
      headOffset = offset;
      view.setUint32(offset + 8, 0); // checkSumAdjustment counts as 0 while summing
    }
    for (let n = 0; n < 4; n += 1) bytes[entry + n] = tag.charCodeAt(n);
    view.setUint32(entry + 4, sum(offset, offset + padded(data.length)));
    view.setUint32(entry + 8, offset);
    view.setUint32(entry + 12, data.length);
    offset += padded(data.length);
  });
  view.setUint32(headOffset + 8, (0xb1b0afba - sum(0, bytes.length)) >>> 0);
  return bytes;
}

/** The field font as it goes into every form: deflated once, the same bytes in all of them. */
export interface FieldFont {
  readonly face: Typeface;
  readonly deflated: Uint8Array;
}

export interface FieldFontOptions {
  /** Folder that keeps the deflated font between runs. */
  readonly cache: string;
  /** The PDF writer's own deflate: the same bytes on every machine, unlike zlib of different Node versions. */
  readonly deflate: (bytes: Uint8Array) => Uint8Array;
}

/** Change when identityTypeface writes other bytes for the same characters, so that kept fonts are not used. */
const CACHE_EDITION = 2;

/** Builds the field font, or takes it from the cache. */
export async function loadFieldFont({ cache, deflate }: FieldFontOptions): Promise<FieldFont> {
  const source = await loadFieldSource(cache);
  const characters = [...fieldCharacters()].filter((codePoint) => source.glyphs.has(codePoint));
  const text = String.fromCodePoint(...characters.sort((a, b) => a - b));
  const digest = digestOf(`${CACHE_EDITION}\n${text}\n`, source.bytes);
  return openKept(
    join(cache, `field-${digest}.ttf.deflate`),
    async () => deflate(identityTypeface(await subsetTypeface(source, text, { typed: true })).bytes),
    (deflated) => ({ face: openTypeface(source.name, inflateSync(deflated)), deflated }),
  );
}
