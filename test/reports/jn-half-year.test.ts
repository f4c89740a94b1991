import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCitations } from '../../src/intake/citations.ts';
import type { Entry } from '../../src/register/check.ts';
import { audit } from '../../src/reports/audit.ts';
import { jnHalfYear } from '../../src/reports/jn-half-year.ts';
import { AS_OF, formOf, named, numbers, periodOf, policyOf, rowsFrom } from './made.ts';

const HEAD =
  '编号,适用制度,容错对象类型,单位,职务,问责追责承办单位（责任追究部门）,追究事由,启动责任追究调查（问责程序）日期,容错认定（给予容错）时间,是否容错,容错方式,应当适用形态,容错后问责追责情况,容错情形,容错条件,纠错情况,备注';
const form = formOf('jn-a2');
const options = { policy: policyOf('JN'), form, period: periodOf('2025H1'), asOf: AS_OF };
const report = async (lines: readonly string[], events?: string) =>
  jnHalfYear(
    await rowsFrom({
      'cases-2025.csv': `${[HEAD, ...lines].join('\n')}\n`,
      ...(events ? { 'events-2025.csv': events } : {}),
    }),
    options,
  );

/** One case of each kind; counted by hand below. */
const CASES = [
  'JN-2025-001,JN,个人,甲局,科长,县纪委,事由一,2025-01-06,2025-02-12,予以容错,从轻,第二种形态,党纪处分:党内警告,JN-9(2),JN-7(1)|JN-7(2)|JN-7(3),到位,',
  'JN-2025-002,JN,单位,乙街道,,县纪委,事由二,2025-01-06,2025-06-30,予以容错,减责,,单位:检查|单位:通报,JN-8(5),JN-7(1)|JN-7(3),整改不力,',
  'JN-2025-003,JN,个人,丙局,局长,县纪委,事由三,2025-01-06,2025-01-01,予以容错,免责,诫勉,,JN-8(4),JN-7(1),,',
  // A sanction without a column of its own, and one of the first form that only 提醒函询等 can hold.
  'JN-2025-004,JN,个人,丁局,科员,市审计局,事由四,2025-01-06,2025-03-03,予以容错,减责,第二种形态,组织调整:组织调整|第一种:批评教育,JN-8(4),JN-7(1),到位,注',
  'JN-2025-005,JN,个人,戊局,科员,县纪委,事由五,2025-01-06,2025-03-03,不予容错,,第二种形态,党纪处分:党内警告,,,,',
  // The half-years before and after.
  'JN-2025-006,JN,个人,己局,科员,县纪委,事由六,2024-11-04,2024-12-31,予以容错,免责,,,JN-8(4),JN-7(1),,',
  'JN-2025-007,JN,个人,庚局,科员,县纪委,事由七,2025-04-07,2025-07-01,予以容错,免责,,,JN-8(4),JN-7(1),,',
  // Nothing decided; its body makes a nil return.
  'JN-2025-008,JN,个人,辛局,科员,市委组织部,事由八,2025-05-06,,,,,,,,,',
];

