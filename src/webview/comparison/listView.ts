import * as l10n from '@vscode/l10n';
import { element, setAttributes } from '../element.ts';
import type { ListItem, Listing, Repaint } from './listing.ts';
import { type Painted, paintedItem } from './rowPaint.ts';

/** In CSS pixels, as the trees of VS Code have it; the style sheet says the same. */
export const itemHeight = 22;
/** Items that are drawn above and below what can be seen, so that scrolling finds them there. */
const margin = 8;

/** What the list tells of. */
export interface ListEvents {
  /** An object was chosen; `enter` when the user wants to go on to it. */
  readonly onSelect: (key: string, enter: boolean) => void;
  readonly onToggle: (group: string, open: boolean) => void;
}

/** The tree of all objects. Only what can be seen is in the document: each item is as high as every other. */
export class ListView {
  readonly node: HTMLElement;
  /** What stands above both columns; each row says it by itself to a screen reader. */
  readonly head: HTMLElement;
  readonly #content: HTMLElement;
  readonly #listing: Listing;
  readonly #events: ListEvents;
  #drawn = new Map<string, Painted & { readonly type: ListItem['type'] }>();
  #cursor: string | undefined;
  #selected: string | undefined;
  #frame = 0;

  constructor(listing: Listing, events: ListEvents) {
    this.#listing = listing;
    this.#events = events;
    const titles = [l10n.t('Virtual'), l10n.t('Host')].map((text) => element('span', {}, text));
    this.head = element('div', { class: 'list-head', 'aria-hidden': 'true' }, ...titles);
    this.#content = element('div', { class: 'list-content', role: 'none' });
    this.node = element(
      'div',
      { class: 'list', role: 'tree', tabindex: 0, 'aria-label': l10n.t('Objects of both sides') },
      this.#content,
    );
    this.node.addEventListener('scroll', () => this.#later(), { passive: true });
    this.node.addEventListener('keydown', (event) => this.#key(event));
    this.node.addEventListener('click', (event) => this.#click(event));
    this.node.addEventListener('focus', () => this.#focused());
    new ResizeObserver(() => this.#later()).observe(this.node);
  }

  /** Marks an object as the chosen one, and brings it into view. */
  select(key: string | undefined): void {
    this.#selected = key;
    this.#cursor = key ?? this.#cursor;
    this.#reveal(key);
    this.draw('all');
  }

  /** Paints these items again, or everything that can be seen. */
  draw(what: Repaint): void {
    if (what === 'all') {
      this.#window();
      return;
    }
    for (const key of what) {
      const place = this.#listing.place(key);
      const item = place === undefined ? undefined : this.#listing.items[place];
      if (place !== undefined && item !== undefined) {
        this.#drawn.get(key)?.paint(item, place, key === this.#selected);
      }
    }
  }

  #later(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#window();
    });
  }

  #window(): void {
    const { items } = this.#listing;
    const { scrollTop, clientHeight } = this.node;
    const first = Math.max(0, Math.floor(scrollTop / itemHeight) - margin);
    const last = Math.min(items.length, Math.ceil((scrollTop + clientHeight) / itemHeight) + margin);
    this.#content.style.height = `${items.length * itemHeight}px`;
    const before = this.#drawn;
    this.#drawn = new Map();
    const missing: (readonly [ListItem, number])[] = [];
    for (let place = first; place < last; place += 1) {
      const item = items[place];
      if (item !== undefined) {
        const known = before.get(item.id);
        if (known?.type === item.type) {
          before.delete(item.id);
          this.#put(known, item, place);
        } else {
          missing.push([item, place]);
        }
      }
    }
    this.#fill(missing, [...before.values()]);
    this.#active();
  }

  /** Draws what has come into view with the elements of what has left it. */
  #fill(
    missing: readonly (readonly [ListItem, number])[],
    spare: (Painted & { readonly type: ListItem['type'] })[],
  ): void {
    for (const [item, place] of missing) {
      const index = spare.findIndex(({ type }) => type === item.type);
      const [reused] = index === -1 ? [] : spare.splice(index, 1);
      const painted = reused ?? { ...paintedItem(item.type), type: item.type };
      this.#put(painted, item, place);
      if (reused === undefined) {
        this.#content.append(painted.node);
      }
    }
    for (const { node } of spare) {
      node.remove();
    }
  }

