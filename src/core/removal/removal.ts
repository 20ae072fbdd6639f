import * as l10n from '@vscode/l10n';
import type { Operation } from '../base/operation.ts';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import type { Driver } from '../deploy/driver.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import { type KubeObject, resources } from '../kube/resource.ts';
import { settle } from '../lifecycle/settling.ts';
import { controlPlaneSelector } from '../lifecycle/workloads.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import { text } from '../vcluster/raw.ts';
import { deleteTarget } from './deleteTarget.ts';
import type { RemovalPlan } from './plan.ts';
import { decision, type RemovalChoices, type RemovalItem, type RemovalKind } from './removalItem.ts';

export interface RemovalTools {
  readonly client: KubeClient;
  /** Needed where there is a release to take away. */
  readonly driver?: Driver;
  /** Takes a context out of the kubeconfig, with its cluster and user where nothing else uses them. */
  readonly removeContext?: (item: RemovalItem) => Promise<void>;
  /** How long the pods of the control plane may take to end, in milliseconds; three minutes when left out. */
  readonly limitMs?: number;
}

export interface RemovalResult {
  /** The ids of what was told to go. */
  readonly removed: readonly string[];
  /** What went wrong with single items, for the user; the rest was done. */
  readonly problems: readonly string[];
}

/** What depends on others goes first; the namespace, which takes the rest along, comes last. */
const order: readonly RemovalKind[] = [
  'synced',
  'volume',
  'leftover',
  'clusterObject',
  'hostNamespace',
  'namespace',
  'context',
];

/** Choices that contradict each other: what is to be kept cannot stay in a namespace that goes. */
export function choiceProblem({ items }: RemovalPlan, choices: RemovalChoices): string | undefined {
  const namespace = items.find(({ kind }) => kind === 'namespace');
  if (namespace === undefined || decision(namespace, choices) === 'keep') {
    return undefined;
  }
  const kept = items.find(
    (item) => item.target?.namespace === namespace.target?.name && decision(item, choices) === 'keep',
  );
  return (
    kept &&
    l10n.t(
      '{0} cannot be kept when the namespace {1} goes. Keep the namespace, or let it go.',
      kept.label,
      printable(namespace.target?.name ?? ''),
    )
  );
}

function cancelled(cause?: unknown): OperationError {
  return new OperationError('cancelled', l10n.t('Cancelled half-way. Delete it again to go on.'), cause);
}

function isInside(item: RemovalItem, namespace: RemovalItem | undefined): boolean {
  return namespace !== undefined && item.target?.namespace === namespace.target?.name;
}

/** Waits until no pod of the control plane is left: a syncer that still ends would make anew what is deleted. */
async function awaitEnd(
  client: KubeClient,
  { namespace, name }: VClusterAddress,
  operation: Operation,
  limitMs: number,
) {
  const query = {
    type: resources.pods,
    namespace,
    labelSelector: controlPlaneSelector(name),
    metadataOnly: true,
    project: (pod: KubeObject) => text(pod.metadata?.uid) ?? '',
  };
  const missing = (pods: ReadonlyMap<string, string>) =>
    pods.size === 0 ? undefined : l10n.t('Waiting for {0} pods of the control plane to end', pods.size);
  try {
    return await settle(client, { query, missing, limitMs }, operation);
  } catch (error) {
    if (KubeError.is(error, 'forbidden')) {
      return true;
    }
    throw error;
  }
}

/**
 * Deletes a vcluster as planned and chosen: the driver takes the release away, and everything else goes by itself, each only if it is
 * still the object that was listed. It can be run again after a failure half-way, with a new plan or the same.
 * @throws OperationError `refused`, `invalid` for choices that contradict each other, `cancelled`, what the driver throws; KubeError
 */
export async function removeVCluster(
  plan: RemovalPlan,
  choices: RemovalChoices,
  tools: RemovalTools,
  operation: Operation,
): Promise<RemovalResult> {
  const { address, items } = plan;
  const problem = choiceProblem(plan, choices);
  if (plan.refusal !== undefined || problem !== undefined) {
    throw new OperationError(plan.refusal === undefined ? 'invalid' : 'refused', plan.refusal ?? problem ?? '');
  }
  const removed: string[] = [];
  const problems: string[] = [];
  const { client, driver, limitMs = 180_000 } = tools;
  if (items.some(({ kind }) => kind === 'release')) {
    operation.report(l10n.t('Deleting the vcluster {0}', printable(address.name)));
    try {
      await driver?.uninstall(address, operation);
      removed.push('release');
      if (!(await awaitEnd(client, address, operation, limitMs))) {
        problems.push(l10n.t('A pod of its control plane does not end. See what holds it back on its node.'));
      }
    } catch (error) {
      throw operation.signal.aborted ? cancelled(error) : error;
    }
  }
  const chosen = items.filter((item) => item.kind !== 'release' && decision(item, choices) === 'remove');
  const namespace = chosen.find(({ kind }) => kind === 'namespace');
  const todo = chosen
    .filter((item) => !isInside(item, namespace))
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  const rest = await removeItems(todo, tools, operation);
  return { removed: [...removed, ...rest.removed], problems: [...problems, ...rest.problems] };
}

/** Removes items one by one, and goes on where one cannot be. */
export async function removeItems(
  items: readonly RemovalItem[],
  { client, removeContext }: Pick<RemovalTools, 'client' | 'removeContext'>,
  { signal, report }: Operation,
): Promise<RemovalResult> {
  const removed: string[] = [];
  const problems: string[] = [];
  for (const item of items) {
    if (signal.aborted) {
      throw cancelled();
    }
    report(l10n.t('Deleting {0}', item.label));
    try {
      if (item.target !== undefined) {
        await deleteTarget(client, item.target, signal);
      } else if (item.kind === 'context') {
        await removeContext?.(item);
      }
      removed.push(item.id);
    } catch (error) {
      if (signal.aborted) {
        throw cancelled(error);
      }
      problems.push(l10n.t('{0} could not be deleted: {1}', item.label, error instanceof Error ? error.message : ''));
    }
  }
  return { removed, problems };
}
