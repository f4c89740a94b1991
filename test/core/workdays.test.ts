import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { LegalHoliday } from 'tyme4ts';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  type CalendarException,
  dayFromNumber,
  dayNumber,
  isDay,
  nextMonthDate,
  WorkCalendar,
} from '../../src/core/workdays.ts';
import { realCalendar } from '../corpus.ts';

const calendar = realCalendar();

/** Days of 2015–2035: the span in which offices work with registers. */
const someDay = fc.integer({ min: dayNumber('2015-01-01'), max: dayNumber('2035-12-31') }).map(dayFromNumber);

/** The last day if there were no holidays but Saturday and Sunday. */
function plainDue(from: string, amount: number): string {
  let day = from;
  for (let left = amount; left > 0; ) {
    day = addDays(day, 1);
    if (dayNumber(day) % 7 < 5) left -= 1;
  }
  return day;
}

describe('golden vectors', () => {
  test.each([
    ['2025-01-24', 7, '2025-02-10', false, '2025-02-04'],
    ['2025-04-25', 5, '2025-05-06', false, '2025-05-02'],
    ['2025-09-26', 7, '2025-10-13', false, '2025-10-07'],
    ['2025-09-26', 5, '2025-10-10', false, '2025-10-03'],
    ['2026-02-12', 5, '2026-02-26', false, '2026-02-19'],
    ['2026-02-12', 7, '2026-02-28', false, '2026-02-23'],
    ['2026-09-18', 7, '2026-09-29', false, '2026-09-29'],
    ['2026-12-28', 7, '2027-01-06', true, '2027-01-06'],
  ] as const)('%s + %i workdays is %s', (from, amount, day, provisional, plain) => {
    expect(calendar.due(from, { amount, unit: 'workdays' })).toEqual({ day, provisional });
    expect(plainDue(from, amount)).toBe(plain);
  });

  test.each([
    ['2025-01-31', '2025-02-28'],
    ['2026-01-15', '2026-02-24'],
    ['2026-01-21', '2026-02-24'],
  ])('%s + 1 month is %s', (from, day) => {
    expect(calendar.due(from, { amount: 1, unit: 'months' })).toEqual({ day, provisional: false });
  });

  test('Mon–Fri counting is wrong for 175 and 145 of 699 start days, by up to 8 days', () => {
    const starts = Array.from({ length: 699 }, (_, i) => addDays('2025-01-01', i));
    const gaps = (amount: number): number[] =>
      starts
        .map(
          (day) =>
            dayNumber(calendar.due(day, { amount, unit: 'workdays' }).day) - dayNumber(plainDue(day, amount)),
        )
        .filter((gap) => gap !== 0);
    expect(starts.at(-1)).toBe('2026-11-30');
    expect([gaps(7).length, gaps(5).length]).toEqual([175, 145]);
    expect(Math.max(...gaps(7), ...gaps(5))).toBe(8);
  });
});

describe('every day of 2019–2026 agrees with', () => {
  const differences = (isWorkday: (day: string) => boolean): string[] => {
    const found: string[] = [];
    for (let n = dayNumber('2019-01-01'); n <= dayNumber('2026-12-31'); n += 1) {
      const day = dayFromNumber(n);
      if (calendar.isWorkday(day) !== isWorkday(day)) found.push(day);
    }
    return found;
  };

  test('the published data of chinese-days', () => {
    const data = JSON.parse(
      readFileSync('node_modules/chinese-days/dist/chinese-days.json', 'utf8'),
    ) as Record<'holidays' | 'workdays', Record<string, string>>;
    const isWorkday = (day: string): boolean =>
      day in data.workdays || (!(day in data.holidays) && dayNumber(day) % 7 < 5);
    expect(differences(isWorkday)).toEqual([]);
  });

  test('tyme4ts', () => {
    const isWorkday = (day: string): boolean => {
      const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
      return LegalHoliday.fromYmd(year, month, date)?.isWork() ?? dayNumber(day) % 7 < 5;
    };
    expect(differences(isWorkday)).toEqual([]);
    // It does answer, and does not only say that nothing is known.
    expect(isWorkday('2026-10-10')).toBe(true);
    expect(isWorkday('2026-10-06')).toBe(false);
  });
});

