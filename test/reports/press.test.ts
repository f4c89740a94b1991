/** Reports on paper: filled for every viewer, still open to the pen, page after page with the head of the table. */
import { readXlsx } from 'hucre/xlsx';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPackageLeaks, findPaperLeaks, secretsOf } from '../../src/disclosure/leakscan.ts';
import { drawForm } from '../../src/forms/draw.ts';
import { contentOf, fieldMeasure, fillLayout, heightOfLines } from '../../src/forms/fill.ts';
import { readFilledForm } from '../../src/forms/filled.ts';
import { type FieldBox, itemsOf, itemsOn, layoutForm } from '../../src/forms/layout.ts';
import { formKey } from '../../src/forms/leaves.ts';
import { textOfPdf } from '../../src/paper/readback.ts';
import { papersFor, refusePaper } from '../../src/reports/case-paper.ts';
import {
  blankFields,
  caseValues,
  formFor,
  sheetValues,
  withoutLongTexts,
} from '../../src/reports/filling.ts';
import { jnHalfYear } from '../../src/reports/jn-half-year.ts';
import { pressCasePaper, pressReport } from '../../src/reports/press.ts';
import type { Report, Sheet } from '../../src/reports/report.ts';
import { reportSheets } from '../../src/reports/sheets.ts';
import { syCounters } from '../../src/reports/sy-counters.ts';
import { zzMonth } from '../../src/reports/zz-month.ts';
import { writeWorkbook } from '../../src/workbook.ts';
import { readTexts } from '../../src/zip-parts.ts';
import { inkOf } from '../forms/ink.ts';
import { openPress, type Press } from '../forms/made.ts';
import { Pdfium } from '../forms/pdfium.ts';
import { needTool, runTool } from '../forms/tools.ts';
import { partOf } from '../parts.ts';
import { AS_OF, formOf, periodOf, policyOf, rowsFrom } from './made.ts';

const raise = (): never => {
  throw new Error('not there');
};

let press: Press;
let pdfium: Pdfium;
beforeAll(async () => {
  press = await openPress();
  pdfium = await Pdfium.open();
});
afterAll(() => pdfium.close());

const HEAD =
  '编号,适用制度,容错对象类型,单位,职务,问责追责承办单位（责任追究部门）,追究事由,启动责任追究调查（问责程序）日期,启动来源,容错认定（给予容错）时间,是否容错,容错方式,容错后问责追责情况,容错情形,容错条件,文书材料,纠错程序,纠错通知送达日期,批准（决定）机关,生效时间';
const jnCase = (n: number, matter = '为赶在汛期前完成施工，部分手续补办滞后，㛃䶮。'): string =>
  `JN-2025-${String(n).padStart(3, '0')},JN,个人,某镇人民政府,镇长,县纪委,${matter},2025-01-06,依申请,2025-03-${String((n % 28) + 1).padStart(2, '0')},予以容错,从轻,党纪处分:党内警告,JN-9(2),JN-7(1)|JN-7(2)|JN-7(3),容错决定书,启动,2025-04-02,县纪委常委会,2025-03-28`;
const zzCase = (n: number): string =>
  `ZZ-2025-${String(n).padStart(3, '0')},ZZ,个人,某系,主任,审计处,试行学分银行互认，个别课程认定标准不一,2025-01-06,依申请,2025-03-10,予以容错,${n % 2 ? '减轻' : '不予追究责任'},,ZZ-5(3)|ZZ-5(12),ZZ-7(5)b1|ZZ-7(5)b2,处理决定|容错免责决定书,启动,2025-03-11,院党委,2025-03-10`;

const jn = { policy: policyOf('JN'), form: formOf('jn-a2'), period: periodOf('2025H1'), asOf: AS_OF };
const zz = { policy: policyOf('ZZ'), form: formOf('zz-a4'), period: periodOf('2025-03'), asOf: AS_OF };
const csv = (lines: readonly string[]) => rowsFrom({ 'cases-2025.csv': `${[HEAD, ...lines].join('\n')}\n` });
const some = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const jnReport = async (count: number): Promise<Report> =>
  jnHalfYear(await csv(some(count).map((n) => jnCase(n))), jn);

function onlySheet({ sheets }: Report): Sheet {
  const [sheet] = sheets;
  if (!sheet || sheets.length !== 1) throw new Error('one sheet is expected');
  return sheet;
}

