/** Front matter of content files, read once with the position of every key. */
import { isMap, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Finding } from './core/finding.ts';
import { slipOffset } from './core/yaml-fault.ts';

export interface FrontMatter<T> {
  readonly data: T | undefined;
  readonly body: string;
  /** Line of the file on which the body starts, from 1. */
  readonly bodyLine: number;
  readonly findings: readonly Finding[];
  /** Line and column of a key, for checks that come later. */
  readonly placeOf: (path: readonly (string | number)[]) => { line: number; position: number };
}

const FENCE = /^---\n([\s\S]*?)\n---(?:\n|$)/;

/**
 * Splits a file into front matter and body and checks the front matter against a schema. Mistakes become findings
 * with line and column; `data` is then undefined. Line ends are normalized to \n before counting.
 */
export function readFrontMatter<T>(text: string, file: string, schema: z.ZodType<T>): FrontMatter<T> {
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const match = FENCE.exec(source);
  const start = { line: 1, position: 1 };
  if (!match) {
    const finding: Finding = {
      code: 'front-matter-missing',
      severity: 'error',
      clause: null,
      file,
      ...start,
      message: '文件开头没有用两行「---」围起来的卷首信息。',
      hint: '照同一文件夹中的其他文件补写卷首信息。',
    };
    return { data: undefined, body: source, bodyLine: 1, findings: [finding], placeOf: () => start };
  }
  const yaml = match[1] ?? '';
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false });
  const toPlace = (offset: number): { line: number; position: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: line + 1, position: col };
  };
  const placeOf = (path: readonly (string | number)[]): { line: number; position: number } => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true) as Node | undefined;
      if (node?.range) return toPlace(node.range[0]);
    }
    return { line: 2, position: 1 };
  };
  // One slip makes the parser stumble over every line after it.
  const findings: Finding[] = document.errors.slice(0, 1).map((error) => ({
    code: 'front-matter-syntax',
    severity: 'error',
    clause: null,
    file,
    ...toPlace(slipOffset(yaml, error.pos[0])),
    message: '卷首信息不是合法的 YAML。',
    hint: '检查这一行的缩进、引号和冒号；含冒号或方括号的文字要加引号。',
  }));
  let data: T | undefined;
  if (findings.length === 0) {
    const parsed = schema.safeParse(isMap(document.contents) ? document.toJS() : {});
    if (parsed.success) data = parsed.data;
    else {
      for (const issue of parsed.error.issues) {
        const path = issue.path.filter((part) => typeof part !== 'symbol');
        findings.push({
          code: 'front-matter-value',
          severity: 'error',
          clause: null,
          file,
          ...placeOf(path),
          key: path.join('.'),
          message: `卷首信息${showPath(path)}${explainIssue(issue)}。`,
          hint: '照同一文件夹中的其他文件改正这一项。',
        });
      }
    }
  }
  return {
    data,
    body: source.slice(match[0].length),
    bodyLine: match[0].split('\n').length,
    findings,
    placeOf,
  };
}

/** A key path as people count it: conditions.3.verdict → 「conditions」第4项的「verdict」. */
function showPath(path: readonly (string | number)[]): string {
  if (path.length === 0) return '整体';
  return path
    .map((part) => (typeof part === 'number' ? `第${part + 1}项` : `「${part}」`))
    .join('的')
    .replaceAll('的第', '第');
}

/** A schema issue in Chinese: what is wrong and, where it is known, what would be right. */
export function explainIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.includes('undefined')
        ? '缺少'
        : `应为${{ string: '文字', number: '数字', array: '列表', object: '「键: 值」', boolean: 'true 或 false', record: '「键: 值」' }[issue.expected as string] ?? issue.expected}`;
    case 'invalid_value':
      return `应为${issue.values.map((value) => `「${String(value)}」`).join('、')}${issue.values.length > 1 ? '之一' : ''}`;
    case 'unrecognized_keys':
      return `含有不认识的键${issue.keys.map((key) => `「${key}」`).join('、')}`;
    case 'too_small':
      return `过短或过少，至少为 ${issue.minimum}`;
    case 'too_big':
      return `过长或过多，至多为 ${issue.maximum}`;
    case 'invalid_union':
      return '写法不在允许的几种之内';
    default:
      // Own messages (regex, refine) are already Chinese.
      return /[\u4e00-\u9fff]/.test(issue.message) ? issue.message : '写法不符合要求';
  }
}
