import { expect, test } from 'vitest';
import { numbered, numberHeadings } from '../../src/documents/outline.ts';

test('each level has its ordinal; a typed one gives way to it', () => {
  expect(([1, 2, 3, 4] as const).map((level) => numbered(level, 12, '办理情况'))).toEqual([
    '十二、办理情况',
    '（十二）办理情况',
    '12. 办理情况',
    '（12）办理情况',
  ]);
  for (const typed of ['三、办理情况', '（三）办理情况', '3. 办理情况', '3．办理情况', '(3) 办理情况'])
    expect(numbered(1, 1, typed)).toBe('一、办理情况');
  expect(numbered(2, 1, '2025年的情况')).toBe('（一）2025年的情况');
});

test('headings are numbered within the one above them, on the lines they stand on', () => {
  expect(numberHeadings('文\n\n### 甲\n\n#### 乙\n#### 丙\n\n### 三、丁\n\n#### 戊\n', 2)).toBe(
    '文\n\n### （一）甲\n\n#### 1. 乙\n#### 2. 丙\n\n### （二）丁\n\n#### 1. 戊\n',
  );
});
