/** Seeded chance and the working days it moves along. No clock and no Math.random: a seed gives one register. */
import type { Day, WorkCalendar } from '../../core/workdays.ts';
import { addDays, dayNumber } from '../../core/workdays.ts';

/** Last day that has happened in the samples; later steps stay blank, as in a register kept up to that day. */
export const LAST_RECORDED: Day = '2026-11-20';

/** The day on which the samples are judged: they stand still, so that time alone makes nothing in them late. */
export const SAMPLE_DAY: Day = addDays(LAST_RECORDED, 1);

/** A choice and how often it is made, relative to the others. */
export type Weighted<T> = readonly (readonly [choice: T, weight: number])[];

/** Mulberry32: small, and the same on every machine. */
export class Chance {
  private state: number;

  /** @param name keeps the registers independent: a change to one does not reshuffle the others. */
  constructor(seed: number, name: string) {
    let mixed = seed >>> 0;
    for (const character of name)
      mixed = Math.imul(mixed ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    this.state = mixed;
  }

  /** A number in [0, 1). */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** True in `percent` of 100 cases. */
  happens(percent: number): boolean {
    return this.next() * 100 < percent;
  }

  pick<T>(choices: readonly T[]): T {
    const chosen = choices[this.whole(0, choices.length - 1)];
    if (chosen === undefined) throw new RangeError('nothing to pick from');
    return chosen;
  }

  weigh<T>(choices: Weighted<T>): T {
    let left = this.next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [choice, weight] of choices) {
      left -= weight;
      if (left < 0) return choice;
    }
    throw new RangeError('nothing to choose from');
  }

  /**
   * Deals the choices like cards, each as often as its whole weight says, and shuffles anew when all are dealt:
   * where a register is too short for `weigh` to come out even.
   */
  dealer<T>(choices: Weighted<T>): () => T {
    const pack = choices.flatMap(([choice, weight]) => Array.from({ length: weight }, () => choice));
    let left: T[] = [];
    return () => {
      if (left.length === 0) left = [...pack];
      const [dealt] = left.splice(this.whole(0, left.length - 1), 1);
      return dealt as T;
    };
  }

  /** Every choice with this chance each, in the given order. */
  sift<T>(choices: readonly T[], percent: number): T[] {
    return choices.filter(() => this.happens(percent));
  }
}

/** Days of a register: acts fall on working days, and duties now and then on the very last day. */
export class Pace {
  readonly calendar: WorkCalendar;
  readonly chance: Chance;

  constructor(calendar: WorkCalendar, chance: Chance) {
    this.calendar = calendar;
    this.chance = chance;
  }

  /** The `count`-th working day after `day`; the day itself for 0. */
  after(day: Day, count: number): Day {
    return count === 0 ? day : this.calendar.due(day, { amount: count, unit: 'workdays' }).day;
  }

  /** Some working day `low` to `high` working days after `day`; in one case of eight the last one. */
  soon(day: Day, low: number, high: number): Day {
    return this.after(day, this.chance.happens(12) ? high : this.chance.whole(low, high));
  }

  /** A working day from `first` to `last`; in one case of eight `last` itself, rolled back to a working day. */
  between(first: Day, last: Day): Day {
    const latest = this.onOrBefore(last);
    if (latest <= first) return first;
    const days = this.calendar.countWorkdays(first, latest);
    return this.soon(first, 0, days);
  }

  /** The last working day on or before `day`. */
  onOrBefore(day: Day): Day {
    let found = day;
    while (!this.calendar.isWorkday(found)) found = addDays(found, -1);
    return found;
  }

  /** Any working day of a period, each equally likely. */
  within(first: Day, last: Day): Day {
    const day = addDays(first, this.chance.whole(0, dayNumber(last) - dayNumber(first)));
    return this.calendar.isWorkday(day) ? day : this.onOrAfter(day, last);
  }

  private onOrAfter(day: Day, last: Day): Day {
    const found = this.calendar.rollForward(day);
    return found > last ? this.onOrBefore(last) : found;
  }
}

/** Whether a day lies within the recorded time. */
export function happened(day: Day): boolean {
  return day <= LAST_RECORDED;
}

/** The day, or the last recorded day when it lies past that. */
export function noLaterThanRecorded(day: Day): Day {
  return happened(day) ? day : LAST_RECORDED;
}
