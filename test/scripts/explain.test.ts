import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const scratch = mkdtempSync(join(tmpdir(), 'rongjiu-explain-'));
const registers = join(scratch, 'registers');
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const HEAD =
  '编号,适用制度,适用方式,启动责任追究调查（问责程序）日期,通知单位党委（党组）日期,职务,备注,集体研究';

beforeAll(() => {
  mkdirSync(registers);
  writeFileSync(
    join(registers, 'cases-2025.csv'),
    [
      HEAD,
      'JN-2025-001,JN,适用,2025-09-26,2025-10-15,某局副局长,日常管理监督,也许',
      'JN-2025-002,JN,适用,2025-09-26,,,,',
      'JN-2025-003,无此制度,适用,2025-09-26,,,,',
      '',
    ].join('\n'),
  );
});

const explain = (id: string, ...more: string[]) =>
  spawnSync(
    process.execPath,
    ['scripts/check.ts', '--explain', id, '--registers', registers, '--as-of', '2025-09-30', ...more],
    { encoding: 'utf8' },
  );

/** The lines of one group, without its heading. */
function group(text: string, word: string): string[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`${word}  `));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith(' '));
  return lines.slice(start + 1, end);
}

describe('a case of a register', () => {
  test('is explained rule by rule, grouped by verdict', () => {
    const { status, stdout, stderr } = explain('JN-2025-001');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      `JN-2025-001  ${registers}/cases-2025.csv 第2行`,
      '适用制度  济南《实施细则》〔试行〕  核对之日  2025-09-30',
      '以下是对登记的提示，不是认定。',
    ]);
    const failing = group(stdout, '不符合');
    const at = failing.findIndex((line) => line.includes('JN-12.2a'));
    expect(failing.slice(at, at + 5)).toEqual([
      '  JN-12.2a 济南《实施细则》第十二条第二款〔试行〕  7个工作日内通知单位党委（党组）',
      '    前提  是  「问题线索需要暂时保密」未登记为「是」〔问题线索需要暂时保密：未登记〕',
      '    要求  否  「通知单位党委（党组）日期」在「启动责任追究调查（问责程序）日期」之后7个工作日以内〔通知单位党委（党组）日期：2025-10-15；启动责任追究调查（问责程序）日期：2025-09-26；最后一天：2025-10-13；9月28日上班，10月1日至8日放假，10月11日上班；依据国办发明电〔2024〕12号〕',
      '    错误  7个工作日内通知单位党委（党组）：启动责任追究调查（问责程序）日期为 2025-09-26，应不晚于 2025-10-13（第7个工作日，其间9月28日上班，10月1日至8日放假，10月11日上班），登记为 2025-10-15，超出 2 个工作日。',
      '    处理  核对日期；如系线索保密，请在「问题线索需要暂时保密」填「是」。',
    ]);
    expect(group(stdout, '已具备').join('\n')).toContain('JN-5b');
    expect(group(stdout, '尚缺事实').join('\n')).toContain('尚缺  「');
    expect(stdout).toMatch(/\n不适用 {2}\d+ 条（加 --all 逐条列出）\n/);
    // Faults of the cells stand at the end.
    expect(group(stdout, '本行另有检出').join('\n')).toContain('「集体研究」');
  });

  test('shows no value of a personal column', () => {
    const { stdout } = explain('JN-2025-001', '--all');
    expect(stdout).toContain('〔备注：已隐去〕');
    expect(stdout).not.toContain('日常管理监督〕');
    expect(stdout).not.toContain('某局副局长');
  });

  test('an open duty stands in its own group, with its last day', () => {
    const waiting = group(explain('JN-2025-002').stdout, '期限未到').join('\n');
    expect(waiting).toContain('JN-12.2a');
    expect(waiting).toContain('最后一天：2025-10-13');
  });

  test('--all lists what does not apply, and why', () => {
    const { stdout } = explain('JN-2025-002', '--all');
    const skipped = group(stdout, '不适用');
    expect(skipped.length).toBeGreaterThan(0);
    expect(skipped.join('\n')).toContain('    前提  否  ');
    expect(skipped.join('\n')).not.toContain('    要求  ');
  });

  test('the id may be typed in small letters, and the text written to a file', () => {
    const output = join(scratch, 'why.txt');
    const { status, stdout } = explain('jn-2025-001', '--output', output);
    expect([status, stdout]).toEqual([0, '']);
    expect(readFileSync(output, 'utf8')).toMatch(/^JN-2025-001 {2}/);
  });
});

describe('a typical case', () => {
  test.each(['c01', 'C01', '2024-01'])('%s', (id) => {
    const { status, stdout } = explain(id);
    expect(status).toBe(0);
    expect(stdout).toContain('content/cases/c01.mdx');
    expect(group(stdout, '不符合').filter(Boolean)).toEqual([]);
    expect(group(stdout, '已具备').length).toBeGreaterThan(50);
  });
});

test('an event of the sample registers', () => {
  const { status, stdout } = explain('JN-E-2024-001', '--registers', 'data/registers');
  expect(status).toBe(0);
  expect(stdout).toContain('JN-A2.n4a 济南《实施细则》附件2注4〔试行〕');
});

describe('what cannot be explained', () => {
  test.each([
    ['JN-2025-0001', '台账和典型案例中都没有编号「JN-2025-0001」。您是否想写 JN-2025-001？\n'],
    ['c011', '台账和典型案例中都没有编号「c011」。您是否想写 c01？\n'],
    [
      '一二三四五六七八',
      '台账和典型案例中都没有编号「一二三四五六七八」。编号如 JN-2024-003，典型案例的代号如 c01。\n',
    ],
  ])('%s', (id, message) => {
    const { status, stdout, stderr } = explain(id);
    expect([status, stdout, stderr]).toEqual([2, '', message]);
  });

  test('a row of no known policy', () => {
    const { status, stderr } = explain('JN-2025-003');
    expect(status).toBe(2);
    expect(stderr).toContain('这一行读不通，或者「适用制度」无法确定。');
    expect(stderr).toContain('cases-2025.csv 第4行');
  });

  test('options that do not go together', () => {
    expect(explain('c01', '--format', 'json').status).toBe(2);
    const { status, stderr } = spawnSync(process.execPath, ['scripts/check.ts', '--all'], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([2, '选项 --all 只与 --explain 连用。\n']);
  });
});

test('what a check over several rows says of a case stands in its explanation', () => {
  const folder = join(scratch, 'county');
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'cases-2024.csv'),
    '编号,适用制度,适用方式,是否容错,容错认定（给予容错）时间\nSY-2024-001,SY,,予以容错,2024-05-06\n',
  );
  writeFileSync(
    join(folder, 'events-2024.csv'),
    '事件编号,事件类型,日期,相关案件\nSY-E-2024-001,他评,2024-04-01,SY-2024-001\n',
  );
  const { stdout, status } = spawnSync(
    process.execPath,
    ['scripts/check.ts', '--explain', 'SY-2024-001', '--registers', folder, '--as-of', '2026-11-21'],
    { encoding: 'utf8' },
  );
  expect(status).toBe(0);
  expect(stdout).toContain('事件表中没有列有本案的「自评」');
});
