import { expect, test } from 'vitest';
import { contentFiles } from '../scripts/effects.ts';
import { readCorpus } from '../src/corpus.ts';
import { withFiles } from './content.ts';

const PATH = 'content/cases/c01.mdx';

async function codesWith(line: string): Promise<string[]> {
  const text = `${await contentFiles.text(PATH)}\n\n${line}\n`;
  const { findings } = await readCorpus(withFiles({ [PATH]: text }, []), {
    asOf: '2026-11-21',
    onRegisterFinding: () => {},
  });
  return findings
    .filter(({ file, severity }) => file === PATH && severity === 'error')
    .map(({ code }) => code);
}

test.each([
  ['电话13912345678。', 'personal-number'],
  ['身份证11010519491231002X。', 'personal-number'],
  ['<img src=x onerror=alert(1)>', 'prose-html'],
  ['[点此](javascript:alert(1))', 'prose-link'],
  ['![图](http://example.invalid/t.png)', 'prose-link'],
])('%s is refused as %s', async (line, code) => {
  expect(await codesWith(line)).toEqual([code]);
});

test('plain prose with a citation is accepted', async () => {
  expect(await codesWith('再核一次，见[[JN-7(3)]]。')).toEqual([]);
});
