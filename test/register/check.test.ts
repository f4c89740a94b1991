import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import type { RegisterSource } from '../../src/register/check.ts';
import { findColumn } from '../../src/register/columns.ts';
import { inChunks, utf8 } from './bytes.ts';
import { checkSources } from './registers.ts';

/** A register file from its lines. */
const file = (path: string, ...lines: string[]): RegisterSource => ({
  path,
  open: inChunks(utf8(`${lines.join('\n')}\n`)),
});

const HEAD = '编号,适用制度,适用方式,启动责任追究调查（问责程序）日期,通知单位党委（党组）日期';
/** A case that has just begun: nothing is due yet. */
const CLEAN = 'JN-2026-001,JN,适用,2026-11-19,';
const DAY = '2026-11-20';

async function check(sources: RegisterSource | RegisterSource[], asOf = DAY): Promise<readonly Finding[]> {
  return (await checkSources([sources].flat(), asOf)).findings;
}

/** Findings of one file of cases under HEAD. */
const cases = (...lines: string[]): Promise<readonly Finding[]> => check(file('cases.csv', HEAD, ...lines));

/** `where severity code clause message → hint`. */
const shown = (findings: readonly Finding[]): string =>
  findings
    .map(
      ({ cell, row, line, severity, code, clause, message, hint }) =>
        `${cell ?? (row ? `第${row}行` : '文件')}${line && line !== row ? `/${line}` : ''} ${severity} ${code} ${clause ?? '-'} ${message} → ${hint}`,
    )
    .join('\n');

test('a clean row gives no finding', async () => {
  expect(shown(await cases(CLEAN))).toBe('');
});

describe('headers', () => {
  test('any order, ASCII keys, width of brackets, spaces and a byte order mark', async () => {
    const head = 'policy,\uFEFF编号, 适用方式 ,启动责任追究调查(问责程序)日期,notice_date';
    expect(shown(await check(file('cases.csv', head, 'JN,JN-2026-001,适用,2026-11-19,')))).toBe('');
  });

  test('not known, with the name that was meant', async () => {
    expect(shown(await check(file('cases.csv', `${HEAD},容措方式`, `${CLEAN},x`)))).toMatchInlineSnapshot(
      `"第1行 warning header-unknown - F列的表头「容措方式」不认识，这一列没有核对。 → 您是否想写「容错方式」？"`,
    );
    expect(shown(await check(file('cases.csv', `${HEAD},经办人电话`, `${CLEAN},x`)))).toMatchInlineSnapshot(
      `"第1行 warning header-unknown - F列的表头「经办人电话」不认识，这一列没有核对。 → 按模板的表头填写；自用的列可以不管。"`,
    );
  });

  test('repeated', async () => {
    expect(shown(await check(file('cases.csv', `${HEAD},适用方式`, `${CLEAN},适用`)))).toMatchInlineSnapshot(
      `"第1行 error header-repeated - 表头「适用方式」重复：C列、F列。不能确定用哪一列，这几列没有核对。 → 只保留一列。"`,
    );
  });

  test('missing: nothing below can be judged, and nothing is', async () => {
    expect(shown(await check(file('cases.csv', '编号,适用方式', 'x,y', 'z')))).toMatchInlineSnapshot(
      `"第1行 error header-missing - 缺少必须有的列：「适用制度」，本文件没有核对。 → 从模板复制表头，列的次序不限。"`,
    );
  });

  test('an empty file', async () => {
    expect(shown(await check(file('cases.csv')))).toMatchInlineSnapshot(
      `"文件 error header-missing - 文件是空的，没有表头。 → 从模板重新开始，首行写中文表头。"`,
    );
  });

  test('an empty column between others is nobody’s', async () => {
    expect(
      shown(
        await check(
          file('cases.csv', HEAD.replace(',适用方式', ',,适用方式'), 'JN-2026-001,JN,,适用,2026-11-19,'),
        ),
      ),
    ).toBe('');
  });

  test.each(['__proto__', 'constructor', 'toString'])(
    'the header %s is only an unknown one',
    async (name) => {
      const findings = await check(file('cases.csv', `${HEAD},${name}`, `${CLEAN},${name}`));
      expect(findings).toMatchObject([{ code: 'header-unknown', severity: 'warning' }]);
    },
  );

  test.each([
    ['semicolons', ';', ''],
    ['tabs', '\t', ''],
    ['a hint of Excel', ';', 'sep=;\n'],
    ['a hint in quotation marks', ';', '"sep=;"\n'],
    ['a hint of another program', ',', 'SEP=;,,,,\n'],
    ['a hint in quotation marks, with a BOM', '\t', '\uFEFF"sep=\t"\r\n'],
    ['a hint that is wrong', ',', 'sep=;\n'],
  ])('%s', async (_, delimiter, hint) => {
    const lines = [HEAD, CLEAN.replace('适用', '适')].map((line) => line.replaceAll(',', delimiter));
    const findings = await check(file('cases.csv', hint + lines.join('\n')));
    // No spreadsheet shows the hint: the header is row 1 all the same.
    expect(findings).toMatchObject([{ code: 'value-unknown', row: 2, line: hint ? 3 : 2, cell: 'C2' }]);
  });
});

