/** What clauses demand of forms and of the list of norms: each part taken away is missed, under the clause that asks for it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readCorpus } from '../src/corpus.ts';
import { CORPUS_CHECKS, type Content } from '../src/corpus-checks.ts';
import { columnHeads, type FormSpec } from '../src/forms/schema.ts';
import { readNorms } from '../src/norms.ts';
import { readClauses } from '../src/policy/clauses.ts';
import { SANCTIONS } from '../src/register/columns.ts';
import { corpusOf, withFiles } from './content.ts';
import { readPolicies } from './corpus.ts';
import { formTexts, soundForm } from './forms/made.ts';

const forms = [...(await formTexts())].map(([id, text]) => soundForm(text, `content/forms/${id}.yaml`));
const content: Content = {
  clauses: readClauses(readFileSync('content/clauses.csv', 'utf8'), 'content/clauses.csv').clauses,
  policies: await readPolicies(),
  forms,
  unreadForms: new Set(),
  lesson: undefined,
  bulletins: [],
  cases: [],
  unreadCases: new Set(),
  course: {
    file: 'content/training/jn-rules.mdx',
    text: readFileSync('content/training/jn-rules.mdx', 'utf8'),
  },
  norms: undefined,
  departments: new Map(),
  loggedEvents: undefined,
};

/** `severity code clause message` of what is found once forms are changed. */
function faults(change: Partial<Content> = {}): string[] {
  return CORPUS_CHECKS.flatMap(({ run }) => run({ ...content, ...change }))
    .filter(({ code }) => code === 'form-part-missing' || code === 'annex-missing')
    .map(({ severity, code, clause, message }) => `${severity} ${code} ${clause} ${message}`);
}

function changed(id: string, change: (form: FormSpec) => void): string[] {
  return faults({
    forms: forms.map((form) => {
      if (form.id !== id) return form;
      const copy = structuredClone(form);
      change(copy);
      return copy;
    }),
  });
}

/** Gives a label of the form another wording. */
const relabel =
  (label: string, to = '其他情况') =>
  (form: FormSpec): void => {
    const cells = form.rows.flatMap((row) => row.cells);
    const cell = cells.find((one) => [one.label ?? ''].flat().join('') === label);
    const block = form.letter.find(({ heading }) => heading === label);
    if (cell) cell.label = to;
    else if (block) block.heading = to;
    else throw new Error(`no label ${label}`);
  };

/** Lets two labels of the form change places. */
const swap =
  (one: string, other: string) =>
  (form: FormSpec): void => {
    relabel(one, '？')(form);
    relabel(other, one)(form);
    relabel('？', other)(form);
  };

const assign =
  (part: Partial<FormSpec>) =>
  (form: FormSpec): void => {
    Object.assign(form, part);
  };

test('the forms of this repository lack nothing', () => {
  expect(faults()).toEqual([]);
});

