/** Bytes in chunks of a given size, as a file stream would hand them over. */
import type { OpenBytes } from '../../src/register/decode.ts';

export function inChunks(bytes: Uint8Array, size = 65_536): OpenBytes {
  return async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
