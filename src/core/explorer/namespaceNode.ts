import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import type { TreeNode } from './node.ts';
import { nodeId } from './nodeId.ts';

/** A namespace of a host cluster; one without vclusters is there only when all are shown. */
export function namespaceNode(context: string, namespace: string, vclusters: number): TreeNode {
  const label = printable(namespace);
  const description = vclusters > 1 ? l10n.t('{0} vclusters', vclusters) : '';
  return {
    id: nodeId('namespace', context, namespace),
    parent: nodeId('context', context),
    kind: 'namespace',
    label,
    description,
    icon: vclusters > 0 ? { id: 'symbol-namespace' } : { id: 'symbol-namespace', color: 'disabledForeground' },
    expandable: vclusters > 0,
    flags: [],
    spoken: [l10n.t('Host namespace {0}', label), description].filter(Boolean).join(', '),
    name: namespace,
    context,
    object: { context, resource: 'namespaces', name: namespace },
  };
}
