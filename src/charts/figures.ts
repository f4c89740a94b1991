/**
 * The figures of the statistics page: what is counted, how it is shown, and one sentence that reads it. Everything
 * that leaves this module (table, chart, sentence, files) is made from the published numbers, never from the counts.
 */

import type { PolicyId } from '../core/policy-id.ts';
import type { Predicate } from '../core/predicate.ts';
import { crossTally, halfYears, OUTCOMES, outcomeOf, periodLabel, tally } from '../core/tally.ts';
import type { Day } from '../core/workdays.ts';
import type { Observation } from '../corpus.ts';
import type { Edition } from '../disclosure/editions.ts';
import {
  type CountTable,
  type Relation,
  type Shown,
  type ShownTable,
  smallMark,
  suppressSmallCells,
  WITHHELD_MARK,
} from '../disclosure/smallcells.ts';
import { citeWithin, clauseText } from '../policy/cite.ts';
import type { Policy } from '../policy/model.ts';
import type { ChartSpec } from './config.ts';
import type { FillName } from './fills.ts';

/** What the figures are made from; a Site is one. */
export interface FigureSource {
  readonly edition: Edition;
  readonly observations: readonly Observation[];
  readonly policies: readonly Policy[];
  /** Last day counted; a half-year in which it falls is marked as unfinished. */
  readonly asOf?: Day;
}

/** A row of a figure's table, as published. */
export interface FigureRow {
  readonly label: string;
  /** Words of the clause, where the label only names its place. */
  readonly text?: string;
  /** Clause the row stands for. */
  readonly clause?: string;
  readonly cells: readonly string[];
  readonly total?: boolean;
}

/** A figure as published. */
export interface Figure {
  /** Name in addresses: /figures/<id>.csv. */
  readonly id: string;
  /** A question. */
  readonly title: string;
  /** The answer in one sentence. */
  readonly reading: string;
  /** Clauses that make it worth counting. */
  readonly basis: readonly string[];
  /** Set when a policy that is not in force is counted apart. */
  readonly apart?: PolicyId;
  readonly rowHead: string;
  readonly columns: readonly string[];
  readonly rows: readonly FigureRow[];
  readonly notes: readonly string[];
  readonly chart: ChartSpec;
}

/** What every figure says of its numbers. */
export const SYNTHETIC_NOTE = '教学合成样本，不代表实际比例。';

interface Line {
  readonly label: string;
  readonly text?: string;
  /** Label in the chart, where the full one is too long. */
  readonly short?: string;
  readonly clause?: string;
}

interface Series {
  readonly label: string;
  readonly fill: FillName;
}

/** A figure before publication: true counts. */
interface Draft {
  readonly id: string;
  readonly title: string;
  readonly basis: readonly string[];
  readonly apart?: PolicyId;
  readonly rowHead: string;
  readonly lines: readonly Line[];
  readonly series: readonly Series[];
  /** Counts by line and series. */
  readonly counts: readonly (readonly number[])[];
  readonly totals: CountTable['totals'] | 'list';
  readonly shared?: CountTable['shared'] & { readonly list?: string };
  readonly layout: ChartSpec['layout'];
  readonly bars: ChartSpec['bars'];
  readonly axis: string;
  /** Sentence that must travel with the drawing. */
  readonly caption?: string;
  readonly notes: readonly string[];
  readonly read: (shown: Reading) => string;
  /** The same figure with wider classes, for when too many cells are small. */
  readonly coarser?: Draft;
}

/** Published numbers as the sentence may use them: undefined where hidden. */
interface Reading {
  readonly cell: (line: number, series?: number) => number | undefined;
  readonly lineTotal: (line: number) => number | undefined;
  readonly seriesTotal: (series: number) => number | undefined;
  readonly all: number | undefined;
  readonly shown: (line: number, series?: number) => Shown | undefined;
}

/** Above this share of small cells a figure is drawn with its wider classes. */
const TOO_SPARSE = 0.4;

