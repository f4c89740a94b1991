import { describe, expect, test } from 'vitest';
import { cases, events, found, type Row } from './rows.ts';

const asked = (day: string, person: string, thread: string, more: Row = {}): Row => ({
  ev_type: '函询',
  ev_date: day,
  ev_person: person,
  ev_thread: thread,
  ...more,
});

describe('letters of inquiry', () => {
  const about = (...rows: readonly Row[]) => found(/^SY-S4\(1\)[bc]$/, events('SY', ...rows));

  test('two in a year are allowed, the third is reported', async () => {
    const [first, second] = [asked('2024-03-04', 'P001', 'T-1'), asked('2024-06-03', 'P001', 'T-2')];
    expect(await about(first, second)).toEqual([]);
    expect(await about(first, second, asked('2025-03-03', 'P001', 'T-3'))).toEqual([
      'events.csv:4 ev_person warning rule-broken SY-S4(1)c',
    ]);
  });

  test('the year slides: twelve months later a new one begins', async () => {
    const rows = [asked('2024-03-04', 'P001', 'T-1'), asked('2024-12-20', 'P001', 'T-2')];
    expect(await about(...rows, asked('2025-03-04', 'P001', 'T-3'))).toEqual([]);
    // Three within a year over the turn of the year, in whatever order they are recorded.
    expect(await about(asked('2025-01-10', 'P001', 'T-3'), ...rows)).toEqual([
      'events.csv:2 ev_person warning rule-broken SY-S4(1)c',
    ]);
  });

  test('a leap day counts like any other', async () => {
    const rows = [asked('2024-02-29', 'P001', 'T-1'), asked('2024-06-03', 'P001', 'T-2')];
    expect(await about(...rows, asked('2025-02-27', 'P001', 'T-3'))).toHaveLength(1);
    expect(await about(...rows, asked('2025-02-28', 'P001', 'T-3'))).toEqual([]);
  });

  test('another person is another count; a reason makes it a note', async () => {
    const rows = [asked('2024-03-04', 'P001', 'T-1'), asked('2024-06-03', 'P001', 'T-2')];
    expect(await about(...rows, asked('2024-07-03', 'P002', 'T-3'))).toEqual([]);
    expect(await about(...rows, asked('2024-07-03', 'P001', 'T-3', { ev_result: '确需函询' }))).toEqual([
      'events.csv:4 ev_person info rule-broken SY-S4(1)c',
    ]);
  });

  test('one matter is asked about once', async () => {
    expect(await about(asked('2024-03-04', 'P001', 'T-1'), asked('2024-04-08', 'P002', 'T-1'))).toEqual([
      'events.csv:3 ev_thread warning rule-broken SY-S4(1)b',
    ]);
  });
});