describe('days', () => {
  test.each([
    ['2024-02-29', true],
    ['2023-02-29', false],
    ['2000-02-29', true],
    ['1900-02-29', false],
    ['2100-02-29', false],
    ['2023-02-30', false],
    ['2024-04-31', false],
    ['2024-12-31', true],
    ['2024-00-10', false],
    ['2024-13-01', false],
    ['2024-01-00', false],
    ['2024-1-5', false],
    ['20240105', false],
    ['1899-12-31', false],
    ['2199-12-31', true],
    ['2200-01-01', false],
    ['2024-01-05 ', false],
    ['', false],
  ])('isDay(%j) is %j', (text, expected) => {
    expect(isDay(text)).toBe(expected);
  });

  test.each([
    ['1900-01-01', 0],
    ['1900-03-01', 59],
    ['1970-01-01', 25_567],
    ['2000-02-29', 36_583],
    ['2000-03-01', 36_584],
    ['2026-11-21', 46_345],
  ])('dayNumber(%s) is %i', (day, number) => {
    expect(dayNumber(day)).toBe(number);
    expect(dayFromNumber(number)).toBe(day);
  });

  test('dayFromNumber undoes dayNumber on every day a register may hold', () => {
    let before = '';
    for (let n = 0; n <= dayNumber('2199-12-31'); n += 1) {
      const day = dayFromNumber(n);
      if (!isDay(day) || dayNumber(day) !== n || day <= before) throw new Error(`${n} → ${day}`);
      before = day;
    }
    expect(before).toBe('2199-12-31');
  });

  test('dayNumber agrees with the platform', () => {
    fc.assert(
      fc.property(someDay, (day) => {
        expect(dayNumber(day)).toBe((Date.parse(`${day}T00:00:00Z`) - Date.UTC(1900, 0, 1)) / 86_400_000);
      }),
    );
  });
});

describe('month arithmetic', () => {
  test.each([
    ['2024-01-31', 1, '2024-02-29'],
    ['2023-01-31', 1, '2023-02-28'],
    ['2024-01-30', 1, '2024-02-29'],
    ['2024-01-29', 1, '2024-02-29'],
    ['2024-03-31', 1, '2024-04-30'],
    ['2024-12-31', 2, '2025-02-28'],
    ['2024-11-15', 1, '2024-12-15'],
    ['2024-12-15', 1, '2025-01-15'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-01-15', -1, '2023-12-15'],
    ['2024-06-30', 0, '2024-06-30'],
  ])('%s + %i months is %s', (day, count, expected) => {
    expect(addMonths(day, count)).toBe(expected);
  });

  test.each([
    ['2024-03-04', '2024-03-25'],
    ['2024-03-25', '2024-03-25'],
    ['2024-03-26', '2024-04-25'],
    ['2024-12-31', '2025-01-25'],
  ])('the 25th on or after %s is %s', (day, expected) => {
    expect(nextMonthDate(day, 25)).toBe(expected);
  });

  test('a last day off moves to the next working day, for months and for days', () => {
    // 2024-10-05 lies inside National Day; 2024-10-08 is the first working day.
    expect(calendar.due('2024-09-05', { amount: 1, unit: 'months' }).day).toBe('2024-10-08');
    expect(calendar.due('2024-09-05', { amount: 30, unit: 'days' }).day).toBe('2024-10-08');
    expect(calendar.due('2024-09-06', { amount: 2, unit: 'days' }).day).toBe('2024-09-09');
  });
});

describe('what the notices had to do with a last day', () => {
  test('the days in between, their notice, and whether they changed the result', () => {
    expect(calendar.use('2025-09-26', { amount: 7, unit: 'workdays' })).toEqual({
      notices: ['国办发明电〔2024〕12号'],
      runs: [
        { from: '2025-09-28', to: '2025-09-28', working: true },
        { from: '2025-10-01', to: '2025-10-08', working: false },
        { from: '2025-10-11', to: '2025-10-11', working: true },
      ],
      decisive: true,
    });
  });

  test('days that cancel each other out are no reason', () => {
    expect(calendar.use('2026-09-18', { amount: 7, unit: 'workdays' })?.decisive).toBe(false);
  });

  test('a span without any', () => {
    expect(calendar.use('2024-03-04', { amount: 7, unit: 'workdays' })).toBeUndefined();
  });

  test('a month is moved by the days off at its end only', () => {
    expect(calendar.use('2026-01-15', { amount: 1, unit: 'months' })).toEqual({
      notices: ['国办发明电〔2025〕7号'],
      runs: [{ from: '2026-02-15', to: '2026-02-23', working: false }],
      decisive: true,
    });
    // Spring Festival lies inside this month, and does not matter.
    expect(calendar.use('2026-02-05', { amount: 1, unit: 'months' })).toBeUndefined();
    // 28 February 2026 is a working Saturday: without it the month would end on Monday.
    expect(calendar.use('2026-01-28', { amount: 1, unit: 'months' })).toMatchObject({
      runs: [{ from: '2026-02-28', to: '2026-02-28', working: true }],
      decisive: true,
    });
  });

  test('two notices when the year turns', () => {
    expect(calendar.use('2022-12-29', { amount: 25, unit: 'workdays' })?.notices).toEqual([
      '国办发明电〔2022〕16号',
    ]);
    expect(calendar.use('2020-01-20', { amount: 60, unit: 'workdays' })?.notices).toEqual([
      '国办发明电〔2019〕16号',
      '国办发明电〔2020〕1号',
    ]);
  });

  test('a day entered by hand has no notice', () => {
    const byHand = new WorkCalendar(
      Array.from({ length: 7 }, (_, index) => ({ day: `2030-10-0${index + 1}`, working: false })),
    );
    expect(byHand.use('2030-09-30', { amount: 1, unit: 'workdays' })).toEqual({
      notices: [],
      runs: [{ from: '2030-10-01', to: '2030-10-07', working: false }],
      decisive: true,
    });
  });

  test('decisive exactly when plain counting gives another day', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: 1, max: 40 }), (from, amount) => {
        const { day } = calendar.due(from, { amount, unit: 'workdays' });
        const decisive = calendar.use(from, { amount, unit: 'workdays' })?.decisive ?? false;
        expect(decisive).toBe(day !== plainDue(from, amount));
      }),
    );
  });
});

