/**
 * One real finding per code, for the pages that explain them: small faulty inputs, checked by the readers themselves
 * when the site is built, so that an example can never say what the program does not.
 */
import type { Finding } from './core/finding.ts';
import type { WorkCalendar } from './core/workdays.ts';
import { type ContentFiles, readCorpus } from './corpus.ts';
import { readFilledForm } from './forms/filled.ts';
import { editionLine, formKey } from './forms/leaves.ts';
import { type FormSpec, readForm } from './forms/schema.ts';
import { FORMS_LOCK, holdVersions } from './forms/version-lock.ts';
import { readGlossary } from './glossary.ts';
import { RegisterSheet } from './intake/amend.ts';
import { applyPapers, NOTHING_BESIDE, readPaper, UNLESS_HELD } from './intake/papers.ts';
import { MissingGlyphError } from './paper/missing-glyph.ts';
import type { Policy } from './policy/model.ts';
import { readPolicy } from './policy/read.ts';
import { readCalendar } from './register/calendar.ts';
import { checkRegisters, type Entry } from './register/check.ts';
import { FIELDS } from './register/fields.ts';
import { audit } from './reports/audit.ts';
import { jnHalfYear } from './reports/jn-half-year.ts';
import { readPeriod } from './reports/period.ts';
import { zzMonth } from './reports/zz-month.ts';
import { packTexts } from './zip-parts.ts';

/** The day on which the examples are judged; they never age. */
const EXAMPLE_DAY = '2026-11-21';

/** Cases of the year 2000, in which no register was kept: the leak scan must not take them for real ones. */
const CASES = `编号,适用制度,适用方式,启动责任追究调查（问责程序）日期,通知单位党委（党组）日期,被告知申请容错的时间,文书材料,是否容错,容错方式,批准（决定）机关,分析评价,听取意见对象,不予容错情形,姓名,追究事由,向组织部门通报日期,反馈（告知）日期,容错认定（给予容错）时间,表头写错的列
JN-2000-901,JN,适用,2024-03-04,2024-03-19,2024-03-20,告知通知,,,,,,,,,,,,
JN-2000-902,JN,适用,2024-03-04,,,,,,,,,,,,,,,
JN-2000-903,JN,适用,2024-03-04,,2024-03-20,告知通知,,,,,,,,,,,,
JN-2000-904,JN,适用,2024-03-04,2024-03-01,2024-03-20,告知通知,,,,,,,,,,,,
JN-2000-905,JN,适用,2024-03-04,2024-03-05,2024-03-06,告知通知,予以容错,免责,,,,,,,,,2024-04-22,
JN-2000-906,JN,参照,,,,,予以容措,,,,,,,,,,,
JN-2000-907,JN,适用,,,,情况说明,,,,,,,,,,,,
JN-2000-908,JN,适用,,,,,,,,客观条件,,,,,,,,
JN-2000-909,JN,适用,,,,,,,,,当事人|当事人,,,,,,,
JN-2000-910,JN,适用,,,,,,,,,,无|JN-19d,,,,,,
JN-2000-911,JN,适用,,,,,,,,,当事人、专家,,,,,,,
JN-2000-912,JN,适用,2024/3/4,,,,,,,,,,,,,,,
JN-2000-913,JN,适用,2024-02-30,,,,,,,,,,,,,,,
JN-2000-914,JN,适用,45355,,,,,,,,,,,,,,,
2000-915,JN,适用,,,,,,,,,,,,,,,,
WF-2000-916,JN,适用,,,,,,,,,,,,,,,,
JN-2000-901,JN,适用,,,,,,,,,,,,,,,,
,JN,适用,,,,,,,,,,,,,,,,
WF-2000-917,WF,适用,,,,,,,,,,,,,,,,
JN-2000-918,JN,适用,,,,,,, 区委,,,,,,,,,
JN-2000-919,JN,适用,,,,,,,区\u200b委,,,,,,,,,
JN-2000-920,JN,适用,,,,,,,=A1,,,,,,,,,
JN-2000-927,JN,适用,########,,,,,,,,,,,,,,,
JN-2000-921,JN,适用,,,,,,,${'长'.repeat(32_768)},,,,,,,,,
JN-2000-922,JN,适用,,,,,,,,,,,某某,,,,,
JN-2000-923,JN,适用,,,,,,,,,,,,证件号码11010519491231002X,,,,
JN-2000-924,JN,适用
JN-2000-926,JN,适用,2033-03-04,,,,,,,,,,,,,,,
JN-2000-925,JN,"适"用,,,,,,,,,,,,,,,,
`;

