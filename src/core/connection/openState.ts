import type { Disposable } from '../base/emitter.ts';
import { parseVClusterId } from '../vcluster/id.ts';
import type { ConnectionView, KubeconfigMode } from './connection.ts';
import type { Way } from './connector.ts';
import type { PlacedContext } from './kubeconfigPlace.ts';

/** What is open for one vcluster: the way in, and its context in its place. */
export interface OpenState {
  readonly way: Way;
  readonly placed: PlacedContext;
  readonly mode: KubeconfigMode;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** Whether the context has gone from the user's kubeconfig, without anybody having disconnected. */
  readonly missing: boolean;
  readonly subscription: Disposable | undefined;
}

/** An open connection as plain data; undefined for an id that is none. */
export function viewOf(id: string, { way, placed, mode, since, missing }: OpenState): ConnectionView | undefined {
  const address = parseVClusterId(id);
  const { route, entry, forward } = way;
  return (
    address && {
      id,
      address,
      mode,
      since,
      route,
      context: placed.context,
      kubeconfigPath: placed.kubeconfigPath,
      server: entry.server,
      status: forward?.state ?? { state: 'ready' },
      ...(missing ? { missing: true as const } : {}),
      ...(forward === undefined ? {} : { port: forward.port, traffic: forward.stats }),
    }
  );
}
