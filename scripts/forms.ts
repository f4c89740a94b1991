/** `npm run forms -- [--out DIR]`: the fillable PDFs and Word documents of content/forms, with a manifest. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Finding } from '../src/core/finding.ts';
import { drawForm } from '../src/forms/draw.ts';
import { loadFieldFont } from '../src/forms/field-font.ts';
import { charactersOf, type FormLayout, setForm } from '../src/forms/layout.ts';
import { readForm } from '../src/forms/schema.ts';
import { FORMS_LOCK, type FormFile, holdVersions } from '../src/forms/version-lock.ts';
import { loadFaces, measureWith } from '../src/paper/faces.ts';
import { deflate } from '../src/paper/pdf.ts';
import { FORM_ROLES } from '../src/paper/roles.ts';
import { papersUnder } from '../src/register/columns.ts';
import { FIELDS } from '../src/register/fields.ts';
import { formatFinding } from '../src/reporters/terminal.ts';
import { CannotRun, readArguments, runCommand } from './arguments.ts';
import { contentFiles, ROOT, writeWhole } from './effects.ts';
import { readOwnFonts } from './fonts.ts';

const USAGE =
  '用法：npm run forms -- [选项]\n生成 content/forms/ 中各表格的可填写 PDF 和 Word 文档。写成时退出码为 0，表格写法有误为 1，不能运行为 2。';

const OPTIONS = {
  out: { type: 'string', help: '写到哪个文件夹，默认 dist/forms' },
} as const;

interface WrittenFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** One form in manifest.json: its PDF, and the same form as a Word document. */
export interface ManifestEntry extends WrittenFile {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly docx: WrittenFile;
  /** How many characters each field takes in which one writes. */
  readonly room: Readonly<Record<string, number>>;
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
  const descriptions: FormFile[] = [];
  const names = await readdir(join(root, 'content/forms'));
  for (const name of names.filter((one) => one.endsWith('.yaml')).sort()) {
    const file = `content/forms/${name}`;
    const read = readForm(await readFile(join(root, file), 'utf8'), file, {
      registerKeys,
      documents: papersUnder,
    });
    const { layout, findings: misfits } = setForm(read, file, measureWith(faces));
    findings.push(...read.findings, ...misfits);
    if (layout) layouts.push(layout);
    descriptions.push({ file, read });
  }
  const lock = await readFile(join(root, FORMS_LOCK), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  findings.push(...holdVersions(lock, descriptions, contentFiles.digest).findings);
  if (findings.some(({ severity }) => severity === 'error')) return { forms: [], findings };

  const field = await loadFieldFont({ cache: join(root, '.generated/fonts'), deflate });
  // Only who writes forms needs the library behind it.
  const { formDocument } = await import('../src/forms/docx.ts');
  const entries: ManifestEntry[] = [];
  const files: [string, Uint8Array][] = [];
  const add = (file: string, bytes: Uint8Array): WrittenFile => {
    files.push([file, bytes]);
    return { file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
  for (const layout of layouts) {
    const { id, title, version } = layout.form;
    const pdf = add(`${id}.pdf`, await drawForm(layout, { faces, field }));
    const docx = add(`${id}.docx`, await formDocument(layout));
    entries.push({ id, title, ...pdf, version, docx, room: charactersOf(layout) });
  }
  for (const [file, bytes] of files) await writeWhole(join(outDir, file), bytes);
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
  for (const { title, docx, ...pdf } of written.forms) {
    for (const { file, bytes } of [pdf, docx])
      process.stdout.write(`${join(out, file)}  ${title}  ${Math.round(bytes / 1000)} KB\n`);
  }
  return written.findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}

if (import.meta.main) await runCommand(forms);
