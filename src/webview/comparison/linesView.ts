import * as l10n from '@vscode/l10n';
import type { Side } from '../../core/comparison/contract.ts';
import type { ComparisonDetail } from '../../core/comparison/model.ts';
import { element, setAttributes } from '../element.ts';
import { Blocks, lineHeight } from './blocks.ts';
import { type LineFacts, paintedLine, type Revealed } from './linePaint.ts';
import { changeStops, foldable, type LineView, shownLines } from './outline.ts';

/** What the lines tell of. */
export interface LinesEvents {
  /** A line was chosen: its reason is wanted. */
  readonly onChoose: (index: number) => void;
  /** The eye of a masked value was clicked. */
  readonly onEye: (index: number, side: Side) => void;
  readonly onHover: (index: number | undefined, at: DOMRect | undefined) => void;
}

/** Both documents, line by line. They are a grid that one walks through by key; a block is drawn when it comes near. */
export class LinesView {
  readonly node: HTMLElement;
  readonly #events: LinesEvents;
  readonly #blocks: Blocks;
  readonly #folded = new Set<string>();
  #detail: ComparisonDetail | undefined;
  #view: LineView = { onlyChanges: false, status: true, managed: true };
  #shown: readonly number[] = [];
  #stops: readonly number[] = [];
  #firsts: ReadonlySet<number> = new Set();
  #foldedLines: ReadonlySet<number> = new Set();
  #cursor = -1;
  #revealed: Revealed | undefined;

