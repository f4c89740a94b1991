/** A chart drawn at build: SVG with real text, from the configuration that lives on screen. */
import { type ChartSpec, chartConfig, chartHeight, NARROW, WIDE } from './config.ts';
import { Chart } from './engine.ts';
import { escapeXml, RecordedPattern, SvgRecorder } from './record.ts';

/** What a drawing needs besides the chart. */
export interface SvgOptions {
  /** Prefix of all ids in the drawing; unique in the page. */
  readonly id: string;
  readonly narrow?: boolean;
  /** Accessible name and, in a file of its own, the heading. */
  readonly title: string;
  /** What the chart shows in words. */
  readonly description: string;
  /** A file that leaves the page: carries its heading and names its namespace. */
  readonly alone?: boolean;
}

/** Faces of the page; inside double-quoted attributes, so the names stand in single quotes. */
const CHART_FONTS =
  "'PingFang SC','Microsoft YaHei','HarmonyOS Sans SC','Source Han Sans SC','Noto Sans CJK SC',sans-serif";

/** Draws a chart. The same input gives the same bytes. */
export function drawSvg(
  spec: ChartSpec,
  { id, narrow = false, title, description, alone }: SvgOptions,
): string {
  const heading = alone ? title : undefined;
  const width = narrow ? NARROW : WIDE;
  const height = chartHeight(spec, { narrow, ...(heading ? { title: heading } : {}) });
  const recorder = new SvgRecorder(id, width, height);
  const config = chartConfig(spec, {
    narrow,
    paint: (fill) => new RecordedPattern(fill) as unknown as CanvasPattern,
    fontFamily: CHART_FONTS,
    ...(heading ? { title: heading } : {}),
  });
  const chart = new Chart(recorder.canvas as unknown as HTMLCanvasElement, config);
  const content = recorder.content();
  chart.destroy();
  const space = alone ? ' xmlns="http://www.w3.org/2000/svg"' : '';
  const paper = alone ? `<path d="M0 0h${width}v${height}h-${width}Z" fill="#ffffff"/>` : '';
  return `<svg${space} viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-desc"><title id="${id}-title">${escapeXml(title)}</title><desc id="${id}-desc">${escapeXml(description)}</desc>${paper}<g font-family="${CHART_FONTS}">${content}</g></svg>`;
}
