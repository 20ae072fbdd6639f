import * as l10n from '@vscode/l10n';
import type { ComparisonHead } from '../../core/comparison/model.ts';
import { button, progress } from '../controls.ts';
import { element, icon, setText } from '../element.ts';

/** What the header can be asked for. */
export interface HeaderEvents {
  readonly onOpenInside: () => void;
  readonly onCancel: () => void;
  readonly onFix: () => void;
}

/** Which vcluster it is, and how both of its sides are seen. */
export class Header {
  readonly node: HTMLElement;
  readonly #events: HeaderEvents;
  readonly #name = element('h1', {});
  readonly #place = element('span', { class: 'place' });
  readonly #inside = element('div', { class: 'side-state', role: 'status' });
  readonly #host = element('div', { class: 'side-state', role: 'status' });
  #shown = '';

  constructor(events: HeaderEvents) {
    this.#events = events;
    const title = element('div', { class: 'title' }, this.#name, this.#place);
    this.node = element('header', {}, title, this.#inside, this.#host);
  }

  show(head: ComparisonHead): void {
    setText(this.#name, head.name);
    const generation = head.generation === 'legacy' ? l10n.t('values.yaml') : l10n.t('vcluster.yaml');
    setText(this.#place, [head.version, generation, head.namespace, head.context].join(' · '));
    this.#showHost(head.hostNotice);
    // A head that says the same of the inside leaves its button, and the focus on it, alone.
    const shown = JSON.stringify(head.virtual);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#inside.replaceChildren(...this.#insideParts(head));
    }
  }

  #showHost(notice: string | undefined): void {
    const label = notice ?? l10n.t('live');
    if (this.#host.textContent !== `${l10n.t('Host')}${label}`) {
      const mark = icon(notice === undefined ? 'pass' : 'info');
      this.#host.replaceChildren(mark, element('strong', {}, l10n.t('Host')), element('span', {}, label));
    }
  }

  #insideParts({ virtual }: ComparisonHead): readonly Node[] {
    const title = element('strong', {}, l10n.t('Inside'));
    const open = (): HTMLElement =>
      button({
        label: l10n.t('Open the inside of this vcluster'),
        icon: 'plug',
        look: 'primary',
        onPress: this.#events.onOpenInside,
      });
    switch (virtual.state) {
      case 'live':
        return [icon('pass'), title, element('span', {}, l10n.t('live'))];
      case 'opening':
        return [
          title,
          progress(virtual.step),
          button({ label: l10n.t('Cancel'), look: 'secondary', onPress: this.#events.onCancel }),
        ];
      case 'closed':
        return [
          icon('debug-disconnect'),
          title,
          element('span', {}, l10n.t('not open: this is what the host tells')),
          open(),
        ];
      default: {
        const fix = button({ label: l10n.t('Fix'), look: 'primary', onPress: this.#events.onFix });
        const again = button({ label: l10n.t('Try Again'), look: 'secondary', onPress: this.#events.onOpenInside });
        const message = element('span', { class: 'problem' }, virtual.message);
        return [icon('error'), title, message, ...(virtual.fix === undefined ? [] : [fix]), again];
      }
    }
  }
}