test.each<readonly [clause: string, id: string, change: (form: FormSpec) => void]>([
  ['JN-A.0', 'jn-a1', assign({ reference_style: false })],
  ['JN-A.0', 'jn-a2', assign({ reference_style: false })],
  ['JN-A2.0', 'jn-a2', assign({ title: '统计表' })],
  ['JN-A2.1', 'jn-a2', (form: FormSpec) => void form.above[0]?.parts.splice(0, 2)],
  ['JN-A2.2', 'jn-a2', (form: FormSpec) => void form.above[0]?.parts.splice(3, 1)],
  ['JN-A2.3', 'jn-a2', relabel('应承担何种责任')],
  ['JN-A2.4', 'jn-a2', relabel('给予容错的时间')],
  ['JN-A2.5', 'jn-a2', relabel('减责')],
  ['JN-A2.6', 'jn-a2', relabel('诫勉')],
  ['JN-A2.7', 'jn-a2', relabel('引咎辞职')],
  ['JN-A2.8', 'jn-a2', relabel('党纪处分')],
  ['JN-A2.9', 'jn-a2', relabel('记大过')],
  ['JN-A2.11', 'jn-a2', relabel('纠错情况')],
  ['JN-A2.n3c', 'jn-a2', relabel('对单位容错后问责追责情况', '对单位')],
  ['JN-12.4', 'jn-suggestion', relabel('当事人一贯表现情况')],
  ['JN-14d', 'jn-conference', relabel('背景原因')],
  ...['当事人基本情况', '具体问题', '容错情节', '容错依据', '批准机关', '生效时间'].map(
    (heading) => ['JN-15.2b', 'jn-decision', relabel(heading)] as const,
  ),
  ['WF-14(1)b', 'wf-notice', relabel('纠错建议或要求')],
  ...['整改措施', '整改期限', '整改责任人'].map(
    (column) => ['WF-14(2)b', 'wf-plan', relabel(column)] as const,
  ),
  ['ZZ-7(2)g', 'zz-report', relabel('调查对象的态度认识')],
  ['ZZ-7(2)h', 'zz-report', (form: FormSpec) => void form.rows.splice(-4)],
  ['ZZ-7(7)c', 'zz-notice', relabel('纠错要求')],
  ['SY-S3(4)b', 'sy-trial-review', relabel('决策过程')],
  ['SY-S6(3)b', 'sy-clarification', assign({ title: '通知' })],
  ['SY-S6(3)a', 'sy-clarification-record', relabel('澄清的前提')],
  ['SY-S2(2)c', 'sy-risk-filing', relabel('预判可能因为客观原因需要容错免责')],
])('%s is missed in %s', (clause, id, change) => {
  const found = changed(id, change);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(new RegExp(`^error form-part-missing ${clause.replace(/[()]/g, '\\$&')} `));
});

test('a risk filing form need not be offered, but is asked for', () => {
  const found = faults({ forms: forms.filter(({ id }) => id !== 'sy-risk-filing') });
  expect(found.map((fault) => fault.split(' ').slice(0, 3).join(' '))).toEqual([
    'warning form-part-missing SY-S2(2)a',
    'error form-part-missing SY-S2(2)c',
  ]);
});

test('columns count only side by side and in order, ticks only as one of three', () => {
  expect(changed('jn-a2', swap('免责', '减责'))).toEqual([
    expect.stringContaining('JN-A2.5 表格《容错统计表》缺少依次相邻的「免责、减责、从轻」各栏'),
  ]);
  expect(
    changed('jn-a2', (form) => {
      const mode = form.fields.find(({ key }) => key === 'mode');
      if (mode) mode.type = 'any-of';
    }),
  ).toEqual([expect.stringContaining('JN-A2.5 表格《容错统计表》缺少只划一个“√”的 mode')]);
});

test.each([
  ['序号', '容错对象(单位或人员)'],
  ['启动来源(依职权或依申请)', '容错原因'],
  ['处理结果', '纠错情况'],
])('the six columns of the filing come in the order of the source: %s, %s', (one, other) => {
  expect(changed('zz-a4', swap(one, other))).toEqual([
    expect.stringMatching(
      /^error form-part-missing ZZ-A4\.3 表格《容错纠错工作备案表》缺少「序号、.*、纠错情况」的原文次序/,
    ),
  ]);
});

test('a column of the filing that is gone is missed once, by the clause that names it', () => {
  expect(changed('zz-a4', relabel('容错原因'))).toEqual([
    expect.stringMatching(/^error form-part-missing ZZ-A4\.3 [^、]*缺少「容错原因」字样/),
  ]);
  expect(changed('zz-a4', relabel('序号'))).toEqual([
    expect.stringMatching(/^error form-part-missing ZZ-A4\.2 [^、]*缺少「序号」字样/),
  ]);
});

test.each([
  ['姓名', '单位及职务'],
  ['追究事由', '应承担何种责任'],
  ['容错理由', '符合何种容错条件及情形'],
])('the first columns of the statistics table come in the order of the source: %s, %s', (one, other) => {
  expect(changed('jn-a2', swap(one, other))).toEqual([
    expect.stringMatching(
      /^error form-part-missing JN-A2\.3 表格《容错统计表》缺少依次相邻的「姓名、.*、符合何种容错条件及情形」各栏/,
    ),
  ]);
});

