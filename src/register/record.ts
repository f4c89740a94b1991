/**
 * Rows as records: what each cell says under the policy of its row. A cell is read once however many rows hold the same,
 * because a register repeats itself: dates, codes and choices.
 */
import type { CompiledRules, Reading, Row } from '../core/compile.ts';
import type { Finding } from '../core/finding.ts';
import type { Facts, Values } from '../core/predicate.ts';
import { type Day, readDay } from '../core/workdays.ts';
import { copyText, isPlain } from './cell.ts';
import type { ColumnDeclaration } from './columns.ts';
import { encodeId } from './ids.ts';

/** A finding about one cell; where it stands is added by the row. */
export type CellFinding = Pick<Finding, 'code' | 'severity' | 'message' | 'hint'> &
  Partial<Pick<Finding, 'clause' | 'quote' | 'values'>>;

/** What stands in a cell, and what is wrong with it. */
export interface Inspection {
  readonly values: Values;
  readonly faults: readonly CellFinding[];
}

/** One cell, read: shared by all rows that hold the same text in the same column. */
export interface Cell extends Reading {
  /** Undefined: the text of the cell, split at its bars. */
  readonly values: Values | undefined;
  readonly faults: readonly CellFinding[];
}

/** What a record is read for: rules whose questions every cell answers. */
export type Asking = Pick<CompiledRules<never>, 'read' | 'asksOnlyWhetherFilled' | 'fields'>;

/** Distinct cells kept per column; past this many a column is either emptied or, when few come again, given up. */
const MOST_KEPT = 4096;
/** Cells compared before any is looked up. */
const MOST_RECENT = 4;
/** A longer text is hardly repeated. */
const LONGEST_KEPT = 400;

const NO_FAULTS: readonly CellFinding[] = [];
const NOTHING: Values = [];

/** How the cells of a column are read: days and plain texts need not be remembered to be read fast. */
type Way = 'day' | 'text' | 'id' | 'kept';

/** One of several values of a cell, known to be sound. */
interface Token {
  readonly name: string;
  /** Its number among those rules can tell apart: a paper without its date. */
  readonly kind: number;
  /** Its number without assessment or date: what may stand in a cell only once. */
  readonly bare: number;
  /** The value that followed it last: values mostly come in the same order. */
  next: Token | undefined;
}

/** Sets of values are two small integers with one bit for each value. */
const BITS = 26;
const MOST_TOKENS = 2 * BITS;

/** Reads the cells of one column under one policy. */
export class ColumnReader {
  readonly column: ColumnDeclaration;
  readonly way: Way;
  /** An empty cell. */
  readonly blank: Cell;
  /** What a day, a plain text or an id answers, whichever it is: rules only ask whether there is one. */
  readonly filled: Cell;
  readonly infix: '' | 'E' | 'L';
  /** Number of the last day that needs no closer look. */
  readonly lastDay: number;
  readonly #inspect: (text: string) => Inspection;
  readonly #asking: Asking | undefined;
  #kept: Map<string, Cell> | undefined = new Map();
  #hits = 0;
  /** The cells read last: most columns hold one of a few values, and comparing is faster than looking up. */
  readonly #recent: string[] = [];
  readonly #recentCells: Cell[] = [];
  /** Of a column with several values: the sound ones, and what each set of them answers. */
  readonly #tokens: Map<string, Token> | undefined;
  readonly #bares = new Map<string, number>();
  readonly #sets = new Map<number, Cell>();

