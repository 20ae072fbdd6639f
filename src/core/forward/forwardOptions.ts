import type { Log } from '../base/log.ts';
import type { KubeClient } from '../kube/client.ts';
import type { HalfClose } from './linkOptions.ts';
import type { ResolveTarget } from './target.ts';

/** Times in milliseconds; those of the product when left out. */
export interface ForwardTimings {
  /** Between pings while connections are open. */
  readonly heartbeatMs?: number;
  /** How long `hold` waits for an answer to go on. */
  readonly quietMs?: number;
  /** How long a way to the pod that no connection needs is kept open. */
  readonly spareMs?: number;
  /** The least time between two events that only tell of bytes. */
  readonly changesMs?: number;
}

export interface ForwardOptions {
  /** The host's client. Asked for each connection, since the kubeconfig may have changed. */
  readonly client: () => KubeClient;
  /** Asked for each connection, since the pod may be another one; not while a watch of the pod says that it is the same. */
  readonly resolve: ResolveTarget;
  /** The local port; a free one when it is 0 or left out. */
  readonly port?: number;
  readonly log: Log;
  /** `hold` when left out, with which a request and its answer lose nothing whatever the pod runs in. */
  readonly halfClose?: HalfClose;
  /** How long a local connection waits for a pod, in milliseconds; 60,000 when left out. */
  readonly readyTimeoutMs?: number;
  readonly timings?: ForwardTimings;
}
