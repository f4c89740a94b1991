import { describe, expect, test } from 'vitest';
import { readCitations } from '../../src/intake/citations.ts';

const LEGAL = new Set([
  ...[1, 2, 3, 4, 5, 6].map((item) => `JN-7(${item})`),
  ...[1, 2, 3].map((item) => `JN-8(${item})`),
  'JN-9',
  'JN-19d',
  'ZZ-7(5)b1',
]);
const read = (text: string): readonly string[] | undefined => readCitations(text, 'JN', LEGAL);

describe('text that is nothing but clauses', () => {
  test.each<[string, string[]]>([
    ['第七条（一）至（三）、第八条（二）', ['JN-7(1)', 'JN-7(2)', 'JN-7(3)', 'JN-8(2)']],
    ['第七条第（一）项、第（二）项', ['JN-7(1)', 'JN-7(2)']],
    ['《实施细则》第7条(1)，第8条(3)。', ['JN-7(1)', 'JN-8(3)']],
    ['第七条第（一）至（二）项和第九条', ['JN-7(1)', 'JN-7(2)', 'JN-9']],
    ['JN-7(1)|JN-8(2)', ['JN-7(1)', 'JN-8(2)']],
    ['jn-7（1）\nJN-19D', ['JN-7(1)', 'JN-19d']],
    ['ZZ-7(5)b1', ['ZZ-7(5)b1']],
    ['第七条（一）、第七条（一）', ['JN-7(1)']],
    ['第七条第一项和第二项', ['JN-7(1)', 'JN-7(2)']],
    ['第七条第一项及第八条第二项与第九条', ['JN-7(1)', 'JN-8(2)', 'JN-9']],
    ['第七条第一至第三项', ['JN-7(1)', 'JN-7(2)', 'JN-7(3)']],
    ['符合第七条（一）', ['JN-7(1)']],
    ['依据《实施细则》第七条第（一）项。', ['JN-7(1)']],
    ['根据第九条', ['JN-9']],
  ])('%j', (text, codes) => {
    expect(read(text)).toEqual(codes);
  });
});

describe('text of which the meaning cannot be told', () => {
  test.each([
    '',
    '、',
    '不符合第七条（一）',
    '第七条（一）符合',
    '符合',
    '第七条第一',
    '第一项',
    '第七条（一）不符合',
    '第七条',
    '第七条（七）',
    '第七条（三）至（一）',
    '第七条（一）至',
    '（一）',
    '第九九条（一）',
    '第七条、第八条（一）',
    'JN-99(1)',
    '至（二）',
  ])('%j', (text) => {
    expect(read(text)).toBeUndefined();
  });
});
