/**
 * 容错统计表 of a half-year (JN-23, annex 2): one paper for each handling body, every tick computed. Refused cases are
 * counted apart; a body without a case makes a nil return; a row that cannot be counted is named, never dropped.
 */
import { writeDate } from '../components/policy-words.ts';
import type { Finding } from '../core/finding.ts';
import { compareText } from '../core/finding.ts';
import type { Day } from '../core/workdays.ts';
import type { FieldSpec, FormSpec } from '../forms/schema.ts';
import type { Policy } from '../policy/model.ts';
import type { Entry } from '../register/check.ts';
import { findColumn } from '../register/columns.ts';
import { halfYearWritten } from '../register/derived.ts';
import { sanctionAdvice, tickedAs } from '../register/sanctions.ts';
import { audit, type Unchecked } from './audit.ts';
import { isWithin, labelOf, type Period, spanWords } from './period.ts';
import type { Apart, Count, Line, Report, RowRef, Sheet } from './report.ts';
import { countOf } from './report.ts';
import { all, doubtIn, one, type RegisterRows, refOf, rowsOf, unreadable, unreadRows } from './rows.ts';
import { leftOutRemark, sumCounts, unfinishedRemark } from './sums.ts';
import { fieldWords } from './words.ts';

export interface FormReportOptions {
  readonly policy: Policy;
  /** The declared form the report fills. */
  readonly form: FormSpec;
  readonly period: Period;
  readonly asOf: Day;
}

/** Columns without which a case can neither be placed nor ticked. */
const NEEDED = ['decision', 'decision_date', 'mode', 'subject_type', 'sanctions', 'handler'];

/** What note 2 of the form wants cited of every row. */
const CITED = ['conditions', 'situations'];

/** What becomes of a row. */
type Fate =
  | { readonly kind: 'line' | 'refused' }
  | { readonly kind: 'leftOut'; readonly reason: string }
  | { readonly kind: 'elsewhere' };

interface FateOptions {
  readonly period: Period;
  readonly asOf: Day;
  /** Why one of the columns cannot be relied on. */
  readonly doubt: (entry: Entry, keys: readonly string[]) => string | undefined;
}

/**
 * Whether a case is in the table of a period by the day of its decision. A row that may or may not belong to the
 * period is left out with the reason.
 */
export function fateOf(
  entry: Entry,
  inPeriod: (day: Day) => boolean,
  needed: readonly string[],
  { period, asOf, doubt }: FateOptions,
): Fate {
  const day = one(entry, 'decision_date');
  // What began after the period was not decided in it.
  const mayBe = day === undefined ? (one(entry, 'start_date') ?? '') <= period.to : inPeriod(day);
  if (!mayBe) return { kind: 'elsewhere' };
  const decision = one(entry, 'decision');
  const reason = doubt(entry, needed);
  if (reason) return { kind: 'leftOut', reason };
  if (day === undefined) {
    return decision === undefined
      ? { kind: 'elsewhere' }
      : { kind: 'leftOut', reason: `登记为${decision}，没有登记容错认定时间，不知属于哪一期` };
  }
  if (decision === undefined)
    return { kind: 'leftOut', reason: `登记了容错认定时间${writeDate(day)}，没有登记是否容错` };
  if (day > asOf)
    return { kind: 'leftOut', reason: `容错认定时间${writeDate(day)}晚于核对日期${writeDate(asOf)}` };
  if (decision === '不予容错') return { kind: 'refused' };
  const blank = needed.find((key) => key !== 'sanctions' && one(entry, key) === undefined);
  if (blank) return { kind: 'leftOut', reason: `没有登记「${findColumn(blank)?.head ?? blank}」` };
  return { kind: 'line' };
}

/** The option of a field that stands for a sanction. */
function optionFor(field: FieldSpec, sanction: string): string | undefined {
  const word = tickedAs(sanction)?.replace(/^[^:]*:/, '');
  return Object.entries(field.options ?? {}).find(([, words]) => words === word)?.[0];
}

