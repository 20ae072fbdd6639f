import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HostApi } from './host/hostApi.ts';

interface ConfigMap {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly resourceVersion: string };
  readonly data?: Readonly<Record<string, string>>;
}

/** What a list says of the ConfigMaps: resource version and data by `namespace/name`. */
export type Truth = ReadonlyMap<string, string>;

/** What is compared of a ConfigMap. */
export function essence(object: unknown): string {
  const { metadata, data } = object as ConfigMap;
  return `${metadata.resourceVersion} ${JSON.stringify(data ?? {})}`;
}

/** ConfigMaps in namespaces of a test's own that keep changing while the test breaks things. */
export class Churn {
  readonly namespaces: readonly string[];
  readonly label = `churn=${randomUUID()}`;
  readonly #api: HostApi;
  readonly #names: { readonly namespace: string; readonly name: string }[] = [];
  #turn = 0;
  #stopping = false;
  #loop: Promise<void> | undefined;

  private constructor(api: HostApi, namespaces: readonly string[]) {
    this.#api = api;
    this.namespaces = namespaces;
  }

  /** Makes the namespaces, and `count` ConfigMaps spread over them. */
  static async create(api: HostApi, { namespaces = 2, count = 60 } = {}): Promise<Churn> {
    const id = randomUUID().slice(0, 8);
    const churn = new Churn(
      api,
      Array.from({ length: namespaces }, (_, index) => `churn-${id}-${index}`),
    );
    for (const name of churn.namespaces) {
      await api.create('/api/v1/namespaces', { metadata: { name } });
    }
    await Promise.all(Array.from({ length: count }, () => churn.add()));
    return churn;
  }

  get changes(): number {
    return this.#turn;
  }

  /** Creates, changes and deletes, every few milliseconds, until `stop`. An API server that is away is waited for. */
  start(): void {
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#loop;
  }

  /** One change: of four, one adds, one deletes and two modify. */
  async step(): Promise<void> {
    this.#turn += 1;
    const kind = this.#turn % 4;
    const at = (this.#turn * 7) % this.#names.length;
    const target = this.#names[at];
    if (kind === 0 || !target) {
      await this.add();
    } else if (kind === 1) {
      await this.#api.remove(this.#path(target));
      this.#names.splice(at, 1);
    } else {
      await this.#api.patch(this.#path(target), { data: { turn: String(this.#turn) } });
    }
  }

  async add(): Promise<void> {
    const target = {
      namespace: this.namespaces[this.#names.length % this.namespaces.length] ?? '',
      name: `map-${randomUUID()}`,
    };
    this.#names.push(target);
    const [key = '', value = ''] = this.label.split('=');
    await this.#api.create(`/api/v1/namespaces/${target.namespace}/configmaps`, {
      metadata: { name: target.name, labels: { [key]: value } },
    });
  }

  /** What the API server says now, in one namespace or in all. */
  async truth(namespace?: string): Promise<Truth> {
    const scope = namespace === undefined ? '' : `/namespaces/${namespace}`;
    const selector = encodeURIComponent(this.label);
    const { items } = await this.#api.get<{ items: readonly ConfigMap[] }>(
      `/api/v1${scope}/configmaps?labelSelector=${selector}`,
    );
    return new Map(items.map((item) => [`${item.metadata.namespace}/${item.metadata.name}`, essence(item)]));
  }

  async remove(): Promise<void> {
    await this.stop();
    await Promise.all(this.namespaces.map((name) => this.#api.remove(`/api/v1/namespaces/${name}`)));
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      await this.step().catch(() => sleep(100));
      await sleep(5);
    }
  }

  #path({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
    return `/api/v1/namespaces/${namespace}/configmaps/${name}`;
  }
}
