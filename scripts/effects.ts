/** The one module that touches the world: files, clock, printing. Everything else is handed what it needs. */
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ContentFiles } from '../src/corpus.ts';
import { SAMPLE_DAY } from '../src/register/sample/chance.ts';

/** The folder of this repository. Bundled into the site build this file has moved, so the build names the folder. */
export const ROOT = process.env.RONGJIU_ROOT ?? fileURLToPath(new URL('..', import.meta.url));

/**
 * Files below `folder`, as sorted paths relative to ROOT with forward slashes; empty when it does not exist.
 * @param onClosed is told of folders that cannot be opened, which are left out then; without it they are an error
 */
export async function listFiles(folder: string, onClosed?: (path: string) => void): Promise<string[]> {
  const found: string[] = [];
  const visit = async (directory: string): Promise<void> => {
    const entries = await readdir(directory, { withFileTypes: true }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') {
          if (!onClosed) throw error;
          onClosed(showPath(directory));
        }
        return [];
      },
    );
    for (const entry of entries) {
      const path = join(directory, entry.name);
      // A link to a file is a file; whatever else has a file's name is reported when it cannot be opened.
      if (entry.isDirectory() && !/\.csv$/i.test(entry.name)) await visit(path);
      else found.push(showPath(path));
    }
  };
  await visit(resolve(ROOT, folder));
  return found.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** A path as people read it: relative to ROOT when below it, with forward slashes. */
export function showPath(path: string): string {
  const short = relative(ROOT, path);
  return (short.startsWith('..') ? path : short).split(sep).join('/');
}

/** Bytes read at once: few enough to stay in the processor's caches until they have been decoded. */
const CHUNK = 1 << 18;

/**
 * The bytes of a file, chunk by chunk. All chunks share one piece of memory: a chunk holds until the next is asked for.
 * Nothing else goes on while a register is read, so waiting for each chunk in turn would only cost time.
 */
export async function* readChunks(place: string): AsyncGenerator<Uint8Array> {
  // A pipe would block for ever and a folder gives no bytes.
  if (!(await stat(place)).isFile()) throw Object.assign(new Error('not a file'), { code: 'ENOTFILE' });
  const file = openSync(place, 'r');
  try {
    // A Buffer finds a byte many times faster than other arrays do.
    const memory = Buffer.alloc(CHUNK);
    for (let count = readSync(file, memory); count > 0; count = readSync(file, memory))
      yield memory.subarray(0, count);
  } finally {
    closeSync(file);
  }
}

/** The files of `content/` and `data/`, as the Corpus wants them. */
export const contentFiles: ContentFiles = {
  list: (folder) => listFiles(folder),
  text: async (path) =>
    readFile(resolve(ROOT, path), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    }),
  chunks: (path) => readChunks(resolve(ROOT, path)),
  isUtf8,
  digest: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
};

/** Writes beside the target and renames, so that a reader never sees half a file. */
export async function writeWhole(
  path: string,
  data: string | Uint8Array | AsyncIterable<string>,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(beside, data);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Names of a built site by which a folder is known to be one. */
const SITE_MARKS = ['index.html', '404.html', '_astro'];

/** Whether a folder may be replaced by a built site: it is not there, is empty, or holds a built site. */
export async function isReplaceable(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.length === 0 || isSiteOf(names);
}

const isSiteOf = (names: readonly string[]): boolean => SITE_MARKS.every((name) => names.includes(name));

/** Whether a folder holds a built site. */
export async function isSite(folder: string): Promise<boolean> {
  return isSiteOf(await readdir(folder).catch((): string[] => []));
}

/**
 * Puts a finished folder in the place of another by renaming; the old one is back in place if that fails. Across
 * file systems the folder is first copied beside its target.
 */
export async function replaceFolder(finished: string, target: string): Promise<void> {
  const beside = `${target}.${process.pid}.new`;
  const old = `${target}.${process.pid}.old`;
  await mkdir(dirname(target), { recursive: true });
  try {
    await rename(finished, beside).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EXDEV') throw error;
      await cp(finished, beside, { recursive: true });
    });
    const replaced = await rename(target, old).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return false;
        throw error;
      },
    );
    await rename(beside, target).catch(async (error: unknown) => {
      if (replaced) await rename(old, target);
      throw error;
    });
    await rm(old, { recursive: true, force: true });
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

/** Removes what builds that were killed left behind: folders named `next-PID` and `papers-PID` whose process is gone. */
export async function clearAbandoned(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names) {
    const id = Number(/^(?:next|papers)-(\d+)$/.exec(name)?.[1]);
    if (!id || id === process.pid) continue;
    try {
      process.kill(id, 0);
    } catch {
      await rm(join(folder, name), { recursive: true, force: true });
    }
  }
}

/** Today in China (UTC+8), where the offices are. */
function today(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** The folder of the sample registers. */
export const SAMPLES = 'data/registers';

/** The day on which open duties are judged unless one is named: the samples stand still, real registers do not. */
export function dayOfJudging(registers: string): string {
  return resolve(ROOT, registers) === resolve(ROOT, SAMPLES) ? SAMPLE_DAY : today();
}

/** Whether the terminal wants progress and colour. */
export const interactive = Boolean(process.stderr.isTTY) && !process.env.CI;

let shown = false;

/** Shows on a terminal what long work is doing; undefined clears the line. Silent in logs and pipes. */
export function progress(doing: string | undefined): void {
  if (!interactive) return;
  process.stderr.write(doing === undefined ? (shown ? '\r\u001b[K' : '') : `\r\u001b[K${doing}……`);
  shown = doing !== undefined;
}
