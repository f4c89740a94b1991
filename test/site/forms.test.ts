/** The forms page in a browser without script: three choices lead to the right forms, and each file is what is said. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { choiceId } from '../../src/forms/finder.ts';
import { GROUPS, groupsOf, STEPS } from '../../src/forms/gallery.ts';
import { type FormSpec, readForm } from '../../src/forms/schema.ts';
import { openSite, watch } from './browser.ts';
import { SITES } from './build.ts';

const site = openSite(SITES.public, 4430);

const forms: FormSpec[] = readdirSync('content/forms').flatMap((name) => {
  const { form } = readForm(readFileSync(`content/forms/${name}`, 'utf8'), name);
  return form ? [form] : [];
});
const POLICIES = ['JN', 'WF', 'ZZ', 'SY', 'PY'];

async function openForms(width: number, run: (page: Page) => Promise<void>): Promise<void> {
  const context = await site.browser.newContext({
    viewport: { width, height: 900 },
    locale: 'zh-CN',
    javaScriptEnabled: false,
  });
  const page = await context.newPage();
  const { errors, strays } = watch(page, site.origin);
  await page.goto(`${site.origin}/forms/`);
  await run(page);
  expect([...errors, ...strays]).toEqual([]);
  await context.close();
}

/** Forms that are listed now, by id. */
const listed = (page: Page): Promise<string[]> =>
  page
    .locator('.find-entry a[download$=".pdf"]:visible')
    .evaluateAll((links) => links.map((link) => link.getAttribute('download')?.replace('.pdf', '') ?? ''));

const offered = (page: Page, kind: string): Promise<string[]> =>
  page
    .locator(`.${kind} + label:visible`)
    .evaluateAll((labels) => labels.map((label) => label.getAttribute('for') ?? ''));

describe.each([390, 1280])('at %i px', (width) => {
  test('three clicks show the forms of that policy, role and step, and only what exists is offered', async () => {
    await openForms(width, async (page) => {
      expect((await listed(page)).sort()).toEqual(forms.map(({ id }) => id).sort());
      for (const policy of POLICIES) {
        await page.click('label[for=role-all]');
        await page.click('label[for=step-all]');
        await page.click(`label[for=${choiceId.policy(policy)}]`);
        const own = forms.filter((form) => form.policy === policy);
        for (const group of GROUPS.filter((one) =>
          own.some(({ role }) => role.some((word) => groupsOf(word).includes(one))),
        )) {
          await page.click('label[for=step-all]');
          await page.click(`label[for=${choiceId.role(group)}]`);
          const theirs = own.filter(({ role }) => role.some((word) => groupsOf(word).includes(group)));
          const steps = await offered(page, 'find-step');
          for (const step of STEPS.filter((one) => theirs.some((form) => form.step === one))) {
            expect(steps).toContain(choiceId.step(step));
            await page.click(`label[for=${choiceId.step(step)}]`);
            const wanted = theirs.filter((form) => form.step === step).map(({ id }) => id);
            expect([policy, group, step, (await listed(page)).sort()]).toEqual([
              policy,
              group,
              step,
              wanted.sort(),
            ]);
            expect(await page.locator('.find-none').isVisible()).toBe(false);
          }
        }
      }
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBeLessThanOrEqual(0);
    });
  });
});

test.each([390, 1280])(
  'at %i px a choice that another does away with stays, and says what to change',
  async (width) => {
    await openForms(width, async (page) => {
      const role = `label[for=${choiceId.role('提出意见的人')}]`;
      await page.click(`label[for=${choiceId.policy('PY')}]`);
      await page.click(role);
      expect(await listed(page)).toEqual(['py-comment']);
      expect(await page.locator('.find-clash:visible').count()).toBe(0);

      await page.click(`label[for=${choiceId.policy('JN')}]`);
      expect(await listed(page)).toEqual([]);
      expect(await page.locator(role).innerText()).toMatch(/^提出意见的人\s+所选文件中没有，请改选$/);
      expect(await page.locator('.find-clash:visible').count()).toBe(1);
      expect(await page.locator('.find-none').innerText()).toContain('注有“请改选”的一项');

      // From the document straight to the role, and back to one that fits; the one that does not is offered no more.
      await page.focus(`#${choiceId.policy('JN')}`);
      await page.keyboard.press('Tab');
      const focused = () => page.evaluate(() => document.activeElement?.id);
      expect(await focused()).toBe(choiceId.role('提出意见的人'));
      await page.keyboard.press('ArrowLeft');
      expect(await focused()).toBe(choiceId.role('职能部门'));
      expect(await listed(page)).not.toEqual([]);
      expect(await page.locator(role).isVisible()).toBe(false);
      expect(await page.locator('.find-clash:visible').count()).toBe(0);
      expect(await page.locator('.find-none').isVisible()).toBe(false);
    });
  },
);

