/** Command-line options with Chinese messages: what is wrong, and what could have been meant. */
import { parseArgs } from 'node:util';
import { nearest } from '../src/core/nearest.ts';
import { isDay } from '../src/core/workdays.ts';

/** The command could not run: wrong usage or unreadable input. Exit code 2. */
export class CannotRun extends Error {
  override name = 'CannotRun';
}

export interface OptionDeclaration {
  readonly type: 'string' | 'boolean';
  /** Shown in --help, in Chinese. */
  readonly help: string;
  readonly choices?: readonly string[];
  readonly day?: boolean;
}

type ParseArgsOptions = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;

export type Options = Readonly<Record<string, string | boolean | undefined>>;

/**
 * Reads `args` by the declared options. Throws CannotRun for an unknown option, a missing or illegal value;
 * returns undefined after `--help`, which has been answered by printing the usage.
 */
export function readArguments(
  args: readonly string[],
  usage: string,
  declared: Readonly<Record<string, OptionDeclaration>>,
  positionals = false,
): { options: Options; positionals: readonly string[] } | undefined {
  const help = (): string =>
    `${usage}\n\n${Object.entries(declared)
      .map(([name, { type, help: text, choices }]) => {
        const operand = type === 'boolean' ? '' : ` ${choices?.join('|') ?? '值'}`;
        return `  --${name}${operand}\n      ${text}`;
      })
      .join('\n')}\n`;
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(help());
    return undefined;
  }
  const known = Object.fromEntries(Object.entries(declared).map(([name, { type }]) => [name, { type }]));
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({
      args: [...args],
      options: known,
      allowPositionals: positionals,
      strict: true,
    });
  } catch (error) {
    throw new CannotRun(`${explain(error as NodeJS.ErrnoException, args, known)}\n\n${help()}`);
  }
  for (const [name, { choices, day }] of Object.entries(declared)) {
    const value = parsed.values[name];
    if (typeof value !== 'string') continue;
    if (choices && !choices.includes(value)) {
      throw new CannotRun(`选项 --${name} 应为 ${choices.join('、')} 之一，此处为「${value}」。`);
    }
    if (day && !isDay(value)) {
      throw new CannotRun(`选项 --${name} 应为 2026-01-31 式的真实日期，此处为「${value}」。`);
    }
    if (value === '') throw new CannotRun(`选项 --${name} 的值是空的。`);
  }
  return { options: parsed.values as Options, positionals: parsed.positionals };
}

function explain(error: NodeJS.ErrnoException, args: readonly string[], options: ParseArgsOptions): string {
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const stray = tokens.find((token) => token.kind === 'option' && !Object.hasOwn(options, token.name));
    if (stray?.kind === 'option') {
      const guess = nearest(stray.name, Object.keys(options));
      return `不认识的选项 ${stray.rawName}。${guess ? `您是否想写 --${guess}？` : ''}`;
    }
  }
  if (error.code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') {
    const stray = tokens.find((token) => token.kind === 'positional');
    return `多余的参数「${stray?.value ?? ''}」。选项写在「--」之后，例如 npm run check -- --format json。`;
  }
  return '选项的写法有误：带值的选项写作「--名称 值」。';
}

/** What to say of a file that could not be opened, read or written; undefined for any other error. */
function explainFileError(error: unknown): string | undefined {
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (!code || !path || !syscall || syscall.startsWith('spawn')) return undefined;
  return `读写文件失败：${path}（${code}）。请核对路径和权限。`;
}

/**
 * Runs a command: its result is the exit code; CannotRun and files that cannot be read become a message and 2;
 * anything else is a defect.
 */
export async function runCommand(command: (args: readonly string[]) => Promise<number>): Promise<void> {
  // Whoever reads the output may have seen enough (`| head`); the command still does what it was told to.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  try {
    process.exitCode = await command(process.argv.slice(2));
  } catch (error) {
    const message = error instanceof CannotRun ? error.message : explainFileError(error);
    if (message === undefined) throw error;
    process.stderr.write(`${message.trimEnd()}\n`);
    process.exitCode = 2;
  }
}
