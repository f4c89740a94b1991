/**
 * Small-cell suppression for the public edition: no count of 1 … floor−1 is printed, and none can be computed back.
 *
 * Why this is safe, and how far:
 *
 * 1. *One hierarchy.* Every figure over the register counts the same decided matters, and numbers that two figures
 *    print under different names (all matters, matters tolerated, refused) are ONE quantity here, shared by name: it
 *    is open in all figures or hidden in all. Sums that hold across figures (all = tolerated + refused) are given as
 *    relations; the part of a whole that no figure prints is in the system too, so that a difference between two
 *    figures cannot give a small number away.
 * 2. *Inside a table* the counts form a graph: sums are nodes, counts are edges between the sum of their row and the
 *    sum of their column, and the printed totals are an extra row and an extra column. A hidden count whose edge is a
 *    bridge among the hidden ones is the only unknown of a cut and can be computed. We ask for more than "no bridge":
 *    there must be a cycle of hidden counts along which 1 can be added and taken away in turn without leaving what
 *    the marks themselves say (＜5 means 1–4; ※ names no size, but a reader will guess 5 or more). Then at least two tables agree with all that is
 *    printed. Such a cycle changes no printed total, so no other figure that shares only totals can exclude it.
 * 3. *Across tables* the hidden quantities are audited once more as one linear system (exact elimination): a quantity
 *    is exposed when the printed numbers determine it. This covers the shared totals, which lie in several tables.
 *
 * Not covered: what a reader knows from elsewhere, ranges (a hidden 8 may be seen to lie in 5–10), and cells of
 * different figures that happen to count the same matters (no figure crosses the same two properties twice).
 * A zero is never hidden: it says that nothing of the kind happened, and names nobody.
 */

/** Counts in a grid. Which sums are printed decides what a reader can subtract. */
export interface CountTable {
  readonly id: string;
  readonly cells: readonly (readonly number[])[];
  /** `none`: no sum is meaningful or printed; `rows`: one total per row; `both`: rows, columns and all. */
  readonly totals: 'none' | 'rows' | 'both';
  /** Names of totals that other figures print too. */
  readonly shared?: {
    readonly rows?: readonly (string | undefined)[];
    readonly columns?: readonly (string | undefined)[];
    readonly all?: string;
  };
}

/** A sum over shared quantities: whole = parts + rest, where `rest` is counted but never printed. */
export interface Relation {
  readonly whole: string;
  readonly parts: readonly string[];
  readonly rest: number;
}

/** A count as the public sees it: the number; `small` for 1 … floor−1; `withheld` for one that guards small ones. */
export type Shown = number | 'small' | 'withheld';

export interface ShownTable {
  readonly cells: readonly (readonly Shown[])[];
  /** Present as `totals` of the table asks. */
  readonly rowTotals?: readonly Shown[];
  readonly columnTotals?: readonly Shown[];
  readonly all?: Shown;
}

interface Quantity {
  readonly count: number;
  readonly cost: number;
  shown: 'open' | 'small' | 'withheld';
}

/** A quantity between two sums: `left` holds rows, `right` columns; `sign` is −1 for the totals of a sum. */
interface Edge {
  readonly quantity: Quantity;
  readonly left: number;
  readonly right: number;
  readonly sign: 1 | -1;
}

/** Right-hand node of a table without column sums: it asks nothing. */
const NO_SUM = -1;

interface Grid {
  readonly edges: readonly Edge[];
  readonly byLeft: ReadonlyMap<number, readonly Edge[]>;
  readonly byRight: ReadonlyMap<number, readonly Edge[]>;
  readonly cells: readonly (readonly Quantity[])[];
  readonly rowTotals: readonly Quantity[];
  readonly columnTotals: readonly Quantity[];
  readonly all: Quantity | undefined;
}

/** ＜5: the mark of a hidden small number. */
export function smallMark(floor: number): string {
  return `＜${floor}`;
}

/** The mark of a number, of whatever size, that is hidden so that a small one cannot be computed. */
export const WITHHELD_MARK = '※';

