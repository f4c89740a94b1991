/** Readings of ambiguous clauses that the owner of a register may settle otherwise; each is shown beside its clause. */
export interface ReadingChoices {
  /** 济南《实施细则》第二十三条: whether a unit without a tolerated case must still file for that half-year. */
  readonly nilReturns: '提示' | '不提示';
  /** 济南《实施细则》第七条: whether a case must meet all six conditions, or those it lacks are only pointed out. */
  readonly conditions: '提示' | '全部';
  /** 党纪政务轻处分 (济南第十九条, 潍坊第八条), which no text defines: heavier ones after a conversion are pointed out. */
  readonly lightSanctions: readonly string[];
  /** 济南《实施细则》第十二条第三款: whether the unit's five working days count from the notice or from the end of the talks. */
  readonly suggestionFrom: '收到通知' | '沟通结束';
  /** 枣庄《实施细则》第十条: whether a matter opened before the day of effect and decided after it is under the old rules. */
  readonly oldCases: '从旧' | '从新';
}

/** The choice that settles each ambiguity, by its number in our list of ambiguities; shown beside the clause. */
export const READING_SWITCHES: Readonly<Record<string, keyof ReadingChoices>> = {
  'T-20': 'nilReturns',
  'T-26': 'suggestionFrom',
  'T-36': 'conditions',
  'T-50': 'lightSanctions',
  'T-67': 'oldCases',
};

/** The readings under which the rules' own examples and the typical cases stand, whatever this site has chosen. */
export const STANDARD_READINGS: ReadingChoices = {
  nilReturns: '提示',
  conditions: '提示',
  lightSanctions: [
    '党纪处分:党内警告',
    '党纪处分:党内严重警告',
    '政务处分:警告',
    '政务处分:记过',
    '政务处分:记大过',
  ],
  suggestionFrom: '收到通知',
  oldCases: '从旧',
};

/** Font files (.ttf) of the organization, as paths from the project's folder; '' for the free typeface that comes along. */
interface PaperFonts {
  /** 小标宋: titles. */
  readonly title: string;
  /** 仿宋: text, also of forms. */
  readonly body: string;
  /** 黑体: headings of the first level, marks of annexes. */
  readonly mark: string;
  /** 楷体: headings of the second level. */
  readonly second: string;
  /** 宋体: page numbers. */
  readonly folio: string;
}

/** What an organization that runs this site sets for itself. */
export const SITE_CONFIG = {
  siteName: '容纠',
  /** Name of the organization that publishes; empty in the sample site. */
  organization: '',
  /** 发文机关标志, the red head of the organization's own papers; empty for papers without one. */
  letterhead: '',
  /** Smallest count that the public edition prints: 5, or 10 where the subject is sensitive; at least 3. */
  smallCellFloor: 5,
  fonts: { title: '', body: '', mark: '', second: '', folio: '' } satisfies PaperFonts as PaperFonts,
  /** Where the built site is served: reports that need an absolute address point there. */
  address: 'http://localhost:4321/',
  /** Others are chosen after the dots: `{ ...STANDARD_READINGS, oldCases: '从新' }`. */
  readings: { ...STANDARD_READINGS } satisfies ReadingChoices as ReadingChoices,
} as const;
