/** Files in, Corpus out: the only module that knows all readers. Nothing downstream of the Corpus reads a file. */
import { type Bulletin, readBulletin } from './bulletins.ts';
import { type CaseSection, readCase, type TypicalCase } from './cases.ts';
import { compareFindings, compareText, type Finding } from './core/finding.ts';
import { type Failure, judge, type Verdict } from './core/judge.ts';
import { isPolicyId, POLICY_IDS, type PolicyId } from './core/policy-id.ts';
import { type Context, type Facts, fieldsOf, type Predicate, weigh } from './core/predicate.ts';
import { type Day, WorkCalendar } from './core/workdays.ts';
import { CORPUS_CHECKS, type Content } from './corpus-checks.ts';
import { findIdentifier } from './disclosure/identifiers.ts';
import { findUnprintable } from './documents/unprintable.ts';
import { setForm } from './forms/layout.ts';
import { type FormSpec, idOfFile, readForm } from './forms/schema.ts';
import { FORMS_LOCK, type FormFile, holdVersions } from './forms/version-lock.ts';
import { type ListedPaper, readFormsList } from './forms-list.ts';
import { readGlossary, readScenes, type Scene, type Term } from './glossary.ts';
import { type DepartmentNorm, readNorms } from './norms.ts';
import type { Measure } from './paper/boxes.ts';
import { cite, clauseHome } from './policy/cite.ts';
import { readClauses, readOpenClauses } from './policy/clauses.ts';
import { type Coverage, coverClauses } from './policy/coverage.ts';
import { CODE_COLUMNS, type Policy, type Rule } from './policy/model.ts';
import { readPolicy } from './policy/read.ts';
import { checkLock, readLock } from './policy/textlock.ts';
import { CALENDAR_FILE, NOTICE_FOLDER, readCalendar } from './register/calendar.ts';
import { readCell } from './register/cell.ts';
import {
  type CheckedFile,
  type CheckOptions,
  checkRegisters,
  type Entry,
  tableOf,
} from './register/check.ts';
import { CHECKS } from './register/checks/index.ts';
import { findColumn, papersUnder } from './register/columns.ts';
import type { IsUtf8 } from './register/decode.ts';
import { findDerived, NO_EVENTS, withDerived } from './register/derived.ts';
import { explainTypicalCase, type RuleExplanation } from './register/explain.ts';
import { FIELDS, fieldsUnder, STANDARD_FIELDS, stepOf } from './register/fields.ts';
import { describeFailure } from './register/message.ts';
import type { ListReading } from './yaml-list.ts';

/** Access to content and data, handed in by the edge. Paths are relative to the repository, with `/`. */
export interface ContentFiles {
  /** Files below a folder, sorted. */
  readonly list: (folder: string) => Promise<string[]>;
  /** Text of a file; undefined when there is none. */
  readonly text: (path: string) => Promise<string | undefined>;
  /** The bytes of a file from its start, in chunks; may be called several times. */
  readonly chunks: (path: string) => AsyncIterable<Uint8Array>;
  readonly isUtf8?: IsUtf8;
  /** SHA-256 in hex of UTF-8 text. */
  readonly digest: (text: string) => string;
}

export interface CorpusOptions {
  /** Day on which open duties are judged. */
  readonly asOf: Day;
  /** Readings of ambiguous clauses; default those of the site. */
  readonly readings?: NonNullable<CheckOptions['readings']>;
  /** Register folder; default data/registers. */
  readonly registers?: string;
  /** Given, every form is also laid out, so that what does not fit is found without drawing it. */
  readonly measure?: Measure;
  /**
   * Takes register findings as they arise. Given, neither they nor the rows are kept, so that a register of any
   * size is checked in constant memory; only rows that typical cases are bound to stay.
   */
  readonly onRegisterFinding?: (finding: Finding, policies: readonly Policy[]) => void;
  /** Called for each readable register row. */
  readonly onEntry?: (entry: Entry) => void;
}

/** What one rule says of one typical case. */
export interface CaseResult {
  readonly rule: Rule;
  readonly verdict: Verdict;
  readonly failures: readonly Failure[];
  /** Whether the rule applies could not be told. */
  readonly unsettled?: true;
}

/** The counted values of one register row: all that a figure may read. */
export interface Observation {
  readonly policy: PolicyId;
  readonly subject: string;
  readonly decision: string;
  /** Source word of the mode; empty when refused or undecided. */
  readonly mode: string;
  /** Half-year of the decision, e.g. 2024H1; empty while undecided. */
  readonly period: string;
  readonly situations: readonly string[];
  readonly formBefore: string;
  readonly formAfter: string;
  /** Working days from start to decision; undefined while undecided. */
  readonly workdaysToDecision: number | undefined;
  /** Working days from start (WF) or decision to the act a deadline speaks of, by clause id. */
  readonly workdaysByClause: Readonly<Record<string, number>>;
  readonly correction: string;
}