test('every tick of a half-year', async () => {
  const made = await report(CASES);
  expect(made.findings).toEqual([]);
  expect(made.sheets.map(({ unit, lines }) => [unit, lines.length])).toEqual([
    ['县纪委', 3],
    ['市委组织部', 0],
    ['市审计局', 1],
  ]);
  const [county, idle, audited] = made.sheets;
  expect(county?.lines.map(({ ticks }) => ticks)).toEqual([
    { mode: ['lenient'], sanctions: ['party_warning'] },
    { mode: ['reduced'], unit_sanctions: ['unit_review', 'unit_circular'] },
    { mode: ['exempt'] },
  ]);
  expect(audited?.lines[0]?.ticks).toEqual({ mode: ['reduced'], sanctions: ['other', 'reminder'] });
  expect(county?.lines[0]?.texts).toEqual({
    subject_name: '',
    subject_unit_post: '甲局科长',
    matter: '事由一',
    form_before: '第二种形态',
    grounds: '',
    situations: '第七条第（一）至第（三）项、第九条第（二）项',
    decision_date: '2025年2月12日',
    correction_state: '到位',
    note: '',
  });
  // Note 1: of a unit its name alone.
  expect(county?.lines[1]?.texts).toMatchObject({ subject_name: '', subject_unit_post: '乙街道' });
  // An article is named once, and what is written is read back as the same clauses.
  const cited = county?.lines[1]?.texts.situations ?? '';
  expect(cited).toBe('第七条第（一）项、第（三）项、第八条第（五）项');
  const legal = new Set(options.policy.codes.map(({ id }) => id));
  expect(readCitations(cited, 'JN', legal)).toEqual(['JN-7(1)', 'JN-7(3)', 'JN-8(5)']);
  expect(numbers(made, '县纪委')).toEqual({
    予以容错: 3,
    '容错方式：免责': 1,
    '容错方式：减责': 1,
    '容错方式：从轻': 1,
    容错对象为单位: 1,
    容错对象为个人: 2,
    '对个人容错后问责追责情况：党内警告': 1,
    '对单位容错后问责追责情况：检查': 1,
    '对单位容错后问责追责情况：通报': 1,
    '不予容错（不列入表）': 1,
  });
  expect(numbers(made)).toMatchObject({ 予以容错: 4, '容错方式：减责': 2, 容错对象为个人: 3 });
  expect(named(county?.asides[0]?.rows ?? [])).toEqual(['JN-2025-005：2025年3月3日不予容错']);
  expect(county?.remarks).toEqual([
    '2025年上半年给予容错 3 件，其中免责 1 件、减责 1 件、从轻 1 件。',
    '另有不予容错 1 件，不列入本表：JN-2025-005。',
  ]);
  expect(idle?.remarks).toEqual(['2025年上半年没有给予容错的案件，本表为零报告。']);
});

test('each number names the rows it counts', async () => {
  const { sheets } = await report(CASES);
  const count = sheets[0]?.counts.find(({ label }) => label === '容错方式：从轻');
  expect(count).toMatchObject({ value: 1, of: [{ file: 'cases-2025.csv', row: 2, id: 'JN-2025-001' }] });
  for (const { counts } of sheets) for (const { value, of } of counts) expect(of).toHaveLength(value);
});

test('rows that cannot be counted are named with the reason', async () => {
  const made = await report([
    'JN-2025-011,JN,个人,甲局,科长,县纪委,事由,2025-01-06,2025-02-12,予以容错,从宽,,,JN-9(2),JN-7(1),到位,',
    'JN-2025-012,JN,个人,甲局,科长,县纪委,事由,2025-01-06,,予以容错,免责,,,JN-9(2),JN-7(1),到位,',
    'JN-2025-013,JN,个人,甲局,科长,县纪委,事由,2025-01-06,2025-02-12,,免责,,,JN-9(2),JN-7(1),到位,',
    'JN-2025-014,JN,,甲局,科长,县纪委,事由,2025-01-06,2025-02-12,予以容错,免责,,,JN-9(2),JN-7(1),到位,',
    'JN-2025-015,JN,个人,甲局,科长,县纪委,事由,2025-01-06,2025/02/12,予以容错,免责,,,JN-9(2),JN-7(1),到位,',
    'JN-2025-016,JN,个人,甲局,科长,,事由,2025-01-06,2025-02-12,予以容错,免责,,,JN-9(2),JN-7(1),到位,',
    'JN-2025-017,JN,单位,甲局,,县纪委,事由,2025-01-06,2025-02-12,予以容错,减责,,党纪处分:党内警告,JN-9(2),JN-7(1),到位,',
    'JN-2025-018,JN,个人,甲局,科长,县纪委,事由,2025-01-06,2025-02-12,予以容错,免责,,,JN-9(2),JN-7(1),到位,',
    'JN-2025-018,JN,个人,甲局,科长,县纪委,事由,2025-01-06,2025-02-12,予以容错,免责,,,JN-9(2),JN-7(1),到位,',
    'JN-2025-019,JN,个人,甲局',
    // Began after the half-year: its blank date cannot lie in it.
    'JN-2025-020,JN,个人,甲局,科长,县纪委,事由,2025-08-06,,予以容错,免责,,,JN-9(2),JN-7(1),到位,',
  ]);
  const [county] = made.sheets;
  expect(county?.lines.flatMap(({ of }) => of.map(({ id }) => id))).toEqual(['JN-2025-018']);
  expect(named(county?.leftOut ?? [])).toEqual([
    'JN-2025-011：「容错方式」读不通',
    'JN-2025-012：登记为予以容错，没有登记容错认定时间，不知属于哪一期',
    'JN-2025-013：登记了容错认定时间2025年2月12日，没有登记是否容错',
    'JN-2025-014：没有登记「容错对象类型」',
    'JN-2025-015：「容错认定（给予容错）时间」的写法有误',
    'JN-2025-017：容错对象为单位，登记了「党纪处分:党内警告」，按注3不能划在个人的栏目',
  ]);
  expect(named(made.unplaced).map((words) => words.slice(0, 17))).toEqual([
    'JN-2025-019：第11行有',
    'JN-2025-018：编号与前面',
    'JN-2025-016：没有登记「',
  ]);
  expect(made.findings.map(({ code, caseId }) => [code, caseId])).toEqual([['report-tick', 'JN-2025-017']]);
  expect(county?.remarks.join('')).toContain('另有 6 行没有列入本表');
  // Whoever receives the paper has no use for the files of its keeper; a row without an id has a number.
  expect(county?.remarks.join('')).not.toContain('.csv');
  expect(county?.remarks.join('')).toContain('JN-2025-011（「容错方式」读不通）');
});

