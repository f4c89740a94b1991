/** From pages to a tagged PDF with bookmarks. */
import {
  type PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  type PDFRef,
} from 'pdf-lib';
import type { TextBox } from './boxes.ts';
import type { Faces } from './faces.ts';
import type { PaperLayout, PaperPage, Tagged } from './flow.ts';
import {
  artifact,
  type Cut,
  describe,
  type Element,
  FontBook,
  latin,
  num,
  round,
  StructureTree,
  saveWithIdentity,
  stroke,
} from './pdf.ts';

export interface PaperFonts {
  /** Whole typefaces; each paper embeds only what it prints. */
  readonly faces: Faces;
  readonly cut?: Cut;
}

/** Where an element begins. */
interface Spot {
  readonly page: number;
  readonly box: TextBox | undefined;
}

/** Draws a paper. The bytes depend on nothing but the layout and the fonts: no clock, no random number. */
export async function drawPaper(layout: PaperLayout, { faces, cut }: PaperFonts): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const { context } = document;
  const name = (text: string) => PDFName.of(text);
  const { paper, pages } = layout;

  const fonts = await FontBook.open(context, boxesOf(pages), faces, cut ? { cut } : {});
  const pageRefs = pages.map(({ turned, width, height }) => {
    // A sheet stands upright in the file and is turned for reading.
    const page = document.addPage(turned ? [height, width] : [width, height]);
    if (turned) page.node.set(name('Rotate'), PDFNumber.of(90));
    return page.ref;
  });
  const structure = new StructureTree(context, pageRefs);
  const body = structure.element(structure.root, 'Document', 0);
  const elements = new Map<Tagged, Element>();
  const spots = new Map<Tagged, Spot>();
  const links: { element: Element; tagged: Tagged; box: TextBox; page: number }[] = [];
  /** The structure element, made where its first words stand. */
  const elementOf = (tagged: Tagged, page: number): Element => {
    const known = elements.get(tagged);
    if (known) return known;
    const parent = tagged.within ? elementOf(tagged.within, page) : body;
    const cell = {
      ...(tagged.colspan ? { ColSpan: tagged.colspan } : {}),
      ...(tagged.rowspan ? { RowSpan: tagged.rowspan } : {}),
      ...(tagged.scope ? { Scope: tagged.scope } : {}),
    };
    const attributes: Record<string, PDFObject> = {
      ...(Object.keys(cell).length > 0 ? { A: context.obj({ O: 'Table', ...cell }) } : {}),
      ...(tagged.tag === 'L'
        ? { A: context.obj({ O: 'List', ListNumbering: tagged.ordered ? 'Decimal' : 'Disc' }) }
        : {}),
    };
    const made = structure.element(parent, tagged.tag, page, attributes);
    elements.set(tagged, made);
    return made;
  };

  pages.forEach((page, number) => {
    const upright = page.turned ? page.width : page.height;
    const content: string[] = ['0 g 0 G'];
    if (page.turned) content.push(`q 0 1 -1 0 ${num(page.height)} 0 cm`);
    content.push(
      ...artifact(
        'Layout',
        page.rules.map((rule) => stroke(rule, page.height)),
      ),
    );
    if (page.repeated.length > 0) {
      content.push(
        ...artifact(
          'Pagination',
          page.repeated.map((box) => fonts.show(box, page.height)),
        ),
      );
    }
    for (const { element: tagged, boxes } of page.placed) {
      const element = elementOf(tagged, number);
      for (let at: Tagged | undefined = tagged; at; at = at.within) {
        if (!spots.has(at)) spots.set(at, { page: number, box: boxes[0] });
      }
      const [first] = boxes;
      if (!first) continue;
      const id = structure.mark(element, number);
      content.push(
        `/${tagged.tag} <</MCID ${id}>> BDC`,
        ...boxes.map((box) => fonts.show(box, page.height)),
        'EMC',
      );
      if (tagged.tag === 'Link') links.push({ element, tagged, box: first, page: number });
    }
    if (page.turned) content.push('Q');
    content.push(...artifact('Pagination', [fonts.show(page.folio, upright)]));

    const { node } = document.getPage(number);
    node.set(name('Contents'), context.register(context.flateStream(latin(content.join('\n')))));
    node.set(name('Resources'), context.obj({ Font: fonts.resources }));
    node.set(name('Tabs'), name('S'));
    node.set(name('StructParents'), PDFNumber.of(number));
  });

  /** A view of the page with the element at its top. */
  const viewOf = (tagged: Tagged): PDFArray => {
    const { page, box } = spots.get(tagged) ?? { page: 0, box: undefined };
    const sheet = pages[page];
    const top = sheet && box ? sheet.height - box.baseline + 1.2 * box.size : (sheet?.height ?? 0);
    const [x, y] = sheet?.turned ? [sheet.height - top, 0] : [0, top];
    return context.obj([pageRefs[page] ?? null, 'XYZ', round(x), round(y), null]);
  };

  // --- raised numbers lead to their entries
  const annotations = pages.map((): PDFRef[] => []);
  for (const { element, tagged, box, page } of links) {
    if (!tagged.to) throw new Error('a link that leads nowhere');
    const ref = context.nextRef();
    const sheet = pages[page];
    const bottom = (sheet?.height ?? 0) - box.baseline - 0.2 * box.size;
    const [left, top, right] = [box.x, bottom + 1.2 * box.size, box.x + box.width];
    const height = sheet?.height ?? 0;
    const rect = sheet?.turned ? [height - top, left, height - bottom, right] : [left, bottom, right, top];
    structure.annotation(element, ref, page);
    context.assign(
      ref,
      context.obj({
        Type: 'Annot',
        Subtype: 'Link',
        Rect: rect.map(round),
        Border: [0, 0, 0],
        F: 4,
        Contents: PDFHexString.fromText(tagged.called ?? ''),
        Dest: viewOf(tagged.to),
        StructParent: structure.parentKey(ref),
      }),
    );
    annotations[page]?.push(ref);
  }
  annotations.forEach((refs, number) => {
    if (refs.length > 0) document.getPage(number).node.set(name('Annots'), context.obj(refs));
  });

  // --- bookmarks
  const marks = [...elements.keys()].flatMap((tagged) =>
    tagged.bookmark ? [{ ...tagged.bookmark, dest: viewOf(tagged) }] : [],
  );
  if (marks.length > 0) document.catalog.set(name('Outlines'), outline(document, marks));

  const { title, subject, day } = paper;
  describe(document, structure, { title, subject, day });
  // Scaled to a printer's margins the type area would no longer be that of the standard.
  document.catalog.lookup(name('ViewerPreferences'), PDFDict).set(name('PrintScaling'), name('None'));
  return saveWithIdentity(document);
}