export interface Corpus {
  readonly asOf: Day;
  readonly calendar: WorkCalendar;
  readonly policies: readonly Policy[];
  readonly cases: readonly TypicalCase[];
  readonly bulletins: readonly Bulletin[];
  readonly forms: readonly FormSpec[];
  /** The lock of the forms' versions as accepting them writes it; undefined when the one there is cannot be read. */
  readonly formsLock: string | undefined;
  readonly glossary: readonly Term[];
  readonly scenes: readonly Scene[];
  /** Departments and the norms they have written to go with the rules of JN. */
  readonly norms: readonly DepartmentNorm[];
  /** Every paper the documents name, with the reason for those that have no form. */
  readonly formsList: readonly ListedPaper[];
  /** Facts of each typical case: stated, or those of the register row it is bound to. */
  readonly caseFacts: ReadonlyMap<string, Facts>;
  readonly caseResults: ReadonlyMap<string, readonly CaseResult[]>;
  /** Every rule on every typical case, with the facts it read. */
  readonly explanations: ReadonlyMap<string, readonly RuleExplanation[]>;
  /** Number of register rows to which each rule applied. */
  readonly ruleUse: ReadonlyMap<Rule, number>;
  /** Where each clause is carried out. */
  readonly coverage: Coverage;
  readonly registerFiles: readonly CheckedFile[];
  readonly entries: readonly Entry[];
  readonly observations: readonly Observation[];
  readonly findings: readonly Finding[];
}

/** The sample registers of this repository. */
const OWN_REGISTERS = 'data/registers';

/** Tells the user how far a long read has come. */
export type Progress = (message: string) => void;

/**
 * Reads content and data into one Corpus. Whatever is wrong becomes a finding; the Corpus holds what could be read,
 * so that one broken file does not hide the faults of the others.
 */
