import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RegisterSource } from '../../src/register/check.ts';
import { type RegisterTable, TABLES } from '../../src/register/columns.ts';
import { chooseDelimiter } from '../../src/register/header.ts';
import { repairRegister } from '../../src/register/repair.ts';
import { type RawRow, readRows } from '../../src/register/rows.ts';
import { sampleRegisters } from '../../src/register/sample.ts';
import { readPolicies, realCalendar } from '../corpus.ts';
import { inChunks, utf8 } from './bytes.ts';
import { checkSources, textSource } from './registers.ts';

const policies = await readPolicies();

interface Repaired {
  readonly text: string;
  readonly count: number;
  /** Rows left as they are. */
  readonly left: readonly number[];
}

async function repairedBytes(bytes: Uint8Array, table: RegisterTable = 'cases'): Promise<Repaired> {
  let count = 0;
  let text = '';
  const left: number[] = [];
  const notes = {
    corrected: () => {
      count += 1;
    },
    left: (row: number) => {
      left.push(row);
    },
  };
  const source = { path: `${table}.csv`, open: inChunks(bytes) };
  for await (const piece of repairRegister(source, table, policies, notes)) text += piece;
  return { text, count, left };
}

const repaired = (text: string): Promise<Repaired> => repairedBytes(utf8(text));

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
    expect(await repaired(`${HEAD}\r\n${rows}`)).toEqual({
      text: `\uFEFF${HEAD}\r\n${rows}`,
      count: 0,
      left: [],
    });
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

  test('keeps a row that cannot be split as one cell, and corrects all others', async () => {
    const broken = 'JN-2024-001,"J"N,2024/3/4,,, 区委';
    const { text, count, left } = await repaired(
      `${HEAD}\n${broken}\nJN-2024-002,JN,2024/3/4,,,,\nJN-2024-003,JN,2024/3/5\n`,
    );
    expect(text).toBe(
      `\uFEFF${HEAD}\r\n"${broken.replaceAll('"', '""')}"\r\nJN-2024-002,JN,2024-03-04,,,,\r\nJN-2024-003,JN,2024/3/5\r\n`,
    );
    expect({ count, left }).toEqual({ count: 1, left: [2, 4] });
  });

  test('a quotation mark left open does no harm to the rows below', async () => {
    const { text, left } = await repaired(
      `${HEAD}\nJN-2024-001,"JN\nJN-2024-002,JN,2024/3/4,"当事人",,,\nJN-2024-003,JN,,",x",,,\n`,
    );
    expect(left).toEqual([2]);
    expect(text.split('\r\n').slice(1)).toEqual([
      '"JN-2024-001,""JN"',
      'JN-2024-002,JN,2024-03-04,当事人,,,',
      'JN-2024-003,JN,,",x",,,',
      '',
    ]);
    // Read again, the same rows are sound; the kept one still owns its id.
    const about = (sources: RegisterSource[]) => checkSources(sources, '2024-03-05');
    const events = textSource(
      'events.csv',
      '事件编号,事件类型,日期,相关案件\nE-1,信访举报,2024-03-01,JN-2024-001\n',
    );
    const { findings } = await about([textSource('cases.csv', text), events]);
    expect(findings.map(({ code }) => code)).not.toContain('reference-unknown');
    expect(findings.filter(({ row }) => row === 2).map(({ code }) => code)).toEqual(['row-ragged']);
  });

  test('keeps a line of any length', async () => {
    const long = `JN-2024-001,"${'长'.repeat(2_500_000)}`;
    const { text, left } = await repaired(`${HEAD}\n${long}`);
    expect(left).toEqual([2]);
    expect(text === `\uFEFF${HEAD}\r\n"${long.replaceAll('"', '""')}"\r\n`).toBe(true);
  });

  test('is refused where almost nothing can be split', async () => {
    await expect(repaired(`${HEAD}\n${'甲\n'.repeat(20_001)}`)).rejects.toThrow(
      '到第20002行为止已有 20000 行不能分列',
    );
  });

  test('is refused where the header cannot be split, or the encoding is not known', async () => {
    await expect(repaired(`"编"号,适用制度\nJN-2024-001,JN\n`)).rejects.toThrow(
      '第1行的表头引号不成对，无法分列，请先改正表头。',
    );
    await expect(repairedBytes(Uint8Array.of(0x41, 0xff))).rejects.toThrow('编码无法确认');
  });

  test('of a clean register is the register, byte for byte', async () => {
    for (const { path, text } of sampleRegisters(realCalendar())) {
      if (/\/cases-.*\.csv$/.test(path))
        expect(await repaired(text), path).toEqual({ text, count: 0, left: [] });
    }
  });

  test('no longer has the faults that carry a correction', async () => {
    const { text } = await repaired(`${HEAD}\nJN-2024-001,JN,2024.3.4,"当事人,专家", 区委,,\n`);
    const { findings } = await checkSources([textSource('cases.csv', text)], '2024-03-05');
    expect(findings.filter(({ values }) => values?.fix !== undefined)).toEqual([]);
  });
});