function* boxesOf(pages: readonly PaperPage[]): Generator<TextBox> {
  for (const { placed, repeated, folio } of pages) {
    for (const { boxes } of placed) yield* boxes;
    yield* repeated;
    yield folio;
  }
}

interface Bookmark {
  readonly level: number;
  readonly text: string;
  readonly dest: PDFArray;
}

/** The tree of bookmarks, all open, from headings in reading order. */
function outline({ context }: PDFDocument, marks: readonly Bookmark[]): PDFRef {
  interface Node {
    readonly ref: PDFRef;
    readonly level: number;
    readonly mark?: Bookmark;
    readonly kids: Node[];
  }
  const root: Node = { ref: context.nextRef(), level: 0, kids: [] };
  const path = [root];
  for (const mark of marks) {
    while ((path.at(-1)?.level ?? 0) >= mark.level) path.pop();
    const node: Node = { ref: context.nextRef(), level: mark.level, mark, kids: [] };
    path.at(-1)?.kids.push(node);
    path.push(node);
  }
  const size = (node: Node): number => node.kids.reduce((sum, kid) => sum + 1 + size(kid), 0);
  const ends = ({ kids }: Node) => {
    const [first, last] = [kids[0], kids.at(-1)];
    return first && last ? { First: first.ref, Last: last.ref } : {};
  };
  const write = (node: Node): void => {
    node.kids.forEach((kid, i) => {
      const [before, after] = [node.kids[i - 1], node.kids[i + 1]];
      context.assign(
        kid.ref,
        context.obj({
          Title: PDFHexString.fromText(kid.mark?.text ?? ''),
          Parent: node.ref,
          ...(before ? { Prev: before.ref } : {}),
          ...(after ? { Next: after.ref } : {}),
          ...ends(kid),
          ...(kid.kids.length > 0 ? { Count: size(kid) } : {}),
          ...(kid.mark ? { Dest: kid.mark.dest } : {}),
        }),
      );
      write(kid);
    });
  };
  write(root);
  context.assign(root.ref, context.obj({ Type: 'Outlines', ...ends(root), Count: size(root) }));
  return root.ref;
}
