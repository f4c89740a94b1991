/** Blank registers and the Data Package: made from the columns, up to date, and good for what they are for. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, describe, expect, test } from 'vitest';
import { POLICY_IDS, type PolicyId } from '../../src/core/policy-id.ts';
import { findColumn, TABLES } from '../../src/register/columns.ts';
import { describeSamples } from '../../src/register/descriptor.ts';
import { sampleRegisters } from '../../src/register/sample.ts';
import { templateCsv, templateSheets, templateTables } from '../../src/register/template.ts';
import { writeWorkbook } from '../../src/workbook.ts';
import { editParts } from '../../src/zip-parts.ts';
import { readPolicies, realCalendar } from '../corpus.ts';
import { partOf } from '../parts.ts';
import { checkSources, textSource } from './registers.ts';

const policies = await readPolicies();
const samples = sampleRegisters(realCalendar());
const AS_OF = '2026-11-21';

const policyOf = (id: PolicyId) => {
  const policy = policies.find(({ meta }) => meta.id === id);
  if (!policy) throw new Error(`no policy ${id}`);
  return policy;
};

describe('the CSV template', () => {
  test.each(POLICY_IDS)('%s: a byte-order mark, the Chinese headers in template order, CRLF', (id) => {
    for (const table of templateTables(id)) {
      const heads = TABLES[table].filter(({ policies: used }) => (used as readonly string[]).includes(id));
      expect(templateCsv(table, id)).toBe(`\uFEFF${heads.map(({ head }) => head).join(',')}\r\n`);
    }
  });

  test('only JN keeps lists', () => {
    expect(POLICY_IDS.filter((id) => templateTables(id).includes('lists'))).toEqual(['JN']);
  });

  test.each(POLICY_IDS)('%s: blank, it checks clean', async (id) => {
    const sources = templateTables(id).map((table) =>
      textSource(`${table}-${id}.csv`, templateCsv(table, id)),
    );
    const { files, findings } = await checkSources(sources, AS_OF);
    expect(findings).toEqual([]);
    expect(files.every(({ rows, encoding }) => rows === 0 && encoding === 'utf-8')).toBe(true);
  });

  test.each([
    ['JN', 'jn-city'],
    ['WF', 'wf-university'],
    ['ZZ', 'zz-college'],
    ['SY', 'sy-county'],
  ] as const)('%s: filled with the rows of %s, it checks clean', async (id, folder) => {
    const sources = templateTables(id).map((table) => {
      const rows = samples
        .filter(({ path }) => path.startsWith(`${folder}/${table}-`))
        .map(({ text }) => text.slice(text.indexOf('\r\n') + 2));
      expect(rows.length).toBeGreaterThan(0);
      return textSource(`${table}-${id}.csv`, templateCsv(table, id) + rows.join(''));
    });
    const { files, findings } = await checkSources(sources, AS_OF);
    expect(findings).toEqual([]);
    expect(files.every(({ rows }) => rows > 0)).toBe(true);
  });

  test('PY: filled with a case that has just begun, only the standing of the draft is said', async () => {
    const head = templateCsv('cases', 'PY');
    const values: Record<string, string> = {
      编号: 'PY-2026-001',
      适用制度: 'PY',
      适用方式: '适用',
      备注: '合成样例',
    };
    const heads = head.replace('\uFEFF', '').trimEnd().split(',');
    const row = heads.map((name) => values[name] ?? '').join(',');
    const { findings } = await checkSources([textSource('cases-PY.csv', `${head}${row}\r\n`)], AS_OF);
    expect(findings.map(({ clause, severity }) => [clause, severity])).toEqual([['PY-0.1', 'info']]);
  });
});

describe('the workbook', async () => {
  const policy = policyOf('JN');
  const bytes = await writeWorkbook('模板', templateSheets(policy, templateTables('JN')));
  const book = await readXlsx(bytes, { readStyles: true });
  const sheet = (name: string) => {
    const found = book.sheets.find((one) => one.name === name);
    if (!found) throw new Error(`no sheet ${name}`);
    return found;
  };
  const cases = sheet('案件台账');
  const columnOf = (head: string): number => cases.rows[0]?.indexOf(head) ?? -1;
  const choiceOf = (head: string) =>
    cases.dataValidations?.find(({ range }) => range.startsWith(`${letter(columnOf(head))}2:`));

  test('has notes first, a sheet per table, and a hidden sheet of values', () => {
    expect(book.sheets.map(({ name }) => name)).toEqual(['说明', '案件台账', '事件台账', '清单台账', '取值']);
    expect(sheet('取值').hidden).toBe(true);
    expect(cases.freezePane).toMatchObject({ rows: 1 });
  });

  test('has the headers of the CSV, each with its help', () => {
    const heads = templateCsv('cases', 'JN').replace('\uFEFF', '').trimEnd().split(',');
    expect(cases.rows[0]).toEqual(heads);
    for (const [index] of heads.entries()) expect(cases.cells?.get(`0,${index}`)?.comment?.text).toBeTruthy();
    expect(cases.cells?.get(`0,${columnOf('姓名')}`)?.comment?.text).toContain('请留空');
  });

  test('offers the values of the enumerations, and of this policy alone', () => {
    expect(offered('容错方式')).toEqual(['免责', '减责', '从轻']);
    expect(offered('适用制度')).toEqual(['JN']);
    expect(offered('不予容错情形')?.[0]).toBe('无');
    expect(offered('容错条件')).toEqual(
      policy.codes.filter(({ column }) => column === 'conditions').map(({ id }) => id),
    );
    expect(offered('分析评价')?.[0]).toMatch(/=正$/);
    expect(choiceOf('容错方式')).toMatchObject({ type: 'list', showErrorMessage: true });
  });

  test('lets several values be typed where a cell may hold several', () => {
    expect(choiceOf('听取意见对象')?.showErrorMessage ?? false).toBe(false);
    expect(choiceOf('文书材料')?.showErrorMessage ?? false).toBe(false);
  });

  test('takes a day as a day, with the way to write it, and refuses what is none', () => {
    const head = '通知单位党委（党组）日期';
    const at = columnOf(head);
    expect(choiceOf(head)).toMatchObject({
      type: 'date',
      operator: 'between',
      // 1 January 2000 to 31 December 2099.
      formula1: '36526',
      formula2: '73050',
      inputMessage: expect.stringContaining('2024-01-31'),
      showErrorMessage: true,
      errorStyle: 'stop',
      errorMessage: '请填写真实的日期，如 2024-01-31；没有办理的留空。',
    });
    for (const row of [1, 500]) expect(cases.cells?.get(`${row},${at}`)?.style?.numFmt).toBe('yyyy-mm-dd');
    expect(cases.cells?.get(`1,${columnOf('编号')}`)?.style?.numFmt).toBe('@');
  });

  test('takes whole numbers as such', async () => {
    const county = await writeWorkbook('模板', templateSheets(policyOf('SY'), ['events']));
    const { sheets } = await readXlsx(county, { readStyles: true });
    const events = sheets.find(({ name }) => name === '事件台账');
    const at = events?.rows[0]?.indexOf('数量') ?? -1;
    expect(events?.dataValidations?.[at]).toMatchObject({
      type: 'whole',
      formula1: '0',
      errorMessage: '请填写整数，如 3。',
    });
    expect(events?.cells?.get(`1,${at}`)?.style?.numFmt).toBe('0');
  });

  test('gives every column its format in rows below the last one, too', async () => {
    const part = await partOf(bytes, 'xl/worksheets/sheet2.xml');
    const styles = [...part.matchAll(/<col min="(\d+)"[^>]* style="(\d+)"/g)].map(([, number, style]) => [
      number,
      style,
    ]);
    expect(styles).toHaveLength(cases.rows[0]?.length ?? 0);
    for (const [number, style] of styles)
      expect(part).toContain(`<c r="${letter(Number(number) - 1)}2" s="${style}"/>`);
  });

  test('a day that is put in is read as that day', async () => {
    const at = letter(columnOf('启动责任追究调查（问责程序）日期'));
    const fill = (part: string): string =>
      part.replace(new RegExp(`<c r="${at}2" s="(\\d+)"/>`), `<c r="${at}2" s="$1"><v>45355</v></c>`);
    const filled = await readXlsx(await editParts(bytes, new Map([['xl/worksheets/sheet2.xml', fill]])));
    const day = filled.sheets[1]?.rows[1]?.[columnOf('启动责任追究调查（问责程序）日期')];
    expect(day).toEqual(new Date('2024-03-04T00:00:00Z'));
  });

  test.each(POLICY_IDS)('%s: hints and comments are complete', async (id) => {
    for (const draft of templateSheets(policyOf(id), templateTables(id))) {
      for (const { title, message } of draft.choices ?? []) {
        // Excel's limits; what is longer would be cut off.
        expect(title.length, title).toBeLessThanOrEqual(32);
        expect(message.length, title).toBeLessThanOrEqual(255);
      }
    }
  });

  test.each(POLICY_IDS)('%s: examples are its own', (id) => {
    const [notes, cases] = templateSheets(policyOf(id), templateTables(id));
    const texts = [...(notes?.rows.flat() ?? []), ...(cases?.comments?.values() ?? [])].join('\n');
    const ids = [...texts.matchAll(/如 ([A-Z]{2})-[\d(S]/g)].map(([, policy]) => policy);
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids)).toEqual(new Set([id]));
  });

  test('the notes can be read as they stand: broken, and over the width of the sheet', () => {
    const notes = sheet('说明');
    const last = notes.rows.findIndex(([first]) => String(first).startsWith('8. '));
    expect(notes.merges).toContainEqual({ startRow: last, endRow: last, startCol: 0, endCol: 4 });
    const words = notes.rows.findIndex(([, code]) => code === 'JN-8(1)');
    expect(notes.merges).toContainEqual({ startRow: words, endRow: words, startCol: 2, endCol: 4 });
    expect(notes.cells?.get(`${words},2`)?.style?.alignment?.wrapText).toBe(true);
  });

  test('notes name the separator, the three states, and every code with its words', () => {
    const notes = sheet('说明').rows.flat().join('\n');
    expect(notes).toContain('英文竖线「|」');
    expect(notes).toContain('空白＝未核查；「无」＝核查后没有；代号＝核查后存在');
    for (const { id, text } of policy.codes) {
      expect(notes).toContain(id);
      expect(notes).toContain(text);
    }
  });

  test('the same policy gives the same bytes', async () => {
    const again = await writeWorkbook('模板', templateSheets(policy, templateTables('JN')));
    expect(Buffer.from(again).equals(Buffer.from(bytes))).toBe(true);
  });

  /** What the drop-down of a column offers. */
  function offered(head: string): unknown[] | undefined {
    const [, column = '', last = ''] =
      /^'取值'!\$([A-Z]+)\$2:\$[A-Z]+\$(\d+)$/.exec(choiceOf(head)?.formula1 ?? '') ?? [];
    const index = [...column].reduce((sum, char) => sum * 26 + char.charCodeAt(0) - 64, 0) - 1;
    return column
      ? sheet('取值')
          .rows.slice(1, Number(last))
          .map((row) => row[index])
      : undefined;
  }
});