test('the keyboard chooses; what does not go together says so; what has no form says why', async () => {
  await openForms(1280, async (page) => {
    await page.focus('#policy-all');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('input[name=role]:checked').getAttribute('id')).not.toBe('role-all');
    expect((await listed(page)).length).toBeLessThan(forms.length);

    await page.click('label[for=policy-all]');
    await page.click('label[for=role-all]');
    await page.click(`label[for=${choiceId.step('防错')}]`);
    await page.click(`label[for=${choiceId.policy('WF')}]`);
    expect(await page.locator('.find-none').isVisible()).toBe(true);
    expect(await page.locator('.find-group:visible').count()).toBe(0);
    expect(await page.locator('.find-clash:visible').allTextContents()).toEqual([
      '以上所选没有这一步，请改选',
    ]);

    await page.click(`label[for=${choiceId.policy('PY')}]`);
    await page.click('label[for=step-all]');
    await page.click(`label[for=${choiceId.step('决定')}]`);
    expect(await listed(page)).toEqual([]);
    const reasons = await page.locator('.form-without li:visible').allTextContents();
    expect(reasons).toHaveLength(2);
    for (const reason of reasons) expect(reason).toContain('本站不为此提供单独文书，因为');
  });
});

test('read aloud, each radio button stands in the choice it belongs to, and no two are called alike', async () => {
  await openForms(1280, async (page) => {
    const tree = await page.locator('.finder').ariaSnapshot();
    const choices = tree.split(/^- radiogroup /m).slice(1);
    expect(choices.map((choice) => /^"([^"]+)"/.exec(choice)?.[1])).toEqual([
      '依据哪份文件',
      '由谁填写',
      '办到哪一步',
    ]);
    const radios = choices.map((choice) =>
      [...choice.matchAll(/^ +- radio "([^"]+)"/gm)].map(([, name]) => name ?? ''),
    );
    expect(radios.map(([all]) => all)).toEqual(['全部文件', '全部填写人', '全部环节']);
    expect(radios.map(({ length }) => length)).toEqual([
      POLICIES.length + 1,
      GROUPS.length + 1,
      STEPS.length + 1,
    ]);
    expect(new Set(radios.flat()).size).toBe(radios.flat().length);
  });
});

test('each entry tells number, version, size and digest of its files, and leads to its page', async () => {
  await openForms(1280, async (page) => {
    const entries = page.locator('tr.find-entry');
    expect(await entries.count()).toBe(forms.length);
    for (const entry of await entries.all()) {
      const names = await entry
        .locator('a[download]')
        .evaluateAll((links) => links.map((link) => link.getAttribute('download') ?? ''));
      const id = names[0]?.replace('.pdf', '') ?? '';
      expect(names).toEqual([`${id}.pdf`, `${id}.docx`]);
      const form = forms.find((one) => one.id === id);
      const words = (await entry.locator('.form-file').textContent())?.replace(/\s+/g, ' ') ?? '';
      const html = readFileSync(`${SITES.public}/forms/${id}/index.html`, 'utf8');
      // Under each of the two files.
      for (const part of [id.toUpperCase(), `${form?.version}版`])
        expect([id, part, words.split(part).length - 1]).toEqual([id, part, 2]);
      const titles = await entry
        .locator('code')
        .evaluateAll((codes) => codes.map((code) => code.getAttribute('title')));
      for (const [i, name] of names.entries()) {
        const bytes = readFileSync(`${SITES.public}/forms/${name}`);
        const digest = createHash('sha256').update(bytes).digest('hex');
        expect(titles[i]).toBe(digest);
        const { length } = bytes;
        const size = length < 1e6 ? `${Math.ceil(length / 1e3)} KB` : `${(length / 1e6).toFixed(2)} MB`;
        for (const part of [size, digest.slice(0, 12)]) expect(words).toContain(part);
        for (const part of [size, digest, `href="/forms/${name}"`]) expect(html).toContain(part);
      }
      expect(html).toContain(`表格编号 ${id.toUpperCase()}`);
      expect(html).toContain('请改用Word文档（DOCX）填写');
      // Every field has its explanation.
      for (const { help } of form?.fields ?? []) expect(html).toContain(help);
      // The register has a column for names, into which no form is read.
      expect(html).not.toMatch(/data-head="台账"[^>]*>\s*姓名/);
    }
  });
});

