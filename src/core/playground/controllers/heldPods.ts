import type { KubeObject } from '../../kube/resource.ts';
import { keyOf } from './controller.ts';

/** Pods that run, and get ready only once others that they depend on are. */
export class HeldPods {
  readonly #mayBeReady: (pod: KubeObject) => boolean;
  readonly #keys = new Set<string>();

  constructor(mayBeReady: (pod: KubeObject) => boolean) {
    this.#mayBeReady = mayBeReady;
  }

  get any(): boolean {
    return this.#keys.size > 0;
  }

  /** Whether a pod may get ready now; it is held when not. */
  admits(pod: KubeObject): boolean {
    const free = this.#mayBeReady(pod);
    if (!free) {
      this.#keys.add(keyOf(pod));
    }
    return free;
  }

  /** The held pods that may get ready now. They, and those that are gone, are held no longer. */
  released(find: (key: string) => KubeObject | undefined): readonly KubeObject[] {
    return [...this.#keys].flatMap((key) => {
      const pod = find(key);
      const staying = pod && !pod.metadata?.deletionTimestamp;
      if (staying && !this.#mayBeReady(pod)) {
        return [];
      }
      this.#keys.delete(key);
      return staying ? [pod] : [];
    });
  }
}
