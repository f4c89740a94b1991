import { type Check, isEvent } from './check.ts';

/** What the log calls exposed can be read on a page (WF): the other direction is a check of content. */
export const exposures: Check = {
  name: '登记为通报的有通报曝光的页面',
  clauses: ['WF-15(3)d'],
  watch: ({ report, exposed }) => ({
    row: (row) => {
      const { id } = row.at;
      if (!exposed || !isEvent(row, 'WF', '通报') || id === '' || exposed.has(id)) return;
      report(row.at, 'ev_id', {
        code: 'bulletin-missing',
        severity: 'error',
        clause: 'WF-15(3)d',
        message: `登记了「通报」，没有哪一期通报曝光写明事件编号 ${id}。`,
        hint: '在 content/bulletins 增加 kind 为通报曝光的一期，event 写这个编号；没有通报的，不登记「通报」事件。',
      });
    },
  }),
};
