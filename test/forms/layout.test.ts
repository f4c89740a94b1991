import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type CellBox,
  FormLayoutError,
  itemsOf,
  layoutForm,
  type Paragraph,
  wrap,
} from '../../src/forms/layout.ts';
import type { FormSpec } from '../../src/forms/schema.ts';
import { formTexts, openPress, type Press, soundForm } from './made.ts';

let press: Press;
const forms = new Map<string, FormSpec>();
beforeAll(async () => {
  press = await openPress();
  for (const [id, text] of await formTexts()) forms.set(id, soundForm(text, `content/forms/${id}.yaml`));
});

const formOf = (id: string): FormSpec => {
  const form = forms.get(id);
  if (!form) throw new Error(`no form ${id}`);
  return form;
};
const set = (form: FormSpec) => layoutForm(form, press.measure);

/** A paragraph as one reads it: words, and `▢` for each box to fill. */
const read = ({ items }: Paragraph): string =>
  items.map((item) => (item.kind === 'text' ? item.text : '▢')).join('');

/** A cell as one reads it, with its spans: `姓名`, `▢ 3列`, `申请人情况 2行`. */
function sketch(cell: CellBox): string {
  const words = cell.label || [...cell.items.map(() => '▢'), ...cell.paragraphs.map(read)].join(' / ');
  return [
    words,
    ...(cell.colspan > 1 ? [`${cell.colspan}列`] : []),
    ...(cell.rowspan > 1 ? [`${cell.rowspan}行`] : []),
  ].join(' ');
}

/** The printed layouts of the sources. */
const PRINTED: Record<string, { above: string[]; rows: string[][]; below: string[] }> = {
  'zz-a1': {
    above: ['▢年▢月▢日'],
    rows: [
      ['责任追究部门', '▢ 4列'],
      ['申请主体 2行', '申请党组织', '▢ 3列'],
      ['申请人', '▢', '单位及职务', '▢'],
      ['申请容错事项', '▢ 4列'],
      ['主要事实及理由', '▢ 4列'],
      ['所在党组织意见', '▢ 4列'],
      ['备注', '▢ 4列'],
    ],
    below: ['附：相关证据材料'],
  },
  'zz-a3': {
    above: [],
    rows: [
      ['容错对象情况 2行', '单位', '▢ 3列'],
      ['姓名', '▢', '职务', '▢'],
      ['调查事实', '▢ 4列'],
      ['容错依据', '▢ 4列'],
      ['容错结论', '▢ 4列'],
      ['批准部门', '▢ / (盖章) / ▢年▢月▢日 4列'],
    ],
    below: [],
  },
  'zz-a4': {
    above: ['填报单位：▢（加盖公章）', '填报时间：▢年▢月▢日'],
    rows: [
      ['序号', '容错对象(单位或人员)', '启动来源(依职权或依申请)', '容错原因', '处理结果', '纠错情况'],
      ...[1, 2, 3, 4, 5, 6, 7].map((n) => [String(n), '▢', '▢', '▢', '▢', '▢']),
    ],
    below: [],
  },
  'jn-a1': {
    above: ['（参考样式）', '时间：▢年▢月▢日'],
    rows: [
      ['单位', '▢ 6列'],
      ['申请人情况 2行', '姓名', '▢', '出生年月', '▢', '政治面貌', '▢'],
      ['职务', '▢ 3列', '级别', '▢'],
      ['问责追责情况 3行', '被告知申请容错的时间', '▢年▢月▢日 5列'],
      ['责任追究事由', '▢ 5列'],
      ['申请人/单位职责及应承担的责任', '▢ 5列'],
      ['容错申请情况 3行', '申请容错理由及政策依据', '▢ 5列'],
      ['符合何种容错条件及情形', '▢ 5列'],
      ['纠正错误、改进工作的具体措施', '▢ 5列'],
      ['单位党委(党组)意见', '▢ / (盖章) / 主要负责同志签名:▢年▢月▢日 6列'],
      ['附件:', '党委(党组)容错初步建议、其他证明材料 6列'],
    ],
    below: [],
  },
};

test.each(Object.entries(PRINTED))('%s has the printed layout of its source', (id, printed) => {
  const layout = set(formOf(id));
  expect(layout.above.map(read)).toEqual(printed.above);
  expect(layout.rows.map((row) => row.map(sketch))).toEqual(printed.rows);
  expect(layout.below.map(read)).toEqual(printed.below);
});

