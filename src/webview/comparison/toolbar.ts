import * as l10n from '@vscode/l10n';
import type { PanelState } from '../../core/comparison/contract.ts';
import { button, checkbox, enable, tick } from '../controls.ts';
import { element, setText } from '../element.ts';

/** What of the state can be switched above the lines. */
export type Switches = Pick<PanelState, 'onlyChanges' | 'status' | 'managed' | 'wrap'>;

/** What the bar above the lines can be asked for. */
export interface ToolbarEvents {
  readonly onSwitch: (change: Partial<Switches>) => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly onDiff: () => void;
}

/** The switches above the lines, and the way from one change to the next. */
export class Toolbar {
  readonly node: HTMLElement;
  readonly #boxes: Readonly<Record<keyof Switches, HTMLElement>>;
  readonly #steps = element('span', { class: 'steps', role: 'status' });
  readonly #previous: HTMLElement;
  readonly #next: HTMLElement;

  constructor(switches: Switches, { onSwitch, onStep, onDiff }: ToolbarEvents) {
    const box = (name: keyof Switches, label: string): HTMLElement =>
      checkbox({ label, checked: switches[name], onChange: (checked) => onSwitch({ [name]: checked }) });
    this.#boxes = {
      onlyChanges: box('onlyChanges', l10n.t('Only what differs')),
      status: box('status', l10n.t('Status')),
      managed: box('managed', l10n.t('Managed fields')),
      wrap: box('wrap', l10n.t('Wrap')),
    };
    const step = (by: 1 | -1, label: string, icon: string): HTMLElement =>
      button({ label, icon, look: 'icon', onPress: () => onStep(by) });
    this.#previous = step(-1, l10n.t('Previous difference (Shift+F7 or Alt+Up)'), 'arrow-up');
    this.#next = step(1, l10n.t('Next difference (F7 or Alt+Down)'), 'arrow-down');
    const diff = button({ label: l10n.t('Open in the diff editor'), icon: 'diff', look: 'icon', onPress: onDiff });
    this.node = element(
      'div',
      { class: 'toolbar', role: 'toolbar', 'aria-label': l10n.t('How both objects are shown') },
      ...Object.values(this.#boxes),
      // These stay together where there is no room for all of it on one line.
      element('div', { class: 'actions' }, this.#steps, this.#previous, this.#next, diff),
    );
  }

  show(switches: Switches): void {
    for (const name of ['onlyChanges', 'status', 'managed', 'wrap'] as const) {
      tick(this.#boxes[name], switches[name]);
    }
  }

  showSteps({ at, of }: { readonly at: number; readonly of: number }): void {
    const count = of === 1 ? l10n.t('1 difference') : l10n.t('{0} differences', of);
    setText(this.#steps, at === 0 ? count : l10n.t('{0} of {1}', at, of));
    enable(this.#previous, of > 0);
    enable(this.#next, of > 0);
  }
}
