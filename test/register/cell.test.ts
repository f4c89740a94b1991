import { describe, expect, test } from 'vitest';
import type { PolicyId } from '../../src/core/policy-id.ts';
import { type CellReading, readCell } from '../../src/register/cell.ts';
import { type ColumnDeclaration, findColumn, TABLES } from '../../src/register/columns.ts';

function column(key: string): ColumnDeclaration {
  const found = findColumn(key);
  if (!found) throw new Error(`no column ${key}`);
  return found;
}

const CODES: Readonly<Record<string, readonly string[]>> = {
  conditions: ['JN-7(1)', 'JN-7(2)', 'JN-7(3)'],
  exclusions: ['JN-19d', 'JN-19e'],
  analysis: ['动机态度', 'JN-6(1)', 'JN-6(2)'],
};

function read(key: string, text: string, policy: PolicyId | undefined = 'JN'): CellReading {
  return readCell(text, column(key), policy, CODES[key]);
}

/** `code message → hint ⇒ fix` of each fault. */
const faults = (key: string, text: string, policy?: PolicyId): string =>
  read(key, text, policy)
    .faults.map(
      ({ code, severity, message, hint, fix }) =>
        `${severity} ${code} ${message} → ${hint}${fix === undefined ? '' : ` ⇒ ${JSON.stringify(fix)}`}`,
    )
    .join('\n');

describe('cells that read', () => {
  test.each<[string, string, readonly string[]]>([
    ['decision', '', []],
    ['case_id', 'JN-2024-003', ['JN-2024-003']],
    ['case_id', 'JN-2024-1003', ['JN-2024-1003']],
    ['start_date', '2024-02-29', ['2024-02-29']],
    ['decision', '予以容错', ['予以容错']],
    ['matter', '自由文字，含标点。', ['自由文字，含标点。']],
    ['heard', '当事人|专家', ['当事人', '专家']],
    ['conditions', 'JN-7(1)|JN-7(3)', ['JN-7(1)', 'JN-7(3)']],
    ['analysis', 'JN-6(1)=正|JN-6(2)=不适用', ['JN-6(1)=正', 'JN-6(2)=不适用']],
    ['documents', '容错申请表@2024-03-05|证明材料', ['容错申请表@2024-03-05', '证明材料']],
    ['exclusions', '无', ['无']],
    ['exclusions', 'JN-19d|JN-19e', ['JN-19d', 'JN-19e']],
    ['ev_cases', 'JN-2024-003|JN-2024-004', ['JN-2024-003', 'JN-2024-004']],
    ['ev_period', '2024H1', ['2024H1']],
    ['ev_period', '2024-07', ['2024-07']],
    ['ev_person', 'P017', ['P017']],
    ['ev_count', '3', ['3']],
    ['ev_id', 'SY-E-2024-001', ['SY-E-2024-001']],
  ])('%s: %j', (key, text, values) => {
    expect(read(key, text)).toEqual({ values, faults: [] });
  });

  test('variant spellings of the sources are stored as one value', () => {
    expect(read('mode', '免予处理', 'ZZ')).toEqual({ values: ['免于处理'], faults: [] });
    expect(read('mode', '免予追究责任', 'PY')).toEqual({ values: ['免于追究责任'], faults: [] });
    expect(read('archives', '问责追责案卷|人事档案')).toEqual({
      values: ['追责问责案卷', '人事档案'],
      faults: [],
    });
  });

  test('the words of one policy are not those of another', () => {
    expect(read('mode', '免责', 'JN').faults).toEqual([]);
    expect(read('mode', '免责', 'ZZ').faults).toMatchObject([{ code: 'value-unknown' }]);
    expect(read('mode', '减责', 'WF').faults).toMatchObject([{ code: 'value-unknown' }]);
  });

  test('without a policy only the values all policies share are checked', () => {
    expect(read('mode', '免责', undefined).faults).toEqual([]);
    expect(readCell('予以容措', column('decision'), undefined, undefined).faults).toMatchObject([
      { code: 'value-unknown' },
    ]);
    expect(readCell('XX', column('policy'), undefined, undefined).faults).toMatchObject([
      { code: 'value-unknown' },
    ]);
  });

  test('an unlisted value of a list that ends in 等 is a warning and is kept', () => {
    expect(read('heard', '当事人|居民代表')).toMatchObject({
      values: ['当事人', '居民代表'],
      faults: [{ code: 'value-unlisted', severity: 'warning' }],
    });
  });
});