test('titles, numbers of the annexes and footers', () => {
  const heads = [...forms.values()].map((form) => {
    const layout = set(form);
    return [read(layout.place), read(layout.title), ...layout.footer.map(({ text }) => text)];
  });
  const zz = '《激励干部担当作为容错纠错工作实施细则》（枣职发〔2023〕32号）';
  expect(heads).toEqual([
    [
      '附件 1',
      '容错申请表',
      '《激励干部担当作为深化完善容错机制实施细则（试行）》附件 1（参考样式）',
      '表格编号 JN-A1　版本 2026-11-21',
    ],
    ['附件 1', '容错申请表', `${zz}附件 1`, '表格编号 ZZ-A1　版本 2026-11-21'],
    ['附件 3', '容错免责决定书', `${zz}附件 3`, '表格编号 ZZ-A3　版本 2026-11-21'],
    ['附件 4', '容错纠错工作备案表', `${zz}附件 4`, '表格编号 ZZ-A4　版本 2026-11-21'],
  ]);
});

test('seals and signatures stand only where the source prints them', () => {
  const marks = (id: string) =>
    JSON.stringify(formOf(id))
      .match(/\{"(?:seal|signature)":"[^"]+"/g)
      ?.map((mark) => mark.split('"')[3]) ?? [];
  expect(marks('zz-a1')).toEqual([]);
  expect(marks('zz-a3')).toEqual(['(盖章)']);
  expect(marks('zz-a4')).toEqual(['（加盖公章）']);
  expect(marks('jn-a1')).toEqual(['(盖章)', '主要负责同志签名:']);
});

test('everything stays on the page and inside its cell, and the page is filled', () => {
  for (const form of forms.values()) {
    const layout = set(form);
    for (const cell of layout.rows.flat()) {
      for (const item of [...cell.items, ...cell.paragraphs.flatMap(({ items }) => items)]) {
        expect(item.x).toBeGreaterThanOrEqual(cell.x);
        expect(item.x + item.width).toBeLessThanOrEqual(cell.x + cell.width);
        const [top, bottom] =
          item.kind === 'text' ? [item.baseline - item.size, item.baseline] : [item.y, item.y + item.height];
        expect(top).toBeGreaterThanOrEqual(cell.y - 0.01);
        expect(bottom).toBeLessThanOrEqual(cell.y + cell.height);
      }
    }
    const foot = Math.max(
      layout.table.y + layout.table.height,
      ...layout.below.flatMap(({ items }) => items.map((item) => (item.kind === 'text' ? item.baseline : 0))),
    );
    expect(layout.height - foot).toBeLessThan(75);
    expect(layout.table.width).toBeCloseTo(layout.width - 2 * layout.table.x, 5);
  }
});

test('field names are unique, ASCII, and come in reading order', () => {
  for (const form of forms.values()) {
    const boxes = [...itemsOf(set(form))].filter((item) => item.kind === 'field');
    const names = boxes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.join(' ')).toMatch(/^[a-z0-9_. ]+$/);
    for (const { tooltip } of boxes) expect(tooltip).toMatch(/\p{Script=Han}/u);
  }
  const jn = [...itemsOf(set(formOf('jn-a1')))].flatMap((item) => (item.kind === 'field' ? [item.name] : []));
  expect(jn.slice(0, 10)).toEqual([
    'application_date.y',
    'application_date.m',
    'application_date.d',
    'subject_unit',
    'subject_name',
    'birth_month',
    'political_status',
    'subject_post',
    'rank',
    'told_date.y',
  ]);
});

