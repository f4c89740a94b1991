import { addMonths, type Day } from '../../core/workdays.ts';
import { type Check, isEvent, oneOf, type RowPlace, seeRow } from './check.ts';

/** An item of the lists is reviewed at a joint conference that really met on that day. */
export const listReviews: Check = {
  name: '清单审核日期有联席会议',
  clauses: ['JN-21d'],
  tables: ['events', 'lists'],
  watch: ({ report, clouded, undated }) => {
    const meetings = new Set<Day>();
    return {
      row: (row) => {
        const met = oneOf(row, 'ev_date');
        if (isEvent(row, 'JN', '联席会议') && met !== undefined) meetings.add(met);
        const reviewed = row.table === 'lists' ? oneOf(row, 'lst_reviewed') : undefined;
        if (reviewed === undefined || meetings.has(reviewed) || clouded(reviewed) || undated('联席会议'))
          return;
        report(row.at, 'lst_reviewed', {
          code: 'rule-broken',
          severity: 'error',
          clause: 'JN-21d',
          message: `审核日期登记为 ${reviewed}，事件表中这一天没有「联席会议」。`,
          hint: '核对审核日期，或者补登联席会议。',
        });
      },
    };
  },
};

/**
 * An item that a case goes by, named in its note, was reported before the case was decided. One that was never reported
 * is the fault of the list, and reported there.
 */
export const listCited: Check = {
  name: '作为认定依据的清单先报送后认定',
  clauses: ['JN-22c'],
  watch: ({ report }) => {
    const reported = new Map<string, { day: Day; at: RowPlace }>();
    return {
      row: (row) => {
        const day = row.table === 'lists' ? oneOf(row, 'lst_reported') : undefined;
        if (day !== undefined) reported.set(row.at.id, { day, at: row.at });
        const decided = oneOf(row, 'decision_date');
        if (row.table !== 'cases' || row.policy !== 'JN' || decided === undefined || reported.size === 0)
          return;
        const cited = new Set(oneOf(row, 'note')?.match(/[\w-]+/g));
        for (const id of cited) {
          const known = reported.get(id);
          if (known === undefined || known.day <= decided) continue;
          report(row.at, 'note', {
            code: 'date-order',
            severity: 'warning',
            clause: 'JN-22c',
            message: `备注引用的清单 ${id} 于 ${known.day}${seeRow(known.at, 'lst_reported', row.at)}才报送纪检监察机关、组织部门，晚于本案认定的 ${decided}。`,
            hint: '核对清单的报送日期；认定以后才报送的，不作本案认定的依据。',
            values: { against: decided },
          });
        }
      },
    };
  },
};

/** The lists as a whole are kept up to date; a year is our measure, the text has none, so this only informs. */
export const listsCurrent: Check = {
  name: '清单及时更新',
  clauses: ['JN-N.5g'],
  tables: ['lists'],
  watch: ({ asOf, report, clouded }) => {
    let newest: { day: Day; at: RowPlace } | undefined;
    return {
      row: (row) => {
        const reviewed = row.table === 'lists' ? oneOf(row, 'lst_reviewed') : undefined;
        if (reviewed !== undefined && reviewed >= (newest?.day ?? '')) newest = { day: reviewed, at: row.at };
      },
      end: () => {
        if (!newest || addMonths(newest.day, 12) >= asOf || clouded(newest.day)) return;
        report(newest.at, 'lst_reviewed', {
          code: 'rule-broken',
          severity: 'info',
          clause: 'JN-N.5g',
          message: `清单最近一次审核在 ${newest.day}，至 ${asOf} 已满一年没有更新。`,
          hint: '“及时”没有天数，满一年只作提示；需要更新的提交联席会议审核。',
        });
      },
    };
  },
};
