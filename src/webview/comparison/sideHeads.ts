import * as l10n from '@vscode/l10n';
import type { Side } from '../../core/comparison/contract.ts';
import type { ComparisonRow } from '../../core/comparison/model.ts';
import { button, enable } from '../controls.ts';
import { element, icon, setText } from '../element.ts';

/** What stands above each of both columns: whose object it is, its name, and what can be done with it. */
export class SideHeads {
  readonly node: HTMLElement;
  readonly #heads: Readonly<Record<Side, { readonly name: HTMLElement; readonly buttons: readonly HTMLElement[] }>>;

  constructor(act: (what: 'copy' | 'open', side: Side) => void) {
    const head = (side: Side, label: string, mark: string) => {
      const name = element('span', { class: 'side-name' });
      const copy = button({
        label: side === 'virtual' ? l10n.t('Copy the virtual object as YAML') : l10n.t('Copy the host object as YAML'),
        icon: 'copy',
        look: 'icon',
        onPress: () => act('copy', side),
      });
      const open = button({
        label: side === 'virtual' ? l10n.t('Open the virtual object') : l10n.t('Open the host object'),
        icon: 'go-to-file',
        look: 'icon',
        onPress: () => act('open', side),
      });
      const node = element(
        'div',
        { class: `side-head ${side}` },
        icon(mark),
        element('strong', {}, label),
        name,
        copy,
        open,
      );
      return { node, name, buttons: [copy, open] };
    };
    const virtual = head('virtual', l10n.t('Virtual'), 'vm');
    const host = head('host', l10n.t('Host'), 'server');
    this.#heads = { virtual, host };
    this.node = element('div', { class: 'side-heads' }, virtual.node, host.node);
  }

  show(row: ComparisonRow): void {
    this.#show('virtual', row.virtualName, row.virtualNamespace);
    this.#show('host', row.hostName, row.hostNamespace);
  }

  #show(side: Side, name: string | undefined, namespace: string | undefined): void {
    const { name: node, buttons } = this.#heads[side];
    setText(node, name === undefined ? l10n.t('not there') : [namespace, name].filter(Boolean).join('/'));
    for (const one of buttons) {
      enable(one, name !== undefined);
    }
  }
}