  #put(painted: Painted & { readonly type: ListItem['type'] }, item: ListItem, place: number): void {
    const top = `translateY(${place * itemHeight}px)`;
    if (painted.node.style.transform !== top) {
      painted.node.style.transform = top;
    }
    setAttributes(painted.node, { id: `item-${place}` });
    painted.paint(item, place, item.id === this.#selected);
    this.#drawn.set(item.id, painted);
  }

  #active(): void {
    const place = this.#cursor === undefined ? undefined : this.#listing.place(this.#cursor);
    const drawn = this.#cursor === undefined ? undefined : this.#drawn.get(this.#cursor);
    for (const [id, { node }] of this.#drawn) {
      node.classList.toggle('cursor', id === this.#cursor);
    }
    setAttributes(this.node, { 'aria-activedescendant': drawn === undefined ? undefined : `item-${place}` });
  }

  #reveal(id: string | undefined): void {
    const place = id === undefined ? undefined : this.#listing.place(id);
    if (place === undefined) {
      return;
    }
    const top = place * itemHeight;
    const { scrollTop, clientHeight } = this.node;
    if (top < scrollTop || top + itemHeight > scrollTop + clientHeight) {
      const far = top < scrollTop - clientHeight || top > scrollTop + 2 * clientHeight;
      const near = top < scrollTop ? top : top + itemHeight - clientHeight;
      this.node.scrollTop = far ? top - clientHeight / 2 : near;
    }
  }

  #focused(): void {
    if (this.#cursor === undefined || this.#listing.place(this.#cursor) === undefined) {
      this.#cursor = this.#listing.items[Math.ceil(this.node.scrollTop / itemHeight)]?.id;
      this.#active();
    }
  }

  #click(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target.closest('.item') : null;
    const id = [...this.#drawn].find(([, { node }]) => node === target)?.[0];
    const item = id === undefined ? undefined : this.#item(id);
    if (item?.type === 'group') {
      this.#cursor = item.id;
      this.#events.onToggle(item.id, !item.open);
    } else if (item !== undefined) {
      this.#go(item.id, false);
    }
  }

  #item(id: string): ListItem | undefined {
    const place = this.#listing.place(id);
    return place === undefined ? undefined : this.#listing.items[place];
  }

  #key(event: KeyboardEvent): void {
    const { items } = this.#listing;
    const at = (this.#cursor === undefined ? undefined : this.#listing.place(this.#cursor)) ?? -1;
    const page = Math.max(1, Math.floor(this.node.clientHeight / itemHeight) - 1);
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const { key } = event;
    if (event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const step = steps[key];
    if (step !== undefined) {
      this.#moveTo(items[Math.min(items.length - 1, Math.max(0, at + step))]?.id);
    } else if (key === 'Home' || key === 'End') {
      this.#moveTo(items.at(key === 'Home' ? 0 : -1)?.id);
    } else if (!this.#act(items[at], key)) {
      return;
    }
    event.preventDefault();
  }

  #act(item: ListItem | undefined, key: string): boolean {
    if (item?.type === 'group' && ['ArrowLeft', 'ArrowRight', 'Enter', ' '].includes(key)) {
      const open = key === 'ArrowRight' || (key !== 'ArrowLeft' && !item.open);
      this.#events.onToggle(item.id, open);
      return true;
    }
    if (item?.type === 'row' && (key === 'Enter' || key === ' ')) {
      this.#go(item.id, key === 'Enter');
      return true;
    }
    if (item?.type === 'row' && key === 'ArrowLeft') {
      const place = this.#listing.place(item.id) ?? 0;
      this.#moveTo(this.#listing.items.findLast((one, index) => index < place && one.type === 'group')?.id);
      return true;
    }
    return false;
  }

  #moveTo(id: string | undefined): void {
    if (id !== undefined) {
      this.#cursor = id;
      this.#reveal(id);
      if (this.#item(id)?.type === 'row') {
        this.#go(id, false);
      } else {
        this.#window();
      }
    }
  }

  #go(id: string, enter: boolean): void {
    this.#cursor = id;
    this.#events.onSelect(id, enter);
  }
}