test('the six headings of a report, and of a decision, come in the order of the source, and the signatures last', () => {
  expect(changed('zz-report', swap('调查依据', '调查过程'))).toEqual([
    expect.stringContaining('ZZ-7(2)g 表格《容错调查报告》缺少原文的次序'),
  ]);
  expect(changed('jn-decision', swap('容错情节', '容错依据'))).toEqual([
    expect.stringContaining('JN-15.2b 表格《容错决定书》缺少原文的次序'),
  ]);
  expect(changed('wf-plan', swap('整改期限', '整改责任人'))).toEqual([
    expect.stringContaining('WF-14(2)b 表格《整改计划》缺少依次相邻的「整改措施、整改期限、整改责任人」各栏'),
  ]);
  expect(
    changed('zz-report', (form) => {
      form.rows.unshift(...form.rows.splice(-4));
    }),
  ).toEqual([expect.stringContaining('ZZ-7(2)h 表格《容错调查报告》缺少末尾的「调查组全体人员签名」')]);
});

test('a form that could not be read is not also called missing', () => {
  expect(
    faults({ forms: forms.filter(({ id }) => id !== 'jn-a2'), unreadForms: new Set(['jn-a2']) }),
  ).toEqual([]);
});

test('an annex without its form is missed', () => {
  const found = faults({ forms: forms.filter(({ id }) => id !== 'jn-a2') });
  expect(found).toContainEqual(
    expect.stringMatching(/^error annex-missing JN-A\.0 附件《容错统计表》没有对应的表格/),
  );
});

test('every column knows what stands over it', () => {
  const form = forms.find(({ id }) => id === 'jn-a2');
  const heads = form ? columnHeads(form) : [];
  expect(heads).toHaveLength(37);
  expect(heads[0]).toEqual(['序号']);
  expect(heads[14]).toEqual(['对个人容错后问责追责情况', '组织处理', '停职检查']);
  expect(heads[32]).toEqual(['对单位容错后问责追责情况', '检查']);
});

const NORMS = `- id: city-audit
  department: 市审计局
  norm: 尚未制定
- id: city-organisation
  department: 市委组织部
  norm:
    title: 容错工作操作规范（试行）
    pol_no: ''
    pol_issued: ''
    pol_parent: [激励干部担当作为深化完善容错机制实施细则（试行）]
`;

/** `line severity code clause` of what is found of a list of norms. */
function normFaults(text: string, departments: readonly string[]): string[] {
  const list = readNorms(text, 'content/norms.yaml');
  expect(list.findings).toEqual([]);
  const places = departments.map((name, i) => [name, { file: 'cases-2024.csv', row: i + 2 }] as const);
  const change = { norms: { file: 'content/norms.yaml', ...list }, departments: new Map(places) };
  return CORPUS_CHECKS.flatMap(({ run }) => run({ ...content, ...change }))
    .filter(({ code }) => code.startsWith('norm-'))
    .map(({ line, severity, code, clause }) => `${line} ${severity} ${code} ${clause}`);
}

test('a department is listed with its norm, or as having none yet', () => {
  expect(normFaults(NORMS, ['市审计局', '市委组织部'])).toEqual([]);
  expect(normFaults(NORMS, ['市审计局', '市纪委监委', '市委组织部'])).toEqual([
    '1 warning norm-missing JN-N.4c',
  ]);
});

test('a norm rests on the rules', () => {
  expect(normFaults(NORMS.replace(/pol_parent: .*/, 'pol_parent: []'), [])).toEqual([
    '4 error norm-parent JN-N.4d',
  ]);
  expect(normFaults(NORMS.replace(/pol_parent: .*/, 'pol_parent: [问责工作办法]'), [])).toEqual([
    '4 error norm-parent JN-N.4d',
  ]);
});

test('a norm is written whole, or its fault is found where it stands', () => {
  const { findings } = readNorms(NORMS.replace("    pol_no: ''\n", ''), 'content/norms.yaml');
  expect(findings.map(({ code, line }) => `${line} ${code}`)).toEqual(['7 yaml-value']);
});

test('the departments of the register are looked for by the reader, and no name of a row is repeated', async () => {
  const row = 'JN-2024-901,JN,适用,某承办机关';
  const { findings } = await corpusOf({
    'data/registers/cases-2024.csv': `编号,适用制度,适用方式,问责追责承办单位（责任追究部门）\n${row}\n`,
  });
  const found = findings.filter(({ code }) => code === 'norm-missing');
  expect(found).toEqual([
    expect.objectContaining({ file: 'content/norms.yaml', clause: 'JN-N.4c', severity: 'warning' }),
  ]);
  expect(found[0]?.message).toContain('data/registers/cases-2024.csv 第2行');
  expect(JSON.stringify(found)).not.toContain('某承办机关');
});

