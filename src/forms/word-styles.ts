/** How a form is set in Word: typefaces, lengths and paragraph styles after the sizes of the sheet. Pure. */
import {
  AlignmentType,
  type IParagraphStylePropertiesOptions,
  type IStylesOptions,
  LineRuleType,
} from 'docx';
import { typeOf } from './layout.ts';
import type { FormSpec } from './schema.ts';

/** Typefaces under the names Chinese offices have them by; what stands in where one is missing is left to Word. */
const FACES = {
  title: { name: '方正小标宋简体', also: 'FZXiaoBiaoSong-B05S' },
  body: { name: '仿宋_GB2312', also: '仿宋' },
  mark: { name: '黑体', also: 'SimHei' },
} as const;

/** The typeface of a role, with one for Latin letters and figures. */
export const face = (role: keyof typeof FACES) => ({
  ascii: 'Times New Roman',
  hAnsi: 'Times New Roman',
  cs: 'Times New Roman',
  eastAsia: FACES[role].name,
});

/** Paragraph styles: how they are called in the file, and in Word. */
export const STYLE = {
  mark: 'FormPlace',
  label: 'FormLabel',
  field: 'FormAnswer',
  line: 'FormLine',
  running: 'FormText',
  note: 'FormNote',
  margin: 'FormMargin',
  gap: 'FormGap',
} as const;

const STYLE_NAMES: Readonly<Record<(typeof STYLE)[keyof typeof STYLE], string>> = {
  FormPlace: '表格附件号',
  FormLabel: '表格栏目',
  FormAnswer: '表格填写',
  FormLine: '表格行',
  FormText: '表格正文',
  FormNote: '表格说明',
  FormMargin: '表格页眉页脚',
  FormGap: '表格间隔',
};

export const twips = (points: number): number => Math.round(points * 20);
export const halfPoints = (points: number): number => Math.round(points * 2);
/** Lines of just that height. */
export const exactly = (points: number) => ({ line: twips(points), lineRule: LineRuleType.EXACT });
/** Room enough for the line, and for a signature that is pasted in as a picture. */
const atLeast = (points: number) => ({ line: twips(points), lineRule: LineRuleType.AT_LEAST });

/** A line of its own, set in the middle of its height: Word puts what is left over above the letters. */
const between = (size: number, height: number) => {
  const after = (height - size) / 3;
  return { ...atLeast(height - after), after: twips(after) };
};

/** The styles of a form. */
export function stylesOf(form: FormSpec): IStylesOptions {
  const { size, leading, fieldLine, gap } = typeOf(form);
  const inTable = form.letter.length === 0;
  const style = (
    id: (typeof STYLE)[keyof typeof STYLE],
    points: number,
    spacing: IParagraphStylePropertiesOptions['spacing'],
    more: { readonly role?: keyof typeof FACES; readonly paragraph?: IParagraphStylePropertiesOptions } = {},
  ) => ({
    id,
    name: STYLE_NAMES[id],
    basedOn: 'Normal',
    quickFormat: true,
    run: { size: halfPoints(points), ...(more.role ? { font: face(more.role) } : {}) },
    paragraph: { spacing, ...more.paragraph },
  });
  const heading = (points: number, role: keyof typeof FACES) => ({
    size: halfPoints(points),
    font: face(role),
    color: 'auto',
    bold: false,
  });
  return {
    default: {
      document: {
        run: {
          font: face('body'),
          size: halfPoints(size.label),
          language: { value: 'en-US', eastAsia: 'zh-CN' },
        },
      },
      heading1: {
        run: heading(size.title, 'title'),
        paragraph: { alignment: AlignmentType.CENTER, spacing: exactly(leading.title) },
      },
      heading2: {
        run: heading(size.label, 'mark'),
        paragraph: { spacing: atLeast(leading.line) },
      },
    },
    paragraphStyles: [
      style(
        STYLE.mark,
        size.mark,
        { ...exactly(leading.mark), after: twips(gap.afterPlace) },
        { role: 'mark' },
      ),
      style(STYLE.label, size.label, exactly(leading.label), {
        paragraph: { alignment: AlignmentType.CENTER },
      }),
      style(STYLE.field, size.field, atLeast(fieldLine)),
      style(STYLE.line, size.label, inTable ? between(size.label, leading.line) : atLeast(leading.line)),
      style(STYLE.running, size.label, atLeast(leading.line), {
        paragraph: { indent: { firstLine: twips(2 * size.label) } },
      }),
      style(STYLE.note, size.note, exactly(leading.note)),
      // Lines broken as on the sheet are full: a little smaller, they stay whole in other typefaces.
      style(STYLE.margin, size.footer - 0.5, exactly(leading.note)),
      style(STYLE.gap, 1, exactly(1)),
    ],
  };
}

/** The part of the package that says under which other name a typeface may be installed. */
export function fontTable(): string {
  const fonts = Object.values(FACES).map(
    ({ name, also }) =>
      `<w:font w:name="${name}"><w:altName w:val="${also}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>`,
  );
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${fonts.join('')}</w:fonts>`;
}
