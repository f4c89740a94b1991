/** `npm start`: check, build, serve. */
import { resolve } from 'node:path';
import { runCommand } from './arguments.ts';
import { buildSite, readBuildSettings } from './build.ts';
import { ROOT } from './effects.ts';
import { serveUntilStopped } from './serve.ts';

await runCommand(async (args) => {
  const settings = readBuildSettings(args);
  if (!settings) return 0;
  const status = await buildSite(settings);
  return status === 0 ? serveUntilStopped(resolve(ROOT, settings.out), undefined, settings.base) : status;
});
