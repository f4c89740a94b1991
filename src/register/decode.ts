/**
 * Bytes to text, proved by strict decoding over the whole file, never guessed: UTF-8 (with or without BOM), else
 * GB18030, else refused with the offset of the first byte that fits neither.
 */

/** Opens the bytes of a file from the start; called once per pass. */
export type OpenBytes = () => AsyncIterable<Uint8Array>;

export type Encoding = 'utf-8' | 'gb18030';

/** What stands between the lines of a file; '\n' also where they end in different ways. */
export type LineEnd = '\n' | '\r\n';

export type EncodingProof =
  | { readonly encoding: Encoding; readonly bom: boolean; readonly lineEnd: LineEnd }
  | { readonly refused: 'utf-16' | 'workbook' | 'unknown'; readonly offset: number };

/** Whether bytes are well-formed UTF-8, by a way of the platform that is faster than decoding them. */
export type IsUtf8 = (bytes: Uint8Array) => boolean;

/** How a workbook begins: an XLSX file is a ZIP package, an XLS file is a compound document. */
const WORKBOOKS: readonly (readonly number[])[] = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
];

/** First pass: which encoding the whole file proves to be, and how its lines end. Constant memory. */
export async function proveEncoding(open: OpenBytes, isUtf8?: IsUtf8): Promise<EncodingProof> {
  const mark = await firstBytes(open, 256);
  if (WORKBOOKS.some((bytes) => bytes.every((byte, at) => mark[at] === byte)))
    return { refused: 'workbook', offset: 0 };
  if (isUtf16(mark)) return { refused: 'utf-16', offset: 0 };
  if ((mark[0] === 0xff && mark[1] === 0xfe) || (mark[0] === 0xfe && mark[1] === 0xff))
    return { refused: 'utf-16', offset: 0 };
  const bom = mark[0] === 0xef && mark[1] === 0xbb && mark[2] === 0xbf;
  const ends = new LineEnds();
  const looked = ends.watch(open);
  if (isUtf8 && (await allUtf8(looked, isUtf8))) return { encoding: 'utf-8', bom, lineEnd: ends.found };
  const utf8 = await firstFault(looked, 'utf-8');
  if (utf8 === undefined) return { encoding: 'utf-8', bom, lineEnd: ends.found };
  const gb = await firstFault(looked, 'gb18030');
  if (gb === undefined) return { encoding: 'gb18030', bom: false, lineEnd: ends.found };
  const offsets = [await exactFault(open, 'utf-8', utf8), await exactFault(open, 'gb18030', gb)];
  return { refused: 'unknown', offset: Math.max(...offsets) };
}

/** How the lines of a file end. Of both encodings these two bytes are never a part of another character. */
class LineEnds {
  #feeds = 0;
  #returns = 0;
  /** Whether a line feed stands alone. */
  #bare = false;
  #last = 0;

  /** Looks at every chunk before anybody else does, afresh in each pass. */
  watch(open: OpenBytes): OpenBytes {
    const look = (chunk: Uint8Array): void => this.#look(chunk);
    const start = (): void => {
      this.#feeds = this.#returns = this.#last = 0;
      this.#bare = false;
    };
    return async function* () {
      start();
      for await (const chunk of open()) {
        look(chunk);
        yield chunk;
      }
    };
  }

  get found(): LineEnd {
    return this.#feeds > 0 && this.#feeds === this.#returns && !this.#bare ? '\r\n' : '\n';
  }

  #look(chunk: Uint8Array): void {
    if (this.#bare || chunk.length === 0) return;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) {
      this.#feeds += 1;
      if ((at === 0 ? this.#last : chunk[at - 1]) !== RETURN) this.#bare = true;
    }
    for (let at = chunk.indexOf(RETURN); at >= 0; at = chunk.indexOf(RETURN, at + 1)) this.#returns += 1;
    this.#last = chunk.at(-1) ?? 0;
  }
}

/**
 * Whether bytes without a mark are two to a character: then every other one is 0 wherever there is a comma or a digit.
 * A few zeros in what reads well otherwise are only characters that do not belong there.
 */
function isUtf16(bytes: readonly number[]): boolean {
  const [even = 0, odd = 0] = [0, 1].map(
    (parity) => bytes.filter((byte, at) => byte === 0 && at % 2 === parity).length,
  );
  if ((even > 0 && odd > 0) || even + odd < 3) return false;
  return (even + odd) * 4 >= bytes.length || !startsAsUtf8(bytes);
}

function startsAsUtf8(bytes: readonly number[]): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes), { stream: true });
    return true;
  } catch {
    return false;
  }
}

