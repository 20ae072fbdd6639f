import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { Emitter } from '../../../src/core/base/emitter.ts';
import { silentLog } from '../../../src/core/base/log.ts';
import type { ConnectionState, KubeconfigMode, Traffic } from '../../../src/core/connection/connection.ts';
import { Connections } from '../../../src/core/connection/connections.ts';
import type { Way } from '../../../src/core/connection/connector.ts';
import { vclusterId } from '../../../src/core/vcluster/id.ts';
import { context } from '../explorer/samples.ts';
import { FakeClient } from '../host/fakeCluster.ts';

const id = vclusterId({ context: 'prod', namespace: 'team-a', name: 'shop' });
const traffic: Traffic = { open: 1, total: 3, bytesIn: 2048, bytesOut: 10, reconnects: 0 };

class FakeForward {
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly port = 31337;
  stats = traffic;
  state: ConnectionState = { state: 'ready' };
  open = true;

  lose(why: string): void {
    this.state = { state: 'waiting', why, since: 5000 };
    this.#changed.fire();
  }

  dispose(): void {
    this.open = false;
  }
}

describe('connections', () => {
  let forward: FakeForward;
  let opened: number;
  let inPlace: string[];
  let connections: Connections;
  let changes: string[];
  let mode: KubeconfigMode;
  let fails: { place?: Error; remove?: Error; open?: Error };
  const operation = () => ({ signal: new AbortController().signal, report: () => undefined });

  beforeEach(() => {
    forward = new FakeForward();
    opened = 0;
    inPlace = [];
    changes = [];
    mode = 'switch';
    fails = {};
    const open = async (): Promise<Way> => {
      opened += 1;
      await Promise.resolve();
      if (fails.open) {
        throw fails.open;
      }
      const name = 'vcluster_shop_team-a_prod';
      return {
        route: { kind: 'forward', podPort: 8443 },
        entry: { name, server: `https://127.0.0.1:${forward.port}`, user: { token: 'secret' } },
        client: new FakeClient(context(name)),
        forward: forward as unknown as NonNullable<Way['forward']>,
        dispose: () => forward.dispose(),
      };
    };
    connections = new Connections({
      connector: { open },
      places: () => ({
        place: async (where, key) => {
          if (fails.place) {
            throw fails.place;
          }
          inPlace.push(`${where} ${key}`);
          return {
            context: 'vcluster_shop_team-a_prod',
            kubeconfigPath: `/${where}`,
            remove: async () => {
              if (fails.remove) {
                throw fails.remove;
              }
              inPlace = inPlace.filter((one) => one !== `${where} ${key}`);
            },
          };
        },
      }),
      mode: () => mode,
      log: silentLog,
      now: () => 1000,
    });
    connections.onDidChange((changed) => changes.push(changed));
  });

  it('connects, shows the connection, and takes it back whole', async () => {
    const connected = await connections.connect(id, operation());
    assert.deepEqual(connected, {
      context: 'vcluster_shop_team-a_prod',
      server: 'https://127.0.0.1:31337',
      kubeconfigPath: '/switch',
    });
    const [view] = connections.views;
    assert.deepEqual(
      [view?.id, view?.mode, view?.port, view?.since, view?.status, view?.traffic],
      [id, 'switch', 31337, 1000, { state: 'ready' }, traffic],
    );
    assert.ok(connections.client(id));
    assert.deepEqual([inPlace, changes], [[`switch ${id}`], [id]]);
    await connections.disconnect(id);
    assert.deepEqual([inPlace, connections.views, forward.open, changes], [[], [], false, [id, id]]);
    assert.equal(connections.client(id), undefined);
    await connections.disconnect(id);
  });

  it('opens one way for all who ask at once or again', async () => {
    await Promise.all([connections.connect(id, operation()), connections.connect(id, operation())]);
    await connections.connect(id, operation());
    assert.equal(opened, 1);
    assert.equal(inPlace.length, 1);
  });

  it('tells those who ask again the same and no more', async () => {
    const first = await connections.connect(id, operation());
    assert.deepEqual(await connections.connect(id, operation()), first);
  });

  it('can be left by who joined it, and goes on for who began it', async () => {
    const controller = new AbortController();
    const first = connections.connect(id, operation());
    const joined = connections.connect(id, { signal: controller.signal, report: () => undefined });
    controller.abort();
    await assert.rejects(joined, { name: 'KubeError', kind: 'cancelled' });
    assert.equal((await first).kubeconfigPath, '/switch');
    assert.equal(connections.views.length, 1);
  });

  it('moves to another place on the same way', async () => {
    await connections.connect(id, operation());
    const moved = await connections.connect(id, operation(), { mode: 'private' });
    assert.equal(moved.kubeconfigPath, '/private');
    assert.deepEqual([opened, inPlace, forward.open], [1, [`private ${id}`], true]);
  });

  it('leaves nothing open when the way or the place cannot be had, and can be tried again', async () => {
    fails.open = new Error('no way');
    await assert.rejects(connections.connect(id, operation()), fails.open);
    fails = { place: new Error('no place') };
    await assert.rejects(connections.connect(id, operation()), fails.place);
    assert.deepEqual([connections.views, forward.open], [[], false]);
    fails = {};
    await connections.connect(id, operation());
    assert.equal(connections.views.length, 1);
  });

  it('ends where it can be in neither place any more', async () => {
    await connections.connect(id, operation());
    fails.place = new Error('no place');
    await assert.rejects(connections.connect(id, operation(), { mode: 'private' }), fails.place);
    assert.deepEqual([connections.views, inPlace, forward.open], [[], [], false]);
  });

  it('takes its context out when asked again, where the kubeconfig was locked the first time', async () => {
    await connections.connect(id, operation());
    fails.remove = new Error('locked');
    await assert.rejects(connections.disconnect(id), fails.remove);
    assert.deepEqual([connections.views, inPlace, forward.open], [[], [`switch ${id}`], false]);
    await assert.rejects(connections.disconnect(id), fails.remove);
    fails = {};
    await connections.disconnect(id);
    assert.deepEqual(inPlace, []);
    await connections.connect(id, operation());
    assert.deepEqual(inPlace, [`switch ${id}`]);
  });

  it('leaves nothing open when it is cancelled while the way is opened', async () => {
    const controller = new AbortController();
    const connecting = connections.connect(id, { signal: controller.signal, report: () => undefined });
    controller.abort();
    await assert.rejects(connecting, { name: 'KubeError', kind: 'cancelled' });
    assert.deepEqual([connections.views, inPlace, forward.open], [[], [], false]);
  });

  it('says what a forward waits for', async () => {
    await connections.connect(id, operation());
    forward.lose('the pod is gone');
    assert.deepEqual(changes, [id, id]);
    assert.equal(connections.row(id)?.description, '127.0.0.1:31337 · waiting: the pod is gone');
    assert.match(
      connections
        .tooltip(id)
        .map(({ label, value }) => `${label}: ${value}`)
        .join('\n'),
      /^Received, sent: 2\.0 KiB, 10 B$/mu,
    );
  });

  it('disconnects all at the end, although one cannot be taken back', async () => {
    const other = vclusterId({ context: 'prod', namespace: 'team-b', name: 'shop' });
    await connections.connect(id, operation());
    await connections.connect(other, operation());
    fails.remove = new Error('locked');
    await connections.close();
    assert.deepEqual(connections.views, []);
  });

  it('refuses to hand out what is not there', () => {
    assert.throws(() => connections.way(id), {
      name: 'OperationError',
      kind: 'refused',
      message: /shop is not connected/u,
    });
  });
});