export async function readCorpus(
  files: ContentFiles,
  options: CorpusOptions,
  progress?: Progress,
): Promise<Corpus> {
  const findings: Finding[] = [];
  const note = (found: readonly Finding[]): void => {
    findings.push(...found);
  };
  const readText = async (path: string): Promise<string | undefined> =>
    noteLost(path, await files.text(path));
  const noteLost = (path: string, text: string | undefined): string | undefined => {
    if (text === undefined) {
      note([
        {
          code: 'file-missing',
          severity: 'error',
          clause: null,
          file: path,
          message: `缺少文件 ${path}。`,
          hint: '从版本库恢复这个文件。',
        },
      ]);
    }
    const lost = text?.indexOf('\ufffd') ?? -1;
    if (text !== undefined && lost >= 0) {
      const line = text.slice(0, lost).split('\n').length;
      note([
        {
          code: 'encoding-unknown',
          severity: 'error',
          clause: null,
          file: path,
          line,
          position: lost - text.lastIndexOf('\n', lost),
          message: `文件不是 UTF-8 编码：第${line}行有读不通的字节。`,
          hint: '在编辑器中改用 UTF-8 编码保存，并核对这一行的文字。',
        },
      ]);
    }
    return text;
  };
  const readAll = async <T>(
    folder: string,
    extension: string,
    read: (text: string, path: string) => T | undefined,
  ): Promise<T[]> => {
    const paths = (await files.list(folder)).filter((path) => path.endsWith(extension));
    // All at once: the disk is what takes the time.
    const texts = await Promise.all(paths.map((path) => files.text(path)));
    return paths.flatMap((path, i) => read(noteLost(path, texts[i]) ?? '', path) ?? []);
  };

  const { calendar, findings: calendarFindings } = readCalendar(
    (await readText(CALENDAR_FILE)) ?? '',
    CALENDAR_FILE,
    // What is not UTF-8 has been said to be so: line by line it would only be said again.
    await readAll(NOTICE_FOLDER, '.txt', (text, file) =>
      text.includes('\ufffd') ? undefined : { file, text },
    ),
  );
  note(calendarFindings);
  if (!calendar) return emptyCorpus(options.asOf, findings);

  progress?.('读取制度');
  const brokenPolicies = new Set<string>();
  // Examples of rules and typical cases are what they were written as, however this site reads a clause.
  const standard: Policy[] = [];
  const fields = options.readings ? fieldsUnder(options.readings) : FIELDS;
  const policies = await readAll('content/policies', '.mdx', (text, path) => {
    const { policy: asWritten, findings: found } = readPolicy(text, path, STANDARD_FIELDS);
    note(found);
    if (asWritten) standard.push(asWritten);
    const policy = fields === STANDARD_FIELDS ? asWritten : readPolicy(text, path, fields).policy;
    if (found.length > 0) brokenPolicies.add(policy?.meta.id ?? '');
    return policy;
  });
  // A file that could not be read has its own findings; one that is gone would go unnoticed.
  if (!brokenPolicies.has('')) {
    const missing = POLICY_IDS.filter((id) => !policies.some(({ meta }) => meta.id === id));
    note(
      missing.map((id) => ({
        code: 'file-missing',
        severity: 'error' as const,
        clause: null,
        file: 'content/policies',
        message: `缺少制度 ${id} 的文件，这项制度的登记都没有核对。`,
        hint: '从版本库恢复这个文件。',
      })),
    );
  }
  policies.sort((a, b) => POLICY_IDS.indexOf(a.meta.id) - POLICY_IDS.indexOf(b.meta.id));
  const lockPath = 'content/policies/text.lock.json';
  const lockText = await readText(lockPath);
  const lock = lockText === undefined ? undefined : readLock(lockText);
  if (lock) note(checkLock(lock, policies, files.digest));
  else if (lockText !== undefined) {
    note([
      {
        code: 'text-lock-syntax',
        severity: 'error',
        clause: null,
        file: lockPath,
        line: 1,
        position: 1,
        message: '锁定文本的文件不是合法的 JSON，无法核对制度正文有没有变动。',
        hint: '从版本库恢复这个文件。',
      },
    ]);
  }

  progress?.('读取案例、通报和表格');
  const unreadCases = new Set<string>();
  const cases = await readAll('content/cases', '.mdx', (text, path) => {
    const { typicalCase, findings: found } = readCase(text, path);
    note(found);
    if (!typicalCase) unreadCases.add(path.slice(path.lastIndexOf('/') + 1, -'.mdx'.length));
    return typicalCase;
  });
  cases.sort((a, b) => compareText(b.number, a.number));
  let bulletinsRead = true;
  const bulletins = await readAll('content/bulletins', '.mdx', (text, path) => {
    const { bulletin, findings: found } = readBulletin(text, path);
    note(found);
    if (!bulletin) bulletinsRead = false;
    return bulletin;
  });
  bulletins.sort((a, b) => compareText(b.issued, a.issued) || (b.batch ?? 0) - (a.batch ?? 0));
  if (options.measure) note(findUnprintable({ bulletins, cases }, options.measure));
  const registerKeys = new Set(FIELDS.keys);
  const unreadForms = new Set<string>();
  const formFiles: FormFile[] = [];
  const forms = await readAll('content/forms', '.yaml', (text, path) => {
    const read = readForm(text, path, { registerKeys, documents: papersUnder });
    note(read.findings);
    if (options.measure) note(setForm(read, path, options.measure).findings);
    if (!read.form) unreadForms.add(idOfFile(path));
    formFiles.push({ file: path, read });
    return read.form;
  });
  const held = holdVersions(await files.text(FORMS_LOCK), formFiles, files.digest);
  note(held.findings);
  const glossaryPath = 'content/glossary.yaml';
  const glossary = readGlossary((await readText(glossaryPath)) ?? '[]', glossaryPath);
  note(glossary.findings);
  const scenesPath = 'content/training/distinctions-exercise.yaml';
  const scenes = readScenes((await readText(scenesPath)) ?? '[]', scenesPath);
  note(scenes.findings);

  const normsPath = 'content/norms.yaml';
  const norms = readNorms((await readText(normsPath)) ?? '[]', normsPath);
  note(norms.findings);
  const formsListPath = 'content/forms-list.yaml';
  const formsList = readFormsList((await readText(formsListPath)) ?? '[]', formsListPath);
  note(formsList.findings);

  const registers = options.registers ?? OWN_REGISTERS;
  progress?.('核对台账');
  const entries: Entry[] = [];
  /** Where each department of the JN register is first named. */
  const departments = new Map<string, { readonly file: string; readonly row: number }>();
  const bound = new Set(cases.flatMap(({ register }) => register ?? []));
  /** Events that bulletins name, and what the log holds under these ids. */
  const exposed = new Set(bulletins.flatMap(({ event }) => event ?? []));
  const logged = new Map<string, Facts>();
  let logRead = true;
  const ruleUse = new Map<Rule, number>();
  const listed = await files.list(registers);
  const sources = listed.filter((path) => tableOf(path) !== undefined);
  const onRegisterFinding = (finding: Finding): void => {
    if (options.onRegisterFinding) options.onRegisterFinding(finding, policies);
    else findings.push(finding);
  };
  for (const file of listed) {
    // A sheet under another name would otherwise be taken for one that has been checked.
    if (tableOf(file) !== undefined || !/\.(csv|tsv|xlsx?|xlsm|et|ods)$/i.test(file)) continue;
    onRegisterFinding({
      code: 'file-not-register',
      severity: 'warning',
      clause: null,
      file,
      message: '这个文件不按台账命名，或者不是 CSV，没有核对。',
      hint: '案件台账以 cases、事件以 events、清单以 lists 开头，以 .csv 结尾；与台账无关的移出这个文件夹。',
    });
  }
  const registerFiles = await checkRegisters(
    sources.map((path) => ({
      path,
      open: () => files.chunks(path),
      ...(files.isUtf8 ? { isUtf8: files.isUtf8 } : {}),
    })),
    {
      policies,
      calendar,
      asOf: options.asOf,
      ...(options.readings ? { readings: options.readings } : {}),
      // Of somebody else's registers the bulletins here say nothing, and one that cannot be read may name any event.
      ...(registers === OWN_REGISTERS && bulletinsRead ? { exposed } : {}),
      emit: (finding) => {
        if (hidesEvent(finding)) logRead = false;
        onRegisterFinding(finding);
      },
      onEntry: (entry) => {
        options.onEntry?.(entry.keep());
        const handler = entry.table === 'cases' && entry.policy === 'JN' ? entry.first('handler') : undefined;
        if (handler && !departments.has(handler))
          departments.set(handler, { file: entry.file, row: entry.row });
        if (entry.table === 'events' && exposed.has(entry.id)) logged.set(entry.id, entry.keep().facts);
        if (!options.onRegisterFinding || bound.has(entry.id)) entries.push(entry.keep());
      },
      onProgress: (path, rows) => progress?.(`核对 ${path}，已到第 ${rows} 行`),
      // Pages say how often a rule has been used; a check does not.
      ...(options.onRegisterFinding
        ? {}
        : { onRule: (rule: Rule) => ruleUse.set(rule, (ruleUse.get(rule) ?? 0) + 1) }),
    },
  );

  const { caseFacts, caseResults } = checkCases(
    cases,
    entries,
    policies,
    standard,
    calendar,
    options.asOf,
    note,
    {
      ownRegisters: registers === OWN_REGISTERS,
      unreadCases,
      brokenPolicies,
    },
  );
  note(checkCitations([...cases, ...bulletins], policies));
  const clausesPath = 'content/clauses.csv';
  const { clauses, findings: clauseFindings } = readClauses((await readText(clausesPath)) ?? '', clausesPath);
  note(clauseFindings);
  const openPath = 'content/clauses-open.csv';
  const { open, findings: openFindings } = readOpenClauses((await readText(openPath)) ?? '', openPath);
  note(openFindings);
  const lessonPath = 'content/training/three-distinctions.mdx';
  const lessonText = await readText(lessonPath);
  const lesson = lessonText === undefined ? undefined : { file: lessonPath, text: lessonText };
  const coursePath = 'content/training/jn-rules.mdx';
  // Without the file every link is missing, which is what the check says.
  const course = { file: coursePath, text: (await files.text(coursePath)) ?? '' };
  note(checkCitations([{ file: coursePath, sections: [{ textLine: 1, markdown: course.text }] }], policies));
  const content: Content = {
    clauses,
    policies,
    forms,
    unreadForms,
    lesson,
    course,
    bulletins,
    cases,
    unreadCases,
    // A list that could not be read has its own findings; of somebody else's registers it knows nothing.
    norms:
      norms.findings.length > 0 ? undefined : { file: normsPath, items: norms.items, lines: norms.lines },
    departments: registers === OWN_REGISTERS ? departments : new Map(),
    loggedEvents: registers === OWN_REGISTERS ? { rows: logged, whole: logRead } : undefined,
  };
  for (const { run } of CORPUS_CHECKS) note(run(content));
  const coverage = coverClauses({ clauses, open, policies, checks: CHECKS, corpusChecks: CORPUS_CHECKS });
  // Of clauses whose policy could not be read nothing can be said.
  if (brokenPolicies.size === 0) note(checkCoverage(coverage, clausesPath, openPath));
  note(
    checkClauseNames(
      policies,
      cases,
      forms,
      { path: glossaryPath, ...glossary },
      { path: scenesPath, ...scenes },
      { path: formsListPath, ...formsList },
    ),
  );
  findings.sort(compareFindings);
  return {
    asOf: options.asOf,
    calendar,
    policies,
    cases,
    bulletins,
    forms,
    formsLock: held.renewed,
    glossary: glossary.items,
    scenes: scenes.items,
    norms: norms.items,
    formsList: formsList.items,
    caseFacts,
    caseResults,
    explanations: explainCases(cases, caseFacts, policies, { calendar, asOf: options.asOf, stepOf }),
    ruleUse,
    coverage,
    registerFiles,
    entries,
    observations: entries
      .filter(({ table }) => table === 'cases')
      .flatMap((entry) => observe(entry, policies, { calendar, asOf: options.asOf, stepOf })),
    findings,
  };
}

