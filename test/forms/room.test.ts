/** What a form says of the room in its boxes, held against what a browser shows. */
import { decodePDFRawStream, PDFDict, PDFDocument, PDFName, PDFRawStream } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fieldCharacters } from '../../src/forms/field-characters.ts';
import { readFilledForm } from '../../src/forms/filled.ts';
import { charactersOf } from '../../src/forms/layout.ts';
import { formKey } from '../../src/forms/leaves.ts';
import { CHROME, cutOff, emsOf, FIREFOX, linesOf } from '../../src/forms/room.ts';
import { fieldsOf, withPdfium, withPdfjs } from './fillers.ts';
import { type Made, makeForms, openPress, type Press } from './made.ts';
import { Pdfium } from './pdfium.ts';

/** What people write: quotation marks, digits, brackets one after the other. */
const TEXTS = {
  plain: '永',
  prose:
    '经调查核实，该同志在“一枚印章管审批”改革中（2024年5月至8月）先行先试，多付补偿款3.5万元，现已追回；',
  clauses: '符合第七条（一）（二）（五）（六）、第八条（二）（三）；',
};

/** Forms with fields in tables, in letters, and in narrow columns; what of them is filled. */
const FIELDS = [
  ['zz-a1', 'matter', ['prose']],
  ['zz-a1', 'handler', ['plain', 'prose']],
  ['wf-plan', 'measures', ['prose']],
  ['jn-a2', 'matter', ['plain', 'prose', 'clauses']],
  ['jn-a2', 'situations', ['plain', 'prose', 'clauses']],
  ['jn-a2', 'note', ['prose', 'clauses']],
] as const;

let press: Press;
let made: Map<string, Made>;
let pdfium: Pdfium;
beforeAll(async () => {
  press = await openPress();
  made = await makeForms(press, [...new Set(FIELDS.map(([id]) => id))]);
  pdfium = await Pdfium.open();
});
afterAll(() => pdfium.close());

const formOf = (id: string): Made => made.get(id) ?? expect.fail(`no form ${id}`);
/** The field, or the first of its rows. */
const boxOf = (id: string, key: string) =>
  fieldsOf(formOf(id).layout).find(({ name }) => name === key || name === `${key}.1`) ??
  expect.fail(`no field ${key}`);

describe.each(FIELDS)('%s, %s', (id, key, texts) => {
  const capacity = (): number => charactersOf(formOf(id).layout)[key] ?? 0;
  const engines = () => ({ PDFium: withPdfium(pdfium), 'pdf.js': withPdfjs });
  /** A text of so many characters that ends in `last`. */
  const cut = (text: string, count: number, last: string): string =>
    Array.from(text.repeat(count))
      .slice(0, count - 1)
      .join('') + last;
  const pictureOf = async (engine: keyof ReturnType<typeof engines>, text: string) => {
    const filling = { text: new Map([[boxOf(id, key).name, text]]), ticks: [] };
    const bytes = await engines()[engine](formOf(id), filling);
    return { bytes, picture: Buffer.from((await pdfium.render(bytes, 1.5, 0)).grey) };
  };
  /** Whether the last of so many characters is seen. */
  const isSeen = async (engine: keyof ReturnType<typeof engines>, text: string, count: number) => {
    const [a, b] = [
      await pictureOf(engine, cut(text, count, '一')),
      await pictureOf(engine, cut(text, count, '龘')),
    ];
    return !a.picture.equals(b.picture);
  };
  const findingsOf = async (text: string) => {
    const { bytes } = await pictureOf('PDFium', text);
    const { findings, values } = await readFilledForm(bytes, 'f.pdf', [formKey(formOf(id).form)]);
    expect(values.find(({ field }) => field.key === key)?.text).toBe(text);
    return findings;
  };

  test.each(Object.entries(TEXTS))(
    'as much as is stated is seen to the last character: %s',
    async (_, text) => {
      for (const engine of ['PDFium', 'pdf.js'] as const)
        expect(await isSeen(engine, text, capacity()), engine).toBe(true);
      expect(await findingsOf(cut(text, capacity(), '一'))).toEqual([]);
    },
  );

  test.each(texts)('no more is found to be cut off than is: %s', async (name) => {
    const text = TEXTS[name];
    const box = boxOf(id, key);
    let most = capacity();
    while (cutOff(cut(text, most + 1, '一'), box) === 0) most += 1;
    for (const engine of ['PDFium', 'pdf.js'] as const)
      expect(await isSeen(engine, text, most), engine).toBe(true);
    // A line more, and one of the two cuts it off.
    const more = most + Math.ceil(box.width / box.size) + 1;
    const isCut = !(await isSeen('pdf.js', text, more)) || !(await isSeen('PDFium', text, more));
    expect(isCut).toBe(true);
  });

  test('what is much longer is cut off on paper, and is said to be', async () => {
    const count = Math.ceil(capacity() * 1.5) + 30;
    const text = cut('永', count, '一');
    expect(await isSeen('PDFium', '永', count)).toBe(false);
    const findings = await findingsOf(text);
    expect(findings.map(({ code }) => code)).toEqual(['form-value-cut']);
    expect(findings[0]?.message).toContain(`写了 ${count} 字`);
    expect(findings[0]?.message).toContain(`少了 ${cutOff(text, boxOf(id, key))} 字`);
  });
});

