/** The font of the fields; each form by itself is looked into in test/forms/pdf. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { fieldCharacters } from '../../src/forms/field-characters.ts';
import { loadFieldFont } from '../../src/forms/field-font.ts';
import { loadFieldSource } from '../../src/paper/faces.ts';
import { MissingGlyphError } from '../../src/paper/missing-glyph.ts';
import { deflate } from '../../src/paper/pdf.ts';
import { glyphsOf } from '../../src/paper/typeface.ts';
import { openPress, type Press } from './made.ts';

let press: Press;
beforeAll(async () => {
  press = await openPress();
});

test('the field font holds 通用规范汉字 and GB2312, and a box for the Han it lacks', async () => {
  const { face } = press.field;
  for (const character of '张㛃䶮喆堃犇〇啊齄“”《》，。、；：（）－—…０Ａａ～￥㎡㎥㎏㎜㎝㎞㎎℃№①⑳⑴⒇ⅠⅫ−×÷±≤≥≠≈£€©®Éñü') {
    expect(glyphsOf(face, character)).toEqual([character.codePointAt(0)]);
  }
  expect(() => glyphsOf(face, '國')).toThrow(MissingGlyphError);
  const characters = fieldCharacters();
  expect([...characters].filter((c) => c >= 0x4e00 && c <= 0x9fff).length).toBeGreaterThan(7900);
  const source = await loadFieldSource('.generated/fonts');
  expect([...characters].filter((codePoint) => !source.glyphs.has(codePoint))).toEqual([]);
});

test('the field font is the same whether built or taken from the cache', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'forms-font-'));
  const built = await loadFieldFont({ cache, deflate });
  const kept = await loadFieldFont({ cache, deflate: () => expect.unreachable('was built again') as never });
  rmSync(cache, { recursive: true });
  expect(sha256(built.deflated)).toBe(sha256(press.field.deflated));
  expect(sha256(kept.face.bytes)).toBe(sha256(built.face.bytes));
});

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
