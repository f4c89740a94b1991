/**
 * Reads a policy written as literate MDX: official text recognized by the drafting conventions themselves (章、
 * 第X条、款、（一）项), with the rules that carry it out standing right under it. Strict and line-based: whatever
 * it does not recognize is a finding, never silently text.
 */
import { z } from 'zod';
import type { Finding } from '../core/finding.ts';
import { readNumeral } from '../core/numerals.ts';
import type { Place } from '../core/place.ts';
import { POLICY_IDS, POLICY_STATUSES } from '../core/policy-id.ts';
import { readFrontMatter } from '../frontmatter.ts';
import { clauseHome } from './cite.ts';
import {
  type Clause,
  CODE_COLUMNS,
  type Code,
  type CodeColumn,
  type Erratum,
  type FieldCatalogue,
  type NotFormalized,
  type Policy,
  type PolicyMeta,
  type Reading,
  type Rule,
  type SameCheck,
  type Section,
  type SectionKind,
} from './model.ts';
import { expandRange, readRule } from './rule.ts';

const day = z.string().regex(/^(\d{4}-\d\d-\d\d)?$/, '应为 2024-01-31 式的日期，没有则写空引号');

const META: z.ZodType<PolicyMeta> = z.strictObject({
  id: z.enum(POLICY_IDS),
  title: z.string().min(1),
  short: z.string().min(1),
  issuer: z.string().min(1),
  pol_no: z.string(),
  pol_status: z.enum(POLICY_STATUSES),
  pol_issued: day,
  pol_effective: day,
  pol_repeals: z.array(z.string()),
  pol_parent: z.array(z.string()),
  pol_interpreter: z.string(),
  pol_public: z.enum(['是', '否']),
  source_note: z.string().min(1),
  summary: z.string().min(1),
});

export interface PolicyReading {
  readonly policy: Policy | undefined;
  readonly findings: readonly Finding[];
}

interface OpenSection {
  kind: SectionKind;
  at: Place;
  heading: string;
  id: string;
  form?: string;
  /** Paragraphs and items in order; ids are given when the section closes. */
  drafts: { at: Place; marker: string; item: number | null; id: string; paragraphs: string[] }[];
  rules: Rule[];
  errata: Erratum[];
  readings: Reading[];
  notFormalized: NotFormalized[];
  sameChecks: SameCheck[];
}

const BLOCK_ELEMENTS: Readonly<Record<string, SectionKind>> = {
  Notice: 'notice',
  Issue: 'issue',
  Annexes: 'annexes',
  Annex: 'annex',
};