function layoutOf(report: Report, form: typeof jn.form, rowsPerSheet?: number) {
  const sheet = withoutLongTexts(onlySheet(report), form);
  const filled = formFor(form, sheet);
  const values = sheetValues(filled, sheet);
  const measure = fieldMeasure(press.field.face);
  const content = { ...contentOf(values, measure), ...(rowsPerSheet ? { rowsPerSheet } : {}) };
  return { values, layout: fillLayout(layoutForm(filled, press.measure, content), values, measure) };
}

const pressed = async (report: Report, options: typeof jn): Promise<Uint8Array> => {
  const [paper] = await pressReport(report, options.policy, options.form, press);
  if (!paper) throw new Error('no paper');
  return paper.bytes;
};

describe('a table of sixty rows', () => {
  test('stands on many pages, each with the head of the table and no row twice', async () => {
    const { layout } = layoutOf(await jnReport(60), jn.form);
    expect(layout.pages.length).toBeGreaterThan(10);
    const ordinals = layout.pages.flatMap(({ rows }) =>
      rows.flatMap(([first]) => (/^\d+$/.test(first?.label ?? '') ? [Number(first?.label)] : [])),
    );
    expect(ordinals).toEqual(some(60));
    for (const [number, { table, repeated = [], rules }] of layout.pages.entries()) {
      const words = repeated.map(({ text }) => text).join('');
      if (number === 0) expect(words).toBe('');
      else if (table)
        for (const head of ['干部/单位情况', '姓名', '党纪处分', '从轻', '纠错'])
          expect(words).toContain(head);
      for (const { y2 } of rules) expect(y2).toBeLessThan(layout.height - 40);
    }
  });

  test('is one table to a reader of the text, and its head is on every page', async (context) => {
    needTool('pdftotext', context);
    needTool('pdfinfo', context);
    const bytes = await pressed(await jnReport(60), jn);
    const { output, done } = runTool('pdftotext', ['-layout', 'a.pdf', '-'], { 'a.pdf': bytes });
    done();
    const pages = output.split('\f').slice(0, -1);
    expect(pages.length).toBeGreaterThan(10);
    for (const page of pages) expect(page.replace(/\s/g, '')).toContain('对个人容错后问责追责情况');
    const tags = runTool('pdfinfo', ['-struct', 'a.pdf'], { 'a.pdf': bytes });
    tags.done();
    expect(tags.output.match(/^\s*Table\b/gm)).toHaveLength(1);
    // Three rows of heads, read once, and sixty of cases.
    expect(tags.output.match(/^\s*TR\b/gm)).toHaveLength(63);
  });

  test('passes qpdf', async (context) => {
    needTool('qpdf', context);
    const { code, done } = runTool('qpdf', ['--check', 'a.pdf'], {
      'a.pdf': await pressed(await jnReport(9), jn),
    });
    done();
    expect(code).toBe(0);
  });
});