const EVENTS = `事件编号,事件类型,日期,相关案件,文书
JN-E-2000-901,联席会议,2024-04-22,JN-2000-999,
WF-E-2000-901,通报,2024-04-22,,通报
`;

/** Stands for a folder that has the name of a register. */
const NO_FILE = 'lists-文件夹.csv';

const bytesOf = (bytes: Uint8Array) =>
  async function* (): AsyncGenerator<Uint8Array> {
    yield bytes;
  };

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const REGISTERS: Readonly<Record<string, Uint8Array>> = {
  'cases-2000.csv': utf8(CASES),
  'cases-2001.csv': utf8(
    '编号,适用制度,适用方式,问责追责承办单位（责任追究部门）\nJN-2000-951,JN,适用,示例单位\n',
  ),
  // Four notices are due, and no column to record one.
  'cases-2002.csv': utf8(
    `编号,适用制度,适用方式,启动责任追究调查（问责程序）日期\n${[1, 2, 3, 4].map((at) => `JN-2000-97${at},JN,适用,2020-03-04\n`).join('')}`,
  ),
  'events-2000.csv': utf8(EVENTS),
  'lists-无表头.csv': utf8('清单类别,情形\n正面,先行先试\n'),
  'lists-重复.csv': utf8('清单编号,清单类别,情形,情形\n'),
  'lists-utf-16.csv': Uint8Array.of(0xff, 0xfe, 0x05, 0x6e),
  [NO_FILE]: utf8(''),
  '案件.xlsx': utf8(''),
  'lists-编码.csv': Uint8Array.of(...utf8('清单编号'), 0xff),
};

/** The least PDF with these fields; what it says of itself is not told. */
const pdfWith = (fields: string, keywords = ''): string =>
  `%PDF-1.7\n1 0 obj <</Type/Catalog/AcroForm<</Fields[${fields}]>>>> endobj\n2 0 obj <</Keywords ${keywords || '()'}>> endobj\ntrailer <</Root 1 0 R/Info 2 0 R>>\n%%EOF`;

/** A text string as PDF writes it. */
const pdfText = (text: string): string =>
  `<FEFF${[...text].map((character) => character.charCodeAt(0).toString(16).padStart(4, '0')).join('')}>`;

const OLD_FORM = pdfText('表格编号 ZZ-A1　版本 2000-01-01');

/** A form whose content the register holds already. */
const ENTERED = '申请表-已登记.pdf';
const ALIKE = '申请表-只填部门.pdf';
const LONG = '申请表-太长.pdf';