describe('appraisals, reviews, determinations', () => {
  const STEPS = (
    [
      { ev_type: '自评', ev_date: '2024-03-04' },
      { ev_type: '他评', ev_date: '2024-03-06', ev_doc: '评价意见' },
      { ev_type: '支部审定', ev_date: '2024-03-08', ev_result: '通过' },
      { ev_type: '党委审定', ev_date: '2024-03-12' },
      { ev_type: '审理集体讨论', ev_date: '2024-03-18' },
      { ev_type: '专题会议审定', ev_date: '2024-03-20' },
    ] as Row[]
  ).map((row): Row => ({ ...row, ev_cases: 'SY-2024-001' }));
  const decided = (day: string) => cases('SY', { decision_date: day });
  const about = (rows: readonly Row[], day = '2024-03-20') =>
    found(/^SY-S3/, events('SY', ...rows), decided(day)).then((all) =>
      all.filter((line) => !/heard|analysis/.test(line)),
    );
  const changed = (type: string, change: Row): Row[] =>
    STEPS.map((row) => (row.ev_type === type ? { ...row, ...change } : row));

  test('in order', async () => {
    expect(await about(STEPS)).toEqual([]);
    const oneDay = STEPS.map((row) => ({ ...row, ev_date: '2024-03-20' }));
    expect(await about(oneDay)).toEqual([]);
  });

  test.each([
    ['支部审定', '2024-03-05', 'events.csv:4 ev_date error date-order SY-S3(3)a'],
    ['党委审定', '2024-03-07', 'events.csv:5 ev_date error date-order SY-S3(3)a'],
    ['审理集体讨论', '2024-03-11', 'events.csv:6 ev_date error date-order SY-S3(4)c'],
    ['专题会议审定', '2024-03-15', 'cases.csv:2 decision_date error date-order SY-S3(4)c'],
  ])('%s on %s', async (type, day, line) => {
    expect(await about(changed(type, { ev_date: day }))).toEqual([line]);
  });

  test.each([
    ['自评', 'SY-S3(2)a'],
    ['他评', 'SY-S3(2)a'],
    ['党委审定', 'SY-S3(3)a'],
    ['审理集体讨论', 'SY-S3(4)a'],
  ])('without %s', async (type, clause) => {
    expect(await about(STEPS.filter((row) => row.ev_type !== type))).toEqual([
      `cases.csv:2 decision_date error fact-missing ${clause}`,
    ]);
  });

  test('the branch must pass it first', async () => {
    expect(await about(changed('支部审定', { ev_result: '未通过' }))).toEqual([
      'events.csv:4 ev_result error rule-broken SY-S3(3)b',
    ]);
    // Held again and passed.
    const again = { ev_type: '支部审定', ev_date: '2024-03-11', ev_result: '通过', ev_cases: 'SY-2024-001' };
    expect(await about([...changed('支部审定', { ev_result: '未通过' }), again])).toEqual([]);
  });

  test('a step that cannot be read is not called missing', async () => {
    expect(await about(changed('他评', { ev_date: '2024-13-06' }))).toEqual([]);
    expect(await about(changed('他评', { ev_type: '它评' }))).toEqual([]);
    expect(await about(changed('他评', { ev_doc: '"评价' }))).toEqual([]);
  });

  test('without an event log nothing is called missing', async () => {
    expect(
      await found(/^SY-S3/, decided('2024-03-20')).then((all) =>
        all.filter((line) => /fact-missing SY-S3\([234]\)a$/.test(line)),
      ),
    ).toEqual([]);
  });
});

describe('risk filings', () => {
  const step = (type: string, day: string, more: Row = {}): Row => ({
    ev_type: type,
    ev_date: day,
    ev_thread: 'R-1',
    ev_result: type === '风险备案申请' ? '保障改善民生' : '',
    ...more,
  });
  const about = (...rows: readonly Row[]) => found(/^SY-S2\(2\)[def]$/, events('SY', ...rows));
  const applied = step('风险备案申请', '2024-03-04');
  const agreed = step('风险备案同意', '2024-03-08');
  const filed = step('风险备案', '2024-03-12');
  const begun = step('实施开始', '2024-03-18');

  test('in order, or not at all', async () => {
    expect(await about(applied, agreed, filed, begun)).toEqual([]);
    expect(await about(begun)).toEqual([]);
  });

  test('an application on the day of the start, or after it', async () => {
    expect(await about({ ...applied, ev_date: '2024-03-18' }, begun)).toEqual([
      'events.csv:2 ev_date warning date-order SY-S2(2)d',
    ]);
    expect(await about({ ...applied, ev_date: '2024-03-19' }, agreed, filed, begun)).toEqual([
      'events.csv:2 ev_date error date-order SY-S2(2)d',
    ]);
  });

  test('approval, filing, start', async () => {
    expect(await about({ ...applied, ev_date: '2024-03-09' }, agreed, filed, begun)).toEqual([
      'events.csv:3 ev_date error date-order SY-S2(2)e',
    ]);
    expect(await about(applied, filed, begun)).toEqual([
      'events.csv:3 ev_thread error fact-missing SY-S2(2)e',
    ]);
    expect(await about(applied, agreed, { ...filed, ev_date: '2024-03-20' }, begun)).toEqual([
      'events.csv:4 ev_date warning date-order SY-S2(2)e',
    ]);
  });

  test('a case out of a filed matter is weighed in four aspects', async () => {
    const log = events('SY', applied, agreed, { ...filed, ev_cases: 'SY-2024-001' }, begun);
    const of = (analysis: string) =>
      found(/^SY-S2\(2\)f$/, log, cases('SY', { decision_date: '2024-09-04', analysis }));
    expect(await of('动机=正|结果=正|原因=正')).toEqual([
      'cases.csv:2 analysis error fact-missing SY-S2(2)f',
    ]);
    expect(await of('动机=正|结果=正|原因=正|性质=负')).toEqual([]);
  });
});

