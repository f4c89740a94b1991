/** How long a bulletin of ten pages takes to set and draw, beside what cutting its typefaces alone takes. */
import { drawPaper } from '../../src/paper/draw.ts';
import { layoutPaper } from '../../src/paper/flow.ts';
import { subsetTypeface, type Typeface } from '../../src/paper/typeface.ts';
import { openPress } from '../paper/made.ts';
import { tenPages } from '../paper/sample.ts';

export interface PaperTimes {
  readonly pages: number;
  /** To open the typefaces, once for all bulletins of a build. */
  readonly openMilliseconds: number;
  /** To set and draw the bulletin. */
  readonly milliseconds: number;
  /** To cut the same typefaces to the same text: work that no engine is spared. */
  readonly cutMilliseconds: number;
}

const middle = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Measures in turns; the middle run of each counts. */
export async function measurePaper(rounds: number): Promise<PaperTimes> {
  let press = await openPress();
  const openMilliseconds = await timed(async () => {
    press = await openPress();
  });
  const paper = tenPages();
  const layout = layoutPaper(paper, press.measure);
  const texts = new Map<Typeface, string>();
  await drawPaper(layout, {
    ...press,
    cut: async (face, text) => {
      texts.set(face, text);
      return subsetTypeface(face, text);
    },
  });
  const drawn: number[] = [];
  const cut: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    drawn.push(await timed(() => drawPaper(layoutPaper(paper, press.measure), press)));
    cut.push(
      await timed(async () => {
        for (const [face, text] of texts) await subsetTypeface(face, text);
      }),
    );
  }
  return {
    pages: layout.pages.length,
    openMilliseconds,
    milliseconds: middle(drawn),
    cutMilliseconds: middle(cut),
  };
}
