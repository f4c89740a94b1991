import { addMonths, type Day } from '../../core/workdays.ts';
import { allOf, type Check, gather, isEvent, oneOf, type RowPlace, seeRow } from './check.ts';

interface Inquiry {
  readonly day: Day;
  readonly at: RowPlace;
  readonly reasoned: boolean;
}

/**
 * Letters of inquiry: not several in one matter, not more than two to one person in any twelve months. The window
 * slides: of the two readings of 一年内 it is the stricter, and 原则上 makes the finding a warning.
 */
export const inquiries: Check = {
  name: '函询次数',
  clauses: ['SY-S4(1)b', 'SY-S4(1)c'],
  tables: ['events'],
  watch: ({ report }) => {
    const byThread = new Map<string, Inquiry[]>();
    const byPerson = new Map<string, Inquiry[]>();
    return {
      row: (row) => {
        if (!isEvent(row, 'SY', '函询')) return;
        const day = oneOf(row, 'ev_date');
        if (day === undefined) return;
        const inquiry = { day, at: row.at, reasoned: allOf(row, 'ev_result').includes('确需函询') };
        const thread = oneOf(row, 'ev_thread');
        const person = oneOf(row, 'ev_person');
        if (thread !== undefined) gather(byThread, thread, inquiry);
        if (person !== undefined) gather(byPerson, person, inquiry);
      },
      end: () => {
        const inOrder = (list: readonly Inquiry[]): Inquiry[] =>
          [...list].sort((a, b) => (a.day < b.day ? -1 : 1));
        for (const [thread, list] of byThread) {
          const [first, ...later] = inOrder(list);
          for (const [index, { at, day, reasoned }] of later.entries()) {
            if (!first) continue;
            report(at, 'ev_thread', {
              code: 'rule-broken',
              severity: reasoned ? 'info' : 'warning',
              clause: 'SY-S4(1)b',
              message: `对重复或者相近的举报不多次函询：线索 ${thread} 于 ${day} 已是第 ${index + 2} 次函询，第一次在 ${first.day}${seeRow(first.at, 'ev_date', at)}。`,
              hint: '核对是否同一事项；确需再次函询的，在「结果」登记「确需函询」，理由留存案卷。',
            });
          }
        }
        for (const list of byPerson.values()) {
          const sorted = inOrder(list);
          for (const [index, { at, day, reasoned }] of sorted.entries()) {
            const earlier = sorted[index - 2];
            if (!earlier || addMonths(earlier.day, 12) <= day) continue;
            // The pseudonym of a person never stands in a report.
            report(at, 'ev_person', {
              code: 'rule-broken',
              severity: reasoned ? 'info' : 'warning',
              clause: 'SY-S4(1)c',
              message: `原则上一年内对同一干部函询不超过两次：自 ${earlier.day}${seeRow(earlier.at, 'ev_date', at)}起的十二个月内，${day} 已是第三次。`,
              hint: '核对对象代号和日期；确需函询的，在「结果」登记「确需函询」，理由留存案卷。',
              values: { from: earlier.day },
            });
          }
        }
      },
    };
  },
};
