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
