/** Every check over several rows, in the order of the coverage page. */
import { advice } from './advice.ts';
import type { Check } from './check.ts';
import { complaintsCleared, complaintsDismissed } from './complaints.ts';
import { countyBulletins } from './county-bulletins.ts';
import { determination } from './determination.ts';
import { disciplineRoute } from './discipline-route.ts';
import { exposures } from './exposures.ts';
import { filingPapers } from './filing-papers.ts';
import { caseReports, halfYearReturns } from './half-years.ts';
import { handlerKinds } from './handlers.ts';
import { inquiries } from './inquiries.ts';
import { listCited, listReviews, listsCurrent } from './lists.ts';
import { oneMatter, regularMeetings } from './meetings.ts';
import { riskFiling } from './risk-filing.ts';

export const CHECKS: readonly Check[] = [
  complaintsCleared,
  filingPapers,
  handlerKinds,
  disciplineRoute,
  regularMeetings,
  oneMatter,
  listReviews,
  listCited,
  listsCurrent,
  halfYearReturns,
  caseReports,
  riskFiling,
  determination,
  inquiries,
  complaintsDismissed,
  exposures,
  countyBulletins,
  advice,
];
