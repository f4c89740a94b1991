import { describe, expect, test } from 'vitest';
import { checkRegisters } from '../../../src/register/check.ts';
import { SITE_CONFIG } from '../../../src/site.config.ts';
import { readPolicies, realCalendar } from '../../corpus.ts';
import { cases, events, found, lists, type Row } from './rows.ts';

const MEETING: Row = {
  ev_type: '联席会议',
  ev_date: '2026-04-16',
  ev_actor: '市纪委监委',
  ev_to: '纪检监察机关|组织部门|相关业务职能部门',
  ev_doc: '联席会议纪要',
};

describe('the lists', () => {
  const item = (day: string): Row => ({ lst_reviewed: day, lst_reported: day });

  test('are reviewed where a conference met', async () => {
    expect(await found(/^JN-21d$/, events('JN', MEETING), lists(item('2026-04-16')))).toEqual([]);
    expect(await found(/^JN-21d$/, events('JN', MEETING), lists(item('2026-04-17')))).toEqual([
      'lists.csv:2 lst_reviewed error rule-broken JN-21d',
    ]);
  });

  test('a meeting that cannot be read is not called missing', async () => {
    for (const broken of [{ ev_date: '2026年4月17日' }, { ev_date: '' }, { ev_doc: '"纪要' }] as Row[]) {
      expect(
        await found(/^JN-21d$/, events('JN', { ...MEETING, ...broken }), lists(item('2026-04-17'))),
      ).toEqual([]);
    }
    expect(await found(/^JN-21d$/, lists(item('2026-04-17')))).toEqual([]);
  });

  test('are reported before a case goes by them', async () => {
    const list = lists({ lst_id: 'JN-L-2024-001', lst_reviewed: '2024-04-11', lst_reported: '2024-04-17' });
    const about = (day: string, note: string) =>
      found(/^JN-22c$/, list, cases('JN', { decision: '予以容错', decision_date: day, note }));
    expect(await about('2024-04-16', '参照清单JN-L-2024-001')).toEqual([
      'cases.csv:2 note warning date-order JN-22c',
    ]);
    expect(await about('2024-04-17', '参照清单 JN-L-2024-001。')).toEqual([]);
    expect(await about('2024-04-16', '参照清单 JN-L-2024-002')).toEqual([]);
    expect(await about('2024-04-16', '')).toEqual([]);
  });

  test('are kept up to date as a whole', async () => {
    const log = events('JN', MEETING, { ...MEETING, ev_date: '2024-04-11' });
    expect(await found(/^JN-N\.5g$/, log, lists(item('2024-04-11')))).toEqual([
      'lists.csv:2 lst_reviewed info rule-broken JN-N.5g',
    ]);
    expect(await found(/^JN-N\.5g$/, log, lists(item('2024-04-11'), item('2026-04-16')))).toEqual([]);
  });
});

describe('joint conferences', () => {
  test('meet every year while the register is kept', async () => {
    const old = { ...MEETING, ev_date: '2025-04-16' };
    const current = { ev_type: '统计汇总上报', ev_date: '2026-07-15', ev_period: '2026H1' };
    expect(await found(/^JN-N\.5f$/, events('JN', old, current))).toEqual([
      'events.csv:2 ev_date warning fact-missing JN-N.5f',
    ]);
    expect(await found(/^JN-N\.5f$/, events('JN', old, MEETING, current))).toEqual([]);
    // An archive has no series to break off.
    expect(await found(/^JN-N\.5f$/, events('JN', old))).toEqual([]);
  });

  test('take one matter at a time', async () => {
    const log = events('JN', { ...MEETING, ev_cases: 'JN-2024-001|JN-2024-002' });
    expect(await found(/^JN-21f$/, log, cases('JN', { matter: '甲事' }, { matter: '乙事' }))).toEqual([
      'events.csv:2 ev_cases warning rule-broken JN-21f',
    ]);
    expect(await found(/^JN-21f$/, log, cases('JN', { matter: '甲事' }, { matter: '甲事' }))).toEqual([]);
  });
});

