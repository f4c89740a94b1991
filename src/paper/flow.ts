/**
 * From a paper to pages after GB/T 9704-2012: A4, 22 lines of 28 characters, 3号 type. Pure: what a character measures is
 * handed in, nothing is drawn here. A page ends early only where the standard needs it: a heading stays with the text it
 * heads (7.3.3 asks for text on the first page), the signature and date with the last lines of the text (7.3.5).
 */
import { CENTRE, type Measure, type Rect, type Rule, type TextBox } from './boxes.ts';
import { breakTitle } from './breaks.ts';
import type { Annex, Block, Paper, TableBlock, TableCell, Words } from './document.ts';
import { gridRules } from './grid.ts';
import { closeMarks, type LineBox, type SetLine, type Span, type Style, setLines } from './lines.ts';

const MM = 72 / 25.4;
const A4 = { width: 210 * MM, height: 297 * MM };
/** 版心 156 × 225 mm, 天头 37 mm, 订口 28 mm (5.2.1). */
const TYPE_AREA = { left: 28 * MM, top: 37 * MM, width: 156 * MM, height: 225 * MM };

/** Lines on a page and characters on a line (5.2.3). */
const LINES = 22;
const COLUMNS = 28;
const LINE = TYPE_AREA.height / LINES;
/** 3号. */
const SIZE = 16;
/** 28 characters of 16 points are wider than 156 mm, so that they are set a little closer. */
const TRACKING = (TYPE_AREA.width - COLUMNS * SIZE) / (COLUMNS - 1);
const CELL = SIZE + TRACKING;

const TITLE_SIZE = 22; // 2号
const FOLIO_SIZE = 14; // 4号
/** From the foot of the type area to the dashes beside the page number (7.5). */
const FOLIO_DROP = 7 * MM;
const NOTE = { size: 8.5, rise: 6 };
const TABLE = {
  regular: { size: 12, leading: 18 }, // 小四
  small: { size: 10.5, leading: 15 }, // 五号
  pad: 4,
};
/** Red head: its top edge below that of the type area (7.2.4), its largest type, the rule below the number (7.2.7). */
const HEAD = { drop: 35 * MM, largest: 54, ruleDrop: 4 * MM, rule: 1.5, titleLine: 11 };

const BODY: Style = { role: 'body', size: SIZE };
const MARK: Style = { role: 'mark', size: SIZE };
const ASIDE: Style = { role: 'second', size: SIZE };
const TITLE: Style = { role: 'title', size: TITLE_SIZE };
const HEADINGS: readonly Style[] = [MARK, ASIDE, BODY, BODY];
/** Characters of the last line of a heading: one or two alone are torn from the sense. */
const LEAST_HEADING = 4;

/** An element of the structure tree; its parts come in the order in which they are placed. */
export interface Tagged {
  readonly tag:
    | 'H1'
    | 'H2'
    | 'H3'
    | 'H4'
    | 'H5'
    | 'H6'
    | 'P'
    | 'L'
    | 'LI'
    | 'Lbl'
    | 'LBody'
    | 'BlockQuote'
    | 'Link'
    | 'Table'
    | 'Caption'
    | 'TR'
    | 'TH'
    | 'TD';
  readonly within?: Tagged;
  /** Of a list. */
  readonly ordered?: boolean;
  /** Of a cell. */
  readonly scope?: 'Row' | 'Column';
  readonly colspan?: number;
  readonly rowspan?: number;
  /** Of a heading: where it stands among the bookmarks, 1 outermost, and what it says there. */
  readonly bookmark?: { readonly level: number; readonly text: string };
  /** Of a Link: what it leads to. */
  readonly to?: Tagged;
  /** Of a Link: what it is called. */
  readonly called?: string;
}

/** Text of one element on one page. */
export interface Placed {
  readonly element: Tagged;
  readonly boxes: readonly TextBox[];
}

