/** One measurement in a process of its own, so that peak memory is its own: `parse FILE` or `check FILE`. */
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import Papa from 'papaparse';
import { readChunks } from '../../scripts/effects.ts';
import { checkRegisters } from '../../src/register/check.ts';
import { readPolicies, realCalendar } from '../corpus.ts';

const AS_OF = '2026-11-21';

/** papaparse's own public streaming parse, doing nothing with the rows. */
async function parse(file: string): Promise<number> {
  let rows = 0;
  await new Promise<void>((resolve) => {
    Papa.parse(createReadStream(file, { encoding: 'utf8' }), {
      step: () => {
        rows += 1;
      },
      complete: () => resolve(),
    });
  });
  // The header is a row to a parser.
  return rows - 1;
}

/** Every check of a register, findings counted. */
async function check(file: string): Promise<{ rows: number; findings: number }> {
  const [policies, calendar] = [await readPolicies(), realCalendar()];
  start = performance.now();
  let findings = 0;
  const [checked] = await checkRegisters([{ path: file, open: () => readChunks(file), isUtf8 }], {
    policies,
    calendar,
    asOf: AS_OF,
    emit: () => {
      findings += 1;
    },
  });
  return { rows: checked?.rows ?? 0, findings };
}

let start = performance.now();
const [what, file = ''] = process.argv.slice(2);
const counted = what === 'parse' ? { rows: await parse(file), findings: 0 } : await check(file);
process.stdout.write(
  JSON.stringify({
    ...counted,
    milliseconds: performance.now() - start,
    megabytes: process.resourceUsage().maxRSS / 1024,
  }),
);
