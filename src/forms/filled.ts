/**
 * What somebody has written into one of our forms, whoever saved it: read from the objects of the PDF, or from the
 * content controls of the Word document.
 */
import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  PDFString,
} from 'pdf-lib';
import type { Finding } from '../core/finding.ts';
import { isDay } from '../core/workdays.ts';
import { TooLarge } from '../zip-parts.ts';
import { codePointOf, damagesIn, withoutTwins, withoutWidthless } from './damage.ts';
import { unseenIn } from './field-characters.ts';
import { kindOf, type NoForm, UNLOCK } from './file-kind.ts';
import {
  continuedFrom,
  continuedName,
  controlTag,
  DATE_PARTS,
  type FieldKey,
  type FormKey,
  fieldLeaves,
  readEditionLine,
} from './leaves.ts';
import { decodePdfString } from './pdf-string.ts';
import { cutOff, type Room } from './room.ts';
import { fieldsOfDocument, openDocument, tagsOf, type WordFault } from './word-fields.ts';

/** What one field holds. Blank fields are left out. */
export interface FilledValue {
  readonly field: FieldKey;
  /** Number of the repeated row in which it stands. */
  readonly row?: number;
  /** Lines end with LF; a date is `YYYY-MM-DD`; empty for a field that is ticked or cannot be read. */
  readonly text: string;
  /** As it stands in the file, parts of a date separated by `-`. */
  readonly original: string;
  /** Options that are ticked. */
  readonly ticked: readonly string[];
}

/** A filled form as far as it can be read. */
export interface FilledForm {
  /** Absent when it cannot be told which form it is. */
  readonly form?: FormKey;
  /** The version that the file names, if any. */
  readonly version?: string;
  readonly values: readonly FilledValue[];
  /** Filled fields that the form, as it is today, does not have. */
  readonly unknown: readonly string[];
  readonly findings: readonly Finding[];
}

/** What to do with a form that cannot be read: the one way that always works. */
const BY_HAND = '对照纸质表手工登记';
/** For characters that a browser cannot store. */
const IN_WORD = '请填表人改填 Word 版发来';
const REFILL = `请填表人重新另存一份发来；仍然打不开的，${BY_HAND}。`;

/**
 * Reads a filled form.
 * @param file path shown in findings
 * @param forms the forms of this site
 */
