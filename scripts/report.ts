/** `npm run report`: statutory reports from the registers, and papers filled from one case. For internal use only. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Finding } from '../src/core/finding.ts';
import { nearest } from '../src/core/nearest.ts';
import { type Corpus, readCorpus } from '../src/corpus.ts';
import { FillError } from '../src/forms/fill.ts';
import { FormLayoutError } from '../src/forms/layout.ts';
import { idAsMeant } from '../src/register/cell.ts';
import { tableOf } from '../src/register/check.ts';
import { formatFinding } from '../src/reporters/terminal.ts';
import { CASE_PAPER_IDS, papersFor, refusePaper } from '../src/reports/case-paper.ts';
import {
  formOf,
  KINDS,
  MissingPart,
  makeReport,
  policyOf,
  REPORTED,
  type Reported,
  spanFor,
} from '../src/reports/make.ts';
import { type Period, readPeriod } from '../src/reports/period.ts';
import { pressCasePaper } from '../src/reports/press.ts';
import { allLeftOut, type Report, showRow } from '../src/reports/report.ts';
import { onlyUnit, shownTotals, unfinishedRemark } from '../src/reports/sums.ts';
import { CannotRun, readArguments, runCommand } from './arguments.ts';
import {
  contentFiles,
  dayOfJudging,
  isSite,
  progress,
  ROOT,
  SAMPLES,
  showPath,
  writeWhole,
} from './effects.ts';
import { reportFiles, reportFonts, underFolder } from './report-parts.ts';

const USAGE = `用法：npm run report -- --policy 制度 --period 报告期 [选项]
      npm run report -- --paper 文书 --case 案件编号 [选项]
依台账生成报表（PDF 和 XLSX），或者以一个案件填好一份文书（PDF，仍可填写）。报表含台账内容，只供内部使用。
  JN  容错统计表，报告期为半年，如 2025H1；每个承办单位一份
  ZZ  容错纠错工作备案表，报告期为一个月，如 2025-03；每个责任追究部门一份
  WF  纠错台账，报告期为年、半年或者月，如 2025
  SY  批次、监察建议、堵塞漏洞、回访人次等计数，报告期同上
写成而没有问题时退出码为 0；有行没有列入或者有错误时仍然写成，退出码为 1；不能运行为 2。`;

const OPTIONS = {
  policy: { type: 'string', choices: REPORTED, help: '哪一项制度的报表' },
  period: { type: 'string', help: '报告期：2025、2025H1 或者 2025-03' },
  handler: { type: 'string', help: '只生成这个填报单位的一份，默认每个单位各一份' },
  paper: { type: 'string', choices: CASE_PAPER_IDS, help: '以案件填写的文书' },
  case: { type: 'string', help: '案件编号，与 --paper 连用' },
  registers: { type: 'string', help: '台账文件夹，默认 data/registers' },
  out: { type: 'string', help: '写到哪个文件夹，默认 reports' },
  replace: { type: 'boolean', help: '替换已有的同名文件；默认不替换，以免盖掉已经填写的内容' },
  'as-of': { type: 'string', day: true, help: '判断期限是否届满所用的日期，默认今天，样例台账为登记的次日' },
} as const;

const PERIOD_HINTS = { half: '半年，例如 2025H1', month: '一个月，例如 2025-03', year: '一年，例如 2025' };

/** Findings for which a whole file has not been read, or not to its end. */
const UNREAD_FILE = /^(encoding-|file-unreadable|header-missing|header-repeated|findings-many)/;

interface Output {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly unseen: readonly string[];
}

