/** The parts of an XLSX file as text, for what the library does not read back. */
import { editParts } from '../src/zip-parts.ts';

export async function partOf(bytes: Uint8Array, path: string): Promise<string> {
  let text = '';
  const read = (part: string): string => {
    text = part;
    return part;
  };
  await editParts(bytes, new Map([[path, read]]));
  return text;
}
