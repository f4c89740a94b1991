/**
 * The sentences of the papers that are filled from a case. The columns of a register hold values; where a paper wants
 * them said, with the document they rest on, they are said here. What the register does not hold stays unsaid.
 */
import type { Policy } from '../policy/model.ts';
import { findColumn } from '../register/columns.ts';
import { all, type CaseFacts, one } from './rows.ts';
import { clausesIn, subjectWords } from './words.ts';

type Composer = (entry: CaseFacts, policy: Policy) => string;

/** A text as sentences: with one full stop at its end, and none where there is nothing to say. */
const sentence = (text: string): string => (text === '' ? '' : `${text.replace(/[。；;，,\s]+$/, '')}。`);

/** The name of a measure as it stands on its first mention, with its number where it has one. */
function fullName({ meta }: Policy): string {
  return `《${meta.title}》${meta.pol_no === '' ? '' : `（${meta.pol_no}）`}`;
}

const matter: Composer = (entry) => sentence(one(entry, 'matter') ?? '');

/** Room for a name that the register does not hold: it is added by hand. */
export const NAME_BLANK = '＿＿＿';

/** The name of a person, or room for it; of a unit, and where nothing at all is known, nothing. */
function nameIn(entry: CaseFacts): string {
  if (one(entry, 'subject_type') !== '个人') return '';
  return one(entry, 'subject_name') ?? (subjectWords(entry, false) === '' ? '' : NAME_BLANK);
}

/** Whom a notice is sent to. */
const addressee: Composer = (entry) => subjectWords(entry, false) + nameIn(entry);

/** The person before his unit and post; a unit by its name. */
const particulars: Composer = (entry) =>
  sentence([nameIn(entry), subjectWords(entry, false)].filter((part) => part !== '').join('，'));

// --- JN: the six contents of a tolerance decision (JN-15.2b)

const SHORT_JN = '《实施细则》';
const HARM: Readonly<Record<string, string>> = {
  无: '没有造成负面影响、损失',
  较小: '造成的负面影响、损失较小',
  较重: '造成的负面影响、损失较重',
  严重: '造成的负面影响、损失严重',
};
const REMEDY: Readonly<Record<string, string>> = {
  消除负面影响并有效挽回损失: '已积极消除负面影响，有效挽回损失',
  消除部分影响并挽回一定损失: '经积极整改纠正，消除部分影响，挽回一定损失',
  未挽回: '影响尚未消除，损失尚未挽回',
};

/** Where nothing was done there is nothing to make good: neither column can be taken at its word. */
function disagreement(entry: CaseFacts): string | undefined {
  const remedy = one(entry, 'remedy');
  return one(entry, 'harm') === '无' && remedy !== undefined
    ? `「${findColumn('harm')?.head}」登记为「无」，「${findColumn('remedy')?.head}」登记为「${remedy}」，两栏不能同时成立，文书中没有写这两项；请核对台账以后补写。`
    : undefined;
}

/** A case of no liability that bears a sanction all the same: which of the two holds, only the register can say. */
function sanctioned(entry: CaseFacts): string | undefined {
  const mode = one(entry, 'mode') ?? '';
  return (mode === '免责' || mode === '不予追究责任') && all(entry, 'sanctions').length > 0
    ? `「${findColumn('mode')?.head}」登记为「${mode}」，「${findColumn('sanctions')?.head}」又登记了处理，两栏不能同时成立；文书按${mode}写，送出以前请核对。`
    : undefined;
}

/** Under which situation and conditions the case falls, and what article 18 weighs: the harm, and how far it was made good. */
const jnCircumstances: Composer = (entry, policy) => {
  const situations = clausesIn(entry, ['situations'], policy);
  const conditions = clausesIn(entry, ['conditions'], policy);
  const fits = [
    ...(situations === '' ? [] : [`属于@${situations}所列可以容错的情形`]),
    ...(conditions === '' ? [] : [`符合@${conditions}所列容错条件`]),
  ];
  const named = fits
    .join('，')
    .replace('@', `${fullName(policy)}（以下简称${SHORT_JN}）`)
    .replace('@', SHORT_JN);
  const weighed = disagreement(entry)
    ? []
    : [HARM[one(entry, 'harm') ?? ''], REMEDY[one(entry, 'remedy') ?? '']].filter(Boolean);
  return [named === '' ? '' : `经核查，本案${named}`, weighed.join('，')].map(sentence).join('');
};