test('a body whose only case cannot be counted makes no nil return', async () => {
  const { sheets } = await report([
    'JN-2025-031,JN,个人,甲局,科长,县纪委,事由,2025-01-06,2025-02-12,予以容错,从宽,,,JN-9(2),JN-7(1),到位,',
  ]);
  expect(sheets[0]?.remarks[0]).toBe('2025年上半年没有可以列入的案件；下列登记更正以前，不能作零报告。');
});

test('words of the first form that the table writes otherwise', async () => {
  const { sheets } = await report([
    'JN-2025-032,JN,个人,甲局,科长,县纪委,事由,2025-01-06,2025-02-12,予以容错,减责,,第一种:诫勉谈话|第一种:通报批评|第一种:责令检查,JN-9(2),JN-7(1),到位,',
  ]);
  expect(sheets[0]?.lines[0]?.ticks.sanctions).toEqual(['admonition', 'criticism', 'reminder']);
});

test('a sanction that is not listed is ticked nowhere: it may be misspelt', async () => {
  const made = await report(
    [
      '党纪处分:严重警告',
      '组织调整',
      '党纪处分:口头警告',
      '党纪处分:警告',
      '第一种:口头提醒',
      '退赔',
      '其他:退赔',
    ].map(
      (sanction, i) =>
        `JN-2025-05${i + 1},JN,个人,甲局,科长,县纪委,事由,2025-01-06,2025-02-12,予以容错,减责,,${sanction},JN-9(2),JN-7(1),到位,`,
    ),
  );
  const [sheet] = made.sheets;
  expect(sheet?.lines.map(({ of, ticks }) => [of[0]?.id, ticks.sanctions])).toEqual([
    ['JN-2025-057', ['other']],
  ]);
  expect(named(sheet?.leftOut ?? [])).toEqual([
    'JN-2025-051：「党纪处分:严重警告」在表中没有栏目',
    'JN-2025-052：「组织调整」在表中没有栏目',
    'JN-2025-053：「党纪处分:口头警告」在表中没有栏目',
    'JN-2025-054：「党纪处分:警告」在表中没有栏目',
    'JN-2025-055：「第一种:口头提醒」在表中没有栏目',
    'JN-2025-056：「退赔」在表中没有栏目',
  ]);
  expect(sheet?.remarks.join('')).toContain('另有 6 行没有列入本表');
  expect(made.findings.map(({ code, severity }) => `${code} ${severity}`)).toEqual(
    Array(6).fill('report-tick error'),
  );
  const other = (word: string): string =>
    `请核对处理的名称；确属表中没有的处理，写作「其他:${word}」，划在“其他”一栏。`;
  expect(made.findings.map(({ hint }) => hint)).toEqual([
    '您是否想写「党纪处分:党内严重警告」？',
    '您是否想写「组织调整:组织调整」？表中没有组织调整的栏目，划在“其他”一栏；停职检查、调离岗位等写作「组织处理:停职检查」等。',
    other('口头警告'),
    '您是否想写「党纪处分:党内警告」或者「党纪处分:党内严重警告」？',
    other('口头提醒'),
    other('退赔'),
  ]);
});