describe('rows', () => {
  test('too few and too many cells', async () => {
    expect(shown(await cases('JN-2026-001,JN,适用'))).toMatchInlineSnapshot(
      `"第2行 error row-ragged - 第2行有 3 个单元格，表头有 5 个。 → 检查是否多写或漏写了逗号；含逗号的内容要用英文双引号括起。"`,
    );
    expect(shown(await cases(`${CLEAN},多出的一格`))).toMatchInlineSnapshot(
      `"第2行 error row-ragged - 第2行有 6 个单元格，表头有 5 个。 → 检查是否多写或漏写了逗号；含逗号的内容要用英文双引号括起。"`,
    );
  });

  test('empty cells at the end, blank lines and rows of commas are no fault, but they count', async () => {
    expect(
      shown(await cases(`${CLEAN},,,`, '', ',,,,', '  ', 'JN-2026-002,JN,适,2026-11-19,')),
    ).toMatchInlineSnapshot(
      `"C6 error value-unknown JN-5b 「适」不是「适用方式」可填的值。 → 您是否想写「适用」？"`,
    );
  });

  test('a stray quote costs its row and nothing else', async () => {
    expect(
      shown(await cases(CLEAN, 'JN-2026-002,JN,"适"用,2026-11-19,', 'JN-2026-003,JN,适用,2026-11-19,')),
    ).toMatchInlineSnapshot(
      `"第3行 error csv-quotes - 第3行的英文双引号不成对，这一行无法分列。 → 单元格内的双引号要写成两个，或者改用中文引号。"`,
    );
  });

  test('a row that cannot be read still owns its id', async () => {
    const events = file(
      'events.csv',
      '事件编号,事件类型,日期,相关案件',
      'JN-E-1,信访举报,2026-11-01,JN-2026-002|JN-2026-003',
    );
    for (const bad of ['JN-2026-002,JN,"适"用,2026-11-19,', 'JN-2026-002,JN,适用']) {
      const source = file('cases.csv', HEAD, bad, CLEAN, 'JN-2026-003,JN,适用,2026-11-19,');
      expect(await check([source, events]), bad).toHaveLength(1);
    }
  });

  test('coordinates below cells of several lines', async () => {
    const head = `${HEAD},追究事由`;
    const findings = await check(
      file(
        'cases.csv',
        head,
        `${CLEAN},"第一行`,
        '第二行',
        '第三行"',
        'JN-2026-002,JN,适,2026-11-19,,"又',
        '两行"',
        'JN-2026-003,XX,适用,2026-11-19,,',
      ),
    );
    expect(findings.map(({ row, line, cell }) => [row, line, cell])).toEqual([
      [3, 5, 'C3'],
      [4, 7, 'B4'],
    ]);
  });

  test('far to the right the letters go on', async () => {
    const head = [...HEAD.split(','), ...Array.from({ length: 22 }, () => ''), '是否容错'];
    const row = [...CLEAN.split(','), ...Array.from({ length: 22 }, () => ''), '容错'];
    expect(await check(file('cases.csv', head.join(','), row.join(',')))).toMatchObject([
      { cell: 'AB2', key: 'decision' },
    ]);
  });
});

