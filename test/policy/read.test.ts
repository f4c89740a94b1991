import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { cite, citeWithin, clauseHome, clauseText } from '../../src/policy/cite.ts';
import { readPolicy } from '../../src/policy/read.ts';
import { expandRange } from '../../src/policy/rule.ts';
import { FIELDS } from '../../src/register/fields.ts';
import { readPolicies } from '../corpus.ts';

const FOLDER = 'test/fixtures/policies';
const read = (path: string) => readPolicy(readFileSync(`${FOLDER}/${path}`, 'utf8'), path, FIELDS);

/** A finding as `line:column code message → hint`, so that tables stay readable. */
const shown = ({ line, position, code, message, hint }: Finding): string =>
  `${line}:${position} ${code} ${message} → ${hint}`;

describe('each mistake is one finding, with its line and column and the article it stands in', () => {
  const faults = (name: string): string => read(`bad/${name}.mdx`).findings.map(shown).join('\n');

  test('inside a rule', () => {
    expect(faults('unknown-predicate-key')).toMatchInlineSnapshot(
      `"31:28 rule-syntax 条件不认识键「iss」。（位于第一章 总 则 › 第一条） → 您是否想写「is」？"`,
    );
    expect(faults('misspelt-field')).toMatchInlineSnapshot(
      `"31:19 rule-syntax 事实「notice_dat」不是台账的列，也不是导出事实。（位于第一章 总 则 › 第一条） → 您是否想写「notice_date」？"`,
    );
    expect(faults('misspelt-key')).toMatchInlineSnapshot(
      `"32:1 rule-syntax 规则不认识键「severty」。（位于第一章 总 则 › 第一条） → 您是否想写「severity」？"`,
    );
    expect(faults('misspelt-value')).toMatchInlineSnapshot(
      `"31:30 rule-syntax 「予以容措」不是「是否容错」的取值。（位于第一章 总 则 › 第一条） → 您是否想写「予以容错」？"`,
    );
    expect(faults('two-comparisons')).toMatchInlineSnapshot(
      `"31:10 rule-syntax 一个条件只能有一种比较，此处有 2 种。（位于第一章 总 则 › 第一条） → 可用的比较：is、not、in、has、has-any、only、filled、same-as、before、after、on-or-before、on-or-after、within、by。"`,
    );
    expect(faults('no-value')).toMatchInlineSnapshot(
      `"31:30 rule-syntax 「is」后应当恰好有一个值。（位于第一章 总 则 › 第一条） → 有几个值的，用 in 或者 has。"`,
    );
    expect(faults('bad-span')).toMatchInlineSnapshot(
      `"31:40 rule-syntax 期限应写作「15 workdays」「1 months」或「30 days」。（位于第一章 总 则 › 第一条） → 此处为「7个工作日」。"`,
    );
    expect(faults('missing-examples')).toMatchInlineSnapshot(
      `"34:3 rule-syntax 规则的例子不全：至少要有一个 pass 和一个 fail（或 warn）。（位于第一章 总 则 › 第一条） → 例子会作为测试运行，请补齐。"`,
    );
    expect(faults('impossible-day')).toMatchInlineSnapshot(
      `"36:51 rule-syntax 例子中的「2025-09-31」不是真实的日期。（位于第一章 总 则 › 第一条） → 日期一律写作 2024-01-31 的样式。"`,
    );
    expect(faults('softer-not-a-map')).toMatchInlineSnapshot(
      `"33:9 rule-syntax 「softer」应写明 when 和 severity。（位于第一章 总 则 › 第一条） → 写作 softer: { when: { … }, severity: warning }。"`,
    );
    expect(faults('tab-in-yaml')).toMatchInlineSnapshot(
      `"34:1 rule-syntax 规则的 YAML 写法有误：缩进用了制表符，请改用空格。（位于第一章 总 则 › 第一条） → 对照同一文件中其他规则的缩进和引号书写。"`,
    );
    expect(faults('quote-differs')).toMatchInlineSnapshot(
      `"30:8 quote-differs 规则 JN-1 的引文与原文不一致：「启动调查7个工作日内，应当以适当方式通知」。（位于第一章 总 则 › 第一条） → 逐字照录原文。"`,
    );
  });

  test('around a rule', () => {
    expect(faults('unclosed-rule')).toMatchInlineSnapshot(
      `"26:1 policy-syntax <Rule> 没有结尾。（位于第一章 总 则 › 第一条） → 在这一段之后另起一行写 </Rule>。"`,
    );
    expect(faults('two-fences')).toMatchInlineSnapshot(
      `"26:1 policy-syntax <Rule> 中应当恰好有一段 \`\`\`yaml 代码。（位于第一章 总 则 › 第一条） → 照同一文件中其他规则的样式书写。"`,
    );
    expect(faults('bare-attribute')).toMatchInlineSnapshot(
      `"26:1 policy-syntax 标签写法有误：一个标签应独占一行，属性值用英文双引号括起。（位于第一章 总 则 › 第一条） → 例如 <Codes of="situations" items="JN-8(1)..JN-8(7)" />。"`,
    );
    expect(faults('rule-without-clause')).toMatchInlineSnapshot(
      `"26:1 policy-syntax 规则 JN-9.2a 没有对应的条款。（位于第一章 总 则 › 第一条） → 规则编号应为条款编号。"`,
    );
    expect(faults('rule-outside-article')).toMatchInlineSnapshot(
      `"22:1 policy-syntax 这一行不在任何条、通知或附件之下。（位于第一章 总 则） → 把它移到所属的「### 第X条」之下。"`,
    );
  });

  test('in the text and its notes', () => {
    expect(faults('unknown-heading')).toMatchInlineSnapshot(
      `"42:1 policy-syntax 不认识的标题「附 则」。（位于第一章 总 则 › 第一条） → 标题只用于题名（#）、第X章（##）和第X条（###）。"`,
    );
    expect(faults('bad-article-number')).toMatchInlineSnapshot(
      `"44:1 policy-syntax 条号「第二三条」不是规范的数字写法。（位于第二章 附 则 › 第二三条） → 例如第十二条、第二十条。"`,
    );
    expect(faults('duplicate-article')).toMatchInlineSnapshot(
      `"44:1 policy-syntax 条款编号 JN-1 重复。（位于第二章 附 则 › 第一条） → 检查条号是否写重。"`,
    );
    expect(faults('tab-in-text')).toMatchInlineSnapshot(
      `"46:1 policy-syntax 行首有空格或制表符，分不清是款还是项的续段。（位于第二章 附 则 › 第二条） → 款和项顶格书写；同一项的续段在行首空两个英文空格。"`,
    );
    expect(faults('unknown-element')).toMatchInlineSnapshot(
      `"42:1 policy-syntax 不认识的标签 <Remark>。（位于第一章 总 则 › 第一条） → 可用的标签见 CONTRIBUTING.md「增加一项制度」。"`,
    );
    expect(faults('code-not-in-text')).toMatchInlineSnapshot(
      `"42:1 quote-differs 代码 JN-1a 的文字不在 JN-1a 的原文中。（位于第一章 总 则 › 第一条） → 逐字照录原文。"`,
    );
    expect(faults('codes-of-missing-item')).toMatchInlineSnapshot(
      `"42:1 policy-syntax <Codes> 提到的 JN-1(1)、JN-1(2) 不存在。（位于第一章 总 则 › 第一条） → 核对条号和项号。"`,
    );
    expect(faults('codes-of-unknown-column')).toMatchInlineSnapshot(
      `"42:1 policy-syntax <Code> 的 of 应为 situations、conditions、exclusions、analysis 之一，此处为「exclusion」。（位于第一章 总 则 › 第一条） → 改正 of 属性。"`,
    );
    expect(faults('erratum-not-in-text')).toMatchInlineSnapshot(
      `"42:1 quote-differs 勘误所指的「党委会」不在 JN-1 的原文中。（位于第一章 总 则 › 第一条） → 逐字照录原文。"`,
    );
    expect(faults('notice-without-end')).toMatchInlineSnapshot(
      `"18:1 policy-syntax <Notice> 没有结尾。 → 补写 </Notice>。"`,
    );
    expect(faults('notice-line-without-id')).toMatchInlineSnapshot(
      `"20:1 policy-syntax 通知、附件和印发行中的每一行都要写明编号。（位于印发通知） → 在行首写 {#JN-N.1} 式的编号。"`,
    );
  });

  test('in the front matter', () => {
    expect(faults('front-matter-value')).toMatchInlineSnapshot(
      `"7:13 front-matter-value 卷首信息「pol_status」应为「施行」、「试行」、「征求意见稿」、「经验材料」、「已废止」之一。 → 照同一文件夹中的其他文件改正这一项。"`,
    );
    expect(faults('front-matter-missing')).toMatchInlineSnapshot(
      `"1:1 front-matter-missing 文件开头没有用两行「---」围起来的卷首信息。 → 照同一文件夹中的其他文件补写卷首信息。"`,
    );
  });

  test('no fixture is left out above', () => {
    const source = readFileSync('test/policy/read.test.ts', 'utf8');
    const forgotten = readdirSync(`${FOLDER}/bad`).filter(
      (name) => !source.includes(`'${name.replace('.mdx', '')}'`),
    );
    expect(forgotten).toEqual([]);
  });

  test.each(readdirSync(`${FOLDER}/bad`))('%s: as one error of this file', (name) => {
    const { findings } = read(`bad/${name}`);
    expect(findings.map(({ file, severity, clause }) => [file, severity, clause])).toEqual([
      [`bad/${name}`, 'error', null],
    ]);
  });
});

