import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadFormKeys } from '../../scripts/import.ts';
import { controlTag, editionLine, type FormKey } from '../../src/forms/leaves.ts';
import { packTexts } from '../../src/zip-parts.ts';
import { plainForm } from '../forms/plain-pdf.ts';

let folder: string;
let forms: FormKey[];
beforeAll(async () => {
  forms = await loadFormKeys();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-'));
  cpSync('data/registers/zz-college', join(folder, 'registers'), { recursive: true });
});
const made: string[] = [];
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

const register = () => join(folder, 'registers', 'cases-2025.csv');
const text = () => readFileSync(register(), 'utf8');
const names = () => readdirSync(join(folder, 'registers')).sort();

/** Writes a filled form and returns its path. */
function paper(id: string, values: Readonly<Record<string, string>>): string {
  made.push(folder);
  const form = forms.find((one) => one.id === id);
  if (!form) throw new Error(`no form ${id}`);
  const path = join(folder, `${id}.pdf`);
  writeFileSync(path, plainForm(form, new Map(Object.entries(values))));
  return path;
}

function run(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['scripts/import.ts', ...args, '--as-of', '2026-11-21'],
    { encoding: 'utf8', env: { ...process.env, CI: 'true' } },
  );
  return { code: status, out: stdout, err: stderr };
}

const day = (key: string, y: string, m: string, d: string) => ({
  [`${key}.y`]: y,
  [`${key}.m`]: m,
  [`${key}.d`]: d,
});

test('an update: shown first, written with --write, the original kept', () => {
  const before = text();
  const id = /ZZ-2025-\d{3}/.exec(before)?.[0] ?? '';
  const pdf = paper('zz-a1', {
    matter: '虚构事项',
    subject_name: '某某某',
    ...day('application_date', '2025', '6', '3'),
  });
  const shown = run(pdf, '--register', register(), '--id', id);
  expect(shown.err).toBe('');
  expect(shown.out).toContain(`更新 ${id}`);
  expect(shown.out).toMatch(/追究事由（I?[A-Z]+\d+） {2}.+ → 虚构事项/);
  expect(shown.out).toContain('「申请人」：涉及个人信息');
  expect(shown.out).not.toContain('某某某');
  expect(shown.out).toContain('没有写入');
  expect(text()).toBe(before);

  const written = run(pdf, '--register', register(), '--id', id, '--write');
  expect(written.out).toContain('已写入');
  const [old, now] = [before.split('\r\n'), text().split('\r\n')];
  expect(now.length).toBe(old.length);
  const changed = now.filter((line, at) => line !== old[at]);
  expect(changed.length).toBe(1);
  expect(changed[0]).toContain('虚构事项');
  expect(readFileSync(`${register()}.bak-1`, 'utf8')).toBe(before);

  // Once more: nothing changes, nothing is written.
  const again = run(pdf, '--register', register(), '--id', id, '--write');
  expect(again.out).toContain('台账没有变化');
  expect(names().filter((name) => name.includes('.bak-'))).toEqual(['cases-2025.csv.bak-1']);
});

test('a new row gets the next id of the folder, and the findings that check would have', () => {
  const pdf = paper('zz-a1', { matter: '虚构事项' });
  const ids = [...text().matchAll(/ZZ-2025-(\d{3})/g)].map(([, serial]) => Number(serial));
  const next = `ZZ-2025-${String(Math.max(...ids) + 1).padStart(3, '0')}`;
  const { code, out } = run(pdf, '--register', register(), '--new', '--write');
  expect(out).toContain(`新增 ${next}`);
  const check = spawnSync(
    process.execPath,
    [
      'scripts/check.ts',
      '--registers',
      join(folder, 'registers'),
      '--as-of',
      '2026-11-21',
      '--format',
      'json',
    ],
    { encoding: 'utf8', env: { ...process.env, CI: 'true' } },
  );
  const { findings } = JSON.parse(check.stdout) as {
    findings: { file: string; caseId?: string; code: string; severity: string; message: string }[];
  };
  const own = findings.filter(({ caseId, file }) => caseId === next && file.endsWith('.csv'));
  expect(own.length).toBeGreaterThan(0);
  for (const { message } of own) expect(out).toContain(message);
  expect(out.match(/\[[a-z-]+\]$/gm)?.length).toBe(own.length);
  expect(code).toBe(own.some(({ severity }) => severity === 'error') ? 1 : 0);
  // What the copy does not end with must not be taken for a register.
  expect(findings.filter(({ file }) => file.includes('.bak'))).toEqual([]);
});

