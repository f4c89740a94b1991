/** Every form as a Word document: a whole package, the grid and the words of the sheet, a control for every field. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { formDocument } from '../../src/forms/docx.ts';
import { type FieldBox, type FormLayout, itemsOf, layoutForm } from '../../src/forms/layout.ts';
import { isTicked } from '../../src/forms/leaves.ts';
import { printedRows } from '../../src/forms/schema.ts';
import { readTexts } from '../../src/zip-parts.ts';
import { FORM_IDS, formTexts, openPress, soundForm } from './made.ts';
import { needTool, runTool } from './tools.ts';
import { type Element, readXml } from './xml.ts';

interface Made {
  readonly layout: FormLayout;
  readonly bytes: Uint8Array;
  readonly parts: ReadonlyMap<string, string>;
  readonly body: Element;
}

const made = new Map<string, Made>();
const madeForm = (id: string): Made => made.get(id) ?? expect.unreachable(`no form ${id}`);

beforeAll(async () => {
  const { measure } = await openPress();
  for (const [id, text] of await formTexts()) {
    const layout = layoutForm(soundForm(text, `content/forms/${id}.yaml`), measure);
    const bytes = await formDocument(layout);
    const parts = await readTexts(bytes);
    const body = readXml(parts.get('word/document.xml') ?? '').at('w:body');
    if (!body) throw new Error(`${id} has no body`);
    made.set(id, { layout, bytes, parts, body });
  }
}, 60_000);

/** Words without the spaces that set them apart or stand for blanks, and without squares to tick. */
const bare = (text: string): string => text.replace(/[\s\u3000\u00a0☐]/g, '');

/** The path a relationship leads to, from the part that has it. */
function targetOf(relationships: string, target: string): string {
  const folder = relationships.replace(/_rels\/[^/]*$/, '');
  return `${folder}${target}`;
}

/** Where each cell of a table stands, its vertical merging joined: as HTML would say it. */
function cellsOf(table: Element): { column: number; colspan: number; rowspan: number; text: string }[] {
  const columns = table.at('w:tblGrid')?.elements.length ?? 0;
  const cells: { column: number; colspan: number; rowspan: number; text: string }[] = [];
  let above = new Map<number, (typeof cells)[number]>();
  for (const row of table.elements.filter(({ name }) => name === 'w:tr')) {
    const standing: typeof above = new Map();
    let column = 0;
    for (const cell of row.elements.filter(({ name }) => name === 'w:tc')) {
      const colspan = Number(cell.at('w:tcPr', 'w:gridSpan')?.value ?? 1);
      const merge = cell.at('w:tcPr', 'w:vMerge');
      if (merge && merge.value !== 'restart') {
        const begun = above.get(column);
        if (begun?.colspan !== colspan) throw new Error(`column ${column} continues no cell`);
        if (cell.text !== '') throw new Error('words in a cell that only continues');
        begun.rowspan += 1;
        standing.set(column, begun);
      } else {
        const begun = { column, colspan, rowspan: 1, text: bare(cell.text) };
        cells.push(begun);
        if (merge) standing.set(column, begun);
      }
      column += colspan;
    }
    expect(column).toBe(columns);
    above = standing;
  }
  return cells;
}

/** The control that stands for a field of the sheet. */
function controlOf({ name, control, state }: FieldBox, dates: ReadonlySet<string>): string {
  if (control === 'choice') return `${name}.${state}`;
  const whole = name.replace(/\.[ymd]$/, '');
  return dates.has(whole.replace(/\.\d+$/, '')) ? whole : name;
}

test('there is one for every form', () => {
  expect([...made.keys()].sort()).toEqual(FORM_IDS);
});

