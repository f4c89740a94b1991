/** `npm run report` on the command itself: what it writes, what it refuses, and what it says. */
import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, describe, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'rongjiu-report-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function report(...args: string[]): Promise<Run> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      ['scripts/report.ts', ...args],
      { env: { ...process.env, CI: '1', NODE_OPTIONS: '' } },
      (error, out, err) =>
        done({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
    );
  });
}

function registers(name: string, text: string | Uint8Array): string {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'cases-2025.csv'), text);
  return join(folder, name);
}

const HEAD =
  '编号,适用制度,适用方式,容错对象类型,单位,问责追责承办单位（责任追究部门）,启动责任追究调查（问责程序）日期,容错认定（给予容错）时间,是否容错,容错方式';
const SOUND = 'JN-2025-001,JN,适用,个人,甲局,县纪委,2025-01-06,2025-03-03,予以容错,免责';
const sound = registers('sound', `${HEAD}\n${SOUND}\n`);
const BROKEN = 'JN-2025-002,JN,适用,个人,甲局,县纪委,2025-01-06,2025-03-03,予以容错,免则';
const broken = registers('broken', `${HEAD}\n${SOUND}\n${BROKEN}\n`);
const binary = registers('binary', Uint8Array.of(0xff, 0xfe, 0x16, 0x7f));
const JN = ['--policy', 'JN', '--period', '2025H1', '--as-of', '2026-01-05'];
const out = (name: string): string => join(folder, name);