describe('cells that do not', () => {
  test('any column', () => {
    expect(faults('matter', ' 首尾有空格 ')).toMatchInlineSnapshot(
      `"error cell-spaces 单元格的首尾有多余空格。 → 删去首尾的空格。"`,
    );
    expect(faults('decider', ' 区委')).toMatchInlineSnapshot(
      `"error cell-spaces 单元格的首尾有多余空格。 → 删去首尾的空格。 ⇒ "区委""`,
    );
    expect(faults('decider', '   ')).toMatchInlineSnapshot(
      `"error cell-spaces 单元格只有空格。 → 清空这个单元格。 ⇒ """`,
    );
    expect(faults('decider', '=SUM(A1)')).toMatchInlineSnapshot(
      `"error cell-formula 单元格以「=」开头，会被 Excel、WPS 当作公式。 → 在前面加文字，或者删去这个符号。"`,
    );
    expect(faults('decider', '@区委')).toMatchInlineSnapshot(
      `"error cell-formula 单元格以「@」开头，会被 Excel、WPS 当作公式。 → 在前面加文字，或者删去这个符号。"`,
    );
    expect(faults('decider', '区\u200b委')).toMatchInlineSnapshot(
      `"error cell-control 单元格的第2个字符（U+200B）是看不见的控制字符或零宽字符。 → 删去这些字符后重新录入。 ⇒ "区委""`,
    );
    expect(faults('decider', '区\u0000委')).toMatchInlineSnapshot(
      `"error cell-control 单元格的第2个字符（U+0000）是看不见的控制字符或零宽字符。 → 删去这些字符后重新录入。 ⇒ "区委""`,
    );
    expect(faults('decider', '长'.repeat(32_768))).toMatchInlineSnapshot(
      `"error cell-too-long 单元格有 32768 个字符，超过 Excel 的上限 32767。 → 检查引号是否缺失，或者把长文移到附件。"`,
    );
  });

  test.each(['=', '+', '-', '@'])('a cell that a spreadsheet would compute: %s1', (sign) => {
    expect(read('decider', `${sign}1`)).toMatchObject({ values: null, faults: [{ code: 'cell-formula' }] });
    expect(read('start_date', `${sign}2024-01-05`)).toMatchObject({ faults: [{ code: 'cell-formula' }] });
    expect(read('decider', `甲${sign}乙`).faults).toEqual([]);
  });

  test.each(['\u0007', '\u200b', '\u200d', '\u202e', '\u2066', '\ufeff', '\u007f'])(
    'the invisible character %j',
    (char) => {
      expect(read('decision', `予以${char}容错`)).toEqual({
        values: ['予以容错'],
        faults: [
          {
            code: 'cell-control',
            severity: 'error',
            message: expect.stringMatching(
              /^单元格的第3个字符（U\+[\dA-F]{4}）是看不见的控制字符或零宽字符。$/,
            ),
            hint: '删去这些字符后重新录入。',
            fix: '予以容错',
          },
        ],
      });
    },
  );

  test('a line break inside a cell is no control character', () => {
    expect(read('matter', '一行\n两行').faults).toEqual([]);
  });

  test('choices', () => {
    expect(faults('decision', '予以容措')).toMatchInlineSnapshot(
      `"error value-unknown 「予以容措」不是「是否容错」可填的值。 → 您是否想写「予以容错」？"`,
    );
    expect(faults('decision', '同意')).toMatchInlineSnapshot(
      `"error value-unknown 「同意」不是「是否容错」可填的值。 → 可填：予以容错、不予容错。"`,
    );
    expect(faults('decision', '予以 容错')).toMatchInlineSnapshot(
      `"error value-format 「予以 容错」的全角半角、大小写或者空格有误。 → 改为「予以容错」。 ⇒ "予以容错""`,
    );
    expect(faults('policy', 'ＪＮ')).toMatchInlineSnapshot(
      `"error value-format 「ＪＮ」的全角半角、大小写或者空格有误。 → 改为「JN」。 ⇒ "JN""`,
    );
    expect(faults('mode', '免责任', 'JN')).toMatchInlineSnapshot(
      `"error value-unknown 「免责任」不是「容错方式」可填的值。 → 您是否想写「免责」？"`,
    );
  });

  test('several values', () => {
    expect(faults('heard', '当事人、专家')).toMatchInlineSnapshot(
      `"error list-separator 多个值之间应当用竖线「|」分隔。 → 改为「当事人|专家」。 ⇒ "当事人|专家""`,
    );
    expect(faults('heard', '当事人，专家')).toMatchInlineSnapshot(
      `"error list-separator 多个值之间应当用竖线「|」分隔。 → 改为「当事人|专家」。 ⇒ "当事人|专家""`,
    );
    expect(faults('heard', '当事人; 专家')).toMatchInlineSnapshot(
      `"error list-separator 多个值之间应当用竖线「|」分隔。 → 改为「当事人|专家」。 ⇒ "当事人|专家""`,
    );
    expect(faults('heard', '当事人||专家')).toMatchInlineSnapshot(
      `"error list-separator 多个值之间的分隔有多余的空格或竖线。 → 改为「当事人|专家」。 ⇒ "当事人|专家""`,
    );
    expect(faults('heard', '当事人| 专家')).toMatchInlineSnapshot(
      `"error list-separator 多个值之间的分隔有多余的空格或竖线。 → 改为「当事人|专家」。 ⇒ "当事人|专家""`,
    );
    expect(faults('heard', '当事人|当事人')).toMatchInlineSnapshot(
      `"error value-repeated 「当事人」重复。 → 删去重复的值。 ⇒ "当事人""`,
    );
    expect(faults('heard', '当亊人')).toMatchInlineSnapshot(
      `"warning value-unlisted 「当亊人」不在条文列举的「听取意见对象」之内。 → 您是否想写「当事人」？"`,
    );
    expect(faults('plan_items', '整改措施|整改方法', 'WF')).toMatchInlineSnapshot(
      `"error value-unknown 所填内容（已隐去）不是「整改计划内容」可填的值。 → 可填：整改措施、整改期限、整改责任人。"`,
    );
  });

  test('codes and assessments', () => {
    expect(faults('conditions', 'JN-7(4)')).toMatchInlineSnapshot(
      `"error value-unknown 「JN-7(4)」不是「容错条件」可填的值。 → 您是否想写「JN-7(1)」？"`,
    );
    expect(faults('conditions', 'JN-7(1)、JN-7(2)')).toMatchInlineSnapshot(
      `"error list-separator 多个值之间应当用竖线「|」分隔。 → 改为「JN-7(1)|JN-7(2)」。 ⇒ "JN-7(1)|JN-7(2)""`,
    );
    expect(faults('exclusions', '无|JN-19d')).toMatchInlineSnapshot(
      `"error value-contradiction 「无」与其他代号同时填写，互相矛盾。 → 核查后没有的只填「无」，有的只填代号。"`,
    );
    expect(faults('exclusions', '没有')).toMatchInlineSnapshot(
      `"error value-unknown 所填内容（已隐去）不是「不予容错情形」可填的值。 → 可填：JN-19d、JN-19e。"`,
    );
    expect(faults('conditions', '无')).toMatchInlineSnapshot(
      `"error value-unknown 「无」不是「容错条件」可填的值。 → 可填：JN-7(1)、JN-7(2)、JN-7(3)。"`,
    );
    expect(faults('analysis', '动机态度')).toMatchInlineSnapshot(
      `"error value-format 「动机态度」应写作「项目=正」「项目=负」或「项目=不适用」。 → 例如 动机态度=正。"`,
    );
    expect(faults('analysis', '动机态度=好')).toMatchInlineSnapshot(
      `"error value-format 「动机态度=好」应写作「项目=正」「项目=负」或「项目=不适用」。 → 例如 动机态度=正。"`,
    );
    expect(faults('analysis', '动机态度=正|动机态度=负')).toMatchInlineSnapshot(
      `"error value-contradiction 「动机态度」有两种评价，互相矛盾。 → 每项只填一种评价。"`,
    );
    expect(faults('analysis', '动机=正')).toMatchInlineSnapshot(
      `"error value-unknown 「动机」不是「分析评价」可填的值。 → 可填：动机态度、JN-6(1)、JN-6(2)。"`,
    );
    expect(faults('documents', '容错申请表@2024-3-5')).toMatchInlineSnapshot(
      `"error date-format 「容错申请表@2024-3-5」中的日期写法有误。 → 改为「容错申请表@2024-03-05」。 ⇒ "容错申请表@2024-03-05""`,
    );
    expect(faults('documents', '容错申请书@2024-03-05')).toMatchInlineSnapshot(
      `"warning value-unlisted 「容错申请书」不在条文列举的「文书材料」之内。 → 您是否想写「容错申请表」？"`,
    );
  });

  test('numbers and codes of the event log', () => {
    expect(faults('case_id', 'jn-2024-003')).toMatchInlineSnapshot(
      `"error id-format 编号应为「制度-年份-序号」的样式，如 JN-2000-001。 → 改为 JN-2024-003。 ⇒ "JN-2024-003""`,
    );
    expect(faults('case_id', 'ＪＮ－２０２４－００３')).toMatchInlineSnapshot(
      `"error id-format 编号应为「制度-年份-序号」的样式，如 JN-2000-001。 → 改为 JN-2024-003。 ⇒ "JN-2024-003""`,
    );
    expect(faults('case_id', '2024年第3号')).toMatchInlineSnapshot(
      `"error id-format 编号应为「制度-年份-序号」的样式，如 JN-2000-001。 → 按样式重新编号，不得用姓名或证件号码。"`,
    );
    expect(faults('ev_id', '事件 1')).toMatchInlineSnapshot(
      `"error id-format 「事件编号」应为大写字母、数字和连字符组成的代号。 → 写作 SY-E-2024-001 的样式，不得用姓名或证件号码。"`,
    );
    expect(faults('ev_cases', 'JN-2024-3')).toMatchInlineSnapshot(
      `"error id-format 案件编号写法有误。 → 写作 JN-2000-001，多个编号用「|」分隔。"`,
    );
    expect(faults('ev_period', '2024年上半年')).toMatchInlineSnapshot(
      `"error value-format 「2024年上半年」不合「报告期」的写法。 → 半年写作 2024H1、2024H2，月份写作 2024-07。 ⇒ "2024H1""`,
    );
    expect(faults('ev_period', '2024h1')).toMatchInlineSnapshot(
      `"error value-format 「2024h1」不合「报告期」的写法。 → 半年写作 2024H1、2024H2，月份写作 2024-07。 ⇒ "2024H1""`,
    );
    expect(faults('ev_period', '2024-13')).toMatchInlineSnapshot(
      `"error value-format 「2024-13」不合「报告期」的写法。 → 半年写作 2024H1、2024H2，月份写作 2024-07。"`,
    );
    expect(faults('ev_count', '三')).toMatchInlineSnapshot(
      `"error value-format 「三」不是整数。 → 填写阿拉伯数字，例如 3。"`,
    );
    expect(faults('ev_count', '１２')).toMatchInlineSnapshot(
      `"error value-format 「１２」应写作 12。 → 改为「12」。 ⇒ "12""`,
    );
    expect(faults('ev_count', '1.5')).toMatchInlineSnapshot(
      `"error value-format 「1.5」不是整数。 → 填写阿拉伯数字，例如 3。"`,
    );
  });
});

