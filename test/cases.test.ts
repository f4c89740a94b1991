import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contentFiles } from '../scripts/effects.ts';
import { CASE_SECTIONS, readCase, readSections } from '../src/cases.ts';
import type { Finding } from '../src/core/finding.ts';
import { readCorpus } from '../src/corpus.ts';
import { clauseHome } from '../src/policy/cite.ts';
import { corpusOf, type Replaced } from './content.ts';

const GOOD = readFileSync('test/fixtures/content/case.mdx', 'utf8');

/** The good case with words replaced; words that are not there are a mistake of the test. */
function changed(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the fixture has no ${from}`);
    return text.replace(from, to);
  }, GOOD);
}

/** `line:column code clause message → hint` of every finding about cases. */
async function faults(files: Replaced): Promise<string> {
  const { findings } = await corpusOf(files);
  return findings
    .filter(({ file }) => file.startsWith('content/cases/'))
    .map(
      ({ file, line, position, code, clause, message, hint }) =>
        `${file.slice('content/cases/'.length)}:${line}:${position} ${code} ${clause ?? '-'} ${message} → ${hint}`,
    )
    .join('\n');
}

const of = (...changes: readonly (readonly [string, string])[]): Promise<string> =>
  faults({ 'content/cases/c90.mdx': changed(...changes) });

test('a good case gives no finding', async () => {
  expect(await of()).toBe('');
});

describe('front matter', () => {
  test('mistakes stand where they are', async () => {
    expect(await of(['id: c90', 'id: case90'])).toMatchInlineSnapshot(
      `"c90.mdx:2:5 front-matter-value - 卷首信息「id」应为小写字母加两位数字，如 c01。 → 照同一文件夹中的其他文件改正这一项。"`,
    );
    expect(await of(['audience: 公开宣传', 'audience: 公开'])).toMatchInlineSnapshot(
      `"c90.mdx:6:11 front-matter-value - 卷首信息「audience」应为「公开宣传」、「内部交流」之一。 → 照同一文件夹中的其他文件改正这一项。"`,
    );
    expect(await of(['number: 2024-90', 'number: 2024年第90号'])).toMatchInlineSnapshot(
      `"c90.mdx:3:9 front-matter-value - 卷首信息「number」应为「年度-序号」，如 2024-01。 → 照同一文件夹中的其他文件改正这一项。"`,
    );
    expect(
      await of(['keywords: [容错免责, 集体研究]', 'keywords: [一, 二, 三, 四, 五, 六, 七, 八]']),
    ).toMatchInlineSnapshot(
      `"c90.mdx:8:11 front-matter-value - 卷首信息「keywords」过长或过多，至多为 7。 → 照同一文件夹中的其他文件改正这一项。"`,
    );
    expect(await of(['verdict: 符合', 'verdict: 满足'])).toMatchInlineSnapshot(
      `"c90.mdx:57:52 front-matter-value - 卷首信息「conditions」第1项的「verdict」应为「符合」、「不符合」、「存疑」之一。 → 照同一文件夹中的其他文件改正这一项。"`,
    );
    expect(await of(['field: 住建', 'filed: 住建'])).toMatchInlineSnapshot(`
      "c90.mdx:2:1 front-matter-value - 卷首信息「field」缺少。 → 照同一文件夹中的其他文件改正这一项。
      c90.mdx:2:1 front-matter-value - 卷首信息整体含有不认识的键「filed」。 → 照同一文件夹中的其他文件改正这一项。"
    `);
    expect(await of(['title: 对', 'title: : 对'])).toMatchInlineSnapshot(
      `"c90.mdx:4:8 front-matter-syntax - 卷首信息不是合法的 YAML。 → 检查这一行的缩进、引号和冒号；含冒号或方括号的文字要加引号。"`,
    );
  });

  test('facts are either stated or those of a register row', async () => {
    expect(await of(['facts:\n', 'register: JN-2024-003\nfacts:\n'])).toMatchInlineSnapshot(
      `"c90.mdx:12:3 front-matter-value - 卷首信息「facts」应当写 register（绑定台账行）或者 facts（列明事实），二者取一。 → 照同一文件夹中的其他文件改正这一项。"`,
    );
  });
});

describe('sections', () => {
  test('missing, unknown, out of order, empty', async () => {
    expect(await of(['## 错在哪里\n', ''])).toMatchInlineSnapshot(
      `"c90.mdx:67:1 case-sections - 案例缺少「错在哪里」部分。 → 各部分依次为：基本案情、错在哪里、启动与处理过程、容错情形认定、处理结果、纠错整改、结果运用、评析；可以另加「编者按」。"`,
    );
    expect(await of(['## 评析\n', '## 点评\n'])).toMatchInlineSnapshot(
      `"c90.mdx:96:1 case-sections - 案例缺少「评析」部分。 → 各部分依次为：基本案情、错在哪里、启动与处理过程、容错情形认定、处理结果、纠错整改、结果运用、评析；可以另加「编者按」。"`,
    );
    expect(
      await of(
        ['## 纠错整改\n\n修订办法。', '## 结果运用\n\n归入档案。'],
        ['## 结果运用\n\n归入专门工作档案。', '## 纠错整改\n\n修订办法。'],
      ),
    ).toMatchInlineSnapshot(
      `"c90.mdx:67:1 case-sections - 案例各部分的次序不对。 → 各部分依次为：基本案情、错在哪里、启动与处理过程、容错情形认定、处理结果、纠错整改、结果运用、评析；可以另加「编者按」。"`,
    );
    expect(await of(['口径有偏差。\n', ''])).toMatchInlineSnapshot(
      `"c90.mdx:72:1 case-sections - 「错在哪里」部分没有内容。 → 补写这一部分。"`,
    );
  });

  test('a note of the editor may stand anywhere', async () => {
    expect(await of(['## 基本案情', '## 编者按\n\n本案为合成案例。\n\n## 基本案情'])).toBe('');
  });

  test('headings are found with their lines in the file', () => {
    expect(readSections('\n## 甲\n\n一\n### 不是节\n\n##  乙 \n二\n', 10)).toEqual([
      { heading: '甲', line: 11, textLine: 13, markdown: '一\n### 不是节' },
      { heading: '乙', line: 16, textLine: 17, markdown: '二' },
    ]);
  });
});

describe('a case is a test of its policy', () => {
  test('an outcome that the rules refuse', async () => {
    expect(await of(['collective: 是', 'collective: 否'])).toMatchInlineSnapshot(
      `"c90.mdx:55:10 case-outcome-breaks-rule JN-15.1a 案例的事实和结论不合济南《实施细则》第十五条第一款。是否容错经集体讨论研究决定：「集体研究」登记为「否」，按要求「集体研究」为「是」。 → 核对事实与结论；两者无误的，检查规则是否写错。"`,
    );
    expect(
      await of(
        ['notice_date: 2024-03-06', 'notice_date: 2024-03-19'],
        ['told_date: 2024-03-07', 'told_date: 2024-03-20'],
        ['application_date: 2024-03-11', 'application_date: 2024-03-21'],
        ['suggestion_date: 2024-03-13', 'suggestion_date: 2024-03-22'],
        ['accepted_date: 2024-03-13', 'accepted_date: 2024-03-22'],
        ['probe_start: 2024-03-14', 'probe_start: 2024-03-25'],
      ),
    ).toMatchInlineSnapshot(
      `"c90.mdx:55:10 case-outcome-breaks-rule JN-12.2a 案例的事实和结论不合济南《实施细则》第十二条第二款。7个工作日内通知单位党委（党组）：启动责任追究调查（问责程序）日期为 2024-03-04，应不晚于 2024-03-13（第7个工作日），登记为 2024-03-19，超出 4 个工作日。 → 核对事实与结论；两者无误的，检查规则是否写错。"`,
    );
  });

  test('an outcome that differs from the facts', async () => {
    expect(
      await of(['outcome: { decision: 予以容错, mode: 免责 }', 'outcome: { decision: 不予容错 }']),
    ).toContain('case-outcome-differs');
  });

  test('a counterfactual that breaks nothing, or something else', async () => {
    expect(await of(['collective: 否', 'collective: 是'])).toMatchInlineSnapshot(
      `"c90.mdx:61:5 case-counterfactual-holds JN-15.1a 反事实「如果没有经过集体研究」没有使 JN-15.1a 不成立。 → 核对 change 的取值，或者改写 breaks。"`,
    );
    expect(await of(['breaks: [JN-15.1a]', 'breaks: [JN-18a]'])).toMatchInlineSnapshot(
      `"c90.mdx:61:5 case-counterfactual-holds JN-18a 反事实「如果没有经过集体研究」没有使 JN-18a 不成立，而是使 JN-15.1a 不成立。 → 核对 change 的取值，或者改写 breaks。"`,
    );
  });

  test('a fact that is no column', async () => {
    expect(await of(['  harm: 较小', '  harmm: 较小\n  harm: 较小'])).toMatchInlineSnapshot(
      `"c90.mdx:32:10 case-fact-unknown - 事实「harmm」不是台账的列。 → 列名见 src/register/columns.ts。"`,
    );
  });

  test('a fact whose value the register would refuse', async () => {
    const reported = await of(['  harm: 较小', '  harm: 轻微']);
    expect(reported).toContain('case-fact-value');
    expect(reported).toContain('不是「负面影响、损失」可填的值。 → 可填：无、较小、较重、严重');
  });

  test('a clause in the tables that does not exist', async () => {
    expect(await of(['clause: "JN-7(1)"', 'clause: "JN-7(9)"'])).toContain('citation-unknown');
  });

  test('a register row that is not there', async () => {
    const stated = GOOD.slice(GOOD.indexOf('facts:\n'), GOOD.indexOf('outcome:'));
    expect(await of([stated, 'register: JN-2024-099\n'])).toMatchInlineSnapshot(
      `"c90.mdx:10:11 case-row-unknown - 台账中没有编号为 JN-2024-099 的可读行。 → 核对编号，或者改为列明事实（facts）。"`,
    );
  });

  test('facts of a register row are those of the row', async () => {
    const stated = GOOD.slice(GOOD.indexOf('facts:\n'), GOOD.indexOf('outcome:'));
    const keys = [...stated.matchAll(/^ {2}(\w+): (.*)$/gm)].map(
      ([, key = '', value = '']) => [key, value.replace(/^\[|\]$/g, '').replaceAll(', ', '|')] as const,
    );
    const register = [['case_id', 'JN-2024-003'], ['policy', 'JN'], ...keys];
    const corpus = await corpusOf({
      'content/cases/c90.mdx': changed([stated, 'register: JN-2024-003\n']),
      'content/norms.yaml': '- { id: x, department: 区纪委监委第九审查室, norm: 尚未制定 }\n',
      'data/registers/cases.csv': `${register.map(([key]) => key).join(',')}\n${register.map(([, value]) => value).join(',')}\n`,
    });
    expect(corpus.findings).toEqual([]);
    expect(corpus.caseFacts.get('c90')?.get('notice_date')).toEqual(['2024-03-06']);
  });
});

describe('several cases', () => {
  const twin = (...changes: readonly (readonly [string, string])[]): string =>
    changed(['id: c90', 'id: c91'], ['number: 2024-90', 'number: 2024-91'], ...changes);

  test('a pair names each other', async () => {
    const paired = changed(['questions:', 'pair: c91\npair_difference: 有无集体研究。\nquestions:']);
    expect(await faults({ 'content/cases/c90.mdx': paired })).toMatchInlineSnapshot(
      `"c90.mdx:65:7 case-pair - 对照的案例 c91 不存在。 → 两个案例的 pair 应当互指。"`,
    );
    expect(
      await faults({ 'content/cases/c90.mdx': paired, 'content/cases/c91.mdx': twin() }),
    ).toMatchInlineSnapshot(
      `"c90.mdx:65:7 case-pair - 案例 c91 没有回指 c90，对照不成对。 → 两个案例的 pair 应当互指。"`,
    );
    const back = twin(['questions:', 'pair: c90\npair_difference: 有无集体研究。\nquestions:']);
    expect(await faults({ 'content/cases/c90.mdx': paired, 'content/cases/c91.mdx': back })).toBe('');
  });

  test('an id is used once', async () => {
    expect(
      await faults({ 'content/cases/c90.mdx': GOOD, 'content/cases/c91.mdx': GOOD }),
    ).toMatchInlineSnapshot(
      `"c91.mdx:2:5 case-repeated - 案例代号 c90 已用于 content/cases/c90.mdx。 → 改用新的代号。"`,
    );
  });
});

test('a clause that does not exist cannot be cited', async () => {
  expect(await of(['[[JN-12.2]]', '[[JN-12.9]]'])).toMatchInlineSnapshot(
    `"c90.mdx:78:10 citation-unknown - 引用的条款 JN-12.9 不存在。 → 条款编号写作 [[JN-7(3)]]，见该制度页各条款的编号。"`,
  );
  expect(await of(['[[JN-8(5)]]', '[[JN-8(15)]]'])).toMatchInlineSnapshot(
    `"c90.mdx:82:2 citation-unknown - 引用的条款 JN-8(15) 不存在。 → 条款编号写作 [[JN-7(3)]]，见该制度页各条款的编号。"`,
  );
  expect(await of(['[[JN-12.2]]', '[[XX-1]]'])).toMatchInlineSnapshot(
    `"c90.mdx:78:10 citation-unknown - 引用的条款 XX-1 不存在。 → 条款编号写作 [[JN-7(3)]]，见该制度页各条款的编号。"`,
  );
});

describe('facts of the front matter', () => {
  const { typicalCase } = readCase(
    changed(
      ['harm: 较小', "harm: ''"],
      ['hard_case: [无]', 'hard_case: 情况复杂|社会影响较大'],
      ['change: { collective: 否', 'change: { harm: null, collective: 否'],
    ),
    'c90.mdx',
  );

  test('a list is a list, a bar separates, an empty text is a blank', () => {
    expect(typicalCase?.facts?.get('situations')).toEqual(['JN-8(5)']);
    expect(typicalCase?.facts?.get('hard_case')).toEqual(['情况复杂', '社会影响较大']);
    expect(typicalCase?.facts?.get('harm')).toEqual([]);
    expect(typicalCase?.facts?.get('start_date')).toEqual(['2024-03-04']);
  });

  test('null takes a fact away', () => {
    expect(typicalCase?.counterfactuals[0]?.change.get('harm')).toEqual([]);
  });
});

describe('the committed cases', async () => {
  const { findings, cases, policies } = await readCorpus(contentFiles, {
    asOf: '2026-11-21',
    onRegisterFinding: () => {},
  });
  const about = (folder: string): readonly Finding[] =>
    findings.filter(({ file, severity }) => severity === 'error' && file.startsWith(folder));

  test('have no error', () => {
    expect(about('content/cases/')).toEqual([]);
    expect(about('content/bulletins/')).toEqual([]);
    expect(cases.length).toBeGreaterThan(0);
  });

  test.each(cases.map((typicalCase) => [typicalCase.id, typicalCase] as const))(
    '%s',
    (id, { file, sections, conditions, exclusions, policy, pair, pair_difference }) => {
      expect(file).toBe(`content/cases/${id}.mdx`);
      expect(sections.map(({ heading }) => heading).filter((heading) => heading !== '编者按')).toEqual([
        ...CASE_SECTIONS,
      ]);
      // Day-grain dates identify people; the story is told by months.
      for (const { heading, markdown } of sections) {
        expect(markdown, heading).not.toMatch(/\d{4}-\d\d-\d\d|\d{1,2}月\d{1,2}日/);
      }
      const own = policies.find(({ meta }) => meta.id === policy);
      for (const { clause } of [...conditions, ...exclusions]) {
        expect(clause.slice(0, 2)).toBe(own?.meta.id);
        expect(own && clauseHome(own, clause), clause).toBeDefined();
      }
      expect(pair === undefined, 'a pair says what differs').toBe(pair_difference === undefined);
    },
  );
});
