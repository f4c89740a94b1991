/** Where each clause is carried out: a rule, a check, a legal code, a check of content, or a stated reason why not. */
import type { ClauseRecord } from './clauses.ts';
import type { Policy } from './model.ts';

/** Something that names the clauses it carries out: a check over rows, or a check of content. */
export interface Declared {
  readonly name: string;
  readonly clauses: readonly string[];
}

export type Home =
  | { readonly kind: 'rule'; readonly title: string; readonly examples: number }
  | { readonly kind: 'check' | 'corpus'; readonly name: string }
  | { readonly kind: 'code'; readonly column: string; readonly code: string }
  | { readonly kind: 'same'; readonly clause: string; readonly note: string }
  | { readonly kind: 'not-formalized'; readonly reason: string };
export type HomeKind = Home['kind'];

/** What the reader of the coverage page wants to know first. */
export const STANDINGS = ['executed', 'content', 'words', 'gap'] as const;
export type Standing = (typeof STANDINGS)[number];

export interface CoveredClause {
  readonly clause: ClauseRecord;
  readonly homes: readonly Home[];
  readonly standing: Standing;
  /** Why a clause on the open list has no home yet. */
  readonly open?: string;
}

export interface Coverage {
  readonly clauses: readonly CoveredClause[];
  /** Clauses without a home that are not on the open list: a home has been lost. */
  readonly lost: readonly string[];
  /** Clauses on the open list that have a home by now, or that do not exist: the list must shrink. */
  readonly stale: readonly string[];
  /** Clause ids that rules, checks or declarations name and no clause list knows. */
  readonly unknown: readonly string[];
}

export interface CoverageSources {
  readonly clauses: readonly ClauseRecord[];
  readonly open: ReadonlyMap<string, string>;
  readonly policies: readonly Policy[];
  readonly checks: readonly Declared[];
  readonly corpusChecks: readonly Declared[];
}

/** Gives every clause its homes and finds those that have none. */
export function coverClauses({ clauses, open, policies, checks, corpusChecks }: CoverageSources): Coverage {
  const homes = new Map<string, Home[]>(clauses.map(({ id }) => [id, []]));
  const unknown = new Set<string>();
  const settle = (id: string, home: Home): void => {
    const known = homes.get(id);
    if (known) known.push(home);
    else unknown.add(id);
  };
  for (const { rules, sections } of policies) {
    const ruled = new Set(rules.map(({ id }) => id));
    for (const { id, also, title, examples } of rules) {
      const home: Home = { kind: 'rule', title, examples: examples.length };
      for (const clause of [id, ...also.filter((other) => !ruled.has(other))]) settle(clause, home);
    }
    for (const { of, as, note } of sections.flatMap(({ sameChecks }) => sameChecks))
      settle(of, { kind: 'same', clause: as, note });
    for (const { of, reason } of sections.flatMap(({ notFormalized }) => notFormalized))
      settle(of, { kind: 'not-formalized', reason });
  }
  for (const { name, clauses: ids } of checks) for (const id of ids) settle(id, { kind: 'check', name });
  for (const { name, clauses: ids } of corpusChecks)
    for (const id of ids) settle(id, { kind: 'corpus', name });
  const codes = new Map(
    policies.flatMap(({ meta, codes: legal }) =>
      legal.map((code) => [`${meta.id} ${code.id}`, code] as const),
    ),
  );
  for (const { id, policy } of clauses) {
    // In a cell an item is written without the letter of its sentence: JN-9(1)a → JN-9(1).
    const code = codes.get(`${policy} ${id}`) ?? codes.get(`${policy} ${id.replace(/\)[a-z]\d*$/, ')')}`);
    if (code) settle(id, { kind: 'code', column: code.column, code: code.id });
  }

  const kindsOf = (id: string): ReadonlySet<HomeKind> =>
    new Set((homes.get(id) ?? []).map(({ kind }) => kind));
  const isExecuted = (id: string): boolean =>
    (['rule', 'check', 'code'] as const).some((kind) => kindsOf(id).has(kind));
  const standingOf = (id: string): Standing => {
    // Only what is carried out itself can stand for another clause: a chain of references checks nothing.
    const here = [
      id,
      ...(homes.get(id) ?? []).flatMap((home) => (home.kind === 'same' ? [home.clause] : [])),
    ];
    if (here.some(isExecuted)) return 'executed';
    if (here.some((at) => kindsOf(at).has('corpus'))) return 'content';
    return kindsOf(id).has('not-formalized') ? 'words' : 'gap';
  };
  const covered = clauses.map((clause): CoveredClause => {
    const reason = open.get(clause.id);
    const standing = standingOf(clause.id);
    // What a machine can decide must be decided; a reason is no home for it.
    const homeless = standing === 'gap' || (standing === 'words' && clause.computable === 'yes');
    return {
      clause,
      homes: homes.get(clause.id) ?? [],
      standing: homeless ? 'gap' : standing,
      ...(reason === undefined ? {} : { open: reason }),
    };
  });
  return {
    clauses: covered,
    lost: covered
      .filter(({ standing, open: reason }) => standing === 'gap' && reason === undefined)
      .map(({ clause }) => clause.id),
    stale: [...open.keys()].filter(
      (id) => !covered.some(({ clause, standing }) => clause.id === id && standing === 'gap'),
    ),
    unknown: [...unknown],
  };
}

/** How many clauses stand where. */
export function countStandings(clauses: readonly CoveredClause[]): Readonly<Record<Standing, number>> {
  const counts = { executed: 0, content: 0, words: 0, gap: 0 };
  for (const { standing } of clauses) counts[standing] += 1;
  return counts;
}

/** How many clauses have a home of each kind; one clause may have several. */
export function countHomes(clauses: readonly CoveredClause[]): Readonly<Record<HomeKind, number>> {
  const counts = { rule: 0, check: 0, code: 0, corpus: 0, same: 0, 'not-formalized': 0 };
  for (const { homes } of clauses)
    for (const kind of new Set(homes.map((home) => home.kind))) counts[kind] += 1;
  return counts;
}
