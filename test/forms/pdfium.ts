/** PDFium (the engine of Chrome and Edge) as WebAssembly: fills fields as a user does, saves, renders. No system fonts. */
import { PDFiumLibrary } from '@hyzyla/pdfium';

/** The raw functions of the WebAssembly build that the wrapper has no methods for. */
interface Raw {
  readonly HEAPU8: Uint8Array;
  readonly wasmExports: {
    malloc(size: number): number;
    free(pointer: number): void;
    readonly __indirect_function_table: WebAssembly.Table;
  };
  _FPDF_LoadPage(document: number, index: number): number;
  _FPDF_ClosePage(page: number): void;
  _FORM_OnAfterLoadPage(page: number, form: number): void;
  _FORM_OnBeforeClosePage(page: number, form: number): void;
  _FORM_SetFocusedAnnot(form: number, annot: number): number;
  _FORM_ReplaceSelection(form: number, page: number, text: number): void;
  _FORM_ForceToKillFocus(form: number): number;
  _FORM_OnMouseMove(form: number, page: number, modifier: number, x: number, y: number): number;
  _FORM_OnLButtonDown(form: number, page: number, modifier: number, x: number, y: number): number;
  _FORM_OnLButtonUp(form: number, page: number, modifier: number, x: number, y: number): number;
  _FPDF_GetPageHeightF(page: number): number;
  _FPDFPage_GetAnnotCount(page: number): number;
  _FPDFPage_GetAnnot(page: number, index: number): number;
  _FPDFPage_CloseAnnot(annot: number): void;
  _FPDFAnnot_GetFormFieldName(form: number, annot: number, buffer: number, length: number): number;
  _FPDFAnnot_GetFormFieldValue(form: number, annot: number, buffer: number, length: number): number;
  _FPDF_SaveAsCopy(document: number, writer: number, flags: number): number;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** One byte per pixel, 0 = black. */
  readonly grey: Uint8Array;
}

export class Pdfium {
  private readonly library: PDFiumLibrary;
  private readonly raw: Raw;

  private constructor(library: PDFiumLibrary) {
    this.library = library;
    this.raw = (library as unknown as { module: Raw }).module;
  }

  static async open(): Promise<Pdfium> {
    return new Pdfium(await PDFiumLibrary.init());
  }

  close(): void {
    this.library.destroy();
  }

  /**
   * Types each value into its field, clicks the boxes to tick, and saves the document. Throws when a field is not there.
   * @param clicks points on a page, from its top left
   */
  async fill(
    pdf: Uint8Array,
    values: ReadonlyMap<string, string>,
    clicks: readonly { readonly page: number; readonly x: number; readonly y: number }[] = [],
  ): Promise<Uint8Array> {
    const missing = new Set(values.keys());
    return this.withForm(
      pdf,
      (_document, form, page, number) => {
        for (const { x, y } of clicks.filter((click) => click.page === number)) {
          const up = this.raw._FPDF_GetPageHeightF(page) - y;
          this.raw._FORM_OnMouseMove(form, page, 0, x, up);
          this.raw._FORM_OnLButtonDown(form, page, 0, x, up);
          this.raw._FORM_OnLButtonUp(form, page, 0, x, up);
          this.raw._FORM_ForceToKillFocus(form);
        }
        for (let i = 0; i < this.raw._FPDFPage_GetAnnotCount(page); i += 1) {
          const annot = this.raw._FPDFPage_GetAnnot(page, i);
          const name = this.readText((buffer, length) =>
            this.raw._FPDFAnnot_GetFormFieldName(form, annot, buffer, length),
          );
          const value = values.get(name);
          if (value !== undefined) {
            missing.delete(name);
            this.raw._FORM_SetFocusedAnnot(form, annot);
            this.withText(value, (text) => this.raw._FORM_ReplaceSelection(form, page, text));
            this.raw._FORM_ForceToKillFocus(form);
          }
          this.raw._FPDFPage_CloseAnnot(annot);
        }
      },
      (document) => {
        if (missing.size > 0) throw new Error(`no such field: ${[...missing].join(', ')}`);
        return this.save(document);
      },
    );
  }