describe('what does not fit is refused, with the form, the label and the part of the description', () => {
  let trail = '';
  const refuse = (change: (form: FormSpec) => void): string => {
    trail = '';
    const form = structuredClone(formOf('zz-a1'));
    change(form);
    try {
      set(form);
    } catch (error) {
      expect(error).toBeInstanceOf(FormLayoutError);
      expect((error as FormLayoutError).formId).toBe('zz-a1');
      trail = (error as FormLayoutError).trail.join('.');
      return (error as FormLayoutError).message;
    }
    throw new Error('was set');
  };
  const cellOf = (form: FormSpec, row: number, cell: number) => {
    const found = form.rows[row]?.cells[cell];
    if (!found) throw new Error('no such cell');
    return found;
  };

  test('a label too wide for its column', () => {
    const message = refuse((form) => {
      cellOf(form, 6, 0).label = 'Rechenschaftsbericht';
    });
    expect(message).toMatch(/zz-a1 「Rechenschaftsbericht」：宽 .* 磅的格子放不下/);
    expect(trail).toBe('rows.6.cells.0');
  });
  test('a label too high for the rows it spans', () => {
    const message = refuse((form) => {
      cellOf(form, 1, 0).label = '申请主体'.repeat(12);
    });
    expect(message).toMatch(/「(申请主体){12}」：标题高 .* 磅，格子只有/);
    expect(trail).toBe('rows.1.cells.0');
  });
  test('a page too low', () => {
    expect(
      refuse((form) =>
        form.rows.forEach((row) => {
          row.height = 130;
        }),
      ),
    ).toMatch(/表格高出页面 [\d.]+ 磅/);
    expect(trail).toBe('rows.4');
  });
  test('cells that overlap', () => {
    const message = refuse((form) => {
      form.columns = [1, 1, 1];
      form.rows = [
        { ...base(form), cells: [plain('甲'), { ...plain('乙'), rowspan: 2 }, plain('丙')] },
        { ...base(form), cells: [{ ...plain('丁'), colspan: 2 }, plain('戊')] },
      ];
    });
    expect(message).toBe('zz-a1 「丁」：第 2 行的格子与别的格子重叠');
    expect(trail).toBe('rows.1.cells.0');
  });
  test('cells beyond the edge, and gaps', () => {
    expect(
      refuse((form) => {
        cellOf(form, 0, 1).colspan = 5;
      }),
    ).toMatch(/「handler」：第 1 行的格子伸出表格之外/);
    expect(
      refuse((form) => {
        cellOf(form, 0, 1).colspan = 3;
      }),
    ).toMatch(/第 1 行第 5 列空缺/);
    expect(trail).toBe('rows.0');
    expect(
      refuse((form) => {
        cellOf(form, 6, 1).rowspan = 2;
      }),
    ).toMatch(/「note」：第 7 行的格子伸出表格之外/);
  });
  test('a line too wide', () => {
    expect(
      refuse((form) => {
        form.below = [{ align: 'left', parts: ['附：相关证据材料'.repeat(6)] }];
      }),
    ).toMatch(/放不进/);
    expect(trail).toBe('below.0');
  });
  test('a character the typeface lacks', () => {
    expect(
      refuse((form) => {
        cellOf(form, 5, 0).label = '意见😀';
      }),
    ).toMatch(/缺少「😀」字/);
    expect(trail).toBe('rows.5.cells.0');
  });
  const base = (form: FormSpec) => ({ ...(form.rows[0] as FormSpec['rows'][number]) });
  const plain = (label: string) => ({ label, colspan: 1, rowspan: 1 });
});

describe('line breaking', () => {
  const width = (text: string) =>
    Array.from(text).reduce((sum, c) => sum + (c.charCodeAt(0) < 128 ? 0.5 : 1), 0);
  test('lines are even, and no line starts with 、 or ends with （', () => {
    expect(wrap('所在党组织意见', 6, width)).toEqual(['所在党组', '织意见']);
    expect(wrap('纠正错误、改进', 4, width)).toEqual(['纠正错', '误、改进']);
    expect(wrap('单位党委（党组）意见', 5, width)).toEqual(['单位党委', '（党组）', '意见']);
  });
  test('Latin words and numbers stay whole', () => {
    expect(wrap('依据GB2312标准', 5, width)).toEqual(['依据GB2312', '标准']);
    expect(wrap('依据GB2312标准', 4, width)).toEqual(['依据', 'GB2312', '标准']);
    expect(wrap('ABCDEFGHIJKL', 4, width)).toBeNull();
  });
  test('whatever the text: nothing is lost, no line is too wide, no mark begins a line', () => {
    const text = fc.string({
      unit: fc.constantFrom(...'容错纠机制、，。；：（）《》“”12AB/'),
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 12 }), (words, limit) => {
        const lines = wrap(words, limit, width);
        if (lines === null) return;
        expect(lines.join('')).toBe(words);
        for (const line of lines) expect(width(line)).toBeLessThanOrEqual(limit);
        for (const line of lines.slice(1)) expect(line).not.toMatch(/^[、，。；：）》”]/);
        for (const line of lines.slice(0, -1)) expect(line).not.toMatch(/[（《“]$/);
      }),
    );
  });
});