describe('npm run report', () => {
  test('writes a PDF for each unit and one workbook, and says what is in them', async () => {
    const { code, out: said } = await report(...JN, '--registers', sound, '--out', out('a'));
    expect(code).toBe(0);
    expect(readdirSync(out('a')).sort()).toEqual(['JN-2025H1-县纪委.pdf', 'JN-2025H1.xlsx']);
    expect(said).toContain('予以容错  1');
    expect(said).toContain('容错方式：免责  1');
    expect(said).toContain('只供内部使用');
  });

  test('writes the sound rows, names the others and ends with 1', async () => {
    const { code, out: said } = await report(...JN, '--registers', broken, '--out', out('b'));
    expect(code).toBe(1);
    expect(said).toContain('予以容错  1');
    expect(said).toMatch(/有 1 行没有列入：\n {2}JN-2025-002，.*第3行：「容错方式」读不通/);
    expect(existsSync(join(out('b'), 'JN-2025H1.xlsx'))).toBe(true);
  });

  test('rows are named by their place in the register folder, not on the machine', async () => {
    const district = registers('outside/district', `${HEAD}\n${SOUND}\n${BROKEN}\n`);
    const { out: said } = await report(...JN, '--registers', join(folder, 'outside'), '--out', out('g'));
    expect(said).toContain('JN-2025-002，district/cases-2025.csv 第3行');
    expect(said).not.toContain(district);
    const book = await readXlsx(readFileSync(join(out('g'), 'JN-2025H1.xlsx')));
    const cells = JSON.stringify(book.sheets.map(({ rows }) => rows));
    expect(cells).toContain('district/cases-2025.csv');
    expect(cells).not.toContain(folder);
  });

  test('a period that has not begun is refused; of one not over this is said', async () => {
    const args = ['--registers', sound, '--policy', 'JN', '--period', '2025H1', '--out', out('h')];
    const early = await report(...args, '--as-of', '2024-12-31');
    expect([early.code, early.err]).toEqual([
      2,
      expect.stringContaining('2025年上半年从 2025-01-01 开始，到核对日期 2024-12-31 还没有开始'),
    ]);
    expect(existsSync(out('h'))).toBe(false);
    const running = await report(...args, '--as-of', '2025-05-06');
    expect([running.code, running.out]).toEqual([
      0,
      expect.stringContaining('2025年上半年尚未结束，数字截至2025年5月6日。'),
    ]);
    expect((await report(...args, '--as-of', '2025-06-30', '--replace')).out).not.toContain('尚未结束');
  });

  test('writes nothing when a file of the register could not be read', async () => {
    const { code, err } = await report(...JN, '--registers', binary, '--out', out('c'));
    expect(code).toBe(2);
    expect(err).toContain('所以没有生成');
    expect(existsSync(out('c'))).toBe(false);
  });

  test('does not write over what may have been filled in by hand', async () => {
    await report(...JN, '--registers', sound, '--out', out('d'));
    const again = await report(...JN, '--registers', sound, '--out', out('d'));
    expect(again.code).toBe(0);
    const file = join(out('d'), 'JN-2025H1-县纪委.pdf');
    writeFileSync(file, '填过的');
    const refused = await report(...JN, '--registers', sound, '--out', out('d'));
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('已经存在，没有替换')]);
    expect(readFileSync(file, 'utf8')).toBe('填过的');
    expect((await report(...JN, '--registers', sound, '--out', out('d'), '--replace')).code).toBe(0);
    expect(readFileSync(file).subarray(0, 4).toString()).toBe('%PDF');
  });

  test('does not write into a site', async () => {
    for (const name of ['index.html', '404.html', '_astro'])
      mkdirSync(join(folder, 'site', name), { recursive: true });
    const { code, err } = await report(...JN, '--registers', sound, '--out', out('site/reports'));
    expect([code, err]).toEqual([2, expect.stringContaining('已经生成的站点')]);
    expect(existsSync(out('site/reports'))).toBe(false);
  });

  test('units whose names differ only in what a file name cannot hold have a paper each', async () => {
    const two = [
      SOUND.replace('县纪委', '县纪委/监委'),
      SOUND.replace('001', '002').replace('县纪委', '县纪委:监委'),
    ];
    const alike = registers('alike', `${HEAD}\n${two.join('\n')}\n`);
    const { code, out: said } = await report(...JN, '--registers', alike, '--out', out('i'));
    expect(code).toBe(0);
    expect(readdirSync(out('i')).filter((name) => name.endsWith('.pdf'))).toHaveLength(2);
    expect(said).toContain('予以容错  2');
  });

  test('an empty register makes no nil return, and says why', async () => {
    const empty = registers('empty', `${HEAD}\n`);
    const { code, out: said } = await report(...JN, '--registers', empty, '--out', out('j'));
    expect([code, readdirSync(out('j'))]).toEqual([0, ['JN-2025H1.xlsx']]);
    expect(said).toContain('不知道有哪些承办单位，零报告请用空白表填写');
    expect(said).toContain('本期没有应当计入的行');
  });

  test('says what has been checked', async () => {
    const { out: said } = await report(...JN, '--registers', sound, '--out', out('k'));
    expect(said).toContain('本期应当计入的 1 行都已列入');
    expect(said).toContain('逐行对照表下注1至注3，没有不符。');
  });

  test('the month of ZZ begins after the 25th of the month before', async () => {
    const zz = ['--policy', 'ZZ', '--period', '2025-12', '--registers', sound, '--out', out('l')];
    const early = await report(...zz, '--as-of', '2025-11-25');
    expect([early.code, early.err]).toEqual([2, expect.stringContaining('从 2025-11-26 开始')]);
    const running = await report(...zz, '--as-of', '2025-11-26');
    expect([running.code, running.out]).toEqual([
      0,
      expect.stringContaining('本期计到2025年12月25日，数字截至2025年11月26日。'),
    ]);
  });

  test('one unit alone', async () => {
    const { code } = await report(...JN, '--registers', sound, '--out', out('e'), '--handler', '县纪委');
    expect([code, readdirSync(out('e')).length]).toEqual([0, 2]);
    const none = await report(...JN, '--registers', sound, '--out', out('e'), '--handler', '县审计局');
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('有报表的单位：县纪委')]);
  });

  test.each([
    [['--policy', 'JN', '--period', '2025'], 'JN 的报告期是半年，例如 2025H1'],
    [['--policy', 'ZZ', '--period', '2025H1'], 'ZZ 的报告期是一个月，例如 2025-03'],
    [['--policy', 'WF', '--period', '2025-13'], '报告期写作 2025、2025H1 或者 2025-03'],
    [['--policy', 'JN'], '写明 --policy 和 --period'],
    [['--paper', 'zz-a3'], '选项 --paper 与 --case 要一同写明'],
    [['--paper', 'zz-a3', '--case', 'ZZ-2025-001', '--period', '2025'], '不与 --policy、--period'],
    [['--policy', 'PY', '--period', '2025'], '应为 JN、ZZ、WF、SY 之一'],
  ])('%s', async (args, words) => {
    const { code, err } = await report(...args);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });

  test('a paper of a case, filled from its row', async () => {
    const args = ['--paper', 'jn-decision', '--registers', sound, '--as-of', '2026-01-05', '--out', out('f')];
    const { out: said } = await report(...args, '--case', 'jn-2025-001');
    expect(said).toContain('jn-decision-JN-2025-001.pdf');
    expect(said).toContain('留空待填的栏目：所在单位党委（党组）');
    expect(readdirSync(out('f'))).toEqual(['jn-decision-JN-2025-001.pdf']);
    // Harm that was none and yet made good: the paper is made, and whoever sends it out is told.
    const torn = registers('torn', `${HEAD},负面影响、损失,消除影响、挽回损失\n${SOUND},无,未挽回\n`);
    const doubtful = await report(...args, '--case', 'JN-2025-001', '--registers', torn, '--out', out('k'));
    expect([doubtful.code, doubtful.out]).toEqual([1, expect.stringContaining('台账前后不一：「负面影响')]);
    const unknown = await report(...args, '--case', 'JN-2025-010');
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('您是否想写 JN-2025-001')]);
    const refused = await report('--paper', 'zz-a3', ...args.slice(2), '--case', 'JN-2025-001');
    expect([refused.code, refused.out]).toEqual([1, expect.stringContaining('本案可以制作：jn-decision')]);
  });
});
