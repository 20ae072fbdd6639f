import * as l10n from '@vscode/l10n';
import type { HostMessage, PanelState, RowFilter } from '../../core/comparison/contract.ts';
import type { ComparisonHead, ComparisonRow, RowChanges } from '../../core/comparison/model.ts';
import { fill, searchField } from '../controls.ts';
import { element, setText } from '../element.ts';
import { Chips } from './chips.ts';
import { countRows, rowFilters } from './counts.ts';
import { DetailView } from './detailView.ts';
import { Header } from './header.ts';
import { groupOf, Listing } from './listing.ts';
import { ListView } from './listView.ts';
import { Picture } from './picture.ts';
import { Splitter } from './splitter.ts';
import { filterLabel } from './words.ts';

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
  readonly #list: ListView;
  readonly #header: Header;
  readonly #picture: Picture;
  readonly #filters: Chips;
  readonly #search: HTMLElement;
  readonly #summary = element('div', { class: 'summary quiet', role: 'status' });
  readonly #none = element('div', { class: 'empty', hidden: true });
  readonly #detail: DetailView;
  #state: PanelState;
  #head: ComparisonHead;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(head: ComparisonHead, state: PanelState, outside: Outside) {
    this.#outside = outside;
    this.#state = state;
    this.#head = head;
    this.#listing = new Listing(state);
    this.#list = new ListView(this.#listing, {
      onSelect: (key, enter) => this.#select(key, enter),
      onToggle: (group, open) => this.#toggle(group, open),
    });
    this.#header = new Header({
      onOpenInside: () => this.#openInside(),
      onCancel: () => this.#cancel(),
      onFix: () => outside.send({ type: 'fix' }),
    });
    this.#picture = new Picture((part, pressed) => this.update({ parts: toggled(this.#state.parts, part, pressed) }));
    this.#filters = new Chips(l10n.t('Show only'), (id, pressed) =>
      this.update({ filters: toggled(this.#state.filters, id as RowFilter, pressed) }),
    );
    this.#search = searchField({
      label: l10n.t('Search names, namespaces, kinds'),
      value: state.search,
      onInput: (search) => this.update({ search }),
    });
    this.#detail = new DetailView(state, { send: outside.send, update: (change) => this.update(change) });
    const objects = element('section', { class: 'objects', 'aria-label': l10n.t('Objects') });
    objects.append(this.#search, this.#filters.node, this.#summary, this.#list.head, this.#list.node, this.#none);
    const panes = element('main', { class: 'panes' }, objects);
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
    this.#list.draw('all');
  }

  headChanged(head: ComparisonHead): void {
    this.#head = head;
    this.#header.show(head);
    this.#showNone();
  }

  rowsChanged(changes: RowChanges): void {
    const repaint = this.#listing.apply(changes);
    this.#counted();
    this.#list.draw(repaint);
    const { selected } = this.#state;
    if (selected !== undefined && changes.removed.includes(selected)) {
      this.#detail.rowChanged(undefined);
    }
    const row = changes.changed.find(({ key }) => key === selected);
    if (row !== undefined) {
      this.#detail.rowChanged(row);
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
    this.#list.node.focus();
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
      this.#search.focus();
    }
  }

  update(change: Partial<PanelState>): void {
    this.#state = { ...this.#state, ...change };
    this.#outside.keep(this.#state);
    if (['search', 'filters', 'parts', 'collapsed'].some((name) => name in change)) {
      this.#listing.look(this.#state);
      fill(this.#search, this.#state.search);
      this.#counted();
      this.#list.draw('all');
    }
    this.#detail.look(this.#state);
  }

  #counted(): void {
    const counts = countRows(this.#listing.rows());
    this.#picture.show(counts, this.#state);
    this.#filters.show(
      rowFilters.map((id) => ({
        id,
        label: filterLabel(id),
        count: counts.filters[id],
        pressed: this.#state.filters.includes(id),
      })),
    );
    const { shown } = this.#listing;
    setText(
      this.#summary,
      shown === counts.all ? l10n.t('{0} objects', counts.all) : l10n.t('{0} of {1} objects', shown, counts.all),
    );
    this.#showNone();
  }

  #showNone(): void {
    const empty = this.#listing.shown === 0;
    this.#none.hidden = !empty;
    this.#list.node.hidden = empty;
    this.#list.head.hidden = empty;
    if (empty) {
      const nothing = this.#head.hostNotice ?? l10n.t('There is no object here yet.');
      setText(
        this.#none,
        this.#listing.size === 0 ? nothing : l10n.t('Nothing fits. Change the search or the filters.'),
      );
    }
  }

  #openInside(): void {
    this.update({ inside: true });
    this.#outside.send({ type: 'openInside' });
  }

  #cancel(): void {
    this.update({ inside: false });
    this.#outside.send({ type: 'cancelOpening' });
  }

  #toggle(group: string, open: boolean): void {
    this.update({ collapsed: toggled(this.#state.collapsed, group, !open) });
  }

  #select(key: string, enter: boolean): void {
    const row = this.#listing.row(key);
    if (row === undefined) {
      return;
    }
    this.#list.select(key);
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

function toggled<T>(list: readonly T[], one: T, wanted: boolean): readonly T[] {
  const others = list.filter((other) => other !== one);
  return wanted ? [...others, one] : others;
}
