import type { KubeClient } from '../kube/client.ts';
import type { Reflector, ReflectorFactory } from '../kube/reflector.ts';
import { resources } from '../kube/resource.ts';

/** The names of all namespaces of a host cluster, live; nothing but names arrives and is kept. */
export class NamespaceNames {
  readonly #reflector: Reflector<string>;

  constructor(client: KubeClient, reflectors: ReflectorFactory, onChange: () => void) {
    this.#reflector = reflectors(client, {
      type: resources.namespaces,
      metadataOnly: true,
      project: ({ metadata }) => metadata?.name ?? '',
    });
    this.#reflector.onDidChange(onChange);
  }

  /** Undefined until a complete list has arrived. */
  get names(): readonly string[] | undefined {
    return this.#reflector.synced ? [...this.#reflector.items.values()] : undefined;
  }

  start(): void {
    this.#reflector.start();
  }

  stop(): void {
    this.#reflector.stop();
  }
}
