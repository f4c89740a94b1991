/** The command contract of DESIGN §5, on the command itself. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';

const folder = mkdtempSync(join(tmpdir(), 'rongjiu-check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function check(...args: string[]): Promise<Run> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      ['scripts/check.ts', ...args],
      { maxBuffer: 1 << 28, env: { ...process.env, CI: '1', NODE_OPTIONS: '' } },
      (error, out, err) =>
        done({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
    );
  });
}

/** A folder with these register files. */
function registers(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [path, content] of Object.entries(files)) {
    const target = join(folder, name, path);
    mkdirSync(join(target, '..'), { recursive: true });
    writeFileSync(target, content);
  }
  return join(folder, name);
}

const HEAD = '编号,适用制度,适用方式,启动责任追究调查（问责程序）日期,通知单位党委（党组）日期,文书材料';
const LATE = 'JN-2024-003,JN,适用,2024-03-04,2024-03-19,告知通知';
const clean = registers('clean', { 'jn/2026/cases-2026.csv': `${HEAD}\nJN-2026-001,JN,适用,2026-11-19,,\n` });
const late = registers('late', { 'cases-2024.csv': `\uFEFF${HEAD}\r\n${LATE}\r\n` });
const AS_OF = ['--as-of', '2024-03-20'];

/** Findings about the registers; what other files of the repository may be found guilty of is not tested here. */
const inFolder = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ file }) => file.startsWith(folder));

describe('npm run check -- --format json', async () => {
  const { code, out, err } = await check('--registers', late, '--format', 'json', ...AS_OF);
  const report = JSON.parse(out) as Record<string, unknown> & {
    findings: Finding[];
    summary: Record<string, number>;
  };
  const [finding] = inFolder(report.findings);

  test('prints exactly one object with the documented fields', () => {
    expect(Object.keys(report).sort()).toEqual(['asOf', 'files', 'findings', 'summary']);
    expect(report.asOf).toBe('2024-03-20');
    expect(report.files).toEqual([{ path: join(late, 'cases-2024.csv'), encoding: 'utf-8', rows: 1 }]);
    expect(Object.keys(report.summary).sort()).toEqual(['errors', 'infos', 'warnings']);
    expect(err).toBe('');
    expect(code).toBe(1);
  });

  test('counts what it lists', () => {
    const count = (severity: string): number =>
      report.findings.filter((each) => each.severity === severity).length;
    expect(report.summary).toEqual({
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
    });
  });

  test('the finding of the example in the contract', () => {
    expect(inFolder(report.findings)).toHaveLength(1);
    const { file: _, ...rest } = finding ?? ({} as Finding);
    expect(rest).toMatchInlineSnapshot(`
      {
        "caseId": "JN-2024-003",
        "cell": "E2",
        "clause": "JN-12.2a",
        "code": "deadline-missed",
        "column": "通知单位党委（党组）日期",
        "hint": "核对日期；如系线索保密，请在「问题线索需要暂时保密」填「是」。",
        "key": "notice_date",
        "line": 2,
        "message": "7个工作日内通知单位党委（党组）：启动责任追究调查（问责程序）日期为 2024-03-04，应不晚于 2024-03-13（第7个工作日），登记为 2024-03-19，超出 4 个工作日。",
        "quote": "问责追责承办单位启动责任追究调查7个工作日内，应以适当方式通知当事人所在单位党委（党组）",
        "row": 2,
        "severity": "error",
        "values": {
          "citation": "济南《实施细则》第十二条第二款",
          "due": "2024-03-13",
          "lateWorkdays": "4",
        },
      }
    `);
  });

  test('one finding a line, so that a long report can be searched', () => {
    const lines = out.trimEnd().split('\n').slice(1, -1);
    expect(lines.map((line) => JSON.parse(line.replace(/,$/, '')))).toEqual(report.findings);
  });
});

describe('exit codes', () => {
  test('0: nothing wrong in the registers given', async () => {
    const { code, out } = await check('--registers', clean, '--as-of', '2026-11-20', '--format', 'json');
    const { findings, summary } = JSON.parse(out) as { findings: Finding[]; summary: { errors: number } };
    expect(inFolder(findings)).toEqual([]);
    expect(code).toBe(summary.errors > 0 ? 1 : 0);
    expect(code).toBe(0);
  });

  test('0: warnings alone', async () => {
    const row = `${HEAD},自用的列\nJN-2026-001,JN,适用,2026-11-19,,,x\n`;
    const { code, out } = await check(
      '--registers',
      registers('warned', { 'cases.csv': row }),
      '--as-of',
      '2026-11-20',
    );
    expect(out).toContain('警告');
    expect(code).toBe(0);
  });

  test('2: an encoding that cannot be read, with the offset', async () => {
    const bytes = Uint8Array.of(...new TextEncoder().encode('编号,适用制度\n'), 0xff);
    const { code, out } = await check(
      '--registers',
      registers('bytes', { 'cases.csv': bytes }),
      '--format',
      'json',
    );
    const { findings, files } = JSON.parse(out) as { findings: Finding[]; files: object[] };
    expect(inFolder(findings)).toMatchObject([{ code: 'encoding-unknown', clause: null }]);
    expect(findings.find(({ code: each }) => each === 'encoding-unknown')?.message).toContain('第 20 个字节');
    expect(files).toMatchObject([{ encoding: null, rows: 0 }]);
    expect(code).toBe(2);
  });

  test('2: a folder that is not there, or without registers', async () => {
    const missing = await check('--registers', join(folder, 'nowhere'));
    expect(missing).toMatchObject({ code: 2, out: '' });
    expect(missing.err.replace(folder, '…')).toMatchInlineSnapshot(`
      "找不到台账文件夹「…/nowhere」。请核对 --registers 的路径。
      "
    `);
    const empty = await check('--registers', registers('empty', { 'notes.txt': '' }));
    expect(empty.code).toBe(2);
    expect(empty.err.replace(folder, '…')).toMatchInlineSnapshot(`
      "「…/empty」中没有台账文件。文件名应以 cases、events 或 lists 开头，以 .csv 结尾。
      "
    `);
  });

  test('2: options', async () => {
    const unknown = await check('--formt', 'json');
    expect(unknown).toMatchObject({ code: 2, out: '' });
    expect(unknown.err).toContain('不认识的选项 --formt。您是否想写 --format？');
    expect(unknown.err).toContain('用法：npm run check');
    const day = await check('--as-of', '2026-02-30');
    expect(day).toMatchObject({ code: 2, out: '' });
    expect(day.err).toBe('选项 --as-of 应为 2026-01-31 式的真实日期，此处为「2026-02-30」。\n');
  });
});