describe('whatever stands in a file', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...[
        'JN-2024-001',
        'ＪＮ－2024－002',
        'JN',
        ' jn ',
        '2024/3/4',
        '２０２４－０３－０４',
        '45355',
        '当事人、专家',
      ],
      ...[
        '当事人|当事人',
        '通 过',
        'JN-8(1)|ｊｎ-8（2）',
        '容错申请表＠2024-3-5',
        '动机态度 = 正',
        '无',
        '备案表报送',
      ],
      ...[
        '\u200b',
        '\u0000',
        '\u202e',
        ' ',
        '　',
        '\t',
        '"',
        '""',
        ',',
        ';',
        '|',
        '｜',
        '、',
        '=1',
        '\u200b=',
        ' ＝',
        'sep=;',
        '\ufeff',
        '138',
        '00138000',
      ],
    ),
    fc.string({ maxLength: 4 }),
  );
  const cell = fc.array(piece, { maxLength: 3 }).map((parts) => parts.join(''));
  const written = fc.oneof(
    { weight: 3, arbitrary: cell },
    { weight: 3, arbitrary: cell.map((text) => `"${text.replaceAll('"', '""')}"`) },
    { weight: 1, arbitrary: cell.map((text) => `"${text}\n"`) },
  );
  const file = fc
    .record({
      table: fc.constantFrom<RegisterTable>('cases', 'events', 'lists'),
      columns: fc.array(fc.nat(80), { minLength: 2, maxLength: 6 }),
      rows: fc.array(fc.array(written, { maxLength: 7 }), { maxLength: 6 }),
      delimiter: fc.constantFrom(',', ';', '\t'),
      end: fc.constantFrom('\n', '\r\n', '\r'),
      hint: fc.boolean(),
    })
    .map(({ table, columns, rows, delimiter, end, hint }) => {
      const heads = columns.map((at) => TABLES[table][at % TABLES[table].length]?.head ?? '');
      const lines = [heads, ...rows].map((cells) => cells.join(delimiter));
      return { table, text: [...(hint ? [`sep=${delimiter}`] : []), ...lines].join(end) };
    });

  test('the copy of a copy is that copy', async () => {
    await fc.assert(
      fc.asyncProperty(file, async ({ table, text }) => {
        const once = await repairedBytes(utf8(text), table).catch((error: Error) => {
          expect(error.name).toBe('CannotRepair');
        });
        if (!once) return;
        expect(await repairedBytes(utf8(once.text), table)).toEqual({
          text: once.text,
          count: 0,
          left: once.left,
        });
      }),
      { numRuns: 500 },
    );
  });

  test('nothing is lost: a cell is what it was, or what was meant by it', async () => {
    await fc.assert(
      fc.asyncProperty(file, async ({ table, text }) => {
        const once = await repairedBytes(utf8(text), table).catch(() => undefined);
        if (!once) return;
        const { delimiter, skipLines } = chooseDelimiter(evenText(text), table);
        const before = await rowsOf(evenText(text), delimiter, skipLines);
        const after = await rowsOf(once.text.slice(1), ',', 0);
        expect(after.some(({ broken }) => broken)).toBe(false);
        let changed = 0;
        for (const { row, cells } of before) {
          // A row in which nothing can be seen becomes a blank one.
          const copied = after.find((each) => each.row === row)?.cells;
          if (!copied) {
            expect(cells.join('')).toMatch(/^[\s|｜\p{Cc}\p{Cf}]*$/u);
            changed = Number.NaN;
            continue;
          }
          expect(copied).toHaveLength(cells.length);
          for (const [at, each] of copied.entries())
            if (/^[=+\-@＝＋－＠]/.test(each)) expect(each, 'no correction makes a formula').toBe(cells[at]);
          changed += copied.filter((each, at) => each !== cells[at]).length;
          if (once.left.includes(row)) expect(copied).toEqual(cells);
        }
        if (!Number.isNaN(changed)) expect(changed).toBe(once.count);
      }),
      { numRuns: 500 },
    );
  });

  const evenText = (text: string): string => text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  async function rowsOf(text: string, delimiter: string, skipLines: number): Promise<RawRow[]> {
    const rows: RawRow[] = [];
    async function* whole() {
      yield evenText(text);
    }
    for await (const row of readRows(whole(), delimiter, skipLines)) rows.push(row);
    return rows;
  }
});
