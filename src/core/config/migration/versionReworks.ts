import * as l10n from '@vscode/l10n';
import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { parseImage } from '../../vcluster/image.ts';
import type { Draft } from './draft.ts';
import { renamed } from './versionChange.ts';

const secrets = 'integrations.externalSecrets.sync';

/** The Secret with a kubeconfig as the first of a list, which has an address and a context of its own. */
export function secretList(draft: Draft): boolean {
  const secret = draft.at('exportKubeConfig.secret');
  if (!isMap(secret) || draft.has('exportKubeConfig.additionalSecrets')) {
    return false;
  }
  for (const key of ['context', 'server']) {
    const value = draft.value(`exportKubeConfig.${key}`);
    if (value !== undefined && value !== '' && !secret.has(key)) {
      secret.set(key, draft.node(value));
    }
  }
  draft.take('exportKubeConfig.secret');
  const list = draft.node([]);
  if (isSeq(list)) {
    list.items.push(secret);
  }
  return draft.put('exportKubeConfig.additionalSecrets', list);
}

/** Namespaces of the vcluster each have one on the host: a mapping has to say which now. */
export function namespaces(draft: Draft): boolean {
  const enabled = draft.value('experimental.multiNamespaceMode.enabled');
  const off = enabled === false || enabled === undefined || enabled === null;
  if (off) {
    draft.end('experimental.multiNamespaceMode', {
      kind: 'dropped',
      message: l10n.t('It was off, and is not there any more.'),
    });
    return true;
  }
  const change = l10n.t(
    'Namespaces on the host are named by a mapping now, here by the name of the vcluster and that of the namespace; all ConfigMaps and Secrets are synced with it. It needs vCluster Pro. This cannot be switched on for a vcluster that is running: its workloads have to be made anew.',
  );
  for (const origin of draft.origins.within(draft.at('experimental.multiNamespaceMode.enabled'))) {
    origin.change ??= change;
  }
  const target = 'sync.toHost.namespaces';
  draft.move('experimental.multiNamespaceMode.enabled', `${target}.enabled`);
  draft.move('experimental.multiNamespaceMode.namespaceLabels', `${target}.extraLabels`);
  draft.take('experimental.multiNamespaceMode');
  if (!draft.has(`${target}.mappings`)) {
    draft.put(`${target}.mappings.byName`, draft.node({ '*': `\${name}-*` }));
  }
  return true;
}

/** A text becomes registry, repository and tag. */
export function hostsImage(draft: Draft): boolean {
  const place = 'sync.toHost.pods.rewriteHosts.initContainer.image';
  const node = draft.at(place);
  if (isScalar(node) && typeof node.value === 'string' && !/[\ue001{]/u.test(node.value)) {
    const { registry = '', repository, tag } = parseImage(node.value);
    const made = draft.node({ registry, repository, ...(tag !== undefined && { tag }) });
    for (const origin of draft.origins.within(node)) {
      draft.origins.own(made, origin);
    }
    draft.take(place);
    return draft.put(place, made);
  }
  return false;
}

/** One image has all parts of Kubernetes: that of the API server can be it unless it is of the API server alone, of which the tag is kept. */
export function apiImage(draft: Draft): boolean {
  const k8s = 'controlPlane.distro.k8s';
  const place = `${k8s}.apiServer.image`;
  const repository = draft.value(`${place}.repository`);
  const official = draft.value(`${place}.registry`) ?? 'registry.k8s.io';
  if (typeof repository === 'string' && !/(?:^|\/)kube-apiserver$/u.test(repository)) {
    const change = (): string =>
      l10n.t('One image has to have all parts of Kubernetes from 0.25 on: see that this one does.');
    return renamed(25, place, `${k8s}.image`, change).apply(draft);
  }
  if (draft.has(`${place}.tag`)) {
    const change = (): string =>
      l10n.t('This is the tag of the image with all parts of Kubernetes: see that the chart supports this version.');
    renamed(25, `${place}.tag`, `${k8s}.image.tag`, change).apply(draft);
  }
  draft.end(place, {
    kind: official === 'registry.k8s.io' ? 'dropped' : 'unsupported',
    message: l10n.t(
      'An image of kube-apiserver alone cannot be used: one image has all parts of Kubernetes from 0.25 on, which is ghcr.io/loft-sh/kubernetes.',
    ),
  });
  return true;
}

/** `labels` of a selector are `matchLabels` now. */
export function stores(draft: Draft): boolean {
  draft.move(`${secrets}.clusterStores.selector.labels`, `${secrets}.clusterStores.selector.matchLabels`);
  return renamed(29, `${secrets}.clusterStores`, `${secrets}.fromHost.clusterStores`).apply(draft);
}

/** ExternalSecrets are always synced with the integration. */
export function externalSecrets(draft: Draft): boolean {
  draft.end(`${secrets}.externalSecrets.enabled`, {
    kind: 'dropped',
    message: l10n.t('External secrets are always synced with the integration now.'),
  });
  if (draft.has(`${secrets}.externalSecrets`)) {
    renamed(29, `${secrets}.externalSecrets`, `${secrets}.toHost.externalSecrets`).apply(draft);
  }
  return true;
}

/** Pools of nodes stand below the provider that they name. */
export function autoNodes(draft: Draft): boolean {
  const place = 'privateNodes.autoNodes';
  const old = draft.at(place);
  if (!isMap(old)) {
    return false;
  }
  const providers = new Map<string, Node>();
  const list = draft.node([]);
  for (const kind of ['static', 'dynamic']) {
    const pools = old.get(kind, true);
    for (const pool of isSeq(pools) ? pools.items : []) {
      if (isMap(pool) && isSeq(list)) {
        const name = String(pool.get('provider') ?? '');
        const provider = providers.get(name) ?? draft.node({ provider: name });
        if (!providers.has(name)) {
          providers.set(name, provider);
          list.items.push(provider);
        }
        pool.delete('provider');
        const requirements = pool.get('requirements', true);
        if (requirements !== undefined) {
          pool.delete('requirements');
          pool.set('nodeTypeSelector', requirements);
        }
        if (isMap(provider)) {
          const there = provider.get(kind, true);
          const into = isSeq(there) ? there : draft.node([]);
          if (isSeq(into)) {
            into.items.push(pool);
          }
          provider.set(kind, into);
        }
      }
    }
  }
  if (providers.size === 0) {
    draft.end(place, { kind: 'dropped', message: l10n.t('Nothing was set here.') });
    return true;
  }
  draft.take(place);
  return draft.put(place, list);
}