/**
 * Hides small counts and what would give them away, over all tables at once. Deterministic; the input is not changed.
 * @param floor smallest count that is printed; 0 prints all (internal edition). Between 1 and 2 there is nothing to
 *   hide behind, so 1 and 2 throw RangeError.
 */
export function suppressSmallCells(
  tables: readonly CountTable[],
  relations: readonly Relation[],
  floor: number,
): ReadonlyMap<string, ShownTable> {
  if (floor !== 0 && floor < 3)
    throw new RangeError(`smallest printed count must be 0 or at least 3: ${floor}`);
  const shared = new Map<string, Quantity>();
  const quantities: Quantity[] = [];
  const enter = (count: number, cost: number, name?: string): Quantity => {
    const known = name === undefined ? undefined : shared.get(name);
    if (known) {
      if (known.count !== count)
        throw new RangeError(`${name} is ${known.count} in one table, ${count} in another`);
      return known;
    }
    const quantity: Quantity = { count, cost, shown: count > 0 && count < floor ? 'small' : 'open' };
    quantities.push(quantity);
    if (name !== undefined) shared.set(name, quantity);
    return quantity;
  };
  const grids = tables.map((table) => gridOf(table, enter));
  const sums = [...grids.flatMap(sumsOf), ...relationSums(relations, shared, enter)];

  if (floor > 0) {
    for (;;) {
      for (const grid of grids) guardGrid(grid, floor);
      const exposed = findDetermined(sums, quantities);
      if (!exposed) break;
      withholdBeside(exposed, sums);
    }
  }
  const show = ({ count, shown }: Quantity): Shown => (shown === 'open' ? count : shown);
  return new Map(
    tables.map(({ id }, index): [string, ShownTable] => {
      const grid = grids[index] as Grid;
      return [
        id,
        {
          cells: grid.cells.map((row) => row.map(show)),
          ...(grid.rowTotals.length > 0 ? { rowTotals: grid.rowTotals.map(show) } : {}),
          ...(grid.all ? { columnTotals: grid.columnTotals.map(show), all: show(grid.all) } : {}),
        },
      ];
    }),
  );
}

