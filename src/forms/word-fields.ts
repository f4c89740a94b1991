/**
 * What has been written into the content controls of one of our Word documents, whoever saved it. Word and WPS keep the
 * name of a control; LibreOffice up to 7.4 keeps of some only the title and of others nothing but their place, so that
 * the order of the controls tells which they are.
 */
import sax from 'sax';
import { readSomeTexts } from '../zip-parts.ts';
import { type ControlKey, controlTag, controlTitle, DATE_PARTS, type FormKey, isTicked } from './leaves.ts';

/** Bytes to which the parts of a document may unpack: a long form has less than one million. */
const MOST = 32_000_000;

/** The part of the package that makes it a Word document. */
export const DOCUMENT = 'word/document.xml';
const PROPERTIES = 'docProps/core.xml';
/** Where the edition of a form is printed. */
const FOOTER = /^word\/footer\d*\.xml$/;

/** A content control as it stands in a document. */
interface Control {
  tag?: string;
  title?: string;
  kind?: 'date' | 'box';
  checked: boolean;
  /** The program says that nothing has been written here. */
  blank: boolean;
  text: string;
  readonly within: Control[];
}

/** A Word document that has been opened. */
export interface WordDocument {
  /** Which form it says it is, in the words of its foot or of its properties. */
  readonly edition: string;
  readonly controls: readonly Control[];
}

/** What a control of a form holds. */
interface ControlValue {
  readonly key: ControlKey;
  readonly text: string;
  /** Of a box: whether it is ticked; undefined where that cannot be told. */
  readonly ticked?: boolean | undefined;
  /** There are several of this name, and they hold different things. */
  readonly disputed: boolean;
}

/** A field of which it cannot be told what was written there. */
export interface WordFault {
  readonly field: string;
  readonly row?: number;
  /** The control was taken out; there are several that differ; several are ticked where one may be; a mark that is none. */
  readonly what: 'missing' | 'disputed' | 'several' | 'mark';
}

/** A document under the names of the fields that the PDF has. */
export interface WordFields {
  readonly fields: ReadonlyMap<string, { readonly text: string }>;
  readonly faults: readonly WordFault[];
  /** The program that saved it has taken the names off controls: it may have lost more. */
  readonly renamed: boolean;
}

/** Opens a document; throws what cannot be unpacked or is no XML. */
export async function openDocument(bytes: Uint8Array): Promise<WordDocument> {
  const wanted = (path: string): boolean => path === DOCUMENT || path === PROPERTIES || FOOTER.test(path);
  const texts = await readSomeTexts(bytes, wanted, MOST);
  const feet = [...texts].filter(([path]) => FOOTER.test(path)).map(([, text]) => readPart(text).text);
  const properties = propertiesOf(texts.get(PROPERTIES));
  const { controls } = readPart(texts.get(DOCUMENT) ?? '');
  return { edition: [...feet, properties].join('\n'), controls };
}

/** The tags of all controls: what a document that does not say which form it is can be known by. */
export function tagsOf({ controls }: WordDocument): ReadonlySet<string> {
  const all = (list: readonly Control[]): string[] =>
    list.flatMap(({ tag, within }) => [...(tag === undefined ? [] : [tag]), ...all(within)]);
  return new Set(all(controls));
}