/** Whether a finding says that a row of the event log, or which event it is, could not be read. */
function hidesEvent({ code, severity, file, key }: Finding): boolean {
  return (
    severity === 'error' &&
    tableOf(file) === 'events' &&
    (key === undefined || (key === 'ev_id' && code !== 'bulletin-missing'))
  );
}

/** Without a readable calendar nothing is judged; the type still wants one. */
const PLACEHOLDER_YEAR = Array.from({ length: 7 }, (_, index) => ({
  day: `2000-01-0${index + 1}`,
  working: false,
}));

function emptyCorpus(asOf: Day, findings: Finding[]): Corpus {
  return {
    asOf,
    calendar: new WorkCalendar(PLACEHOLDER_YEAR),
    policies: [],
    cases: [],
    bulletins: [],
    forms: [],
    formsLock: undefined,
    glossary: [],
    scenes: [],
    norms: [],
    formsList: [],
    caseFacts: new Map(),
    caseResults: new Map(),
    explanations: new Map(),
    ruleUse: new Map(),
    coverage: { clauses: [], lost: [], stale: [], unknown: [] },
    registerFiles: [],
    entries: [],
    observations: [],
    findings,
  };
}

/** Whether a requirement speaks of what only the event log can tell, and the case does not state either. */
function asksOfEvents({ predicate }: Failure, stated: Facts = new Map()): boolean {
  const fields = fieldsOf(predicate);
  return (
    fields.some((field) => findDerived(field)?.logged) &&
    !fields.some((field) => stated.get(field) !== undefined)
  );
}

