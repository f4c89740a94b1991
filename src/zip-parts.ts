/** Parts of a ZIP package (an XLSX or DOCX file) written anew; all others are taken over as they stand. */

const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END = 0x06054b50;
const DEFLATED = 8;

/** What a part becomes; the text it held is handed in. */
export type Edit = (part: string) => string;

interface Part {
  /** The central record up to the name: times, sizes, checksum. */
  readonly record: Uint8Array;
  readonly name: Uint8Array;
  readonly data: Uint8Array;
}

/** The package with some parts edited; a path that is not in it is a mistake of the caller. */
export async function editParts(zip: Uint8Array, edits: ReadonlyMap<string, Edit>): Promise<Uint8Array> {
  const open = new Map(edits);
  const parts: Part[] = [];
  for (const part of readParts(zip)) {
    const path = new TextDecoder().decode(part.name);
    const edit = open.get(path);
    open.delete(path);
    parts.push(edit ? await edited(part, edit) : part);
  }
  if (open.size > 0) throw new Error(`not in the package: ${[...open.keys()].join(', ')}`);
  return join(parts);
}

/** The parts of a package as text, by their paths. */
export async function readTexts(zip: Uint8Array): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const { record, name, data } of readParts(zip)) {
    const path = new TextDecoder().decode(name);
    texts.set(path, new TextDecoder().decode(await plainOf(record, data)));
  }
  return texts;
}

/** A package of parts as they are, without times: the same parts give the same bytes. */
export function packTexts(texts: ReadonlyMap<string, string>): Uint8Array {
  return join(
    [...texts].map(([path, text]) => {
      const record = new Uint8Array(46);
      const view = new DataView(record.buffer);
      const name = new TextEncoder().encode(path);
      const data = new TextEncoder().encode(text);
      view.setUint32(0, CENTRAL, true);
      // Made and to be read by version 2.0 of the format; names are UTF-8.
      view.setUint16(4, 20, true);
      view.setUint16(6, 20, true);
      view.setUint16(8, 0x0800, true);
      view.setUint32(12, NO_TIME, true);
      view.setUint32(16, crc32(data), true);
      view.setUint32(20, data.length, true);
      view.setUint32(24, data.length, true);
      view.setUint16(28, name.length, true);
      return { record, name, data };
    }),
  );
}

/** A package that unpacks to more than anybody has written. */
export class TooLarge extends Error {
  override name = 'TooLarge';
}

/**
 * The parts that are wanted as text, by their paths, of a package from somebody else: it is given up once they unpack
 * to more bytes than `most`. Whatever else is wrong with it throws, too.
 */
export async function readSomeTexts(
  zip: Uint8Array,
  wanted: (path: string) => boolean,
  most: number,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  let left = most;
  for (const { record, name, data } of readParts(zip)) {
    const path = new TextDecoder().decode(name);
    if (!wanted(path)) continue;
    const plain = await plainOf(record, data, left);
    left -= plain.length;
    texts.set(path, new TextDecoder('utf-8', { fatal: true }).decode(plain));
  }
  return texts;
}

/** The paths of the parts of a package. */
export function partPaths(zip: Uint8Array): string[] {
  return readParts(zip).map(({ name }) => new TextDecoder().decode(name));
}

/** 1980-01-01 00:00, the first time a package can tell. */
const NO_TIME = 0x00210000;

/** The package without the times at which its parts were written: the same parts give the same bytes. */
export function undated(zip: Uint8Array): Uint8Array {
  const parts = readParts(zip);
  for (const { record } of parts) new DataView(record.buffer).setUint32(12, NO_TIME, true);
  return join(parts);
}

