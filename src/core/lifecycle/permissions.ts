import * as l10n from '@vscode/l10n';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import { reviewAccess } from '../kube/accessReview.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError, type Permission } from '../kube/error.ts';
import { resources } from '../kube/resource.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import type { WorkloadKind } from '../vcluster/model.ts';
import { pauseStages, resumeSequence } from './shape.ts';
import { readWorkloads, type Workload } from './workloads.ts';

/** What can be done to a vcluster from its host, as far as permissions go. */
export type LifecycleAction = 'pause' | 'resume' | 'connect' | 'create' | 'upgrade' | 'delete';

/** A permission that an action cannot do without. It is asked for in the namespace of the vcluster, unless it is `clusterWide`. */
export interface Need extends Omit<Permission, 'namespace'> {
  readonly clusterWide?: true;
  /** Needed only where the action touches workloads of that kind, or where the namespace is still to be made. */
  readonly when?: WorkloadKind | 'newNamespace';
}

const sets = { group: 'apps', resource: 'statefulsets', when: 'StatefulSet' } as const;
const deployments = { group: 'apps', resource: 'deployments', when: 'Deployment' } as const;

/** To find the control plane: both kinds are listed, whatever it consists of. */
const find: readonly Need[] = [
  { verb: 'list', group: 'apps', resource: 'statefulsets' },
  { verb: 'list', group: 'apps', resource: 'deployments' },
];

/** What every chart consists of, beside its workloads. Helm keeps its releases in Secrets. */
const chartObjects: readonly Omit<Need, 'verb'>[] = [
  { group: '', resource: 'secrets' },
  { group: '', resource: 'services' },
  { group: '', resource: 'serviceaccounts' },
  { group: 'rbac.authorization.k8s.io', resource: 'roles' },
  { group: 'rbac.authorization.k8s.io', resource: 'rolebindings' },
];

function chart(verb: string, workloads: readonly Omit<Need, 'verb'>[]): readonly Need[] {
  return [...workloads, ...chartObjects].map((one) => ({ ...one, verb }));
}

/** To read what a vcluster was deployed with. */
export const readRelease: readonly Need[] = [
  { verb: 'get', group: '', resource: 'secrets' },
  { verb: 'list', group: '', resource: 'secrets' },
];

/**
 * What each action needs. Left out is what it can do without, and says so when it has to: watching (it asks again and again
 * instead), listing namespaces (multi-namespace mode), and reading `vc-config-NAME` (replicas of what was scaled to zero by hand).
 * A Role can be made only by those who have the permissions in it; no review of one permission tells that.
 */
export const needs: Readonly<Record<LifecycleAction, readonly Need[]>> = {
  pause: [
    ...find,
    { verb: 'patch', ...sets },
    { verb: 'patch', ...deployments },
    { verb: 'list', group: '', resource: 'pods' },
    { verb: 'delete', group: '', resource: 'pods' },
  ],
  resume: [...find, { verb: 'patch', ...sets }, { verb: 'patch', ...deployments }],
  connect: [
    { verb: 'get', group: '', resource: 'secrets' },
    { verb: 'list', group: '', resource: 'pods' },
    { verb: 'create', group: '', resource: 'pods/portforward' },
  ],
  create: [
    ...readRelease,
    ...chart('create', [{ group: 'apps', resource: 'statefulsets' }]),
    { verb: 'create', group: '', resource: 'namespaces', clusterWide: true, when: 'newNamespace' },
  ],
  upgrade: [
    ...find,
    ...readRelease,
    { verb: 'create', group: '', resource: 'secrets' },
    ...chart('patch', [sets, deployments]),
  ],
  delete: [
    ...find,
    ...readRelease,
    ...chart('delete', [sets, deployments]),
    { verb: 'delete', group: '', resource: 'persistentvolumeclaims' },
  ],
};

type Condition = NonNullable<Need['when']>;

/**
 * What an action needs and this user lacks, in a sentence; undefined when nothing is known to be missing. All is asked at once. What the
 * API server cannot say counts as allowed, since the action itself will tell.
 * @throws OperationError `gone` when there is no such vcluster, `cancelled`; KubeError
 */
export async function missingPermissions(
  client: KubeClient,
  action: LifecycleAction,
  address: VClusterAddress,
  signal: AbortSignal,
): Promise<string | undefined> {
  const missing = await deniedPermissions(client, action, address, signal);
  return missing.length === 0 ? undefined : missingText(missing, address.namespace);
}

/** The permissions behind `missingPermissions`. */
export async function deniedPermissions(
  client: KubeClient,
  action: LifecycleAction,
  address: VClusterAddress,
  signal: AbortSignal,
): Promise<readonly Permission[]> {
  const ask = async ({ verb, group, resource, clusterWide, when }: Need) => {
    const permission = { verb, group, resource, ...(clusterWide ? {} : { namespace: address.namespace }) };
    const access = await reviewAccess(client, permission, { signal });
    return access.state === 'denied' ? [{ permission, when }] : [];
  };
  const [conditions, ...denied] = await Promise.all([
    conditionsOf(client, action, address, signal),
    ...needs[action].map(ask),
  ]);
  if (signal.aborted) {
    throw new OperationError('cancelled', l10n.t('Cancelled.'));
  }
  return denied
    .flat()
    .filter(({ when }) => when === undefined || conditions.has(when))
    .map(({ permission }) => permission);
}

/** Which of the conditions hold; none where that may not be seen, since then a permission to look is missing as well. */
async function conditionsOf(
  client: KubeClient,
  action: LifecycleAction,
  address: VClusterAddress,
  signal: AbortSignal,
): Promise<ReadonlySet<Condition>> {
  try {
    if (action === 'connect') {
      return new Set();
    }
    if (action === 'create') {
      await client.get(resources.namespaces, undefined, address.namespace, { signal, metadataOnly: true });
      return new Set();
    }
    const workloads = await present(client, action, address, signal);
    const touched =
      action === 'pause' ? pauseStages(workloads).flat() : action === 'resume' ? resumeSequence(workloads) : workloads;
    return new Set(touched.map(({ kind }) => kind));
  } catch (error) {
    if (KubeError.is(error, 'notFound')) {
      return new Set(['newNamespace']);
    }
    if (KubeError.is(error, 'forbidden')) {
      return new Set();
    }
    throw error;
  }
}

/** What is left of a deletion that failed half-way is deleted without them. */
async function present(
  client: KubeClient,
  action: LifecycleAction,
  address: VClusterAddress,
  signal: AbortSignal,
): Promise<readonly Workload[]> {
  try {
    return await readWorkloads(client, address, signal);
  } catch (error) {
    if (action === 'delete' && OperationError.is(error, 'gone')) {
      return [];
    }
    throw error;
  }
}

function permissionText({ verb, group, resource }: Permission): string {
  return `${verb} ${group === '' ? resource : `${resource}.${group}`}`;
}

/** `Not allowed in the namespace team-a: patch statefulsets.apps, delete pods. …` */
function missingText(missing: readonly Permission[], namespace: string): string {
  const inside = missing.filter((one) => one.namespace !== undefined).map(permissionText);
  const wide = missing.filter((one) => one.namespace === undefined).map(permissionText);
  const parts = [
    ...(inside.length > 0
      ? [l10n.t('Not allowed in the namespace {0}: {1}.', printable(namespace, 100), inside.join(', '))]
      : []),
    ...(wide.length > 0 ? [l10n.t('Not allowed in the whole cluster: {0}.', wide.join(', '))] : []),
    l10n.t('Ask an administrator of the cluster for it.'),
  ];
  return parts.join(' ');
}
