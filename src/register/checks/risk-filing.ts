import type { Day } from '../../core/workdays.ts';
import { allOf, type Check, gather, isEvent, oneOf, type RowPlace, seeRow } from './check.ts';

const STEPS = ['风险备案申请', '风险备案同意', '风险备案', '实施开始'] as const;
type Step = (typeof STEPS)[number];

/** What must be weighed when a filed matter goes wrong all the same. */
const ASPECTS = ['动机', '结果', '原因', '性质'] as const;

interface Taken {
  readonly day: Day;
  readonly at: RowPlace;
}

const see = (other: Taken, from: Taken): string => seeRow(other.at, 'ev_date', from.at);

/** A filing is optional and promises nothing; but what is filed is filed in order, and before the work begins. */
export const riskFiling: Check = {
  name: '风险备案的先后和偏差后的研判',
  clauses: ['SY-S2(2)d', 'SY-S2(2)e', 'SY-S2(2)f'],
  watch: ({ report, clouded }) => {
    const threads = new Map<string, Map<Step, Taken>>();
    /** Threads a case is tied to by events that list it. */
    const threadsOf = new Map<string, string[]>();
    return {
      row: (row) => {
        if (row.table === 'events' && row.policy === 'SY') {
          const thread = oneOf(row, 'ev_thread');
          if (thread === undefined) return;
          for (const id of allOf(row, 'ev_cases')) gather(threadsOf, id, thread);
          const type = oneOf(row, 'ev_type');
          const step = STEPS.find((known) => known === type);
          const day = oneOf(row, 'ev_date');
          if (!step || day === undefined || !isEvent(row, 'SY', step)) return;
          const steps = threads.get(thread) ?? new Map<Step, Taken>();
          threads.set(thread, steps);
          const before = steps.get(step);
          if (!before || day < before.day) steps.set(step, { day, at: row.at });
          return;
        }
        if (row.table !== 'cases' || row.policy !== 'SY' || !oneOf(row, 'decision_date')) return;
        const thread = threadsOf.get(row.at.id)?.find((known) => threads.get(known)?.has('风险备案'));
        const filed = threads.get(thread ?? '')?.get('风险备案');
        const analysis = row.facts.get('analysis');
        if (filed === undefined || analysis === null) return;
        const missing = ASPECTS.filter(
          (aspect) => !analysis?.some((token) => token.startsWith(`${aspect}=`)),
        );
        if (missing.length === 0) return;
        report(row.at, 'analysis', {
          code: 'fact-missing',
          severity: 'error',
          clause: 'SY-S2(2)f',
          message: `本案与风险备案事项 ${thread}${seeRow(filed.at, 'ev_type', row.at)}相连，「分析评价」缺少${missing.join('、')}的研判。`,
          hint: '备案不等于免责；逐项研判后登记，再按规定认定。',
        });
      },
      end: () => {
        for (const [thread, steps] of threads) {
          const [applied, agreed, filed, begun] = STEPS.map((step) => steps.get(step));
          const order = (
            at: RowPlace,
            clause: string,
            message: string,
            severity: 'error' | 'warning',
          ): void =>
            report(at, 'ev_date', {
              code: 'date-order',
              severity,
              clause,
              message,
              hint: '核对同一事项各事件的日期；次序确实有误的，如实保留并说明。',
            });
          const late = applied !== undefined && begun !== undefined && applied.day >= begun.day;
          if (late) {
            order(
              applied.at,
              'SY-S2(2)d',
              applied.day === begun.day
                ? `事项 ${thread} 的备案申请与实施开始${see(begun, applied)}同为 ${applied.day}，看不出先后；申请应当在实施前提出。`
                : `事项 ${thread} 于 ${begun.day} 开始实施${see(begun, applied)}，备案申请在其后的 ${applied.day} 才提出。`,
              applied.day === begun.day ? 'warning' : 'error',
            );
          }
          // An application that came after the start has been reported; its place before the approval is the same fault.
          if (!late && applied && agreed && applied.day > agreed.day)
            order(
              agreed.at,
              'SY-S2(2)e',
              `事项 ${thread} 于 ${agreed.day} 同意，早于 ${applied.day} 的申请${see(applied, agreed)}。`,
              'error',
            );
          if (agreed && filed && agreed.day > filed.day)
            order(
              filed.at,
              'SY-S2(2)e',
              `事项 ${thread} 于 ${filed.day} 备案，早于 ${agreed.day} 的同意${see(agreed, filed)}。`,
              'error',
            );
          else if (filed && begun && filed.day > begun.day)
            order(
              filed.at,
              'SY-S2(2)e',
              `事项 ${thread} 于 ${begun.day} 开始实施${see(begun, filed)}，其后的 ${filed.day} 才备案。`,
              'warning',
            );
          if (filed && !agreed && !clouded(thread)) {
            report(filed.at, 'ev_thread', {
              code: 'fact-missing',
              severity: 'error',
              clause: 'SY-S2(2)e',
              message: `事项 ${thread} 已经备案，没有登记「风险备案同意」：经研究同意后再报备案。`,
              hint: '核对案卷后补登同意的日期；没有同意的，不能备案。',
            });
          }
        }
      },
    };
  },
};