  /**
   * @param inspect what one text says in this column, with its faults; asked once per distinct text.
   * @param asking the rules that will read the cells; undefined where no policy governs the row.
   * @param lastDay of a column with days: a later one is looked at closely.
   */
  constructor(
    column: ColumnDeclaration,
    inspect: (text: string) => Inspection,
    asking: Asking | undefined,
    lastDay?: Day,
  ) {
    const { kind, key } = column;
    this.lastDay = lastDay === undefined ? Number.POSITIVE_INFINITY : readDay(lastDay);
    this.column = column;
    this.#inspect = inspect;
    this.#asking = asking;
    this.blank = this.#make(inspect(''));
    this.filled = this.#make({ values: ['x'], faults: NO_FAULTS });
    this.infix = key === 'ev_id' ? 'E' : key === 'lst_id' ? 'L' : '';
    // Where a sound value has faults all the same (a name, a column of another policy), each is looked at.
    const sound = kind === 'date' ? '2000-01-01' : kind === 'id' ? 'AA-2000-001' : 'x';
    const quick =
      (asking?.asksOnlyWhetherFilled(key) ?? true) &&
      (kind === 'id' || ((kind === 'date' || kind === 'text') && inspect(sound).faults.length === 0));
    this.#tokens = ['choices', 'codes', 'assessments', 'papers'].includes(kind) ? new Map() : undefined;
    this.way = !quick ? 'kept' : kind === 'date' ? 'day' : kind === 'id' ? 'id' : 'text';
  }

  /**
   * Reads a text that is not empty, remembering it. Of a cell with several sound values only the answers come back:
   * its values are the text, split.
   */
  readKept(text: string): Cell {
    const recent = this.#recent;
    for (let index = 0; index < recent.length; index += 1)
      if (recent[index] === text) return this.#recentCells[index] as Cell;
    const known = this.#kept?.get(text);
    if (known) {
      this.#hits += 1;
      return known;
    }
    const set = this.#kept ? undefined : this.#readSet(text);
    if (set) return set;
    const own = copyText(text);
    const cell = this.#make(this.#inspect(own));
    if (cell.faults.length === 0) this.#learn(own, cell.values ?? []);
    if (this.#kept && text.length <= LONGEST_KEPT) {
      if (this.#kept.size === MOST_KEPT) {
        this.#kept = this.#hits > MOST_KEPT ? new Map() : undefined;
        this.#hits = 0;
        if (!this.#kept) {
          // Hardly any text comes again: comparing it with those of long ago is in vain.
          recent.length = 0;
          return cell;
        }
      }
      this.#kept.set(own, cell);
      if (recent.length < MOST_RECENT) this.#recentCells[recent.push(own) - 1] = cell;
    }
    return cell;
  }

