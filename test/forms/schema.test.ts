import { expect, test } from 'vitest';
import { fieldLeaves } from '../../src/forms/leaves.ts';
import { footLine, provenanceNote, readForm } from '../../src/forms/schema.ts';
import { formView } from '../../src/forms/view.ts';
import { papersUnder } from '../../src/register/columns.ts';
import { formTexts, soundForm } from './made.ts';

const SOUND = `id: py-note
policy: PY
clause: PY-7.0d
kind: named
source: 《容错纠错实施办法（征求意见稿）》
place: 第七条
title: 书面容错申请
version: 2026-01-31
step: 申请
role: [责任追究对象]
filled_by: 责任追究对象
received_by: 纪检监察机关
when: { text: 处理决定前。, clause: PY-7.0c }
columns: [1, 3]
rows:
  - cells:
      - label: [申请, 事由]
      - field: matter
  - repeat: 2
    cells:
      - ordinal: true
      - field: heard_date
fields:
  - { key: matter, label: 申请事由, type: multiline, help: 写明事由。, register: [matter] }
  - { key: heard_date, label: 日期, type: date, help: 填写日期。 }
`;
const FILE = 'content/forms/py-note.yaml';

/** `line:column code` of each finding, with its message. */
function faults(text: string, registerKeys?: ReadonlySet<string>): string[] {
  const { findings, form } = readForm(text, FILE, registerKeys ? { registerKeys } : {});
  expect(form === undefined).toBe(findings.length > 0);
  return findings.map(({ line, position, code, message }) => `${line}:${position} ${code} ${message}`);
}

const change = (from: string, to: string): string => {
  expect(SOUND).toContain(from);
  return SOUND.replace(from, to);
};

test('a sound description is read, defaults filled in', () => {
  const { form, findings } = readForm(SOUND, FILE, { registerKeys: new Set(['matter']) });
  expect(findings).toEqual([]);
  expect(form?.rows[0]).toMatchObject({ height: 30, grow: 0, header: false });
  expect(form?.fields[1]).toMatchObject({ register: [], personal: false, align: 'left' });
});

test('the forms of the project are sound, and named after their files', async () => {
  const texts = await formTexts();
  expect([...texts.keys()]).toEqual(expect.arrayContaining(['jn-a1', 'zz-a1', 'zz-a3', 'zz-a4']));
  for (const [id, text] of texts) expect(soundForm(text, `content/forms/${id}.yaml`).id).toBe(id);
});

test('a paper that the register does not name, and a day that it does not bear, are found', () => {
  const dated = (document: string) =>
    readForm(change('kind: named', `kind: named\ndocument: ${document}\ndocument_date: matter`), FILE, {
      documents: papersUnder,
    }).findings.map(({ line, message }) => `${line} ${message}`);
  expect(dated('书面容错申请')).toEqual(['6 「matter」不是文书的日期栏。']);
  expect(dated('申请书')[0]).toBe('5 台账的文书中没有「申请书」。');
  const { form } = readForm(
    change('kind: named', 'kind: named\ndocument: 书面容错申请\ndocument_date: heard_date'),
    FILE,
    { documents: papersUnder },
  );
  expect(form?.document_date).toBe('heard_date');
});

test('the footer names what the clause does not ask for, and the slips that a rebuilt form repeats', () => {
  const { form, findings } = readForm(
    change('kind: named', 'kind: named\nadded: [matter, heard_date]'),
    FILE,
  );
  expect(findings).toEqual([]);
  const [matter, date] = (form?.fields ?? []).map(({ label }) => label);
  expect(form && footLine(form)).toMatch(new RegExp(`非原文附件；“${matter}”“${date}”两栏由本站添加$`));
  const places = (text: string) =>
    readForm(change('kind: named', text), FILE).findings.map(({ line, message }) => `${line} ${message}`);
  expect(places('kind: named\nadded: [no_such]')).toEqual(['5 「no_such」不是这张表的栏目。']);
  expect(places('kind: printed\nadded: [matter]')).toEqual(['5 原件印有格式的表，页脚不写所添加的栏目。']);
  expect(places('kind: named\nslips: 注3照录')).toEqual(['5 只有重建的表在页脚说明照录的讹误。']);
  const rebuilt = readForm(change('kind: named', 'kind: rebuilt\nslips: 注3照录原件'), FILE).form;
  expect(rebuilt && footLine(rebuilt)).toMatch(/；注3照录原件$/);
});

