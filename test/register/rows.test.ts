import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RawRow, readBatches, readRows } from '../../src/register/rows.ts';

/** Reads a text cut at the given places. */
async function rowsOf(text: string, cuts: readonly number[] = [], delimiter = ','): Promise<RawRow[]> {
  const places = [0, ...[...cuts].sort((a, b) => a - b), text.length];
  async function* chunks(): AsyncGenerator<string> {
    for (const [index, place] of places.entries()) {
      if (index > 0) yield text.slice(places[index - 1], place);
    }
  }
  const rows: RawRow[] = [];
  for await (const row of readRows(chunks(), delimiter)) rows.push(row);
  return rows;
}

/** Reads a text of which every line ends with a return and a feed as it is, without evening it out before. */
async function returnedRowsOf(text: string, cut: number): Promise<RawRow[]> {
  async function* chunks(): AsyncGenerator<string> {
    yield text.slice(0, cut);
    yield text.slice(cut);
  }
  const rows: RawRow[] = [];
  for await (const batch of readBatches(chunks(), ',', '\r\n')) rows.push(...batch);
  return rows;
}

/** `row/line cells`, a broken record marked with ✗. */
const shown = (rows: readonly RawRow[]): string[] =>
  rows.map(
    ({ row, line, cells, broken }) =>
      `${row}/${line} ${broken ? '✗ ' : ''}${cells.map((cell) => JSON.stringify(cell)).join(' ')}`,
  );

const SAMPLE = [
  '编号,事由,备注',
  'JN-2024-001,"一行,有逗号",x',
  '',
  'JN-2024-002,"两行',
  '的单元格","说了""是""两次"',
  'JN-2024-003,"",""""',
  'JN-2024-004,"收尾后有空格" ,x',
  ',,',
  'JN-2024-005,"三',
  '',
  '行",尾',
].join('\n');

const EXPECTED = [
  '1/1 "编号" "事由" "备注"',
  '2/2 "JN-2024-001" "一行,有逗号" "x"',
  '4/4 "JN-2024-002" "两行\\n的单元格" "说了\\"是\\"两次"',
  '5/6 "JN-2024-003" "" "\\""',
  '6/7 "JN-2024-004" "收尾后有空格" "x"',
  '8/9 "JN-2024-005" "三\\n\\n行" "尾"',
];