describe('one fault is one finding', () => {
  const columns = [
    '集体研究',
    '姓名',
    '追究事由',
    '是否容错',
    '对初步建议的态度',
    '分析评价',
    '整改计划提交日期',
    '备注',
    '文书材料',
  ];
  const head = `${HEAD},${columns.join(',')}`;
  const row = (values: Readonly<Record<string, string>>): string =>
    head
      .split(',')
      .map((name, index) => values[name] ?? CLEAN.split(',')[index] ?? '')
      .join(',');

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['a word that is not one of the list', { 是否容错: '予以容措' }, 'value-unknown'],
    [
      'an impossible day',
      { 文书材料: '告知通知', '通知单位党委（党组）日期': '2026-11-31' },
      'date-impossible',
    ],
    [
      'the day a duty counts from is unreadable',
      { '启动责任追究调查（问责程序）日期': '19/11/2026' },
      'date-format',
    ],
    ['a policy nobody knows', { 适用制度: 'JX' }, 'value-unknown'],
    ['a blank policy', { 适用制度: '' }, 'value-missing'],
    ['a blank id', { 编号: '' }, 'value-missing'],
    ['an id in lower case', { 编号: 'jn-2026-001' }, 'id-format'],
    ['an id of another policy', { 编号: 'WF-2026-001' }, 'id-prefix'],
    ['a column of another policy', { 整改计划提交日期: '2026-11-19' }, 'column-profile'],
    ['a name', { 姓名: '张某' }, 'personal-name'],
    ['a name with spaces', { 姓名: ' 张某 ' }, 'personal-name'],
    ['an identity number in a text', { 追究事由: '证件号11010519491231002X，多付' }, 'personal-number'],
    [
      'an identity number in full-width digits',
      { 追究事由: '１１０１０５１９４９１２３１００２Ｘ' },
      'personal-number',
    ],
    ['an identity number as id', { 编号: '11010519491231002X' }, 'personal-number'],
    ['a mobile number in a list', { 分析评价: '13812345678' }, 'personal-number'],
    ['two views of one thing', { 分析评价: 'JN-6(1)=正|JN-6(1)=负' }, 'value-contradiction'],
    ['a formula', { 备注: '=1+1' }, 'cell-formula'],
  ])('%s', async (_, values, code) => {
    const findings = await check(file('cases.csv', head, row(values)));
    expect(findings.map((finding) => finding.code)).toEqual([code]);
    const name = Object.keys(values).at(-1) ?? '';
    expect(findings[0]?.column).toBe(code === 'id-prefix' ? '编号' : name);
    expect(JSON.stringify(findings)).not.toMatch(/11010519491231002X|13812345678|张某/);
  });

  test('a name under a policy without that column', async () => {
    const values = { 编号: 'PY-2026-001', 适用制度: 'PY', 适用方式: '参照', 姓名: '张某', 备注: '合成样例' };
    const findings = await check(file('cases.csv', head, row(values)));
    expect(findings.filter(({ column }) => column === '姓名').map(({ code }) => code)).toEqual([
      'personal-name',
    ]);
    // A draft governs nothing; a row made up for practice is told so.
    expect(findings).toContainEqual(expect.objectContaining({ clause: 'PY-0.1', severity: 'info' }));
    expect(JSON.stringify(findings)).not.toContain('张某');
  });

  test('an id used twice, in one file and over several', async () => {
    expect(shown(await cases(CLEAN, CLEAN))).toMatchInlineSnapshot(
      `"A3 error id-repeated - 编号 JN-2026-001 已在 cases.csv 第2行使用。 → 给其中一行改用新的编号。"`,
    );
    const findings = await check([file('2026/cases.csv', HEAD, CLEAN), file('2025/cases.csv', HEAD, CLEAN)]);
    expect(findings).toMatchObject([{ code: 'id-repeated', file: '2025/cases.csv', cell: 'A2' }]);
  });

  test('an id written in another way is the same id', async () => {
    const events = file(
      'events.csv',
      '事件编号,事件类型,日期,相关案件',
      'JN-E-1,信访举报,2026-11-01,JN-2026-001',
    );
    const findings = await check([
      file('cases.csv', HEAD, CLEAN.toLowerCase().replace('jn,', 'JN,')),
      events,
    ]);
    expect(findings.map(({ code }) => code)).toEqual(['id-format']);
  });
});

