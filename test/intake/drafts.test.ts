import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadFormKeys } from '../../scripts/import.ts';
import { loadPolicies } from '../../scripts/template.ts';
import { damagesIn, withoutTwins, withoutWidthless } from '../../src/forms/damage.ts';
import { readFilledForm } from '../../src/forms/filled.ts';
import { type FormKey, fieldLeaves } from '../../src/forms/leaves.ts';
import {
  type Drafts,
  draftsOf,
  joinValues,
  type LegalCodes,
  legalCodes,
  tablesOf,
} from '../../src/intake/drafts.ts';
import { readCell } from '../../src/register/cell.ts';
import {
  type ColumnDeclaration,
  EVENT_POLICIES,
  paperColumn,
  TABLES,
  valuesFor,
} from '../../src/register/columns.ts';
import { sampleRegisters } from '../../src/register/sample.ts';
import { fieldWords } from '../../src/reports/words.ts';
import { realCalendar } from '../corpus.ts';
import { soundForm } from '../forms/made.ts';
import { plainForm } from '../forms/plain-pdf.ts';

const forms = await loadFormKeys();
const policies = await loadPolicies();
const codes: LegalCodes = legalCodes(policies);
const the = (id: string): FormKey => {
  const form = forms.find((one) => one.id === id);
  if (!form) throw new Error(`no form ${id}`);
  return form;
};
const read = async (
  id: string,
  values: Readonly<Record<string, string>>,
  table: 'cases' | 'events' | 'lists' = 'cases',
): Promise<Drafts & { readonly codes: string[] }> => {
  const filled = await readFilledForm(plainForm(the(id), new Map(Object.entries(values))), 'f.pdf', forms);
  const drafts = draftsOf(filled, 'f.pdf', table, codes);
  return { ...drafts, codes: [...filled.findings, ...drafts.findings].map(({ code }) => code) };
};
const cells = ({ drafts }: Drafts): Record<string, string>[] =>
  drafts.map((draft) => Object.fromEntries(draft.cells.map(({ column, value }) => [column.key, value])));
const reasons = ({ left }: Drafts): Record<string, string> =>
  Object.fromEntries(left.map(({ label, reason }) => [label, reason]));

