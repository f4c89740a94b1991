import type { FieldCatalogue } from '../policy/model.ts';
import { CASE_COLUMNS, EVENT_COLUMNS, findColumn, LIST_COLUMNS, valuesFor } from './columns.ts';
import { DERIVED_FACTS, findDerived } from './derived.ts';

/** Every fact a rule may speak about: register columns and derived facts. */
export const FIELDS: FieldCatalogue = {
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
    return derived && { key, label: derived.label, date: true };
  },
};

/** Rank of a dated case step; see `ColumnDeclaration.step`. */
export function stepOf(key: string): number | undefined {
  return findColumn(key)?.step;
}