export interface PaperPage {
  /** Wide tables run along the long side: such a page is set on its side and turned by the viewer. */
  readonly turned: boolean;
  readonly width: number;
  readonly height: number;
  /** In reading order. */
  readonly placed: readonly Placed[];
  readonly rules: readonly Rule[];
  /** Heads of tables that are printed again: not part of the text. */
  readonly repeated: readonly TextBox[];
  /** Page number, always at the foot of the upright sheet. */
  readonly folio: TextBox;
}

export interface PaperLayout {
  readonly paper: Paper;
  readonly pages: readonly PaperPage[];
}

/** A paper that cannot be set. */
export class PaperLayoutError extends Error {}

interface MutablePage {
  readonly placed: { element: Tagged; boxes: TextBox[] }[];
  readonly rules: Rule[];
  readonly repeated: TextBox[];
  /** Cells of each table on this page. */
  readonly tables: Map<SetTable, Rect[]>;
}

/** What is placed as a whole: a line, a row, a blank. */
interface Brick {
  readonly height: number;
  /** Must stand on the page on which the next one begins. */
  glued?: boolean;
  /** A blank, which is left out at the head of a page. */
  readonly blank?: true;
  /** A row of a table, whose head is repeated above it at the head of a page. */
  readonly table?: SetTable;
  /** After a table the text goes on at the next line of the grid. */
  readonly toGrid?: true;
  readonly place?: (page: MutablePage, top: number) => void;
}

interface SetTable {
  readonly headHeight: number;
  readonly repeatHead: (page: MutablePage, top: number) => void;
}

/** Where a part of the paper is set. */
interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Sets a paper.
 * @throws PaperLayoutError for a row of a table that is higher than a page, or whose cells do not fit its columns
 */
export function layoutPaper(paper: Paper, measure: Measure): PaperLayout {
  const setter = new Setter(measure);
  const parts = [
    { turned: false, pages: paginate(setter.main(paper), TYPE_AREA) },
    ...paper.annexes.map((annex, i) => {
      const area = annex.turned ? turnedArea() : TYPE_AREA;
      const number = paper.annexes.length > 1 ? String(i + 1) : '';
      return { turned: annex.turned === true, pages: paginate(setter.annex(annex, number, area), area) };
    }),
  ];
  setter.joinNotes();
  const pages = parts.flatMap(({ turned, pages }) => pages.map((page) => ({ turned, page })));
  return {
    paper,
    pages: pages.map(({ turned, page }, i) => ({
      turned,
      width: turned ? A4.height : A4.width,
      height: turned ? A4.width : A4.height,
      placed: page.placed,
      rules: page.rules,
      repeated: page.repeated,
      folio: setter.folio(i + 1),
    })),
  };
}

/** The type area of a sheet that is turned to the left: the head of the table lies at its left edge (clause 8). */
function turnedArea(): Area {
  const bottom = A4.height - TYPE_AREA.top - TYPE_AREA.height;
  return { left: bottom, top: TYPE_AREA.left, width: TYPE_AREA.height, height: TYPE_AREA.width };
}

/** Puts bricks on pages. */
function paginate(bricks: readonly Brick[], area: Area): MutablePage[] {
  const height = Math.floor(area.height / LINE + 0.01) * LINE;
  const pages: MutablePage[] = [];
  let page: MutablePage | undefined;
  let y = 0;
  const open = (): MutablePage => {
    const opened: MutablePage = { placed: [], rules: [], repeated: [], tables: new Map() };
    pages.push(opened);
    y = 0;
    return opened;
  };
  bricks.forEach((brick, i) => {
    page ??= open();
    if (brick.toGrid) {
      y = Math.ceil((y + TABLE.pad) / LINE) * LINE;
      return;
    }
    if (brick.blank && y === 0 && pages.length > 1) return;
    let together = brick.height;
    for (let j = i; bricks[j]?.glued && together <= height; j += 1) together += bricks[j + 1]?.height ?? 0;
    // What is glued may be more than a page holds: then it breaks where it must.
    const need = together <= height ? together : brick.height;
    if (y > 0 && y + need > height + 0.01) {
      if (brick.blank) {
        y = height;
        return;
      }
      page = open();
    }
    if (y === 0 && brick.table && brick.table.headHeight > 0) {
      brick.table.repeatHead(page, area.top);
      y += brick.table.headHeight;
    }
    if (y + brick.height > height + 0.01) {
      throw new PaperLayoutError('表格中有一行比一页还高，请把内容分成几行。');
    }
    brick.place?.(page, area.top + y);
    y += brick.height;
  });
  for (const { tables, rules } of pages) {
    for (const cells of tables.values()) rules.push(...gridRules(boundsOf(cells), cells));
  }
  return pages;
}

