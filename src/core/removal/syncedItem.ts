import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { type KubeObject, type ResourceType, resources } from '../kube/resource.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import { clusterMarker, marks } from '../vcluster/marks.ts';
import { annotation } from '../vcluster/raw.ts';
import { isOwned, objectItem } from './objectItem.ts';
import type { RemovalItem } from './removalItem.ts';
import type { Survey } from './survey.ts';

/** What the syncer makes in the namespace of a vcluster. */
const namespaced: readonly ResourceType[] = [
  resources.pods,
  resources.services,
  resources.endpoints,
  resources.configmaps,
  resources.secrets,
  resources.persistentvolumeclaims,
  resources.ingresses,
  resources.networkpolicies,
  resources.poddisruptionbudgets,
  resources.serviceaccounts,
];
const clusterScoped: readonly ResourceType[] = [
  resources.persistentvolumes,
  resources.storageclasses,
  resources.priorityclasses,
];

const objectImported = 'vcluster.loft.sh/object-imported';

/**
 * What was synced into the vcluster's own namespace. Owned objects go with the vcluster, so there is one item that counts them; those without
 * an owner (`setOwner: false`, or a vcluster that is gone) are items of their own.
 */
export async function syncedItems(
  survey: Survey,
  { namespace, name }: VClusterAddress,
): Promise<readonly RemovalItem[]> {
  const labelSelector = `${marks.managedBy}=${name}`;
  const lists = await Promise.all(namespaced.map((type) => survey.list(type, namespace, { labelSelector })));
  const all = lists.flatMap((objects, index) => objects.map((object) => ({ type: namespaced[index], object })));
  const loose = all.flatMap(({ type, object }) =>
    type === undefined || isOwned(object)
      ? []
      : objectItem('synced', type, object, { detail: l10n.t('Synced from the vcluster'), proposal: 'remove' }),
  );
  const owned = lists.map((objects) => objects.filter(isOwned).length);
  const total = owned.reduce((sum, one) => sum + one, 0);
  const counts = owned.flatMap((one, index) => (one > 0 ? [`${one} ${namespaced[index]?.plural}`] : []));
  const summary: readonly RemovalItem[] =
    total === 0
      ? []
      : [
          {
            id: 'synced',
            kind: 'synced',
            label: l10n.t('{0} synced objects', total),
            detail: counts.join(', '),
            proposal: 'remove',
            fixed: l10n.t('They belong to the vcluster and go with it, the volumes of its workloads included.'),
          },
        ];
  return [...summary, ...loose];
}

/** Synced objects at cluster scope, by their marker: helm knows nothing of them. */
export async function clusterItems(
  survey: Survey,
  { namespace, name }: VClusterAddress,
): Promise<readonly RemovalItem[]> {
  const labelSelector = `${marks.managedBy}=${clusterMarker(namespace, name)}`;
  const lists = await Promise.all(clusterScoped.map((type) => survey.list(type, undefined, { labelSelector })));
  return lists.flatMap((objects, index) =>
    objects.flatMap((object) => {
      const type = clusterScoped[index];
      const detail = l10n.t('Synced from the vcluster, at cluster scope');
      return type === undefined ? [] : objectItem('clusterObject', type, object, { detail, proposal: 'remove' });
    }),
  );
}

function isImported(namespace: KubeObject): boolean {
  return annotation(namespace, objectImported) === 'true';
}

/** The namespaces that stand for virtual ones: multi-namespace mode before 0.26, namespace sync since. */
export async function hostNamespaceItems(
  survey: Survey,
  { namespace, name }: VClusterAddress,
): Promise<readonly RemovalItem[]> {
  const labelSelector = `${marks.managedBy}=${clusterMarker(namespace, name)}`;
  const found = await survey.list(resources.namespaces, undefined, { labelSelector });
  return found
    .filter((one) => one.metadata?.name !== namespace)
    .flatMap((one) => {
      const virtual = printable(annotation(one, marks.objectName) ?? '?');
      return isImported(one)
        ? objectItem('hostNamespace', resources.namespaces, one, {
            detail: l10n.t('Was there before the vcluster took it for its namespace {0}', virtual),
            proposal: 'keep',
          })
        : objectItem('hostNamespace', resources.namespaces, one, {
            detail: l10n.t('Made for its namespace {0}, with everything in it', virtual),
            proposal: 'remove',
          });
    });
}
