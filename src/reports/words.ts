/** What a cell of a paper says of a case: the register's values in the words of a form. */

import { writeDate } from '../components/policy-words.ts';
import type { FieldSpec } from '../forms/schema.ts';
import type { Policy } from '../policy/model.ts';
import { findColumn } from '../register/columns.ts';
import { citeRuns } from '../register/message.ts';
import { all, type CaseFacts, one } from './rows.ts';

/** Fields that say whom a paper is about, however their columns are listed. */
const ABOUT = new Set(['subject', 'subject_unit_post']);

/** A unit by its name; a person by unit, post and, where it is asked for and the register holds it, name. */
export function subjectWords(entry: CaseFacts, withName: boolean): string {
  const unit = one(entry, 'subject_unit') ?? '';
  if (one(entry, 'subject_type') !== '个人') return unit;
  return [unit, one(entry, 'subject_post') ?? '', withName ? (one(entry, 'subject_name') ?? '') : ''].join(
    '',
  );
}

/** Clauses of columns in the order of the articles; an article is named once: 第七条第（一）项、第（三）项. */
export function clausesIn(entry: CaseFacts, columns: readonly string[], policy: Policy): string {
  const order = policy.codes.map(({ id }) => id);
  const cited = new Set(
    columns.flatMap((column) => all(entry, column)).filter((code) => order.includes(code)),
  );
  const codes = [...cited].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  let article = '';
  // The sentences of one item are cited alike.
  return [...new Set(citeRuns(policy, codes))]
    .map((words) => {
      const own = /^第.+?条/.exec(words)?.[0] ?? '';
      const shown = own !== '' && own === article ? words.slice(own.length) : words;
      article = own;
      return shown;
    })
    .join('、');
}

/** What one field of a form says of a case; '' for what the register does not hold. */
export function fieldWords(field: FieldSpec, entry: CaseFacts, policy: Policy): string {
  if (field.key === 'subject_unit') return one(entry, 'subject_unit') ?? '';
  if (ABOUT.has(field.key))
    return subjectWords(entry, field.key === 'subject' || field.register.includes('subject_name'));
  const kinds = field.register.map((key) => ({ key, kind: findColumn(key)?.kind }));
  const codes = kinds.filter(({ kind }) => kind === 'codes').map(({ key }) => key);
  const plain = kinds
    .filter(({ kind }) => kind !== 'codes')
    .map(({ key, kind }) => {
      const values = all(entry, key);
      if (kind === 'date' && field.type !== 'date') return values.map(writeDate).join('');
      return values.map((value) => (key === 'sanctions' ? value.replace(/^[^:]*:/, '') : value)).join('、');
    })
    .filter((words) => words !== '');
  const cited = clausesIn(entry, codes, policy);
  if (cited === '') return plain.join('，');
  if (plain.length === 0) return cited;
  // The matter first, then what it fits.
  return `${plain.join('，').replace(/。$/, '')}（符合${cited}）`;
}
