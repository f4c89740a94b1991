/** `npm run check`: content and registers against the policies' own rules. Exit 0 clean, 1 errors, 2 could not run. */
import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Finding, Severity } from '../src/core/finding.ts';
import { type Corpus, readCorpus } from '../src/corpus.ts';
import { FORMS_LOCK, LOCK_STALE } from '../src/forms/version-lock.ts';
import type { Policy } from '../src/policy/model.ts';
import { lockOf } from '../src/policy/textlock.ts';
import { tableOf } from '../src/register/check.ts';
import { formatCoverage, isWhole } from '../src/reporters/coverage.ts';
import { CannotRun, readArguments, runCommand } from './arguments.ts';
import { contentFiles, dayOfJudging, progress, ROOT, SAMPLES, writeWhole } from './effects.ts';
import { explain } from './explain.ts';
import { loadMeasure } from './fonts.ts';

import { prepareRepair, writeRepaired } from './repair.ts';
import { FORMATS, type Format, openReport } from './reports.ts';

const USAGE =
  '用法：npm run check -- [选项]\n核对 content/ 的内容和台账。没有错误时退出码为 0，有错误为 1，不能运行为 2。';

const OPTIONS = {
  registers: { type: 'string', help: '台账文件夹，默认 data/registers' },
  'as-of': { type: 'string', day: true, help: '判断期限是否届满所用的日期，默认今天，样例台账为登记的次日' },
  format: {
    type: 'string',
    choices: FORMATS,
    help: '输出格式，默认 text；xlsx 是标注了问题的台账副本，须同时用 --output',
  },
  output: { type: 'string', help: '写入文件，默认输出到屏幕' },
  limit: { type: 'string', help: 'text 格式中每条规则最多列出几项，默认 20，0 为全部；合计数始终是全部的' },
  fix: {
    type: 'string',
    help: '写一份更正后的台账：写法确定可改的单元格都改好，其余照旧；原文件不动，已有的文件不覆盖',
  },
  coverage: { type: 'boolean', help: '只列出条款的落实情况；有条款没有着落时退出码为 1' },
  explain: {
    type: 'string',
    help: '只逐条说明一个案件、事件或者典型案例：哪些条款适用、哪些具备、哪些不符合、尚缺什么事实；值为编号，如 JN-2024-003、c01',
  },
  all: { type: 'boolean', help: '与 --explain 连用：不适用的规则也逐条列出' },
  'accept-text': {
    type: 'boolean',
    help: '接受现在的制度正文和表格版本：更新 content/policies/text.lock.json 和 content/forms.lock.json；内容改了而版本没有改的表格除外',
  },
} as const;

async function check(args: readonly string[]): Promise<number> {
  const read = readArguments(args, USAGE, OPTIONS);
  if (!read) return 0;
  const { options } = read;
  const registers = String(options.registers ?? SAMPLES);
  const folder = await stat(resolve(ROOT, registers)).catch(() => undefined);
  if (!folder?.isDirectory())
    throw new CannotRun(`找不到台账文件夹「${registers}」。请核对 --registers 的路径。`);
  if (!(await contentFiles.list(registers)).some((path) => tableOf(path) !== undefined)) {
    throw new CannotRun(
      `「${registers}」中没有台账文件。文件名应以 cases、events 或 lists 开头，以 .csv 结尾。`,
    );
  }
  const asOf = String(options['as-of'] ?? dayOfJudging(registers));
  const output = await outputPath(options.output as string | undefined);

  if (options.explain !== undefined) {
    if ((options.format ?? 'text') !== 'text' || options['accept-text'])
      throw new CannotRun('选项 --explain 只输出文字，不与 --format、--accept-text 连用。');
    return explain({
      id: String(options.explain),
      registers,
      asOf,
      all: options.all === true,
      output: options.output as string | undefined,
    });
  }
  if (options.all) throw new CannotRun('选项 --all 只与 --explain 连用。');

  if (options.coverage) {
    const { coverage, policies } = await readCorpus(contentFiles, { asOf, registers }, progress);
    progress(undefined);
    process.stdout.write(`${formatCoverage(coverage, policies)}\n`);
    return isWhole(coverage) ? 0 : 1;
  }

  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  let unreadable = false;
  const limit = String(options.limit ?? '20');
  if (!/^\d{1,6}$/.test(limit)) {
    throw new CannotRun(`选项 --limit 应为 0 或者正整数，此处为「${limit}」。`);
  }
  const report = openReport({
    format: (options.format ?? 'text') as Format,
    output,
    limit: Number(limit),
    asOf,
    counts,
  });
  const add = (finding: Finding, policies: readonly Policy[]): void => {
    counts[finding.severity] += 1;
    unreadable ||= finding.code.startsWith('encoding-') || finding.code === 'file-unreadable';
    report.add(finding, policies);
  };
  try {
    const corpus = await readCorpus(
      contentFiles,
      { asOf, registers, measure: await loadMeasure(), onRegisterFinding: add },
      progress,
    );
    progress(undefined);
    const settled = options['accept-text'] ? await renewLocks(corpus) : [];
    for (const finding of corpus.findings) if (!settled.includes(finding.code)) add(finding, corpus.policies);
    // Without a readable calendar the registers were not opened.
    unreadable ||= corpus.registerFiles.length === 0;
    const fix = options.fix as string | undefined;
    const paths = corpus.registerFiles.map(({ path }) => path);
    if (fix !== undefined) await prepareRepair(paths, registers, fix);
    await report.close(corpus);
    if (fix !== undefined) {
      // Standard output belongs to the report.
      for (const line of await writeRepaired(corpus, registers, fix)) process.stderr.write(`${line}\n`);
    }
  } catch (error) {
    await report.abandon();
    throw error;
  }
  return unreadable ? 2 : counts.error > 0 ? 1 : 0;
}

/** Writes both locks as the content stands; returns the codes of the findings that this settles. */
async function renewLocks({ policies, formsLock }: Corpus): Promise<string[]> {
  const settled: string[] = [];
  // What could not be read is not accepted.
  if (policies.length > 0) {
    const lock = JSON.stringify(lockOf(policies, contentFiles.digest), null, 2);
    await writeWhole(resolve(ROOT, 'content/policies/text.lock.json'), `${lock}\n`);
    settled.push('text-changed');
  }
  if (formsLock !== undefined) {
    await writeWhole(resolve(ROOT, FORMS_LOCK), formsLock);
    settled.push(LOCK_STALE);
  }
  return settled;
}

/** The file to write: behind a link, the file it points at; a folder or device is refused. */
async function outputPath(output: string | undefined): Promise<string | undefined> {
  if (output === undefined) return undefined;
  const target = await realpath(resolve(process.cwd(), output)).catch(() => resolve(process.cwd(), output));
  const info = await stat(target).catch(() => undefined);
  if (info && !info.isFile()) throw new CannotRun(`不能写入「${output}」：它不是普通文件。`);
  return target;
}

if (import.meta.main) await runCommand(check);