describe('dates', () => {
  test.each([
    ['2024/2/5', '2024-02-05'],
    ['2024.2.5', '2024-02-05'],
    ['2024-2-5', '2024-02-05'],
    ['2024年2月5日', '2024-02-05'],
    ['2024年2月5', '2024-02-05'],
    ['20240205', '2024-02-05'],
    ['２０２４－０２－０５', '2024-02-05'],
    ['2024-02-05 00:00:00', '2024-02-05'],
    ['2024/2/5 0:00', '2024-02-05'],
  ])('%s is put right to %s', (text, fix) => {
    expect(read('start_date', text)).toEqual({
      values: [fix],
      faults: [
        {
          code: 'date-format',
          severity: 'error',
          message: `日期「${text}」应写作 ${fix}。`,
          hint: `改为 ${fix}。`,
          fix,
        },
      ],
    });
  });

  test.each([
    ['2023-02-29', 'date-impossible'],
    ['2023-02-30', 'date-impossible'],
    ['2024/13/1', 'date-impossible'],
    ['20240231', 'date-impossible'],
    ['2024年0月5日', 'date-impossible'],
    ['45112', 'date-serial'],
    ['7/5/2024', 'date-format'],
    ['24-02-05', 'date-format'],
    ['2024-02', 'date-format'],
    ['2024-02-05 14:30', 'date-format'],
    ['二〇二四年二月五日', 'date-format'],
    ['待定', 'date-format'],
  ])('%s cannot be put right: %s', (text, code) => {
    const { values, faults: found } = read('start_date', text);
    expect(values).toBeNull();
    expect(found).toMatchObject([{ code }]);
    expect(found[0]).not.toHaveProperty('fix');
  });

  test('in words people understand', () => {
    expect(faults('start_date', '2023-02-30')).toMatchInlineSnapshot(
      `"error date-impossible 「2023-02-30」不是真实存在的日期。 → 核对年、月、日。"`,
    );
    expect(faults('start_date', '45112')).toMatchInlineSnapshot(
      `"error date-serial 「45112」像是 Excel 的日期序号（通常是 2023-07-05），不能确定是哪一天。 → 在 Excel 中把这一列的格式设为 2024-01-31 样式的日期，核对无误后重新另存为 CSV。"`,
    );
    expect(faults('start_date', '待定')).toMatchInlineSnapshot(
      `"error date-format 所填内容（已隐去）不是日期。 → 日期一律写作 2024-01-31 的样式。"`,
    );
  });
});

