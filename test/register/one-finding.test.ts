/** One fault in one cell is one finding, whoever could speak of it. */
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { CHECKS } from '../../src/register/checks/index.ts';
import { readPolicies } from '../corpus.ts';
import { checkSamples, checkSources, textSource, withCell } from './registers.ts';

const JN = 'jn-city/cases-2024.csv';
const START = '启动责任追究调查（问责程序）日期';
const shown = (found: readonly Finding[]): string[] =>
  found.map(({ caseId, code, clause }) => `${caseId} ${code} ${clause ?? '-'}`);

describe('a value that a clause does not list', () => {
  test.each([
    ['wf-university/cases-2024.csv', '纠错方式', '走访慰问', 'WF-13.1c'],
    ['sy-county/events-2021.csv', '送达/报送/参加对象', '办公室', 'SY-S5(1)b'],
  ])('%s: %s %s is told by the clause', async (file, head, value, clause) => {
    let id = '';
    const found = await checkSamples(file, (text) => {
      const [heads = [], ...rows] = text.split('\r\n').map((line) => line.split(','));
      const at = heads.indexOf(head);
      const row = rows.find(
        (cells) => (cells[at] ?? '') !== '' && (clause !== 'SY-S5(1)b' || cells[1] === '案例报送'),
      );
      id = row?.[0] ?? '';
      return withCell(id, head, value)(text);
    });
    expect(shown(found)).toEqual([`${id} rule-broken ${clause}`]);
  });
});

test('a letter of inquiry with the reason that the hint asks for is only pointed out', async () => {
  const events = ['2024-01-05', '2024-03-05', '2024-05-05']
    .map((day, at) => `SY-E-2024-00${at + 1},函询,${day},P017,X-${at},${at === 2 ? '确需函询' : ''}\n`)
    .join('');
  const { findings } = await checkSources(
    [textSource('events.csv', `事件编号,事件类型,日期,对象代号,线索/事项编号,结果\n${events}`)],
    '2026-11-21',
  );
  expect(findings.map(({ severity, clause }) => `${severity} ${clause}`)).toEqual(['info SY-S4(1)c']);
});

test.each([
  ['decision_date', '容错认定（给予容错）时间', '2042-03-04', ['date-future -']],
  ['start_date', START, '2042-03-04', ['date-future -']],
  ['start_date', START, '2004-03-04', ['date-order JN-27']],
  ['notice_date', '通知单位党委（党组）日期', '2014-03-04', ['date-order JN-12.2a']],
])('a wrong year in %s is one finding', async (_, head, day, expected) => {
  const found = await checkSamples(JN, withCell('JN-2024-004', head, day));
  expect(found.map(({ code, clause }) => `${code} ${clause ?? '-'}`)).toEqual(expected);
});

test('a row under another policy than its id is judged by neither', async () => {
  const found = await checkSamples(JN, withCell('JN-2024-004', '适用制度', 'WF'));
  expect(shown(found)).toEqual(['JN-2024-004 id-prefix -']);
  expect(found[0]?.severity).toBe('error');
});

test('a refused case under 枣职 with a mode has one finding', async () => {
  const head = '编号,适用制度,适用方式,是否容错,容错方式';
  const { findings } = await checkSources(
    [textSource('cases.csv', `${head}\nZZ-2024-001,ZZ,适用,不予容错,从轻\n`)],
    '2026-11-21',
  );
  expect(
    findings.filter(({ clause }) => /^ZZ-7\((5|10)\)/.test(clause ?? '')).map(({ clause }) => clause),
  ).toEqual(['ZZ-7(5)d']);
});

test('a report without its day is said to lack it once', async () => {
  const { findings } = await checkSources(
    [
      textSource(
        'events.csv',
        '事件编号,事件类型,日期,报告期,主办单位,送达/报送/参加对象,文书\nJN-E-2024-001,统计表报送,,2024H1,区纪委监委,组织部门|纪检监察机关,容错统计表\n',
      ),
    ],
    '2026-11-21',
  );
  expect(
    findings.filter(({ key }) => key === 'ev_date').map(({ code, clause }) => `${code} ${clause}`),
  ).toEqual(['deadline-overdue JN-A2.n4a']);
});

describe('feedback on a decision goes to the unit whatever the outcome', () => {
  test.each([
    ['JN-2021-004', '反馈（告知）日期', '2023-01-05', 'JN-16.1b'],
    ['JN-2021-006', '反馈（告知）对象', '当事人', 'JN-16.1b'],
  ])('%s', async (id, head, value, clause) => {
    const found = await checkSamples('jn-city/cases-2021.csv', withCell(id, head, value));
    expect(found.map((finding) => finding.clause)).toContain(clause);
  });
});

describe('a half-year report', () => {
  const about = async (type: string, period: string): Promise<string[]> => {
    const head = '事件编号,事件类型,日期,报告期,主办单位,送达/报送/参加对象,文书';
    const row = `JN-E-2023-001,${type},2023-07-05,${period},区纪委监委,组织部门|纪检监察机关|同级党委|上级纪检监察机关|上级组织部门,容错统计表`;
    const { findings } = await checkSources([textSource('events.csv', `${head}\n${row}\n`)], '2026-11-21');
    return findings
      .filter(({ key }) => key === 'ev_period')
      .map(({ code, clause }) => `${code} ${clause ?? '-'}`);
  };

  test('logged under a month is said to be taken for its half-year', async () => {
    expect(await about('统计表报送', '2023-06')).toEqual(['value-format -']);
    expect(await about('统计表报送', '2023H1')).toEqual([]);
  });

  test('without its period has one finding', async () => {
    expect(await about('统计汇总上报', '')).toEqual(['fact-missing JN-23c']);
  });
});

test.each([
  ['jn-city/cases-2024.csv', 'JN-2024-004', 'JN-4b'],
  ['zz-college/cases-2024.csv', 'ZZ-2024-001', 'ZZ-7(2)a'],
])('%s: a decided case names the body that handled it', async (file, id, clause) => {
  const found = await checkSamples(file, withCell(id, '问责追责承办单位（责任追究部门）', ''));
  expect(shown(found)).toEqual([`${id} fact-missing ${clause}`]);
});

test('what a check reports quotes the words of its clause, not the whole article', async () => {
  const policies = await readPolicies();
  for (const id of new Set(CHECKS.flatMap(({ clauses }) => clauses))) {
    const policy = policies.find(({ meta }) => meta.id === id.slice(0, 2));
    const own = policy?.rules.some((rule) => rule.id === id) || policy?.quotes.has(id);
    expect(own, id).toBe(true);
  }
});

test('a row that adds up those above is one finding', async () => {
  const { findings } = await checkSources(
    [textSource('cases.csv', '编号,适用制度,适用方式\nJN-2024-001,JN,适用\n合计,,1\n')],
    '2026-11-21',
  );
  expect(findings.filter(({ row }) => row === 3).map(({ code }) => code)).toEqual(['id-format']);
});
