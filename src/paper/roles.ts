/** Typefaces by the part they play on paper, and what stands in for those that may not be given away. */

/** Parts for which a publishing body may have a typeface of its own. */
type OwnRole = 'title' | 'body' | 'mark' | 'second' | 'folio';

/**
 * Parts a typeface plays: 小标宋 title, 仿宋 text, 黑体 and 楷体 headings, 宋体 page number, and the small print of forms,
 * which is set in the typeface that their fields are filled in with.
 */
export type FaceRole = OwnRole | 'small';

/** What forms are set in. */
export const FORM_ROLES = ['title', 'body', 'mark', 'small'] as const satisfies readonly FaceRole[];

/** What flowing papers are set in. */
export const PAPER_ROLES = [
  'title',
  'body',
  'mark',
  'second',
  'folio',
] as const satisfies readonly FaceRole[];

interface FaceWords {
  /** What it sets. */
  readonly sets: string;
  /** The kind of type that GB/T 9704 names. */
  readonly kind: string;
  /** The free typeface that is used. */
  readonly instead: string;
  /** The free typeface is itself of that kind. */
  readonly same?: true;
}

/**
 * Free 小标宋 and 仿宋 are not to be had from a package registry. 宋体 stands for 仿宋 rather than 楷体, which sets the
 * headings of the second level: in one typeface with the text they would not stand out.
 */
const FACE_WORDS: Readonly<Record<OwnRole, FaceWords>> = {
  title: { sets: '标题', kind: '小标宋', instead: '思源宋体粗体（Noto Serif SC Bold）' },
  body: { sets: '正文', kind: '仿宋', instead: '思源宋体（Noto Serif SC）' },
  mark: { sets: '一级标题', kind: '黑体', instead: '思源黑体（Noto Sans SC）', same: true },
  second: { sets: '二级标题', kind: '楷体', instead: '霞鹜文楷（LXGW WenKai）', same: true },
  folio: { sets: '页码', kind: '宋体', instead: '思源宋体（Noto Serif SC）', same: true },
};

/** Font files of the publishing body by role; '' where the free typeface is used. */
export type OwnFonts = Readonly<Record<OwnRole, string>>;

/** Which kinds of type are replaced in papers of these roles: 标题以思源宋体粗体代替小标宋. Empty when none is. */
export function substitutions(own: OwnFonts, roles: readonly FaceRole[]): string {
  return roles
    .filter((role) => role !== 'small')
    .filter((role) => own[role] === '' && !FACE_WORDS[role].same)
    .map((role) => {
      const { sets, kind, instead } = FACE_WORDS[role];
      return `${sets}以${instead}代替${kind}`;
    })
    .join('，');
}