describe('a sound file', () => {
  test('rows count records, lines count physical lines; blank lines and rows of commas count too', async () => {
    expect(shown(await rowsOf(SAMPLE))).toEqual(EXPECTED);
    expect(shown(await rowsOf(`${SAMPLE}\n`))).toEqual(EXPECTED);
    expect(shown(await rowsOf(`${SAMPLE}\n\n\n`))).toEqual(EXPECTED);
  });

  test('every single cut gives the same rows and lines', async () => {
    for (let cut = 0; cut <= SAMPLE.length; cut += 1)
      expect(shown(await rowsOf(SAMPLE, [cut])), `cut ${cut}`).toEqual(EXPECTED);
  });

  test('lines that all end with a return and a feed are the same rows, wherever the cut falls', async () => {
    const text = SAMPLE.replaceAll('\n', '\r\n');
    for (let cut = 0; cut <= text.length; cut += 1)
      expect(shown(await returnedRowsOf(text, cut)), `cut ${cut}`).toEqual(EXPECTED);
  });

  test('so do cuts after every character', async () => {
    expect(
      shown(
        await rowsOf(
          SAMPLE,
          Array.from(SAMPLE, (_, index) => index),
        ),
      ),
    ).toEqual(EXPECTED);
  });

  test('so do cuts anywhere in any table', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', '字') });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(table, fc.array(fc.nat(200)), async (records, places) => {
        const text = records
          .map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(','))
          .join('\n');
        const rows = await rowsOf(
          text,
          places.filter((place) => place <= text.length),
        );
        const kept = records.filter((cells) => cells.some((each) => each.trim() !== ''));
        expect(rows.map(({ cells }) => cells)).toEqual(kept);
        expect(rows.every(({ broken }) => !broken)).toBe(true);
        let line = 1;
        const lines = records.map((cells) => {
          const here = line;
          line += 1 + cells.join('').split('\n').length - 1;
          return here;
        });
        expect(rows.map((row) => row.line)).toEqual(
          lines.filter((_, index) => kept.includes(records[index] ?? [])),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('spaces between a closing quote and its delimiter, wherever the cut falls', async () => {
    const text = '1,"甲\n乙"  ,丙\n2,"丁\n戊"  \n3,己,庚';
    const expected = ['1/1 "1" "甲\\n乙" "丙"', '2/3 "2" "丁\\n戊"', '3/5 "3" "己" "庚"'];
    for (let cut = 0; cut <= text.length; cut += 1)
      expect(shown(await rowsOf(text, [cut])), `cut ${cut}`).toEqual(expected);
  });

  test('other delimiters', async () => {
    expect(shown(await rowsOf('a\tb,c\n"d\te"\tf', [], '\t'))).toEqual(['1/1 "a" "b,c"', '2/2 "d\\te" "f"']);
    expect(shown(await rowsOf('a;b,c', [], ';'))).toEqual(['1/1 "a" "b,c"']);
  });

  test('a quote inside a cell that is not quoted is a character', async () => {
    expect(shown(await rowsOf('a,5" 管,c\nd,e,f'))).toEqual(['1/1 "a" "5\\" 管" "c"', '2/2 "d" "e" "f"']);
  });

  test('nothing', async () => {
    expect(await rowsOf('')).toEqual([]);
    expect(await rowsOf('\n\n')).toEqual([]);
  });
});

describe('a quote that does not match costs the one record it stands in', () => {
  const around = (bad: string): string =>
    ['a,b,c', '1,"x\ny",z', bad, '2,x,y', '3,"x,x",y', '4,x,"y\ny"'].join('\n');
  const expected = (bad: string): string[] => [
    '1/1 "a" "b" "c"',
    '2/2 "1" "x\\ny" "z"',
    `3/4 ✗ ${JSON.stringify(bad)}`,
    '4/5 "2" "x" "y"',
    '5/6 "3" "x,x" "y"',
    '6/7 "4" "x" "y\\ny"',
  ];

  test.each(['9,"甲"乙,c', '9,"甲,c', '9,x,"', '"9,x,y', '9,"甲""乙,c', '9,"甲" 乙",c'])(
    '%s',
    async (bad) => {
      const text = around(bad);
      expect(shown(await rowsOf(text))).toEqual(expected(bad));
      for (let cut = 0; cut <= text.length; cut += 1)
        expect(shown(await rowsOf(text, [cut])), `cut ${cut}`).toEqual(expected(bad));
    },
  );

  test('a quote that a later record happens to close costs the one record', async () => {
    const text = '编号,甲,乙\nJN-2024-001,x,"开\nJN-2024-002,甲,y",z\nJN-2024-003,p,q\n';
    const expected = [
      '1/1 "编号" "甲" "乙"',
      '2/2 ✗ "JN-2024-001,x,\\"开"',
      '3/3 "JN-2024-002" "甲" "y\\"" "z"',
      '4/4 "JN-2024-003" "p" "q"',
    ];
    expect(shown(await rowsOf(text))).toEqual(expected);
    for (let cut = 1; cut < text.length; cut += 1)
      expect(shown(await rowsOf(text, [cut])), `cut at ${cut}`).toEqual(expected);
  });

  test('a cell that lists ids line by line is a cell', async () => {
    const rows = await rowsOf('编号,甲,乙\nJN-2024-001,"见\nJN-2024-002,JN-2024-003",y\nJN-2024-004,p,q\n');
    expect(shown(rows)).toEqual([
      '1/1 "编号" "甲" "乙"',
      '2/2 "JN-2024-001" "见\nJN-2024-002,JN-2024-003" "y"'.replaceAll('\n', '\\n'),
      '3/4 "JN-2024-004" "p" "q"',
    ]);
  });

  test('two broken records in a row are two', async () => {
    expect(shown(await rowsOf('a,b\n1,"x"y\n2,"x"y\n3,z'))).toEqual([
      '1/1 "a" "b"',
      '2/2 ✗ "1,\\"x\\"y"',
      '3/3 ✗ "2,\\"x\\"y"',
      '4/4 "3" "z"',
    ]);
  });

  test('the last record', async () => {
    expect(shown(await rowsOf('a,b\n1,"x'))).toEqual(['1/1 "a" "b"', '2/2 ✗ "1,\\"x"']);
    expect(shown(await rowsOf('a,b\n1,"x\n'))).toEqual(['1/1 "a" "b"', '2/2 ✗ "1,\\"x"']);
  });
});

describe('hostile sizes', () => {
  const pieces = (text: string): number[] =>
    Array.from({ length: Math.floor(text.length / 65_536) }, (_, i) => (i + 1) * 65_536);

  test('five million characters after a quote that is never closed: one record is lost, quickly', async () => {
    const lines = Array.from({ length: 100_000 }, (_, index) => `${index},${'值'.repeat(45)},z`);
    const text = ['a,b,c', '0,"x,y', ...lines].join('\n');
    expect(text.length).toBeGreaterThan(5_000_000);
    const started = performance.now();
    const rows = await rowsOf(text, pieces(text));
    expect(performance.now() - started).toBeLessThan(5000);
    expect(rows).toHaveLength(100_002);
    expect(rows.filter(({ broken }) => broken).map(({ row }) => row)).toEqual([2]);
    expect(rows.at(-1)).toMatchObject({
      row: 100_002,
      line: 100_002,
      cells: ['99999', '值'.repeat(45), 'z'],
    });
  });

  test('five million characters in one line: one record is lost, and the lines after it count right', async () => {
    const text = `a,b\n1,"${'x'.repeat(5_000_000)}\n2,y\n`;
    const started = performance.now();
    const rows = await rowsOf(text, pieces(text));
    expect(performance.now() - started).toBeLessThan(5000);
    expect(rows.map(({ row, line, broken }) => [row, line, broken ?? false])).toEqual([
      [1, 1, false],
      [2, 2, true],
      [3, 3, false],
    ]);
    expect(rows[1]?.cells[0]?.length).toBeLessThan(2 ** 21);
  });

  test('the same without any quote', async () => {
    const text = `a,b\n1,${'x'.repeat(5_000_000)}\n2,y\n`;
    const rows = await rowsOf(text, pieces(text));
    expect(rows.map(({ row, line, broken }) => [row, line, broken ?? false])).toEqual([
      [1, 1, false],
      [2, 2, true],
      [3, 3, false],
    ]);
  });

  test('a broken quote on every line', async () => {
    const text = Array.from({ length: 20_000 }, (_, index) => `${index},"甲"乙,丙`).join('\n');
    const started = performance.now();
    const rows = await rowsOf(text, pieces(text));
    expect(performance.now() - started).toBeLessThan(5000);
    expect(rows).toHaveLength(20_000);
    expect(rows.every(({ broken }) => broken)).toBe(true);
  });
});

test('any text whatever is read to its end, with rows and lines that rise', async () => {
  const noise = fc.string({ unit: fc.constantFrom('"', ',', '\n', 'a', ' ', '字'), maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(noise, fc.array(fc.nat(60)), async (text, places) => {
      const whole = await rowsOf(text);
      const cut = await rowsOf(
        text,
        places.filter((place) => place <= text.length),
      );
      expect(shown(cut)).toEqual(shown(whole));
      for (const [index, row] of whole.entries()) {
        expect(row.row).toBeGreaterThan(whole[index - 1]?.row ?? 0);
        expect(row.line).toBeGreaterThan(whole[index - 1]?.line ?? 0);
        expect(row.line).toBeLessThanOrEqual(text.split('\n').length);
      }
    }),
    { numRuns: 2000 },
  );
});

test('any text whatever reads the same with returns before its feeds, without evening them out', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', '字'), maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(text, fc.nat(60), async (plain, cut) => {
      expect(shown(await returnedRowsOf(plain.replaceAll('\n', '\r\n'), cut))).toEqual(
        shown(await rowsOf(plain)),
      );
    }),
    { numRuns: 3000 },
  );
});