describe('what is filled in', () => {
  test('PDFium and pdf.js read the same values, and draw them where they stand', async () => {
    const report = await jnReport(5);
    const { values, layout } = layoutOf(report, jn.form);
    const bytes = await pressed(report, jn);
    const back = await pdfium.values(bytes);
    for (const [name, value] of values) expect(back.get(name)?.replaceAll('\r\n', '\n'), name).toBe(value);
    const filled = [...back].filter(([, value]) => value !== '' && value !== 'Off');
    expect(filled.map(([name]) => name).sort()).toEqual([...values.keys()].sort());
    expect(values.get('matter.1')).toContain('㛃䶮');
    expect(values.get('mode.5')).toBe('lenient');
    expect(values.get('sanctions.5.party_warning')).toBe('Yes');

    const document = await getDocument({ data: bytes.slice(), verbosity: 0 }).promise;
    const fields = (await document.getFieldObjects()) ?? {};
    const read = (name: string): unknown =>
      (fields[name] as { value?: unknown }[] | undefined)?.at(-1)?.value;
    expect(read('matter.1')).toBe(values.get('matter.1'));
    await document.destroy();

    for (const [number, page] of layout.pages.entries()) {
      const boxes = [...itemsOn(page)].filter((item): item is FieldBox => item.kind === 'field');
      const ink = inkOf(await pdfium.render(bytes, 1.5, number), boxes, 1.5);
      for (const [i, box] of boxes.entries())
        expect((ink[i] ?? 0) > 4, `${box.name} ${ink[i]}`).toBe(box.filled !== undefined);
    }
  });

  test('is read back as a form that somebody has filled in', async () => {
    const report = await jnReport(6);
    const read = await readFilledForm(await pressed(report, jn), 'a.pdf', [formKey(jn.form)]);
    expect([read.findings, read.unknown]).toEqual([[], []]);
    const modes = read.values.filter(({ field }) => field.key === 'mode');
    expect(modes.map(({ row, ticked }) => [row, ...ticked])).toEqual(some(6).map((row) => [row, 'lenient']));
  });

  test('characters that its fields cannot show are named, and its values are kept', async () => {
    const [paper] = await pressReport(
      jnHalfYear(await csv([jnCase(1, '为赶在汛期前完成國㬢工程。')]), jn),
      jn.policy,
      jn.form,
      press,
    );
    expect(paper?.unseen).toEqual(['國', '㬢']);
    expect((await pdfium.values(paper?.bytes ?? new Uint8Array())).get('matter.1')).toContain('國㬢');
    const [sound] = await pressReport(await jnReport(1), jn.policy, jn.form, press);
    expect(sound?.unseen).toEqual([]);
  });

  test('can still be changed', async () => {
    const bytes = await pressed(await jnReport(1), jn);
    const changed = await pdfium.fill(bytes, new Map([['note.1', '补充说明']]), []);
    const back = await pdfium.values(changed);
    expect(back.get('note.1')).toBe('补充说明');
    expect(back.get('mode.1')).toBe('lenient');
  });

  test('a text too long for its cell stands in the notes', async () => {
    const long = '甲乙丙丁戊己庚辛壬癸'.repeat(12);
    const report = jnHalfYear(await csv([jnCase(1, long)]), jn);
    const { values, layout } = layoutOf(report, jn.form);
    expect(values.get('matter.1')).toBe('见附注2');
    const words = [...itemsOf(layout)].flatMap((item) => (item.kind === 'text' ? [item.text] : [])).join('');
    expect(words).toContain(`第1行“追究事由”：${long}`);
  });

  const LONG = Array.from(
    { length: 40 },
    (_, i) =>
      `${i + 1}. 2024年5月，经集体研究先行启动施工，后因地勘资料与实际不符，造成返工损失120万元，㛃䶮。`,
  ).join('\n');

  test.each([
    ['zz-a3', 'matter'],
    ['jn-decision', 'matter'],
    ['jn-decision', 'situations'],
    ['wf-notice', 'correction_demands'],
    ['jn-correction-notice', 'unit_demands'],
  ])(
    'what is longer than a page of %s goes on over the page, and is read back whole: %s',
    async (id, key) => {
      const form = formOf(id);
      const values = new Map([
        [key, `${LONG}\n${LONG}`],
        ['handler', '某市纪委监委'],
        ['decider', '某市委'],
      ]);
      const measure = fieldMeasure(press.field.face);
      const layout = fillLayout(layoutForm(form, press.measure, contentOf(values, measure)), values, measure);
      expect(layout.pages.length).toBeGreaterThan(1);
      const boxes = layout.pages.flatMap((page) =>
        [...itemsOn(page)].filter((item) => item.kind === 'field'),
      );
      // Everything is drawn, and nothing below the edge of its box.
      const lines = boxes
        .filter(({ name }) => name === key || name.endsWith(`.${key}`))
        .flatMap(({ filled }) => filled?.lines ?? []);
      expect(lines.join('')).toBe(values.get(key)?.replaceAll('\n', ''));
      for (const { filled, height, size } of boxes) {
        if (filled) expect(heightOfLines(filled.lines.length, size)).toBeLessThan(height + size);
      }
      // No page has fewer than two lines of it, and none has nothing but who signs.
      for (const page of layout.pages) {
        const own = [...itemsOn(page)].flatMap((item) =>
          item.kind === 'field' && item.name.endsWith(key) ? [item.filled?.lines.length ?? 0] : [],
        );
        for (const count of own) expect(count).toBeGreaterThan(1);
      }
      const bytes = await drawForm(layout, press);
      expect(bytes).toEqual(await drawForm(layout, press));
      const read = await readFilledForm(bytes, 'a.pdf', [formKey(form)]);
      expect([read.findings, read.unknown]).toEqual([[], []]);
      expect(read.values.find(({ field }) => field.key === key)?.text).toBe(values.get(key));
      // A viewer draws the end of the text on the last page that has a piece of it.
      const last = layout.pages.findLastIndex((page) =>
        [...itemsOn(page)].some((item) => item.kind === 'field' && item.name.endsWith(key)),
      );
      const picture = await pdfium.render(bytes, 1, last);
      const pieces = [...itemsOn(layout.pages[last] ?? raise())].filter(
        (item): item is FieldBox => item.kind === 'field' && item.name.endsWith(key),
      );
      for (const ink of inkOf(picture, pieces, 1)) expect(ink).toBeGreaterThan(100);
    },
  );

  test('a name longer than its line takes more lines, or a line of its own', () => {
    const measure = fieldMeasure(press.field.face);
    const fit = (id: string, value: [string, string]): readonly string[] => {
      const values = new Map([value]);
      const layout = layoutForm(formOf(id), press.measure, contentOf(values, measure));
      const boxes = [...itemsOf(fillLayout(layout, values, measure))];
      const box = boxes.find((item) => item.kind === 'field' && item.name === value[0]);
      return box?.kind === 'field' ? (box.filled?.lines ?? []) : [];
    };
    expect(fit('zz-a3', ['subject_unit', '某'.repeat(60)])).toHaveLength(2);
    expect(fit('jn-decision', ['decider', '某'.repeat(50)])).toHaveLength(2);
    expect(fit('jn-decision', ['decider', '某市委'])).toEqual(['某市委']);
  });

  test('a value that a line cannot hold is refused, not cut off', () => {
    const values = new Map([['committee', '某'.repeat(60)]]);
    const content = contentOf(values, fieldMeasure(press.field.face));
    expect(() => layoutForm(formOf('jn-decision'), press.measure, content)).toThrow(
      '「所在单位党委（党组）」：登记的内容太长，一行放不下，请在台账中改短',
    );
  });
});