function explainCases(
  cases: readonly TypicalCase[],
  caseFacts: ReadonlyMap<string, Facts>,
  policies: readonly Policy[],
  context: Context,
): Corpus['explanations'] {
  const explanations = new Map<string, readonly RuleExplanation[]>();
  for (const { id, policy: policyId } of cases) {
    const policy = policies.find(({ meta }) => meta.id === policyId);
    const facts = caseFacts.get(id);
    if (policy && facts) explanations.set(id, explainTypicalCase(policy, facts, context));
  }
  return explanations;
}

/**
 * Typical cases are the policies' regression tests: with its facts and its outcome a case must satisfy every rule,
 * and each counterfactual must break the rules it names.
 */
function checkCases(
  cases: readonly TypicalCase[],
  entries: readonly Entry[],
  policies: readonly Policy[],
  /** … under the readings the cases were written for. */
  standard: readonly Policy[],
  calendar: WorkCalendar,
  asOf: Day,
  note: (findings: readonly Finding[]) => void,
  /** What could not be read has its own findings; nothing is concluded from its absence. */
  {
    ownRegisters,
    unreadCases,
    brokenPolicies,
  }: {
    readonly ownRegisters: boolean;
    readonly unreadCases: ReadonlySet<string>;
    readonly brokenPolicies: ReadonlySet<string>;
  },
): Pick<Corpus, 'caseFacts' | 'caseResults'> {
  const caseFacts = new Map<string, Facts>();
  const caseResults = new Map<string, readonly CaseResult[]>();
  const context = { calendar, asOf, stepOf };
  const ids = new Map<string, TypicalCase>();
  for (const typicalCase of cases) {
    const complain = (
      path: readonly (string | number)[],
      finding: Pick<Finding, 'code' | 'message'> & Partial<Finding>,
    ): void => {
      const { line, position } = typicalCase.placeOf(path);
      note([{ severity: 'error', clause: null, file: typicalCase.file, line, position, ...finding }]);
    };
    const same = ids.get(typicalCase.id);
    if (same)
      complain(['id'], {
        code: 'case-repeated',
        message: `案例代号 ${typicalCase.id} 已用于 ${same.file}。`,
        hint: '改用新的代号。',
      });
    ids.set(typicalCase.id, typicalCase);
    const policy = policies.find(({ meta }) => meta.id === typicalCase.policy);
    const standardPolicy = standard.find(({ meta }) => meta.id === typicalCase.policy);
    const entry = entries.find(({ table, id }) => table === 'cases' && id === typicalCase.register);
    // Checked against somebody else's registers, the row is simply not there.
    if (typicalCase.register && !entry && ownRegisters) {
      complain(['register'], {
        code: 'case-row-unknown',
        message: `台账中没有编号为 ${typicalCase.register} 的可读行。`,
        hint: '核对编号，或者改为列明事实（facts）。',
      });
    }
    const stated = typicalCase.facts ?? entry?.facts;
    if (!policy || !stated) continue;
    for (const [key] of stated) {
      if (!FIELDS.find(key)) {
        complain(['facts', key], {
          code: 'case-fact-unknown',
          message: `事实「${key}」不是台账的列。`,
          hint: '列名见 src/register/columns.ts。',
        });
      }
    }
    if (typicalCase.facts) {
      const legal = (key: string): readonly string[] =>
        policy.codes.filter(({ column }) => column === key).map(({ id }) => id);
      for (const [key, values] of typicalCase.facts) {
        const column = findColumn(key);
        if (!column || !values || values.length === 0) continue;
        if (column.personal === 'never') {
          complain(['facts', key], {
            code: 'personal-name',
            message: `案例不得登记「${column.head}」。`,
            hint: '删去这一项；案例只写概括的身份。',
          });
          continue;
        }
        const codes = legal(key);
        const { faults } = readCell(
          values.join('|'),
          column,
          typicalCase.policy,
          codes.length > 0 ? codes : undefined,
        );
        for (const { message, hint } of faults) {
          complain(['facts', key], {
            code: 'case-fact-value',
            message: `事实「${column.head}」：${message}`,
            hint,
          });
        }
      }
    }
    const facts = new Map(stated)
      .set('policy', [typicalCase.policy])
      .set('decision', [typicalCase.outcome.decision])
      .set('mode', typicalCase.outcome.mode ? [typicalCase.outcome.mode] : []);
    for (const key of ['decision', 'mode'] as const) {
      const before = (stated.get(key) ?? []).join('|');
      if (before !== '' && before !== (facts.get(key) ?? []).join('|')) {
        complain(['outcome', key], {
          code: 'case-outcome-differs',
          message: `案例结论「${(facts.get(key) ?? []).join('')}」与登记的事实「${before}」不一致。`,
          hint: '结论以登记为准，核对后改正其一。',
        });
      }
    }
    caseFacts.set(typicalCase.id, facts);
    const judgeAll = (given: Facts, { rules } = standardPolicy ?? policy): CaseResult[] => {
      const known = withDerived(given, 'case', NO_EVENTS, context);
      return rules
        .filter(({ on }) => on === 'case')
        .map((rule) => ({ rule, ...judge(rule, known, context) }));
    };
    caseResults.set(typicalCase.id, judgeAll(facts, policy));
    for (const { rule, failures } of judgeAll(facts)) {
      // Filing, visits and meetings are events; a stated case has none, and that is no fault of the case.
      for (const failure of failures) {
        if (failure.severity !== 'error' || asksOfEvents(failure)) continue;
        complain(['outcome'], {
          code: 'case-outcome-breaks-rule',
          clause: rule.id,
          message: `案例的事实和结论不合${cite(policy, rule.id)}。${describeFailure(failure, facts, policy, rule.title)}`,
          quote: rule.quote,
          hint: '核对事实与结论；两者无误的，检查规则是否写错。',
        });
      }
    }
    for (const [index, { change, breaks, if: premise }] of typicalCase.counterfactuals.entries()) {
      const changed = judgeAll(new Map([...facts, ...change]));
      if (brokenPolicies.has(typicalCase.policy)) continue;
      const broken = new Set(
        changed
          .filter(({ failures }) => failures.some((failure) => !asksOfEvents(failure, change)))
          .map(({ rule }) => rule.id),
      );
      for (const id of breaks) {
        if (broken.has(id)) continue;
        complain(['counterfactuals', index], {
          code: 'case-counterfactual-holds',
          clause: id,
          message: `反事实「${premise}」没有使 ${id} 不成立${broken.size > 0 ? `，而是使 ${[...broken].join('、')} 不成立` : ''}。`,
          hint: '核对 change 的取值，或者改写 breaks。',
        });
      }
    }
  }
  for (const { pair, id, file, placeOf } of cases) {
    if (pair === undefined) continue;
    const other = ids.get(pair);
    if (other?.pair === id || (!other && unreadCases.has(pair))) continue;
    const { line, position } = placeOf(['pair']);
    note([
      {
        code: 'case-pair',
        severity: 'error',
        clause: null,
        file,
        line,
        position,
        message: other ? `案例 ${pair} 没有回指 ${id}，对照不成对。` : `对照的案例 ${pair} 不存在。`,
        hint: '两个案例的 pair 应当互指。',
      },
    ]);
  }
  return { caseFacts, caseResults };
}

