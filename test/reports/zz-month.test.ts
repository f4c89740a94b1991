import { expect, test } from 'vitest';
import { zzMonth } from '../../src/reports/zz-month.ts';
import { AS_OF, formOf, named, numbers, periodOf, policyOf, rowsFrom } from './made.ts';

const HEAD =
  '编号,适用制度,容错对象类型,单位,职务,问责追责承办单位（责任追究部门）,追究事由,启动责任追究调查（问责程序）日期,启动来源,容错认定（给予容错）时间,是否容错,容错方式,容错情形,文书材料,纠错程序,纠错情况';
const EVENTS = '事件编号,事件类型,日期,相关案件,送达/报送/参加对象,文书';
const options = { policy: policyOf('ZZ'), form: formOf('zz-a4'), asOf: AS_OF };
const report = async (lines: readonly string[], events: readonly string[] = [], period = '2025-03') =>
  zzMonth(
    await rowsFrom({
      'cases-2025.csv': `${[HEAD, ...lines].join('\n')}\n`,
      'events-2025.csv': `${[EVENTS, ...events].join('\n')}\n`,
    }),
    { ...options, period: periodOf(period) },
  );

test('the cases whose first 25th lies in the month', async () => {
  const made = await report([
    // The day after the last one, the first and the last that count, and the day after.
    'ZZ-2025-001,ZZ,个人,甲系,主任,组织人事处,事由一。,2025-01-06,依申请,2025-02-25,予以容错,从轻,ZZ-5(1),处理决定,,',
    'ZZ-2025-002,ZZ,个人,甲系,主任,组织人事处,事由二。,2025-01-06,依申请,2025-02-26,予以容错,从轻,ZZ-5(1),处理决定,启动,到位',
    'ZZ-2025-003,ZZ,单位,乙系,,组织人事处,事由三,2025-01-06,依职权,2025-03-25,予以容错,不予追究责任,ZZ-5(9),容错免责决定书@2025-03-25,已纠正到位,',
    'ZZ-2025-004,ZZ,个人,甲系,主任,组织人事处,事由四,2025-01-06,依申请,2025-03-26,予以容错,从轻,ZZ-5(1),处理决定,,',
    'ZZ-2025-005,ZZ,个人,甲系,主任,组织人事处,事由五,2025-01-06,依申请,2025-03-03,不予容错,,,处理决定,,',
  ]);
  expect(made.sheets).toHaveLength(1);
  const [sheet] = made.sheets;
  expect(sheet?.lines.map(({ texts }) => texts)).toEqual([
    {
      subject: '甲系主任',
      start_source: '依申请',
      situations: '事由二（符合第五条第（一）项）',
      mode: '从轻',
      correction_state: '到位',
    },
    {
      subject: '乙系',
      start_source: '依职权',
      situations: '事由三（符合第五条第（九）项）',
      mode: '不予追究责任',
      correction_state: '已纠正到位',
    },
  ]);
  expect(numbers(made)).toEqual({
    应当备案: 2,
    '处理结果：不予追究责任': 1,
    '处理结果：从轻': 1,
    '以前应报、没有报送记录': 1,
    '不予容错（不列入表）': 1,
  });
  expect(named(sheet?.asides.find(({ heading }) => heading.startsWith('以前'))?.rows ?? [])).toEqual([
    'ZZ-2025-001：2025年2月25日作出认定，应于当日报备，没有报送记录',
  ]);
});

test('cases that lack the paper of their outcome stand apart', async () => {
  const made = await report([
    'ZZ-2025-011,ZZ,个人,甲系,主任,审计处,事由,2025-01-06,依申请,2025-03-03,予以容错,不予追究责任,ZZ-5(1),处理决定,,',
    'ZZ-2025-012,ZZ,个人,甲系,主任,审计处,事由,2025-01-06,依申请,2025-03-03,予以容错,免于处理,ZZ-5(1),容错申请表,,',
    'ZZ-2025-013,ZZ,个人,甲系,主任,审计处,事由,2025-01-06,依申请,2025-03-03,予以容错,减轻,ZZ-5(1),处理决定@2025-03-03,,',
  ]);
  expect(made.sheets[0]?.lines).toHaveLength(3);
  expect(named(made.sheets[0]?.asides[0]?.rows ?? [])).toEqual([
    'ZZ-2025-011：应当附送加盖公章的《容错免责决定书》，台账没有登记',
    'ZZ-2025-012：应当附送体现从宽的处理决定，台账没有登记',
  ]);
  expect(made.findings.map(({ code, caseId, clause }) => [code, caseId, clause])).toEqual([
    ['report-paper', 'ZZ-2025-011', 'ZZ-7(8)b'],
    ['report-paper', 'ZZ-2025-012', 'ZZ-7(8)b'],
  ]);
});

test('what the log says has been filed', async () => {
  const made = await report(
    [
      'ZZ-2025-001,ZZ,个人,甲系,主任,组织人事处,事由,2025-01-06,依申请,2025-02-25,予以容错,从轻,ZZ-5(1),处理决定,,',
      'ZZ-2025-002,ZZ,个人,甲系,主任,组织人事处,事由,2025-01-06,依申请,2025-03-03,予以容错,从轻,ZZ-5(1),处理决定,,',
    ],
    [
      'ZZ-E-2025-001,备案表报送,2025-03-20,ZZ-2025-001|ZZ-2025-002,纪委办公室|组织人事处,容错纠错工作备案表|处理决定',
    ],
  );
  expect(made.sheets[0]?.filled).toBe('2025-03-20');
  expect(made.sheets[0]?.asides.map(({ heading, rows }) => [heading, rows.length])).toEqual([
    ['已有报送记录', 1],
  ]);
});

test('a case never filed is asked for in every month that follows', async () => {
  const made = await report([
    'ZZ-2025-021,ZZ,个人,甲系,主任,组织人事处,事由,2024-11-06,依申请,2024-12-27,予以容错,从轻,ZZ-5(1),处理决定,,',
    'ZZ-2025-022,ZZ,个人,甲系,主任,组织人事处,事由,2025-01-06,依申请,2025-04-01,予以容错,从轻,ZZ-5(1),处理决定,,',
  ]);
  expect(made.sheets[0]?.remarks).toEqual([
    '应于2025年3月25日前报备的案件 0 件，分别报纪委办公室、组织人事处。',
    '请一并补报：ZZ-2025-021（2024年12月27日作出认定，应于2025年1月25日前报备，没有报送记录）。',
  ]);
});

test('a month without a case has no paper', async () => {
  expect((await report([], [], '2025-05')).sheets).toEqual([]);
});