describe('what a form gives the register', () => {
  test('dates, text, clauses; personal data never', async () => {
    const result = await read('jn-a1', {
      'told_date.y': '2025',
      'told_date.m': '3',
      'told_date.d': '3',
      matter: '某事项。',
      situations: '第七条（一）、第八条（二）',
      subject_name: '张某某',
      birth_month: '1980年5月',
      political_status: '中共党员',
      rank: '正科',
      grounds: '理由',
      correction_measures: '完善制度',
    });
    expect(cells(result)).toEqual([
      {
        told_date: '2025-03-03',
        matter: '某事项。',
        situations: 'JN-8(2)',
        conditions: 'JN-7(1)',
        correction_measures: '完善制度',
        documents: '容错申请表',
      },
    ]);
    expect(result.codes).toEqual([]);
    for (const label of ['姓名', '出生年月', '政治面貌', '级别'])
      expect(reasons(result)[label]).toContain('不进台账');
    expect(JSON.stringify(result.left)).not.toMatch(/张某某|1980|中共党员|正科/);
    expect(reasons(result).申请容错理由及政策依据).toContain('不登记');
  });

  test('that there is the paper, with its day; nothing of a form left blank', async () => {
    const decided = await read('zz-a3', {
      matter: '某事',
      'decision_date.y': '2025',
      'decision_date.m': '3',
      'decision_date.d': '4',
    });
    expect(cells(decided)).toEqual([
      { matter: '某事', decision_date: '2025-03-04', documents: '容错免责决定书@2025-03-04' },
    ]);
    expect(decided.left).toEqual([]);
    const undated = await read('wf-extension', { circumstances: '特殊情况' });
    expect(cells(undated)).toEqual([{ documents: '延期申请' }]);
    expect(cells(await read('zz-a3', {}))).toEqual([]);
    const meeting = { 'consult_date.y': '2025', 'consult_date.m': '3', 'consult_date.d': '4' };
    expect(cells(await read('jn-conference', meeting))).toEqual([
      { consult_date: '2025-03-04', documents: '联席会议纪要@2025-03-04' },
    ]);
    expect(cells(await read('jn-conference', meeting, 'events'))).toEqual([
      { ev_type: '联席会议', ev_date: '2025-03-04', ev_doc: '联席会议纪要' },
    ]);
  });

  test('prose about clauses and words that the register does not have are left to people', async () => {
    const result = await read('jn-a1', {
      situations: '大体符合第七条（一）',
      correction_measures: '加强学习',
    });
    expect(cells(result)).toEqual([{ documents: '容错申请表' }]);
    expect(reasons(result).符合何种容错条件及情形).toContain('代号');
    expect(reasons(result)['纠正错误、改进工作的具体措施']).toContain('纠错方式');
  });

  test('every row of a statistics sheet is a case; what stands above the rows goes to each', async () => {
    const result = await read('jn-a2', {
      handler: '某单位',
      'matter.1': '甲',
      'subject_unit_post.1': '某局局长',
      'mode.1': '/lenient',
      'sanctions.1.removal': '/Yes',
      'sanctions.1.other': '/Yes',
      'unit_sanctions.1.unit_review': '/Yes',
      'decision_date.1': '2025年3月4日',
      'matter.4': '丁',
      'form_before.4': '二形态',
    });
    expect(result.drafts.map(({ row }) => row)).toEqual([1, 4]);
    expect(cells(result)).toEqual([
      {
        handler: '某单位',
        matter: '甲',
        decision: '予以容错',
        mode: '从轻',
        sanctions: '组织处理:免职|单位:检查',
        decision_date: '2025-03-04',
      },
      { handler: '某单位', matter: '丁' },
    ]);
    expect(reasons(result).单位及职务).toContain('拆开');
    expect(reasons(result).对个人容错后问责追责情况).toContain('其他');
    expect(reasons(result).应承担何种责任).toContain('人工登记');
  });

  test('a sheet made longer than the form is printed', async () => {
    const result = await read(
      'jn-a2',
      Object.fromEntries([1, 4, 5, 6].map((row) => [`matter.${row}`, `事${row}`])),
    );
    // The fifth row and the next stand in the file without a gap.
    expect(result.drafts.map(({ row }) => row)).toEqual([1, 4, 5, 6]);
    expect(result.left).toEqual([]);
  });

  test('the same sheet as an event: its filing', async () => {
    const result = await read(
      'jn-a2',
      { handler: '某单位', 'matter.1': '甲', 'ev_date.y': '2025', 'ev_date.m': '07', 'ev_date.d': '09' },
      'events',
    );
    expect(cells(result)).toEqual([
      { ev_type: '统计表报送', ev_date: '2025-07-09', ev_actor: '某单位', ev_doc: '容错统计表' },
    ]);
    expect(reasons(result).追究事由).toContain('案件台账');
  });

  test('a plan: the register records that measures, limits and people are named in every row that is used', async () => {
    const row = (at: number) => ({
      [`measures.${at}`]: '措施',
      [`measure_due.${at}.y`]: '2025',
      [`measure_due.${at}.m`]: '1',
      [`measure_due.${at}.d`]: '2',
    });
    const whole = await read('wf-plan', { ...row(1), 'person_responsible.1': '某' });
    expect(cells(whole)).toEqual([{ plan_items: '整改措施|整改期限|整改责任人', documents: '整改计划' }]);
    const part = await read('wf-plan', { ...row(1), ...row(2), 'person_responsible.1': '某' });
    expect(cells(part)).toEqual([{ plan_items: '整改措施|整改期限', documents: '整改计划' }]);
    expect(reasons(part).整改责任人).toContain('不是每一行');
  });

  test('rows that list values of one column: all of them together', async () => {
    const report = await read(
      'sy-case-report',
      { 'ev_cases.1': 'SY-2025-001', 'ev_cases.2': 'SY-2025-002、SY-2025-003', 'affair.1': '某事' },
      'events',
    );
    expect(cells(report)).toEqual([{ ev_type: '案例报送', ev_cases: 'SY-2025-001|SY-2025-002|SY-2025-003' }]);
    expect(reasons(report)).not.toHaveProperty('相关案件');
  });

  test('a list of situations: one entry for each row', async () => {
    const lists = await read(
      'jn-lists',
      {
        lst_proposer: '某局',
        'lst_polarity.1': '/positive',
        'lst_text.1': '甲',
        'lst_polarity.2': '/negative',
        'lst_text.2': '乙',
      },
      'lists',
    );
    expect(cells(lists)).toEqual([
      { lst_polarity: '正面', lst_text: '甲', lst_proposer: '某局' },
      { lst_polarity: '负面', lst_text: '乙', lst_proposer: '某局' },
    ]);
  });

  test('a number that identifies a person is refused', async () => {
    const result = await read('zz-a1', { matter: '身份证号11010519491231002X', note: '电话13800138000' });
    expect(result.codes).toEqual(['personal-number', 'personal-number']);
    // One digit mistyped makes it no other person's.
    const mistyped = await read('zz-a1', { matter: '身份证号110105194912310021' });
    expect(mistyped.codes).toEqual(['personal-number']);
    expect(cells(mistyped)).toEqual([{ documents: '容错申请表' }]);
    expect(cells(result)).toEqual([{ documents: '容错申请表' }]);
    expect(JSON.stringify(result)).not.toMatch(/11010519491231002X"|13800138000"/);
  });

  test('two fields that say different things of one column', async () => {
    const form: FormKey = {
      ...the('zz-a1'),
      fields: the('zz-a1').fields.map((field) =>
        field.key === 'note' ? { ...field, register: ['matter'] } : field,
      ),
    };
    const filled = await readFilledForm(
      plainForm(
        form,
        new Map([
          ['matter', '甲'],
          ['note', '乙'],
          ['handler', '丙'],
        ]),
      ),
      'f.pdf',
      [form],
    );
    const result = draftsOf(filled, 'f.pdf', 'cases', codes);
    expect(result.findings.map(({ code }) => code)).toEqual(['form-value-unread']);
    expect(cells(result)).toEqual([{ handler: '丙', documents: '容错申请表' }]);
  });

  test('a field that is no more, and a column that this policy does not have, are named', async () => {
    const gone = await read('zz-a1', { old_field: '旧', matter: '甲' });
    expect(reasons(gone).old_field).toContain('没有这一栏');
    const other = await read('sy-special-meeting', {
      'decision_date.y': '2025',
      'decision_date.m': '3',
      'decision_date.d': '4',
      mode: '/exempt',
    });
    expect(cells(other)).toEqual([{ decision_date: '2025-03-04', mode: '容错免责' }]);
  });
});

