// Installs what the locked package list names and, with --browser, a Chromium for the browser tests and the PDF tools
// that can be had. Plain JavaScript without dependencies; done in a moment when nothing has changed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser, findNode, ROOT } from './toolchain.mjs';

const STAMP = join(ROOT, '.generated', 'setup.json');
/** Debian packages of the browser tests: the browser and Chinese fonts. */
const BROWSER_PACKAGES = ['chromium', 'fonts-noto-cjk'];
/**
 * Debian packages with which tests fill, check and draw forms besides those of npm: some 110 MB to download, most of it
 * mupdf-tools and the Java of pdftk-java. Without them those tests are skipped.
 */
const TOOL_PACKAGES = [
  ...['poppler-utils', 'qpdf', 'pdftk-java', 'mupdf-tools'],
  ...['python3-gi', 'gir1.2-poppler-0.18'],
];
/** Java libraries, 8 MB; of use only where there is a JDK, which alone would be another 75 MB. */
const JAVA_PACKAGES = ['libpdfbox2-java', 'libitext5-java'];

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

/** What the last run wrote down: `stamp` of the packages, `tools` that could not be had. */
const known = existsSync(STAMP) ? JSON.parse(readFileSync(STAMP, 'utf8')) : {};

function remember(news) {
  mkdirSync(join(ROOT, '.generated'), { recursive: true });
  writeFileSync(STAMP, `${JSON.stringify(Object.assign(known, news))}\n`);
}

const runs = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** The list of packages, which is fetched once. */
let updated;

/** Installs Debian packages; only root on a Debian can. */
async function installDebian(packages, doing) {
  process.env.DEBIAN_FRONTEND = 'noninteractive';
  updated ??= run('apt-get', ['update'], '更新软件包清单');
  await updated;
  return run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], doing);
}
const canInstallDebian = () =>
  process.platform === 'linux' && process.getuid?.() === 0 && runs('apt-get', '--version');

async function installPackages() {
  const lock = readFileSync(join(ROOT, 'package-lock.json'));
  const stamp = createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex');
  if (known.stamp === stamp && existsSync(join(ROOT, 'node_modules', '.package-lock.json'))) return;
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
  remember({ stamp });
  say('依赖已装好。');
}

async function installBrowser() {
  if (findBrowser()) return;
  if (process.env.CHROMIUM_PATH) {
    stop(`CHROMIUM_PATH 所指的「${process.env.CHROMIUM_PATH}」不能启动。请改正路径，或者去掉这个变量。`);
  }
  if (canInstallDebian()) {
    say('浏览器测试需要 Chromium，正在用 apt-get 安装。');
    const { ok, output } = await installDebian(BROWSER_PACKAGES, '安装 Chromium');
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

/** Which of these Debian packages are not installed. */
function missingOf(packages) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the fields are those of dpkg
  const listing = ['-W', '-f=${Package} ${db:Status-Status}\\n', ...packages];
  const { stdout } = spawnSync('dpkg-query', listing, { encoding: 'utf8' });
  const lines = stdout.split('\n');
  return packages.filter((name) => !lines.includes(`${name} installed`));
}

/** Installs the PDF tools that are missing; none of them is needed, so that nothing stops here. */
async function installTools() {
  // Elsewhere than on Debian a test says itself which tool it lacks.
  if (!runs('dpkg-query', '--version')) return;
  let missing = missingOf([...TOOL_PACKAGES, ...(runs('javac', '--version') ? JAVA_PACKAGES : [])]);
  // What could not be had once is not asked for at every start.
  if (missing.length === 0 || known.tools === missing.join(' ')) return;
  if (canInstallDebian()) {
    say(`正在用 apt-get 安装测试用的 PDF 工具：${missing.join('、')}。`);
    const { ok } = await installDebian(missing, '安装 PDF 工具');
    if (ok) return;
    // One that this Debian does not have keeps the others away.
    for (const name of missing) await installDebian([name], `安装 ${name}`);
    missing = missingOf(missing);
  }
  if (missing.length === 0) return;
  remember({ tools: missing.join(' ') });
  say(
    '以下 PDF 工具没有装上，用到它们的测试会跳过，其余不受影响。需要时请自行安装：\n' +
      `  apt-get install ${missing.join(' ')}`,
  );
}

await installPackages();
if (process.argv.includes('--browser')) {
  await installBrowser();
  await installTools();
}