test('the filing table goes on with sheets of seven rows', async () => {
  const cases = some(9).map((n) => zzCase(n).replace('，个别课程认定标准不一', '').replace('|ZZ-5(12)', ''));
  const report = zzMonth(await csv(cases), zz);
  const { layout } = layoutOf(report, zz.form, 7);
  const counts = layout.pages.map(
    ({ rows }) => rows.filter(([first]) => /^\d+$/.test(first?.label ?? '')).length,
  );
  expect(counts).toEqual([7, 2]);
  expect(layout.pages[1]?.repeated?.map(({ text }) => text)).toContain('容错原因');
});

test('a nil return is a table with one blank row and says so', async () => {
  const rows = await csv([jnCase(1).replace('2025-03-02', '2024-12-31')]);
  const { layout, values } = layoutOf(jnHalfYear(rows, jn), jn.form);
  expect([...values.keys()]).toEqual(['handler', 'ev_date.y', 'ev_date.m', 'ev_date.d']);
  const words = [...itemsOf(layout)].flatMap((item) => (item.kind === 'text' ? [item.text] : [])).join('');
  expect(words).toContain('没有给予容错的案件，本表为零报告');
});

test('the same register gives the same bytes', async () => {
  const report = await jnReport(6);
  expect(await pressed(await jnReport(6), jn)).toEqual(await pressed(report, jn));
  const draft = reportSheets(report, jn.policy, jn.form);
  expect(await writeWorkbook('一', draft)).toEqual(await writeWorkbook('一', draft));
});

test('a counter of more events than a page holds names them in the notes, on paper and in the workbook', async () => {
  const events = some(400).map((n) => `SY-E-2025-${String(n).padStart(3, '0')},预警提醒,2025-03-03,某镇`);
  const rows = await rowsFrom({
    'events-2025.csv': `事件编号,事件类型,日期,涉及单位\n${events.join('\n')}\n`,
  });
  const report = syCounters(rows, { policy: policyOf('SY'), period: periodOf('2025'), asOf: AS_OF });
  const [paper] = await pressReport(report, policyOf('SY'), undefined, press);
  const text = await textOfPdf(paper?.bytes ?? new Uint8Array());
  expect(text).toContain('见附注1');
  expect(text.replace(/\s/g, '')).toContain('SY-E-2025-399、SY-E-2025-400');
  const [numbers, table] = reportSheets(report, policyOf('SY'));
  expect(numbers?.rows.find(([label]) => label === '预警提醒（次）')?.[3]).toBe(400);
  expect(table?.rows.at(-1)?.[0]).toContain('SY-E-2025-400');
});

