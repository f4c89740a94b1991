/**
 * Bytes to text, proved by strict decoding over the whole file, never guessed: UTF-8 (with or without BOM), else
 * GB18030, else refused with the offset of the first byte that fits neither.
 */

/** Opens the bytes of a file from the start; called once per pass. */
export type OpenBytes = () => AsyncIterable<Uint8Array>;

export type Encoding = 'utf-8' | 'gb18030';

export type EncodingProof =
  | { readonly encoding: Encoding; readonly bom: boolean }
  | { readonly refused: 'utf-16' | 'unknown'; readonly offset: number };

/** First pass: which encoding the whole file proves to be. Constant memory. */
export async function proveEncoding(open: OpenBytes): Promise<EncodingProof> {
  const mark = await firstBytes(open, 3);
  if ((mark[0] === 0xff && mark[1] === 0xfe) || (mark[0] === 0xfe && mark[1] === 0xff))
    return { refused: 'utf-16', offset: 0 };
  const bom = mark[0] === 0xef && mark[1] === 0xbb && mark[2] === 0xbf;
  const utf8 = await firstFault(open, 'utf-8');
  if (utf8 === undefined) return { encoding: 'utf-8', bom };
  const gb = await firstFault(open, 'gb18030');
  if (gb === undefined) return { encoding: 'gb18030', bom: false };
  const offsets = [await exactFault(open, 'utf-8', utf8), await exactFault(open, 'gb18030', gb)];
  return { refused: 'unknown', offset: Math.max(...offsets) };
}

async function firstBytes(open: OpenBytes, count: number): Promise<number[]> {
  const bytes: number[] = [];
  for await (const chunk of open()) {
    bytes.push(...chunk.subarray(0, count - bytes.length));
    if (bytes.length === count) break;
  }
  return bytes;
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

/** Second pass: the text in chunks, line ends evened out to \n, BOM removed. */
export async function* decodeText(open: OpenBytes, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let held = '';
  for await (const chunk of open()) {
    let text = held + decoder.decode(chunk, { stream: true });
    // A \r at the cut may be half of \r\n.
    held = text.endsWith('\r') ? '\r' : '';
    if (held) text = text.slice(0, -1);
    yield text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  }
  const rest = held + decoder.decode();
  if (rest) yield rest.replace(/\r\n?/g, '\n');
}