test('the 25 characters that a narrow column cuts off in Chrome are found', () => {
  expect(
    cutOff('第七条（一）（二）（五）（六）、第八条（二）（三）', boxOf('jn-a2', 'situations')),
  ).toBeGreaterThan(0);
});

test('characters are taken to be as wide as they are, or a little wider', () => {
  for (const code of fieldCharacters()) {
    const advance = press.field.face.advance(code) / 1000;
    const ems = emsOf(String.fromCodePoint(code));
    if (code < 0x7f) expect(ems, String.fromCodePoint(code)).toBe(advance);
    else expect(ems, String.fromCodePoint(code)).toBeGreaterThanOrEqual(advance);
  }
});

describe('lines are ended where browsers end them', () => {
  const SIGNS = '“”（）《》〈〉、，。；：—…·0123456789ab -/.()%％￥№〔〕永永永永永永一二三条第';
  const NAMES = ['matter.1', 'situations.1', 'subject_name.1', 'matter.2', 'situations.2', 'note.2'];

  test.each([
    ['PDFium', CHROME],
    ['pdf.js', FIREFOX],
  ] as const)('%s', async (engine, setter) => {
    // Characters as they come, the same in every run.
    let number = 1;
    const next = (below: number): number => {
      number = (number * 16_807) % 2_147_483_647;
      return number % below;
    };
    const texts = new Map(
      NAMES.map((name) => [
        name,
        Array.from({ length: 80 }, () => SIGNS[next(SIGNS.length)])
          .join('')
          .trim(),
      ]),
    );
    const form = formOf('jn-a2');
    const fill = engine === 'PDFium' ? withPdfium(pdfium) : withPdfjs;
    const document = await PDFDocument.load(await fill(form, { text: texts, ticks: [] }), {
      updateMetadata: false,
    });
    const lines = new Map<string, number[]>();
    for (const page of document.getPages()) {
      for (const ref of page.node.Annots()?.asArray() ?? []) {
        const widget = document.context.lookup(ref, PDFDict);
        const names: string[] = [];
        for (
          let node: PDFDict | undefined = widget;
          node;
          node = node.lookupMaybe(PDFName.of('Parent'), PDFDict)
        ) {
          const own = node.get(PDFName.of('T')) as { decodeText: () => string } | undefined;
          if (own) names.unshift(own.decodeText());
        }
        if (!texts.has(names.join('.'))) continue;
        const drawn = widget.lookup(PDFName.of('AP'), PDFDict).lookup(PDFName.of('N'));
        if (!(drawn instanceof PDFRawStream)) expect.fail('not drawn');
        const content = new TextDecoder('latin1').decode(decodePDFRawStream(drawn).decode());
        // Two bytes a character; a byte may stand behind a backslash.
        const strings = [...content.matchAll(/\(((?:[^\\()]|\\.)*)\) Tj/gs)].map(([, words = '']) => words);
        lines.set(
          names.join('.'),
          strings.map((words) => words.replace(/\\./gs, 'x').length / 2),
        );
      }
    }
    for (const [name, text] of texts) {
      const box = fieldsOf(form.layout).find((one) => one.name === name) ?? expect.fail(name);
      // After a space pdf.js may put too many on a line.
      if (engine === 'PDFium') expect(lines.get(name), text).toEqual(linesOf(text, box, setter));
      else expect(lines.get(name)?.length, text).toBeLessThanOrEqual(linesOf(text, box, setter).length);
    }
  });
});

test('paragraphs take lines of their own, a word is not parted', () => {
  const room = { width: 104, height: 50, size: 10, multiline: true };
  expect(cutOff('一\n二\n三', room)).toBe(0);
  expect(cutOff('一\n二\n三\n四五', room)).toBe(2);
  expect(cutOff('1'.repeat(45), room)).toBe(0);
  expect(cutOff('字'.repeat(31), room)).toBe(1);
  expect(cutOff('字'.repeat(12), { ...room, multiline: false })).toBe(2);
});
