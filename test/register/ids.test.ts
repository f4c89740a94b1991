import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeId, IdIndex } from '../../src/register/ids.ts';

const LETTER = fc.integer({ min: 65, max: 90 }).map((code) => String.fromCharCode(code));
const ID = fc
  .tuple(LETTER, LETTER, fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 3, max: 8 }), fc.nat())
  .map(
    ([a, b, year, length, serial]) =>
      `${a}${b}-${String(year).padStart(4, '0')}-${String(serial % 10 ** length).padStart(length, '0')}`,
  );

describe('an id as a number', () => {
  test('two ids are one number only when they are one id', () => {
    fc.assert(
      fc.property(ID, ID, (one, other) => {
        expect(encodeId(one, '')).toBeGreaterThanOrEqual(0);
        expect(Number.isSafeInteger(encodeId(one, '') + 1)).toBe(true);
        expect(encodeId(one, '') === encodeId(other, '')).toBe(one === other);
      }),
    );
  });

  test.each([
    '',
    'JN-2024-01',
    'jn-2024-001',
    'JN-2024-0o1',
    'JN-E-2024-001',
    'JN-2024-001 ',
    'JN_2024-001',
    'JN-2024-123456789',
  ])('%j is of another form', (text) => {
    expect(encodeId(text, '')).toBe(-1);
  });

  test('the letter of events and lists is part of the form', () => {
    expect(encodeId('JN-E-2024-001', 'E')).toBeGreaterThanOrEqual(0);
    expect(encodeId('JN-E-2024-001', 'L')).toBe(-1);
    expect(encodeId('JN-2024-001', 'E')).toBe(-1);
  });
});

describe('the rows that own ids', () => {
  test('the first row keeps an id, whatever its form and however many there are', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(ID, fc.string({ maxLength: 12 })), { maxLength: 400 }), (ids) => {
        const index = new IdIndex('');
        const known = new Map<string, number>();
        for (const [row, id] of ids.entries()) {
          const owner = index.own(id, row % 3 === 0 ? 'a.csv' : 'b.csv', row);
          expect(owner?.row).toBe(known.get(id));
          if (!known.has(id)) known.set(id, row);
        }
        expect(index.size).toBe(known.size);
        expect([...index.ids()].sort()).toEqual([...known.keys()].sort());
        for (const id of ids) expect(index.has(id)).toBe(true);
        expect(index.has('XX-1900-99999')).toBe(known.has('XX-1900-99999'));
      }),
    );
  });

  test('it names the file of the owner', () => {
    const index = new IdIndex('');
    index.own('JN-2024-001', 'a.csv', 2);
    index.own('JN-2024-002', 'b.csv', 7);
    expect(index.own('JN-2024-001', 'c.csv', 9)).toEqual({ file: 'a.csv', row: 2 });
    expect(index.own('JN-2024-002', 'c.csv', 9)).toEqual({ file: 'b.csv', row: 7 });
  });

  test('many thousand ids are kept apart', () => {
    const index = new IdIndex('');
    const idOf = (n: number): string => `JN-${2000 + (n % 30)}-${String(n).padStart(6, '0')}`;
    for (let n = 0; n < 50_000; n += 1) expect(index.own(idOf(n), 'a.csv', n)).toBeUndefined();
    for (let n = 0; n < 50_000; n += 997) expect(index.own(idOf(n), 'a.csv', 0)?.row).toBe(n);
  });
});
