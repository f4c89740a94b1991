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

let processor: ReturnType<typeof createMarkdownProcessor> | undefined;

/**
 * Renders trusted prose of this repository. An unknown clause id stays as written: the Corpus has already reported
 * it as a finding.
 */
export async function renderProse(markdown: string, citeClause: CiteClause): Promise<string> {
  // smartypants would curl the quotes of Chinese text, and emphasis beside full-width punctuation needs the plugin.
  processor ??= createMarkdownProcessor({
    syntaxHighlight: false,
    smartypants: false,
    remarkPlugins: [remarkCjkFriendly],
  });
  const { code } = await (await processor).render(markdown);
  return code.replace(/\[\[([^\]]+)\]\]/g, (whole, id: string) => {
    const citation = citeClause(id);
    if (!citation) return whole;
    const [head, tail] = citation.parts;
    return `<a class="citation tie" href="${citation.href}"><span class="free">${head}</span>${tail}<span class="citation-status">${citation.status}</span></a>`;
  });
}
