/** The real content with some folders replaced by texts in memory. */
import { contentFiles } from '../scripts/effects.ts';
import { type ContentFiles, type Corpus, readCorpus } from '../src/corpus.ts';
import type { Measure } from '../src/paper/boxes.ts';

/** Files by path; folders named here hold nothing else. */
export type Replaced = Readonly<Record<string, string>>;

export function withFiles(replaced: Replaced, folders: readonly string[]): ContentFiles {
  const isReplaced = (path: string): boolean => folders.some((folder) => `${path}/`.startsWith(`${folder}/`));
  return {
    ...contentFiles,
    list: async (folder) =>
      isReplaced(folder)
        ? Object.keys(replaced)
            .filter((path) => path.startsWith(`${folder}/`))
            .sort()
        : contentFiles.list(folder),
    text: async (path) => replaced[path] ?? (isReplaced(path) ? undefined : contentFiles.text(path)),
    chunks: async function* (path) {
      yield new TextEncoder().encode(replaced[path] ?? '');
    },
  };
}

/** A Corpus of the real policies with these cases, bulletins and registers and no others. */
export async function corpusOf(replaced: Replaced, asOf = '2026-11-21', measure?: Measure): Promise<Corpus> {
  return readCorpus(withFiles(replaced, ['content/cases', 'content/bulletins', 'data/registers']), {
    asOf,
    ...(measure ? { measure } : {}),
  });
}
