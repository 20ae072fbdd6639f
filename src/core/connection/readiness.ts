import { once } from 'node:events';
import * as l10n from '@vscode/l10n';
import type { Operation } from '../base/operation.ts';
import { OperationError } from '../base/operationError.ts';
import { printable } from '../base/text.ts';
import { statusText } from '../explorer/phase.ts';
import type { HostView } from '../explorer/view.ts';
import type { Hosts } from '../host/hosts.ts';
import { unusableContext } from '../host/listing.ts';
import { KubeError } from '../kube/error.ts';
import { goneError } from '../vcluster/gone.ts';
import type { VClusterAddress } from '../vcluster/id.ts';
import type { VCluster } from '../vcluster/model.ts';
import { hostOf } from './vclusterLookup.ts';

/** As long as the vcluster CLI waits. */
const limitMs = 10 * 60_000;

/** Whether connections to its API are taken now: one ready pod of the syncer is enough, unless it is about to go. */
export function isReady(vcluster: VCluster): boolean {
  const { status, pods } = vcluster;
  const syncer = pods.some(({ role, phase }) => role === 'syncer' && phase === 'running');
  const up = status.phase === 'running' || status.phase === 'workloads-sleeping';
  return up || (syncer && obstacle(vcluster) === undefined);
}

/** Why it never becomes ready by waiting alone; undefined when it may. */
function obstacle({ name, status }: VCluster): OperationError | undefined {
  const shown = printable(name);
  switch (status.phase) {
    case 'paused':
      return new OperationError('refused', l10n.t('{0} is paused. Resume it first.', shown), undefined, 'resume');
    case 'sleeping':
      return new OperationError(
        'refused',
        l10n.t('{0} was put to sleep by the vCluster Platform. Wake it there, then try again.', shown),
      );
    case 'scaled-down':
      return new OperationError(
        'refused',
        l10n.t('{0} is scaled to zero. Scale it up, or pause it and resume it.', shown),
        undefined,
        'pause',
      );
    case 'restoring':
      return new OperationError(
        'refused',
        l10n.t('{0} is being restored. Try again once that is done.', shown),
        undefined,
        'tryAgain',
      );
    case 'terminating':
      return new OperationError('gone', l10n.t('{0} is being deleted.', shown));
    default:
      return undefined;
  }
}

function waitingText({ status }: VCluster): string {
  const message = printable(status.message ?? '', 160);
  return [l10n.t('Waiting for the control plane'), statusText(status), message].filter(Boolean).join(' · ');
}

/** Why it is given up: what keeps the host from being looked at, else what the vcluster was like when it was seen last. */
function outOfTime({ name }: VClusterAddress, { freshness }: HostView, last: VCluster | undefined): Error {
  if (freshness.state === 'stale') {
    return freshness.why;
  }
  const { status } = last ?? {};
  const why = status && [statusText(status), printable(status.message ?? '', 300)].filter(Boolean).join(': ');
  return new OperationError(
    'notReady',
    why === undefined
      ? l10n.t('The host cluster of {0} did not say in time how it is. Check the connection to it.', printable(name))
      : l10n.t('{0} did not become ready ({1}). Look at the logs of its control plane.', printable(name), why),
  );
}

export interface ReadinessOptions {
  readonly timeoutMs?: number;
  /** States that only just hold, such as paused right after it was resumed; they are waited out. */
  readonly patient?: boolean;
}

/**
 * Waits until the API of a vcluster takes connections, and says meanwhile what its pods say. Gives the vcluster as it is then.
 * @throws OperationError `refused` where waiting cannot help, `gone`, `notReady` after ten minutes; KubeError `cancelled`
 */
export async function waitUntilReady(
  hosts: Hosts,
  id: string,
  { signal, report }: Operation,
  { timeoutMs = limitMs, patient = false }: ReadinessOptions = {},
): Promise<VCluster> {
  const { host, address } = hostOf(hosts, id);
  const { promise, resolve, reject } = Promise.withResolvers<VCluster>();
  let last: VCluster | undefined;
  const settle = (): void => {
    const { complete, vclusters, freshness } = host.view;
    if (!complete || freshness.state === 'loading' || freshness.state === 'idle') {
      return;
    }
    if (freshness.state === 'stale') {
      report(printable(freshness.why.message, 160));
      return;
    }
    const vcluster = vclusters.get(id);
    last = vcluster ?? last;
    const refusal = vcluster === undefined ? goneError(address) : patient ? undefined : obstacle(vcluster);
    if (refusal !== undefined) {
      reject(refusal);
    } else if (vcluster !== undefined && isReady(vcluster)) {
      resolve(vcluster);
    } else if (vcluster !== undefined) {
      report(waitingText(vcluster));
    }
  };
  const timer = setTimeout(() => reject(outOfTime(address, host.view, last)), timeoutMs);
  const ended = new AbortController();
  const subscriptions = [
    host.onDidChange(settle),
    host.onDidDispose(() => reject(unusableContext(address.context))),
    host.hold(),
    { dispose: () => clearTimeout(timer) },
    { dispose: () => ended.abort() },
  ];
  const cancelled = async (): Promise<never> => {
    if (!signal.aborted) {
      await once(signal, 'abort', { signal: ended.signal });
    }
    throw new KubeError('cancelled', l10n.t('Cancelled.'));
  };
  try {
    settle();
    return await Promise.race([promise, cancelled()]);
  } finally {
    for (const subscription of subscriptions) {
      subscription.dispose();
    }
  }
}