/** Filled forms that came back with something wrong. */
const FILLED: Readonly<Record<string, string>> = {
  '照片.zip': 'PK',
  '打印件.pdf': pdfWith(''),
  '报名表.pdf': pdfWith('<</T(name)/FT/Tx>>'),
  '容错申请表.pdf': pdfWith('<</T(matter)/FT/Tx>>', OLD_FORM),
  '申请表-日期.pdf': pdfWith(
    '<</T(application_date)/FT/Tx/Kids[<</T(y)/V(2025)>> <</T(m)/V(2)>> <</T(d)/V(30)>>]>>',
    OLD_FORM,
  ),
  '申请表-生僻字.pdf': pdfWith(`<</T(handler)/FT/Tx/V${pdfText('\u0bb7')}>>`, OLD_FORM),
  '申请表-部首.pdf': pdfWith(`<</T(handler)/FT/Tx/V${pdfText('示例\u2f2f\u2f47')}>>`, OLD_FORM),
  '申请表-繁体字.pdf': pdfWith(`<</T(handler)/FT/Tx/V${pdfText('張國榮')}>>`, OLD_FORM),
  [LONG]: pdfWith(
    `<</T(matter)/FT/Tx/Rect[0 0 100 20]/DA(/F 10 Tf)/V${pdfText('示例'.repeat(10))}>>`,
    OLD_FORM,
  ),
  [ENTERED]: pdfWith(`<</T(matter)/FT/Tx/V${pdfText('示例')}>>`, OLD_FORM),
  [ALIKE]: pdfWith(`<</T(handler)/FT/Tx/V${pdfText('示例部门')}>>`, OLD_FORM),
};

/** A case that reads; each example breaks one thing. */
const CASE = `---
id: x01
number: 2000-01
title: 示例
policy: JN
audience: 内部交流
field: 住建
keywords: [示例]
gist: 示例。
facts: { scope_basis: 适用, start_date: 2024-03-04, notice_date: 2024-03-05, told_date: 2024-03-06, documents: 告知通知 }
outcome: { decision: 不予容错 }
conditions: [{ clause: "JN-7(1)", fact: 示例。, verdict: 不符合 }]
exclusions: [{ clause: JN-19d, fact: 示例。, verdict: 不存在 }]
counterfactuals: [{ if: 如果通知晚了, change: { notice_date: 2024-03-19 }, breaks: [JN-12.2a], then: 逾期。 }]
questions: [示例？]
---

${['基本案情', '错在哪里', '启动与处理过程', '容错情形认定', '处理结果', '纠错整改', '结果运用', '评析'].map((heading) => `## ${heading}\n\n示例。\n`).join('\n')}`;

const change = (from: string, to: string): string => CASE.replace('id: x01', 'id: x02').replace(from, to);

const FORM = `id: jn-x
policy: JN
clause: JN-A1.0
kind: printed
source: 示例
place: 附件 9
title: 示例
version: 2000-01-01
step: 申请
role: [当事人]
filled_by: 示例
received_by: 示例
when: { text: 示例。 }
columns: [1, 9]
rows:
  - cells:
      - label: 符合何种容错条件及情形
        rowspan: 2
      - field: situations
fields:
  - { key: situations, label: 示例, type: multiline, help: 示例。 }
`;

