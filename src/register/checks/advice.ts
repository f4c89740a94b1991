import type { Day } from '../../core/workdays.ts';
import { type Check, isEvent, oneOf, type RowPlace } from './check.ts';

/** Supervision advice is followed by loopholes closed in the same matter (SY). */
export const advice: Check = {
  name: '监察建议之后堵塞漏洞',
  clauses: ['SY-S5(4)b'],
  tables: ['events'],
  watch: ({ report, clouded }) => {
    const given: { thread: string; day: Day; at: RowPlace }[] = [];
    const closed = new Map<string, Day>();
    return {
      row: (row) => {
        const thread = oneOf(row, 'ev_thread');
        const day = oneOf(row, 'ev_date');
        if (thread === undefined || day === undefined) return;
        if (isEvent(row, 'SY', '监察建议')) given.push({ thread, day, at: row.at });
        if (isEvent(row, 'SY', '堵塞漏洞') && (closed.get(thread) ?? '') < day) closed.set(thread, day);
      },
      end: () => {
        for (const { thread, day, at } of given) {
          if ((closed.get(thread) ?? '') >= day || clouded(thread)) continue;
          report(at, 'ev_thread', {
            code: 'fact-missing',
            severity: 'warning',
            clause: 'SY-S5(4)b',
            message: `${day} 发送监察建议，事项 ${thread} 其后没有登记「堵塞漏洞」。`,
            hint: '单位已经堵塞漏洞的补登事件；尚未落实的继续督促。',
          });
        }
      },
    };
  },
};
