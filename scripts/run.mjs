// Runs a script on the pinned Node, so that the project never depends on the machine's own.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { findNode, ROOT } from './toolchain.mjs';

const node = findNode();
if (!node) {
  process.stderr.write('还没有安装本项目的运行环境。请先运行 npm run setup，或者直接运行 npm start。\n');
  process.exit(2);
}
const [script, ...args] = process.argv.slice(2);
const child = spawn(node, [script, ...args], {
  cwd: ROOT,
  stdio: 'inherit',
  env: {
    ...process.env,
    RONGJIU_ROOT: ROOT,
    ASTRO_TELEMETRY_DISABLED: '1',
    // Compiled modules are kept: most of a short command is spent on compiling them.
    NODE_COMPILE_CACHE: join(ROOT, '.generated/compiled'),
  },
});
// The terminal sends Ctrl-C to both; waiting for the child lets it finish in good order.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
