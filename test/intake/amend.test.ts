import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextId, RegisterSheet } from '../../src/intake/amend.ts';
import { type Draft, identifies } from '../../src/intake/drafts.ts';
import { TABLES } from '../../src/register/columns.ts';
import { quoteCell } from '../../src/register/write.ts';

const open = (text: string | Uint8Array, table: 'cases' | 'events' = 'cases') =>
  RegisterSheet.open(
    {
      path: `${table}.csv`,
      open: async function* () {
        yield typeof text === 'string' ? new TextEncoder().encode(text) : text;
      },
    },
    table,
  );
const draft = (cells: Readonly<Record<string, string>>): Draft => ({
  cells: Object.entries(cells).map(([key, value]) => {
    const column = Object.values(TABLES)
      .flat()
      .find((one) => one.key === key);
    if (!column) throw new Error(`no column ${key}`);
    return { column, value };
  }),
});

const SMALL =
  '编号,适用制度,追究事由,文书材料,自用\r\nJN-2025-001,JN,"甲,乙",容错申请表,x\r\n\r\nJN-2025-007,JN,,,\r\n';

test('an untouched register comes out byte by byte as it went in', async () => {
  for (const name of ['jn-city/cases-2025', 'sy-county/events-2025', 'zz-college/cases-2024']) {
    const bytes = readFileSync(`data/registers/${name}.csv`);
    const sheet = await open(bytes, name.includes('events') ? 'events' : 'cases');
    expect(Buffer.from(sheet.text()).equals(bytes)).toBe(true);
  }
});

test('a table of tolerated cases does not turn a refusal into tolerance', async () => {
  const listed: Draft = {
    cells: draft({ decision: '予以容错', mode: '从轻' }).cells.map((cell) =>
      cell.column.key === 'decision' ? { ...cell, implied: true as const } : cell,
    ),
  };
  const row = (decision: string) => `编号,适用制度,是否容错,容错方式\r\nZZ-2025-001,ZZ,${decision},\r\n`;
  const refused = await open(row('不予容错'));
  expect(() => refused.put(listed, 'ZZ-2025-001', 'ZZ', false)).toThrow(
    '这张表上的案件“予以容错”，ZZ-2025-001 登记的是“不予容错”。请核对编号。',
  );
  expect(refused.text()).toBe(row('不予容错'));
  for (const decision of ['', '予以容错']) {
    const sheet = await open(row(decision));
    sheet.put(listed, 'ZZ-2025-001', 'ZZ', false);
    expect(sheet.text()).toContain('ZZ-2025-001,ZZ,予以容错,从轻');
  }
});

test('an update changes its cells and nothing else; values are added, never taken away', async () => {
  const sheet = await open(SMALL);
  const change = sheet.put(
    draft({ matter: '丙\n"丁"', documents: '容错申请表|证明材料', handler: '某单位' }),
    'JN-2025-001',
    'JN',
    false,
  );
  expect(change).toEqual({
    id: 'JN-2025-001',
    row: 2,
    isNew: false,
    cells: [
      { head: '追究事由', cell: 'C2', before: '甲,乙', after: '丙\n"丁"' },
      { head: '文书材料', cell: 'D2', before: '容错申请表', after: '容错申请表|证明材料' },
    ],
    same: [],
    absent: ['问责追责承办单位（责任追究部门）'],
    disputed: [],
  });
  expect(sheet.text()).toBe(
    '编号,适用制度,追究事由,文书材料,自用\r\nJN-2025-001,JN,"丙\n""丁""",容错申请表|证明材料,x\r\n\r\nJN-2025-007,JN,,,\r\n',
  );
  expect(sheet.put(draft({ matter: '丙\n"丁"' }), 'JN-2025-001', 'JN', false).same).toEqual(['追究事由']);
});

