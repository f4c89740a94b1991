/** Names and numbers where an id or one of several values should stand: no report repeats them, in no form. */
import { createHash } from 'node:crypto';
import { readXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import { isTellable, isTellableId } from '../../src/register/tellable.ts';
import { readView, type ViewRow } from '../../src/register/view.ts';
import { AnnotatedReport } from '../../src/reporters/annotated.ts';
import { sarifResult } from '../../src/reporters/sarif.ts';
import { formatFinding } from '../../src/reporters/terminal.ts';
import { writeWorkbook } from '../../src/workbook.ts';
import { policies } from '../reporters/reports.ts';
import { checkSources, textSource } from './registers.ts';

const DAY = '2026-11-21';
const CASES =
  '编号,适用制度,适用方式,启动责任追究调查（问责程序）日期,通知单位党委（党组）日期,被告知申请容错的时间,启动来源,分析评价,文书材料,反馈（告知）对象';
const EVENTS = '事件编号,事件类型,日期,线索/事项编号,相关案件,结果';

const caseRow = (change: Readonly<Record<number, string>>): string =>
  ['JN-2024-001', 'JN', '适用', '2024-03-04', '2024-03-11', '2024-03-12', '', '', '', '']
    .map((cell, index) => change[index] ?? cell)
    .join(',');
const eventRow = (change: Readonly<Record<number, string>>): string =>
  ['SY-E-2024-001', '风险备案申请', '2024-03-01', 'SY-R-001', '', '']
    .map((cell, index) => change[index] ?? cell)
    .join(',');

/** Everything every report says. */
async function reported(path: string, text: string): Promise<string> {
  const source = textSource(path, text);
  const { findings } = await checkSources([source], DAY);
  const digest = (words: string): string => createHash('sha256').update(words).digest('hex');
  const report = new AnnotatedReport();
  for (const finding of findings) report.add(finding, policies);
  const rows: ViewRow[] = [];
  const table = path.startsWith('cases') ? 'cases' : 'events';
  for await (const row of readView(source, table, policies)) rows.push(row);
  const bytes = await writeWorkbook('核对', report.sheets({ asOf: DAY, files: [{ path, rows }], policies }));
  const { sheets } = await readXlsx(bytes, { readStyles: true });
  // A column under another head would be passed over.
  expect(findings.filter(({ code }) => code === 'header-unknown')).toEqual([]);
  return [
    ...findings.map((finding) => formatFinding(finding, policies)),
    JSON.stringify(findings),
    JSON.stringify(findings.map((finding) => sarifResult(finding, policies, digest))),
    JSON.stringify(sheets.map(({ rows: all, cells }) => [all, [...(cells ?? [])].map(([, cell]) => cell)])),
  ].join('\n');
}

const WRITTEN = [
  '张三丰',
  '张三案',
  'JN-2024-张三丰',
  ' 张三丰 ',
  '张三丰同志',
  '欧阳某',
  '阿·张三丰',
  '370102198001011234',
  'zhang-sanfeng',
  '适用|张三丰',
];
const SECRET = /张三|欧阳|37010219|ang-?san/i;

describe.each(WRITTEN)('%s', (name) => {
  test.each([0, 1, 2, 3, 6, 7, 8, 9])('in column %d of cases', async (at) => {
    const said = await reported('cases-2024.csv', `${CASES}\n${caseRow({ [at]: name })}\n`);
    expect(said.split('\n').filter((line) => SECRET.test(line))).toEqual([]);
  });

  test.each([0, 1, 2, 3, 4, 5])('in column %d of events', async (at) => {
    const said = await reported('events-2024.csv', `${EVENTS}\n${eventRow({ [at]: name })}\n`);
    expect(said.split('\n').filter((line) => SECRET.test(line))).toEqual([]);
  });
});

test('twice the same name as an id', async () => {
  const row = caseRow({ 0: '张三丰' });
  expect(await reported('cases-2024.csv', `${CASES}\n${row}\n${row}\n`)).not.toMatch(SECRET);
});

describe('what is repeated', () => {
  const legal = ['予以容错', '不予容错', '当事人', '免责'];
  test.each([
    '予以容措',
    '予以 容错',
    '当亊人',
    '免责任',
    'JN-7(4)',
    'XX',
    '2024年上半年',
    '三',
    '1.5',
    '责免',
  ])('%s', (text) => expect(isTellable(text, legal)).toBe(true));
  test.each([
    '张三',
    '张三予以容错',
    '李 四',
    '王免责',
    'zhangsan',
    '13812345678',
    '138-1234-5678',
    '由张三丰反映',
  ])('not %s', (text) => expect(isTellable(text, legal)).toBe(false));
  test.each(['JN-2024-003', 'SY-E-2024-001'])('the id %s', (id) => expect(isTellableId(id)).toBe(true));
  test.each(['JN-2024-370102198001011234', 'JN-2024-张三', 'zhangsan', ''])('not the id %s', (id) =>
    expect(isTellableId(id)).toBe(false),
  );
});
