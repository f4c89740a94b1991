/** `npm run template -- --policy JN`: a blank register as a workbook and as CSV, with drop-downs and notes. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { POLICY_IDS, type PolicyId } from '../src/core/policy-id.ts';
import type { Policy } from '../src/policy/model.ts';
import { readPolicy } from '../src/policy/read.ts';
import type { RegisterTable } from '../src/register/columns.ts';
import { FIELDS } from '../src/register/fields.ts';
import { templateCsv, templateSheets, templateTables } from '../src/register/template.ts';
import { writeWorkbook } from '../src/workbook.ts';
import { CannotRun, readArguments, runCommand } from './arguments.ts';
import { contentFiles, showPath, writeWhole } from './effects.ts';

const USAGE =
  '用法：npm run template -- --policy 制度 [选项]\n写出空白台账：XLSX 带下拉列表和填写说明，CSV 只有表头。已有的文件不会被覆盖。写成时退出码为 0，不能运行为 2。';

const OPTIONS = {
  policy: { type: 'string', choices: POLICY_IDS, help: '适用的制度（必填）' },
  table: {
    type: 'string',
    choices: ['cases', 'events', 'lists'],
    help: '只写一种台账，默认该制度所用的全部',
  },
  out: { type: 'string', help: '写到哪个文件夹，默认 templates' },
} as const;

/** The policies as they stand; what cannot be read is the business of `npm run check`. */
export async function loadPolicies(): Promise<Policy[]> {
  const policies: Policy[] = [];
  for (const path of await contentFiles.list('content/policies')) {
    if (!path.endsWith('.mdx')) continue;
    const { policy } = readPolicy((await contentFiles.text(path)) ?? '', path, FIELDS);
    if (policy) policies.push(policy);
  }
  return policies;
}

async function writeTemplate(args: readonly string[]): Promise<number> {
  const read = readArguments(args, USAGE, OPTIONS);
  if (!read) return 0;
  const id = read.options.policy as PolicyId | undefined;
  if (!id) throw new CannotRun('请写明制度，例如 npm run template -- --policy JN。');
  const policy = (await loadPolicies()).find(({ meta }) => meta.id === id);
  if (!policy) throw new CannotRun(`制度 ${id} 不能读取。请先运行 npm run check 查看原因。`);
  const kept = templateTables(id);
  const wanted = read.options.table as RegisterTable | undefined;
  if (wanted && !kept.includes(wanted)) {
    throw new CannotRun(`制度 ${id} 不用 ${wanted} 台账，可选：${kept.join('、')}。`);
  }
  const tables = wanted ? [wanted] : kept;

  const files: { name: string; data: string | Uint8Array }[] = [
    {
      name: `台账模板-${id}${wanted ? `-${wanted}` : ''}.xlsx`,
      data: await writeWorkbook(`${policy.meta.short}台账模板`, templateSheets(policy, tables)),
    },
    ...tables.map((table) => ({ name: `${table}-${id}.csv`, data: templateCsv(table, id) })),
  ];
  const folder = resolve(process.cwd(), String(read.options.out ?? 'templates'));
  // A template that has been filled in is a register: it must not be lost.
  for (const { name, data } of files) {
    const path = join(folder, name);
    const present = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw new CannotRun(`不能读取 ${showPath(path)}（${error.code}）。请核对 --out 的路径。`);
    });
    if (present && !present.equals(Buffer.from(data as Uint8Array))) {
      throw new CannotRun(
        `${showPath(path)} 已经存在，内容不同，没有覆盖。请移走该文件，或者用 --out 另指文件夹。`,
      );
    }
  }
  for (const { name, data } of files) {
    const path = join(folder, name);
    await writeWhole(path, data).catch((error: NodeJS.ErrnoException) => {
      if (error.code === undefined) throw error;
      throw new CannotRun(`不能写入 ${showPath(path)}（${error.code}）。请核对路径和权限。`);
    });
    process.stdout.write(`${showPath(path)}\n`);
  }
  return 0;
}

if (import.meta.main) await runCommand(writeTemplate);
