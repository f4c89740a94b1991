/**
 * `npm run samples`: writes the synthetic registers of data/registers anew, and the Data Package that describes them.
 * Same seed, same bytes.
 */
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CALENDAR_FILE, NOTICE_FOLDER, readCalendar } from '../src/register/calendar.ts';
import { describeSamples } from '../src/register/descriptor.ts';
import { SAMPLE_SEED, sampleRegisters } from '../src/register/sample.ts';
import { CannotRun, readArguments, runCommand } from './arguments.ts';
import { contentFiles, listFiles, ROOT, writeWhole } from './effects.ts';
import { loadPolicies } from './template.ts';

const USAGE =
  '用法：npm run samples -- [选项]\n重新生成 data/registers 中的合成样例台账及其数据包说明。种子相同，文件逐字节相同。写成时退出码为 0，不能运行为 2。';

const OPTIONS = {
  seed: { type: 'string', help: `种子，正整数，默认 ${SAMPLE_SEED}` },
  out: { type: 'string', help: '写到哪个文件夹，默认 data/registers' },
} as const;

async function writeSamples(args: readonly string[]): Promise<number> {
  const read = readArguments(args, USAGE, OPTIONS);
  if (!read) return 0;
  const seed = String(read.options.seed ?? SAMPLE_SEED);
  if (!/^[1-9]\d{0,8}$/.test(seed)) throw new CannotRun(`选项 --seed 应为正整数，此处为「${seed}」。`);
  const notices = (await listFiles(NOTICE_FOLDER)).filter((path) => path.endsWith('.txt'));
  const { calendar, findings } = readCalendar(
    (await contentFiles.text(CALENDAR_FILE)) ?? '',
    CALENDAR_FILE,
    await Promise.all(notices.map(async (file) => ({ file, text: (await contentFiles.text(file)) ?? '' }))),
  );
  if (!calendar || findings.length > 0)
    throw new CannotRun(`工作日历 ${CALENDAR_FILE} 或者放假通知有误。请先运行 npm run check 查看原因。`);

  const files = sampleRegisters(calendar, Number(seed));
  const folder = String(read.options.out ?? 'data/registers');
  const wanted = new Set(files.map(({ path }) => path));
  const paths = files.map(({ path }) => path);
  for (const { path, text } of [...files, ...describeSamples(paths, await loadPolicies())]) {
    await writeWhole(resolve(ROOT, folder, path), text);
  }
  // A year that no longer has rows must not leave its old file behind; other people's files stay.
  const folders = new Set(files.map(({ path }) => path.slice(0, path.indexOf('/'))));
  for (const unit of folders) {
    for (const path of await listFiles(`${folder}/${unit}`)) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (/^(cases|events|lists)-\d{4}\.csv$/.test(name) && !wanted.has(`${unit}/${name}`)) {
        await rm(resolve(ROOT, path));
      }
    }
  }
  process.stdout.write(`已写成 ${files.length} 个合成样例文件，在 ${folder}。\n`);
  return 0;
}

if (import.meta.main) await runCommand(writeSamples);
