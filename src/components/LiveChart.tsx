/**
 * The chart alive: tooltips, and series that can be switched off. It takes the place of the drawing on screen and
 * leaves it on paper; without script the drawing simply stays.
 */
import { useEffect, useRef } from 'react';
import { type ChartSpec, chartConfig } from '../charts/config.ts';
import { FILLS, type FillName, TILE } from '../charts/fills.ts';

interface Props {
  readonly spec: ChartSpec;
  readonly label: string;
}

/** Below this width of the figure labels stand as in the narrow drawing. */
const NARROW_BELOW = 520;

/** The canvas that takes the place of the drawing once it comes into view. */
export default function LiveChart({ spec, label }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const frame = box.current?.closest<HTMLElement>('.chart');
    let chart: { destroy: () => void } | undefined;
    let stopped = false;
    const draw = async (): Promise<void> => {
      const { Chart } = await import('../charts/engine.ts');
      if (stopped || !box.current || !canvas.current || !frame) return;
      chart?.destroy();
      // As high as the drawing it replaces, so that nothing on the page moves.
      delete frame.dataset.live;
      const drawing = [...frame.querySelectorAll('svg')].find((svg) => svg.clientHeight > 0);
      const { width, height } = (drawing ?? frame).getBoundingClientRect();
      box.current.style.height = `${Math.round(height)}px`;
      frame.dataset.live = '';
      const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
      chart = new Chart(
        canvas.current,
        chartConfig(spec, {
          narrow: width < NARROW_BELOW,
          paint: canvasFill,
          fontFamily: getComputedStyle(frame).fontFamily,
          live: { animate: !still },
        }),
      );
    };
    void draw();
    const wide = window.matchMedia('(min-width: 40.01rem)');
    const redraw = (): void => void draw();
    wide.addEventListener('change', redraw);
    return () => {
      stopped = true;
      wide.removeEventListener('change', redraw);
      chart?.destroy();
      if (frame) delete frame.dataset.live;
    };
  }, [spec]);

  return (
    <div className="chart-live" ref={box}>
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}

/** A fill as a canvas pattern, at twice its size so that it stays sharp on dense screens. */
function canvasFill(name: FillName): CanvasPattern | string {
  const { ground, ink, strokes, strokeWidth } = FILLS[name];
  const tile = document.createElement('canvas');
  const context = tile.getContext('2d');
  if (!strokes || !context) return ground;
  tile.width = 2 * TILE;
  tile.height = 2 * TILE;
  context.scale(2, 2);
  context.fillStyle = ground;
  context.fillRect(0, 0, TILE, TILE);
  context.strokeStyle = ink;
  context.lineWidth = strokeWidth;
  context.stroke(new Path2D(strokes));
  const pattern = context.createPattern(tile, 'repeat');
  pattern?.setTransform(new DOMMatrix([0.5, 0, 0, 0.5, 0, 0]));
  return pattern ?? ground;
}
