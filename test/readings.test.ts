/** However a site reads an ambiguous clause, what is shipped passes its check. */
import { expect, test } from 'vitest';
import { contentFiles } from '../scripts/effects.ts';
import { readCorpus } from '../src/corpus.ts';
import { type ReadingChoices, STANDARD_READINGS } from '../src/site.config.ts';

const ALTERNATIVES: readonly Partial<ReadingChoices>[] = [
  { nilReturns: '不提示' },
  { conditions: '全部' },
  { lightSanctions: [] },
  { lightSanctions: STANDARD_READINGS.lightSanctions.filter((value) => !value.endsWith('记大过')) },
  { suggestionFrom: '沟通结束' },
  { oldCases: '从新' },
];

test.each(ALTERNATIVES.map((choice) => [JSON.stringify(choice), choice] as const))(
  '%s',
  async (_, choice) => {
    const readings = { ...STANDARD_READINGS, ...choice };
    const { findings } = await readCorpus(contentFiles, { asOf: '2026-11-21', readings });
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ file, clause, code, message }) => ({ file, clause, code, message }))).toEqual([]);
  },
);