function boundsOf(rects: readonly Rect[]): Rect {
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  return {
    x,
    y,
    width: Math.max(...rects.map((rect) => rect.x + rect.width)) - x,
    height: Math.max(...rects.map((rect) => rect.y + rect.height)) - y,
  };
}

/** Where words are set: within which element, between which edges. */
interface Column {
  readonly within?: Tagged;
  readonly left: number;
  readonly width: number;
  /** A quotation is set in 楷体. */
  readonly style: Style;
  /** Levels that headings stand below those of the text. */
  readonly below: number;
}

/** Turns what a paper says into bricks. */
class Setter {
  private readonly measure: Measure;
  /** Entries that raised numbers lead to. */
  private readonly entries = new Map<number, Tagged>();
  private readonly links: { note: number; link: { to?: Tagged } }[] = [];

  constructor(measure: Measure) {
    this.measure = measure;
  }

  /** The paper itself, to the note under its date. */
  main(paper: Paper): Brick[] {
    const { letterhead, addressee, blocks } = paper;
    const column: Column = { left: TYPE_AREA.left, width: TYPE_AREA.width, style: BODY, below: 0 };
    const bricks = [
      ...(letterhead ? [this.head(letterhead)] : []),
      ...this.title(paper.title, { tag: 'H1' }, column),
      ...(addressee
        ? this.lines([{ text: `${addressee}：`, style: BODY }], { tag: 'P' }, column, { indent: 0 })
        : []),
      ...blocks.flatMap((block) => this.block(block, column)),
    ];
    // The date stands on a page with some of the text.
    for (const brick of bricks.slice(-2)) brick.glued = true;
    const end = [...this.annexList(paper.annexes, column), ...this.signature(paper, column)];
    for (const brick of end.slice(0, -1)) brick.glued = true;
    return [...bricks, ...end];
  }

  /** An annex with its mark on the first line and its title on the third (7.3.7). */
  annex({ title, blocks }: Annex, number: string, area: Area): Brick[] {
    const column: Column = { left: area.left, width: area.width, style: BODY, below: 1 };
    const bookmark = { level: 1, text: `附件${number}　${title}` };
    const bricks: Brick[] = [
      ...this.lines([{ text: `附件${number}`, style: MARK }], { tag: 'P' }, column, { indent: 0 }),
      { height: LINE, glued: true },
      ...this.title(title, { tag: 'H2', bookmark }, column),
      ...blocks.flatMap((block) => this.block(block, column)),
    ];
    // A page for a single line would look like a mistake.
    for (const brick of bricks.slice(-2, -1)) brick.glued = true;
    return bricks;
  }

  /** Lets raised numbers know their entries, which are set after them. */
  joinNotes(): void {
    for (const { note, link } of this.links) {
      const to = this.entries.get(note);
      if (!to) throw new PaperLayoutError(`正文引到第 ${note} 条注，附件中没有这一条。`);
      link.to = to;
    }
  }

  /** — 1 —, on odd pages at the right, on even ones at the left, one character from the edge (7.5). */
  folio(number: number): TextBox {
    const text = `— ${number} —`;
    const width = this.measure('folio', text, FOLIO_SIZE);
    const right = TYPE_AREA.left + TYPE_AREA.width - FOLIO_SIZE - width;
    return {
      kind: 'text',
      role: 'folio',
      text,
      size: FOLIO_SIZE,
      spacing: 0,
      x: number % 2 === 1 ? right : TYPE_AREA.left + FOLIO_SIZE,
      // The dashes lie in the middle of the digits.
      baseline: TYPE_AREA.top + TYPE_AREA.height + FOLIO_DROP + 0.3 * FOLIO_SIZE,
      width,
    };
  }

