/** One entry of a table of contents, with the entries below it. */
export interface ContentsGroup {
  readonly anchor: string;
  readonly label: string;
  readonly items: { readonly anchor: string; readonly label: string }[];
}
