/**
 * Rules compiled for long registers. `judge` says what is wrong with one record and with which operands; here it is only
 * decided, many times a second, what the verdict is, so that `judge` is asked about the few records that fail. Both give
 * the same verdict on every record: a property test holds them together.
 */
import { judge, type RuleLogic, subjectOf, type Verdict } from './judge.ts';
import { type Context, type Facts, fieldsOf, type Predicate, type Values, weigh } from './predicate.ts';
import { dayFromNumber, dayNumber, LAST_DAY, readDay, type Span } from './workdays.ts';

/** What rules want to know of one field: made once, shared by all records that hold the same there. */
export interface Reading {
  /** Number of the first value when it is a day, else one of the two below. */
  readonly day: number;
  /** Answers to the questions that rules put to this field alone: bit n is set where question n holds. */
  readonly answer: number;
}

/**
 * A record as compiled rules read it: one place for each field, in the order the rules were compiled for. Numbers side by
 * side instead of an object per cell: in a long register waiting for memory takes longer than judging.
 */
export interface Row {
  readonly day: Int32Array;
  readonly answer: Uint16Array;
  /** The same memory as `answer`, two places at a time: records are compared by it. */
  readonly answerPairs: Int32Array;
  readonly valuesAt: (slot: number) => Values;
}

/** `Reading.day` of a field without a value that could be read. */
const NO_DAY = -1;
/** `Reading.day` of a value that is no day. */
const NOT_A_DAY = -2;

/** `Reading.day` of these values. */
function dayOfValues(values: Values): number {
  const first = values?.[0];
  if (first === undefined) return NO_DAY;
  const day = readDay(first);
  return day < 0 ? NOT_A_DAY : day;
}

/** Truth as a number, so that `all` is the least of its parts and `any` the greatest. */
type Weight = 0 | 1 | 2;
const NO = 0;
const OPEN = 1;
const YES = 2;

type Test = (row: Row) => Weight;
type Ruling = (row: Row) => Verdict;

/** A rule, compiled. `settled`: decided by answers alone, whatever the days are. */
interface Program {
  readonly when?: { readonly test: Test; readonly settled: boolean };
  readonly require: Ruling;
  readonly settled: boolean;
}

/** A question to one field, or several that must all hold. */
interface Asked {
  readonly slot: number;
  readonly mask: number;
  /** What a blank and an unreadable field answer. */
  readonly blank: Weight;
  readonly unreadable: Weight;
}

/** What is known of all records that give the same answers. */
interface Outcome {
  /** Where their answers begin among those of all outcomes. */
  readonly from: number;
  /** Rules such a record fails whatever its days are. */
  readonly failed: readonly number[];
  /** Rules that apply to such a record whatever its days are, and ask for its days. */
  readonly applying: readonly number[];
  /** … and what they require. */
  readonly rulings: readonly Ruling[];
  /** Rules of which its days tell whether they apply. */
  readonly dated: readonly number[];
}

/** Different sets of answers that are remembered; a register has few, because its cases go the same few ways. */
const MOST_OUTCOMES = 8192;
const NONE: readonly number[] = [];

/** `Reading.answer` of a blank field, whatever is asked of it. */
const BLANK = 0x8000;
/** `Reading.answer` of a value that cannot be read. */
const UNREADABLE = 0x8001;
/** Bits below those two. A field of which more is asked is judged the slow way from there on. */
const MOST_QUESTIONS = 15;

interface Field {
  readonly slot: number;
  readonly questions: Predicate[];
}

export class CompiledRules<R extends RuleLogic> {
  readonly rules: readonly R[];
  /** Fields that no rule reads need no answers. */
  readonly fields: ReadonlySet<string>;
  readonly #context: Context;
  readonly #asOf: number;
  readonly #order: readonly string[];
  readonly #known: ReadonlyMap<string, Field>;
  readonly #programs: readonly Program[];
  #outcomes = new Map<number, Outcome>();
  /** Answers of all outcomes, one after the other: close together they are compared fast. */
  #answers = new Int32Array(0);
  /** Last days by span and by the day they count from; 0 where none was needed yet. */
  readonly #dues = new Map<string, Int32Array>();

  /** @param order every field a record may have. */
  constructor(rules: readonly R[], order: readonly string[], context: Context) {
    this.rules = rules;
    this.#context = context;
    this.#asOf = dayNumber(context.asOf);
    this.#order = order;
    this.#known = new Map(order.map((field, slot) => [field, { slot, questions: [] }]));
    this.#programs = rules.map((rule) => this.#compileRule(rule));
    this.fields = new Set(
      rules.flatMap(({ when, require, softer }) =>
        [when, require, softer?.when].flatMap((predicate) => (predicate ? fieldsOf(predicate) : [])),
      ),
    );
  }