  private block(block: Block, column: Column): Brick[] {
    switch (block.kind) {
      case 'heading': {
        const level = block.level + column.below;
        const style = HEADINGS[block.level - 1] ?? BODY;
        const bookmark = { level, text: block.text };
        const element = { tag: `H${Math.min(level + 1, 6)}` as Tagged['tag'], bookmark };
        const bricks = this.lines([{ text: block.text, style }], element, column, {
          leastLast: LEAST_HEADING,
        });
        for (const brick of bricks) brick.glued = true;
        return bricks;
      }
      case 'paragraph': {
        const element: Tagged = { tag: 'P', ...inside(column) };
        const spans = this.spans(block.words, column.style);
        return this.lines(spans, element, column, {
          ...(block.align ? { indent: 0 } : {}),
          ...(block.align === 'center' ? { centred: true } : {}),
        });
      }
      case 'list':
        return this.list(block, column);
      case 'quotation': {
        const within: Tagged = { tag: 'BlockQuote', ...inside(column) };
        const inner = {
          ...column,
          within,
          left: column.left + 2 * CELL,
          width: column.width - 2 * CELL,
          style: ASIDE,
        };
        return block.blocks.flatMap((part) => this.block(part, inner));
      }
      case 'table':
        return this.table(block, column);
    }
  }

  private list(block: Extract<Block, { kind: 'list' }>, column: Column): Brick[] {
    const list: Tagged = { tag: 'L', ordered: block.ordered, ...inside(column) };
    return block.items.flatMap((blocks, i) => {
      const item: Tagged = { tag: 'LI', within: list };
      if (block.notes) this.entries.set(i + 1, item);
      const body: Tagged = { tag: 'LBody', within: item };
      const label = { text: block.ordered ? `${(block.start ?? 1) + i}.` : '•', style: column.style };
      const [first, ...rest] = blocks;
      if (first?.kind !== 'paragraph') {
        throw new PaperLayoutError('列表的每一项应当以一段文字开头。');
      }
      const spans = this.spans(first.words, column.style);
      return [
        ...this.lines(spans, body, column, { label: { element: { tag: 'Lbl', within: item }, span: label } }),
        ...rest.flatMap((part) => {
          const inner = { ...column, within: body };
          // A list within an item is told from the list around it by its indent.
          const nested = { ...inner, left: column.left + 2 * CELL, width: column.width - 2 * CELL };
          return this.block(part, part.kind === 'list' ? nested : inner);
        }),
      ];
    });
  }

  /** Lines of the text. A label stands before the first of them, in an element of its own. */
  private lines(
    spans: readonly Span[],
    element: Tagged,
    column: Column,
    {
      indent = 2 * CELL,
      centred = false,
      label,
      lines,
      leastLast = 0,
    }: {
      readonly indent?: number;
      readonly centred?: boolean;
      readonly label?: { readonly element: Tagged; readonly span: Span };
      /** Set already, where the place of the breaks was chosen. */
      readonly lines?: readonly SetLine[];
      /** Fewest characters of the last line. */
      readonly leastLast?: number;
    },
  ): Brick[] {
    const { left, width } = column;
    const marker = label && this.setOne([label.span]);
    const markerRoom = marker ? marker.width + 0.3 * SIZE : 0;
    const set =
      lines ??
      setLines(
        spans,
        { width, indent: indent + markerRoom, tracking: TRACKING, spread: !centred, leastLast },
        this.measure,
      );
    return set.map((line, i) => ({
      height: LINE,
      place: (page, top) => {
        const baseline = top + LINE / 2 + CENTRE * sizeOf(line);
        const x = centred ? left + (width - line.width) / 2 : left;
        if (i === 0 && marker && label)
          put(
            page,
            label.element,
            marker.boxes.map((box) => at(box, left + indent, baseline)),
          );
        this.putLine(page, line, element, x, baseline);
      },
    }));
  }

