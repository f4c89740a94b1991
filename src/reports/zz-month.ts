/**
 * 容错纠错工作备案表 of a month (ZZ-7(8), annex 4): the cases whose filing falls due on the 25th of the month, one paper
 * for each department, and apart from them the cases that still lack the paper that goes with the table.
 */

import { writeDate } from '../components/policy-words.ts';
import { compareText, type Finding } from '../core/finding.ts';
import { type Day, nextMonthDate } from '../core/workdays.ts';
import type { Entry } from '../register/check.ts';
import { paperFor } from '../register/checks/filing-papers.ts';
import { findColumn, valuesFor } from '../register/columns.ts';
import { audit, type Unchecked } from './audit.ts';
import { type FormReportOptions, fateOf } from './jn-half-year.ts';
import { FILING_DAY, filingSpan, isWithin, spanWords } from './period.ts';
import { type Apart, type Aside, countOf, type Line, type Report, type Sheet } from './report.ts';
import { all, doubtIn, one, type RegisterRows, refOf, rowsOf, unreadable, unreadRows } from './rows.ts';
import { leftOutRemark, sumCounts, unfinishedRemark } from './sums.ts';
import { fieldWords } from './words.ts';

const NEEDED = ['decision', 'decision_date', 'mode', 'handler'];

/** The day by which a case is filed: the first 25th from the day of the decision on, as ZZ-7(8)c has it. */
const dueOf = (day: Day): Day => nextMonthDate(day, FILING_DAY);

/** Name of a paper without its date. */
const paperName = (value: string): string => value.replace(/@.*$/, '');

