/** The parts of an XLSX file as text, for what the library does not read back. */
import { readTexts } from '../src/zip-parts.ts';

export async function partOf(bytes: Uint8Array, path: string): Promise<string> {
  return (await readTexts(bytes)).get(path) ?? '';
}
