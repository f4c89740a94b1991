/**
 * TrueType fonts: opened for measuring, cut down to a text. TrueType only: both pdf-libs mislabel a whole CFF font, and
 * some viewers then draw nothing.
 */
import { MissingGlyphError } from './missing-glyph.ts';

/** A TrueType font, opened for measuring and embedding. Lengths are in thousandths of the em. */
export interface Typeface {
  /** PostScript name. */
  readonly name: string;
  /** The font file. */
  readonly bytes: Uint8Array;
  /** Code point → glyph number. */
  readonly glyphs: ReadonlyMap<number, number>;
  readonly ascent: number;
  readonly descent: number;
  readonly box: readonly [number, number, number, number];
  /** Advance of a glyph. */
  advance(glyph: number): number;
}

/** Glyph numbers of `text`, in order. Throws MissingGlyphError rather than draw nothing. */
export function glyphsOf(face: Typeface, text: string): number[] {
  return Array.from(text, (character) => {
    const glyph = face.glyphs.get(character.codePointAt(0) ?? 0);
    if (glyph === undefined) throw new MissingGlyphError(face.name, character);
    return glyph;
  });
}

/** Width of `text` at `size` points. */
export function textWidth(face: Typeface, text: string, size: number): number {
  return (glyphsOf(face, text).reduce((sum, glyph) => sum + face.advance(glyph), 0) * size) / 1000;
}

type Tables = Map<string, DataView>;

/** Tables of a font file by tag. */
export function tablesOf(bytes: Uint8Array): Tables {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tables: Tables = new Map();
  for (let i = 0; i < view.getUint16(4); i += 1) {
    const entry = 12 + 16 * i;
    const tag = String.fromCharCode(...bytes.subarray(entry, entry + 4));
    const start = bytes.byteOffset + view.getUint32(entry + 8);
    tables.set(tag, new DataView(bytes.buffer, start, view.getUint32(entry + 12)));
  }
  return tables;
}

/** A table that a TrueType font must have. */
export function tableOf(tables: Tables, tag: string, name: string): DataView {
  const table = tables.get(tag);
  if (!table) throw new Error(`font ${name} has no ${tag} table: only TrueType outlines can be embedded`);
  return table;
}

/** Code point → glyph, from the widest Unicode subtable (format 12, else 4). */
function readCmap(cmap: DataView, name: string): Map<number, number> {
  let best = { rank: 0, offset: 0 };
  for (let i = 0; i < cmap.getUint16(2); i += 1) {
    const offset = cmap.getUint32(4 + 8 * i + 4);
    const format = cmap.getUint16(offset);
    const rank = format === 12 ? 2 : format === 4 ? 1 : 0;
    if (rank > best.rank) best = { rank, offset };
  }
  const glyphs = new Map<number, number>();
  const add = (codePoint: number, glyph: number) => {
    if (glyph !== 0) glyphs.set(codePoint, glyph);
  };
  const at = best.offset;
  if (best.rank === 2) {
    for (let i = 0; i < cmap.getUint32(at + 12); i += 1) {
      const group = at + 16 + 12 * i;
      const first = cmap.getUint32(group);
      const glyph = cmap.getUint32(group + 8);
      for (let c = first; c <= cmap.getUint32(group + 4); c += 1) add(c, glyph + c - first);
    }
  } else if (best.rank === 1) {
    const bytes = cmap.getUint16(at + 6);
    for (let i = 0; i < bytes; i += 2) {
      const end = cmap.getUint16(at + 14 + i);
      const first = cmap.getUint16(at + 16 + bytes + i);
      const delta = cmap.getUint16(at + 16 + 2 * bytes + i);
      const rangeAt = at + 16 + 3 * bytes + i;
      const range = cmap.getUint16(rangeAt);
      for (let c = first; c <= end && c < 0xffff; c += 1) {
        const glyph = range === 0 ? c : cmap.getUint16(rangeAt + range + 2 * (c - first));
        add(c, range !== 0 && glyph === 0 ? 0 : (glyph + delta) & 0xffff);
      }
    }
  } else {
    throw new Error(`font ${name} has no Unicode cmap of format 4 or 12`);
  }
  return glyphs;
}

