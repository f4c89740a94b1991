import { expect, test } from 'vitest';
import { corpusOf } from './content.ts';

const HEAD = '编号,适用制度,问题线索需要暂时保密,启动责任追究调查（问责程序）日期,通知单位党委（党组）日期';

test('a figure counts a duty only where its rule binds the row', async () => {
  const { observations } = await corpusOf({
    'data/registers/cases-2024.csv': [
      HEAD,
      'JN-2024-001,JN,否,2024-03-04,2024-03-13',
      // Secrecy puts the seven days out of force, however late the notice.
      'JN-2024-002,JN,是,2024-03-04,2024-05-13',
      '',
    ].join('\n'),
  });
  expect(observations.map(({ workdaysByClause }) => workdaysByClause['JN-12.2a'])).toEqual([7, undefined]);
});