describe('events', () => {
  const EVENTS = '事件编号,事件类型,日期,相关案件,文书,送达/报送/参加对象';
  const ZZ =
    '编号,适用制度,适用方式,容错对象类型,是否容错,容错认定（给予容错）时间,启动责任追究调查（问责程序）日期';
  const zz = file('cases.csv', ZZ, 'ZZ-2024-001,ZZ,适用,个人,予以容错,2024-03-04,2024-02-01');
  const filing = (date: string, id = 'ZZ-2024-001'): string =>
    `ZZ-E-1,备案表报送,${date},${id},处理决定,纪委办公室|组织人事处`;

  const about = async (clause: string, ...events: string[]): Promise<readonly Finding[]> => {
    return (await check([zz, file('events.csv', EVENTS, ...events)])).filter(
      (finding) => finding.clause === clause,
    );
  };

  test('without an event log nothing that only it could show is called missing', async () => {
    expect((await check([zz])).filter(({ clause }) => clause === 'ZZ-7(8)c')).toEqual([]);
  });

  test('the filing of a case is found in the event log', async () => {
    const overdue = { severity: 'error', code: 'deadline-overdue', caseId: 'ZZ-2024-001' };
    expect(await about('ZZ-7(8)a')).toMatchObject([overdue]);
    expect(await about('ZZ-7(8)c')).toEqual([]);
    expect(await about('ZZ-7(8)c', filing('2024-03-25'))).toEqual([]);
    expect(await about('ZZ-7(8)c', filing('2024-04-25'))).toMatchObject([
      { severity: 'warning', code: 'deadline-missed' },
    ]);
    expect(await about('ZZ-7(8)c', filing('2024-04-26'))).toMatchObject([
      { severity: 'error', code: 'deadline-missed' },
    ]);
    const elsewhere = await about('ZZ-7(8)a', filing('2024-03-25', 'ZZ-2022-777'));
    expect(elsewhere).toMatchObject([overdue]);
  });

  test('the earliest of several counts, whatever their order', async () => {
    const late = filing('2024-05-25').replace('E-1', 'E-2');
    expect(await about('ZZ-7(8)c', late, filing('2024-03-20'))).toEqual([]);
    expect(await about('ZZ-7(8)c', filing('2024-03-20'), late)).toEqual([]);
  });

  test('a finding about a derived date points at a cell that exists', async () => {
    const [finding] = await about('ZZ-7(8)a');
    expect(finding).toMatchObject({ cell: 'A2', key: 'case_id', column: '编号' });
  });

  // The fault stands in the event; the case is not to blame for an event that cannot be read.
  test.each([
    ['an impossible date', filing('2024-03-32')],
    ['no date', filing('')],
    ['an unknown type', filing('2024-03-25').replace('备案表报送', '备案表抱送')],
    ['wrong separators', filing('2024-03-25', 'ZZ-2024-001、ZZ-2024-001')],
    ['a stray quote', filing('2024-03-25').replace('ZZ-E-1', '"ZZ"-E-1')],
    ['a cell too few', filing('2024-03-25').replace(/,[^,]*$/, '')],
  ])('an event with %s hides nothing and blames nobody else', async (_, event) => {
    const findings = await check([zz, file('events.csv', EVENTS, event)]);
    expect(findings.filter(({ clause }) => /^ZZ-7\(8\)[ac]$/.test(clause ?? ''))).toEqual([]);
    expect(findings.filter(({ file: path }) => path === 'events.csv')).toHaveLength(1);
  });

  test('an event file that cannot be read blames no case', async () => {
    for (const events of [
      file('events.csv', '日期,相关案件', '2024-03-25,ZZ-2024-001'),
      { path: 'events.csv', open: inChunks(Uint8Array.of(0xff)) },
    ]) {
      const findings = await check([zz, events]);
      expect(findings.filter(({ clause }) => /^ZZ-7\(8\)[ac]$/.test(clause ?? ''))).toEqual([]);
      expect(findings.filter(({ file: path }) => path === 'events.csv')).toHaveLength(1);
    }
  });

  test('a case that is not in the register', async () => {
    const events = file('events.csv', EVENTS, filing('2024-03-25', 'ZZ-2024-001|ZZ-2024-011'));
    expect(
      shown((await check([zz, events])).filter(({ file: path }) => path === 'events.csv')),
    ).toMatchInlineSnapshot(
      `"D2 error reference-unknown - 相关案件 ZZ-2024-011 在案件台账中找不到。 → 您是否想写 ZZ-2024-001？"`,
    );
  });

  test('a case file that cannot be read makes no reference unknown', async () => {
    const broken = { path: 'cases.csv', open: inChunks(Uint8Array.of(0x61, 0xff)) };
    const findings = await check([broken, file('events.csv', EVENTS, filing('2024-03-25'))]);
    expect(findings.map(({ code }) => code)).toEqual(['encoding-unknown']);
  });

  test('rules about events run on events', async () => {
    const findings = await check(
      file(
        'events.csv',
        '事件编号,事件类型,日期,报告期,送达/报送/参加对象',
        'JN-E-1,统计表报送,2024-07-11,2024H1,同级纪检监察机关|同级组织部门',
      ),
    );
    expect(shown(findings)).toMatchInlineSnapshot(
      `"C2 error deadline-missed JN-A2.n4a 统计表按期报送：应不晚于 2024-07-10，登记为 2024-07-11，超出 1 个工作日。 → 核对报送日期和报告期；上半年于7月10日前、下半年于次年1月10日前报送。"`,
    );
  });

  test.each(['constructor', '__proto__'])('an event of the type %s', async (type) => {
    const findings = await check(file('events.csv', '事件编号,事件类型,日期', `E-1,${type},2024-07-11`));
    expect(findings).toMatchObject([{ code: 'value-unknown' }]);
  });
});

