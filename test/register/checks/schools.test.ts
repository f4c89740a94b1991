import { expect, test } from 'vitest';
import { checkSources } from '../registers.ts';
import { cases, events, found, type Row } from './rows.ts';

test('concrete clues are cleared up', async () => {
  const complaint: Row = {
    ev_type: '信访举报',
    ev_date: '2024-03-04',
    ev_thread: 'T-1',
    ev_result: '线索具体',
  };
  const cleared: Row = {
    ev_type: '查清处理',
    ev_date: '2024-04-08',
    ev_thread: 'T-1',
    ev_result: '经查不属实',
  };
  const about = (...rows: readonly Row[]) => found(/^WF-15\(1\)$/, events('WF', ...rows));
  expect(await about(complaint, cleared)).toEqual([]);
  expect(await about(complaint)).toEqual(['events.csv:2 ev_thread warning fact-missing WF-15(1)']);
  expect(await about(complaint, { ...cleared, ev_date: '2024-03-01' })).toHaveLength(1);
  expect(await about({ ...complaint, ev_result: '内容空泛' })).toEqual([]);
  expect(await about(complaint, { ...cleared, ev_date: '2024-04-32' })).toEqual([]);
});

test('a filing carries the paper of each outcome', async () => {
  const filing = (doc: string): Row => ({
    ev_type: '备案表报送',
    ev_date: '2024-04-25',
    ev_cases: 'ZZ-2024-001|ZZ-2024-002',
    ev_to: '纪委办公室|组织人事处',
    ev_doc: doc,
  });
  const about = (doc: string, first = '从轻') =>
    found(
      /^ZZ-7\(8\)b$/,
      events('ZZ', filing(doc)),
      cases('ZZ', { decision: '予以容错', mode: first }, { decision: '予以容错', mode: '不予追究责任' }),
    );
  expect(await about('处理决定|容错免责决定书')).toEqual([]);
  expect(await about('处理决定')).toEqual(['events.csv:2 ev_doc error rule-broken ZZ-7(8)b']);
  expect(await about('容错免责决定书')).toEqual(['events.csv:2 ev_doc error rule-broken ZZ-7(8)b']);
  expect(await about('容错免责决定书', '不予追究责任')).toEqual([]);
  expect(await about('容错纠错工作备案表')).toEqual(['events.csv:2 ev_doc error rule-broken ZZ-7(8)b']);
  expect(await about('')).toEqual(['events.csv:2 ev_doc error fact-missing ZZ-7(8)b']);
  expect(await about('处理决定、容错免责决定书')).toEqual([]);
});

test('a refused case that is listed needs no paper', async () => {
  const listed: Row = { ev_type: '备案表报送', ev_date: '2024-04-25', ev_cases: 'ZZ-2024-001' };
  const refused: Row = { decision: '不予容错', decision_date: '2024-04-01' };
  expect(await found(/^ZZ-7\(8\)b$/, events('ZZ', listed), cases('ZZ', refused))).toEqual([]);
});

test('missing, late and never filed are three faults, each reported once', async () => {
  const decided: Row = { decision: '予以容错', mode: '从轻', decision_date: '2024-03-04' };
  const filing = (ev_date: string): Row => ({
    ev_type: '备案表报送',
    ev_date,
    ev_cases: 'ZZ-2024-001',
    ev_to: '纪委办公室|组织人事处',
    ev_doc: '处理决定',
  });
  const about = async (...rows: readonly Row[]): Promise<string[]> => {
    const { findings } = await checkSources([cases('ZZ', decided), events('ZZ', ...rows)], '2026-11-21');
    return findings
      .filter(({ clause }) => clause?.startsWith('ZZ-7(8)'))
      .map(({ key, severity, code, clause }) => `${key} ${severity} ${code} ${clause}`);
  };
  expect(await about(filing('2024-03-25'))).toEqual([]);
  expect(await about(filing('2024-04-25'))).toEqual(['case_id warning deadline-missed ZZ-7(8)c']);
  expect(await about(filing('2024-04-26'))).toEqual(['case_id error deadline-missed ZZ-7(8)c']);
  const elsewhere = { ...filing('2024-03-25'), ev_cases: '' };
  expect(await about(elsewhere)).toEqual(['case_id error deadline-overdue ZZ-7(8)a']);
  expect(await about({ ...filing('2024-03-25'), ev_doc: '' })).toEqual([
    'ev_doc error fact-missing ZZ-7(8)b',
  ]);
});
