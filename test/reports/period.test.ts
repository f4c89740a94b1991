import { expect, test } from 'vitest';
import { spanFor } from '../../src/reports/make.ts';
import { lastPeriod, readPeriod } from '../../src/reports/period.ts';

test.each([
  ['half', '2026-11-21', '2026H1'],
  ['half', '2026-12-31', '2026H2'],
  ['half', '2026-06-29', '2025H2'],
  ['half', '2026-06-30', '2026H1'],
  ['year', '2026-11-21', '2025'],
  ['month', '2026-01-15', '2025-12'],
  ['month', '2026-02-28', '2026-02'],
] as const)('the last %s that is over on %s is %s', (kind, day, label) => {
  expect(lastPeriod(kind, day).label).toBe(label);
});

test.each([
  ['2026-11-24', '2026-10'],
  ['2026-11-25', '2026-11'],
  ['2026-01-02', '2025-12'],
])('on %s the last filing that is due is that of %s', (day, label) => {
  expect(lastPeriod('month', day, (period) => spanFor('ZZ', period)).label).toBe(label);
});

test('the H of a half-year may be small', () => {
  expect(readPeriod('2025h2')).toMatchObject({ label: '2025H2', from: '2025-07-01', to: '2025-12-31' });
  for (const wrong of ['2025H3', '2025-13', '2025-3', '25H1', '2025 H1', ''])
    expect(readPeriod(wrong)).toBeUndefined();
});
