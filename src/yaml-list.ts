/** YAML files that are one list, read with the place of every entry. */
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Finding } from './core/finding.ts';
import { slipOffset } from './core/yaml-fault.ts';
import { explainIssue } from './frontmatter.ts';

/** The entries of a list file, and the line on which each stands, by id. */
export interface ListReading<T> {
  readonly items: T[];
  readonly lines: ReadonlyMap<string, number>;
  readonly findings: Finding[];
}

/** Reads a YAML file that is one list; each bad entry is a finding at its own line. */
export function readList<T extends { readonly id: string }>(
  text: string,
  file: string,
  schema: z.ZodType<T>,
): ListReading<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const findings: Finding[] = document.errors.slice(0, 1).map((error) => {
    const { line, col } = lines.linePos(slipOffset(text, error.pos[0]));
    return {
      code: 'yaml-syntax',
      severity: 'error',
      clause: null,
      file,
      line,
      position: col,
      message: '这一行不是合法的 YAML。',
      hint: '检查缩进、引号和冒号；含冒号的文字要加引号。',
    };
  });
  const places = new Map<string, number>();
  if (findings.length > 0) return { items: [], lines: places, findings };
  const raw: unknown = document.toJS();
  const items: T[] = [];
  for (const [index, entry] of (Array.isArray(raw) ? raw : []).entries()) {
    const parsed = schema.safeParse(entry);
    if (parsed.success) {
      const node = document.getIn([index], true) as { range?: [number] } | undefined;
      const { line, col } = lines.linePos(node?.range?.[0] ?? 0);
      const before = places.get(parsed.data.id);
      if (before !== undefined) {
        findings.push({
          code: 'yaml-value',
          severity: 'error',
          clause: null,
          file,
          line,
          position: col,
          message: `代号「${parsed.data.id}」已在第${before}行使用。`,
          hint: '改用新的代号，或者合并两项。',
        });
      } else places.set(parsed.data.id, line);
      items.push(parsed.data);
      continue;
    }
    for (const issue of parsed.error.issues) {
      const path = [index, ...issue.path.filter((part) => typeof part !== 'symbol')];
      const node = document.getIn(path, true) ?? document.getIn([index], true);
      const offset = (node as { range?: [number] } | undefined)?.range?.[0] ?? 0;
      const { line, col } = lines.linePos(offset);
      findings.push({
        code: 'yaml-value',
        severity: 'error',
        clause: null,
        file,
        line,
        position: col,
        message: `第${index + 1}项的「${issue.path.join('.') || '整体'}」${explainIssue(issue)}。`,
        hint: '照同一文件中的其他各项改正。',
      });
    }
  }
  if (!Array.isArray(raw)) {
    findings.push({
      code: 'yaml-value',
      severity: 'error',
      clause: null,
      file,
      line: 1,
      position: 1,
      message: '文件应为一个列表，每项以「- 」开头。',
      hint: '照 CONTRIBUTING.md 的样式书写。',
    });
  }
  return { items, lines: places, findings };
}