test('a hundred cases: paper, workbook and totals say the same', async () => {
  const cases = some(100).map((n) =>
    n % 3 === 0
      ? jnCase(n)
          .replace(',个人,某镇人民政府,镇长,', ',单位,某区住房保障中心,,')
          .replace('从轻,党纪处分:党内警告', '减责,单位:检查|单位:通报')
      : n % 3 === 1
        ? jnCase(n, `事由${n}，`.repeat(40)).replace('从轻,党纪处分:党内警告', '免责,')
        : jnCase(n),
  );
  const report = jnHalfYear(await csv(cases), jn);
  const total = (label: string): number => report.totals.find((count) => count.label === label)?.value ?? 0;
  expect(['免责', '减责', '从轻'].map((mode) => total(`容错方式：${mode}`))).toEqual([34, 33, 33]);
  expect(total('对单位容错后问责追责情况：检查')).toBe(33);
  const back = await pdfium.values(await pressed(report, jn));
  const ticked = (pattern: RegExp, state: string): number =>
    [...back].filter(([name, value]) => pattern.test(name) && value === state).length;
  expect(ticked(/^mode\.\d+$/, 'exempt')).toBe(34);
  expect(ticked(/^unit_sanctions\.\d+\.unit_review$/, 'Yes')).toBe(33);
  expect(ticked(/^sanctions\.\d+\.party_warning$/, 'Yes')).toBe(33);
  const book = await readXlsx(await writeWorkbook(report.title, reportSheets(report, jn.policy, jn.form)));
  const [numbers, table] = book.sheets;
  const shown = new Map((numbers?.rows ?? []).map((row) => [row[0], row[3]]));
  for (const { label, value } of report.totals) expect(shown.get(label), label).toBe(value);
  const marks = (column: number): number =>
    (table?.rows ?? []).filter((row) => typeof row[0] === 'number' && row[column] === '√').length;
  // 免责, 减责, 从轻; 检查 of a unit.
  expect([8, 9, 10, 32].map(marks)).toEqual([34, 33, 33, 33]);
});

test('the whole name of a unit stands over its table', async () => {
  const unit = '某市纪律检查委员会监察委员会驻市住房和城乡建设局纪检监察组联合调查专班';
  const report = jnHalfYear(await csv([jnCase(1).replace(',县纪委,', `,${unit},`)]), jn);
  const { values } = layoutOf(report, jn.form);
  expect(values.get('handler')).toBe(unit);
});

test('a list without fields carries no font to fill them in', async () => {
  const rows = await rowsFrom({
    'events-2025.csv': '事件编号,事件类型,日期,涉及单位\nSY-E-2025-001,预警提醒,2025-03-03,某镇\n',
  });
  const report = syCounters(rows, { policy: policyOf('SY'), period: periodOf('2025'), asOf: AS_OF });
  const [paper] = await pressReport(report, policyOf('SY'), undefined, press);
  expect(paper?.bytes.length).toBeLessThan(150_000);
});

/** Rows of the table's sheet above the first case: annex, title, pattern, unit and day, three levels of heads. */
const FIRST_ROW = 7;

