import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { candidates, chooseRoute } from '../../../src/core/connection/route.ts';
import type { KubeClient } from '../../../src/core/kube/client.ts';

const { signal } = new AbortController();
const local = 'https://localhost:8443';

/** Clients of which only those for some servers are answered, after a while. */
function network(answering: Readonly<Record<string, number>>) {
  const asked: string[] = [];
  const closed: string[] = [];
  const client = (server: string): KubeClient => {
    asked.push(server);
    return {
      request: async (method: string, path: string) => {
        assert.deepEqual([method, path], ['GET', '/version']);
        const ms = answering[server];
        await new Promise((resolve) => setTimeout(resolve, ms ?? 1));
        if (ms === undefined) {
          throw new Error('unreachable');
        }
        return {};
      },
      close: () => closed.push(server),
    } as unknown as KubeClient;
  };
  return { client, asked, closed };
}

describe('the route to a vcluster', () => {
  it('is a forward to the port in the Secret where nothing is exposed, and nobody is asked', async () => {
    const { client, asked } = network({});
    const route = await chooseRoute({ kind: 'ClusterIP' }, 'https://localhost:9443', client, signal);
    assert.deepEqual(route, { kind: 'forward', podPort: 9443 });
    assert.deepEqual(asked, []);
  });

  it('prefers the address in the Secret, although another answers sooner', async () => {
    const { client, asked, closed } = network({ 'https://a.example': 20, 'https://10.0.0.1': 1 });
    const route = await chooseRoute(
      { kind: 'LoadBalancer', address: 'https://10.0.0.1' },
      'https://a.example/',
      client,
      signal,
    );
    assert.deepEqual(route, { kind: 'address', via: 'Secret', server: 'https://a.example' });
    assert.deepEqual(asked, ['https://a.example', 'https://10.0.0.1']);
    await new Promise((resolve) => setTimeout(resolve, 10));
    assert.deepEqual(closed.toSorted(), asked.toSorted());
  });

  for (const kind of ['LoadBalancer', 'NodePort', 'Ingress'] as const) {
    it(`is the ${kind} where it answers, else a forward to the syncer's own port`, async () => {
      const server = 'https://10.0.0.1:30443';
      const reached = await chooseRoute({ kind, address: server }, local, network({ [server]: 1 }).client, signal);
      assert.deepEqual(reached, { kind: 'address', via: kind, server });
      const other = await chooseRoute({ kind, address: server }, 'https://x.example', network({}).client, signal);
      assert.deepEqual(other, { kind: 'forward', podPort: 8443 });
    });
  }

  it('takes an address without a port or a scheme as the CLI does', async () => {
    for (const [given, server] of [
      ['a.example', 'https://a.example'],
      ['10.0.0.1:8443', 'https://10.0.0.1:8443'],
      ['https://a.example', 'https://a.example'],
    ] as const) {
      const route = await chooseRoute({ kind: 'ClusterIP' }, given, network({ [server]: 1 }).client, signal);
      assert.deepEqual(route, { kind: 'address', via: 'Secret', server });
    }
    const forward = await chooseRoute({ kind: 'ClusterIP' }, 'localhost:9443', network({}).client, signal);
    assert.deepEqual(forward, { kind: 'forward', podPort: 9443 });
  });

  it('does not try one address twice, nor what leads to this computer or is no address', () => {
    const address = 'https://a.example';
    assert.equal(candidates({ kind: 'Ingress', address }, 'https://a.example/').length, 1);
    for (const server of [local, 'https://127.0.0.1:8443', 'https://[::1]:8443', 'no address', '']) {
      assert.deepEqual(candidates({ kind: 'ClusterIP' }, server), []);
    }
  });
});
