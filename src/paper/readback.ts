/** What one can read in a finished PDF: the leak scan looks at the file itself, not at what it was made from. */
import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  type PDFObject,
  PDFRawStream,
  PDFStream,
  PDFString,
} from 'pdf-lib';

/** A PDF that was not written by this project, or not as it writes them. */
export class UnreadablePdfError extends Error {}

/**
 * All text of a PDF that this project wrote. First what its pages show, lines and pages joined without a gap, so that
 * words broken over a line are found; then what is not part of the text, such as page numbers; then every string of its
 * dictionaries and its metadata.
 * @throws UnreadablePdfError for text that is shown in another way than ours: it cannot be vouched for
 */
export async function textOfPdf(bytes: Uint8Array): Promise<string> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  let shown = '';
  const beside: string[] = [];
  for (const { node } of document.getPages()) {
    const contents = node.Contents();
    const streams = contents instanceof PDFArray ? contents.asArray() : [contents];
    const content = streams.map((stream) => decoded(document.context.lookup(stream))).join('\n');
    const fonts = node.Resources()?.lookupMaybe(PDFName.of('Font'), PDFDict);
    const maps = new Map<string, ReadonlyMap<string, string>>();
    const mapOf = (name: string): ReadonlyMap<string, string> => {
      const known = maps.get(name);
      if (known) return known;
      const font = fonts?.lookupMaybe(PDFName.of(name), PDFDict);
      const map = readToUnicode(decoded(font?.lookup(PDFName.of('ToUnicode'))));
      maps.set(name, map);
      return map;
    };
    let count = 0;
    let artifact = '';
    let inArtifact = false;
    const tokens =
      /\/Artifact <<[^>]*>> BDC|\/ActualText <([0-9A-Fa-f]+)>|EMC|\/(\w+) [\d.]+ Tf [^<]*<([0-9A-F]*)> Tj/g;
    for (const [token, actual, font, codes] of content.matchAll(tokens)) {
      if (token.startsWith('/Artifact')) inArtifact = true;
      else if (token === 'EMC') inArtifact = false;
      else if (actual !== undefined) beside.push(PDFHexString.of(actual).decodeText());
      else if (font !== undefined && codes !== undefined) {
        count += 1;
        const map = mapOf(font);
        const text = (codes.match(/.{4}/g) ?? [])
          .map((code) => {
            const character = map.get(code);
            if (character === undefined)
              throw new UnreadablePdfError(`character ${code} of font ${font} is not told`);
            return character;
          })
          .join('');
        if (inArtifact) artifact += text;
        else shown += text;
      }
    }
    if (count !== (content.match(/(?:Tj|TJ|'|")(?=\s|$)/g) ?? []).length) {
      throw new UnreadablePdfError('text shown in an unknown way');
    }
    beside.push(artifact);
  }
  const strings: string[] = [];
  for (const [, object] of document.context.enumerateIndirectObjects()) collect(object, strings);
  collect(document.context.trailerInfo.Info, strings);
  return [shown, ...beside, ...strings].join('\n');
}

/** Content of a stream as characters of one byte; empty where there is none. */
function decoded(object: PDFObject | undefined): string {
  if (!(object instanceof PDFRawStream)) return '';
  return new TextDecoder('latin1').decode(decodePDFRawStream(object).decode());
}

/** Code → text of a ToUnicode table: its single mappings, and its runs of codes in the order of their characters. */
function readToUnicode(table: string): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const [, code = '', text = ''] of table.matchAll(/^<([0-9A-F]{4})> <([0-9A-F]+)>$/gm)) {
    map.set(code, PDFHexString.of(`FEFF${text}`).decodeText());
  }
  for (const [, from = '', to = '', text = ''] of table.matchAll(
    /^<([0-9A-F]{4})> <([0-9A-F]{4})> <([0-9A-F]+)>$/gm,
  )) {
    const first = Number.parseInt(from, 16);
    const character = PDFHexString.of(`FEFF${text}`).decodeText().codePointAt(0) ?? 0;
    for (let code = first; code <= Number.parseInt(to, 16); code += 1)
      map.set(
        code.toString(16).toUpperCase().padStart(4, '0'),
        String.fromCodePoint(character + code - first),
      );
  }
  return map;
}

/** Strings below an object, and metadata, which is text itself. */
function collect(object: PDFObject | undefined, strings: string[]): void {
  if (object instanceof PDFString || object instanceof PDFHexString) strings.push(object.decodeText());
  else if (object instanceof PDFArray) for (const part of object.asArray()) collect(part, strings);
  else if (object instanceof PDFDict) for (const part of object.values()) collect(part, strings);
  else if (object instanceof PDFStream) {
    collect(object.dict, strings);
    if (object instanceof PDFRawStream && object.dict.get(PDFName.of('Type')) === PDFName.of('Metadata')) {
      strings.push(new TextDecoder().decode(object.getContents()));
    }
  }
}