const CONTENT: Readonly<Record<string, string>> = {
  'content/cases/x01.mdx': CASE,
  'content/cases/代号重复.mdx': CASE,
  'content/cases/没有卷首.mdx': '## 基本案情\n',
  'content/cases/卷首写法.mdx': change('title: 示例', 'title: "示例'),
  'content/cases/卷首的值.mdx': change('audience: 内部交流', 'audience: 公开'),
  'content/cases/部分不全.mdx': change('## 错在哪里', '## 错误'),
  'content/cases/台账行.mdx': change(/facts: .*/.exec(CASE)?.[0] ?? '', 'register: JN-2000-999'),
  'content/cases/事实.mdx': change('scope_basis: 适用,', 'scope_basis: 适用, weather: 晴,'),
  'content/cases/结论.mdx': change('scope_basis: 适用,', 'scope_basis: 适用, decision: 予以容错,'),
  'content/cases/规则.mdx': change(
    'notice_date: 2024-03-05, told_date: 2024-03-06',
    'notice_date: 2024-03-19, told_date: 2024-03-20',
  ),
  'content/cases/反事实.mdx': change(
    'change: { notice_date: 2024-03-19 }',
    'change: { notice_date: 2024-03-06 }',
  ),
  'content/cases/对照.mdx': change('questions:', 'pair: x99\npair_difference: 示例。\nquestions:'),
  'content/cases/事实的值.mdx': change('scope_basis: 适用,', 'scope_basis: 适用, harm: 轻微,'),
  'content/cases/标签.mdx': change('## 评析\n\n示例。', '## 评析\n\n<b>示例</b>。'),
  'content/cases/链接.mdx': change('## 评析\n\n示例。', '## 评析\n\n[示例](x)。'),
  'content/cases/引用.mdx': change('## 评析\n\n示例。', '## 评析\n\n见[[JN-99]]。'),
  'content/cases/旧规.mdx': change('## 评析\n\n示例。', '## 评析\n\n依照枣职发〔2022〕22号办理。'),
  'content/bulletins/批次.mdx': bulletin('b-2000-1', 2, 'x99', '## 启示'),
  'content/bulletins/范围.mdx': bulletin('b-2000-2', 3, 'x01', '## 体会'),
  'content/bulletins/曝光.mdx': bulletin('b-2000-3', 4, 'x01', '## 问题')
    .replace('batch: 4', 'kind: 通报曝光')
    .replace('cases: [x01]', 'event: WF-E-2000-999'),
  'content/bulletins/缺字.mdx': bulletin('b-2000-4', 5, 'x01', '## 启示').replace('示例。\n', '示例😀。\n'),
  'content/forms/写法.yaml': 'id: [',
  'content/forms/项目.yaml': 'id: 项目\n',
  'content/forms/jn-x.yaml': FORM,
  'content/forms/jn-y.yaml': FORM.replace('id: jn-x', 'id: jn-y'),
  // As if other content of the one, a later version of the other and a form that is gone had been accepted.
  [FORMS_LOCK]: JSON.stringify({
    'jn-x': { version: '2000-01-01', digest: '0'.repeat(64) },
    'jn-y': { version: '2000-01-02', digest: '0'.repeat(64) },
    'jn-z': { version: '2000-01-01', digest: '0'.repeat(64) },
  }),
};

function bulletin(id: string, batch: number, listed: string, heading: string): string {
  return `---
id: ${id}
batch: ${batch}
title: 示例
issued: 2000-07
scope: 内部交流
audience: 公开宣传
cases: [${listed}]
lead: 示例。
---

${heading}

示例。
`;
}

/** Nothing of these is read from the repository. */
const REPLACED = [
  'content/cases',
  'content/bulletins',
  'content/forms',
  FORMS_LOCK,
  'content/glossary.yaml',
  'data/registers',
];

const LOCK = 'content/policies/text.lock.json';

/** Files of the repository as if one thing in them had been changed. */
const SPOILT: Readonly<Record<string, (text: string) => string>> = {
  // As if one article had been changed since its text was locked.
  [LOCK]: (text) => text.replace(/"[0-9a-f]{64}"/, '""'),
  'content/clauses.csv': (text) => `${text.trimEnd()}\nJN-99,JN,99,procedure,yes,示例\nJN-99,JN\n`,
  'content/policies/wf-2021.mdx': (text) => text.replace('pol_status: 试行', 'pol_status: 施行'),
  'content/policies/sy-practice.mdx': (text) => text.replaceAll('94人次', '约94人'),
  // A department that is not listed, and one whose norm rests on something else.
  'content/norms.yaml': () =>
    '- { id: x, department: 示例部门, norm: { title: 示例规范, pol_no: "", pol_issued: "", pol_parent: [示例办法] } }\n',
  'content/training/jn-rules.mdx': (text) => text.replace('[[JN-7(6)]]', ''),
  'content/training/three-distinctions.mdx': (text) => text.replace(/<Clause id="ZZ-2[^"]*" \/>/g, '示例'),
};

/** Raised by the build over its own output; there is no small input for it. */
const LEAK: Finding = {
  code: 'leak-found',
  severity: 'error',
  clause: null,
  file: 'dist/cases/index.html',
  message: '公开版含有台账编号 JN-2000-901。',
  hint: '从内容中删去，或者改用 --edition internal。',
};