async function firstBytes(open: OpenBytes, count: number): Promise<number[]> {
  const bytes: number[] = [];
  for await (const chunk of open()) {
    bytes.push(...chunk.subarray(0, count - bytes.length));
    if (bytes.length === count) break;
  }
  return bytes;
}

async function allUtf8(open: OpenBytes, isUtf8: IsUtf8): Promise<boolean> {
  /** The first bytes of a character that goes on in the next chunk. */
  let held = new Uint8Array();
  for await (const chunk of open()) {
    let rest = chunk;
    if (held.length > 0) {
      // At most three more bytes belong to the character that was cut; the next one starts with another kind of byte.
      let more = 0;
      while (more < LONGEST_CHARACTER - 1 && ((chunk[more] ?? 0) & 0xc0) === 0x80) more += 1;
      const joined = Uint8Array.of(...held, ...chunk.subarray(0, more));
      held = new Uint8Array();
      if (more === chunk.length && !isUtf8(joined) && joined.length < LONGEST_CHARACTER) {
        held = joined;
        continue;
      }
      if (!isUtf8(joined)) return false;
      rest = chunk.subarray(more);
    }
    const cut = lastWhole(rest);
    if (!isUtf8(rest.subarray(0, cut))) return false;
    // A copy: the memory of a chunk is used again for the next.
    held = new Uint8Array(rest.subarray(cut));
  }
  return held.length === 0;
}

/** Where the last character of some bytes begins, if it may go on in the next chunk; else their end. */
function lastWhole(bytes: Uint8Array): number {
  for (let back = 1; back < LONGEST_CHARACTER && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** An offset before which nothing is wrong, near the first fault; undefined when there is none. */
async function firstFault(open: OpenBytes, encoding: Encoding): Promise<number | undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let offset = 0;
  try {
    for await (const chunk of open()) {
      decoder.decode(chunk, { stream: true });
      offset += chunk.length;
    }
    decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) return offset;
    throw error;
  }
  return undefined;
}

/** The longest character of either encoding has four bytes; the last one may be cut off by the end of the file. */
const LONGEST_CHARACTER = 4;

/**
 * Offset of the first byte that cannot stand where it stands; for a character cut off by the end of the file, of its
 * first byte. Only a refused file is read again for this, whole chunks first, then byte by byte near the fault.
 */
async function exactFault(open: OpenBytes, encoding: Encoding, near: number): Promise<number> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  let offset = 0;
  let complete = 0;
  for await (const chunk of open()) {
    if (offset + chunk.length <= near - LONGEST_CHARACTER) {
      decoder.decode(chunk, { stream: true });
      offset += chunk.length;
      continue;
    }
    for (let index = 0; index < chunk.length; index += 1) {
      try {
        if (decoder.decode(chunk.subarray(index, index + 1), { stream: true })) complete = offset + index + 1;
      } catch {
        return offset + index;
      }
    }
    offset += chunk.length;
  }
  return complete;
}

/** Bytes decoded at once: of longer texts the parser's work falls out of the processor's caches. */
const PIECE = 65_536;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;

/**
 * Second pass: the text in chunks, BOM removed, line ends evened out to \n unless they are known to be all alike. Chunks
 * end with a line where they can: what is left of one would have to be copied to stand before the next.
 */
export async function* decodeText(
  open: OpenBytes,
  encoding: Encoding,
  lineEnd: LineEnd = '\n',
): AsyncGenerator<string> {
  // The first pass has proved every byte; to do so again would take half as long once more.
  const decoder = new TextDecoder(encoding);
  const even = lineEnd === '\n' ? evenLines : (text: string) => text;
  let held = '';
  for await (const chunk of open()) {
    for (let at = 0, end: number; at < chunk.length; at = end) {
      const line = chunk.lastIndexOf(LINE_FEED, at + PIECE - 1) + 1;
      end = line > at ? line : Math.min(at + PIECE, chunk.length);
      let text = held + decoder.decode(chunk.subarray(at, end), { stream: true });
      // A \r at the cut may be half of \r\n.
      held = text.endsWith('\r') ? '\r' : '';
      if (held) text = text.slice(0, -1);
      yield even(text);
    }
  }
  const rest = held + decoder.decode();
  if (rest) yield even(rest);
}

/** CRLF and CR as LF. Plain replacements: a regular expression takes several times as long. */
function evenLines(text: string): string {
  if (!text.includes('\r')) return text;
  const even = text.replaceAll('\r\n', '\n');
  return even.includes('\r') ? even.replaceAll('\r', '\n') : even;
}