function letter(index: number): string {
  return index < 26
    ? String.fromCharCode(65 + index)
    : `${letter(Math.floor(index / 26) - 1)}${letter(index % 26)}`;
}

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rongjiu-template-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['scripts/template.ts', ...args, '--out', folder], { encoding: 'utf8' });

  test('writes a workbook and a CSV per table, and never over what was filled in', () => {
    expect(run('--policy', 'ZZ').status).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['cases-ZZ.csv', 'events-ZZ.csv', '台账模板-ZZ.xlsx']);
    expect(run('--policy', 'ZZ').status).toBe(0);
    writeFileSync(join(folder, 'events-ZZ.csv'), 'filled in');
    const { status, stderr } = run('--policy', 'ZZ');
    expect(status).toBe(2);
    expect(stderr).toContain('已经存在，内容不同，没有覆盖');
    expect(readFileSync(join(folder, 'events-ZZ.csv'), 'utf8')).toBe('filled in');
  });

  test('asks for the policy, and for a table it keeps', () => {
    expect(run()).toMatchObject({
      status: 2,
      stderr: '请写明制度，例如 npm run template -- --policy JN。\n',
    });
    expect(run('--policy', 'WF', '--table', 'lists').stderr).toBe(
      '制度 WF 不用 lists 台账，可选：cases、events。\n',
    );
  });
});