test('an id is taken as it was meant, unless there is one as it was written', async () => {
  const sheet = await open(`${SMALL}zz-2025-1,JN,,,\r\nZZ-2025-1,JN,,,\r\n`);
  const put = (id: string, isNew = false) => sheet.put(draft({ matter: '丙' }), id, 'JN', isNew);
  for (const id of ['jn-2025-001', ' JN-2025-001', 'ＪＮ－２０２５－００１', 'JN—2025 - 001'])
    expect(put(id), id).toMatchObject({ id: 'JN-2025-001', row: 2 });
  expect(put('zz-2025-1')).toMatchObject({ id: 'zz-2025-1', row: 5 });
  expect(put('Zz-2025-1')).toMatchObject({ id: 'ZZ-2025-1', row: 6 });
  expect(() => put('jn-2025-001', true)).toThrow('不能新建');
  expect(put('jn-2025-009', true)).toMatchObject({ id: 'JN-2025-009', row: 7 });
  expect(() => put('jn-2025-0010')).toThrow('没有编号 JN-2025-0010');
});

test('what two entries say differently of one cell is told, also on a fork', async () => {
  const sheet = await open(SMALL);
  const put = (cells: Readonly<Record<string, string>>, on = sheet) =>
    on.put(draft(cells), 'JN-2025-001', 'JN', false).disputed;
  expect(put({ matter: '丙', documents: '证明材料' })).toEqual([]);
  expect(put({ matter: '丙。', documents: '评估材料' })).toEqual([]);
  expect(put({ matter: '丁' }, sheet.fork())).toEqual(['追究事由']);
  expect(put({ matter: '丁' })).toEqual(['追究事由']);
  // What the register held before is there to be changed.
  expect(sheet.put(draft({ matter: '戊' }), 'JN-2025-007', 'JN', false).disputed).toEqual([]);
});

describe('a file is written as it was found', () => {
  const lines = [
    '编号;适用制度;追究事由;文书材料',
    'JN-2025-001;JN;"甲;乙";容错申请表',
    'JN-2025-002;JN;丙,丁;',
  ];
  const changed = [lines[0], 'JN-2025-001;JN;"甲;乙";容错申请表', 'JN-2025-002;JN;"戊;己";'];
  test.each([
    ['semicolons, LF', '', ';', '\n'],
    ['semicolons, mark, CRLF', '\uFEFF', ';', '\r\n'],
    ['the line of Excel', '\uFEFFsep=;\r\n', ';', '\r\n'],
  ])('%s', async (_, opening, __, end) => {
    const sheet = await open(opening + lines.map((line) => line + end).join(''));
    sheet.put(draft({ matter: '戊;己' }), 'JN-2025-002', 'JN', false);
    expect(sheet.text()).toBe(opening + changed.map((line) => line + end).join(''));
    expect(sheet.encoding).toBe('utf-8');
  });

  test('tabs', async () => {
    const sheet = await open('编号\t适用制度\t追究事由\nJN-2025-001\tJN\t甲,乙\n');
    sheet.put(draft({ matter: '戊\t己' }), 'JN-2025-001', 'JN', false);
    expect(sheet.text()).toBe('编号\t适用制度\t追究事由\nJN-2025-001\tJN\t"戊\t己"\n');
  });

  test('GBK comes out as UTF-8 with its mark, and it can be told that it does', async () => {
    // 编号,适用制度,追究事由 and 甲, in GBK.
    const bytes = Buffer.concat([
      Buffer.from('b1e0bac52ccacad3c3d6c6b6c82cd7b7bebfcac2d3c90d0a', 'hex'),
      Buffer.from('JN-2025-001,JN,'),
      Buffer.from('bcd70d0a', 'hex'),
    ]);
    const sheet = await open(bytes);
    expect(sheet.encoding).toBe('gb18030');
    expect(sheet.text()).toBe('\uFEFF编号,适用制度,追究事由\r\nJN-2025-001,JN,甲\r\n');
  });
});

