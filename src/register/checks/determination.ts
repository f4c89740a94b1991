import { compareText } from '../../core/finding.ts';
import type { Day } from '../../core/workdays.ts';
import { allOf, type Check, isEvent, oneOf, type RowPlace, seeRow } from './check.ts';

/** The county's two appraisals, two reviews and two determinations, in their order. */
const STEPS = ['自评', '他评', '支部审定', '党委审定', '审理集体讨论', '专题会议审定'] as const;
type Step = (typeof STEPS)[number];

/** Each step, the steps it must not precede, and the clause that says so. */
const ORDER: readonly (readonly [step: Step, after: readonly Step[], clause: string])[] = [
  ['支部审定', ['他评'], 'SY-S3(3)a'],
  ['支部审定', ['自评'], 'SY-S3(2)a'],
  ['党委审定', ['支部审定'], 'SY-S3(3)a'],
  ['审理集体讨论', ['党委审定'], 'SY-S3(4)c'],
  ['专题会议审定', ['审理集体讨论'], 'SY-S3(4)c'],
];

/** Steps that must have been taken once a case is decided, by clause. */
const DEMANDED: readonly (readonly [clause: string, steps: readonly Step[]])[] = [
  ['SY-S3(2)a', ['自评', '他评']],
  ['SY-S3(3)a', ['支部审定', '党委审定']],
  ['SY-S3(4)a', ['审理集体讨论', '专题会议审定']],
];

interface Taken {
  readonly day: Day;
  readonly at: RowPlace;
  /** 支部审定: passed, not passed, or not recorded. */
  readonly passed?: boolean | undefined;
}

export const determination: Check = {
  name: '“两评”“两审”“两定”的齐全和先后',
  clauses: ['SY-S3(2)a', 'SY-S3(3)a', 'SY-S3(3)b', 'SY-S3(4)a', 'SY-S3(4)c'],
  watch: ({ report, clouded }) => {
    const cases = new Map<string, Map<Step, Taken>>();
    /** Cases whose determination was reported to stand on another day than the decision. */
    const mismatched = new Set<string>();
    /** Decided cases: what they lack has been reported with them. */
    const settled = new Set<string>();
    return {
      row: (row) => {
        if (row.table === 'events') {
          const type = oneOf(row, 'ev_type');
          const step = STEPS.find((known) => known === type);
          const day = oneOf(row, 'ev_date');
          if (!step || day === undefined || !isEvent(row, 'SY', step)) return;
          const result = row.facts.get('ev_result');
          const passed =
            result === null || !result?.length ? undefined : allOf(row, 'ev_result').includes('通过');
          for (const id of allOf(row, 'ev_cases')) {
            const steps = cases.get(id) ?? new Map<Step, Taken>();
            cases.set(id, steps);
            const before = steps.get(step);
            // A review that did not pass may be held again: what counts is the last one.
            if (!before || before.day <= day) steps.set(step, { day, at: row.at, passed });
          }
          return;
        }
        if (row.table !== 'cases' || row.policy !== 'SY') return;
        const { id } = row.at;
        const decided = oneOf(row, 'decision_date');
        if (!decided || clouded(id)) return;
        settled.add(id);
        const steps = cases.get(id);
        for (const [clause, wanted] of DEMANDED) {
          const missing = wanted.filter((step) => !steps?.has(step));
          if (missing.length === 0) continue;
          report(row.at, 'decision_date', {
            code: 'fact-missing',
            severity: 'error',
            clause,
            message: `已于 ${decided} 作出认定，事件表中没有列有本案的「${missing.join('」「')}」。`,
            hint: '核对案卷后补登事件，并在「相关案件」列明本案编号。',
            lacking: { id, types: missing },
          });
        }
        const determined = steps?.get('专题会议审定');
        if (!determined || determined.day === decided) return;
        mismatched.add(id);
        report(row.at, 'decision_date', {
          code: 'date-order',
          severity: 'error',
          clause: 'SY-S3(4)c',
          message: `认定日期登记为 ${decided}，专题会议审定的日期为 ${determined.day}${seeRow(determined.at, 'ev_date', row.at)}：最终审定由专题会议作出，两个日期应当相同。`,
          hint: '核对认定日期和「专题会议审定」事件的日期。',
          values: { against: determined.day },
        });
      },
      end: () => {
        for (const [id, steps] of [...cases].sort(([a], [b]) => compareText(a, b))) {
          const blamed = new Set<Step>();
          for (const [step, earlier, clause] of ORDER) {
            const taken = steps.get(step);
            if (!taken || blamed.has(step) || (step === '专题会议审定' && mismatched.has(id))) continue;
            const late = earlier
              .flatMap((name) => {
                const other = steps.get(name);
                return other && other.day > taken.day ? [{ name, ...other }] : [];
              })
              .sort((a, b) => compareText(b.day, a.day))[0];
            if (!late) continue;
            blamed.add(step);
            report(taken.at, 'ev_date', {
              code: 'date-order',
              severity: 'error',
              clause,
              message: `「${step}」登记为 ${taken.day}，早于同一案件的「${late.name}」，其日期为 ${late.day}${seeRow(late.at, 'ev_date', taken.at)}。`,
              hint: '核对两个事件的日期；次序确实有误的，如实保留并说明。',
              values: { against: late.day },
            });
          }
          const branch = steps.get('支部审定');
          const committee = steps.get('党委审定');
          if (!branch && committee && !settled.has(id) && !clouded(id)) {
            report(committee.at, 'ev_cases', {
              code: 'fact-missing',
              severity: 'error',
              clause: 'SY-S3(3)b',
              message: `已经登记「党委审定」，事件表中没有列有 ${id} 的「支部审定」。`,
              hint: '先由支部审定，通过后才提交党委；已审定的补登事件。',
              lacking: { id, types: ['支部审定'] },
            });
          }
          if (!branch || branch.passed || !committee || clouded(id)) continue;
          report(branch.at, 'ev_result', {
            code: branch.passed === undefined ? 'fact-missing' : 'rule-broken',
            severity: 'error',
            clause: 'SY-S3(3)b',
            message: `支部审定${branch.passed === undefined ? '没有登记是否通过' : '没有通过'}，同一案件已经登记「党委审定」${seeRow(committee.at, 'ev_type', branch.at)}。`,
            hint: '通过后才提交党委；已通过的在「结果」登记「通过」。',
          });
        }
      },
    };
  },
};