describe('deadlines and the day of judging', () => {
  const started = 'JN-2025-001,JN,适用,2025-09-26,';

  test.each([
    ['2025-10-13', []],
    ['2025-10-14', ['deadline-overdue']],
  ])('not notified on %s: %j', async (asOf, codes) => {
    expect((await check(file('cases.csv', HEAD, started), asOf)).map(({ code }) => code)).toEqual(codes);
  });

  test('a complete finding', async () => {
    const findings = await check(file('cases.csv', HEAD, `${started}2025-10-15`), '2025-10-20');
    const [finding, ...others] = findings.filter(({ clause }) => clause === 'JN-12.2a');
    expect(others).toEqual([]);
    expect(finding).toMatchInlineSnapshot(`
      {
        "caseId": "JN-2025-001",
        "cell": "E2",
        "clause": "JN-12.2a",
        "code": "deadline-missed",
        "column": "通知单位党委（党组）日期",
        "file": "cases.csv",
        "hint": "核对日期；如系线索保密，请在「问题线索需要暂时保密」填「是」。",
        "key": "notice_date",
        "line": 2,
        "message": "7个工作日内通知单位党委（党组）：启动责任追究调查（问责程序）日期为 2025-09-26，应不晚于 2025-10-13（第7个工作日，其间9月28日上班，10月1日至8日放假，10月11日上班），登记为 2025-10-15，超出 2 个工作日。",
        "quote": "问责追责承办单位启动责任追究调查7个工作日内，应以适当方式通知当事人所在单位党委（党组）",
        "row": 2,
        "severity": "error",
        "values": {
          "calendar": "国办发明电〔2024〕12号",
          "citation": "济南《实施细则》第十二条第二款",
          "due": "2025-10-13",
          "lateWorkdays": "2",
        },
      }
    `);
  });

  test('days off are named only where they changed the result', async () => {
    // 20 September works and 25 September is off: the seventh working day is that of plain counting.
    const findings = await check(file('cases.csv', HEAD, 'JN-2026-001,JN,适用,2026-09-18,2026-10-12'));
    const finding = findings.find(({ clause }) => clause === 'JN-12.2a');
    expect(finding?.message).toContain(
      '应不晚于 2026-09-29（第7个工作日），登记为 2026-10-12，超出 5 个工作日。',
    );
    expect(finding?.values).toMatchObject({ calendar: '国办发明电〔2025〕7号' });
  });

  test('without any such day no notice is named', async () => {
    const findings = await check(file('cases.csv', HEAD, 'JN-2024-001,JN,适用,2024-03-04,2024-03-19'));
    const finding = findings.find(({ clause }) => clause === 'JN-12.2a');
    expect(finding?.values).not.toHaveProperty('calendar');
  });

  test('past the last announced year the due day is said to be provisional', async () => {
    const [finding] = await check(file('cases.csv', HEAD, 'JN-2026-001,JN,适用,2026-12-28,'), '2027-01-07');
    expect(finding?.values).toMatchObject({ due: '2027-01-06', provisional: '暂定' });
    expect(finding?.message).toContain('暂定');
  });

  test('a mistyped century is reported, not searched for without end', async () => {
    const findings = await check(file('cases.csv', HEAD, 'JN-2026-001,JN,适用,2126-11-19,2199-12-31'));
    expect(findings.map(({ code, clause }) => `${code} ${clause}`)).toContain('date-future null');
  });
});

