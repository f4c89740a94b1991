/** `npm test`: units and rule examples, then a real site build driven in a real browser. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './effects.ts';

const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
const suites = [
  ['单元与规则例子', [vitest, 'run', ...process.argv.slice(2)]],
  ['站点与浏览器', [vitest, 'run', '--config', 'test/site/vitest.config.ts']],
] as const;

for (const [name, args] of suites) {
  process.stdout.write(`\n== ${name} ==\n`);
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