describe('the workbook', () => {
  test('every number and every cell has the rows it comes from', async () => {
    const report = await jnReport(4);
    const bytes = await writeWorkbook(report.title, reportSheets(report, jn.policy, jn.form));
    const { sheets } = await readXlsx(bytes);
    expect(sheets.map(({ name }) => name)).toEqual(['数字', '县纪委', '另计和未列入', '出处']);
    const [numbers, table, , sources] = sheets;
    const share = new Map<string, number>();
    for (const [sheet, cell, , , part] of sources?.rows.slice(1) ?? []) {
      const key = `${sheet} ${cell}`;
      share.set(key, (share.get(key) ?? 0) + Number(part));
    }
    let counted = 0;
    for (const [r, row] of (numbers?.rows ?? []).entries()) {
      for (const [c, value] of row.entries()) {
        if (c < 3 || typeof value !== 'number') continue;
        expect(share.get(`数字 ${'ABCDEF'[c]}${r + 1}`) ?? 0, `${row[0]}`).toBe(value);
        counted += 1;
      }
    }
    expect(counted).toBe(2 * report.totals.length);
    const letter = (c: number): string =>
      c < 26 ? String.fromCharCode(65 + c) : `A${String.fromCharCode(65 + c - 26)}`;
    const first = FIRST_ROW;
    for (const [r, row] of (table?.rows.slice(first, first + 4) ?? []).entries()) {
      expect(row[0]).toBe(r + 1);
      expect(row[37]).toMatch(/^JN-2025-00\d cases-2025\.csv:\d$/);
      for (const [c, value] of row.slice(1, 37).entries())
        if (value) expect(share.get(`县纪委 ${letter(c + 1)}${first + r + 1}`), `${value}`).toBe(1);
    }
  });

  test('the table is set as the form: title, unit and day, three levels of heads, notes below', async () => {
    const report = await jnReport(2);
    const bytes = await writeWorkbook(report.title, reportSheets(report, jn.policy, jn.form));
    const sheet = (await readXlsx(bytes)).sheets[1];
    const rows = sheet?.rows ?? [];
    expect(rows.slice(0, 4).map(([text]) => text)).toEqual([
      '附件 2',
      '容错统计表',
      '（参考样式）',
      '填报单位：县纪委　　填报时间：2026年11月21日',
    ]);
    const levels = rows.slice(4, FIRST_ROW).map((row) => row.slice(0, 37).filter((text) => text));
    expect(levels[0]).toEqual([
      ...['序号', '干部/单位情况', '容错理由', '符合何种容错条件及情形', '给予容错的时间', '容错方式'],
      ...['对个人容错后问责追责情况', '对单位容错后问责追责情况', '纠错情况', '备注'],
    ]);
    expect(levels.map(({ length }) => length)).toEqual([10, 17, 17]);
    const merges = (sheet?.merges ?? []).map(({ startRow, startCol, endRow, endCol }) =>
      [startRow, startCol, endRow, endCol].join(),
    );
    // 序号 down three levels, 干部/单位情况 over four columns, 对个人 over twenty-one, 组织处理 over six, 其他 down two.
    for (const merge of ['4,0,6,0', '4,1,4,4', '4,11,4,31', '5,14,5,19', '5,31,6,31'])
      expect(merges).toContain(merge);
    const text = rows.slice(FIRST_ROW + 2).map(([cell]) => cell);
    expect(text.slice(0, 4)).toEqual([...jn.form.notes]);
    expect(text[4]).toContain('附注（依台账生成，不是原表的内容）：1. ');
    // On paper the title stands once, the heads on every page, and the side column nowhere.
    expect(sheet?.freezePane).toMatchObject({ rows: 7 });
    const workbook = await partOf(bytes, 'xl/workbook.xml');
    expect(workbook).toContain("'县纪委'!$5:$7</definedName>");
    expect(workbook).toContain(`'县纪委'!$A$1:$AK$${rows.length}</definedName>`);
    expect(sheet?.pageSetup).toMatchObject({ orientation: 'landscape', fitToPage: true, fitToWidth: 1 });
  });

  test('lists are a page wide, with their heads', async () => {
    const rows = await rowsFrom({
      'events-2025.csv': '事件编号,事件类型,日期,涉及单位\nSY-E-2025-001,预警提醒,2025-03-03,某镇\n',
    });
    const report = syCounters(rows, { policy: policyOf('SY'), period: periodOf('2025'), asOf: AS_OF });
    const [, table] = reportSheets(report, policyOf('SY'));
    expect(table?.widths.slice(0, table.printedColumns).reduce((sum, width) => sum + width, 0)).toBeLessThan(
      260,
    );
    expect(table?.rows[2]?.slice(0, 4)).toEqual(['序号', '项目', '依据', '计法']);
    expect(table?.rows[3]?.slice(1, 3)).toEqual(['印发典型案例（批）', '第五部分之三']);
  });
});

