/**
 * Text strings of PDF files, decoded without loss: half of a character stays half, so that it can be told from one that
 * was never there. The library's own decoder drops it together with its neighbour.
 */

/** What PDFDocEncoding has in place of Latin 1, from 18 and from 80 hexadecimal on; a space stands for nothing. */
const FROM_18 = '\u02d8\u02c7\u02c6\u02d9\u02dd\u02db\u02da\u02dc';
const FROM_80 =
  '\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203a\u2212\u2030\u201e\u201c\u201d\u2018\u2019\u201a\u2122\ufb01\ufb02\u0141\u0152\u0160\u0178\u017d\u0131\u0142\u0153\u0161\u017e\ufffd\u20ac';

/** Decodes a text string: UTF-16 or UTF-8 by its mark, else PDFDocEncoding. */
export function decodePdfString(bytes: Uint8Array): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(bytes, 0);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16(bytes, 1);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return new TextDecoder('utf-8').decode(bytes.subarray(3));
  let text = '';
  for (const byte of bytes) {
    if (byte >= 0x18 && byte <= 0x1f) text += FROM_18[byte - 0x18];
    else if (byte === 0x7f || byte === 0xad) text += '\ufffd';
    else if (byte >= 0x80 && byte <= 0xa0) text += FROM_80[byte - 0x80];
    else text += String.fromCharCode(byte);
  }
  return text;
}

/** UTF-16 after its mark; `low` is the place of the high byte in each pair. */
function utf16(bytes: Uint8Array, low: 0 | 1): string {
  let text = '';
  for (let at = 2; at + 1 < bytes.length; at += 2) {
    const first = bytes[at] ?? 0;
    const second = bytes[at + 1] ?? 0;
    text += String.fromCharCode(low === 0 ? first * 256 + second : second * 256 + first);
  }
  // Half a code unit: what it was cannot be told.
  if (bytes.length % 2 === 1) text += '\ufffd';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: marks of a language, as in ESC z h ESC, are no text.
  return text.replace(/\u001b[a-z]{2}(?:[A-Z]{2})?\u001b/g, '');
}
