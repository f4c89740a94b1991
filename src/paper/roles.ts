/** Parts a typeface plays on paper: 小标宋 title, 仿宋 text, 黑体 and 楷体 headings, 宋体 page number. */
export type FaceRole = 'title' | 'body' | 'mark' | 'second' | 'folio';