test('what the PDF cannot hold is said at the head of the list, with the way to the reasons', async () => {
  await openForms(390, async (page) => {
    const link = page.locator('.page-head a[href="#rare-characters"]');
    expect(await link.isVisible()).toBe(true);
    await link.click();
    expect(await page.locator('dt:target').textContent()).toBe('生僻字');
    expect(
      await page
        .locator('dt:target')
        .boundingBox()
        .then((box) => box && box.y < 900),
    ).toBe(true);
  });
});

test('to fill in by hand one prints the PDF or the Word document, not the page', async () => {
  const index = readFileSync(`${SITES.public}/forms/index.html`, 'utf8');
  expect(index).toContain('可以打印空白的PDF或者Word文档，用笔填写');
  for (const { id } of forms) {
    const html = readFileSync(`${SITES.public}/forms/${id}/index.html`, 'utf8');
    expect(html).toContain('手工填写的，请打印空白的PDF或者Word文档');
    expect(html).not.toMatch(/打印[^。]*网页版式/);
  }
});

test('pages of forms with numbered rows say what to do when these run out', () => {
  const told = forms.filter(({ id }) =>
    readFileSync(`${SITES.public}/forms/${id}/index.html`, 'utf8').includes('行数不够'),
  );
  const numbered = forms.filter(({ rows }) => rows.some(({ repeat }) => repeat !== undefined));
  expect(numbered.length).toBeGreaterThan(5);
  expect(told.map(({ id }) => id)).toEqual(numbered.map(({ id }) => id));
});

test('a printed page explains the form on sheets that hold more than the foot of the site', async () => {
  const page = await site.browser.newPage({ locale: 'zh-CN' });
  // Of one sheet, two and three; ending on a row and on the sentence after the rows.
  for (const id of ['wf-notice', 'jn-a1', 'jn-a2', 'zz-a2', 'jn-archive', 'py-comment', 'wf-conclusion']) {
    await page.goto(`${site.origin}/forms/${id}/`);
    const pdf = await getDocument({ data: new Uint8Array(await page.pdf()), verbosity: 0 }).promise;
    const sheets: string[] = [];
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const { items } = await (await pdf.getPage(number)).getTextContent();
      // The fonts of this machine print radicals for some characters.
      const text = items.map((item) => ('str' in item ? item.str : '')).join('');
      sheets.push(text.normalize('NFKC').replace(/\s/g, ''));
    }
    await pdf.destroy();
    const [foot = '', before = ''] = (sheets.at(-1) ?? '').split('本站对照条文核对登记').reverse();
    expect([id, foot]).toEqual([id, expect.stringContaining('来源与许可')]);
    // A row of explanation alone has some forty characters with its heads.
    expect([id, before.length > 60]).toEqual([id, true]);
    expect([id, sheets.join('').includes('请打印空白的PDF')]).toEqual([id, true]);
    // The layout stands in the PDF, with room to write.
    expect([id, sheets.join('').includes('表格编号')]).toEqual([id, false]);
  }
  await page.close();
});

test.each([
  ['jn-a2', 390, true],
  ['jn-a2', 768, true],
  ['jn-a2', 1100, false],
  ['jn-a2', 1440, false],
  ['zz-a1', 390, true],
  ['zz-a1', 768, false],
  ['wf-notice', 390, false],
])('the layout of %s at %i px says that it goes on sideways: %s', async (id, width, wider) => {
  const page = await site.browser.newPage({ viewport: { width, height: 900 }, locale: 'zh-CN' });
  await page.goto(`${site.origin}/forms/${id}/`);
  const goesOn = await page
    .locator('.form-preview')
    .evaluate((sheet) => sheet.scrollWidth > sheet.clientWidth);
  expect([goesOn, await page.getByText('左右滑动可以看全').isVisible()]).toEqual([wider, wider]);
  await page.close();
});
