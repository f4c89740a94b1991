import { expect, test } from 'vitest';
import { listForm } from '../../src/reports/lists.ts';
import { shownTotals } from '../../src/reports/sums.ts';
import { syCounters } from '../../src/reports/sy-counters.ts';
import { wfCorrections } from '../../src/reports/wf-corrections.ts';
import { calendar, named, numbers, periodOf, policyOf, rowsFrom } from './made.ts';

const CASES =
  '编号,适用制度,容错对象类型,启动责任追究调查（问责程序）日期,容错认定（给予容错）时间,是否容错,容错方式,文书材料,纠错程序,纠错启动日期,纠错通知送达日期,整改期限,整改计划提交日期,整改计划内容,延长后期限,整改完成日期,整改落实情况报告日期,整改报告报送对象,纠错情况';
const ALL = '学校党委|纪委|监察专员办公室|党委组织部|相关职能部门、单位';
const ITEMS = '整改措施|整改期限|整改责任人';

test('the ledger of corrections marks what is overdue, with its clause', async () => {
  const rows = await rowsFrom(
    {
      'cases-2025.csv': `${[
        CASES,
        // Done as it should be: the plan on the fifth working day over a weekend.
        `WF-2025-001,WF,个人,2025-02-03,2025-03-06,予以容错,免责,纠错通知@2025-03-06,启动,2025-03-06,2025-03-06,2025-04-30,2025-03-13,${ITEMS},,2025-04-28,2025-04-29,${ALL},到位`,
        // Neither plan nor completion, both due.
        'WF-2025-002,WF,单位,2025-02-03,2025-03-10,予以容错,免责,纠错通知@2025-03-10,启动,2025-03-10,2025-03-10,2025-04-30,,,,,,,',
        // Completed within the extended limit, reported to the committee alone.
        `WF-2025-003,WF,个人,2025-02-03,2025-03-11,予以容错,从轻,纠错通知|延期申请,启动,2025-03-11,2025-03-11,2025-04-30,2025-03-12,${ITEMS},2025-05-30,2025-05-20,2025-05-21,学校党委,到位`,
        // Not corrected at all; and one of the year before.
        'WF-2025-004,WF,个人,2025-02-03,2025-03-11,予以容错,从轻,,未涉及具体纠错事项,,,,,,,,,,',
        `WF-2025-005,WF,个人,2024-10-08,2024-12-10,予以容错,从轻,纠错通知,启动,2024-12-10,2024-12-10,2025-01-30,2024-12-11,${ITEMS},,2025-01-10,2025-01-11,${ALL},到位`,
        'WF-2025-006,WF,个人,2025-02-03,,,,,启动,,,,,,,,,,',
        // A notice though no correction is registered: it stands in the ledger, and in the recount.
        'WF-2025-007,WF,个人,2025-02-03,2025-05-28,予以容错,从轻,,,,2025-05-30,2025-07-30,,,,,,,',
      ].join('\n')}\n`,
    },
    '2025-06-03',
  );
  const made = wfCorrections(rows, {
    policy: policyOf('WF'),
    calendar,
    period: periodOf('2025'),
    asOf: '2025-06-03',
  });
  expect(made.findings).toEqual([]);
  const lines = made.sheets[0]?.lines ?? [];
  expect(lines.map(({ texts }) => [texts.case_id, texts.plan_due, texts.marks])).toEqual([
    ['WF-2025-001', '2025-03-13', ''],
    [
      'WF-2025-002',
      '2025-03-17',
      expect.stringMatching(
        /第十四条第（二）项：.*到期未办（应于 2025-03-17 前，超出 52 个工作日）.*第十四条第（四）项：.*到期未办（应于 2025-04-30 前，/,
      ),
    ],
    ['WF-2025-003', '2025-03-18', expect.stringMatching(/^第十四条第（四）项：整改报告同时抄送有关部门/)],
    ['WF-2025-007', '2025-06-09', expect.stringMatching(/^第十二条：容错的同时应当纠错/)],
  ]);
  expect(numbers(made)).toEqual({
    纠错案件: 4,
    已送达纠错通知: 4,
    已提交整改计划: 2,
    延长整改期限: 1,
    已完成整改: 2,
    已书面报告: 2,
    '纠错情况：到位': 2,
    '纠错情况：未登记': 2,
    有逾期或者到期未办的: 1,
    不合规定的: 3,
  });
  expect(made.checked).toEqual([
    '从台账另行点算，本期应当计入 4 行：已经列入 4 行，写明原因没有列入 0 行；没有漏列、多列或者重复的行。',
    '另有 1 行没有列入，已经写明原因。',
    '10 个数字从台账另行点算，都相符；其余 2 个没有另行点算。',
  ]);
  expect(named(made.sheets[0]?.leftOut ?? [])).toEqual([
    'WF-2025-006：纠错程序登记为启动，没有登记任何日期，不知属于哪一期',
  ]);
});