test('lines count the same with CRLF and a byte order mark', () => {
  const text = readFileSync(`${FOLDER}/bad/misspelt-field.mdx`, 'utf8');
  const expected = readPolicy(text, 'x.mdx', FIELDS).findings;
  expect(readPolicy(`\uFEFF${text.replaceAll('\n', '\r\n')}`, 'x.mdx', FIELDS).findings).toEqual(expected);
});

describe('a policy as the drafting conventions have it', () => {
  const { policy, findings } = read('good/mini.mdx');

  test('reads without findings', () => {
    expect(findings.map(shown)).toEqual([]);
  });

  test('sections in order', () => {
    expect(
      policy?.sections.map(({ kind, id, heading, at }) => `${at.line} ${kind} ${id} ${heading}`.trimEnd()),
    ).toMatchInlineSnapshot(`
      [
        "18 notice",
        "28 title  测试用办法",
        "30 chapter  第一章 总 则",
        "32 article ZZ-1 第一条",
        "36 article ZZ-2 第二条",
        "42 chapter  第二章 情 形",
        "44 article ZZ-3 第三条",
        "60 article ZZ-4 第四条",
        "84 article ZZ-5 第五条",
        "86 annexes",
        "92 annex ZZ-A1 申请表",
        "98 issue",
      ]
    `);
  });

  test('every paragraph and item has its clause id', () => {
    expect(
      [...(policy?.clauses ?? [])].map(
        ([id, { marker, paragraphs }]) => `${id} ${marker} ${paragraphs.join(' / ')}`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "ZZ-N.h1  关于印发《测试用办法》的通知",
        "ZZ-N.1  各单位：",
        "ZZ-N.2  现印发给你们。",
        "ZZ-1  只有一款的条。",
        "ZZ-2.1  第一款。",
        "ZZ-2.2  第二款。",
        "ZZ-3.0  有下列情形之一的，可以容错：",
        "ZZ-3(1) （一） 第一项；",
        "ZZ-3(2) (二) 半角括号的第二项： / 第二项的续段。",
        "ZZ-3(3) （三） 第三项。",
        "ZZ-4.1  款在前。",
        "ZZ-4.2  有下列情形：",
        "ZZ-4(11) （十一） 第十一项。",
        "ZZ-4.3  款在后。",
        "ZZ-5  标题行上的款。",
        "ZZ-A.1  附件：1.申请表",
        "ZZ-A1.n1  如为单位，填写名称。",
        "ZZ-I.1  某机关2023年7月27日印发",
      ]
    `);
  });

  test('the trail of a paragraph on the heading line is its own article', () => {
    expect(policy?.clauses.get('ZZ-5')?.at.under).toEqual(['第二章 情 形', '第五条']);
  });

  test('codes, quotes, readings, errata and what is not formalized', () => {
    expect(policy?.codes).toMatchInlineSnapshot(`
      [
        {
          "clause": "ZZ-3(1)",
          "column": "situations",
          "id": "ZZ-3(1)",
          "text": "第一项；",
        },
        {
          "clause": "ZZ-3(2)",
          "column": "situations",
          "id": "ZZ-3(2)",
          "text": "半角括号的第二项：第二项的续段。",
        },
        {
          "clause": "ZZ-4c",
          "column": "exclusions",
          "id": "ZZ-4c",
          "text": "款在后",
        },
      ]
    `);
    expect([...(policy?.quotes ?? [])]).toEqual([['ZZ-4b', '有下列情形']]);
    const article = policy?.sections.find(({ id }) => id === 'ZZ-4');
    expect(article?.readings).toEqual([
      { id: 'T-1', at: 'ZZ-4.1', one: '一种读法', other: '另一种读法', used: '一种读法' },
    ]);
    expect(article?.errata).toEqual([{ at: 'ZZ-4.3', source: '款在后。', reads: '', note: '照录。' }]);
    expect(policy?.sections.flatMap(({ notFormalized }) => notFormalized)).toEqual([
      { of: 'ZZ-3(3)', reason: '没有可核对的要求。' },
    ]);
  });

  test('the form of an annex', () => {
    expect(policy?.sections.find(({ kind }) => kind === 'annex')?.form).toBe('zz-a1');
  });
});

describe('clauses of the real policies', async () => {
  const policies = new Map((await readPolicies()).map((policy) => [policy.meta.id as string, policy]));
  const of = (id: string) => {
    const policy = policies.get(id.slice(0, 2));
    if (!policy) throw new Error(`no policy for ${id}`);
    return policy;
  };

  test.each([
    ['JN-12.2a', 'JN-12.2', '第十二条第二款'],
    ['JN-12.3c', 'JN-12.3', '第十二条第三款'],
    ['JN-12', 'JN-12.1', '第十二条'],
    ['JN-4', 'JN-4', '第四条'],
    ['JN-4c', 'JN-4', '第四条'],
    ['JN-7.0', 'JN-7.0', '第七条'],
    ['JN-7', 'JN-7.0', '第七条'],
    ['JN-7(3)b', 'JN-7(3)', '第七条第（三）项'],
    ['JN-11(14)', 'JN-11(14)', '第十一条第（十四）项'],
    ['JN-N.5c', 'JN-N.5', '印发通知第5段'],
    ['JN-A2.n3b', 'JN-A2.n3', '附件2注3'],
    ['WF-6(4)', 'WF-6(4)', '第六条第（四）项'],
    ['WF-14(2)a', 'WF-14(2)', '第十四条第（二）项'],
    ['WF-9(1)', 'WF-9', '第九条第1组'],
    ['WF-9.0', 'WF-9', '第九条'],
    ['ZZ-7(5)b1', 'ZZ-7(5)', '第七条第（五）项'],
    ['ZZ-7(10)b', 'ZZ-7(10)', '第七条第（十）项'],
    ['SY-S5(3)b', 'SY-S5(3)', '第五部分之三'],
    ['SY-S1c', 'SY-S1c', '第一部分'],
    ['PY-7(2)a', 'PY-7(2)', '第七条第（二）项'],
    ['JN-99', undefined, '第九十九条'],
    ['JN-12.9', undefined, '第十二条第九款'],
    ['JN-7(9)', undefined, '第七条第9组'],
    ['WF-6(4', undefined, '第六条'],
  ])('%s stands in %s, cited %s', (id, home, citation) => {
    expect(clauseHome(of(id), id)).toBe(home);
    expect(citeWithin(of(id), id)).toBe(citation);
  });

  test('a full citation names the policy', () => {
    expect(cite(of('JN'), 'JN-12.2a')).toMatchInlineSnapshot(`"济南《实施细则》第十二条第二款"`);
  });

  test('every rule and every code of every policy has a home and words', () => {
    for (const policy of policies.values()) {
      for (const { id } of policy.rules) expect(clauseHome(policy, id), id).toBeDefined();
      for (const { clause } of policy.codes) expect(clauseText(policy, clause), clause).not.toBe('');
    }
  });
});

test.each([
  ['JN-7(1)..JN-7(3)', ['JN-7(1)', 'JN-7(2)', 'JN-7(3)']],
  ['JN-7(3)..JN-7(3)', ['JN-7(3)']],
  ['JN-7(3)', ['JN-7(3)']],
  ['JN-7(1)..JN-8(3)', ['JN-7(1)..JN-8(3)']],
  ['予以容错', ['予以容错']],
])('the range %s', (text, expected) => {
  expect(expandRange(text)).toEqual(expected);
});
