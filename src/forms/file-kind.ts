/** What a file is by its own bytes, whatever its name says; of what is no form, what to do about it. */
import { partPaths } from '../zip-parts.ts';
import { DOCUMENT } from './word-fields.ts';

/** A file that cannot be read as a form. */
export interface NoForm {
  readonly message: string;
  readonly hint: string;
}

/** Bytes above which a file is no form: a whole one with its typeface has two million. */
const MOST = 64_000_000;

const AS_DOCX = '请用 Word 或者 WPS 打开它，另存为“Word 文档（*.docx）”再导入。';
const ORIGINAL = '请填表人发来填好的 PDF 或者 Word 文档（.docx）；只有纸质表的，对照纸质表手工登记。';

/** For a file that only its password opens. */
export const UNLOCK = '请填表人去掉打开密码，重新保存后发来。';

/** What a PDF or a Word document is called here; else why the file is neither. */
export function kindOf(bytes: Uint8Array): 'pdf' | 'word' | NoForm {
  if (bytes.length === 0)
    return { message: '这个文件是空的，一个字节也没有。', hint: '多半没有传完，请重新取一份。' };
  const large = tooLarge(bytes.length);
  if (large) return large;
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  if (head.startsWith('PK\u0003\u0004')) return kindOfPackage(bytes);
  if (head.includes('%PDF-')) return 'pdf';
  if (head.startsWith('\u00d0\u00cf\u0011\u00e0')) {
    // The name of the part, two bytes to a character, that holds what a password locks.
    return includes(bytes, 'EncryptedPackage')
      ? { message: '这个 Word 文档设了打开密码，没有读取。', hint: UNLOCK }
      : { message: '这是旧格式的文件（.doc、.wps 等），填写的内容读不出来。', hint: AS_DOCX };
  }
  if (head.startsWith('{\\rtf')) return { message: '这是 RTF 文件，填写的内容读不出来。', hint: AS_DOCX };
  if (/^(?:.PNG\r\n|\u00ff\u00d8\u00ff|GIF8|II\*\0|MM\0\*)/.test(head))
    return { message: '这是图片，不是 PDF，也不是 Word 文档（.docx）。', hint: ORIGINAL };
  return { message: '这个文件不是 PDF，也不是 Word 文档（.docx）。', hint: ORIGINAL };
}

/** Why a file of this size is not even opened. */
export function tooLarge(size: number): NoForm | undefined {
  return size > MOST
    ? { message: `这个文件有 ${Math.round(size / 1e6)} MB，不像是一张表，没有读取。`, hint: ORIGINAL }
    : undefined;
}

function kindOfPackage(bytes: Uint8Array): 'word' | NoForm {
  let paths: readonly string[];
  try {
    paths = partPaths(bytes);
  } catch {
    return {
      message: '这个文件没有传完，或者已经损坏，不能打开。',
      hint: `请填表人重新另存一份发来；仍然打不开的，对照纸质表手工登记。`,
    };
  }
  if (paths.includes(DOCUMENT)) return 'word';
  if (paths.includes('content.xml'))
    return { message: '这是 ODF 文件（.odt 等），填写的内容读不出来。', hint: AS_DOCX };
  if (paths.includes('OFD.xml'))
    return { message: '这是 OFD 版式文件，只有图样，没有填写的内容。', hint: ORIGINAL };
  if (paths.some((path) => path.startsWith('xl/')))
    return { message: '这是 Excel 工作簿，不是表格的 PDF 或者 Word 文档。', hint: ORIGINAL };
  return { message: '这是压缩包，没有读取。', hint: '请先解压，再选择其中的 PDF 或者 Word 文档。' };
}

/** Whether a text stands in a file, two bytes to a character. */
function includes(bytes: Uint8Array, text: string): boolean {
  return new TextDecoder('latin1').decode(bytes).includes(Array.from(text).join('\0'));
}
