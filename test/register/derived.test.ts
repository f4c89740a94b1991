import { describe, expect, test } from 'vitest';
import { readCalendar } from '../../src/register/calendar.ts';
import { type CaseEvents, DERIVED_FACTS, NO_EVENTS, withDerived } from '../../src/register/derived.ts';
import { FIELDS } from '../../src/register/fields.ts';
import { factsOf, type Written } from '../core/facts.ts';
import { realCalendar } from '../corpus.ts';

const clock = { asOf: '2026-11-21', calendar: realCalendar() };

const events = (byType: Readonly<Record<string, readonly string[] | null>>): CaseEvents => ({
  on: (type) => byType[type]?.map((day) => ({ day })) ?? (type in byType ? null : []),
  logged: true,
});

function derived(
  key: string,
  written: Written,
  known: CaseEvents = NO_EVENTS,
  on: 'case' | 'event' = 'case',
) {
  return withDerived(factsOf(written), on, known, clock).get(key);
}

describe('days of filing', () => {
  test.each([
    ['2024-03-04', '2024-03-25', '2024-04-25'],
    ['2024-03-25', '2024-03-25', '2024-04-25'],
    ['2024-03-26', '2024-04-25', '2024-05-25'],
    ['2024-12-26', '2025-01-25', '2025-02-25'],
  ])('decided on %s: %s, at the latest %s', (decision_date, due, last) => {
    expect(derived('filing_due', { decision_date })).toEqual([due]);
    expect(derived('filing_due_last', { decision_date })).toEqual([last]);
  });

  test('not before a decision, nor after one that cannot be read', () => {
    expect(derived('filing_due', {})).toBeUndefined();
    expect(derived('filing_due', { decision_date: null })).toBeUndefined();
  });
});

describe('from the event log', () => {
  const known = events({
    备案表报送: ['2024-03-20', '2024-05-25'],
    回访: [],
    联席会议: ['2024-02-01', '2024-03-01'],
  });

  test('the earliest filing, no visit', () => {
    expect(derived('filing_date', {}, known)).toEqual(['2024-03-20']);
    expect(derived('followup_date', {}, known)).toBeUndefined();
  });

  test('the conference on the day of consulting, else the first', () => {
    expect(derived('conference_date', { consult_date: '2024-03-01' }, known)).toEqual(['2024-03-01']);
    expect(derived('conference_date', { consult_date: '2024-03-02' }, known)).toEqual(['2024-02-01']);
    expect(derived('conference_date', {}, known)).toEqual(['2024-02-01']);
  });

  test('an event that cannot be read is unreadable, not missing', () => {
    expect(derived('filing_date', {}, events({ 备案表报送: null }))).toBeNull();
    expect(derived('conference_date', { consult_date: '2024-03-01' }, events({ 联席会议: null }))).toBeNull();
  });
});

test.each([
  ['2024H1', '2024-07-10'],
  ['2024H2', '2025-01-10'],
  ['2024-07', '2025-01-10'],
])('the report of %s is due on %s', (period, due) => {
  expect(derived('report_due', { ev_period: period }, NO_EVENTS, 'event')).toEqual(due && [due]);
});

test.each([
  ['10月9日沟通结束', '2025-10-09'],
  ['2025-10-09 沟通结束', '2025-10-09'],
  ['9月20日换届', '2025-09-26'],
  ['2月30日', '2025-09-26'],
  ['沟通较久', '2025-09-26'],
])('talks: %s', (reason, day) => {
  const stated = {
    notice_date: '2025-09-26',
    suggestion_date: '2025-10-16',
    suggestion_late_reason: reason,
  };
  expect(derived('talks_end', stated)).toEqual([day]);
});

test.each([
  ['市纪委监委第三监督检查室', '纪检监察机关'],
  ['派驻纪检监察组', '纪检监察机关'],
  ['市委组织部', '其他'],
])('%s is %s', (handler, kind) => {
  expect(derived('handler_kind', { handler })).toEqual([kind]);
});

test('the last day of a suggestion counts working days', () => {
  expect(derived('suggestion_due', { notice_date: '2025-09-26' })).toEqual(['2025-10-10']);
  expect(derived('suggestion_due', {})).toBeUndefined();
});

test('the day of the check', () => {
  expect(derived('today', {})).toEqual(['2026-11-21']);
});

test('a fact that is stated stays as stated', () => {
  expect(derived('filing_due', { decision_date: '2024-03-04', filing_due: '2024-06-01' })).toEqual([
    '2024-06-01',
  ]);
});

test('every derived fact can be used in rules and points at a column', () => {
  for (const { key, column, values } of DERIVED_FACTS) {
    expect(FIELDS.find(key)).toMatchObject({ key, date: values === undefined });
    expect(FIELDS.find(column)?.key).toBe(column);
  }
});

describe('the calendar file', () => {
  const HEAD = '日期,类别,节日,依据';
  const BY = '国办发明电〔2025〕7号';
  const days = Array.from({ length: 7 }, (_, index) => `2026-10-0${index + 1},法定节假日,国庆节,${BY}`);

  test('reads', () => {
    const { calendar, findings } = readCalendar(
      `\uFEFF${[HEAD, ...days, `2026-10-10,调休上班,国庆节,${BY}`, ''].join('\r\n')}`,
      'calendar.csv',
    );
    expect(findings).toEqual([]);
    expect(calendar?.isWorkday('2026-10-10')).toBe(true);
    expect(calendar?.isWorkday('2026-10-07')).toBe(false);
    expect(calendar?.noticesOf(2026)).toEqual([{ number: BY, year: 2026 }]);
  });

  test.each([
    ['2026-02-30,休息日,春节', '「2026-02-30」不是 2026-01-01 式的日期'],
    ['2026-10-08,放假,国庆节', '类别「放假」不在法定节假日、休息日、调休上班之列'],
    ['2026-10-08,constructor,国庆节', '类别「constructor」不在法定节假日、休息日、调休上班之列'],
    [`2026-10-01,休息日,国庆节,${BY}`, '2026-10-01 重复'],
    ['2026-10-08,休息日,国庆节', '依据「」不是发文字号，应如：国办发明电〔2025〕7号'],
    [
      '2026-10-08,休息日,国庆节,国办发明电[2025]7号',
      '依据「国办发明电[2025]7号」不是发文字号，应如：国办发明电〔2025〕7号',
    ],
    [
      '2026-10-08,休息日,国庆节,国办发明电〔2024〕12号',
      '依据 国办发明电〔2024〕12号 不是2026年放假通知的字号',
    ],
  ])('refuses %s', (line, problem) => {
    const { calendar, findings } = readCalendar([HEAD, ...days, line].join('\n'), 'calendar.csv');
    expect(calendar).toBeUndefined();
    expect(findings).toMatchObject([{ line: 9, message: `工作日历第9行有误：${problem}。` }]);
  });

  test('a table without a whole year covers nothing', () => {
    expect(readCalendar(`${HEAD}\n2026-01-01,法定节假日,元旦,${BY}\n`, 'calendar.csv')).toMatchObject({
      calendar: undefined,
      findings: [{ code: 'calendar-row' }],
    });
  });
});