  /** Remembers the values of a sound cell; one that is stored in another way than it is written is left out. */
  #learn(text: string, values: readonly string[]): void {
    if (!this.#tokens) return;
    const written = text.split('|');
    for (const [index, value] of values.entries()) {
      const at = this.column.kind === 'papers' ? value.indexOf('@') : -1;
      const name = at < 0 ? value : value.slice(0, at);
      if (written[index] !== value || this.#tokens.has(name) || this.#tokens.size >= MOST_TOKENS) continue;
      // 无 = looked, none found: it may not stand beside others.
      if (name === '无' && this.column.key === 'exclusions') continue;
      const bare = this.column.kind === 'assessments' ? name.replace(/=.*$/, '') : name;
      const kind = this.#tokens.size;
      this.#tokens.set(name, { name, kind, bare: numberOf(this.#bares, bare), next: undefined });
    }
  }

  /** What a cell of known sound values answers; undefined when it has to be looked at closely. */
  #readSet(text: string): Cell | undefined {
    const tokens = this.#tokens;
    if (!tokens) return undefined;
    const dated = this.column.kind === 'papers';
    const { length } = text;
    let last: Token | undefined;
    let [low, high, seenLow, seenHigh] = [0, 0, 0, 0];
    for (let from = 0; from <= length; ) {
      let token = last?.next;
      if (!token || !text.startsWith(token.name, from) || !endsName(text, from + token.name.length, dated)) {
        token = tokens.get(text.slice(from, endOfName(text, from, dated)));
        if (!token) return undefined;
        if (last) last.next = token;
      }
      const { kind, bare } = token;
      const seen = bare < BITS ? seenLow : seenHigh;
      const bit = 1 << (bare < BITS ? bare : bare - BITS);
      if ((seen & bit) !== 0) return undefined;
      if (bare < BITS) seenLow |= bit;
      else seenHigh |= bit;
      if (kind < BITS) low |= 1 << kind;
      else high |= 1 << (kind - BITS);
      from += token.name.length;
      if (dated && text.charCodeAt(from) === AT) {
        if (readDay(text, from + 1, from + 11) < 0) return undefined;
        from += 11;
      }
      if (from < length && text.charCodeAt(from) !== BAR) return undefined;
      from += 1;
      last = token;
    }
    const set = high * 2 ** BITS + low;
    const known = this.#sets.get(set);
    if (known) return known;
    const cell = { ...this.#make(this.#inspect(copyText(text))), values: undefined };
    if (cell.faults.length > 0) return undefined;
    if (this.#sets.size < MOST_KEPT) this.#sets.set(set, cell);
    return cell;
  }

  #make({ values, faults }: Inspection): Cell {
    const { day, answer } = this.#asking?.read(this.column.key, values) ?? UNASKED;
    return { values, day, answer, faults: faults.length === 0 ? NO_FAULTS : faults };
  }
}

const UNASKED: Reading = { day: -1, answer: 0 };

const BAR = 0x7c;
const AT = 0x40;

/** Whether the name of a value ends here: at a bar, at the end, for a paper also before its date. */
function endsName(text: string, at: number, dated: boolean): boolean {
  const code = at < text.length ? text.charCodeAt(at) : BAR;
  return code === BAR || (dated && code === AT);
}

function endOfName(text: string, from: number, dated: boolean): number {
  let at = from;
  while (!endsName(text, at, dated)) at += 1;
  return at;
}

/** The number of a word in a list that grows with each new one. */
function numberOf(words: Map<string, number>, word: string): number {
  const known = words.get(word) ?? words.size;
  words.set(word, known);
  return known;
}

/** A fact that is computed from the record and the events about it; asked for only where somebody wants it. */
export interface Computed {
  readonly key: string;
  readonly value: (facts: Facts) => string | null | undefined;
}

/** A column of a file: which cell of a row, which place in the record, and who reads it. */
interface Lane {
  readonly index: number;
  readonly slot: number;
  readonly reader: ColumnReader;
  /** What a cell that is as it should be answers. */
  readonly filled: number;
  readonly day: number;
  readonly lastDay: number;
  /** The cell that stands in the record, when it came by being remembered. */
  last: Cell | undefined;
}

/**
 * One row at a time as a record. The record is overwritten by the next row: whoever keeps facts copies them
 * (`new Map(record)`).
 */
export class Recorder implements Facts, Row {
  readonly day: Int32Array;
  readonly answer: Uint16Array;
  readonly answerPairs: Int32Array;
  /** The cells of the row that have faults, in the order of the file. */
  readonly faulty: { readonly reader: ColumnReader; readonly cell: Cell }[] = [];
  /** Whether a value stands in the row that cannot be read. */
  unreadable = false;
  /** Values by place; undefined where the value is the text of the cell itself. */
  readonly #values: (Values | undefined)[];
  #cells: readonly string[] = [];
  readonly #dayLanes: readonly Lane[];
  readonly #textLanes: readonly Lane[];
  readonly #idLanes: readonly Lane[];
  readonly #keptLanes: readonly Lane[];
  /** Whether the column in this place holds one value. */
  readonly #single: readonly boolean[];
  /** Cell of a row by place in the record; -1 for columns the file does not have. */
  readonly #indexOf: Int32Array;
  readonly #slots: ReadonlyMap<string, number>;
  readonly #order: readonly string[];
  readonly #computed: readonly Computed[];
  readonly #firstComputed: number;
  /** Places of day, text and id columns in which this row holds something else. */
  readonly #closely: number[] = [];
  /** A bit for each computed fact that has been computed for this row. */
  #done = 0;
  /** Computed facts that rules read; the others wait until they are asked for. */
  readonly #wanted: readonly number[];
  readonly #asking: Asking | undefined;
  readonly #doubtful: boolean;
  /** What computed facts answer when there is none, and when it cannot be told. */
  readonly #blank: readonly Reading[];
  readonly #unreadable: readonly Reading[];
  /** … and whether rules ask more of them than whether there is one; what such a one answers. */
  readonly #onlyFilled: readonly boolean[];
  readonly #filled: readonly number[];
  /** … and what each value of the others answers. */
  readonly #read: readonly Map<string, Reading>[];

