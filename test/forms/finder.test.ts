/** The style sheet by which forms are found, read as a browser reads it, against what is really there. */
import { expect, test } from 'vitest';
import { choiceId, type Findable, finderCss, signatureOf } from '../../src/forms/finder.ts';
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
}

interface Declared {
  readonly chosen: readonly string[];
  readonly target: string;
  /** A class that the element must not have. */
  readonly without: string | undefined;
  readonly value: string;
}

/** Every selector of the sheet with the `display` it declares, in order. */
function declared(css: string): Declared[] {
  return [...css.matchAll(/([^{}]+)\{\s*display: (\w+);\s*\}/g)].flatMap(([, selectors = '', value = '']) =>
    selectors.split(',').map((selector) => {
      const chosen = [...selector.matchAll(/#([\w-]+):checked/g)].map(([, id]) => id ?? '');
      const [, target = '', without] =
        /\.(find-[a-z]+)(?::not\(\.([\w-]+)\))?\s*$/.exec(selector.trim()) ?? [];
      return { chosen, target, without, value };
    }),
  );
}

/** `display` of an element under the choices, by the last rule that matches. */
function displayOf(rules: readonly Declared[], checked: ReadonlySet<string>, { kind, items }: Element) {
  const classes = new Set(signatureOf(items));
  return rules.findLast(
    ({ chosen, target, without }) =>
      target === kind &&
      (without === undefined || !classes.has(without)) &&
      chosen.every((id) => checked.has(id)),
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
          ...(policy ? [choiceId.policy(policy)] : []),
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
        for (const offered of GROUPS) {
          const items = ITEMS.filter((item) => item.groups.includes(offered));
          const shown = displayOf(css, checked, { kind: 'find-role', items }) !== 'none';
          if (policy)
            expect([where, offered, shown]).toEqual([
              where,
              offered,
              items.some((item) => fit(item, 'policy')),
            ]);
        }
        for (const offered of STEPS) {
          const items = ITEMS.filter((item) => item.step === offered);
          const shown = displayOf(css, checked, { kind: 'find-step', items }) !== 'none';
          if (policy || group)
            expect([where, offered, shown]).toEqual([
              where,
              offered,
              items.some((item) => fit(item, 'role')),
            ]);
        }
        const none = displayOf(css, checked, { kind: 'find-none', items: [] }) === 'block';
        // With one choice alone there is always something, because only what is there is offered.
        if (checked.size > 1) expect([where, none]).toEqual([where, !ITEMS.some((item) => fit(item))]);
      }
    }
  }
});
