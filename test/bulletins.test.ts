import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contentFiles } from '../scripts/effects.ts';
import { readBulletin } from '../src/bulletins.ts';
import { readCase } from '../src/cases.ts';
import { readCorpus } from '../src/corpus.ts';
import { findUnprintable } from '../src/documents/unprintable.ts';
import type { Measure } from '../src/paper/boxes.ts';
import { MissingGlyphError } from '../src/paper/missing-glyph.ts';
import { corpusOf, type Replaced } from './content.ts';

const CASE = readFileSync('test/fixtures/content/case.mdx', 'utf8');
const GOOD = readFileSync('test/fixtures/content/bulletin.mdx', 'utf8');

function changed(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the fixture has no ${from}`);
    return text.replace(from, to);
  }, GOOD);
}

async function faults(bulletins: Replaced, typicalCase = CASE): Promise<string> {
  const { findings } = await corpusOf({ 'content/cases/c90.mdx': typicalCase, ...bulletins });
  return findings
    .filter(({ file }) => file.startsWith('content/bulletins/'))
    .map(
      ({ file, line, position, severity, code, clause, message, hint }) =>
        `${file.slice('content/bulletins/'.length)}:${line}:${position} ${severity} ${code} ${clause ?? '-'} ${message} → ${hint}`,
    )
    .join('\n');
}

const of = (...changes: readonly (readonly [string, string])[]): Promise<string> =>
  faults({ 'content/bulletins/b-2024-1.mdx': changed(...changes) });

test('a good bulletin gives no finding', async () => {
  expect(await of()).toBe('');
});

test('front matter', async () => {
  expect(await of(['id: b-2024-1', 'id: 2024-1'])).toMatchInlineSnapshot(
    `"b-2024-1.mdx:2:5 error front-matter-value - 卷首信息「id」应为「b-年度-序号」，如 b-2025-1。 → 照同一文件夹中的其他文件改正这一项。"`,
  );
  expect(await of(['issued: 2024-07', 'issued: 2024年7月'])).toMatchInlineSnapshot(
    `"b-2024-1.mdx:5:9 error front-matter-value - 卷首信息「issued」应为「年-月」，如 2025-07。 → 照同一文件夹中的其他文件改正这一项。"`,
  );
  expect(await of(['cases: [c90]', 'cases: []'])).toMatchInlineSnapshot(
    `"b-2024-1.mdx:8:8 error front-matter-value - 卷首信息「cases」过短或过少，至少为 1。 → 照同一文件夹中的其他文件改正这一项。"`,
  );
  expect(await of(['batch: 1', 'batch: 0'])).toMatchInlineSnapshot(
    `"b-2024-1.mdx:3:8 error front-matter-value - 卷首信息「batch」过短或过少，至少为 1。 → 照同一文件夹中的其他文件改正这一项。"`,
  );
});

test.each(['## 一、启示', '## （一）启示', '## 1. 启示'])(
  '%s is 启示: a typed ordinal gives way',
  async (heading) => {
    expect(await of(['## 启示', heading])).toBe('');
  },
);

test('annexes have a name and a text, and stand after the parts of the text', async () => {
  const end = (text: string) => faults({ 'content/bulletins/b-2024-1.mdx': `${GOOD}\n${text}` });
  expect(await end('## 附件：名单\n\n甲。\n\n## 附件2：清单\n\n乙。\n')).toBe('');
  expect(await end('## 附件\n\n甲。\n')).toContain('error bulletin-sections - 附件没有写名称。');
  expect(await end('## 附件：名单\n')).toContain('error bulletin-sections - 附件「名单」没有内容。');
  expect(await end('## 附件：名单\n\n甲。\n\n## 结语\n\n乙。\n')).toMatch(
    /mdx:20:1 error bulletin-sections - 附件以后又有正文「结语」。/,
  );
  expect(await end('## 附件：名单。\n\n甲。\n')).toContain(
    'warning bulletin-sections - 附件「名单。」的名称末尾有标点',
  );
  expect(await end('附件：1. 清单\n2. 名单\n')).toMatch(
    /mdx:16:1 warning bulletin-sections - 正文中写了附件说明/,
  );
  expect(await of(['## 启示', '另有一段话。\n\n## 启示'])).toMatch(
    /^b-2024-1\.mdx:12:1 error bulletin-sections - 第一个小标题以前有文字/,
  );
});

test('the lessons are expected, not demanded', async () => {
  expect(await of(['## 启示', '## 结语'])).toMatchInlineSnapshot(
    `"b-2024-1.mdx:11:1 warning bulletin-sections JN-23d 通报缺少「启示」部分：典型案例应当说明何以可借鉴、可复制。 → 另起一行写「## 启示」，说明可以推广的做法。"`,
  );
});

describe('batches run on from one', () => {
  const second = (...changes: readonly (readonly [string, string])[]): Replaced => ({
    'content/bulletins/b-2024-1.mdx': GOOD,
    'content/bulletins/b-2024-2.mdx': changed(['id: b-2024-1', 'id: b-2024-2'], ...changes),
  });

  test('one after the other', async () => {
    expect(await faults(second(['batch: 1', 'batch: 2']))).toBe('');
  });

  test('a gap, a repeat, a late start', async () => {
    expect(await faults(second(['batch: 1', 'batch: 3']))).toMatchInlineSnapshot(
      `"b-2024-2.mdx:3:8 error bulletin-batch SY-S5(3)b 通报批次应当从1起连续编号，此处为第3批，应为第2批。 → 检查是否漏号、重号。"`,
    );
    expect(await faults(second())).toMatchInlineSnapshot(
      `"b-2024-2.mdx:3:8 error bulletin-batch SY-S5(3)b 通报批次应当从1起连续编号，此处为第1批，应为第2批。 → 检查是否漏号、重号。"`,
    );
    expect(await of(['batch: 1', 'batch: 2'])).toMatchInlineSnapshot(
      `"b-2024-1.mdx:3:8 error bulletin-batch SY-S5(3)b 通报批次应当从1起连续编号，此处为第2批，应为第1批。 → 检查是否漏号、重号。"`,
    );
  });
});

describe('who may read it', () => {
  test('a public bulletin holds public cases only', async () => {
    const internal = CASE.replace('audience: 公开宣传', 'audience: 内部交流');
    expect(await faults({ 'content/bulletins/b-2024-1.mdx': GOOD }, internal)).toMatchInlineSnapshot(
      `"b-2024-1.mdx:8:9 error bulletin-scope - 公开的通报列入了仅供内部交流的案例 c90。 → 从通报中移出，或者经批准后改为公开宣传。"`,
    );
    const inside = changed(
      ['scope: 公开宣传', 'scope: 内部通报'],
      ['audience: 公开宣传', 'audience: 内部交流'],
    );
    expect(await faults({ 'content/bulletins/b-2024-1.mdx': inside }, internal)).toBe('');
  });

  test.each(['内部通报', '内部交流', '一定范围'])('the scope %s is not for the public', async (scope) => {
    expect(await of(['scope: 公开宣传', `scope: ${scope}`])).toContain('bulletin-scope JN-23e');
  });

  test.each([
    ['一定范围', 'bulletin-scope JN-N.6d'],
    ['内部通报', ''],
  ])('a bulletin of city cases, scope %s', async (scope, finding) => {
    const found = await of(
      ['scope: 公开宣传', `scope: ${scope}`],
      ['audience: 公开宣传', 'audience: 内部交流'],
    );
    expect(found).toContain(finding);
    expect(found === '').toBe(finding === '');
  });
});

describe('an exposure stands on a page and in the log', () => {
  const PAGE = `---
id: b-2024-3
kind: 通报曝光
title: 一起诬告陷害问题
issued: 2024-07
scope: 内部通报
audience: 内部交流
event: WF-E-2024-001
lead: 现予通报。
---

## 问题

捏造事实（[[WF-15(3)]]）。
`;
  const HEAD = '事件编号,事件类型,日期,线索/事项编号,相关案件,结果,文书\n';
  const ROW = 'WF-E-2024-001,通报,2024-07-15,,,,通报\n';

  /** `file:line code clause message` of what the page and the log have against each other. */
  async function between(page: string | undefined, log: string, more: Replaced = {}): Promise<string[]> {
    const { findings } = await corpusOf({
      'content/cases/c90.mdx': CASE,
      'content/bulletins/b-2024-1.mdx': GOOD,
      ...(page === undefined ? {} : { 'content/bulletins/b-2024-3.mdx': page }),
      'data/registers/events-2024.csv': log,
      ...more,
    });
    return findings
      .filter(({ clause, file }) => clause === 'WF-15(3)d' || file.startsWith('content/bulletins/'))
      .map(
        ({ file, line, severity, code, clause, message }) =>
          `${file.replace(/^.*\//, '')}:${line} ${severity} ${code} ${clause} ${message}`,
      );
  }

  test('with both, nothing is missing; it takes no number among the batches and needs no lessons', async () => {
    expect(await between(PAGE, HEAD + ROW)).toEqual([]);
  });

  test('a page without a row', async () => {
    expect(await between(PAGE, HEAD)).toEqual([
      'b-2024-3.mdx:8 error bulletin-event WF-15(3)d 通报曝光所写的事件 WF-E-2024-001 在事件台账中找不到。',
    ]);
  });

  test('a row without a page', async () => {
    expect(await between(undefined, HEAD + ROW)).toEqual([
      'events-2024.csv:2 error bulletin-missing WF-15(3)d 登记了「通报」，没有哪一期通报曝光写明事件编号 WF-E-2024-001。',
    ]);
  });

  test('a row without its paper', async () => {
    expect(await between(PAGE, `${HEAD}WF-E-2024-001,通报,2024-07-15,,,,\n`)).toEqual([
      expect.stringMatching(/^events-2024\.csv:2 error fact-missing WF-15\(3\)d /),
    ]);
  });

  test.each([
    ['信访举报', '2024-07-15', '登记为「信访举报」，不是「通报」'],
    ['通报', '2024-08-01', '登记在2024-08-01，通报写的是 2024-07'],
  ])('a row that is something else: %s, %s', async (type, day, wrong) => {
    expect(await between(PAGE, `${HEAD}WF-E-2024-001,${type},${day},,,,通报\n`)).toEqual([
      `b-2024-3.mdx:8 error bulletin-event WF-15(3)d 通报曝光所写的事件 WF-E-2024-001 ${wrong}。`,
    ]);
  });

  test('the day of the page is the day of the row', async () => {
    const on = (day: string) => PAGE.replace('issued: 2024-07', `issued: 2024-07\ndated: ${day}`);
    expect(await between(on('2024-07-15'), HEAD + ROW)).toEqual([]);
    expect(await between(on('2024-07-16'), HEAD + ROW)).toEqual([
      'b-2024-3.mdx:9 error bulletin-event WF-15(3)d 通报曝光所写的事件 WF-E-2024-001 登记在2024-07-15，通报写的是 2024-07-16。',
    ]);
  });

  test('two pages for one row', async () => {
    const again = PAGE.replace('id: b-2024-3', 'id: b-2024-4');
    expect(await between(PAGE, HEAD + ROW, { 'content/bulletins/b-2024-4.mdx': again })).toEqual([
      'b-2024-4.mdx:8 error bulletin-event WF-15(3)d 通报曝光所写的事件 WF-E-2024-001 已由另一期通报写明。',
    ]);
  });

  test('what could not be read is not called missing as well', async () => {
    const codes = async (page: string, log: string): Promise<string[]> =>
      (await between(page, log)).map((found) => found.split(' ')[2] ?? '');
    // A row with a broken date, one that cannot be split, a page that cannot be read.
    expect(await codes(PAGE, `${HEAD}WF-E-2024-001,通报,2024-02-30,,,,通报\n`)).toEqual([]);
    expect(await codes(PAGE, `${HEAD}WF-E-2024-001,通报\n`)).toEqual([]);
    expect(await codes(PAGE.replace('scope: 内部通报', 'scope: 全校'), HEAD + ROW)).toEqual([
      'front-matter-value',
    ]);
  });

  test('each kind has its own particulars', async () => {
    expect(await between(PAGE.replace('event: WF-E-2024-001', 'batch: 2'), HEAD)).toEqual([
      'b-2024-3.mdx:2 error front-matter-value null 卷首信息「event」只用于通报曝光，通报曝光应当写明。',
      'b-2024-3.mdx:8 error front-matter-value null 卷首信息「batch」只用于典型案例，典型案例应当写明。',
    ]);
    expect(await of(['batch: 1\n', ''], ['cases: [c90]\n', ''])).toMatch(
      /「batch」只用于典型案例，典型案例应当写明。[\s\S]*「cases」只用于典型案例，典型案例应当写明。/,
    );
  });

  test('of other registers nothing is said', async () => {
    const { findings } = await readCorpus(contentFiles, {
      asOf: '2026-11-21',
      registers: 'data/registers/zz-college',
    });
    expect(findings).toEqual([]);
  });
});