test.each([
  ['a missing key', change('title: 书面容错申请\n', ''), /^1:1 form-shape 「title」缺少/],
  ['an unknown key', change('kind: named', 'kind: named\ncolour: red'), /^5:1 form-shape .*「colour」/],
  ['an unknown key inside', change('label: 日期', 'lable: 日期'), /^25:24 form-shape .*「lable」/],
  [
    'a value outside its list',
    change('kind: named', 'kind: scanned'),
    /^4:7 form-shape 「kind」.*「printed」/,
  ],
  ['a wrong type', change('columns: [1, 3]', 'columns: [1, 三]'), /^14:14 form-shape 「columns.1」应为数字/],
  ['a role nobody plays', change('role: [责任追究对象]', 'role: [旁观者]'), /^10:8 form-shape 「role.0」/],
  ['no table and no letter', change('columns: [1, 3]\nrows:', 'letter: []\nnone:'), /form-shape/],
  [
    'a table and a letter',
    change('fields:\n', 'letter:\n  - parts: [此致]\nfields:\n'),
    /^16:3 form-shape 表格和信函只能写其中一种/,
  ],
  ['a date that is none', change('2026-01-31', '2026-02-30'), /^8:10 form-shape 「version」应为日期/],
  ['help that is no sentence', change('写明事由。', '写明事由'), /^24:56 form-shape .*句号结尾/],
  [
    'an id unlike the file',
    change('id: py-note', 'id: py-other'),
    /^1:5 form-shape .*「py-other」.*「py-note」/,
  ],
  ['a clause of another policy', change('clause: PY-7.0d', 'clause: JN-7.0'), /^3:9 form-shape .*JN-7\.0/],
  [
    'a field nobody defined',
    change('field: matter', 'field: matters'),
    /^18:16 form-field 栏目「matters」没有/,
  ],
  [
    'a field that stands nowhere',
    change('field: matter', 'text: 无'),
    /^24:12 form-field 栏目「matter」没有放进/,
  ],
  ['a field twice', change('label: [申请, 事由]', 'field: matter'), /^18:16 form-field 栏目「matter」.*两次/],
  ['a key twice', change('key: heard_date', 'key: matter'), /form-field 栏目「matter」定义了两次/],
  [
    'a personal field with a column',
    change('register: [matter]', 'personal: true, register: [matter]'),
    /form-field/,
  ],
  [
    'a cell of two kinds',
    change('label: [申请, 事由]', 'label: 甲\n        text: 乙'),
    /^17:9 form-shape 一格只能/,
  ],
  ['a number outside repetition', change('  - repeat: 2\n    cells:', '  - cells:'), /form-shape 序号只能/],
  [
    'options of a field that is written',
    change('type: multiline', 'type: multiline, options: { a: 甲 }'),
    /^24:12 form-field 「申请事由」的类型是 multiline，不应列出 options/,
  ],
  ['a choice without options', change('type: multiline', 'type: one-of'), /form-field .*应当列出 options/],
  [
    'an option nobody offers',
    change('field: matter', 'field: matter\n        option: z').replace(
      'type: multiline',
      'type: any-of, options: { a: 甲 }',
    ),
    /^18:16 form-field 这一格没有写明「申请事由」的哪一项/,
  ],
  [
    'an option that stands nowhere',
    change('field: matter', 'field: matter\n        option: a').replace(
      'type: multiline',
      'type: any-of, options: { a: 甲, b: 乙 }',
    ),
    /form-field 栏目「matter b」没有放进表中/,
  ],
  [
    'an option of a field that is written',
    change('field: matter', 'field: matter\n        option: a'),
    /form-field 「申请事由」不是划“√”的栏目/,
  ],
])('%s is found where it stands', (_, text, expected) => {
  expect(faults(text).join('\n')).toMatch(new RegExp(expected.source, 'm'));
});

test('broken YAML is found where it stands', () => {
  expect(faults(change('columns: [1, 3]', 'columns: [1, 3'))[0]).toMatch(
    /^15:\d+ form-syntax 不是合法的 YAML/,
  );
});

test('a register column must exist', () => {
  expect(faults(SOUND, new Set(['other']))).toEqual(['24:74 form-field 台账没有「matter」这一列。']);
});

test('dates and repeated rows name their PDF fields', () => {
  const form = soundForm(SOUND, FILE);
  const [matter, heard] = form.fields;
  expect(matter && fieldLeaves(matter)).toEqual([{ name: 'matter', tooltip: '申请事由' }]);
  expect(heard && fieldLeaves(heard, 2).map(({ name, tooltip }) => `${name} ${tooltip}`)).toEqual([
    'heard_date.2.y 第2行 日期（年）',
    'heard_date.2.m 第2行 日期（月）',
    'heard_date.2.d 第2行 日期（日）',
  ]);
});

test('a choice is one PDF field, and each of any others a field of its own', () => {
  const form = soundForm(
    change('field: matter', 'field: matter\n        option: a').replace(
      'type: multiline',
      'type: any-of, options: { a: 甲 }',
    ),
    FILE,
  );
  const [matter] = form.fields;
  expect(matter && fieldLeaves(matter, 3)).toEqual([{ name: 'matter.3.a', tooltip: '第3行 申请事由：甲' }]);
  expect(matter && fieldLeaves({ ...matter, type: 'one-of' }, 3)).toEqual([
    { name: 'matter.3', tooltip: '第3行 申请事由' },
  ]);
});