/** A clause that lost its home is an error; so is an open list that no longer says what is open. */
function checkCoverage(coverage: Coverage, clausesPath: string, openPath: string): Finding[] {
  const finding = (clause: string, file: string, message: string, hint: string): Finding => ({
    code: 'clause-homeless',
    severity: 'error',
    clause,
    file,
    message,
    hint,
  });
  return [
    ...coverage.lost.map((id) =>
      finding(
        id,
        clausesPath,
        `条款 ${id} 没有着落：没有规则、核对、代号落实它或者它所指的同一核对的条款，也没有说明不能核对的原因。`,
        '恢复被删去的规则或者核对；<SameCheck> 所指的条款本身应有规则、核对或者代号；确实不能核对的，用 <NotFormalized> 说明原因。',
      ),
    ),
    ...coverage.stale.map((id) =>
      finding(
        id,
        openPath,
        `条款 ${id} 已有着落或者不存在，不应再列为缺口。`,
        '从 content/clauses-open.csv 中删去这一行。',
      ),
    ),
    ...coverage.unknown.map((id) =>
      finding(
        id,
        clausesPath,
        `规则、核对或者说明所用的编号 ${id} 不在条款表中。`,
        '改用 content/clauses.csv 中的条款编号。',
      ),
    ),
  ];
}