export async function readFilledForm(
  bytes: Uint8Array,
  file: string,
  forms: readonly FormKey[],
): Promise<FilledForm> {
  const findings: Finding[] = [];
  const add = (code: string, severity: Finding['severity'], message: string, hint: string): void => {
    findings.push({ code, severity, clause: null, file, message, hint });
  };
  const refused: FilledForm = { values: [], unknown: [], findings };

  const opened = await openForm(bytes, forms);
  if ('message' in opened) {
    add('form-unreadable', 'error', opened.message, opened.hint);
    return refused;
  }
  const { what } = opened;
  if (opened.empty) {
    add(
      'form-unfillable',
      'error',
      what === 'PDF'
        ? '这个 PDF 里没有填写栏：多半是“打印成 PDF”、扫描或者拼合后的文件，只有图样，没有填写的内容。'
        : '这个 Word 文档里没有填写框：多半是照着重打的，或者存成别的格式时丢掉了，认不出哪里是填写的内容。',
      what === 'PDF'
        ? `请填表人用“保存”或者“另存为”发来原文件；没有原文件的，${BY_HAND}。`
        : `请填表人在下载的原文件里填写，直接保存后发来；没有原文件的，${BY_HAND}。`,
    );
    return refused;
  }
  if (opened.joined) {
    add(
      'form-foreign',
      'error',
      `这个 ${what}${what === 'PDF' ? ' ' : ''}由几张表拼合而成，分不清哪一栏属于哪一张，没有读取。`,
      `请分别导入各张表的原文件；没有原文件的，${BY_HAND}。`,
    );
    return refused;
  }
  const named = readEditionLine(opened.edition);
  const form = named ? forms.find(({ id }) => id === named.id) : opened.guess;
  if (!form) {
    add(
      'form-foreign',
      'error',
      named
        ? `这是编号为 ${named.id.toUpperCase()} 的表格，本站现在没有这张表。`
        : `这个 ${what}${what === 'PDF' ? ' ' : ''}有填写栏，但不是本站的表格。`,
      '核对是否选错了文件；本站的表格从“表格”页下载。',
    );
    return refused;
  }
  if (named?.version !== form.version) {
    add(
      'form-version',
      'warning',
      named
        ? `这张《${form.title}》是 ${named.version} 版，现在用的是 ${form.version} 版；已按现在的栏目读取。`
        : `这张《${form.title}》没有写明版本，是按栏目认出来的；已按现在的 ${form.version} 版读取。`,
      '逐项核对读取的结果；栏目有增减的，对照原表补登。',
    );
  }
  const { fields, faults, renamed } = opened.read(form);
  if (renamed) {
    add(
      'form-control-missing',
      'warning',
      `这张《${form.title}》由不保留填写框名称的程序（如 LibreOffice 7.4）保存过，已按标题和次序认出各栏；这样的程序会丢掉框内的换行和后面的段落。`,
      '写了几行的栏目，请对照原表核对读取的结果；以后请用 Word、WPS 或者较新的 LibreOffice 填写。',
    );
  }
  for (const fault of faults) {
    // Another version may well have other fields.
    if (fault.what !== 'missing' || named?.version === form.version) tellFault(fault, form, add);
  }

  const values: FilledValue[] = [];
  const used = new Set<string>();
  for (const field of form.fields) {
    for (let row = 1; row <= (field.rows ?? 1) || hasRow(field, row, fields); row += 1) {
      const ordinal = field.rows === undefined ? undefined : row;
      const value = readField(field, ordinal, fields, used, add);
      if (value) values.push(value);
    }
  }
  const unknown = [...fields].flatMap(([name, { text }]) =>
    used.has(name) || text.trim() === '' || text === 'Off' ? [] : [name],
  );
  if (
    values.length === 0 &&
    unknown.length === 0 &&
    !findings.some(({ code }) => code.startsWith('form-value-'))
  ) {
    add('form-empty', 'warning', `这张《${form.title}》没有填写任何一栏。`, '核对是否发来了空白表。');
  }
  return { form, ...(named ? { version: named.version } : {}), values, unknown, findings };
}

/** Whether a form that was made longer than it is printed has this row. */
function hasRow(field: FieldKey, row: number, fields: ReadonlyMap<string, PdfField>): boolean {
  return field.rows !== undefined && fieldLeaves(field, row).some(({ name }) => fields.has(name));
}

/** Says of which field of a Word document it cannot be told what was written there. */
function tellFault({ field: key, row, what }: WordFault, form: FormKey, add: Add): void {
  const field = form.fields.find((one) => one.key === key);
  if (!field) return;
  const place = row === undefined ? `「${field.label}」` : `第${row}行「${field.label}」`;
  if (what === 'missing') {
    add(
      'form-control-missing',
      goesIn(field) ? 'error' : 'warning',
      `${place}的填写框已经删去，写在框外的字读不到。`,
      `请填表人重新下载这张表，在框内填写后发来；没有填这一栏的，也要留着空框。`,
    );
    return;
  }
  const why = {
    disputed: '有几个同名的填写框，写的不一样',
    several: '只能划一项，划了不止一项',
    mark: '里的记号认不出来',
  } as const;
  add(
    'form-value-unread',
    'warning',
    `${place}${why[what]}，没有导入。`,
    what === 'mark' ? `划选的用“☑”或者“√”，不选的留空；核对原表后手工登记。` : '核对原表后手工登记。',
  );
}

/** Whether what is written into a field goes into a register, so that it does harm there. */
function goesIn(field: FieldKey): boolean {
  return field.register.length > 0 && !isName(field);
}

