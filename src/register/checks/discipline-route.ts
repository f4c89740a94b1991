import type { Span } from '../../core/workdays.ts';
import { allOf, type Check, oneOf } from './check.ts';

/** The limit of an ordinary probe (JN-13.1i). */
const ORDINARY: Span = { amount: 1, unit: 'months' };

/**
 * A case that is handled as a disciplinary one keeps other limits, which this register does not know (JN). Where the
 * ordinary limit would have run out it is said that nobody has held the probe to it.
 */
export const disciplineRoute: Check = {
  name: '采取纪律处分方式的，调查期限另按有关规定',
  clauses: ['JN-13.1k'],
  tables: ['cases'],
  watch: ({ asOf, calendar, report }) => ({
    row: (row) => {
      if (row.table !== 'cases' || row.policy !== 'JN' || !allOf(row, 'probe_flags').includes('纪律处分方式'))
        return;
      const begun = oneOf(row, 'probe_start');
      if (begun === undefined || row.facts.get('probe_end') === null) return;
      const ended = oneOf(row, 'probe_end');
      const { day: limit } = calendar.due(begun, ORDINARY);
      if ((ended ?? asOf) <= limit) return;
      report(row.at, 'probe_flags', {
        code: 'rule-broken',
        severity: 'info',
        clause: 'JN-13.1k',
        message: `容错调查 ${begun} 启动，${ended === undefined ? '至今没有登记结束' : `${ended} 结束`}；采取纪律处分方式问责追责，一个月的调查期限和延长的期限都不适用，没有核对。`,
        hint: '调查期限按照纪律处分的有关规定自行核对；并非采取纪律处分方式的，更正「调查特殊情形」。',
      });
    },
  }),
};
