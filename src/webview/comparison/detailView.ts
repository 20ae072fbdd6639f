import * as l10n from '@vscode/l10n';
import type { HostMessage, PanelState, Place, Side } from '../../core/comparison/contract.ts';
import type { ComparisonDetail, ComparisonRow, Diagnosis } from '../../core/comparison/model.ts';
import { element, icon } from '../element.ts';
import { DetailHead } from './detailHead.ts';
import { DiagnosisView } from './diagnosisView.ts';
import { HoverCard } from './hoverCard.ts';
import { LinesView } from './linesView.ts';
import { ReasonPane } from './reasonPane.ts';
import { SideHeads } from './sideHeads.ts';
import { Sideways } from './sideways.ts';
import { Tabs } from './tabs.ts';
import { Toolbar } from './toolbar.ts';
import { changeLook } from './words.ts';

/** What the chosen object can ask for. */
export interface DetailEvents {
  readonly send: (message: HostMessage) => void;
  readonly update: (change: Partial<PanelState>) => void;
}

/** The chosen object: both of its documents, and why it does not run. */
export class DetailView {
  readonly node: HTMLElement;
  readonly #events: DetailEvents;
  readonly #empty = element('div', { class: 'empty' });
  readonly #body: HTMLElement;
  readonly #head = new DetailHead();
  readonly #tabs: Tabs;
  readonly #toolbar: Toolbar;
  readonly #heads: SideHeads;
  readonly #lines: LinesView;
  readonly #sideways: Sideways;
  readonly #reason: ReasonPane;
  readonly #hover = new HoverCard();
  readonly #diagnosis = new DiagnosisView();
  #state: PanelState;
  #row: ComparisonRow | undefined;
  #detail: ComparisonDetail | undefined;
  #chosen: number | undefined;
  #revealed: Place | undefined;
  #diagnosed: string | undefined;