/** Reads one policy file. A file with an error gives findings and, as far as it could be read, the policy. */
export function readPolicy(text: string, file: string, fields: FieldCatalogue): PolicyReading {
  const front = readFrontMatter(text, file, META);
  const findings: Finding[] = [...front.findings];
  if (!front.data) return { policy: undefined, findings };
  const meta = front.data;
  const lines = front.body.split('\n');
  const sections: OpenSection[] = [];
  const codes: Code[] = [];
  const pendingCodes: { column: CodeColumn; ids: string[]; at: Place }[] = [];
  const namedCodes: Code[] = [];
  const quotes = new Map<string, string>();
  /** Words that must stand in the text of a clause; looked up once the whole text is known. */
  const verbatim: { clause: string; words: string; at: Place; message: string }[] = [];
  let chapter = '';
  let article = '';
  let enclosing: { name: string; at: Place } | undefined;

  const placeOf = (index: number, column = 1): Place => ({
    file,
    line: front.bodyLine + index,
    column,
    under: [chapter, article].filter(Boolean),
  });
  const complain = (at: Place, message: string, hint: string, code = 'policy-syntax'): void => {
    findings.push({
      code,
      severity: 'error',
      clause: null,
      file: at.file,
      line: at.line,
      position: at.column,
      message: at.under.length > 0 ? `${message}（位于${at.under.join(' › ')}）` : message,
      hint,
    });
  };
  const open = (kind: SectionKind, at: Place, heading = '', id = '', form?: string): OpenSection => {
    const section: OpenSection = {
      kind,
      at,
      heading,
      id,
      ...(form ? { form } : {}),
      drafts: [],
      rules: [],
      errata: [],
      readings: [],
      notFormalized: [],
      sameChecks: [],
    };
    sections.push(section);
    return section;
  };
  const complainUnclosed = (): void => {
    if (!enclosing) return;
    complain(enclosing.at, `<${enclosing.name}> 没有结尾。`, `补写 </${enclosing.name}>。`);
    enclosing = undefined;
  };
  const here = (at: Place): OpenSection | undefined => {
    const section = sections.at(-1);
    if (!section || section.kind === 'chapter') {
      complain(at, '这一行不在任何条、通知或附件之下。', '把它移到所属的「### 第X条」之下。');
      return undefined;
    }
    return section;
  };

  for (let index = 0; index < lines.length; index += 1) {
    const line = (lines[index] ?? '').trimEnd();
    const at = placeOf(index);
    if (line.trim() === '') continue;

    const element = /^<(\/?)([A-Z]\w*)((?:\s+[\w-]+="[^"]*")*)\s*(\/?)>$/.exec(line);
    if (element) {
      const [, closing, name = '', attributeText = '', selfClosing] = element;
      const attributes = new Map(
        [...attributeText.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
      );
      const attribute = (key: string): string => {
        const value = attributes.get(key);
        if (value === undefined) complain(at, `<${name}> 缺少属性 ${key}。`, `写作 <${name} ${key}="…">。`);
        return value ?? '';
      };
      if (closing) {
        if (enclosing?.name !== name)
          complain(at, `</${name}> 没有对应的开头。`, '删去这一行，或者补上开头的标签。');
        else enclosing = undefined;
        continue;
      }
      const kind = BLOCK_ELEMENTS[name];
      if (kind) {
        complainUnclosed();
        enclosing = { name, at };
        chapter = '';
        article =
          name === 'Annex'
            ? `附件${attribute('n')}`
            : ({ Notice: '印发通知', Issue: '印发行', Annexes: '附件目录' }[name] ?? '');
        if (kind === 'annex')
          open(kind, at, attribute('title'), `${meta.id}-A${attribute('n')}`, attributes.get('form'));
        else open(kind, at);
        continue;
      }
      if (name === 'Rule' || name === 'Reading') {
        const { end, closed } = endOfElement(lines, index, name);
        if (!closed) {
          complain(at, `<${name}> 没有结尾。`, `在这一段之后另起一行写 </${name}>。`);
          index = end;
          continue;
        }
        const section = here(at);
        const inner = lines.slice(index + 1, end);
        if (name === 'Rule') {
          const first = inner.findIndex((text) => text.trim() === '```yaml');
          const last = inner.findLastIndex((text) => text.trim() === '```');
          if (first < 0 || last <= first || inner.filter((text) => text.startsWith('```')).length !== 2) {
            complain(at, '<Rule> 中应当恰好有一段 ```yaml 代码。', '照同一文件中其他规则的样式书写。');
          } else {
            const rule = readRule(
              {
                id: attribute('id'),
                yaml: inner.slice(first + 1, last).join('\n'),
                at: placeOf(index + first + 2),
                policy: meta.id,
              },
              fields,
              (place, message, hint) => complain(place, message, hint, 'rule-syntax'),
            );
            if (rule) {
              section?.rules.push({ ...rule, at });
              const quoted = inner.findIndex((text) => text.startsWith('quote:'));
              verbatim.push({
                clause: rule.id,
                words: rule.quote,
                at: quoted < 0 ? at : placeOf(index + 1 + quoted, 'quote: '.length + 1),
                message: `规则 ${rule.id} 的引文与原文不一致：「${rule.quote}」。`,
              });
            }
          }
        } else {
          const values = Object.fromEntries(
            inner
              .map((text) => /^(one|other|used):\s*(.+)$/.exec(text.trim()))
              .map((m) => [m?.[1] ?? '', m?.[2] ?? '']),
          );
          for (const key of ['one', 'other', 'used']) {
            if (!values[key])
              complain(
                at,
                `<Reading> 缺少「${key}」。`,
                '写明 one（一种读法）、other（另一种读法）、used（本站采用）。',
              );
          }
          section?.readings.push({
            id: attribute('id'),
            at: attribute('at'),
            one: values.one ?? '',
            other: values.other ?? '',
            used: values.used ?? '',
          });
        }
        index = end;
        continue;
      }
      if (!selfClosing) {
        complain(
          at,
          `不认识的标签 <${name}>，或者它应当以 /> 结尾。`,
          '可用的标签见 CONTRIBUTING.md「增加一项制度」。',
        );
        continue;
      }
      const section = here(at);
      const column = attributes.get('of') ?? '';
      const isColumn = (CODE_COLUMNS as readonly string[]).includes(column);
      if ((name === 'Codes' || name === 'Code') && !isColumn) {
        complain(
          at,
          `<${name}> 的 of 应为 ${CODE_COLUMNS.join('、')} 之一，此处为「${column}」。`,
          '改正 of 属性。',
        );
      } else if (name === 'Codes') {
        pendingCodes.push({ column: column as CodeColumn, ids: expandRange(attribute('items')), at });
      } else if (name === 'Code') {
        const id = attribute('id');
        const clause = attributes.get('at') ?? id;
        const text = attribute('text');
        namedCodes.push({ column: column as CodeColumn, id, clause, text });
        verbatim.push({ clause, words: text, at, message: `代码 ${id} 的文字不在 ${clause} 的原文中。` });
      } else if (name === 'Erratum') {
        const erratum = {
          at: attribute('at'),
          source: attribute('source'),
          reads: attributes.get('reads') ?? '',
          note: attribute('note'),
        };
        section?.errata.push(erratum);
        verbatim.push({
          clause: erratum.at,
          words: erratum.source,
          at,
          message: `勘误所指的「${erratum.source}」不在 ${erratum.at} 的原文中。`,
        });
      } else if (name === 'Quote') {
        const id = attribute('id');
        const text = attribute('text');
        quotes.set(id, text);
        verbatim.push({ clause: id, words: text, at, message: `引文 ${id} 与原文不一致。` });
      } else if (name === 'NotFormalized') {
        section?.notFormalized.push({ of: attribute('of'), reason: attribute('reason') });
      } else if (name === 'SameCheck') {
        section?.sameChecks.push({ of: attribute('of'), as: attribute('as'), note: attribute('note') });
      } else {
        complain(at, `不认识的标签 <${name}>。`, '可用的标签见 CONTRIBUTING.md「增加一项制度」。');
      }
      continue;
    }
    if (line.startsWith('<')) {
      complain(
        at,
        '标签写法有误：一个标签应独占一行，属性值用英文双引号括起。',
        '例如 <Codes of="situations" items="JN-8(1)..JN-8(7)" />。',
      );
      const name = /^<(Rule|Reading)\b/.exec(line)?.[1];
      if (name) index = endOfElement(lines, index, name).end;
      continue;
    }

    const heading = /^(#+)\s*(.*)$/.exec(line);
    const bareHeading = heading?.[2] ?? line;
    if (heading?.[1] === '#') {
      open('title', at, bareHeading);
      continue;
    }
    if (/^第[零一二三四五六七八九十百]+章\s/.test(bareHeading)) {
      chapter = bareHeading;
      article = '';
      open('chapter', at, bareHeading);
      continue;
    }
    const articleHeading = /^(第([零一二三四五六七八九十百]+)条)(?:\s+|$)(.*)$/.exec(bareHeading);
    const essayHeading = heading ? /^S(\d)\s+(.*)$/.exec(bareHeading) : null;
    if (articleHeading || essayHeading) {
      article = articleHeading?.[1] ?? essayHeading?.[2] ?? '';
      const number = articleHeading ? readNumeral(articleHeading[2] ?? '') : `S${essayHeading?.[1]}`;
      const place = placeOf(index);
      if (number === null)
        complain(place, `条号「${article}」不是规范的数字写法。`, '例如第十二条、第二十条。');
      const section = open('article', place, article, `${meta.id}-${number}`);
      const rest = articleHeading?.[3] ?? '';
      if (rest) section.drafts.push({ at: place, marker: '', item: null, id: '', paragraphs: [rest] });
      continue;
    }
    if (heading) {
      complain(at, `不认识的标题「${bareHeading}」。`, '标题只用于题名（#）、第X章（##）和第X条（###）。');
      continue;
    }

    const section = here(at);
    if (!section) continue;
    const tagged = /^\{#([A-Z]{2}-[^}\s]+)\}\s*(.*)$/.exec(line);
    if (tagged) {
      section.drafts.push({ at, marker: '', item: null, id: tagged[1] ?? '', paragraphs: [tagged[2] ?? ''] });
      continue;
    }
    const previous = section.drafts.at(-1);
    if (/^ {2,}\S/.test(line) && previous && previous.item !== null) {
      previous.paragraphs.push(line.trim());
      continue;
    }
    if (/^\s/.test(line)) {
      complain(
        at,
        '行首有空格或制表符，分不清是款还是项的续段。',
        '款和项顶格书写；同一项的续段在行首空两个英文空格。',
      );
      continue;
    }
    // PY prints some markers inside its bold lead phrase: **(二) 研究认定。**
    const item = /^(\*\*)?([（(]([一二三四五六七八九十]+)[）)])\s*(.*)$/.exec(line);
    if (item && section.kind === 'article') {
      section.drafts.push({
        at,
        marker: item[2] ?? '',
        item: readNumeral(item[3] ?? ''),
        id: '',
        paragraphs: [`${item[1] ?? ''}${item[4] ?? ''}`],
      });
      continue;
    }
    if (section.kind !== 'article') {
      complain(at, '通知、附件和印发行中的每一行都要写明编号。', '在行首写 {#JN-N.1} 式的编号。');
      continue;
    }
    section.drafts.push({ at, marker: '', item: null, id: '', paragraphs: [line] });
  }
  complainUnclosed();

  const clauses = new Map<string, Clause>();
  const parts = new Set<string>();
  const closed: Section[] = sections.map((section) => {
    const numbered = numberClauses(section);
    const repeated = section.id !== '' && parts.has(section.id);
    if (repeated) complain(section.at, `条款编号 ${section.id} 重复。`, '检查条号是否写重。');
    parts.add(section.id);
    for (const clause of numbered) {
      // The paragraphs of a repeated article repeat as well; one finding says so.
      if (clauses.has(clause.id) && !repeated)
        complain(clause.at, `条款编号 ${clause.id} 重复。`, '检查项号、编号是否写重。');
      clauses.set(clause.id, clause);
    }
    const { drafts: _, ...rest } = section;
    return { ...rest, clauses: numbered };
  });
  const policy: Policy = {
    meta,
    file,
    sections: closed,
    rules: closed.flatMap((section) => section.rules),
    codes,
    quotes,
    clauses,
  };

  for (const { column, ids, at } of pendingCodes) {
    const missing = ids.filter((id) => !clauses.has(id));
    if (missing.length > 0) complain(at, `<Codes> 提到的 ${missing.join('、')} 不存在。`, '核对条号和项号。');
    for (const id of ids) {
      const clause = clauses.get(id);
      if (clause)
        codes.push({ column, id, clause: id, text: clause.paragraphs.join('').replaceAll('**', '') });
    }
  }
  const within = (id: string, words: string): boolean => {
    const articleId = /^[A-Z]{2}-(?:N|A\d|S\d|\d+)/.exec(id)?.[0];
    const text = closed
      .filter(
        (section) =>
          section.id === articleId || section.clauses.some((clause) => clause.id.startsWith(`${articleId}.`)),
      )
      .flatMap((section) => [
        section.heading,
        ...section.clauses.map((clause) => clause.marker + clause.paragraphs.join('')),
      ])
      .join('');
    return plain(text).includes(plain(words));
  };
  codes.push(...namedCodes);
  const homeless = policy.rules.filter(({ id }) => clauseHome(policy, id) === undefined);
  for (const { id, at } of homeless) complain(at, `规则 ${id} 没有对应的条款。`, '规则编号应为条款编号。');
  // A rule exists only under the clause it carries out.
  for (const section of closed) {
    const own = new Set(section.clauses.map((clause) => clause.id));
    for (const { id, at } of section.rules) {
      const home = clauseHome(policy, id);
      if (home === undefined || own.has(home) || id.startsWith(`${section.id}.`)) continue;
      complain(
        at,
        `规则 ${id} 不在它所执行的条款之下。`,
        `把规则移到${id}所在的条文之下，或者改正编号。`,
        'rule-syntax',
      );
    }
  }
  for (const { clause, words, at, message } of verbatim) {
    if (within(clause, words) || homeless.some(({ id }) => id === clause)) continue;
    complain(at, message, '逐字照录原文。', 'quote-differs');
  }
  return { policy, findings };
}

/**
 * The line on which an element that starts on line `start` ends. One that is not closed ends before the next part,
 * so that one slip costs one element.
 */
function endOfElement(
  lines: readonly string[],
  start: number,
  name: string,
): { end: number; closed: boolean } {
  for (let index = start + 1; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line.trimEnd() === `</${name}>`) return { end: index, closed: true };
    if (/^(#{2,3}\s|<(Rule|Reading)\s)/.test(line)) return { end: index - 1, closed: false };
  }
  return { end: lines.length - 1, closed: false };
}

/** Text for comparison: no white space, no bold marks, one kind of bracket. */
export function plain(text: string): string {
  return text
    .replace(/[\s*#]/g, '')
    .replaceAll('(', '（')
    .replaceAll(')', '）');
}

/** Gives each paragraph and item its clause id (spec: POLICY-ARTICLE[.PARAGRAPH][(ITEM)]). */
function numberClauses(section: OpenSection): Clause[] {
  const free = section.drafts.filter((draft) => draft.item === null && draft.id === '');
  const hasItems = section.drafts.some((draft) => draft.item !== null);
  let paragraph = 0;
  return section.drafts.map(({ at, marker, item, id, paragraphs }) => {
    if (id) return { id, at, marker, paragraphs };
    if (item !== null) return { id: `${section.id}(${item})`, at, marker, paragraphs };
    paragraph += 1;
    if (free.length === 1) return { id: hasItems ? `${section.id}.0` : section.id, at, marker, paragraphs };
    return { id: `${section.id}.${paragraph}`, at, marker, paragraphs };
  });
}
