import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atomsOf, breakTitle, piecesOf, wrap } from '../../src/paper/breaks.ts';

describe('labels of forms', () => {
  const width = (text: string) =>
    Array.from(text).reduce((sum, c) => sum + (c.charCodeAt(0) < 128 ? 0.5 : 1), 0);
  test('lines are even, and no line starts with 、 or ends with （', () => {
    expect(wrap('所在党组织意见', 6, width)).toEqual(['所在党组', '织意见']);
    expect(wrap('纠正错误、改进', 4, width)).toEqual(['纠正错', '误、改进']);
    expect(wrap('单位党委（党组）意见', 5, width)).toEqual(['单位党委', '（党组）', '意见']);
  });
  test('Latin words and numbers stay whole', () => {
    expect(wrap('依据GB2312标准', 5, width)).toEqual(['依据GB2312', '标准']);
    expect(wrap('依据GB2312标准', 4, width)).toEqual(['依据', 'GB2312', '标准']);
    expect(wrap('ABCDEFGHIJKL', 4, width)).toBeNull();
  });
  test.each([
    ['（枣职发〔2023〕32号）附件 2', ['（枣', '职', '发〔2023〕32号）', '附', '件 2']],
    ['于7月10日前，5个工作日', ['于', '7月', '10日', '前，', '5个工', '作', '日']],
    ['编号JN-2024-003号', ['编', '号', 'JN-2024-003号']],
    ['第18条规定120万元、3个月　注', ['第18条', '规', '定', '120万元、', '3个月　', '注']],
  ])('a number stays with its unit: %s', (text, pieces) => {
    expect(piecesOf(text)).toEqual(pieces);
  });
  test('a number is parted from its unit only where both do not fit', () => {
    expect(wrap('不超过12个月', 3.5, width)).toEqual(['不超过', '12个月']);
    expect(wrap('不超过12345个', 2.5, width)).toEqual(['不超', '过', '12345', '个']);
  });
  test('whatever the text: nothing is lost, no line is too wide, no mark begins a line', () => {
    const text = fc.string({
      unit: fc.constantFrom(...'容错纠机制、，。；：（）《》“”12AB/'),
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 12 }), (words, limit) => {
        const lines = wrap(words, limit, width);
        if (lines === null) return;
        expect(lines.join('')).toBe(words);
        for (const line of lines) expect(width(line)).toBeLessThanOrEqual(limit);
        for (const line of lines.slice(1)) expect(line).not.toMatch(/^[、，。；：）》”]/);
        for (const line of lines.slice(0, -1)) expect(line).not.toMatch(/[（《“]$/);
      }),
    );
  });
});

test('what never breaks inside', () => {
  expect(atomsOf('第2025—2026年，——即ISO 8601……JN-2024-003号3.5%')).toEqual([
    ...['第', '2025', '—', '2026', '年', '，', '——', '即', 'ISO', ' ', '8601', '……'],
    ...['JN-2024-003', '号', '3.5', '%'],
  ]);
});

describe('titles', () => {
  const han = (text: string) => Array.from(text).length;
  test.each([
    ['关于一起借容错事项诬告陷害问题的通报', 20, ['关于一起借容错事项诬告陷害问题的通报']],
    // A break after a mark before any other; words whole; two lines of one length are no trapezoid.
    ['容错纠错典型案例：程序走在前面', 10, ['容错纠错典型案例：', '程序走在前面']],
    ['关于进一步规范容错纠错案件办理程序的通知', 12, ['关于进一步规范容错纠错', '案件办理程序的通知']],
  ])('%s', (title, width, lines) => {
    expect(breakTitle(title, width + 1, han)).toEqual(lines);
  });

  test('three lines have no hollow middle, no line begins with 的 or a mark, nothing is lost', () => {
    const title =
      '中共某市委办公厅、某市人民政府办公厅关于印发激励干部担当作为深化完善容错机制实施细则的通知';
    const lines = breakTitle(title, 20, han) ?? [];
    expect(lines.join('')).toBe(title);
    expect(lines.length).toBe(3);
    const [first = 0, second = 0, third = 0] = lines.map(han);
    expect(second).toBeGreaterThanOrEqual(Math.min(first, third));
    for (const line of lines) expect(line).not.toMatch(/^[的、，]/);
  });

  test('a word wider than the page cannot be set', () => {
    expect(breakTitle('Donaudampfschifffahrt', 5, han)).toBeNull();
  });
});
