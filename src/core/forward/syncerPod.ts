import { setTimeout as sleep } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import { type KubeObject, resources } from '../kube/resource.ts';
import { marks } from '../vcluster/marks.ts';
import { podStatus } from '../vcluster/podStatus.ts';
import { dig, text, time } from '../vcluster/raw.ts';
import type { ForwardTarget, OnWait } from './target.ts';

/** Which vcluster of a host. */
export interface SyncerOf {
  readonly namespace: string;
  readonly name: string;
}

/** Between two looks where watching is not possible. */
const relistMs = 1_000;

type Pods = Map<string, KubeObject>;

function createdAt(pod: KubeObject): number {
  return time(dig(pod, 'metadata', 'creationTimestamp')) ?? 0;
}

function uidOf(pod: KubeObject): string {
  return pod.metadata?.uid ?? '';
}

/** Those that are there to stay, the newest first. */
function staying(pods: Pods): readonly KubeObject[] {
  return [...pods.values()]
    .filter((pod) => dig(pod, 'metadata', 'deletionTimestamp') === undefined)
    .toSorted((one, other) => createdAt(other) - createdAt(one));
}

function readyTarget(pods: Pods, { namespace }: SyncerOf, port: number): ForwardTarget | undefined {
  const pod = staying(pods).find((one) => podStatus(one).phase === 'running');
  return pod && { namespace, pod: text(dig(pod, 'metadata', 'name')) ?? '', uid: uidOf(pod), port };
}

/** Why none is ready, in kubectl's words. */
function whyWaiting(pods: Pods, { name }: SyncerOf): string {
  const [newest] = staying(pods);
  if (newest === undefined) {
    return pods.size === 0
      ? l10n.t('{0} has no pod. Check whether it is paused.', printable(name))
      : l10n.t('The pod of {0} is being replaced.', printable(name));
  }
  const { reason, ready, total, message } = podStatus(newest);
  const said = [`${reason}, ${ready}/${total}`, message].filter((part) => part !== undefined);
  const shown = printable(said.join(': '), 300);
  return l10n.t('The pod {0} is not ready ({1}).', printable(newest.metadata?.name ?? '', 100), shown);
}

/** Follows the pods from a list on, until one is ready or the watch ends. */
async function watched(
  client: KubeClient,
  of: SyncerOf,
  port: number,
  pods: Pods,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
  onWait: OnWait,
): Promise<ForwardTarget | undefined> {
  for await (const { type, object } of client.watch(resources.pods, of.namespace, { query, signal })) {
    if (type === 'DELETED') {
      pods.delete(uidOf(object));
    } else if (type !== 'BOOKMARK') {
      pods.set(uidOf(object), object);
    }
    const target = readyTarget(pods, of, port);
    if (target !== undefined) {
      return target;
    }
    onWait(whyWaiting(pods, of));
  }
  return undefined;
}

/**
 * A ready pod of a vcluster's syncer; the newest one of several. Waits for one, and says why, until the signal is aborted.
 * @throws KubeError; OperationError `notReady` with the pod's own reason when the signal ended the wait
 */
export async function resolveSyncerPod(
  client: KubeClient,
  of: SyncerOf,
  port: number,
  signal: AbortSignal,
  onWait: OnWait = () => undefined,
): Promise<ForwardTarget> {
  const labelSelector = `${marks.app}=vcluster,${marks.release}=${of.name}`;
  let why: string | undefined;
  const waits: OnWait = (given) => {
    why = given;
    onWait(given);
  };
  try {
    for (;;) {
      const { metadata, items } = await client.list(resources.pods, of.namespace, { query: { labelSelector }, signal });
      const pods: Pods = new Map(items.map((pod) => [uidOf(pod), pod]));
      const ready = readyTarget(pods, of, port);
      if (ready !== undefined) {
        return ready;
      }
      waits(whyWaiting(pods, of));
      const query = { labelSelector, resourceVersion: metadata.resourceVersion ?? '' };
      const target = await watched(client, of, port, pods, query, signal, waits).catch((error: unknown) => {
        // Listed again: history that is gone, a user who may not watch, a watch that broke.
        if (signal.aborted || !KubeError.is(error, 'expired', 'forbidden', 'unreachable', 'server')) {
          throw error;
        }
      });
      if (target !== undefined) {
        return target;
      }
      await sleep(relistMs, undefined, { signal });
    }
  } catch (error) {
    if (signal.aborted && why !== undefined) {
      throw new OperationError('notReady', why, error);
    }
    throw error;
  }
}
