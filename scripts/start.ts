/** `npm start`: check, build, serve. */
import { resolve } from 'node:path';
import { readArguments, runCommand } from './arguments.ts';
import { BUILD_OPTIONS, type BuildSettings, buildSettings, buildSite } from './build.ts';
import { ROOT } from './effects.ts';
import { firstPort, PORT_OPTION, serveUntilStopped } from './serve.ts';

const USAGE = '用法：npm start -- [选项]\n核对内容和台账，生成站点，在本机打开。有错误时不生成，也不打开。';

/** Settings from command-line arguments, all of them before the build begins; undefined after --help. */
export function readStartSettings(
  args: readonly string[],
): { readonly build: BuildSettings; readonly port: number } | undefined {
  const read = readArguments(args, USAGE, { ...BUILD_OPTIONS, ...PORT_OPTION });
  return read && { build: buildSettings(read.options), port: firstPort(read.options) };
}

if (import.meta.main) {
  await runCommand(async (args) => {
    const settings = readStartSettings(args);
    if (!settings) return 0;
    const { build, port } = settings;
    const status = await buildSite(build);
    return status === 0 ? serveUntilStopped(resolve(ROOT, build.out), port, build.base) : status;
  });
}
