import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Figure, figureCsv, figuresOf, SYNTHETIC_NOTE } from '../../src/charts/figures.ts';
import type { Observation } from '../../src/corpus.ts';
import type { Policy } from '../../src/policy/model.ts';
import { readPolicy } from '../../src/policy/read.ts';
import { FIELDS } from '../../src/register/fields.ts';
import { determined, type Equation } from '../disclosure/linear.ts';

const policies = ['jn-2019', 'wf-2021', 'zz-2023', 'sy-practice', 'py-draft'].map((name): Policy => {
  const file = `content/policies/${name}.mdx`;
  const { policy } = readPolicy(readFileSync(file, 'utf8'), file, FIELDS);
  if (!policy) throw new Error(`${file} cannot be read`);
  return policy;
});

const row = (change: Partial<Observation> = {}): Observation => ({
  policy: 'JN',
  subject: '个人',
  decision: '予以容错',
  mode: '免责',
  period: '2024H1',
  situations: ['JN-8(1)'],
  formBefore: '第一种形态',
  formAfter: '',
  workdaysToDecision: 20,
  workdaysByClause: {},
  correction: '启动',
  ...change,
});
const rows = (count: number, change: Partial<Observation> = {}): Observation[] =>
  Array.from({ length: count }, () => row(change));
const make = (
  observations: readonly Observation[],
  edition: 'public' | 'internal' = 'public',
): Map<string, Figure> =>
  new Map(figuresOf({ edition, observations, policies }, 5).map((figure) => [figure.id, figure]));
const table = (figure: Figure | undefined): string[] =>
  (figure?.rows ?? []).map(({ label, cells }) => [label, ...cells].join(' '));

const sample = [
  ...rows(12),
  ...rows(8, { mode: '减责', formBefore: '第二种形态', formAfter: '第一种形态', workdaysToDecision: 40 }),
  ...rows(6, { decision: '不予容错', mode: '', correction: '', period: '2024H2', formBefore: '' }),
  ...rows(9, {
    policy: 'ZZ',
    mode: '不予追究责任',
    situations: ['ZZ-5(1)'],
    period: '2024H2',
    formBefore: '',
  }),
];

describe('figures', () => {
  it('count outcomes by half-year over the policies in force', () => {
    const outcomes = make(sample).get('outcomes');
    expect(outcomes?.columns).toEqual(['免责类', '免于处理', '减轻类', '从轻', '不予容错', '合计']);
    expect(table(outcomes)).toEqual([
      '2024年上半年 12 0 8 0 0 20',
      '2024年下半年 9 0 0 0 6 15',
      '合计 21 0 8 0 6 35',
    ]);
    expect(outcomes?.reading).toBe(
      '2024年上半年至2024年下半年共认定35件，其中予以容错29件、不予容错6件，容错方式中免责类最多，为21件。',
    );
  });

  it('leave out drafts and undecided matters, and count practice essays apart', () => {
    const figures = make([
      ...sample,
      ...rows(50, { policy: 'PY', mode: '减轻' }),
      ...rows(7, { policy: 'SY', mode: '容错免责' }),
      ...rows(30, { decision: '', mode: '', period: '' }),
    ]);
    expect(figures.get('outcomes')?.rows.at(-1)?.cells.at(-1)).toBe('35');
    expect(figures.get('outcomes-sy')?.apart).toBe('SY');
    expect(figures.get('outcomes-sy')?.reading).toContain('登记7件');
    expect([...figures.keys()].some((id) => id.endsWith('-py'))).toBe(false);
  });

  it('group the situations of JN by its four articles and list those of the others', () => {
    const figures = make([...sample, ...rows(5, { policy: 'WF', situations: ['WF-6(1)', 'WF-6(2)'] })]);
    expect(table(figures.get('situations-jn'))).toEqual([
      '第八条 20 6',
      '第九条 0 0',
      '第十条 0 0',
      '第十一条 0 0',
    ]);
    expect(figures.get('situations-wf')?.rows.map(({ clause }) => clause)).toHaveLength(10);
    expect(table(figures.get('situations-wf')).slice(0, 2)).toEqual([
      '第六条第（一）项 5 0',
      '第六条第（二）项 5 0',
    ]);
    expect(figures.get('situations-zz')?.rows).toHaveLength(12);
    expect(figures.get('situations-wf')?.rows[0]?.text).toMatch(/^在贯彻新发展理念/);
  });

  it('count working days against the limit that the rule sets', () => {
    const used = (days: number, count: number) => rows(count, { workdaysByClause: { 'JN-12.2a': days } });
    const { rows: lines = [], reading } =
      make([...used(3, 5), ...used(4, 6), ...used(7, 7), ...used(8, 8)]).get('limits') ?? {};
    expect(lines).toEqual([
      {
        label: '济南《实施细则》：7个工作日内通知单位党委（党组）',
        clause: 'JN-12.2a',
        cells: ['5', '6', '7', '8'],
      },
    ]);
    expect(reading).toBe('超过期限的以「济南 7个工作日内通知单位党委（党组）」最多，为8件。');
  });

  it('show all numbers in the internal edition and none below the floor in the public one', () => {
    const few = [...sample, ...rows(2, { mode: '从轻' })];
    expect(table(make(few, 'internal').get('outcomes'))[0]).toBe('2024年上半年 12 0 8 2 0 22');
    const hidden = make(few).get('outcomes');
    expect(table(hidden)[0]).toBe('2024年上半年 12 0 ※ ＜5 0 22');
    expect(hidden?.notes.join('')).toMatch(/＜5：.*※：/);
    expect(hidden?.chart.series.map(({ values }) => values[0])).toEqual([12, 0, null, null, 0]);
  });

  it('fall back to years when half-years would be mostly hidden', () => {
    const thin = ['2023H1', '2023H2', '2024H1', '2024H2'].flatMap((period) => rows(4, { period }));
    const outcomes = make(thin).get('outcomes');
    expect(table(outcomes)).toEqual(['2023年 8 0 0 0 0 8', '2024年 8 0 0 0 0 8', '合计 16 0 0 0 0 16']);
    expect(outcomes?.title).toBe('每年认定多少件，采用哪种容错方式？');
    expect(outcomes?.notes).toContain('按半年分，多数数字过小，因而按年度合并。');
    expect(make(thin, 'internal').get('outcomes')?.rows).toHaveLength(5);
  });

  it('are not drawn when there is nothing to count', () => {
    expect(make([]).size).toBe(0);
    expect([...make(rows(6, { decision: '不予容错', mode: '', formBefore: '' })).keys()]).toEqual([
      'outcomes',
      'situations-jn',
      'durations',
    ]);
  });

  it('always say a sentence, and that the sample is made up', () => {
    for (const figure of make(sample).values()) {
      expect(figure.reading).toMatch(/。$/);
      expect(figure.notes).toContain(SYNTHETIC_NOTE);
    }
  });
});

