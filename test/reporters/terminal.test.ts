import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { formatFinding, GroupedText, type Store } from '../../src/reporters/terminal.ts';
import { inRow, LATE, planted, policies } from './reports.ts';

function report(findings: Iterable<Finding>, limit: number, store?: Store): string {
  const text = new GroupedText(limit, store);
  for (const finding of findings) text.add(finding, policies);
  return [...text.pieces()].join('');
}

function* many(count: number): Generator<Finding> {
  for (let row = 2; row < count + 2; row += 1) yield inRow(row);
}

test('a message is complete: place, fault, clause with its force, remedy', () => {
  expect(formatFinding(LATE, policies)).toMatchInlineSnapshot(`
    "registers/cases-2024.csv  第17行（文件第18行） Q列（通知单位党委（党组）日期）  JN-2024-003
      错误  逾期通知。  [deadline-missed]
      依据  JN-12.2a 济南《实施细则》第十二条第二款〔试行〕「启动责任追究调查7个工作日内」
      处理  核对日期。"
  `);
});

test('the other clauses that say the same are named, those of one place together', () => {
  const text = formatFinding({ ...LATE, also: ['JN-12.2b', 'JN-12.2c', 'JN-N.5c'] }, policies);
  expect(text.split('\n').filter((line) => line.includes('并见'))).toEqual([
    '  并见  JN-12.2b、JN-12.2c 济南《实施细则》第十二条第二款〔试行〕',
    '  并见  JN-N.5c 济南《实施细则》印发通知第5段〔试行〕',
  ]);
});

describe('findings by rule', () => {
  test('errors first, then clauses in the order of the text, each under its total', () => {
    const text = report(
      [
        inRow(9, { code: 'value-unlisted', clause: null, severity: 'warning' }),
        inRow(8, { clause: 'JN-12.2a' }),
        inRow(7, { clause: 'JN-7(2)' }),
        inRow(6, { clause: 'JN-12.2a', severity: 'warning' }),
      ],
      20,
    );
    expect(text.split('\n').filter((line) => line.startsWith('──'))).toEqual([
      '── JN-7(2) 济南《实施细则》第七条第（二）项〔试行〕：共 1 项（错误 1 项）',
      '── JN-12.2a 济南《实施细则》第十二条第二款〔试行〕：共 2 项（错误 1 项，警告 1 项）',
      '── value-unlisted 取值不在列举之内：共 1 项（警告 1 项）',
    ]);
  });

  test('a rule shows at most so many, the totals stay exact', () => {
    const text = report(many(206), 20);
    expect(text).toContain('共 206 项（错误 206 项）');
    expect(text).toContain('以上是前 20 项；另有 186 项，见 --format json，或者用 --limit 0 全部列出。');
    expect(text.match(/ {2}处理/g)).toHaveLength(20);
    expect(report(many(20), 20)).not.toContain('另有');
  });

  test('every planted fault is shown once', () => {
    const text = report(planted.findings, 1_000_000);
    for (const finding of planted.findings) {
      expect(text.split(`${formatFinding(finding, policies)}\n\n`)).toHaveLength(2);
    }
  });

  test('with a store everything is shown, and nothing of it is held', () => {
    const texts = new Map<string, string[]>();
    const store: Store = {
      append: (group, text) => texts.set(group, [...(texts.get(group) ?? []), text]),
      read: (group) => texts.get(group) ?? [],
    };
    expect(report(planted.findings, 0, store)).toBe(report(planted.findings, 1_000_000));
  });

  test('memory does not grow with the findings', { timeout: 120_000 }, () => {
    const held = (count: number): number => {
      const text = new GroupedText(20);
      for (const finding of many(count)) text.add(finding, policies);
      return JSON.stringify([...text.pieces()]).length;
    };
    expect(held(200_000)).toBeLessThan(held(2000) + 100);
  });
});
