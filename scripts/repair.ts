/** `npm run check -- --fix OUT`: corrected copies of the registers, beside the originals, never over them. */
import { access } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Corpus } from '../src/corpus.ts';
import { CannotRepair, repairRegister } from '../src/register/repair.ts';
import { CannotRun } from './arguments.ts';
import { contentFiles, ROOT, showPath, writeWhole } from './effects.ts';

/** Where each copy goes: one file to OUT.csv, a folder of registers to the same paths below the folder OUT. */
function targetsOf(
  paths: readonly string[],
  registers: string,
  out: string,
): { readonly path: string; readonly target: string }[] {
  const target = resolve(process.cwd(), out);
  const [only, ...others] = paths;
  if (/\.csv$/i.test(out)) {
    if (!only || others.length > 0) {
      throw new CannotRun(
        `「${registers}」中有 ${paths.length} 个台账文件，不能写进一个文件「${out}」。请把 --fix 指向一个文件夹，或者用 --registers 指向只有一个台账的文件夹。`,
      );
    }
    return [{ path: only, target }];
  }
  return paths.map((path) => ({
    path,
    target: join(target, relative(resolve(ROOT, registers), resolve(ROOT, path))),
  }));
}

/** Refuses, before anything is written, what would overwrite a file. */
export async function prepareRepair(paths: readonly string[], registers: string, out: string): Promise<void> {
  for (const { target } of targetsOf(paths, registers, out)) {
    const exists = await access(target).then(
      () => true,
      () => false,
    );
    if (exists) {
      throw new CannotRun(`${showPath(target)} 已经存在，没有覆盖。更正后的台账请写到新的文件或者文件夹。`);
    }
  }
}

/** Rows named one by one; of more only their number is told. */
const MOST_NAMED = 20;

/** Says which rows nobody could correct, because it cannot be told what stands where. */
function leftWords(named: readonly number[], count: number): string {
  if (count === 0) return '';
  const rows = `第 ${named.join('、')} 行${count > named.length ? `等 ${count} 行` : ''}`;
  return `${rows}引号不成对，或者单元格数与表头不符，没有改动，请对照检出的问题改正后再核对一次。`;
}

/** Writes the copies and says how many cells were corrected. */
export async function writeRepaired(
  { registerFiles, policies }: Corpus,
  registers: string,
  out: string,
): Promise<string[]> {
  const lines: string[] = [];
  const tables = new Map(registerFiles.map(({ path, table }) => [path, table]));
  for (const { path, target } of targetsOf([...tables.keys()], registers, out)) {
    const table = tables.get(path);
    if (!table) continue;
    let corrected = 0;
    const left: number[] = [];
    let leftRows = 0;
    const source = { path, open: () => contentFiles.chunks(path) };
    const pieces = repairRegister(source, table, policies, {
      corrected: () => {
        corrected += 1;
      },
      left: (row) => {
        leftRows += 1;
        if (left.length < MOST_NAMED) left.push(row);
      },
    });
    try {
      await writeWhole(target, pieces);
    } catch (error) {
      if (error instanceof CannotRepair) {
        lines.push(`${path}：没有写更正后的副本。${error.message}`);
        continue;
      }
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      throw new CannotRun(`不能写入 ${showPath(target)}（${code}）。请核对路径和权限。`);
    }
    lines.push(`${showPath(target)}：更正 ${corrected} 处。${leftWords(left, leftRows)}`);
  }
  return lines;
}