/** What has been written into a form, by the names that the fields have in its PDF. */
export function fieldsOfDocument(document: WordDocument, form: FormKey): WordFields {
  const { values, missing, others, renamed } = valuesOf(document, form);
  const fields = new Map(others.map((one) => [one.title ?? one.tag ?? '未命名的填写框', { text: one.text }]));
  const faults: WordFault[] = [];
  const groups = new Map<string, ControlValue[]>();
  for (const value of values) {
    const base = controlTag(value.key.field, value.key.row);
    groups.set(base, [...(groups.get(base) ?? []), value]);
  }
  for (const [base, group] of groups) {
    const [first] = group;
    const field = form.fields.find(({ key }) => key === first?.key.field);
    if (!first || !field) continue;
    const place = { field: field.key, ...(first.key.row === undefined ? {} : { row: first.key.row }) };
    const marks = group.map(({ key, ticked }) => ({ option: key.option ?? '', ticked }));
    const ticked = marks.filter((one) => one.ticked).map(({ option }) => option);
    if (group.some(({ disputed }) => disputed)) faults.push({ ...place, what: 'disputed' });
    else if (isTicked(field) && marks.some((one) => one.ticked === undefined))
      faults.push({ ...place, what: 'mark' });
    else if (field.type === 'one-of') {
      if (ticked.length > 1) faults.push({ ...place, what: 'several' });
      else fields.set(base, { text: ticked[0] ?? 'Off' });
    } else if (field.type === 'any-of') {
      for (const one of marks) fields.set(`${base}.${one.option}`, { text: one.ticked ? 'Yes' : 'Off' });
    } else if (field.type === 'date') {
      const parts = partsOfDate(first.text);
      DATE_PARTS.forEach(({ suffix }, at) => {
        fields.set(`${base}.${suffix}`, { text: parts[at] ?? '' });
      });
    } else fields.set(base, { text: first.text });
  }
  return { fields, faults: [...faults, ...missingFields(missing, form)], renamed };
}

/** Fields whose control is gone. A row that is gone as a whole was taken out because it is not needed. */
function missingFields(missing: readonly ControlKey[], { controls }: FormKey): WordFault[] {
  const count = (keys: readonly ControlKey[], row: number | undefined): number =>
    keys.filter((key) => key.row === row).length;
  const gone = missing.filter(({ row }) => row === undefined || count(missing, row) < count(controls, row));
  const faults = new Map<string, WordFault>();
  for (const { field, row } of gone)
    faults.set(controlTag(field, row), { field, ...(row === undefined ? {} : { row }), what: 'missing' });
  return [...faults.values()];
}

/** What the controls of a form hold, those that are not there any more, and what others hold. */
function valuesOf(
  { controls }: WordDocument,
  { fields, controls: keys }: FormKey,
): {
  readonly values: readonly ControlValue[];
  readonly missing: readonly ControlKey[];
  readonly others: readonly Control[];
  readonly renamed: boolean;
} {
  const labels = new Map(fields.map((field) => [field.key, field]));
  const dates = new Set(fields.flatMap(({ key, type }) => (type === 'date' ? [key] : [])));
  const expected = keys.map((key) => {
    const field = labels.get(key.field);
    return {
      key,
      tag: tagOf(key),
      title: field ? controlTitle(field, key.row, key.option) : '',
      kind: key.option !== undefined ? 'box' : dates.has(key.field) ? 'date' : undefined,
    };
  });
  const tags = new Map(expected.map(({ tag }, at) => [tag, at]));
  const titles = new Map(expected.map(({ title }, at) => [title, at]));
  const leaves = controls.flatMap((control) => leavesOf(control, tags));
  const found: Control[][] = expected.map(() => []);
  const placed = leaves.map(({ tag, title }) => tags.get(tag ?? '') ?? titles.get(title ?? ''));
  placed.forEach((at, number) => {
    const leaf = leaves[number];
    if (at !== undefined && leaf) found[at]?.push(leaf);
  });
  // Those that have lost their names stand between others that have not, as many as were there and of the same kinds.
  for (let from = 0; from < leaves.length; from += 1) {
    if (placed[from] !== undefined) continue;
    let to = from;
    while (to < leaves.length && placed[to] === undefined) to += 1;
    const first = from === 0 ? 0 : (placed[from - 1] ?? 0) + 1;
    const after = to === leaves.length ? expected.length : (placed[to] ?? 0);
    const run = leaves.slice(from, to);
    const open = expected.slice(first, after);
    if (run.length === open.length && run.every(({ kind, tag }, i) => !tag && kind === open[i]?.kind))
      run.forEach((leaf, i) => {
        found[first + i]?.push(leaf);
        placed[from + i] = first + i;
      });
    from = to;
  }
  const values: ControlValue[] = [];
  const missing: ControlKey[] = [];
  expected.forEach(({ key }, at) => {
    const [one, ...more] = (found[at] ?? []).map((control) => contentOf(control, key));
    if (!one) missing.push(key);
    else {
      // A copy that was left blank says nothing.
      const said = [one, ...more].filter(({ text, ticked }) =>
        key.option === undefined ? text !== '' : ticked !== false,
      );
      const [first = one] = said;
      const same = said.every(({ text, ticked }) => text === first.text && ticked === first.ticked);
      values.push({ ...first, disputed: !same && !isStutter(said.map(({ text }) => text)) });
    }
  });
  const others = leaves.filter((_, at) => placed[at] === undefined);
  const renamed = leaves.some(({ tag }, at) => tag === undefined && placed[at] !== undefined);
  return { values, missing, others, renamed };
}

