import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type CellBox,
  FormLayoutError,
  itemsOf,
  layoutForm,
  type Paragraph,
} from '../../src/forms/layout.ts';
import type { FormSpec } from '../../src/forms/schema.ts';
import { formView } from '../../src/forms/view.ts';
import { FORM_IDS, formTexts, openPress, type Press, soundForm } from './made.ts';

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

test('the application of JN is cut in two where its source is', () => {
  const { pages } = set(formOf('jn-a1'));
  expect(pages.map(({ rows }) => rows.length)).toEqual([6, 5]);
});

test('the report of WF tells the one it is made to from those that get a copy', () => {
  const rows = set(formOf('wf-correction-report')).pages.flatMap((page) => page.rows);
  expect(rows.slice(-2).map((row) => row.map(sketch))).toEqual([
    ['报送 2列', '▢学校党委'],
    ['抄送 2列', '▢纪委▢监察专员办公室 / ▢党委组织部▢相关职能部门、单位'],
  ]);
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
      '表格编号 JN-A1　版本 2026-11-21　第 1 页，共 2 页',
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
        ...[...page.before, ...page.after].flatMap(({ items }) =>
          items.map((item) => (item.kind === 'text' ? item.baseline : item.y + item.height)),
        ),
        page.table ? page.table.y + page.table.height : 0,
      );
      expect([form.id, layout.height - foot < 75]).toEqual([form.id, true]);
      for (const { baseline } of page.margins) expect(baseline).toBeLessThan(layout.height - 12);
      if (page.table) expect(page.table.width).toBeCloseTo(layout.width - 2 * page.table.x, 5);
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

/**
 * What several papers have without being asked: from whom to whom they go, of whom they speak, their day, and, in
 * records that the handler keeps, the number for the register. In others the same words are what the clause asks.
 */
const EVERY_PAPER = new Set(
  (
    '责任追究部门 问责追责承办单位 调查组 单位党委（党组） 所在单位党委（党组） 发出机关 发送单位 ' +
    '当事人 责任追究对象 容错对象或者其所在党组织 所在单位 回访人 提出日期 会议日期 ' +
    '案件编号（供登记用） 线索编号（供登记用） 对象代号（供登记用）'
  ).split(' '),
);

/**
 * Forms whose layout is ours: what the clause asks each to hold, and what it takes to say that (whose, which matter,
 * when), in the words and the order of its fields, and nothing else.
 */
const ASKED: Record<string, string> = {
  'wf-application': '受理单位 申请主体 干部本人 所在党组织 启动问责程序日期 申请日期 问责事项 符合的容错情形',
  'wf-explanation': '调查单位 单位或个人 听取日期 解释说明的一方 调查事项 解释说明',
  'wf-consultation': '会商单位 会商日期 邀请的代表 参加会商的单位和人员 会商事项 会商结果',
  'wf-escalation': '上一级党组织 需要认定的容错事项 难以认定之处 报告单位 报告日期',
  'wf-conclusion':
    '被告知的单位或当事人 告知的事项 认定日期 认定结论 结论的具体内容 告知对象 告知单位 告知日期',
  'wf-notice': '纠错对象 纠错事项 纠错建议或要求 整改期限 发送单位 发送日期',
  'wf-plan': '纠错对象 发送纠错通知的单位 收到纠错通知日期 提交日期 整改措施 整改期限 整改责任人',
  'wf-extension': '发送纠错通知的单位 收到纠错通知日期 原整改期限 特殊情况 申请延长至 纠错对象 申请日期',
  'wf-correction-report': '纠错对象 整改期限 整改完成日期 报告日期 纠错事项 整改落实情况 报送和抄送',
  'wf-supervisory-advice': '被建议单位 需要纠正的问题 建议 发送日期',
  'wf-risk-warning': '被预警单位 廉政风险 发送日期',
  'wf-circular': '通报范围 行为 典型问题 处理 处理情况 通报单位 通报日期',
  'zz-evidence': '申请人或者申请党组织 提供日期 材料名称 证明的事实',
  'zz-acceptance': '申请主体 责任追究对象 职务 单位 申请日期 受理日期 申请容错事项',
  'zz-facts': '调查对象 形成日期 事实 签署情况 签署的意见 签署人 签署日期',
  'zz-dissent': '调查对象 签署情况 说明日期 不同意见或者拒不签署的情况 调查组的说明',
  'zz-report':
    '报告形成日期 调查对象基本情况 调查依据 调查过程 追责问责及容错事实 调查对象的态度认识 处理建议及依据 签名日期',
  'zz-decision': '责任追究对象 追责问责的事项 因容错给予 处理 决定日期',
  'zz-refusal':
    '被告知的党组织或者当事人 作出结论日期 申请或者核实容错的事项 不予容错的原因 告知对象 告知日期',
  'zz-appeal': '受理申诉、复审的组织 处理决定日期 处理决定 申请 请求 理由 申请日期',
  'zz-notice': '容错对象或者其所在党组织 纠错事项 纠错要求 纠正期限 送达日期',
  'zz-extension': '收到纠错通知日期 原整改期限 特殊情况 申请延长至 申请日期',
  'zz-correction-report': '报送责任追究部门 整改期限 整改完成日期 报告日期 纠错事项 整改落实情况',
  'zz-followup': '回访对象 方式 日期 跟踪了解的情况 思想政治教育和谈心谈话 关心关爱',
  'jn-probe-notice': '所在单位党委（党组） 启动责任追究调查日期 当事人 责任追究事由 通知日期',
  'jn-told': '当事人 收到通知日期 责任追究事由 告知日期',
  'jn-suggestion':
    '单位党委（党组） 问责追责承办单位 当事人 提出日期 当事人相关职责及应承担的责任 是否符合容错条件 有无可以容错的情形 有关政策依据 当事人一贯表现情况 明确的容错建议',
  'jn-late-reason': '收到通知日期 特殊原因 说明日期',
  'jn-statement': '听取日期 陈述人 问责追责事项 当事人陈述 主观过错',
  'jn-unit-opinion': '听取日期 单位党委（党组） 问责追责事项 单位党委（党组）意见 干部的一贯表现',
  'jn-superior-opinion': '听取日期 上级业务指导部门 问责追责事项 政策适用意见',
  'jn-discipline-opinion': '听取日期 纪检监察机关 问责追责事项 纪检监察机关意见',
  'jn-proposal': '有管理权限的党组织 提出的依据 具体问题 符合的条件和情形 容错建议 提出日期',
  'jn-conference':
    '问责追责承办单位 会商日期 参加单位 会商事项 背景原因 客观条件 性质程度 后果影响 当事人的动机目的 当事人履行程序 当事人挽回损失 是否容错的建议',
  'jn-escalation': '上级党委（党组） 会商日期 容错事项 难以认定之处 请示事项 同级党委（党组） 请示报告日期',
  'jn-decision': '当事人基本情况 具体问题 容错情节 容错依据 批准机关 生效时间 问责追责承办单位 决定日期',
  'jn-duty-decision': '当事人基本情况 具体问题 容错情节 容错依据 批准机关 生效时间 决定日期',
  'jn-refusal': '当事人 申请日期 申请容错事项 有关情况 说明单位 说明日期',
  'jn-archive': '问责追责承办单位 当事人 建档日期 环节 材料名称 形成日期 页数',
  'jn-org-notice': '同级党委组织部门 作出决定日期 当事人 容错方式 有关容错情况 通报日期',
  'jn-lists': '提出部门 清单类别 情形 联席会议审核日期 报送日期',
  'jn-summary': '报告期 报送 本级（本地区）容错情况 汇总单位 报送日期',
  'jn-correction-notice':
    '容错对象 需要认识、改正的错误 纠错方式 整改要求 相关单位完善制度、堵塞漏洞的要求 发送日期',
  'sy-warning': '提醒对象 涉及单位 提醒的情况 具体情况 提醒 提醒日期',
  'sy-risk-filing':
    '申请单位 同级党委或上级主管部门 申请日期 计划实施日期 所属工作 申请备案的事项 主动打破惯例、破解难题 预判可能因为客观原因需要容错免责 符合容错免责情形',
  'sy-risk-consent':
    '同级党委或者上级主管部门 申请单位 申请备案的事项 研究意见 意见的内容 研究日期 报县纪委监委备案日期',
  'sy-trial-opinion': '审查调查部门 商请论证的问题 案件事实 证据 定性 意见建议',
  'sy-self-appraisal': '当事人 自评日期 陈述 意见',
  'sy-peer-appraisal': '被评价人 评议日期 评价人 评价意见',
  'sy-branch-review':
    '会议 “两评”意见 失误错误的性质 危害程度 原因 一贯表现 容错纠错具体情形 初步结论 审议结果',
  'sy-committee-review': '失误错误的性质 危害程度 原因 一贯表现 容错纠错具体情形 审定意见',
  'sy-trial-review': '集体讨论日期 主观动机 工作依据 决策过程 社会影响 事后态度 鉴别意见',
  'sy-special-meeting': '会议日期 审理鉴别意见 容错纠错具体情形 审定结论 容错方式 最终审定意见',
  'sy-inquiry': '被函询人 反映的问题 需要说明的事项 发函日期',
  'sy-case-report': '报送单位 报送日期 案件 适用的情形 容错方式',
  'sy-advice': '被建议单位 集中出现的易错情形 易错风险点和问题症结 堵塞漏洞的建议 发送日期',
  'sy-followup': '被回访人 回访日期 心理疏导和回访教育 思想上的关心关爱 工作上的关心关爱 生活上的关心关爱',
  'sy-recommendation':
    '推介单位 被推介人 影响期满日期 认真改正错误的情况 表现优秀、担当作为、工作突出的情况 受到各方肯定的情况 推介日期',
  'sy-clarification': '收函的本人或者党组织 反映的问题 查明的事实 送达 发函日期',
  'sy-clarification-record':
    '被澄清人 澄清日期 澄清方式 澄清的前提 澄清和通报的对象 反映的问题 查明的事实 澄清的场合和参加人员',
  'sy-false-accusation': '行为人 处理日期 行为 意图使他人受到 查明的事实 处理 处理情况',
  'py-application': '纪检监察机关 被问责追责的事项 认为符合容错条件的理由 责任追究对象 申请日期',
  'py-heard': '纪检监察机关 发表意见的人 听取日期 听取意见对象 调查特殊情形 失误错误问题 意见',
  'py-grounds': '纪检监察机关 形成日期 失误错误问题 容错理由 容错依据 归档',
  'py-appeal': '受理申诉的机关 处理决定日期 处理决定 不服的内容 请求 理由 申诉人 申诉日期',
  'py-comment': '提出意见的单位或者个人 条款 修改意见 理由',
};

describe('a form the source only names', () => {
  /** What is asked besides what the clause does, as the register needs it or the one who is told. */
  const ADDED: Readonly<Record<string, string>> = {
    'jn-probe-notice': '“责任追究事由”一栏',
    'jn-told': '“责任追究事由”一栏',
    'sy-branch-review': '“案件编号”一栏',
    'sy-case-report': '“案件编号”一栏',
    'sy-clarification-record': '“线索编号”一栏',
    'sy-committee-review': '“案件编号”一栏',
    'sy-false-accusation': '“线索编号”一栏',
    'sy-followup': '“对象代号”“案件编号”两栏',
    'sy-special-meeting': '“案件编号”一栏',
    'sy-trial-opinion': '“案件编号”一栏',
    'sy-trial-review': '“案件编号”一栏',
    'zz-followup': '“案件编号”一栏',
  };

  test('each has its contents listed here', () => {
    const named = FORM_IDS.filter((id) => formOf(id).kind === 'named');
    expect(Object.keys(ASKED).sort()).toEqual(named);
  });

  test.each(Object.entries(ASKED))(
    '%s asks what its clause says, and says whose layout it is',
    (id, asked) => {
      const form = formOf(id);
      const { pages } = set(form);
      const labels = formView(form).fields.map(({ label }) => label);
      const wanted = asked.split(' ');
      expect(labels.filter((label) => !EVERY_PAPER.has(label) || wanted.includes(label))).toEqual(wanted);
      // The head of the page does not look like that of an annex.
      expect(pages[0]?.before[0]?.tag).toBe('H1');
      const added = ADDED[id] ? `；${ADDED[id]}由本站添加` : '';
      const foot = `本站依据${form.source}${form.place}所列内容编制，非原文附件${added}`;
      // On the last page the sentence is text, on the others a footer; form and version stand on every page.
      expect(read(pages.at(-1)?.after.at(-1) ?? { items: [] })).toBe(foot);
      for (const [page, { margins }] of pages.entries()) {
        const words = margins.map(({ text }) => text).join('');
        if (page < pages.length - 1) expect(words).toContain(foot);
        expect(words).toContain(`表格编号 ${id.toUpperCase()}　版本 ${form.version}`);
      }
    },
  );

  test('and has a line to sign on only for the team of ZZ, a seal nowhere', () => {
    for (const id of Object.keys(ASKED)) {
      const marks = JSON.stringify(formOf(id)).match(/"(seal|signature)"/g) ?? [];
      expect([id, marks.length]).toEqual([id, id === 'zz-report' ? 6 : 0]);
    }
  });
});

test('every form stands under its own policy, article and document', () => {
  const sources = new Map<string, Set<string>>();
  for (const { id, policy, source, clause } of forms.values()) {
    expect(id.startsWith(`${policy.toLowerCase()}-`)).toBe(true);
    expect(clause.startsWith(`${policy}-`)).toBe(true);
    sources.set(policy, (sources.get(policy) ?? new Set()).add(source));
  }
  for (const [policy, names] of sources) expect([policy, names.size]).toEqual([policy, 1]);
});

describe('the standard of ZZ annex 2 as a sheet to tick', () => {
  test('prints the twelve pairs of the source word for word, each with 正, 负 and 不适用', () => {
    const { pages } = set(formOf('zz-a2'));
    const policy = readFileSync('content/policies/zz-2023.mdx', 'utf8').replace(/\s|\{#[^}]*\}/g, '');
    const rows = pages[0]?.rows ?? [];
    expect(rows[0]?.map(({ label }) => label)).toEqual(['方面', '对照', '正', '负', '不适用']);
    const pairs = rows.slice(1, 13);
    for (const row of pairs) {
      const words = row.find(({ tag }) => tag === 'TD')?.label ?? '';
      expect(policy).toContain(words);
      expect(words).toMatch(/^是.+还是.+/);
      const boxes = row.flatMap(({ items }) => items).filter((item) => item.kind === 'field');
      expect(boxes.map(({ control, state }) => `${control} ${state}`)).toEqual([
        'choice positive',
        'choice negative',
        'choice none',
      ]);
    }
    expect(
      rows.flatMap((row) => row.filter(({ rowspan }) => rowspan === 2).map(({ label }) => label)),
    ).toEqual([
      '1. 动机态度。',
      '2. 客观条件。',
      '3. 程序方法。',
      '4. 性质程度。',
      '5. 后果影响。',
      '6. 挽回损失。',
    ]);
    // Read from the top down, the rows are the six lines of the source.
    const lines = pairs
      .flat()
      .filter(({ tag, rowspan }) => tag === 'TD' || rowspan === 2)
      .map(({ label }) => label);
    expect(policy).toContain(lines.join('').replace(/\s/g, ''));
  });

  test('says which part of it is ours', () => {
    const { pages } = set(formOf('zz-a2'));
    const below = pages[0]?.rows.slice(13).map(([head]) => head?.label);
    expect(below).toEqual(['综合评价', '明确结论']);
    expect(pages[0]?.after.map(read).join('')).toMatch(/附件 2　条目照录原件；.*由本站添加$/);
  });
});

describe('a letter', () => {
  const notice = () => structuredClone(formOf('wf-notice'));

  test('reads from the person addressed to the date, its headings numbered, the blanks in the running text', () => {
    const { pages } = set(notice());
    expect(pages).toHaveLength(1);
    expect(pages[0]?.rows).toEqual([]);
    expect(pages[0]?.before.map(read)).toEqual([
      '纠错通知',
      '▢：',
      '现就下列事项发送纠错通知，请在期限内纠正问题、改进工作。',
      '一、纠错事项',
      '▢',
      '二、纠错建议或要求',
      '▢',
      '三、整改期限：',
      '▢年▢月▢日',
      '▢',
      '▢年▢月▢日',
    ]);
    const running = set(formOf('wf-extension')).pages[0]?.before[2];
    expect(read(running ?? { items: [] })).toMatch(/^我（单位）于▢年▢月▢日收到纠错通知，规定的整改期限为▢年/);
  });

  test.each(['sy-warning', 'wf-circular'])('squares to tick that go over a line stay set in: %s', (id) => {
    const { before } = set(formOf(id)).pages[0] ?? expect.fail('no page');
    const ticked = before.filter(({ items }) =>
      items.some((item) => item.kind === 'field' && item.control !== 'text'),
    );
    const parted = ticked.filter(({ items }) => items.some((item, i) => item.x < (items[i - 1]?.x ?? 0)));
    expect(parted.length).toBeGreaterThan(0);
    // Two characters of 14 points from the margin.
    for (const { items } of parted)
      expect(Math.min(...items.map(({ x }) => x))).toBeGreaterThanOrEqual(74 + 28);
  });

  test('stays inside its margins, and no line of its running text begins with 。 or ，', () => {
    for (const form of [...forms.values()].filter(({ letter }) => letter.length > 0)) {
      const { pages, width } = set(form);
      for (const { items } of pages.flatMap(({ before }) => before)) {
        for (const [i, item] of items.entries()) {
          expect([form.id, item.x >= 74, item.x + item.width <= width - 73.9]).toEqual([form.id, true, true]);
          const before = items[i - 1];
          const begins = before !== undefined && item.x < before.x;
          if (begins && item.kind === 'text') expect(item.text).not.toMatch(/^[，。、；：]/);
        }
      }
    }
  });

  test('calls its places to write what the fields are called', () => {
    for (const { id, letter, fields } of forms.values()) {
      for (const { heading, field } of letter.filter((block) => block.heading !== undefined)) {
        expect([id, fields.find(({ key }) => key === field)?.label]).toEqual([id, heading]);
      }
    }
  });

  test('goes on over the page where it is told to', () => {
    const form = structuredClone(formOf('jn-decision'));
    const grounds = form.letter.find(({ heading }) => heading === '容错依据');
    if (grounds) grounds.new_page = true;
    const { pages } = set(form);
    expect(pages).toHaveLength(2);
    expect(pages[1]?.before.map(read)[0]).toBe('四、容错依据');
    expect(pages.map(({ margins }) => margins.map(({ text }) => text).join('|'))).toEqual([
      expect.stringMatching(/第 1 页，共 2 页$/),
      expect.stringMatching(/^容错决定书（续页）\|.*第 2 页，共 2 页$/),
    ]);
  });

  test('that does not fit is refused at the part concerned', () => {
    const form = notice();
    const [, , matters] = form.letter;
    if (matters) matters.height = 900;
    expect(() => set(form)).toThrow(/信函高出页面 [\d.]+ 磅/);
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
    expect(after.at(-1)).toMatch(
      /附件 2（参考样式）　版式由本站依原件文字重建，原件表头错乱；注3、注4疑误照录/,
    );
    expect(pages[0]?.before.map(read)).toContain('（参考样式）');
  });
});

test('no line below a form or in its foot ends inside a number, or between it and what it counts', () => {
  for (const form of forms.values()) {
    for (const { after, margins } of set(form).pages) {
      for (const items of [...after.map((paragraph) => paragraph.items), margins]) {
        const lines = items.flatMap((item) => (item.kind === 'text' ? [item] : []));
        for (const [i, line] of lines.entries()) {
          const next = lines[i + 1];
          if (!next || next.baseline <= line.baseline + 1) continue;
          expect(`${line.text}\n${next.text}`, form.id).not.toMatch(
            /\d\n\p{Script=Han}|〕\n\d|\p{Script=Han}\n〔|第\n\d|\n\s/u,
          );
        }
      }
    }
  }
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
