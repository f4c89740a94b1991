/** Every clause has a home, and nothing loses one unnoticed. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CORPUS_CHECKS, type Content } from '../../src/corpus-checks.ts';
import { readClauses, readOpenClauses } from '../../src/policy/clauses.ts';
import { type CoverageSources, coverClauses } from '../../src/policy/coverage.ts';
import { plain } from '../../src/policy/read.ts';
import { CHECKS } from '../../src/register/checks/index.ts';
import { corpusOf } from '../content.ts';
import { readPolicies } from '../corpus.ts';

const policies = await readPolicies();
const { clauses, findings: clauseFindings } = readClauses(
  readFileSync('content/clauses.csv', 'utf8'),
  'content/clauses.csv',
);
const { open, findings: openFindings } = readOpenClauses(
  readFileSync('content/clauses-open.csv', 'utf8'),
  'content/clauses-open.csv',
);
const sources: CoverageSources = { clauses, open, policies, checks: CHECKS, corpusChecks: CORPUS_CHECKS };
const coverage = coverClauses(sources);
const clauseIn = (id: string) => coverage.clauses.find(({ clause }) => clause.id === id);

describe('the clause list', () => {
  test('reads whole', () => {
    expect([...clauseFindings, ...openFindings]).toEqual([]);
    expect(clauses).toHaveLength(593);
    const count = (wanted: string): number =>
      clauses.filter(({ computable }) => computable === wanted).length;
    expect([count('yes'), count('partly'), count('no')]).toEqual([221, 278, 94]);
  });

  test('reports a line that is wrong, with its number', () => {
    const faults = (lines: string): string[] =>
      readClauses(`clause_id,policy,article,kind,computable,quote\n${lines}\n`, 'c.csv').findings.map(
        ({ line, message }) => `${line} ${message}`,
      );
    expect(faults('JN-1,JN,1,purpose,no,目的\nJN-1,JN,1,purpose,no,目的')).toEqual([
      '3 条款表第3行有误：条款编号 JN-1 重复。',
    ]);
    expect(faults('JN-1,WF,1,purpose,no,目的')).toEqual([
      '2 条款表第2行有误：条款编号 JN-1 与制度 WF 不符。',
    ]);
    expect(faults('JN-1,JN,1,purpose,maybe,目的')).toEqual([
      '2 条款表第2行有误：「maybe」应为 yes、partly 或者 no。',
    ]);
    expect(faults('JN-1,JN,1')).toEqual(['2 条款表第2行有误：应有 6 格，此处有 3 格。']);
  });

  test.each(['WF', 'ZZ', 'JN', 'PY'])('quotes %s as it is printed', (id) => {
    const policy = policies.find(({ meta }) => meta.id === id);
    const text = plain(
      (policy?.sections ?? [])
        .flatMap((section) => [
          section.heading,
          ...section.clauses.flatMap(({ marker, paragraphs }) => [marker, ...paragraphs]),
        ])
        .join(''),
    );
    // Grids of annexes are forms, compared by a check of their own; PY's title block is its heading.
    const printed = clauses.filter(
      ({ policy: of, kind, article }) => of === id && kind !== 'form' && !/^annex/.test(article),
    );
    const missing = printed.filter(({ quote }) => !text.includes(plain(quote)));
    expect(missing.map(({ id: clause, quote }) => `${clause} ${quote}`)).toEqual([]);
  });
});

describe('every clause', () => {
  test('has a home, or stands on the open list', () => {
    expect(coverage.lost).toEqual([]);
  });

  test('on the open list is a gap: the list only shrinks', () => {
    expect(coverage.stale).toEqual([]);
    const gaps = coverage.clauses.filter(({ standing }) => standing === 'gap').map(({ clause }) => clause.id);
    expect(gaps.sort()).toEqual([...open.keys()].sort());
  });

  test('is known by the id that rules, checks and declarations use', () => {
    expect(coverage.unknown).toEqual([]);
  });

  test('that a machine can decide is decided, not explained away', () => {
    const explained = coverage.clauses.filter(
      ({ clause, standing }) => clause.computable === 'yes' && standing === 'words',
    );
    expect(explained).toEqual([]);
  });

  test('that is words only says why in words of its own', () => {
    const reasons = coverage.clauses.flatMap(({ homes }) =>
      homes.flatMap((home) => (home.kind === 'not-formalized' ? [home.reason] : [])),
    );
    expect(reasons.length).toBeGreaterThan(90);
    for (const reason of reasons) expect(reason.length).toBeGreaterThan(8);
  });

  test('that another one stands for is carried out as that one is, by a check of its own', () => {
    let known = 0;
    for (const { clause, homes, standing } of coverage.clauses) {
      for (const home of homes) {
        if (home.kind !== 'same') continue;
        known += 1;
        const there = clauseIn(home.clause);
        const own = (there?.homes ?? []).map(({ kind }) => kind);
        expect(own, `${clause.id} → ${home.clause}`).toSatisfy((kinds: string[]) =>
          ['rule', 'check', 'code', 'corpus'].some((kind) => kinds.includes(kind)),
        );
        expect(standing, clause.id).toBe(there?.standing);
      }
    }
    expect(known).toBeGreaterThan(20);
  });

  test('that a machine can decide is counted as executed or compared with the content', () => {
    const decided = coverage.clauses.filter(({ clause }) => clause.computable === 'yes');
    expect(decided).toHaveLength(221);
    const counted = decided.filter(({ standing }) => !['executed', 'content'].includes(standing));
    expect(counted.map(({ clause, standing }) => `${clause.id} ${standing}`)).toEqual([]);
  });

  test.each(['ZZ-7(5)a', 'ZZ-7(7)i', 'JN-N.6a', 'JN-13.1k', 'JN-A2.n2', 'JN-A2.n3a', 'ZZ-A2(1)a'])(
    '%s is carried out',
    (id) => expect(clauseIn(id)?.standing).toBe('executed'),
  );
});

describe('homes', () => {
  test('are of every kind', () => {
    const kinds = (id: string): string[] => (clauseIn(id)?.homes ?? []).map(({ kind }) => kind);
    expect(kinds('JN-12.2a')).toEqual(['rule']);
    expect(kinds('JN-22c')).toEqual(['rule', 'check']);
    expect(kinds('JN-9(1)a')).toEqual(['code']);
    expect(kinds('WF-9(1)b')).toEqual(['code']);
    expect(kinds('ZZ-N.1')).toEqual(['corpus']);
    expect(kinds('ZZ-A2(1)a')).toEqual(['same', 'corpus']);
    expect(kinds('JN-1')).toEqual(['not-formalized']);
  });

  test('that are another clause of which nothing carries out are none', () => {
    const pointing = (as: string): CoverageSources => ({
      ...sources,
      policies: policies.map((policy) => ({
        ...policy,
        sections: policy.sections.map((section) => ({
          ...section,
          sameChecks: section.sameChecks.map((same) => (same.of === 'WF-4e' ? { ...same, as } : same)),
        })),
      })),
    });
    expect(coverClauses(pointing('WF-12c')).lost).toEqual([]);
    // Words only, one that itself points elsewhere, and none at all.
    for (const as of ['WF-1a', 'WF-11c', 'WF-99'])
      expect(coverClauses(pointing(as)).lost, as).toEqual(['WF-4e']);
  });

  test('that go away are missed', () => {
    const without = policies.map((policy) => ({
      ...policy,
      rules: policy.rules.filter(({ id }) => id !== 'JN-12.2a'),
    }));
    expect(coverClauses({ ...sources, policies: without }).lost).toEqual(['JN-12.2a']);
    const corpusChecks = CORPUS_CHECKS.filter(({ clauses: ids }) => !ids.includes('ZZ-N.1'));
    expect(coverClauses({ ...sources, corpusChecks }).lost).toContain('ZZ-N.1');
    expect(coverClauses({ ...sources, open: new Map([...open, ['JN-1', '尚未处理']]) }).stale).toEqual([
      'JN-1',
    ]);
  });
});

describe('checks of content', () => {
  const content: Content = {
    clauses,
    policies,
    forms: [],
    unreadForms: new Set(),
    lesson: { file: 'lesson.mdx', text: '<Clause id="ZZ-2b" />' },
    bulletins: [],
    cases: [],
    unreadCases: new Set(),
    course: { file: 'course.mdx', text: '' },
    norms: undefined,
    departments: new Map(),
    loggedEvents: undefined,
  };
  const faults = (change: Partial<Content>): string[] =>
    CORPUS_CHECKS.flatMap(({ run }) => run({ ...content, ...change })).map(
      ({ code, clause, severity }) => `${severity} ${code} ${clause}`,
    );

  test('find nothing in the content of this repository', async () => {
    const { findings } = await corpusOf({});
    expect(findings.filter(({ clause }) => clause !== null)).toEqual([]);
  });

  test('compare the front matter with the text', () => {
    const changed = policies.map((policy) =>
      policy.meta.id === 'JN'
        ? { ...policy, meta: { ...policy.meta, pol_no: '济办发〔2019〕1号', pol_interpreter: '市委组织部' } }
        : policy,
    );
    const found = faults({ policies: changed }).filter((fault) => fault.includes('policy-particular'));
    expect(found).toEqual(['warning policy-particular JN-N.0b', 'error policy-particular JN-26']);
  });

  test('look for the parts of a form and for the words of a lesson', () => {
    const found = faults({});
    expect(found).toContain('error form-part-missing JN-A1.10');
    expect(found).toContain('error form-part-missing ZZ-A4.3');
    expect(found).toContain('error annex-missing ZZ-A.0');
    expect(found).toContain('error lesson-text ZZ-2c');
    expect(found).not.toContain('error lesson-text ZZ-2b');
    expect(found).toContain('error lesson-text ZZ-A2(6)b');
  });

  test('know a repealed document wherever it is cited', () => {
    const page = (markdown: string) => ({
      file: 'x.mdx',
      sections: [{ heading: '评析', line: 9, textLine: 11, markdown }],
    });
    const cited = (markdown: string) =>
      faults({ cases: [page(markdown) as unknown as Content['cases'][number]] }).filter((fault) =>
        fault.includes('ZZ-10b'),
      );
    expect(cited('依照枣职发〔2022〕22号办理。')).toEqual(['error repealed-cited ZZ-10b']);
    expect(cited('枣职发〔2022〕22号已经废止。')).toEqual([]);
    expect(cited('依照枣职发〔2023〕32号办理。')).toEqual([]);
  });

  test('let no eleventh situation into the county', () => {
    const changed = policies.map((policy) =>
      policy.meta.id === 'SY'
        ? {
            ...policy,
            codes: [
              ...policy.codes,
              { column: 'situations', id: 'SY-S1z', clause: 'SY-S1b', text: '' } as const,
            ],
          }
        : policy,
    );
    expect(faults({ policies: changed })).toContain('error quoted-figure SY-S1b');
  });
});
