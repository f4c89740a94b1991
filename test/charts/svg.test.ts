import { describe, expect, it } from 'vitest';
import { type ChartSpec, chartHeight, NARROW, WIDE, wrapLabel } from '../../src/charts/config.ts';
import { FILLS, type FillName } from '../../src/charts/fills.ts';
import { SvgRecorder, textWidth } from '../../src/charts/record.ts';
import { drawSvg } from '../../src/charts/svg.ts';

const spec: ChartSpec = {
  layout: 'stacked',
  bars: 'upright',
  categories: ['2024年 上半年', '2024年 下半年'],
  series: (Object.keys(FILLS) as FillName[]).map((fill, index) => ({
    label: `第${index + 1}类`,
    fill,
    values: [10 + index, index === 2 ? null : 20 + index],
  })),
  axis: '件数（件）',
  captions: ['教学合成样本，不代表实际比例。'],
};
const draw = (change: Partial<ChartSpec> = {}, narrow = false, alone = false): string =>
  drawSvg(
    { ...spec, ...change },
    { id: 'f-a', narrow, alone, title: '多少<件>？', description: '共“10”件。' },
  );
const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1] ?? '');

describe('a chart drawn at build', () => {
  it('is the same bytes every time', () => {
    expect(draw()).toBe(draw());
  });

  it('says what it is to a reader who cannot see it', () => {
    const svg = draw();
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="f-a-title f-a-desc">/);
    expect(svg).toContain('<title id="f-a-title">多少&#60;件&#62;？</title>');
    expect(svg).toContain('<desc id="f-a-desc">共“10”件。</desc>');
  });

  it('keeps its words as text: categories, series, axis, numbers, captions', () => {
    const words = texts(draw());
    for (const word of ['2024年', '上半年', '第1类', '件数（件）', '15', '教学合成样本，不代表实际比例。'])
      expect(words).toContain(word);
  });

  it('tells series apart by pattern as well as by colour', () => {
    const svg = draw();
    const patterned = Object.entries(FILLS).filter(([, { strokes }]) => strokes);
    expect(new Set(Object.values(FILLS).map(({ strokes, ground }) => strokes || ground)).size).toBe(
      Object.keys(FILLS).length,
    );
    for (const [name] of patterned) {
      expect(svg).toContain(`<pattern id="f-a-${name}"`);
      expect(svg).toContain(`fill="url(#f-a-${name})"`);
    }
  });

  it('has no style attribute, script, or id that is not its own', () => {
    const svg = draw();
    expect(svg).not.toMatch(/ style=|<style|<script|NaN|undefined|Infinity/);
    const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(ids.filter((id) => !id.startsWith('f-a-'))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of svg.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(id);
  });

  it('marks a category that lacks a number and does not draw it', () => {
    expect(texts(draw())).toContain('＊');
    expect(texts(draw({}, true))).toContain('下半年＊');
    expect(texts(draw())).toContain('＊ 有数字为保护小数而隐去，图中未画出。');
    const full = draw({ series: spec.series.map((series) => ({ ...series, values: [5, 6] })) });
    expect(texts(full).join('')).not.toContain('＊');
  });

  it.each([true, false])('keeps its text inside the drawing (narrow: %s)', (narrow) => {
    for (const layout of ['stacked', 'grouped'] as const) {
      for (const bars of ['upright', 'lying'] as const) {
        const svg = draw({ layout, bars }, narrow);
        const [, width = '', height = ''] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
        expect(Number(width)).toBe(narrow ? NARROW : WIDE);
        expect(Number(height)).toBe(chartHeight({ ...spec, layout, bars }, { narrow }));
        for (const [, x = '', y = '', size = '', rest = '', words = ''] of svg.matchAll(
          /<text x="([\d.]+)" y="([\d.]+)" font-size="([\d.]+)"([^>]*)>([^<]*)</g,
        )) {
          const wide = textWidth(words) * Number(size);
          const left = Number(x) - (rest.includes('middle') ? wide / 2 : rest.includes('end') ? wide : 0);
          expect(left, words).toBeGreaterThanOrEqual(-1);
          expect(left + wide, words).toBeLessThanOrEqual(Number(width) + 1);
          expect(Number(y), words).toBeLessThanOrEqual(Number(height));
        }
      }
    }
  });

  it('stands alone with its heading and its namespace', () => {
    const svg = draw({}, false, true);
    expect(svg).toContain('<svg xmlns="http://www.w3.org/2000/svg"');
    expect(texts(svg)).toContain('多少&#60;件&#62;？');
  });
});

describe('the recorder', () => {
  it('restores what was saved', () => {
    const recorder = new SvgRecorder('r', 10, 10);
    recorder.save();
    recorder.fillStyle = '#123456';
    recorder.translate(3, 4);
    recorder.restore();
    recorder.fillRect(0, 0, 1, 1);
    expect(recorder.content()).toBe('<path d="M0 0h1v1h-1Z" fill="#000"/>');
  });

  it('clips', () => {
    const recorder = new SvgRecorder('r', 10, 10);
    recorder.beginPath();
    recorder.rect(1, 1, 5, 5);
    recorder.clip();
    recorder.fillRect(0, 0, 9, 9);
    expect(recorder.content()).toBe(
      '<defs><clipPath id="r-c0"><path d="M1 1h5v5h-5Z"/></clipPath></defs><path d="M0 0h9v9h-9Z" fill="#000" clip-path="url(#r-c0)"/>',
    );
  });

  it('refuses what it cannot record', () => {
    const recorder = new SvgRecorder('r', 10, 10);
    recorder.rotate(1);
    expect(() => recorder.moveTo(1, 1)).toThrow('not recorded');
  });
});

describe('labels', () => {
  it('break where a space says so, evenly elsewhere, and never before a comma', () => {
    expect(wrapLabel('2024年 上半年', 6)).toEqual(['2024年', '上半年']);
    expect(wrapLabel('一二三四五六七八九', 6)).toEqual(['一二三四五', '六七八九']);
    expect(wrapLabel('一二三四五，七八九', 5)).toEqual(['一二三四五，', '七八九']);
  });
});
