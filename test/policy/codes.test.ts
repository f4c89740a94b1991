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
