/** Terms: one English word per Chinese term, with its meaning and source. The glossary page is made from it. */
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Finding } from './core/finding.ts';
import { explainIssue } from './frontmatter.ts';

const TERM = z.strictObject({
  id: z.string().regex(/^[a-zA-Z]+$/, '应为英文单词（驼峰式）'),
  zh: z.string().min(1),
  meaning: z.string().min(1),
  sources: z.array(z.string()),
  not: z.string().optional(),
});

export type Term = z.infer<typeof TERM>;

const SCENE = z.strictObject({
  id: z.string(),
  scene: z.string().min(1),
  clause: z.string(),
  which: z.enum(['ZZ-2b', 'ZZ-2c', 'ZZ-2d']),
  side: z.enum(['可以容错的一侧', '违纪违法的一侧', '存疑']),
  why: z.string().min(1),
});

/** One short scene of the exercise on the three distinctions. */
export type Scene = z.infer<typeof SCENE>;

/** Reads a YAML file that is one list; each bad entry is a finding at its own line. */
function readList<T>(text: string, file: string, schema: z.ZodType<T>): { items: T[]; findings: Finding[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const findings: Finding[] = document.errors.map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
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
  if (findings.length > 0) return { items: [], findings };
  const raw: unknown = document.toJS();
  const items: T[] = [];
  for (const [index, entry] of (Array.isArray(raw) ? raw : []).entries()) {
    const parsed = schema.safeParse(entry);
    if (parsed.success) {
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
  return { items, findings };
}

export function readGlossary(text: string, file: string): { items: Term[]; findings: Finding[] } {
  return readList(text, file, TERM);
}

export function readScenes(text: string, file: string): { items: Scene[]; findings: Finding[] } {
  return readList(text, file, SCENE);
}
