/**
 * `npm run bench`: how fast a long register is checked, as ratios against papaparse's public streaming parse of the same
 * file in the same run, how memory and time grow with the number of rows, and how long papers take.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readPolicies, realCalendar } from '../corpus.ts';
import { measureForms } from './forms.ts';
import { FILLED_COLUMNS, fullRows, writeRegister } from './generate.ts';
import { measurePaper } from './paper.ts';

interface Measured {
  readonly rows: number;
  readonly findings: number;
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** Different rows; ids, matters, units and paper dates differ in every row. */
const POOL = 2000;
/** Runs of each kind, taken in turns, of which the middle one counts: a busy moment then slows all kinds down. */
const ROUNDS = 5;

const run = promisify(execFile);

async function measure(what: 'parse' | 'check', file: string): Promise<Measured> {
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'measure.ts'), what, file]);
  return JSON.parse(stdout) as Measured;
}

/** The run in the middle by time. */
const middle = (runs: readonly Measured[]): Measured =>
  [...runs].sort((a, b) => a.milliseconds - b.milliseconds)[Math.floor(runs.length / 2)] as Measured;

async function commandSeconds(): Promise<number> {
  const seconds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await run(process.execPath, ['scripts/run.mjs', 'scripts/check.ts'], {
      cwd: join(import.meta.dirname, '../..'),
    });
    seconds.push((performance.now() - start) / 1000);
  }
  return seconds.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] as number;
}

const rows = Number(process.argv[2] ?? 1_000_000);
if (!Number.isInteger(rows) || rows < 1000) {
  process.stderr.write('用法：npm run bench [-- 行数]，至少 1000 行，默认 1000000。\n');
  process.exit(2);
}
const folder = await mkdtemp(join(tmpdir(), 'rongjiu-bench-'));
try {
  const pool = fullRows(realCalendar(), Math.min(POOL, rows));
  const long = join(folder, 'cases-long.csv');
  const short = join(folder, 'cases-short.csv');
  await writeRegister(long, pool, rows);
  await writeRegister(short, pool, rows / 10);
  const parsed: Measured[] = [];
  const checked: Measured[] = [];
  const checkedShort: Measured[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    parsed.push(await measure('parse', long));
    checked.push(await measure('check', long));
    checkedShort.push(await measure('check', short));
  }
  const [parse, check, tenth] = [middle(parsed), middle(checked), middle(checkedShort)];
  if (parse.rows !== rows || check.rows !== rows) throw new Error(`${parse.rows} / ${check.rows} rows read`);
  const perSecond = ({ rows: count, milliseconds }: Measured): number => (count / milliseconds) * 1000;
  const rules = (await readPolicies())
    .find(({ meta }) => meta.id === 'JN')
    ?.rules.filter(({ on }) => on === 'case');
  const { size } = await stat(long);
  const paper = await measurePaper(ROUNDS);
  const forms = await measureForms();
  const lines: readonly (readonly [string, string, string])[] = [
    [
      `rows per second ÷ papaparse step, ${rows} rows`,
      (perSecond(check) / perSecond(parse)).toFixed(2),
      '≥ 0.75',
    ],
    [`peak memory, ${rows} rows ÷ ${rows / 10} rows`, (check.megabytes / tenth.megabytes).toFixed(2), '≤ 2'],
    [
      `time, ${rows} rows ÷ ${rows / 10} rows`,
      (check.milliseconds / tenth.milliseconds).toFixed(1),
      '≤ 10.5',
    ],
    ['npm run check on the samples, seconds', (await commandSeconds()).toFixed(2), '< 1.5'],
    [
      `bulletin of ${paper.pages} pages with opening the typefaces, milliseconds`,
      (paper.openMilliseconds + paper.milliseconds).toFixed(0),
      '≤ 500',
    ],
    [
      `the same, typefaces open ÷ cutting them to the text alone`,
      (paper.milliseconds / paper.cutMilliseconds).toFixed(1),
      '≤ 10',
    ],
    [`all ${forms.forms} forms from the start, seconds`, (forms.allMilliseconds / 1000).toFixed(1), '≤ 20'],
    [
      'one form when warm, milliseconds: in the middle, slowest',
      `${forms.milliseconds.toFixed(0)}, ${forms.slowestMilliseconds.toFixed(0)}`,
      '≤ 150',
    ],
    ['the largest form with its field font, MB', (forms.largestBytes / 1e6).toFixed(2), '≤ 1.9'],
    [
      'a form without it, KB: in the middle, largest',
      `${(forms.middleBareBytes / 1000).toFixed(0)}, ${(forms.largestBareBytes / 1000).toFixed(0)}`,
      '≤ 60',
    ],
  ];
  process.stdout.write(
    `register: ${rows} rows, ${FILLED_COLUMNS.length} columns filled, ${rules?.length} rules, ${(size / 1e6).toFixed(0)} MB, ${check.findings} findings\n` +
      `check ${Math.round(perSecond(check))} rows/s, ${check.megabytes.toFixed(0)} MB; papaparse step ${Math.round(perSecond(parse))} rows/s\n\n` +
      `| measure | here | target |\n| --- | --- | --- |\n${lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('')}`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