describe('WorkCalendar', () => {
  test('the start day is not counted, the last day is', () => {
    expect(calendar.countWorkdays('2024-03-04', '2024-03-04')).toBe(0);
    expect(calendar.countWorkdays('2024-03-04', '2024-03-05')).toBe(1);
    expect(calendar.countWorkdays('2024-03-05', '2024-03-04')).toBe(0);
    expect(calendar.countWorkdays('2024-03-01', '2024-03-04')).toBe(1);
  });

  test('counting to the last day of n workdays gives n', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: 1, max: 250 }), (from, amount) => {
        const { day } = calendar.due(from, { amount, unit: 'workdays' });
        expect(calendar.isWorkday(day)).toBe(true);
        expect(calendar.countWorkdays(from, day)).toBe(amount);
        expect(calendar.countWorkdays(from, addDays(day, -1))).toBe(amount - 1);
      }),
    );
  });

  test('the table says how far it reaches', () => {
    expect([calendar.firstYear, calendar.lastYear]).toEqual([2019, 2026]);
    expect(calendar.covers('2018-12-31')).toBe(false);
    expect(calendar.covers('2019-01-01')).toBe(true);
    expect(calendar.covers('2026-12-31')).toBe(true);
    expect(calendar.covers('2027-01-01')).toBe(false);
  });

  test.each([
    ['2018-12-28', 1, true],
    ['2018-12-28', 5, true],
    ['2026-12-24', 5, false],
    ['2026-12-25', 5, true],
    ['2027-03-01', 7, true],
  ])('%s + %i workdays: provisional %j', (from, amount, provisional) => {
    expect(calendar.due(from, { amount, unit: 'workdays' }).provisional).toBe(provisional);
  });

  // A mistyped century must be answered like any other date, not searched for without end.
  test.each([
    ['2124-03-03', '2124-03-14'],
    ['2199-12-30', '2200-01-08'],
    ['1985-03-04', '1985-03-13'],
    ['1900-01-01', '1900-01-10'],
  ])('far from today Saturday and Sunday are off: %s + 7 workdays is %s', (from, day) => {
    expect(calendar.due(from, { amount: 7, unit: 'workdays' })).toEqual({ day, provisional: true });
    expect(calendar.countWorkdays(from, day)).toBe(7);
  });

  test('a year missing in the middle of the table is not taken for covered', () => {
    const year = (number: number): CalendarException[] =>
      Array.from({ length: 7 }, (_, i) => ({ day: `${number}-10-0${i + 1}`, working: false }));
    const gap = new WorkCalendar([...year(2023), ...year(2025)]);
    expect(['2023-05-01', '2024-05-01', '2025-05-01'].map((day) => gap.covers(day))).toEqual([
      true,
      false,
      true,
    ]);
  });

  test('a table without a whole year is refused', () => {
    expect(() => new WorkCalendar([])).toThrow(RangeError);
    expect(() => new WorkCalendar([{ day: '2024-01-01', working: false }])).toThrow(RangeError);
  });
});
