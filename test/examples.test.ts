import { describe, expect, test } from 'vitest';
import { contentFiles } from '../scripts/effects.ts';
import { FINDING_KINDS } from '../src/core/catalogue.ts';
import { exampleFindings } from '../src/examples.ts';
import { sampleRegisters } from '../src/register/sample.ts';
import { realCalendar } from './corpus.ts';

const examples = await exampleFindings(contentFiles);

describe('every code has an example, which the program itself has found', () => {
  test.each(FINDING_KINDS.map(({ code, group }) => [code, group]))('%s', (code, group) => {
    const example = examples.get(code);
    expect(example, 'add an input to src/examples.ts that raises this code').toBeDefined();
    expect(example?.message.length).toBeGreaterThan(6);
    if (group === '规则')
      expect(example).toMatchObject({ clause: expect.any(String), quote: expect.any(String) });
    if (group === '单元格') expect(example?.cell).toBeDefined();
  });
});

test('no example names a case of the sample registers: the leak scan would stop the build', () => {
  const ids = new Set(
    sampleRegisters(realCalendar()).flatMap(
      ({ text }) => text.match(/\b[A-Z]{2}(?:-E)?-\d{4}-\d{3,}\b/g) ?? [],
    ),
  );
  const shown = JSON.stringify([...examples.values()]);
  expect((shown.match(/\b[A-Z]{2}(?:-E)?-\d{4}-\d{3,}\b/g) ?? []).filter((id) => ids.has(id))).toEqual([]);
});
