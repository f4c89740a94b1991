/** `npm run import`: filled forms into register rows. Shows every change first; writes only when told to. */
import { constants } from 'node:fs';
import { copyFile, readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Finding } from '../src/core/finding.ts';
import { readCorpus } from '../src/corpus.ts';
import { type FormKey, formKey } from '../src/forms/leaves.ts';
import { readForm } from '../src/forms/schema.ts';
import { CannotAmend, RegisterSheet } from '../src/intake/amend.ts';
import { isAbout } from '../src/intake/checking.ts';
import { legalCodes } from '../src/intake/drafts.ts';
import { namesOn, withoutNames } from '../src/intake/names.ts';
import {
  applyPapers,
  isHeld,
  NEW,
  type ReadPaper,
  readPaper,
  UNLESS_HELD,
  yearOf,
} from '../src/intake/papers.ts';
import { idAsMeant } from '../src/register/cell.ts';
import { tableOf } from '../src/register/check.ts';
import { formatPaper } from '../src/reporters/intake.ts';
import { formatFinding } from '../src/reporters/terminal.ts';
import { CannotRun, readArguments, runCommand } from './arguments.ts';
import { contentFiles, dayOfJudging, progress, ROOT, showPath, writeWhole } from './effects.ts';
import { type RegistersAround, registersAround, whatStandsBeside } from './registers-around.ts';
import { loadPolicies } from './template.ts';

const USAGE =
  '用法：npm run import -- 填好的表… --register 台账.csv [选项]\n读取填好的表格（PDF 或者 Word 文档 .docx），逐格列出台账将有的变化，并照 npm run check 核对这些行。不加 --write 不写任何文件。没有错误时退出码为 0，有错误、有读不成登记的栏目（form-value-unread）、或者有几条因为台账已经有了或者认不出是不是已经有了而没有新增为 1，不能运行为 2。';

const OPTIONS = {
  register: { type: 'string', help: '登记到哪个台账文件（必填），文件名以 cases、events 或 lists 开头' },
  id: {
    type: 'string',
    help: '更新哪一行：编号，如 JN-2025-003；有几条登记就按次序写几个，用逗号分开，其中的 new 表示新增一行，台账已有相同的也新增',
  },
  new: { type: 'boolean', help: '都登记为新的一行，编号用同一制度、年份的下一个；台账已经有了的不再新增' },
  write: { type: 'boolean', help: '写入台账；原文件另存为 台账.csv.bak-1、bak-2……' },
  registers: {
    type: 'string',
    help: '台账文件夹：新编号在其中不重复，核对也用其中的全部台账；默认是 data/registers，台账不在其中的，是台账所在的文件夹和同级的、只放台账的文件夹',
  },
  'as-of': { type: 'string', day: true, help: '判断期限是否届满所用的日期，默认今天' },
} as const;