/** `[[JN-7(3)]]` must point at a clause that exists. */
function checkCitations(
  documents: readonly {
    readonly file: string;
    readonly sections: readonly Pick<CaseSection, 'textLine' | 'markdown'>[];
  }[],
  policies: readonly Policy[],
): Finding[] {
  const findings: Finding[] = [];
  for (const { file, sections } of documents) {
    for (const { textLine, markdown } of sections) {
      for (const [index, text] of markdown.split('\n').entries()) {
        findings.push(...unsafeProse(text, file, textLine + index));
        for (const match of text.matchAll(/\[\[([^\]]+)\]\]/g)) {
          const id = match[1] ?? '';
          const policy = policies.find(({ meta }) => meta.id === id.slice(0, 2));
          // Of a policy that could not be read nothing can be said.
          if (!policy && isPolicyId(id.slice(0, 2))) continue;
          if (policy && clauseHome(policy, id) !== undefined) continue;
          findings.push({
            code: 'citation-unknown',
            severity: 'error',
            clause: null,
            file,
            line: textLine + index,
            position: (match.index ?? 0) + 1,
            message: `引用的条款 ${id} 不存在。`,
            hint: '条款编号写作 [[JN-7(3)]]，见该制度页各条款的编号。',
          });
        }
      }
    }
  }
  return findings;
}