describe('the reading course on the JN rules', () => {
  const missed = (text: string): string[] =>
    CORPUS_CHECKS.flatMap(({ run }) => run({ ...content, course: { file: 'course.mdx', text } }))
      .filter(({ code }) => code === 'lesson-link')
      .map(({ severity, clause, message }) => `${severity} ${clause} ${message}`);
  const { text } = content.course;

  test('links every condition, situation and step', () => {
    expect(missed(text)).toEqual([]);
    // 6 conditions, 30 situations, 12 paragraphs of procedure.
    expect(missed('')).toHaveLength(48);
  });

  test.each(['JN-7(3)', 'JN-8(7)', 'JN-11(14)', 'JN-12.4', 'JN-13.2', 'JN-16.2', 'JN-17'])(
    'is missed without %s',
    (id) => {
      const [first, ...more] = missed(text.replaceAll(`[[${id}]]`, ''));
      expect(more).toEqual([]);
      expect(first).toMatch(/^warning JN-N\.3b 学习单没有链接济南《实施细则》第/);
      expect(first).toContain(`（${id}）`);
    },
  );

  test('may not cite what does not exist', async () => {
    const { findings } = await readCorpus(
      withFiles({ 'content/training/jn-rules.mdx': text.replace('[[JN-7(3)]]', '[[JN-7(9)]]') }, []),
      { asOf: '2026-11-21', onRegisterFinding: () => {} },
    );
    const line = text.split('\n').findIndex((one) => one.includes('[[JN-7(3)]]')) + 1;
    expect(findings.map(({ code, file, line: at }) => `${code} ${file}:${at}`)).toEqual([
      'lesson-link content/training/jn-rules.mdx:1',
      `citation-unknown content/training/jn-rules.mdx:${line}`,
    ]);
  });
});

test('what is ticked in the statistics table is what the register holds', () => {
  const form = forms.find(({ id }) => id === 'jn-a2');
  const heads = form ? columnHeads(form) : [];
  const leavesUnder = (group: string): string[] =>
    heads.filter((head) => head.includes(group)).map((head) => head.at(-1) ?? '');
  const wordsOf = (key: string): string[] =>
    Object.values(form?.fields.find((field) => field.key === key)?.options ?? {});
  expect(leavesUnder('容错方式')).toEqual(wordsOf('mode'));
  expect(leavesUnder('对个人容错后问责追责情况')).toEqual(wordsOf('sanctions'));
  expect(leavesUnder('对单位容错后问责追责情况')).toEqual(wordsOf('unit_sanctions'));

  const registered = (kind: string): string[] =>
    SANCTIONS.filter((value) => value.startsWith(`${kind}:`)).map((value) => value.slice(kind.length + 1));
  for (const kind of ['组织处理', '党纪处分', '政务处分'])
    expect(leavesUnder(kind)).toEqual(registered(kind));
  expect(wordsOf('unit_sanctions')).toEqual(registered('单位'));
  expect(registered('第一种')).toEqual(expect.arrayContaining(wordsOf('sanctions').slice(0, 3)));
});

test('a content file in another encoding is named, with the line', async () => {
  const { findings } = await corpusOf({ 'content/cases/x.mdx': '---\nid: \ufffd\n---\n' });
  expect(findings.filter(({ code }) => code === 'encoding-unknown')).toMatchObject([
    { file: 'content/cases/x.mdx', line: 2, position: 5 },
  ]);
});

test('a sheet under another name is said to be unread, other files are not', async () => {
  const { findings } = await corpusOf({
    'data/registers/案件-2024.csv': '编号\n',
    'data/registers/cases-2024.csv': '编号,适用制度\n',
    'data/registers/cases-2024.xlsx': '',
    'data/registers/README.md': '',
  });
  expect(findings.filter(({ code }) => code === 'file-not-register')).toMatchObject([
    { file: 'data/registers/cases-2024.xlsx', severity: 'warning' },
    { file: 'data/registers/案件-2024.csv', severity: 'warning' },
  ]);
});
