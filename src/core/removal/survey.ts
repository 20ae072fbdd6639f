import { asKubeError } from '../kube/asKubeError.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import type { KubeObject, ResourceType } from '../kube/resource.ts';
import { listPages } from '../reflector/pager.ts';

/** Lists of a host cluster, for a look at what there is. What may not be seen is remembered and looks empty. */
export class Survey {
  readonly client: KubeClient;
  readonly signal: AbortSignal;
  readonly #hidden = new Map<string, KubeError>();

  constructor(client: KubeClient, signal: AbortSignal) {
    this.client = client;
    this.signal = signal;
  }

  /** What could not be seen, by the plural name of the resource. */
  get hidden(): ReadonlyMap<string, KubeError> {
    return this.#hidden;
  }

  /** Metadata alone unless `whole`. A kind that the server does not have is empty. */
  async list(
    type: ResourceType,
    namespace: string | undefined,
    { labelSelector, whole = false }: { readonly labelSelector?: string; readonly whole?: boolean } = {},
  ): Promise<readonly KubeObject[]> {
    let found: KubeObject[] = [];
    try {
      await listPages(
        (page) =>
          this.client.list(type, namespace, {
            query: { labelSelector, ...page },
            signal: this.signal,
            metadataOnly: !whole,
          }),
        500,
        {
          begin: () => {
            found = [];
          },
          page: async (items) => {
            found.push(...items);
          },
        },
      );
    } catch (error) {
      this.#forgive(type, error);
      return [];
    }
    return found;
  }

  /** Undefined when it is not there, or may not be seen. */
  async get(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
    { whole = false }: { readonly whole?: boolean } = {},
  ): Promise<KubeObject | undefined> {
    try {
      return await this.client.get(type, namespace, name, { signal: this.signal, metadataOnly: !whole });
    } catch (error) {
      this.#forgive(type, error);
      return undefined;
    }
  }

  #forgive(type: ResourceType, error: unknown): void {
    if (KubeError.is(error, 'forbidden')) {
      this.#hidden.set(type.plural, error);
    } else if (!KubeError.is(error, 'notFound')) {
      throw asKubeError(error);
    }
  }
}
