import { type Check, oneOf } from './check.ts';

/** Kinds of bodies the texts name; the bodies themselves are free text. */
const CITY_BODIES = /党委|党组|党工委|纪委|监委|纪检|监察|组织|宣传|统战|政法|巡察|审计|工委/;
/** Whether a body is of a kind that the city's rules name. */
export const isCityBody = (name: string): boolean => CITY_BODIES.test(name);

const DISCIPLINE = /纪委|监委|纪检|监察/;

/** The handling body is one of those the clause names (JN: an open list; PY: discipline organs only). */
export const handlerKinds: Check = {
  name: '承办单位属于条文所列的机关',
  clauses: ['JN-4b', 'PY-6.0a'],
  tables: ['cases'],
  watch: ({ report }) => ({
    row: (row) => {
      if (row.table !== 'cases') return;
      const handler = oneOf(row, 'handler');
      // The name of a body is not repeated: it must not leave the register.
      if (row.policy === 'JN' && handler !== undefined && !isCityBody(handler)) {
        report(row.at, 'handler', {
          code: 'rule-broken',
          severity: 'warning',
          clause: 'JN-4b',
          message: '承办单位不属于条文所列的党委（党组）、纪检监察机关、党的工作机关、巡察机构、审计机关。',
          hint: '条文以“等相关职能部门”结尾，确有管理权限的可以保留；核对名称是否写全。',
        });
      }
      if (row.policy === 'PY' && handler !== undefined && !DISCIPLINE.test(handler)) {
        report(row.at, 'handler', {
          code: 'rule-broken',
          severity: 'error',
          clause: 'PY-6.0a',
          message: '承办单位不是纪检监察机关：本办法由各级纪检监察机关给予容错处理。',
          hint: '核对「问责追责承办单位（责任追究部门）」和所适用的制度。',
        });
      }
    },
  }),
};
