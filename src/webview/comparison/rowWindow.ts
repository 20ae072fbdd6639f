import { element, setAttributes } from '../element.ts';
import type { ListItem } from './grouping.ts';
import { type Painted, paintedItem } from './rowPaint.ts';

/** In CSS pixels, as the trees of VS Code have it; the style sheet says the same. */
export const itemHeight = 22;
/** Items that are drawn above and below what can be seen, so that scrolling finds them there. */
const margin = 8;

interface Drawn extends Painted {
  readonly type: ListItem['type'];
}

/** The items that can be seen, of however many there are: each is as high as every other, so that places are known. */
export class RowWindow {
  readonly node = element('div', { class: 'list-content', role: 'none' });
  #drawn = new Map<string, Drawn>();

  /** The element of an item, while it is drawn. */
  find(id: string): HTMLElement | undefined {
    return this.#drawn.get(id)?.node;
  }

  /** The item that an element within it belongs to. */
  itemAt(target: Element): string | undefined {
    const item = target.closest('.item');
    return [...this.#drawn].find(([, { node }]) => node === item)?.[0];
  }

  /** Paints one item again, if it is drawn. */
  paint(item: ListItem, selected: string | undefined): void {
    this.#drawn.get(item.id)?.paint(item, item.id === selected);
  }

  /** Draws what can be seen through a window of that height, from there. */
  draw(items: readonly ListItem[], top: number, height: number, selected: string | undefined): void {
    const first = Math.max(0, Math.floor(top / itemHeight) - margin);
    const last = Math.min(items.length, Math.ceil((top + height) / itemHeight) + margin);
    this.node.style.height = `${items.length * itemHeight}px`;
    const before = this.#drawn;
    this.#drawn = new Map();
    const missing: (readonly [ListItem, number])[] = [];
    for (let place = first; place < last; place += 1) {
      const item = items[place];
      const known = item === undefined ? undefined : before.get(item.id);
      if (item !== undefined && known?.type === item.type) {
        before.delete(item.id);
        this.#put(known, item, place, selected);
      } else if (item !== undefined) {
        missing.push([item, place]);
      }
    }
    this.#fill(missing, [...before.values()], selected);
  }

  /** Draws what has come into view with the elements of what has left it. */
  #fill(missing: readonly (readonly [ListItem, number])[], spare: Drawn[], selected: string | undefined): void {
    for (const [item, place] of missing) {
      const index = spare.findIndex(({ type }) => type === item.type);
      const [reused] = index === -1 ? [] : spare.splice(index, 1);
      const painted = reused ?? { ...paintedItem(item.type), type: item.type };
      this.#put(painted, item, place, selected);
      if (reused === undefined) {
        this.node.append(painted.node);
      }
    }
    for (const { node } of spare) {
      node.remove();
    }
  }

  #put(painted: Drawn, item: ListItem, place: number, selected: string | undefined): void {
    const top = `translateY(${place * itemHeight}px)`;
    if (painted.node.style.transform !== top) {
      painted.node.style.transform = top;
    }
    setAttributes(painted.node, { id: `item-${place}` });
    painted.paint(item, item.id === selected);
    this.#drawn.set(item.id, painted);
  }
}