  /** Places a line; a raised number becomes a link within the element. */
  private putLine(page: MutablePage, line: SetLine, element: Tagged, x: number, baseline: number): void {
    for (const box of line.boxes) {
      let target = element;
      if (box.note !== undefined) {
        const link: { tag: 'Link'; within: Tagged; called: string; to?: Tagged } = {
          tag: 'Link',
          within: element,
          called: `注${box.note}`,
        };
        this.links.push({ note: box.note, link });
        target = link;
      }
      put(page, target, [at(box, x, baseline)]);
    }
  }

  private spans(words: readonly Words[], style: Style): Span[] {
    return words.flatMap(({ text, style: emphasis, note }): Span[] => {
      const own = emphasis === 'strong' ? MARK : emphasis === 'aside' ? ASIDE : style;
      const sized = own.size === style.size ? own : { ...own, size: style.size };
      const raised = { role: style.role, size: NOTE.size, rise: NOTE.rise };
      return [
        ...(text === '' ? [] : [{ text, style: sized }]),
        ...(note === undefined ? [] : [{ text: `[${note}]`, style: raised, note }]),
      ];
    });
  }

  /** One line as wide as its words. */
  private setOne(spans: readonly Span[], tracking = TRACKING): SetLine {
    const [line] = setLines(spans, { width: Number.POSITIVE_INFINITY, tracking }, this.measure);
    return line ?? { boxes: [], width: 0 };
  }

  /** Title in the middle, one or more lines, and a blank line. */
  private title(text: string, element: Tagged, column: Column): Brick[] {
    const measure = (part: string): number => this.measure('title', part, TITLE_SIZE);
    const parts = breakTitle(text, column.width, measure);
    if (!parts) throw new PaperLayoutError(`标题「${text}」放不进页面。`);
    const set = parts.map((part) => closeMarks(this.setOne([{ text: part, style: TITLE }], 0)));
    const lines = this.lines([], element, column, { centred: true, lines: set });
    for (const brick of lines) brick.glued = true;
    return [...lines, { height: LINE, glued: true }];
  }

  /** 附件说明: a blank line under the text, then the titles of the annexes, hanging (7.3.4). */
  private annexList(annexes: readonly Annex[], column: Column): Brick[] {
    if (annexes.length === 0) return [];
    const head = this.setOne([{ text: '附件：', style: BODY }]);
    const bricks = annexes.flatMap(({ title }, i) => {
      const number = annexes.length > 1 ? [{ text: `${i + 1}. `, style: BODY }] : [];
      const numbered = this.setOne([...number, { text: title, style: BODY }]);
      const room = numbered.width - this.setOne([{ text: title, style: BODY }]).width;
      const left = column.left + 2 * CELL + head.width + TRACKING;
      const element: Tagged = { tag: 'P' };
      const names = this.lines(
        [{ text: title, style: BODY }],
        element,
        { ...column, left: left + room, width: column.left + column.width - left - room },
        { indent: 0 },
      );
      const before: Brick = {
        height: 0,
        glued: true,
        place: (page, top) => {
          const baseline = top + LINE / 2 + CENTRE * SIZE;
          if (i === 0) this.putLine(page, head, element, column.left + 2 * CELL, baseline);
          if (number.length > 0) this.putLine(page, this.setOne(number), element, left, baseline);
        },
      };
      return [before, ...names];
    });
    return [{ height: LINE, blank: true }, ...bricks];
  }

  /**
   * Issuing body and date without a seal (7.3.5.2): the body two characters from the right edge, the date below, two
   * characters further right; where the date is the longer one, it keeps the two characters and the body moves left.
   */
  private signature({ issuer, date, note }: Paper, column: Column): Brick[] {
    const right = column.left + column.width - 2 * CELL;
    const dated = this.setOne([{ text: date, style: BODY }]);
    const signed = this.setOne([{ text: issuer ?? '', style: BODY }]);
    const dateLeft =
      issuer === undefined || dated.width > signed.width
        ? right - dated.width
        : right - signed.width + 2 * CELL;
    const one = (line: SetLine, x: number): Brick => ({
      height: LINE,
      place: (page, top) => this.putLine(page, line, { tag: 'P' }, x, top + LINE / 2 + CENTRE * SIZE),
    });
    return [
      { height: LINE, blank: true },
      ...(issuer === undefined ? [] : [one(signed, dateLeft - 2 * CELL)]),
      one(dated, dateLeft),
      ...(note === undefined
        ? []
        : this.lines([{ text: `（${note}）`, style: BODY }], { tag: 'P' }, column, {})),
    ];
  }

