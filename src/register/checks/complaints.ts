import type { Day } from '../../core/workdays.ts';
import { allOf, type Check, gather, isEvent, oneOf, type RowPlace, seeRow } from './check.ts';

interface Complaint {
  readonly day: Day;
  readonly at: RowPlace;
}

/** Concrete clues are cleared up (WF). */
export const complaintsCleared: Check = {
  name: '线索具体的举报查清处理',
  clauses: ['WF-15(1)'],
  tables: ['events'],
  watch: ({ report, clouded }) => {
    const open = new Map<string, Complaint[]>();
    const cleared = new Map<string, Day>();
    return {
      row: (row) => {
        const thread = oneOf(row, 'ev_thread');
        const day = oneOf(row, 'ev_date');
        if (thread === undefined || day === undefined) return;
        if (isEvent(row, 'WF', '信访举报') && allOf(row, 'ev_result').includes('线索具体'))
          gather(open, thread, { day, at: row.at });
        if (isEvent(row, 'WF', '查清处理') && (cleared.get(thread) ?? '') < day) cleared.set(thread, day);
      },
      end: () => {
        for (const [thread, complaints] of open) {
          const last = cleared.get(thread) ?? '';
          if (clouded(thread)) continue;
          for (const { day, at } of complaints) {
            if (last >= day) continue;
            report(at, 'ev_thread', {
              code: 'fact-missing',
              severity: 'warning',
              clause: 'WF-15(1)',
              message: `${day} 的举报线索具体，线索 ${thread} 其后没有登记「查清处理」。`,
              hint: '已查清处理的补登事件；尚未查清的请及时办理。',
            });
          }
        }
      },
    };
  },
};

const IDLE = ['内容不具体', '内容空泛', '明显失实'];

/** Vague or plainly untrue complaints are not handled as clues (SY). */
export const complaintsDismissed: Check = {
  name: '不具体、空泛、明显失实的举报不作问题线索',
  clauses: ['SY-S4(1)a'],
  watch: ({ report }) => {
    const idle = new Map<string, Complaint>();
    const threadsOf = new Map<string, string[]>();
    return {
      row: (row) => {
        if (row.table === 'events' && row.policy === 'SY') {
          const thread = oneOf(row, 'ev_thread');
          const day = oneOf(row, 'ev_date');
          if (thread === undefined) return;
          for (const id of allOf(row, 'ev_cases')) gather(threadsOf, id, thread);
          const results = allOf(row, 'ev_result');
          if (
            day !== undefined &&
            isEvent(row, 'SY', '信访举报') &&
            results.some((result) => IDLE.includes(result))
          )
            idle.set(thread, { day, at: row.at });
          return;
        }
        const started = oneOf(row, 'start_date');
        if (row.table !== 'cases' || row.policy !== 'SY' || started === undefined) return;
        const thread = threadsOf.get(row.at.id)?.find((known) => (idle.get(known)?.day ?? '9') <= started);
        const complaint = idle.get(thread ?? '');
        if (!complaint) return;
        report(row.at, 'start_date', {
          code: 'rule-broken',
          severity: 'warning',
          clause: 'SY-S4(1)a',
          message: `线索 ${thread} 的举报${seeRow(complaint.at, 'ev_result', row.at)}登记为不具体、空泛或者明显失实，不作为问题线索处理，其后于 ${started} 启动了调查。`,
          hint: '核对举报的分析研判结果；另有线索来源的，不与该举报编为同一线索。',
        });
      },
    };
  },
};
