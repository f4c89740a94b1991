import { expect, test } from 'vitest';
import { useWords } from '../../src/components/rule-words.ts';

test('the public edition says a true lower bound, the internal one the count', () => {
  expect(useWords(0, 'public')).toBe('尚无登记涉及');
  expect(useWords(4, 'public')).toBe('已核对台账少于5行');
  expect(useWords(5, 'public')).toBe('已核对台账不少于5行');
  expect(useWords(356, 'public')).toBe('已核对台账不少于200行');
  expect(useWords(356, 'internal')).toBe('已核对台账356行');
});