/** The table of each handling body. */
export function jnHalfYear(rows: RegisterRows, options: FormReportOptions): Report {
  const { policy, form, period, asOf } = options;
  const fieldOf = (key: string): FieldSpec => {
    const field = form.fields.find((one) => one.key === key);
    if (!field) throw new Error(`form ${form.id} has no field ${key}`);
    return field;
  };
  const [modes, persons, units] = [fieldOf('mode'), fieldOf('sanctions'), fieldOf('unit_sanctions')];
  const findings: Finding[] = [];
  const report = (
    entry: Entry,
    finding: Pick<Finding, 'code' | 'severity' | 'clause' | 'message' | 'hint'>,
  ): void => {
    findings.push({ ...finding, file: entry.file, row: entry.row, line: entry.line, caseId: entry.id });
  };
  const doubt = doubtIn(rows);
  const { rows: cases, repeated } = rowsOf(rows, 'cases', 'JN');
  const { rows: events } = rowsOf(rows, 'events', 'JN');

  /** What the tick under 其他 does not tell. */
  const unnamed = new Map<Line, string>();

  /** The line of a case; a reason where the ticks would go against the notes of the form. */
  const lineOf = (entry: Entry): Line | string => {
    const isUnit = one(entry, 'subject_type') === '单位';
    const mode = one(entry, 'mode') ?? '';
    const sanctions = all(entry, 'sanctions');
    const stray = sanctions.find(
      (value) => tickedAs(value) !== undefined && value.startsWith('单位:') !== isUnit,
    );
    if (stray) {
      const reason = `容错对象为${isUnit ? '单位' : '个人'}，登记了「${stray}」，按注3不能划在${isUnit ? '个人' : '单位'}的栏目`;
      report(entry, {
        code: 'report-tick',
        severity: 'error',
        clause: 'JN-A2.10',
        message: `${reason}，没有列入统计表。`,
      });
      return reason;
    }
    const choice = Object.entries(modes.options ?? {}).find(([, words]) => words === mode)?.[0];
    if (!choice) return `容错方式「${mode}」不在表中`;
    const field = isUnit ? units : persons;
    const placed = sanctions.map((sanction) => optionFor(field, sanction));
    if (placed.includes(undefined)) {
      const sanction = sanctions[placed.indexOf(undefined)] ?? '';
      const reason = `「${sanction}」在表中没有栏目`;
      report(entry, {
        code: 'report-tick',
        severity: 'error',
        clause: 'JN-A2.n3',
        message: `${reason}，没有列入统计表。`,
        hint: sanctionAdvice(sanction, isUnit),
      });
      return reason;
    }
    if (isUnit && !one(entry, 'subject_unit')) {
      report(entry, {
        code: 'report-tick',
        severity: 'error',
        clause: 'JN-A2.n1',
        message: '容错对象为单位，没有登记单位名称，「单位及职务」栏目只能留空。',
      });
    }
    if ((choice === 'exempt') !== (sanctions.length === 0)) {
      report(entry, {
        code: 'report-tick',
        severity: 'warning',
        clause: 'JN-A2.n3',
        message:
          sanctions.length === 0
            ? `容错方式为${mode}，注3要求在问责追责情况栏目划“√”，台账没有登记处理。`
            : `容错方式为免责，登记了「${sanctions.join('、')}」，注3只要求减责、从轻的划问责追责情况栏目。`,
      });
    }
    // Note 2. A code that is not of the column is unreadable and reported with its cell below.
    const uncited = CITED.filter((key) => entry.facts.get(key) === undefined);
    if (uncited.length > 0) {
      report(entry, {
        code: 'report-tick',
        severity: 'error',
        clause: 'JN-A2.n2',
        message: `没有登记${uncited.map((key) => findColumn(key)?.head ?? key).join('和')}，注2要求「${fieldOf('situations').label}」一栏参照第二章条件、第三章情形填写。`,
      });
    }
    const texts: Record<string, string> = {};
    for (const { key, type, register } of form.fields) {
      if (type !== 'multiline' || key === 'handler') continue;
      const head = unreadable(entry, register);
      if (head) {
        report(entry, {
          ...(key === 'situations'
            ? { code: 'report-tick', severity: 'error', clause: 'JN-A2.n2' }
            : { code: 'report-cell', severity: 'warning', clause: null }),
          message: `「${head}」读不通，统计表中「${fieldOf(key).label}」一栏没有填写。`,
        });
      }
      texts[key] = head ? '' : fieldWords(fieldOf(key), entry, policy);
    }
    // Note 1: of a unit the table names no person.
    if (isUnit) texts.subject_name = '';
    if (texts.correction_state === '')
      texts.correction_state = one(entry, 'correction')?.replace('启动', '') ?? '';
    const ticks: Record<string, readonly string[]> = { mode: [choice] };
    if (sanctions.length > 0) ticks[field.key] = [...new Set(placed as string[])];
    const line: Line = { texts, ticks, of: [refOf(entry)] };
    const untold = sanctions.filter((_, i) => placed[i] === 'other');
    if (untold.length > 0) unnamed.set(line, untold.map((value) => value.replace(/^[^:]*:/, '')).join('、'));
    return line;
  };

  // --- every case to its body
  interface Draft {
    readonly lines: Line[];
    readonly units: RowRef[];
    readonly refused: Apart[];
    readonly leftOut: Apart[];
  }
  const drafts = new Map<string, Draft>();
  const draftOf = (unit: string): Draft => {
    const draft = drafts.get(unit) ?? { lines: [], units: [], refused: [], leftOut: [] };
    drafts.set(unit, draft);
    return draft;
  };
  const fate = (entry: Entry): Fate =>
    fateOf(entry, (day) => isWithin(day, period), NEEDED, { period, asOf, doubt });
  const unplaced: Apart[] = [
    ...unreadRows(rows, 'cases', 'JN', period),
    ...repeated.filter(({ entry }) => fate(entry).kind !== 'elsewhere').map(({ apart }) => apart),
  ];
  for (const entry of cases) {
    const unit = one(entry, 'handler');
    const { kind, ...rest } = fate(entry);
    // A body that has a matter in hand makes a return, be it nil.
    if (unit && (one(entry, 'start_date') ?? '9') <= period.to) draftOf(unit);
    if (kind === 'elsewhere') continue;
    const at = refOf(entry);
    const line = kind === 'line' ? lineOf(entry) : undefined;
    const reason = 'reason' in rest ? rest.reason : typeof line === 'string' ? line : undefined;
    if (!unit) unplaced.push({ at, reason: reason ?? '没有登记问责追责承办单位' });
    else if (reason !== undefined) draftOf(unit).leftOut.push({ at, reason });
    else if (kind === 'refused') {
      draftOf(unit).refused.push({ at, reason: `${writeDate(one(entry, 'decision_date') ?? '')}不予容错` });
    } else if (typeof line === 'object') {
      draftOf(unit).lines.push(line);
      if (one(entry, 'subject_type') === '单位') draftOf(unit).units.push(...line.of);
    }
  }

  // --- the papers
  const filedOn = (unit: string): Day | undefined =>
    events
      .filter(
        (event) =>
          one(event, 'ev_type') === '统计表报送' &&
          one(event, 'ev_actor') === unit &&
          halfYearWritten(one(event, 'ev_period') ?? '') === period.label,
      )
      .map((event) => one(event, 'ev_date'))
      .find((day) => day !== undefined);
  const sheets = [...drafts]
    .sort(([a], [b]) => compareText(a, b))
    .map(([unit, { lines, units: unitRows, refused, leftOut }]): Sheet => {
      const refs = lines.flatMap(({ of }) => of);
      const isUnitRow = new Set(unitRows);
      const counts: Count[] = [
        countOf('予以容错', refs, { clause: 'JN-23a', how: '容错认定时间在本期的案件' }),
        ...tickCounts(modes, lines, 'JN-A2.5'),
        countOf(
          '容错对象为单位',
          refs.filter((at) => isUnitRow.has(at)),
          { clause: 'JN-A2.n1' },
        ),
        countOf(
          '容错对象为个人',
          refs.filter((at) => !isUnitRow.has(at)),
          { clause: 'JN-A2.n1' },
        ),
        ...tickCounts(persons, lines, 'JN-A2.n3'),
        ...tickCounts(units, lines, 'JN-A2.n3'),
        countOf(
          '不予容错（不列入表）',
          refused.map(({ at }) => at),
          { how: '容错认定时间在本期的案件，另计' },
        ),
      ];
      const modeWords = counts
        .slice(1, 4)
        .map(({ label, value }) => `${label.replace(/^.*：/, '')} ${value} 件`);
      return {
        unit,
        filled: filedOn(unit) ?? asOf,
        lines,
        counts,
        asides: refused.length > 0 ? [{ heading: '不予容错', rows: refused }] : [],
        leftOut,
        remarks: [
          lines.length > 0
            ? `${period.words}给予容错 ${lines.length} 件，其中${modeWords.join('、')}。`
            : // Nothing may be called nil while a row that may belong here cannot be counted.
              leftOut.length + unplaced.length > 0
              ? `${period.words}没有可以列入的案件；下列登记更正以前，不能作零报告。`
              : `${period.words}没有给予容错的案件，本表为零报告。`,
          ...lines.flatMap((line, i) => {
            const words = unnamed.get(line);
            return words === undefined ? [] : [`第${i + 1}行“其他”一栏的处理：${words}。`];
          }),
          ...(refused.length > 0
            ? [
                `另有不予容错 ${refused.length} 件，不列入本表：${refused.map(({ at }) => at.id).join('、')}。`,
              ]
            : []),
          ...leftOutRemark('没有列入本表，更正台账后补报', leftOut),
          ...leftOutRemark('读不通或者没有登记承办单位，是否属于本表无法判断，没有列入', unplaced),
          ...unfinishedRemark({ period, covers: period }, asOf),
        ],
      };
    });
  const made: Unchecked = {
    kind: 'jn-half-year',
    policy: 'JN',
    title: `${form.title}（${period.words}）`,
    period,
    covers: { ...period, words: `容错认定时间在${spanWords(period)}的案件` },
    asOf,
    sheets,
    totals: sumCounts(sheets),
    unplaced,
    findings,
  };
  const decided = (entry: Entry, result: string): boolean =>
    one(entry, 'decision') === result &&
    labelOf(one(entry, 'decision_date') ?? '', period.kind) === period.label;
  const tolerated = (entry: Entry): boolean => decided(entry, '予以容错');
  const where =
    (holds: (entry: Entry) => boolean) =>
    (entry: Entry): number =>
      Number(tolerated(entry) && holds(entry));
  const isUnit = (entry: Entry): boolean => one(entry, 'subject_type') === '单位';
  const ticking = ({ label, options = {} }: FieldSpec, holds: (entry: Entry, words: string) => boolean) =>
    Object.values(options).map(
      (words) => [`${label}：${words}`, where((entry) => holds(entry, words))] as const,
    );
  const treated = (entry: Entry, words: string): boolean =>
    all(entry, 'sanctions').some((value) => tickedAs(value)?.endsWith(`:${words}`));
  const { findings: faults, checked } = audit(made, rows, {
    table: 'cases',
    policy: 'JN',
    belongs: tolerated,
    unitOf: (entry) => one(entry, 'handler') ?? '',
    adds: {
      予以容错: where(() => true),
      容错对象为单位: where(isUnit),
      容错对象为个人: where((entry) => !isUnit(entry)),
      '不予容错（不列入表）': (entry) => Number(decided(entry, '不予容错')),
      ...Object.fromEntries([
        ...ticking(modes, (entry, words) => one(entry, 'mode') === words),
        ...ticking(persons, (entry, words) => !isUnit(entry) && treated(entry, words)),
        ...ticking(units, (entry, words) => isUnit(entry) && treated(entry, words)),
      ]),
    },
    single: ['mode'],
  });
  const beside = findings.filter(({ code }) => code === 'report-tick').length;
  const obeyed = sheets.some(({ lines }) => lines.length > 0) ? ['逐行对照表下注1至注3，没有不符。'] : [];
  const notes = beside === 0 ? obeyed : [`对照表下注1至注3，有 ${beside} 处需要核对，见检出的问题。`];
  return { ...made, findings: [...findings, ...faults], checked: [...checked, ...notes] };
}

/** The ticks of a column group, counted option by option. */
function tickCounts(
  { key, label, options = {} }: FieldSpec,
  lines: readonly Line[],
  clause: string,
): Count[] {
  return Object.entries(options).map(([option, words]) =>
    countOf(
      `${label}：${words}`,
      lines.filter(({ ticks }) => ticks[key]?.includes(option)).flatMap(({ of }) => of),
      { clause },
    ),
  );
}
