import { compareText } from '../../core/finding.ts';
import type { Day } from '../../core/workdays.ts';
import { halfYearWritten } from '../derived.ts';
import { type Check, isEvent, oneOf, type RowPlace, type WatchedRow } from './check.ts';
import { isCityBody } from './handlers.ts';

/** A half-year as a number, so that the next one is one more: twice the year, and one for its second half. */
type HalfYear = number;

function halfYearOf(day: Day): HalfYear {
  return yearOf(day) * 2 + (day.charCodeAt(5) === 0x30 && day.charCodeAt(6) <= 0x36 ? 0 : 1);
}

/** The first four digits as a number, without a string between them: asked for every row of a long register. */
function yearOf(day: Day): number {
  let year = 0;
  for (let at = 0; at < 4; at += 1) year = year * 10 + day.charCodeAt(at) - 0x30;
  return year;
}

/** `2024H2`. */
function labelOf(period: HalfYear): string {
  return `${Math.floor(period / 2)}H${(period % 2) + 1}`;
}

/** The last day for the return of a half-year. */
function dueOf(period: HalfYear): Day {
  return period % 2 === 0 ? `${period / 2}-07-10` : `${(period + 1) / 2}-01-10`;
}

/** The half-year an event reports on; a period that is blank or unreadable is told from the day: it has just ended. */
function periodOf(row: WatchedRow): HalfYear | undefined {
  const written = oneOf(row, 'ev_period');
  const half = written && halfYearWritten(written);
  if (half) return Number(half.slice(0, 4)) * 2 + Number(half.slice(5)) - 1;
  const day = oneOf(row, 'ev_date');
  return day === undefined ? undefined : halfYearOf(day) - 1;
}

interface Handler {
  readonly first: RowPlace;
  since: HalfYear;
  /** Half-years in which a case was tolerated, and the first such row. */
  readonly busy: Map<HalfYear, RowPlace>;
}

/**
 * Half-yearly returns (JN-23): each handling body for each half-year, chosen by the day of the decision; a half-year
 * without a tolerated case is asked for too, or not, as the site chooses (T-20). Then the onward report.
 */
export const halfYearReturns: Check = {
  name: '半年统计表报送和汇总上报',
  clauses: ['JN-23a', 'JN-23c'],
  watch: ({ asOf, readings, report, clouded, uncertain, effective }) => {
    const inForce = effective('JN');
    const filed = new Set<string>();
    const summed = new Set<HalfYear>();
    const handlers = new Map<string, Handler>();
    return {
      row: (row) => {
        const period = row.table === 'events' ? periodOf(row) : undefined;
        if (period !== undefined && isEvent(row, 'JN', '统计表报送'))
          filed.add(`${oneOf(row, 'ev_actor') ?? ''} ${labelOf(period)}`);
        if (period !== undefined && isEvent(row, 'JN', '统计汇总上报')) summed.add(period);
        if (row.table !== 'cases' || row.policy !== 'JN') return;
        const name = oneOf(row, 'handler');
        const started = oneOf(row, 'start_date');
        if (name === undefined || started === undefined) return;
        // A day before the policy was in force is the fault of that day, and reported there.
        if (started < inForce) return;
        const since = halfYearOf(started);
        let handler = handlers.get(name);
        if (!handler) {
          handler = { first: row.at, since, busy: new Map() };
          handlers.set(name, handler);
        }
        if (since < handler.since) handler.since = since;
        const decided = oneOf(row, 'decision_date');
        if (decided === undefined || decided < inForce || oneOf(row, 'decision') !== '予以容错') return;
        const busy = halfYearOf(decided);
        if (!handler.busy.has(busy)) handler.busy.set(busy, row.at);
      },
      end: () => {
        const busyPeriods = new Map<HalfYear, RowPlace>();
        for (const [name, { first, since, busy }] of [...handlers].sort(([a], [b]) => compareText(a, b))) {
          // Whether such a body handles cases at all has been asked already.
          if (!isCityBody(name)) continue;
          const idle: string[] = [];
          for (let period = since; dueOf(period) < asOf; period += 1) {
            const label = labelOf(period);
            const at = busy.get(period);
            if (at && !busyPeriods.has(period)) busyPeriods.set(period, at);
            // A return without an actor may be anybody's.
            if (filed.has(`${name} ${label}`) || filed.has(` ${label}`)) continue;
            if (clouded(name)) continue;
            if (!at) idle.push(label);
            else
              report(at, 'handler', {
                code: 'deadline-overdue',
                severity: 'error',
                clause: 'JN-23a',
                message: `承办单位在 ${label} 有予以容错的案件，应于 ${dueOf(period)} 前报送《容错统计表》，事件表中没有该单位该期的「统计表报送」。`,
                hint: '已报送的补登事件，写明「主办单位」和「报告期」；尚未报送的请尽快报送。',
                values: { due: dueOf(period), period: label },
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
            message: `${labelOf(period)} 有予以容错的案件，事件表中没有该期的「统计汇总上报」。`,
            hint: '汇总后报送同级党委、上级纪检监察机关和组织部门，补登事件；条文没有写明期限。',
            values: { period: labelOf(period) },
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
  watch: ({ asOf, report, uncertain, effective }) => {
    const inForce = effective('JN');
    const reported = new Set<HalfYear>();
    const busy = new Map<HalfYear, RowPlace>();
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
        if (decided === undefined || decided < inForce || oneOf(row, 'decision') !== '予以容错') return;
        const period = halfYearOf(decided);
        if (!busy.has(period)) busy.set(period, row.at);
      },
      end: () => {
        if (uncertain('案例报送')) return;
        for (const [period, at] of [...busy].sort(([a], [b]) => a - b)) {
          if (reported.has(period) || dueOf(period + 1) >= asOf) continue;
          report(at, 'decision_date', {
            code: 'fact-missing',
            severity: 'info',
            clause: 'JN-N.6c',
            message: `${labelOf(period)} 有予以容错的案件，事件表中没有该期的「案例报送」。`,
            hint: '“及时”没有天数，只作提示；已报送的补登事件。',
          });
        }
      },
    };
  },
};
