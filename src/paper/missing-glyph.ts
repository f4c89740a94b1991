/** A character that a typeface cannot set. Stands alone so that the layout, which opens no font, can know it. */
export class MissingGlyphError extends Error {
  readonly character: string;

  constructor(name: string, character: string) {
    super(`字体 ${name} 缺少「${character}」字。`);
    this.name = 'MissingGlyphError';
    this.character = character;
  }
}
