import { describe, expect, test } from 'vitest';
import type { TypicalCase } from '../../src/cases.ts';
import {
  findLeaks,
  findPackageLeaks,
  findPaperLeaks,
  type Secret,
  secretsOf,
} from '../../src/disclosure/leakscan.ts';
import { drawPaper } from '../../src/paper/draw.ts';
import { layoutPaper } from '../../src/paper/flow.ts';
import { textOfPdf } from '../../src/paper/readback.ts';
import type { Entry } from '../../src/register/check.ts';
import { readPolicies } from '../corpus.ts';
import { openPress } from '../paper/made.ts';
import { samplePaper } from '../paper/sample.ts';

const SECRET: Secret = { text: '某区住房保障第九中心', kind: '台账的「单位」' };
const LEAK = [{ file: 'index.html', kind: SECRET.kind }];
const leaks = (text: string, secret = SECRET): readonly object[] => findLeaks('index.html', text, [secret]);

const hex = (text: string, write: (code: number) => string): string =>
  [...text].map((char) => write(char.codePointAt(0) ?? 0)).join('');

describe('a secret is found however it is written', () => {
  test.each([
    ['as it is', SECRET.text],
    ['among others', `<p>甲${SECRET.text}乙</p>`],
    ['in JSON', hex(SECRET.text, (code) => `\\u${code.toString(16).padStart(4, '0')}`)],
    ['in JSON, upper case', hex(SECRET.text, (code) => `\\u${code.toString(16).toUpperCase()}`)],
    ['in JavaScript', hex(SECRET.text, (code) => `\\u{${code.toString(16)}}`)],
    ['in HTML, hexadecimal', hex(SECRET.text, (code) => `&#x${code.toString(16)};`)],
    ['in HTML, capital X', hex(SECRET.text, (code) => `&#X${code.toString(16)};`)],
    ['in HTML, decimal', hex(SECRET.text, (code) => `&#${code};`)],
    ['in an address', encodeURIComponent(SECRET.text)],
    ['half and half', `${SECRET.text.slice(0, 5)}${encodeURI(SECRET.text.slice(5))}`],
  ])('%s', (_, text) => {
    expect(leaks(text)).toEqual(LEAK);
  });

  test('a secret with marks that HTML and JSON escape', () => {
    const secret = { text: '甲"乙"&丙<丁>/戊', kind: SECRET.kind };
    for (const text of [
      secret.text,
      '甲&quot;乙&quot;&amp;丙&lt;丁&gt;/戊',
      '甲&#34;乙&#34;&#38;丙&#60;丁&#62;/戊',
      JSON.stringify(secret.text),
      JSON.stringify(secret.text).replaceAll('/', '\\/').replaceAll('<', '\\u003c'),
    ]) {
      expect(leaks(text, secret), text).toEqual(LEAK);
    }
  });

  test('a secret of two lines', () => {
    const secret = { text: '第一行\n第二行', kind: SECRET.kind };
    expect(leaks(JSON.stringify(secret.text), secret)).toEqual(LEAK);
  });

  test('a secret that itself looks like an escape', () => {
    const secret = { text: '占比100%25，见&amp;', kind: SECRET.kind };
    expect(leaks(`<p>${secret.text}</p>`, secret)).toEqual(LEAK);
  });
});

test('what is not there is not found, and odd bytes stop nothing', () => {
  for (const text of [
    '',
    '某区住房保障第八中心',
    '&#99999999;',
    '&#x110000;',
    '\\u{110000}',
    '%ff%fe',
    '%E6%9F',
    '\\ud800',
    '100%',
  ]) {
    expect(leaks(text), text).toEqual([]);
  }
});

test('each secret is named by its kind, never by its text', () => {
  const secrets = [SECRET, { text: 'JN-2024-003', kind: '台账编号' }];
  const found = findLeaks('a.json', `${SECRET.text} JN-2024-003`, secrets);
  expect(found).toEqual([
    { file: 'a.json', kind: '台账的「单位」' },
    { file: 'a.json', kind: '台账编号' },
  ]);
  expect(JSON.stringify(found)).not.toContain('第九中心');
});

