import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDict, PDFDocument, PDFName } from 'pdf-lib';
import { afterAll, describe, expect, test } from 'vitest';
import { CannotRun } from '../../scripts/arguments.ts';
import { readOwnFonts } from '../../scripts/fonts.ts';
import { drawPaper } from '../../src/paper/draw.ts';
import { loadFaces, measureWith } from '../../src/paper/faces.ts';
import { layoutPaper } from '../../src/paper/flow.ts';
import { type OwnFonts, PAPER_ROLES, substitutions } from '../../src/paper/roles.ts';
import { tablesOf } from '../../src/paper/typeface.ts';
import { samplePaper } from '../paper/sample.ts';

const NONE: OwnFonts = { title: '', body: '', mark: '', second: '', folio: '' };
const GOOD = 'node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf';
const WEB = 'node_modules/@fontsource/lxgw-wenkai/files/lxgw-wenkai-latin-500-normal.woff2';

const scratch = mkdtempSync(join(tmpdir(), 'fonts-'));
afterAll(() => rmSync(scratch, { recursive: true }));

async function refused(path: string): Promise<string> {
  const error = await readOwnFonts({ ...NONE, body: path }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(CannotRun);
  return (error as CannotRun).message;
}
function file(name: string, data: string | Uint8Array): string {
  const path = join(scratch, name);
  writeFileSync(path, data);
  return path;
}
/** A font whose licence says something else about embedding. */
function withPermission(bits: number): Uint8Array {
  const bytes = Uint8Array.from(readFileSync(GOOD));
  tablesOf(bytes).get('OS/2')?.setUint16(8, bits);
  return bytes;
}

test('nothing configured: the typefaces that come along', async () => {
  expect((await readOwnFonts(NONE)).own).toEqual({});
});

test('a file of the body sets its part, under its own name', async () => {
  const faces = await loadFaces(PAPER_ROLES, await readOwnFonts({ ...NONE, body: GOOD }));
  expect(faces.body.name).toBe('NotoSansSC-Regular');
  expect(faces.title.name).toBe('NotoSerifSC-Bold');
  const bytes = await drawPaper(layoutPaper(samplePaper({ chapters: 1 }), measureWith(faces)), { faces });
  const { context } = await PDFDocument.load(bytes, { updateMetadata: false });
  const names = context
    .enumerateIndirectObjects()
    .flatMap(([, object]) => (object instanceof PDFDict ? [String(object.get(PDFName.of('FontName')))] : []));
  expect(names).toContainEqual(expect.stringMatching(/^\/[A-Z]{6}\+NotoSansSC-Regular$/));
});

describe('what cannot be used is refused, with the setting, the path and what to do', () => {
  test('a path that leads nowhere', async () => {
    expect(await refused('fonts/仿宋.ttf')).toBe(
      "src/site.config.ts 中 fonts.body 所指的字体文件「fonts/仿宋.ttf」不存在。请核对路径，路径从项目文件夹算起；不用自备字体的，写成 ''。",
    );
    expect(await refused(scratch)).toMatch(/无法读取（EISDIR）。请核对路径/);
  });

  test.each([
    ['a text', () => file('a.ttf', '不是字体'), /不是 TrueType 字体。请换一个字体文件/],
    ['an empty file', () => file('b.ttf', ''), /不是 TrueType 字体/],
    ['CFF outlines', () => file('c.otf', 'OTTO\0\0'), /CFF 轮廓/],
    ['a collection', () => file('d.ttc', 'ttcf\0\0'), /字体合集（\.ttc）/],
    ['a web font', () => WEB, /网页字体/],
    ['a font cut short', () => file('e.ttf', readFileSync(GOOD).subarray(0, 3000)), /不完整/],
    ['no embedding', () => file('f.ttf', withPermission(2)), /许可不允许嵌入文件/],
    ['no subsets', () => file('g.ttf', withPermission(0x100)), /不允许只嵌入所用到的字/],
  ])('%s', async (_, path, message) => {
    expect(await refused(path())).toMatch(message);
  });

  test('a licence that allows preview, printing or editing is one that allows embedding', async () => {
    for (const bits of [0, 4, 8]) {
      const path = file(`ok-${bits}.ttf`, withPermission(bits));
      expect(Object.keys((await readOwnFonts({ ...NONE, title: path })).own ?? {})).toEqual(['title']);
    }
  });
});

test('what stands in for what is said, until the body brings its own', () => {
  expect(substitutions(NONE, PAPER_ROLES)).toBe(
    '标题以思源宋体粗体（Noto Serif SC Bold）代替小标宋，正文以思源宋体（Noto Serif SC）代替仿宋',
  );
  expect(substitutions({ ...NONE, title: 'a.ttf' }, PAPER_ROLES)).toBe(
    '正文以思源宋体（Noto Serif SC）代替仿宋',
  );
  expect(substitutions({ ...NONE, title: 'a.ttf', body: 'b.ttf' }, PAPER_ROLES)).toBe('');
});