/**
 * Whether these are one control as LibreOffice 7.4 writes it: first with all its words, then, once for each stretch of
 * one script, with that stretch and all its words again, and once more with all its words where the last stretch is
 * Chinese. The first stretch goes without where it is not. So the stretches, put together, are what the words end with.
 */
function isStutter([first = '', ...copies]: readonly string[]): boolean {
  const bare = (text: string): string => text.replace(/\s/g, '');
  const stretches = copies.map((copy) => copy.slice(0, copy.length - first.length));
  return (
    copies.length > 1 &&
    copies.every((copy) => copy.endsWith(first)) &&
    bare(first).endsWith(bare(stretches.join('')))
  );
}

/** The three parts of a date as it was written or picked. What is none stands whole in the first. */
function partsOfDate(text: string): string[] {
  const even = text.normalize('NFKC').replace(/\s/g, '');
  const [, y = '', m = '', d = ''] =
    /^(\d*)年(\d*)月(\d*)日?$/.exec(even) ?? /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(even) ?? [];
  return y + m + d === '' && !/^(?:年月日)?$/.test(even)
    ? [text, ...DATE_PARTS.slice(1).map(() => '')]
    : [y, m, d];
}

const tagOf = ({ field, row, option }: ControlKey): string => controlTag(field, row, option);

/** The controls that hold text themselves; one of ours that somebody has put others into is still ours. */
function leavesOf(control: Control, tags: ReadonlyMap<string, number>): Control[] {
  const { tag, title, within } = control;
  const [first, ...rest] = within;
  if (!first || (tag !== undefined && tags.has(tag))) return [control];
  // LibreOffice puts a box into a control of its own, which has the title.
  const named = first.tag === undefined && first.title === undefined && title !== undefined;
  return [named ? { ...first, title } : first, ...rest].flatMap((one) => leavesOf(one, tags));
}

/** Marks that people put into a box, and what stands in one that is open. */
const TICKED = /^[☑☒✓✔√✅■●]+$/u;
const OPEN = /^[☐□○×✗✘]?$/u;
/** What Word shows in a control that was emptied. */
const PROMPT = /^(?:单击|点击|请(?:单击|点击)).*(?:输入|选择)|^(?:Click|Tap) or tap|^Click here/i;

function contentOf({ text, checked, blank, kind }: Control, key: ControlKey): ControlValue {
  const words = text.trim();
  if (key.option === undefined) {
    // Some programs leave the flag where they have put in words.
    return { key, text: blank && PROMPT.test(words) ? '' : words, disputed: false };
  }
  // What people see is what counts; a box without a known mark is as the program says.
  const seen = TICKED.test(words) ? true : OPEN.test(words) ? false : undefined;
  return { key, text: '', ticked: words === '' && kind === 'box' ? checked : seen, disputed: false };
}

