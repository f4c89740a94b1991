/** Names that stand on forms, kept out of what goes from them into a register: a register holds no names. */
import type { Finding } from '../core/finding.ts';
import { holdsName, personNames } from '../disclosure/names.ts';
import type { FilledForm } from '../forms/filled.ts';
import { staysOnPaper } from './drafts.ts';
import type { ReadPaper } from './papers.ts';

/** Where a form says beside the person also the unit or the post; a filing may name either. */
const BESIDE = ['subject_unit', 'subject_post', 'subject_type'];

/** The names on some forms, as their fields for persons say them. They are never shown. */
export function namesOn(forms: readonly FilledForm[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { values } of forms) {
    for (const { field, text } of values) {
      const { register } = field;
      if (!staysOnPaper(field) && !register.includes('subject_type')) continue;
      const mixed = !register.includes('subject_name') || register.some((key) => BESIDE.includes(key));
      for (const name of personNames(text, mixed)) names.add(name);
    }
  }
  return names;
}

/** What a form has for a table, without the cells that hold one of these names; with one it is held back. */
export function withoutNames(paper: ReadPaper, names: ReadonlySet<string>): ReadPaper {
  const findings: Finding[] = [];
  const entries = paper.entries.map((entry) => {
    const { draft } = entry;
    const named = draft.cells.filter(
      ({ column, value }) => column.kind === 'text' && holdsName(value, names),
    );
    if (named.length === 0) return entry;
    const heads = named.map(({ column }) => `「${column.head}」`);
    findings.push({
      code: 'personal-name',
      severity: 'error',
      clause: null,
      file: paper.file,
      message: `要登记到${heads.join('')}的内容${draft.row === undefined ? '' : `（表中第${draft.row}行）`}写有表上的姓名，没有导入。`,
      hint: '台账不登记姓名：请填表人把姓名改写作“该同志”“当事人”一类后再导入，或者对照原表去掉姓名、手工登记。',
    });
    const cells = draft.cells.filter((cell) => !named.includes(cell));
    return { ...entry, draft: { ...draft, cells, unread: [...(draft.unread ?? []), ...heads] } };
  });
  return findings.length === 0 ? paper : { ...paper, entries, findings: [...paper.findings, ...findings] };
}