describe('what is written about a person is not repeated', () => {
  test.each(['subject_name', 'subject_post', 'matter', 'note', 'ev_person'])('%s', (key) => {
    for (const text of [' 张三丰 ', '张三\u200b丰', '张三丰']) {
      expect(JSON.stringify(read(key, text).faults)).not.toContain('张三');
    }
  });
});

describe('what is recorded of a person in closed columns is not repeated either', () => {
  test.each([
    ['impact_end', '2024/3/5'],
    ['impact_end', '2024-02-30'],
    ['appeal_date', '45112'],
    ['sanctions', '党纪处分:党内警告、政务处分:记过'],
    ['sanctions', '党内警靠'],
    ['sanctions', '党纪处分:党内警告|党纪处分:党内警告'],
    ['affected_items', '评先评尤'],
  ])('%s %s', (key, text) => {
    const { faults: found } = read(key, text);
    expect(found).not.toEqual([]);
    for (const { message, hint } of found) {
      expect(`${message}${hint}`).not.toMatch(/2024-0[23]|2024\/3|45112|警[告靠]|记过|评先/);
    }
  });
});

describe('names of the language itself are ordinary text', () => {
  const columns = Object.values(TABLES).flat();
  test.each(columns.map(({ key }) => key))('%s', (key) => {
    for (const text of ['__proto__', 'constructor', 'toString', 'hasOwnProperty|valueOf']) {
      const { values } = read(key, text);
      for (const value of values ?? []) expect(typeof value).toBe('string');
    }
  });
});
