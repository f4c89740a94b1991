/** Markdown of cases and bulletins to HTML, with `[[JN-7(3)]]` turned into a citation that carries its status. */
import { createMarkdownProcessor } from '@astrojs/markdown-remark';
import remarkCjkFriendly from 'remark-cjk-friendly';

export interface Citation {
  readonly href: string;
  /** 济南《实施细则》第七条第（三）项 */
  readonly text: string;
  /** The text in two, cut so that its end stays on one line with the status. */
  readonly parts: readonly [head: string, tail: string];
  /** 试行、征求意见稿 … */
  readonly status: string;
}

export type CiteClause = (id: string) => Citation | undefined;

/** A node of parsed Markdown (mdast), as far as papers read it. */
export interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  readonly depth?: number;
  readonly ordered?: boolean | null;
  /** Number of the first item of a list. */
  readonly start?: number | null;
  /** Of an item of a list of tasks. */
  readonly checked?: boolean | null;
  readonly align?: readonly ('left' | 'center' | 'right' | null)[];
  readonly children?: readonly MarkdownNode[];
  readonly position?: { readonly start: { readonly line: number; readonly column: number } };
}

let processor: ReturnType<typeof createMarkdownProcessor> | undefined;

/** The one parser of prose, for pages and papers. Beside the HTML it hands out the parsed text. */
function openProcessor(): ReturnType<typeof createMarkdownProcessor> {
  // smartypants would curl the quotes of Chinese text, and emphasis beside full-width punctuation needs the plugin.
  processor ??= createMarkdownProcessor({
    syntaxHighlight: false,
    smartypants: false,
    remarkPlugins: [
      remarkCjkFriendly,
      () => (tree, file) => {
        const { astro } = file.data as { astro?: { frontmatter?: { tree?: MarkdownNode } } };
        // Later steps change the tree.
        if (astro?.frontmatter) astro.frontmatter.tree = structuredClone(tree) as MarkdownNode;
      },
    ],
  });
  return processor;
}

/** Parses prose of this repository. Its citations stay as they are written. */
export async function parseProse(markdown: string): Promise<MarkdownNode> {
  const { metadata } = await (await openProcessor()).render(markdown);
  return metadata.frontmatter.tree as MarkdownNode;
}

/**
 * Renders trusted prose of this repository. An unknown clause id stays as written: the Corpus has already reported
 * it as a finding.
 */
export async function renderProse(markdown: string, citeClause: CiteClause): Promise<string> {
  const { code } = await (await openProcessor()).render(markdown);
  return code.replace(/\[\[([^\]]+)\]\]/g, (whole, id: string) => {
    const citation = citeClause(id);
    if (!citation) return whole;
    const [head, tail] = citation.parts;
    return `<a class="citation tie" href="${citation.href}"><span class="free">${head}</span>${tail}<span class="citation-status">${citation.status}</span></a>`;
  });
}
