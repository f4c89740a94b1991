import { expect, test } from 'vitest';
import { contentFiles } from '../../scripts/effects.ts';
import { readCorpus } from '../../src/corpus.ts';
import { withFiles } from '../content.ts';

test('a rule that names an undeclared code is reported, and nothing else is', async () => {
  const path = 'content/policies/wf-2021.mdx';
  const text = (await contentFiles.text(path)) ?? '';
  const changed = text.replace('field: exclusions, has: WF-8g', 'field: exclusions, has: WF-8z');
  expect(changed).not.toBe(text);
  const files = withFiles({ [path]: changed }, []);
  const { findings } = await readCorpus(files, { asOf: '2026-11-21', onRegisterFinding: () => {} });
  const errors = findings.filter(({ severity, file }) => severity === 'error' && file === path);
  expect(errors.map(({ code, clause }) => [code, clause])).toEqual([['rule-syntax', 'WF-8g']]);
  expect(errors[0]?.message).toContain('「WF-8z」');
});

test('a rule under an article it does not carry out is reported', async () => {
  const path = 'content/policies/wf-2021.mdx';
  const text = (await contentFiles.text(path)) ?? '';
  const files = withFiles({ [path]: text.replace('<Rule id="WF-18">', '<Rule id="WF-17">') }, []);
  const { findings } = await readCorpus(files, { asOf: '2026-11-21', onRegisterFinding: () => {} });
  expect(findings.filter(({ file }) => file === path).map(({ message }) => message)).toContainEqual(
    expect.stringContaining('规则 WF-17 不在它所执行的条款之下'),
  );
});

test.each([
  ['also: ["WF-10(3)a"]', 'also: ["WF-10(9)a"]', '规则 WF-10(3)c 的 also 所引的条款 WF-10(9)a 不存在。'],
  [
    '<SameCheck of="WF-4e" as="WF-12c"',
    '<SameCheck of="WF-4e" as="WF-99"',
    '<SameCheck> 所引的条款 WF-99 不存在。',
  ],
])('%s that names no clause is reported', async (written, changed, message) => {
  const path = 'content/policies/wf-2021.mdx';
  const text = (await contentFiles.text(path)) ?? '';
  expect(text).toContain(written);
  const files = withFiles({ [path]: text.replace(written, changed) }, []);
  const { findings } = await readCorpus(files, { asOf: '2026-11-21', onRegisterFinding: () => {} });
  expect(findings.filter(({ file }) => file === path).map((finding) => finding.message)).toEqual([message]);
});
