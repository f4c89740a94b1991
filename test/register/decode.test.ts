import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText, type Encoding, type OpenBytes, proveEncoding } from '../../src/register/decode.ts';
import { inChunks, utf8 } from './bytes.ts';

const SIZES = [1, 2, 3, 5, 65_536];

async function textOf(open: OpenBytes, encoding: Encoding): Promise<string> {
  let text = '';
  for await (const chunk of decodeText(open, encoding)) text += chunk;
  return text;
}

/** 编号,适用制度 + U+3400 and U+20000 (four bytes each) + line end, in GB18030 by the published table. */
const GB = Uint8Array.of(
  ...[0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xca, 0xca, 0xd3, 0xc3, 0xd6, 0xc6, 0xb6, 0xc8],
  ...[0x81, 0x39, 0xee, 0x39, 0x95, 0x32, 0x82, 0x36, 0x0a],
);
const GB_TEXT = '编号,适用制度\u3400\u{20000}\n';
const BOM = [0xef, 0xbb, 0xbf];

describe.each(SIZES)('in chunks of %i bytes', (size) => {
  test('UTF-8', async () => {
    const open = inChunks(utf8('编号,适用制度\u{20000}\n'), size);
    expect(await proveEncoding(open)).toMatchObject({ encoding: 'utf-8', bom: false });
    expect(await textOf(open, 'utf-8')).toBe('编号,适用制度\u{20000}\n');
  });

  test('UTF-8 with a byte order mark, which is no text', async () => {
    const open = inChunks(Uint8Array.of(...BOM, ...utf8('编号')), size);
    expect(await proveEncoding(open)).toMatchObject({ encoding: 'utf-8', bom: true });
    expect(await textOf(open, 'utf-8')).toBe('编号');
  });

  test('GB18030', async () => {
    const open = inChunks(GB, size);
    expect(await proveEncoding(open)).toMatchObject({ encoding: 'gb18030', bom: false });
    expect(await textOf(open, 'gb18030')).toBe(GB_TEXT);
  });

  test.each([
    ['little-endian', [0xff, 0xfe, 0x16, 0x7f]],
    ['big-endian', [0xfe, 0xff, 0x7f, 0x16]],
    ['nothing but the mark', [0xff, 0xfe]],
  ])('UTF-16 is refused: %s', async (_, bytes) => {
    expect(await proveEncoding(inChunks(Uint8Array.from(bytes), size))).toEqual({
      refused: 'utf-16',
      offset: 0,
    });
  });

  test.each<[string, number[], number]>([
    ['a byte no encoding has', [0x61, 0x62, 0xff, 0x63], 2],
    ['the same after Chinese text in UTF-8', [...utf8('编号编号'), 0xff, 0x2c], 12],
    ['the same after Chinese text in GB18030', [...GB, 0xff, 0x2c], GB.length],
    ['a second byte that cannot follow', [...GB, 0xb1, 0x20], GB.length + 1],
    ['a fourth byte that cannot follow', [...GB, 0x81, 0x39, 0xee, 0x20], GB.length + 3],
    ['the file ends inside a character of two bytes', [...GB, 0xb1], GB.length],
    ['the file ends inside a character of four bytes', [...GB, 0x81, 0x39, 0xee], GB.length],
    ['it is all one cut-off character', [0x81], 0],
    ['a mark, then a byte no encoding has', [...BOM, 0x61, 0xff], 4],
  ])('the offset of the first bad byte is exact: %s', async (_, bytes, offset) => {
    expect(await proveEncoding(inChunks(Uint8Array.from(bytes), size))).toEqual({
      refused: 'unknown',
      offset,
    });
  });

  test.each([
    ['a\nb\n', 'a\nb\n'],
    ['a\r\nb\r\n', 'a\nb\n'],
    ['a\rb\r', 'a\nb\n'],
    ['a\r\nb\rc\nd', 'a\nb\nc\nd'],
    ['a\r\r\nb\n\r', 'a\n\nb\n\n'],
    ['\r\n\r\n', '\n\n'],
    ['\r', '\n'],
    ['', ''],
  ])('line ends: %j becomes %j', async (text, expected) => {
    expect(await textOf(inChunks(utf8(text), size), 'utf-8')).toBe(expected);
  });
});

test('a few zeros make no UTF-16 of what is read as UTF-8', async () => {
  const text = '编号,适用制度\nJN\0-2024-001,J\0N\nJN-2024\0\0\0-002,JN\n';
  expect(await proveEncoding(inChunks(utf8(text)))).toMatchObject({ encoding: 'utf-8', bom: false });
  expect(await proveEncoding(inChunks(new Uint8Array(Buffer.from('a,b,c,d\n1,2', 'utf16le'))))).toEqual({
    refused: 'utf-16',
    offset: 0,
  });
});

