/** Words and blanks on lines: what the cells of a table, the lines around it and a letter are set from. Pure. */
import { CENTRE, type Measure, type Rect, type Rule, type TextBox } from '../paper/boxes.ts';
import { piecesOf, stayTogether } from '../paper/breaks.ts';
import { STROKE } from '../paper/grid.ts';
import type { FaceRole } from '../paper/roles.ts';
import type { Content, FieldBox, Item, Paragraph } from './layout.ts';
import { DATE_PARTS, fieldLeaves, isTicked } from './leaves.ts';
import type { FieldSpec, FormSpec, LineSpec, PartSpec, Trail } from './schema.ts';

/** What does not fit, before it is known where it stands. */
export class Misfit extends Error {
  /** The label concerned, or ''. */
  readonly label: string;

  constructor(label: string, problem: string) {
    super(problem);
    this.label = label;
  }
}

export function fail(label: string, problem: string): never {
  throw new Misfit(label, problem);
}

/** Runs a step of the layout for one part of the description. */
export type At = <T>(trail: Trail, set: () => T) => T;

/** Sizes that go together. */
export interface Type {
  readonly size: Readonly<Record<'title' | 'mark' | 'label' | 'field' | 'note' | 'footer', number>>;
  readonly leading: Readonly<Record<'title' | 'mark' | 'line' | 'label' | 'note', number>>;
  /** Height of a box for one line: no more, because some viewers set a single line at the foot of its box. */
  readonly fieldLine: number;
  readonly gap: Readonly<Record<'afterPlace' | 'afterTitle' | 'beforeTable' | 'beforeBelow', number>>;
  readonly pad: Readonly<Record<'cell' | 'fieldX' | 'fieldY' | 'line', number>>;
  /** Widths of the boxes of a date. */
  readonly date: Readonly<Record<'y' | 'm' | 'd', number>>;
  /** Blanks on a line are ruled, to be found by the pen. */
  readonly ruled: boolean;
}

/** Width of a blank that is not given one, in points. */
export const PLAIN_BLANK = 160;

/** Side of a square to tick, and how far the box to hit stands inside it. */
const SQUARE = { side: 13, inset: 1 };

/** Something on a line that is not broken: words, or a place to fill with what belongs to it. */
interface Unit {
  readonly width: number;
  /** Given for words, so that neighbours can be set as one text. */
  readonly text?: string;
  /** Puts it on a line at `x`. */
  readonly place: (x: number, line: Rect) => Item[];
}

/** Sets lines for one form; `rule` takes what is drawn under or around blanks. */
export class LineSetter {
  private readonly fields: ReadonlyMap<string, FieldSpec>;
  private readonly measure: Measure;
  private readonly type: Type;
  /** Says which part of the description whatever fails inside concerns. */
  readonly at: At;
  /** Takes a line to be drawn. */
  readonly rule: (rule: Rule) => void;
  private readonly content: Content | undefined;
  private readonly isLetter: boolean;

  constructor(
    form: FormSpec,
    type: Type,
    measure: Measure,
    at: At,
    rule: (rule: Rule) => void,
    content?: Content,
  ) {
    this.content = content;
    this.isLetter = form.letter.length > 0;
    this.fields = new Map(form.fields.map((field) => [field.key, field]));
    this.type = type;
    this.measure = measure;
    this.at = at;
    this.rule = rule;
  }

  fieldOf(key: string): FieldSpec {
    return this.fields.get(key) ?? fail(key, '表中的栏目没有定义');
  }

  textBox(role: FaceRole, text: string, size: number, x: number, baseline: number, spacing = 0): TextBox {
    const width = this.measure(role, text, size) + spacing * (Array.from(text).length - 1);
    return { kind: 'text', role, text, size, spacing, x, baseline, width };
  }

  centred(role: FaceRole, text: string, size: number, area: Rect, spacing = 0): TextBox {
    const box = this.textBox(role, text, size, 0, area.y + area.height / 2 + CENTRE * size, spacing);
    return { ...box, x: area.x + (area.width - box.width) / 2 };
  }

  /** One printed line of words and boxes to fill, set in an area as high as the line. */
  line(line: LineSpec, trail: Trail, area: Rect, ordinal?: number): Paragraph {
    return this.at(trail, () => {
      const units = line.parts.flatMap((part) => this.unitsOf(part, ordinal));
      const width = widthOf(units);
      if (width > area.width + 0.01) {
        const words = units.map(({ text = '' }) => text).join('');
        const blank = line.parts.find((part) => typeof part !== 'string' && 'field' in part);
        if (this.content && typeof blank === 'object' && 'field' in blank)
          fail(this.fieldOf(blank.field).label, '登记的内容太长，一行放不下，请在台账中改短');
        fail(words, `这一行宽 ${width.toFixed(1)} 磅，放不进 ${area.width.toFixed(1)} 磅`);
      }
      const spare = area.width - width;
      const x = area.x + (line.align === 'right' ? spare : line.align === 'center' ? spare / 2 : 0);
      return { items: place(units, x, area) };
    });
  }

