/** What a page says of a policy before its text begins. */
import type { PolicyStatus } from '../core/policy-id.ts';
import type { Policy } from '../policy/model.ts';

/** How far each kind of text may be relied on. */
export const STATUS_MEANING = {
  施行: '正式施行的规范性文件。',
  试行: '已经施行的规范性文件，题名标明“试行”。',
  征求意见稿: '征求意见稿，不具有效力，不能作为认定依据；登记以它为依据的，核对时报告错误。',
  经验材料: '经验材料，不是制度文本：介绍做法和成效，不能作为认定依据。',
  已废止: '已经废止，只用于核对废止以前的事项。',
} as const satisfies Record<PolicyStatus, string>;

/** 2019-11-15 → 2019年11月15日; 2025-07 → 2025年7月. */
export function writeDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month ? `${month}月` : ''}${day ? `${day}日` : ''}`;
}

/** Rows of the table of particulars. That the source has no number or date is said so: a blank could be our omission. */
export function particularsOf({ meta }: Policy): (readonly [label: string, words: string])[] {
  const unstated = '原文未载';
  // An essay has an author and a day of issue; it neither takes effect nor has an interpreter.
  if (meta.pol_status === '经验材料')
    return [
      ['作者', meta.issuer],
      ['发布日期', meta.pol_issued ? writeDate(meta.pol_issued) : unstated],
      ['文本来源', meta.source_note],
    ];
  return [
    ['制定机关', meta.issuer],
    ['文号', meta.pol_no || unstated],
    ['印发日期', meta.pol_issued ? writeDate(meta.pol_issued) : unstated],
    ['施行日期', meta.pol_effective ? writeDate(meta.pol_effective) : unstated],
    ['解释机关', meta.pol_interpreter || unstated],
    ...(meta.pol_parent.length > 0 ? [['上位依据', meta.pol_parent.join('、')] as const] : []),
    ...(meta.pol_repeals.length > 0 ? [['同时废止', meta.pol_repeals.join('、')] as const] : []),
    ['文本来源', meta.source_note],
  ];
}
