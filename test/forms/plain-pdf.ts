/** PDFs written by hand, object by object: fast, and of any shape that a program might leave behind. */
import { editionLine, type FormKey } from '../../src/forms/leaves.ts';

/** The least PDF in which a form can stand. */
export function plainPdf(fields: string, keywords = '<FEFF>', more = ''): Uint8Array {
  return Buffer.from(
    `%PDF-1.7
1 0 obj <</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[${fields}]>>>> endobj
2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj
3 0 obj <</Keywords ${keywords}>> endobj
${more}
trailer <</Root 1 0 R/Info 3 0 R>>
%%EOF`,
    'latin1',
  );
}

/** A text string, UTF-16 in hexadecimal digits. */
export function unicode(text: string): string {
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  return `<FEFF${units.map((unit) => unit.toString(16).padStart(4, '0')).join('')}>`;
}

/** A form of ours that holds these values: text by the full name of its field, a state as a name (`/Yes`). */
export function plainForm(form: FormKey, values: ReadonlyMap<string, string>): Uint8Array {
  interface Node {
    readonly kids: Map<string, Node>;
    value?: string;
  }
  const root: Node = { kids: new Map() };
  for (const [name, value] of values) {
    let at = root;
    for (const step of name.split('.')) {
      const next: Node = at.kids.get(step) ?? { kids: new Map() };
      at.kids.set(step, next);
      at = next;
    }
    at.value = value;
  }
  const write = ([name, { kids, value }]: [string, Node]): string => {
    const below = kids.size > 0 ? `/Kids[${[...kids].map(write).join(' ')}]` : '';
    const own =
      value === undefined ? '' : value.startsWith('/') ? `/FT/Btn/V${value}` : `/FT/Tx/V${unicode(value)}`;
    return `<</T(${name})${own}${below}>>`;
  };
  return plainPdf([...root.kids].map(write).join(' '), unicode(editionLine(form)));
}