describe('another unit beside', () => {
  const beside = () => join(folder, 'unit-b', 'cases-2025.csv');
  const head = () => `${text().split('\r\n')[0]}\r\n`;
  const set = (rows: string) => {
    mkdirSync(join(folder, 'unit-b'));
    writeFileSync(beside(), `${head()}${rows}`);
  };

  test('ids that it has used are not given out again', () => {
    set('');
    const pdf = paper('zz-a1', { matter: '虚构事项' });
    const ids = [...text().matchAll(/ZZ-2025-(\d{3})/g)].map(([, serial]) => Number(serial));
    const next = `ZZ-2025-${String(Math.max(...ids) + 1).padStart(3, '0')}`;
    expect(run(pdf, '--register', beside(), '--new').out).toContain(`新增 ${next}`);
    const alone = run(pdf, '--register', beside(), '--new', '--registers', join(folder, 'unit-b'));
    expect(alone.out).toContain('新增 ZZ-2025-001');
  });

  test('the check looks at its rows too', () => {
    const row = text().split('\r\n')[1] ?? '';
    set(`${row}\r\n`);
    const { out } = run(
      paper('zz-a1', { matter: '虚构事项' }),
      '--register',
      beside(),
      '--id',
      row.slice(0, row.indexOf(',')),
    );
    expect(out).toContain('[id-repeated]');
  });

  test('which registers count is said', () => {
    set('');
    const { out } = run(paper('zz-a1', { matter: '虚构事项' }), '--register', beside(), '--new');
    expect(out).toContain(`新编号和核对都以 ${join(folder, 'unit-b')} 和同级的 registers 中的 `);
  });

  test('a folder of other things does not count, nor what is farther off, nor a folder that cannot be opened', () => {
    set('');
    const stray = `${head()}ZZ-2025-399978,ZZ\r\n`;
    for (const name of ['downloads', 'downloads/old', 'unit-b/old']) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'cases-old.csv'), stray);
    }
    writeFileSync(join(folder, 'cases-stray.csv'), stray);
    const closed = join(folder, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o000);
    const { code, out, err } = run(paper('zz-a1', { matter: '虚构事项' }), '--register', beside(), '--new');
    chmodSync(closed, 0o755);
    expect(err).toBe('');
    expect(code).toBeLessThan(2);
    expect(out).not.toContain('399979');
    expect(out).toContain('同级的 downloads 也有台账，还放着别的文件，没有计入');
    // Nothing is closed to the superuser.
    if (process.getuid?.() !== 0) expect(out).toContain(`${closed} 读不出，没有计入`);
  });

  test('what cannot be read in the folder that was named is left out, too', () => {
    set('');
    const closed = join(folder, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o000);
    symlinkSync(join(folder, 'nowhere'), join(folder, 'cases-gone.csv'));
    const pdf = paper('zz-a1', { matter: '虚构事项' });
    const { code, out, err } = run(pdf, '--register', beside(), '--new', '--registers', folder);
    chmodSync(closed, 0o755);
    expect(err).toBe('');
    expect(code).toBeLessThan(2);
    expect(out).toContain(`${join(folder, 'cases-gone.csv')} 读不出，没有计入`);
    if (process.getuid?.() !== 0) expect(out).toContain(`${closed} 读不出，没有计入`);
  });
});

test('what has been entered makes no second row', () => {
  const pdf = paper('zz-a1', { matter: '虚构事项', handler: '某部' });
  expect(run(pdf, '--register', register(), '--new', '--write').out).toContain('已写入');
  const before = text();
  const again = run(pdf, '--register', register(), '--new', '--write');
  expect(again.code).toBe(0);
  expect(again.out).toContain('[form-row-repeated]');
  expect(again.out.trimEnd()).toMatch(/没有写入。读到的 1 条登记台账已经有了，没有新增。$/);
  expect(text()).toBe(before);
});

test('ids are taken as they were meant', () => {
  const id = /ZZ-2025-\d{3}/.exec(text())?.[0] ?? '';
  const other = join(folder, 'other.pdf');
  copyFileSync(paper('zz-a1', { matter: '另一件虚构的事' }), other);
  const pdf = paper('zz-a1', { matter: '虚构事项' });
  const { err, out } = run(pdf, other, '--register', register(), '--id', `${id.toLowerCase()}，New`);
  expect(err).toBe('');
  expect(out).toContain(`更新 ${id}`);
  expect(out).toContain('新增 ZZ-2025-');
});

