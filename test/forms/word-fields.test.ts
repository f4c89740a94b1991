import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { formDocument } from '../../src/forms/docx.ts';
import { type FilledForm, readFilledForm } from '../../src/forms/filled.ts';
import { layoutForm } from '../../src/forms/layout.ts';
import { controlTag, editionLine, type FormKey, formKey } from '../../src/forms/leaves.ts';
import { formView } from '../../src/forms/view.ts';
import { editParts, packTexts } from '../../src/zip-parts.ts';
import { FORM_IDS, formTexts, openPress, soundForm } from './made.ts';
import { needTool, runTool } from './tools.ts';

const keys: FormKey[] = [];
const documents = new Map<string, Uint8Array>();
beforeAll(async () => {
  const { measure } = await openPress();
  const texts = await formTexts();
  for (const id of FORM_IDS) {
    const form = soundForm(texts.get(id) ?? '', id);
    keys.push(formKey(form));
    documents.set(id, await formDocument(layoutForm(form, measure)));
  }
});

const blankOf = (id: string): Uint8Array => documents.get(id) ?? new Uint8Array();
const read = (bytes: Uint8Array, file = 'f.docx') => readFilledForm(bytes, file, keys);
const codes = ({ findings }: FilledForm) => findings.map(({ code }) => code);
const texts = ({ values }: FilledForm) =>
  Object.fromEntries(
    values.map(({ field, row, text, ticked }) => [
      controlTag(field.key, row),
      ticked.length > 0 ? ticked.join('|') : text,
    ]),
  );

/** The document with its body rewritten. */
const edited = (id: string, edit: (body: string) => string): Promise<Uint8Array> =>
  editParts(blankOf(id), new Map([['word/document.xml', edit]]));
const control = (tag: string): RegExp =>
  new RegExp(
    `(<w:sdt><w:sdtPr>(?:(?!</w:sdtPr>).)*<w:tag w:val="${tag.replaceAll('.', '\\.')}"/>(?:(?!</w:sdtPr>).)*</w:sdtPr>)<w:sdtContent>(.*?)</w:sdtContent></w:sdt>`,
    's',
  );
/** Writes into a control as Word does: the sign that it is blank goes, the words come in runs. */
const written =
  (values: Readonly<Record<string, string>>) =>
  (body: string): string => {
    let text = body;
    for (const [tag, content] of Object.entries(values)) {
      expect(text, tag).toMatch(control(tag));
      text = text.replace(
        control(tag),
        (_, properties: string) =>
          `${properties.replace('<w:showingPlcHdr/>', '')}<w:sdtContent>${content}</w:sdtContent></w:sdt>`,
      );
    }
    return text;
  };
const run = (words: string): string =>
  `<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">${words}</w:t></w:r>`;
const tick = (tag: string, mark: string) => (body: string) =>
  body.replace(
    control(tag),
    (_, properties: string) =>
      `${properties.replace('<w14:checked w14:val="0"/>', '<w14:checked w14:val="1"/>')}<w:sdtContent>${run(mark)}</w:sdtContent></w:sdt>`,
  );

test('a row that was copied to go on is not read, nor the row that it was copied from; the pages say so', async () => {
  const filled = await read(
    await edited('zz-a4', (body) => {
      const both = written({ 'situations.1': run('甲'), 'situations.7': run('乙') })(body);
      const last = both.lastIndexOf('<w:tr>');
      const end = both.indexOf('</w:tr>', last) + '</w:tr>'.length;
      const row = both.slice(last, end);
      return both.slice(0, end) + row.replace('乙', '丙') + both.slice(end);
    }),
  );
  expect(texts(filled)).toEqual({ 'situations.1': '甲' });
  expect(codes(filled)).toEqual(['form-value-unread']);
  expect(filled.findings[0]?.message).toBe('第7行「容错原因」有几个同名的填写框，写的不一样，没有导入。');
  const form = soundForm((await formTexts()).get('zz-a4') ?? '', 'zz-a4');
  expect(formView(form).moreRows).toContain('复制的行和被复制的行都不能读入台账');
});

test('every blank document is known, in its version, and is blank', async () => {
  for (const id of FORM_IDS) {
    const filled = await read(blankOf(id));
    expect(codes(filled), id).toEqual(['form-empty']);
    expect(filled.form?.id).toBe(id);
    expect(filled.version).toBe(filled.form?.version);
  }
});

