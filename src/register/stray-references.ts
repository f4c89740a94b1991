/** References of events to cases that do not exist: each was meant for some case, which must not be said to lack the event. */

/** `JN-2024-003`, also with the serial number garbled. */
const PARTS = /^([A-Z]{2})-?(\d{4})-?(\d{3,})?/;

/** The parts of an id two by two: an id of which one part is wrong has one pair in common with what was meant. */
function pairsOf(id: string): readonly string[] | undefined {
  const [, policy, year, serial] = PARTS.exec(id.normalize('NFKC').toUpperCase()) ?? [];
  if (policy === undefined || year === undefined) return undefined;
  if (serial === undefined) return [`${policy}-${year}`];
  return [`${policy}-${year}`, `${policy}--${Number(serial)}`, `${year}-${Number(serial)}`];
}

/** Which ids stand in vain in events of which type; the type is empty where it cannot be told. */
export class StrayReferences {
  readonly #pairs = new Map<string, Set<string>>();
  /** Types of events with a reference of which nothing can be made out. */
  readonly #illegible = new Set<string>();

  /** Notes an id that an event of this type lists though no case bears it. */
  add(written: string, type: string): void {
    const pairs = pairsOf(written);
    if (!pairs) {
      this.#illegible.add(type);
      return;
    }
    const known = this.#pairs.get(type) ?? new Set();
    this.#pairs.set(type, known);
    for (const pair of pairs) known.add(pair);
  }

  /** Whether one of these ids may have been meant for this case, in an event of one of these types. */
  mayMean(id: string, types: readonly string[]): boolean {
    const pairs = pairsOf(id) ?? [];
    return [...types, ''].some((type) => {
      const known = this.#pairs.get(type);
      return this.#illegible.has(type) || (known !== undefined && pairs.some((pair) => known.has(pair)));
    });
  }
}
