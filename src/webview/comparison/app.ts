import * as l10n from '@vscode/l10n';
import type { HostMessage, PanelState } from '../../core/comparison/contract.ts';
import type { ComparisonHead, ComparisonRow, RowChanges } from '../../core/comparison/model.ts';
import { element } from '../element.ts';
import { countRows } from './counts.ts';
import { DetailView } from './detailView.ts';
import { groupOf } from './grouping.ts';
import { Header } from './header.ts';
import { Listing } from './listing.ts';
import { ObjectsPane, toggled } from './objectsPane.ts';
import { Picture } from './picture.ts';
import { Splitter } from './splitter.ts';

/** The outside of the page. */
export interface Outside {
  readonly send: (message: HostMessage) => void;
  readonly keep: (state: PanelState) => void;
}

const selectDelayMs = 80;

/** The page of one vcluster. It holds what the extension has told it, and what the user has chosen. */
export class App {
  readonly node: HTMLElement;
  readonly #outside: Outside;
  readonly #listing: Listing;
  readonly #objects: ObjectsPane;
  readonly #header: Header;
  readonly #picture: Picture;
  readonly #detail: DetailView;
  #state: PanelState;
  /** The object that is shown: what is selected, once the list has it. */
  #chosen: string | undefined;
  #head: ComparisonHead;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(head: ComparisonHead, state: PanelState, outside: Outside) {
    this.#outside = outside;
    this.#state = state;
    this.#head = head;
    this.#listing = new Listing(state);
    this.#objects = new ObjectsPane(this.#listing, state, {
      update: (change) => this.update(change),
      onSelect: (key, enter) => this.#select(key, enter),
    });
    this.#header = new Header({
      onOpenInside: () => this.#openInside(),
      onCancel: () => this.#cancel(),
      onFix: () => outside.send({ type: 'fix' }),
    });
    this.#picture = new Picture((part, pressed) => this.update({ parts: toggled(this.#state.parts, part, pressed) }));
    this.#detail = new DetailView(state, { send: outside.send, update: (change) => this.update(change) });
    const panes = element('main', { class: 'panes' }, this.#objects.node);
    const splitter = new Splitter(panes, state.share, (share) => this.update({ share }));
    panes.append(splitter.node, this.#detail.node);
    const picture = element(
      'details',
      { class: 'layers' },
      element('summary', {}, l10n.t('What lives where')),
      this.#picture.node,
    );
    picture.open = state.picture;
    picture.addEventListener('toggle', () => this.update({ picture: picture.open }));
    const layers = element('section', { 'aria-label': l10n.t('What lives where') }, picture);
    this.node = element('div', { class: 'app' }, this.#header.node, layers, panes);
    this.#header.show(head);
  }

  /** Takes in all rows, the first time or anew. */
  start(rows: readonly ComparisonRow[]): void {
    this.#listing.replace(rows);
    this.#counted();
    this.#detail.look(this.#state);
    const { selected } = this.#state;
    if (selected !== undefined && this.#listing.row(selected) !== undefined) {
      this.#select(selected, false);
    }
    this.#objects.list.draw('all');
  }

  headChanged(head: ComparisonHead): void {
    this.#head = head;
    this.#header.show(head);
    this.#objects.showNone(head.hostNotice);
  }

  rowsChanged(changes: RowChanges): void {
    const repaint = this.#listing.apply(changes);
    this.#counted();
    this.#objects.list.draw(repaint);
    const { selected } = this.#state;
    if (selected !== undefined && changes.removed.includes(selected)) {
      this.#chosen = undefined;
      this.#detail.rowChanged(undefined);
    }
    const row = changes.changed.find(({ key }) => key === selected);
    if (row !== undefined && this.#chosen === row.key) {
      this.#detail.rowChanged(row);
    } else if (row !== undefined) {
      // It comes after the page that showed it before, or it is there again.
      this.#select(row.key, false);
    }
  }

  /** Goes to an object, whatever is filtered or closed now. */
  goTo(key: string): void {
    const row = this.#listing.row(key);
    if (row === undefined) {
      return;
    }
    if (this.#listing.place(key) === undefined) {
      const collapsed = this.#state.collapsed.filter((group) => group !== groupOf(row));
      this.update({ search: '', filters: [], parts: [], collapsed });
    }
    this.#select(key, false);
    this.#objects.list.node.focus();
  }

  /** The chosen object, which the extension answers about. */
  get detail(): DetailView {
    return this.#detail;
  }

  /** Next and previous difference, and the search, from wherever one is. */
  key(event: KeyboardEvent): void {
    const { key, altKey, shiftKey, ctrlKey, metaKey } = event;
    if (key === 'F7' || (altKey && (key === 'ArrowDown' || key === 'ArrowUp'))) {
      event.preventDefault();
      this.#detail.step(key === 'ArrowUp' || (key === 'F7' && shiftKey) ? -1 : 1);
    } else if ((ctrlKey || metaKey) && key === 'f') {
      event.preventDefault();
      this.#objects.focusSearch();
    }
  }

  update(change: Partial<PanelState>): void {
    this.#state = { ...this.#state, ...change };
    this.#outside.keep(this.#state);
    if (['search', 'filters', 'parts', 'collapsed'].some((name) => name in change)) {
      this.#listing.look(this.#state);
      this.#counted();
      this.#objects.list.draw('all');
    }
    this.#detail.look(this.#state);
  }

  #counted(): void {
    const counts = countRows(this.#listing.rows);
    this.#picture.show(counts, this.#state);
    this.#objects.show(counts, this.#state, this.#head.hostNotice);
  }

  #openInside(): void {
    this.update({ inside: true });
    this.#outside.send({ type: 'openInside' });
  }

  #cancel(): void {
    this.update({ inside: false });
    this.#outside.send({ type: 'cancelOpening' });
  }

  #select(key: string, enter: boolean): void {
    const row = this.#listing.row(key);
    if (row === undefined) {
      return;
    }
    this.#chosen = key;
    this.#objects.list.select(key);
    this.#detail.choose(row);
    this.update({ selected: key });
    // Whoever walks down the list does not ask for each object on the way.
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#outside.send({ type: 'select', key }), selectDelayMs);
    if (enter) {
      this.#detail.focus();
    }
  }
}
