/** Cells are read fast or closely; either way they say the same. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findIdentifier } from '../../src/disclosure/identifiers.ts';
import { isPlain, readCell } from '../../src/register/cell.ts';
import { type ColumnDeclaration, findColumn } from '../../src/register/columns.ts';
import { ColumnReader, Recorder } from '../../src/register/record.ts';

const column = (key: string): ColumnDeclaration => {
  const found = findColumn(key);
  if (!found) throw new Error(`no column ${key}`);
  return found;
};

const SPECIAL = [
  '\u200b',
  '\u202e',
  '\ufeff',
  '\t',
  '\n',
  ' ',
  '　',
  '=',
  '+',
  '-',
  '@',
  '１',
  '1',
  '“',
  '—',
  '某',
  'a',
  '\u007f',
];
const TEXT = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...SPECIAL) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));

describe('a text that is plain', () => {
  test('has no fault and identifies nobody', () => {
    const matter = column('matter');
    fc.assert(
      fc.property(TEXT, (text) => {
        if (!isPlain(text)) return;
        expect(readCell(text, matter, 'JN', undefined)).toEqual({ values: [text], faults: [] });
        expect(findIdentifier(text)).toBeUndefined();
      }),
      { numRuns: 5000 },
    );
  });

  test.each(['某区住房部门', '“三个区分开来”——先行先试', '2024年第3号', 'a b'])('%s', (text) => {
    expect(isPlain(text)).toBe(true);
  });

  test.each(['', ' a', 'a　', '=1', '13800138000', 'a\u200bb', 'a\nb'])('%j is looked at closely', (text) => {
    expect(isPlain(text)).toBe(false);
  });
});

/** A record of a few columns, read as the check reads them. */
function recorderOf(keys: readonly string[]): Recorder {
  const readers = keys.map((key, index) => {
    const declared = column(key);
    const inspect = (text: string) =>
      text === '' ? { values: [], faults: [] } : readCell(text, declared, 'JN', undefined);
    return { index, reader: new ColumnReader(declared, inspect, undefined) };
  });
  return new Recorder(keys, readers, [], [], undefined);
}

describe('a record', () => {
  const KEYS = ['case_id', 'matter', 'notice_date', 'decision', 'documents', 'sanctions'];
  const CELLS = [
    ['JN-2024-001', 'jn-2024-001', '', '某'],
    ['事项', ' 事项', '', '=1+1'],
    ['2024-03-04', '2024/3/4', '', '2023-02-30', '45355', '2199-12-31', '1899-12-31'],
    ['予以容错', '不予容错', '予以容措', ''],
    [
      '告知通知',
      '告知通知@2024-03-04',
      '告知通知@2024-02-30',
      '告知通知|容错申请表@2024-03-05',
      '告知通知|告知通知',
      '容错申请表|',
      '',
      '告知通知、容错申请表',
    ],
    ['第一种:诫勉', '第一种:诫勉|党纪处分:党内警告', '诫勉', ''],
  ];

  test('says of every row what its cells say, whatever rows came before', () => {
    const rows = fc.array(fc.tuple(...CELLS.map((cells) => fc.constantFrom(...cells))), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(rows, (given) => {
        const recorder = recorderOf(KEYS);
        for (const cells of given) {
          recorder.read(cells);
          for (const [index, key] of KEYS.entries()) {
            const text = cells[index] ?? '';
            const expected = text === '' ? [] : readCell(text, column(key), 'JN', undefined).values;
            expect(recorder.get(key) ?? []).toEqual(expected ?? []);
            expect(recorder.get(key) === null).toBe(expected === null);
            expect(recorder.first(key)).toBe(expected?.[0]);
          }
          const faults = KEYS.flatMap((key, index) =>
            cells[index] === '' ? [] : readCell(cells[index] ?? '', column(key), 'JN', undefined).faults,
          );
          expect(
            recorder.faulty
              .flatMap(({ cell }) => cell.faults)
              .map(({ message }) => message)
              .sort(),
          ).toEqual(faults.map(({ message }) => message).sort());
          expect(recorder.unreadable).toBe(KEYS.some((key) => recorder.get(key) === null));
        }
      }),
    );
  });

  test('cells with several values stay right when there are too many different ones to remember', () => {
    const recorder = recorderOf(['documents']);
    const read = (text: string): readonly string[] | null | undefined => {
      recorder.read([text]);
      return recorder.get('documents');
    };
    for (let n = 0; n < 9000; n += 1) {
      const day = `20${String(10 + Math.floor(n / 300)).padStart(2, '0')}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`;
      const other = `2${String(n % 1000).padStart(3, '0')}-01-01`;
      const text = `告知通知@${day}|容错申请表@${day}|证明材料|容错建议`;
      expect(read(text)).toEqual(text.split('|'));
      if (n > 8000) {
        expect(read(`告知通知@${other}|告知通知@${day}`)).toEqual(
          readCell(`告知通知@${other}|告知通知@${day}`, column('documents'), 'JN', undefined).values,
        );
        expect(read(`告知通知@${day}|不存在的文书`)).toEqual(
          readCell(`告知通知@${day}|不存在的文书`, column('documents'), 'JN', undefined).values,
        );
        expect(read(`告知通知@${day.slice(0, 8)}99`)).toBeNull();
      }
    }
  });
});