  /**
   * The heading of a part of a letter, set in like its paragraphs; what is answered in a few words follows beside it.
   * @param open the answer stands below
   */
  heading(text: string, field: FieldSpec, open: boolean, trail: Trail, area: Rect): Paragraph[] {
    const { label } = this.type.size;
    return this.at(trail, () => {
      const x = area.x + 2 * label;
      const head = this.textBox('mark', text, label, x, area.y + area.height / 2 + CENTRE * label);
      // A square keeps clear of the colon before it; a blank has room of its own.
      const start = head.x + head.width + (isTicked(field) ? label / 4 : 0);
      const room = area.x + area.width - start;
      const title: Paragraph = { tag: 'H2', items: [head] };
      if (open) return room < 0 ? fail(text, '放不进一行') : [title];
      const parts: PartSpec[] = isTicked(field)
        ? Object.keys(field.options ?? {}).map((option) => ({ field: field.key, option }))
        : [{ field: field.key, width: Math.max(room, 0) }];
      const units = parts.flatMap((part) => this.unitsOf(part));
      if (widthOf(units) > room + 0.01) fail(text, '放不进一行');
      return [title, { items: place(units, start, area) }];
    });
  }

  /** Whether the answer to a heading does not fit beside it. */
  opens(text: string, field: FieldSpec, width: number): boolean {
    if (field.type === 'multiline') return true;
    const { label, field: size } = this.type.size;
    const room = width - 2 * label - this.measure('mark', text, label);
    return field.type === 'text' && (this.content?.widthOf(field.key, size) ?? 0) > room;
  }

  /**
   * Running text with blanks in it, the first line set in by two characters; every line, where there are squares to
   * tick: they stand one below the other. `strip` hands out lines from the top.
   */
  running(
    parts: readonly PartSpec[],
    trail: Trail,
    width: number,
    strip: (height: number) => Rect,
  ): Paragraph {
    return this.at(trail, () => {
      const indent = 2 * this.type.size.label;
      const next = this.holdsSquares(parts) ? indent : 0;
      const lines: Unit[][] = [[]];
      for (const unit of this.breakable(parts)) {
        const line = lines.at(-1) ?? [];
        const room = width - (lines.length === 1 ? indent : next);
        if (widthOf(line) + unit.width <= room + 0.01) line.push(unit);
        else if (unit.width > width - next) fail(unit.text ?? '', '放不进一行');
        else lines.push([unit]);
      }
      const items = lines.flatMap((units, number) => {
        const area = strip(this.type.leading.line);
        return place(this.joined(units), area.x + (number === 0 ? indent : next), area);
      });
      return { items };
    });
  }

  /** Whether there is something to tick among the parts. */
  private holdsSquares(parts: readonly PartSpec[]): boolean {
    return parts.some(
      (part) => typeof part !== 'string' && 'field' in part && isTicked(this.fieldOf(part.field)),
    );
  }

  /** Parts as units between which a line may break; punctuation stays with the blank before it. */
  private breakable(parts: readonly PartSpec[]): Unit[] {
    const units: Unit[] = [];
    for (const part of parts) {
      if (typeof part !== 'string') {
        const whole = this.unitsOf(part);
        units.push({ width: widthOf(whole), place: (x, line) => place(whole, x, line) });
        continue;
      }
      for (const piece of piecesOf(part)) {
        const last = units.at(-1);
        const words = this.words(piece);
        if (!last || last.text !== undefined || !stayTogether('', piece)) units.push(words);
        else {
          units[units.length - 1] = {
            width: last.width + words.width,
            place: (x, line) => place([last, words], x, line),
          };
        }
      }
    }
    return units;
  }

  /** Neighbouring words of one line as one text. */
  private joined(units: readonly Unit[]): Unit[] {
    const joined: Unit[] = [];
    for (const unit of units) {
      const last = joined.at(-1);
      if (last?.text !== undefined && unit.text !== undefined) {
        joined[joined.length - 1] = this.words(last.text + unit.text);
      } else joined.push(unit);
    }
    return joined;
  }

  private words(text: string): Unit {
    const { size } = this.type;
    return {
      text,
      width: this.measure('body', text, size.label),
      place: (x, line) => [
        this.textBox('body', text, size.label, x, line.y + line.height / 2 + CENTRE * size.label),
      ],
    };
  }

