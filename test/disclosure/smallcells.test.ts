import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CountTable,
  type Relation,
  type Shown,
  type ShownTable,
  suppressSmallCells,
} from '../../src/disclosure/smallcells.ts';
import { determined, type Equation } from './linear.ts';

const one = (table: Omit<CountTable, 'id'>, floor = 5): ShownTable => {
  const shown = suppressSmallCells([{ id: 't', ...table }], [], floor).get('t');
  if (!shown) throw new Error('no table');
  return shown;
};

describe('suppressSmallCells', () => {
  it('hides 1 to 4, and neither 0 nor 5', () => {
    const { cells } = one({ cells: [[0, 1, 4, 5]], totals: 'none' });
    expect(cells).toEqual([[0, 'small', 'small', 5]]);
  });

  it('guards a single small cell of a row with the least other one', () => {
    const { cells, rowTotals } = one({ cells: [[3, 20, 9, 0]], totals: 'rows' });
    expect(cells).toEqual([['small', 20, 'withheld', 0]]);
    expect(rowTotals).toEqual([32]);
  });

  it('hides the total when nothing else is left in the row', () => {
    const { cells, rowTotals } = one({ cells: [[3, 0, 0]], totals: 'rows' });
    expect(cells).toEqual([['small', 0, 0]]);
    expect(rowTotals).toEqual(['small']);
  });

  it('does not let two hidden cells be read from their sum: ＜5 and ＜5 adding up to 8 are 4 and 4', () => {
    const { cells } = one({ cells: [[4, 4, 30]], totals: 'rows' });
    expect(cells).toEqual([['small', 'withheld', 30]]);
  });

  it('does not let ＜3 over two non-zero cells be read as 1 and 1', () => {
    const { cells, rowTotals } = one({ cells: [[1, 1]], totals: 'rows' }, 3);
    expect([cells, rowTotals]).toEqual([[['small', 'small']], ['withheld']]);
  });

  it('closes a cycle in a table with both totals', () => {
    const { cells, rowTotals, columnTotals, all } = one({
      cells: [
        [2, 11, 40],
        [12, 13, 50],
        [60, 61, 62],
      ],
      totals: 'both',
    });
    expect(cells).toEqual([
      ['small', 'withheld', 40],
      ['withheld', 'withheld', 50],
      [60, 61, 62],
    ]);
    expect([rowTotals, columnTotals, all]).toEqual([[53, 75, 183], [74, 85, 152], 311]);
  });

  it('keeps one number under one state in all figures that print it', () => {
    const shown = suppressSmallCells(
      [
        { id: 'a', cells: [[30, 4]], totals: 'both', shared: { columns: ['tolerated', 'refused'] } },
        { id: 'b', cells: [[10, 20]], totals: 'rows', shared: { rows: ['tolerated'] } },
      ],
      [],
      5,
    );
    const inA = shown.get('a')?.columnTotals?.[0];
    expect(shown.get('b')?.rowTotals?.[0]).toEqual(inA);
  });

  it('does not let the total of one figure give away a cell of another', () => {
    // a alone would be safe with its first total hidden; b prints the same number as the sum of open cells.
    const tables: CountTable[] = [
      { id: 'a', cells: [[3]], totals: 'rows', shared: { rows: ['x'] } },
      { id: 'b', cells: [[3, 0]], totals: 'rows', shared: { rows: ['x'] } },
    ];
    expect(leaks(tables, [], suppressSmallCells(tables, [], 5))).toEqual([]);
  });

  it('does not let the difference of two totals give away a small rest', () => {
    const tables: CountTable[] = [
      { id: 'a', cells: [[20, 30]], totals: 'rows', shared: { rows: ['all'] } },
      { id: 'b', cells: [[18, 29]], totals: 'rows', shared: { rows: ['part'] } },
    ];
    const relations = [{ whole: 'all', parts: ['part'], rest: 3 }];
    const shown = suppressSmallCells(tables, relations, 5);
    expect(leaks(tables, relations, shown)).toEqual([]);
    expect([shown.get('a')?.rowTotals, shown.get('b')?.rowTotals].flat()).toContain('withheld');
  });

  it('prints everything when the floor is 0 and refuses floors that cannot hide', () => {
    expect(one({ cells: [[1, 2]], totals: 'rows' }, 0)).toEqual({ cells: [[1, 2]], rowTotals: [3] });
    expect(() => one({ cells: [[1]], totals: 'none' }, 2)).toThrow(RangeError);
  });

  it('refuses numbers that are called the same and are not', () => {
    expect(() =>
      suppressSmallCells(
        [
          { id: 'a', cells: [[9]], totals: 'rows', shared: { rows: ['x'] } },
          { id: 'b', cells: [[8]], totals: 'rows', shared: { rows: ['x'] } },
        ],
        [],
        5,
      ),
    ).toThrow('x is 9 in one table, 8 in another');
  });
});

