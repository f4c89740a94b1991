/**
 * Fills of the bars: a colour and a pattern each, so that a black-and-white print or a colour-blind reader tells them
 * apart. One description serves the SVG (`<pattern>`) and the canvas (`createPattern`).
 */

/** Side of a pattern tile, in user units. */
export const TILE = 8;

/** How one kind of bar is filled. */
export interface Fill {
  readonly ground: string;
  readonly ink: string;
  /** Strokes of one tile, as SVG path data; empty for a plain fill. */
  readonly strokes: string;
  readonly strokeWidth: number;
}

/** All fills by name. */
export const FILLS = {
  solid: { ground: '#9e1b1b', ink: '#7a1212', strokes: '', strokeWidth: 0 },
  dots: { ground: '#fbf0d9', ink: '#8a5a00', strokes: 'M1.5 2h1M5.5 6h1', strokeWidth: 2 },
  slant: { ground: '#d9e6ec', ink: '#1f5468', strokes: 'M-2 2l4-4M0 8l8-8M6 10l4-4', strokeWidth: 1.8 },
  bars: { ground: '#e3ece0', ink: '#3f6b3a', strokes: 'M0 2h8M0 6h8', strokeWidth: 1.4 },
  cross: { ground: '#ece8e2', ink: '#4d463e', strokes: 'M0 0l8 8M0 8l8-8', strokeWidth: 1 },
  faint: { ground: '#ffffff', ink: '#8a7f70', strokes: 'M3 4h2', strokeWidth: 0.8 },
  plain: { ground: '#ffffff', ink: '#4d463e', strokes: '', strokeWidth: 0 },
} as const satisfies Record<string, Fill>;

export type FillName = keyof typeof FILLS;
