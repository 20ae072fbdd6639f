import * as l10n from '@vscode/l10n';
import { text } from '../../vcluster/raw.ts';
import { child, type Node, nodes } from '../draft.ts';
import { narrow, renameSelectorKeys, rewriteSelector } from '../labels.ts';
import { mergeNamespaceSelector } from '../pod/affinity.ts';
import { pages, type Rule, type Work } from '../rule.ts';

/** A peer's two selectors become one of pods, which carry the labels of their namespaces. */
function rewritePeer(work: Work, peer: Node): void {
  const { draft, naming } = work;
  const namespaces = child(peer, 'namespaceSelector');
  if (namespaces === undefined) {
    rewriteSelector(work, peer, 'podSelector');
    return;
  }
  const selector = draft.within(peer, 'podSelector');
  renameSelectorKeys(draft, selector, (key) => naming.labelKey(key));
  mergeNamespaceSelector(work, selector, namespaces);
  narrow(work, selector);
  draft.remove(peer, 'namespaceSelector');
}

export const networkPolicyRules: readonly Rule[] = [
  {
    id: 'networkPolicy.podSelector',
    reason: () =>
      l10n.t('All pods share one namespace on the host, so the selector says which namespace and vCluster it means.'),
    link: pages.networkPolicies,
    apply: (work) => rewriteSelector(work, work.draft.within(work.object, 'spec'), 'podSelector'),
  },
  {
    id: 'networkPolicy.peers',
    reason: () => l10n.t('Namespaces of the vCluster do not exist on the host; its pods carry their labels instead.'),
    link: pages.networkPolicies,
    apply: (work) => {
      const spec = child(work.object, 'spec');
      const peers = [
        ...nodes(spec?.['ingress']).flatMap((rule) => nodes(rule['from'])),
        ...nodes(spec?.['egress']).flatMap((rule) => nodes(rule['to'])),
      ];
      for (const peer of peers) {
        rewritePeer(work, peer);
      }
    },
  },
];

function rewriteTarget({ draft, naming, namespace, metadata, object }: Work, address: Node): void {
  const target = child(address, 'targetRef');
  const name = text(target?.['name']);
  if (target !== undefined && name !== undefined && target['kind'] === 'Pod') {
    draft.set(target, 'name', naming.namespaced(name, text(target['namespace']) ?? namespace));
    draft.set(target, 'namespace', metadata['namespace']);
    if (object['kind'] === 'Endpoints') {
      draft.remove(target, 'uid');
      draft.remove(target, 'resourceVersion');
    }
  }
}

export const endpointsRules: readonly Rule[] = [
  {
    id: 'endpoints.targets',
    reason: () => l10n.t('Pods have other names on the host.'),
    link: pages.endpoints,
    apply: (work) => {
      const subsets = nodes(work.object['subsets']);
      const addresses = subsets.flatMap((one) => [...nodes(one['addresses']), ...nodes(one['notReadyAddresses'])]);
      for (const address of [...addresses, ...nodes(work.object['endpoints'])]) {
        rewriteTarget(work, address);
      }
    },
  },
  {
    id: 'endpointSlice.service',
    reason: () =>
      l10n.t(
        'The Service has another name on the host. Names over 63 bytes are not cut here, other than the Service’s own.',
      ),
    link: pages.endpointSlices,
    apply: ({ draft, metadata, naming, namespace, config }) => {
      const labels = child(metadata, 'labels');
      const key = 'kubernetes.io/service-name';
      const name = text(labels?.[key]);
      if (labels !== undefined && name !== undefined && config.namespaces === 'single') {
        draft.set(labels, key, [name, 'x', namespace, 'x', naming.vcluster].join('-'));
      }
    },
  },
];

export const disruptionBudgetRules: readonly Rule[] = [
  {
    id: 'disruptionBudget.selector',
    reason: () =>
      l10n.t(
        'Label keys are rewritten. The selector is not narrowed to its namespace: it covers pods of others with the same labels.',
      ),
    link: pages.disruptionBudgets,
    apply: ({ draft, object, naming }) =>
      renameSelectorKeys(draft, child(child(object, 'spec'), 'selector'), (key) => naming.labelKey(key)),
  },
];