/** The table of each department with a case due in the month. */
export function zzMonth(rows: RegisterRows, options: FormReportOptions): Report {
  const { policy, form, period, asOf } = options;
  const span = filingSpan(period);
  const due = span.to;
  const findings: Finding[] = [];
  const column = findColumn('mode');
  const modes = (column && valuesFor(column, 'ZZ')) ?? [];
  const doubt = doubtIn(rows);
  const { rows: cases, repeated } = rowsOf(rows, 'cases', 'ZZ');
  const { rows: events } = rowsOf(rows, 'events', 'ZZ');
  /** Days on which tables that list the case were filed; null where the log cannot tell. */
  const filedDays = (entry: Entry): readonly Day[] | null => {
    if (entry.facts.get('filing_date') === null) return null;
    return events
      .filter((event) => one(event, 'ev_type') === '备案表报送' && all(event, 'ev_cases').includes(entry.id))
      .flatMap((event) => one(event, 'ev_date') ?? [])
      .sort(compareText);
  };

  const lineOf = (entry: Entry): Line => {
    const texts: Record<string, string> = {};
    for (const field of form.fields) {
      if (field.type !== 'multiline') continue;
      const head = unreadable(entry, field.register);
      if (head) {
        findings.push({
          code: 'report-cell',
          severity: 'warning',
          clause: null,
          file: entry.file,
          row: entry.row,
          line: entry.line,
          caseId: entry.id,
          message: `「${head}」读不通，备案表中「${field.label}」一栏没有填写。`,
        });
      }
      texts[field.key] = head ? '' : fieldWords(field, entry, policy);
    }
    if (texts.correction_state === '')
      texts.correction_state = one(entry, 'correction')?.replace('启动', '') ?? '';
    return { texts, ticks: {}, of: [refOf(entry)] };
  };

  interface Draft {
    readonly lines: Line[];
    readonly papers: Apart[];
    readonly late: Apart[];
    readonly filed: Apart[];
    readonly refused: Apart[];
    readonly leftOut: Apart[];
    readonly days: Day[];
    unknownLog: boolean;
  }
  const drafts = new Map<string, Draft>();
  const draftOf = (unit: string): Draft => {
    const draft = drafts.get(unit) ?? {
      lines: [],
      papers: [],
      late: [],
      filed: [],
      refused: [],
      leftOut: [],
      days: [],
      unknownLog: false,
    };
    drafts.set(unit, draft);
    return draft;
  };
  const fateIn = (entry: Entry) =>
    fateOf(entry, (decided) => dueOf(decided) === due, NEEDED, { period, asOf, doubt });
  const unplaced: Apart[] = [
    ...unreadRows(rows, 'cases', 'ZZ', period),
    ...repeated.filter(({ entry }) => fateIn(entry).kind !== 'elsewhere').map(({ apart }) => apart),
  ];
  for (const entry of cases) {
    const unit = one(entry, 'handler');
    const day = one(entry, 'decision_date');
    const at = refOf(entry);
    const fate = fateIn(entry);
    if (fate.kind === 'leftOut' || (fate.kind !== 'elsewhere' && !unit)) {
      const apart = { at, reason: fate.kind === 'leftOut' ? fate.reason : '没有登记责任追究部门' };
      if (unit) draftOf(unit).leftOut.push(apart);
      else unplaced.push(apart);
      continue;
    }
    if (!unit || day === undefined) continue;
    const filed = filedDays(entry);
    if (fate.kind === 'refused') draftOf(unit).refused.push({ at, reason: `${writeDate(day)}不予容错` });
    else if (fate.kind === 'line') {
      const draft = draftOf(unit);
      draft.lines.push(lineOf(entry));
      const paper = paperFor(one(entry, 'mode') ?? '');
      if (entry.facts.get('documents') === null)
        draft.papers.push({ at, reason: '「文书材料」读不通，有无应附的文书不知道' });
      else if (!all(entry, 'documents').some((value) => paperName(value) === paper))
        draft.papers.push({
          at,
          reason: `应当附送${paper === '容错免责决定书' ? '加盖公章的《容错免责决定书》' : '体现从宽的处理决定'}，台账没有登记`,
        });
      if (filed === null) draft.unknownLog = true;
      else if (filed[0]) {
        draft.days.push(filed[0]);
        draft.filed.push({ at, reason: `${writeDate(filed[0])}已列入备案表报送` });
      }
    } else if (one(entry, 'decision') === '予以容错' && dueOf(day) < due && filed?.length === 0) {
      const by = dueOf(day) === day ? '当日' : `${writeDate(dueOf(day))}前`;
      draftOf(unit).late.push({ at, reason: `${writeDate(day)}作出认定，应于${by}报备，没有报送记录` });
    }
  }

  const sheets = [...drafts]
    .filter(([, { lines, leftOut, late }]) => lines.length + leftOut.length + late.length > 0)
    .sort(([a], [b]) => compareText(a, b))
    .map(([unit, draft]): Sheet => {
      const { lines, papers, late, filed, refused, leftOut, days } = draft;
      const refs = lines.flatMap(({ of }) => of);
      const asides: Aside[] = [
        { heading: '缺少应附的文书', rows: papers },
        { heading: '以前应报、没有报送记录', rows: late },
        { heading: '已有报送记录', rows: filed },
        { heading: '不予容错', rows: refused },
      ].filter(({ rows: listed }) => listed.length > 0);
      const listed = (apart: readonly Apart[]): string =>
        [...Map.groupBy(apart, ({ reason }) => reason)]
          .map(([reason, alike]) => `${alike.map(({ at }) => at.id).join('、')}（${reason}）`)
          .join('；');
      return {
        unit,
        filled: days.toSorted(compareText)[0] ?? asOf,
        lines,
        counts: [
          countOf('应当备案', refs, {
            clause: 'ZZ-7(8)c',
            how: `作出认定以后的第一个25日为${writeDate(due)}`,
          }),
          ...modes.map((mode) =>
            countOf(
              `处理结果：${mode}`,
              lines.filter(({ texts }) => texts.mode === mode).flatMap(({ of }) => of),
              {
                clause: 'ZZ-7(5)',
              },
            ),
          ),
          countOf(
            '缺少应附的文书',
            papers.map(({ at }) => at),
            { clause: 'ZZ-7(8)b' },
          ),
          countOf(
            '以前应报、没有报送记录',
            late.map(({ at }) => at),
            { clause: 'ZZ-7(8)c' },
          ),
          countOf(
            '不予容错（不列入表）',
            refused.map(({ at }) => at),
          ),
        ],
        asides,
        leftOut,
        remarks: [
          `应于${writeDate(due)}前报备的案件 ${lines.length} 件，分别报纪委办公室、组织人事处。`,
          ...(papers.length > 0 ? [`附送的文书不全：${listed(papers)}。是否加盖公章，以文书原件为准。`] : []),
          ...(late.length > 0 ? [`请一并补报：${listed(late)}。`] : []),
          ...(draft.unknownLog ? ['事件台账没有登记或者读不通，是否已经报送无法核对。'] : []),
          ...leftOutRemark('没有列入本表，更正台账后补报', leftOut),
          ...leftOutRemark('读不通或者没有登记责任追究部门，是否属于本表无法判断，没有列入', unplaced),
          ...unfinishedRemark({ period, covers: span }, asOf),
        ],
      };
    });
  const made: Unchecked = {
    kind: 'zz-month',
    policy: 'ZZ',
    title: `${form.title}（${period.words}）`,
    period,
    covers: { ...span, words: `认定时间在${spanWords(span)}、应于${writeDate(due)}前报备的案件` },
    asOf,
    sheets,
    totals: sumCounts(sheets),
    unplaced,
    findings,
  };
  const missing = sheets.flatMap(({ asides }) =>
    asides
      .filter(({ heading }) => heading === '缺少应附的文书')
      .flatMap(({ rows: lacking }) =>
        lacking.map(
          ({ at, reason }): Finding => ({
            code: 'report-paper',
            severity: 'warning',
            clause: 'ZZ-7(8)b',
            file: at.file,
            row: at.row,
            caseId: at.id,
            message: `备案表列有本案，${reason}。`,
            hint: '补齐文书后一并报送；已有文书的，补登「文书材料」。',
          }),
        ),
      ),
  );
  const decided = (entry: Entry, result: string): boolean =>
    one(entry, 'decision') === result && isWithin(one(entry, 'decision_date') ?? '', span);
  const tolerated = (entry: Entry): boolean => decided(entry, '予以容错');
  const { findings: faults, checked } = audit(made, rows, {
    table: 'cases',
    policy: 'ZZ',
    belongs: tolerated,
    unitOf: (entry) => one(entry, 'handler') ?? '',
    adds: {
      应当备案: (entry) => Number(tolerated(entry)),
      '不予容错（不列入表）': (entry) => Number(decided(entry, '不予容错')),
      ...Object.fromEntries(
        modes.map((mode) => [
          `处理结果：${mode}`,
          (entry: Entry) => Number(tolerated(entry) && one(entry, 'mode') === mode),
        ]),
      ),
    },
  });
  return { ...made, findings: [...findings, ...missing, ...faults], checked };
}