test('idle complaints start no case', async () => {
  const log = (result: string) =>
    events(
      'SY',
      { ev_type: '信访举报', ev_date: '2024-03-04', ev_thread: 'X-1', ev_result: result },
      { ev_type: '自评', ev_date: '2024-06-04', ev_thread: 'X-1', ev_cases: 'SY-2024-001' },
    );
  const started = cases('SY', { start_date: '2024-05-06' });
  expect(await found(/^SY-S4\(1\)a$/, log('内容空泛'), started)).toEqual([
    'cases.csv:2 start_date warning rule-broken SY-S4(1)a',
  ]);
  expect(await found(/^SY-S4\(1\)a$/, log('线索具体'), started)).toEqual([]);
});

test('a bulletin takes cases that were tolerated and checked', async () => {
  const step = (type: string, day: string): Row => ({ ev_type: type, ev_date: day, ev_cases: 'SY-2024-001' });
  const about = (decision: string, ...rows: readonly Row[]) =>
    found(/^SY-S5\((2|3)\)a?$/, events('SY', ...rows), cases('SY', { decision }));
  const bulletin = { ...step('典型案例印发', '2024-06-03'), ev_scope: '一定范围' };
  const reported = { ...step('案例报送', '2024-04-08'), ev_to: '案件审理室' };
  expect(await about('予以容错', reported, step('审核把关', '2024-05-06'), bulletin)).toEqual([]);
  expect(await about('予以容错', reported, bulletin)).toEqual([
    'events.csv:3 ev_cases error fact-missing SY-S5(2)',
  ]);
  expect(await about('予以容错', reported, step('审核把关', '2024-03-06'), bulletin)).toHaveLength(1);
  expect(await about('不予容错', reported, step('审核把关', '2024-05-06'), bulletin)).toEqual([
    'events.csv:4 ev_cases error rule-broken SY-S5(3)a',
  ]);
});

test('advice is followed by loopholes closed', async () => {
  const given = { ev_type: '监察建议', ev_date: '2024-03-04', ev_thread: 'J-1', ev_unit: '某镇' };
  const closed = { ev_type: '堵塞漏洞', ev_date: '2024-05-06', ev_thread: 'J-1' };
  expect(await found(/^SY-S5\(4\)b$/, events('SY', given, closed))).toEqual([]);
  expect(await found(/^SY-S5\(4\)b$/, events('SY', given, { ...closed, ev_thread: 'J-2' }))).toEqual([
    'events.csv:2 ev_thread warning fact-missing SY-S5(4)b',
  ]);
});

test('promotion meetings go on', async () => {
  const met = (day: string): Row => ({ ev_type: '推进会', ev_date: day });
  const busy = { ev_type: '预警提醒', ev_date: '2026-09-03', ev_unit: '某镇' };
  expect(await found(/^SY-S5\(1\)a$/, events('SY', met('2025-06-03'), busy))).toEqual([
    'events.csv:2 ev_date info fact-missing SY-S5(1)a',
  ]);
  expect(await found(/^SY-S5\(1\)a$/, events('SY', met('2025-06-03'), met('2026-01-08'), busy))).toEqual([]);
});
