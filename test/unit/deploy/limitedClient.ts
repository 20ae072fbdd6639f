import type { KubeClient } from '../../../src/core/kube/client.ts';
import { createKubeClient } from '../../../src/core/kube/httpClient.ts';

/** A client for another user of a playground. */
export function limitedClient(server: string, token: string): KubeClient {
  return createKubeClient({
    name: 'limited',
    file: '/none',
    cluster: { name: 'limited', server, skipTlsVerify: true },
    user: { name: 'limited', token },
  });
}