describe.each(FORM_IDS)('%s', (id) => {
  test('is a whole package that names nobody and no time', () => {
    const { parts, layout } = madeForm(id);
    for (const [path, text] of parts) expect(() => readXml(text), path).not.toThrow();
    const types = readXml(parts.get('[Content_Types].xml') ?? '');
    const named = types.all('Override').map((one) => one.attributes.get('PartName')?.slice(1) ?? '');
    expect(named.filter((path) => !parts.has(path))).toEqual([]);
    const extensions = types.all('Default').map((one) => one.attributes.get('Extension'));
    for (const path of parts.keys()) {
      expect(named.includes(path) || extensions.includes(path.replace(/^.*\./, '')), path).toBe(true);
      if (!path.endsWith('.rels')) continue;
      for (const one of readXml(parts.get(path) ?? '').all('Relationship')) {
        expect(parts.has(targetOf(path, one.attributes.get('Target') ?? '')), path).toBe(true);
      }
    }
    const core = readXml(parts.get('docProps/core.xml') ?? '');
    expect(core.at('dc:title')?.text).toBe(layout.form.title);
    expect([...parts.values()].join('')).not.toMatch(/dc:creator|lastModifiedBy|dcterms:|\d\dT\d\d:/);
  });

  test('says what the sheet says, in its order', () => {
    const { body, layout, parts } = madeForm(id);
    const { form, pages } = layout;
    // Who made the layout is part of the text of the PDF; here it stands at the foot of every page.
    const source = form.kind === 'printed' ? undefined : pages.at(-1)?.after.at(-1);
    const printed = [...itemsOf(layout)]
      .filter((item) => item.kind === 'text' && !source?.items.includes(item))
      .map((item) => (item.kind === 'text' ? item.text : ''));
    expect(bare(body.text)).toBe(bare(printed.join('')));
    for (const footer of ['word/footer1.xml', 'word/footer2.xml']) {
      const words = bare(readXml(parts.get(footer) ?? '').text);
      expect(words).toContain(bare(form.place));
      expect(words).toContain(form.version);
      if (form.kind === 'named') expect(words).toContain('编制，非原文附件');
      if (form.reference_style) expect(words).toContain('（参考样式）');
    }
  });

  test('has a control for every field, under its name and label', () => {
    const { body, layout } = madeForm(id);
    const { fields } = layout.form;
    const dates = new Set(fields.flatMap(({ key, type }) => (type === 'date' ? [key] : [])));
    const boxes = [...itemsOf(layout)].filter((item) => item.kind === 'field');
    const expected = new Set(boxes.map((box) => controlOf(box, dates)));
    const controls = body.all('w:sdt').map((control) => {
      const properties = control.at('w:sdtPr');
      const tag = properties?.at('w:tag')?.value ?? '';
      return { tag, properties, title: properties?.at('w:alias')?.value ?? '', control };
    });
    expect(controls.map(({ tag }) => tag)).toEqual([...expected]);
    const ids = controls.map(({ properties }) => properties?.at('w:id')?.value);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { tag, title, properties, control } of controls) {
      const field = fields.find(({ key }) => key === tag.split('.')[0]);
      if (!field) return expect.unreachable(tag);
      // As long as Word allows.
      expect(title.length).toBeLessThanOrEqual(64);
      expect(tag.length).toBeLessThanOrEqual(64);
      expect(title).toContain(field.label);
      const box = properties?.at('w14:checkbox');
      expect(box !== undefined, tag).toBe(isTicked(field));
      expect(properties?.at('w:date') !== undefined, tag).toBe(field.type === 'date');
      if (box) {
        expect(title).toContain(field.options?.[tag.split('.').at(-1) ?? '']);
        expect(box.at('w14:checked')?.value).toBe('0');
        const open = box.at('w14:uncheckedState')?.value ?? '';
        expect(control.at('w:sdtContent')?.text).toBe(String.fromCodePoint(Number.parseInt(open, 16)));
      } else {
        expect(properties?.at('w:showingPlcHdr')).toBeDefined();
        expect(bare(control.at('w:sdtContent')?.text ?? '')).toBe(field.type === 'date' ? '年月日' : '');
      }
    }
  });

  test('has the grid of the sheet, on a sheet of that size', () => {
    const { body, layout } = madeForm(id);
    const { form, pages, width, height } = layout;
    const tables = body.elements.filter(({ name }) => name === 'w:tbl');
    const breaks = form.rows.slice(1).filter(({ new_page }) => new_page).length;
    expect(tables.length).toBe(form.rows.length > 0 ? 1 + breaks : 0);
    for (const table of tables) {
      const grid = (table.at('w:tblGrid')?.elements ?? []).map((one) => Number(one.attributes.get('w:w')));
      const [left = 0, right = 0] = [pages[0]?.table?.x, (pages[0]?.table?.width ?? 0) * 20];
      expect(left).toBeGreaterThan(0);
      expect(grid.reduce((sum, one) => sum + one, 0)).toBeCloseTo(right, -1);
      const total = form.columns.reduce((sum, one) => sum + one, 0);
      form.columns.forEach((one, i) => {
        expect(Math.abs((grid[i] ?? 0) - (one / total) * right)).toBeLessThanOrEqual(1);
      });
    }
    const isSplit = form.rows.some(({ cells }) => cells.some(({ field, lines }) => field && lines));
    const expected = pages.flatMap(({ rows }) =>
      rows.flat().map(({ column, colspan, rowspan }) => ({ column, colspan, rowspan })),
    );
    const cells = tables
      .flatMap(cellsOf)
      .map(({ column, colspan, rowspan }) => ({ column, colspan, rowspan }));
    if (!isSplit) expect(cells).toEqual(expected);
    const heads = tables.flatMap((table) => table.all('w:tblHeader'));
    expect(heads.length).toBe(printedRows(form).filter(({ header }) => header).length);

    const sheet = body.at('w:sectPr', 'w:pgSz')?.attributes;
    expect(Number(sheet?.get('w:w'))).toBeCloseTo(width * 20, -1);
    expect(Number(sheet?.get('w:h'))).toBeCloseTo(height * 20, -1);
    expect(sheet?.get('w:orient')).toBe(width > height ? 'landscape' : 'portrait');
  });
});