test('a plan that was never handed in is overdue, also when the correction is done', async () => {
  const rows = await rowsFrom(
    {
      'cases-2025.csv': `${[
        CASES,
        `WF-2025-001,WF,个人,2025-02-03,2025-03-06,予以容错,免责,纠错通知@2025-03-06,启动,2025-03-06,2025-03-06,2025-04-30,,,,2025-04-28,2025-04-29,${ALL},到位`,
        // Done before its plan was due.
        `WF-2025-002,WF,个人,2025-02-03,2025-05-29,予以容错,免责,纠错通知@2025-05-29,启动,2025-05-29,2025-05-29,2025-07-30,,,,2025-05-30,2025-05-30,${ALL},到位`,
      ].join('\n')}\n`,
    },
    '2025-06-03',
  );
  const period = periodOf('2025');
  const made = wfCorrections(rows, { policy: policyOf('WF'), calendar, period, asOf: '2025-06-03' });
  const overdue = made.totals.find(({ label }) => label.startsWith('有逾期'));
  expect(overdue?.of.map(({ id }) => id)).toEqual(['WF-2025-001']);
});

test('visits whose person cannot be read, or that tell a number, are named; the four numbers of the essay show when zero', async () => {
  const rows = await rowsFrom({
    'events-2025.csv': `${[
      '事件编号,事件类型,日期,相关案件,涉及单位,对象代号,数量',
      'SY-E-2025-001,回访,2025-03-05,,,P001,5',
      'SY-E-2025-002,回访,2025-03-06,,,P01|P02|P03,1',
      'SY-E-2025-003,回访,2025-03-07,,,P001,',
    ].join('\n')}\n`,
  });
  const made = syCounters(rows, { policy: policyOf('SY'), period: periodOf('2025'), asOf: '2026-01-05' });
  expect(made.sheets[0]?.remarks).toEqual([
    '回访按人次计 3，涉及的对象不重复计为 1；本表所列是人次。',
    '回访的「对象代号」或者「相关案件」读不通的 1 行，已计人次，没有计入不重复的对象：SY-E-2025-002。',
    '回访一行计一人次，不按「数量」计；登记了数量的有：SY-E-2025-001（5），一行记了几人次的请分行登记。',
  ]);
  expect(shownTotals(made).map(({ label, value }) => `${label} ${value}`)).toEqual([
    '印发典型案例（批） 0',
    '发出监察建议（个） 0',
    '督促堵塞漏洞（个） 0',
    '回访教育（人次） 3',
  ]);
});