async function report(args: readonly string[]): Promise<number> {
  const read = readArguments(args, USAGE, OPTIONS);
  if (!read) return 0;
  const { options } = read;
  const registers = String(options.registers ?? SAMPLES);
  const asOf = String(options['as-of'] ?? dayOfJudging(registers));
  const out = resolve(process.cwd(), String(options.out ?? 'reports'));
  const { policy: policyId, period: written, paper, case: caseId, handler } = options;
  if ((paper === undefined) !== (caseId === undefined))
    throw new CannotRun('选项 --paper 与 --case 要一同写明，例如 --paper zz-a3 --case ZZ-2024-002。');
  if (paper === undefined && (policyId === undefined || written === undefined))
    throw new CannotRun(
      '写明 --policy 和 --period，例如 --policy JN --period 2025H1；或者写明 --paper 和 --case。',
    );
  if (paper !== undefined && (policyId !== undefined || written !== undefined || handler !== undefined))
    throw new CannotRun('选项 --paper 只与 --case 连用，不与 --policy、--period、--handler 连用。');
  const period = written === undefined ? undefined : readPeriod(String(written));
  if (written !== undefined) checkPeriod(String(written), period, policyId as Reported, asOf);
  await refuseSite(out);

  const folder = await stat(resolve(ROOT, registers)).catch(() => undefined);
  if (!folder?.isDirectory())
    throw new CannotRun(`找不到台账文件夹「${registers}」。请核对 --registers 的路径。`);
  if (!(await contentFiles.list(registers)).some((path) => tableOf(path) !== undefined)) {
    throw new CannotRun(
      `「${registers}」中没有台账文件。文件名应以 cases、events 或 lists 开头，以 .csv 结尾。`,
    );
  }
  const whole = await readCorpus(contentFiles, { asOf, registers }, progress);
  progress(undefined);
  const unread = whole.findings.filter(
    ({ code, file, severity }) =>
      severity === 'error' && UNREAD_FILE.test(code) && tableOf(file) !== undefined,
  );
  if (unread.length > 0) {
    for (const finding of unread) process.stderr.write(`${formatFinding(finding, whole.policies)}\n\n`);
    throw new CannotRun('台账中有文件没有读完，报表会缺少其中的案件，所以没有生成。请先改正上列问题。');
  }
  const corpus = underFolder(whole, resolve(ROOT, registers));

  if (paper !== undefined)
    return casePaper(corpus, String(paper), String(caseId), out, options.replace === true);
  if (!period) throw new Error('period has been checked');
  return statutory(corpus, policyId as Reported, period, {
    out,
    asOf,
    replace: options.replace === true,
    ...(handler === undefined ? {} : { handler: String(handler) }),
  });
}

function checkPeriod(
  written: string,
  period: Period | undefined,
  policy: Reported,
  asOf: string,
): asserts period is Period {
  const kind = KINDS[policy];
  if (period && (kind === undefined || period.kind === kind)) {
    const { from } = spanFor(policy, period);
    if (from <= asOf) return;
    // Of a span still to come nothing is known; its table would read like a nil return.
    throw new CannotRun(
      `选项 --period 有误：${period.words}从 ${from} 开始，到核对日期 ${asOf} 还没有开始，不能生成报表。`,
    );
  }
  const wanted = kind ? `${policy} 的报告期是${PERIOD_HINTS[kind]}` : '报告期写作 2025、2025H1 或者 2025-03';
  throw new CannotRun(`选项 --period 有误：${wanted}，此处为「${written}」。`);
}

/** A report must not come to lie in a site that is then put on the web. */
async function refuseSite(out: string): Promise<void> {
  for (let folder = out; ; folder = dirname(folder)) {
    if (await isSite(folder))
      throw new CannotRun(
        `「${showPath(folder)}」是已经生成的站点，报表含台账内容，不能写在里面。请另选 --out。`,
      );
    if (dirname(folder) === folder) return;
  }
}

interface Settings {
  readonly out: string;
  readonly asOf: string;
  readonly replace: boolean;
  readonly handler?: string;
}

