/** The lines of a table. */
import type { Rect, Rule } from './boxes.ts';

export const STROKE = { frame: 0.75, grid: 0.5 };

/** Points this near to one another are one. */
const NEAR = 0.01;

/** The frame, and the lines between cells: each once, and as long as it runs through. */
export function gridRules(table: Rect, cells: readonly Rect[]): Rule[] {
  const right = table.x + table.width;
  const bottom = table.y + table.height;
  const horizontal = (y: number, [x1, x2]: Stretch, width = STROKE.grid): Rule => ({
    x1,
    y1: y,
    x2,
    y2: y,
    width,
  });
  const vertical = (x: number, [y1, y2]: Stretch, width = STROKE.grid): Rule => ({
    x1: x,
    y1,
    x2: x,
    y2,
    width,
  });
  const tops = cells.filter(({ y }) => y > table.y + NEAR);
  const lefts = cells.filter(({ x }) => x > table.x + NEAR);
  const reach = STROKE.frame / 2;
  const across: Stretch = [table.x - reach, right + reach];
  return [
    ...joined(tops.map(({ x, y, width }) => [y, [x, x + width]])).map(([y, span]) => horizontal(y, span)),
    ...joined(lefts.map(({ x, y, height }) => [x, [y, y + height]])).map(([x, span]) => vertical(x, span)),
    horizontal(table.y, across, STROKE.frame),
    horizontal(bottom, across, STROKE.frame),
    vertical(table.x, [table.y, bottom], STROKE.frame),
    vertical(right, [table.y, bottom], STROKE.frame),
  ];
}

/** From where to where a line goes. */
type Stretch = readonly [number, number];

/** Stretches at the same place that meet, as one. */
function joined(lines: readonly (readonly [number, Stretch])[]): [number, Stretch][] {
  const sorted = lines.toSorted(([a, [from]], [b, [after]]) =>
    Math.abs(a - b) > NEAR ? a - b : from - after,
  );
  const whole: [number, Stretch][] = [];
  for (const [at, [from, to]] of sorted) {
    const last = whole.at(-1);
    if (last && Math.abs(last[0] - at) <= NEAR && from <= last[1][1] + NEAR) {
      last[1] = [last[1][0], Math.max(last[1][1], to)];
    } else whole.push([at, [from, to]]);
  }
  return whole;
}
