/** A wrong reference in an event is one fault: the case that was meant is not said to lack the event as well. */
import { expect, test } from 'vitest';
import { StrayReferences } from '../../src/register/stray-references.ts';
import { checkSamples, checkSources, textSource, withCell } from './registers.ts';

test.each([
  ['jn-city/events-2024.csv', 'JN-E-2024-009', 'JN-2024003', 'id-format'],
  ['jn-city/events-2024.csv', 'JN-E-2024-009', 'JN-2024-993', 'reference-unknown'],
  ['zz-college/events-2024.csv', 'ZZ-E-2024-002', 'ZZ-2023007', 'id-format'],
  ['zz-college/events-2024.csv', 'ZZ-E-2024-002', 'ZZ-2023-977', 'reference-unknown'],
  ['sy-county/events-2021.csv', 'SY-E-2021-023', 'SY-2021-01x', 'id-format'],
  ['sy-county/events-2021.csv', 'SY-E-2021-023', 'SY-2021-901', 'reference-unknown'],
  ['sy-county/events-2021.csv', 'SY-E-2021-023', '某案', 'id-format'],
])('%s %s listing %s gives %s and nothing else', async (file, event, written, code) => {
  const found = await checkSamples(file, withCell(event, '相关案件', written));
  expect(found.map((finding) => `${finding.caseId} ${finding.code}`)).toEqual([`${event} ${code}`]);
});

test('a case that cannot have been meant still lacks its event', async () => {
  const cases =
    '编号,适用制度,适用方式,容错对象类型,是否容错,容错认定（给予容错）时间,启动责任追究调查（问责程序）日期\n' +
    'ZZ-2024-001,ZZ,适用,个人,予以容错,2024-03-04,2024-02-01\n';
  const about = async (listed: string): Promise<boolean> => {
    const events = `事件编号,事件类型,日期,相关案件\nZZ-E-2024-001,备案表报送,2024-03-25,${listed}\n`;
    const { findings } = await checkSources(
      [textSource('cases.csv', cases), textSource('events.csv', events)],
      '2026-11-21',
    );
    return findings.some(({ clause }) => clause === 'ZZ-7(8)a');
  };
  expect(await about('ZZ-2022-777')).toBe(true);
  expect(await about('ZZ-2024-777')).toBe(false);
});

test('two parts of three are enough to take one id for another', () => {
  const strays = new StrayReferences();
  strays.add('JN-2024-993', '回访');
  strays.add('JN-2042-007', '');
  expect(strays.mayMean('JN-2024-003', ['回访'])).toBe(true);
  expect(strays.mayMean('WF-2024-993', ['回访'])).toBe(true);
  expect(strays.mayMean('JN-2024-003', ['推介'])).toBe(false);
  expect(strays.mayMean('WF-2024-003', ['回访'])).toBe(false);
  expect(strays.mayMean('JN-2024-007', ['推介'])).toBe(true);
});
