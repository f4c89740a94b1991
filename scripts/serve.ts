/** `npm run serve`: the built site on this machine, with the address printed. No request leaves the machine. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { extname, join, normalize, resolve } from 'node:path';
import { CannotRun, type Options, readArguments, runCommand } from './arguments.ts';
import { ROOT } from './effects.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.csv': 'text/csv; charset=utf-8',
  '.pdf': 'application/pdf',
};

/** First port tried; the next free one is taken when it is in use. */
const FIRST_PORT = 4321;

/** The option for the port, for the commands that serve. */
export const PORT_OPTION = { port: { type: 'string', help: `起始端口，默认 ${FIRST_PORT}` } } as const;

/** The first port to try, from options of the command line. */
export function firstPort({ port: given }: Options): number {
  const port = Number(given ?? FIRST_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_400)
    throw new CannotRun('选项 --port 应为 1 至 65400 的整数。');
  return port;
}

/** Serves a folder on the loopback interface under a base path; resolves once it listens. */
export async function serveFolder(
  folder: string,
  port = FIRST_PORT,
  base = '/',
): Promise<{ server: Server; address: string }> {
  const root = resolve(folder);
  const server = createServer(async (request, response) => {
    let path: string;
    let inside = true;
    try {
      path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    } catch {
      path = '/404.html';
      inside = false;
    }
    // Outside the base nothing is found, as on the server the site is meant for.
    let file = path.startsWith(base)
      ? normalize(join(root, path.slice(base.length - 1)))
      : join(root, '404.html');
    if (!file.startsWith(root)) file = join(root, '404.html');
    let info = await stat(file).catch(() => undefined);
    if (info?.isDirectory()) {
      if (!path.endsWith('/')) {
        response.writeHead(301, { location: `${path}/` }).end();
        return;
      }
      file = join(file, 'index.html');
      info = await stat(file).catch(() => undefined);
    }
    const found = (info?.isFile() ?? false) && inside;
    if (!found) file = join(root, '404.html');
    response.writeHead(found ? 200 : 404, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'cache-control': 'no-cache',
    });
    createReadStream(file)
      .on('error', () => response.end())
      .pipe(response);
  });
  for (let attempt = port; attempt < port + 100; attempt += 1) {
    const listening = await new Promise<boolean>((done, fail) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'EADDRINUSE' || error.code === 'EACCES') done(false);
        else fail(error);
      });
      server.listen(attempt, '127.0.0.1', () => done(true));
    });
    if (listening) return { server, address: `http://localhost:${attempt}${base}` };
    server.removeAllListeners('error');
  }
  throw new CannotRun(`从 ${port} 起的 100 个端口都被占用，站点没有启动。`);
}

/** Serves until the user presses Ctrl-C. */
export async function serveUntilStopped(folder: string, port?: number, base?: string): Promise<number> {
  const { server, address } = await serveFolder(folder, port, base);
  process.stdout.write(`站点已启动：${address}\n按 Ctrl-C 停止。\n`);
  await new Promise<void>((stopped) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped());
  });
  server.closeAllConnections();
  server.close();
  return 0;
}

if (import.meta.main) {
  await runCommand(async (args) => {
    const read = readArguments(args, '用法：npm run serve -- [选项]\n在本机打开已生成的站点。', {
      dir: { type: 'string', help: '站点文件夹，默认 dist' },
      base: { type: 'string', help: '生成站点时所用的 --base，默认 /' },
      ...PORT_OPTION,
    });
    if (!read) return 0;
    const folder = resolve(ROOT, String(read.options.dir ?? 'dist'));
    if (!(await stat(folder).catch(() => undefined))?.isDirectory()) {
      throw new CannotRun('还没有生成站点。请先运行 npm run build。');
    }
    const port = firstPort(read.options);
    const base = String(read.options.base ?? '/');
    return serveUntilStopped(folder, port, base.endsWith('/') ? base : `${base}/`);
  });
}
