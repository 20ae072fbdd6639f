import type { KubeClient } from '../kube/client.ts';
import type { KubeError } from '../kube/error.ts';
import { resources } from '../kube/resource.ts';
import type { Reflector, ReflectorFactory } from '../reflector/reflector.ts';

/** The names of all namespaces of a host cluster, live; nothing but names arrives and is kept. */
export class NamespaceNames {
  readonly #reflector: Reflector<string>;
  #last: readonly string[] | undefined;

  constructor(client: KubeClient, reflectors: ReflectorFactory, onChange: () => void) {
    this.#reflector = reflectors(client, {
      type: resources.namespaces,
      metadataOnly: true,
      project: ({ metadata }) => metadata?.name ?? '',
    });
    this.#reflector.onDidChange(onChange);
  }

  /** Undefined until a complete list has arrived once. */
  get names(): readonly string[] | undefined {
    return this.#reflector.synced ? [...this.#reflector.items.values()] : this.#last;
  }

  /** Why there is nothing new; undefined while all is well. */
  get problem(): KubeError | undefined {
    const { freshness } = this.#reflector;
    return freshness.state === 'stale' ? freshness.why : undefined;
  }

  start(): void {
    this.#reflector.start();
  }

  refresh(): void {
    this.#reflector.refresh();
  }

  stop(): void {
    this.#last = this.names;
    this.#reflector.stop();
  }
}