  /** Numbers of the rules that a record fails, ascending. */
  failures(row: Row): readonly number[] {
    const { failed, applying, rulings, dated } = this.#outcomeOf(row);
    let found: number[] | undefined;
    for (let index = 0; index < rulings.length; index += 1) {
      if ((rulings[index] as Ruling)(row) !== 'fail') continue;
      found ??= [...failed];
      found.push(applying[index] as number);
    }
    for (let index = 0; index < dated.length; index += 1) {
      const at = dated[index] as number;
      if (this.verdict(at, row) !== 'fail') continue;
      found ??= [...failed];
      found.push(at);
    }
    return found ? found.sort((a, b) => a - b) : failed;
  }

  /** The verdict of rule number `index`. */
  verdict(index: number, row: Row): Verdict {
    const { when, require } = this.#programs[index] as Program;
    if (!when) return require(row);
    const applies = when.test(row);
    return applies === YES ? require(row) : applies === OPEN ? 'unknown' : 'skip';
  }

  /** Records that answer every question alike are judged alike, but for their days. */
  #outcomeOf(row: Row): Outcome {
    const pairs = row.answerPairs;
    let hash = 0;
    for (let index = 0; index < pairs.length; index += 1) {
      hash = Math.imul(hash ^ (pairs[index] as number), 0x01000193);
      hash ^= hash >>> 15;
    }
    const known = this.#outcomes.get(hash);
    if (known && this.#isAlike(known, pairs)) return known;
    const failed: number[] = [];
    const applying: number[] = [];
    const dated: number[] = [];
    for (const [at, { when, settled }] of this.#programs.entries()) {
      if (settled) {
        if (this.verdict(at, row) === 'fail') failed.push(at);
      } else if (when && !when.settled) dated.push(at);
      else if (!when || when.test(row) === YES) applying.push(at);
    }
    if (this.#outcomes.size === MOST_OUTCOMES) this.#outcomes = new Map();
    if (this.#answers.length === 0) this.#answers = new Int32Array(MOST_OUTCOMES * pairs.length);
    // An outcome whose hash another set of answers happens to share gives up its place.
    const from = known?.from ?? this.#outcomes.size * pairs.length;
    this.#answers.set(pairs, from);
    const rulings = applying.map((at) => (this.#programs[at] as Program).require);
    const outcome: Outcome = { from, failed: failed.length > 0 ? failed : NONE, applying, rulings, dated };
    this.#outcomes.set(hash, outcome);
    return outcome;
  }

  #isAlike({ from }: Outcome, pairs: Int32Array): boolean {
    const answers = this.#answers;
    for (let index = 0; index < pairs.length; index += 1)
      if (answers[from + index] !== pairs[index]) return false;
    return true;
  }

  /** A field with these values, all questions answered. */
  read(field: string, values: Values): Reading {
    const day = dayOfValues(values);
    if (values === null) return { day, answer: UNREADABLE };
    if (values.length === 0) return { day, answer: BLANK };
    let answer = 0;
    for (const [bit, question] of (this.#known.get(field)?.questions ?? []).entries())
      if (this.#weighOne(field, values, question) === YES) answer |= 1 << bit;
    return { day, answer };
  }

  /** Weighs a predicate that speaks of one field alone. */
  #weighOne(field: string, values: Values, question: Predicate): Weight {
    const truth = weigh(question, new Map([[field, values]]), this.#context);
    return truth === 'yes' ? YES : truth === 'no' ? NO : OPEN;
  }

  /** Whether rules ask of this field only if anything stands in it at all, so that every value gives one answer. */
  asksOnlyWhetherFilled(field: string): boolean {
    const asked = (predicate: Predicate): boolean =>
      'parts' in predicate
        ? predicate.parts.every(asked)
        : 'part' in predicate
          ? asked(predicate.part)
          : predicate.form === 'filled';
    return (this.#known.get(field)?.questions ?? []).every(asked);
  }

  #compileRule(rule: R): Program {
    const parts = rule.require.form === 'all' ? rule.require.parts : [rule.require];
    const rulings = parts.map((part) => this.#compilePart(part, rule));
    const [only] = rulings;
    const require: Ruling =
      rulings.length === 1 && only
        ? only
        : (row) => {
            let verdict: Verdict = 'pass';
            for (const ruling of rulings) {
              const outcome = ruling(row);
              if (outcome === 'fail') return 'fail';
              if (outcome === 'unknown' || (outcome === 'open' && verdict === 'pass')) verdict = outcome;
            }
            return verdict;
          };
    const answered = parts.every((part) => this.#isAnswered(part));
    if (!rule.when) return { require, settled: answered };
    const when = { test: this.#compileTest(rule.when), settled: this.#isAnswered(rule.when) };
    return { when, require, settled: answered && when.settled };
  }

  /** Whether a predicate is made of questions to single fields. */
  #isAnswered(predicate: Predicate): boolean {
    if (this.#ask(predicate)) return true;
    if ('parts' in predicate) return predicate.parts.every((part) => this.#isAnswered(part));
    return predicate.form === 'never' && this.#isAnswered(predicate.part);
  }

  /** A part of a requirement that can fail by itself. */
  #compilePart(part: Predicate, rule: R): Ruling {
    const slowly: Ruling = (row) =>
      judge({ require: part, severity: rule.severity }, this.#factsOf(row), this.#context).verdict;
    if (part.form === 'within' || part.form === 'by') return this.#compileDuty(part, slowly);
    const test = this.#compileTest(part);
    // The record must state the fact: leaving it out is what is wrong. An unreadable value is still one.
    const demanded = ['is', 'in', 'has', 'has-any', 'only'].includes(part.form);
    const filled = demanded
      ? this.#compileTest({ form: 'filled', field: subjectOf(part), filled: true })
      : undefined;
    return (row) => {
      const truth = test(row);
      if (truth === YES) return 'pass';
      if (truth === NO) return 'fail';
      return filled && filled(row) === NO ? 'fail' : 'unknown';
    };
  }

  #compileDuty(part: Predicate & { form: 'within' | 'by' }, slowly: Ruling): Ruling {
    const field = this.#slotOf(part.field);
    const literal = readDay(part.form === 'within' ? part.of : part.due);
    const other = literal < 0 ? this.#slotOf(part.form === 'within' ? part.of : part.due) : -1;
    const span = part.form === 'within' ? part.span : undefined;
    const dues = span && this.#duesOf(span);
    return (row) => {
      const day = row.day[field] as number;
      const start = other < 0 ? literal : (row.day[other] as number);
      if (start === NO_DAY) return 'unknown';
      if (start === NOT_A_DAY || day === NOT_A_DAY) return slowly(row);
      const last = dues && span ? dues[start] || this.#compute(dues, start, span) : start;
      if (day !== NO_DAY) return day <= last && (!span || day >= start) ? 'pass' : 'fail';
      if (row.valuesAt(field) === null) return 'unknown';
      return this.#asOf <= last ? slowly(row) : 'fail';
    };
  }

  #compileTest(predicate: Predicate): Test {
    const question = this.#ask(predicate);
    if (question) {
      const { slot, mask, blank, unreadable } = question;
      return (row) => {
        const answer = row.answer[slot] as number;
        if (answer < BLANK) return (answer & mask) !== 0 ? YES : NO;
        return answer === BLANK ? blank : unreadable;
      };
    }
    if (predicate.form === 'all') return this.#compileAll(predicate.parts);
    if (predicate.form === 'any') {
      const tests = predicate.parts.map((part) => this.#compileTest(part));
      return (row) => {
        let result: Weight = NO;
        for (const test of tests) {
          const truth = test(row);
          if (truth === YES) return YES;
          if (truth === OPEN) result = OPEN;
        }
        return result;
      };
    }
    if (predicate.form === 'never') {
      const test = this.#compileTest(predicate.part);
      return (row) => (YES - test(row)) as Weight;
    }
    if (
      predicate.form === 'before' ||
      predicate.form === 'after' ||
      predicate.form === 'on-or-before' ||
      predicate.form === 'on-or-after'
    )
      return this.#compileOrder(predicate);
    if (predicate.form === 'same-as') {
      const one = this.#slotOf(predicate.field);
      const other = this.#slotOf(predicate.other);
      return (row) => compareValues(row.valuesAt(one), row.valuesAt(other));
    }
    return this.#slowly(predicate);
  }

  /** Questions to one field each are answered by their bits, several of one field at once. */
  #compileAll(parts: readonly Predicate[]): Test {
    const asked: Asked[] = [];
    const tests: Test[] = [];
    for (const part of parts) {
      const question = this.#ask(part);
      const at = question ? asked.findIndex(({ slot }) => slot === question.slot) : -1;
      const same = asked[at];
      if (!question) tests.push(this.#compileTest(part));
      else if (!same) asked.push(question);
      else {
        asked[at] = {
          slot: same.slot,
          mask: same.mask | question.mask,
          blank: Math.min(same.blank, question.blank) as Weight,
          unreadable: Math.min(same.unreadable, question.unreadable) as Weight,
        };
      }
    }
    return (row) => {
      let result: Weight = YES;
      for (let index = 0; index < asked.length; index += 1) {
        const { slot, mask, blank, unreadable } = asked[index] as Asked;
        const answer = row.answer[slot] as number;
        if (answer < BLANK) {
          if ((answer & mask) !== mask) return NO;
          continue;
        }
        const truth = answer === BLANK ? blank : unreadable;
        if (truth === NO) return NO;
        if (truth === OPEN) result = OPEN;
      }
      for (const test of tests) {
        const truth = test(row);
        if (truth === NO) return NO;
        if (truth === OPEN) result = OPEN;
      }
      return result;
    };
  }

  #compileOrder(predicate: Predicate & { form: 'before' | 'after' | 'on-or-before' | 'on-or-after' }): Test {
    const { form } = predicate;
    const field = this.#slotOf(predicate.field);
    const others = predicate.others.map((other) => {
      const literal = readDay(other);
      return { literal, slot: literal < 0 ? this.#slotOf(other) : -1 };
    });
    const slowly = this.#slowly(predicate);
    const earlier = form === 'before' || form === 'on-or-before';
    const equal = form === 'on-or-before' || form === 'on-or-after';
    const test: Test = (row) => {
      const day = row.day[field] as number;
      if (day === NO_DAY) return OPEN;
      if (day === NOT_A_DAY) return slowly(row);
      let result: Weight = OPEN;
      for (let index = 0; index < others.length; index += 1) {
        const { slot, literal } = others[index] as (typeof others)[number];
        const other = slot < 0 ? literal : (row.day[slot] as number);
        if (other === NO_DAY) continue;
        if (other === NOT_A_DAY) return slowly(row);
        result = YES;
        if (day === other ? !equal : day < other !== earlier) return NO;
      }
      return result;
    };
    const [only] = others;
    if (!only || others.length > 1 || only.slot < 0) return test;
    const { slot } = only;
    // Most orders are of two fields, and most fields of which they are asked hold a day.
    return (row) => {
      const day = row.day[field] as number;
      const other = row.day[slot] as number;
      if (day < 0 || other < 0) return test(row);
      return (day === other ? equal : day < other === earlier) ? YES : NO;
    };
  }

  /** The bit of a question to a single field; undefined when a predicate is none. What several rules ask is asked once. */
  #ask(predicate: Predicate): Asked | undefined {
    const [field, ...others] = fieldsOf(predicate);
    const known = field === undefined || others.length > 0 ? undefined : this.#known.get(field);
    if (field === undefined || !known || comparesDays(predicate)) return undefined;
    const { slot, questions } = known;
    const words = JSON.stringify(predicate);
    let bit = questions.findIndex((question) => JSON.stringify(question) === words);
    if (bit < 0) bit = questions.push(predicate) - 1;
    if (bit >= MOST_QUESTIONS) {
      questions.pop();
      return undefined;
    }
    return {
      slot,
      mask: 1 << bit,
      blank: this.#weighOne(field, [], predicate),
      unreadable: this.#weighOne(field, null, predicate),
    };
  }

  #slowly(predicate: Predicate): Test {
    return (row) => {
      const truth = weigh(predicate, this.#factsOf(row), this.#context);
      return truth === 'yes' ? YES : truth === 'no' ? NO : OPEN;
    };
  }

  #duesOf(span: Span): Int32Array {
    const key = `${span.amount} ${span.unit}`;
    const dues = this.#dues.get(key) ?? new Int32Array(dayNumber(LAST_DAY) + 1);
    this.#dues.set(key, dues);
    return dues;
  }

  #compute(dues: Int32Array, from: number, span: Span): number {
    const due = dayNumber(this.#context.calendar.due(dayFromNumber(from), span).day);
    dues[from] = due;
    return due;
  }

  #slotOf(field: string): number {
    const slot = this.#known.get(field)?.slot;
    if (slot === undefined) throw new RangeError(`no record has the field ${field}`);
    return slot;
  }

  #factsOf(row: Row): Facts {
    return new Map(this.#order.map((field, slot) => [field, row.valuesAt(slot)]));
  }
}

/** Whether two fields hold the same values, in whatever order. */
function compareValues(values: Values, others: Values): Weight {
  if (!values || values.length === 0 || !others || others.length === 0) return OPEN;
  return values.length === others.length && values.every((value) => others.includes(value)) ? YES : NO;
}

/** Whether days are compared anywhere in a predicate: that takes numbers, not answers. */
function comparesDays(predicate: Predicate): boolean {
  if ('parts' in predicate) return predicate.parts.some(comparesDays);
  if ('part' in predicate) return comparesDays(predicate.part);
  return predicate.form === 'within' || predicate.form === 'by' || 'others' in predicate;
}