/** Raised before anything is compared, so it has no place beside the other examples. */
const BROKEN_LOCK: Finding = {
  code: 'text-lock-syntax',
  severity: 'error',
  clause: null,
  file: LOCK,
  line: 1,
  position: 1,
  message: '锁定文本的文件不是合法的 JSON，无法核对制度正文有没有变动。',
  hint: '从版本库恢复这个文件。',
};

/** One finding per code. `files` gives the policies and the calendar; everything else is made up here. */
export async function exampleFindings(files: ContentFiles): Promise<ReadonlyMap<string, Finding>> {
  const isReplaced = (path: string): boolean =>
    REPLACED.some((folder) => path === folder || path.startsWith(`${folder}/`));
  const made = [...Object.keys(CONTENT), ...Object.keys(REGISTERS).map((name) => `data/registers/${name}`)];
  const overlay: ContentFiles = {
    digest: files.digest,
    list: async (folder) =>
      isReplaced(folder) ? made.filter((path) => path.startsWith(`${folder}/`)).sort() : files.list(folder),
    text: async (path) => {
      if (isReplaced(path)) return CONTENT[path];
      const text = await files.text(path);
      return text === undefined ? undefined : (SPOILT[path]?.(text) ?? text);
    },
    chunks: async function* (path) {
      if (path.endsWith(NO_FILE)) throw Object.assign(new Error('not a file'), { code: 'ENOTFILE' });
      const bytes = REGISTERS[path.slice('data/registers/'.length)];
      if (bytes) yield bytes;
    },
  };
  const { findings } = await readCorpus(overlay, {
    asOf: EXAMPLE_DAY,
    // A Han character is as wide as it is high.
    measure: (_role, text, size) => {
      if (text.includes('😀')) throw new MissingGlyphError('示例', '😀');
      return text.length * size;
    },
  });
  const found = new Map<string, Finding>();
  for (const finding of [...findings, ...(await apart(files)), LEAK, BROKEN_LOCK]) {
    if (!found.has(finding.code)) found.set(finding.code, finding);
  }
  return found;
}