/** What may not stand in prose that is published: identity numbers, raw HTML, addresses off the site. */
function unsafeProse(text: string, file: string, line: number): Finding[] {
  const findings: Finding[] = [];
  const report = (code: string, position: number, message: string, hint: string): void => {
    findings.push({ code, severity: 'error', clause: null, file, line, position, message, hint });
  };
  const identifier = findIdentifier(text);
  if (identifier) report('personal-number', 1, `正文中含有${identifier}。`, '删去号码。');
  const html = text.search(/<[a-z!/]/i);
  if (html >= 0)
    report(
      'prose-html',
      html + 1,
      '正文中含有 HTML 标签。',
      '只用段落、列表和加粗；引用条款写作 [[JN-7(3)]]。',
    );
  const link = text.search(/!\[|\]\(|[a-z][a-z+.-]*:\/\/|javascript:/i);
  if (link >= 0) {
    report(
      'prose-link',
      link + 1,
      '正文中含有链接或者图片。',
      '本站不引用站外内容；引用条款写作 [[JN-7(3)]]。',
    );
  }
  return findings;
}

/** Every clause id that content names outside prose must exist too: case tables, glossary, scenes, readings. */
function checkClauseNames(
  policies: readonly Policy[],
  cases: readonly TypicalCase[],
  forms: readonly FormSpec[],
  glossary: ListReading<Term> & { readonly path: string },
  scenes: ListReading<Scene> & { readonly path: string },
  formsList: ListReading<ListedPaper> & { readonly path: string },
): Finding[] {
  const findings: Finding[] = [];
  const check = (
    id: string,
    file: string,
    place: { line?: number; position?: number },
    where: string,
  ): void => {
    const policy = policies.find(({ meta }) => meta.id === id.slice(0, 2));
    if (!policy && isPolicyId(id.slice(0, 2))) return;
    if (
      policy &&
      (clauseHome(policy, id) !== undefined ||
        policy.sections.some((section) => section.id === id.replace(/\.0$/, '')))
    )
      return;
    findings.push({
      code: 'citation-unknown',
      severity: 'error',
      clause: null,
      file,
      ...place,
      message: `${where}所引的条款 ${id} 不存在。`,
      hint: '见该制度页各条款的编号。',
    });
  };
  for (const { file, conditions, exclusions, placeOf } of cases) {
    for (const [index, { clause }] of conditions.entries()) {
      check(clause, file, placeOf(['conditions', index]), '「条件逐项」');
    }
    for (const [index, { clause }] of exclusions.entries()) {
      check(clause, file, placeOf(['exclusions', index]), '「排除情形核对」');
    }
  }
  for (const { id: term, zh, sources } of glossary.items) {
    for (const id of sources)
      check(id, glossary.path, { line: glossary.lines.get(term) ?? 1 }, `术语「${zh}」`);
  }
  for (const { id, clause } of scenes.items) {
    check(clause, scenes.path, { line: scenes.lines.get(id) ?? 1 }, `练习 ${id} `);
  }
  for (const { id, clause, when, later, with: enclosed } of forms) {
    for (const named of [clause, when.clause, later?.clause, enclosed?.clause])
      if (named !== undefined) check(named, `content/forms/${id}.yaml`, { line: 1 }, `表格 ${id} `);
  }
  for (const { id, paper, clause } of formsList.items) {
    check(clause, formsList.path, { line: formsList.lines.get(id) ?? 1 }, `文书「${paper}」`);
  }
  for (const policy of policies) {
    for (const rule of policy.rules) {
      const place = { line: rule.at.line, position: rule.at.column };
      for (const id of rule.also) check(id, policy.file, place, `规则 ${rule.id} 的 also `);
      for (const code of unknownCodes(rule, policy)) {
        findings.push({
          code: 'rule-syntax',
          severity: 'error',
          clause: rule.id,
          file: policy.file,
          line: rule.at.line,
          position: rule.at.column,
          message: `规则 ${rule.id} 中的代号「${code}」没有在${policy.meta.short}中声明。`,
          hint: '核对代号，或者在所属条文之下用 <Codes> 声明。',
        });
      }
    }
  }
  for (const { file, sections } of policies) {
    for (const { readings, notFormalized, sameChecks, errata, at } of sections) {
      const place = { line: at.line, position: at.column };
      for (const reading of readings) check(reading.at, file, place, `读法 ${reading.id} `);
      for (const { of } of notFormalized) check(of, file, place, '<NotFormalized> ');
      for (const { of, as } of sameChecks)
        for (const clause of [of, as]) check(clause, file, place, '<SameCheck> ');
      for (const erratum of errata) check(erratum.at, file, place, '<Erratum> ');
    }
  }
  return findings;
}

/** Codes that a rule or its examples name and no `<Codes>` of the policy declares: a typo would never be seen. */
function unknownCodes(rule: Rule, policy: Policy): string[] {
  const legal = new Set(policy.codes.map(({ column, id }) => `${column} ${id}`));
  const unknown = new Set<string>();
  const check = (field: string, values: readonly string[]): void => {
    if (!(CODE_COLUMNS as readonly string[]).includes(field)) return;
    for (const value of values) {
      const bare = value.replace(/=.*$/, '');
      if (bare !== '无' && !legal.has(`${field} ${bare}`)) unknown.add(bare);
    }
  };
  const visit = (predicate: Predicate): void => {
    if ('parts' in predicate) predicate.parts.forEach(visit);
    else if ('part' in predicate) visit(predicate.part);
    else if ('values' in predicate) check(predicate.field, predicate.values);
    else if ('value' in predicate) check(predicate.field, [predicate.value]);
  };
  for (const predicate of [rule.when, rule.require, rule.softer?.when]) if (predicate) visit(predicate);
  for (const { facts } of rule.examples)
    for (const [field, values] of Object.entries(facts)) check(field, values);
  return [...unknown];
}

/** Duties with a limit in working days whose use the figures show. */
const COUNTED_DUTIES = ['WF-10(1)c', 'WF-10(4)b', 'WF-14(2)a', 'ZZ-7(6)a', 'JN-12.2a', 'JN-12.3c'];

/** Working days used, by clause, for the duties that bind this row: where the rule's own `when` holds. */
function countDuties(policy: Policy, facts: Facts, context: Context): Record<string, number> {
  const used: Record<string, number> = {};
  for (const { id, when, require } of policy.rules) {
    if (!COUNTED_DUTIES.includes(id) || require.form !== 'within' || require.span.unit !== 'workdays')
      continue;
    if (when && weigh(when, facts, context) !== 'yes') continue;
    const act = facts.get(require.field)?.[0];
    const from = facts.get(require.of)?.[0];
    if (act !== undefined && from !== undefined) used[id] = context.calendar.countWorkdays(from, act);
  }
  return used;
}

/** The counted values of a case row; nothing else of the row reaches a figure. */
function observe({ facts, policy }: Entry, policies: readonly Policy[], context: Context): Observation[] {
  const law = policies.find(({ meta }) => meta.id === policy);
  if (policy === undefined || !law) return [];
  const one = (key: string): string => facts.get(key)?.[0] ?? '';
  const decided = one('decision_date');
  const started = one('start_date');
  return [
    {
      policy,
      subject: one('subject_type'),
      decision: one('decision'),
      mode: one('mode'),
      period: decided ? `${decided.slice(0, 4)}H${decided.slice(5, 7) <= '06' ? 1 : 2}` : '',
      situations: facts.get('situations') ?? [],
      formBefore: one('form_before'),
      formAfter: one('form_after'),
      workdaysToDecision: decided && started ? context.calendar.countWorkdays(started, decided) : undefined,
      workdaysByClause: countDuties(law, facts, context),
      correction: one('correction'),
    },
  ];
}
