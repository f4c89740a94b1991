/**
 * The parts of an XLSX file that hold comments. Excel and WPS show a comment in a box of the size the file gives it and
 * cut off the rest, so the box is made to hold its text.
 */
import { type CellKey, lineCount, textWidth } from './sheets.ts';

/** Pixels at 100 %: a column of one character, a column without width, a row. */
const CHARACTER = 7;
const DEFAULT_COLUMN = 64;
const ROW = 20;
/** The comment's own type: 9 points, half the width of a Chinese character and a line. */
const HALF = 6;
const LINE = 17;
const MARGIN = 24;
const OFFSET = 12;
/** Higher than this a box does not fit on the screen. */
const HIGHEST = 700;
/** Ids of shapes are dealt out to drawings in blocks. */
const BLOCK = 1024;

export interface CommentedSheet {
  readonly widths: readonly number[];
  readonly comments: ReadonlyMap<CellKey, string>;
}

interface Place {
  readonly row: number;
  readonly column: number;
  readonly text: string;
}

/** Comments in the order of the sheet. */
function placesOf({ comments }: CommentedSheet): Place[] {
  return [...comments]
    .map(([key, text]) => {
      const [row = 0, column = 0] = key.split(',').map(Number);
      return { row, column, text };
    })
    .sort((a, b) => a.row - b.row || a.column - b.column);
}

/** The size of the box that holds a text, in pixels. */
export function boxSize(text: string): { readonly width: number; readonly height: number } {
  const all = textWidth(text);
  const halves = all <= 160 ? 40 : all <= 1600 ? 64 : 110;
  // A line ends up to two halves early: no character is split, and no comma begins a line.
  const lines = lineCount(text, halves - 2);
  return { width: halves * HALF + MARGIN, height: Math.min(lines * LINE + OFFSET, HIGHEST) };
}

/** How many blocks of shape ids a sheet takes. */
export function idBlocks({ comments }: CommentedSheet): number {
  return Math.ceil((comments.size + 1) / BLOCK);
}

/** The drawing of the boxes; `block` is the first block of ids that is free. */
export function commentDrawing(sheet: CommentedSheet, block: number): string {
  const shapes = placesOf(sheet).map((place, index) => shape(place, sheet.widths, block * BLOCK + index + 1));
  const blocks = Array.from({ length: idBlocks(sheet) }, (_, index) => block + index).join(',');
  return [
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">',
    `<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="${blocks}"/></o:shapelayout>`,
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>',
    ...shapes,
    '</xml>',
  ].join('');
}

function shape({ row, column, text }: Place, widths: readonly number[], id: number): string {
  const { width, height } = boxSize(text);
  const pixels = (index: number): number => Math.round((widths[index] ?? 0) * CHARACTER) || DEFAULT_COLUMN;
  let left = OFFSET;
  for (let index = 0; index <= column; index += 1) left += pixels(index);
  let right = column + 1;
  let over = OFFSET + width;
  while (over >= pixels(right)) {
    over -= pixels(right);
    right += 1;
  }
  const below = 2 + height;
  const anchor = [column + 1, OFFSET, row, 2, right, over, row + Math.floor(below / ROW), below % ROW];
  const points = (size: number): string => `${size * 0.75}pt`;
  return [
    `<v:shape id="_x0000_s${id}" type="#_x0000_t202" style="position:absolute;margin-left:${points(left)};margin-top:${points(row * ROW + 2)};width:${points(width)};height:${points(height)};z-index:${id % BLOCK};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">`,
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>',
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>',
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>',
    `<x:Anchor>${anchor.join(',')}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>${row}</x:Row><x:Column>${column}</x:Column>`,
    '</x:ClientData></v:shape>',
  ].join('');
}

/** The texts of the comments, in a type of known size. */
export function withCommentType(part: string): string {
  const type = '<rPr><sz val="9"/><color indexed="81"/><rFont val="宋体"/><charset val="134"/></rPr>';
  return part.replaceAll('<r><t>', `<r>${type}<t xml:space="preserve">`);
}