/** What would keep the other examples from being read at all is shown to its reader alone. */
async function apart(files: ContentFiles): Promise<Finding[]> {
  const findings: Finding[] = [];
  const policyPath = 'content/policies/jn-2019.mdx';
  const policy = (await files.text(policyPath)) ?? '';
  const rule = policy.indexOf('<Rule id="JN-12.2a">');
  const spoil = (from: string, to: string): string =>
    policy.slice(0, rule) + policy.slice(rule).replace(from, to);
  for (const text of [
    spoil('<Rule ', '<Ruel '),
    spoil('within: 7 workdays', 'within: 7 weekdays'),
    spoil('启动责任追究调查7个工作日内，应以', '启动责任追究调查后，应以'),
  ]) {
    findings.push(...readPolicy(text, policyPath, FIELDS).findings);
  }
  findings.push(
    ...readCalendar('日期,类别,节日\n2026-10-01,放假,国庆节\n', 'data/calendar/calendar.csv').findings,
  );
  const table = '日期,类别,节日,依据\n2037-10-01,调休上班,国庆节,国办发明电〔2036〕9号\n';
  // An invented arrangement of an invented year.
  const days =
    '一、元旦：1月1日（周四）放假1天，不调休。\n二、春节：2月15日（周日）放假1天，不调休。\n三、清明节：4月6日（周一）放假1天，不调休。\n四、劳动节：5月1日（周五）放假1天，不调休。\n五、端午节：6月18日（周四）放假1天，不调休。\n六、中秋节：9月24日（周四）放假1天，不调休。\n七、国庆节：10月1日（周四）放假1天，不调休。';
  for (const text of [days, '一、国庆节：十月一日起放假。']) {
    const notice = {
      file: 'data/calendar/notices/2037.txt',
      text: `国务院办公厅关于2037年部分节假日安排的通知\n国办发明电〔2036〕9号\n\n${text}\n`,
    };
    findings.push(...readCalendar(table, 'data/calendar/calendar.csv', [notice]).findings);
  }
  const { calendar } = readCalendar(
    (await files.text('data/calendar/calendar.csv')) ?? '',
    'data/calendar/calendar.csv',
  );
  if (calendar) {
    // Where case ids cannot be read no reference is called unknown.
    const [head = '', first = ''] = CASES.split('\n');
    await checkRegisters(
      [
        { path: 'data/registers/events-2000.csv', open: bytesOf(utf8(EVENTS)) },
        { path: 'data/registers/cases-2000.csv', open: bytesOf(utf8(`${head}\n${first}\n`)) },
      ],
      {
        policies: [],
        calendar,
        asOf: EXAMPLE_DAY,
        emit: (finding) => {
          if (finding.code === 'reference-unknown') findings.push(finding);
        },
      },
    );
    await checkRegisters(
      [{ path: 'data/registers/cases-2000.csv', open: bytesOf(utf8(`${head}\n${'长'.repeat(1 << 21)}\n`)) }],
      {
        policies: [],
        calendar,
        asOf: EXAMPLE_DAY,
        emit: (finding) => {
          if (finding.code === 'record-long') findings.push(finding);
        },
      },
    );
    // A limit this low stands for a file with a hundred thousand findings.
    await checkRegisters([{ path: 'data/registers/cases-2000.csv', open: bytesOf(utf8(CASES)) }], {
      policies: [],
      calendar,
      asOf: EXAMPLE_DAY,
      mostFindings: 2,
      emit: (finding) => {
        if (finding.code === 'findings-many') findings.push(finding);
      },
    });
  }
  findings.push(...holdVersions('{', [], files.digest).findings);
  findings.push(...readGlossary('- id: [', 'content/glossary.yaml').findings);
  findings.push(...readGlossary('- id: tolerance\n', 'content/glossary.yaml').findings);

  if (calendar) findings.push(...(await reportExamples(files, calendar)));

  const formPath = 'content/forms/jn-a1.yaml';
  const formText = (await files.text(formPath)) ?? '';
  const unknownColumn = formText.replace('register: [told_date]', 'register: [told_day]');
  findings.push(...readForm(unknownColumn, formPath, { registerKeys: new Set(FIELDS.keys) }).findings);
  const { form } = readForm((await files.text('content/forms/zz-a1.yaml')) ?? '', 'content/forms/zz-a1.yaml');
  if (form) {
    for (const [file, pdf] of Object.entries(FILLED))
      findings.push(...(await readFilledForm(utf8(pdf), file, [formKey(form)])).findings);
    findings.push(...(await enteredInto(form)));
  }
  const { form: asked } = readForm(formText, formPath);
  if (asked) findings.push(...(await missingControl(asked)));
  return findings;
}

/** What is found of a Word document of which a row has been written anew without its controls. */
async function missingControl(form: FormSpec): Promise<Finding[]> {
  const key = formKey(form);
  const controls = key.controls
    .filter(({ field }) => field !== 'matter')
    .map(({ field }) => `<w:sdt><w:sdtPr><w:tag w:val="${field}"/></w:sdtPr><w:sdtContent/></w:sdt>`);
  const bytes = packTexts(
    new Map([
      ['word/document.xml', `<w:document xmlns:w="w"><w:body>${controls.join('')}</w:body></w:document>`],
      ['word/footer1.xml', `<w:ftr xmlns:w="w"><w:t>${editionLine(form)}</w:t></w:ftr>`],
    ]),
  );
  const { findings } = await readFilledForm(bytes, '申请表-重打.docx', [key]);
  return findings.filter(({ code }) => code === 'form-control-missing');
}

