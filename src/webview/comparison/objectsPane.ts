import * as l10n from '@vscode/l10n';
import type { PanelState, RowFilter } from '../../core/comparison/contract.ts';
import { fill, searchField } from '../controls.ts';
import { element, setText } from '../element.ts';
import { Chips } from './chips.ts';
import { type Counts, rowFilters } from './counts.ts';
import type { Listing } from './listing.ts';
import { ListView } from './listView.ts';
import { filterLabel } from './words.ts';

/** What of the state the pane shows and changes. */
export type PaneState = Pick<PanelState, 'search' | 'filters' | 'collapsed'>;

/** What the pane tells of. */
export interface PaneEvents {
  readonly update: (change: Partial<PaneState>) => void;
  readonly onSelect: (key: string, enter: boolean) => void;
}

/** The list of all objects with what narrows it, how many there are, and what is said when there is none. */
export class ObjectsPane {
  readonly node: HTMLElement;
  readonly list: ListView;
  readonly #listing: Listing;
  readonly #search: HTMLElement;
  readonly #filters: Chips;
  readonly #summary = element('div', { class: 'summary quiet', role: 'status' });
  readonly #none = element('div', { class: 'empty', hidden: true });
  #state: PaneState;

  constructor(listing: Listing, state: PaneState, { update, onSelect }: PaneEvents) {
    this.#listing = listing;
    this.#state = state;
    this.list = new ListView(listing, {
      onSelect,
      onToggle: (group, open) => update({ collapsed: toggled(this.#state.collapsed, group, !open) }),
    });
    this.#filters = new Chips(l10n.t('Show only'), (id, pressed) =>
      update({ filters: toggled(this.#state.filters, id as RowFilter, pressed) }),
    );
    this.#search = searchField({
      label: l10n.t('Search names, namespaces, kinds'),
      value: state.search,
      onInput: (search) => update({ search }),
    });
    this.node = element('section', { class: 'objects', 'aria-label': l10n.t('Objects') });
    this.node.append(this.#search, this.#filters.node, this.#summary, this.list.head, this.list.node, this.#none);
  }

  /** Shows how many there are; `notice` is what the host says for itself while there is nothing. */
  show({ filters, all }: Counts, state: PaneState, notice: string | undefined): void {
    this.#state = state;
    fill(this.#search, state.search);
    this.#filters.show(
      rowFilters.map((id) => ({
        id,
        label: filterLabel(id),
        count: filters[id],
        pressed: state.filters.includes(id),
      })),
    );
    const { shown } = this.#listing;
    setText(this.#summary, shown === all ? l10n.t('{0} objects', all) : l10n.t('{0} of {1} objects', shown, all));
    this.showNone(notice);
  }

  showNone(notice: string | undefined): void {
    const empty = this.#listing.shown === 0;
    this.#none.hidden = !empty;
    this.list.node.hidden = empty;
    this.list.head.hidden = empty;
    if (empty) {
      const nothing = notice ?? l10n.t('There is no object here yet.');
      const unfit = l10n.t('Nothing fits. Change the search or the filters.');
      setText(this.#none, this.#listing.size === 0 ? nothing : unfit);
    }
  }

  focusSearch(): void {
    this.#search.focus();
  }
}

/** The list with one more in it, or one less. */
export function toggled<T>(list: readonly T[], one: T, wanted: boolean): readonly T[] {
  const others = list.filter((other) => other !== one);
  return wanted ? [...others, one] : others;
}
