import type { HostMessage, PanelState, Place, Side } from '../../core/comparison/contract.ts';
import type { ComparisonDetail, ComparisonRow } from '../../core/comparison/model.ts';
import { element } from '../element.ts';
import { HoverCard } from './hoverCard.ts';
import { LinesView } from './linesView.ts';
import { ReasonPane } from './reasonPane.ts';
import { SideHeads } from './sideHeads.ts';
import { Sideways } from './sideways.ts';
import { Toolbar } from './toolbar.ts';
import { changeLook } from './words.ts';

/** What the chosen object can ask for. */
export interface DetailEvents {
  readonly send: (message: HostMessage) => void;
  readonly update: (change: Partial<PanelState>) => void;
}

/** Both documents of the chosen object, with what can be done with them, and why a line is as it is. */
export class LinesPage {
  readonly node: HTMLElement;
  readonly #events: DetailEvents;
  readonly #toolbar: Toolbar;
  readonly #heads: SideHeads;
  readonly #lines: LinesView;
  readonly #sideways: Sideways;
  readonly #reason: ReasonPane;
  readonly #hover = new HoverCard();
  #state: PanelState;
  #row: ComparisonRow | undefined;
  #detail: ComparisonDetail | undefined;
  #chosen: number | undefined;
  #revealed: Place | undefined;

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
    this.node = element('div', { class: 'page' }, this.#toolbar.node, this.#heads.node);
    this.node.append(this.#lines.node, this.#sideways.node, this.#reason.node, this.#hover.node);
  }

  look(state: PanelState): void {
    const before = this.#state;
    this.#state = state;
    this.#toolbar.show(state);
    this.#lines.node.classList.toggle('nowrap', !state.wrap);
    this.#sideways.show(state.wrap ? undefined : this.#detail);
    const names = ['onlyChanges', 'status', 'managed'] as const;
    if (names.some((name) => before[name] !== state[name])) {
      this.#showLines();
    }
  }

  /** Another object was chosen; its lines come later. */
  choose(row: ComparisonRow): void {
    this.#detail = undefined;
    this.name(row);
    this.#forget();
    this.#showLines();
  }

  /** What is known of both of its names now. */
  name(row: ComparisonRow): void {
    this.#row = row;
    this.#heads.show(row);
  }

  show(detail: ComparisonDetail): void {
    const chosen = this.#chosen === undefined ? undefined : this.#detail?.lines[this.#chosen]?.path;
    this.#detail = detail;
    this.#forget();
    this.#sideways.show(this.#state.wrap ? undefined : detail);
    this.#showLines();
    // The object has changed while its reason is read: it stays, for as long as there is such a line.
    const index = chosen === undefined ? -1 : detail.lines.findIndex(({ path }) => path === chosen);
    if (index >= 0) {
      this.#choose(index);
    }
  }

  /** One value has come; any that was asked for before it is not wanted any more. */
  revealed(place: Place, value: string): void {
    const wanted = this.#revealed;
    if (wanted?.key === place.key && wanted.side === place.side && wanted.path === place.path) {
      this.#lines.reveal({ side: place.side, path: place.path, value });
    }
  }

  /** The value that was asked for does not come. */
  notRevealed(): void {
    this.#revealed = undefined;
  }

  step(by: 1 | -1): void {
    this.#lines.step(by);
  }

  focus(): void {
    this.#lines.node.focus();
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
}
