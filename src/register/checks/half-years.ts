import { compareText } from '../../core/finding.ts';
import type { Day } from '../../core/workdays.ts';
import { type Check, isEvent, oneOf, type RowPlace, type WatchedRow } from './check.ts';

/** `2024-08-01` → `2024H2`. */
function halfYearOf(day: Day): string {
  return `${day.slice(0, 4)}H${day.slice(5, 7) <= '06' ? 1 : 2}`;
}

function nextHalfYear(period: string): string {
  const year = Number(period.slice(0, 4));
  return period.endsWith('1') ? `${year}H2` : `${year + 1}H1`;
}

/** The half-year a return of this day reports on: the one that has just ended. */
function halfYearBefore(day: Day): string {
  return day.slice(5, 7) <= '06' ? `${Number(day.slice(0, 4)) - 1}H2` : `${day.slice(0, 4)}H1`;
}

/** The last day for the return of a half-year. */
function dueOf(period: string): Day {
  return period.endsWith('1') ? `${period.slice(0, 4)}-07-10` : `${Number(period.slice(0, 4)) + 1}-01-10`;
}

/** The half-year an event reports on; a period that is blank or unreadable is told from the day. */
function periodOf(row: WatchedRow): string | undefined {
  const written = oneOf(row, 'ev_period');
  if (written !== undefined && /^\d{4}H[12]$/.test(written)) return written;
  const day = oneOf(row, 'ev_date');
  return day && halfYearBefore(day);
}

interface Handler {
  readonly first: RowPlace;
  since: string;
  /** Half-years in which a case was tolerated, and the first such row. */
  readonly busy: Map<string, RowPlace>;
}

/**
 * Half-yearly returns (JN-23): each handling body for each half-year, chosen by the day of the decision; a half-year
 * without a tolerated case is asked for too, or not, as the site chooses (T-20). Then the onward report.
 */
export const halfYearReturns: Check = {
  name: '半年统计表报送和汇总上报',
  clauses: ['JN-23a', 'JN-23c'],
  watch: ({ asOf, readings, report, clouded, uncertain }) => {
    const filed = new Set<string>();
    const summed = new Set<string>();
    const handlers = new Map<string, Handler>();
    return {
      row: (row) => {
        const period = row.table === 'events' ? periodOf(row) : undefined;
        if (period !== undefined && isEvent(row, 'JN', '统计表报送'))
          filed.add(`${oneOf(row, 'ev_actor') ?? ''} ${period}`);
        if (period !== undefined && isEvent(row, 'JN', '统计汇总上报')) summed.add(period);
        if (row.table !== 'cases' || row.policy !== 'JN') return;
        const name = oneOf(row, 'handler');
        const started = oneOf(row, 'start_date');
        if (name === undefined || started === undefined) return;
        const handler = handlers.get(name) ?? { first: row.at, since: halfYearOf(started), busy: new Map() };
        handlers.set(name, handler);
        if (halfYearOf(started) < handler.since) handler.since = halfYearOf(started);
        const decided = oneOf(row, 'decision_date');
        if (decided === undefined || oneOf(row, 'decision') !== '予以容错') return;
        const period2 = halfYearOf(decided);
        if (!handler.busy.has(period2)) handler.busy.set(period2, row.at);
      },
      end: () => {
        const busyPeriods = new Map<string, RowPlace>();
        for (const [name, { first, since, busy }] of [...handlers].sort(([a], [b]) => compareText(a, b))) {
          const idle: string[] = [];
          for (let period = since; dueOf(period) < asOf; period = nextHalfYear(period)) {
            const at = busy.get(period);
            if (at && !busyPeriods.has(period)) busyPeriods.set(period, at);
            // A return without an actor may be anybody's.
            if (filed.has(`${name} ${period}`) || filed.has(` ${period}`)) continue;
            if (clouded(name)) continue;
            if (!at) idle.push(period);
            else
              report(at, 'handler', {
                code: 'deadline-overdue',
                severity: 'error',
                clause: 'JN-23a',
                message: `承办单位在 ${period} 有予以容错的案件，应于 ${dueOf(period)} 前报送《容错统计表》，事件表中没有该单位该期的「统计表报送」。`,
                hint: '已报送的补登事件，写明「主办单位」和「报告期」；尚未报送的请尽快报送。',
                values: { due: dueOf(period), period },
              });
          }
          if (idle.length === 0 || readings.nilReturns === '不提示') continue;
          report(first, 'handler', {
            code: 'deadline-overdue',
            severity: 'warning',
            clause: 'JN-23a',
            message: `承办单位在 ${idle.join('、')} 没有予以容错的案件，也没有「统计表报送」：条文没有写明无案件时是否填报。`,
            hint: '作零报告的补登事件；本地规定无案件不填报的，在站点设置中关闭这项提示。',
          });
        }
        for (const [period, at] of busyPeriods) {
          if (summed.has(period) || uncertain('统计汇总上报')) continue;
          report(at, 'decision_date', {
            code: 'fact-missing',
            severity: 'warning',
            clause: 'JN-23c',
            message: `${period} 有予以容错的案件，事件表中没有该期的「统计汇总上报」。`,
            hint: '汇总后报送同级党委、上级纪检监察机关和组织部门，补登事件；条文没有写明期限。',
            values: { period },
          });
        }
      },
    };
  },
};

/** Cases are reported upward in time (JN): none for a half-year with cases, half a year after it ended. */
export const caseReports: Check = {
  name: '及时报送容错案例',
  clauses: ['JN-N.6c'],
  watch: ({ asOf, report, uncertain }) => {
    const reported = new Set<string>();
    const busy = new Map<string, RowPlace>();
    return {
      row: (row) => {
        if (isEvent(row, 'JN', '案例报送')) {
          const day = oneOf(row, 'ev_date');
          const period = periodOf(row);
          if (day !== undefined) reported.add(halfYearOf(day));
          if (period !== undefined) reported.add(period);
        }
        if (row.table !== 'cases' || row.policy !== 'JN') return;
        const decided = oneOf(row, 'decision_date');
        if (decided === undefined || oneOf(row, 'decision') !== '予以容错') return;
        if (!busy.has(halfYearOf(decided))) busy.set(halfYearOf(decided), row.at);
      },
      end: () => {
        if (uncertain('案例报送')) return;
        for (const [period, at] of [...busy].sort(([a], [b]) => compareText(a, b))) {
          if (reported.has(period) || dueOf(nextHalfYear(period)) >= asOf) continue;
          report(at, 'decision_date', {
            code: 'fact-missing',
            severity: 'info',
            clause: 'JN-N.6c',
            message: `${period} 有予以容错的案件，事件表中没有该期的「案例报送」。`,
            hint: '“及时”没有天数，只作提示；已报送的补登事件。',
          });
        }
      },
    };
  },
};
