import * as l10n from '@vscode/l10n';
import { element, setAttributes } from '../element.ts';
import type { ListItem } from './grouping.ts';
import type { Listing, Repaint } from './listing.ts';
import { itemHeight, RowWindow } from './rowWindow.ts';

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
  readonly #rows = new RowWindow();
  readonly #listing: Listing;
  readonly #events: ListEvents;
  #cursor: string | undefined;
  #selected: string | undefined;
  #frame = 0;

  constructor(listing: Listing, events: ListEvents) {
    this.#listing = listing;
    this.#events = events;
    const titles = [l10n.t('Virtual'), l10n.t('Host')].map((text) => element('span', {}, text));
    this.head = element('div', { class: 'list-head', 'aria-hidden': 'true' }, ...titles);
    this.node = element(
      'div',
      { class: 'list', role: 'tree', tabindex: 0, 'aria-label': l10n.t('Objects of both sides') },
      this.#rows.node,
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
      const item = this.#item(key);
      if (item !== undefined) {
        this.#rows.paint(item, this.#selected);
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
    const { scrollTop, clientHeight } = this.node;
    this.#rows.draw(this.#listing.items, scrollTop, clientHeight, this.#selected);
    this.#active();
  }

  #active(): void {
    const drawn = this.#cursor === undefined ? undefined : this.#rows.find(this.#cursor);
    for (const other of this.node.querySelectorAll('.cursor')) {
      other.classList.toggle('cursor', other === drawn);
    }
    drawn?.classList.add('cursor');
    setAttributes(this.node, { 'aria-activedescendant': drawn?.id });
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
    const id = event.target instanceof Element ? this.#rows.itemAt(event.target) : undefined;
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
