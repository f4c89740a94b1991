/** Which ids own a row, for registers of any length: an id takes a few bytes, not a string. */
import { copyText } from './cell.ts';

/** `JN-2024-003`, `JN-E-2024-003`, `JN-L-2024-003`. */
const LETTER_A = 65;
const DIGIT_0 = 48;
const HYPHEN = 45;
/** Serial numbers of three to eight digits. Leading zeros count: 003 and 0003 are two ids. */
const SHORTEST_SERIAL = 3;
const LONGEST_SERIAL = 8;
/** How many serial numbers have fewer digits than 3, 4, … 8. */
const SERIALS_BEFORE = [0, 0, 0, 0, 1e3, 11e3, 111e3, 1111e3, 11111e3];
const SERIALS = 111_111_000;

function digitsAt(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - DIGIT_0;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/**
 * An id of the common form as a whole number that no other id has; -1 for every other text.
 * @param infix letter between hyphens of event (E) and list (L) ids; '' for cases.
 */
export function encodeId(text: string, infix: '' | 'E' | 'L'): number {
  const start = infix === '' ? 3 : 5;
  const serialAt = start + 5;
  const length = text.length - serialAt;
  if (length < SHORTEST_SERIAL || length > LONGEST_SERIAL) return -1;
  const first = text.charCodeAt(0) - LETTER_A;
  const second = text.charCodeAt(1) - LETTER_A;
  if (first < 0 || first > 25 || second < 0 || second > 25) return -1;
  if (text.charCodeAt(2) !== HYPHEN || text.charCodeAt(serialAt - 1) !== HYPHEN) return -1;
  if (infix !== '' && (text[3] !== infix || text.charCodeAt(4) !== HYPHEN)) return -1;
  const year = digitsAt(text, start, start + 4);
  const serial = digitsAt(text, serialAt, text.length);
  if (year < 0 || serial < 0) return -1;
  return ((first * 26 + second) * 10_000 + year) * SERIALS + (SERIALS_BEFORE[length] ?? 0) + serial;
}

/** Where an id stands: the number of the file in this run, and its spreadsheet row. */
export interface Owner {
  readonly file: string;
  readonly row: number;
}

const SMALLEST = 1 << 10;

/** The ids of one table and the row that owns each. */
export class IdIndex {
  readonly #infix: '' | 'E' | 'L';
  readonly #files: string[] = [];
  /** Open addressing: id number + 1, so that 0 marks a free slot. */
  #keys = new Float64Array(SMALLEST);
  #rows = new Uint32Array(SMALLEST);
  #fileOf = new Uint32Array(SMALLEST);
  #size = 0;
  /** Ids of another form. */
  readonly #others = new Map<string, Owner>();

  constructor(infix: '' | 'E' | 'L') {
    this.#infix = infix;
  }

  get size(): number {
    return this.#size + this.#others.size;
  }

  /** `encodeId` of the form this table uses. */
  encode(id: string): number {
    return encodeId(id, this.#infix);
  }

  has(id: string): boolean {
    const key = encodeId(id, this.#infix);
    return key < 0 ? this.#others.has(id) : this.#keys[this.#slotOf(key + 1)] !== 0;
  }

  /**
   * Gives an id to a row, unless it has one: then that row is returned.
   * @param key what `encode` makes of the id
   */
  own(id: string, file: string, row: number, key = this.encode(id)): Owner | undefined {
    if (key < 0) {
      const owner = this.#others.get(id);
      if (!owner) this.#others.set(copyText(id), { file, row });
      return owner;
    }
    const slot = this.#slotOf(key + 1);
    if (this.#keys[slot] !== 0)
      return { file: this.#files[this.#fileOf[slot] as number] as string, row: this.#rows[slot] as number };
    if (this.#files.at(-1) !== file) this.#files.push(file);
    this.#keys[slot] = key + 1;
    this.#rows[slot] = row;
    this.#fileOf[slot] = this.#files.length - 1;
    this.#size += 1;
    if (this.#size * 2 > this.#keys.length) this.#grow();
    return undefined;
  }

  /** Every id, in no particular order. */
  *ids(): Generator<string> {
    for (const key of this.#keys) if (key !== 0) yield decodeId(key - 1, this.#infix);
    yield* this.#others.keys();
  }

  #slotOf(key: number): number {
    const mask = this.#keys.length - 1;
    // Numbers that follow one another lie side by side, sixteen at a time: registers are mostly in order.
    const block = Math.floor(key / 16);
    const mixed =
      Math.imul(block | 0, 0x9e37_79b1) ^ Math.imul(Math.floor(block / 0x1_0000_0000), 0x85eb_ca6b);
    let slot = (((mixed ^ (mixed >>> 15)) << 4) | (key % 16)) & mask;
    while (this.#keys[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [keys, rows, fileOf] = [this.#keys, this.#rows, this.#fileOf];
    this.#keys = new Float64Array(keys.length * 2);
    this.#rows = new Uint32Array(keys.length * 2);
    this.#fileOf = new Uint32Array(keys.length * 2);
    for (const [old, key] of keys.entries()) {
      if (key === 0) continue;
      const slot = this.#slotOf(key);
      this.#keys[slot] = key;
      this.#rows[slot] = rows[old] as number;
      this.#fileOf[slot] = fileOf[old] as number;
    }
  }
}

function decodeId(key: number, infix: '' | 'E' | 'L'): string {
  let serial = key % SERIALS;
  const year = Math.floor(key / SERIALS) % 10_000;
  const letters = Math.floor(key / SERIALS / 10_000);
  let length = SHORTEST_SERIAL;
  while (length < LONGEST_SERIAL && serial >= (SERIALS_BEFORE[length + 1] ?? 0)) length += 1;
  serial -= SERIALS_BEFORE[length] ?? 0;
  const prefix = String.fromCharCode(LETTER_A + Math.floor(letters / 26), LETTER_A + (letters % 26));
  return `${prefix}-${infix === '' ? '' : `${infix}-`}${String(year).padStart(4, '0')}-${String(serial).padStart(length, '0')}`;
}
