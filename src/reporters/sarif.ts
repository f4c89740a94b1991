/** SARIF 2.1.0, written piece by piece: results as they arise, the rules and the end once all are known. */
import { FINDING_KINDS } from '../core/catalogue.ts';
import type { Finding } from '../core/finding.ts';
import { citation } from '../policy/cite.ts';
import type { Policy } from '../policy/model.ts';
import { type Digest, fingerprintOf } from './fingerprint.ts';

const LEVEL = { error: 'error', warning: 'warning', info: 'note' } as const;

const RULE_INDEX: ReadonlyMap<string, number> = new Map(
  FINDING_KINDS.map(({ code }, index) => [code, index]),
);

/** Opens the log; results follow, joined by commas. */
export const SARIF_HEAD =
  '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"results":[';

/** One result. It names places and clauses, never what a cell holds beyond the message. */
export function sarifResult(finding: Finding, policies: readonly Policy[], digest: Digest): object {
  const { code, severity, clause, also, file, row, line, position, cell, column, caseId } = finding;
  const { message, hint, quote } = finding;
  const text = hint ? `${message}处理：${hint}` : message;
  const ruleIndex = RULE_INDEX.get(code);
  return {
    ruleId: code,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVEL[severity],
    message: { text },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: fileUri(file) },
          ...(line === undefined
            ? {}
            : { region: { startLine: line, ...(position === undefined ? {} : { startColumn: position }) } }),
        },
        ...(row === undefined ? {} : { logicalLocations: placesInTable(file, row, cell, column, caseId) }),
      },
    ],
    partialFingerprints: { 'rongjiuFinding/v1': fingerprintOf(finding, digest) },
    ...(clause
      ? {
          properties: {
            clause,
            citation: citation(clause, policies),
            quote: quote ?? '',
            ...(also ? { also } : {}),
          },
        }
      : {}),
  };
}

function placesInTable(
  file: string,
  row: number,
  cell: string | undefined,
  column: string | undefined,
  caseId: string | undefined,
): object[] {
  const places: object[] = [
    { name: caseId ?? `第${row}行`, fullyQualifiedName: `${file}#row=${row}`, kind: 'row' },
  ];
  if (cell && column) places.push({ name: column, fullyQualifiedName: `${file}#${cell}`, kind: 'column' });
  return places;
}

/** Closes the log. `site` is where the built site is served; rules are explained there. */
export function sarifTail(site: string): string {
  const rules = FINDING_KINDS.map(({ code, title, meaning, remedy, group }) => ({
    id: code,
    name: title,
    shortDescription: { text: title },
    fullDescription: { text: meaning },
    help: { text: remedy },
    // The standard wants an absolute address here.
    helpUri: new URL(`checks/${code}/`, site).href,
    properties: { group },
  }));
  const tool = { driver: { name: '容纠 Rongjiu', language: 'zh-CN', rules } };
  return `],"tool":${JSON.stringify(tool)},"language":"zh-CN","columnKind":"utf16CodeUnits"}]}\n`;
}

/** A path as a URI reference: relative paths stay relative, absolute ones become file addresses. */
function fileUri(path: string): string {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  if (path.startsWith('/')) return `file://${encoded}`;
  return /^[A-Za-z]:\//.test(path) ? `file:///${encoded.replace('%3A', ':')}` : encoded;
}
