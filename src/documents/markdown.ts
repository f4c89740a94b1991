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

/** Blocks of a parsed text. `##` would be the first level of headings. */
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
      return [{ kind: 'paragraph', words: wordsOf(children, noteClause) }];
    case 'list':
      return [
        {
          kind: 'list',
          ordered: node.ordered === true,
          items: children.map((item) => blocksOf(item, noteClause)),
        },
      ];
    case 'blockquote':
      return [{ kind: 'quotation', blocks: blocksOf(node, noteClause) }];
    case 'table': {
      const rows = children.map((row) =>
        (row.children ?? []).map((cell, column): TableCell => {
          const align = node.align?.[column];
          return { words: wordsOf(cell.children ?? [], noteClause), ...(align ? { align } : {}) };
        }),
      );
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
    case 'code':
      return [{ kind: 'paragraph', words: [{ text: node.value ?? '' }], align: 'flush' }];
    default:
      throw new MarkdownError(
        node.position?.start.line ?? 1,
        `正文中有不能排印的内容（${node.type}）：只用段落、小标题、列表、引文、表格和加粗。`,
      );
  }
}

/** Shares of the width by the longest words of each column; none so narrow that it cannot be read. */
function columnWidths(rows: readonly (readonly TableCell[])[]): number[] {
  const columns = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: columns }, (_, column) => {
    const lengths = rows.map((row) =>
      (row[column]?.words ?? []).reduce((sum, { text }) => sum + text.length, 0),
    );
    return Math.min(20, Math.max(4, ...lengths));
  });
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
      case 'link':
      case 'delete':
        return wordsOf(children, noteClause, style);
      case 'break':
        return [{ text: ' ' }];
      default:
        throw new MarkdownError(
          node.position?.start.line ?? 1,
          `正文中有不能排印的内容（${node.type}）：只用文字、加粗和条款引用。`,
        );
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