test.each(['utf16le', 'utf16be'])(
  '%s without a mark is refused with the sentence that helps',
  async (kind) => {
    const bytes = new Uint8Array(Buffer.from('编号,适用制度,适用方式,2024-01-02\n', 'utf16le'));
    if (kind === 'utf16be') for (let at = 0; at < bytes.length; at += 2) bytes.subarray(at, at + 2).reverse();
    expect(await proveEncoding(inChunks(bytes))).toEqual({ refused: 'utf-16', offset: 0 });
  },
);

test('an empty file is UTF-8', async () => {
  expect(await proveEncoding(inChunks(new Uint8Array()))).toMatchObject({ encoding: 'utf-8', bom: false });
});

test('every cut of every sample gives the same text', async () => {
  const samples: [Uint8Array, Encoding, string][] = [
    [Uint8Array.of(...BOM, ...utf8('编号\r\n适用\u{20000}\r')), 'utf-8', '编号\n适用\u{20000}\n'],
    [GB, 'gb18030', GB_TEXT],
  ];
  for (const [bytes, encoding, expected] of samples) {
    for (let first = 0; first <= bytes.length; first += 1) {
      for (let second = first; second <= bytes.length; second += 1) {
        const open: OpenBytes = async function* () {
          yield bytes.subarray(0, first);
          yield bytes.subarray(first, second);
          yield bytes.subarray(second);
        };
        expect(await proveEncoding(open), `${first} ${second}`).toMatchObject({ encoding });
        expect(await textOf(open, encoding), `${first} ${second}`).toBe(expected);
      }
    }
  }
});

test('a fault far into a large file is found where it is', async () => {
  const bytes = new Uint8Array(1_000_000).fill(0x61);
  bytes.set(utf8('编'), 65_535);
  bytes[777_777] = 0xff;
  expect(await proveEncoding(inChunks(bytes))).toEqual({ refused: 'unknown', offset: 777_777 });
});

test('a file that cannot be read is not taken for a wrong encoding', async () => {
  const broken: OpenBytes = async function* () {
    yield utf8('编号');
    throw Object.assign(new Error('read'), { code: 'EIO' });
  };
  await expect(proveEncoding(broken)).rejects.toThrow('read');
});

test('the fast way of the platform proves the same encoding, however the bytes are cut', async () => {
  const pieces = fc.constantFrom(
    ...[
      [0x61],
      [0x0a],
      BOM,
      [...utf8('容')],
      [...utf8('\u{20000}')],
      [0xb1],
      [0xe0, 0xba],
      [0xf0, 0xa0],
      [0x81, 0x39],
      [0xff],
    ],
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(pieces, { maxLength: 12 }).map((parts) => Uint8Array.from(parts.flat())),
      fc.integer({ min: 1, max: 7 }),
      async (bytes, size) => {
        const open = inChunks(bytes, size);
        expect(await proveEncoding(open, isUtf8)).toEqual(await proveEncoding(open));
      },
    ),
    { numRuns: 2000 },
  );
});

describe('how the lines of a file end', () => {
  test.each([
    ['return and feed', '甲\r\n乙\r\n', '\r\n'],
    ['the last line without an end', '甲\r\n乙', '\r\n'],
    ['feeds', '甲\n乙\n', '\n'],
    ['returns', '甲\r乙\r', '\n'],
    ['one feed by itself', '甲\r\n乙\n丙\r\n', '\n'],
    ['one return by itself', '甲\r\n乙\r丙\r\n', '\n'],
    ['a return too many', '甲\r\r\n', '\n'],
    ['a feed first', '\n甲\r\n', '\n'],
    ['one line', '甲', '\n'],
    ['nothing', '', '\n'],
  ])('%s', async (_, text, lineEnd) => {
    for (const size of SIZES) {
      const open = inChunks(Uint8Array.from(utf8(text)), size);
      expect(await proveEncoding(open), `chunks of ${size}`).toMatchObject({ lineEnd });
      expect(await proveEncoding(open, isUtf8), `chunks of ${size}`).toMatchObject({ lineEnd });
      let decoded = '';
      for await (const piece of decodeText(open, 'utf-8', lineEnd as '\n' | '\r\n')) decoded += piece;
      expect(decoded).toBe(lineEnd === '\r\n' ? text : text.replaceAll('\r\n', '\n').replaceAll('\r', '\n'));
    }
  });
});

test('a source may use the memory of a chunk again for the next', async () => {
  const bytes = Uint8Array.from(utf8('容'.repeat(50)));
  let opened = 0;
  async function* again(): AsyncGenerator<Uint8Array> {
    opened += 1;
    const memory = Buffer.alloc(4);
    for (let at = 0; at < bytes.length; at += 4) {
      memory.set(bytes.subarray(at, at + 4));
      yield memory.subarray(0, Math.min(4, bytes.length - at));
    }
  }
  expect(await proveEncoding(again, isUtf8)).toMatchObject({ encoding: 'utf-8' });
  // The first bytes, then all of them the fast way: it did not have to be done over the slow way.
  expect(opened).toBe(2);
  expect(await textOf(again, 'utf-8')).toBe('容'.repeat(50));
});