/** How many characters a message names. */
const MOST_NAMED = 5;

type Add = (code: string, severity: Finding['severity'], message: string, hint: string) => void;

/** What a field of the form holds in the file; undefined when it is blank. What cannot be used is reported. */
function readField(
  field: FieldKey,
  row: number | undefined,
  fields: ReadonlyMap<string, PdfField>,
  used: Set<string>,
  add: Add,
): FilledValue | undefined {
  const place = row === undefined ? `「${field.label}」` : `第${row}行「${field.label}」`;
  const take = (name: string): string => {
    used.add(name);
    const own = fields.get(name)?.text ?? '';
    // A paper of many pages: what one field could not hold stands in the next.
    let more = '';
    for (let piece = 1; fields.has(continuedName(name, piece)); piece += 1)
      more += take(continuedName(name, piece));
    return own + more;
  };
  const about = { field, ...(row === undefined ? {} : { row }) };
  const base = row === undefined ? field.key : `${field.key}.${row}`;
  if (field.type === 'one-of' || field.type === 'any-of') {
    const options = Object.keys(field.options ?? {});
    const isOn = (state: string): boolean => state !== '' && state !== 'Off';
    const state = field.type === 'one-of' ? take(base) : '';
    if (isOn(state) && !options.includes(state)) {
      add('form-value-unread', 'warning', `${place}划了哪一项读不出来，没有导入。`, `请${BY_HAND}。`);
    }
    const ticked =
      field.type === 'one-of'
        ? options.filter((option) => option === state)
        : fieldLeaves(field, row).flatMap(({ name }, index) =>
            isOn(take(name)) ? [options[index] ?? ''] : [],
          );
    return ticked.length > 0 ? { ...about, text: '', original: ticked.join('-'), ticked } : undefined;
  }
  const held = fieldLeaves(field, row).map(({ name }) => take(name));
  const original = held.join('-');
  const cleaned = held.map(withoutWidthless);
  const parts = cleaned.map(({ text }) => text);
  const damages = damagesIn(parts.join('\n'), isName(field));
  if (damages.length > 0) {
    const kinds = [...new Set(damages.map(({ what }) => what))].join('、');
    const named = damages
      .slice(0, MOST_NAMED)
      .map(({ position, character }) => `第 ${position} 个字读到的是${shown(character)}`)
      .join('，');
    const more = damages.length > MOST_NAMED ? `……共 ${damages.length} 处` : '';
    const harmful = goesIn(field);
    add(
      'form-value-damaged',
      // What does not go into the register does no harm there; the paper is for its keeper to mend.
      harmful ? 'error' : 'warning',
      `${place}中有${kinds}：${named}${more}，这一栏没有导入。`,
      `字在填写或者保存时已经损坏，无法还原（Chrome、Edge 存不下部分生僻字）：${harmful ? IN_WORD : '这一栏本不进台账，请在存档的表上改正'}。`,
    );
    return undefined;
  }
  const gone = [...new Set(cleaned.flatMap((part) => [...part.gone]))];
  if (gone.length > 0 && goesIn(field) && parts.some((part) => part.trim() !== '')) {
    const named = gone.slice(0, MOST_NAMED).map(codePointOf).join('、');
    add(
      'form-value-mended',
      'warning',
      `${place}中有看不见的字符，多半是从网页或者微信复制来的：${named}${gone.length > MOST_NAMED ? ` 等 ${gone.length} 种` : ''}；没有宽度的已去掉，分行用的已换成换行。`,
      '不用重填；核对读取的结果即可。',
    );
  }
  if (field.type !== 'date') {
    const written = normalLines(parts[0] ?? '');
    const { text, twins } = withoutTwins(written);
    if (text === '') return undefined;
    if (twins.size > 0 && goesIn(field)) {
      const named = [...twins]
        .slice(0, MOST_NAMED)
        .map(([twin, meant]) => `${codePointOf(twin)} 改为「${meant}」`)
        .join('，');
      add(
        'form-value-mended',
        'warning',
        `${place}中有部首或者兼容汉字，字形相同而编码不同，多半是从 PDF 复制来的，已换成通用的汉字：${named}${twins.size > MOST_NAMED ? `等 ${twins.size} 个` : ''}。`,
        '不用重填；核对读取的结果即可。',
      );
    }
    // A paper of many pages has been made to fit.
    const box = fields.get(base);
    const blanks = box?.isPdf ? unseenIn(written) : [];
    if (blanks.length > 0) {
      const some = blanks.slice(0, 8).map((one) => `「${one}」`);
      add(
        'form-value-unseen',
        'warning',
        `${place}里的${some.join('')}${blanks.length > some.length ? `等 ${blanks.length} 个字` : ''}，PDF 的填写栏没有这样的字形，打印件上是空白。`,
        '读取的是全文。纸质件要盖章、存档的，请填表人在空白处手写补上，或者改用 Word 文档填写。',
      );
    }
    const room = fields.has(continuedName(base, 1)) ? undefined : box?.room;
    const hidden = room ? cutOff(text, room) : 0;
    if (hidden > 0) {
      const count = Array.from(text.replaceAll('\n', '')).length;
      add(
        'form-value-cut',
        'warning',
        `${place}写了 ${count} 字，这一栏在纸上大约只能显示前 ${count - hidden} 字，打印件上少了最后 ${hidden} 字。`,
        '读取的是全文。纸质件要盖章、存档的，请填表人改用 Word 文档填写（表格随内容加长），或者另附页写全。',
      );
    }
    return { ...about, text, original, ticked: [] };
  }
  if (parts.every((part) => part.trim() === '')) return undefined;
  const day = dayOfParts(parts);
  if (day === undefined) {
    add(
      'form-value-unread',
      'warning',
      `${place}填的是「${dateAsWritten(parts)}」，不是一个完整、真实的日期，没有导入。`,
      '年份写四位数字，月、日填全；核对原表后手工登记。',
    );
    return undefined;
  }
  return { ...about, text: day, original, ticked: [] };
}

