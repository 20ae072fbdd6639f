import * as l10n from '@vscode/l10n';
import { child, type Node, nodes } from '../draft.ts';
import { Placeholder } from '../placeholder.ts';
import { pages, type Rule, type Work } from '../rule.ts';
import { containers } from './containers.ts';
import { rewriteFieldRef } from './fieldRef.ts';
import { configMapNamed, named, rename } from './reference.ts';

/** The address of the vcluster's own API on the host. */
export function apiAddress({ naming }: Work, surroundings: { before?: string; after?: string } = {}): Placeholder {
  return new Placeholder(`cluster IP of Service ${naming.vcluster}`, 'ip', surroundings);
}

/** The variables that lead to the API, in the order of their names. */
function apiVariables(work: Work): readonly Node[] {
  const url = apiAddress(work, { before: 'tcp://', after: ':443' });
  const address = apiAddress(work);
  return [
    { name: 'KUBERNETES_PORT', value: url },
    { name: 'KUBERNETES_PORT_443_TCP', value: url },
    { name: 'KUBERNETES_PORT_443_TCP_ADDR', value: address },
    { name: 'KUBERNETES_PORT_443_TCP_PORT', value: '443' },
    { name: 'KUBERNETES_PORT_443_TCP_PROTO', value: 'tcp' },
    { name: 'KUBERNETES_SERVICE_HOST', value: address },
    { name: 'KUBERNETES_SERVICE_PORT', value: '443' },
    { name: 'KUBERNETES_SERVICE_PORT_HTTPS', value: '443' },
  ];
}

/** Names on the host of what a container reads its environment from. */
function rewriteReferences(work: Work): void {
  // Up to v0.20 the special name of a namespace's root certificate is missed here, so that the host's own is read.
  const key = work.config.hostMarks ? configMapNamed : named;
  for (const container of containers(work.object)) {
    for (const variable of nodes(container['env'])) {
      const source = child(variable, 'valueFrom');
      rename(work, child(source, 'configMapKeyRef'), key);
      rename(work, child(source, 'secretKeyRef'), named);
    }
    for (const source of nodes(container['envFrom'])) {
      rename(work, child(source, 'configMapRef'), configMapNamed);
      rename(work, child(source, 'secretRef'), named);
    }
  }
}

function addApiVariables(work: Work): void {
  for (const container of containers(work.object)) {
    const given = new Set(nodes(container['env']).map((one) => one['name']));
    const added = apiVariables(work).filter((one) => !given.has(one['name']));
    work.draft.add(container, 'env', added, 'start');
  }
}

export const envRules: readonly Rule[] = [
  {
    id: 'pod.envReferences',
    reason: () => l10n.t('ConfigMaps and Secrets have other names on the host.'),
    link: pages.pods,
    apply: rewriteReferences,
  },
  {
    id: 'pod.fieldRefs',
    reason: () => l10n.t('On the host the field holds the host’s value; the annotation holds the one from inside.'),
    link: pages.pods,
    apply: (work) => {
      for (const container of containers(work.object)) {
        for (const variable of nodes(container['env'])) {
          rewriteFieldRef(work, child(variable, 'valueFrom'));
        }
      }
      for (const volume of nodes(child(work.object, 'spec')?.['volumes'])) {
        const projected = nodes(child(volume, 'projected')?.['sources']).map((one) => child(one, 'downwardAPI'));
        for (const api of [child(volume, 'downwardAPI'), ...projected]) {
          for (const item of nodes(api?.['items'])) {
            rewriteFieldRef(work, item);
          }
        }
      }
    },
  },
  {
    id: 'pod.apiVariables',
    reason: () => l10n.t('Clients in the pod must reach the API of the vCluster, not the host’s.'),
    link: pages.pods,
    apply: addApiVariables,
  },
];