/** Why a font file cannot be embedded, as the rest of a sentence about it; undefined when it can. */
export function whyUnusable(bytes: Uint8Array): string | undefined {
  const kind = String.fromCharCode(...bytes.subarray(0, 4));
  if (kind === 'OTTO') return '是 CFF 轮廓的 OpenType 字体，只能用 TrueType 轮廓的字体';
  if (kind === 'ttcf') return '是字体合集（.ttc），请取出其中一款，另存为 .ttf';
  if (kind === 'wOFF' || kind === 'wOF2') return '是网页字体，请换成 .ttf';
  if (kind !== '\0\x01\0\0' && kind !== 'true') return '不是 TrueType 字体';
  try {
    openTypeface('', bytes);
    const permission = tableOf(tablesOf(bytes), 'OS/2', '').getUint16(8);
    // Bit 1 alone: no embedding at all; bit 8: only whole; bit 9: only as bitmaps.
    if ((permission & 0x000e) === 0x0002) return '的许可不允许嵌入文件（OS/2 表 fsType 为 2）';
    if ((permission & 0x0300) !== 0) return '的许可不允许只嵌入所用到的字（OS/2 表 fsType）';
  } catch {
    return '不完整，读不出轮廓和字表';
  }
  return undefined;
}

/** PostScript name of a font file, in the letters that PDF names are made of. */
export function nameOf(bytes: Uint8Array): string {
  const names = tableOf(tablesOf(bytes), 'name', 'font');
  for (let i = 0; i < names.getUint16(2); i += 1) {
    const record = 6 + 12 * i;
    const [platform, id] = [names.getUint16(record), names.getUint16(record + 6)];
    if (id !== 6 || (platform !== 3 && platform !== 1)) continue;
    const start = names.byteOffset + names.getUint16(4) + names.getUint16(record + 10);
    const raw = new Uint8Array(names.buffer, start, names.getUint16(record + 8));
    const name = new TextDecoder(platform === 3 ? 'utf-16be' : 'latin1').decode(raw);
    if (/^[\w-]+$/.test(name)) return name;
  }
  return 'OwnFont';
}

/** Opens a TrueType file. */
export function openTypeface(name: string, bytes: Uint8Array): Typeface {
  const tables = tablesOf(bytes);
  const head = tableOf(tables, 'head', name);
  const hhea = tableOf(tables, 'hhea', name);
  const hmtx = tableOf(tables, 'hmtx', name);
  tableOf(tables, 'glyf', name);
  const scale = 1000 / head.getUint16(18);
  const metrics = hhea.getUint16(34);
  const side = (offset: number) => Math.round(head.getInt16(offset) * scale);
  return {
    name,
    bytes,
    glyphs: readCmap(tableOf(tables, 'cmap', name), name),
    ascent: Math.round(hhea.getInt16(4) * scale),
    descent: Math.round(hhea.getInt16(6) * scale),
    box: [side(36), side(38), side(40), side(42)],
    advance: (glyph) => Math.round(hmtx.getUint16(4 * Math.min(glyph, metrics - 1)) * scale),
  };
}

/** Only outlines and widths are of use in a PDF; layout tables would drag further glyphs in. */
const UNUSED_TABLES = ['GSUB', 'GPOS', 'GDEF', 'BASE', 'STAT', 'vhea', 'vmtx', 'gasp'];

/** What an operating system wants of a font besides: of no use in a PDF that nobody types into. */
const SYSTEM_TABLES = ['OS/2', 'name', 'post'];

/**
 * Cuts a typeface down to the characters of `text` with harfbuzz. The result is embedded whole: the subsetters of the
 * PDF libraries lose glyphs of small subsets (short `loca`) without an error.
 * @param options.typed the font will be typed into: other programs open it as they open any font
 */
export async function subsetTypeface(
  face: Typeface,
  text: string,
  { typed = false }: { readonly typed?: boolean } = {},
): Promise<Typeface> {
  const wanted = [...new Set(text)].sort().join('');
  glyphsOf(face, wanted);
  // A large module, which only drawing needs: a check measures and draws nothing.
  const { default: subsetFont } = await import('subset-font');
  const bytes = await subsetFont(face.bytes, wanted, {
    targetFormat: 'truetype',
    keepFeatures: [],
    noLayoutClosure: true,
    noHinting: true,
    dropTables: typed ? UNUSED_TABLES : [...UNUSED_TABLES, ...SYSTEM_TABLES],
  });
  return openTypeface(face.name, bytes);
}

/** A whole web font (WOFF2) as a TrueType file, without the tables that no PDF needs. */
export async function decodeWebFont(bytes: Uint8Array): Promise<Uint8Array> {
  const { default: subsetFont } = await import('subset-font');
  return subsetFont(bytes, undefined, {
    targetFormat: 'truetype',
    keepAllGlyphs: true,
    keepFeatures: [],
    noLayoutClosure: true,
    noHinting: true,
    dropTables: UNUSED_TABLES,
  });
}
