/** The Corpus as the running build's edition sees it: the one place from which pages get their data. */
import { readFile } from 'node:fs/promises';
import { contentFiles, dayOfJudging, ROOT, SAMPLES } from '../scripts/effects.ts';
import { readCorpus } from './corpus.ts';
import { type Edition, projectCorpus, type Site } from './disclosure/editions.ts';
import { exampleFindings } from './examples.ts';
import type { BuiltReports } from './reports/built.ts';

interface BuiltFile {
  readonly bytes: number;
  readonly sha256: string;
}

/** A form as built, as a PDF and as a Word document: sizes for the forms pages. */
export interface FormFile extends BuiltFile {
  readonly id: string;
  readonly version: string;
  readonly docx: BuiltFile;
  /** How many characters each field of the PDF takes in which one writes. */
  readonly room: Readonly<Record<string, number>>;
}

/** A bulletin as built: its PDF. */
export interface BulletinFile {
  readonly id: string;
  readonly pages: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** Empty while pages are edited with `npm run dev`, which draws no bulletins. */
async function readBulletinFiles(): Promise<ReadonlyMap<string, BulletinFile>> {
  const folder = process.env.RONGJIU_PAPERS;
  if (folder === undefined) return new Map();
  const { bulletins } = JSON.parse(await readFile(`${folder}/bulletins/manifest.json`, 'utf8')) as {
    bulletins: BulletinFile[];
  };
  return new Map(bulletins.map((file) => [file.id, file]));
}

/** Only a built internal edition has any. */
async function readBuiltReports(): Promise<BuiltReports | undefined> {
  const folder = process.env.RONGJIU_PAPERS;
  if (folder === undefined || edition !== 'internal') return undefined;
  return JSON.parse(await readFile(`${folder}/reports/manifest.json`, 'utf8')) as BuiltReports;
}

async function readFormFiles(): Promise<ReadonlyMap<string, FormFile>> {
  const text = await readFile(`${ROOT}/.generated/public/forms/manifest.json`, 'utf8');
  const { forms } = JSON.parse(text) as { forms: FormFile[] };
  return new Map(forms.map((form) => [form.id, form]));
}

const edition: Edition = process.env.RONGJIU_EDITION === 'internal' ? 'internal' : 'public';
const corpus = await readCorpus(contentFiles, {
  asOf: process.env.RONGJIU_AS_OF ?? dayOfJudging(SAMPLES),
  ...(process.env.RONGJIU_REGISTERS ? { registers: process.env.RONGJIU_REGISTERS } : {}),
});

export const site: Site & {
  readonly formFiles: ReadonlyMap<string, FormFile>;
  readonly bulletinFiles: ReadonlyMap<string, BulletinFile>;
  /** Reports and papers of cases: internal edition only. */
  readonly builtReports: BuiltReports | undefined;
} = {
  ...projectCorpus(corpus, edition),
  formFiles: await readFormFiles(),
  bulletinFiles: await readBulletinFiles(),
  builtReports: await readBuiltReports(),
};

/** One real finding per code, for the pages that explain them. */
export const findingExamples = await exampleFindings(contentFiles);
