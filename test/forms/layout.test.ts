import { beforeAll, describe, expect, test } from 'vitest';
import {
  type CellBox,
  FormLayoutError,
  itemsOf,
  layoutForm,
  type Paragraph,
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
  const { pages } = set(formOf(id));
  // Number of the annex and title stand above what is compared here.
  expect(pages.flatMap(({ before }) => before.slice(2).map(read))).toEqual(printed.above);
  expect(pages.flatMap(({ rows }) => rows.map((row) => row.map(sketch)))).toEqual(printed.rows);
  expect(pages.flatMap(({ after }) => after.map(read))).toEqual(printed.below);
});

test('titles, numbers of the annexes and footers', () => {
  const heads = ['jn-a1', 'zz-a1', 'zz-a3', 'zz-a4'].map((id) => {
    const [page] = set(formOf(id)).pages;
    return [...(page?.before.slice(0, 2).map(read) ?? []), ...(page?.margins.map(({ text }) => text) ?? [])];
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
    for (const page of layout.pages) {
      for (const cell of page.rows.flat()) {
        for (const item of [...cell.items, ...cell.paragraphs.flatMap(({ items }) => items)]) {
          expect(item.x).toBeGreaterThanOrEqual(cell.x);
          expect(item.x + item.width).toBeLessThanOrEqual(cell.x + cell.width);
          const [top, bottom] =
            item.kind === 'text'
              ? [item.baseline - item.size, item.baseline]
              : [item.y, item.y + item.height];
          expect(top).toBeGreaterThanOrEqual(cell.y - 0.01);
          expect(bottom).toBeLessThanOrEqual(cell.y + cell.height);
        }
      }
      const foot = Math.max(
        page.table.y + page.table.height,
        ...page.after.flatMap(({ items }) => items.map((item) => (item.kind === 'text' ? item.baseline : 0))),
      );
      expect(layout.height - foot).toBeLessThan(75);
      for (const { baseline } of page.margins) expect(baseline).toBeLessThan(layout.height - 12);
      expect(page.table.width).toBeCloseTo(layout.width - 2 * page.table.x, 5);
    }
  }
});

test('field names are unique, ASCII, and come in reading order', () => {
  for (const form of forms.values()) {
    const boxes = [...itemsOf(set(form))].filter((item) => item.kind === 'field');
    const names = boxes.map(({ name }) => name);
    // The boxes of one choice share a name and differ in what they stand for.
    const places = boxes.map(({ name, control, state }) =>
      control === 'choice' ? `${name}=${state}` : name,
    );
    expect(new Set(places).size).toBe(places.length);
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

/** Forms whose layout is ours: what each asks, in its order. */
const MADE: Record<string, { labels: string[]; foot: string }> = {
  'jn-suggestion': {
    labels: [
      '单位党委（党组）',
      '问责追责承办单位',
      '当事人',
      '提出日期',
      '当事人相关职责及应承担的责任',
      '是否符合容错条件',
      '有无可以容错的情形',
      '有关政策依据',
      '当事人一贯表现情况',
      '明确的容错建议',
    ],
    foot: '本站依据《激励干部担当作为深化完善容错机制实施细则（试行）》第十二条第四款所列内容编制，非原文附件',
  },
  'jn-conference': {
    labels: [
      '问责追责承办单位',
      '会商日期',
      '参加单位',
      '会商事项',
      '背景原因',
      '客观条件',
      '性质程度',
      '后果影响',
      '当事人的动机目的',
      '当事人履行程序',
      '当事人挽回损失',
      '是否容错的建议',
    ],
    foot: '本站依据《激励干部担当作为深化完善容错机制实施细则（试行）》第十四条、第二十一条所列内容编制，非原文附件',
  },
  'jn-decision': {
    labels: [
      '问责追责承办单位',
      '当事人基本情况',
      '具体问题',
      '容错情节',
      '容错依据',
      '批准机关',
      '决定日期',
      '生效时间',
    ],
    foot: '本站依据《激励干部担当作为深化完善容错机制实施细则（试行）》第十五条第二款所列内容编制，非原文附件',
  },
  'wf-notice': {
    labels: ['纠错对象', '发送单位', '发送日期', '整改期限', '纠错事项', '纠错建议或要求'],
    foot: '本站依据《中共潍坊医学院委员会关于建立容错纠错机制激励干部担当作为的实施办法（试行）》第十四条第（一）项所列内容编制，非原文附件',
  },
  'wf-plan': {
    labels: ['序号', '整改措施', '整改期限', '整改责任人', '1', '2', '3', '4', '5', '6', '7'],
    foot: '本站依据《中共潍坊医学院委员会关于建立容错纠错机制激励干部担当作为的实施办法（试行）》第十四条第（二）项所列内容编制，非原文附件',
  },
  'zz-report': {
    labels: [
      '调查对象基本情况',
      '调查依据',
      '调查过程',
      '追责问责及容错事实',
      '调查对象的态度认识',
      '处理建议及依据',
      '调查组全体人员签名',
    ],
    foot: '本站依据《激励干部担当作为容错纠错工作实施细则》（枣职发〔2023〕32号）第七条第（二）项所列内容编制，非原文附件',
  },
  'sy-risk-filing': {
    labels: [
      '申请单位',
      '同级党委或上级主管部门',
      '申请日期',
      '计划实施日期',
      '所属工作（划“√”）',
      '保障改善民生',
      '防范化解重大风险',
      '解决历史遗留问题',
      '申请备案的事项',
      '主动打破惯例、破解难题',
      '预判可能因为客观原因需要容错免责',
      '符合容错免责情形',
    ],
    foot: '本站依据经验文章《加强容错纠错机制的探索运用》“风险备案”部分所列内容编制，非原文附件',
  },
};

describe('a form the source only names', () => {
  test.each(Object.entries(MADE))(
    '%s asks what its clause lists, and says whose layout it is',
    (id, made) => {
      const { pages } = set(formOf(id));
      const labels = pages.flatMap(({ rows }) => rows.flat()).flatMap(({ label }) => (label ? [label] : []));
      expect(labels).toEqual(made.labels);
      // The head of the page does not look like that of an annex.
      expect(pages[0]?.before[0]?.tag).toBe('H1');
      // On the last page the sentence is text, on the others a footer.
      expect(read(pages.at(-1)?.after.at(-1) ?? { items: [] })).toBe(made.foot);
      for (const { margins } of pages.slice(0, -1)) {
        expect(margins.map(({ text }) => text).join('')).toContain(made.foot);
      }
    },
  );

  test('and has a line to sign on only for the team of ZZ', () => {
    for (const id of Object.keys(MADE)) {
      const marks = JSON.stringify(formOf(id)).match(/"(seal|signature)"/g) ?? [];
      expect([id, marks.length]).toEqual([id, id === 'zz-report' ? 6 : 0]);
    }
  });
});

describe('the statistics table of JN, rebuilt', () => {
  test('has 37 leaf columns under three levels, in the order of the source', () => {
    const { pages, width, height } = set(formOf('jn-a2'));
    expect(width).toBeGreaterThan(height);
    const header = (pages[0]?.rows ?? []).slice(0, 3);
    const leaves = header
      .flat()
      .filter(({ row, rowspan }) => row + rowspan === 3)
      .sort((a, b) => a.column - b.column);
    expect(leaves.map(({ label }) => label)).toEqual(
      (
        '序号 姓名 单位及职务 追究事由 应承担何种责任 容错理由 符合何种容错条件及情形 给予容错的时间 ' +
        '免责 减责 从轻 提醒函询等 通报批评 诫勉 停职检查 调离岗位 引咎辞职 责令辞职 免职 降职 ' +
        '党内警告 党内严重警告 撤销党内职务 留党察看 开除党籍 警告 记过 记大过 降级 撤职 开除 其他 ' +
        '检查 通报 改组 纠错情况 备注'
      ).split(' '),
    );
    expect(leaves.every(({ colspan }) => colspan === 1)).toBe(true);
    const groups = header.flat().filter(({ colspan }) => colspan > 1);
    expect(groups.map(({ label, colspan }) => `${label} ${colspan}`)).toEqual([
      '干部/单位情况 4',
      '容错方式 3',
      '对个人容错后问责追责情况 21',
      '对单位容错后问责追责情况 3',
      '组织处理 6',
      '党纪处分 5',
      '政务处分 6',
    ]);
    expect(header.flat().every(({ tag, scope }) => tag === 'TH' && scope === 'Column')).toBe(true);
  });

  test('has a box for every cell of its rows, notes 1 to 4, and says that it is rebuilt', () => {
    const { pages } = set(formOf('jn-a2'));
    const rows = pages[0]?.rows.slice(3) ?? [];
    expect(rows).toHaveLength(4);
    for (const row of rows) {
      expect(row).toHaveLength(37);
      expect(row.slice(1).every(({ items }) => items.length === 1 && items[0]?.kind === 'field')).toBe(true);
    }
    const boxes = rows[0]?.flatMap(({ items }) => items).filter((item) => item.kind === 'field') ?? [];
    expect(boxes.filter(({ control }) => control === 'choice').map(({ state }) => state)).toEqual([
      'exempt',
      'reduced',
      'lenient',
    ]);
    expect(boxes.filter(({ control }) => control === 'tick')).toHaveLength(24);
    const after = pages[0]?.after.map(read) ?? [];
    expect(after.slice(0, -1).map((text) => text.slice(0, 4))).toEqual(['注：1.', '2. “', '3. “', '4. 该']);
    expect(after.at(-1)).toMatch(/附件 2（参考样式）　原件版式按文字重建/);
    expect(pages[0]?.before.map(read)).toContain('（参考样式）');
  });
});

describe('a form of several pages', () => {
  const report = () => structuredClone(formOf('zz-report'));

  test('goes on over the page under its title and counts its pages', () => {
    const { pages } = set(report());
    expect(pages).toHaveLength(2);
    expect(pages[1]?.before).toEqual([]);
    expect(pages.map(({ margins }) => margins.map(({ text }) => text).join('|'))).toEqual([
      expect.stringMatching(/第 1 页，共 2 页$/),
      expect.stringMatching(/^容错调查报告（续页）\|.*第 2 页，共 2 页$/),
    ]);
  });

  test('may not have a cell across the break, nor a header that the next page lacks', () => {
    const across = report();
    const [cell] = across.rows[3]?.cells ?? [];
    if (cell) cell.rowspan = 2;
    across.rows[4]?.cells.shift();
    expect(() => set(across)).toThrow(/格子跨过了分页/);
    const headed = report();
    if (headed.rows[0]) headed.rows[0].header = true;
    expect(() => set(headed)).toThrow(/有表头的表格不能分页/);
  });
});
