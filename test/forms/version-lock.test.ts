import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { contentFiles } from '../../scripts/effects.ts';
import { itemsOf, layoutForm } from '../../src/forms/layout.ts';
import { type FormSpec, footLine, readForm } from '../../src/forms/schema.ts';
import { FORMS_LOCK, holdVersions, printedContent, printedWords } from '../../src/forms/version-lock.ts';
import type { Measure } from '../../src/paper/boxes.ts';
import { formTexts, openPress, soundForm } from './made.ts';

const { digest } = contentFiles;
const FILE = 'content/forms/py-note.yaml';
const NOTE = `id: py-note
policy: PY
clause: PY-9
kind: standard
source: 《示例办法》
place: 附件 1
title: 登记表
version: 2026-11-21
step: 申请
role: [当事人]
filled_by: 当事人
received_by: 党委
when: { text: 申请时。, clause: PY-9 }
remark: 版式由本站编制。
above:
  - { align: right, parts: [时间：, { field: day }] }
columns: [100, 300]
rows:
  - height: 40
    cells:
      - { label: [当事, 人] }
      - { field: name }
  - cells:
      - { label: 意见 }
      - lines:
          - { parts: [{ field: view, option: agreed }, { field: view, option: refused }] }
          - { align: right, parts: [{ seal: （盖章） }, { signature: 签名： }] }
  - repeat: 3
    cells:
      - { ordinal: true }
      - { field: person }
notes: [填表说明。]
fields:
  - { key: name, label: 姓名, type: text, help: 填写姓名。, register: [subject_name] }
  - { key: day, label: 日期, type: date, help: 填写日期。 }
  - { key: view, label: 意见, type: one-of, options: { agreed: 同意, refused: 不同意 }, help: 划一项。 }
  - { key: person, label: 人员, type: text, help: 填写人员。 }
`;

const change = (from: string | RegExp, to: string): string => {
  const changed = NOTE.replace(from, to);
  expect(changed).not.toBe(NOTE);
  return changed;
};
const described = (text: string, file = FILE) => ({ file, read: readForm(text, file) });
const hold = (lock: string | undefined, ...texts: string[]) =>
  holdVersions(
    lock,
    texts.map((text) => described(text)),
    digest,
  );
/** The lock as it is written when this is accepted over another. */
const accept = (text: string, over?: string): string => hold(over, text).renewed ?? '';
const codes = (lock: string | undefined, ...texts: string[]): string[] =>
  hold(lock, ...texts).findings.map(({ code }) => code);

const LOCK = accept(NOTE);
const LINE = `${NOTE.slice(0, NOTE.indexOf('version:')).split('\n').length}:10`;

test('a form that is as it was accepted', () => {
  expect(hold(LOCK, NOTE).findings).toEqual([]);
  expect(accept(NOTE, LOCK)).toBe(LOCK);
  expect(LOCK).toMatch(/^\{\n {2}"py-note": \{ "version": "2026-11-21", "digest": "[0-9a-f]{64}" \}\n\}\n$/);
});

test('what is printed, in reading order', () => {
  const form = soundForm(NOTE, FILE);
  expect(printedWords(form)).toEqual([
    '附件 1',
    '登记表',
    '时间：',
    { field: 'day' },
    '年月日',
    '当事人',
    { field: 'name' },
    '意见',
    { field: 'view', option: 'agreed' },
    '同意',
    { field: 'view', option: 'refused' },
    '不同意',
    '（盖章）签名：',
    { signature: true },
    ...[1, 2, 3].flatMap((row) => [`${row}`, { field: 'person', row }]),
    '填表说明。',
    '《示例办法》附件 1　条目照录原件；选项格、填写栏和表末两行由本站添加',
  ]);
});

describe('what is printed or can be filled in changes the digest', () => {
  test.each([
    ['title', '登记表', '申报表'],
    ['label', '[当事, 人]', '[申请, 人]'],
    ['words of a line', '时间：', '日期：'],
    ['words before a seal', '（盖章）', '（公章）'],
    ['words to sign at', '签名：', '签字：'],
    ['a line to sign on', '{ signature: 签名： }', '签名：'],
    ['note', '填表说明。', '填表说明二。'],
    ['words of an option', 'refused: 不同意', 'refused: 不予同意'],
    ['name of an option', /refused/g, 'declined'],
    [
      'order of squares',
      /(\{ field: view, option: agreed \}), (\{ field: view, option: refused \})/,
      '$2, $1',
    ],
    ['name of a field', /\bname\b(?!:)/g, 'full_name'],
    ['type of a field', 'label: 姓名, type: text', 'label: 姓名, type: multiline'],
    ['number of rows', 'repeat: 3', 'repeat: 4'],
    ['paper', 'columns:', 'paper: A4-landscape\ncolumns:'],
    ['reference style', 'version:', 'reference_style: true\nversion:'],
    ['measure in the footer', '《示例办法》', '《办法》'],
    ['who made the layout', 'kind: standard', 'kind: rebuilt'],
  ])('%s', (_, from, to) => {
    expect(codes(LOCK, change(from, to))).toEqual(['form-changed']);
  });

  test('the heading of a letter and the order of its parts', () => {
    const letter = (parts: string): string =>
      printedContent(
        soundForm(
          change(/above:[\s\S]*?notes: .*\n/, `letter:\n${parts}`).replace(/fields:[\s\S]*/, LETTER_FIELDS),
          FILE,
        ),
      );
    const LETTER_FIELDS = `fields:
  - { key: matter, label: 事项, type: multiline, help: 写明事项。 }
  - { key: way, label: 方式, type: any-of, options: { one: 甲, two: 乙 }, help: 划一项。 }
`;
    const matter = '  - { heading: 事项, field: matter }\n';
    const way = '  - { heading: 方式, field: way }\n';
    const asWritten = letter(matter + way);
    expect(asWritten).toContain(
      JSON.stringify([
        '一、事项',
        { field: 'matter' },
        '二、方式：',
        { field: 'way', option: 'one' },
        '甲',
        { field: 'way', option: 'two' },
        '乙',
      ]).slice(1, -1),
    );
    expect(letter(way + matter)).not.toBe(asWritten);
    expect(letter(matter.replace('heading: 事项', 'heading: 情况') + way)).not.toBe(asWritten);
  });
});