/** One character as a message shows it; what cannot be drawn has only its number. */
function shown(character: string): string {
  const drawn = /[\p{L}\p{N}\p{P}\p{S}]/u.test(character) ? `「${character}」` : '';
  return `${drawn}${drawn && '（'}${codePointOf(character)}${drawn && '）'}`;
}

/** Whether a field names a person. */
function isName({ register }: FieldKey): boolean {
  return register.includes('subject_name');
}

/** Text with the line ends of this program and without white space at its ends. */
function normalLines(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]+\n/g, '\n')
    .trim();
}

/** Text as a message shows it: short, in one line. */
function visible(text: string): string {
  const flat = text.replace(/\s+/g, ' ').replace(/[\ud800-\udfff]/gu, '\ufffd');
  return flat.length > 24 ? `${flat.slice(0, 24)}……` : flat;
}

/** The parts of a date with what is printed after each; of a Word document it may have been written in one. */
function dateAsWritten(parts: readonly string[]): string {
  const [first = '', ...rest] = parts.map((part) => visible(part).trim());
  if (rest.every((part) => part === '') && !/^\d*$/.test(first.normalize('NFKC'))) return first;
  return DATE_PARTS.map(({ unit }, at) => `${[first, ...rest][at] || '（空）'}${unit}`).join('');
}

/** Three numbers as a day; undefined when they are none. */
function dayOfParts(parts: readonly string[]): string | undefined {
  const [year = '', month = '', day = ''] = parts.map((part) =>
    part.normalize('NFKC').replace(/[\s年月日]/g, ''),
  );
  if (!/^\d{4}$/.test(year) || !/^\d{1,2}$/.test(month) || !/^\d{1,2}$/.test(day)) return undefined;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(iso) ? iso : undefined;
}

