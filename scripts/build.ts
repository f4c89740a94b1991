/** `npm run build`: check, papers, pages, leak scan, then one rename. What fails leaves the last good output alone. */
import { cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { summarize } from '../src/core/finding.ts';
import { readCorpus } from '../src/corpus.ts';
import { EDITIONS, type Edition, projectCorpus } from '../src/disclosure/editions.ts';
import {
  findLeaks,
  findPackageLeaks,
  findPaperLeaks,
  type Leak,
  type Secret,
  secretsOf,
} from '../src/disclosure/leakscan.ts';
import { textOfPdf } from '../src/paper/readback.ts';
import { formatFinding, formatSummary } from '../src/reporters/terminal.ts';
import { readTexts } from '../src/zip-parts.ts';
import { CannotRun, type Options, readArguments, runCommand } from './arguments.ts';
import { writeBulletins } from './bulletins.ts';
import {
  clearAbandoned,
  contentFiles,
  dayOfJudging,
  isReplaceable,
  progress,
  ROOT,
  replaceFolder,
  SAMPLES,
} from './effects.ts';
import { loadMeasure } from './fonts.ts';
import { writeForms } from './forms.ts';
import { writeInternalPapers } from './internal-papers.ts';

const USAGE = '用法：npm run build -- [选项]\n核对内容和台账后生成站点。有错误时不生成，已有的站点保持原样。';

/** Options of a build, for the commands that make one. */
export const BUILD_OPTIONS = {
  edition: { type: 'string', choices: EDITIONS, help: '公开版 public（默认）或者内部版 internal' },
  out: { type: 'string', help: '输出文件夹，默认 dist' },
  base: { type: 'string', help: '站点所在的路径，默认 /' },
  registers: { type: 'string', help: '台账文件夹，默认 data/registers' },
  'as-of': { type: 'string', day: true, help: '判断期限是否届满所用的日期，默认今天，样例台账为登记的次日' },
} as const;

export interface BuildSettings {
  readonly edition: Edition;
  readonly out: string;
  readonly base: string;
  readonly registers: string;
  readonly asOf: string;
}

/** Builds one edition. Returns the exit code: 0 built, 1 findings of severity error or a leak. */
export async function buildSite(settings: BuildSettings): Promise<number> {
  const { edition, registers, asOf } = settings;
  const out = resolve(ROOT, settings.out);
  if (out === resolve(ROOT) || resolve(ROOT).startsWith(`${out}/`)) {
    throw new CannotRun(`输出文件夹「${settings.out}」包含本项目自身。请另选一个文件夹。`);
  }
  if (!(await isReplaceable(out))) {
    throw new CannotRun(`输出文件夹「${settings.out}」中有别的文件，不能用站点替换。请另选一个空文件夹。`);
  }
  const folder = await stat(resolve(ROOT, registers)).catch(() => undefined);
  if (!folder?.isDirectory())
    throw new CannotRun(`找不到台账文件夹「${registers}」。请核对 --registers 的路径。`);

  progress('核对内容和台账');
  const corpus = await readCorpus(contentFiles, { asOf, registers, measure: await loadMeasure() }, progress);
  const summary = summarize(corpus.findings);
  const named = corpus.findings.filter(({ code }) => code === 'personal-name');
  const stops = corpus.findings.filter(
    ({ severity, code }) => severity === 'error' || (edition === 'public' && code === 'personal-name'),
  );
  for (const finding of stops) process.stdout.write(`${formatFinding(finding, corpus.policies)}\n\n`);
  const rows = corpus.registerFiles.reduce((sum, file) => sum + file.rows, 0);
  process.stdout.write(`${formatSummary(summary, corpus.registerFiles.length, rows)}\n`);
  if (stops.length > 0) {
    process.stdout.write(
      named.length > 0 && summary.errors === 0
        ? '台账登记了姓名，公开版没有生成；原有站点保持不变。\n'
        : '请先改正上列错误。站点没有生成；原有站点保持不变。\n',
    );
    return 1;
  }

  progress('生成表格');
  const { findings: formFaults } = await writeForms(join(ROOT, '.generated/public/forms'));
  for (const finding of formFaults) process.stdout.write(`${formatFinding(finding, corpus.policies)}\n\n`);
  if (formFaults.some(({ severity }) => severity === 'error')) {
    process.stdout.write('请先改正上列错误。站点没有生成；原有站点保持不变。\n');
    return 1;
  }

  const next = join(ROOT, '.generated', `next-${process.pid}`);
  const papers = join(ROOT, '.generated', `papers-${process.pid}`);
  await clearAbandoned(join(ROOT, '.generated'));
  try {
    progress('生成通报的 PDF');
    const site = projectCorpus(corpus, edition);
    const paperFaults = await writeBulletins(site, join(papers, 'bulletins'));
    for (const finding of paperFaults) process.stdout.write(`${formatFinding(finding, corpus.policies)}\n\n`);
    if (paperFaults.length > 0) {
      process.stdout.write('请先改正上列错误。站点没有生成；原有站点保持不变。\n');
      return 1;
    }

    // Only here: no report, and no paper of a case, is ever made for the public edition.
    if (edition === 'internal') {
      progress('生成报表和案件的文书');
      const faults = await writeInternalPapers(corpus, { registers, out: join(papers, 'reports') });
      for (const finding of faults) process.stdout.write(`${formatFinding(finding, corpus.policies)}\n\n`);
      if (faults.length > 0) {
        process.stdout.write('报表自查不符，站点没有生成；原有站点保持不变。\n');
        return 1;
      }
    }

    progress('生成页面');
    Object.assign(process.env, {
      RONGJIU_ROOT: ROOT,
      RONGJIU_EDITION: edition,
      RONGJIU_BASE: settings.base,
      RONGJIU_OUT: next,
      RONGJIU_PAPERS: papers,
      RONGJIU_REGISTERS: registers,
      RONGJIU_AS_OF: asOf,
      ASTRO_TELEMETRY_DISABLED: '1',
    });
    // Vite would take it from the environment before the configured base.
    delete process.env.BASE_URL;
    const { build } = await import('astro');
    await build({ root: ROOT, logLevel: 'warn' });
    await cp(papers, next, { recursive: true });

    if (edition === 'public') {
      progress('查验公开版有无台账内容');
      const visible = new Set(site.cases.map(({ id }) => id));
      const secrets = secretsOf(corpus.entries, corpus.cases, visible, corpus.policies, corpus.bulletins);
      const leaks = [];
      for (const path of await filesBelow(next))
        leaks.push(...(await leaksIn(path, path.slice(next.length + 1), secrets)));
      if (leaks.length > 0) {
        for (const { file, kind } of leaks)
          process.stdout.write(
            `${file}\n  错误  公开版中出现了${kind}。  [leak-found]\n  处理  从内容中删去，或者改用内部版。\n\n`,
          );
        process.stdout.write('公开版查验未通过，站点没有替换；原有站点保持不变。\n');
        return 1;
      }
    }
    await nameIslands(next);
    await replaceFolder(next, out);
  } finally {
    await rm(next, { recursive: true, force: true });
    await rm(papers, { recursive: true, force: true });
  }
  progress(undefined);
  process.stdout.write(`${edition === 'public' ? '公开版' : '内部版'}已生成：${settings.out}\n`);
  return 0;
}

/**
 * Numbers the islands of each page. Astro derives their ids from where the project stands, and the same input must
 * give the same bytes in every folder.
 */
async function nameIslands(folder: string): Promise<void> {
  for (const path of await filesBelow(folder)) {
    if (!path.endsWith('.html')) continue;
    const html = await readFile(path, 'utf8');
    let count = 0;
    const named = html.replace(/(<astro-island uid=")[^"]*"/g, (_, before: string) => {
      count += 1;
      return `${before}island-${count}"`;
    });
    if (count > 0) await writeFile(path, named);
  }
}

