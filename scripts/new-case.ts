/** `npm run new-case -- ID`: a case file with every part in place, to be filled in by the editor. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { CASE_SECTIONS } from '../src/cases.ts';
import { POLICY_IDS } from '../src/core/policy-id.ts';
import { CASE_COLUMNS } from '../src/register/columns.ts';
import { CannotRun, readArguments, runCommand } from './arguments.ts';
import { ROOT, writeWhole } from './effects.ts';

const USAGE =
  '用法：npm run new-case -- 案例代号 [选项]\n在 content/cases 中新建一个案例文件，已有的文件不会被覆盖。';

/** A condition (PY: a situation) of each policy to start from. */
const FIRST_CLAUSE: Readonly<Record<string, string>> = {
  JN: 'JN-7(1)',
  WF: 'WF-7(1)',
  ZZ: 'ZZ-7(5)b1',
  SY: 'SY-S1h',
  PY: 'PY-6(1)',
};

await runCommand(async (args) => {
  const read = readArguments(
    args,
    USAGE,
    { policy: { type: 'string', choices: POLICY_IDS, help: '适用的制度，默认 JN' } },
    true,
  );
  if (!read) return 0;
  const [id, ...rest] = read.positionals;
  if (!id || rest.length > 0 || !/^[a-z]\d\d$/.test(id)) {
    throw new CannotRun('请给出一个案例代号：一个小写字母加两位数字，例如 npm run new-case -- c10。');
  }
  const policy = String(read.options.policy ?? 'JN');
  const file = `content/cases/${id}.mdx`;
  const exists = await access(join(ROOT, file)).then(
    () => true,
    () => false,
  );
  if (exists) throw new CannotRun(`${file} 已经存在。请换一个代号，或者直接修改这个文件。`);
  await writeWhole(join(ROOT, file), caseSkeleton(id, policy));
  process.stdout.write(`已新建 ${file}。填写【】内的内容后运行 npm run check 核对。\n`);
  return 0;
});

/** Front matter with the facts the policy reads, and the fixed sections. */
function caseSkeleton(id: string, policy: string): string {
  const facts = CASE_COLUMNS.filter(
    ({ key, policies }) =>
      (policies as readonly string[]).includes(policy) &&
      !['case_id', 'policy', 'decision', 'mode', 'subject_name', 'subject_unit', 'subject_post'].includes(
        key,
      ),
  ).map(({ key, head, help }) => `  ${key}: '' # ${head}：${help}`);
  return `---
id: ${id}
number: 2026-99 # 改为「年度-序号」
title: 【标题】
policy: ${policy}
audience: 内部交流 # 经审批后改为 公开宣传
field: 【领域】
keywords: [【关键词】]
gist: 【一段要旨】
facts: # 按案卷填写；没有的留空
${facts.join('\n')}
outcome: { decision: 予以容错, mode: 【容错方式】 }
conditions:
  - { clause: '${FIRST_CLAUSE[policy]}', fact: 【事实】, verdict: 符合 }
exclusions: []
counterfactuals:
  - { if: 【如果……】, change: { collective: 否 }, breaks: [【规则编号】], then: 【结论怎样变化】 }
questions: [【讨论题】]
---

${CASE_SECTIONS.map((heading) => `## ${heading}\n\n【${heading}】`).join('\n\n')}
`;
}