describe('half-yearly returns', () => {
  const tolerated: Row = {
    handler: '市审计局',
    start_date: '2025-12-04',
    decision_date: '2026-03-04',
    decision: '予以容错',
  };
  const filed = (period: string, more: Row = {}): Row => ({
    ev_type: '统计表报送',
    ev_date: '2026-07-06',
    ev_actor: '市审计局',
    ev_period: period,
    ...more,
  });
  const summed = {
    ev_type: '统计汇总上报',
    ev_date: '2026-07-15',
    ev_period: '2026H1',
    ev_to: '同级党委|上级纪检监察机关|上级组织部门',
  };

  test('are asked of each handling body, by the day of the decision', async () => {
    const log = events('JN', filed('2025H2', { ev_date: '2026-01-06' }), filed('2026H1'), summed);
    expect(await found(/^JN-23/, log, cases('JN', tolerated))).toEqual([]);
    expect(
      await found(
        /^JN-23/,
        events('JN', filed('2025H2', { ev_date: '2026-01-06' }), summed),
        cases('JN', tolerated),
      ),
    ).toEqual(['cases.csv:2 handler error deadline-overdue JN-23a']);
    // Somebody else's return is not this body's.
    const other = events('JN', filed('2025H2'), filed('2026H1', { ev_actor: '市纪委监委' }), summed);
    expect(await found(/^JN-23/, other, cases('JN', tolerated))).toEqual([
      'cases.csv:2 handler error deadline-overdue JN-23a',
    ]);
  });

  test('of a half-year without a case: a warning, which the owner may turn off', async () => {
    const log = events('JN', filed('2026H1'), summed);
    expect(await found(/^JN-23a$/, log, cases('JN', tolerated))).toEqual([
      'cases.csv:2 handler warning deadline-overdue JN-23a',
    ]);
    const clauses: (string | null)[] = [];
    await checkRegisters([log, cases('JN', tolerated)], {
      policies: await readPolicies(),
      calendar: realCalendar(),
      asOf: '2026-11-21',
      readings: { ...SITE_CONFIG.readings, nilReturns: '不提示' },
      emit: ({ clause }) => clauses.push(clause),
    });
    expect(clauses).not.toContain('JN-23a');
  });

  test('a return that cannot be read is not called missing', async () => {
    for (const more of [{ ev_period: '2026上半年' }, { ev_actor: '' }, { ev_date: '' }] as Row[]) {
      const log = events('JN', filed('2025H2', { ev_date: '2026-01-06' }), filed('2026H1', more), summed);
      expect(await found(/^JN-23a$/, log, cases('JN', tolerated))).toEqual([]);
    }
  });

  test('are summed up and reported onward', async () => {
    const log = events('JN', filed('2025H2', { ev_date: '2026-01-06' }), filed('2026H1'));
    expect(await found(/^JN-23/, log, cases('JN', tolerated))).toEqual([
      'cases.csv:2 decision_date warning fact-missing JN-23c',
    ]);
  });

  test('a refusal asks for no onward report', async () => {
    const refused = { ...tolerated, decision: '不予容错' };
    const log = events('JN', filed('2025H2', { ev_date: '2026-01-06' }), filed('2026H1'));
    expect(await found(/^JN-23/, log, cases('JN', refused))).toEqual([]);
  });
});

test('cases are reported upward', async () => {
  const tolerated = { start_date: '2024-12-04', decision_date: '2025-03-04', decision: '予以容错' };
  const reported = {
    ev_type: '案例报送',
    ev_date: '2025-08-06',
    ev_period: '2025H1',
    ev_cases: 'JN-2024-001',
  };
  expect(await found(/^JN-N\.6c$/, events('JN', reported), cases('JN', tolerated))).toEqual([]);
  expect(await found(/^JN-N\.6c$/, events('JN', MEETING), cases('JN', tolerated))).toEqual([
    'cases.csv:2 decision_date info fact-missing JN-N.6c',
  ]);
});

test('the handling body is of a kind the clause names', async () => {
  const of = (policy: string, handler: string) => found(/^(JN-4b|PY-6\.0a)$/, cases(policy, { handler }));
  expect(await of('JN', '某区审计局')).toEqual([]);
  expect(await of('JN', '某区住房局')).toEqual(['cases.csv:2 handler warning rule-broken JN-4b']);
  expect(await of('PY', '市纪委监委')).toEqual([]);
  expect(await of('PY', '市委组织部')).toEqual(['cases.csv:2 handler error rule-broken PY-6.0a']);
});
