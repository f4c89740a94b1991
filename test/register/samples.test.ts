import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { listFiles } from '../../scripts/effects.ts';
import { LAST_RECORDED } from '../../src/register/sample/chance.ts';
import { halfYearOf } from '../../src/register/sample/rows.ts';
import { type SampleFile, sampleRegisters } from '../../src/register/sample.ts';
import { realCalendar } from '../corpus.ts';
import { checkFolder, checkSources, textSource } from './registers.ts';

/** The day after the last one recorded: the samples are a register as it stands then. */
const AS_OF = '2026-11-21';

const calendar = realCalendar();
const samples = sampleRegisters(calendar);

/** Records of a sample file by header; no sample cell needs quoting. */
function recordsOf({ text }: SampleFile): Map<string, string>[] {
  expect(text).not.toContain('"');
  const [head = [], ...rows] = text
    .replace('\uFEFF', '')
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
  return rows.map((cells) => new Map(head.map((name, index) => [name, cells[index] ?? ''])));
}

const recordsNamed = (pattern: RegExp): Map<string, string>[] =>
  samples.filter(({ path }) => pattern.test(path)).flatMap(recordsOf);

describe('the sample generator', () => {
  test('writes the committed files, byte for byte', async () => {
    const committed = await listFiles('data/registers');
    // What describes the samples is tested with the templates.
    const registers = committed.filter((path) => !path.endsWith('.json'));
    expect(registers).toEqual(samples.map(({ path }) => `data/registers/${path}`));
    for (const { path, text } of samples) {
      expect(readFileSync(`data/registers/${path}`, 'utf8'), path).toBe(text);
    }
  });

  test('gives other registers for another seed', () => {
    expect(sampleRegisters(calendar, 7)).not.toEqual(samples);
    expect(sampleRegisters(calendar, 7)).toEqual(sampleRegisters(calendar, 7));
  });

  test.each([2, 3, 5, 8, 13])('gives registers that check clean for seed %i', async (seed) => {
    const sources = sampleRegisters(calendar, seed)
      .filter(({ path }) => path.endsWith('.csv'))
      .map(({ path, text }) => textSource(path, text));
    const { findings } = await checkSources(sources, AS_OF);
    // That a disciplinary case is held to other limits is no fault.
    expect(findings.filter(({ clause }) => clause !== 'JN-13.1k')).toEqual([]);
  });
});

describe('the committed samples', () => {
  const cases = recordsNamed(/\/cases-/);

  test('check clean', async () => {
    const { files, findings } = await checkFolder('data/registers', AS_OF);
    expect(findings).toEqual([]);
    const rows = (table: string): number =>
      files.filter((file) => file.table === table).reduce((sum, file) => sum + file.rows, 0);
    expect(rows('cases')).toBeGreaterThanOrEqual(150);
    expect(rows('events')).toBeGreaterThanOrEqual(120);
    expect(rows('lists')).toBe(12);
  });

  test('say that they are synthetic and name nobody', () => {
    const folders = new Set(samples.map(({ path }) => path.split('/')[0]));
    for (const folder of folders) {
      const notice = samples.find(({ path }) => path === `${folder}/README.md`);
      expect(notice?.text, folder).toContain('合成样例');
    }
    for (const record of cases) {
      if (record.has('备注')) expect(record.get('备注'), record.get('编号')).toContain('合成样例');
      expect(record.get('姓名') ?? '').toBe('');
    }
    for (const record of recordsNamed(/\/events-/))
      expect(record.get('对象代号') ?? '').toMatch(/^(P\d{3})?$/);
  });

  test.each([
    ['jn-city', 'JN', '2021H1', 355],
    ['wf-university', 'WF', '2021H2', 244],
    ['zz-college', 'ZZ', '2023H2', 55],
    ['sy-county', 'SY', '2021H2', 15],
  ])('%s covers every half-year and every outcome', (folder, policy, first, about) => {
    const own = recordsNamed(new RegExp(`^${folder}/cases-`));
    expect(Math.abs(own.length - about)).toBeLessThanOrEqual(3);
    expect(new Set(own.map((record) => record.get('适用制度')))).toEqual(new Set([policy]));

    const started = new Set(
      own.map((record) => halfYearOf(record.get('启动责任追究调查（问责程序）日期') ?? '')),
    );
    for (const year of [2021, 2022, 2023, 2024, 2025, 2026]) {
      for (const half of ['H1', 'H2']) {
        if (`${year}${half}` >= first) expect(started, folder).toContain(`${year}${half}`);
      }
    }

    const decided = own.filter((record) => record.get('是否容错') !== '');
    const tolerated = decided.filter((record) => record.get('是否容错') === '予以容错');
    expect(tolerated.length / decided.length).toBeGreaterThan(0.74);
    expect(tolerated.length / decided.length).toBeLessThan(0.88);
    expect(new Set(tolerated.map((record) => record.get('容错方式'))).size).toBeGreaterThanOrEqual(3);
    expect(decided.length).toBeLessThan(own.length);
  });

  test('hold units and persons, both sources, secrecy, consultation and matters still open', () => {
    const values = (head: string): Set<string | undefined> =>
      new Set(cases.map((record) => record.get(head)));
    expect(values('容错对象类型')).toEqual(new Set(['单位', '个人', undefined]));
    expect(values('启动来源')).toEqual(new Set(['依职权', '依申请', undefined]));
    expect(values('问题线索需要暂时保密')).toContain('是');
    expect([...values('疑难情形')].some((value) => value?.includes('一时难以认定'))).toBe(true);
    const days = cases.flatMap((record) =>
      [...record.values()].filter((value) => /^\d{4}-\d\d-\d\d$/.test(value)),
    );
    expect(days.some((day) => day > '2026-11-01' && day <= LAST_RECORDED)).toBe(true);
    // Make-up working days occur, so that the calendar matters.
    for (const day of ['2024-02-18', '2025-10-11']) expect(calendar.isWorkday(day), day).toBe(true);
    expect(days).toContain('2024-02-18');
    expect(days).toContain('2025-10-13');
  });

  test('list meetings review the list items', () => {
    const meetings = recordsNamed(/^jn-city\/events-/)
      .filter((record) => record.get('事件类型') === '联席会议')
      .map((record) => record.get('日期'));
    for (const item of recordsNamed(/\/lists-/)) {
      expect(meetings).toContain(item.get('联席会议审核日期'));
      expect(item.get('报纪检监察机关、组织部门日期')).not.toBe('');
    }
  });

  // No rule judges the order of the county's steps yet; the samples keep it all the same.
  test('the county keeps its two appraisals, two reviews and two determinations in order', () => {
    const steps = [
      '自评',
      '他评',
      '支部审定',
      '党委审定',
      '审理集体讨论',
      '专题会议审定',
      '案例报送',
      '审核把关',
    ];
    const events = recordsNamed(/^sy-county\/events-/);
    for (const record of recordsNamed(/^sy-county\/cases-/)) {
      const day = (type: string): string =>
        events
          .find((event) => event.get('事件类型') === type && event.get('相关案件') === record.get('编号'))
          ?.get('日期') ?? '';
      const days = steps.map(day).filter((date) => date !== '');
      expect(days).toEqual([...days].sort());
      if (record.get('是否容错')) expect(day('专题会议审定')).toBe(record.get('容错认定（给予容错）时间'));
    }
  });
});
