/** The benchmark measures sound rows: findings would be measured with them. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { realCalendar } from '../corpus.ts';
import { checkSources, textSource } from '../register/registers.ts';
import { FILLED_COLUMNS, fullRows, writeRegister } from './generate.ts';

test('a generated register checks clean, every column filled, and begins like a longer one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rongjiu-'));
  try {
    const pool = fullRows(realCalendar(), 60);
    const [short, long] = [join(folder, 'short.csv'), join(folder, 'long.csv')];
    await writeRegister(short, pool, 50);
    await writeRegister(long, pool, 500);
    const text = await readFile(long, 'utf8');
    expect(text.startsWith(await readFile(short, 'utf8'))).toBe(true);
    const { files, findings } = await checkSources([textSource('cases.csv', text)], '2026-11-21');
    expect(findings).toEqual([]);
    expect(files[0]?.rows).toBe(500);
    const [head = '', ...rows] = text.replace('\uFEFF', '').trimEnd().split('\r\n');
    expect(new Set(rows).size).toBe(500);
    const heads = head.split(',');
    for (const row of rows) {
      const cells = row.split(',');
      expect(cells).toHaveLength(heads.length);
      expect(cells.filter((cell) => cell !== '')).toHaveLength(FILLED_COLUMNS.length);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
