import type { FieldCatalogue } from '../policy/model.ts';
import { type ReadingChoices, SITE_CONFIG, STANDARD_READINGS } from '../site.config.ts';
import { CASE_COLUMNS, EVENT_COLUMNS, findColumn, LIST_COLUMNS, SANCTIONS, valuesFor } from './columns.ts';
import { DERIVED_FACTS, findDerived } from './derived.ts';

/** What rules leave to the site: readings that the owner of a register may settle otherwise. */
export function settledBy({
  conditions,
  lightSanctions,
  suggestionFrom,
  oldCases,
}: ReadingChoices): NonNullable<FieldCatalogue['settled']> {
  const sanctions = SANCTIONS.filter((value) => /^(党纪|政务)处分:/.test(value));
  return {
    lists: {
      重处分: sanctions.filter((value) => !lightSanctions.includes(value)),
      初步建议起算: [suggestionFrom === '沟通结束' ? 'talks_end' : 'notice_date'],
    },
    severities: {
      六项条件: conditions === '全部' ? 'error' : 'warning',
      跨期案件: oldCases === '从新' ? 'info' : 'error',
    },
  };
}

const catalogue = (settled: FieldCatalogue['settled']): FieldCatalogue => ({
  settled,
  keys: [
    ...[...CASE_COLUMNS, ...EVENT_COLUMNS, ...LIST_COLUMNS].map(({ key }) => key),
    ...DERIVED_FACTS.map(({ key }) => key),
  ],
  find: (key) => {
    const column = findColumn(key);
    if (column) {
      return {
        key,
        label: column.head,
        date: column.kind === 'date',
        // Open lists (等) may be written past their end, so a rule may name such a value too.
        ...(column.open ? {} : { values: (policy) => valuesFor(column, policy) }),
      };
    }
    const derived = findDerived(key);
    if (!derived) return undefined;
    const { label, values } = derived;
    return values ? { key, label, date: false, values: () => values } : { key, label, date: true };
  },
});

/** Every fact a rule may speak about, as the rules' own examples and the typical cases were written. */
export const STANDARD_FIELDS = catalogue(settledBy(STANDARD_READINGS));

/** Every fact a rule may speak about, register columns and derived facts, under these readings. */
export function fieldsUnder(readings: ReadingChoices): FieldCatalogue {
  const settled = settledBy(readings);
  // One and the same object for the same readings: then the policies need not be read a second time.
  const standard = JSON.stringify(settled) === JSON.stringify(STANDARD_FIELDS.settled);
  return standard ? STANDARD_FIELDS : catalogue(settled);
}

/** … as this site reads the clauses. */
export const FIELDS = fieldsUnder(SITE_CONFIG.readings);

/** Rank of a dated case step; see `ColumnDeclaration.step`. */
export function stepOf(key: string): number | undefined {
  return findColumn(key)?.step;
}
