import * as l10n from '@vscode/l10n';
import { element, setAttributes } from '../element.ts';

const least = 0.15;
const most = 0.85;
const step = 0.03;

/** The line between the list and the object. It is dragged, or moved with the arrow keys. */
export class Splitter {
  readonly node: HTMLElement;
  readonly #panes: HTMLElement;
  readonly #onMove: (share: number) => void;
  #share: number;

  constructor(panes: HTMLElement, share: number, onMove: (share: number) => void) {
    this.#panes = panes;
    this.#onMove = onMove;
    this.#share = share;
    this.node = element('div', {
      class: 'splitter',
      role: 'separator',
      tabindex: 0,
      'aria-label': l10n.t('Size of the list'),
      'aria-valuemin': least * 100,
      'aria-valuemax': most * 100,
    });
    this.node.addEventListener('pointerdown', (event) => this.#drag(event));
    this.node.addEventListener('keydown', (event) => this.#key(event));
    this.#apply();
    new ResizeObserver(() => this.#turn()).observe(panes);
  }

  /** Whether the list stands above the object, and not beside it. */
  get stacked(): boolean {
    return getComputedStyle(this.#panes).flexDirection === 'column';
  }

  #turn(): void {
    setAttributes(this.node, { 'aria-orientation': this.stacked ? 'horizontal' : 'vertical' });
  }

  #apply(): void {
    this.#panes.style.setProperty('--share', `${(this.#share * 100).toFixed(1)}%`);
    setAttributes(this.node, { 'aria-valuenow': Math.round(this.#share * 100) });
  }

  #move(share: number): void {
    this.#share = Math.min(most, Math.max(least, share));
    this.#apply();
    this.#onMove(this.#share);
  }

  #drag(event: PointerEvent): void {
    event.preventDefault();
    this.node.focus();
    this.node.setPointerCapture(event.pointerId);
    const controller = new AbortController();
    const { signal } = controller;
    const move = ({ clientX, clientY }: PointerEvent): void => {
      const { left, top, width, height } = this.#panes.getBoundingClientRect();
      this.#move(this.stacked ? (clientY - top) / height : (clientX - left) / width);
    };
    this.node.addEventListener('pointermove', move, { signal });
    this.node.addEventListener('lostpointercapture', () => controller.abort(), { signal });
  }

  #key(event: KeyboardEvent): void {
    const moves: Readonly<Record<string, number>> = this.stacked
      ? { ArrowUp: -step, ArrowDown: step }
      : { ArrowLeft: -step, ArrowRight: step };
    const by = moves[event.key];
    if (by !== undefined && !event.altKey) {
      event.preventDefault();
      this.#move(this.#share + by);
    } else if (event.key === 'Home' || event.key === 'End') {
      event.preventDefault();
      this.#move(event.key === 'Home' ? least : most);
    }
  }
}