describe('lines that do not change stay as they are, byte for byte', () => {
  const HEAD = '"编号","适用制度","追究事由","文书材料"';
  const put = async (text: string, isNew = false) => {
    const sheet = await open(text);
    sheet.put(draft({ matter: '丙' }), isNew ? 'JN-2025-009' : 'JN-2025-001', 'JN', isNew);
    return sheet.text();
  };

  test('quotes where none are needed, of the cells beside it, too', async () => {
    const text = (matter: string) =>
      `\uFEFF${HEAD}\r\n"JN-2025-001","JN","${matter}",""\r\n"JN-2025-002",JN,"乙",\r\n`;
    expect(await put(text('甲'))).toBe(text('丙'));
    expect(await put(text('甲'), true)).toBe(`${text('甲')}"JN-2025-009","JN","丙",""\r\n`);
  });

  test('quotes and delimiters in quotes, several lines in a cell', async () => {
    const text = (matter: string) =>
      `编号,适用制度,"追究,""事由""",追究事由\r\nJN-2025-001,JN,"a,""b""\r\nc""",${matter}\r\n\r\n"JN-2025-002",JN,"x\ny" ,\r\n`;
    expect(await put(text('甲'))).toBe(text('丙'));
    expect(await put(text('"甲\r\n乙"'))).toBe(text('"丙"'));
  });

  test('blank rows at the end: a new row goes before them', async () => {
    const rows = '编号,适用制度,追究事由\r\nJN-2025-001,JN,甲\r\n';
    const blanks = ',,\r\n , ,\r\n\r\n,,';
    expect(await put(rows + blanks)).toBe(`${rows.replace('甲', '丙')}${blanks}`);
    expect(await put(rows + blanks, true)).toBe(`${rows}JN-2025-009,JN,丙\r\n${blanks}`);
  });

  test('no line end at the end, different ones, lines before the header', async () => {
    const rows = '\r\n,,\n编号,适用制度,追究事由\rJN-2025-001,JN,甲';
    expect(await put(rows)).toBe(rows.replace('甲', '丙'));
    expect(await put(rows, true)).toBe(`${rows}\nJN-2025-009,JN,丙\n`);
  });

  test('more cells than the header has', async () => {
    const rows = '编号,适用制度,追究事由\r\nJN-2025-001,JN,甲,,\r\n';
    expect(await put(rows)).toBe(rows.replace('甲', '丙'));
  });

  test('any register: what has not changed is still there, and what is there reads as it should', async () => {
    const cell = fc.string({ unit: fc.constantFrom('甲', '"', ',', '\n', ' ', '1'), maxLength: 5 });
    const row = fc.record({ cells: fc.array(cell, { minLength: 2, maxLength: 2 }), isQuoted: fc.boolean() });
    const end = fc.constantFrom('\n', '\r\n');
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 6 }), end, async (rows, lineEnd) => {
        const lines = rows.map(({ cells: [first = '', second = ''], isQuoted }, at) => {
          const cells = [`JN-2025-${100 + at}`, 'JN', first, second];
          return cells.map((text) => quoteCell(text.replaceAll('\n', lineEnd), ',', isQuoted)).join(',');
        });
        const text = (middle: readonly string[]) =>
          ['编号,适用制度,自用,追究事由', ...middle].map((line) => line + lineEnd).join('');
        const sheet = await open(text(lines));
        expect(sheet.text()).toBe(text(lines));
        const at = rows.length - 1;
        sheet.put(draft({ matter: '丙' }), `JN-2025-${100 + at}`, 'JN', false);
        const isQuoted = rows[at]?.isQuoted || /["\n,]/.test(rows[at]?.cells[1] ?? '');
        const before = lines[at] ?? '';
        const own = quoteCell((rows[at]?.cells[1] ?? '').replaceAll('\n', lineEnd), ',', rows[at]?.isQuoted);
        const after = before.slice(0, before.length - own.length) + quoteCell('丙', ',', isQuoted);
        expect(sheet.text()).toBe(text([...lines.slice(0, at), after]));
      }),
      { numRuns: 200 },
    );
  });
});

