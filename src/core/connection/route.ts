import type { KubeClient } from '../kube/client.ts';
import type { Exposure } from '../vcluster/model.ts';

/** How a vcluster's API is reached: at an address that answers, or through a port-forward of our own. */
export type Route =
  | {
      readonly kind: 'address';
      readonly via: 'LoadBalancer' | 'NodePort' | 'Ingress' | 'Secret';
      readonly server: string;
    }
  | { readonly kind: 'forward'; readonly podPort: number };

type AddressRoute = Extract<Route, { kind: 'address' }>;

/** An API that does not answer within this time is not a way to work with. */
const probeMs = 3_000;
/** Where the syncer listens when the Secret does not say. */
const defaultPodPort = 8443;

/** A server without a scheme is meant to be reached by https, as the CLI has it. */
function parsed(server: string): URL | null {
  return URL.parse(server.includes('://') ? server : `https://${server}`);
}

function isLocal(server: URL): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u.test(server.hostname);
}

/** The port in the pod: that of the address in the Secret while it is the syncer's own, `https://localhost:8443`. */
function podPort(secretServer: string): number {
  const server = parsed(secretServer);
  return server !== null && isLocal(server) && server.port !== '' ? Number(server.port) : defaultPodPort;
}

/** The addresses that are worth a try, the one that was set up on purpose first. */
export function candidates(exposure: Exposure, secretServer: string): readonly AddressRoute[] {
  const server = parsed(secretServer);
  const fromSecret: readonly AddressRoute[] =
    server === null || isLocal(server)
      ? []
      : [{ kind: 'address', via: 'Secret', server: server.href.replace(/\/$/u, '') }];
  const { kind, address } = exposure;
  const exposed: readonly AddressRoute[] =
    address === undefined || kind === 'ClusterIP' ? [] : [{ kind: 'address', via: kind, server: address }];
  return [...fromSecret, ...exposed].filter(
    (one, index, all) => all.findIndex((other) => other.server === one.server) === index,
  );
}

async function answers(client: KubeClient, signal: AbortSignal): Promise<boolean> {
  try {
    await client.request('GET', '/version', undefined, { signal, timeoutMs: probeMs });
    return true;
  } catch {
    return false;
  } finally {
    client.close();
  }
}

/**
 * The first address that answers as a Kubernetes API with the vcluster's own certificate and credentials; else a port-forward. All
 * are tried at once. `client` makes a client of the vcluster for an address.
 */
export async function chooseRoute(
  exposure: Exposure,
  secretServer: string,
  client: (server: string) => KubeClient,
  signal: AbortSignal,
): Promise<Route> {
  const tries = candidates(exposure, secretServer).map(async (route) => ({
    route,
    ok: await answers(client(route.server), signal),
  }));
  for (const attempt of tries) {
    const { route, ok } = await attempt;
    if (ok) {
      return route;
    }
  }
  return { kind: 'forward', podPort: podPort(secretServer) };
}