/** A file that has been opened, before it is known which form it is. */
interface OpenedForm {
  /** What it is called in messages. */
  readonly what: 'PDF' | 'Word 文档';
  /** There is nothing in it that could be filled in. */
  readonly empty: boolean;
  /** Several forms have been put together in it. */
  readonly joined: boolean;
  /** Where it may say which form it is. */
  readonly edition: string;
  /** The form to which all its fields belong and no others; for files that do not say which form they are. */
  readonly guess: FormKey | undefined;
  /** Its fields by the names that they have in the PDF of the form. */
  readonly read: (form: FormKey) => {
    readonly fields: ReadonlyMap<string, PdfField>;
    readonly faults: readonly WordFault[];
    readonly renamed: boolean;
  };
}

/** Opens a file; or says why not and what to do. */
async function openForm(bytes: Uint8Array, forms: readonly FormKey[]): Promise<OpenedForm | NoForm> {
  const kind = kindOf(bytes);
  if (typeof kind !== 'string') return kind;
  if (kind === 'word') {
    try {
      const document = await openDocument(bytes);
      const tags = tagsOf(document);
      return {
        what: 'Word 文档',
        empty: document.controls.length === 0,
        joined: false,
        edition: document.edition,
        guess: formOfNames(tags, forms, ({ controls }) =>
          controls.map(({ field, row, option }) => controlTag(field, row, option)),
        ),
        read: (form) => fieldsOfDocument(document, form),
      };
    } catch (error) {
      return {
        message:
          error instanceof TooLarge
            ? '这个 Word 文档展开以后大得不像一张表，没有读取。'
            : '这个 Word 文档已经损坏，填写的内容读不出来。',
        hint: REFILL,
      };
    }
  }
  const opened = await openPdf(bytes);
  if ('message' in opened) return opened;
  try {
    const { fields, contested } = fieldsOf(opened);
    const own = new Set([...fields.keys()].map((name) => continuedFrom(name) ?? name));
    return {
      what: 'PDF',
      empty: fields.size === 0,
      joined: isJoined(own, contested, forms),
      edition: keywordsOf(opened),
      guess: formOfNames(own, forms, pdfNamesOf),
      read: () => ({ fields, faults: [], renamed: false }),
    };
  } catch {
    // Streams that do not unpack, objects that hold themselves: whatever a broken file may bring.
    return { message: '这个 PDF 已经损坏，填写的内容读不出来。', hint: REFILL };
  }
}

/** The names of all fields that the PDF of a form has. */
function pdfNamesOf({ fields }: FormKey): string[] {
  return fields.flatMap((field) =>
    Array.from({ length: field.rows ?? 1 }, (_, index) =>
      fieldLeaves(field, field.rows === undefined ? undefined : index + 1).map(({ name }) => name),
    ).flat(),
  );
}

/**
 * Whether programs have put several forms into one file: pdftk and qpdf give fields of ours other names where two have
 * the same, `1.matter` and `matter+1`; pdfunite leaves both as they are.
 */
function isJoined(
  names: ReadonlySet<string>,
  contested: ReadonlySet<string>,
  forms: readonly FormKey[],
): boolean {
  const renamed = [...names].flatMap((name) => {
    const base = name.replace(/^\d+\./, '').replace(/\+\d+/g, '');
    return base === name && !contested.has(name) ? [] : [base];
  });
  if (renamed.length === 0) return false;
  const ours = new Set(forms.flatMap(pdfNamesOf));
  return renamed.some((name) => ours.has(name));
}

/** The form that has all these names and no others. */
function formOfNames(
  names: ReadonlySet<string>,
  forms: readonly FormKey[],
  namesOf: (form: FormKey) => readonly string[],
): FormKey | undefined {
  return forms.find((form) => {
    const own = new Set(namesOf(form));
    return own.size === names.size && [...own].every((name) => names.has(name));
  });
}