test('the controls of every form are known in their order', async () => {
  for (const { id, controls } of keys) {
    const names: string[] = [];
    await edited(id, (body) => {
      names.push(...[...body.matchAll(/<w:tag w:val="([^"]*)"/g)].map(([, tag = '']) => tag));
      return body;
    });
    expect(
      controls.map(({ field, row, option }) => controlTag(field, row, option)),
      id,
    ).toEqual(names);
  }
});

describe('filled in as Word does', () => {
  test('words in several runs, line breaks, paragraphs, tabs, entities, dates, rare characters', async () => {
    const filled = await read(
      await edited(
        'jn-a1',
        written({
          matter: `${run('甲')}<w:r><w:br/></w:r>${run('乙&amp;丙&lt;')}<w:r><w:tab/><w:t>丁</w:t></w:r>`,
          subject_name: run('𬱖某某'),
          application_date: run('2025年3月5日'),
          told_date: run('２０２５-０３-０５'),
          subject_unit: `<w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del><w:ins>${run('新单位')}</w:ins>`,
        }),
      ),
    );
    expect(codes(filled)).toEqual([]);
    expect(texts(filled)).toEqual({
      matter: '甲\n乙&丙<\t丁',
      subject_name: '𬱖某某',
      application_date: '2025-03-05',
      told_date: '2025-03-05',
      subject_unit: '新单位',
    });
  });

  test('a passage of several paragraphs', async () => {
    const filled = await read(
      await edited(
        'sy-inquiry',
        written({ matters: `<w:p>${run('一、甲')}</w:p><w:p>${run('二、乙')}</w:p>` }),
      ),
    );
    expect(texts(filled)).toEqual({ matters: '一、甲\n二、乙' });
  });

  test('boxes: by their mark, also where only the mark was typed; a single choice, and two of one', async () => {
    const one = await read(await edited('jn-a2', tick('mode.1.exempt', '√')));
    expect(texts(one)).toEqual({ 'mode.1': 'exempt' });
    const typed = await read(await edited('jn-a2', written({ 'mode.2.exempt': run('✓') })));
    expect(texts(typed)).toEqual({ 'mode.2': 'exempt' });
    const symbol = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>';
    const drawn = await read(await edited('jn-a2', written({ 'mode.2.exempt': symbol })));
    expect(texts(drawn)).toEqual({ 'mode.2': 'exempt' });
    const two = await read(
      await edited('jn-a2', (body) => tick('mode.1.lenient', '√')(tick('mode.1.exempt', '√')(body))),
    );
    expect(codes(two)).toEqual(['form-value-unread']);
    expect(two.findings[0]?.message).toContain('不止一项');
    const strange = await read(await edited('jn-a2', written({ 'mode.1.exempt': run('是吗') })));
    expect(codes(strange)).toEqual(['form-value-unread']);
    const crossed = await read(await edited('jn-a2', written({ 'mode.1.exempt': run('×') })));
    expect(codes(crossed)).toEqual(['form-empty']);
  });

  test('what a program shows in a control that was emptied is nothing', async () => {
    const emptied = (words: string) => (body: string) =>
      body.replace(
        control('matter'),
        (_, properties: string) => `${properties}<w:sdtContent>${run(words)}</w:sdtContent></w:sdt>`,
      );
    for (const words of ['单击或点击此处输入文字。', 'Click or tap here to enter text.', '　'])
      expect(codes(await read(await edited('jn-a1', emptied(words)))), words).toEqual(['form-empty']);
    // The flag may be left behind where something has been written.
    expect(texts(await read(await edited('jn-a1', emptied('某事'))))).toEqual({ matter: '某事' });
  });

  test('a date that is none is shown as it was written', async () => {
    const filled = await read(await edited('jn-a1', written({ told_date: run('上个月底') })));
    expect(codes(filled)).toEqual(['form-value-unread']);
    expect(filled.findings[0]?.message).toContain('填的是「上个月底」');
    const half = await read(await edited('jn-a1', written({ told_date: run('2025年3月　　日') })));
    expect(half.findings[0]?.message).toContain('2025年3月（空）日');
  });

  test('characters nobody has typed', async () => {
    const filled = await read(
      await edited('jn-a1', written({ matter: run('챖'), subject_name: run('\ufffd') })),
    );
    expect(codes(filled)).toEqual(['form-value-damaged', 'form-value-damaged']);
    expect(texts(filled)).toEqual({});
  });
});

describe('controls that are not as they were', () => {
  const without = (tag: string) => (body: string) => body.replace(control(tag), run('某事'));

  test('one that was taken out is missed, with the weight of what it held', async () => {
    const gone = await read(await edited('jn-a1', without('matter')));
    expect(gone.findings.map(({ code, severity }) => `${code} ${severity}`)).toContain(
      'form-control-missing error',
    );
    const name = await read(await edited('jn-a1', without('subject_name')));
    expect(name.findings.map(({ code, severity }) => `${code} ${severity}`)).toContain(
      'form-control-missing warning',
    );
  });

  test('a row that was deleted is no loss; a part of one is', async () => {
    const row = (keys.find(({ id }) => id === 'jn-a2')?.controls ?? []).filter((one) => one.row === 3);
    const rid = (body: string) =>
      row.reduce((text, { field, option }) => text.replace(control(controlTag(field, 3, option)), ''), body);
    expect(codes(await read(await edited('jn-a2', rid)))).toEqual(['form-empty']);
    const part = await read(await edited('jn-a2', without('matter.3')));
    expect(part.findings[0]?.message).toContain('第3行「追究事由」');
  });

  test('copies: the same or blank is no matter, something else is', async () => {
    const copy = (words: string) => (body: string) => {
      const first = written({ matter: run('甲') })(body);
      const [whole = ''] = control('matter').exec(first) ?? [];
      return first.replace(whole, whole + written({ matter: run(words) })(whole));
    };
    for (const words of ['甲', '　'])
      expect(texts(await read(await edited('jn-a1', copy(words))))).toEqual({ matter: '甲' });
    const other = await read(await edited('jn-a1', copy('乙')));
    expect(codes(other)).toEqual(['form-value-unread']);
    expect(texts(other)).toEqual({});
  });

  describe('one that LibreOffice 7.4 has written again and again', () => {
    /** As it does: the first of the texts is what the control holds. */
    const stuttered = (texts: readonly string[]) => (body: string) =>
      body.replace(control('matter'), () =>
        texts
          .map(
            (text) =>
              `<w:sdt><w:sdtPr><w:text w:multiLine="1"/><w:alias w:val="责任追究事由"/></w:sdtPr><w:sdtContent><w:r>${text
                .split('+')
                .map((piece) => `<w:t>${piece.replaceAll('\t', '</w:t><w:tab/><w:t>')}</w:t>`)
                .join('')}</w:r></w:sdtContent></w:sdt>`,
          )
          .join(''),
      );
    const holds = async (pieces: readonly string[]) => read(await edited('jn-a1', stuttered(pieces)));

    test.each<[string, string, readonly string[]]>([
      ['Chinese', '一一', ['一一+一一', '一一']],
      [
        'Chinese and a number',
        '某部门第2科',
        ['某部门第+某部门第2科', '2+某部门第2科', '科+某部门第2科', '某部门第2科'],
      ],
      ['a name before Chinese', 'Tom张三', ['张三+Tom张三', 'Tom张三']],
      ['a number at the end', '甲2乙3', ['甲+甲2乙3', '2+甲2乙3', '乙+甲2乙3', '3+甲2乙3']],
      ['spaces', '甲 2 乙', ['甲 +甲 2 乙', '2 +甲 2 乙', '乙+甲 2 乙', '甲 2 乙']],
      ['a tab', '甲\t乙2', ['甲+甲\t乙2', '甲\t乙2', '乙+甲\t乙2', '2+甲\t乙2']],
      ['beyond 16 bits', '𠮷a𠮷', ['𠮷+𠮷a𠮷', 'a+𠮷a𠮷', '𠮷+𠮷a𠮷', '𠮷a𠮷']],
    ])('%s', async (_, whole, copies) => {
      const filled = await holds([whole, ...copies]);
      expect(texts(filled)).toEqual({ matter: whole });
      expect(codes(filled)).toEqual(['form-control-missing']);
    });

    test.each<[string, readonly string[]]>([
      ['something else in one', ['甲2', '甲+甲2', '3+甲2']],
      ['something else at the end of one', ['甲2', '甲+甲2', '2+甲3']],
      ['stretches in another order', ['甲2', '2+甲2', '甲+甲2']],
      ['only two, of which one says it twice', ['甲', '甲+甲']],
      ['saved by it twice', ['甲', '甲甲', '甲', '甲甲', '甲甲甲甲', '甲甲', '甲', '甲甲', '甲']],
    ])('not so: %s', async (_, copies) => {
      const filled = await holds(copies);
      expect(texts(filled)).toEqual({});
      expect(codes(filled)).toContain('form-value-unread');
    });
  });

  test('without the foot and the properties it is known by its controls', async () => {
    const bare = await editParts(
      blankOf('jn-a1'),
      new Map(
        ['word/footer1.xml', 'word/footer2.xml', 'docProps/core.xml'].map((path) => [
          path,
          (text: string) => text.replace(/版本 \d[\d-]*|<cp:version>.*<\/cp:version>/g, ''),
        ]),
      ),
    );
    const filled = await read(bare);
    expect(filled.form?.id).toBe('jn-a1');
    expect(codes(filled)).toContain('form-version');
  });

  test('another version is read as far as it goes', async () => {
    const old = await editParts(
      await edited('jn-a1', written({ matter: run('甲') })),
      new Map([['word/footer1.xml', (text: string) => text.replace(/版本 [\d-]+/, '版本 2001-01-01')]]),
    );
    const filled = await read(old);
    expect(codes(filled)).toEqual(['form-version']);
    expect(texts(filled)).toEqual({ matter: '甲' });
  });
});

describe('files that are none', () => {
  const bytesOf = (text: string) => Buffer.from(text, 'latin1');
  const document = (body: string) =>
    packTexts(new Map([['word/document.xml', `<w:document xmlns:w="w">${body}</w:document>`]]));
  test.each<[string, () => Uint8Array, string, RegExp]>([
    ['nothing', () => bytesOf(''), 'form-unreadable', /空的/],
    ['text', () => bytesOf('x'), 'form-unreadable', /不是 PDF，也不是 Word/],
    ['a .doc', () => bytesOf('\u00d0\u00cf\u0011\u00e0\u00a1'), 'form-unreadable', /旧格式.*另存为/],
    [
      'a locked .docx',
      () => bytesOf(`\u00d0\u00cf\u0011\u00e0${Array.from('EncryptedPackage').join('\0')}`),
      'form-unreadable',
      /打开密码/,
    ],
    ['RTF', () => bytesOf('{\\rtf1'), 'form-unreadable', /另存为/],
    ['a picture', () => bytesOf('\u0089PNG\r\n'), 'form-unreadable', /图片/],
    ['a workbook', () => packTexts(new Map([['xl/workbook.xml', '']])), 'form-unreadable', /工作簿/],
    ['an archive', () => packTexts(new Map([['a.docx', '']])), 'form-unreadable', /压缩包.*解压/],
    ['OFD', () => packTexts(new Map([['OFD.xml', '']])), 'form-unreadable', /OFD/],
    ['ODT', () => packTexts(new Map([['content.xml', '']])), 'form-unreadable', /ODF.*另存为/],
    ['half of one', () => blankOf('jn-a1').subarray(0, 9000), 'form-unreadable', /没有传完/],
    ['no XML', () => document('<w:p>'), 'form-unreadable', /损坏/],
    [
      'entities of its own',
      () => packTexts(new Map([['word/document.xml', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>']])),
      'form-unreadable',
      /损坏/,
    ],
    [
      'controls without end',
      () => document('<w:sdt><w:sdtContent>'.repeat(1e5) + '</w:sdtContent></w:sdt>'.repeat(1e5)),
      'form-unreadable',
      /损坏/,
    ],
    ['a letter', () => document('<w:p/>'), 'form-unfillable', /没有填写框/],
    [
      'the form of somebody else',
      () => document('<w:sdt><w:sdtPr><w:tag w:val="x"/></w:sdtPr></w:sdt>'),
      'form-foreign',
      /Word 文档有填写栏/,
    ],
  ])('%s', async (_, bytes, code, words) => {
    const filled = await read(bytes());
    expect(codes(filled)).toEqual([code]);
    expect(`${filled.findings[0]?.message}${filled.findings[0]?.hint}`).toMatch(words);
  });

  test('a bomb is given up before it has gone off', async () => {
    const huge = await edited('jn-a1', (body) =>
      body.replace('<w:body>', `<w:body><!--${'0'.repeat(64_000_000)}-->`),
    );
    expect(huge.length).toBeLessThan(200_000);
    const filled = await read(huge);
    expect(codes(filled)).toEqual(['form-unreadable']);
    expect(filled.findings[0]?.message).toContain('大得不像');
    const large = new Uint8Array(65_000_000);
    expect((await read(large)).findings[0]?.message).toContain('65 MB');
  });
});

test('LibreOffice saves it again, and everything is there', { timeout: 120_000 }, async (context) => {
  needTool('soffice', context);
  const marks: Record<string, Readonly<Record<string, string>>> = {
    'jn-a1': {
      matter: run('2026年3月，某项目提前15天进场，少收费用3.5万元。'),
      subject_unit: run('某部门第2科'),
      subject_name: run('𬱖某某'),
      birth_month: run('1980年5月'),
      rank: run('A'),
      subject_post: run('2') + run('3科') + run('长'),
      duties: run('甲，乙'),
      grounds: run('《AB办法》第') + run('3条第（二）项 C'),
      situations: run('　Word 里填的'),
      correction_measures: `${run('甲 1')}<w:r><w:tab/></w:r>${run('乙-2')}`,
      unit_opinion: run('𠮷a𠮷'),
      application_date: run('2025年3月5日'),
      told_date: run('2025年4月6日'),
    },
    'zz-a1': { matter: run('2026年3月，某系提前15天开课。'), grounds: run('一、A，二、B') },
    'jn-a2': { handler: run('2局'), 'matter.2': run('第1项乙'), 'mode.2.exempt': run('√') },
    'sy-inquiry': {
      matters: `<w:p>${run('甲1乙')}</w:p>`,
      sender: run('县2局'),
      ev_date: run('2025年3月5日'),
    },
    'jn-proposal': { 'proposal_ground.agreed': run('☑'), matter: `<w:p>${run('2026年A事')}</w:p>` },
  };
  const files: Record<string, Uint8Array> = {};
  for (const [id, values] of Object.entries(marks)) files[`${id}.docx`] = await edited(id, written(values));
  // A profile of its own: a second LibreOffice hands its work to the first that runs on the same one.
  const profile = mkdtempSync(join(tmpdir(), 'forms-office-'));
  context.onTestFinished(() => rmSync(profile, { recursive: true, force: true }));
  const env = `-env:UserInstallation=${pathToFileURL(profile)}`;
  const args = [env, '--headless', '--convert-to', 'docx', '--outdir', 'out'];
  const { output, folder, done } = runTool('soffice', [...args, ...Object.keys(files)], files);
  if (output.includes('source file could not be loaded')) {
    done();
    context.skip('skipped: LibreOffice has no Writer here (apt-get install libreoffice-writer)');
  }
  try {
    for (const [id, values] of Object.entries(marks)) {
      const before = await read(files[`${id}.docx`] ?? new Uint8Array());
      const after = await read(readFileSync(join(folder, 'out', `${id}.docx`)));
      // Version 7.4 takes the names off and loses all lines but the first; later ones do neither.
      expect(
        after.findings.filter(({ message }) => !message.includes('LibreOffice 7.4')),
        id,
      ).toEqual([]);
      expect(texts(after), id).toEqual(texts(before));
      expect(Object.keys(texts(after)).length, id).toBe(Object.keys(values).length);
    }
  } finally {
    done();
  }
});

test('the foot tells the form before the properties do', async () => {
  const form = keys.find(({ id }) => id === 'zz-a1');
  if (!form) return expect.unreachable();
  const bytes = packTexts(
    new Map([
      ['word/document.xml', '<w:document xmlns:w="w"><w:sdt/></w:document>'],
      ['docProps/core.xml', '<c><dc:identifier>JN-A1</dc:identifier><cp:version>2000-01-01</cp:version></c>'],
      [
        'word/footer3.xml',
        `<w:ftr><w:t>${editionLine(form).slice(0, 9)}</w:t><w:t>${editionLine(form).slice(9)}</w:t></w:ftr>`,
      ],
    ]),
  );
  expect((await read(bytes)).form?.id).toBe('zz-a1');
});
