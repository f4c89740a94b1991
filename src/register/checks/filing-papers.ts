import { allOf, type Check, gather, isEvent, oneOf, type RowPlace } from './check.ts';

/** The monthly filing carries, for every case it lists, the paper of that case's outcome (ZZ). */
export const filingPapers: Check = {
  name: '备案表附送与容错方式相应的文书',
  clauses: ['ZZ-7(8)b'],
  watch: ({ report }) => {
    interface Filing {
      readonly at: RowPlace;
      readonly papers: readonly string[];
      readonly missing: Map<string, string[]>;
    }
    const filings: Filing[] = [];
    const filingsOf = new Map<string, Filing[]>();
    return {
      row: (row) => {
        if (isEvent(row, 'ZZ', '备案表报送')) {
          const papers = allOf(row, 'ev_doc');
          // A filing without any paper is the business of the rule on this clause.
          if (!papers.includes('容错免责决定书') && !papers.includes('处理决定')) return;
          const filing = { at: row.at, papers, missing: new Map<string, string[]>() };
          filings.push(filing);
          for (const id of allOf(row, 'ev_cases')) gather(filingsOf, id, filing);
        }
        const mode = row.table === 'cases' && row.policy === 'ZZ' ? oneOf(row, 'mode') : undefined;
        if (mode === undefined || oneOf(row, 'decision') !== '予以容错') return;
        const paper = mode === '不予追究责任' ? '容错免责决定书' : '处理决定';
        for (const { papers, missing } of filingsOf.get(row.at.id) ?? [])
          if (!papers.includes(paper)) gather(missing, paper, row.at.id);
      },
      end: () => {
        for (const { at, missing } of filings) {
          for (const [paper, ids] of missing) {
            report(at, 'ev_doc', {
              code: 'rule-broken',
              severity: 'error',
              clause: 'ZZ-7(8)b',
              message: `备案表列有 ${ids.sort().join('、')}，按其容错方式应当附送${paper}，「文书」没有登记。`,
              hint: '逐件附送文书：不予追究责任的附《容错免责决定书》，从轻、减轻或者免于处理的附处理决定。',
            });
          }
        }
      },
    };
  },
};
