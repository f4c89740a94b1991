import type { Day } from '../../core/workdays.ts';
import { allOf, type Check, gather, isEvent, oneOf, type RowPlace } from './check.ts';

/** A county bulletin takes cases that were tolerated, and that the trial office has checked (SY). */
export const countyBulletins: Check = {
  name: '印发典型案例以前经过审核把关',
  clauses: ['SY-S5(2)', 'SY-S5(3)a'],
  watch: ({ report, clouded, mayHave }) => {
    const reported = new Map<string, Day>();
    const vetted = new Map<string, Day[]>();
    const bulletins: { at: RowPlace; day: Day; cases: readonly string[]; threads: readonly string[] }[] = [];
    const bulletinsOf = new Map<string, RowPlace[]>();
    return {
      row: (row) => {
        const day = oneOf(row, 'ev_date');
        const cases = allOf(row, 'ev_cases');
        if (day !== undefined) {
          // The steps of one case are joined by the case, or by the thread where the check names no case.
          const keys = [...cases, ...allOf(row, 'ev_thread')];
          if (isEvent(row, 'SY', '案例报送'))
            for (const key of keys) if (day < (reported.get(key) ?? '9')) reported.set(key, day);
          if (isEvent(row, 'SY', '审核把关')) for (const key of keys) gather(vetted, key, day);
          if (isEvent(row, 'SY', '典型案例印发')) {
            bulletins.push({ at: row.at, day, cases, threads: allOf(row, 'ev_thread') });
            for (const id of cases) gather(bulletinsOf, id, row.at);
          }
        }
        if (row.table !== 'cases' || row.policy !== 'SY' || oneOf(row, 'decision') !== '不予容错') return;
        for (const at of bulletinsOf.get(row.at.id) ?? []) {
          report(at, 'ev_cases', {
            code: 'rule-broken',
            severity: 'error',
            clause: 'SY-S5(3)a',
            message: `典型案例列有 ${row.at.id}，该案登记为不予容错。`,
            hint: '核对相关案件；容错典型案例只收容错免责、容错减责、从轻、减轻的案件。',
          });
        }
      },
      end: () => {
        for (const { at, day, cases, threads } of bulletins) {
          const unvetted = cases.filter(
            (id) =>
              !clouded(id) &&
              !mayHave(id, '审核把关') &&
              ![id, ...threads].some((key) =>
                (vetted.get(key) ?? []).some(
                  (checked) => checked <= day && checked >= (reported.get(key) ?? ''),
                ),
              ),
          );
          if (unvetted.length === 0) continue;
          report(at, 'ev_cases', {
            code: 'fact-missing',
            severity: 'error',
            clause: 'SY-S5(2)',
            message: `${day} 印发的典型案例列有 ${unvetted.join('、')}，此前没有报送之后的「审核把关」。`,
            hint: '经案件审理室对照标准审核后再印发；已审核的补登事件，列明案件编号。',
          });
        }
      },
    };
  },
};
