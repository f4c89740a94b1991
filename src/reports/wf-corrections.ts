/**
 * Ledger of corrections (WF-12, WF-14): for each case the notice, the plan, the time limits, the report and the state,
 * and what is overdue with its clause. What is overdue is said by the rules of the policy, not by the ledger.
 */
import { writeDate } from '../components/policy-words.ts';
import { findKind } from '../core/catalogue.ts';
import { compareText } from '../core/finding.ts';
import { type Failure, judge } from '../core/judge.ts';
import { dueOf } from '../core/predicate.ts';
import type { Day, WorkCalendar } from '../core/workdays.ts';
import { citeWithin } from '../policy/cite.ts';
import type { Policy } from '../policy/model.ts';
import type { Entry } from '../register/check.ts';
import { stepOf } from '../register/fields.ts';
import { audit, type Unchecked } from './audit.ts';
import { isWithin, labelOf, type Period, spanWords } from './period.ts';
import {
  type Apart,
  type Count,
  countOf,
  type Line,
  type Report,
  type RowRef,
  type Sheet,
} from './report.ts';
import { all, doubtIn, one, type RegisterRows, refOf, rowsOf, unreadRows } from './rows.ts';
import { leftOutRemark, sumCounts, unfinishedRemark } from './sums.ts';

export interface LedgerOptions {
  readonly policy: Policy;
  readonly calendar: WorkCalendar;
  readonly period: Period;
  readonly asOf: Day;
}

/** Columns of the ledger: key, head, relative width. */
export const LEDGER_COLUMNS = [
  ['case_id', '编号', 68],
  ['subject_type', '对象', 28],
  ['correction_notice_date', '通知送达', 54],
  ['plan_due', '计划应交', 54],
  ['plan_date', '计划提交', 54],
  ['correction_due', '整改期限', 54],
  ['extended_due', '延长至', 54],
  ['correction_done', '整改完成', 54],
  ['correction_report_date', '书面报告', 54],
  ['correction_state', '纠错情况', 46],
  ['marks', '到期未办和不合规定的', 190],
] as const;

const NEEDED = ['correction', 'correction_notice_date'];
const STATES = ['到位', '整改不力', '拒不改正'];
/** Steps that are counted by their day: label, clause, column. */
const STEPS = [
  ['已送达纠错通知', 'WF-14(1)a', 'correction_notice_date'],
  ['已提交整改计划', 'WF-14(2)a', 'plan_date'],
  ['延长整改期限', 'WF-14(4)b', 'extended_due'],
  ['已完成整改', 'WF-14(4)a', 'correction_done'],
  ['已书面报告', 'WF-14(4)c', 'correction_report_date'],
] as const;
/** In the cell of a value that cannot be read: not a step taken. */
const UNREADABLE = '读不通';
/** Done too late, or not done by its day; of a step passed over the day may still be to come. */
const isOverdue = ({ fault, due }: Failure, asOf: Day): boolean =>
  fault === 'deadline-overdue' ||
  fault === 'deadline-missed' ||
  (fault === 'step-missing' && due !== undefined && due < asOf);

