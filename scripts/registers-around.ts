/** Which registers `npm run import` takes into account: among them a new id is free, and with them the rows are checked. */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { CannotAmend, RegisterSheet } from '../src/intake/amend.ts';
import type { Beside } from '../src/intake/papers.ts';
import { tableOf } from '../src/register/check.ts';
import type { RegisterTable } from '../src/register/columns.ts';
import { decodeText, proveEncoding } from '../src/register/decode.ts';
import { CannotRun } from './arguments.ts';
import { contentFiles, listFiles, ROOT, SAMPLES, showPath } from './effects.ts';

/** The registers that count, and what else there is. */
export interface RegistersAround {
  /** The folder by which the corpus knows them. */
  readonly folder: string;
  /** All files of a folder that was named; else the registers of the unit and of the units beside it. */
  readonly files: readonly string[];
  /** Which these are, as a sentence; then what was left out, each a sentence. */
  readonly told: readonly string[];
}

/** Folders beside that of a unit which are looked into: a folder of more is none of units. */
const MOST_UNITS = 1000;
/** Names that a sentence names. */
const MOST_NAMED = 5;
/** What else stands in a folder of registers: notes, originals that were kept, what systems and office programs leave. */
const BESIDE = /\.(?:md|txt)$|\.csv\.bak-\d+$|^(?:[.~]|datapackage\.json$|desktop\.ini$|Thumbs\.db$)/i;

/**
 * The registers around one: those in the folder named; or those that `npm run check` takes by default when this one is
 * among them; or those of its own folder and of the folders beside it that hold nothing but registers. Folders that
 * cannot be opened are left out.
 * @param named as `npm run check` takes it
 */
export async function registersAround(register: string, named: string | undefined): Promise<RegistersAround> {
  const isIn = (folder: string): boolean => register.startsWith(join(folder, sep));
  const whole = resolve(ROOT, named ?? SAMPLES);
  if (isIn(whole)) {
    const closed: string[] = [];
    const folder = showPath(whole);
    const files = await listFiles(folder, (path) => closed.push(path));
    return { folder, files, told: [basisOf(folder, files), ...toldClosed(closed)] };
  }
  if (named !== undefined) throw new CannotRun(`台账不在 --registers 的文件夹「${named}」中。请核对路径。`);

  const own = dirname(register);
  const around = dirname(own);
  const files = (await directFiles(own)) ?? [register];
  const units: string[] = [];
  const mixed: string[] = [];
  const closed: string[] = [];
  const beside = await foldersIn(around);
  if (beside.length <= MOST_UNITS) {
    for (const path of beside) {
      if (path === own) continue;
      const found = await unitFiles(path);
      if (found === 'closed') closed.push(showPath(path));
      else if (found === 'mixed') mixed.push(basename(path));
      else if (found.length > 0) {
        units.push(basename(path));
        files.push(...found);
      }
    }
  }
  // In the order in which a check of the whole would come to them: of two equal ids the later is told.
  const shown = files
    .filter((path) => tableOf(path) !== undefined)
    .map(showPath)
    .sort();
  return {
    folder: showPath(own),
    files: shown,
    told: [
      basisOf([showPath(own), ...(units.length > 0 ? [`同级的 ${someOf(units)}`] : [])].join(' 和'), shown),
      ...(mixed.length > 0
        ? [
            `同级的 ${someOf(mixed)} 也有台账，还放着别的文件，没有计入；要计入的，用 --registers 写明台账文件夹。`,
          ]
        : []),
      ...(beside.length > MOST_UNITS
        ? ['同级的文件夹太多，没有查看；其中有台账的，用 --registers 写明台账文件夹。']
        : []),
      ...toldClosed(closed),
    ],
  };
}

/** The other registers of the table: ids, also of rows that cannot be read, rows, and sentences on what is left out. */
export async function whatStandsBeside(
  register: string,
  files: readonly string[],
  table: RegisterTable,
): Promise<Beside & { readonly told: readonly string[] }> {
  const taken = new Set<string>();
  const sheets: RegisterSheet[] = [];
  const closed: string[] = [];
  for (const path of files) {
    if (tableOf(path) !== table || resolve(ROOT, path) === register) continue;
    const open = () => contentFiles.chunks(path);
    try {
      const proof = await proveEncoding(open, contentFiles.isUtf8);
      if ('refused' in proof) {
        closed.push(path);
        continue;
      }
      let text = '';
      for await (const piece of decodeText(open, proof.encoding)) text += piece;
      for (const [id] of text.matchAll(/[A-Z]{2}-(?:[EL]-)?\d{4}-\d{3,8}/g)) taken.add(id);
      const sheet = await RegisterSheet.open({ path, open }, table).catch((error: unknown) => {
        // What is wrong with its rows is the business of `npm run check`; its ids are known.
        if (error instanceof CannotAmend) return undefined;
        throw error;
      });
      if (sheet) sheets.push(sheet);
    } catch {
      // A link to nowhere, a file of somebody else: the check says so of those it is asked about.
      closed.push(path);
    }
  }
  return { taken, sheets, told: toldClosed(closed) };
}

/** The sentence that says by which registers a new id is free and the rows are checked. */
function basisOf(folders: string, files: readonly string[]): string {
  const count = files.filter((path) => tableOf(path) !== undefined).length;
  return `新编号和核对都以 ${folders} 中的 ${count} 个台账文件为准。`;
}

function toldClosed(paths: readonly string[]): string[] {
  return paths.length > 0 ? [`${someOf(paths)} 读不出，没有计入；新编号可能与其中的重复。`] : [];
}

function someOf(names: readonly string[]): string {
  const some = names.slice(0, MOST_NAMED).join('、');
  return names.length > MOST_NAMED ? `${some} 等 ${names.length} 个` : some;
}

/** The registers of a folder that holds nothing else; none where it holds no register. */
async function unitFiles(folder: string): Promise<string[] | 'mixed' | 'closed'> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  if (!entries) return 'closed';
  const registers = entries.filter((entry) => !entry.isDirectory() && tableOf(entry.name) !== undefined);
  const others = entries.some((entry) => !registers.includes(entry) && !BESIDE.test(entry.name));
  return registers.length > 0 && others ? 'mixed' : registers.map(({ name }) => join(folder, name)).sort();
}

/** The files that stand in a folder itself. */
async function directFiles(folder: string): Promise<string[] | undefined> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  return entries
    ?.filter((entry) => !entry.isDirectory())
    .map(({ name }) => join(folder, name))
    .sort();
}

/** The folders in a folder, as far as one may see them; hidden ones are none of units. */
async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => join(folder, name))
    .sort();
}