/**
 * All figures of an edition that have anything to show, in page order.
 * @param floor smallest count that the public edition prints; the internal edition prints all.
 */
export function figuresOf(source: FigureSource, floor: number): Figure[] {
  const least = source.edition === 'internal' ? 0 : floor;
  const { drafts: fine, relations } = draftFigures(source);
  const drafts = fine
    .filter(({ counts }) => counts.flat().some((count) => count > 0))
    .map((draft) => {
      const { coarser } = draft;
      return coarser && sparseness(draft.counts, least) > TOO_SPARSE ? coarser : draft;
    });
  const tables = drafts.map(countTable);
  const named = new Set(
    tables.flatMap(({ shared }) => [shared?.all, ...(shared?.rows ?? []), ...(shared?.columns ?? [])]),
  );
  // A figure with nothing in it is not drawn; what it would have printed then binds nothing.
  const binding = relations.filter(({ whole, parts }) => [whole, ...parts].every((name) => named.has(name)));
  const shown = suppressSmallCells(tables, binding, least);
  return drafts.map((draft) => publish(draft, shown.get(draft.id) as ShownTable, least));
}

function sparseness(counts: readonly (readonly number[])[], floor: number): number {
  const filled = counts.flat().filter((count) => count > 0);
  return filled.length === 0 ? 0 : filled.filter((count) => count < floor).length / filled.length;
}

/** A list is one row of counts to the audit, whatever it looks like on the page. */
function countTable({ id, counts, totals, shared }: Draft): CountTable {
  if (totals !== 'list') return { id, cells: counts, totals, ...(shared ? { shared } : {}) };
  return {
    id,
    cells: [counts.map(([count]) => count ?? 0)],
    totals: 'rows',
    ...(shared?.list ? { shared: { rows: [shared.list] } } : {}),
  };
}

function publish(draft: Draft, shown: ShownTable, floor: number): Figure {
  const list = draft.totals === 'list';
  const cellOf = (line: number, series = 0): Shown | undefined =>
    list ? shown.cells[0]?.[line] : shown.cells[line]?.[series];
  const lineTotal = (line: number): Shown | undefined => (list ? undefined : shown.rowTotals?.[line]);
  const allOf = list ? shown.rowTotals?.[0] : shown.all;
  const mark = (value: Shown | undefined): string =>
    value === 'small' ? smallMark(floor) : value === 'withheld' ? WITHHELD_MARK : String(value ?? '');
  const open = (value: Shown | undefined): number | undefined =>
    typeof value === 'number' ? value : undefined;

  const withLineTotals = shown.rowTotals !== undefined && !list;
  const rows: FigureRow[] = draft.lines.map(({ label, text, clause }, l) => ({
    label,
    ...(text ? { text } : {}),
    ...(clause ? { clause } : {}),
    cells: [
      ...draft.series.map((_, s) => mark(cellOf(l, s))),
      ...(withLineTotals ? [mark(lineTotal(l))] : []),
    ],
  }));
  if (allOf !== undefined)
    rows.push({
      label: '合计',
      total: true,
      cells: [...(shown.columnTotals ?? []).map(mark), mark(allOf)],
    });

  // What a published total holds beyond its published parts: a stacked bar must be as long as its total.
  const unlisted = draft.lines.map((_, l) => {
    const total = draft.layout === 'stacked' && withLineTotals ? open(lineTotal(l)) : undefined;
    if (total === undefined) return 0;
    return total - draft.series.reduce((sum, _, s) => sum + (open(cellOf(l, s)) ?? 0), 0);
  });
  const marks = rows.flatMap(({ cells }) => cells);
  const notes = [
    ...draft.notes,
    ...(marks.includes(smallMark(floor))
      ? [`${smallMark(floor)}：1至${floor - 1}件，为防止识别到人而不列数字。`]
      : []),
    ...(marks.includes(WITHHELD_MARK)
      ? [`${WITHHELD_MARK}：列出后可由合计推算出被隐去的小数，因而一并隐去。`]
      : []),
    SYNTHETIC_NOTE,
  ];
  return {
    id: draft.id,
    title: draft.title,
    reading: draft.read({
      cell: (line, series) => open(cellOf(line, series)),
      lineTotal: (line) => open(lineTotal(line)),
      seriesTotal: (series) => open(shown.columnTotals?.[series]),
      all: open(allOf),
      shown: cellOf,
    }),
    basis: draft.basis,
    ...(draft.apart ? { apart: draft.apart } : {}),
    rowHead: draft.rowHead,
    columns: [...draft.series.map(({ label }) => label), ...(withLineTotals ? ['合计'] : [])],
    rows,
    notes,
    chart: {
      layout: draft.layout,
      bars: draft.bars,
      categories: draft.lines.map(({ label, short }) => short ?? label),
      series: draft.series.map(({ label, fill }, s) => ({
        label,
        fill,
        values: draft.lines.map((_, l) => open(cellOf(l, s)) ?? null),
      })),
      ...(unlisted.some((count) => count > 0) ? { unlisted } : {}),
      axis: draft.axis,
      captions: [...(draft.caption ? [draft.caption] : []), SYNTHETIC_NOTE],
    },
  };
}

