/**
 * Where something stands in a file a person can open.
 * `line` and `column` count from 1, in the file as it is on disk; `under` is the legal trail (章 › 条).
 */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly under: readonly string[];
}

/** `content/policies/jn-2019.mdx:41:9`, the form editors and terminals turn into a link. */
export function formatPlace(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`;
}

/** Spreadsheet name of a 0-based column: 0 → A, 25 → Z, 26 → AA. */
export function columnLetter(index: number): string {
  let letters = '';
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26)) {
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  }
  return letters;
}

/** HTML anchor of a clause id: `JN-12.2` → `jn-12-2`, `WF-6(4)` → `wf-6-4`. ASCII, stable, unique per clause. */
export function clauseAnchor(id: string): string {
  return id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
