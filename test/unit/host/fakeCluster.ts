import { Emitter } from '../../../src/core/base/emitter.ts';
import type { HostTools } from '../../../src/core/host/hosts.ts';
import type { KubeClient } from '../../../src/core/kube/client.ts';
import type { KubeError } from '../../../src/core/kube/error.ts';
import type { KubeObject, ResourceType } from '../../../src/core/kube/resource.ts';
import { emptyKubeconfig, type Kubeconfig, type KubeconfigContext } from '../../../src/core/kubeconfig/model.ts';
import type { Reflector, ReflectorQuery } from '../../../src/core/reflector/reflector.ts';
import { FakeReflector } from './fakeReflector.ts';

/** A client that asks nobody anything. */
export class FakeClient implements KubeClient {
  readonly entry: KubeconfigContext;
  closed = false;

  constructor(entry: KubeconfigContext) {
    this.entry = entry;
  }

  get context(): string {
    return this.entry.name;
  }

  get(): Promise<KubeObject> {
    throw new Error('not expected');
  }

  list(): never {
    throw new Error('not expected');
  }

  watch(): never {
    throw new Error('not expected');
  }

  request(_method: string, _path: string, _body?: unknown): Promise<unknown> {
    throw new Error('not expected');
  }

  stream(): AsyncIterable<string> {
    throw new Error('not expected');
  }

  upgrade(): never {
    throw new Error('not expected');
  }

  close(): void {
    this.closed = true;
  }
}

/** A kubeconfig that the test changes. */
export class FakeKubeconfig {
  readonly #changed = new Emitter<Kubeconfig>();
  readonly onDidChange = this.#changed.event;
  value: Kubeconfig = emptyKubeconfig;

  constructor(value: Kubeconfig) {
    this.value = value;
  }

  set(value: Kubeconfig): void {
    this.value = value;
    this.#changed.fire(value);
  }
}

function labelled({ metadata }: KubeObject, selector: string | undefined): boolean {
  const labels: Readonly<Record<string, string>> = metadata?.labels ?? {};
  const terms = selector?.match(/[^,(]+(?:\([^)]*\))?/gu) ?? [];
  return terms.every((term) => {
    const [, key = '', values = ''] = /^(\S+) in \((.*)\)$/u.exec(term) ?? /^([^=]+)=(.*)$/u.exec(term) ?? [];
    return values.split(',').includes(labels[key] ?? '');
  });
}

function selects({ type, namespace, labelSelector, fieldSelector }: ReflectorQuery<unknown>, entry: Stored): boolean {
  return (
    entry.type === type &&
    (namespace === undefined || entry.object.metadata?.namespace === namespace) &&
    labelled(entry.object, labelSelector) &&
    (fieldSelector === undefined || type.plural !== 'services')
  );
}

interface Stored {
  readonly type: ResourceType;
  readonly object: KubeObject;
}

/** Which reflectors something is about; all for an empty one. */
export interface Aim {
  readonly context?: string;
  readonly plural?: string;
  readonly namespace?: string;
}

/** Host clusters in the hands of the test: what is put reaches those reflectors that are started and have their list. */
export class FakeCluster {
  readonly reflectors: FakeReflector[] = [];
  readonly clients: FakeClient[] = [];
  /** What the settings say for every context. */
  namespaces: readonly string[] = [];
  #objects: readonly Stored[] = [];

  readonly tools: HostTools = {
    createClient: (entry) => {
      const client = new FakeClient(entry);
      this.clients.push(client);
      return client;
    },
    reflectors: <T>(client: KubeClient, query: ReflectorQuery<T>): Reflector<T> => {
      const reflector = new FakeReflector(client, query);
      this.reflectors.push(reflector);
      return reflector as unknown as Reflector<T>;
    },
    fallbackNamespaces: ({ namespace }) => [namespace ?? 'default', ...this.namespaces],
    lingerMs: 15,
  };

  /** The reflectors that are started, in the order in which they were made. */
  started({ context, plural, namespace }: Aim = {}): readonly FakeReflector[] {
    return this.reflectors.filter(
      ({ started, client, query }) =>
        started &&
        (context === undefined || client.context === context) &&
        (plural === undefined || query.type.plural === plural) &&
        (namespace === undefined || query.namespace === namespace),
    );
  }

  /** What is watched: plural names, with the namespace that each is confined to. */
  get watched(): readonly string[] {
    return this.started()
      .map(({ client, query }) => [client.context, query.namespace, query.type.plural].filter(Boolean).join('/'))
      .sort();
  }

  /** Sets what there is without telling anybody. */
  store(...entries: readonly (readonly [ResourceType, KubeObject])[]): void {
    this.#objects = [...this.#objects, ...entries.map(([type, object]) => ({ type, object }))];
  }

  /** Every reflector that is started gets its whole list. */
  answer(aim: Aim = {}): void {
    for (const reflector of this.started(aim)) {
      const found = this.#objects.filter((entry) => selects(reflector.query, entry));
      reflector.list(found.map(({ object }) => object));
    }
  }

  put(type: ResourceType, object: KubeObject): void {
    this.#drop(type, object);
    this.#objects = [...this.#objects, { type, object }];
    for (const reflector of this.#following({ type, object })) {
      reflector.put(object);
    }
  }

  remove(type: ResourceType, object: KubeObject): void {
    this.#drop(type, object);
    for (const reflector of this.#following({ type, object })) {
      reflector.remove(object);
    }
  }

  fail(why: KubeError, aim: Aim = {}): void {
    for (const reflector of this.started(aim)) {
      reflector.fail(why);
    }
  }

  #following(entry: Stored): readonly FakeReflector[] {
    return this.started().filter(({ synced, query }) => synced && selects(query, entry));
  }

  #drop(type: ResourceType, { metadata }: KubeObject): void {
    this.#objects = this.#objects.filter(
      (entry) =>
        entry.type !== type ||
        entry.object.metadata?.name !== metadata?.name ||
        entry.object.metadata?.namespace !== metadata?.namespace,
    );
  }
}