test('a new row stands at the end under the next free id', async () => {
  const sheet = await open(SMALL);
  const id = nextId([...sheet.ids().keys(), 'JN-2024-100', 'JN-E-2025-050'], 'cases', 'JN', '2025');
  expect(id).toBe('JN-2025-008');
  expect(sheet.put(draft({ matter: '戊' }), id, 'JN', true).row).toBe(5);
  expect(sheet.text().split('\r\n')[4]).toBe('JN-2025-008,JN,戊,,');
  expect(nextId([], 'events', 'SY', '2026')).toBe('SY-E-2026-001');
});

test('rows that hold all of an entry are found, whatever else they hold', async () => {
  const sheet = await open(SMALL);
  expect(sheet.rowsLike(draft({ matter: '甲,乙', documents: '容错申请表' }), 'JN')).toEqual([
    { row: 2, id: 'JN-2025-001', path: 'cases.csv', differs: [] },
  ]);
  expect(sheet.rowsLike(draft({ matter: '丙', documents: '容错申请表' }), 'JN')).toEqual([]);
  expect(sheet.rowsLike(draft({ matter: '甲,乙' }), 'ZZ')).toEqual([]);
  expect(sheet.rowsLike(draft({}), 'JN')).toEqual([]);
});

test('rows of the same matter are found, with what is different', async () => {
  const sheet = await open(
    '编号,适用制度,单位,追究事由,容错方式,被告知申请容错的时间\nJN-2025-001,JN,某局,甲,从轻,2025-03-03\nJN-2025-002,JN,,甲,,\n',
  );
  const like = (cells: Readonly<Record<string, string>>) =>
    sheet.rowsLike(draft(cells), 'JN').map(({ row, differs }) => [row, ...differs]);
  expect(like({ matter: '甲', mode: '免责' })).toEqual([
    [2, '容错方式'],
    [3, '容错方式'],
  ]);
  expect(like({ matter: '甲', subject_unit: '某局', told_date: '2025-03-04' })).toEqual([
    [2, '被告知申请容错的时间'],
    [3, '单位', '被告知申请容错的时间'],
  ]);
  // The same words about another unit; a unit without a matter.
  expect(like({ matter: '甲', subject_unit: '另局', mode: '从轻' })).toEqual([[3, '单位', '容错方式']]);
  expect(like({ subject_unit: '某局', mode: '免责' })).toEqual([]);
});

test('an event of another day or of another kind is another event', async () => {
  const sheet = await open(
    '事件编号,事件类型,日期,主办单位,报送对象\nJN-E-2025-001,统计表报送,2025-07-09,某局,\n',
    'events',
  );
  const like = (cells: Readonly<Record<string, string>>) =>
    sheet.rowsLike(draft({ ev_actor: '某局', ...cells }), 'JN').length;
  expect(like({ ev_type: '统计表报送', ev_date: '2025-07-09', ev_to: '同级党委' })).toBe(1);
  expect(like({ ev_type: '统计表报送', ev_date: '2026-01-09' })).toBe(0);
  expect(like({ ev_type: '联席会议', ev_date: '2025-07-09' })).toBe(0);
});

test('a row into which the form of another person has been put before is another matter', async () => {
  const sheet = await open(SMALL);
  const of = (who: string): Draft => ({ ...draft({ matter: '丙' }), aside: { subject_name: who } });
  sheet.put(of('甲某'), 'JN-2025-008', 'JN', true);
  const rows = (one: Draft) => sheet.fork().rowsLike(one, 'JN').length;
  expect(rows(of('乙某'))).toBe(0);
  expect(rows(of('甲某'))).toBe(1);
  // One form says the post too; another says no name.
  expect(rows(of('某局甲某'))).toBe(1);
  expect(rows(draft({ matter: '丙' }))).toBe(1);
});