describe('the text report', () => {
  test('says where, what, by which clause and what to do', async () => {
    const { code, out } = await check('--registers', late, ...AS_OF);
    const report = out.slice(out.indexOf(join(late, 'cases-2024.csv')));
    expect(report.replaceAll(late, '…')).toMatchInlineSnapshot(`
      "…/cases-2024.csv  第2行 E列（通知单位党委（党组）日期）  JN-2024-003
        错误  7个工作日内通知单位党委（党组）：启动责任追究调查（问责程序）日期为 2024-03-04，应不晚于 2024-03-13（第7个工作日），登记为 2024-03-19，超出 4 个工作日。  [deadline-missed]
        依据  JN-12.2a 济南《实施细则》第十二条第二款〔试行〕「问责追责承办单位启动责任追究调查7个工作日内，应以适当方式通知当事人所在单位党委（党组）」
        处理  核对日期；如系线索保密，请在「问题线索需要暂时保密」填「是」。

      共核对 1 个台账文件、1 行：错误 1 项，警告 0 项，提示 0 项。
      "
    `);
    expect(code).toBe(1);
  });
});

describe('--output', () => {
  test('the whole report, and nothing on the screen', async () => {
    const target = join(folder, 'report.json');
    const { code, out } = await check('--registers', late, '--format', 'json', '--output', target, ...AS_OF);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(
      inFolder((JSON.parse(readFileSync(target, 'utf8')) as { findings: Finding[] }).findings),
    ).toHaveLength(1);
  });

  test('nothing at all when the run fails; what was there stays', async () => {
    const place = registers('kept', { 'report.json': 'old' });
    const target = join(place, 'report.json');
    const { code } = await check('--registers', place, '--format', 'json', '--output', target);
    expect(code).toBe(2);
    expect(readFileSync(target, 'utf8')).toBe('old');
    expect(readdirSync(place)).toEqual(['report.json']);
  });

  test.each([
    ['a folder that is not there', 'nowhere/report.json'],
    ['a folder', 'late'],
  ])('%s cannot be written', async (_, path) => {
    const { code, out, err } = await check('--registers', late, '--output', join(folder, path), ...AS_OF);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.replace(folder, '…')).toMatch(/^不能写入「.*」：(它不是普通文件|请核对路径和权限)。\n$/);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('npm run check -- --fix', () => {
  const broken = `${HEAD}\nJN-2024-003,jn,适 用,2024/3/4,2024-03-13,告知通知\nJN-2024-004,"JN,适用,,,\n`;
  const from = registers('broken', { 'cases-2024.csv': broken, 'old/cases-2023.csv': Uint8Array.of(0xff) });
  const one = registers('one', { 'cases-2024.csv': broken });

  test('writes corrected copies, names the rows it left, and never overwrites', async () => {
    const out = join(folder, 'fixed');
    const { err, code } = await check('--registers', from, ...AS_OF, '--fix', out);
    expect(code).toBe(2);
    expect(err).toContain(
      `${out}/cases-2024.csv：更正 3 处。第 3 行引号不成对、太长，或者单元格数与表头不符，没有改动，请对照检出的问题改正后再核对一次。\n`,
    );
    expect(err).toContain('没有写更正后的副本。编码无法确认');
    expect(readFileSync(join(out, 'cases-2024.csv'), 'utf8')).toBe(
      `\uFEFF${HEAD}\r\nJN-2024-003,JN,适用,2024-03-04,2024-03-13,告知通知\r\n"JN-2024-004,""JN,适用,,,"\r\n`,
    );
    expect(readFileSync(join(from, 'cases-2024.csv'), 'utf8')).toBe(broken);

    const again = await check('--registers', from, ...AS_OF, '--fix', out);
    expect(again.err).toContain('已经存在，没有覆盖');
    expect(again.code).toBe(2);
  });

  test('writes a single register to a file, and the copy of that copy is the same', async () => {
    const out = join(folder, 'cases-copy.csv');
    expect((await check('--registers', one, ...AS_OF, '--fix', out)).err).toContain('更正 3 处');
    const copy = registers('copy', { 'cases-2024.csv': readFileSync(out) });
    const second = join(folder, 'cases-second.csv');
    expect((await check('--registers', copy, ...AS_OF, '--fix', second)).err).toContain('更正 0 处');
    expect(readFileSync(second).equals(readFileSync(out))).toBe(true);
  });
});