describe('reports never show what a personal column holds', () => {
  test('a rule about the unit of a person', async () => {
    const head = `${HEAD},容错对象类型,单位,职务`;
    const findings = await check(file('cases.csv', head, `${CLEAN},单位,某某局,某某处处长`));
    expect(findings).toMatchObject([{ clause: 'JN-A2.n1', key: 'subject_post' }]);
    expect(JSON.stringify(findings)).not.toContain('处长');
  });

  test('a value that is written wrong, and its correction', async () => {
    const head = `${HEAD},容错后问责追责情况,备注`;
    const findings = await check(file('cases.csv', head, `${CLEAN},政务处分：记过, 王某 `));
    expect(findings.map(({ key }) => key)).toEqual(['sanctions', 'note']);
    expect(JSON.stringify(findings)).not.toMatch(/记过|王某/);
  });

  test('a file without a header, whose first row names people', async () => {
    const findings = await check(file('cases.csv', '张某某,某局,局长', '李某某,某处,处长'));
    expect(findings.map(({ code }) => code)).toContain('header-missing');
    expect(JSON.stringify(findings)).not.toMatch(/张某某|局长/);
  });
});

describe('files', () => {
  test('encodings are named, GB18030 included', async () => {
    // 编号,适用制度 / JN-2026-001,JN in GB18030.
    const gb = Uint8Array.of(
      0xb1,
      0xe0,
      0xba,
      0xc5,
      0x2c,
      0xca,
      0xca,
      0xd3,
      0xc3,
      0xd6,
      0xc6,
      0xb6,
      0xc8,
      0x0a,
      ...utf8('JN-2026-001,JN\n'),
    );
    const { files } = await checkSources(
      [
        { path: 'b/cases.csv', open: inChunks(gb) },
        file('a/cases-2026.csv', HEAD, CLEAN.replace('001', '002'), ''),
        { path: 'c/lists.csv', open: inChunks(Uint8Array.of(0xff, 0xfe)) },
      ],
      DAY,
    );
    expect(files).toEqual([
      { path: 'a/cases-2026.csv', encoding: 'utf-8', rows: 1, table: 'cases' },
      { path: 'b/cases.csv', encoding: 'gb18030', rows: 1, table: 'cases' },
      { path: 'c/lists.csv', encoding: null, rows: 0, table: 'lists' },
    ]);
  });

  test('what is refused says where', async () => {
    const bad = { path: 'cases.csv', open: inChunks(Uint8Array.of(...utf8('编号,适用制度\n'), 0xff)) };
    expect(shown(await check(bad))).toMatchInlineSnapshot(
      `"文件 error encoding-unknown - 文件既不是 UTF-8 也不是 GB18030 编码：第 20 个字节（从 0 数起）两种编码都读不通。 → 在 Excel 或 WPS 中另存为「CSV UTF-8（逗号分隔）」。"`,
    );
    const wide = { path: 'cases.csv', open: inChunks(Uint8Array.of(0xff, 0xfe, 0x16, 0x7f)) };
    expect(shown(await check(wide))).toMatchInlineSnapshot(
      `"文件 error encoding-utf-16 - 文件从第 0 个字节起是 UTF-16 编码（Excel 的「Unicode 文本」），本程序不读这种编码。 → 在 Excel 或 WPS 中另存为「CSV UTF-8（逗号分隔）」。"`,
    );
  });
});

