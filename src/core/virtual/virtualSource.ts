import type { Event } from '../base/emitter.ts';
import type { KubeClient } from '../kube/client.ts';

/** Who is connected to vclusters, for whoever reads what is inside them. Vclusters go by their ids. */
export interface VirtualSource {
  /** The client for the vcluster's own API; undefined while it is not connected. Another connection gives another client. */
  client(vclusterId: string): KubeClient | undefined;
  /** Fires with the id of a vcluster whose connection came, went or changed. */
  readonly onDidChange: Event<string>;
}

/** Nobody is connected to anything. */
export const noVirtualSource: VirtualSource = {
  client: () => undefined,
  onDidChange: () => ({ dispose: () => undefined }),
};