/** Opens a PDF; or says why not. */
async function openPdf(bytes: Uint8Array): Promise<PDFDocument | NoForm> {
  // What was cut off may be the very part into which the values were saved.
  const tail = new TextDecoder('latin1').decode(bytes.subarray(-2048));
  if (!tail.includes('%%EOF')) return { message: '这个 PDF 没有传完，后面缺了一段。', hint: REFILL };
  try {
    // Without a password: many programs lock a file against changes and not against reading.
    const document = await PDFDocument.load(bytes, { updateMetadata: false, password: '' });
    return document.context.lookup(document.context.trailerInfo.Root) instanceof PDFDict
      ? document
      : { message: '这个 PDF 已经损坏，找不到它的目录。', hint: REFILL };
  } catch (error) {
    return /password|encrypt/i.test(String(error))
      ? { message: '这个 PDF 设了打开密码，没有读取。', hint: UNLOCK }
      : { message: '这个 PDF 已经损坏，不能打开。', hint: REFILL };
  }
}

/** The keywords of a file, among which our forms say what they are. */
function keywordsOf({ context }: PDFDocument): string {
  const info = context.lookup(context.trailerInfo.Info);
  const keywords = info instanceof PDFDict ? textOf(info.lookup(PDFName.of('Keywords'))) : '';
  if (keywords !== '') return keywords;
  // Some programs write a new information dictionary and leave the metadata alone.
  const root = context.lookup(context.trailerInfo.Root);
  const metadata = root instanceof PDFDict ? root.lookup(PDFName.of('Metadata')) : undefined;
  return metadata instanceof PDFRawStream
    ? new TextDecoder('utf-8').decode(decodePDFRawStream(metadata).decode())
    : '';
}

/** A terminal field of a PDF: the text in it, or the name of the state of a button. */
interface PdfField {
  readonly text: string;
  /** The box in which a text has to be seen; absent where that cannot be told or is known to be so. */
  readonly room?: Room;
  /** It is set in the font of our fields, not in one of the reader's. */
  readonly isPdf?: boolean;
}

const key = (text: string): PDFName => PDFName.of(text);

/** Text, buttons that are ticked, and lists. */
const FILLABLE = ['Tx', 'Btn', 'Ch'];

/** Every fillable field by its full name. */
function fieldsOf({ context }: PDFDocument): {
  readonly fields: ReadonlyMap<string, PdfField>;
  /** Names of several fields which hold different things. */
  readonly contested: ReadonlySet<string>;
} {
  const contested = new Set<string>();
  const found = new Map<string, PdfField>();
  const seen = new Set<PDFObject>();
  const visit = (
    object: PDFObject | undefined,
    path: string,
    inherited: Readonly<Partial<Record<'value' | 'type' | 'look' | 'flags', PDFObject | undefined>>>,
  ): void => {
    const dict = context.lookup(object);
    // A field that is its own ancestor is nobody's field.
    if (!(dict instanceof PDFDict) || seen.has(dict)) return;
    seen.add(dict);
    const own = dict.lookup(key('T'));
    const name = own === undefined ? path : [path, textOf(own)].filter((part) => part !== '').join('.');
    const value = dict.lookup(key('V')) ?? inherited.value;
    const type = dict.lookup(key('FT')) ?? inherited.type;
    const look = dict.lookup(key('DA')) ?? inherited.look;
    const flags = dict.lookup(key('Ff')) ?? inherited.flags;
    const kids = dict.lookup(key('Kids'));
    const fields: PDFObject[] = [];
    if (kids instanceof PDFArray) {
      for (const kid of kids.asArray()) {
        const child = context.lookup(kid);
        if (child instanceof PDFDict && child.has(key('T'))) fields.push(kid);
      }
    }
    for (const kid of fields) visit(kid, name, { value, type, look, flags });
    if (fields.length > 0 || name === '' || !FILLABLE.includes(textOf(type))) return;
    const widgets = kids instanceof PDFArray ? kids.asArray().map((kid) => context.lookup(kid)) : [dict];
    const held = textOf(value);
    // Firefox saves the box that was ticked, but of a choice not always the value that goes with it.
    const text = textOf(type) === 'Btn' && (held === '' || held === 'Off') ? stateOf(widgets) : held;
    const isText = textOf(type) === 'Tx';
    const room = isText && !isAsPressed(widgets[0], text) ? boxRoom(widgets[0], look, flags) : undefined;
    if ((found.get(name)?.text ?? text) !== text) contested.add(name);
    found.set(name, { text, isPdf: true, ...(room ? { room } : {}) });
  };
  const root = context.lookup(context.trailerInfo.Root);
  const form = root instanceof PDFDict ? root.lookup(key('AcroForm')) : undefined;
  const roots = form instanceof PDFDict ? form.lookup(key('Fields')) : undefined;
  if (roots instanceof PDFArray) {
    const look = form instanceof PDFDict ? form.lookup(key('DA')) : undefined;
    for (const field of roots.asArray()) visit(field, '', { look });
  }
  return { fields: found, contested };
}