const MOVED = '表中没有组织调整的栏目，划在“其他”一栏；停职检查、调离岗位等写作「组织处理:停职检查」等。';
test.each([
  // The branch is misspelt, the word, or both belong elsewhere.
  ['党纪处份:党内警告', '您是否想写「党纪处分:党内警告」？'],
  ['党纪:党内警告', '您是否想写「党纪处分:党内警告」？'],
  ['政纪处分:记过', '您是否想写「政务处分:记过」？'],
  ['党纪处分:党内警戒', '您是否想写「党纪处分:党内警告」？'],
  ['组织处理:降级', '您是否想写「政务处分:降级」？'],
  ['无', '没有给予处理的，这一格留空。'],
  ['其他:无', '没有给予处理的，这一格留空。'],
  ['组织调整:', `没有写明是哪一种处理，写作「组织调整:组织调整」。${MOVED}`],
  ['党纪处分:', /^没有写明是哪一种处理，写作「党纪处分:党内警告」、.*或者「党纪处分:开除党籍」。$/],
])('advice on %s makes no false tick', async (sanction, hint) => {
  const { findings, sheets } = await report([
    `JN-2025-091,JN,个人,甲局,科长,县纪委,事由,2025-01-06,2025-02-12,予以容错,减责,,${sanction},JN-9(2),JN-7(1),到位,`,
  ]);
  expect(sheets[0]?.lines).toEqual([]);
  expect(findings.map((finding) => finding.hint)).toEqual([
    typeof hint === 'string' ? hint : expect.stringMatching(hint),
  ]);
});

test.each([
  ['无', '没有给予处理的，这一格留空。'],
  ['检查', '您是否想写「单位:检查」？'],
])('advice on %s of a unit', async (sanction, hint) => {
  const { findings } = await report([
    `JN-2025-092,JN,单位,甲局,,县纪委,事由,2025-01-06,2025-02-12,予以容错,减责,,${sanction},JN-9(2),JN-7(1),到位,`,
  ]);
  expect(findings.map((finding) => finding.hint)).toEqual([hint]);
});

test('a bare word is asked after with every sanction it may stand for', async () => {
  const made = await report([
    'JN-2025-081,JN,个人,甲局,科长,县纪委,事由,2025-01-06,2025-02-12,予以容错,减责,,警告,JN-9(2),JN-7(1),到位,',
  ]);
  expect(made.findings[0]?.hint).toBe(
    '您是否想写「党纪处分:党内警告」、「党纪处分:党内严重警告」或者「政务处分:警告」？',
  );
});

test('what is ticked under 其他 stands in the notes in its own words', async () => {
  const made = await report([
    'JN-2025-082,JN,个人,甲局,科长,县纪委,事由,2025-01-06,2025-02-12,予以容错,减责,,党纪处分:党内警告,JN-9(2),JN-7(1),到位,',
    'JN-2025-083,JN,个人,甲局,科长,县纪委,事由,2025-01-06,2025-02-12,予以容错,减责,,其他:责令公开道歉|组织调整:组织调整,JN-9(2),JN-7(1),到位,注',
  ]);
  expect(made.sheets[0]?.lines[1]?.texts.note).toBe('注');
  expect(made.sheets[0]?.remarks[1]).toBe('第2行“其他”一栏的处理：责令公开道歉、组织调整。');
});

test('ticks beside notes 1 to 3 are findings, and still on the paper', async () => {
  const made = await report([
    'JN-2025-021,JN,个人,甲局,科长,县纪委,事由,2025-01-06,2025-02-12,予以容错,减责,,,JN-9(2),JN-7(1),到位,',
    'JN-2025-022,JN,个人,甲局,科长,县纪委,事由,2025-01-06,2025-02-12,予以容错,免责,,第一种:批评教育,JN-9(2),JN-7(1),到位,',
    'JN-2025-023,JN,单位,,,县纪委,事由,2025-01-06,2025-02-12,予以容错,免责,,,JN-9(2),JN-7(1),到位,',
    'JN-2025-024,JN,个人,甲局,科长,县纪委,11010519491231002X,2025-01-06,2025-02-12,予以容错,免责,,,JN-9(2),JN-7(1),到位,',
  ]);
  expect(made.findings.map(({ code, clause, severity, caseId }) => [code, clause, severity, caseId])).toEqual(
    [
      ['report-tick', 'JN-A2.n3', 'warning', 'JN-2025-021'],
      ['report-tick', 'JN-A2.n3', 'warning', 'JN-2025-022'],
      ['report-tick', 'JN-A2.n1', 'error', 'JN-2025-023'],
      ['report-cell', null, 'warning', 'JN-2025-024'],
    ],
  );
  expect(made.sheets[0]?.lines).toHaveLength(4);
  expect(made.sheets[0]?.lines[3]?.texts.matter).toBe('');
});