  /** Red head: the mark of the issuing body, the number of the paper, the rule (7.2.4, 7.2.5, 7.2.7). */
  private head({ name, number }: { readonly name: string; readonly number?: string }): Brick {
    const { left, width } = TYPE_AREA;
    const size = Math.min(HEAD.largest, (HEAD.largest * width) / this.measure('title', name, HEAD.largest));
    const mark = this.setOne([{ text: name, style: { role: 'title', size } }], 0);
    const centre = (line: SetLine): number => left + (width - line.width) / 2;
    return {
      height: HEAD.titleLine * LINE,
      glued: true,
      place: (page, top) => {
        const foot = top + HEAD.drop + size;
        const red = mark.boxes.map(
          (box): TextBox => ({ ...at(box, centre(mark), foot - 0.12 * size), red: true }),
        );
        put(page, { tag: 'P' }, red);
        const numberTop = foot + 2 * LINE;
        if (number !== undefined) {
          const line = this.setOne([{ text: number, style: BODY }]);
          this.putLine(page, line, { tag: 'P' }, centre(line), numberTop + LINE / 2 + CENTRE * SIZE);
        }
        const y = (number === undefined ? foot : numberTop + LINE) + HEAD.ruleDrop;
        page.rules.push({ x1: left, y1: y, x2: left + width, y2: y, width: HEAD.rule, red: true });
      },
    };
  }

  private table(block: TableBlock, column: Column): Brick[] {
    const { size, leading } = block.small ? TABLE.small : TABLE.regular;
    const element: Tagged = { tag: 'Table', ...inside(column) };
    const share = column.width / block.columns.reduce((sum, width) => sum + width, 0);
    const edges = [column.left];
    for (const width of block.columns) edges.push((edges.at(-1) ?? 0) + width * share);

    const rows = [...block.head, ...block.rows];
    const slots = tile(rows, block.columns.length);
    const cells = slots.map(({ cell, row, column: first }) => {
      const { colspan = 1, rowspan = 1, align = 'left' } = cell;
      const isHead = row < block.head.length;
      const left = edges[first] ?? 0;
      const width = (edges[first + colspan] ?? 0) - left;
      const style: Style = { role: isHead ? 'mark' : 'body', size };
      const lines = setLines(this.spans(cell.words, style), { width: width - 2 * TABLE.pad }, this.measure);
      return {
        ...{ row, rowspan, left, width, lines, isHead },
        align: isHead ? 'center' : align,
        colspan,
        height: lines.length * leading + 2 * TABLE.pad,
        isRowHead: !isHead && block.rowHeads === true && first === 0,
      };
    });
    const heights = rows.map((_, row) =>
      Math.max(
        leading + 2 * TABLE.pad,
        ...cells.filter((cell) => cell.row === row && cell.rowspan === 1).map(({ height }) => height),
      ),
    );
    /** From the head of one row to the foot of another. */
    const span = (from: number, count: number): number =>
      heights.slice(from, from + count).reduce((sum, height) => sum + height, 0);
    for (const { row, rowspan, height } of cells.filter((cell) => cell.rowspan > 1)) {
      const missing = height - span(row, rowspan);
      const last = row + rowspan - 1;
      if (missing > 0) heights[last] = (heights[last] ?? 0) + missing;
    }

    const place = (row: number, top: number, page: MutablePage, repeated: boolean): void => {
      const tr: Tagged = { tag: 'TR', within: element };
      for (const cell of cells.filter((one) => one.row === row)) {
        const height = span(row, cell.rowspan);
        const rect: Rect = { x: cell.left, y: top, width: cell.width, height };
        page.tables.set(set, [...(page.tables.get(set) ?? []), rect]);
        const spans = {
          ...(cell.colspan > 1 ? { colspan: cell.colspan } : {}),
          ...(cell.rowspan > 1 ? { rowspan: cell.rowspan } : {}),
        };
        const td: Tagged =
          cell.isHead || cell.isRowHead
            ? { tag: 'TH', within: tr, scope: cell.isHead ? 'Column' : 'Row', ...spans }
            : { tag: 'TD', within: tr, ...spans };
        const first = top + (height - cell.lines.length * leading) / 2 + leading / 2 + CENTRE * size;
        // An empty cell is a cell all the same.
        if (!repeated) put(page, td, []);
        cell.lines.forEach((line, i) => {
          const spare = cell.width - 2 * TABLE.pad - line.width;
          const shift = cell.align === 'center' ? spare / 2 : cell.align === 'right' ? spare : 0;
          const x = cell.left + TABLE.pad + shift;
          const baseline = first + i * leading;
          if (repeated) page.repeated.push(...line.boxes.map((box) => at(box, x, baseline)));
          else this.putLine(page, line, td, x, baseline);
        });
      }
    };
    const set: SetTable = {
      headHeight: span(0, block.head.length),
      repeatHead: (page, top) => {
        for (const row of block.head.keys()) place(row, top + span(0, row), page, true);
      },
    };
    const caption = block.caption
      ? this.lines(
          [{ text: block.caption, style: { ...MARK, size: 14 } }],
          { tag: 'Caption', within: element },
          column,
          {
            centred: true,
            indent: 0,
          },
        )
      : [];
    for (const brick of caption) brick.glued = true;
    const reaches = (row: number): boolean =>
      cells.some((cell) => cell.row <= row && cell.row + cell.rowspan > row + 1);
    return [
      ...caption,
      ...rows.map(
        (_, row): Brick => ({
          height: heights[row] ?? 0,
          glued: row < block.head.length || reaches(row),
          ...(row < block.head.length ? {} : { table: set }),
          place: (page, top) => place(row, top, page, false),
        }),
      ),
      { height: 0, toGrid: true },
    ];
  }
}

