import type { Disposable } from '../base/emitter.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/error.ts';
import { resources } from '../kube/resource.ts';
import { podStatus } from '../vcluster/podStatus.ts';
import type { ForwardTarget } from './target.ts';

interface Followed {
  readonly client: KubeClient;
  readonly target: ForwardTarget;
  readonly controller: AbortController;
  /** Whether the pod was seen to be there and ready, and nothing else since. */
  sure: boolean;
}

/**
 * Knows whether the pod that the last connection went to is still the right one, by a watch of that pod: then the next connection
 * need not ask. The watch lasts only while connections are being opened.
 */
export class TargetWatch implements Disposable {
  readonly #onDoubt: () => void;
  readonly #denied = new WeakSet<KubeClient>();
  #followed: Followed | undefined;

  constructor(onDoubt: () => void) {
    this.#onDoubt = onDoubt;
  }

  /** The target, if nothing has happened to its pod. */
  current(client: KubeClient): ForwardTarget | undefined {
    const followed = this.#followed;
    return followed?.sure && followed.client === client ? followed.target : undefined;
  }

  follow(client: KubeClient, target: ForwardTarget): void {
    const { client: before, target: known } = this.#followed ?? {};
    if (this.#denied.has(client) || (client === before && known?.uid === target.uid && known.port === target.port)) {
      return;
    }
    this.dispose();
    const followed = { client, target, controller: new AbortController(), sure: false };
    this.#followed = followed;
    void this.#watch(followed);
  }

  dispose(): void {
    this.#followed?.controller.abort();
    this.#followed = undefined;
  }

  async #watch(followed: Followed): Promise<void> {
    const { client, target, controller } = followed;
    const { signal } = controller;
    // Without a version a watch begins with the pod as it is.
    const query = { fieldSelector: `metadata.name=${target.pod}` };
    try {
      for await (const { type, object } of client.watch(resources.pods, target.namespace, { query, signal })) {
        const same = type !== 'DELETED' && object.metadata?.uid === target.uid;
        followed.sure = same && podStatus(object).phase === 'running';
        if (!followed.sure) {
          break;
        }
      }
    } catch (error) {
      if (KubeError.is(error, 'forbidden')) {
        this.#denied.add(client);
      }
    }
    followed.sure = false;
    if (this.#followed === followed) {
      this.#followed = undefined;
      this.#onDoubt();
    }
  }
}
