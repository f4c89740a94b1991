/** Markdown, as the pages parse it, to the blocks of a paper. */
import type { Block, TableCell, Words } from '../paper/document.ts';
import type { MarkdownNode } from '../prose.ts';

/** What a clause is called in a sentence, and the number of the note that gives its words. */
export type NoteClause = (id: string) => { readonly text: string; readonly note: number } | undefined;

/** What Markdown may hold and no paper can show. */
export class MarkdownError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** What Markdown knows and papers do not, in words an editor knows. */
const UNSETTABLE: Readonly<Record<string, string>> = {
  footnoteReference: '脚注',
  footnoteDefinition: '脚注',
  html: 'HTML 标签',
  image: '图片',
  imageReference: '图片',
  delete: '删除线（~~）',
  code: '代码块，或者行首空四格的文字',
  linkReference: '参考式链接',
  definition: '参考式链接',
};

/** @throws always: nothing of what a page shows may be missing on paper, or read there as something else */
function refuse(node: MarkdownNode, what = UNSETTABLE[node.type] ?? node.type): never {
  throw new MarkdownError(
    node.position?.start.line ?? 1,
    `正文中有不能排印的内容（${what}）：只用段落、小标题、列表、引文、表格、加粗和条款引用。`,
  );
}

/**
 * Blocks of a parsed text. `##` would be the first level of headings.
 * @throws MarkdownError for the first thing that no paper can show
 */
export function blocksOf(root: MarkdownNode, noteClause: NoteClause): Block[] {
  return (root.children ?? []).flatMap((node) => blockOf(node, noteClause));
}

function blockOf(node: MarkdownNode, noteClause: NoteClause): Block[] {
  const children = node.children ?? [];
  switch (node.type) {
    case 'heading': {
      const text = wordsOf(children, noteClause)
        .map((words) => words.text)
        .join('');
      return [
        { kind: 'heading', level: Math.min(4, Math.max(1, (node.depth ?? 2) - 1)) as 1 | 2 | 3 | 4, text },
      ];
    }
    case 'paragraph':
      return linesOf(children).map((line) => ({ kind: 'paragraph', words: wordsOf(line, noteClause) }));
    case 'list': {
      for (const item of children) {
        if (typeof item.checked === 'boolean') refuse(item, '待办列表');
        if (item.children?.[0]?.type !== 'paragraph') refuse(item, '不以一段文字开头的列表项');
      }
      return [
        {
          kind: 'list',
          ordered: node.ordered === true,
          ...(node.start && node.start !== 1 ? { start: node.start } : {}),
          items: children.map((item) => blocksOf(item, noteClause)),
        },
      ];
    }
    case 'blockquote':
      return [{ kind: 'quotation', blocks: blocksOf(node, noteClause) }];
    case 'table': {
      const columns = children[0]?.children?.length ?? 0;
      if (columns > MOST_COLUMNS) refuse(node, `${columns}栏的表格，纸面最多排${MOST_COLUMNS}栏`);
      const rows = children.map((row) => {
        // A page leaves such cells out without a word.
        if ((row.children?.length ?? 0) > columns) refuse(row, '格数多于表头的表格行');
        return Array.from({ length: columns }, (_, column): TableCell => {
          const align = node.align?.[column];
          const cell = row.children?.[column];
          return { words: wordsOf(cell?.children ?? [], noteClause), ...(align ? { align } : {}) };
        });
      });
      return [
        {
          kind: 'table',
          columns: columnWidths(rows),
          head: rows.slice(0, 1),
          rows: rows.slice(1),
        },
      ];
    }
    case 'thematicBreak':
      return [];
    default:
      return refuse(node);
  }
}

/** The lines of a paragraph that its author ended by hand. */
function linesOf(nodes: readonly MarkdownNode[]): MarkdownNode[][] {
  const lines: MarkdownNode[][] = [[]];
  for (const node of nodes) {
    if (node.type === 'break') lines.push([]);
    else lines.at(-1)?.push(node);
  }
  return lines;
}

/** Two characters of a table with the space beside them, as a share of the type area. */
const NARROWEST = 32 / 442;
const MOST_COLUMNS = Math.floor(1 / NARROWEST);

/** Shares of the width by the longest words of each column; none so narrow that it cannot be read. */
function columnWidths(rows: readonly (readonly TableCell[])[]): number[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const wished = Array.from({ length: columns }, (_, column) => {
    const lengths = rows.map((row) =>
      (row[column]?.words ?? []).reduce((sum, { text }) => sum + text.length, 0),
    );
    return Math.min(20, Math.max(4, ...lengths));
  });
  const sum = wished.reduce((total, width) => total + width, 0);
  // Even if every column had to grow to it, it would still be wide enough.
  const least = Math.min(20, (NARROWEST * sum) / (1 - NARROWEST * columns));
  return wished.map((width) => Math.max(width, least));
}

function wordsOf(nodes: readonly MarkdownNode[], noteClause: NoteClause, style?: Words['style']): Words[] {
  return nodes.flatMap((node): Words[] => {
    const children = node.children ?? [];
    switch (node.type) {
      case 'text':
      case 'inlineCode':
        return cited(node.value ?? '', noteClause, style);
      case 'strong':
        return wordsOf(children, noteClause, 'strong');
      case 'emphasis':
        return wordsOf(children, noteClause, 'aside');
      // The check lets no link through but an address that stands for itself.
      case 'link':
        return wordsOf(children, noteClause, style);
      case 'break':
        return [{ text: ' ' }];
      default:
        return refuse(node);
    }
  });
}

/** Splits a text at its `[[JN-7(3)]]`: each becomes the words of the citation and the number of its note. */
function cited(text: string, noteClause: NoteClause, style?: Words['style']): Words[] {
  const own = style ? { style } : {};
  return unwrapLines(text)
    .split(/(\[\[[^\]]+\]\])/)
    .filter((part) => part !== '')
    .map((part) => {
      const found = part.startsWith('[[') ? noteClause(part.slice(2, -2)) : undefined;
      return found ? { ...own, text: found.text, note: found.note } : { ...own, text: part };
    });
}

/** A line break between Han characters is no space; between words it is one. */
function unwrapLines(text: string): string {
  return text.replace(/([A-Za-z0-9])?\s*\n\s*(?=([A-Za-z0-9])?)/g, (_, before?: string, after?: string) =>
    before && after ? `${before} ` : (before ?? ''),
  );
}