const inside = ({ within }: Column): { within?: Tagged } => (within ? { within } : {});

const sizeOf = ({ boxes }: SetLine): number =>
  Math.max(0, ...boxes.filter(({ rise }) => rise === 0).map(({ size }) => size));

/** A box of a line at its place on the page. */
function at({ rise, note: _note, ...box }: LineBox, x: number, baseline: number): TextBox {
  return { ...box, x: box.x + x, baseline: baseline - rise };
}

/** Adds boxes to an element; what follows in the same element is one with it. */
function put(page: MutablePage, element: Tagged, boxes: readonly TextBox[]): void {
  const last = page.placed.at(-1);
  if (last?.element === element) last.boxes.push(...boxes);
  else page.placed.push({ element, boxes: [...boxes] });
}

interface Slot {
  readonly cell: TableCell;
  readonly row: number;
  readonly column: number;
}

/** Puts cells into the columns as HTML does. */
function tile(rows: readonly (readonly TableCell[])[], columns: number): Slot[] {
  const taken = rows.map(() => new Array<boolean>(columns).fill(false));
  const slots: Slot[] = [];
  rows.forEach((cells, row) => {
    for (const cell of cells) {
      const column = (taken[row] ?? []).indexOf(false);
      const { colspan = 1, rowspan = 1 } = cell;
      for (let r = row; r < row + rowspan; r += 1) {
        for (let c = column; c < column + colspan; c += 1) {
          const line = taken[r];
          if (column < 0 || line === undefined || c >= columns || line[c]) {
            throw new PaperLayoutError(`表格第 ${row + 1} 行的格子与各列对不上。`);
          }
          line[c] = true;
        }
      }
      slots.push({ cell, row, column });
    }
    if (taken[row]?.includes(false)) throw new PaperLayoutError(`表格第 ${row + 1} 行缺少格子。`);
  });
  return slots;
}
