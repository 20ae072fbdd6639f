import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import type { TreeNode } from './node.ts';
import { nodeId } from './nodeId.ts';

export interface VirtualContextState {
  /** The name of the context, as `vcluster connect` made it. */
  readonly name: string;
  readonly parent: string;
  readonly current: boolean;
  /** Whether its vcluster is gone from a host whose list is complete. */
  readonly orphan: boolean;
}

/** A kubeconfig context that leads into a vcluster, under that vcluster; under the host context when that is gone. */
export function virtualContextNode({ name, parent, current, orphan }: VirtualContextState): TreeNode {
  const description = [
    current ? l10n.t('current context') : l10n.t('context'),
    orphan ? l10n.t('its vcluster does not exist') : '',
  ].filter(Boolean);
  return {
    // Under its host it is another node than under its vcluster, since no two places may have one id, not even in passing.
    id: orphan ? nodeId('virtual-context', name, 'orphan') : nodeId('virtual-context', name),
    parent,
    kind: 'virtual-context',
    label: printable(name),
    description: description.join(' · '),
    icon: orphan
      ? { id: 'warning', color: 'list.warningForeground' }
      : current
        ? { id: 'plug', color: 'charts.green' }
        : { id: 'plug' },
    expandable: false,
    flags: [current ? 'current' : 'other', orphan ? 'orphan' : 'found'],
    spoken: [l10n.t('Kubeconfig context {0}', printable(name)), ...description].join(', '),
    name,
    context: name,
  };
}
