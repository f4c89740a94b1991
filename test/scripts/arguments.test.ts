import { afterEach, describe, expect, test, vi } from 'vitest';
import { CannotRun, type OptionDeclaration, readArguments, runCommand } from '../../scripts/arguments.ts';

const DECLARED: Readonly<Record<string, OptionDeclaration>> = {
  registers: { type: 'string', help: '台账文件夹' },
  'as-of': { type: 'string', day: true, help: '判断所用的日期' },
  format: { type: 'string', choices: ['text', 'json'], help: '输出格式' },
  force: { type: 'boolean', help: '不问' },
};
const USAGE = '用法：npm run check -- [选项]';

const read = (...args: string[]) => readArguments(args, USAGE, DECLARED);

/** The first paragraph of the refusal; the usage follows it. */
function refusal(...args: string[]): string {
  try {
    read(...args);
  } catch (error) {
    if (error instanceof CannotRun) return error.message.split('\n\n')[0] ?? '';
    throw error;
  }
  return '';
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('what is understood', () => {
  test.each<[string[], Record<string, string | boolean>]>([
    [[], {}],
    [['--format', 'json'], { format: 'json' }],
    [['--format=json', '--force'], { format: 'json', force: true }],
    [['--as-of', '2024-02-29'], { 'as-of': '2024-02-29' }],
    [['--registers', '台账 2024'], { registers: '台账 2024' }],
  ])('%j', (args, options) => {
    expect({ ...read(...args)?.options }).toEqual(options);
  });

  test('positional arguments where they are wanted', () => {
    expect(readArguments(['c12', '--force'], USAGE, DECLARED, true)).toMatchObject({ positionals: ['c12'] });
  });
});

describe('what is not', () => {
  test('unknown options, with the one that was meant', () => {
    expect(refusal('--formt', 'json')).toMatchInlineSnapshot(`"不认识的选项 --formt。您是否想写 --format？"`);
    expect(refusal('--asof=2024-01-01')).toMatchInlineSnapshot(`"不认识的选项 --asof。您是否想写 --as-of？"`);
    expect(refusal('--verbose')).toMatchInlineSnapshot(`"不认识的选项 --verbose。"`);
    expect(refusal('-x')).toMatchInlineSnapshot(`"不认识的选项 -x。"`);
  });

  test('values', () => {
    expect(refusal('--format', 'xml')).toMatchInlineSnapshot(
      `"选项 --format 应为 text、json 之一，此处为「xml」。"`,
    );
    expect(refusal('--format=')).toMatchInlineSnapshot(`"选项 --format 应为 text、json 之一，此处为「」。"`);
    expect(refusal('--registers=')).toMatchInlineSnapshot(`"选项 --registers 的值是空的。"`);
    expect(refusal('--format')).toMatchInlineSnapshot(`"选项的写法有误：带值的选项写作「--名称 值」。"`);
    expect(refusal('--registers', '--force')).toMatchInlineSnapshot(
      `"选项的写法有误：带值的选项写作「--名称 值」。"`,
    );
    expect(refusal('--force=yes')).toMatchInlineSnapshot(`"选项的写法有误：带值的选项写作「--名称 值」。"`);
  });

  test.each(['2026-02-30', '2026-2-3', '20260203', 'today', ''])('the day %j', (day) => {
    expect(refusal(`--as-of=${day}`)).toBe(`选项 --as-of 应为 2026-01-31 式的真实日期，此处为「${day}」。`);
  });

  test('stray arguments', () => {
    expect(refusal('data/registers')).toMatchInlineSnapshot(
      `"多余的参数「data/registers」。选项写在「--」之后，例如 npm run check -- --format json。"`,
    );
    expect(refusal('--force', 'json')).toMatchInlineSnapshot(
      `"多余的参数「json」。选项写在「--」之后，例如 npm run check -- --format json。"`,
    );
    expect(refusal('--format', 'json', 'extra')).toMatchInlineSnapshot(
      `"多余的参数「extra」。选项写在「--」之后，例如 npm run check -- --format json。"`,
    );
  });

  test('the usage follows a refusal of form', () => {
    expect(() => read('--formt')).toThrow(USAGE);
  });
});

test('--help prints every option and asks for nothing else', () => {
  const written: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  expect(read('--help', '--nonsense')).toBeUndefined();
  expect(written.join('')).toMatchInlineSnapshot(`
    "用法：npm run check -- [选项]

      --registers 值
          台账文件夹
      --as-of 值
          判断所用的日期
      --format text|json
          输出格式
      --force
          不问
    "
  `);
});

describe('exit codes', () => {
  test('the result of the command', async () => {
    const before = process.exitCode;
    for (const code of [0, 1, 2]) {
      await runCommand(async () => code);
      expect(process.exitCode).toBe(code);
    }
    process.exitCode = before;
  });

  test.each<[string, Error, string]>([
    ['wrong usage', new CannotRun('找不到台账文件夹。\n\n'), '找不到台账文件夹。\n'],
    [
      'a file that cannot be read',
      Object.assign(new Error('EACCES: permission denied'), {
        code: 'EACCES',
        syscall: 'open',
        path: '/x/cases.csv',
      }),
      '读写文件失败：/x/cases.csv（EACCES）。请核对路径和权限。\n',
    ],
  ])('%s is 2, in one Chinese sentence', async (_, error, message) => {
    const before = process.exitCode;
    const write = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    await runCommand(async () => {
      throw error;
    });
    expect(process.exitCode).toBe(2);
    expect(write.mock.calls.map(([text]) => text)).toEqual([message]);
    process.exitCode = before;
  });

  test('a defect of the program is not hidden', async () => {
    await expect(
      runCommand(async () => {
        throw new TypeError('defect');
      }),
    ).rejects.toThrow('defect');
  });
});
