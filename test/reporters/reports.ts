/** Findings of the planted-fault registers, and findings made up, for the reporters. */
import type { Finding } from '../../src/core/finding.ts';
import type { Policy } from '../../src/policy/model.ts';
import { readPolicies } from '../corpus.ts';
import { FIXTURE_DAY, FIXTURES } from '../fixtures/registers/plant.ts';
import { checkFolder } from '../register/registers.ts';

export const FAULTY = `${FIXTURES}/faulty`;
export { FIXTURE_DAY };

export const policies: readonly Policy[] = await readPolicies();
export const planted = await checkFolder(FAULTY, FIXTURE_DAY);

/** A late notice, as the command contract prints it. */
export const LATE: Finding = {
  code: 'deadline-missed',
  severity: 'error',
  clause: 'JN-12.2a',
  file: 'registers/cases-2024.csv',
  row: 17,
  line: 18,
  cell: 'Q17',
  column: '通知单位党委（党组）日期',
  key: 'notice_date',
  caseId: 'JN-2024-003',
  message: '逾期通知。',
  quote: '启动责任追究调查7个工作日内',
  hint: '核对日期。',
};

/** The same finding in another row. */
export const inRow = (row: number, more: Partial<Finding> = {}): Finding => ({
  ...LATE,
  row,
  line: row,
  cell: `Q${row}`,
  caseId: `JN-2024-${String(row).padStart(3, '0')}`,
  ...more,
});
