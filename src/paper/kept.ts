/** What takes long to make is kept in a file between runs. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The first characters of a digest, to name a file after what it is made from. */
export function digestOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, 16);
}

/**
 * Opens the file at `path`; where there is none, or it does not open (a disk that was full), it is made anew. Written
 * beside and renamed, so that two builds at once do not read half a file.
 */
export async function openKept<T>(
  path: string,
  make: () => Promise<Uint8Array>,
  open: (bytes: Uint8Array) => T,
): Promise<T> {
  const kept = await readFile(path).catch(() => null);
  if (kept) {
    try {
      return open(kept);
    } catch {
      // Made again below.
    }
  }
  const made = await make();
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.${process.pid}.tmp`, made);
  await rename(`${path}.${process.pid}.tmp`, path);
  return open(made);
}