const LETTER = `${SOUND.slice(0, SOUND.indexOf('columns:'))}letter:
  - { align: left, parts: [{ field: organ, width: 200 }, ：] }
  - parts: [我认为自己符合容错条件，于, { field: heard_date }, 提出申请。]
  - heading: 申请事由
    field: matter
  - heading: 申请主体
    field: applicant
fields:
  - { key: organ, label: 机关, type: text, help: 填写机关。 }
  - { key: heard_date, label: 日期, type: date, help: 填写日期。 }
  - { key: matter, label: 申请事由, type: multiline, help: 写明事由。 }
  - { key: applicant, label: 申请主体, type: one-of, options: { self: 本人, organ: 党组织 }, help: 划一项。 }
`;

test('a letter is read; beside a heading stand all options of a choice', () => {
  const form = soundForm(LETTER, FILE);
  expect(form.rows).toEqual([]);
  const { letter } = formView(form);
  expect(letter.map((block) => ('heading' in block ? `${block.kind} ${block.heading}` : block.kind))).toEqual(
    ['line', 'running', 'open 一、申请事由', 'headed 二、申请主体：'],
  );
  expect(letter[3]).toMatchObject({
    pieces: [
      { kind: 'square', text: '本人' },
      { kind: 'square', text: '党组织' },
    ],
  });
});

test.each([
  ['a part of two kinds', LETTER.replace('  - heading: 申请事由\n', '  - parts: [甲]\n'), /信函的一段只能是/],
  [
    'a short answer without its heading',
    LETTER.replace('  - heading: 申请主体\n    field', '  - field'),
    /要加 heading/,
  ],
  [
    'a field that stands nowhere',
    LETTER.replace('[{ field: organ, width: 200 }, ：]', '[机关]'),
    /「organ」没有放进/,
  ],
])('%s of a letter is found', (_, text, expected) => {
  expect(faults(text).join('\n')).toMatch(expected);
});

test('only a named form says that its layout is ours', () => {
  const form = soundForm(SOUND, FILE);
  expect(provenanceNote(form)).toBe(
    '本站依据《容错纠错实施办法（征求意见稿）》第七条所列内容编制，非原文附件',
  );
  expect(provenanceNote({ ...form, kind: 'printed' })).toBeNull();
  expect(provenanceNote({ ...form, kind: 'rebuilt' })).toMatch(/^版式由本站依原件文字重建/);
  expect(provenanceNote({ ...form, kind: 'standard' })).toMatch(/由本站添加$/);
});

test('personal data is asked on paper only', async () => {
  const texts = await formTexts();
  const form = soundForm(texts.get('jn-a1') ?? '', 'content/forms/jn-a1.yaml');
  const personal = form.fields.filter((field) => field.personal).map(({ label }) => label);
  expect(personal).toEqual(['出生年月', '政治面貌', '级别']);
});

test('a form says what to do when its numbered rows run out: how many there are, and how the numbers go on', async () => {
  const texts = await formTexts();
  const more = (id: string) => formView(soundForm(texts.get(id) ?? '', `content/forms/${id}.yaml`)).moreRows;
  expect(more('jn-a1')).toBeNull();
  expect(more('jn-a2')).toMatch(/^表中印有4行，填不下的再用一张同样的表。.*序号改为5、6，依次往下；但是/);
  // Nothing of it goes into a register.
  expect(more('py-comment')).toMatchInlineSnapshot(
    `"表中印有7行，填不下的再用一张同样的表。各张的序号都从1印起，请打印后在标题旁手写“第1张”“第2张”。用Word文档填写的，也可以复制一行接着填，序号改为8、9，依次往下。"`,
  );
});

test('the view holds the grid and an explanation of every field', async () => {
  const texts = await formTexts();
  const view = formView(soundForm(texts.get('zz-a4') ?? '', 'content/forms/zz-a4.yaml'));
  expect(view.rows).toHaveLength(8);
  expect(view.rows[0]?.cells.map(({ text, scope }) => `${scope} ${text}`)).toEqual([
    'col 序号',
    'col 容错对象(单位或人员)',
    'col 启动来源(依职权或依申请)',
    'col 容错原因',
    'col 处理结果',
    'col 纠错情况',
  ]);
  expect(view.rows[7]?.cells[0]).toMatchObject({ tag: 'th', text: '7' });
  expect(view.above[1]?.pieces).toContainEqual({
    kind: 'blank',
    label: '填报时间（年）',
    size: 'number',
  });
  expect(view.fields.find(({ key }) => key === 'mode')?.names).toHaveLength(7);
  expect(view.fields.map(({ key }) => key).slice(0, 3)).toEqual(['handler', 'ev_date', 'subject']);
  expect(view.footer).toEqual([
    '《激励干部担当作为容错纠错工作实施细则》（枣职发〔2023〕32号）附件 4',
    '表格编号 ZZ-A4　版本 2026-11-21',
  ]);
});
