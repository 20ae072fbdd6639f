import * as l10n from '@vscode/l10n';
import { text } from '../../vcluster/raw.ts';
import { child, nodes } from '../draft.ts';
import { narrow, renameKeys } from '../labels.ts';
import { Placeholder } from '../placeholder.ts';
import { pages, type Rule, type Work } from '../rule.ts';
import { newerFields } from './newerFields.ts';

function rewriteSelector(work: Work): void {
  const { draft, naming, config } = work;
  const spec = child(work.object, 'spec');
  const selector = child(spec, 'selector');
  if (spec === undefined || selector === undefined || config.namespaces === 'multi') {
    return;
  }
  for (const key of Object.keys(selector).filter((one) => naming.isHostLabelKey(one))) {
    draft.remove(selector, key);
  }
  renameKeys(draft, selector, (key) => naming.labelKey(key));
  const holder = { matchLabels: selector };
  narrow(work, holder, work.namespace);
}

/** Addresses and ports that the host hands out; the virtual Service takes them over, and may have them already. */
function leaveToHost({ draft, object }: Work): void {
  const spec = draft.within(object, 'spec');
  const type = text(spec['type']) ?? 'ClusterIP';
  if (type !== 'ExternalName' && text(spec['clusterIP']) === undefined) {
    draft.set(spec, 'clusterIP', new Placeholder('cluster IP', 'ip'));
    draft.set(spec, 'clusterIPs', [new Placeholder('cluster IP', 'ip')]);
  }
  if (type === 'NodePort' || type === 'LoadBalancer') {
    for (const [index, port] of nodes(spec['ports']).entries()) {
      if (port['nodePort'] === undefined && spec['allocateLoadBalancerNodePorts'] !== false) {
        draft.set(port, 'nodePort', new Placeholder(`node port ${index + 1}`, 'number'));
      }
    }
  }
}

export const serviceRules: readonly Rule[] = [
  newerFields,
  {
    id: 'service.selector',
    reason: () =>
      l10n.t('All pods share one namespace on the host, so the selector says which namespace and vCluster it means.'),
    link: pages.services,
    apply: rewriteSelector,
  },
  {
    id: 'service.addresses',
    reason: () => l10n.t('The host hands out cluster IPs and node ports, and the vCluster takes them over.'),
    link: pages.services,
    apply: leaveToHost,
  },
];
