import { silentLog } from '../../../src/core/base/log.ts';
import type { KubeconfigMode } from '../../../src/core/connection/connection.ts';
import { Connections } from '../../../src/core/connection/connections.ts';
import { ContextWatch } from '../../../src/core/connection/contextWatch.ts';
import { KubeconfigPlaces } from '../../../src/core/connection/kubeconfigPlace.ts';
import { Ledger } from '../../../src/core/connection/ledger.ts';
import { KubeconfigSource } from '../../../src/core/kubeconfig/source.ts';
import { vclusterId } from '../../../src/core/vcluster/id.ts';
import { context } from '../explorer/samples.ts';
import { FakeClient } from '../host/fakeCluster.ts';
import { eventually } from '../kubeconfig/folder.ts';

export const id = vclusterId({ context: 'a', namespace: 'team-a', name: 'shop' });
export const name = 'vcluster_shop_team-a_a';
export const server = 'https://127.0.0.1:31337';

const way = {
  route: { kind: 'forward', podPort: 8443 },
  entry: { name, server, user: { token: 'secret' } },
  client: new FakeClient(context(name)),
  forward: undefined,
  dispose: () => undefined,
} as const;

/** A connection whose way leads nowhere, with all that keeps its context in a real kubeconfig. */
export class WatchBench {
  readonly source: KubeconfigSource;
  readonly ledger: Ledger;
  readonly connections: Connections;
  readonly watch: ContextWatch;
  readonly vanished: string[] = [];

  /** `folder` is for the ledger. */
  constructor(config: string, folder: string) {
    this.source = new KubeconfigSource({ paths: () => [config], log: silentLog, debounceMs: 20 });
    this.ledger = new Ledger({ folder });
    const places = new KubeconfigPlaces({ paths: () => [config], folder, ledger: this.ledger });
    this.connections = new Connections({
      connector: { open: async () => way },
      places: () => places,
      mode: () => 'switch',
      log: silentLog,
    });
    this.watch = new ContextWatch({ connections: this.connections, kubeconfig: this.source, log: silentLog });
    this.watch.onDidVanish((view) => this.vanished.push(view.context));
  }

  /** Waits until the kubeconfig has been read with its context. */
  async connect(mode: KubeconfigMode = 'switch'): Promise<void> {
    await this.place(mode);
    await eventually(() => this.source.value.contexts.some((one) => one.name === name), 'the context is seen');
  }

  async place(mode: KubeconfigMode): Promise<void> {
    await this.connections.connect(id, { signal: new AbortController().signal, report: () => undefined }, { mode });
  }

  async isCalled(context: string): Promise<void> {
    await eventually(() => this.connections.view(id)?.context === context, `it is called ${context}`);
  }

  async isMissing(): Promise<void> {
    await eventually(() => this.connections.view(id)?.missing === true, 'it is missing');
  }

  async isThere(): Promise<void> {
    await eventually(() => this.connections.view(id)?.missing === undefined, 'it is there');
  }

  async end(): Promise<void> {
    this.watch.dispose();
    await this.connections.close();
    this.source.dispose();
  }
}
