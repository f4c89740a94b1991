import { describe, expect, test } from 'vitest';
import { repairRegister } from '../../src/register/repair.ts';
import { sampleRegisters } from '../../src/register/sample.ts';
import { readPolicies, realCalendar } from '../corpus.ts';
import { inChunks, utf8 } from './bytes.ts';
import { checkSources, textSource } from './registers.ts';

const policies = await readPolicies();

async function repaired(text: string): Promise<{ text: string; count: number }> {
  let count = 0;
  let out = '';
  const source = { path: 'cases.csv', open: inChunks(utf8(text)) };
  for await (const piece of repairRegister(source, 'cases', policies, () => {
    count += 1;
  })) {
    out += piece;
  }
  return { text: out, count };
}

const HEAD = '编号,适用制度,启动责任追究调查（问责程序）日期,听取意见对象,批准（决定）机关,姓名,自用列';

describe('a corrected copy', () => {
  test('puts right what is certain', async () => {
    const { text, count } = await repaired(
      `${HEAD}\njn_2024_001,JN,2024年3月4日,当事人、专家, 区委 , 某 ,  照旧  \n`,
    );
    expect(text).toBe(`\uFEFF${HEAD}\r\nJN-2024-001,JN,2024-03-04,当事人|专家,区委,某,  照旧  \r\n`);
    expect(count).toBe(5);
  });

  test('puts right one thing after the other', async () => {
    expect((await repaired(`${HEAD}\nJN-2024-001,JN, ２０２４/３/４ ,,,,\n`)).text).toContain('2024-03-04,');
  });

  test('leaves alone what only a person can decide', async () => {
    const rows = 'JN-2024-001,JN,45355,居民代表,=A1,,\r\nJN-2024-002,JN,2024-02-30,,,,\r\n';
    expect(await repaired(`${HEAD}\r\n${rows}`)).toEqual({ text: `\uFEFF${HEAD}\r\n${rows}`, count: 0 });
  });

  test('writes policies, codes and the dates of papers as they are meant', async () => {
    const head = '编号,适用制度,容错情形,文书材料';
    const { text, count } = await repaired(
      `${head}\nJN-2024-001,jn,jn-8(1)|ＪＮ-8（2）,告知通知@2024/1/5|容错申请表\n`,
    );
    expect(text).toBe(`\uFEFF${head}\r\nJN-2024-001,JN,JN-8(1)|JN-8(2),告知通知@2024-01-05|容错申请表\r\n`);
    expect(count).toBe(3);
  });

  test('leaves alone a row with a cell too many: what stands where cannot be told', async () => {
    const rows = 'JN-2024-001,JN,2024-03-04,当事人,区委,,,2024年1月4日\r\n';
    expect((await repaired(`${HEAD}\r\n${rows}`)).count).toBe(0);
  });

  test('keeps blank rows, quotes, commas and line breaks inside cells', async () => {
    const text = `\uFEFF${HEAD}\r\n\r\nJN-2024-001,JN,,,"区委,""联席""\n会议",,\r\n`;
    expect((await repaired(text)).text).toBe(text);
  });

  test('has commas, whatever stood between the cells before', async () => {
    const { text } = await repaired(`${HEAD.replaceAll(',', '\t')}\nJN-2024-001\tJN\t\t\t区委,区政府\t\t\n`);
    expect(text).toBe(`\uFEFF${HEAD}\r\nJN-2024-001,JN,,,"区委,区政府",,\r\n`);
  });

  test('is refused where a row cannot be split: nothing may be lost', async () => {
    await expect(repaired(`${HEAD}\nJN-2024-001,"J"N,\n`)).rejects.toThrow(
      '第2行（文件第2行）的引号不成对，无法分列，请先改正这一行。',
    );
  });

  test('of a clean register is the register, byte for byte', async () => {
    for (const { path, text } of sampleRegisters(realCalendar())) {
      if (/\/cases-.*\.csv$/.test(path)) expect(await repaired(text), path).toEqual({ text, count: 0 });
    }
  });

  test('no longer has the faults that carry a correction', async () => {
    const { text } = await repaired(`${HEAD}\nJN-2024-001,JN,2024.3.4,"当事人,专家", 区委,,\n`);
    const { findings } = await checkSources([textSource('cases.csv', text)], '2024-03-05');
    expect(findings.filter(({ values }) => values?.fix !== undefined)).toEqual([]);
  });
});
