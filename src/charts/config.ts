/** A figure's published numbers to a Chart.js configuration: the same one draws the SVG at build and lives on screen. */
import type { ChartConfiguration, Plugin } from './engine.ts';
import { FILLS, type FillName } from './fills.ts';

/** What a chart shows. Serializable: it travels to the browser, so it may hold published numbers only. */
export interface ChartSpec {
  /** One bar per category with its series stacked, or one bar per series side by side. */
  readonly layout: 'stacked' | 'grouped';
  /** Direction of the bars in the wide drawing; the narrow one always lays them down, to give labels a line. */
  readonly bars: 'upright' | 'lying';
  readonly categories: readonly string[];
  readonly series: readonly ChartSeries[];
  /** By category: what a published total holds beyond its published parts; drawn on top of the stack. */
  readonly unlisted?: readonly number[];
  /** Name of the value axis with its unit. */
  readonly axis: string;
  /** Sentences under the chart that must travel with it. */
  readonly captions: readonly string[];
}

/** One kind of bar with its number in every category. */
export interface ChartSeries {
  readonly label: string;
  readonly fill: FillName;
  /** null = not published. */
  readonly values: readonly (number | null)[];
}

/** Where and how a chart is drawn. */
export interface ChartView {
  readonly narrow: boolean;
  /** A canvas pattern, or whatever stands for one where the chart is drawn. */
  readonly paint: (fill: FillName) => CanvasPattern | string;
  readonly fontFamily: string;
  readonly title?: string;
  /** On screen: tooltips, and movement unless the reader asked for none. */
  readonly live?: { readonly animate: boolean };
}

/** Widths of the two drawings; at them the text has the size of the page's own. */
export const WIDE = 720;
export const NARROW = 340;

const INK = '#231f1b';
const MUTED = '#5a5148';
const GRID = '#ddd3c3';
const FONT_SIZE = 13;
/** Not the table's ※: here it stands for a group that lacks any number. */
const UNPUBLISHED = '＊';
/** Series that makes a stacked bar as long as its total. */
const UNLISTED = '未列';

function isLying(spec: ChartSpec, narrow: boolean): boolean {
  return narrow || spec.bars === 'lying';
}

/** Height a chart needs at either width: room per bar, so that it grows with its categories. */
export function chartHeight(spec: ChartSpec, { narrow, title }: { narrow: boolean; title?: string }): number {
  const entries = spec.series.length + (spec.unlisted ? 1 : 0);
  const legend = entries > 1 ? 30 * Math.ceil(entries / (narrow ? 3 : 6)) : 0;
  // Axis with its title, captions (one more may be added for hidden numbers), heading.
  const frame = 92 + legend + 18 * spec.captions.length + (title ? 40 : 0);
  if (!isLying(spec, narrow)) return frame + 260;
  const lines = Math.max(1, ...spec.categories.map((label) => wrapLabel(label, narrow ? 8 : 18).length));
  const bars = spec.layout === 'grouped' ? spec.series.length : 1;
  return frame + spec.categories.length * Math.max(bars * 20 + 14, lines * 17 + 8, 36);
}

/** Breaks a label into lines of about `length` characters: where a space says so, else where it must. */
export function wrapLabel(label: string, length: number): string[] {
  return label.split(' ').flatMap((part) => {
    const characters = [...part];
    const size = Math.ceil(characters.length / Math.max(1, Math.ceil(characters.length / length)));
    const lines: string[] = [];
    let line = '';
    let filled = 0;
    for (const character of characters) {
      // These marks must not begin a line.
      if (filled >= size && !'，、。；：）」》”…＊'.includes(character)) {
        lines.push(line);
        [line, filled] = ['', 0];
      }
      line += character;
      filled += 1;
    }
    return [...lines, line];
  });
}