async function importForms(args: readonly string[]): Promise<number> {
  const read = readArguments(args, USAGE, OPTIONS, true);
  if (!read) return 0;
  const { options, positionals } = read;
  const given = options.register as string | undefined;
  if (positionals.length === 0 || given === undefined) {
    throw new CannotRun(
      '请写明表格和台账，例如 npm run import -- 申请表.pdf --register data/registers/jn-city/cases-2025.csv。',
    );
  }
  if (options.id !== undefined && options.new)
    throw new CannotRun('选项 --id 和 --new 只能用一个；既有更新又有新增时，写作 --id JN-2025-003,new。');
  const register = resolve(process.cwd(), given);
  const table = tableOf(basename(register));
  if (!table)
    throw new CannotRun(`「${given}」不按台账命名：文件名应以 cases、events 或 lists 开头，以 .csv 结尾。`);
  const ids = options.new ? UNLESS_HELD : idsOf(options.id as string | undefined);
  progress('查看台账文件夹');
  const around = await registersAround(register, options.registers as string | undefined);
  const asOf = String(options['as-of'] ?? dayOfJudging(around.folder));
  const original = await readGiven(given, '还没有台账的，先用 npm run template 生成空白的台账。');
  if (options.write) await refuseReadOnly(register);

  const policies = await loadPolicies();
  const forms = await loadFormKeys();
  const codes = legalCodes(policies);
  const whole: ReadPaper[] = [];
  const handedIn: { readonly path: string; readonly bytes: Buffer }[] = [];
  for (const path of positionals) {
    progress(`读取 ${path}`);
    const bytes = await readGiven(path);
    const twin = handedIn.find((one) => one.bytes.equals(bytes));
    if (twin) {
      throw new CannotRun(
        twin.path === path
          ? `「${path}」写了两次。请只写一次。`
          : `「${twin.path}」和「${path}」的内容完全相同，是同一份表格。请只导入一份。`,
      );
    }
    handedIn.push({ path, bytes });
    whole.push(await readPaper({ file: path, bytes }, table, forms, codes));
  }
  const named = namesOn(whole.map(({ filled }) => filled));
  const papers = whole.map((paper) => withoutNames(paper, named));
  const count = papers.reduce((sum, { entries }) => sum + entries.length, 0);

  const name = showPath(register);
  const sheet = await amending(() =>
    RegisterSheet.open({ path: name, open: () => bytesOf(original) }, table),
  );
  const year = yearOf(basename(register), asOf);
  const beside = await whatStandsBeside(register, around.files, table);
  const applied =
    ids === undefined ? papers : await amending(() => applyPapers(papers, sheet, ids, beside, year));
  const findings = applied.flatMap((paper) => paper.findings);
  const blocked = applied.some(isHeld);
  const touched = applied.flatMap(({ entries }) =>
    entries.flatMap(({ change }) => (change && change.cells.length > 0 ? [change] : [])),
  );
  const text = sheet.text();
  if (touched.length > 0) {
    progress('核对');
    findings.push(...(await checkRows(register, around, text, new Set(touched.map(({ row }) => row)), asOf)));
  }
  progress(undefined);

  for (const paper of applied) process.stdout.write(`${formatPaper(paper)}\n\n`);
  for (const finding of findings) process.stdout.write(`${formatFinding(finding, policies)}\n\n`);
  if (touched.length > 0) process.stdout.write(`${[...around.told, ...beside.told].join('\n')}\n\n`);
  const faulty = findings.some(({ severity }) => severity === 'error');
  const skippedAs = (why: 'repeated' | 'unsure'): number =>
    applied.flatMap(({ entries }) => entries.filter(({ skipped }) => skipped === why)).length;
  const [repeated, unsure] = [skippedAs('repeated'), skippedAs('unsure')];
  // Nothing but repeats: the papers have been entered before, and all is well.
  const partly = unsure > 0 || (repeated > 0 && repeated < count);
  const unread = findings.some(({ code }) => code === 'form-value-unread');
  const say = (words: string): number => {
    const all = repeated === count ? `读到的 ${count} 条登记` : `${count} 条登记中有 ${repeated} 条`;
    const told = repeated > 0 ? `${all}台账已经有了，没有新增。` : '';
    const asked = unsure > 0 ? `${count} 条登记中有 ${unsure} 条认不出台账是不是已经有了，没有新增。` : '';
    process.stdout.write(`${words}${told}${asked}\n`);
    return faulty || partly || unread ? 1 : 0;
  };
  if (count === 0) return say('没有可以登记的内容，没有写入。');
  if (ids === undefined) {
    return say(
      `读到 ${count} 条登记，还没有指明是哪一行：更新已有的行用 --id 编号，登记新的行用 --new。没有写入。`,
    );
  }
  if (touched.length === 0) return say('台账没有变化，没有写入。');
  if (blocked) return say('有的表格不能完整读取（见上列错误），没有写入。请先处理，或者只导入其余的表格。');
  if (!options.write) return say('以上是将有的变化，没有写入；核对无误后加 --write 写入。');
  if (!(await readFile(register)).equals(original))
    throw new CannotRun(`${name} 在读取以后被改动，没有写入。请关闭正在编辑它的程序，再试一次。`);
  const kept = await keepOriginal(register);
  await writeWhole(register, text);
  const cells = new Set(touched.flatMap((change) => change.cells.map(({ cell }) => cell)));
  const rows = new Set(touched.map(({ row }) => row));
  const converted =
    sheet.encoding === 'utf-8'
      ? ''
      : '原文件是 GBK 编码，写入后改为 UTF-8（带 BOM），Excel、WPS 可以直接打开。';
  return say(
    `已写入 ${name}：${rows.size} 行、${cells.size} 格。原文件另存为 ${showPath(kept)}。${converted}`,
  );
}