test('counters of SY: numbers added up, visits in person-times', async () => {
  const rows = await rowsFrom({
    'events-2025.csv': `${[
      '事件编号,事件类型,日期,相关案件,涉及单位,对象代号,数量',
      'SY-E-2025-001,监察建议,2025-01-01,,某镇,,2',
      'SY-E-2025-002,监察建议,2025-12-31,,某镇,,',
      'SY-E-2025-003,堵塞漏洞,2025-03-05,,某镇,,3',
      'SY-E-2025-004,堵塞漏洞,2025-03-06,,某镇,,三',
      'SY-E-2025-005,回访,2025-03-05,,,P001,',
      // The same person once more, and two cases in one visit: person-times go by rows.
      'SY-E-2025-006,回访,2025-06-05,,,P001,',
      'SY-E-2025-007,回访,2025-06-06,SY-2025-001|SY-2025-002,,,',
      'SY-E-2025-008,典型案例印发,2025-07-01,SY-2025-001,,,',
      'SY-E-2025-009,回访,2024-12-31,,,P001,',
      'SY-E-2025-010,回访,,,,P002,',
      'SY-E-2025-011,自评,2025-03-05,SY-2025-001,,,',
    ].join('\n')}\n`,
  });
  const made = syCounters(rows, { policy: policyOf('SY'), period: periodOf('2025'), asOf: '2026-01-05' });
  expect(made.findings).toEqual([]);
  expect(numbers(made)).toEqual({
    '印发典型案例（批）': 1,
    '发出监察建议（个）': 3,
    '督促堵塞漏洞（个）': 3,
    '回访教育（人次）': 3,
  });
  const advice = made.totals.find(({ label }) => label.startsWith('发出监察建议'));
  expect(advice).toMatchObject({ of: [{ id: 'SY-E-2025-001' }, { id: 'SY-E-2025-002' }], shares: [2, 1] });
  expect(named(made.sheets[0]?.leftOut ?? [])).toEqual([
    'SY-E-2025-004：「数量」读不通',
    'SY-E-2025-010：登记为回访，没有登记「日期」，不知属于哪一期',
  ]);
});

test('a batch of typical cases is counted once, in the period in which it was first issued', async () => {
  const rows = await rowsFrom({
    'events-2025.csv': `${[
      '事件编号,事件类型,日期,线索/事项编号,报告期,相关案件',
      'SY-E-2025-001,典型案例印发,2025-11-03,SY-B-003,,SY-2025-001',
      'SY-E-2025-002,典型案例印发,2025-11-01,SY-B-003,,SY-2025-001',
      'SY-E-2025-003,典型案例印发,2025-11-01,SY-B-003,,SY-2025-002',
      'SY-E-2025-004,典型案例印发,2025-12-01,,2025H2,SY-2025-003',
      'SY-E-2025-005,典型案例印发,2025-12-02,,2025H2,SY-2025-003',
      'SY-E-2025-006,典型案例印发,2025-12-03,,,SY-2025-003',
      'SY-E-2025-007,典型案例印发,2026-01-04,SY-B-003,,SY-2025-001',
    ].join('\n')}\n`,
  });
  const made = (label: string) =>
    syCounters(rows, { policy: policyOf('SY'), period: periodOf(label), asOf: '2026-02-01' });
  const year = made('2025');
  expect(year.findings).toEqual([]);
  expect(numbers(year)).toEqual({ '印发典型案例（批）': 3 });
  expect(year.sheets[0]?.lines[0]?.texts.events).toBe(
    'SY-E-2025-002、SY-E-2025-003（同批）、SY-E-2025-001（同批）、SY-E-2025-004、SY-E-2025-005（同批）、SY-E-2025-006',
  );
  expect(year.sheets[0]?.remarks).toEqual([
    '同一批典型案例登记了几行的，只在最早的一行计一批；没有另计的有：SY-E-2025-001（SY-B-003）、SY-E-2025-003（SY-B-003）、SY-E-2025-005（2025H2）。',
    '「典型案例印发」没有在「线索/事项编号」或者「报告期」登记批次的 1 行，各计一批：SY-E-2025-006。',
  ]);
  const next = made('2026');
  expect(next.findings).toEqual([]);
  expect(numbers(next)).toEqual({});
  expect(next.sheets[0]?.remarks[0]).toContain('SY-E-2025-007（SY-B-003）');
});

test('the counters name the parts of the essay that their rows cite', async () => {
  const made = syCounters(await rowsFrom({}), {
    policy: policyOf('SY'),
    period: periodOf('2025'),
    asOf: '2026-01-05',
  });
  const [sheet] = made.sheets;
  if (!sheet) return expect.fail('no sheet');
  expect(listForm(made, sheet, policyOf('SY')).place).toBe('第二、第四、第五、第六部分');
});