test('note 2: a row tells its condition and its situation, each from its own chapter', async () => {
  const row = (id: string, situations: string, conditions: string): string =>
    `JN-2025-${id},JN,个人,甲局,科长,县纪委,事由,2025-01-06,2025-02-12,予以容错,免责,,,${situations},${conditions},到位,`;
  const made = await report([
    row('061', '', ''),
    row('062', 'JN-9(2)', ''),
    row('063', '', 'JN-7(1)'),
    row('064', 'JN-7(1)', 'JN-9(2)'),
    row('065', '无', 'JN-7(1)'),
    row('066', 'JN-9(2)', 'JN-7(1)'),
  ]);
  const faults = made.findings.filter(({ clause }) => clause === 'JN-A2.n2');
  expect(faults.map(({ code, severity, caseId, message }) => [code, severity, caseId, message])).toEqual(
    [
      ['JN-2025-061', '没有登记容错条件和容错情形，注2要求'],
      ['JN-2025-062', '没有登记容错条件，注2要求'],
      ['JN-2025-063', '没有登记容错情形，注2要求'],
      // A code of the other column, or none, is not one of this.
      ['JN-2025-064', '「容错条件」读不通，统计表中'],
      ['JN-2025-065', '「容错情形」读不通，统计表中'],
    ].map(([id, words]) => ['report-tick', 'error', id, expect.stringMatching(`^${words}`)]),
  );
  expect(made.sheets[0]?.lines).toHaveLength(6);
  expect(made.checked.join('')).not.toContain('没有不符');
  const sound = await report([row('066', 'JN-9(2)', 'JN-7(1)')]);
  expect(sound.checked.at(-1)).toBe('逐行对照表下注1至注3，没有不符。');
});

test('the day of filling is that of the return in the log', async () => {
  const made = await report(
    CASES,
    '事件编号,事件类型,日期,主办单位,报告期\nJN-E-2025-001,统计表报送,2025-07-08,县纪委,2025H1\nJN-E-2025-002,统计表报送,2025-01-08,市审计局,2024H2\n',
  );
  expect(made.sheets.map(({ unit, filled }) => [unit, filled])).toEqual([
    ['县纪委', '2025-07-08'],
    ['市委组织部', AS_OF],
    ['市审计局', AS_OF],
  ]);
});

test('a half-year still running says so', async () => {
  const rows = await rowsFrom({ 'cases-2025.csv': `${[HEAD, ...CASES].join('\n')}\n` }, '2025-03-01');
  const made = jnHalfYear(rows, { ...options, asOf: '2025-03-01' });
  expect(made.sheets[0]?.lines).toHaveLength(2);
  expect(named(made.sheets[0]?.leftOut ?? [])).toEqual([
    'JN-2025-002：容错认定时间2025年6月30日晚于核对日期2025年3月1日',
    'JN-2025-005：容错认定时间2025年3月3日晚于核对日期2025年3月1日',
  ]);
  expect(made.sheets[0]?.remarks.at(-1)).toBe('2025年上半年尚未结束，数字截至2025年3月1日。');
});

test('whatever the register holds, the sums agree and no row is lost', async () => {
  const cell = <T>(...values: T[]) => fc.constantFrom(...values);
  const line = fc.record({
    type: cell('个人', '单位', '', '某人'),
    unit: cell('甲局', ''),
    handler: cell('县纪委', '市审计局', ''),
    day: cell('2025-01-01', '2025-06-30', '2025-07-01', '2024-12-31', '', '2025-02-30'),
    decision: cell('予以容错', '不予容错', '', '予以容措'),
    mode: cell('免责', '减责', '从轻', '', '减轻'),
    sanctions: cell(
      '',
      '党纪处分:党内警告',
      '单位:检查',
      '第一种:诫勉|政务处分:记过',
      '其他:退赔',
      '党纪处分:严重警告',
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 12 }), async (lines) => {
      const made = await report(
        lines.map(
          ({ type, unit, handler, day, decision, mode, sanctions }, i) =>
            `JN-2025-${String(i + 1).padStart(3, '0')},JN,${type},${unit},,${handler},事由,2024-11-06,${day},${decision},${mode},,${sanctions},JN-8(4),JN-7(1),,`,
        ),
      );
      expect(made.findings.filter(({ code }) => code === 'report-total')).toEqual([]);
      const total = (label: string): number => made.totals.find((count) => count.label === label)?.value ?? 0;
      const rows = made.sheets.reduce((sum, sheet) => sum + sheet.lines.length, 0);
      expect(total('予以容错')).toBe(rows);
      expect(total('容错方式：免责') + total('容错方式：减责') + total('容错方式：从轻')).toBe(rows);
      expect(total('容错对象为单位') + total('容错对象为个人')).toBe(rows);
      const inPeriod = lines.filter(
        ({ day, decision }) => decision === '予以容错' && (day === '2025-01-01' || day === '2025-06-30'),
      ).length;
      const leftOut = [...made.sheets.flatMap((sheet) => sheet.leftOut), ...made.unplaced];
      expect(rows).toBeLessThanOrEqual(inPeriod);
      expect(rows + leftOut.length).toBeGreaterThanOrEqual(inPeriod);
    }),
    { numRuns: 60 },
  );
});