test('a second sheet of the same form goes on where the first was full', () => {
  const sheet = (subject: string) => {
    const path = paper('zz-a4', {
      handler: '某部',
      'subject.1': `${subject}单位`,
      'situations.1': `${subject}事（符合第五条第（三）项）`,
      'mode.1': '从轻',
      ...day('ev_date', '2025', '9', '24'),
    });
    const own = join(folder, `${subject}.pdf`);
    copyFileSync(path, own);
    return own;
  };
  const both = run(sheet('甲'), sheet('乙'), '--register', register(), '--new', '--write');
  expect(both.out).not.toContain('form-value');
  expect(both.out).toContain('已写入');
  expect(text()).toMatch(/甲事[^\n]*\n[^\n]*乙事/);
});

test('entries that tell nothing of their own are entered, with a warning', () => {
  const month = (subject: string) =>
    paper('zz-a4', { handler: '某部', 'subject.1': subject, 'mode.1': '从轻', 'correction_state.1': '到位' });
  run(month('甲'), '--register', register(), '--new', '--write');
  const before = text();
  const next = run(month('乙'), '--register', register(), '--new', '--write');
  expect(next.out).toContain('[form-row-alike]');
  expect(next.out).toMatch(/与台账第\d+行（ZZ-2025-\d+）相同/);
  expect(next.out).toContain('1 行、');
  expect(text().length).toBeGreaterThan(before.length);
  // The events register: the same day, another department.
  const events = join(folder, 'registers', 'events-2025.csv');
  const filing = paper('zz-a4', { handler: '某部', 'mode.1': '从轻', ...day('ev_date', '2025', '9', '24') });
  expect(run(filing, '--register', events, '--new', '--write').out).toContain('已写入');
  const other = paper('zz-a4', { handler: '另部', 'mode.1': '从轻', ...day('ev_date', '2025', '9', '24') });
  const filed = run(other, '--register', events, '--new', '--write');
  expect(filed.out).toContain('[form-row-alike]');
  expect(filed.out).toContain('已写入');
});

test('what a register cannot take holds the form back; what is left out of it shows in the exit code', () => {
  const before = text();
  const formula = run(
    paper('zz-a1', { matter: '=1+1', handler: '某部' }),
    '--register',
    register(),
    '--new',
    '--write',
  );
  expect(formula.code).toBe(1);
  expect(formula.out).toContain('[cell-formula]');
  expect(formula.out).toContain('有的表格不能完整读取');
  expect(text()).toBe(before);
  const day = run(
    paper('zz-a1', { matter: '某事', 'application_date.y': '2025' }),
    ...['--register', register(), '--new'],
  );
  expect(day.out).toContain('[form-value-unread]');
  expect(day.code).toBe(1);
});

test('a name on a form does not enter the register through another field, also of another form', () => {
  const before = text();
  const one = paper('zz-a3', { subject_name: '张　三', matter: '某事' });
  const other = paper('zz-a1', { matter: '张三同志提前进场', handler: '某部' });
  const { code, out } = run(one, other, '--register', register(), '--new', '--write');
  expect(code).toBe(1);
  expect(out).toContain('[personal-name]');
  expect(out).toContain('要登记到「追究事由」的内容写有表上的姓名，没有导入');
  expect(out).not.toMatch(/张\s*三/);
  expect(text()).toBe(before);
  // By itself nobody can tell that it is a name.
  expect(run(other, '--register', register(), '--new').out).not.toContain('[personal-name]');
});

