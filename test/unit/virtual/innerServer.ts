import type { KubeClient } from '../../../src/core/kube/client.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';
import { type Bench, startBench } from '../playground/harness.ts';

/** The API server of a vcluster: a cluster in memory with nothing in it but what every cluster has, and two namespaces of a shop. */
export async function startInnerServer(): Promise<Bench> {
  const bench = await startBench();
  for (const name of ['shop', 'shop-test']) {
    bench.playground.api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
  return bench;
}

/** A client of it, as a connection makes one. */
export function innerClient({ playground }: Bench, token = playground.token): KubeClient {
  return createKubeClient({
    name: 'inner',
    file: '/nowhere',
    cluster: { name: 'inner', server: playground.server.url, skipTlsVerify: false },
    user: { name: 'inner', token },
  });
}