describe('the Data Package of the samples', () => {
  const files = describeSamples(
    samples.map(({ path }) => path),
    policies,
  );
  const json = new Map(files.map(({ path, text }) => [path, JSON.parse(text)]));
  interface Resource {
    name: string;
    path: string;
    type: string;
    encoding: string;
    schema: string;
  }
  interface Schema {
    $schema: string;
    fields: {
      name: string;
      title: string;
      type: string;
      description: string;
      constraints?: { required?: boolean; unique?: boolean; enum?: string[]; pattern?: string };
      'rongjiu:key': string;
    }[];
    missingValues: string[];
    primaryKey: string[];
  }
  const descriptor = json.get('datapackage.json') as { $schema: string; name: string; resources: Resource[] };
  const schemaOf = ({ schema }: Resource): Schema => json.get(schema) as Schema;

  test('is committed as it is made', () => {
    for (const { path, text } of files)
      expect(readFileSync(`data/registers/${path}`, 'utf8'), path).toBe(text);
  });

  test('describes every register file, by a schema that is there', () => {
    const registers = samples.map(({ path }) => path).filter((path) => path.endsWith('.csv'));
    expect(descriptor.$schema).toBe('https://datapackage.org/profiles/2.0/datapackage.json');
    expect(descriptor.resources.map(({ path }) => path).sort()).toEqual(registers.sort());
    expect(new Set(descriptor.resources.map(({ name }) => name)).size).toBe(registers.length);
    for (const resource of descriptor.resources) {
      expect(resource.name).toMatch(/^[a-z0-9._-]+$/);
      expect(resource).toMatchObject({ type: 'table', encoding: 'utf-8' });
      expect(schemaOf(resource)).toBeDefined();
    }
  });

  // The official profile is in no package of the registry, so its demands are written out here.
  test('keeps to Table Schema, version 2', () => {
    for (const resource of descriptor.resources) {
      const { $schema, fields, missingValues, primaryKey } = schemaOf(resource);
      expect($schema).toBe('https://datapackage.org/profiles/2.0/tableschema.json');
      expect(missingValues).toEqual(['']);
      const names = fields.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      for (const key of primaryKey) expect(names).toContain(key);
      for (const { title, description, type, constraints = {} } of fields) {
        expect(title && description).toBeTruthy();
        expect(['string', 'date', 'integer']).toContain(type);
        for (const name of Object.keys(constraints)) {
          expect(['required', 'unique', 'enum', 'pattern']).toContain(name);
        }
        if (constraints.enum) expect(new Set(constraints.enum).size).toBe(constraints.enum.length);
        if (constraints.enum) expect(constraints.enum.length).toBeGreaterThan(0);
        // Patterns are for text alone.
        if (constraints.pattern) expect(type).toBe('string');
      }
    }
  });

  test('its fields are the headers of the files, in their order', () => {
    for (const resource of descriptor.resources) {
      const [head = ''] = (samples.find(({ path }) => path === resource.path)?.text ?? '').split('\r\n');
      expect(schemaOf(resource).fields.map(({ name }) => name)).toEqual(
        head.replace('\uFEFF', '').split(','),
      );
    }
  });

  test('every cell of the samples keeps to its field', () => {
    for (const resource of descriptor.resources) {
      const { fields } = schemaOf(resource);
      const patterns = fields.map(
        ({ constraints }) => constraints?.pattern && new RegExp(`^(?:${constraints.pattern})$`),
      );
      const lines = (samples.find(({ path }) => path === resource.path)?.text ?? '')
        .trimEnd()
        .split('\r\n')
        .slice(1);
      for (const line of lines) {
        for (const [index, cell] of line.split(',').entries()) {
          const { constraints, name, type } = fields[index] ?? {};
          if (cell === '') expect(constraints?.required ?? false, name).toBe(false);
          else if (constraints?.enum) expect(constraints.enum).toContain(cell);
          else if (patterns[index]) expect(cell).toMatch(patterns[index]);
          else if (type === 'date') expect(cell).toMatch(/^\d{4}-\d\d-\d\d$/);
        }
      }
    }
  });

  test('names the column behind every field', () => {
    for (const resource of descriptor.resources) {
      for (const field of schemaOf(resource).fields) {
        expect(findColumn(field['rongjiu:key'])?.head).toBe(field.name);
      }
    }
  });
});