/** The ids that were written, whatever separates them. */
function idsOf(written: string | undefined): string[] | undefined {
  return written?.split(/[,，、;；]/).map((id) => (idAsMeant(id) === NEW.toUpperCase() ? NEW : id.trim()));
}

/** The keys of all forms; what cannot be read is the business of `npm run check`. */
export async function loadFormKeys(): Promise<FormKey[]> {
  const keys: FormKey[] = [];
  for (const path of await contentFiles.list('content/forms')) {
    if (!path.endsWith('.yaml')) continue;
    const { form } = readForm((await contentFiles.text(path)) ?? '', path);
    if (form) keys.push(formKey(form));
  }
  return keys;
}

/** Does something that a register may not allow; what it does not allow is the user's to mend. */
async function amending<T>(what: () => T | Promise<T>): Promise<T> {
  try {
    return await what();
  } catch (error) {
    if (error instanceof CannotAmend)
      throw new CannotRun(error.option ? `${error.message}相应的选项是 ${error.option}。` : error.message);
    throw error;
  }
}

async function* bytesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/**
 * Reads a file that was named on the command line.
 * @param advice what to do where there is none
 */
async function readGiven(path: string, advice = ''): Promise<Buffer> {
  return readFile(resolve(process.cwd(), path)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EISDIR') throw new CannotRun(`「${path}」是文件夹，不是文件。请写明其中的文件。`);
    if (error.code === 'ENOENT') throw new CannotRun(`没有「${path}」这个文件。请核对路径。${advice}`);
    if (error.code === 'ERR_FS_FILE_TOO_LARGE')
      throw new CannotRun(`「${path}」太大，不是一张表，也不是台账。请核对路径。`);
    throw error;
  });
}

/** What is read-only is meant to stay as it is, also where renaming could put another file in its place. */
async function refuseReadOnly(register: string): Promise<void> {
  const { mode } = await stat(register);
  if ((mode & 0o222) === 0)
    throw new CannotRun(`${showPath(register)} 是只读的，没有写入。请先取消“只读”，再试一次。`);
}

/** What `npm run check` finds in these rows among all registers, were the file as it would be. */
async function checkRows(
  register: string,
  { folder, files }: RegistersAround,
  text: string,
  rows: ReadonlySet<number>,
  asOf: string,
): Promise<Finding[]> {
  const found: Finding[] = [];
  const bytes = new TextEncoder().encode(text);
  const isTarget = (path: string): boolean => resolve(ROOT, path) === register;
  await readCorpus(
    {
      ...contentFiles,
      list: async (path) => (path === folder ? [...files] : contentFiles.list(path)),
      chunks: (path) => (isTarget(path) ? bytesOf(bytes) : contentFiles.chunks(path)),
    },
    {
      asOf,
      registers: folder,
      onRegisterFinding: (finding) => {
        if (isTarget(finding.file) && isAbout(finding, { path: finding.file, rows })) found.push(finding);
      },
    },
  );
  return found;
}

/** Copies the register to the first free name `…csv.bak-1`, `…csv.bak-2` …, never over a file. */
async function keepOriginal(register: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const path = `${register}.bak-${number}`;
    const done = await copyFile(register, path, constants.COPYFILE_EXCL).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return false;
        throw error;
      },
    );
    if (done) return path;
  }
}

if (import.meta.main) await runCommand(importForms);
