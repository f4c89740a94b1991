/** Debian tools that look at a file from outside. Without them a test says so and is skipped; the npm-only tests always run. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';

const PACKAGES: Record<string, string> = {
  qpdf: 'qpdf',
  pdffonts: 'poppler-utils',
  pdftotext: 'poppler-utils',
  pdfinfo: 'poppler-utils',
  pdfunite: 'poppler-utils',
  pdftoppm: 'poppler-utils',
  mutool: 'mupdf-tools',
  pdftk: 'pdftk-java',
  soffice: 'libreoffice-writer',
};

/** Skips the test with a printed note when `tool` is not installed. */
export function needTool(tool: string, { skip }: TestContext): void {
  if (spawnSync(tool, ['--version']).error === undefined) return;
  const note = `skipped: ${tool} is not installed (apt-get install ${PACKAGES[tool]})`;
  console.warn(note);
  skip(note);
}

/** Runs a tool on files in a scratch folder. Names of `files` may be used as arguments; one result may be read back. */
export function runTool(
  tool: string,
  args: readonly string[],
  files: Readonly<Record<string, Uint8Array | string>>,
): { code: number; output: string; folder: string; done: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'forms-'));
  for (const [name, data] of Object.entries(files)) writeFileSync(join(folder, name), data);
  const { status, stdout, stderr } = spawnSync(tool, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return {
    code: status ?? -1,
    output: `${stdout}${stderr}`,
    folder,
    done: () => rmSync(folder, { recursive: true, force: true }),
  };
}