test('a report that has been tampered with is found out', async () => {
  const rows = await rowsFrom({ 'cases-2025.csv': `${[HEAD, ...CASES].join('\n')}\n` });
  const made = jnHalfYear(rows, options);
  const [first, ...others] = made.sheets;
  if (!first) throw new Error('no sheet');
  const told = (entry: Entry, key: string) => entry.facts.get(key)?.[0] ?? '';
  const belongs = (entry: Entry): boolean =>
    told(entry, 'decision') === '予以容错' && /^2025-0[1-6]/.test(told(entry, 'decision_date'));
  const faults = (sheet: typeof first) =>
    audit({ ...made, sheets: [sheet, ...others] }, rows, {
      table: 'cases',
      policy: 'JN',
      belongs,
      unitOf: (entry) => told(entry, 'handler'),
      adds: { 予以容错: (entry) => Number(belongs(entry)) },
      single: ['mode'],
    }).findings.map(({ message }) => message);
  expect(faults(first)).toEqual([]);
  expect(faults({ ...first, lines: first.lines.slice(1) }).join()).toContain('JN-2025-001');
  expect(faults({ ...first, lines: [...first.lines, ...first.lines.slice(0, 1)] }).join()).toContain('又在');
  const second = first.lines.map((line) => ({
    ...line,
    ticks: { ...line.ticks, mode: ['exempt', 'lenient'] },
  }));
  expect(faults({ ...first, lines: second }).join()).toContain('划了 2 个');
  const counts = first.counts.map((count) => ({ ...count, value: count.value + 1 }));
  expect(faults({ ...first, counts }).length).toBeGreaterThan(3);
  // A row too many, of another period; a row of another body; a number that agrees with its own sources alone.
  const [line] = first.lines;
  if (!line) throw new Error('no line');
  const adding = (row: number, id: string) => ({
    ...first,
    lines: [...first.lines, { ...line, of: [{ file: 'cases-2025.csv', row, id }] }],
  });
  expect(faults(adding(7, 'JN-2025-006')).join()).toContain('第7行 不应当计入本期');
  expect(faults(adding(5, 'JN-2025-004')).join()).toContain('属于「市审计局」');
  const [all = first.counts[0], ...rest] = first.counts;
  if (!all) throw new Error('no count');
  const short = { ...all, value: all.value - 1, of: all.of.slice(1) };
  expect(faults({ ...first, counts: [short, ...rest] }).join()).toContain(
    '「予以容错」为 2，从台账另行点算为 3',
  );
});

test('the check says what it has checked', async () => {
  const made = await report([
    ...CASES,
    'JN-2025-071,JN,个人,甲局,科长,县纪委,事由,2025-01-06,2025-02-12,予以容错,从宽,,,JN-9(2),JN-7(1),到位,',
    'JN-2025-072,JN,个人,甲局,科长,县纪委,事由,2025-01-06,,予以容错,免责,,,JN-9(2),JN-7(1),到位,',
  ]);
  expect(made.checked).toEqual([
    '从台账另行点算，本期应当计入 5 行：已经列入 4 行，写明原因没有列入 1 行；没有漏列、多列或者重复的行。',
    '另有 1 行没有列入，已经写明原因。',
    '93 个数字从台账另行点算，都相符。',
    '3 份表相加，与 31 项合计相符。',
    '表中 4 行，容错方式每行只划一个“√”，合计与行数相符。',
    '逐行对照表下注1至注3，没有不符。',
  ]);
});