function readParts(bytes: Uint8Array): Part[] {
  // A slice of a Buffer would be a view of the package itself.
  const zip = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  let end = zip.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end -= 1;
  if (end < 0) throw new Error('not a ZIP package');
  const parts: Part[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    const size = view.getUint32(at + 20, true);
    const nameLength = view.getUint16(at + 28, true);
    const local = view.getUint32(at + 42, true);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    parts.push({
      record: zip.slice(at, at + 46),
      name: zip.slice(at + 46, at + 46 + nameLength),
      data: zip.subarray(start, start + size),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return parts;
}

async function edited({ record, name, data }: Part, edit: Edit): Promise<Part> {
  const old = new TextDecoder().decode(await plainOf(record, data));
  const plain = new TextEncoder().encode(edit(old));
  const packed = await through(plain, new CompressionStream('deflate-raw'));
  const changed = record.slice();
  const view = new DataView(changed.buffer);
  view.setUint16(10, DEFLATED, true);
  view.setUint32(16, crc32(plain), true);
  view.setUint32(20, packed.length, true);
  view.setUint32(24, plain.length, true);
  return { record: changed, name, data: packed };
}

/** Local headers repeat the central records, without what only some writers add. */
function join(parts: readonly Part[]): Uint8Array {
  const names = parts.reduce((sum, { name }) => sum + name.length, 0);
  const stored = parts.reduce((sum, { data }) => sum + data.length, 0);
  const zip = new Uint8Array(parts.length * (30 + 46) + 2 * names + stored + 22);
  const view = new DataView(zip.buffer);
  const places: number[] = [];
  let at = 0;
  for (const { record, name, data } of parts) {
    places.push(at);
    view.setUint32(at, LOCAL, true);
    // Version, flags, method, time, checksum and sizes stand in the same order in both.
    zip.set(record.subarray(6, 28), at + 4);
    // The sizes are known: none follow the data.
    view.setUint16(at + 6, view.getUint16(at + 6, true) & ~8, true);
    view.setUint16(at + 26, name.length, true);
    zip.set(name, at + 30);
    zip.set(data, at + 30 + name.length);
    at += 30 + name.length + data.length;
  }
  const start = at;
  for (const [index, { record, name }] of parts.entries()) {
    zip.set(record, at);
    view.setUint32(at, CENTRAL, true);
    view.setUint16(at + 8, view.getUint16(at + 8, true) & ~8, true);
    view.setUint32(at + 30, 0, true);
    view.setUint32(at + 42, places[index] ?? 0, true);
    zip.set(name, at + 46);
    at += 46 + name.length;
  }
  view.setUint32(at, END, true);
  view.setUint16(at + 8, parts.length, true);
  view.setUint16(at + 10, parts.length, true);
  view.setUint32(at + 12, at - start, true);
  view.setUint32(at + 16, start, true);
  return zip;
}

/** @param most bytes, above which it is given up. */
async function plainOf(
  record: Uint8Array,
  data: Uint8Array,
  most = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
  const view = new DataView(record.buffer);
  const isDeflated = view.getUint16(10, true) === DEFLATED;
  if (!isDeflated && data.length > most) throw new TooLarge();
  if (!isDeflated) return data;
  // Browsers unpack gzip long before they unpack bare parts; it is the same with a head and the checksum around it.
  const packed = new Uint8Array(GZIP.length + data.length + 8);
  packed.set(GZIP);
  packed.set(data, GZIP.length);
  const tail = new DataView(packed.buffer, GZIP.length + data.length);
  tail.setUint32(0, view.getUint32(16, true), true);
  tail.setUint32(4, view.getUint32(24, true), true);
  return through(packed, new DecompressionStream('gzip'), most);
}

/** The head of a gzip file that says nothing but how it is packed. */
const GZIP = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);

async function through(
  data: Uint8Array,
  stream: CompressionStream | DecompressionStream,
  most = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
  let length = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      length += chunk.length;
      if (length > most) controller.error(new TooLarge());
      else controller.enqueue(chunk);
    },
  });
  const source = new Blob([data as Uint8Array<ArrayBuffer>]).stream().pipeThrough(stream).pipeThrough(count);
  return new Uint8Array(await new Response(source).arrayBuffer());
}

function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
