/**
 * `npm run lock`: renews package-lock.json from package.json and takes out what names a host (npm keeps funding
 * addresses even when it omits download addresses), then checks that the lock is complete for every platform.
 */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotRun, runCommand } from './arguments.ts';
import { ROOT, writeWhole } from './effects.ts';

interface LockedPackage {
  funding?: unknown;
  optionalDependencies?: Record<string, string>;
}

await runCommand(async () => {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['install', '--package-lock-only', '--no-audit', '--no-fund'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (status !== 0) throw new CannotRun('npm 没有更新锁定清单，见上列说明。');
  const path = join(ROOT, 'package-lock.json');
  const lock = JSON.parse(await readFile(path, 'utf8')) as { packages: Record<string, LockedPackage> };
  for (const locked of Object.values(lock.packages)) delete locked.funding;
  const names = new Set(Object.keys(lock.packages).map((key) => key.replace(/^.*node_modules\//, '')));
  const missing = Object.entries(lock.packages).flatMap(([key, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !names.has(name))
      .map((name) => `${key || '本项目'} 缺少 ${name}`),
  );
  if (missing.length > 0) {
    throw new CannotRun(
      `锁定清单不全，别的平台会装不上：\n${missing.join('\n')}\n请把相应依赖固定到所有平台都有的版本。`,
    );
  }
  await writeWhole(path, `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write('锁定清单已更新：各平台齐全，不含任何网址。\n');
  return 0;
});