  private unitsOf(part: PartSpec, ordinal?: number): Unit[] {
    if (typeof part === 'string') return [this.words(part)];
    if ('seal' in part) return [this.words(part.seal)];
    if ('signature' in part) return [this.words(part.signature), this.underline(part.width)];
    const field = this.fieldOf(part.field);
    if (isTicked(field)) return this.square(field, part.option ?? '', ordinal);
    const leaves = fieldLeaves(field, ordinal);
    const [only] = leaves;
    if (field.type !== 'date' && only) {
      const width = this.blankWidth(only.name, part.width ?? PLAIN_BLANK, field);
      return [this.blank(only, width, field)];
    }
    return leaves.flatMap((leaf, i) => {
      const { suffix, unit } = DATE_PARTS[i] ?? DATE_PARTS[0];
      return [this.blank(leaf, this.type.date[suffix], field), this.words(unit)];
    });
  }

  /** In the text of a letter a filled blank is as wide as its words; elsewhere it keeps the place that the form gives it. */
  private blankWidth(name: string, width: number, { align }: FieldSpec): number {
    const value = this.content?.widthOf(name, this.type.size.field) ?? 0;
    if (value === 0) return width;
    return this.isLetter && align !== 'center' ? value : Math.max(width, value);
  }

  private underline(width: number): Unit {
    return {
      width,
      place: (x, line) => {
        const y = line.y + line.height / 2 + CENTRE * this.type.size.label + 2;
        this.rule({ x1: x + 2, y1: y, x2: x + width - 2, y2: y, width: STROKE.grid });
        return [];
      },
    };
  }

  private blank(leaf: { name: string; tooltip: string }, width: number, field: FieldSpec): Unit {
    const { fieldLine, size, ruled } = this.type;
    return {
      width,
      place: (x, line) => {
        const y = line.y + (line.height - fieldLine) / 2;
        if (ruled && field.type !== 'date') {
          const under = y + fieldLine + 0.5;
          this.rule({ x1: x, y1: under, x2: x + width, y2: under, width: STROKE.grid });
        }
        return [
          {
            kind: 'field',
            control: 'text',
            ...leaf,
            x,
            y,
            width,
            height: fieldLine,
            multiline: false,
            centered: field.type === 'date' || field.align === 'center',
            size: size.field,
          },
        ];
      },
    };
  }

  /** A square to tick before the words of its option. */
  private square(field: FieldSpec, option: string, ordinal?: number): Unit[] {
    const { side, inset } = SQUARE;
    const words = this.words(field.options?.[option] ?? '');
    const gap = this.type.size.label;
    return [
      {
        width: side + 4,
        place: (x, line) => {
          const y = line.y + (line.height - side) / 2;
          const [right, bottom, reach] = [x + side, y + side, STROKE.grid / 2];
          const sides = [
            [x - reach, y, right + reach, y],
            [x - reach, bottom, right + reach, bottom],
            [x, y, x, bottom],
            [right, y, right, bottom],
          ] as const;
          for (const [x1, y1, x2, y2] of sides) this.rule({ x1, y1, x2, y2, width: STROKE.grid });
          const rect = { x: x + inset, y: y + inset, width: side - 2 * inset, height: side - 2 * inset };
          return [this.tick(field, option, ordinal, rect)];
        },
      },
      words,
      { width: gap, place: () => [] },
    ];
  }

  /** The box to tick for one option of a field. */
  tick(field: FieldSpec, option: string, ordinal: number | undefined, rect: Rect): FieldBox {
    const words = field.options?.[option] ?? '';
    const group = ordinal === undefined ? field.label : `第${ordinal}行 ${field.label}`;
    const leaves = fieldLeaves(field, ordinal);
    const leaf = leaves[field.type === 'one-of' ? 0 : Object.keys(field.options ?? {}).indexOf(option)];
    return {
      kind: 'field',
      ...(field.type === 'one-of'
        ? { control: 'choice', state: option, group }
        : { control: 'tick', state: 'Yes' }),
      name: leaf?.name ?? field.key,
      tooltip: `${group}：${words}`,
      ...rect,
      multiline: false,
      centered: true,
      size: this.type.size.field,
    };
  }
}

function widthOf(units: readonly Unit[]): number {
  return units.reduce((sum, { width }) => sum + width, 0);
}

function place(units: readonly Unit[], x: number, line: Rect): Item[] {
  let at = x;
  return units.flatMap((unit) => {
    const items = unit.place(at, line);
    at += unit.width;
    return items;
  });
}
