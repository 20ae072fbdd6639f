import { element } from '../element.ts';

export const lineHeight = 20;
/** Lines that are drawn in one go. */
const blockSize = 80;

/** Many lines of which only those near to what can be seen are drawn. They may be of any height once they are. */
export class Blocks {
  readonly #node: HTMLElement;
  readonly #draw: (from: number, to: number) => readonly HTMLElement[];
  readonly #near: IntersectionObserver;
  #count = 0;

  /** `draw` makes the lines of a block; `onDrawn` is told when some more are there. */
  constructor(node: HTMLElement, draw: (from: number, to: number) => readonly HTMLElement[], onDrawn: () => void) {
    this.#node = node;
    this.#draw = draw;
    this.#near = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (isIntersecting && target instanceof HTMLElement) {
            this.#fill(target);
          }
        }
        onDrawn();
      },
      { root: node, rootMargin: '600px' },
    );
  }

  /** Begins anew with so many lines. What is seen first is there at once, the rest when it comes near. */
  reset(count: number): void {
    const top = this.#node.scrollTop;
    this.#count = count;
    this.#near.disconnect();
    const blocks: HTMLElement[] = [];
    for (let first = 0; first < count; first += blockSize) {
      const block = element('div', { class: 'block', role: 'rowgroup' });
      block.dataset['first'] = String(first);
      block.style.height = `${Math.min(blockSize, count - first) * lineHeight}px`;
      blocks.push(block);
    }
    this.#node.replaceChildren(...blocks);
    for (const [index, block] of blocks.entries()) {
      if (index === 0) {
        this.#fill(block);
      } else {
        this.#near.observe(block);
      }
    }
    this.#node.scrollTop = top;
  }

  /** Sees to it that a line is drawn. */
  ensure(place: number): void {
    const block = this.#node.children[Math.floor(place / blockSize)];
    if (block instanceof HTMLElement) {
      this.#fill(block);
    }
  }

  #fill(block: HTMLElement): void {
    this.#near.unobserve(block);
    if (block.childElementCount === 0) {
      const first = Number(block.dataset['first']);
      block.style.height = '';
      block.append(...this.#draw(first, Math.min(this.#count, first + blockSize)));
    }
  }
}