  constructor(state: PanelState, events: DetailEvents) {
    this.#state = state;
    this.#events = events;
    this.#lines = new LinesView({
      onChoose: (index) => this.#choose(index),
      onEye: (index, side) => this.#eye(index, side),
      onHover: (index, at) => this.#hovered(index, at),
    });
    this.#sideways = new Sideways(this.#lines.node);
    this.#reason = new ReasonPane({
      onReveal: (side) => this.#chosen !== undefined && this.#eye(this.#chosen, side),
      onClose: () => {
        this.#choose(undefined);
        this.#lines.node.focus();
      },
    });
    this.#toolbar = new Toolbar(state, {
      onSwitch: (change) => events.update(change),
      onStep: (by) => this.step(by),
      onDiff: () => this.#row !== undefined && events.send({ type: 'diff', key: this.#row.key }),
    });
    this.#heads = new SideHeads(
      (type, side) => this.#row !== undefined && events.send({ type, key: this.#row.key, side }),
    );
    const page = element('div', { class: 'page lines-page' }, this.#toolbar.node, this.#heads.node);
    page.append(this.#lines.node, this.#sideways.node, this.#reason.node);
    const diagnosis = element('div', { class: 'page' }, this.#diagnosis.node);
    this.#tabs = new Tabs(
      l10n.t('What is shown of it'),
      [
        { id: 'lines', label: l10n.t('Side by side'), page },
        { id: 'diagnosis', label: l10n.t('Why does it not run?'), page: diagnosis },
      ],
      (tab) => events.update({ tab }),
    );
    this.#body = element('div', { class: 'body', hidden: true }, this.#head.node, this.#tabs.node, page, diagnosis);
    this.node = element(
      'section',
      { class: 'detail', 'aria-label': l10n.t('The chosen object') },
      this.#empty,
      this.#body,
    );
    this.node.append(this.#hover.node);
    this.#empty.append(icon('list-tree'), element('p', {}, l10n.t('Choose an object to see both of its sides.')));
  }

  /** Takes up the state, and asks for what its tab needs. */
  look(state: PanelState): void {
    const before = this.#state;
    this.#state = state;
    this.#tabs.show(state.tab);
    this.#toolbar.show(state);
    this.#lines.node.classList.toggle('nowrap', !state.wrap);
    this.#sideways.show(state.wrap ? undefined : this.#detail);
    const names = ['onlyChanges', 'status', 'managed'] as const;
    if (names.some((name) => before[name] !== state[name])) {
      this.#showLines();
    }
    this.#diagnose();
  }

  /** Another object was chosen; what is known of it comes later. */
  choose(row: ComparisonRow): void {
    this.#row = row;
    this.#detail = undefined;
    this.#diagnosed = undefined;
    this.#forget();
    this.#empty.hidden = true;
    this.#body.hidden = false;
    this.#name(row);
    this.#head.wait();
    this.#showLines();
    this.#diagnose();
  }

  /** The row of the chosen object as it is now; undefined when it is gone from both sides. */
  rowChanged(row: ComparisonRow | undefined): void {
    if (row !== undefined) {
      this.#row = row;
      this.#name(row);
    } else if (this.#row !== undefined) {
      this.#head.gone();
    }
  }

  show(detail: ComparisonDetail): void {
    if (detail.key !== this.#row?.key) {
      return;
    }
    const chosen = this.#chosen === undefined ? undefined : this.#detail?.lines[this.#chosen]?.path;
    this.#detail = detail;
    this.#forget();
    this.#head.explain(detail.stateReason);
    this.#sideways.show(this.#state.wrap ? undefined : detail);
    this.#showLines();
    // The object has changed while its reason is read: it stays, for as long as there is such a line.
    const index = chosen === undefined ? -1 : detail.lines.findIndex(({ path }) => path === chosen);
    if (index >= 0) {
      this.#choose(index);
    }
  }

  fail(key: string, message: string): void {
    if (key === this.#row?.key) {
      this.#head.fail(message);
    }
  }

  diagnosed(diagnosis: Diagnosis): void {
    if (diagnosis.key === this.#row?.key) {
      this.#diagnosis.show(diagnosis);
    }
  }

  notDiagnosed(key: string, message: string): void {
    if (key === this.#row?.key) {
      this.#diagnosis.fail(message);
    }
  }

  /** One value has come; any that was asked for before it is not wanted any more. */
  revealed(place: Place, value: string): void {
    const wanted = this.#revealed;
    if (wanted?.key === place.key && wanted.side === place.side && wanted.path === place.path) {
      this.#lines.reveal({ side: place.side, path: place.path, value });
    }
  }

  notRevealed(place: Place, message: string): void {
    if (place.key === this.#row?.key) {
      this.#revealed = undefined;
      this.#head.fail(message);
    }
  }

  step(by: 1 | -1): void {
    if (this.#state.tab === 'lines') {
      this.#lines.step(by);
    }
  }

  focus(): void {
    this.#lines.node.focus();
  }

  #name(row: ComparisonRow): void {
    this.#head.name(row);
    this.#heads.show(row);
  }

  #showLines(): void {
    this.#lines.show(this.#detail, this.#state);
    this.#toolbar.showSteps(this.#lines.steps);
  }

  /** Masks what was revealed, and closes the reason that belonged to lines which are no more. */
  #forget(): void {
    this.#revealed = undefined;
    this.#lines.reveal(undefined);
    this.#choose(undefined);
  }

  #choose(index: number | undefined): void {
    const line = index === undefined ? undefined : this.#detail?.lines[index];
    this.#hover.hide();
    this.#chosen = line === undefined ? undefined : index;
    if (line === undefined) {
      this.#reason.hide();
    } else {
      this.#reason.show(line, line.change === undefined ? undefined : this.#detail?.changes[line.change]);
    }
    this.#toolbar.showSteps(this.#lines.steps);
  }

  #eye(index: number, side: Side): void {
    const line = this.#detail?.lines[index];
    const key = this.#row?.key;
    if (line === undefined || key === undefined) {
      return;
    }
    const open = this.#revealed?.path === line.path && this.#revealed.side === side;
    this.#revealed = open ? undefined : { key, side, path: line.path };
    this.#lines.reveal(undefined);
    if (this.#revealed !== undefined) {
      this.#events.send({ type: 'reveal', place: this.#revealed });
    }
  }

  #hovered(index: number | undefined, at: DOMRect | undefined): void {
    const number = index === undefined ? undefined : this.#detail?.lines[index]?.change;
    const change = number === undefined ? undefined : this.#detail?.changes[number];
    if (change === undefined || at === undefined) {
      this.#hover.hide();
    } else {
      this.#hover.show(`${changeLook(change.kind).label}: ${change.reason}`, at);
    }
  }

  #diagnose(): void {
    const key = this.#row?.key;
    if (this.#state.tab === 'diagnosis' && key !== undefined && key !== this.#diagnosed) {
      this.#diagnosed = key;
      this.#diagnosis.wait();
      this.#events.send({ type: 'diagnose', key });
    }
  }
}
