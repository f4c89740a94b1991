// Installs what the locked package list names and, with --browser, a Chromium for the browser tests. Plain
// JavaScript without dependencies; done in a moment when nothing has changed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser, findNode, ROOT } from './toolchain.mjs';

const STAMP = join(ROOT, '.generated', 'setup.json');
/** Debian packages of the browser tests: the browser, Chinese fonts, and the PDF tools that double-check forms. */
const DEBIAN_PACKAGES = ['chromium', 'fonts-noto-cjk', 'poppler-utils', 'qpdf'];

const say = (text) => process.stderr.write(`${text}\n`);

function stop(text) {
  say(text);
  process.exit(2);
}

/** Runs a command; when its own output stays quiet, a line every ten seconds shows that it still works. */
function run(command, args, doing) {
  return new Promise((resolve) => {
    const began = Date.now();
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: process.env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output = (output + chunk).slice(-20_000);
      });
    }
    const show = () => {
      const seconds = Math.round((Date.now() - began) / 1000);
      if (process.stderr.isTTY) process.stderr.write(`\r${doing}……已用 ${seconds} 秒 `);
      else if (seconds > 0) say(`${doing}……已用 ${seconds} 秒`);
    };
    const timer = setInterval(show, process.stderr.isTTY ? 500 : 10_000);
    const end = (status) => {
      clearInterval(timer);
      if (process.stderr.isTTY) process.stderr.write('\n');
      resolve({ ok: status === 0, output });
    };
    child.on('error', (error) => {
      output += String(error);
      end(-1);
    });
    child.on('close', end);
  });
}

async function installPackages() {
  const lock = readFileSync(join(ROOT, 'package-lock.json'));
  const stamp = createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex');
  const before = existsSync(STAMP) ? JSON.parse(readFileSync(STAMP, 'utf8')).stamp : '';
  if (before === stamp && existsSync(join(ROOT, 'node_modules', '.package-lock.json'))) return;
  // npm ci empties the folder first; through a link that would be somebody else's.
  if (lstatSync(join(ROOT, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    stop('node_modules 是一个链接，不能在其中安装。请先删去这个链接。');
  }
  say('正在按锁定清单安装依赖（只需一次，约需一至三分钟）。');
  // Under `npm start` npm names its own program; on its own the script finds npm on the PATH.
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { ok, output } = npm
    ? await run(process.execPath, [npm, ...args], '安装依赖')
    : await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, '安装依赖');
  if (!ok) {
    say(output.trim());
    stop('依赖没有装成。请检查网络或者 npm 的镜像设置，然后重新运行。');
  }
  if (!findNode()) {
    stop('npm 没有装上本平台的 Node 24。请自行安装 Node 24（或 22.18 以上）后重新运行。');
  }
  mkdirSync(join(ROOT, '.generated'), { recursive: true });
  writeFileSync(STAMP, `${JSON.stringify({ stamp })}\n`);
  say('依赖已装好。');
}

async function installBrowser() {
  if (findBrowser()) return;
  if (process.env.CHROMIUM_PATH) {
    stop(`CHROMIUM_PATH 所指的「${process.env.CHROMIUM_PATH}」不能启动。请改正路径，或者去掉这个变量。`);
  }
  const isRoot = process.getuid?.() === 0;
  if (
    process.platform === 'linux' &&
    isRoot &&
    spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0
  ) {
    say('浏览器测试需要 Chromium，正在用 apt-get 安装。');
    process.env.DEBIAN_FRONTEND = 'noninteractive';
    await run('apt-get', ['update'], '更新软件包清单');
    const { ok, output } = await run(
      'apt-get',
      ['install', '-y', '--no-install-recommends', ...DEBIAN_PACKAGES],
      '安装 Chromium',
    );
    if (ok && findBrowser()) return;
    say(output.trim().split('\n').slice(-5).join('\n'));
  }
  say('正在用 Playwright 下载 Chromium。');
  const node = findNode() ?? process.execPath;
  const { output } = await run(
    node,
    [join(ROOT, 'node_modules/playwright-core/cli.js'), 'install', 'chromium'],
    '下载 Chromium',
  );
  if (findBrowser()) return;
  say(output.trim().split('\n').slice(-5).join('\n'));
  stop(
    '没有可用的 Chromium，浏览器测试不能运行。请任选一种办法：\n' +
      '  1. 安装系统的 Chromium 或 Chrome（Debian：apt-get install chromium fonts-noto-cjk）；\n' +
      '  2. 把环境变量 CHROMIUM_PATH 设为浏览器程序的路径；\n' +
      '  3. 在能上网的机器上运行 npx playwright-core install --with-deps chromium。',
  );
}

await installPackages();
if (process.argv.includes('--browser')) await installBrowser();
