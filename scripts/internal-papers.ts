/** Reports and papers of cases for the internal edition, made as `npm run report` makes them. */
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { compareText, type Finding } from '../src/core/finding.ts';
import type { Corpus } from '../src/corpus.ts';
import { withoutNames } from '../src/disclosure/editions.ts';
import { FillError } from '../src/forms/fill.ts';
import { FormLayoutError } from '../src/forms/layout.ts';
import type { BuiltCase, BuiltFile, BuiltPaper, BuiltReport, BuiltReports } from '../src/reports/built.ts';
import { type PaperCase, papersFor } from '../src/reports/case-paper.ts';
import { KINDS, makeReport, policyOf, REPORTED, type Reported, spanFor } from '../src/reports/make.ts';
import { lastPeriod } from '../src/reports/period.ts';
import { pressCasePaper, type ReportFonts } from '../src/reports/press.ts';
import { allLeftOut, showRow } from '../src/reports/report.ts';
import { type CaseFacts, one } from '../src/reports/rows.ts';
import { shownTotals } from '../src/reports/sums.ts';
import { subjectWords } from '../src/reports/words.ts';
import { ROOT, writeWhole } from './effects.ts';
import { reportFiles, reportFonts, underFolder } from './report-parts.ts';

/**
 * Papers of register cases that are made in advance, the newest first. Each can still be filled in and therefore
 * carries a typeface of two megabytes; of older cases the command makes them.
 */
const MOST_PAPERS = 40;

/** The ids of typical cases and of registers are letters, digits and hyphens; whatever else stands there is left out. */
const inAddress = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/** Writes the reports of the last periods that are over, the papers of cases, and `manifest.json` beside them. */
export async function writeInternalPapers(
  whole: Corpus,
  { registers, out }: { readonly registers: string; readonly out: string },
): Promise<readonly Finding[]> {
  const rows = underFolder(whole, resolve(ROOT, registers));
  const corpus = {
    ...rows,
    entries: rows.entries.map((entry) => ({ ...entry, facts: withoutNames(entry.facts) })),
    caseFacts: new Map([...rows.caseFacts].map(([id, facts]) => [id, withoutNames(facts)])),
  };
  const openFonts = reportFonts();
  const write = async (file: string, name: string, bytes: Uint8Array): Promise<BuiltFile> => {
    await writeWhole(join(out, file), bytes);
    return { file, name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
  const reports: BuiltReport[] = [];
  for (const id of REPORTED) {
    const built = await buildReport(corpus, id, openFonts, write);
    if ('faults' in built) return built.faults;
    reports.push(built);
  }
  const papers = await buildPapers(corpus, await openFonts(), write);
  const built: BuiltReports = { reports, ...papers };
  await writeWhole(join(out, 'manifest.json'), `${JSON.stringify(built, null, 2)}\n`);
  return [];
}

type Write = (file: string, name: string, bytes: Uint8Array) => Promise<BuiltFile>;

async function buildReport(
  corpus: Corpus,
  id: Reported,
  openFonts: () => Promise<ReportFonts>,
  write: Write,
): Promise<BuiltReport | { readonly faults: readonly Finding[] }> {
  const period = lastPeriod(KINDS[id] ?? 'half', corpus.asOf, (one) => spanFor(id, one));
  const made = makeReport(corpus, id, period);
  const { report, form } = made;
  const faults = report.findings.filter(({ code }) => code === 'report-total');
  if (faults.length > 0) return { faults };
  const base = inAddress(`${id}-${period.label}`);
  const papers: BuiltReport['papers'][number][] = [];
  let workbook: BuiltFile | undefined;
  for (const { name, kind, unit, bytes } of await reportFiles(made, openFonts)) {
    if (kind === 'xlsx') workbook = await write(`${base}.xlsx`, name, bytes);
    else {
      const number = report.sheets.length > 1 ? `-${papers.length + 1}` : '';
      const [count] = report.sheets.find((sheet) => sheet.unit === unit)?.counts ?? [];
      const says = unit === '' || !count ? '' : `${count.label} ${count.value} 件`;
      papers.push({ ...(await write(`${base}${number}.pdf`, name, bytes)), unit, says });
    }
  }
  if (!workbook) throw new Error(`${report.title} has no workbook`);
  return {
    policy: id,
    ...(form ? { form: form.id } : {}),
    title: report.title,
    period: period.label,
    covers: report.covers.words,
    totals: shownTotals(report).map(({ label, value }) => ({ label, value })),
    checked: report.checked,
    leftOut: allLeftOut(report).map(({ at, reason }) => `${showRow(at)}：${reason}`),
    found: report.findings.map(({ caseId, message }) => `${caseId ? `${caseId}：` : ''}${message}`),
    papers,
    workbook,
  };
}

/** The day by which a case is old or new. */
const dayOf = (entry: CaseFacts): string =>
  one(entry, 'decision_date') ?? one(entry, 'correction_notice_date') ?? one(entry, 'start_date') ?? '';

async function buildPapers(
  corpus: Corpus,
  fonts: ReportFonts,
  write: Write,
): Promise<Omit<BuiltReports, 'reports'>> {
  const paperOf = async (entry: PaperCase, form: Corpus['forms'][number]): Promise<BuiltPaper> => {
    const { id, title } = form;
    try {
      const { bytes, ...about } = await pressCasePaper(form, entry, policyOf(corpus, form.policy), fonts);
      const file = `papers/${inAddress(`${id}-${entry.id}`)}.pdf`;
      return { form: id, title, ...about, file: await write(file, `${title}-${entry.id}.pdf`, bytes) };
    } catch (error) {
      if (error instanceof FillError || error instanceof FormLayoutError)
        return { form: id, title, blank: [], unseen: [], doubts: [], fault: error.message };
      throw error;
    }
  };
  const caseOf = async (entry: PaperCase): Promise<BuiltCase> => {
    const papers: BuiltPaper[] = [];
    for (const form of papersFor(corpus.forms, entry)) papers.push(await paperOf(entry, form));
    const { id, policy } = entry;
    if (!policy) throw new Error(`${id} has papers and no policy`);
    const outcome = [one(entry, 'decision') ?? '', one(entry, 'mode') ?? ''].filter(Boolean).join('，');
    return { id, policy, day: dayOf(entry), outcome, subject: subjectWords(entry, false), papers };
  };

  const rows = corpus.entries.filter(
    (entry) => entry.table === 'cases' && papersFor(corpus.forms, entry).length > 0,
  );
  rows.sort((a, b) => compareText(dayOf(b), dayOf(a)) || compareText(a.id, b.id));
  const cases: BuiltCase[] = [];
  let count = 0;
  for (const entry of rows) {
    count += papersFor(corpus.forms, entry).length;
    if (count > MOST_PAPERS) break;
    cases.push(await caseOf(entry));
  }

  const typical: Record<string, BuiltCase> = {};
  for (const { id, policy, register } of corpus.cases) {
    const facts = corpus.caseFacts.get(id);
    if (!facts) continue;
    const entry = { id: register ?? id.toUpperCase(), policy, facts };
    const built = cases.find((one) => one.id === entry.id) ?? (await caseOf(entry));
    if (built.papers.length > 0) typical[id] = built;
  }
  return { cases, possible: rows.length, typical };
}
