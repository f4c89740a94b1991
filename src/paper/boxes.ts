/** What stands on a page, in points, origin at the top left as one reads. */
import type { FaceRole } from './roles.ts';

/** Width of `text` in points. Throws for a character the typeface lacks. */
export type Measure = (role: FaceRole, text: string, size: number) => number;

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface TextBox {
  readonly kind: 'text';
  readonly role: FaceRole;
  readonly text: string;
  readonly size: number;
  /** Space added after each character but the last. */
  readonly spacing: number;
  readonly x: number;
  readonly baseline: number;
  readonly width: number;
  /** The head of an official paper. */
  readonly red?: true;
}

/** A straight line. */
export interface Rule {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly width: number;
  readonly red?: true;
}

/** Share of the em above the baseline when a line of Han characters is centred. */
export const CENTRE = 0.38;