describe('what a register does not take as it is written', () => {
  test.each<[string, string]>([
    ['-乙项目违规补助，与甲无关', '乙项目违规补助，与甲无关'],
    ['－ 乙项目\n－ 丙项目', '乙项目\n－ 丙项目'],
    ['+“乙”项目', '“乙”项目'],
    ['—乙项目', '—乙项目'],
  ])('a list mark at the beginning is taken off, which is said: %s', async (text, matter) => {
    const result = await read('jn-a1', { matter: text });
    expect(cells(result)[0]).toMatchObject({ matter });
    expect(result.codes).toEqual(text === matter ? [] : ['form-value-mended']);
    expect(result.drafts[0]?.unread).toBeUndefined();
    expect(result.left).toEqual([]);
  });

  test.each(['=HYPERLINK("http://x")', '@SUM(1)', '-1+2', '-5万元', '－－=1', '#REF!'])(
    'what cannot stand there holds the form back: %s',
    async (text) => {
      const result = await read('jn-a1', { matter: text, subject_unit: '某局' });
      expect(cells(result)[0]).not.toHaveProperty('matter');
      expect(result.findings).toMatchObject([{ code: expect.stringMatching(/^cell-/), severity: 'error' }]);
      expect(result.findings[0]?.message).toMatch(/^「责任追究事由」不能照原样登记，没有导入：/);
      expect(result.drafts[0]?.unread).toEqual(['「责任追究事由」']);
    },
  );

  test('a dash alone is nothing; a matter among other things, and words for a day, are told', async () => {
    expect((await read('jn-a1', { matter: '-', subject_unit: '某局' })).codes).toEqual([]);
    const prose = await read('zz-a4', { 'situations.1': '失误（不符合第五条第（三）项）', 'mode.1': '从轻' });
    expect(prose.codes).toEqual(['form-value-unread']);
    expect(prose.drafts[0]?.unread).toEqual(['「容错原因」']);
    const formula = await read('zz-a4', { 'situations.1': '=1（符合第五条第（三）项）' });
    expect(formula.codes).toEqual(['cell-formula']);
    const day = await read('jn-a2', { 'matter.1': '某事', 'decision_date.1': '去年三月' });
    expect(day.codes).toEqual(['form-value-unread']);
    expect(reasons(day)).toHaveProperty('给予容错的时间');
  });
});