const MULTILINE = 1 << 12;

/** Whether a field still has the drawing that it was printed with: nothing is cut off there. */
function isAsPressed(widget: PDFObject | undefined, text: string): boolean {
  const looks = widget instanceof PDFDict ? widget.lookup(key('AP')) : undefined;
  const drawn = looks instanceof PDFDict ? looks.lookup(key('N')) : undefined;
  if (text === '' || !(drawn instanceof PDFRawStream)) return false;
  const content = new TextDecoder('latin1').decode(decodePDFRawStream(drawn).decode());
  // As textAppearance of draw.ts writes lines; programs that fill forms write them otherwise.
  const codes = [...content.matchAll(/ Tm <([0-9A-Fa-f]+)> Tj/g)].flatMap(
    ([, line = '']) => line.match(/.{4}/g) ?? [],
  );
  const shown = codes.map((code) => String.fromCharCode(Number.parseInt(code, 16))).join('');
  const halves = Array.from(text, (character) => character.charAt(0)).join('');
  return shown.replace(/\s/g, '') === halves.replace(/\s/g, '');
}

/** The room of a text field, from its box and the size of its type. */
function boxRoom(
  widget: PDFObject | undefined,
  look: PDFObject | undefined,
  flags: PDFObject | undefined,
): Room | undefined {
  const rect = widget instanceof PDFDict ? widget.lookup(key('Rect')) : undefined;
  const corners =
    rect instanceof PDFArray
      ? rect.asArray().flatMap((n) => (n instanceof PDFNumber ? [n.asNumber()] : []))
      : [];
  const [x1, y1, x2, y2] = corners;
  // Size 0 is for the viewer to choose.
  const size = Number(/([\d.]+)\s+Tf/.exec(textOf(look))?.[1] ?? 0);
  if (x1 === undefined || y1 === undefined || x2 === undefined || y2 === undefined || !(size > 0))
    return undefined;
  const multiline = flags instanceof PDFNumber && (flags.asNumber() & MULTILINE) !== 0;
  return { width: Math.abs(x2 - x1), height: Math.abs(y2 - y1), size, multiline };
}

/** The state of a button, as its boxes show it. */
function stateOf(widgets: readonly (PDFObject | undefined)[]): string {
  for (const widget of widgets) {
    const state = widget instanceof PDFDict ? widget.lookup(key('AS')) : undefined;
    if (state instanceof PDFName && state.decodeText() !== 'Off') return state.decodeText();
  }
  return '';
}

/** The text of a string, a name, a text stream or, of a list box, its first entry. */
function textOf(object: PDFObject | undefined): string {
  if (object instanceof PDFString || object instanceof PDFHexString) return decodePdfString(object.asBytes());
  if (object instanceof PDFName) return object.decodeText();
  if (object instanceof PDFRawStream) return decodePdfString(decodePDFRawStream(object).decode());
  if (object instanceof PDFNumber) return String(object.asNumber());
  if (object instanceof PDFArray) return textOf(object.size() > 0 ? object.lookup(0) : undefined);
  return '';
}