/** The Chart.js configuration of a chart. */
export function chartConfig(spec: ChartSpec, view: ChartView): ChartConfiguration<'bar', (number | null)[]> {
  const { narrow, title, live } = view;
  const lying = isLying(spec, narrow);
  const stacked = spec.layout === 'stacked';
  const gaps = spec.categories.map((_, i) => spec.series.some(({ values }) => values[i] === null));
  const labels = spec.categories.map((label, i) => {
    if (lying) return wrapLabel(gaps[i] ? `${label}${UNPUBLISHED}` : label, narrow ? 8 : 18);
    // Under upright bars there is no room to the side.
    return [...wrapLabel(label, 6), ...(gaps[i] ? [UNPUBLISHED] : [])];
  });
  const captions = [
    ...(gaps.includes(true)
      ? [
          spec.unlisted
            ? `${UNPUBLISHED} 有数字为保护小数而隐去，合计已列的，合并画作“${UNLISTED}”。`
            : `${UNPUBLISHED} 有数字为保护小数而隐去，图中未画出。`,
        ]
      : []),
    ...spec.captions,
  ];
  const series: readonly ChartSeries[] = [
    ...spec.series,
    ...(spec.unlisted ? [{ label: UNLISTED, fill: 'faint' as const, values: spec.unlisted }] : []),
  ];
  const font = { family: view.fontFamily, size: FONT_SIZE };
  const valueAxis = {
    beginAtZero: true,
    stacked,
    title: { display: true, text: spec.axis, color: MUTED, font },
    ticks: { precision: 0, color: MUTED, font },
    grid: { color: GRID },
    border: { display: false },
  };
  const categoryAxis = {
    stacked,
    ticks: { autoSkip: false, maxRotation: 0, color: INK, font },
    grid: { display: false },
    border: { color: MUTED },
  };
  return {
    type: 'bar',
    data: {
      labels,
      datasets: series.map(({ label, fill, values }) => ({
        label,
        data: [...values],
        backgroundColor: view.paint(fill),
        borderColor: FILLS[fill].ink,
        borderWidth: 1,
        borderSkipped: false,
        maxBarThickness: stacked ? 44 : 20,
        categoryPercentage: 0.82,
        barPercentage: 0.92,
      })),
    },
    options: {
      indexAxis: lying ? 'y' : 'x',
      responsive: live !== undefined,
      maintainAspectRatio: false,
      ...(live ? {} : { devicePixelRatio: 1, events: [] }),
      animation: live?.animate ? { duration: 300 } : false,
      font,
      layout: { padding: { left: 4, right: stacked ? 14 : 34, top: stacked || lying ? 0 : 14, bottom: 4 } },
      interaction: { mode: 'index', axis: lying ? 'y' : 'x', intersect: false },
      scales: lying ? { x: valueAxis, y: categoryAxis } : { x: categoryAxis, y: valueAxis },
      plugins: {
        title: {
          display: title !== undefined,
          text: title ?? '',
          color: INK,
          font: { ...font, size: 17, weight: 'bold' },
          padding: { bottom: 14 },
        },
        subtitle: {
          display: captions.length > 0,
          position: 'bottom',
          align: 'start',
          text: captions,
          color: MUTED,
          font: { ...font, size: 12 },
          padding: { top: 10 },
        },
        legend: {
          display: series.length > 1,
          position: 'top',
          align: 'start',
          labels: { boxWidth: 26, boxHeight: 13, padding: 12, color: INK, font },
        },
        tooltip: {
          enabled: live !== undefined,
          bodyFont: font,
          titleFont: font,
          footerFont: font,
          callbacks: {
            title: (items) => spec.categories[items[0]?.dataIndex ?? 0] ?? '',
            label: ({ dataset, raw }) =>
              dataset.label === UNLISTED ? '另有数字隐去' : `${dataset.label ?? ''}：${Number(raw)}`,
            footer: (items) => (!spec.unlisted && gaps[items[0]?.dataIndex ?? -1] ? '另有数字隐去' : ''),
          },
          filter: ({ raw, dataset }) => raw !== null && !(dataset.label === UNLISTED && raw === 0),
        },
      },
    },
    plugins: [valueLabels(stacked, lying, view.fontFamily)],
  };
}

/** Prints each number on its bar, on a patch of paper where a pattern would make it hard to read. */
function valueLabels(stacked: boolean, lying: boolean, fontFamily: string): Plugin<'bar'> {
  return {
    id: 'valueLabels',
    afterDatasetsDraw(chart) {
      const { ctx, data } = chart;
      ctx.save();
      ctx.font = `12px ${fontFamily}`;
      ctx.textBaseline = 'middle';
      data.datasets.forEach((dataset, index) => {
        if (!chart.isDatasetVisible(index)) return;
        chart.getDatasetMeta(index).data.forEach((bar, at) => {
          const value = dataset.data[at];
          // The remainder is there for its length: as a number it could be taken for a count of something.
          if (typeof value !== 'number' || value === 0 || dataset.label === UNLISTED) return;
          const { x, y, base } = bar.getProps(['x', 'y', 'base'], true) as Record<'x' | 'y' | 'base', number>;
          const text = String(value);
          const width = 7 * text.length + 6;
          if (!stacked) {
            ctx.fillStyle = INK;
            ctx.textAlign = lying ? 'left' : 'center';
            ctx.fillText(text, lying ? x + 5 : x, lying ? y : y - 9);
            return;
          }
          const [centerX, centerY] = lying ? [(x + base) / 2, y] : [x, (y + base) / 2];
          if (Math.abs(lying ? x - base : y - base) < (lying ? width + 2 : 18)) return;
          ctx.fillStyle = '#ffffff';
          ctx.fillRect(centerX - width / 2, centerY - 8, width, 16);
          ctx.fillStyle = INK;
          ctx.textAlign = 'center';
          ctx.fillText(text, centerX, centerY);
        });
      });
      ctx.restore();
    },
  };
}
