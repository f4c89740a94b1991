/** Registers as a Data Package (version 2): the descriptor and its Table Schemas, generated from the columns. */
import { compareText } from '../core/finding.ts';
import { isPolicyId, type PolicyId } from '../core/policy-id.ts';
import type { Policy } from '../policy/model.ts';
import { tableOf } from './check.ts';
import { type ColumnDeclaration, ID_KEYS, type RegisterTable, TABLE_NAME } from './columns.ts';
import { templateColumns, wordsFor, writingHint } from './template.ts';

const PROFILES = 'https://datapackage.org/profiles/2.0';

interface Constraints {
  required?: true;
  unique?: true;
  enum?: readonly string[];
  pattern?: string;
}

interface Field {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly type: 'string' | 'date' | 'integer';
  readonly constraints?: Constraints;
  readonly 'rongjiu:key': string;
  readonly [custom: `rongjiu:${string}`]: unknown;
}

/** A Table Schema: what a row of this table looks like under a policy. Field names are the headers of the files. */
function tableSchema(table: RegisterTable, policy: Policy): object {
  const columns = templateColumns(table, policy.meta.id);
  const references = columns.filter(({ kind }) => kind === 'references');
  return {
    $schema: `${PROFILES}/tableschema.json`,
    title: `${policy.meta.short}${TABLE_NAME[table]}`,
    fields: columns.map((column) => fieldOf(column, table, policy)),
    missingValues: [''],
    primaryKey: columns.filter(({ key }) => key === ID_KEYS[table]).map(({ head }) => head),
    // The cell holds several ids: the standard's foreign keys cannot say that, so other tools must not try.
    ...(references.length > 0
      ? {
          'rongjiu:references': references.map(({ head }) => ({
            field: head,
            separator: '|',
            table: 'cases',
            reference: '编号',
          })),
        }
      : {}),
  };
}

function fieldOf(column: ColumnDeclaration, table: RegisterTable, policy: Policy): Field {
  const { key, head, help, kind, personal, open } = column;
  const constraints: Constraints = {};
  if (column.required) constraints.required = true;
  if (key === ID_KEYS[table]) constraints.unique = true;
  const words = wordsFor(column, policy)?.map(({ value }) => value);
  const closed = words !== undefined && words.length > 0 && open !== true;
  if (kind === 'choice' && closed) constraints.enum = [...words, ...aliasesOf(column, words)];
  else {
    const pattern = patternOf(column, closed ? [...words, ...aliasesOf(column, words)] : undefined);
    if (pattern) constraints.pattern = pattern;
  }
  return {
    name: head,
    title: head,
    description: `${help}${writingHint(column)}`,
    type: kind === 'date' ? 'date' : kind === 'integer' ? 'integer' : 'string',
    ...(Object.keys(constraints).length > 0 ? { constraints } : {}),
    'rongjiu:key': key,
    ...(isMultiple(column) ? { 'rongjiu:separator': '|' } : {}),
    ...(words && words.length > 0 && !constraints.enum ? { 'rongjiu:values': words } : {}),
    ...(personal ? { 'rongjiu:personal': personal } : {}),
  };
}

function isMultiple({ kind }: ColumnDeclaration): boolean {
  return ['choices', 'codes', 'assessments', 'papers', 'references'].includes(kind);
}

/** Variant spellings of the sources that are read as one of these values. */
function aliasesOf({ aliases = {} }: ColumnDeclaration, values: readonly string[]): string[] {
  return Object.keys(aliases).filter((alias) => values.includes(aliases[alias] ?? ''));
}

/** Patterns stand for the whole cell, as XML Schema has it. */
function patternOf(column: ColumnDeclaration, values: readonly string[] | undefined): string | undefined {
  const { key, kind } = column;
  const caseId = '[A-Z]{2}-\\d{4}-\\d{3,}';
  const several = (token: string): string => `${token}(\\|${token})*`;
  if (key === 'case_id') return caseId;
  if (kind === 'id') return '[A-Za-z0-9_.\\-]{1,40}';
  if (key === 'ev_period') return '\\d{4}(H[12]|-(0[1-9]|1[0-2]))';
  if (kind === 'code') return '[A-Z]\\d{3,}';
  if (kind === 'references') return several(caseId);
  if (values === undefined) return undefined;
  const one = `(${values.map(escapePattern).join('|')})`;
  if (kind === 'assessments') return several(`${one}=(正|负|不适用)`);
  if (kind === 'codes' && key === 'exclusions') {
    return `(无|${several(
      `(${values
        .filter((value) => value !== '无')
        .map(escapePattern)
        .join('|')})`,
    )})`;
  }
  return kind === 'choices' || kind === 'codes' ? several(one) : undefined;
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A file of the package. */
export interface DescriptorFile {
  readonly path: string;
  readonly text: string;
}

/** `jn-city/cases-2024.csv` → the policy its folder is kept under, by the prefix of the folder. */
function policyOfPath(path: string): PolicyId | undefined {
  const prefix = path.slice(0, 2).toUpperCase();
  return isPolicyId(prefix) ? prefix : undefined;
}

/** `datapackage.json` and the schemas it refers to, for the sample registers at these paths. */
export function describeSamples(paths: readonly string[], policies: readonly Policy[]): DescriptorFile[] {
  const schemas = new Map<string, object>();
  const resources: object[] = [];
  for (const path of [...paths].sort(compareText)) {
    const table = tableOf(path);
    const policy = policies.find(({ meta }) => meta.id === policyOfPath(path));
    if (!table || !policy) continue;
    const schema = `schemas/${policy.meta.id.toLowerCase()}-${table}.json`;
    schemas.set(schema, tableSchema(table, policy));
    const [, year = ''] = /-(\d{4})\.csv$/.exec(path) ?? [];
    resources.push({
      name: path.replace(/\.csv$/, '').replace('/', '-'),
      title: `${policy.meta.short}${TABLE_NAME[table]}${year}`,
      path,
      type: 'table',
      format: 'csv',
      mediatype: 'text/csv',
      encoding: 'utf-8',
      dialect: { header: true, delimiter: ',', quoteChar: '"', lineTerminator: '\r\n' },
      schema,
    });
  }
  const descriptor = {
    $schema: `${PROFILES}/datapackage.json`,
    name: 'rongjiu-sample-registers',
    title: '容错纠错台账（合成样例）',
    description:
      '全部由程序按固定种子生成，不涉及真实的人员、单位和事项。列的含义、取值和写法见各资源的表结构。',
    licenses: [{ name: 'CC0-1.0', title: 'CC0 1.0 Universal' }],
    keywords: ['容错纠错', '台账', '合成样例'],
    resources,
  };
  const text = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
  return [
    { path: 'datapackage.json', text: text(descriptor) },
    ...[...schemas]
      .sort(([a], [b]) => compareText(a, b))
      .map(([path, schema]) => ({ path, text: text(schema) })),
  ];
}