function draftFigures({ observations, policies, asOf }: FigureSource): {
  drafts: Draft[];
  relations: Relation[];
} {
  const inForce = policies.filter(({ meta }) => meta.pol_status === '施行' || meta.pol_status === '试行');
  const counted = observations.filter(({ policy }) => inForce.some(({ meta }) => meta.id === policy));
  const decided = counted.filter((row) => row.period !== '' && outcomeOf(row) !== undefined);
  const tolerated = decided.filter(({ decision }) => decision === '予以容错');
  const graded = tolerated.filter(isGraded);
  return {
    drafts: [
      outcomesByPeriod(decided, asOf),
      ...inForce.flatMap((policy) => situationsOf(policy, decided)),
      durations(decided),
      limits(inForce, counted),
      conversions(graded, inForce),
      corrections(tolerated),
      ...policies
        .filter(({ meta }) => meta.pol_status === '经验材料')
        .map((policy) => practice(policy, observations)),
    ],
    relations: [
      { whole: 'decided', parts: ['tolerated', 'refused'], rest: 0 },
      { whole: 'tolerated', parts: ['graded'], rest: tolerated.length - graded.length },
    ],
  };
}

const OUTCOME_FILLS: Record<(typeof OUTCOMES)[number]['id'], FillName> = {
  EXEMPT: 'solid',
  WAIVED: 'dots',
  MITIGATED: 'slant',
  LIGHTER: 'bars',
  UNSTATED: 'plain',
  REFUSED: 'cross',
};

