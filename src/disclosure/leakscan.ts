/**
 * Looks for register strings in built files: nothing that belongs to one row of a register may stand in the public
 * edition. The whole publication gate grows from here.
 */
import type { Bulletin } from '../bulletins.ts';
import type { TypicalCase } from '../cases.ts';
import type { Policy } from '../policy/model.ts';
import type { Entry } from '../register/check.ts';
import { findColumn } from '../register/columns.ts';

export interface Secret {
  readonly text: string;
  /** What it is, for the message; the text itself is not repeated. */
  readonly kind: string;
}

export interface Leak {
  readonly file: string;
  readonly kind: string;
}

/** Free text shorter than this is too common to prove a leak. */
const SHORTEST_TEXT = 8;

/**
 * Identifiers and free text of the register rows, and the titles of cases that are not for the public. Words that
 * the policies themselves print (相关职能部门、单位 as a handler) are no secret.
 */
export function secretsOf(
  entries: readonly Entry[],
  cases: readonly TypicalCase[],
  visible: ReadonlySet<string>,
  policies: readonly Policy[],
  bulletins: readonly Pick<Bulletin, 'title' | 'audience'>[] = [],
): Secret[] {
  const printed = policies
    .flatMap(({ clauses }) => [...clauses.values()].map(({ paragraphs }) => paragraphs.join('')))
    .join('\n');
  const secrets = new Map<string, string>();
  for (const { id, facts } of entries) {
    if (id) secrets.set(id, '台账编号');
    for (const [key, values] of facts) {
      const column = findColumn(key);
      if (!column?.personal || !values) continue;
      // Choices are the words of the law; only what a keeper typed is a secret.
      if (column.kind !== 'text' && column.kind !== 'code') continue;
      for (const value of values) {
        const telling = value.length >= SHORTEST_TEXT && !printed.includes(value);
        if (column.personal === 'never' || telling) secrets.set(value, `台账的「${column.head}」`);
      }
    }
  }
  for (const { id, title, gist } of cases) {
    if (visible.has(id)) continue;
    secrets.set(title, '未公开案例的标题');
    secrets.set(gist, '未公开案例的要旨');
  }
  for (const { title, audience } of bulletins) {
    if (audience !== '公开宣传') secrets.set(title, '未公开通报的标题');
  }
  return [...secrets].map(([text, kind]) => ({ text, kind }));
}

/** The secrets that stand in a text, raw or in the escapes of HTML, JSON, JavaScript and addresses. */
export function findLeaks(file: string, text: string, secrets: readonly Secret[]): Leak[] {
  const plain = unescapeAll(text);
  return secrets
    .filter((secret) => plain.includes(secret.text) || text.includes(secret.text))
    .map(({ kind }) => ({ file, kind }));
}

/** The same in the text of a PDF, where a space may have been lost at the end of a line. */
export function findPaperLeaks(file: string, text: string, secrets: readonly Secret[]): Leak[] {
  const solid = (words: string): string => words.replace(/\s/g, '');
  return findLeaks(
    file,
    solid(text),
    secrets.map((secret) => ({ ...secret, text: solid(secret.text) })),
  );
}

/** The secrets that stand in a package, such as a Word document, whose parts are given by name. */
export function findPackageLeaks(
  file: string,
  parts: ReadonlyMap<string, string>,
  secrets: readonly Secret[],
): Leak[] {
  // Markup may stand in the middle of a word.
  const texts = [...parts].flatMap(([name, text]) => [name, text, text.replace(/<[^>]*>/g, '')]);
  return findLeaks(file, texts.join('\n'), secrets);
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const character = (whole: string, digits: string, radix: number): string => {
  const code = Number.parseInt(digits, radix);
  return code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
};

function unescapeAll(text: string): string {
  return text
    .replace(/(?:%[0-9a-fA-F]{2})+/g, (whole) => {
      try {
        return decodeURIComponent(whole);
      } catch {
        return whole;
      }
    })
    .replace(/\\u\{([0-9a-fA-F]{1,6})\}/g, (whole, hex: string) => character(whole, hex, 16))
    .replace(/\\u([0-9a-fA-F]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/&#[xX]([0-9a-fA-F]{1,6});/g, (whole, hex: string) => character(whole, hex, 16))
    .replace(/&#(\d{1,7});/g, (whole, decimal: string) => character(whole, decimal, 10))
    .replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => NAMED[name] ?? whole)
    .replace(/\\n/g, '\n')
    .replace(/\\(["'/`\\])/g, '$1');
}
