import { addMonths, type Day } from '../../core/workdays.ts';
import { type Check, isEvent, oneOf, type RowPlace } from './check.ts';

/** An item of the lists is reviewed at a joint conference that really met on that day. */
export const listReviews: Check = {
  name: '清单审核日期有联席会议',
  clauses: ['JN-21d'],
  watch: ({ report, clouded, uncertain }) => {
    const meetings = new Set<Day>();
    return {
      row: (row) => {
        const met = oneOf(row, 'ev_date');
        if (isEvent(row, 'JN', '联席会议') && met !== undefined) meetings.add(met);
        const reviewed = row.table === 'lists' ? oneOf(row, 'lst_reviewed') : undefined;
        if (reviewed === undefined || meetings.has(reviewed) || clouded(reviewed) || uncertain('联席会议'))
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

/** The lists as a whole are kept up to date; a year is our measure, the text has none, so this only informs. */
export const listsCurrent: Check = {
  name: '清单及时更新',
  clauses: ['JN-N.5g'],
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