  constructor(events: LinesEvents) {
    this.#events = events;
    const label = l10n.t('Both objects, line by line: the virtual one on the left, the one on the host on the right');
    this.node = element('div', { class: 'lines', role: 'treegrid', tabindex: 0, 'aria-label': label });
    const draw = (from: number, to: number): readonly HTMLElement[] =>
      this.#shown.slice(from, to).map((index) => paintedLine(this.#facts(index)));
    this.#blocks = new Blocks(this.node, draw, () => this.#mark());
    this.node.addEventListener('keydown', (event) => this.#key(event));
    this.node.addEventListener('click', (event) => this.#click(event));
    this.node.addEventListener('focus', () => this.#cursor < 0 && this.#move(this.#shown[0], false));
    this.node.addEventListener('mouseover', (event) => this.#hover(event));
    this.node.addEventListener('mouseleave', () => events.onHover(undefined, undefined));
  }

  /** How many changes can be stepped through, and at which of them one is (from 1; 0 for none). */
  get steps(): { readonly at: number; readonly of: number } {
    const change = this.#detail?.lines[this.#cursor]?.change;
    const at = this.#stops.findIndex((index) => this.#detail?.lines[index]?.change === change);
    return { at: change === undefined ? 0 : at + 1, of: this.#stops.length };
  }

  /** Shows an object, or the same one as it is now: what was folded stays so, and the place stays. */
  show(detail: ComparisonDetail | undefined, view: LineView): void {
    const same = detail?.key === this.#detail?.key;
    if (!same) {
      this.#folded.clear();
      this.#cursor = -1;
      this.#revealed = undefined;
    }
    this.#detail = detail;
    this.#view = view;
    if (!same) {
      this.node.scrollTop = 0;
    }
    this.#build();
  }

  /** Shows one value in the place of its mask, and masks the one before it. */
  reveal(revealed: Revealed | undefined): void {
    this.#revealed = revealed;
    this.#build();
  }

  /** Goes to the next or the previous change. */
  step(by: 1 | -1): void {
    const at = this.#stops.findIndex((index) => index >= this.#cursor);
    const onOne = this.#stops[at] === this.#cursor;
    const place = by === 1 ? (at === -1 ? -1 : at + (onOne ? 1 : 0)) : (at === -1 ? this.#stops.length : at) - 1;
    const wrapped = place < 0 || place >= this.#stops.length ? (by === 1 ? 0 : this.#stops.length - 1) : place;
    const index = this.#stops[wrapped];
    if (index !== undefined) {
      this.#move(index, true);
      this.node.focus();
    }
  }

  #build(): void {
    const lines = this.#detail?.lines ?? [];
    this.#foldedLines = new Set(
      lines.flatMap((line, index) => (this.#folded.has(line.path) && foldable(lines, index) ? index : [])),
    );
    this.#shown = shownLines(lines, this.#view, this.#foldedLines);
    this.#stops = changeStops(lines, this.#shown);
    this.#firsts = new Set(this.#stops);
    this.#blocks.reset(this.#shown.length);
    this.#mark();
  }

  #facts(index: number): LineFacts {
    const lines = this.#detail?.lines ?? [];
    const line = lines[index] ?? { path: '', depth: 0 };
    const { change } = line;
    return {
      index,
      line,
      change: change === undefined ? undefined : this.#detail?.changes[change],
      first: this.#firsts.has(index),
      fold: foldable(lines, index) ? (this.#foldedLines.has(index) ? 'closed' : 'open') : undefined,
      revealed: this.#revealed,
    };
  }

  #lineNode(index: number): HTMLElement | null {
    return this.node.querySelector<HTMLElement>(`#line-${index}`);
  }

  #mark(): void {
    for (const node of this.node.querySelectorAll('.line.cursor')) {
      node.classList.remove('cursor');
    }
    const node = this.#lineNode(this.#cursor);
    node?.classList.add('cursor');
    setAttributes(this.node, { 'aria-activedescendant': node?.id });
  }

  #move(index: number | undefined, choose: boolean): void {
    if (index === undefined) {
      return;
    }
    this.#cursor = index;
    this.#blocks.ensure(this.#shown.indexOf(index));
    this.#mark();
    this.#lineNode(index)?.scrollIntoView({ block: choose ? 'center' : 'nearest' });
    if (choose) {
      this.#events.onChoose(index);
    }
  }

  #fold(index: number, close: boolean): void {
    const path = this.#detail?.lines[index]?.path;
    if (path !== undefined && foldable(this.#detail?.lines ?? [], index)) {
      this.#folded[close ? 'add' : 'delete'](path);
      this.#build();
      this.#move(index, false);
    }
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const place = this.#shown.indexOf(this.#cursor);
    const page = Math.max(1, Math.floor(this.node.clientHeight / lineHeight) - 1);
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const step = steps[event.key];
    if (step !== undefined) {
      this.#move(this.#shown[Math.min(this.#shown.length - 1, Math.max(0, place + step))], false);
    } else if (event.key === 'Home' || event.key === 'End') {
      this.#move(this.#shown.at(event.key === 'Home' ? 0 : -1), false);
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      this.#fold(this.#cursor, event.key === 'ArrowLeft');
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.#move(this.#shown[place], true);
    } else {
      return;
    }
    event.preventDefault();
  }

  #indexAt(target: EventTarget | null): number | undefined {
    const line = target instanceof Element ? target.closest<HTMLElement>('.line') : null;
    return line === null ? undefined : Number(line.dataset['index']);
  }

  #click(event: MouseEvent): void {
    const index = this.#indexAt(event.target);
    if (index === undefined || !(event.target instanceof Element)) {
      return;
    }
    const eye = event.target.closest<HTMLElement>('.eye');
    if (eye !== null) {
      this.#events.onEye(index, eye.dataset['side'] === 'host' ? 'host' : 'virtual');
    } else if (event.target.closest('.fold') !== null) {
      this.#fold(index, !this.#foldedLines.has(index));
    } else if (getSelection()?.isCollapsed !== false) {
      this.#cursor = index;
      this.#mark();
      this.#events.onChoose(index);
    }
  }

  #hover(event: MouseEvent): void {
    const index = this.#indexAt(event.target);
    const changed = index !== undefined && this.#detail?.lines[index]?.change !== undefined;
    const line = event.target instanceof Element ? event.target.closest('.line') : null;
    this.#events.onHover(changed ? index : undefined, changed ? line?.getBoundingClientRect() : undefined);
  }
}