/** Lays a table out as a graph. Totals cost more than all cells together: they are given up last. */
function gridOf(table: CountTable, enter: (count: number, cost: number, name?: string) => Quantity): Grid {
  const add = (a: number, b: number): number => a + b;
  const { cells: counts, totals, shared = {} } = table;
  const width = counts[0]?.length ?? 0;
  const sum = counts.flat().reduce(add, 0);
  const cells = counts.map((row) => row.map((count) => enter(count, count)));
  const total = (count: number, name: string | undefined): Quantity =>
    enter(count, (name === undefined ? 1 : 1000) * (sum + 1) + count, name);
  const rowTotals =
    totals === 'none' ? [] : counts.map((row, r) => total(row.reduce(add, 0), shared.rows?.[r]));
  const columnTotals =
    totals === 'both'
      ? Array.from({ length: width }, (_, c) =>
          total(
            counts.reduce((before, row) => before + (row[c] ?? 0), 0),
            shared.columns?.[c],
          ),
        )
      : [];
  const all = totals === 'both' ? total(sum, shared.all) : undefined;

  const edges: Edge[] = [];
  const both = totals === 'both';
  if (totals !== 'none') {
    cells.forEach((row, r) => {
      row.forEach((quantity, c) => {
        edges.push({ quantity, left: r, right: both ? c : NO_SUM, sign: 1 });
      });
    });
    rowTotals.forEach((quantity, r) => {
      edges.push({ quantity, left: r, right: both ? width : NO_SUM, sign: -1 });
    });
    columnTotals.forEach((quantity, c) => {
      edges.push({ quantity, left: counts.length, right: c, sign: -1 });
    });
    if (all) edges.push({ quantity: all, left: counts.length, right: width, sign: 1 });
  }
  return {
    edges,
    byLeft: groupBy(edges, ({ left }) => left),
    byRight: groupBy(edges, ({ right }) => right),
    cells,
    rowTotals,
    columnTotals,
    all,
  };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** A sum a reader can form: signed quantities that add up to 0. */
type Sum = ReadonlyMap<Quantity, number>;

function sumsOf({ byLeft, byRight }: Grid): Sum[] {
  const nodes = [
    ...byLeft.values(),
    ...[...byRight].filter(([node]) => node !== NO_SUM).map(([, list]) => list),
  ];
  return nodes.map((edges) => {
    const sum = new Map<Quantity, number>();
    for (const { quantity, sign } of edges) sum.set(quantity, (sum.get(quantity) ?? 0) + sign);
    return sum;
  });
}

function relationSums(
  relations: readonly Relation[],
  shared: ReadonlyMap<string, Quantity>,
  enter: (count: number, cost: number) => Quantity,
): Sum[] {
  const named = (name: string): Quantity => {
    const quantity = shared.get(name);
    if (!quantity) throw new RangeError(`no table prints a total named ${name}`);
    return quantity;
  };
  return relations.flatMap(({ whole, parts, rest }) => {
    const sum = new Map<Quantity, number>([[named(whole), -1]]);
    for (const part of parts) sum.set(named(part), (sum.get(named(part)) ?? 0) + 1);
    const unprinted = enter(rest, 0);
    sum.set(unprinted, 1);
    const counted = [...sum].reduce((total, [{ count }, sign]) => total + count * sign, 0);
    if (counted !== 0) throw new RangeError(`${whole} is not ${parts.join(' + ')} + ${rest}`);
    // A large rest may be computed, and as nobody prints it, it binds nothing.
    return rest > 0 && unprinted.shown === 'open' ? [] : [sum];
  });
}

/** Hides counts until every hidden one of the table lies on a cycle that can turn. */
function guardGrid(grid: Grid, floor: number): void {
  for (let changed = true; changed; ) {
    changed = false;
    for (const { quantity: start, ...edge } of grid.edges) {
      if (start.shown === 'open') continue;
      // Without a cycle the table has nothing to hide behind: all of it goes.
      const hide =
        cheapestCycle(grid, { quantity: start, ...edge }, floor) ??
        grid.edges.map(({ quantity }) => quantity);
      for (const quantity of hide) {
        if (quantity.shown === 'withheld' || quantity.count === 0) continue;
        quantity.shown = 'withheld';
        changed = true;
      }
    }
  }
}

/** Whether a reader who sees the mark must allow that the count is one more (or one less). */
function canTurn({ count, shown }: Quantity, by: number, floor: number): boolean {
  if (count === 0) return false;
  if (shown === 'small') return count + by >= 1 && count + by < floor;
  // ※ says nothing of the size, but a reader may guess that it stands for a number that was large enough to print.
  return count + by >= Math.min(count, floor) && count + by >= 1;
}

/**
 * The cheapest counts to withhold so that the value of `start`, already hidden, stays open: those of a cycle through
 * it that are printed, or whose ＜5 would stop the cycle (1 + 1 in a row of ＜3). Undefined when there is no cycle.
 */
function cheapestCycle(grid: Grid, start: Edge, floor: number): Quantity[] | undefined {
  interface Reach {
    readonly cost: number;
    /** Counts passed, and those of them to withhold. */
    readonly path: readonly Quantity[];
    readonly hide: Quantity[];
  }
  let best: Reach | undefined;
  for (const by of [1, -1]) {
    if (!canTurn(start.quantity, by, floor)) continue;
    // Dijkstra over sums, from the row of `start` to its column; a step changes the sums it joins in turn.
    const reached = new Map<string, Reach>([[`L${start.left}`, { cost: 0, path: [], hide: [] }]]);
    const done = new Set<string>();
    const goal = `R${start.right}`;
    for (;;) {
      const nearest = [...reached]
        .filter(([name]) => !done.has(name))
        .reduce<[string, Reach] | undefined>((a, b) => (a && a[1].cost <= b[1].cost ? a : b), undefined);
      if (!nearest || nearest[0] === goal) break;
      const [name, { cost, path, hide }] = nearest;
      done.add(name);
      const onLeft = name.startsWith('L');
      for (const edge of (onLeft ? grid.byLeft : grid.byRight).get(Number(name.slice(1))) ?? []) {
        const { quantity } = edge;
        if (quantity === start.quantity || path.includes(quantity)) continue;
        // Steps that leave a row undo the signed change of `start`; steps that leave a column repeat it.
        const change = by * start.sign * (onLeft ? -1 : 1) * edge.sign;
        const free = quantity.shown !== 'open' && canTurn(quantity, change, floor);
        if (!free && !canTurn({ ...quantity, shown: 'withheld' }, change, floor)) continue;
        const next = onLeft ? `R${edge.right}` : `L${edge.left}`;
        const price = cost + (free ? 0 : quantity.cost + 1);
        if (price < (reached.get(next)?.cost ?? Infinity))
          reached.set(next, {
            cost: price,
            path: [...path, quantity],
            hide: free ? hide : [...hide, quantity],
          });
      }
    }
    const end = reached.get(goal);
    if (end && (!best || end.cost < best.cost)) best = end;
  }
  return best?.hide;
}

/** A hidden quantity that the printed numbers determine, by exact elimination over all sums. */
function findDetermined(sums: readonly Sum[], quantities: readonly Quantity[]): Quantity | undefined {
  const unknowns = quantities.filter(({ shown }) => shown !== 'open');
  const column = new Map(unknowns.map((quantity, index) => [quantity, index]));
  const matrix: bigint[][] = [];
  for (const sum of sums) {
    const row = unknowns.map(() => 0n);
    for (const [quantity, sign] of sum) {
      const index = column.get(quantity);
      if (index !== undefined) row[index] = BigInt(sign);
    }
    if (row.some((value) => value !== 0n)) matrix.push(row);
  }
  const pivots = reduceRows(matrix, unknowns.length);
  for (const [row, pivot] of pivots) {
    // The row says pivot = constant when nothing else is in it.
    if (matrix[row]?.every((value, index) => index === pivot || value === 0n)) return unknowns[pivot];
  }
  return undefined;
}

/** Gauss–Jordan without fractions, in place. Returns the pivot column of each non-zero row. */
function reduceRows(matrix: bigint[][], width: number): Map<number, number> {
  const pivots = new Map<number, number>();
  let top = 0;
  for (let column = 0; column < width && top < matrix.length; column += 1) {
    const found = matrix.findIndex((row, index) => index >= top && row[column] !== 0n);
    if (found < 0) continue;
    [matrix[top], matrix[found]] = [matrix[found] as bigint[], matrix[top] as bigint[]];
    const lead = matrix[top] as bigint[];
    const by = lead[column] as bigint;
    for (const [index, row] of matrix.entries()) {
      const factor = row[column] as bigint;
      if (index === top || factor === 0n) continue;
      let divisor = 0n;
      for (let c = 0; c < width; c += 1) {
        const value = (row[c] as bigint) * by - (lead[c] as bigint) * factor;
        row[c] = value;
        divisor = gcd(divisor, value);
      }
      if (divisor > 1n) for (let c = 0; c < width; c += 1) row[c] = (row[c] as bigint) / divisor;
    }
    pivots.set(top, column);
    top += 1;
  }
  return pivots;
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** Hides the cheapest printed number that shares a sum with the exposed one. Some number always is left to hide:
 * when all are hidden, every multiple of the truth fits the sums. */
function withholdBeside(exposed: Quantity, sums: readonly Sum[]): void {
  let best: Quantity | undefined;
  for (const reach of [sums.filter((sum) => sum.has(exposed)), sums]) {
    for (const sum of reach)
      for (const quantity of sum.keys())
        if (quantity.shown === 'open' && quantity.count > 0 && (!best || quantity.cost < best.cost))
          best = quantity;
    if (best) break;
  }
  if (!best) throw new Error('a hidden count is determined although nothing is printed');
  best.shown = 'withheld';
}
