/** Half-yearly returns are asked of bodies that handle cases, for the time since the policy is in force. */
import { expect, test } from 'vitest';
import { checkSamples, withCell } from './registers.ts';

const CASES = 'jn-city/cases-2024.csv';

test.each(['2004-03-01', '2019-11-14'])('a case begun on %s asks for no return', async (day) => {
  const found = await checkSamples(CASES, withCell('JN-2024-004', '启动责任追究调查（问责程序）日期', day));
  expect(found.map(({ clause }) => clause)).toContain('JN-27');
  expect(found.filter(({ caseId }) => caseId !== 'JN-2024-004')).toEqual([]);
});

test('a body whose kind is doubtful is asked for no return', async () => {
  const found = await checkSamples(
    CASES,
    withCell('JN-2024-004', '问责追责承办单位（责任追究部门）', '某某公司'),
  );
  expect(found.map(({ clause }) => clause)).toEqual(['JN-4b']);
});