describe('what is not printed, and where it stands on the page, does not', () => {
  test.each([
    ['help', '填写姓名。', '填写当事人的姓名。'],
    ['remark', '版式由本站编制。', '版式为本站所编。'],
    ['clause', 'clause: PY-9\nkind', 'clause: PY-8\nkind'],
    ['when', '申请时。', '提出申请时。'],
    ['who fills it in', 'filled_by: 当事人', 'filled_by: 申请人'],
    ['who gets it', 'received_by: 党委', 'received_by: 党组'],
    ['step', 'step: 申请', 'step: 决定'],
    ['register column', 'register: [subject_name]', 'register: [handler]'],
    ['what a screen reader says', 'label: 姓名', 'label: 当事人姓名'],
    ['height', 'height: 40', 'height: 80'],
    ['widths', '[100, 300]', '[150, 250]'],
    ['alignment', 'align: right, parts: [时间', 'align: left, parts: [时间'],
    ['breaks in a label', '[当事, 人]', '当事人'],
    ['parts of a line', '[时间：,', '[时, 间：,'],
    ['size of the type', 'columns:', 'type: dense\ncolumns:'],
    ['order of declarations', /( {2}- \{ key: name.*\n)( {2}- \{ key: day.*\n)/, '$2$1'],
    ['comments', 'rows:', '# 说明\nrows:'],
  ])('%s', (_, from, to) => {
    expect(hold(LOCK, change(from, to)).findings).toEqual([]);
  });
});

const EDITED = change('填表说明。', '填表须知。');
const NEWER = EDITED.replace('version: 2026-11-21', 'version: 2026-12-01');

/** Findings as one reads them. */
const told = (lock: string | undefined, ...texts: string[]): string =>
  hold(lock, ...texts)
    .findings.map(
      ({ file, line, position, code, severity, message, hint }) =>
        `${[file, line, position].filter((one) => one !== undefined).join(':')} ${severity} ${code}\n${message}\n${hint}`,
    )
    .join('\n');

describe('a finding says what is wrong, where the version stands', () => {
  test('changed under its version', () => {
    expect(told(LOCK, EDITED)).toBe(
      `${FILE}:${LINE} error form-changed
《登记表》印出的内容或者填写栏改了，版本仍是 2026-11-21：内容不同的表格会印着同一个版本。
误改的恢复原样；确需改动的，把 version 改为改动的日期，再运行 npm run check -- --accept-text。这一版还没有发出的，可以先从 content/forms.lock.json 删去它的一行，再运行这条命令。`,
    );
  });

  test('changed with a newer version, not accepted yet', () => {
    expect(told(LOCK, NEWER)).toBe(
      `${FILE}:${LINE} error form-lock-stale
《登记表》的内容和版本已改为 2026-12-01，锁定的仍是 2026-11-21 版。
核对改动后运行 npm run check -- --accept-text，把 content/forms.lock.json 与表格一并提交。`,
    );
  });

  test('a newer version alone is to be accepted too: later words would else come under it', () => {
    expect(told(LOCK, change('2026-11-21', '2026-12-01'))).toContain(
      'form-lock-stale\n《登记表》的版本已改为 2026-12-01，锁定的仍是 2026-11-21 版。',
    );
  });

  test('an older version, whether changed or not', () => {
    for (const text of [NOTE, EDITED]) {
      expect(told(LOCK, text.replace('2026-11-21', '2026-11-20'))).toBe(
        `${FILE}:${LINE} error form-version-older
《登记表》的版本 2026-11-20 早于已锁定的 2026-11-21。
把 version 写成最近一次改动印出内容的日期，不早于 2026-11-21；改回旧内容也是一次改动。`,
      );
    }
  });

  test('not in the lock', () => {
    expect(told('{}', NOTE)).toBe(
      `${FILE}:${LINE} error form-lock-stale
《登记表》的版本还没有锁定。
核对后运行 npm run check -- --accept-text，把 content/forms.lock.json 与表格一并提交。`,
    );
  });

  test('in the lock and gone, at its line', () => {
    const two = LOCK.replace(
      '}\n',
      `},\n  "py-old": { "version": "2026-11-21", "digest": "${'0'.repeat(64)}" }\n`,
    );
    expect(told(two, NOTE)).toBe(
      `content/forms.lock.json:3:1 error form-lock-stale
锁定了版本的表格 py-old 已不在 content/forms/ 中。
误删的，从版本库恢复 content/forms/py-old.yaml；不再使用的，运行 npm run check -- --accept-text。`,
    );
    expect(accept(NOTE, two)).toBe(LOCK);
  });

  test('no lock is one finding, not one for each form', () => {
    expect(told(undefined, NOTE)).toBe(
      `content/forms.lock.json error form-lock-stale
缺少文件 content/forms.lock.json，无法核对表格的内容改动后版本有没有更新。
从版本库恢复这个文件；第一次锁定的，运行 npm run check -- --accept-text。`,
    );
  });

  test.each([
    ['no JSON', '{"py-note":'],
    ['marks of a merge', `<<<<<<< main\n${LOCK}`],
    ['another shape', '{"py-note":"2026-11-21"}'],
    ['a digest cut short', LOCK.replace(/[0-9a-f]{9}"/, '"')],
    ['a version that is no day', LOCK.replace('2026-11-21', '2026-11-31')],
    ['a list', '[]'],
    ['nothing', ''],
  ])('a lock that cannot be read: %s', (_, text) => {
    const { findings, renewed } = hold(text, NOTE);
    expect(findings).toMatchObject([{ code: 'form-lock-syntax', file: FORMS_LOCK, line: 1, position: 1 }]);
    // What was locked would be lost.
    expect(renewed).toBeUndefined();
  });

  test('of a form that cannot be read nothing is said, and its line stays', () => {
    const { findings, renewed } = hold(LOCK, 'id: [');
    expect(findings).toEqual([]);
    expect(renewed).toBe(LOCK);
  });
});

describe('accepting', () => {
  test('a change with a newer version settles it', () => {
    const renewed = accept(NEWER, LOCK);
    expect(codes(renewed, NEWER)).toEqual([]);
    expect(renewed).toContain('"version": "2026-12-01"');
    // And what was before is now the older version.
    expect(codes(renewed, NOTE)).toEqual(['form-version-older']);
  });

  test.each([
    ['a change under its version', EDITED],
    ['an older version', EDITED.replace('2026-11-21', '2026-11-20')],
  ])('%s is refused: the lock keeps what it holds', (_, text) => {
    expect(accept(text, LOCK)).toBe(LOCK);
  });

  test('one form that is refused does not keep the others from it', () => {
    const other = NOTE.replace('id: py-note', 'id: py-new');
    const both = [described(EDITED), described(other, 'content/forms/py-new.yaml')];
    const { findings, renewed } = holdVersions(LOCK, both, digest);
    expect(findings.map(({ code }) => code)).toEqual(['form-changed', 'form-lock-stale']);
    expect(holdVersions(renewed, both, digest).findings.map(({ code }) => code)).toEqual(['form-changed']);
    // Sorted, whatever the order of the files.
    expect([...(renewed ?? '').matchAll(/"(py-\w+)"/g)].map(([, id]) => id)).toEqual(['py-new', 'py-note']);
  });

  test('a form of the same day that was never handed out: without its line it is a new one', () => {
    expect(codes(accept(EDITED, '{}'), EDITED)).toEqual([]);
  });
});

describe('the forms of this repository', () => {
  const forms: FormSpec[] = [];
  let files: ReturnType<typeof described>[] = [];
  let measure: Measure;
  beforeAll(async () => {
    ({ measure } = await openPress());
    files = [...(await formTexts())].map(([id, text]) => described(text, `content/forms/${id}.yaml`));
    forms.push(...files.flatMap(({ read }) => read.form ?? []));
  });

  test('are those of the committed lock, as it is written', () => {
    const committed = readFileSync(FORMS_LOCK, 'utf8');
    const { findings, renewed } = holdVersions(committed, files, digest);
    expect(findings).toEqual([]);
    expect(renewed).toBe(committed);
  });

  test('print on their pages the very words that the digest covers', () => {
    expect(forms.length).toBeGreaterThan(50);
    const even = (words: readonly string[]): string => words.join('').replace(/\s/g, '');
    for (const form of forms) {
      const words = [...itemsOf(layoutForm(form, measure))].flatMap((item) =>
        item.kind === 'text' ? [item.text] : [],
      );
      // Of a form that the source prints, the footer is no part of the text.
      if (form.kind === 'printed') words.push(footLine(form));
      const covered = printedWords(form).flatMap((piece) => (typeof piece === 'string' ? [piece] : []));
      expect(even(covered), form.id).toBe(even(words));
    }
  });
});