const small = fc.oneof({ weight: 3, arbitrary: fc.nat(6) }, fc.nat(40));
const grid = (rows: number, columns: number, cell = small) =>
  fc
    .tuple(fc.integer({ min: 1, max: rows }), fc.integer({ min: 1, max: columns }))
    .chain(([r, c]) =>
      fc.array(fc.array(cell, { minLength: c, maxLength: c }), { minLength: r, maxLength: r }),
    );
const totals = fc.constantFrom('none', 'rows', 'both' as const) as fc.Arbitrary<CountTable['totals']>;

describe('no hidden count can be computed', () => {
  it('by subtraction, in one table', () => {
    fc.assert(
      fc.property(grid(6, 6), totals, fc.constantFrom(3, 5, 10), (cells, kind, floor) => {
        const tables: CountTable[] = [{ id: 't', cells, totals: kind }];
        const before = JSON.stringify(tables);
        const shown = suppressSmallCells(tables, [], floor);
        expect(JSON.stringify(tables)).toBe(before);
        expect(suppressSmallCells(tables, [], floor)).toEqual(shown);
        expect(leaks(tables, [], shown)).toEqual([]);
        expectHonest(tables, shown, floor);
      }),
      { numRuns: 400 },
    );
  });

  it('by subtraction, over figures that share totals', () => {
    fc.assert(
      fc.property(grid(5, 4), grid(1, 6), grid(1, 4), fc.nat(9), (main, bands, other, rest) => {
        const { tables, relations } = linked(main, bands, other, rest);
        const shown = suppressSmallCells(tables, relations, 5);
        expect(leaks(tables, relations, shown)).toEqual([]);
        expectHonest(tables, shown, 5);
      }),
      { numRuns: 300 },
    );
  });

  it('by trying every table that fits what is printed', () => {
    const size = fc.constantFrom([1, 2], [1, 3], [2, 2], [2, 3], [3, 2]);
    fc.assert(
      fc.property(
        size.chain(([r = 1, c = 1]) =>
          fc.array(fc.array(fc.nat(5), { minLength: c, maxLength: c }), { minLength: r, maxLength: r }),
        ),
        totals,
        (cells, kind) => {
          const tables: CountTable[] = [{ id: 't', cells, totals: kind }];
          const shown = suppressSmallCells(tables, [], 3).get('t') as ShownTable;
          expect(settledByTrial(cells, kind, shown, 3, 9)).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** Three figures over the same rows: a cross-table, a distribution with the same sum, and one of a part. */
function linked(main: number[][], bands: number[][], other: number[][], rest: number) {
  const sum = (rows: readonly (readonly number[])[]): number => rows.flat().reduce((a, b) => a + b, 0);
  const all = sum(main) + sum(bands);
  const columns = (main[0] ?? []).map((_, c) => (c === 0 ? 'refused' : `outcome${c}`));
  const table = main.map((row) => [...row]);
  // The distribution gets the rest of the cross-table as its last band, so that both have one sum.
  (table[0] as number[])[0] = (table[0]?.[0] ?? 0) + sum(bands);
  const distribution = [...(bands[0] ?? []), sum(main)];
  const part = sum(other) + rest;
  const tables: CountTable[] = [
    { id: 'main', cells: table, totals: 'both', shared: { columns, all: 'all' } },
    { id: 'bands', cells: [distribution], totals: 'rows', shared: { rows: ['all'] } },
    { id: 'part', cells: other, totals: 'both', shared: { all: 'part' } },
    { id: 'whole', cells: [[part, 0]], totals: 'rows', shared: { rows: ['whole'] } },
  ];
  expect(sum(table)).toBe(all);
  const relations: Relation[] = [
    { whole: 'all', parts: columns, rest: 0 },
    { whole: 'whole', parts: ['part'], rest },
  ];
  return { tables, relations };
}

/** Open numbers are the true ones, zeros are open, small ones never are. */
function expectHonest(
  tables: readonly CountTable[],
  shown: ReadonlyMap<string, ShownTable>,
  floor: number,
): void {
  for (const { id, cells } of tables) {
    cells.forEach((row, r) => {
      row.forEach((count, c) => {
        const cell = shown.get(id)?.cells[r]?.[c];
        if (count === 0) expect(cell).toBe(0);
        else if (count < floor) expect(cell).toBeTypeOf('string');
        else expect(cell === count || cell === 'withheld').toBe(true);
      });
    });
  }
}

/** Hidden numbers that the printed ones determine. */
function leaks(
  tables: readonly CountTable[],
  relations: readonly Relation[],
  shown: ReadonlyMap<string, ShownTable>,
): string[] {
  const equations: Equation[] = [];
  const hiddenTotals = new Set<string>();
  const term = (name: string, value: Shown | undefined, sign: number): Equation =>
    value === undefined || typeof value === 'number' ? [] : [[name, sign]];
  for (const { id, cells, totals: kind, shared } of tables) {
    const table = shown.get(id) as ShownTable;
    const total = (
      own: string,
      common: string | undefined,
      value: Shown | undefined,
      sign: number,
    ): Equation => {
      if (common && typeof value === 'string') hiddenTotals.add(common);
      return term(common ?? `${id} ${own}`, value, sign);
    };
    const inner = cells.map((row, r) => row.map((_, c) => term(`${id} ${r},${c}`, table.cells[r]?.[c], 1)));
    if (kind === 'none') continue;
    const right = (r: number, sign: number) =>
      total(`row ${r}`, shared?.rows?.[r], table.rowTotals?.[r], sign);
    inner.forEach((row, r) => {
      equations.push([...row.flat(), ...right(r, -1)]);
    });
    if (kind === 'rows') continue;
    const columns = (cells[0] ?? []).map((_, c) => c);
    const below = (c: number, sign: number) =>
      total(`column ${c}`, shared?.columns?.[c], table.columnTotals?.[c], sign);
    const all = total('all', shared?.all, table.all, -1);
    for (const c of columns) equations.push([...inner.flatMap((row) => row[c] ?? []), ...below(c, -1)]);
    equations.push([...cells.flatMap((_, r) => right(r, 1)), ...all]);
    equations.push([...columns.flatMap((c) => below(c, 1)), ...all]);
  }
  relations.forEach(({ whole, parts, rest }, index) => {
    if (rest >= 5) return;
    const named = (name: string, sign: number): Equation => (hiddenTotals.has(name) ? [[name, sign]] : []);
    equations.push([
      ...named(whole, -1),
      ...parts.flatMap((part) => named(part, 1)),
      ...(rest > 0 ? ([[`rest ${index}`, 1]] as Equation) : []),
    ]);
  });
  return determined(equations);
}

/** Hidden cells that have the same value in every table that fits the printed numbers and what the marks say. */
function settledByTrial(
  cells: readonly (readonly number[])[],
  kind: CountTable['totals'],
  shown: ShownTable,
  floor: number,
  largest: number,
): string[] {
  const seen = cells.map((row) => row.map(() => new Set<number>()));
  const trial = cells.map((row) => [...row]);
  const places = cells.flatMap((row, r) => row.map((_, c) => [r, c] as const));
  const fits = (value: number, mark: Shown | undefined): boolean =>
    mark === undefined ||
    (mark === 'small' ? value > 0 && value < floor : mark === 'withheld' ? value > 0 : value === mark);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const fitsAll = (): boolean =>
    kind === 'none' ||
    (trial.every((row, r) => fits(sum(row), shown.rowTotals?.[r])) &&
      (kind === 'rows' ||
        ((trial[0] ?? []).every((_, c) =>
          fits(sum(trial.map((row) => row[c] ?? 0)), shown.columnTotals?.[c]),
        ) &&
          fits(sum(trial.flat()), shown.all))));
  const visit = (index: number): void => {
    const place = places[index];
    if (!place) {
      if (fitsAll()) for (const [i, j] of places) seen[i]?.[j]?.add(trial[i]?.[j] ?? 0);
      return;
    }
    const [r, c] = place;
    const mark = shown.cells[r]?.[c];
    const row = trial[r] as number[];
    const from = typeof mark === 'number' ? mark : 1;
    const to = typeof mark === 'number' ? mark : mark === 'small' ? floor - 1 : largest;
    for (let value = from; value <= to; value += 1) {
      row[c] = value;
      visit(index + 1);
    }
  };
  visit(0);
  return places
    .filter(([r, c]) => typeof shown.cells[r]?.[c] !== 'number' && (seen[r]?.[c]?.size ?? 0) < 2)
    .map(([r, c]) => `${r},${c}`);
}
