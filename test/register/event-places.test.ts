/** A finding that speaks of the day of an event names the row and the cell in which that day stands. */
import { expect, test } from 'vitest';
import { cases, events, lists, type Row } from './checks/rows.ts';
import { checkSources, textSource } from './registers.ts';

const ZZ: Row = {
  scope_basis: '适用',
  start_date: '2024-02-01',
  decision: '予以容错',
  decision_date: '2024-03-04',
};
const FILED = { ev_type: '备案表报送', ev_date: '2024-05-24', ev_cases: 'ZZ-2024-001' };
const OTHER = { ev_type: '案例报送', ev_date: '2024-01-05', ev_cases: '' };

async function messages(clause: string, ...sources: Parameters<typeof checkSources>[0]): Promise<string[]> {
  const { findings } = await checkSources(sources, '2026-11-21');
  return findings.filter((finding) => finding.clause === clause).map(({ message }) => message);
}

test('a filing that came late', async () => {
  const [late, ...others] = await messages('ZZ-7(8)c', events('ZZ', OTHER, FILED), cases('ZZ', ZZ));
  expect(late).toMatch(/登记为 2024-05-24.*。「备案表报送日期」见 events\.csv 第3行 C列。$/);
  expect(others).toEqual([]);
});

test('in another folder the whole path is named; without an event no row is', async () => {
  const log = 'ev_id,ev_type,ev_date,ev_cases\nZZ-E-2024-001,备案表报送,2024-05-24,ZZ-2024-001\n';
  const [late] = await messages('ZZ-7(8)c', textSource('log/events.csv', log), cases('ZZ', ZZ));
  expect(late).toContain('见 log/events.csv 第2行 C列。');
  const [none] = await messages('ZZ-7(8)a', events('ZZ', OTHER), cases('ZZ', ZZ));
  expect(none).toBeDefined();
  expect(none).not.toContain('events.csv');
});

test('the earliest of several filings is the one that is spoken of', async () => {
  const later = { ...FILED, ev_date: '2024-06-24' };
  const [late] = await messages('ZZ-7(8)c', events('ZZ', later, FILED), cases('ZZ', ZZ));
  expect(late).toContain('第3行 C列');
});

test('a consultation on another day than the conference', async () => {
  const met = { ev_type: '联席会议', ev_date: '2024-05-13', ev_cases: 'JN-2024-001' };
  const [other] = await messages(
    'JN-21e',
    events('JN', met),
    cases('JN', { scope_basis: '适用', start_date: '2024-04-02', consult_date: '2024-05-14' }),
  );
  expect(other).toContain('「联席会议日期」见 events.csv 第2行 C列。');
});

test('events of one matter in the wrong order', async () => {
  const thread = (ev_type: string, ev_date: string): Row => ({ ev_type, ev_date, ev_thread: 'T-1' });
  const [order] = await messages(
    'SY-S2(2)d',
    events('SY', thread('实施开始', '2024-03-04'), thread('风险备案申请', '2024-03-06')),
  );
  expect(order).toBe(
    '事项 T-1 于 2024-03-04 开始实施（events.csv 第2行 C列），备案申请在其后的 2024-03-06 才提出。',
  );
});

test('a decision on another day than the determination, and steps in the wrong order', async () => {
  const step = (ev_type: string, ev_date: string): Row => ({ ev_type, ev_date, ev_cases: 'SY-2024-001' });
  const log = events(
    'SY',
    step('支部审定', '2024-03-08'),
    step('他评', '2024-03-09'),
    step('专题会议审定', '2024-03-20'),
  );
  const row = cases('SY', { decision_date: '2024-03-21', decision: '予以容错' });
  expect(await messages('SY-S3(4)c', log, row)).toEqual([
    expect.stringContaining('专题会议审定的日期为 2024-03-20（events.csv 第4行 C列）：'),
  ]);
  expect(await messages('SY-S3(3)a', log, row)).toContainEqual(
    '「支部审定」登记为 2024-03-08，早于同一案件的「他评」，其日期为 2024-03-09（events.csv 第3行 C列）。',
  );
});

test('letters of inquiry, complaints and lists', async () => {
  const asked = (day: string, ev_thread: string): Row => ({
    ev_type: '函询',
    ev_date: day,
    ev_thread,
    ev_person: 'P001',
  });
  const letters = events(
    'SY',
    asked('2024-03-04', 'T-1'),
    asked('2024-04-08', 'T-1'),
    asked('2024-05-08', 'T-2'),
  );
  expect(await messages('SY-S4(1)b', letters)).toEqual([expect.stringContaining('（events.csv 第2行 C列）')]);
  expect(await messages('SY-S4(1)c', letters)).toEqual([expect.stringContaining('（events.csv 第2行 C列）')]);
  const complaint = { ev_type: '信访举报', ev_date: '2024-01-05', ev_thread: 'T-3', ev_result: '内容空泛' };
  const probe = { ev_type: '自评', ev_date: '2024-02-05', ev_thread: 'T-3', ev_cases: 'SY-2024-001' };
  expect(
    await messages('SY-S4(1)a', events('SY', complaint, probe), cases('SY', { start_date: '2024-02-01' })),
  ).toEqual([expect.stringContaining('的举报（events.csv 第2行 E列）登记为')]);
  const list = lists({ lst_id: 'JN-L-2024-001', lst_reviewed: '2024-04-11', lst_reported: '2024-06-17' });
  const decided = cases('JN', { decision_date: '2024-05-20', note: '依据清单 JN-L-2024-001' });
  expect(await messages('JN-22c', list, decided)).toEqual([
    expect.stringMatching(/于 2024-06-17（lists\.csv 第2行 [A-Z]列）才报送/),
  ]);
});