test('a case or a clause that does not exist', async () => {
  expect(await of(['cases: [c90]', 'cases: [c90, c99]'])).toMatchInlineSnapshot(
    `"b-2024-1.mdx:8:14 error bulletin-case - 通报所列的案例 c99 不存在。 → 核对案例代号。"`,
  );
  expect(await of(['[[JN-7(3)]]', '[[JN-7(13)]]'])).toMatchInlineSnapshot(
    `"b-2024-1.mdx:14:7 error citation-unknown - 引用的条款 JN-7(13) 不存在。 → 条款编号写作 [[JN-7(3)]]，见该制度页各条款的编号。"`,
  );
});

describe('characters that no paper can print', () => {
  const measure: Measure = (_role, text) => {
    if (text.includes('😀')) throw new MissingGlyphError('示例', '😀');
    return text.length;
  };
  const found = (bulletin: string, typicalCase = CASE): string[] => {
    const bulletins = [readBulletin(bulletin, 'b.mdx').bulletin ?? expect.fail('unread')];
    const cases = [readCase(typicalCase, 'c.mdx').typicalCase ?? expect.fail('unread')];
    return findUnprintable({ bulletins, cases }, measure).map(
      ({ file, line, position, code }) => `${file}:${line}:${position} ${code}`,
    );
  };

  test('are found where they stand: in the bulletin, and in what it tells of its cases', () => {
    expect(found(GOOD)).toEqual([]);
    expect(found(changed(['请示要到底', '请示😀到底']))).toEqual(['b.mdx:14:3 bulletin-layout']);
    expect(found(changed(['现通报', '现通报😀']))).toEqual([
      expect.stringMatching(/^b\.mdx:9:\d+ bulletin-layout$/),
    ]);
    const story = CASE.indexOf('某区两份文件');
    const line = CASE.slice(0, story).split('\n').length;
    expect(found(GOOD, CASE.replace('某区两份文件', '某区😀文件'))).toEqual([
      `c.mdx:${line}:3 bulletin-layout`,
    ]);
    // Of the reasoning a bulletin tells nothing.
    expect(found(GOOD, CASE.replace('口径有偏差', '口径😀偏差'))).toEqual([]);
  });
});

test('what the PDF cannot show is found by the check, with its place', async () => {
  const { findings } = await corpusOf(
    {
      'content/cases/c90.mdx': CASE.replace('某区两份文件', '某区~~两份~~文件'),
      'content/bulletins/b-2024-1.mdx': changed(['请示要到底', '请示[^1]要到底'])
        .replace(/^lead: /m, 'lead: <b>黑</b>')
        .concat('\n[^1]: 脚注\n'),
    },
    '2026-11-21',
    (_role, text, size) => text.length * size,
  );
  const story = CASE.slice(0, CASE.indexOf('某区两份文件')).split('\n').length;
  expect(
    findings
      .filter(({ code }) => code === 'bulletin-layout')
      .map(({ file, line, message }) => `${file}:${line} ${/（.*）：/.exec(message)?.[0]}`),
  ).toEqual([
    'content/bulletins/b-2024-1.mdx:9 （HTML 标签）：',
    'content/bulletins/b-2024-1.mdx:14 （脚注）：',
    `content/cases/c90.mdx:${story} （删除线（~~））：`,
  ]);
});
