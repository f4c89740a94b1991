import type { PolicyId } from '../../core/policy-id.ts';
import { addMonths, type Day } from '../../core/workdays.ts';
import { type Check, gather, isEvent, oneOf, type RowPlace } from './check.ts';

/** A kind of meeting that the text wants held again and again. */
interface Series {
  readonly policy: PolicyId;
  readonly type: string;
  readonly clause: string;
  readonly severity: 'warning' | 'info';
  /** First day of the stretch in which one is expected. */
  readonly since: (asOf: Day) => Day;
  readonly stretch: (asOf: Day) => string;
  readonly hint: string;
}

const SERIES: readonly Series[] = [
  {
    policy: 'JN',
    type: '联席会议',
    clause: 'JN-N.5f',
    severity: 'warning',
    since: (asOf) => `${asOf.slice(0, 4)}-01-01`,
    stretch: (asOf) => `${asOf.slice(0, 4)} 年`,
    hint: '已召开的补登事件；“定期”没有间隔，以年度为准只作警告。',
  },
  {
    policy: 'SY',
    type: '推进会',
    clause: 'SY-S5(1)a',
    severity: 'info',
    since: (asOf) => addMonths(asOf, -12),
    stretch: (asOf) => `至 ${asOf} 的一年内`,
    hint: '“经常性”没有次数，只作提示；已召开的补登事件。',
  },
];

/**
 * Joint conferences are held regularly (JN), promotion meetings often (SY): neither word has a number. Asked only of a
 * register that is being kept and has such a meeting: an archive, or a part of a register, has no series to break off.
 */
export const regularMeetings: Check = {
  name: '联席会议、推进会定期召开',
  clauses: SERIES.map(({ clause }) => clause),
  watch: ({ asOf, report, uncertain }) => {
    const expected = SERIES.map((series) => ({ series, since: series.since(asOf) }));
    const last = new Map<Series, { day: Day; at: RowPlace }>();
    const kept = new Set<PolicyId>();
    return {
      row: (row) => {
        const day = oneOf(row, 'ev_date') ?? oneOf(row, 'start_date');
        if (day === undefined || day > asOf) return;
        for (const { series, since } of expected) {
          if (row.policy !== series.policy) continue;
          if (day >= since) kept.add(series.policy);
          if (isEvent(row, series.policy, series.type) && day >= (last.get(series)?.day ?? ''))
            last.set(series, { day, at: row.at });
        }
      },
      end: () => {
        for (const [{ policy, type, clause, severity, since, stretch, hint }, { day, at }] of last) {
          if (day >= since(asOf) || !kept.has(policy) || uncertain(type)) continue;
          report(at, 'ev_date', {
            code: 'fact-missing',
            severity,
            clause,
            message: `${stretch(asOf)}没有登记「${type}」，最近一次在 ${day}。`,
            hint,
          });
        }
      },
    };
  },
};

/** A conference on cases takes one matter at a time. */
export const oneMatter: Check = {
  name: '联席会议一事一议',
  clauses: ['JN-21f'],
  watch: ({ report }) => {
    const meetings: { at: RowPlace; matters: Set<string> }[] = [];
    const meetingsOf = new Map<string, { at: RowPlace; matters: Set<string> }[]>();
    return {
      row: (row) => {
        const listed = row.facts.get('ev_cases') ?? [];
        if (isEvent(row, 'JN', '联席会议') && listed.length > 1) {
          const meeting = { at: row.at, matters: new Set<string>() };
          meetings.push(meeting);
          for (const id of listed) gather(meetingsOf, id, meeting);
        }
        if (row.table !== 'cases' || meetings.length === 0) return;
        const matter = oneOf(row, 'matter');
        if (matter !== undefined)
          for (const { matters } of meetingsOf.get(row.at.id) ?? []) matters.add(matter);
      },
      end: () => {
        for (const { at, matters } of meetings) {
          if (matters.size < 2) continue;
          // The matters themselves may name people and places: only their number is said.
          report(at, 'ev_cases', {
            code: 'rule-broken',
            severity: 'warning',
            clause: 'JN-21f',
            message: `一次联席会议列有 ${matters.size} 个不同事由的案件，会商坚持一事一议。`,
            hint: '一事一次分别登记会商；同一事项的案件，「追究事由」写得一致。',
          });
        }
      },
    };
  },
};
