import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { judge, type RuleLogic } from '../../src/core/judge.ts';
import type { Policy } from '../../src/policy/model.ts';
import { defaultHint, describeFailure, labelOf } from '../../src/register/message.ts';
import { formatFinding, formatSummary } from '../../src/reporters/terminal.ts';
import { contextOn, factsOf, type Written } from '../core/facts.ts';
import { readPolicies } from '../corpus.ts';

const policies = await readPolicies();
const jn = policies.find(({ meta }) => meta.id === 'JN') as Policy;

const NOTICE: RuleLogic = {
  require: { form: 'within', field: 'notice_date', span: { amount: 7, unit: 'workdays' }, of: 'start_date' },
  severity: 'error',
};

/** What a keeper reads of each failure: the sentence and, where the rule gives none, the hint. */
function said(rule: RuleLogic, written: Written, asOf?: string): string {
  const facts = factsOf(written);
  const { failures } = judge(rule, facts, contextOn(asOf));
  return failures
    .map((failure) => `${describeFailure(failure, facts, jn, '按期通知')} → ${defaultHint(failure)}`)
    .join('\n');
}

describe('a deadline', () => {
  test('missed, overdue, left out, provisional', () => {
    const start_date = '2025-09-26';
    expect(said(NOTICE, { start_date, notice_date: '2025-10-15' })).toMatchInlineSnapshot(
      `"按期通知：启动责任追究调查（问责程序）日期为 2025-09-26，应不晚于 2025-10-13（第7个工作日，其间9月28日上班，10月1日至8日放假，10月11日上班），登记为 2025-10-15，超出 2 个工作日。 → 核对日期是否录错；确属逾期或者次序有误的，如实保留并按规定说明。"`,
    );
    expect(said(NOTICE, { start_date }, '2025-10-20')).toMatchInlineSnapshot(
      `"按期通知：启动责任追究调查（问责程序）日期为 2025-09-26，应不晚于 2025-10-13（第7个工作日，其间9月28日上班，10月1日至8日放假，10月11日上班），「通知单位党委（党组）日期」至今未登记，已超出 5 个工作日。 → 已办理的补登「通知单位党委（党组）日期」；尚未办理的请尽快办理。"`,
    );
    expect(said(NOTICE, { start_date, told_date: '2025-09-29' }, '2025-09-30')).toMatchInlineSnapshot(
      `"按期通知：启动责任追究调查（问责程序）日期为 2025-09-26，应不晚于 2025-10-13（第7个工作日，其间9月28日上班，10月1日至8日放假，10月11日上班），「通知单位党委（党组）日期」未登记，但后续步骤已经登记。 → 核对案卷后补登「通知单位党委（党组）日期」。"`,
    );
    expect(said(NOTICE, { start_date: '2026-12-28' }, '2027-01-10')).toMatchInlineSnapshot(
      `"按期通知：启动责任追究调查（问责程序）日期为 2026-12-28，应不晚于 2027-01-06（暂定：该年放假安排尚未录入）（第7个工作日），「通知单位党委（党组）日期」至今未登记，已超出 2 个工作日。 → 已办理的补登「通知单位党委（党组）日期」；尚未办理的请尽快办理。"`,
    );
  });

  test('missed on a day off: no working day is counted', () => {
    expect(said(NOTICE, { start_date: '2025-09-10', notice_date: '2025-09-20' })).toMatchInlineSnapshot(
      `"按期通知：启动责任追究调查（问责程序）日期为 2025-09-10，应不晚于 2025-09-19（第7个工作日），登记为 2025-09-20。 → 核对日期是否录错；确属逾期或者次序有误的，如实保留并按规定说明。"`,
    );
  });

  test('given by another fact', () => {
    const filing: RuleLogic = {
      require: { form: 'by', field: 'filing_date', due: 'filing_due' },
      severity: 'error',
    };
    expect(said(filing, { filing_due: '2024-03-25', filing_date: '2024-03-26' })).toMatchInlineSnapshot(
      `"按期通知：应不晚于 2024-03-25，登记为 2024-03-26，超出 1 个工作日。 → 核对日期是否录错；确属逾期或者次序有误的，如实保留并按规定说明。"`,
    );
  });
});

