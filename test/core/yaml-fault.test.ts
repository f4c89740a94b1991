import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { slipOffset } from '../../src/core/yaml-fault.ts';

/** The line and column of the slip in a faulty text. */
function slip(text: string): string {
  const [error] = parseDocument(text, { prettyErrors: false }).errors;
  if (!error) throw new Error('the text is sound');
  const before = text.slice(0, slipOffset(text, error.pos[0]));
  return `${before.split('\n').length}:${before.length - before.lastIndexOf('\n')}`;
}

test('a quotation mark left open is found where it was opened', () => {
  expect(slip('id: WF\npol_no: "潍医发\ntitle: 办法\nsummary: "一句话。"\n')).toBe('2:9');
  expect(slip("id: WF\nlist: ['甲', '乙]\ntitle: '办法'\n")).toBe('2:13');
  expect(slip('- id: a\n- id: "b\n')).toBe('2:7');
});

test('another slip is where the parser says', () => {
  expect(slip('id: WF\nrows: [\ntitle: x\n')).not.toBe('1:1');
  expect(slip('a: "x"\nb: {c: 1\n')).toMatch(/^[23]:/);
});
