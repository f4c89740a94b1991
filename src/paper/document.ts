/** A flowing paper before it is set: what it says and in what order, nothing of where it stands. */

/** A run of words in a paragraph. */
export interface Words {
  readonly text: string;
  /** `strong` is set in 黑体, `aside` in 楷体. */
  readonly style?: 'strong' | 'aside';
  /** Number of the entry in a list of notes that the words are about: a small raised number that leads there. */
  readonly note?: number;
}

/** One cell of a table; it stands in the next free column of its row, as in HTML. */
export interface TableCell {
  readonly words: readonly Words[];
  readonly colspan?: number;
  readonly rowspan?: number;
  readonly align?: 'left' | 'center' | 'right';
}

export interface TableBlock {
  readonly kind: 'table';
  readonly caption?: string;
  /** Relative widths of the columns. */
  readonly columns: readonly number[];
  /** Rows repeated at the head of every page. */
  readonly head: readonly (readonly TableCell[])[];
  readonly rows: readonly (readonly TableCell[])[];
  /** The first cell of each row says what the row is about. */
  readonly rowHeads?: boolean;
  /** 五号 instead of 小四, for many columns. */
  readonly small?: boolean;
}

export type Block =
  /** Its words carry their ordinal: 一、 in 黑体, （一） in 楷体, 1. and （1） as the text. */
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3 | 4; readonly text: string }
  | {
      readonly kind: 'paragraph';
      readonly words: readonly Words[];
      /** A line of its own in the middle, or without the indent of two characters. */
      readonly align?: 'center' | 'flush';
    }
  | {
      readonly kind: 'list';
      readonly ordered: boolean;
      /** Number of the first item; 1 where none is given. */
      readonly start?: number;
      readonly items: readonly (readonly Block[])[];
      /** The entries that raised numbers lead to. */
      readonly notes?: true;
    }
  | { readonly kind: 'quotation'; readonly blocks: readonly Block[] }
  | TableBlock;

/** An annex begins a page of its own. */
export interface Annex {
  readonly title: string;
  readonly blocks: readonly Block[];
  /** Set along the long side of the paper, for wide tables. */
  readonly turned?: true;
}

/** A paper after GB/T 9704-2012. */
export interface Paper {
  /** What it is called in a list of files. */
  readonly title: string;
  readonly subject: string;
  /** 2026-11-21: the day the file bears. */
  readonly day: string;
  /** 发文机关标志 and 发文字号, in red: only of a body that has configured its own. */
  readonly letterhead?: { readonly name: string; readonly number?: string };
  /** 主送机关, without its colon. */
  readonly addressee?: string;
  readonly blocks: readonly Block[];
  readonly annexes: readonly Annex[];
  /** 署名 and 成文日期. */
  readonly issuer?: string;
  readonly date: string;
  /** 附注, without its brackets. */
  readonly note?: string;
}
