/** The style sheet by which forms are found, read as a browser reads it, against what is really there. */
import { expect, test } from 'vitest';
import { ANY_POLICY, choiceId, type Findable, finderCss, signatureOf } from '../../src/forms/finder.ts';
import { GROUPS, STEPS } from '../../src/forms/gallery.ts';

const ITEMS: readonly Findable[] = [
  { policy: 'WF', groups: ['当事人', '所在单位和党组织'], step: '申请' },
  { policy: 'WF', groups: ['承办单位'], step: '纠错' },
  { policy: 'ZZ', groups: ['承办单位'], step: '申请' },
  { policy: 'ZZ', groups: ['当事人'], step: '纠错' },
  { policy: 'ZZ', groups: ['当事人'], step: '申请' },
];

interface Element {
  readonly kind: 'find-role' | 'find-step' | 'find-group' | 'find-entry' | 'find-none';
  readonly items: readonly Findable[];
  /** Of a radio button: its label, or the note in its label that it does not go with the other choices. */
  readonly part?: 'label' | 'clash';
  /** Of a radio button: its id. */
  readonly id?: string;
}

interface Declared {
  readonly chosen: readonly string[];
  readonly target: string;
  readonly part: 'label' | 'clash' | undefined;
  /** A class that the element must not have. */
  readonly without: string | undefined;
  /** Whether the radio button must be chosen, or must not be. */
  readonly checked: boolean | undefined;
  readonly value: string;
}

/** What a selector is for: a class, another that must not be there, whether it is chosen, and the label after it. */
const TARGET =
  /\.(find-[a-z]+)(?::not\(\.([\w-]+)\))?(:checked|:not\(:checked\))?( \+ label)?( \.find-clash)?\s*$/;

/** Every selector of the sheet with the `display` it declares, in order. */
function declared(css: string): Declared[] {
  return [...css.matchAll(/([^{}]+)\{\s*display: (\w+);\s*\}/g)].flatMap(([, selectors = '', value = '']) =>
    selectors.split(',').map((selector) => {
      const chosen = [...selector.matchAll(/#([\w-]+):checked/g)].map(([, id]) => id ?? '');
      const [, target = '', without, state, label, clash] = TARGET.exec(selector.trim()) ?? [];
      return {
        chosen,
        target,
        without,
        checked: state === undefined ? undefined : state === ':checked',
        part: clash ? 'clash' : label ? 'label' : undefined,
        value,
      };
    }),
  );
}

/** `display` of an element under the choices, by the last rule that matches. */
function displayOf(
  rules: readonly Declared[],
  checked: ReadonlySet<string>,
  { kind, items, part, id }: Element,
) {
  const classes = new Set(signatureOf(items));
  return rules.findLast(
    (rule) =>
      rule.target === kind &&
      rule.part === part &&
      (rule.without === undefined || !classes.has(rule.without)) &&
      (rule.checked === undefined || rule.checked === (id !== undefined && checked.has(id))) &&
      rule.chosen.every((one) => checked.has(one)),
  )?.value;
}

test('whatever is chosen: the entries that fit are shown, headings over them, and nothing that leads nowhere is offered', () => {
  const css = declared(finderCss(ITEMS));
  const policies = [undefined, 'WF', 'ZZ'];
  const groups = [undefined, ...GROUPS];
  const steps = [undefined, ...STEPS];
  for (const policy of policies) {
    for (const group of groups) {
      for (const step of steps) {
        const checked = new Set([
          policy ? choiceId.policy(policy) : ANY_POLICY,
          ...(group ? [choiceId.role(group)] : []),
          ...(step ? [choiceId.step(step)] : []),
        ]);
        const where = [policy, group, step].join(' ');
        const fit = (item: Findable, by: 'policy' | 'role' | 'all' = 'all'): boolean =>
          (!policy || item.policy === policy) &&
          (by === 'policy' || !group || item.groups.includes(group)) &&
          (by !== 'all' || !step || item.step === step);
        for (const item of ITEMS)
          expect([where, displayOf(css, checked, { kind: 'find-entry', items: [item] })]).toEqual([
            where,
            fit(item) ? undefined : 'none',
          ]);
        for (const own of ['WF', 'ZZ']) {
          const items = ITEMS.filter((item) => item.policy === own);
          const shown = displayOf(css, checked, { kind: 'find-group', items }) !== 'none';
          expect([where, own, shown]).toEqual([where, own, items.some((item) => fit(item))]);
        }
        /** A radio button and its label are both there or both not, and the chosen one always is. */
        const isOffered = (kind: 'find-role' | 'find-step', id: string, items: readonly Findable[]) => {
          const [button, label] = ([undefined, 'label'] as const).map(
            (part) => displayOf(css, checked, { kind, items, id, ...(part ? { part } : {}) }) !== 'none',
          );
          expect([where, id, label]).toEqual([where, id, button]);
          return label;
        };
        const says = (kind: 'find-role' | 'find-step', id: string, items: readonly Findable[]) =>
          displayOf(css, checked, { kind, items, id, part: 'clash' }) === 'block';
        let clashes = 0;
        for (const offered of GROUPS) {
          const items = ITEMS.filter((item) => item.groups.includes(offered));
          const id = choiceId.role(offered);
          const fits = items.some((item) => fit(item, 'policy'));
          if (policy)
            expect([where, offered, isOffered('find-role', id, items)]).toEqual([
              where,
              offered,
              fits || offered === group,
            ]);
          const clash = says('find-role', id, items);
          expect([where, offered, clash]).toEqual([
            where,
            offered,
            offered === group && policy !== undefined && !fits,
          ]);
          if (clash) clashes += 1;
        }
        for (const offered of STEPS) {
          const items = ITEMS.filter((item) => item.step === offered);
          const id = choiceId.step(offered);
          if (policy || group)
            expect([where, offered, isOffered('find-step', id, items)]).toEqual([
              where,
              offered,
              items.some((item) => fit(item, 'role')) || offered === step,
            ]);
          const clash = says('find-step', id, items);
          // A step is not to blame where the role alone does not go with the policy.
          const rolesFit = !policy || !group || ITEMS.some((item) => fit(item, 'role'));
          expect([where, offered, clash]).toEqual([
            where,
            offered,
            offered === step &&
              (policy !== undefined || group !== undefined) &&
              !items.some((item) => fit(item, rolesFit ? 'role' : 'policy')),
          ]);
          if (clash) clashes += 1;
        }
        const none = displayOf(css, checked, { kind: 'find-none', items: [] }) === 'block';
        // With one choice alone there is always something, because only what is there is offered.
        const choices = [policy, group, step].filter((choice) => choice !== undefined).length;
        if (choices < 2) continue;
        expect([where, none]).toEqual([where, !ITEMS.some((item) => fit(item))]);
        // Where nothing is found, it can be seen which choice to change.
        expect([where, clashes > 0]).toEqual([where, none]);
      }
    }
  }
});