function outcomesByPeriod(decided: readonly Observation[], asOf: Day | undefined): Draft {
  const outcomes = OUTCOMES.filter(
    ({ id }) => id !== 'UNSTATED' || decided.some((row) => outcomeOf(row) === 'UNSTATED'),
  );
  const refused = outcomes.findIndex(({ id }) => id === 'REFUSED');
  const draft = (
    lines: readonly (Line & { readonly keys: readonly string[] })[],
    rowHead: string,
    unfinished: string,
  ): Draft => ({
    id: 'outcomes',
    title: `${rowHead === '年度' ? '每年' : '每半年'}认定多少件，采用哪种容错方式？`,
    basis: ['JN-18.0', 'WF-6.0b', 'ZZ-7(5)a'],
    rowHead,
    lines,
    series: outcomes.map(({ id, label }) => ({ label, fill: OUTCOME_FILLS[id] })),
    counts: crossTally(
      decided,
      lines.map(({ label }) => label),
      outcomes.map(({ id }) => id),
      ({ period }) => lines.find(({ keys }) => keys.includes(period))?.label,
      outcomeOf,
    ),
    totals: 'both',
    shared: { columns: outcomes.map(({ id }) => (id === 'REFUSED' ? 'refused' : undefined)), all: 'decided' },
    layout: 'stacked',
    bars: 'upright',
    axis: '认定件数（件）',
    ...(unfinished ? { caption: unfinished } : {}),
    notes: ['按认定日期计入；只计现行有效的制度。', ...(unfinished ? [unfinished] : [])],
    read: ({ all, seriesTotal }) => {
      const first = lines[0]?.label;
      const last = lines.at(-1)?.label;
      if (first === undefined || last === undefined) return '';
      const span = first === last ? first : `${first}至${last}`;
      const sentences = [all === undefined ? span : `${span}共认定${all}件`];
      const no = seriesTotal(refused);
      if (all !== undefined && no !== undefined) sentences.push(`其中予以容错${all - no}件、不予容错${no}件`);
      const ways = outcomes.map(({ label }, s) => ({
        label,
        count: s === refused ? undefined : seriesTotal(s),
      }));
      const known = ways.filter((way): way is { label: string; count: number } => way.count !== undefined);
      const most = leading(known);
      if (most)
        sentences.push(`${known.length === outcomes.length - 1 ? '' : '已列数字的'}容错方式中${most}`);
      return `${sentences.join('，')}。`;
    },
  });
  const periods = halfYears(decided.map(({ period }) => period));
  // The span in which the count was made is not over; the next one may be shorter than it looks.
  const until =
    asOf && !/-(06-30|12-31)$/.test(asOf)
      ? `截至${Number(asOf.slice(5, 7))}月${Number(asOf.slice(8))}日`
      : '';
  const running = asOf ? `${asOf.slice(0, 4)}${asOf.slice(5) < '07-01' ? 'H1' : 'H2'}` : '';
  const lineOf = (name: string, keys: readonly string[]): Line & { readonly keys: readonly string[] } => {
    const open = until !== '' && keys.includes(running);
    const short = name.replace(/年(?=.)/, '年 ');
    return { label: open ? `${name}（${until}）` : name, short: open ? `${short} 未满` : short, keys };
  };
  const noteOf = (lines: readonly Line[]): string => {
    const open = lines.find(({ label }) => label.endsWith('）'));
    return open ? `${open.label.replace(/（.*$/, '')}的数字${until}。` : '';
  };
  const halves = periods.map((period) => lineOf(periodLabel(period), [period]));
  const years = [...new Set(periods.map((period) => period.slice(0, 4)))].map((year) =>
    lineOf(`${year}年`, [`${year}H1`, `${year}H2`]),
  );
  const yearly = draft(years, '年度', noteOf(years));
  return {
    ...draft(halves, '半年', noteOf(halves)),
    coarser: { ...yearly, notes: [...yearly.notes, '按半年分，多数数字过小，因而按年度合并。'] },
  };
}

/** “甲最多，为5件”, or “甲和乙最多，各为5件”; undefined when nothing is counted. */
function leading(items: readonly { readonly label: string; readonly count: number }[]): string | undefined {
  const most = Math.max(0, ...items.map(({ count }) => count));
  if (most === 0) return undefined;
  const first = items.filter(({ count }) => count === most).map(({ label }) => label);
  return `${first.join('和')}最多，${first.length > 1 ? '各' : ''}为${most}件`;
}