describe('words around what the register holds', () => {
  test.each<[string, Record<string, string>]>([
    ['第五条第（三）项', { situations: 'ZZ-5(3)' }],
    ['符合第五条第（三）项。', { situations: 'ZZ-5(3)' }],
    [
      '试点中决策失误（符合第五条第（一）项、第（三）项）',
      { matter: '试点中决策失误', situations: 'ZZ-5(1)|ZZ-5(3)' },
    ],
    ['试点（二期）失误，符合第五条第三项。', { matter: '试点（二期）失误', situations: 'ZZ-5(3)' }],
    ['试点中决策失误。', { matter: '试点中决策失误。' }],
    ['失误（不符合第五条第（三）项）', {}],
    ['失误（符合第五条第（三）项），但有出入', {}],
    ['失误，大体属于第五条', {}],
  ])('what happened and what it fits: %s', async (text, expected) => {
    const result = await read('zz-a4', { 'situations.1': text });
    expect(cells(result)[0] ?? {}).toEqual(expected);
    expect('容错原因' in reasons(result)).toBe(Object.keys(expected).length === 0);
  });

  test.each<[string, string, Record<string, string>]>([
    ['mode', '予以容错，不予追究责任。', { decision: '予以容错', mode: '不予追究责任' }],
    ['mode', '给予从轻处理', { decision: '予以容错', mode: '从轻' }],
    ['mode', '免予处理。', { decision: '予以容错', mode: '免于处理' }],
    ['mode', '从轻或者减轻', {}],
    ['mode', '从轻、减轻', {}],
    ['mode', '不予从轻', {}],
    ['mode', '建议从轻', {}],
    ['correction_state', '已纠正到位', { correction_state: '到位' }],
    ['correction_state', '全部事项已经整改到位。', { correction_state: '到位' }],
    ['correction_state', '尚未整改到位', {}],
    ['correction_state', '整改不到位', {}],
    ['correction_state', '未涉及具体纠错事项', {}],
  ])('one value: %s %s', async (key, text, expected) => {
    expect(cells(await read('zz-a4', { [`${key}.1`]: text }))[0] ?? {}).toEqual(expected);
  });
});

describe('declarations', () => {
  test.each(forms.map((form) => [form.id, form] as const))(
    '%s gives what the register can hold',
    (_id, form) => {
      if (form.event !== undefined) {
        expect(EVENT_POLICIES[form.event], form.event).toContain(form.policy);
        expect(tablesOf(form)).toContain('events');
      }
      for (const { register, register_as, label } of form.fields) {
        if (register_as === undefined) continue;
        const column = Object.values(TABLES)
          .flat()
          .find(({ key }) => key === register[0]) as ColumnDeclaration;
        const { faults } = readCell(register_as, column, form.policy, codes[`${form.policy} ${column.key}`]);
        expect(faults, label).toEqual([]);
      }
    },
  );
});

test.each([
  ['', '甲', '甲'],
  ['甲', '甲', '甲'],
  ['甲|乙', '乙|丙', '甲|乙|丙'],
  ['容错申请表', '容错申请表@2025-03-04', '容错申请表@2025-03-04'],
  ['容错申请表@2025-03-04', '容错申请表', '容错申请表@2025-03-04'],
])('joined: %s + %s', (before, added, after) => {
  expect(joinValues(before, added)).toBe(after);
});