/** The edition in the properties of a document, in the words of its foot. */
function propertiesOf(text: string | undefined): string {
  if (text === undefined) return '';
  let open = '';
  const held: Record<string, string> = {};
  read(text, {
    open: (name) => {
      open = name;
    },
    text: (words) => {
      held[open] = (held[open] ?? '') + words;
    },
    close: () => {
      open = '';
    },
  });
  return `表格编号 ${held.identifier ?? ''} 版本 ${held.version ?? ''}`;
}

/** Changes that were proposed and taken back, the copy for old programs, and what fields are computed from. */
const UNSEEN = new Set(['del', 'moveFrom', 'Fallback', 'instrText', 'delText']);

/** Marks in a typeface of symbols, by their numbers there. */
const SYMBOLS: Readonly<Record<string, string>> = {
  F0FE: '☑',
  F0FC: '✓',
  F052: '☑',
  F0A8: '☐',
  F06F: '☐',
  F0A3: '☐',
};

/** The text of a part, and the controls in it. */
function readPart(source: string): { readonly text: string; readonly controls: readonly Control[] } {
  const root: Control = { checked: false, blank: false, text: '', within: [] };
  const controls: Control[] = [root];
  const names: string[] = [];
  let unseen = 0;
  const say = (words: string): void => {
    if (unseen > 0) return;
    for (const control of controls) control.text += words;
  };
  read(source, {
    open: (name, value) => {
      const parent = names.at(-1);
      const control = controls.at(-1) ?? root;
      names.push(name);
      if (UNSEEN.has(name)) unseen += 1;
      else if (name === 'sdt') {
        const own: Control = { checked: false, blank: false, text: '', within: [] };
        if (unseen === 0) control.within.push(own);
        controls.push(own);
        if (controls.length > DEEPEST) throw new Error('controls in controls in controls');
      } else if (parent === 'sdtPr') {
        if (name === 'tag') control.tag = value('val');
        else if (name === 'alias') control.title = value('val');
        else if (name === 'showingPlcHdr') control.blank = isOn(value('val'));
        else if (name === 'date') control.kind = 'date';
        else if (name === 'checkbox') control.kind = 'box';
      } else if (name === 'checked' && parent === 'checkbox') control.checked = isOn(value('val'));
      else if (parent === 'r') {
        if (name === 'br' || name === 'cr') say('\n');
        else if (name === 'tab') say('\t');
        else if (name === 'noBreakHyphen') say('-');
        else if (name === 'sym') say(SYMBOLS[(value('char') ?? '').toUpperCase()] ?? '\ufffd');
      }
    },
    text: (words) => {
      if (names.at(-1) === 't') say(words);
    },
    close: (name) => {
      names.pop();
      if (UNSEEN.has(name)) unseen -= 1;
      else if (name === 'sdt') controls.pop();
      else if (name === 'p') say('\n');
    },
  });
  return { text: root.text, controls: root.within };
}

/** Controls that may stand in one another: nobody has more than a few, and every text is theirs all. */
const DEEPEST = 64;

/** Whether a switch of the format is on: it is, unless it says that it is not. */
const isOn = (value: string | undefined): boolean => !/^(?:0|false|off)$/.test(value ?? '');

interface Handler {
  readonly open: (name: string, value: (attribute: string) => string | undefined) => void;
  readonly text: (words: string) => void;
  readonly close: (name: string) => void;
}

/** Reads XML from end to end; names come without their prefixes. Throws what is not well formed. */
function read(source: string, { open, text, close }: Handler): void {
  const parser = sax.parser(true, { position: false });
  const bare = (name: string): string => name.slice(name.indexOf(':') + 1);
  parser.onopentag = ({ name, attributes }) => {
    const values = Object.entries(attributes);
    open(bare(name), (wanted) => values.find(([key]) => bare(key) === wanted)?.[1]);
  };
  parser.ontext = text;
  parser.oncdata = text;
  parser.onclosetag = (name) => close(bare(name));
  // No program writes one; what declares entities of its own is up to something.
  parser.ondoctype = () => {
    throw new Error('a document type');
  };
  parser.onerror = (error) => {
    throw error;
  };
  parser.write(source).close();
}
