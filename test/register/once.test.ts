/** One fault is one finding: what a broken header, id, type or row hides is not called missing elsewhere. */
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { checkSources, textSource } from './registers.ts';

const DAY = '2026-11-21';
const EVENTS = '事件编号,事件类型,日期,相关案件,对象代号,线索/事项编号,报告期,主办单位';
const ZZ =
  '编号,适用制度,适用方式,容错对象类型,是否容错,容错认定（给予容错）时间,启动责任追究调查（问责程序）日期';
const ZZ_CASE = 'ZZ-2024-001,ZZ,适用,个人,予以容错,2024-03-04,2024-02-01';
const ZZ_FILING = 'ZZ-E-2024-001,备案表报送,2024-03-25,ZZ-2024-001,,,,';

async function check(cases: string, events?: string): Promise<readonly Finding[]> {
  const sources = [
    textSource('cases.csv', cases),
    ...(events === undefined ? [] : [textSource('events.csv', `${EVENTS}\n${events}\n`)]),
  ];
  return (await checkSources(sources, DAY)).findings;
}

const codes = (findings: readonly Finding[]): string[] =>
  findings.map(({ code, clause }) => `${code} ${clause ?? '-'}`).sort();
const clauses = (findings: readonly Finding[]): (string | null)[] => findings.map(({ clause }) => clause);

describe('a case id that cannot be read', () => {
  test.each(['ZZ—2024—001', '', 'ZZ-2024-01', 'ZZ-2024-001\u200b', '13800138000'])(
    '%j hides its events and is not looked for',
    async (id) => {
      const found = await check(`${ZZ}\n${ZZ_CASE.replace('ZZ-2024-001', id)}\n`, ZZ_FILING);
      expect(clauses(found).filter((clause) => /^ZZ-7\(8\)[ac]/.test(clause ?? ''))).toEqual([]);
      expect(codes(found)).not.toContain('reference-unknown -');
    },
  );

  test('does not hide that another reference is unknown', async () => {
    const found = await check(
      `${ZZ}\n${ZZ_CASE.replace('ZZ-2024-001', 'ZZ-2024-01')}\n`,
      ZZ_FILING.replace('ZZ-2024-001,', 'ZZ-2023-777,'),
    );
    expect(codes(found)).toContain('reference-unknown -');
  });
});

describe('a reference written in another way', () => {
  test.each([
    ['zz-2024-001', 'ZZ-2024-001'],
    ['ＺＺ-2024-００１', 'ZZ-2024-001'],
    ['ZZ-2024-001、ZZ-2024-001', 'ZZ-2024-001'],
  ])('%s is put right, and its case has its event', async (written, fix) => {
    const found = await check(`${ZZ}\n${ZZ_CASE}\n`, ZZ_FILING.replace('ZZ-2024-001,', `${written},`));
    expect(found.find(({ code }) => code === 'id-format')?.values).toEqual({ fix });
    expect(clauses(found).filter((clause) => /^ZZ-7\(8\)[ac]/.test(clause ?? ''))).toEqual([]);
  });
});

test('a head that is nearly right leaves its column unread, not blank', async () => {
  const right = codes(await check(`${ZZ}\n${ZZ_CASE}\n`));
  const near = await check(`${ZZ.replace('是否容错', '是否容措')}\n${ZZ_CASE}\n`);
  expect(codes(near).filter((code) => !right.includes(code))).toEqual(['header-unknown -']);
});

test('content under no head is reported once, with its first cell', async () => {
  const found = await check(
    `${ZZ},\n${ZZ_CASE},\n${ZZ_CASE.replace('001', '002')},甲\n${ZZ_CASE.replace('001', '003')},乙\n`,
  );
  expect(found.filter(({ code }) => code === 'header-unknown')).toMatchObject([
    { cell: 'H3', severity: 'error' },
  ]);
});

test('a first row of data is not shown, though one of its values looks like a head', async () => {
  const { findings } = await checkSources(
    [textSource('cases.csv', 'JN-2024-001,JN,单位,适用,欧阳建国\n')],
    DAY,
  );
  expect(JSON.stringify(findings)).not.toContain('欧阳建国');
});

test('an event entered twice counts once', async () => {
  const letter = (id: string, day: string, thread: string): string => `${id},函询,${day},,P017,${thread},,`;
  const events = [
    letter('SY-E-2024-001', '2024-01-05', 'X-1'),
    letter('SY-E-2024-002', '2024-05-05', 'X-2'),
    letter('SY-E-2024-002', '2024-05-05', 'X-2'),
  ].join('\n');
  const found = await check(`${ZZ}\n${ZZ_CASE}\n`, events);
  expect(clauses(found).filter((clause) => clause?.startsWith('SY-S4(1)'))).toEqual([]);
  expect(codes(found)).toContain('id-repeated -');
});

test('an event whose type cannot be read may be the one that is looked for', async () => {
  const head =
    '编号,适用制度,适用方式,问责追责承办单位（责任追究部门）,启动责任追究调查（问责程序）日期,是否容错,容错认定（给予容错）时间';
  const row = 'JN-2024-001,JN,适用,区纪委监委,2024-02-01,予以容错,2024-03-04';
  const about = async (type: string) =>
    clauses(await check(`${head}\n${row}\n`, `JN-E-2024-001,${type},2024-07-09,,,,2024H1,区纪委监委`)).filter(
      (clause) => clause === 'JN-23c',
    );
  expect(await about('统计表报送')).toEqual(['JN-23c']);
  expect(await about('统计汇总报')).toEqual([]);
});