/** Situations in the grain in which the policy groups them: JN by its four articles, the others by item. */
function situationsOf(policy: Policy, decided: readonly Observation[]): Draft[] {
  const { id, short } = policy.meta;
  const codes = policy.codes.filter(({ column }) => column === 'situations');
  const articles = [...new Set(codes.map(({ id: code }) => articleOf(code)))];
  if (codes.length === 0) return [];
  const grouped = articles.length > 1;
  const lines: (Line & { key: string })[] = grouped
    ? articles.map((article) => {
        const label = citeWithin(policy, article);
        const text = clauseText(policy, article).replace(/可以容错的情形：?$/, '');
        return { key: article, label, text, short: `${label} ${text}`, clause: `${article}.0` };
      })
    : codes.map(({ id: code, text }) => {
        const label = citeWithin(policy, code);
        const item = /第(（.+）)项$/.exec(label)?.[1] ?? label;
        return { key: code, label, text, short: `${item}${opening(text)}`, clause: code };
      });
  const rows = decided.filter((row) => row.policy === id);
  const keys = lines.map(({ key }) => key);
  const keysOf = ({ situations }: Observation): readonly string[] =>
    grouped ? situations.map(articleOf) : situations;
  const common = {
    id: `situations-${id.toLowerCase()}`,
    basis: [...new Set(lines.map(({ key }) => `${articleOf(key)}.0`))],
    rowHead: grouped ? '情形类别' : '容错情形',
    lines,
    totals: 'none' as const,
    layout: 'grouped' as const,
    bars: 'lying' as const,
    axis: '援引件数（件）',
  };
  /** A cell withheld for others may be larger than any that is shown; a small one cannot. */
  const outranked = (shown: Reading['shown']): boolean => lines.some((_, l) => shown(l) === 'withheld');
  const overlap = '一件可以同时援引几种情形，各行不能相加，因而不列合计。';
  return [
    {
      ...common,
      title: `${short}：援引哪${grouped ? '类' : '种'}容错情形，认定结果如何？`,
      series: [
        { label: '予以容错', fill: 'slant' },
        { label: '不予容错', fill: 'cross' },
      ],
      counts: crossTally(rows, keys, ['予以容错', '不予容错'], keysOf, ({ decision }) => decision),
      notes: [overlap],
      read: ({ cell, shown }) => {
        // Ranked by the column that is published most fully; what a row lacks in the other is not added up.
        const known = lines.flatMap((line, l) => {
          const count = cell(l, 0);
          return count === undefined ? [] : [{ label: placeAndWords(line), count }];
        });
        const most = leading(known);
        if (!most) return '各类情形的件数过小，不作比较。';
        return `${known.length < lines.length && outranked(shown) ? '已列数字的各项中，' : ''}予以容错的，援引${most}。`;
      },
      coarser: {
        ...common,
        title: `${short}：援引哪${grouped ? '类' : '种'}容错情形？`,
        series: [{ label: '援引件数', fill: 'slant' }],
        counts: tally(rows, keys, keysOf).map((count) => [count]),
        notes: [overlap, '分认定结果的数字多数过小，因而只列援引件数。'],
        read: ({ cell, shown }) => {
          const known = lines.flatMap((line, l) => {
            const count = cell(l);
            return count === undefined ? [] : [{ label: placeAndWords(line), count }];
          });
          const most = leading(known);
          return most
            ? `${known.length < lines.length && outranked(shown) ? '已列数字的各项中，' : ''}援引${most}。`
            : '各种情形的件数过小，不作比较。';
        },
      },
    },
  ];
}

/** 第六条第（三）项“在扎实推动高质量发展…” */
function placeAndWords({ label, text = '' }: Line): string {
  return text ? `${label}“${opening(text)}”` : label;
}