/** A register of one case. */
function registerOfOne(): Promise<RegisterSheet> {
  const rows = '编号,适用制度,追究事由,问责追责承办单位（责任追究部门）\nZZ-2000-971,ZZ,示例,示例部门\n';
  return RegisterSheet.open({ path: 'data/registers/cases-2000.csv', open: bytesOf(utf8(rows)) }, 'cases');
}

/** What is found of forms that are entered into a register: as new rows that it holds, or two into one row. */
async function enteredInto(form: FormSpec): Promise<Finding[]> {
  const paperOf = (file: string) =>
    readPaper({ file, bytes: utf8(FILLED[file] ?? '') }, 'cases', [formKey(form)], {});
  const both = [await paperOf(ENTERED), await paperOf(LONG)];
  const entered = [
    ...applyPapers(
      [await paperOf(ENTERED), await paperOf(ALIKE)],
      await registerOfOne(),
      UNLESS_HELD,
      NOTHING_BESIDE,
      '2000',
    ),
    ...applyPapers(
      both,
      await registerOfOne(),
      both.map(() => 'ZZ-2000-971'),
      NOTHING_BESIDE,
      '2000',
    ),
  ];
  return entered.flatMap(({ findings }) =>
    findings.filter(({ code }) => code.startsWith('form-row-') || code === 'form-value-disputed'),
  );
}

/** Cases of which reports find something; the last lacks its paper. */
const REPORTED = `编号,适用制度,容错对象类型,单位,问责追责承办单位（责任追究部门）,追究事由,容错认定（给予容错）时间,是否容错,容错方式,容错后问责追责情况,文书材料,容错情形,容错条件
JN-2000-961,JN,个人,示例单位,示例机关,示例,2000-03-06,予以容错,减责,单位:检查,,JN-9(2),JN-7(1)
JN-2000-962,JN,个人,示例单位,示例机关,证件号码11010519491231002X,2000-03-07,予以容错,免责,,,JN-9(2),JN-7(1)
ZZ-2000-961,ZZ,个人,示例单位,示例部门,示例,2000-03-08,予以容错,不予追究责任,,容错申请表,,
`;

/** What reports find in rows that the check has passed over; and a sum that has been tampered with. */
async function reportExamples(files: ContentFiles, calendar: WorkCalendar): Promise<Finding[]> {
  const read = async (path: string): Promise<string> => (await files.text(path)) ?? '';
  const policyOf = async (path: string): Promise<Policy | undefined> =>
    readPolicy(await read(path), path, FIELDS).policy;
  const formOf = async (path: string): Promise<FormSpec | undefined> => readForm(await read(path), path).form;
  const jn = await policyOf('content/policies/jn-2019.mdx');
  const zz = await policyOf('content/policies/zz-2023.mdx');
  const table = await formOf('content/forms/jn-a2.yaml');
  const filing = await formOf('content/forms/zz-a4.yaml');
  const half = readPeriod('2000H1');
  const month = readPeriod('2000-03');
  if (!jn || !zz || !table || !filing || !half || !month) return [];
  const entries: Entry[] = [];
  const told: Finding[] = [];
  await checkRegisters([{ path: 'data/registers/cases-2000.csv', open: bytesOf(utf8(REPORTED)) }], {
    policies: [jn, zz],
    calendar,
    asOf: EXAMPLE_DAY,
    emit: (finding) => told.push(finding),
    onEntry: (entry) => entries.push(entry.keep()),
  });
  const rows = { entries, findings: told };
  const report = jnHalfYear(rows, { policy: jn, form: table, period: half, asOf: EXAMPLE_DAY });
  const filed = zzMonth(rows, { policy: zz, form: filing, period: month, asOf: EXAMPLE_DAY });
  // Sums of a report all of whose rows have been taken away.
  const tampered = { ...report, sheets: [], unplaced: [] };
  const none = { table: 'cases', policy: 'JN', belongs: () => false, unitOf: () => '', adds: {} } as const;
  const audited = audit(tampered, { entries: [] }, none);
  return [...report.findings, ...filed.findings, ...audited.findings];
}