test('a half-year report logged under a month is held to the day of its half-year', async () => {
  const report = (day: string): string => `JN-E-2024-001,统计表报送,${day},,,,2024-06,区纪委监委`;
  const late = async (day: string) =>
    codes(await check(`${ZZ}\n${ZZ_CASE}\n`, report(day))).filter((code) =>
      code.startsWith('deadline-missed'),
    );
  expect(await late('2024-07-10')).toEqual([]);
  expect(await late('2024-07-25')).toHaveLength(1);
});

describe('dates after the day of checking', () => {
  const HEAD = '编号,适用制度,适用方式,启动责任追究调查（问责程序）日期,影响期满日期';

  test('a step that has been taken cannot lie ahead', async () => {
    const found = await check(`${HEAD}\nJN-2026-001,JN,适用,2036-11-19,\n`);
    expect(found.filter(({ code }) => code === 'date-future')).toMatchObject([
      { cell: 'D2', severity: 'warning' },
    ]);
  });

  test('what is still to come may', async () => {
    expect(codes(await check(`${HEAD}\nJN-2026-001,JN,适用,2026-11-19,2027-11-19\n`))).toEqual([]);
  });
});

test('where holidays are not known yet a narrow breach is only a warning', async () => {
  const head =
    '编号,适用制度,适用方式,启动责任追究调查（问责程序）日期,通知单位党委（党组）日期,文书材料,被告知申请容错的时间';
  const about = async (notice: string) => {
    const source = textSource(
      'cases.csv',
      `${head}\nJN-2026-001,JN,适用,2026-12-25,${notice},告知通知,${notice}\n`,
    );
    const { findings } = await checkSources([source], '2027-06-01');
    return findings.filter(({ clause }) => clause === 'JN-12.2a').map(({ severity }) => severity);
  };
  expect(await about('2027-01-05')).toEqual([]);
  expect(await about('2027-01-06')).toEqual(['warning']);
  expect(await about('2027-03-30')).toEqual(['error']);
});

describe('characters nobody sees', () => {
  test.each(['\u061c', '\u0085', '\u009b', '\u00ad', '\u180e', '\u2028', '\u{e0041}', '\ufffd'])(
    '%j is reported where it stands',
    async (character) => {
      const found = await check(`编号,适用制度,适用方式,追究事由\nJN-2026-001,JN,适用,甲${character}乙\n`);
      expect(found.filter(({ code }) => code === 'cell-control')).toMatchObject([{ cell: 'D2' }]);
    },
  );
});

test('a personal column that is blank is said to be blank', async () => {
  const found = await check(`${ZZ}\n${ZZ_CASE}\n`, 'SY-E-2024-001,回访,2024-07-10,,,,,');
  const blank = found.filter(({ key, clause }) => key === 'ev_person' && clause !== null);
  expect(blank.length).toBeGreaterThan(0);
  for (const { message } of blank) expect(message).not.toContain('已隐去');
});

test('steps that name no case are joined by their thread', async () => {
  const events = [
    'SY-E-2024-001,案例报送,2024-03-05,SY-2024-001,,T-1,,',
    'SY-E-2024-002,审核把关,2024-03-10,,,T-1,,',
    'SY-E-2024-003,典型案例印发,2024-03-20,SY-2024-001,,T-1,,',
  ];
  const head = '编号,适用制度,适用方式,是否容错';
  const about = async (lines: readonly string[]) =>
    clauses(await check(`${head}\nSY-2024-001,SY,,予以容错\n`, lines.join('\n'))).filter(
      (clause) => clause === 'SY-S5(2)',
    );
  expect(await about(events)).toEqual([]);
  expect(await about(events.filter((line) => !line.includes('审核把关')))).toEqual(['SY-S5(2)']);
});

describe('the branch reviews before the committee', () => {
  const event = (id: number, type: string, day: string): string =>
    `SY-E-2024-00${id},${type},${day},SY-2024-001,,,,`;
  const found = async (...events: string[]) =>
    codes(await check('编号,适用制度,适用方式\nSY-2024-001,SY,\n', events.join('\n'))).filter((code) =>
      / SY-S3\([23]\)[ab]$/.test(code),
    );

  test('without a decision a committee that had nothing before it is reported', async () => {
    expect(await found(event(1, '党委审定', '2024-04-01'))).toEqual(['fact-missing SY-S3(3)b']);
  });

  test('an appraisal after the review is a breach of the clause on appraisals, reported once', async () => {
    const review = event(2, '支部审定', '2024-04-01');
    expect(await found(event(1, '自评', '2024-04-02'), review)).toEqual(['date-order SY-S3(2)a']);
    expect(await found(event(1, '他评', '2024-04-02'), review)).toEqual(['date-order SY-S3(3)a']);
    expect(await found(event(1, '自评', '2024-04-02'), event(3, '他评', '2024-04-03'), review)).toEqual([
      'date-order SY-S3(3)a',
    ]);
  });
});