describe('papers of a case', () => {
  const entryOf = async (line: string) => {
    const { entries } = await csv([line]);
    const [entry] = entries;
    if (!entry) throw new Error('no entry');
    return entry;
  };

  test('only those that the result of the case allows', async () => {
    const forms = ['zz-a3', 'jn-decision', 'wf-notice'].map(formOf);
    const exempt = await entryOf(zzCase(2));
    expect(papersFor(forms, exempt).map(({ id }) => id)).toEqual(['zz-a3']);
    expect(papersFor(forms, await entryOf(zzCase(1)))).toEqual([]);
    expect(papersFor(forms, await entryOf(jnCase(1))).map(({ id }) => id)).toEqual(['jn-decision']);
    const [paper] = forms;
    if (!paper) throw new Error('no form');
    expect(refusePaper(paper, await entryOf(zzCase(1)))).toContain('登记为「减轻」');
    expect(refusePaper(paper, await entryOf(jnCase(1)))).toContain('适用的是 JN');
  });

  test('is filled from the register, and blank where the register is', async () => {
    const form = formOf('zz-a3');
    const entry = await entryOf(zzCase(2));
    expect(Object.fromEntries(caseValues(form, entry, zz.policy))).toEqual({
      subject_unit: '某系',
      subject_post: '主任',
      matter: '试行学分银行互认，个别课程认定标准不一。',
      situations:
        '本案属于《激励干部担当作为容错纠错工作实施细则》（枣职发〔2023〕32号）第五条第（三）项、第（十二）项规定的容错情形，符合第七条第（五）项规定的“没有违反党章党规、法律法规明确禁止性规定的”“在决策中严格执行民主集中制、‘三重一大’决策程序和请示报告等规定的”情形。',
      mode: '予以容错，不予追究责任。',
      decider: '院党委',
      'decision_date.y': '2025',
      'decision_date.m': '3',
      'decision_date.d': '10',
    });
    const { bytes, blank } = await pressCasePaper(form, entry, zz.policy, press);
    expect(blank).toEqual(['姓名']);
    const back = await pdfium.values(bytes);
    expect(back.get('mode')).toBe('予以容错，不予追究责任。');
    expect(back.get('subject_name')).toBe('');
  });

  test('a tolerance decision holds the six contents in sentences, and names its document once in full', async () => {
    const entry = await entryOf(jnCase(1));
    const values = Object.fromEntries(caseValues(formOf('jn-decision'), entry, jn.policy));
    expect(values).toMatchObject({
      subject: '＿＿＿，某镇人民政府镇长。',
      matter: '为赶在汛期前完成施工，部分手续补办滞后，㛃䶮。',
      situations:
        '经核查，本案属于《激励干部担当作为深化完善容错机制实施细则（试行）》（以下简称《实施细则》）第九条第（二）项所列可以容错的情形，符合《实施细则》第七条第（一）至第（三）项所列容错条件。',
      grounds:
        '依据《实施细则》第七条第（一）至第（三）项、第九条第（二）项规定，予以容错；依据《实施细则》第十八条规定，给予从轻处理。',
      decider: '县纪委常委会',
      'effective_date.y': '2025',
    });
  });

  test('running text of a letter is set in on paper, and read back as the register has it', async () => {
    const form = formOf('jn-decision');
    const entry = await entryOf(jnCase(1, '为赶在汛期前完成施工，部分手续补办滞后。'.repeat(8)));
    const { bytes } = await pressCasePaper(form, entry, jn.policy, press);
    const shown = await pdfium.values(bytes);
    expect(shown.get('matter')).toMatch(/^\u3000\u3000为赶在/);
    // A short answer on the line of its heading is none.
    expect(shown.get('decider')).toBe('县纪委常委会');
    const { values } = await readFilledForm(bytes, 'f.pdf', [formKey(form)]);
    const read = Object.fromEntries(values.map(({ field, text }) => [field.key, text]));
    const written = caseValues(form, entry, jn.policy);
    for (const key of ['subject', 'matter', 'situations', 'grounds'])
      expect(read[key]).toBe(written.get(key));
  });

  test('the mode rests on articles 18 and 19, and without clauses the document is named where it first stands', () => {
    const facts = (values: Readonly<Record<string, readonly string[]>>) => ({
      id: 'JN-2025-001',
      policy: 'JN' as const,
      facts: new Map(Object.entries(values)),
    });
    const grounds = (values: Readonly<Record<string, readonly string[]>>) =>
      caseValues(formOf('jn-decision'), facts(values), jn.policy).get('grounds');
    expect(grounds({ mode: ['减责'], form_before: ['第二种形态'], form_after: ['第一种形态'] })).toBe(
      '依据《激励干部担当作为深化完善容错机制实施细则（试行）》第十八条、第十九条规定，由应当适用的第二种形态转化为第一种形态，予以减责。',
    );
    expect(grounds({ mode: ['免责'], situations: ['JN-8(5)'] })).toBe(
      '依据《实施细则》第八条第（五）项规定，予以容错；依据《实施细则》第十八条规定，予以免责。',
    );
    // What article 18 weighs is part of the circumstances.
    const weighed = facts({ harm: ['较小'], remedy: ['消除负面影响并有效挽回损失'] });
    expect(caseValues(formOf('jn-decision'), weighed, jn.policy).get('situations')).toBe(
      '造成的负面影响、损失较小，已积极消除负面影响，有效挽回损失。',
    );
    expect(grounds({})).toBeUndefined();
  });

  test('what contradicts itself is not said, and whoever sends the paper out is told', async () => {
    const said = async (values: Readonly<Record<string, readonly string[]>>) => {
      const entry = { facts: new Map(Object.entries(values)) };
      const { doubts } = await pressCasePaper(formOf('jn-decision'), entry, jn.policy, press);
      return [caseValues(formOf('jn-decision'), entry, jn.policy).get('situations'), doubts];
    };
    const remedy = ['消除负面影响并有效挽回损失'];
    expect(await said({ harm: ['无'] })).toEqual(['没有造成负面影响、损失。', []]);
    expect(await said({ harm: ['无'], remedy })).toEqual([
      undefined,
      [
        '「负面影响、损失」登记为「无」，「消除影响、挽回损失」登记为「消除负面影响并有效挽回损失」，两栏不能同时成立，文书中没有写这两项；请核对台账以后补写。',
      ],
    ]);
    expect((await said({ harm: ['无'], remedy: ['未挽回'] }))[0]).toBeUndefined();
    expect(await said({ mode: ['免责'], sanctions: ['党纪处分:党内警告'] })).toEqual([
      undefined,
      [
        '「容错方式」登记为「免责」，「容错后问责追责情况」又登记了处理，两栏不能同时成立；文书按免责写，送出以前请核对。',
      ],
    ]);
    expect((await said({ mode: ['减责'], sanctions: ['党纪处分:党内警告'] }))[1]).toEqual([]);
  });

  test('a notice is addressed to whom the register holds, with room for the name it lacks', async () => {
    const zzNotice = caseValues(formOf('zz-notice'), await entryOf(zzCase(1)), zz.policy);
    expect(zzNotice.get('subject')).toBe('某系主任＿＿＿');
    expect(blankFields(formOf('zz-notice'), zzNotice)).toContain('容错对象或者其所在党组织（姓名）');
    expect(zzNotice.get('correction_matters')).toBe('试行学分银行互认，个别课程认定标准不一。');
    const unit = await entryOf(zzCase(1).replace(',个人,某系,主任,', ',单位,某系,,'));
    expect(caseValues(formOf('zz-notice'), unit, zz.policy).get('subject')).toBe('某系');
    // The register of WF holds neither whom the notice is for nor what it demands: means are not demands.
    const form = formOf('wf-notice');
    const university = { facts: new Map([['correction_measures', ['约谈提醒', '责令纠正或者补救']]]) };
    const values = caseValues(form, university, policyOf('WF'));
    expect(blankFields(form, values).slice(0, 3)).toEqual(['纠错对象', '纠错事项', '纠错建议或要求']);
  });

  test('a decision leaves room for the name, and says that it is to be added', async () => {
    const entry = await entryOf(jnCase(1));
    const subject = caseValues(formOf('jn-decision'), entry, jn.policy).get('subject');
    expect(subject).toMatch(/^＿＿＿，.+。$/);
    const { bytes, blank, unseen } = await pressCasePaper(formOf('jn-decision'), entry, jn.policy, press);
    expect(blank).toContain('当事人基本情况（姓名）');
    expect(unseen).toEqual([]);
    expect((await textOfPdf(bytes)).replace(/\s/g, '')).toContain(subject);
    const named = { facts: new Map([...entry.facts, ['subject_name', ['示例某']] as const]) };
    const values = caseValues(formOf('jn-decision'), named, jn.policy);
    expect(values.get('subject')).toMatch(/^示例某，/);
    expect(blankFields(formOf('jn-decision'), values)).not.toContain('当事人基本情况（姓名）');
  });

  test('all that is printed on a filled table can be read back, its small print too', async () => {
    const report = jnHalfYear(await csv([jnCase(1)]), jn);
    const text = (await textOfPdf(await pressed(report, jn))).replace(/\s/g, '');
    expect(text).not.toContain('\uFFFD');
    expect(text).toContain('如容错对象为单位，在“单位及职务”栏目填报单位名称。');
    expect(text).toContain('给予容错1件，其中免责0件、减责0件、从轻1件');
  });

  test('a filled paper that strays among public files is found by the leak scan', async () => {
    const matter = '为赶在汛期前完成施工，部分手续补办滞后';
    const rows = await csv([jnCase(1, matter)]);
    const [entry] = rows.entries;
    if (!entry) throw new Error('no entry');
    const secrets = secretsOf(rows.entries, [], new Set(), [jn.policy]);
    const { bytes } = await pressCasePaper(formOf('jn-decision'), entry, jn.policy, press);
    const kinds = findPaperLeaks('a.pdf', await textOfPdf(bytes), secrets).map(({ kind }) => kind);
    expect(kinds).toContain('台账的「追究事由」');
    const report = jnHalfYear(rows, jn);
    const book = await writeWorkbook(report.title, reportSheets(report, jn.policy, jn.form));
    expect(findPackageLeaks('a.xlsx', await readTexts(book), secrets).map(({ kind }) => kind)).toContain(
      '台账编号',
    );
  });

  test('a correction notice goes with a tolerance decision, never with a refusal', async () => {
    const form = formOf('jn-correction-notice');
    expect(refusePaper(form, await entryOf(jnCase(1)))).toBeUndefined();
    const refused = jnCase(1).replace('予以容错,从轻', '不予容错,');
    expect(refusePaper(form, await entryOf(refused))).toContain('登记为「不予容错」');
  });
});
