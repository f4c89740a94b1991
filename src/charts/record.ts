/**
 * The part of the Canvas 2D interface that Chart.js draws bar charts with, recorded as SVG: text stays text, and the
 * same calls give the same bytes on every machine. What it does not know it does not have, so a new kind of chart
 * fails loudly instead of drawing half.
 */
import { FILLS, type FillName, TILE } from './fills.ts';

/** Stands for a CanvasPattern. The tag is what Chart.js recognizes patterns by. */
export class RecordedPattern {
  readonly name: FillName;
  readonly [Symbol.toStringTag] = 'CanvasPattern';

  constructor(name: FillName) {
    this.name = name;
  }
}

type Paint = string | RecordedPattern;

interface State {
  fillStyle: Paint;
  strokeStyle: Paint;
  lineWidth: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  globalAlpha: number;
  dash: readonly number[];
  x: number;
  y: number;
  turn: number;
  clip: string;
}

/** Share of the font size from the given line of the text to its alphabetic line, for Chinese faces. */
const BASELINE: Partial<Record<CanvasTextBaseline, number>> = {
  top: 0.88,
  hanging: 0.88,
  middle: 0.36,
  bottom: -0.12,
};

const ANCHOR: Partial<Record<CanvasTextAlign, string>> = { center: 'middle', right: 'end', end: 'end' };

/** Stands for a canvas and its context; `content()` is what was drawn. */
export class SvgRecorder {
  readonly canvas: { width: number; height: number; getContext: () => SvgRecorder };
  private readonly id: string;
  private readonly parts: string[] = [];
  private readonly defs: string[] = [];
  private readonly patterns = new Set<FillName>();
  private readonly saved: State[] = [];
  private path: string[] = [];
  private clips = 0;
  private state: State = {
    fillStyle: '#000',
    strokeStyle: '#000',
    lineWidth: 1,
    font: '12px sans-serif',
    textAlign: 'left',
    textBaseline: 'alphabetic',
    globalAlpha: 1,
    dash: [],
    x: 0,
    y: 0,
    turn: 0,
    clip: '',
  };
  lineCap = 'butt';
  lineJoin = 'miter';
  lineDashOffset = 0;

  /** @param id prefix of all ids in the drawing; unique in the page. */
  constructor(id: string, width: number, height: number) {
    this.id = id;
    this.canvas = { width, height, getContext: () => this };
  }

  get fillStyle(): Paint {
    return this.state.fillStyle;
  }
  set fillStyle(paint: Paint) {
    this.state.fillStyle = paint;
  }
  get strokeStyle(): Paint {
    return this.state.strokeStyle;
  }
  set strokeStyle(paint: Paint) {
    this.state.strokeStyle = paint;
  }
  get lineWidth(): number {
    return this.state.lineWidth;
  }
  set lineWidth(width: number) {
    this.state.lineWidth = width;
  }
  get font(): string {
    return this.state.font;
  }
  set font(font: string) {
    this.state.font = font;
  }
  get textAlign(): CanvasTextAlign {
    return this.state.textAlign;
  }
  set textAlign(align: CanvasTextAlign) {
    this.state.textAlign = align;
  }
  get textBaseline(): CanvasTextBaseline {
    return this.state.textBaseline;
  }
  set textBaseline(baseline: CanvasTextBaseline) {
    this.state.textBaseline = baseline;
  }
  get globalAlpha(): number {
    return this.state.globalAlpha;
  }
  set globalAlpha(alpha: number) {
    this.state.globalAlpha = alpha;
  }

  save(): void {
    this.saved.push({ ...this.state });
  }
  restore(): void {
    this.state = this.saved.pop() ?? this.state;
  }
  /** Chart.js sets the scale of the device, which is 1 here. */
  setTransform(): void {
    Object.assign(this.state, { x: 0, y: 0, turn: 0 });
  }
  resetTransform(): void {
    this.setTransform();
  }
  translate(x: number, y: number): void {
    if (this.state.turn !== 0) throw new Error('translate after rotate is not recorded');
    this.state.x += x;
    this.state.y += y;
  }
  rotate(angle: number): void {
    this.state.turn += angle;
  }
  setLineDash(dash: readonly number[]): void {
    this.state.dash = [...dash];
  }
  getLineDash(): number[] {
    return [...this.state.dash];
  }

  beginPath(): void {
    this.path = [];
  }
  closePath(): void {
    this.path.push('Z');
  }
  moveTo(x: number, y: number): void {
    this.path.push(`M${this.point(x, y)}`);
  }
  lineTo(x: number, y: number): void {
    this.path.push(`L${this.point(x, y)}`);
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.path.push(`M${this.point(x, y)}h${trim(width)}v${trim(height)}h${trim(-width)}Z`);
  }

