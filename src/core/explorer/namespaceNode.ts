import * as l10n from '@vscode/l10n';
import { denialFlags } from '../access/denial.ts';
import { printable } from '../base/text.ts';
import type { VCluster } from '../vcluster/model.ts';
import type { TreeNode } from './node.ts';
import { nodeId } from './nodeId.ts';
import { statusText } from './phase.ts';

/**
 * What is said of a namespace beside its name: how many vclusters there are, and how many of them need attention; of a
 * single one that is not in sight, what it is doing.
 */
function summary(vclusters: readonly VCluster[], inSight: boolean): readonly string[] {
  const [only] = vclusters;
  if (only !== undefined && vclusters.length === 1 && !inSight) {
    return [statusText(only.status)];
  }
  const failing = vclusters.filter(({ status }) => status.phase === 'failing').length;
  return [
    vclusters.length > 1 ? l10n.t('{0} vclusters', vclusters.length) : '',
    failing > 0 ? l10n.t('{0} failing', failing) : '',
  ].filter(Boolean);
}

export interface NamespaceState {
  readonly context: string;
  readonly namespace: string;
  readonly vclusters: readonly VCluster[];
  readonly startsExpanded: boolean;
  /** The user surely may not create a vcluster in it. */
  readonly createDenied: boolean;
}

/** A namespace of a host cluster; one without vclusters is there only when all are shown. */
export function namespaceNode(state: NamespaceState): TreeNode {
  const { context, namespace, vclusters, startsExpanded, createDenied } = state;
  const label = printable(namespace);
  const description = summary(vclusters, startsExpanded);
  const occupied = vclusters.length > 0;
  return {
    id: nodeId('namespace', context, namespace),
    parent: nodeId('context', context),
    kind: 'namespace',
    label,
    description: description.join(' · '),
    icon: occupied ? { id: 'symbol-namespace' } : { id: 'symbol-namespace', color: 'disabledForeground' },
    expandable: occupied,
    startsExpanded: occupied && startsExpanded,
    flags: denialFlags(createDenied ? ['create'] : []),
    spoken: [l10n.t('Host namespace {0}', label), ...description].join(', '),
    name: namespace,
    context,
    object: { context, resource: 'namespaces', name: namespace },
  };
}
