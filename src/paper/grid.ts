/** The lines of a table. */
import type { Rect, Rule } from './boxes.ts';

export const STROKE = { frame: 0.75, grid: 0.5 };

/** The frame, and each line between cells once. */
export function gridRules(table: Rect, cells: readonly Rect[]): Rule[] {
  const right = table.x + table.width;
  const bottom = table.y + table.height;
  const rules: Rule[] = [];
  const horizontal = (x1: number, x2: number, y: number, width: number) =>
    rules.push({ x1, y1: y, x2, y2: y, width });
  const vertical = (x: number, y1: number, y2: number, width: number) =>
    rules.push({ x1: x, y1, x2: x, y2, width });
  for (const cell of cells) {
    if (cell.y > table.y + 0.01) horizontal(cell.x, cell.x + cell.width, cell.y, STROKE.grid);
    if (cell.x > table.x + 0.01) vertical(cell.x, cell.y, cell.y + cell.height, STROKE.grid);
  }
  const reach = STROKE.frame / 2;
  horizontal(table.x - reach, right + reach, table.y, STROKE.frame);
  horizontal(table.x - reach, right + reach, bottom, STROKE.frame);
  vertical(table.x, table.y, bottom, STROKE.frame);
  vertical(right, table.y, bottom, STROKE.frame);
  return rules;
}