  /** Values of all fields. */
  async values(pdf: Uint8Array): Promise<Map<string, string>> {
    const values = new Map<string, string>();
    return this.withForm(
      pdf,
      (_document, form, page) => {
        for (let i = 0; i < this.raw._FPDFPage_GetAnnotCount(page); i += 1) {
          const annot = this.raw._FPDFPage_GetAnnot(page, i);
          values.set(
            this.readText((buffer, length) =>
              this.raw._FPDFAnnot_GetFormFieldName(form, annot, buffer, length),
            ),
            this.readText((buffer, length) =>
              this.raw._FPDFAnnot_GetFormFieldValue(form, annot, buffer, length),
            ),
          );
          this.raw._FPDFPage_CloseAnnot(annot);
        }
      },
      () => values,
    );
  }

  /** Renders a page with its fields. */
  async render(pdf: Uint8Array, scale: number, number = 0): Promise<Picture> {
    const document = await this.library.loadDocument(pdf);
    try {
      const image = await document
        .getPage(number)
        .render({ scale, colorSpace: 'Gray', renderFormFields: true });
      return { width: image.width, height: image.height, grey: image.data };
    } finally {
      document.destroy();
    }
  }

  /** The same, to be handed to others. */
  readonly draw = (pdf: Uint8Array, scale: number, page: number): Promise<Picture> =>
    this.render(pdf, scale, page);

  /** Does something on every page of a document, then something with the document. */
  private async withForm<T>(
    pdf: Uint8Array,
    visit: (document: number, form: number, page: number, number: number) => void,
    finish: (document: number) => T,
  ): Promise<T> {
    const wrapped = await this.library.loadDocument(pdf);
    const document = (wrapped as unknown as { documentIdx: number }).documentIdx;
    const form = wrapped.initializeFormFields();
    try {
      for (let number = 0; number < wrapped.getPageCount(); number += 1) {
        const page = this.raw._FPDF_LoadPage(document, number);
        this.raw._FORM_OnAfterLoadPage(page, form);
        visit(document, form, page, number);
        this.raw._FORM_OnBeforeClosePage(page, form);
        this.raw._FPDF_ClosePage(page);
      }
      return finish(document);
    } finally {
      wrapped.destroy();
    }
  }

  private readText(read: (buffer: number, length: number) => number): string {
    const length = read(0, 0);
    const buffer = this.raw.wasmExports.malloc(length);
    read(buffer, length);
    const text = new TextDecoder('utf-16le').decode(this.raw.HEAPU8.slice(buffer, buffer + length - 2));
    this.raw.wasmExports.free(buffer);
    return text;
  }

  private withText(text: string, run: (pointer: number) => void): void {
    const pointer = this.raw.wasmExports.malloc(2 * text.length + 2);
    const view = new DataView(this.raw.HEAPU8.buffer, pointer, 2 * text.length + 2);
    for (let i = 0; i < text.length; i += 1) view.setUint16(2 * i, text.charCodeAt(i), true);
    view.setUint16(2 * text.length, 0, true);
    run(pointer);
    this.raw.wasmExports.free(pointer);
  }

  private save(document: number): Uint8Array {
    const blocks: Uint8Array[] = [];
    const write = (_self: number, data: number, size: number): number => {
      blocks.push(this.raw.HEAPU8.slice(data, data + size));
      return 1;
    };
    // A JavaScript function becomes callable from WebAssembly by passing through a module that re-exports it.
    const relay = new WebAssembly.Module(
      // biome-ignore format: sections of the module, one a line
      Uint8Array.of(
        0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
        1, 8, 1, 0x60, 3, 0x7f, 0x7f, 0x7f, 1, 0x7f,
        2, 7, 1, 1, 0x65, 1, 0x66, 0, 0,
        7, 5, 1, 1, 0x66, 0, 0,
      ),
    );
    const { exports } = new WebAssembly.Instance(relay, { e: { f: write } });
    const table = this.raw.wasmExports.__indirect_function_table;
    // The table cannot grow; slot 0 is kept free in every such build so that a null pointer traps.
    const index = 0;
    table.set(index, exports.f);
    const writer = this.raw.wasmExports.malloc(8);
    const view = new DataView(this.raw.HEAPU8.buffer, writer, 8);
    view.setUint32(0, 1, true);
    view.setUint32(4, index, true);
    const saved = this.raw._FPDF_SaveAsCopy(document, writer, 0);
    table.set(index, null);
    this.raw.wasmExports.free(writer);
    if (saved === 0) throw new Error('PDFium could not save');
    return Buffer.concat(blocks);
  }
}