async function statutory(
  corpus: Corpus,
  policyId: Reported,
  period: Period,
  { out, asOf, replace, handler }: Settings,
): Promise<number> {
  const { report: whole, policy, form } = guard(() => makeReport({ ...corpus, asOf }, policyId, period));
  const faults = whole.findings.filter(({ code }) => code === 'report-total');
  if (faults.length > 0) {
    for (const fault of faults) process.stdout.write(`${formatFinding(fault, corpus.policies)}\n\n`);
    process.stdout.write('报表自查不符，没有生成。\n');
    return 1;
  }
  const made = handler === undefined ? whole : onlyUnit(whole, handler);
  if (made.sheets.length === 0 && handler !== undefined) {
    const units = whole.sheets.map(({ unit }) => unit);
    throw new CannotRun(
      `${period.words}没有填报单位「${handler}」的报表。${units.length > 0 ? `有报表的单位：${units.join('、')}。` : ''}`,
    );
  }
  progress('生成报表');
  const outputs: readonly Output[] = await guardAll(() =>
    reportFiles({ report: made, policy, form }, reportFonts(), handler),
  );
  await writeOutputs(out, outputs, replace);
  progress(undefined);
  summarizeReport(made, corpus, outputs, out);
  const broken = made.findings.some(({ severity }) => severity === 'error') || allLeftOut(made).length > 0;
  return broken ? 1 : 0;
}

async function casePaper(
  corpus: Corpus,
  paper: string,
  written: string,
  out: string,
  replace: boolean,
): Promise<number> {
  const form = guard(() => formOf(corpus, paper));
  const id = idAsMeant(written);
  const cases = corpus.entries.filter((entry) => entry.table === 'cases');
  const found = cases.filter((entry) => entry.id === id);
  const [entry, second] = found;
  if (!entry) {
    const guess = nearest(
      id,
      cases.map((one) => one.id),
    );
    throw new CannotRun(
      `案件台账中没有编号「${written}」，或者这一行读不通。${guess ? `您是否想写 ${guess}？` : ''}`,
    );
  }
  if (second)
    throw new CannotRun(`编号 ${id} 在台账中有两行：${showRow(entry)}、${showRow(second)}。请先改正编号。`);
  const refused = refusePaper(form, entry);
  if (refused) {
    const others = papersFor(corpus.forms, entry).map(({ id: other, title }) => `${other}《${title}》`);
    process.stdout.write(
      `${refused}${others.length > 0 ? `本案可以制作：${others.join('、')}。` : ''}没有生成。\n`,
    );
    return 1;
  }
  const policy = guard(() => policyOf(corpus, form.policy));
  const { bytes, blank, unseen, doubts } = await guardAll(async () =>
    pressCasePaper(form, entry, policy, await reportFonts()()),
  );
  const outputs = [{ name: `${form.id}-${id}.pdf`, bytes, unseen }];
  await writeOutputs(out, outputs, replace);
  process.stdout.write(
    `${showPath(join(out, outputs[0]?.name ?? ''))}  《${form.title}》，依 ${showRow(entry)} 填写。\n`,
  );
  if (blank.length > 0)
    process.stdout.write(`台账没有登记、留空待填的栏目：${blank.join('、')}。可以在阅读器中补填。\n`);
  for (const line of unseenWords(outputs)) process.stdout.write(`${line}\n`);
  const errors = corpus.findings.filter(
    ({ file, row, severity }) => severity === 'error' && file === entry.file && row === entry.row,
  );
  for (const words of doubts) process.stdout.write(`台账前后不一：${words}\n`);
  if (errors.length === 0) return 0;
  process.stdout.write(`\n本案的登记有 ${errors.length} 项错误，文书送出以前请先核对：\n\n`);
  for (const finding of errors) process.stdout.write(`${formatFinding(finding, corpus.policies)}\n\n`);
  return 1;
}

/** Which characters a paper does not show, file by file. */
function unseenWords(outputs: readonly Output[]): string[] {
  return outputs.flatMap(({ name, unseen }) =>
    unseen.length === 0
      ? []
      : [
          `${name} 中的${unseen.map((character) => `“${character}”`).join('')}，表格的字体里没有，纸上是空白，请打印以后补写。`,
        ],
  );
}