describe('what counts as a secret', async () => {
  const policies = await readPolicies();
  const entry = (facts: Readonly<Record<string, readonly string[] | null>>, id = 'JN-2024-003'): Entry => ({
    table: 'cases',
    file: 'cases.csv',
    row: 2,
    line: 2,
    id,
    policy: 'JN',
    facts: new Map(Object.entries(facts)),
  });
  const secrets = (facts: Readonly<Record<string, readonly string[] | null>>): string[] =>
    secretsOf([entry(facts)], [], new Set(), policies).map(({ text }) => text);

  test('ids of rows, and what a keeper typed about people and units', () => {
    expect(
      secrets({ subject_unit: ['某区住房保障第九中心'], matter: ['加装电梯补助口径偏差造成多付'] }),
    ).toEqual(['JN-2024-003', '某区住房保障第九中心', '加装电梯补助口径偏差造成多付']);
  });

  test('a name and a person code however short', () => {
    expect(secrets({ subject_name: ['张某'], ev_person: ['P017'] })).toEqual(['JN-2024-003', '张某', 'P017']);
  });

  test('short words, words of the law, dates, choices and unreadable cells are none', () => {
    expect(
      secrets({
        subject_post: ['科长'],
        handler: ['相关职能部门、单位'],
        sanctions: ['党纪处分:党内严重警告'],
        decision_date: ['2024-04-22'],
        matter: null,
        note: [],
      }),
    ).toEqual(['JN-2024-003']);
  });

  test('titles and gists of cases that this edition does not show', () => {
    const typicalCase = (id: string): TypicalCase =>
      ({ id, title: `${id}的标题`, gist: `${id}的要旨` }) as TypicalCase;
    expect(secretsOf([], [typicalCase('c01'), typicalCase('c02')], new Set(['c01']), policies)).toEqual([
      { text: 'c02的标题', kind: '未公开案例的标题' },
      { text: 'c02的要旨', kind: '未公开案例的要旨' },
    ]);
  });
});

describe('a secret in a PDF', () => {
  /** Finds it in the text of a drawn paper, and not in its bytes, which are compressed. */
  async function inPaper(words: string, text = SECRET.text): Promise<readonly object[]> {
    const press = await openPress();
    const blocks = [{ kind: 'paragraph', words: [{ text: words }] }] as const;
    const bytes = await drawPaper(
      layoutPaper({ ...samplePaper(), blocks, annexes: [] }, press.measure),
      press,
    );
    const secret = { ...SECRET, text };
    expect(findLeaks('b.pdf', Buffer.from(bytes).toString('utf8'), [secret])).toEqual([]);
    return findPaperLeaks('b.pdf', await textOfPdf(bytes), [secret]);
  }
  const found = [{ file: 'b.pdf', kind: SECRET.kind }];

  test('on a line, over two lines, over two pages', async () => {
    expect(await inPaper(`甲${SECRET.text}乙`)).toEqual(found);
    expect(await inPaper(`${'甲'.repeat(22)}${SECRET.text}`)).toEqual(found);
    // Five characters before the end of the first page, which has 18 lines of text.
    expect(await inPaper(`${'甲'.repeat(26 + 28 * 18 - 5)}${SECRET.text}`)).toEqual(found);
  });

  test('with a space that was lost at the end of a line', async () => {
    const text = '某区 住房 保障';
    for (const before of [0, 20, 22, 24])
      expect(await inPaper('甲'.repeat(before) + text, text)).toEqual(found);
  });

  test('in the name of the file and in a bookmark', async () => {
    const press = await openPress();
    const paper = { ...samplePaper({ chapters: 1 }), subject: SECRET.text };
    const text = await textOfPdf(await drawPaper(layoutPaper(paper, press.measure), press));
    expect(findPaperLeaks('b.pdf', text, [SECRET])).toEqual(found);
    expect(findPaperLeaks('b.pdf', text, [{ ...SECRET, text: '另一个单位的名称' }])).toEqual([]);
  });
});

test('the titles of bulletins that are not for the public are secrets', () => {
  const bulletin = (title: string, audience: '公开宣传' | '内部交流') => ({ title, audience });
  const bulletins = [bulletin('公开的通报', '公开宣传'), bulletin('内部的通报', '内部交流')];
  expect(secretsOf([], [], new Set(), [], bulletins).map(({ text }) => text)).toEqual(['内部的通报']);
});

test('a package is searched in all its parts, also where markup stands in the middle of the words', () => {
  const torn = [...SECRET.text].map((one) => `<w:r><w:t>${one}</w:t></w:r>`).join('');
  const found = [{ file: 'a.docx', kind: SECRET.kind }];
  for (const [name, text] of [
    ['word/document.xml', `<w:p>${torn}</w:p>`],
    ['docProps/core.xml', `<dc:title>${SECRET.text}</dc:title>`],
    [`word/${SECRET.text}.xml`, ''],
  ] as const) {
    const parts = new Map([
      ['[Content_Types].xml', '<Types/>'],
      [name, text],
    ]);
    expect(findPackageLeaks('a.docx', parts, [SECRET]), name).toEqual(found);
  }
  expect(findPackageLeaks('a.docx', new Map([['word/document.xml', '<w:p>容错</w:p>']]), [SECRET])).toEqual(
    [],
  );
});