  /**
   * @param order the fields of a record: all columns of the table, then the computed facts.
   * @param readers which cell of a row is read by whom; columns the file does not have stay blank.
   * @param doubtful columns that the file seems to have under another head: unreadable in every row.
   */
  constructor(
    order: readonly string[],
    readers: readonly { readonly index: number; readonly reader: ColumnReader }[],
    doubtful: readonly string[],
    computed: readonly Computed[],
    asking: Asking | undefined,
  ) {
    this.#order = order;
    this.#slots = new Map(order.map((key, slot) => [key, slot]));
    this.#computed = computed;
    this.#firstComputed = order.length - computed.length;
    if (computed.length > 30) throw new RangeError('more computed facts than there are bits');
    this.#wanted = [...computed.keys()].filter((index) => asking?.fields.has(computed[index]?.key ?? ''));
    this.#asking = asking;
    this.#blank = computed.map(({ key }) => asking?.read(key, NOTHING) ?? UNASKED);
    this.#onlyFilled = computed.map(({ key }) => asking?.asksOnlyWhetherFilled(key) ?? true);
    this.#filled = computed.map(({ key }) => (asking?.read(key, ['2000-01-01']) ?? UNASKED).answer);
    this.#read = computed.map(() => new Map());
    this.#unreadable = computed.map(({ key }) => asking?.read(key, null) ?? UNASKED);
    const lanes = readers.map(({ index, reader }): Lane => {
      const { answer: filled, day } = reader.filled;
      const slot = this.#slots.get(reader.column.key) as number;
      return { index, reader, slot, filled, day, lastDay: reader.lastDay, last: undefined };
    });
    const lanesOf = (way: Way): Lane[] => lanes.filter(({ reader }) => reader.way === way);
    this.#dayLanes = lanesOf('day');
    this.#textLanes = lanesOf('text');
    this.#idLanes = lanesOf('id');
    this.#keptLanes = lanesOf('kept');
    const several = new Set(this.#keptLanes.map(({ slot }) => slot));
    this.#single = order.map((_, slot) => !several.has(slot));
    this.#indexOf = new Int32Array(order.length).fill(-1);
    for (const { slot, index } of lanes) this.#indexOf[slot] = index;
    this.#values = order.map(() => NOTHING);
    for (const { slot } of [...this.#dayLanes, ...this.#textLanes, ...this.#idLanes])
      this.#values[slot] = undefined;
    this.day = new Int32Array(order.length);
    this.answerPairs = new Int32Array(Math.ceil(order.length / 2));
    this.answer = new Uint16Array(this.answerPairs.buffer);
    for (const [slot, key] of order.entries())
      this.#put(slot, this.#values[slot], asking?.read(key, NOTHING) ?? UNASKED);
    for (const key of doubtful) {
      const slot = this.#slots.get(key);
      if (slot !== undefined) this.#put(slot, null, asking?.read(key, null) ?? UNASKED);
    }
    this.#doubtful = doubtful.length > 0;
  }

  /** Reads the cells of a row that has as many as the header. */
  read(cells: readonly string[]): void {
    this.#cells = cells;
    this.faulty.length = 0;
    this.unreadable = this.#doubtful;
    for (const slot of this.#closely) this.#values[slot] = undefined;
    this.#closely.length = 0;
    this.#done = 0;
    // One loop for each way of reading: the same few instructions over and over.
    const { day, answer } = this;
    const days = this.#dayLanes;
    for (let at = 0; at < days.length; at += 1) {
      const lane = days[at] as Lane;
      const number = readDay(cells[lane.index] as string);
      if (number < 0 || number > lane.lastDay) this.#readClosely(lane, cells);
      else {
        day[lane.slot] = number;
        answer[lane.slot] = lane.filled;
      }
    }
    const texts = this.#textLanes;
    for (let at = 0; at < texts.length; at += 1) {
      const lane = texts[at] as Lane;
      if (isPlain(cells[lane.index] as string)) {
        day[lane.slot] = lane.day;
        answer[lane.slot] = lane.filled;
      } else this.#readClosely(lane, cells);
    }
    for (const lane of this.#idLanes) {
      if (encodeId(cells[lane.index] as string, lane.reader.infix) >= 0) {
        day[lane.slot] = lane.day;
        answer[lane.slot] = lane.filled;
      } else this.#readClosely(lane, cells);
    }
    const kept = this.#keptLanes;
    for (let at = 0; at < kept.length; at += 1) this.#readKept(kept[at] as Lane, cells);
  }

  #readKept(lane: Lane, cells: readonly string[]): void {
    const text = cells[lane.index] as string;
    const cell = text === '' ? lane.reader.blank : lane.reader.readKept(text);
    if (cell.faults !== NO_FAULTS || cell.values === null) this.#noteFaults(lane.reader, cell);
    // Much of a row is as it was in the row before.
    if (cell === lane.last) return;
    lane.last = cell;
    this.#put(lane.slot, cell.values, cell);
  }

  /** Reads a cell that is not as the cells of its column mostly are; its place is cleared before the next row. */
  #readClosely(lane: Lane, cells: readonly string[]): void {
    this.#readKept(lane, cells);
    lane.last = undefined;
    this.#closely.push(lane.slot);
  }

  #noteFaults(reader: ColumnReader, cell: Cell): void {
    if (cell.faults.length > 0) this.faulty.push({ reader, cell });
    if (cell.values === null) this.unreadable = true;
  }

  /** Computes the facts that rules read. */
  compute(): void {
    for (const index of this.#wanted) this.#compute(index);
  }

  valuesAt(slot: number): Values {
    if (slot >= this.#firstComputed) this.#compute(slot - this.#firstComputed);
    const values = this.#values[slot];
    if (values !== undefined) return values;
    const text = this.#textAt(slot);
    return this.#single[slot] ? [text] : text.split('|');
  }

  #textAt(slot: number): string {
    return this.#cells[this.#indexOf[slot] as number] ?? '';
  }

  /** The first value of a field; undefined when it is blank or unreadable. */
  first(field: string): string | undefined {
    const slot = this.#slots.get(field);
    if (slot === undefined) return undefined;
    // Asked many times for every row: one value needs no list around it.
    if (this.#single[slot] && this.#values[slot] === undefined) return this.#textAt(slot);
    return this.valuesAt(slot)?.[0];
  }

  get(field: string): Values | undefined {
    const slot = this.#slots.get(field);
    if (slot === undefined) return undefined;
    const values = this.valuesAt(slot);
    return values?.length === 0 ? undefined : values;
  }

  *[Symbol.iterator](): Generator<readonly [string, Values]> {
    for (const field of this.#order) {
      const values = this.get(field);
      if (values !== undefined) yield [field, values];
    }
  }

  #put(slot: number, values: Values | undefined, { day, answer }: Reading): void {
    this.#values[slot] = values;
    this.day[slot] = day;
    this.answer[slot] = answer;
  }

  #compute(index: number): void {
    if ((this.#done & (1 << index)) !== 0) return;
    this.#done |= 1 << index;
    const { key, value } = this.#computed[index] as Computed;
    const slot = this.#firstComputed + index;
    const computed = value(this);
    if (computed === undefined) this.#put(slot, NOTHING, this.#blank[index] as Reading);
    else if (computed === null) this.#put(slot, null, this.#unreadable[index] as Reading);
    else {
      const day = readDay(computed);
      // Of a day rules only ask whether there is one; its number tells them the rest.
      if (day >= 0 && this.#onlyFilled[index]) {
        this.#values[slot] = [computed];
        this.day[slot] = day;
        this.answer[slot] = this.#filled[index] as number;
        return;
      }
      let reading = this.#read[index]?.get(computed);
      if (!reading) {
        reading = this.#asking?.read(key, [computed]) ?? UNASKED;
        if (this.#read[index]?.size === MOST_KEPT) this.#read[index]?.clear();
        this.#read[index]?.set(copyText(computed), reading);
      }
      this.#put(slot, [computed], reading);
    }
  }
}
