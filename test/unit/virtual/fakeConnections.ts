import { Emitter } from '../../../src/core/base/emitter.ts';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import type { VirtualSource } from '../../../src/core/virtual/virtualSource.ts';
import { context } from '../explorer/samples.ts';
import { FakeClient } from '../host/fakeCluster.ts';

/** Connections that the test makes and breaks. */
export class FakeConnections implements VirtualSource {
  readonly #clients = new Map<string, KubeClient>();
  readonly #changed = new Emitter<string>();
  readonly onDidChange = this.#changed.event;

  client(id: string): KubeClient | undefined {
    return this.#clients.get(id);
  }

  get connected(): readonly string[] {
    return [...this.#clients.keys()];
  }

  /** Connects, or replaces the connection that there is. The context of the client is the id of the vcluster. */
  connect(id: string, client: KubeClient = new FakeClient(context(id))): void {
    this.#clients.set(id, client);
    this.#changed.fire(id);
  }

  /** Says that something about a connection changed that is still the same. */
  touch(id: string): void {
    this.#changed.fire(id);
  }

  disconnect(id: string): void {
    this.#clients.delete(id);
    this.#changed.fire(id);
  }
}
