/** `npm run dev`: pages rebuilt as they are edited. The forms are made once at the start. */
import { join } from 'node:path';
import { formatFinding } from '../src/reporters/terminal.ts';
import { runCommand } from './arguments.ts';
import { dayOfJudging, progress, ROOT, SAMPLES } from './effects.ts';
import { writeForms } from './forms.ts';

await runCommand(async () => {
  progress('生成表格');
  const { findings } = await writeForms(join(ROOT, '.generated/public/forms'));
  progress(undefined);
  for (const finding of findings) process.stderr.write(`${formatFinding(finding, [])}\n\n`);
  process.env.RONGJIU_AS_OF ??= dayOfJudging(SAMPLES);
  const { dev } = await import('astro');
  await dev({ root: ROOT });
  return new Promise(() => {});
});
