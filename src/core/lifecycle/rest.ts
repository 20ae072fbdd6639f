import * as l10n from '@vscode/l10n';
import type { Operation } from '../base/operation.ts';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import type { KubeClient } from '../kube/client.ts';
import { type KubeObject, resources } from '../kube/resource.ts';
import { goneError } from '../vcluster/gone.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import { marks } from '../vcluster/marks.ts';
import { podStatus } from '../vcluster/podStatus.ts';
import { label, text } from '../vcluster/raw.ts';
import { controlPlaneRole } from '../vcluster/role.ts';
import { settle } from './settling.ts';
import { controlPlaneSelector, projectWorkload, type Workload, workloadTypes } from './workloads.ts';

function atRest({ observed, present }: Workload): boolean {
  return observed && present === 0;
}

function endingText(pods: number, name: string): string {
  return pods === 1
    ? l10n.t('Waiting for 1 pod of {0} to end', printable(name))
    : l10n.t('Waiting for {0} pods of {1} to end', pods, printable(name));
}

/** The pods of some roles that are still there, with what kubectl says of them: `web-0: Terminating`. */
async function leftOver(
  client: KubeClient,
  { namespace, name }: VClusterAddress,
  roles: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<string> {
  const query = { labelSelector: controlPlaneSelector(name), limit: 200 };
  const { items } = await client.list(resources.pods, namespace, { query, signal });
  const pods = items.filter((pod) => roles.has(controlPlaneRole(label(pod, marks.app))));
  const shown = pods
    .slice(0, 3)
    .map((pod) => `${printable(pod.metadata?.name ?? '')}: ${printable(podStatus(pod).reason)}`);
  return [...shown, ...(pods.length > 3 ? ['…'] : [])].join(', ');
}

/**
 * Waits until workloads that were scaled to zero have no pods left.
 * @throws OperationError `notReady` after `limitMs`, `gone` when one was replaced, `refused` when somebody has scaled it up again
 */
export async function waitForRest(
  client: KubeClient,
  address: VClusterAddress,
  workloads: readonly Workload[],
  operation: Operation,
  limitMs: number,
): Promise<void> {
  const [first] = workloads;
  if (first === undefined || workloads.every(atRest)) {
    return;
  }
  const missing = (items: ReadonlyMap<string, Workload>): string | undefined => {
    const present = workloads.map(({ name, namespace, uid }) => {
      const item = items.get(`${namespace}/${name}`);
      if (item?.uid !== uid) {
        throw goneError(address);
      }
      if ((item.replicas ?? 1) > 0) {
        throw resumedMeanwhile(address);
      }
      return item;
    });
    const busy = present.filter((one) => !atRest(one));
    const pods = busy.reduce((sum, one) => sum + one.present, 0);
    return busy.length === 0 ? undefined : endingText(pods, busy.map(({ name }) => name).join(', '));
  };
  const query = {
    type: workloadTypes[first.kind],
    namespace: address.namespace,
    labelSelector: controlPlaneSelector(address.name),
    project: projectWorkload(first.kind),
  };
  if (!(await settle(client, { query, missing, limitMs }, operation))) {
    const roles = new Set<string>(workloads.map(({ role }) => role));
    throw await stillThere(client, address, roles, operation);
  }
}

/**
 * Waits until no pod of the syncer is left, since a Deployment counts as scaled down while its pods still end, and a syncer that
 * ends still acts on what happens to its pods. Gives false after `limitMs`.
 */
export function waitForSyncerPods(
  client: KubeClient,
  { namespace, name }: VClusterAddress,
  operation: Operation,
  limitMs: number,
): Promise<boolean> {
  const query = {
    type: resources.pods,
    namespace,
    labelSelector: controlPlaneSelector(name, ['vcluster']),
    metadataOnly: true,
    project: (pod: KubeObject) => text(pod.metadata?.uid) ?? '',
  };
  const missing = (pods: ReadonlyMap<string, string>) => (pods.size === 0 ? undefined : endingText(pods.size, name));
  return settle(client, { query, missing, limitMs }, operation);
}

/** Somebody else has scaled it up while it was being paused. */
export function resumedMeanwhile({ name }: VClusterAddress): OperationError {
  return new OperationError(
    'refused',
    l10n.t(
      '{0} was scaled up again by someone else while it was being paused. Pause it again if it is to rest.',
      printable(name),
    ),
    undefined,
    'tryAgain',
  );
}

async function stillThere(
  client: KubeClient,
  address: VClusterAddress,
  roles: ReadonlySet<string>,
  { signal }: Operation,
): Promise<OperationError> {
  const pods = await leftOver(client, address, roles, signal);
  return new OperationError(
    'notReady',
    l10n.t(
      '{0} is marked as paused, but its pods do not end ({1}). See what holds them back on their nodes, then pause it again to go on.',
      printable(address.name),
      pods,
    ),
  );
}
