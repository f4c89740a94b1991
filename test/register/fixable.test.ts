/**
 * A value that is only written in another way (width, spaces, dashes, separators, letter case, characters nobody sees) is
 * one finding that carries the value as it was meant; every other check reads that value, so nothing else is found.
 */
import { describe, expect, test } from 'vitest';
import { type ColumnDeclaration, type RegisterTable, TABLES } from '../../src/register/columns.ts';
import { SAMPLE_DAY } from '../../src/register/sample/chance.ts';
import { sampleRegisters } from '../../src/register/sample.ts';
import { quoteCell } from '../../src/register/write.ts';
import { realCalendar } from '../corpus.ts';
import { checkSources, textSource } from './registers.ts';

const samples = sampleRegisters(realCalendar()).filter(({ path }) => path.endsWith('.csv'));
const folders = [...new Set(samples.map(({ path }) => path.slice(0, path.indexOf('/'))))];

const WIDE = (text: string): string =>
  text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
const middle = (text: string, between: string): string => {
  const at = Math.floor(text.length / 2);
  return text.slice(0, at) + between + text.slice(at);
};

/** Ways to write a value of one kind that leave no doubt what was meant; undefined where a value cannot be written so. */
const SLIPS: Readonly<Record<string, (value: string, column: ColumnDeclaration) => string | undefined>> = {
  'in full width': (value, { kind }) => (kind === 'text' ? undefined : WIDE(value)),
  'with spaces around': (value) => ` ${value}\u3000`,
  'with a space inside': (value, { kind }) =>
    ['choice', 'choices', 'codes', 'assessments', 'code'].includes(kind) ? middle(value, ' ') : undefined,
  'with a character nobody sees': (value) => middle(value, '\u200b'),
  'with long dashes': (value, { kind, key }) =>
    ['id', 'references', 'date', 'papers', 'code', 'codes'].includes(kind) || key === 'policy'
      ? value.replaceAll('-', '—')
      : undefined,
  'with Chinese separators': (value) => value.replaceAll('|', '、'),
  'with wide bars': (value, { kind }) => (kind === 'text' ? undefined : value.replaceAll('|', '｜')),
  'on several lines': (value) => value.replaceAll('|', '\n'),
  'in small letters': (value, { kind, key }) =>
    kind === 'references' || kind === 'codes' || key === 'case_id' || key === 'policy' || kind === 'code'
      ? value.toLowerCase()
      : undefined,
  'with a time': (value, { kind }) => (kind === 'date' ? `${value.replaceAll('-', '/')} 0:00` : undefined),
  'with a blank date': (value, { kind }) => (kind === 'date' ? value.replaceAll('-', ' - ') : undefined),
};

interface Slip {
  readonly file: string;
  readonly cell: string;
  readonly fix: string | undefined;
}

/** The registers of a folder with one slip in every column, each in another row where there are enough. */
function slipped(folder: string, slip: (typeof SLIPS)[string]) {
  const slips: Slip[] = [];
  const done = new Set<string>();
  const sources = samples
    .filter(({ path }) => path.startsWith(folder))
    .map(({ path, text }) => {
      const rows = text
        .slice(1)
        .trimEnd()
        .split('\r\n')
        .map((line) => line.split(','));
      const table = /\/(cases|events|lists)/.exec(path)?.[1] as RegisterTable;
      const columns = TABLES[table] as readonly ColumnDeclaration[];
      for (const [index, head] of (rows[0] ?? []).entries()) {
        const column = columns.find((one) => one.head === head);
        if (!column) throw new Error(`no column ${head}`);
        const rank = (at: number): number => (at + rows.length - index) % rows.length;
        const eligible = rows
          .map((_, at) => at)
          .filter((at) => at > 0 && rows[at]?.[index])
          .sort((a, b) => rank(a) - rank(b));
        for (const at of eligible) {
          const value = rows[at]?.[index] ?? '';
          const written = slip(value, column);
          if (written === undefined || written === value || done.has(column.key)) continue;
          done.add(column.key);
          (rows[at] as string[])[index] = written;
          // What may name a person is told of to nobody; the corrected copy has it all the same.
          const fix = column.personal || column.kind === 'text' ? undefined : value;
          slips.push({ file: path, cell: `${letter(index)}${at + 1}`, fix });
        }
      }
      return textSource(
        path,
        rows.map((cells) => `${cells.map((cell) => quoteCell(cell)).join(',')}\r\n`).join(''),
      );
    });
  return { slips, sources };
}

function letter(index: number): string {
  return index < 26
    ? String.fromCharCode(65 + index)
    : `${letter(Math.floor(index / 26) - 1)}${letter(index % 26)}`;
}

const order = (a: Slip, b: Slip): number => (`${a.file} ${a.cell}` < `${b.file} ${b.cell}` ? -1 : 1);

describe.each(Object.keys(SLIPS))('values %s', (name) => {
  test.each(folders)('%s', async (folder) => {
    const { slips, sources } = slipped(folder, SLIPS[name] as (typeof SLIPS)[string]);
    const { findings } = await checkSources(sources, SAMPLE_DAY);
    const found = findings.map(({ file, cell = '', values, clause, code, message }) => ({
      file,
      cell,
      fix: values?.fix,
      ...(clause === null ? {} : { clause, code, message }),
    }));
    expect(found.sort(order)).toEqual(slips.sort(order));
  });
});

test('every kind of column has slipped', () => {
  const kinds = new Set<string>();
  for (const folder of folders) {
    for (const slip of Object.values(SLIPS)) {
      slipped(folder, (value, column) => {
        const written = slip(value, column);
        if (written !== undefined && written !== value) kinds.add(column.kind);
        return written;
      });
    }
  }
  const all = Object.values(TABLES).flatMap((columns) => columns.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual([...new Set(all)].sort());
});