describe('files', () => {
  it('open in a spreadsheet as text, never as a formula', () => {
    const [first] = make(sample).values();
    if (!first) throw new Error('no figure');
    const csv = figureCsv({ ...first, rows: [{ label: '=1+1', cells: ['-2', 'a,"b"'] }], notes: ['@x'] });
    expect(csv).toBe(
      `\ufeff${first.rowHead},${first.columns.join(',')}\r\n'=1+1,'-2,"a,""b"""\r\n\r\n${first.title}\r\n'@x\r\n`,
    );
  });
});

const observation: fc.Arbitrary<Observation> = fc
  .record({
    policy: fc.constantFrom('JN', 'JN', 'WF', 'ZZ', 'SY', 'PY'),
    decision: fc.constantFrom('予以容错', '予以容错', '予以容错', '不予容错', ''),
    way: fc.nat(2),
    period: fc.constantFrom('2023H2', '2024H1', '2024H2', '2025H1'),
    situation: fc.integer({ min: 1, max: 4 }),
    formBefore: fc.constantFrom('', '诫勉', '第一种形态', '第二种形态', '第三种形态'),
    formAfter: fc.constantFrom('', '第一种形态', '第二种形态'),
    days: fc.option(fc.nat(80), { nil: undefined }),
    correction: fc.constantFrom('启动', '启动', '未涉及具体纠错事项', '已纠正到位', ''),
  })
  .map(({ policy, decision, way, period, situation, days, ...rest }) => ({
    ...row(rest),
    policy: policy as Observation['policy'],
    decision,
    mode: decision === '予以容错' ? (['免责', '减轻', '从轻'][way] ?? '') : '',
    period: decision ? period : '',
    situations: [`${policy}-${{ JN: '8', WF: '6', ZZ: '5' }[policy as 'JN'] ?? '6'}(${situation})`],
    workdaysToDecision: days,
  }));

describe('no hidden number can be computed from all figures together', () => {
  it('by subtraction', () => {
    fc.assert(
      fc.property(fc.array(observation, { minLength: 0, maxLength: 160 }), (observations) => {
        const figures = make(observations);
        for (const { rows: lines, chart } of figures.values()) {
          for (const { cells } of lines) for (const cell of cells) expect(cell).not.toMatch(/^[1-4]$/);
          for (const { values } of chart.series)
            for (const value of values) expect([1, 2, 3, 4]).not.toContain(value);
        }
        expect(determined(equationsOf(figures))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

/** What a reader can subtract: rows and columns with their totals, and totals of different figures that are one. */
function equationsOf(figures: ReadonlyMap<string, Figure>): Equation[] {
  const SAME: Record<string, string> = {
    'outcomes 合计 合计': 'decided',
    'outcomes 合计 不予容错': 'refused',
    'durations 合计 件数': 'decided',
    'corrections 合计 件数': 'tolerated',
  };
  const equations: Equation[] = [];
  const hidden = new Set<string>();
  const term = (
    id: string,
    line: string,
    column: string,
    cell: string | undefined,
    sign: number,
  ): Equation => {
    const own = `${id} ${line} ${column}`;
    const name = SAME[own] ?? own;
    if (cell === undefined || /^\d+$/.test(cell)) return [];
    hidden.add(name);
    return [[name, sign]];
  };
  for (const { id, columns, rows: lines } of figures.values()) {
    const sign = (label: string): number => (label === '合计' ? -1 : 1);
    for (const { label, cells } of lines)
      if (columns.includes('合计'))
        equations.push(columns.flatMap((column, c) => term(id, label, column, cells[c], sign(column))));
    if (lines.some(({ total }) => total))
      columns.forEach((column, c) => {
        equations.push(lines.flatMap(({ label, cells }) => term(id, label, column, cells[c], sign(label))));
      });
  }
  equations.push(
    ['decided', 'tolerated', 'refused'].flatMap(
      (name, index): Equation => (hidden.has(name) ? [[name, index === 0 ? -1 : 1]] : []),
    ),
  );
  return equations;
}