describe('other failures', () => {
  const rule = (require: RuleLogic['require']): RuleLogic => ({ require, severity: 'error' });

  test('an order of dates', () => {
    const before = rule({ form: 'before', field: 'consult_date', others: ['decision_date'] });
    expect(said(before, { consult_date: '2024-03-06', decision_date: '2024-03-05' })).toMatchInlineSnapshot(
      `"按期通知：「会商日期」登记为 2024-03-06，对照日期为 2024-03-05；按要求「会商日期」早于「容错认定（给予容错）时间」。 → 核对日期是否录错；确属逾期或者次序有误的，如实保留并按规定说明。"`,
    );
    expect(said(NOTICE, { start_date: '2025-09-26', notice_date: '2025-09-25' })).toMatchInlineSnapshot(
      `"按期通知：「通知单位党委（党组）日期」登记为 2025-09-25，对照日期为 2025-09-26；按要求「通知单位党委（党组）日期」在「启动责任追究调查（问责程序）日期」之后7个工作日以内。 → 核对日期是否录错；确属逾期或者次序有误的，如实保留并按规定说明。"`,
    );
  });

  test('a fact that is missing or broken', () => {
    expect(said(rule({ form: 'is', field: 'collective', value: '是' }), {})).toMatchInlineSnapshot(
      `"按期通知：「集体研究」未登记，应当为「是」。 → 核对案卷后补登「集体研究」。"`,
    );
    expect(
      said(rule({ form: 'is', field: 'collective', value: '是' }), { collective: '否' }),
    ).toMatchInlineSnapshot(
      `"按期通知：「集体研究」登记为「否」，按要求「集体研究」为「是」。 → 核对「集体研究」与案卷是否一致。"`,
    );
    expect(
      said(rule({ form: 'has', field: 'conditions', values: ['JN-7(1)', 'JN-7(2)'] }), {
        conditions: ['JN-7(1)'],
      }),
    ).toMatchInlineSnapshot(
      `"按期通知：「容错条件」登记为「JN-7(1)」，按要求「容错条件」包含第七条第（一）项（JN-7(1)）、第七条第（二）项（JN-7(2)）。 → 核对「容错条件」与案卷是否一致。"`,
    );
    expect(
      said(rule({ form: 'filled', field: 'affected_items', filled: false }), {
        affected_items: ['年度考核'],
      }),
    ).toMatchInlineSnapshot(
      `"按期通知：「受影响事项」登记为「（已隐去）」，按要求「受影响事项」未登记。 → 核对「受影响事项」与案卷是否一致。"`,
    );
  });

  test.each(['subject_name', 'subject_unit', 'subject_post', 'note', 'matter'])(
    '%s is never repeated',
    (field) => {
      const sentence = said(rule({ form: 'filled', field, filled: false }), { [field]: '张三丰' });
      expect(sentence).toContain('已隐去');
      expect(sentence).not.toContain('张三丰');
    },
  );
});

test('labels of columns and of derived facts', () => {
  expect(labelOf('notice_date')).toBe('通知单位党委（党组）日期');
  expect(labelOf('filing_due')).toBe('当期备案截止日（25日）');
});

describe('a finding on a terminal', () => {
  const finding: Finding = {
    code: 'deadline-missed',
    severity: 'error',
    clause: 'JN-12.2a',
    file: 'data/registers/cases-2024.csv',
    row: 17,
    line: 17,
    cell: 'Q17',
    column: '通知单位党委（党组）日期',
    key: 'notice_date',
    caseId: 'JN-2024-003',
    message: '逾期通知。',
    quote: '7个工作日内',
    hint: '核对日期。',
  };

  test('about a cell', () => {
    expect(formatFinding(finding, policies)).toMatchInlineSnapshot(`
      "data/registers/cases-2024.csv  第17行 Q列（通知单位党委（党组）日期）  JN-2024-003
        错误  逾期通知。  [deadline-missed]
        依据  JN-12.2a 济南《实施细则》第十二条第二款〔试行〕「7个工作日内」
        处理  核对日期。"
    `);
  });

  test('about a row that stands further down in the file', () => {
    const { cell: _, column: __, key: ___, caseId: ____, clause: _____, ...rest } = finding;
    expect(
      formatFinding({ ...rest, clause: null, line: 23, severity: 'warning' }, policies),
    ).toMatchInlineSnapshot(`
      "data/registers/cases-2024.csv  第17行（文件第23行）
        警告  逾期通知。  [deadline-missed]
        处理  核对日期。"
    `);
  });

  test('about a place in a content file', () => {
    expect(
      formatFinding(
        {
          code: 'rule-syntax',
          severity: 'info',
          clause: null,
          file: 'content/policies/jn-2019.mdx',
          line: 41,
          position: 9,
          message: '写法有误。',
        },
        policies,
      ),
    ).toMatchInlineSnapshot(`
      "content/policies/jn-2019.mdx:41:9
        提示  写法有误。  [rule-syntax]"
    `);
  });

  test('the closing line', () => {
    expect(formatSummary({ errors: 1, warnings: 2, infos: 0 }, 3, 120)).toBe(
      '共核对 3 个台账文件、120 行：错误 1 项，警告 2 项，提示 0 项。',
    );
  });
});