describe('whether it is the same matter', () => {
  const jn = () => {
    cpSync('data/registers/jn-city', join(folder, 'registers'), { recursive: true });
    writeFileSync(register(), `${text().split('\r\n')[0]}\r\n`);
  };
  const days = { ...day('told_date', '2026', '11', '18'), ...day('application_date', '2026', '11', '19') };
  const rows = () => text().split('\r\n').length - 2;
  /** A second form of the same kind, under a name of its own. */
  const second = (id: string, values: Readonly<Record<string, string>>) => {
    const path = join(folder, 'second.pdf');
    copyFileSync(paper(id, values), path);
    return path;
  };
  const enter = (...args: string[]) => run(...args, '--register', register(), '--write');

  test('days and a unit alone dismiss nothing', () => {
    jn();
    enter(paper('jn-a1', { ...days, subject_unit: '某部门', matter: '甲项目提前进场。' }), '--new');
    const { out } = enter(paper('jn-a1', { ...days, subject_unit: '某部门' }), '--new');
    expect(out).toContain('[form-row-alike]');
    expect(out).not.toContain('[form-row-repeated]');
    expect(rows()).toBe(2);
  });

  test('a form of which a part is left out is a question, not a repeat', () => {
    const values = { matter: '某事', handler: '某部', subject_unit_post: '某系主任' };
    enter(paper('zz-a1', values), '--new');
    const before = text();
    const other = second('zz-a1', { ...values, subject_unit_post: '另一系主任' });
    const asked = enter(other, '--new');
    expect(asked.code).toBe(1);
    expect(asked.out).toContain('但表上的「单位及职务」没有读成登记，认不出是不是同一件事，没有新增');
    expect(asked.out).toContain('--id new');
    expect(asked.out.trimEnd()).toMatch(/1 条登记中有 1 条认不出台账是不是已经有了，没有新增。$/);
    expect(text()).toBe(before);
    const told = enter(other, '--id', 'new');
    expect(told.out).toContain('[form-row-alike]');
    expect(told.out).toContain('已写入');
    // Together, what stays on the forms tells them apart.
    writeFileSync(register(), `${text().split('\r\n')[0]}\r\n`);
    const both = enter(paper('zz-a1', values), other, '--new');
    expect(both.code).toBe(0);
    expect(rows()).toBe(2);
  });

  test('two officials of one matter: two rows from one batch, and a way to enter the second later', () => {
    jn();
    const of = (subject_name: string) => ({
      ...days,
      subject_name,
      subject_unit: '某部门',
      subject_post: '副科长',
      matter: '共同决定的事项。',
    });
    const other = second('jn-a1', of('乙某'));
    const both = enter(paper('jn-a1', of('甲某')), other, '--new');
    expect(both.out).toContain('：2 行、');
    expect(both.out).not.toMatch(/\[form-row|甲某|乙某/);
    const again = enter(other, '--new');
    expect(again.code).toBe(0);
    expect(again.out).toContain('[form-row-repeated]');
    expect(again.out).toContain('--id new');
    expect(rows()).toBe(2);
    expect(enter(other, '--id', 'new').out).toContain('照所写的 new，仍按新的一行登记');
    expect(rows()).toBe(3);
  });

  test('rows of the same matter that differ are named, and those of other files count', () => {
    enter(paper('zz-a1', { matter: '某事', handler: '某部', applicant_organ: '某支部' }), '--new');
    const id = /ZZ-2025-\d+(?=[^\n]*某事)/.exec(text())?.[0] ?? 'none';
    const near = run(paper('zz-a1', { matter: '某事', handler: '另部' }), '--register', register(), '--new');
    expect(near.out).toContain('[form-row-alike]');
    expect(near.out).toMatch(
      new RegExp(`台账第\\d+行（${id}）的「追究事由」相同，「问责追责承办单位（责任追究部门）」不同`),
    );
    expect(near.out).toContain('新增 ZZ-2025');
    mkdirSync(join(folder, 'unit-b'));
    const later = join(folder, 'unit-b', 'cases-2026.csv');
    writeFileSync(later, `${text().split('\r\n')[0]}\r\n`);
    const { code, out } = run(
      paper('zz-a1', { matter: '某事', handler: '某部' }),
      '--register',
      later,
      '--new',
    );
    expect(code).toBe(0);
    expect(out).toContain('[form-row-repeated]');
    expect(out).toMatch(new RegExp(`cases-2025\\.csv 第\\d+行（${id}）都已经有了，没有新增`));
  });
});

test('some entered before and some not: the last sentence and the exit code say so', () => {
  const one = join(folder, 'one.pdf');
  copyFileSync(paper('zz-a1', { matter: '其一', handler: '某部' }), one);
  run(one, '--register', register(), '--new', '--write');
  const { code, out } = run(
    one,
    paper('zz-a1', { matter: '其二' }),
    '--register',
    register(),
    '--new',
    '--write',
  );
  expect(out.trimEnd().split('\n').at(-1)).toContain('2 条登记中有 1 条台账已经有了，没有新增。');
  expect(code).toBe(1);
});

test('rows of one form may be alike', () => {
  const pdf = paper('zz-a4', { 'mode.1': '从轻', 'mode.2': '从轻', handler: '某部' });
  const { out } = run(pdf, '--register', register(), '--new');
  expect(out.match(/新增 ZZ-2025/g)?.length).toBe(2);
  expect(out).not.toContain('[form-row-repeated]');
});

test('a reader who goes away does not stop the writing', async () => {
  const pdf = paper('zz-a1', { matter: '虚构事项' });
  const child = spawn(
    process.execPath,
    ['scripts/import.ts', pdf, '--register', register(), '--new', '--write'],
    { env: { ...process.env, CI: 'true' } },
  );
  child.stdout.destroy();
  let err = '';
  child.stderr.on('data', (piece) => {
    err += piece;
  });
  await once(child, 'close');
  expect(err).toBe('');
  expect(text()).toContain('虚构事项');
});

test('a form with a damaged value writes nothing', () => {
  const before = text();
  const pdf = paper('zz-a1', { matter: '某事', handler: '챖' });
  const { code, out } = run(pdf, '--register', register(), '--new', '--write');
  expect(code).toBe(1);
  expect(out).toContain('[form-value-damaged]');
  expect(out).toContain('没有写入');
  expect(text()).toBe(before);
  expect(names().filter((name) => name.includes('.bak-'))).toEqual([]);
});

test('a Word document goes the same way', async () => {
  made.push(folder);
  const path = join(folder, '申请表.docx');
  const key = forms.find(({ id }) => id === 'zz-a1');
  if (!key) return expect.unreachable();
  const write = (matter: string) => {
    const controls = key.controls.map(({ field, row, option }) => {
      const words = field === 'matter' ? `<w:r><w:t>${matter}</w:t></w:r>` : '';
      return `<w:sdt><w:sdtPr><w:tag w:val="${controlTag(field, row, option)}"/></w:sdtPr><w:sdtContent>${words}</w:sdtContent></w:sdt>`;
    });
    const parts = new Map([
      ['word/document.xml', `<w:document xmlns:w="w">${controls.join('')}</w:document>`],
      ['word/footer1.xml', `<w:ftr xmlns:w="w"><w:t>${editionLine(key)}</w:t></w:ftr>`],
    ]);
    writeFileSync(path, packTexts(parts));
  };
  write('챖');
  const damaged = run(path, '--register', register(), '--new', '--write');
  expect(damaged.out).toContain('[form-value-damaged]');
  write('虚构事项');
  const written = run(path, '--register', register(), '--new', '--write');
  expect(written.out).toContain('已写入');
  expect(text()).toContain('虚构事项');
});

describe('a register is written as it was found', () => {
  const pdf = () => paper('zz-a1', { matter: '虚构;事项' });
  test('semicolons, no mark, LF', () => {
    const rows = ['编号;适用制度;追究事由', 'ZZ-2025-001;ZZ;甲,乙'];
    writeFileSync(register(), `${rows.join('\n')}\n`);
    expect(run(pdf(), '--register', register(), '--new', '--write').out).not.toContain('GBK');
    expect(text()).toBe(`${rows.join('\n')}\nZZ-2025-002;ZZ;"虚构;事项"\n`);
  });

  test('GBK becomes UTF-8, which is said', () => {
    // 编号,适用制度,追究事由
    writeFileSync(register(), Buffer.from('b1e0bac52ccacad3c3d6c6b6c82cd7b7bebfcac2d3c90d0a', 'hex'));
    expect(run(pdf(), '--register', register(), '--new', '--write').out).toContain('原文件是 GBK 编码');
    expect(text()).toBe('\uFEFF编号,适用制度,追究事由\r\nZZ-2025-001,ZZ,虚构;事项\r\n');
  });
});

test('two forms of one case, one after the other', () => {
  const id = /ZZ-2025-\d{3}/.exec(text())?.[0] ?? '';
  const one = paper('zz-a1', { matter: '其一' });
  const other = join(folder, 'other.pdf');
  copyFileSync(one, other);
  const again = paper('zz-a1', { matter: '其二' });
  const { out } = run(other, again, '--register', register(), '--id', `${id},${id}`, '--write');
  expect(out).toMatch(/→ 其一[\s\S]*其一 → 其二/);
  expect(out).toMatch(/：1 行、\d 格/);
  expect(text()).toContain('其二');
  expect(text()).not.toContain('其一');
});

test('stopped at any moment, the register is what it was or what it was to be', {
  timeout: 60_000,
}, async () => {
  const before = text();
  const pdf = paper('zz-a1', { matter: '虚构事项' });
  for (const wait of [100, 300, 600, 900, 1200]) {
    writeFileSync(register(), before);
    const args = ['scripts/import.ts', pdf, '--register', register(), '--new', '--write'];
    const child = spawn(process.execPath, args, { env: { ...process.env, CI: 'true' } });
    const closed = once(child, 'close');
    setTimeout(() => child.kill('SIGINT'), wait);
    await closed;
    const after = text();
    expect(after.startsWith(before)).toBe(true);
    if (after !== before) expect(after).toMatch(/虚构事项.*\r\n$/);
  }
});

test('without a word on which row is meant, it is only shown what was read', () => {
  const pdf = paper('zz-a4', { 'mode.1': '从轻', 'mode.2': '减轻', handler: '某部' });
  const { code, out } = run(pdf, '--register', register(), '--write');
  expect(code).toBe(0);
  expect(out).toContain('第1行  读到');
  expect(out).toContain('读到 2 条登记，还没有指明是哪一行');
});

test('an event log takes the filing itself', () => {
  const pdf = paper('zz-a4', { 'mode.1': '从轻', handler: '某部', ...day('ev_date', '2025', '9', '24') });
  const events = join(folder, 'registers', 'events-2025.csv');
  const { out } = run(pdf, '--register', events, '--new');
  expect(out).toMatch(/新增 ZZ-E-2025-\d{3}/);
  expect(out).toContain('备案表报送');
  expect(out).toContain('2025-09-24');
});

test.each<[string, (pdf: string) => string[], string]>([
  ['no register', (pdf) => [pdf], '请写明表格和台账'],
  ['no form', () => ['--register', register()], '请写明表格和台账'],
  [
    'both ways to name a row',
    (pdf) => [pdf, '--register', register(), '--id', 'ZZ-2025-001', '--new'],
    '只能用一个',
  ],
  [
    'a file that is no register',
    (pdf) => [pdf, '--register', join(folder, 'x.csv'), '--new'],
    '不按台账命名',
  ],
  [
    'a register that is not there',
    (pdf) => [pdf, '--register', join(folder, 'cases-1999.csv'), '--new'],
    'npm run template',
  ],
  ['too many ids', (pdf) => [pdf, '--register', register(), '--id', 'ZZ-2025-001,ZZ-2025-002'], '2 个编号'],
  [
    'an id that is not there',
    (pdf) => [pdf, '--register', register(), '--id', 'ZZ-2025-999'],
    '没有编号 ZZ-2025-999',
  ],
  ['a folder for a form', () => [folder, '--register', register(), '--new'], '是文件夹'],
  [
    'the same form twice',
    (pdf) => {
      copyFileSync(pdf, join(folder, 'copy.pdf'));
      return [pdf, join(folder, 'copy.pdf'), '--register', register(), '--new'];
    },
    '同一份表格',
  ],
  [
    'a register that is a folder',
    (pdf) => {
      mkdirSync(join(folder, 'cases-2024.csv'));
      return [pdf, '--register', join(folder, 'cases-2024.csv'), '--new'];
    },
    '是文件夹',
  ],
  [
    'a register that is read-only',
    (pdf) => {
      chmodSync(register(), 0o444);
      return [pdf, '--register', register(), '--new', '--write'];
    },
    '是只读的',
  ],
  [
    'a form of another policy',
    () => [paper('jn-a1', { matter: '甲' }), '--register', register(), '--new'],
    '登记的都是 ZZ',
  ],
  [
    'a register outside the folder of registers',
    (pdf) => [pdf, '--register', register(), '--new', '--registers', 'data'],
    '不在 --registers 的文件夹',
  ],
  ['a form that is not there', () => ['none.pdf', '--register', register(), '--new'], 'none.pdf'],
])('cannot run: %s', (_name, args, words) => {
  const before = text();
  const { code, out, err } = run(...args(paper('zz-a1', { matter: '甲' })));
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toContain(words);
  expect(err).not.toMatch(/\bat .*:\d+/);
  expect(text()).toBe(before);
});
