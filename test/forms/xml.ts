/** A strict reader of XML without entities of its own: what is not well formed throws. */

export class Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (Element | string)[] = [];

  constructor(name: string, attributes: ReadonlyMap<string, string>) {
    this.name = name;
    this.attributes = attributes;
  }

  get elements(): Element[] {
    return this.children.filter((child) => child instanceof Element);
  }

  /** Elements of a name at any depth, in reading order. */
  all(name: string): Element[] {
    return this.elements.flatMap((child) => [...(child.name === name ? [child] : []), ...child.all(name)]);
  }

  /** The first element along a path of names. */
  at(...path: readonly string[]): Element | undefined {
    const [name, ...rest] = path;
    return name === undefined ? this : this.elements.find((child) => child.name === name)?.at(...rest);
  }

  get value(): string | undefined {
    return this.attributes.get('w:val') ?? this.attributes.get('w14:val');
  }

  get text(): string {
    return this.children.map((child) => (typeof child === 'string' ? child : child.text)).join('');
  }
}

const NAMES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plain(text: string): string {
  return text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));|&/g, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    const character = NAMES[name ?? ''];
    if (character === undefined) throw new Error(`unknown entity ${whole}`);
    return character;
  });
}

/** The root element of a document. */
export function readXml(source: string): Element {
  const holder = new Element('', new Map());
  const open: Element[] = [holder];
  const token = /<\?[^>]*\?>|<(\/?)([\w:]+)((?:\s+[\w:]+="[^"<]*")*)\s*(\/?)>|[^<]+/y;
  for (let at = 0; at < source.length; at = token.lastIndex) {
    token.lastIndex = at;
    const found = token.exec(source);
    if (!found) throw new Error(`not well formed at ${at}: ${source.slice(at, at + 40)}`);
    const [whole, closes, name, listed = '', empty] = found;
    const parent = open.at(-1) ?? holder;
    if (name === undefined) {
      if (!whole.startsWith('<?')) parent.children.push(plain(whole));
    } else if (closes) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes another element`);
    } else {
      const attributes = new Map<string, string>();
      for (const [, key = '', value = ''] of listed.matchAll(/([\w:]+)="([^"]*)"/g)) {
        if (attributes.has(key)) throw new Error(`${key} twice in <${name}>`);
        attributes.set(key, plain(value));
      }
      const element = new Element(name, attributes);
      parent.children.push(element);
      if (!empty) open.push(element);
    }
  }
  const [root] = holder.elements;
  if (open.length !== 1 || !root || holder.elements.length !== 1) throw new Error('not one whole element');
  return root;
}
