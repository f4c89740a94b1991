import { describe, expect, test } from 'vitest';
import { contentFiles } from '../../scripts/effects.ts';
import type { Policy, Section } from '../../src/policy/model.ts';
import { checkLock, lockOf, officialText, readLock } from '../../src/policy/textlock.ts';
import { readPolicies } from '../corpus.ts';

const policies = await readPolicies();
const { digest } = contentFiles;
const lock = lockOf(policies, digest);

/** The policies with one section of one of them replaced. */
function withSection(id: string, change: (section: Section) => Section): Policy[] {
  return policies.map((policy) =>
    policy.sections.some((section) => section.id === id)
      ? {
          ...policy,
          sections: policy.sections.map((section) => (section.id === id ? change(section) : section)),
        }
      : policy,
  );
}

const rewrite = (from: string, to: string) => (section: Section) => ({
  ...section,
  clauses: section.clauses.map((clause) => ({
    ...clause,
    paragraphs: clause.paragraphs.map((text) => text.replace(from, to)),
  })),
});

test('the committed lock is that of the committed text', async () => {
  const committed = readLock((await contentFiles.text('content/policies/text.lock.json')) ?? '');
  expect(committed).toBeDefined();
  expect(checkLock(committed ?? {}, policies, digest)).toEqual([]);
});

describe('one changed character is one finding, at its article', () => {
  const articles = policies.flatMap(({ sections }) => sections.filter(({ kind }) => kind === 'article'));

  test.each(articles.map((section) => [section.id, section] as const))('%s', (id, section) => {
    const [word = ''] = section.clauses[0]?.paragraphs ?? [];
    const at = Math.floor(word.length / 2);
    const changed = `${word.slice(0, at)}${word[at] === '改' ? '变' : '改'}${word.slice(at + 1)}`;
    const findings = checkLock(lock, withSection(id, rewrite(word, changed)), digest);
    expect(findings).toMatchObject([
      { code: 'text-changed', severity: 'error', line: section.at.line, key: id.slice(3) },
    ]);
  });

  test('in words people understand', () => {
    const [finding] = checkLock(
      lock,
      withSection('JN-12', rewrite('应以适当方式', '应当以适当方式')),
      digest,
    );
    expect(`${finding?.message}\n${finding?.hint}`).toMatchInlineSnapshot(`
      "济南《实施细则》第十二条的正文与锁定的文本不一致。
      正文应与原文逐字一致。确因更正录入而改动的，核对原文后运行 npm run check -- --accept-text。"
    `);
  });
});

test('white space, bold marks and the width of brackets are not text', () => {
  const same = withSection('JN-12', rewrite('工作日内', '工 作**日**内')).map((policy) => ({
    ...policy,
    sections: policy.sections.map(rewrite('（', '(')),
  }));
  expect(checkLock(lock, same, digest)).toEqual([]);
});

test('an article taken away, an article added, a policy not locked', () => {
  const without = policies.map((policy) => ({
    ...policy,
    sections: policy.sections.filter(({ id }) => id !== 'JN-12'),
  }));
  expect(checkLock(lock, without, digest)).toMatchObject([{ code: 'text-changed', key: '12' }]);
  const { '12': _, ...rest } = lock.JN ?? {};
  expect(checkLock({ ...lock, JN: rest }, policies, digest)).toMatchObject([{ key: '12' }]);
  const { PY: __, ...others } = lock;
  const parts = policies.find(({ meta }) => meta.id === 'PY');
  expect(checkLock(others, policies, digest)).toHaveLength(parts ? officialText(parts).size : -1);
});

test('a lock that is no JSON is not a lock', () => {
  expect(readLock('{"JN":')).toBeUndefined();
});
