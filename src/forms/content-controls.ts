/**
 * Content controls of Word, which the library writes only in part: places to write, dates and boxes to tick, each
 * with the name its value is known by and the label Word shows over it. Their blanks are spaces, so that a form
 * printed empty is the form itself and no prompt is left in one that is handed in.
 */
import {
  BuilderElement,
  FileChild,
  type IRunPropertiesOptions,
  type Paragraph,
  type ParagraphChild,
  RunProperties,
  TextRun,
  type XmlComponent,
} from 'docx';

/** The ideographic space: as wide as a character. */
export const SPACE = '　';

/** No-break spaces of a Latin typeface to the em. Other spaces hang over the end of a line, out of sight. */
const PER_EM = 4;

/** A blank so many ems wide that stays in one piece. */
export function blank(ems: number): string {
  return '\u00a0'.repeat(Math.max(1, Math.floor(ems * PER_EM)));
}

export interface ControlName {
  readonly tag: string;
  readonly title: string;
}

/** What a box shows: characters of a typeface that has both. */
export interface TickMarks {
  readonly font: string;
  readonly ticked: string;
  readonly open: string;
}

/** A square before the words of an option. */
export const SQUARE: TickMarks = { font: 'Segoe UI Symbol', ticked: '☑', open: '☐' };

/** A cell of a table in which the source asks for a “√”. */
export const TICK: TickMarks = { font: '宋体', ticked: '√', open: SPACE };

/** Makes the controls of one document, numbered as they come. */
export class ContentControls {
  private count = 0;

  /** A place for a few words, so many ems wide while it is empty. */
  text(name: ControlName, ems: number, run: IRunPropertiesOptions, multiline = false): ParagraphChild {
    const plain = element('w:text', multiline ? { 'w:multiLine': '1' } : {});
    // LibreOffice draws no rule under a control for plain text.
    const kind = run.underline ? [] : [plain];
    const properties = this.properties(name, [element('w:showingPlcHdr'), ...kind], run);
    return inline(properties, new TextRun({ ...run, text: blank(ems) }));
  }

  /** A day, picked from a calendar or written; while it is empty `empty` stands there to be filled by hand. */
  date(name: ControlName, empty: string, run: IRunPropertiesOptions): ParagraphChild {
    const kind = element('w:date', {}, [
      element('w:dateFormat', { 'w:val': 'yyyy年M月d日' }),
      element('w:lid', { 'w:val': 'zh-CN' }),
      element('w:storeMappedDataAs', { 'w:val': 'dateTime' }),
      element('w:calendar', { 'w:val': 'gregorian' }),
    ]);
    const properties = this.properties(name, [element('w:showingPlcHdr'), kind], run);
    return inline(properties, new TextRun({ ...run, text: empty }));
  }

  /** A box to tick. */
  box(name: ControlName, { font, ticked, open }: TickMarks, run: IRunPropertiesOptions): ParagraphChild {
    const state = (mark: string) => ({ 'w14:val': codeOf(mark), 'w14:font': font });
    const kind = element('w14:checkbox', {}, [
      element('w14:checked', { 'w14:val': '0' }),
      element('w14:checkedState', state(ticked)),
      element('w14:uncheckedState', state(open)),
    ]);
    const marked = { ...run, font: { ascii: font, hAnsi: font, eastAsia: font, hint: 'eastAsia' } };
    return inline(this.properties(name, [kind], marked), new TextRun({ ...marked, text: open }));
  }

  /** A place for paragraphs, between those of the document. */
  passage(name: ControlName, empty: Paragraph, run: IRunPropertiesOptions): FileChild {
    return new Passage(
      this.properties(name, [element('w:showingPlcHdr')], run),
      element('w:sdtContent', {}, [empty]),
    );
  }

  private properties(
    { tag, title }: ControlName,
    kind: readonly XmlComponent[],
    run: IRunPropertiesOptions,
  ): XmlComponent {
    this.count += 1;
    return element('w:sdtPr', {}, [
      new RunProperties(run),
      element('w:alias', { 'w:val': title }),
      element('w:tag', { 'w:val': tag }),
      element('w:id', { 'w:val': String(this.count) }),
      ...kind,
    ]);
  }
}

class Passage extends FileChild {
  constructor(...parts: readonly XmlComponent[]) {
    super('w:sdt');
    this.root.push(...parts);
  }
}

/** The library lists by name what it lets stand in a paragraph; a control may by the format. */
function inline(properties: XmlComponent, content: TextRun): ParagraphChild {
  return element('w:sdt', {}, [properties, element('w:sdtContent', {}, [content])]) as ParagraphChild;
}

function element(
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  children: readonly XmlComponent[] = [],
): BuilderElement<Record<string, string>> {
  const named = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, { key, value }]));
  return new BuilderElement({ name, attributes: named, children });
}

function codeOf(mark: string): string {
  return (mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
