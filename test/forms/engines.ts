/**
 * Engines of other languages, with which readers, offices and portals fill forms. Each is started as a program of
 * test/forms/engines; where it is not installed its tests say so and are skipped.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'vitest';
import { type Filling, fieldsByPage, isTicked } from './fillers.ts';
import type { Made } from './made.ts';
import { runTool } from './tools.ts';

/** A form and what to fill in. */
export interface Job {
  readonly form: Pick<Made, 'layout' | 'bytes'>;
  readonly filling: Filling;
}

export interface Engine {
  readonly name: string;
  /** Debian packages. */
  readonly packages: string;
  readonly command: readonly [string, ...string[]];
  /** Exits with 0 where the engine can be used. */
  readonly probe: readonly [string, ...string[]];
  /** Files without which it cannot. */
  readonly files: readonly string[];
}

const program = (name: string): string => fileURLToPath(new URL(`engines/${name}`, import.meta.url));
const jars = (...names: string[]): string[] => names.map((name) => `/usr/share/java/${name}.jar`);
/** A program in Java of one file, which only a JDK can start. */
const java = (file: string, packages: string, files: string[]): Omit<Engine, 'name'> => ({
  packages: `${packages} default-jdk-headless`,
  command: [
    'java',
    // Short runs, several at a time.
    ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'],
    // PDFBox keeps its list of the fonts of the machine, which takes seconds to make, beside those of ours.
    `-Dpdfbox.fontcache=${fileURLToPath(new URL('../../.generated/fonts', import.meta.url))}`,
    ...['-cp', files.join(':'), program(file)],
  ],
  probe: ['javac', '--version'],
  files,
});

/** The Python of Debian, which finds the packages of Debian. */
const PYTHON = '/usr/bin/python3';

export const POPPLER: Engine = {
  name: 'Poppler (Okular, Evince)',
  packages: 'python3-gi gir1.2-poppler-0.18',
  command: [PYTHON, program('fill_poppler.py')],
  probe: [PYTHON, '-c', 'import gi; gi.require_version("Poppler", "0.18")'],
  files: [],
};
export const MUPDF: Engine = {
  name: 'MuPDF',
  packages: 'mupdf-tools',
  command: ['mutool', 'run', program('fill-mupdf.es5')],
  probe: ['mutool', '-v'],
  files: [],
};
export const PDFBOX: Engine = {
  name: 'PDFBox 2',
  ...java('FillPdfbox.java', 'libpdfbox2-java', jars('pdfbox2', 'fontbox2', 'commons-logging')),
};
export const ITEXT: Engine = {
  name: 'iText 5',
  ...java('FillItext.java', 'libitext5-java', jars('itext5')),
};
export const ENGINES: readonly Engine[] = [POPPLER, MUPDF, PDFBOX, ITEXT];

/** Whether the engine is installed. */
export function isThere({ probe: [command, ...args], files }: Engine): boolean {
  return files.every((file) => existsSync(file)) && spawnSync(command, args).status === 0;
}

/** Skips the test with a printed note when the engine is not installed. */
export function needEngine(engine: Engine, { skip }: TestContext): void {
  if (isThere(engine)) return;
  const { name, packages } = engine;
  const note = `skipped: ${name} is not installed (apt-get install ${packages})`;
  console.warn(note);
  skip(note);
}

/** Fills forms, all in one run: some engines take seconds to start. */
export function fillWith({ name, command }: Engine, jobs: readonly Job[]): Uint8Array[] {
  const files = jobs.flatMap(({ form, filling }, i): [string, Uint8Array | string][] => [
    [`${i}.pdf`, form.bytes],
    [`${i}.tsv`, listOf(form, filling)],
  ]);
  const [tool, ...args] = command;
  const places = jobs.flatMap((_, i) => [`${i}.pdf`, `${i}-filled.pdf`, `${i}.tsv`]);
  const run = runTool(tool, [...args, ...places], Object.fromEntries(files));
  try {
    if (run.code !== 0) throw new Error(`${name}: ${run.output}`);
    return jobs.map((_, i) => readFileSync(join(run.folder, `${i}-filled.pdf`)));
  } finally {
    run.done();
  }
}

/** What to fill in, as fill_poppler.py describes it. */
function listOf({ layout }: Job['form'], filling: Filling): string {
  const lines = fieldsByPage(layout).flatMap((boxes, page) =>
    boxes.flatMap((box) => {
      const { name, control, state = 'Yes', x, y, width, height } = box;
      const value = control === 'text' ? filling.text.get(name) : isTicked(box, filling) ? state : undefined;
      if (value === undefined) return [];
      const kind = control === 'text' ? 'text' : 'tick';
      return [[kind, name, value.replaceAll('\n', '\\n'), page, x + width / 2, y + height / 2].join('\t')];
    }),
  );
  return `${lines.join('\n')}\n`;
}
