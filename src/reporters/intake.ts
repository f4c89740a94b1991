/** What forms would change in a register, for a terminal: every cell before and after, and everything left out. */
import type { ChangedCell } from '../intake/amend.ts';
import { groupLeft } from '../intake/drafts.ts';
import type { ReadPaper } from '../intake/papers.ts';
import { visible } from './terminal.ts';

/** One form: what it is, what it changes, what it leaves to be done by hand. Findings are not part of it. */
export function formatPaper({ file, filled, entries, left }: ReadPaper): string {
  const { form, version } = filled;
  if (!form) return `${file}\n  没有读取。`;
  const lines = [
    `${file}  《${form.title}》 ${form.id.toUpperCase()}  ${version ? `${version} 版` : '版本不明'}`,
  ];
  if (entries.length === 0) lines.push('  没有可以登记的内容。');
  for (const { draft, change } of entries) {
    const source = draft.row === undefined ? '' : `第${draft.row}行  `;
    if (!change) {
      lines.push(`  ${source}读到`);
      for (const { column, value } of draft.cells) lines.push(`    ${column.head}  ${oneLine(value)}`);
      continue;
    }
    const what = change.isNew ? '新增' : change.cells.length > 0 ? '更新' : '没有变化';
    lines.push(`  ${source}${what} ${change.id}（台账第${change.row}行）`);
    for (const cell of change.cells) lines.push(`    ${formatCell(cell)}`);
    if (change.same.length > 0) lines.push(`    与台账相同：${change.same.join('、')}`);
    if (change.absent.length > 0) lines.push(`    台账文件没有这些列，没有登记：${change.absent.join('、')}`);
  }
  if (left.length > 0) lines.push('  没有导入：');
  for (const { fields, reason } of groupLeft(left)) lines.push(`    ${fields}：${reason}。`);
  return lines.map(visible).join('\n');
}

function formatCell({ head, cell, before, after }: ChangedCell): string {
  return `${head}（${cell}）  ${before === '' ? '（空）' : oneLine(before)} → ${oneLine(after)}`;
}

/** Line breaks and tabs as signs, so that a cell stays on its line. */
function oneLine(text: string): string {
  return text.replaceAll('\n', '⏎').replaceAll('\t', '⇥');
}
