import * as l10n from '@vscode/l10n';
import type { Layer, PanelState } from '../../core/comparison/contract.ts';
import { element, icon, setText } from '../element.ts';
import { type Chip, Chips } from './chips.ts';
import type { Counts } from './counts.ts';
import { kindIcon, kindLabel } from './words.ts';

/** The two layers that a vcluster is made of, with the syncer between them, and how much there is of what. */
export class Picture {
  readonly node: HTMLElement;
  readonly #chips: Readonly<Record<Layer, Chips>>;
  readonly #syncer: HTMLElement;
  readonly #hostSide: HTMLElement;
  readonly #nothing = element('span', { class: 'quiet' }, l10n.t('Nothing is known'));

  constructor(onPress: (part: string, pressed: boolean) => void) {
    this.#chips = {
      virtual: new Chips(l10n.t('Only in the vcluster'), onPress),
      synced: new Chips(l10n.t('On both sides'), onPress),
      host: new Chips(l10n.t('Only on the host'), onPress),
    };
    this.#syncer = element('span', {});
    this.#hostSide = element(
      'div',
      { class: 'layer-part' },
      caption('server', l10n.t('Only on the host')),
      this.#chips.host.node,
    );
    this.node = element(
      'div',
      { class: 'picture' },
      element(
        'div',
        { class: 'layer virtual' },
        caption('vm', l10n.t('Only in the vcluster')),
        this.#chips.virtual.node,
        this.#nothing,
      ),
      element('div', { class: 'syncer' }, icon('arrow-both'), this.#syncer),
      element(
        'div',
        { class: 'layer host' },
        element(
          'div',
          { class: 'layer-part' },
          caption('arrow-both', l10n.t('On both sides')),
          this.#chips.synced.node,
        ),
        this.#hostSide,
      ),
    );
  }

  show({ layers, filters }: Counts, { parts }: Pick<PanelState, 'parts'>): void {
    for (const layer of ['virtual', 'synced', 'host'] as const) {
      this.#chips[layer].show(
        layers[layer].map(([kind, count]): Chip => {
          const id = `${layer}:${kind}`;
          return { id, label: kindLabel(kind), icon: kindIcon(kind), count, pressed: parts.includes(id) };
        }),
      );
    }
    this.#nothing.hidden = layers.virtual.length > 0;
    this.#hostSide.hidden = layers.host.length === 0;
    const waiting = filters.waiting === 0 ? '' : ` · ${l10n.t('{0} waiting', filters.waiting)}`;
    setText(this.#syncer, `${l10n.t('Syncer')} · ${l10n.t('{0} on both sides', filters.rewritten)}${waiting}`);
  }
}

function caption(name: string, text: string): HTMLElement {
  return element('div', { class: 'caption' }, icon(name), text);
}