/** The articles that make it a tolerated case, and those that allow the treatment it is given. */
const jnGrounds: Composer = (entry, policy) => {
  const cited = clausesIn(entry, ['conditions', 'situations'], policy);
  const mode = one(entry, 'mode') ?? '';
  if (cited === '' && mode === '') return '';
  // The short name stands for itself only once the full one has been given above.
  const document = cited === '' ? fullName(policy) : SHORT_JN;
  const [before, after] = [one(entry, 'form_before'), one(entry, 'form_after')];
  const given = all(entry, 'sanctions')
    .map((value) => value.replace(/^[^:]*:/, ''))
    .join('、');
  // 诫勉 is itself of the first form: article 19 lets something lighter be given in its place.
  const turned =
    before === '诫勉' && given !== ''
      ? `对应当适用诫勉的，给予${given}`
      : before !== undefined && before !== '诫勉' && after !== undefined && before !== after
        ? `由应当适用的${before}转化为${after}`
        : '';
  const treatment: Readonly<Record<string, string>> = {
    免责: '第十八条规定，予以免责',
    减责: turned === '' ? '第十八条规定，予以减责' : `第十八条、第十九条规定，${turned}，予以减责`,
    从轻: '第十八条规定，给予从轻处理',
  };
  const treated = treatment[mode];
  return sentence(
    [
      ...(cited === '' ? [] : [`依据${document}${cited}规定，予以容错`]),
      ...(treated === undefined ? [] : [`依据${cited === '' ? document : SHORT_JN}${treated}`]),
    ].join('；'),
  );
};

// --- ZZ: the decision not to pursue liability (annex 3)

/** The four findings that together allow it (ZZ-7(5)), in the words of the text. */
const ZZ_FOUR = /^ZZ-7\(5\)b\d$/;

const zzGrounds: Composer = (entry, policy) => {
  const situations = clausesIn(entry, ['situations'], policy);
  const four = policy.codes.filter(({ column, id }) => column === 'conditions' && ZZ_FOUR.test(id));
  const met = four.filter(({ id }) => all(entry, 'conditions').includes(id));
  const quoted = met.map(({ text }) => `“${text}”`).join('');
  const document = fullName(policy);
  const parts = [
    ...(situations === '' ? [] : [`本案属于${document}${situations}规定的容错情形`]),
    ...(met.length === 0
      ? []
      : met.length === four.length
        ? [`同时符合${situations === '' ? document : ''}第七条第（五）项规定的${quoted}四种情形`]
        : [`符合${situations === '' ? document : ''}第七条第（五）项规定的${quoted}情形`]),
  ];
  const conclusion = met.length === four.length && situations !== '' ? ['可以不予追究责任'] : [];
  return sentence([...parts, ...conclusion].join('，'));
};

const zzConclusion: Composer = (entry) => {
  const mode = one(entry, 'mode');
  return mode === undefined ? '' : `予以容错，${mode}。`;
};

/** Who says what, by the id of the paper and the key of the field. */
const COMPOSERS: Readonly<Record<string, Readonly<Record<string, Composer>>>> = {
  'zz-a3': { matter, situations: zzGrounds, mode: zzConclusion },
  'jn-decision': {
    subject: particulars,
    matter,
    situations: jnCircumstances,
    grounds: jnGrounds,
  },
  'zz-notice': { subject: addressee, correction_matters: matter },
  'jn-correction-notice': { subject: addressee, errors: matter },
};

/** What in a case does not fit together, by the id of the paper that says it. */
const DOUBTS: Readonly<Record<string, readonly ((entry: CaseFacts) => string | undefined)[]>> = {
  'zz-a3': [sanctioned],
  'jn-decision': [disagreement, sanctioned],
};

/** Columns of a case that contradict each other in a paper, in sentences for whoever sends it out. */
export function doubtsOf(form: string, entry: CaseFacts): string[] {
  return (DOUBTS[form] ?? []).flatMap((doubt) => doubt(entry) ?? []);
}

/** What a field of a paper says of a case in sentences; undefined where it holds the register's values as they are. */
export function composed(form: string, key: string, entry: CaseFacts, policy: Policy): string | undefined {
  return COMPOSERS[form]?.[key]?.(entry, policy);
}
