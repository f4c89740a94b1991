import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findIdentifier } from '../../src/disclosure/identifiers.ts';

/** The two samples printed in GB 11643; they belong to nobody. */
const SAMPLES = ['11010519491231002X', '440524188001010014'];

describe('identity numbers', () => {
  test.each([
    '11010519491231002X',
    '11010519491231002x',
    '证件号11010519491231002X。',
    '证件号:11010519491231002X，电话无',
    '１１０１０５１９４９１２３１００２Ｘ',
    '编号 3 11010519491231002X',
    // Mistyped by one digit it still tells who is meant.
    '110105194912310021',
  ])('%s', (text) => {
    expect(findIdentifier(text)).toBe('身份证件号码');
  });

  test.each([
    ['a digit less', '1101051949123100X'],
    ['a digit more in front', '911010519491231002X'],
    ['a digit more behind', '11010519491231002X1'],
    ['no such province', '99010519491231002X'],
    ['no such month', '11010519491331002X'],
    ['a birth before 1900', SAMPLES[1] ?? ''],
    ['an amount', '100000000000000000'],
    ['a case id', 'JN-2024-003'],
    ['a date', '2024-03-05'],
    ['nothing', ''],
  ])('not: %s', (_, text) => {
    expect(findIdentifier(text)).toBeUndefined();
  });

  test('whatever the check digit, a number that reads as one is one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), fc.constantFrom(...'0123456789Xx'), (order, check) => {
        const number = `11010519491231${String(order).padStart(3, '0')}${check}`;
        expect(findIdentifier(`证件${number}。`)).toBe('身份证件号码');
      }),
    );
  });
});

describe('mobile numbers', () => {
  test.each(['13812345678', '电话13812345678', '１３８１２３４５６７８', '(199)/19912345678'])(
    '%s',
    (text) => {
      expect(findIdentifier(text)).toBe('手机号码');
    },
  );

  test.each(['12812345678', '138123456789', '013812345678', '1381234567', '138-1234-5678万元'])(
    'not: %s',
    (text) => {
      expect(findIdentifier(text)).toBeUndefined();
    },
  );
});

test('a long text is searched quickly', () => {
  const text = '1'.repeat(200_000);
  const started = performance.now();
  expect(findIdentifier(text)).toBeUndefined();
  expect(performance.now() - started).toBeLessThan(1000);
});
