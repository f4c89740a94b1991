/** `npm run forms -- [--out DIR]`: the fillable PDFs of content/forms, with a manifest. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Finding } from '../src/core/finding.ts';
import { drawForm } from '../src/forms/draw.ts';
import { loadFieldFont } from '../src/forms/field-font.ts';
import { type FormLayout, setForm } from '../src/forms/layout.ts';
import { readForm } from '../src/forms/schema.ts';
import { loadFaces, measureWith } from '../src/paper/faces.ts';
import { deflate } from '../src/paper/pdf.ts';
import { FORM_ROLES } from '../src/paper/roles.ts';
import { FIELDS } from '../src/register/fields.ts';
import { formatFinding } from '../src/reporters/terminal.ts';
import { CannotRun, readArguments, runCommand } from './arguments.ts';
import { ROOT, writeWhole } from './effects.ts';
import { readOwnFonts } from './fonts.ts';

const USAGE =
  '用法：npm run forms -- [选项]\n生成 content/forms/ 中各表格的可填写 PDF。写成时退出码为 0，表格写法有误为 1，不能运行为 2。';

const OPTIONS = {
  out: { type: 'string', help: '写到哪个文件夹，默认 dist/forms' },
} as const;

/** One form in manifest.json. */
export interface ManifestEntry {
  readonly id: string;
  readonly title: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly version: string;
}

export interface WrittenForms {
  readonly forms: readonly ManifestEntry[];
  /** With any finding of severity error nothing has been written. */
  readonly findings: readonly Finding[];
}

/**
 * Draws every form of `content/forms` into `outDir`, and `manifest.json` beside them: all of them or none.
 * @param options.root folder that holds `content/` and the cache `.generated/`
 */
export async function writeForms(
  outDir: string,
  { root = ROOT }: { readonly root?: string } = {},
): Promise<WrittenForms> {
  const registerKeys = new Set(FIELDS.keys);
  const fonts = await readOwnFonts();
  const faces = await loadFaces(FORM_ROLES, fonts);
  const findings: Finding[] = [];
  const layouts: FormLayout[] = [];
  const names = await readdir(join(root, 'content/forms'));
  for (const name of names.filter((one) => one.endsWith('.yaml')).sort()) {
    const file = `content/forms/${name}`;
    const read = readForm(await readFile(join(root, file), 'utf8'), file, { registerKeys });
    const { layout, findings: misfits } = setForm(read, file, measureWith(faces));
    findings.push(...read.findings, ...misfits);
    if (layout) layouts.push(layout);
  }
  if (findings.some(({ severity }) => severity === 'error')) return { forms: [], findings };

  const field = await loadFieldFont({ cache: join(root, '.generated/fonts'), deflate });
  const drawn: { entry: ManifestEntry; bytes: Uint8Array }[] = [];
  for (const layout of layouts) {
    const bytes = await drawForm(layout, { faces, field });
    const { id, title, version } = layout.form;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    drawn.push({ entry: { id, title, file: `${id}.pdf`, bytes: bytes.length, sha256, version }, bytes });
  }
  for (const { entry, bytes } of drawn) await writeWhole(join(outDir, entry.file), bytes);
  const entries = drawn.map(({ entry }) => entry);
  await writeWhole(join(outDir, 'manifest.json'), `${JSON.stringify({ forms: entries }, null, 2)}\n`);
  return { forms: entries, findings };
}

async function forms(args: readonly string[]): Promise<number> {
  const read = readArguments(args, USAGE, OPTIONS);
  if (!read) return 0;
  const out = String(read.options.out ?? 'dist/forms');
  const written = await writeForms(resolve(out)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === undefined) throw error;
    throw new CannotRun(`不能生成表格：${error.path ?? out} 无法读写（${error.code}）。`);
  });
  for (const finding of written.findings) process.stderr.write(`${formatFinding(finding, [])}\n\n`);
  for (const { file, title, bytes } of written.forms) {
    process.stdout.write(`${join(out, file)}  ${title}  ${Math.round(bytes / 1000)} KB\n`);
  }
  return written.findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}

if (import.meta.main) await runCommand(forms);