describe('any row of a register comes back', () => {
  /** Rows of the sample registers, by their keys. */
  const rows = sampleRegisters(realCalendar())
    .filter(({ path }) => /\/cases-\d+\.csv$/.test(path))
    .flatMap(({ text }) => {
      const [head = '', ...lines] = text
        .replace(/^\uFEFF/, '')
        .trimEnd()
        .split('\r\n');
      const columns = head.split(',').map((name) => TABLES.cases.find((one) => one.head === name)?.key ?? '');
      return lines
        .filter((line) => !line.includes('"'))
        .map((line) => new Map(line.split(',').map((cell, at) => [columns[at] ?? '', cell])));
    });

  /** What is written into a form so that it says what a row says; and what must come back. */
  function fill(form: FormKey, row: ReadonlyMap<string, string>) {
    const values = new Map<string, string>();
    const expected = new Map<string, string>();
    for (const field of form.fields) {
      const columns = field.register.flatMap((key) => TABLES.cases.find((one) => one.key === key) ?? []);
      const own = columns.filter(({ policies }) => policies.includes(form.policy));
      const [column] = own;
      if (!column || own.some(({ personal }) => personal === 'never') || field.personal) continue;
      if (field.rows !== undefined && form.entry !== 'row') continue;
      const ordinal = field.rows === undefined ? undefined : 1;
      const [leaf] = fieldLeaves(field, ordinal);
      const cell = row.get(column.key) ?? '';
      const { register_as: said } = field;
      if (said !== undefined) {
        if (!cell.split('|').some((one) => one.replace(/@.*$/, '') === said)) continue;
        const [option] = Object.keys(field.options ?? {});
        for (const [at, { name }] of fieldLeaves(field, ordinal).entries())
          values.set(name, field.type === 'date' ? (['2026', '3', '4'][at] ?? '') : option ? '/Yes' : '甲');
        expected.set(column.key, joinValues(expected.get(column.key) ?? '', said));
      } else if (field.type === 'date') {
        const parts = cell.split('-');
        if (parts.length === 3)
          for (const [at, { name }] of fieldLeaves(field, ordinal).entries())
            values.set(name, parts[at] ?? '');
        for (const one of own) if (one.kind === 'date' && parts.length === 3) expected.set(one.key, cell);
      } else if (field.options) {
        const legal = valuesFor(column, form.policy);
        const ticked = Object.entries(field.options).filter(([, words]) =>
          cell.split('|').some((one) => one === words || one.endsWith(`:${words}`)),
        );
        if (own.length !== 1 || !legal || column.kind === 'assessments') continue;
        for (const [option, words] of ticked.slice(0, field.type === 'one-of' ? 1 : undefined)) {
          const name = ordinal === undefined ? field.key : `${field.key}.${ordinal}`;
          values.set(
            field.type === 'one-of' ? name : `${name}.${option}`,
            field.type === 'one-of' ? `/${option}` : '/Yes',
          );
          const value = legal.find((one) => one === words || one.endsWith(`:${words}`)) ?? '';
          expected.set(column.key, joinValues(expected.get(column.key) ?? '', value));
        }
      } else if (own.every(({ kind }) => kind === 'codes')) {
        const cited = own.map(({ key }) => row.get(key) ?? '').filter((text) => text !== '' && text !== '无');
        if (cited.length > 0 && leaf) values.set(leaf.name, cited.join('|'));
        for (const { key } of own) {
          const text = row.get(key) ?? '';
          if (text !== '' && text !== '无') expected.set(key, text);
        }
      } else if (own.length === 1 && cell !== '' && leaf && column.kind !== 'papers') {
        values.set(leaf.name, cell);
        expected.set(column.key, cell);
      }
    }
    if (form.document !== undefined && values.size > 0 && paperColumn('cases', form.policy, form.document)) {
      const parts = ['y', 'm', 'd'].map((part) => values.get(`${form.document_date}.${part}`));
      const day = parts.every((part) => part !== undefined) ? `@${parts.join('-')}` : '';
      expected.set('documents', `${form.document}${day}`);
    }
    if (form.decision !== undefined && expected.has('mode')) expected.set('decision', form.decision);
    return { values, expected };
  }

  test('the filing of a month as a report fills it', async () => {
    const text = readFileSync('content/forms/zz-a4.yaml', 'utf8');
    const { fields } = soundForm(text, 'content/forms/zz-a4.yaml');
    const zz = policies.find(({ meta }) => meta.id === 'ZZ');
    if (!zz) return expect.unreachable();
    const own = rows.filter((row) => row.get('policy') === 'ZZ' && row.get('mode') !== '');
    expect(own.length).toBeGreaterThan(10);
    const keys = ['matter', 'situations', 'decision', 'mode', 'start_source', 'correction_state'];
    const told = new Set(['situations', 'mode', 'start_source', 'correction_state']);
    for (const row of own) {
      const facts = new Map([...row].map(([key, cell]) => [key, cell === '' ? [] : cell.split('|')]));
      const words = fields
        .filter(({ key }) => told.has(key))
        .map((field): [string, string] => [`${field.key}.1`, fieldWords(field, { facts }, zz)]);
      const [back] = cells(await read('zz-a4', Object.fromEntries(words)));
      const wanted = keys.flatMap((key) => {
        const cell = (row.get(key) ?? '').replace(/。$/, '');
        return cell === '' ? [] : [[key, cell.split('|').sort().join('|')]];
      });
      const given = Object.entries(back ?? {}).map(([key, cell]) => [
        key,
        cell.replace(/。$/, '').split('|').sort().join('|'),
      ]);
      expect(Object.fromEntries(given)).toEqual(Object.fromEntries(wanted));
    }
  });

  const usable = forms.filter((form) => tablesOf(form).includes('cases'));
  test.each(usable.map((form) => [form.id, form] as const))('%s', async (_id, form) => {
    const own = rows.filter((row) => row.get('policy') === form.policy);
    if (own.length === 0) return;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...own), async (row) => {
        const { values, expected } = fill(form, row);
        const filled = await readFilledForm(plainForm(form, values), 'f.pdf', forms);
        const { drafts } = draftsOf(filled, 'f.pdf', 'cases', codes);
        const back = new Map(drafts[0]?.cells.map(({ column, value }) => [column.key, value]));
        const sorted = (map: ReadonlyMap<string, string>) =>
          [...map].map(([key, value]) => `${key}=${value.split('|').sort().join('|')}`).sort();
        expect(sorted(back)).toEqual(sorted(expected));
      }),
      { numRuns: 40 },
    );
  });

  test('any text comes back with LF, or is left out with a reason; never changed', async () => {
    const column = TABLES.cases.find(({ key }) => key === 'matter') as ColumnDeclaration;
    const any = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 });
    const copied = fc.constantFrom('\u200b', '\ufeff', '\u00ad', '\u2028', '\u0085', '\r\n', '甲');
    const unit = fc.oneof({ arbitrary: any, weight: 9 }, { arbitrary: copied, weight: 1 });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit, maxLength: 60 }), async (text) => {
        fc.pre(!text.startsWith('/'));
        const result = await read('zz-a1', { matter: text, handler: '某' });
        // Radicals and characters encoded twice become the common ones, what nobody sees goes: both is said.
        const { text: visible } = withoutWidthless(text);
        const { text: meant } = withoutTwins(
          visible
            .replace(/\r\n?/g, '\n')
            .replace(/[^\S\n]+\n/g, '\n')
            .trim(),
        );
        const [got] = cells(result);
        // So is a sign that would make a formula of it.
        const opening = result.codes.includes('form-value-mended') ? /^[-－+＋]+\s*/.exec(meant) : null;
        if (got?.matter !== undefined) expect(got.matter).toBe(meant.slice(opening?.[0].length ?? 0));
        else {
          const told =
            meant === '' ||
            result.left.some(({ label }) => label === '申请容错事项') ||
            result.codes.some((code) => /^(?:form-value-damaged|personal-number|cell-.*)$/.test(code));
          expect(told, JSON.stringify(text)).toBe(true);
        }
        if (damagesIn(visible, false).length > 0) expect(got?.matter).toBeUndefined();
        else if (
          meant !== '' &&
          readCell(meant, { ...column, personal: undefined } as never, 'ZZ', undefined).faults.length === 0
        )
          expect(result.codes.includes('personal-number') || got?.matter === meant).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
