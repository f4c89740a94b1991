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
  const utf8 = await firstFault(open, 'utf-8');
  if (utf8.utf16) return { refused: 'utf-16', offset: 0 };
  if (utf8.fault === undefined) return { encoding: 'utf-8', bom: utf8.bom };
  const gb = await firstFault(open, 'gb18030');
  if (gb.fault === undefined) return { encoding: 'gb18030', bom: false };
  return { refused: 'unknown', offset: Math.max(utf8.fault, gb.fault) };
}

async function firstFault(
  open: OpenBytes,
  encoding: Encoding,
): Promise<{ fault: number | undefined; bom: boolean; utf16: boolean }> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let offset = 0;
  let bom = false;
  let utf16 = false;
  // Bytes already consumed whole; the tail of a cut character stays pending inside the decoder.
  for await (const chunk of open()) {
    if (offset === 0) {
      bom = chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
      utf16 = (chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff);
      if (utf16) return { fault: 0, bom: false, utf16 };
    }
    try {
      decoder.decode(chunk, { stream: true });
    } catch {
      return { fault: offset + faultWithin(chunk, encoding), bom, utf16 };
    }
    offset += chunk.length;
  }
  try {
    decoder.decode();
  } catch {
    return { fault: offset, bom, utf16 };
  }
  return { fault: undefined, bom, utf16 };
}

/** Offset of the last byte that still decodes, found by halving: exact to the character at fault. */
function faultWithin(chunk: Uint8Array, encoding: Encoding): number {
  let good = 0;
  let bad = chunk.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    try {
      new TextDecoder(encoding, { fatal: true }).decode(chunk.subarray(0, middle), { stream: true });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return good;
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
