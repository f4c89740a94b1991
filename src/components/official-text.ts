/** Official text as the page draws it: bold where the source prints bold, slips marked, markers in one width. */
import { clauseAnchor } from '../core/place.ts';
import type { Clause, Erratum, Policy, Section } from '../policy/model.ts';

/** A run of official text drawn in one way. */
interface Span {
  readonly text: string;
  readonly bold: boolean;
  /** Number of the erratum (from 1) whose slip this is; 0 for plain text. */
  readonly erratum: number;
}

/** An erratum with its number on the page and the clause whose text holds the slip. */
export interface PlacedErratum extends Erratum {
  readonly number: number;
  readonly section: Section;
  /** Empty when the slip stands in no paragraph, e.g. in the head of a lost table. */
  readonly clause: string;
}

/** Item markers as the page prints them: the sources mix half-width and full-width brackets. */
function showMarker(marker: string): string {
  return marker.replace('(', '（').replace(')', '）');
}

/** HTML anchor of a part of a policy. A one-paragraph article shares its id with its paragraph, and carries it. */
export function sectionAnchor(policy: Policy, section: Section): string {
  if (section.id) return clauseAnchor(section.id);
  if (section.kind !== 'chapter') return section.kind;
  const chapters = policy.sections.filter(({ kind }) => kind === 'chapter');
  return `chapter-${chapters.indexOf(section) + 1}`;
}

/** Numbers the errata of a policy in reading order and finds the paragraph each slip stands in. */
export function placeErrata(sections: readonly Section[]): PlacedErratum[] {
  let number = 0;
  return sections.flatMap((section) => {
    const find = (erratum: Erratum): string => {
      const holds = ({ paragraphs }: Clause): boolean =>
        paragraphs.some((paragraph) => unbold(paragraph).includes(erratum.source));
      const candidates = section.clauses.filter(({ id }) => id.startsWith(erratum.at));
      return (candidates.find(holds) ?? section.clauses.find(holds))?.id ?? '';
    };
    return section.errata.map((erratum) => {
      number += 1;
      return { ...erratum, number, section, clause: find(erratum) };
    });
  });
}

/** Cuts one paragraph where it turns bold and where a slip begins and ends. Joined, the spans are the paragraph. */
function spansOf(paragraph: string, errata: readonly PlacedErratum[]): Span[] {
  const parts = paragraph.split('**');
  const text = parts.join('');
  const bold: boolean[] = [];
  for (const [index, part] of parts.entries()) for (const _ of part) bold.push(index % 2 === 1);
  // `bold` counts characters as `for…of` does; so must the text.
  const characters = [...text];
  const slip = characters.map(() => 0);
  for (const { source, number } of errata) {
    const at = source === '' ? -1 : text.indexOf(source);
    if (at < 0) continue;
    const start = [...text.slice(0, at)].length;
    slip.fill(number, start, start + [...source].length);
  }
  const spans: { text: string; bold: boolean; erratum: number }[] = [];
  for (const [index, character] of characters.entries()) {
    const last = spans.at(-1);
    const style = { bold: bold[index] ?? false, erratum: slip[index] ?? 0 };
    if (last && last.bold === style.bold && last.erratum === style.erratum) last.text += character;
    else spans.push({ text: character, ...style });
  }
  return spans;
}

function unbold(text: string): string {
  return text.replaceAll('**', '');
}

/**
 * Marker and words of a clause as HTML. A string, because white space that a template formatter puts between two
 * tags would become part of the official text.
 */
export function officialHtml(clause: Clause, errata: readonly PlacedErratum[]): string {
  const lines = clause.paragraphs.map((paragraph, index) => {
    const marker = index === 0 ? escapeHtml(showMarker(clause.marker)) : '';
    const spans = spansOf(paragraph, errata).map(({ text, bold, erratum }) => {
      const words = erratum
        ? `<span class="slip" aria-describedby="erratum-${erratum}">${escapeHtml(text)}</span>`
        : escapeHtml(text);
      return bold ? `<strong>${words}</strong>` : words;
    });
    return `<span class="line">${marker}${spans.join('')}</span>`;
  });
  return lines.join('');
}

/** Words of titles that no line may cut; （试行） is kept whole everywhere. */
const TITLE_WORDS =
  /容错纠错|容错机制|激励干部|党员干部|担当作为|改革创新|深化完善|探索运用|实施细则|实施办法|委员会|机制|工作/g;

/** A title as HTML: its text unchanged, its words never broken. */
export function titleHtml(title: string): string {
  return escapeHtml(title).replace(TITLE_WORDS, '<span class="whole">$&</span>');
}

/** Also keeps （试行） in one piece: broken over two lines it is easily overlooked. */
function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('（试行）', '<span class="whole">（试行）</span>');
}

/** How a line of an issuing notice stands on paper. */
type NoticeRole = 'number' | 'head' | 'addressee' | 'text' | 'signature' | 'note';

/**
 * Reads the roles of the lines of a notice from their form: what precedes the addressees is its head, what follows
 * the last full sentence is signature and date.
 */
export function noticeRoles(clauses: readonly Clause[]): NoticeRole[] {
  const lines = clauses.map(({ paragraphs }) => paragraphs.join(''));
  const addressee = lines.findIndex((line) => line.endsWith('：'));
  const firstText = addressee >= 0 ? addressee : lines.findIndex((line) => line.endsWith('。'));
  const lastText = lines.findLastIndex((line) => line.endsWith('。'));
  return lines.map((line, index) => {
    if (/^[^。]*〔\d{4}〕\s*\d+\s*号$/.test(line)) return 'number';
    if (/^（.*）$/.test(line)) return 'note';
    if (index === addressee) return 'addressee';
    if (firstText < 0 || index < firstText) return 'head';
    return index > lastText ? 'signature' : 'text';
  });
}
