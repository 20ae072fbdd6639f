import * as l10n from '@vscode/l10n';
import type { Operation } from '../base/operation.ts';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import { releaseSelector } from '../deploy/release.ts';
import type { KubeClient } from '../kube/client.ts';
import { type KubeObject, type ResourceType, resources } from '../kube/resource.ts';
import type { KubeconfigContext } from '../kubeconfig/model.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import { annotation } from '../vcluster/raw.ts';
import { isOwned, moreResources, objectItem } from './objectItem.ts';
import { planRemoval } from './plan.ts';
import { type RemovalResult, removeItems } from './removal.ts';
import type { RemovalItem } from './removalItem.ts';
import { Survey } from './survey.ts';

/** What is left of a vcluster that was deleted. */
export interface Leftovers {
  readonly items: readonly RemovalItem[];
  readonly notes: readonly string[];
}

/** Kinds that vcluster's charts make. */
const chartKinds: readonly ResourceType[] = [
  resources.services,
  resources.configmaps,
  resources.secrets,
  resources.serviceaccounts,
  resources.ingresses,
  resources.networkpolicies,
  resources.poddisruptionbudgets,
  resources.daemonsets,
  resources.jobs,
  moreResources.roles,
  moreResources.rolebindings,
  moreResources.resourcequotas,
  moreResources.limitranges,
];
const clusterKinds: readonly ResourceType[] = [moreResources.clusterroles, moreResources.clusterrolebindings];

function isOfRelease(object: KubeObject, { namespace, name }: VClusterAddress): boolean {
  return (
    annotation(object, 'meta.helm.sh/release-name') === name &&
    annotation(object, 'meta.helm.sh/release-namespace') === namespace
  );
}

/** What a chart made and nobody took away, as helm itself marks it, and the records of the release. */
async function chartItems(survey: Survey, address: VClusterAddress): Promise<readonly RemovalItem[]> {
  const records = await survey.list(resources.secrets, address.namespace, {
    labelSelector: releaseSelector(address.name),
  });
  const helmed = { labelSelector: 'app.kubernetes.io/managed-by=Helm' };
  const find = async (type: ResourceType, namespace: string | undefined) => {
    const objects = await survey.list(type, namespace, helmed);
    const detail = l10n.t('Made by its chart');
    return objects
      .filter((one) => isOfRelease(one, address) && !isOwned(one))
      .flatMap((one) => objectItem('leftover', type, one, { detail, proposal: 'remove' }));
  };
  const found = await Promise.all([
    ...chartKinds.map((type) => find(type, address.namespace)),
    ...clusterKinds.map((type) => find(type, undefined)),
  ]);
  const detail = l10n.t('A record of its helm release');
  return [
    ...found.flat(),
    ...records.flatMap((one) => objectItem('leftover', resources.secrets, one, { detail, proposal: 'remove' })),
  ];
}

/**
 * What is left of a vcluster after it was deleted, whoever deleted it.
 * @throws OperationError `refused` while it is still there; KubeError
 */
export async function leftovers(
  client: KubeClient,
  address: VClusterAddress,
  contexts: readonly KubeconfigContext[],
  signal: AbortSignal,
): Promise<Leftovers> {
  const survey = new Survey(client, signal);
  const selector = { labelSelector: `app=vcluster,release=${address.name}` };
  const [plan, chart, sets, deployments] = await Promise.all([
    planRemoval(client, address, contexts, signal),
    chartItems(survey, address),
    survey.list(resources.statefulsets, address.namespace, selector),
    survey.list(resources.deployments, address.namespace, selector),
  ]);
  const alive = [...sets, ...deployments].some(({ metadata }) => !metadata?.deletionTimestamp);
  if (alive) {
    throw new OperationError('refused', l10n.t('{0} is still there. Delete it first.', printable(address.name)));
  }
  const passing = ({ kind, id, proposal }: RemovalItem) =>
    kind === 'release' || id === 'synced' || (kind === 'namespace' && proposal === 'keep');
  const items = new Map([...plan.items.filter((item) => !passing(item)), ...chart].map((item) => [item.id, item]));
  return { items: [...items.values()], notes: plan.notes };
}

/** Removes what is left; each only if it is still the object that was listed. */
export function cleanLeftovers(
  items: readonly RemovalItem[],
  tools: { readonly client: KubeClient; readonly removeContext?: (item: RemovalItem) => Promise<void> },
  operation: Operation,
): Promise<RemovalResult> {
  return removeItems(items, tools, operation);
}