/** JN-8(3) → JN-8. */
function articleOf(code: string): string {
  return code.replace(/\(.*$/, '');
}

/** The first words of a long item, cut where it pauses. */
function opening(text: string): string {
  const plain = text.replaceAll('**', '');
  const pause = [...plain.matchAll(/[，、；。]/g)].map(({ index }) => index).findLast((index) => index <= 15);
  const end = pause && pause >= 6 ? pause : Math.min(15, plain.length);
  return end < plain.length ? `${plain.slice(0, end)}…` : plain;
}

const DURATIONS = [
  { label: '15个工作日以内', last: 15 },
  { label: '16至30个工作日', last: 30 },
  { label: '31至45个工作日', last: 45 },
  { label: '46至60个工作日', last: 60 },
  { label: '超过60个工作日', last: Infinity },
] as const;

function durations(decided: readonly Observation[]): Draft {
  const unknown = '启动日期未登记';
  const bandOf = ({ workdaysToDecision: days }: Observation): string =>
    (days === undefined ? undefined : DURATIONS.find(({ last }) => days <= last)?.label) ?? unknown;
  const lines = [
    ...DURATIONS.map(({ label }) => ({ label })),
    ...(decided.some((row) => bandOf(row) === unknown) ? [{ label: unknown }] : []),
  ];
  return {
    id: 'durations',
    title: '从启动责任追究调查到作出容错认定，用了多少个工作日？',
    basis: ['JN-13.1a', 'WF-10(2)a', 'ZZ-7(2)a'],
    rowHead: '用时',
    lines,
    series: [{ label: '件数', fill: 'slant' }],
    counts: tally(
      decided,
      lines.map(({ label }) => label),
      bandOf,
    ).map((count) => [count]),
    totals: 'list',
    shared: { list: 'decided' },
    layout: 'grouped',
    bars: 'lying',
    axis: '认定件数（件）',
    notes: ['启动当日不计入，法定节假日和调休按国务院办公厅通知计算；三项制度都没有规定这段时间的总期限。'],
    read: ({ cell, all }) => {
      let passed: number | undefined = 0;
      for (const [l, { label, last }] of DURATIONS.entries()) {
        const count = cell(l);
        passed = passed === undefined || count === undefined ? undefined : passed + count;
        if (passed === undefined || all === undefined) break;
        if (last === Infinity) return `${all}件中有${count}件${label}。`;
        if (passed * 2 >= all) return `${all}件中有${passed}件在${last}个工作日以内认定。`;
      }
      const most = leading(
        lines.flatMap(({ label }, l) => {
          const count = cell(l);
          return count === undefined ? [] : [{ label: `${label}的`, count }];
        }),
      );
      return most ? `已列数字的各档中，${most}。` : '各档的件数过小，不作比较。';
    },
  };
}

const SHARES: readonly (Series & { readonly holds: (days: number, limit: number) => boolean })[] = [
  { label: '期限过半以前', fill: 'bars', holds: (days, limit) => days * 2 <= limit },
  { label: '过半至届满前', fill: 'slant', holds: (days, limit) => days * 2 > limit && days < limit },
  { label: '届满当日', fill: 'dots', holds: (days, limit) => days === limit },
  { label: '超过期限', fill: 'solid', holds: (days, limit) => days > limit },
];

/** Length of the working-day limit a rule sets; undefined when it sets none. */
function workdayLimit(predicate: Predicate): number | undefined {
  if (predicate.form === 'within')
    return predicate.span.unit === 'workdays' ? predicate.span.amount : undefined;
  if (predicate.form === 'never') return workdayLimit(predicate.part);
  if (predicate.form !== 'all' && predicate.form !== 'any') return undefined;
  for (const part of predicate.parts) {
    const limit = workdayLimit(part);
    if (limit !== undefined) return limit;
  }
  return undefined;
}

/** 济南《实施细则》 → 济南. */
function placeName({ meta }: Policy): string {
  return meta.short.replace(/《.*$/, '');
}

function limits(policies: readonly Policy[], counted: readonly Observation[]): Draft {
  const clauses = new Set(counted.flatMap(({ workdaysByClause }) => Object.keys(workdaysByClause)));
  const duties = policies.flatMap((policy) =>
    [...clauses].sort().flatMap((clause) => {
      for (const { id, title, require } of policy.rules) {
        const limit = id === clause ? workdayLimit(require) : undefined;
        if (limit !== undefined)
          return [
            {
              clause,
              limit,
              label: `${policy.meta.short}：${title}`,
              short: `${placeName(policy)} ${title}`,
            },
          ];
      }
      return [];
    }),
  );
  const over = SHARES.length - 1;
  return {
    id: 'limits',
    title: '有工作日期限的职责，期限用了多少？',
    basis: duties.map(({ clause }) => clause),
    rowHead: '职责',
    lines: duties,
    series: SHARES,
    counts: duties.map(({ clause, limit }) =>
      SHARES.map(
        ({ holds }) =>
          counted.filter(({ workdaysByClause }) => {
            const days = workdaysByClause[clause];
            return days !== undefined && holds(days, limit);
          }).length,
      ),
    ),
    totals: 'none',
    layout: 'stacked',
    bars: 'lying',
    axis: '已登记日期的件数（件）',
    notes: [
      '只计前后两个日期都已登记的事项；起算当日不计入。超过期限但已登记特殊原因的，仍计入「超过期限」。',
    ],
    read: ({ shown }) => {
      const late = duties.map(({ short }, l) => ({ short, shown: shown(l, over) }));
      const most = leading(
        late.flatMap(({ short, shown: count }) =>
          typeof count === 'number' ? [{ label: `「${short}」`, count }] : [],
        ),
      );
      const some = late.some(({ shown: count }) => typeof count !== 'number');
      if (most)
        return `${late.some(({ shown: count }) => count === 'withheld') ? '已列数字的职责中，' : ''}超过期限的以${most}。`;
      return some ? '部分职责有超过期限的事项，件数都较小。' : '所列职责都在期限以内完成。';
    },
  };
}

const FORMS_BEFORE = ['诫勉', '第一种形态', '第二种形态', '第三种形态', '第四种形态'];
const FORMS_AFTER = ['第一种形态', '第二种形态', '第三种形态', ''];
const AFTER_FILLS: readonly FillName[] = ['bars', 'slant', 'cross', 'plain'];

/** ZZ has no conversion table and records no form after tolerance. */
const WITHOUT_CONVERSION: PolicyId = 'ZZ';

function isGraded({ policy, formBefore, formAfter }: Observation): boolean {
  return (
    policy !== WITHOUT_CONVERSION && FORMS_BEFORE.includes(formBefore) && FORMS_AFTER.includes(formAfter)
  );
}

function conversions(graded: readonly Observation[], policies: readonly Policy[]): Draft {
  const without = policies.find(({ meta }) => meta.id === WITHOUT_CONVERSION)?.meta.short;
  const used = (values: readonly string[], of: (row: Observation) => string): string[] =>
    values.filter((value) => graded.some((row) => of(row) === value));
  const before = used(FORMS_BEFORE, ({ formBefore }) => formBefore);
  const after = used(FORMS_AFTER, ({ formAfter }) => formAfter);
  return {
    id: 'conversions',
    title: '予以容错的，应当适用的形态转化为什么形态？',
    basis: ['WF-8c', 'WF-8d', 'JN-19a', 'JN-19b', 'JN-19c'],
    rowHead: '应当适用',
    lines: before.map((label) => ({ label })),
    series: after.map((value) => ({
      label: value || '不再适用形态',
      fill: AFTER_FILLS[FORMS_AFTER.indexOf(value)] ?? 'plain',
    })),
    counts: crossTally(
      graded,
      before,
      after,
      ({ formBefore }) => formBefore,
      ({ formAfter }) => formAfter,
    ),
    totals: 'both',
    shared: { all: 'graded' },
    layout: 'stacked',
    bars: 'lying',
    axis: '予以容错的件数（件）',
    notes: [
      `只计登记了应当适用形态的事项${without ? `；${without}没有规定形态转化，不计入` : ''}。`,
      '「不再适用形态」指转化后形态为空，包括免责。',
    ],
    read: ({ cell, lineTotal }) => {
      const steps = [
        ['第二种形态', '第一种形态'],
        ['第三种形态', '第二种形态'],
      ].flatMap(([from = '', to = '']) => {
        const l = before.indexOf(from);
        const count = cell(l, after.indexOf(to));
        if (l < 0 || count === undefined) return [];
        const of = lineTotal(l);
        return [`应当适用${from}的${of === undefined ? '' : `${of}件中`}，${count}件转化为${to}`];
      });
      return steps.length > 0 ? `${steps.join('；')}。` : '可以转化的两级形态，件数过小，不作比较。';
    },
  };
}

const CORRECTIONS = [
  { value: '启动', label: '启动纠错程序' },
  { value: '未涉及具体纠错事项', label: '未涉及具体纠错事项' },
  { value: '已纠正到位', label: '已纠正到位' },
  { value: '', label: '未登记' },
] as const;

function corrections(tolerated: readonly Observation[]): Draft {
  const known = CORRECTIONS.map(({ value }): string => value).filter(Boolean);
  const lines = CORRECTIONS.filter(
    ({ value }) => value !== '' || tolerated.some(({ correction }) => !known.includes(correction)),
  );
  return {
    id: 'corrections',
    title: '予以容错的，纠错程序是否启动？',
    basis: ['JN-24a', 'WF-12c', 'WF-12d', 'ZZ-7(7)b', 'ZZ-7(7)i'],
    rowHead: '纠错程序',
    lines,
    series: [{ label: '件数', fill: 'bars' }],
    counts: tally(
      tolerated,
      lines.map(({ value }) => value),
      ({ correction }) => (lines.some(({ value }) => value === correction) ? correction : ''),
    ).map((count) => [count]),
    totals: 'list',
    shared: { list: 'tolerated' },
    layout: 'grouped',
    bars: 'lying',
    axis: '予以容错的件数（件）',
    notes: ['济南《实施细则》没有规定可以不启动的情形。'],
    read: ({ cell, all }) => {
      const started = cell(0);
      if (started === undefined) return '启动纠错程序的件数过小，不作比较。';
      return all === undefined
        ? `予以容错后启动纠错程序${started}件。`
        : `予以容错的${all}件中，启动纠错程序${started}件。`;
    },
  };
}

/** A practice essay is no measure in force: its matters are counted apart from the rest. */
function practice({ meta }: Policy, observations: readonly Observation[]): Draft {
  const rows = observations.filter((row) => row.policy === meta.id && outcomeOf(row) !== undefined);
  const lines = OUTCOMES.filter(
    ({ id }) => (id !== 'UNSTATED' && id !== 'WAIVED') || rows.some((row) => outcomeOf(row) === id),
  );
  return {
    id: `outcomes-${meta.id.toLowerCase()}`,
    title: `${meta.short}：认定结果如何？`,
    basis: meta.id === 'SY' ? ['SY-S1j', 'SY-S5(2)'] : [],
    apart: meta.id,
    rowHead: '认定结果',
    lines,
    series: [{ label: '件数', fill: 'slant' }],
    counts: tally(
      rows,
      lines.map(({ id }) => id),
      outcomeOf,
    ).map((count) => [count]),
    totals: 'list',
    layout: 'grouped',
    bars: 'lying',
    axis: '认定件数（件）',
    notes: ['经验材料不是现行制度，单独统计，不计入其他各图。'],
    read: ({ all, cell }) => {
      const most = leading(
        lines.flatMap(({ label }, l) => {
          const count = cell(l);
          return count === undefined ? [] : [{ label, count }];
        }),
      );
      const total = all === undefined ? '' : `登记${all}件，`;
      return most ? `${total}已列数字的结果中${most}。` : `${total}各项件数过小，不作比较。`;
    },
  };
}

/** A table as CSV for spreadsheets: BOM, CRLF, and nothing a spreadsheet would run as a formula. */
export function figureCsv({ title, rowHead, columns, rows, notes }: Figure): string {
  const withClause = rows.some(({ clause }) => clause !== undefined);
  const withText = rows.some(({ text }) => text !== undefined);
  const head = [rowHead, ...(withText ? ['条文'] : []), ...(withClause ? ['条款编号'] : []), ...columns];
  const lines = [
    head,
    ...rows.map(({ label, text, clause, cells }) => [
      label,
      ...(withText ? [text ?? ''] : []),
      ...(withClause ? [clause ?? ''] : []),
      ...cells,
    ]),
    [],
    [title],
    ...notes.map((note) => [note]),
  ];
  return `\ufeff${lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