describe('whatever the bytes, the check comes to its end', () => {
  const run = async (name: string, bytes: Uint8Array, size: number): Promise<void> => {
    const { files, findings } = await checkSources([{ path: name, open: inChunks(bytes, size) }], DAY);
    expect(files).toHaveLength(1);
    for (const { message, hint } of findings)
      expect(`${message}${hint}`).not.toMatch(/undefined|NaN|\[object/);
  };
  const name = fc.constantFrom('cases.csv', 'events.csv', 'lists.csv');

  test('bytes without any order', async () => {
    await fc.assert(
      fc.asyncProperty(name, fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 50 }), run),
      { numRuns: 300 },
    );
  });

  test('a right header over cells without any order', async () => {
    const keys = [
      'case_id',
      'policy',
      'start_date',
      'notice_date',
      'decision',
      'mode',
      'archives',
      'analysis',
      'documents',
      'exclusions',
      'heard',
      'form_before',
    ];
    const token = fc.constantFrom(
      '',
      'JN',
      'ZZ',
      'JN-2024-001',
      '2024-03-05',
      '2024-02-30',
      '2124-01-01',
      '予以容错',
      '免责',
      '无',
      'constructor',
      '__proto__',
      '|',
      '=',
      '"',
      '\n',
      ',',
      ' ',
      '动机态度=正',
      'X@',
      '\u0000',
    );
    const text = fc.array(token, { maxLength: 60 }).map((tokens) => `${keys.join(',')}\n${tokens.join('')}`);
    const joined = fc
      .array(fc.array(token, { minLength: keys.length, maxLength: keys.length }), { maxLength: 5 })
      .map(
        (rows) =>
          `${keys.join(',')}\n${rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n')}`,
      );
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, joined), (content) => run('cases.csv', utf8(content), 64)),
      { numRuns: 500 },
    );
    expect(keys.every((key) => findColumn(key))).toBe(true);
  });
});

describe('a file with findings without end', () => {
  const HEAD = '编号,适用制度,适用方式';
  const rows = Array.from(
    { length: 50 },
    (_, index) => `JN-2024-${String(index + 1).padStart(3, '0')},JN,乱填`,
  );

  test('is left unread from a row that is named, and nothing is called missing for it', async () => {
    const events = file(
      'events.csv',
      '事件编号,事件类型,日期,相关案件',
      'JN-E-2024-001,联席会议,2024-03-04,JN-2024-050',
    );
    const { findings } = await checkSources([events, file('cases.csv', HEAD, ...rows)], DAY, {
      mostFindings: 10,
    });
    const last = findings.filter(({ code }) => code === 'findings-many');
    expect(last).toHaveLength(1);
    const { row = 0, line } = last[0] ?? {};
    expect(row).toBeGreaterThan(2);
    expect(row).toBeLessThan(14);
    expect(line).toBe(row);
    // Every row before it is reported, none after it.
    const reported = new Set(
      findings.filter(({ code }) => code === 'value-unknown').map(({ row: at }) => at),
    );
    expect([...reported]).toEqual(Array.from({ length: row - 2 }, (_, index) => index + 2));
    expect(findings.filter(({ code }) => code === 'reference-unknown')).toEqual([]);
  });

  test('below the limit every row is read', async () => {
    const findings = await check([file('cases.csv', HEAD, ...rows)]);
    expect(findings.filter(({ code }) => code === 'value-unknown')).toHaveLength(50);
    expect(findings.map(({ code }) => code)).not.toContain('findings-many');
  });
});