/** The secrets that stand in a written file; packed files are opened, their bytes spell nothing. */
async function leaksIn(path: string, file: string, secrets: readonly Secret[]): Promise<readonly Leak[]> {
  const bytes = await readFile(path);
  if (path.endsWith('.pdf')) return findPaperLeaks(file, await textOfPdf(bytes), secrets);
  if (/\.(docx|xlsx)$/.test(path)) return findPackageLeaks(file, await readTexts(bytes), secrets);
  return findLeaks(file, bytes.toString('utf8'), secrets);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Settings from options of the command line. */
export function buildSettings(options: Options): BuildSettings {
  const base = String(options.base ?? '/');
  const registers = String(options.registers ?? SAMPLES);
  if (!/^\/(?:[\w-][\w.-]*(?:\/|$))*$/.test(base)) {
    throw new CannotRun(`选项 --base 应为「/」开头的路径，例如 /jw/rongjiu/，此处为「${base}」。`);
  }
  return {
    edition: (options.edition ?? 'public') as Edition,
    out: String(options.out ?? 'dist'),
    base: base.endsWith('/') ? base : `${base}/`,
    registers,
    asOf: String(options['as-of'] ?? dayOfJudging(registers)),
  };
}

if (import.meta.main) {
  await runCommand(async (args) => {
    const read = readArguments(args, USAGE, BUILD_OPTIONS);
    return read ? buildSite(buildSettings(read.options)) : 0;
  });
}