  fill(rule?: string): void {
    const even = rule === 'evenodd' ? ' fill-rule="evenodd"' : '';
    if (this.path.length > 0) this.draw(`<path d="${this.path.join('')}"${this.filling()}${even}`);
  }
  stroke(): void {
    if (this.path.length > 0) this.draw(`<path d="${this.path.join('')}" fill="none"${this.stroking()}`);
  }
  clip(): void {
    const id = `${this.id}-c${this.clips}`;
    this.clips += 1;
    const inside = this.state.clip ? ` clip-path="url(#${this.state.clip})"` : '';
    this.defs.push(`<clipPath id="${id}"><path d="${this.path.join('')}"${inside}/></clipPath>`);
    this.state.clip = id;
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.draw(
      `<path d="M${this.point(x, y)}h${trim(width)}v${trim(height)}h${trim(-width)}Z"${this.filling()}`,
    );
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    const path = `M${this.point(x, y)}h${trim(width)}v${trim(height)}h${trim(-width)}Z`;
    this.draw(`<path d="${path}" fill="none"${this.stroking()}`);
  }
  clearRect(): void {}

  measureText(text: string): { width: number } {
    return { width: textWidth(text) * this.fontSize() };
  }
  fillText(text: string, x: number, y: number): void {
    if (text === '') return;
    const { state } = this;
    const size = this.fontSize();
    const down = (BASELINE[state.textBaseline] ?? 0) * size;
    const anchor = ANCHOR[state.textAlign];
    const place =
      state.turn === 0
        ? ` x="${trim(state.x + x)}" y="${trim(state.y + y + down)}"`
        : ` transform="translate(${trim(state.x)} ${trim(state.y)}) rotate(${trim((state.turn * 180) / Math.PI)})" x="${trim(x)}" y="${trim(y + down)}"`;
    this.draw(
      `<text${place} font-size="${trim(size)}"${/^bold|^[6-9]00/.test(state.font) ? ' font-weight="bold"' : ''}${anchor ? ` text-anchor="${anchor}"` : ''}${this.filling()}`,
      `${escapeXml(text)}</text>`,
    );
  }

  /** Definitions and drawing, without the `<svg>` around them. */
  content(): string {
    const patterns = [...this.patterns].map((name) => {
      const { ground, ink, strokes, strokeWidth } = FILLS[name];
      return `<pattern id="${this.id}-${name}" width="${TILE}" height="${TILE}" patternUnits="userSpaceOnUse"><path d="M0 0h${TILE}v${TILE}h-${TILE}Z" fill="${ground}"/><path d="${strokes}" stroke="${ink}" stroke-width="${strokeWidth}"/></pattern>`;
    });
    const defs = [...patterns, ...this.defs];
    return (defs.length > 0 ? `<defs>${defs.join('')}</defs>` : '') + this.parts.join('');
  }

  private draw(open: string, inside?: string): void {
    const clip = this.state.clip ? ` clip-path="url(#${this.state.clip})"` : '';
    const alpha = this.state.globalAlpha < 1 ? ` opacity="${trim(this.state.globalAlpha)}"` : '';
    this.parts.push(`${open}${alpha}${clip}${inside === undefined ? '/>' : `>${inside}`}`);
  }
  private filling(): string {
    return ` fill="${this.paint(this.state.fillStyle)}"`;
  }
  private stroking(): string {
    const { strokeStyle, lineWidth, dash } = this.state;
    const dashes = dash.length > 0 ? ` stroke-dasharray="${dash.map(trim).join(' ')}"` : '';
    return ` stroke="${this.paint(strokeStyle)}" stroke-width="${trim(lineWidth)}"${dashes}`;
  }
  private paint(paint: Paint): string {
    if (typeof paint === 'string') return escapeXml(paint);
    const { ground, strokes } = FILLS[paint.name];
    if (!strokes) return ground;
    this.patterns.add(paint.name);
    return `url(#${this.id}-${paint.name})`;
  }
  private point(x: number, y: number): string {
    if (this.state.turn !== 0) throw new Error('a turned path is not recorded');
    return `${trim(this.state.x + x)} ${trim(this.state.y + y)}`;
  }
  private fontSize(): number {
    return Number(/(\d+(?:\.\d+)?)px/.exec(this.state.font)?.[1] ?? 12);
  }
}

/** Two decimals at most: the same text on every machine, and small files. */
function trim(value: number): string {
  return String(Math.round(value * 100) / 100 || 0);
}

/** Text as it may stand in XML, in an element or an attribute. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Width of a text in ems, near enough for layout: no font is loaded at build. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    width +=
      code >= 0x2e80 || code === 0x203b
        ? 1
        : /[A-Z%]/.test(character)
          ? 0.68
          : /[0-9a-z]/.test(character)
            ? 0.56
            : 0.36;
  }
  return width;
}
