import * as l10n from '@vscode/l10n';
import { text } from '../../vcluster/raw.ts';
import { child, type Node, nodes } from '../draft.ts';
import { pages, type Rule, type Work } from '../rule.ts';
import { configMapNamed, named, rename } from './reference.ts';

/** Where volume sources name an object of the pod's namespace other than a ConfigMap: the source, the way to the holder of the name, and its key. */
const references: readonly (readonly [source: string, way: readonly string[], key: string])[] = [
  ['secret', [], 'secretName'],
  ['persistentVolumeClaim', [], 'claimName'],
  ['iscsi', ['secretRef'], 'name'],
  ['rbd', ['secretRef'], 'name'],
  ['flexVolume', ['secretRef'], 'name'],
  ['cinder', ['secretRef'], 'name'],
  ['cephfs', ['secretRef'], 'name'],
  ['azureFile', [], 'secretName'],
  ['scaleIO', ['secretRef'], 'name'],
  ['storageos', ['secretRef'], 'name'],
  ['csi', ['nodePublishSecretRef'], 'name'],
  ['glusterfs', [], 'endpoints'],
];

function volumes({ object }: Work): readonly Node[] {
  return nodes(child(object, 'spec')?.['volumes']);
}

function rewriteReferences(work: Work): void {
  for (const volume of volumes(work)) {
    for (const [source, way, key] of references) {
      const holder = way.reduce((at: Node | undefined, step) => child(at, step), volume[source] as Node | undefined);
      rename(work, holder, named, key);
    }
    rename(work, child(volume, 'configMap'), configMapNamed);
    for (const source of nodes(child(volume, 'projected')?.['sources'])) {
      rename(work, child(source, 'configMap'), configMapNamed);
      rename(work, child(source, 'secret'), named);
    }
  }
}

function rewriteEphemeral(work: Work): void {
  for (const volume of volumes(work)) {
    if (child(volume, 'ephemeral') !== undefined) {
      const claim = `${work.name}-${String(volume['name'])}`;
      work.draft.remove(volume, 'ephemeral');
      work.draft.set(volume, 'persistentVolumeClaim', { claimName: work.naming.namespaced(claim, work.namespace) });
    }
  }
}

/** Host paths that agents read logs and volumes of pods from, with where a vcluster has its own and where a mapper shows the real. */
const redirected: Readonly<Record<string, string>> = {
  '/var/log': 'log',
  '/var/log/pods': 'log/pods',
  '/var/lib/kubelet/pods': 'kubelet/pods',
};

/** `mounted` holds the containers that have the real path already, as two volumes can lead there. */
function addPhysical(work: Work, volume: Node, path: string, real: unknown, mounted: Set<Node>): void {
  const spec = work.draft.within(work.object, 'spec');
  const name = `${String(volume['name'])}-vcluster-physical`;
  const type = child(volume, 'hostPath')?.['type'];
  work.draft.add(spec, 'volumes', [{ hostPath: { path: real, ...(type === undefined ? {} : { type }) }, name }]);
  for (const container of nodes(spec['containers']).filter((one) => !mounted.has(one))) {
    const mounts = nodes(container['volumeMounts']).filter((one) => one['name'] === volume['name']);
    for (const mount of mounts) {
      work.draft.add(container, 'volumeMounts', [{ ...mount, mountPath: `/var/vcluster/physical/${path}`, name }]);
      mounted.add(container);
    }
  }
}

function redirectHostPaths(work: Work): void {
  const { draft, config } = work;
  const mounted = new Map<string, Set<Node>>(Object.keys(redirected).map((path) => [path, new Set()]));
  for (const volume of volumes(work)) {
    const source = child(volume, 'hostPath');
    const real = text(source?.['path'])?.replace(/\/$/u, '') ?? '';
    if (source !== undefined && Object.hasOwn(redirected, real)) {
      const path = redirected[real] ?? '';
      draft.set(source, 'path', `/tmp/vcluster/${config.target.namespace}/${config.target.name}/${path}`);
      if (config.hostPathMapper) {
        addPhysical(work, volume, path, real, mounted.get(real) ?? new Set());
      }
    }
  }
  if (config.minor >= 16 && volumes(work).length > 0) {
    propagateMounts(work);
  }
}

function propagateMounts({ draft, object }: Work): void {
  for (const container of nodes(child(object, 'spec')?.['containers'])) {
    for (const mount of nodes(container['volumeMounts'])) {
      if (Object.hasOwn(redirected, String(mount['mountPath']))) {
        draft.set(mount, 'mountPropagation', 'HostToContainer');
      }
    }
  }
}

export const volumeRules: readonly Rule[] = [
  {
    id: 'pod.volumes',
    reason: () => l10n.t('ConfigMaps, Secrets and claims have other names on the host.'),
    link: pages.pods,
    apply: rewriteReferences,
  },
  {
    id: 'pod.ephemeralVolumes',
    reason: () => l10n.t('The claim of an ephemeral volume is made inside the vCluster; the host pod uses its twin.'),
    link: pages.pods,
    apply: rewriteEphemeral,
  },
  {
    id: 'pod.hostPaths',
    reason: () =>
      l10n.t(
        'Logs and kubelet folders lead to a folder of this vCluster, so that agents see its pods only. It is empty unless a hostpath mapper runs.',
      ),
    link: pages.pods,
    holds: ({ hostPaths }) => hostPaths,
    apply: redirectHostPaths,
  },
];
