import { compareText } from '../../core/finding.ts';
import { allOf, type Check, gather, isEvent, oneOf, type RowPlace } from './check.ts';

interface Filing {
  readonly at: RowPlace;
  readonly papers: readonly string[];
  /** The paper each listed case wants and the filing does not hold. */
  readonly missing: Map<string, string[]>;
}

/** The paper that goes with an outcome: liability dropped altogether has one of its own. */
export const paperFor = (mode: string): string => (mode === '不予追究责任' ? '容错免责决定书' : '处理决定');

/**
 * The monthly filing carries, for every case it lists, the paper of that case's outcome (ZZ). A case that was refused
 * may be listed and needs none.
 */
export const filingPapers: Check = {
  name: '备案表附送与容错方式相应的文书',
  clauses: ['ZZ-7(8)b'],
  watch: ({ report }) => {
    const filings: Filing[] = [];
    const filingsOf = new Map<string, Filing[]>();
    return {
      row: (row) => {
        if (isEvent(row, 'ZZ', '备案表报送')) {
          // Papers that cannot be read have been reported where they stand.
          if (row.facts.get('ev_doc') === null) return;
          const filing = { at: row.at, papers: allOf(row, 'ev_doc'), missing: new Map<string, string[]>() };
          filings.push(filing);
          for (const id of allOf(row, 'ev_cases')) gather(filingsOf, id, filing);
        }
        const mode = row.table === 'cases' && row.policy === 'ZZ' ? oneOf(row, 'mode') : undefined;
        if (mode === undefined || oneOf(row, 'decision') !== '予以容错') return;
        const paper = paperFor(mode);
        for (const { papers, missing } of filingsOf.get(row.at.id) ?? [])
          if (!papers.includes(paper)) gather(missing, paper, row.at.id);
      },
      end: () => {
        for (const { at, papers, missing } of filings) {
          if (missing.size === 0) continue;
          const wanted = [...missing].map(
            ([paper, ids]) => `${ids.sort(compareText).join('、')} 应当附送${paper}`,
          );
          report(at, 'ev_doc', {
            code: papers.length === 0 ? 'fact-missing' : 'rule-broken',
            severity: 'error',
            clause: 'ZZ-7(8)b',
            message: `按备案表所列案件的容错方式，${wanted.join('，')}，「文书」没有登记。`,
            hint: '逐件附送文书：不予追究责任的附《容错免责决定书》，从轻、减轻或者免于处理的附处理决定。',
          });
        }
      },
    };
  },
};
