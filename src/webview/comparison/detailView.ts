import * as l10n from '@vscode/l10n';
import type { PanelState, Place } from '../../core/comparison/contract.ts';
import type { ComparisonDetail, ComparisonRow, Diagnosis } from '../../core/comparison/model.ts';
import { element, icon } from '../element.ts';
import { DetailHead } from './detailHead.ts';
import { DiagnosisView } from './diagnosisView.ts';
import { type DetailEvents, LinesPage } from './linesPage.ts';
import { Tabs } from './tabs.ts';

/** The chosen object: both of its documents, and why it does not run. */
export class DetailView {
  readonly node: HTMLElement;
  readonly #events: DetailEvents;
  readonly #empty: HTMLElement;
  readonly #body: HTMLElement;
  readonly #head = new DetailHead();
  readonly #tabs: Tabs;
  readonly #lines: LinesPage;
  readonly #diagnosis: DiagnosisView;
  #state: PanelState;
  #row: ComparisonRow | undefined;
  #diagnosed: string | undefined;

  constructor(state: PanelState, events: DetailEvents) {
    this.#state = state;
    this.#events = events;
    this.#lines = new LinesPage(state, events);
    this.#diagnosis = new DiagnosisView(() => this.#diagnose(true));
    const page = this.#lines.node;
    const diagnosis = element('div', { class: 'page' }, this.#diagnosis.node);
    const pages = [
      { id: 'lines', label: l10n.t('Side by side'), page },
      { id: 'diagnosis', label: l10n.t('Why does it not run?'), page: diagnosis },
    ] as const;
    this.#tabs = new Tabs(l10n.t('What is shown of it'), pages, (tab) => events.update({ tab }));
    this.#body = element('div', { class: 'body', hidden: true }, this.#head.node, this.#tabs.node, page, diagnosis);
    const hint = element('p', {}, l10n.t('Choose an object to see both of its sides.'));
    this.#empty = element('div', { class: 'empty' }, icon('list-tree'), hint);
    const attributes = { class: 'detail', 'aria-label': l10n.t('The chosen object') };
    this.node = element('section', attributes, this.#empty, this.#body);
  }

  /** Takes up the state, and asks for what its tab needs. */
  look(state: PanelState): void {
    this.#state = state;
    this.#tabs.show(state.tab);
    this.#lines.look(state);
    this.#diagnose(false);
  }

  /** Another object was chosen; what is known of it comes later. */
  choose(row: ComparisonRow): void {
    this.#row = row;
    this.#diagnosed = undefined;
    this.#empty.hidden = true;
    this.#body.hidden = false;
    this.#head.name(row);
    this.#head.wait();
    this.#lines.choose(row);
    this.#diagnose(false);
  }

  /** The row of the chosen object as it is now; undefined when it is gone from both sides. */
  rowChanged(row: ComparisonRow | undefined): void {
    if (row !== undefined) {
      this.#row = row;
      this.#head.name(row);
      this.#lines.name(row);
    } else if (this.#row !== undefined) {
      this.#head.gone();
    }
  }

  show(detail: ComparisonDetail): void {
    if (detail.key === this.#row?.key) {
      this.#head.explain(detail.stateReason);
      this.#lines.show(detail);
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

  revealed(place: Place, value: string): void {
    this.#lines.revealed(place, value);
  }

  notRevealed(place: Place, message: string): void {
    if (place.key === this.#row?.key) {
      this.#lines.notRevealed();
      this.#head.fail(message);
    }
  }

  step(by: 1 | -1): void {
    if (this.#state.tab === 'lines') {
      this.#lines.step(by);
    }
  }

  focus(): void {
    this.#lines.focus();
  }

  /** Asks why it does not run, when that is wanted: once for each object, and again when the user says so. */
  #diagnose(again: boolean): void {
    const key = this.#row?.key;
    if (this.#state.tab === 'diagnosis' && key !== undefined && (again || key !== this.#diagnosed)) {
      this.#diagnosed = key;
      this.#diagnosis.wait();
      this.#events.send({ type: 'diagnose', key });
    }
  }
}