test('a place to write above a seal is a row of its own, the label beside both', () => {
  const table = madeForm('jn-a1').body.all('w:tbl').at(-1);
  const last = table ? cellsOf(table).slice(-5) : [];
  expect(last).toEqual([
    { column: 0, colspan: 1, rowspan: 2, text: '单位党委(党组)意见' },
    { column: 1, colspan: 6, rowspan: 1, text: '' },
    { column: 1, colspan: 6, rowspan: 1, text: '(盖章)主要负责同志签名:年月日' },
    { column: 0, colspan: 1, rowspan: 1, text: '附件:' },
    { column: 1, colspan: 6, rowspan: 1, text: '党委(党组)容错初步建议、其他证明材料' },
  ]);
});

describe('the same form', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });

  test.each(['jn-a2', 'zz-report', 'wf-notice'])(
    'gives the same bytes at any hour and place: %s',
    async (id) => {
      const { layout, bytes } = madeForm(id);
      vi.useFakeTimers({ now: new Date('2031-05-06T20:30:40Z'), toFake: ['Date'] });
      vi.stubEnv('TZ', 'Pacific/Auckland');
      expect(new Date().getDate()).toBe(7);
      expect(Buffer.from(await formDocument(layout)).equals(bytes)).toBe(true);
    },
  );
});

test('LibreOffice opens every form: as many pages as the sheet has, every word there', async (context) => {
  needTool('soffice', context);
  const files = Object.fromEntries([...made].map(([id, { bytes }]) => [`${id}.docx`, bytes]));
  // A profile of its own: a second LibreOffice hands its work to the first that runs on the same one.
  const profile = mkdtempSync(join(tmpdir(), 'forms-office-'));
  context.onTestFinished(() => rmSync(profile, { recursive: true, force: true }));
  const args = [`-env:UserInstallation=${pathToFileURL(profile)}`, '--headless', '--convert-to', 'pdf'];
  const { folder, output, done } = runTool('soffice', [...args, ...Object.keys(files)], files);
  if (output.includes('source file could not be loaded')) {
    done();
    context.skip('skipped: LibreOffice has no Writer here (apt-get install libreoffice-writer)');
  }
  const library = await PDFiumLibrary.init();
  for (const [id, { layout }] of made) {
    const document = await library.loadDocument(readFileSync(join(folder, `${id}.pdf`)));
    expect(document.getPageCount(), id).toBe(layout.pages.length);
    const pages = [...document.pages()];
    const { originalWidth, originalHeight } = pages[0]?.getOriginalSize() ?? expect.unreachable();
    expect(originalWidth > originalHeight, id).toBe(layout.width > layout.height);
    const text = bare(pages.map((page) => page.getText()).join(''));
    for (const item of itemsOf(layout)) {
      if (item.kind === 'text') expect(text, id).toContain(bare(item.text));
    }
    document.destroy();
  }
  library.destroy();
  done();
}, 300_000);
