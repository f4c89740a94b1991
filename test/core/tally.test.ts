import { describe, expect, it } from 'vitest';
import { crossTally, halfYears, modeForm, outcomeOf, periodLabel, tally } from '../../src/core/tally.ts';
import { findColumn } from '../../src/register/columns.ts';

describe('ways to tolerate', () => {
  it('have a normal form for every word the register allows', () => {
    const values = findColumn('mode')?.values;
    const words = Object.values(values ?? {}).flat();
    expect(words.length).toBeGreaterThan(10);
    expect(words.filter((word) => modeForm(word) === undefined)).toEqual([]);
  });

  it('are kept apart where the texts keep them apart', () => {
    expect(['免责', '不予追究责任', '免于处理', '减责', '减轻', '从轻'].map(modeForm)).toEqual([
      'EXEMPT',
      'EXEMPT',
      'WAIVED',
      'MITIGATED',
      'MITIGATED',
      'LIGHTER',
    ]);
  });

  it('are no outcome before the decision', () => {
    expect(outcomeOf({ decision: '', mode: '免责' })).toBeUndefined();
    expect(outcomeOf({ decision: '不予容错', mode: '' })).toBe('REFUSED');
    expect(outcomeOf({ decision: '予以容错', mode: '' })).toBe('UNSTATED');
  });
});

describe('half-years', () => {
  it('run from the first to the last without gaps', () => {
    expect(halfYears(['2025H1', '', '2023H2', '2025H1'])).toEqual(['2023H2', '2024H1', '2024H2', '2025H1']);
    expect(halfYears([])).toEqual([]);
  });

  it('are called as officials call them', () => {
    expect([periodLabel('2024H1'), periodLabel('2024H2')]).toEqual(['2024年上半年', '2024年下半年']);
  });
});

describe('counting', () => {
  it('counts an item once under each of its keys and leaves out unknown ones', () => {
    const items = [['a', 'b', 'a'], ['b'], ['z'], []];
    expect(tally(items, ['a', 'b', 'c'], (item) => item)).toEqual([1, 2, 0]);
    expect(
      crossTally(
        items,
        ['a', 'b'],
        ['1', '3'],
        (item) => item,
        ({ length }) => String(length),
      ),
    ).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });
});
