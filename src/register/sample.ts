/**
 * The sample registers of data/registers: synthetic from the first row to the last, made from a seed so that every
 * machine writes the same bytes. They show what a well-kept register looks like and give the figures something to
 * count; they say nothing about any real unit.
 */
import { compareText } from '../core/finding.ts';
import type { PolicyId } from '../core/policy-id.ts';
import type { WorkCalendar } from '../core/workdays.ts';
import { type RegisterTable, TABLES } from './columns.ts';
import { sampleCity } from './sample/jn.ts';
import { type SampleRegister, SYNTHETIC } from './sample/rows.ts';
import { sampleCounty } from './sample/sy.ts';
import { sampleUniversity } from './sample/wf.ts';
import { sampleCollege } from './sample/zz.ts';
import { formatRegister } from './write.ts';

/** The seed of the committed samples. */
export const SAMPLE_SEED = 20_261_121;

/** A file to be written below data/registers. */
export interface SampleFile {
  /** With `/`, relative to the register folder: `jn-city/cases-2024.csv`. */
  readonly path: string;
  /** A register has a byte-order mark and CRLF, as Excel and WPS write it. */
  readonly text: string;
}

const UNITS: readonly {
  readonly folder: string;
  readonly title: string;
  readonly policy: PolicyId;
  readonly draft: (calendar: WorkCalendar, seed: number) => SampleRegister;
}[] = [
  { folder: 'jn-city', title: '某市', policy: 'JN', draft: sampleCity },
  { folder: 'wf-university', title: '某大学', policy: 'WF', draft: sampleUniversity },
  { folder: 'zz-college', title: '某职业学院', policy: 'ZZ', draft: sampleCollege },
  { folder: 'sy-county', title: '某县', policy: 'SY', draft: sampleCounty },
];

/** The day that decides which year's file a row stands in. */
const DAY_OF: Readonly<Record<RegisterTable, string>> = {
  cases: 'start_date',
  events: 'ev_date',
  lists: 'lst_reviewed',
};

/** Every sample register file, sorted by path. */
export function sampleRegisters(calendar: WorkCalendar, seed = SAMPLE_SEED): SampleFile[] {
  const files: SampleFile[] = [];
  for (const { folder, title, policy, draft } of UNITS) {
    files.push({ path: `${folder}/README.md`, text: notice(title) });
    const register = draft(calendar, seed);
    for (const table of ['cases', 'events', 'lists'] as const) {
      const columns = TABLES[table].filter(({ policies }) => policies.includes(policy));
      const years = new Map<string, Record<string, string>[]>();
      for (const row of register[table] as readonly Record<string, string>[]) {
        const year = (row[DAY_OF[table]] ?? '').slice(0, 4);
        years.set(year, [...(years.get(year) ?? []), row]);
      }
      for (const [year, rows] of years) {
        files.push({ path: `${folder}/${table}-${year}.csv`, text: formatRegister(columns, rows) });
      }
    }
  }
  return files.sort((a, b) => compareText(a.path, b.path));
}

/** Says beside the files what the event columns have no room to say. */
function notice(title: string): string {
  return `# ${title}台账（${SYNTHETIC}）

本文件夹的台账全部由 \`npm run samples\` 按固定种子生成，是${SYNTHETIC}：没有真实的人员、单位、事项和日期，各类比例不代表实际。
请勿手工修改；要登记真实台账，另建文件夹，并用 \`npm run check -- --registers 文件夹\` 核对。
`;
}
