import * as l10n from '@vscode/l10n';
import { printable } from '../base/text.ts';
import { releaseSelector } from '../deploy/release.ts';
import type { KubeClient } from '../kube/client.ts';
import { type KubeObject, resources } from '../kube/resource.ts';
import type { KubeconfigContext } from '../kubeconfig/model.ts';
import { parseVirtualContext } from '../vcluster/context.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import { controlPlaneApps, marks } from '../vcluster/marks.ts';
import { annotation, label } from '../vcluster/raw.ts';
import { isCoreDns } from '../vcluster/role.ts';
import { leftoverItems } from './leftoverItem.ts';
import { namespaceItems } from './namespaceItem.ts';
import { neighbourhoodOf } from './neighbourhood.ts';
import type { RemovalItem } from './removalItem.ts';
import { Survey } from './survey.ts';
import { clusterItems, hostNamespaceItems, syncedItems } from './syncedItem.ts';
import { volumeItems } from './volumeItem.ts';

/** What deleting a vcluster takes away and what it leaves. Made by looking; nothing is changed by it. */
export interface RemovalPlan {
  readonly address: VClusterAddress;
  readonly items: readonly RemovalItem[];
  /** Pods that run for workloads inside the vcluster, in all its host namespaces. */
  readonly runningWorkloads: number;
  /** Why it must not be deleted, if somebody has said so. */
  readonly refusal?: string;
  /** What could not be seen, and may be left over; for the user. */
  readonly notes: readonly string[];
}

/** The platform, and whoever writes it by hand, forbids deleting with this. */
const nonDeletable = 'loft.sh/non-deletable';

function releaseItem({ name }: VClusterAddress, present: boolean, helm: boolean): readonly RemovalItem[] {
  return present || helm
    ? [
        {
          id: 'release',
          kind: 'release',
          label: l10n.t('The vcluster {0}', printable(name)),
          detail: helm
            ? l10n.t('What its helm release made')
            : l10n.t('What its chart made; no helm release was found'),
          proposal: 'remove',
          fixed: l10n.t('This is what is deleted.'),
        },
      ]
    : [];
}

function contextItems({ name, namespace, context }: VClusterAddress, contexts: readonly KubeconfigContext[]) {
  return contexts.flatMap((one): readonly RemovalItem[] => {
    const virtual = parseVirtualContext(one.name);
    const own = virtual?.name === name && virtual.namespace === namespace && virtual.parent === context;
    return own
      ? [
          {
            id: `context/${encodeURIComponent(one.name)}`,
            kind: 'context',
            label: l10n.t('Context {0}', printable(one.name)),
            detail: l10n.t('Points into the vcluster; in {0}', printable(one.file)),
            proposal: 'remove',
          },
        ]
      : [];
  });
}

function hiddenNotes(survey: Survey): readonly string[] {
  return [...survey.hidden].map(([plural, { message }]) =>
    l10n.t('Whether there are {0} could not be seen: {1}', plural, message),
  );
}

async function runningIn(survey: Survey, address: VClusterAddress, places: readonly RemovalItem[]): Promise<number> {
  const own = `${marks.managedBy}=${address.name}`;
  const lists = await Promise.all([
    survey.list(resources.pods, address.namespace, { labelSelector: own }),
    ...places.map(({ target }) => survey.list(resources.pods, target?.name ?? '')),
  ]);
  // Its DNS is part of the control plane, wherever it runs.
  return lists.flat().filter((pod) => !pod.metadata?.deletionTimestamp && !isCoreDns(pod)).length;
}

function refusalOf(workloads: readonly KubeObject[]): string | undefined {
  return workloads.some((one) => annotation(one, nonDeletable) === 'true')
    ? l10n.t(
        'It is protected from deletion: its workload carries the annotation {0}. Take that away first.',
        nonDeletable,
      )
    : undefined;
}

/**
 * Proposals that do not contradict each other: a namespace takes everything along. Where something in it that may be data is to be
 * kept, the namespace is kept too; anything lesser goes with it.
 */
function consistent(items: readonly RemovalItem[]): readonly RemovalItem[] {
  const namespace = items.find(({ kind }) => kind === 'namespace');
  if (namespace?.proposal !== 'remove') {
    return items;
  }
  const inside = (item: RemovalItem) => item.target?.namespace === namespace.target?.name;
  const precious = items.some((item) => inside(item) && item.kind === 'volume' && item.proposal === 'keep');
  return items.map((item) => {
    if (precious) {
      return item === namespace ? { ...item, proposal: 'keep' } : item;
    }
    return inside(item) ? { ...item, proposal: 'remove' } : item;
  });
}

/**
 * What deleting a vcluster means, item by item, each with a proposal. Also for one that is half gone already: what is left of it
 * is listed in the same way.
 */
export async function planRemoval(
  client: KubeClient,
  address: VClusterAddress,
  contexts: readonly KubeconfigContext[],
  signal: AbortSignal,
): Promise<RemovalPlan> {
  const { namespace, name } = address;
  const survey = new Survey(client, signal);
  const labelSelector = `${marks.release}=${name},${marks.app} in (${controlPlaneApps.join(',')})`;
  const [sets, deployments, helm, claims, own, around, places] = await Promise.all([
    survey.list(resources.statefulsets, namespace, { labelSelector, whole: true }),
    survey.list(resources.deployments, namespace, { labelSelector }),
    survey.list(resources.secrets, namespace, { labelSelector: releaseSelector(name) }),
    survey.list(resources.persistentvolumeclaims, namespace),
    survey.get(resources.namespaces, undefined, namespace),
    neighbourhoodOf(survey, address),
    hostNamespaceItems(survey, address),
  ]);
  const [leftovers, synced, cluster, runningWorkloads] = await Promise.all([
    leftoverItems(survey, address, around.vclusters),
    syncedItems(survey, address),
    clusterItems(survey, address),
    runningIn(survey, address, places),
  ]);
  const workloads = [...sets, ...deployments].filter((one) => label(one, marks.release) === name);
  const refusal = refusalOf(workloads);
  return {
    address,
    items: consistent([
      ...releaseItem(address, workloads.length > 0, helm.length > 0),
      ...synced,
      ...volumeItems(address, sets, claims),
      ...leftovers,
      ...cluster,
      ...places,
      ...namespaceItems(own, around),
      ...contextItems(address, contexts),
    ]),
    runningWorkloads,
    ...(refusal === undefined ? {} : { refusal }),
    notes: hiddenNotes(survey),
  };
}