test('that there is the paper makes no repeat, and needs no column', async () => {
  const given = draft({ matter: '甲,乙', documents: '证明材料' });
  const implied = {
    cells: given.cells.map((cell) =>
      cell.column.key === 'documents' ? { ...cell, implied: true as const } : cell,
    ),
  };
  const [same] = (await open(SMALL)).rowsLike(implied, 'JN');
  expect(same).toMatchObject({ row: 2, differs: [] });
  const narrow = await open('编号,适用制度,追究事由\n');
  expect(narrow.put(implied, 'JN-2025-001', 'JN', true).absent).toEqual(['文书材料']);
  expect(() => narrow.put(given, 'JN-2025-002', 'JN', true)).toThrow('没有「文书材料」列');
});

test.each<[boolean, Readonly<Record<string, string>>]>([
  [false, { handler: '某部', start_source: '依职权', mode: '从轻', correction_state: '到位' }],
  [false, { handler: '某部', situations: 'ZZ-5(3)', note: '无', decider: '某会' }],
  [true, { handler: '某部', matter: '某事' }],
  [false, { subject_unit: '某局', subject_post: '副局长', decision_date: '2025-03-04' }],
  [false, { ev_type: '函询', ev_date: '2025-03-25', ev_unit: '某局' }],
  [false, { ev_type: '备案表报送', ev_date: '2025-03-25' }],
  [true, { ev_type: '统计表报送', ev_date: '2025-07-09', ev_actor: '某单位' }],
  [true, { ev_type: '回访', ev_cases: 'ZZ-2025-001' }],
  [true, { lst_polarity: '正面', lst_text: '甲', lst_proposer: '某局' }],
])('whether an entry tells which matter it is about: %s %j', (expected, cells) => {
  expect(identifies(draft(cells))).toBe(expected);
});

describe('what is refused', () => {
  test.each<[string, () => Promise<unknown>, string]>([
    [
      'an id that is not there',
      async () => (await open(SMALL)).put(draft({}), 'JN-2025-002', 'JN', false),
      '没有编号',
    ],
    [
      'a new row under a taken id',
      async () => (await open(SMALL)).put(draft({}), 'JN-2025-001', 'JN', true),
      '已在',
    ],
    [
      'a form of another policy',
      async () => (await open(SMALL)).put(draft({}), 'JN-2025-001', 'ZZ', false),
      '适用的是 JN',
    ],
    [
      'a new row of a policy that the register does not have',
      async () => (await open(SMALL)).put(draft({ matter: '甲' }), 'ZZ-2025-001', 'ZZ', true),
      '登记的都是 JN',
    ],
    [
      'a new event of a policy that the register does not have',
      async () =>
        (await open('事件编号,事件类型\nSY-E-2025-001,函询\n', 'events')).put(
          draft({ ev_type: '函询' }),
          'JN-E-2025-001',
          'JN',
          true,
        ),
      '登记的都是 SY',
    ],
    [
      'a new row where a column is lacking',
      async () =>
        (await open('编号,适用制度,追究事由\n')).put(
          draft({ matter: '甲', told_date: '2025-03-03' }),
          'JN-2025-001',
          'JN',
          true,
        ),
      '没有「被告知申请容错的时间」列',
    ],
    [
      'another kind of event',
      async () =>
        (await open('事件编号,事件类型\nSY-E-2025-001,函询\n', 'events')).put(
          draft({ ev_type: '回访' }),
          'SY-E-2025-001',
          'SY',
          false,
        ),
      '函询',
    ],
    ['an id that stands twice', async () => (await open('编号\nJN-2025-001\nJN-2025-001\n')).ids(), '两行'],
    ['a quote left open', () => open('编号,适用制度\nJN-2025-001,"a"b\n'), '引号'],
    [
      'a ragged row',
      async () => (await open('编号,适用制度\nJN-2025-001\n')).put(draft({}), 'JN-2025-001', 'JN', false),
      '单元格数',
    ],
    ['no header', () => open('甲,乙\n1,2\n'), '没有编号这一列'],
    ['nothing at all', () => open(''), '没有编号这一列'],
    ['UTF-16', () => open(Uint8Array.of(0xff, 0xfe, 0x16, 0x7f)), '编码'],
  ])('%s', async (_name, run, words) => {
    await expect(run()).rejects.toThrow(words);
  });
});
