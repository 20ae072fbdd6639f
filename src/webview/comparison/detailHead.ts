import * as l10n from '@vscode/l10n';
import type { ComparisonRow } from '../../core/comparison/model.ts';
import { progress } from '../controls.ts';
import { element, icon, setText } from '../element.ts';
import { kindLabel } from './words.ts';

/** What stands above the chosen object: which it is, why it is where it is, and what there is to know about its being shown. */
export class DetailHead {
  readonly node: HTMLElement;
  readonly #title = element('h2', {});
  readonly #why = element('p', { class: 'quiet' });
  readonly #notice = element('p', { class: 'notice', role: 'status' });

  constructor() {
    this.node = element('div', { class: 'heading' }, this.#title, this.#why, this.#notice);
  }

  name(row: ComparisonRow): void {
    setText(this.#title, `${kindLabel(row.kind)} · ${row.virtualName ?? row.hostName ?? ''}`);
  }

  wait(): void {
    setText(this.#why, '');
    this.#notice.replaceChildren(progress(l10n.t('Reading both sides…')));
  }

  explain(stateReason: string): void {
    setText(this.#why, stateReason);
    this.#notice.replaceChildren();
  }

  gone(): void {
    this.#notice.replaceChildren(icon('trash'), l10n.t('It is gone from both sides. This is what it was.'));
  }

  fail(message: string): void {
    this.#notice.replaceChildren(icon('error'), element('span', {}, message));
  }
}