/** The ledger of the corrections that were started in the period. */
export function wfCorrections(rows: RegisterRows, { policy, calendar, period, asOf }: LedgerOptions): Report {
  const context = { calendar, asOf, stepOf };
  const doubt = doubtIn(rows);
  const { rows: cases, repeated } = rowsOf(rows, 'cases', 'WF');
  const rules = policy.rules.filter(({ on, id }) => on === 'case' && /^WF-1[24][^0-9]/.test(id));
  const planRule = rules.find(({ id }) => id === 'WF-14(2)a');

  /** The day by which a correction is placed in a period: its notice, its start, else the decision. */
  const dayOf = (entry: Entry): Day | undefined =>
    one(entry, 'correction_notice_date') ?? one(entry, 'correction_start') ?? one(entry, 'decision_date');
  const overdue: RowRef[] = [];
  const lineOf = (entry: Entry): Line => {
    const failures = rules.flatMap((rule) =>
      judge(rule, entry.facts, context).failures.map((failure) => ({ rule, failure })),
    );
    if (failures.some(({ failure }) => isOverdue(failure, asOf))) overdue.push(refOf(entry));
    const marks = failures.map(({ rule, failure: { fault, due, late } }) => {
      const days = [...(due ? [`应于 ${due} 前`] : []), ...(late ? [`超出 ${late} 个工作日`] : [])];
      return `${citeWithin(policy, rule.id)}：${rule.title}，${findKind(fault)?.title ?? fault}${days.length > 0 ? `（${days.join('，')}）` : ''}`;
    });
    const due = planRule && dueOf(planRule.require, entry.facts, context);
    const texts: Record<string, string> = {
      marks: [...new Set(marks)].join('；'),
      plan_due: due ? `${due.day}${due.provisional ? '（暂定）' : ''}` : '',
    };
    for (const [key] of LEDGER_COLUMNS) {
      if (key in texts) continue;
      texts[key] =
        key === 'case_id'
          ? entry.id
          : entry.facts.get(key) === null
            ? UNREADABLE
            : all(entry, key).join('、');
    }
    return { texts, ticks: {}, of: [refOf(entry)] };
  };

  const lines: Line[] = [];
  const leftOut: Apart[] = [];
  for (const entry of cases) {
    const day = dayOf(entry);
    const started = one(entry, 'start_date') ?? '';
    const reason = doubt(entry, NEEDED);
    if (reason) {
      if (day === undefined ? started <= period.to : isWithin(day, period))
        leftOut.push({ at: refOf(entry), reason });
      continue;
    }
    const isCorrected =
      one(entry, 'correction') === '启动' || one(entry, 'correction_notice_date') !== undefined;
    if (!isCorrected) continue;
    if (day === undefined) {
      if (started <= period.to)
        leftOut.push({ at: refOf(entry), reason: '纠错程序登记为启动，没有登记任何日期，不知属于哪一期' });
    } else if (!isWithin(day, period)) continue;
    else if (day > asOf)
      leftOut.push({ at: refOf(entry), reason: `日期${writeDate(day)}晚于核对日期${writeDate(asOf)}` });
    else lines.push(lineOf(entry));
  }
  const order = ({ texts }: Line): string => `${texts.correction_notice_date} ${texts.case_id}`;
  lines.sort((a, b) => compareText(order(a), order(b)));

  const having = (label: string, clause: string, has: (line: Line) => boolean): Count =>
    countOf(
      label,
      lines.filter(has).flatMap(({ of }) => of),
      { clause },
    );
  const unplaced: Apart[] = [
    ...unreadRows(rows, 'cases', 'WF', period),
    ...repeated
      .filter(({ entry }) => isWithin(dayOf(entry) ?? period.from, period))
      .map(({ apart }) => apart),
  ];
  const counts: Count[] = [
    countOf(
      '纠错案件',
      lines.flatMap(({ of }) => of),
      {
        clause: 'WF-14(1)a',
        how: '纠错通知（没有通知的，纠错启动或者认定）的日期在本期',
      },
    ),
    ...STEPS.map(([label, clause, key]) =>
      having(label, clause, ({ texts }) => texts[key] !== '' && texts[key] !== UNREADABLE),
    ),
    ...STATES.map((state) =>
      having(`纠错情况：${state}`, 'WF-14(3)a', ({ texts }) => texts.correction_state === state),
    ),
    having('纠错情况：未登记', 'WF-14(3)a', ({ texts }) => !STATES.includes(texts.correction_state ?? '')),
    countOf('有逾期或者到期未办的', overdue, { clause: 'WF-14', how: '依第十二条、第十四条的规则核对' }),
    having('不合规定的', 'WF-14', ({ texts }) => texts.marks !== ''),
  ];
  const sheet: Sheet = {
    unit: '',
    filled: asOf,
    lines,
    counts,
    asides: [],
    leftOut,
    remarks: [
      lines.length === 0
        ? `${period.words}没有${leftOut.length + unplaced.length > 0 ? '可以列入' : '启动纠错'}的案件。`
        : `${period.words}${counts.map(({ label, value }) => `${label} ${value} 件`).join('，')}。`,
      ...leftOutRemark('没有列入，更正台账后补列', leftOut),
      ...leftOutRemark('读不通或者编号重复，没有列入', unplaced),
      ...unfinishedRemark({ period, covers: period }, asOf),
    ],
  };
  const made: Unchecked = {
    kind: 'wf-corrections',
    policy: 'WF',
    title: `纠错台账（${period.words}）`,
    period,
    covers: {
      ...period,
      words: `纠错通知送达（没有通知的，纠错启动或者认定）日期在${spanWords(period)}的案件`,
    },
    asOf,
    sheets: [sheet],
    totals: sumCounts([sheet]),
    unplaced,
    findings: [],
  };
  const belongs = (entry: Entry): boolean => {
    const [day] = ['correction_notice_date', 'correction_start', 'decision_date'].flatMap((key) =>
      all(entry, key),
    );
    const corrected = one(entry, 'correction') === '启动' || all(entry, 'correction_notice_date').length > 0;
    return corrected && day !== undefined && labelOf(day, period.kind) === period.label;
  };
  const where =
    (holds: (entry: Entry) => boolean) =>
    (entry: Entry): number =>
      Number(belongs(entry) && holds(entry));
  const stateOf = (entry: Entry): string => one(entry, 'correction_state') ?? '';
  const recount = audit(made, rows, {
    table: 'cases',
    policy: 'WF',
    belongs,
    unitOf: () => '',
    adds: {
      纠错案件: where(() => true),
      ...Object.fromEntries(
        STEPS.map(([label, , key]) => [label, where((entry) => all(entry, key).length > 0)]),
      ),
      ...Object.fromEntries(
        STATES.map((state) => [`纠错情况：${state}`, where((entry) => stateOf(entry) === state)]),
      ),
      '纠错情况：未登记': where((entry) => !STATES.includes(stateOf(entry))),
    },
  });
  return { ...made, ...recount };
}
