/**
 * The three choices by which a form is found (policy, who one is, how far the matter has come), as style alone: they
 * work without a script, in every browser, by mouse, finger and keyboard. Pure.
 */
import { GROUPS, type RoleGroup, STEPS, type Step } from './gallery.ts';

/** What can be found: a form, or a paper that gets none. */
export interface Findable {
  readonly policy: string;
  readonly groups: readonly RoleGroup[];
  readonly step: Step;
}

/** Ids of the radio buttons of the three choices; the buttons stand before everything they show or hide. */
export const choiceId = {
  policy: (policy: string): string => `policy-${policy.toLowerCase()}`,
  role: (group: RoleGroup): string => `role-${GROUPS.indexOf(group) + 1}`,
  step: (step: Step): string => `step-${STEPS.indexOf(step) + 1}`,
};

/** Id of the radio button for any policy. */
export const ANY_POLICY = 'policy-all';

const inOf = (policy: string) => `in-${policy.toLowerCase()}`;
const byOf = (group: RoleGroup) => `by-${GROUPS.indexOf(group) + 1}`;
const atOf = (step: Step) => `at-${STEPS.indexOf(step) + 1}`;

/** Classes that say under which choices, and pairs of choices, an element that stands for these items has something. */
export function signatureOf(items: readonly Findable[]): string[] {
  const classes = items.flatMap(({ policy, groups, step }) =>
    groups.flatMap((group) => {
      const [p, r, s] = [inOf(policy), byOf(group), atOf(step)];
      return [p, r, s, `${p}-${r}`, `${p}-${s}`, `${r}-${s}`];
    }),
  );
  return [...new Set(classes)];
}

/**
 * The style sheet of the choices: the radio buttons `.find-role` and `.find-step`, each with the label after it, are
 * offered where they lead to something, and stay where they are once chosen: there `.find-clash` in the label says that
 * the choice does not go with those above it. `.find-group` and `.find-entry` are shown where they fit, `.find-none`
 * where nothing does, `.find-own` under its policy.
 */
export function finderCss(items: readonly Findable[]): string {
  const policies = [...new Set(items.map(({ policy }) => policy))].map(
    (policy) => [`#${choiceId.policy(policy)}:checked ~`, inOf(policy)] as const,
  );
  const roles = GROUPS.map((group) => [`#${choiceId.role(group)}:checked ~`, byOf(group)] as const);
  const steps = STEPS.map((step) => [`#${choiceId.step(step)}:checked ~`, atOf(step)] as const);
  const there = new Set(signatureOf(items));
  const whole = new Set(
    items.flatMap(({ policy, groups, step }) =>
      groups.map((group) => [inOf(policy), byOf(group), atOf(step)].join('-')),
    ),
  );

  const hidden: string[] = [];
  const empty: string[] = [];
  const clashing: string[] = [];
  /** Radio buttons that lead nowhere are not offered; the one that was chosen stays, for people to change it. */
  const unoffered = (buttons: string): void => {
    hidden.push(`${buttons}:not(:checked)`, `${buttons}:not(:checked) + label`);
  };
  const clash = (buttons: string): void => {
    clashing.push(`${buttons}:checked + label .find-clash`);
  };
  for (const [chosen, p] of policies) {
    for (const buttons of [`${chosen} .find-role:not(.${p})`, `${chosen} .find-step:not(.${p})`]) {
      unoffered(buttons);
      clash(buttons);
    }
    hidden.push(
      `${chosen} .find-list > .find-group:not(.${p})`,
      `${chosen} .find-list .find-entry:not(.${p})`,
    );
  }
  for (const [chosen, r] of roles) {
    unoffered(`${chosen} .find-step:not(.${r})`);
    // Under a policy the role itself may be what does not go with it.
    clash(`#${ANY_POLICY}:checked ~ ${chosen} .find-step:not(.${r})`);
    hidden.push(
      `${chosen} .find-list .find-entry:not(.${r})`,
      `${chosen} .find-list > .find-group:not(.${r})`,
    );
  }
  for (const [chosen, s] of steps) {
    hidden.push(
      `${chosen} .find-list .find-entry:not(.${s})`,
      `${chosen} .find-list > .find-group:not(.${s})`,
    );
  }
  for (const [first, p] of policies) {
    for (const [second, r] of roles) {
      const buttons = `${first} ${second} .find-step:not(.${p}-${r})`;
      unoffered(buttons);
      if (there.has(`${p}-${r}`)) clash(buttons);
      else empty.push(`${first} ${second} .find-none`);
    }
    for (const [third, s] of steps) if (!there.has(`${p}-${s}`)) empty.push(`${first} ${third} .find-none`);
  }
  for (const [second, r] of roles) {
    for (const [third, s] of steps) {
      hidden.push(`${second} ${third} .find-list > .find-group:not(.${r}-${s})`);
      if (!there.has(`${r}-${s}`)) {
        empty.push(`${second} ${third} .find-none`);
        continue;
      }
      for (const [first, p] of policies) {
        const pairs = there.has(`${p}-${r}`) && there.has(`${p}-${s}`);
        if (pairs && !whole.has([p, r, s].join('-'))) empty.push(`${first} ${second} ${third} .find-none`);
      }
    }
  }
  return [
    `${hidden.join(',\n')} {\n  display: none;\n}`,
    `${[...empty, ...clashing].join(',\n')} {\n  display: block;\n}`,
    `${policies.map(([chosen, p]) => `${chosen} label .find-own.${p}`).join(',\n')} {\n  display: block;\n}`,
    '',
  ].join('\n');
}