/** What is missing from the content is said. */
function guard<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof MissingPart) throw new CannotRun(error.message);
    throw error;
  }
}

/** What does not fit a form is the register's or the form's fault, and is said. */
async function guardAll<T>(press: () => Promise<T>): Promise<T> {
  try {
    return await press();
  } catch (error) {
    if (error instanceof FillError || error instanceof FormLayoutError)
      throw new CannotRun(`不能生成：${error.message}`);
    throw error;
  }
}

/** All or none: what is there already may have been filled in by hand. */
async function writeOutputs(out: string, outputs: readonly Output[], replace: boolean): Promise<void> {
  const there = new Set(await readdir(out).catch(() => []));
  for (const { name, bytes } of outputs) {
    if (replace || !there.has(name)) continue;
    const old = await readFile(join(out, name)).catch(() => undefined);
    if (!old?.equals(bytes))
      throw new CannotRun(
        `「${showPath(join(out, name))}」已经存在，没有替换。另选 --out，或者加上 --replace。`,
      );
  }
  for (const { name, bytes } of outputs) await writeWhole(join(out, name), bytes);
}

/** What is said on the screen: the files, the numbers, and every row that is not in them. */
function summarizeReport(made: Report, corpus: Corpus, outputs: readonly Output[], out: string): void {
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  say(`${made.title}，截至 ${made.asOf}`);
  for (const remark of unfinishedRemark(made, made.asOf)) say(`  ${remark}`);
  for (const { label, value } of shownTotals(made)) say(`  ${label}  ${value}`);
  if (made.totals.every(({ value }) => value === 0)) say('  本期没有应当列入的登记。');
  // A nil return is made by a body, and an empty register names none.
  if (made.policy === 'JN' && made.sheets.length === 0)
    say('  台账中没有到本期为止启动的案件，不知道有哪些承办单位，零报告请用空白表填写。');
  for (const { unit, counts, asides } of made.sheets) {
    if (unit !== '') say(`  ${unit}：${counts[0]?.label ?? ''} ${counts[0]?.value ?? 0}`);
    for (const { heading, rows } of asides) say(`    ${heading}：${rows.map(({ at }) => at.id).join('、')}`);
  }
  const leftOut = allLeftOut(made);
  if (leftOut.length > 0) {
    say(`\n有 ${leftOut.length} 行没有列入：`);
    for (const { at, reason } of leftOut) say(`  ${showRow(at)}：${reason}`);
  }
  say('\n自查：');
  for (const words of made.checked) say(`  ${words}`);
  const shown = made.findings.filter(({ code }) => code !== 'report-total');
  if (shown.length > 0) say('');
  const groups = Map.groupBy(shown, ({ code, message }) => `${code} ${message}`);
  for (const [finding, ...others] of groups.values()) {
    if (!finding) continue;
    say(formatFinding(finding, corpus.policies));
    // Many a paper is missing at once; each is named above.
    if (others.length > 0)
      say(
        `  同样的还有 ${others.length} 项：${others.map(({ caseId, row }) => caseId ?? `第${row}行`).join('、')}`,
      );
    say('');
  }
  const places = new Set(
    made.sheets.flatMap(({ lines }) =>
      lines.flatMap(({ of }) => of.map(({ file, row }) => `${file} ${row}`)),
    ),
  );
  const errors = corpus.findings.filter(
    (finding: Finding) => finding.severity === 'error' && places.has(`${finding.file} ${finding.row}`),
  );
  if (errors.length > 0)
    say(`表中所列的登记另有 ${errors.length} 项与数字无关的错误，运行 npm run check 查看。`);
  for (const line of unseenWords(outputs)) say(line);
  say(`\n写入 ${showPath(out)}：${outputs.map(({ name }) => name).join('、')}`);
  say('报表含台账内容，只供内部使用，不要放进公开的站点。');
}

if (import.meta.main) {
  // A reader that has seen enough (head, less) is no fault.
  process.stdout.on('error', () => {});
  await runCommand(report);
}
