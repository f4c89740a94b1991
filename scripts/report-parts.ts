/** What the report command and the internal edition have in common on their edges: rows, typefaces, and the files. */
import { isAbsolute, relative, sep } from 'node:path';
import type { Corpus } from '../src/corpus.ts';
import { loadFieldFont } from '../src/forms/field-font.ts';
import { loadFaces } from '../src/paper/faces.ts';
import { deflate } from '../src/paper/pdf.ts';
import { FORM_ROLES } from '../src/paper/roles.ts';
import type { MadeReport } from '../src/reports/make.ts';
import { pressReport, type ReportFonts } from '../src/reports/press.ts';
import { reportSheets } from '../src/reports/sheets.ts';
import { writeWorkbook } from '../src/workbook.ts';
import { FONT_CACHE, readOwnFonts } from './fonts.ts';

/** Rows by their paths below the register folder: what goes on paper says nothing of the machine it was made on. */
export function underFolder(corpus: Corpus, folder: string): Corpus {
  const named = <T extends { readonly file: string }>(one: T): T =>
    isAbsolute(one.file) ? { ...one, file: relative(folder, one.file).split(sep).join('/') } : one;
  return { ...corpus, entries: corpus.entries.map(named), findings: corpus.findings.map(named) };
}

/** The typefaces of filled papers; they take a second to open, and are opened once. */
export function reportFonts(): () => Promise<ReportFonts> {
  let fonts: Promise<ReportFonts> | undefined;
  const open = async (): Promise<ReportFonts> => ({
    faces: await loadFaces(FORM_ROLES, await readOwnFonts()),
    field: await loadFieldFont({ cache: FONT_CACHE, deflate }),
  });
  return () => {
    fonts ??= open();
    return fonts;
  };
}

/** One file of a report. */
export interface ReportFile {
  /** As people are to see it in their folder. */
  readonly name: string;
  readonly kind: 'pdf' | 'xlsx';
  /** 填报单位; '' where the file is not that of one unit. */
  readonly unit: string;
  readonly bytes: Uint8Array;
}

/**
 * The files of a report, the papers before the workbook.
 * @param only the unit of which alone the report has been made
 */
export async function reportFiles(
  { report, policy, form }: MadeReport,
  openFonts: () => Promise<ReportFonts>,
  only?: string,
): Promise<ReportFile[]> {
  const base = `${report.policy}-${report.period.label}`;
  const taken = new Set<string>();
  /** Two units whose names differ only in what a file name cannot hold are still two. */
  const nameFor = (unit: string, kind: ReportFile['kind']): string => {
    const words = unit.replace(/[\\/:*?"<>|\s.]+/g, '_').slice(0, 40);
    for (let number = 1; ; number += 1) {
      const name = `${base}${words === '' ? '' : `-${words}`}${number === 1 ? '' : `-${number}`}.${kind}`;
      if (taken.has(name)) continue;
      taken.add(name);
      return name;
    }
  };
  const files: ReportFile[] = [];
  if (report.sheets.length > 0) {
    for (const { unit, bytes } of await pressReport(report, policy, form, await openFonts()))
      files.push({ name: nameFor(unit, 'pdf'), kind: 'pdf', unit, bytes });
  }
  const bytes = await writeWorkbook(report.title, reportSheets(report, policy, form));
  files.push({ name: nameFor(only ?? '', 'xlsx'), kind: 'xlsx', unit: only ?? '', bytes });
  return files;
}
