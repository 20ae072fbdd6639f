import type { Disposable } from '../base/emitter.ts';
import type { Reflector } from '../reflector/reflector.ts';
import type { NamespaceRecord } from './objects.ts';

/**
 * The host namespaces of a vcluster in multi-namespace mode, while somebody wants them. Where namespaces may not be listed
 * there are none: such a vcluster is rare, and all else of it can be seen without.
 */
export class VirtualNamespaces {
  readonly #open: () => Reflector<NamespaceRecord>;
  readonly #own: string;
  readonly #listener: () => void;
  #reflector: Reflector<NamespaceRecord> | undefined;
  #subscription: Disposable | undefined;

  /** `own` is the host namespace of the vcluster itself, which is never one of them. */
  constructor(open: () => Reflector<NamespaceRecord>, own: string, listener: () => void) {
    this.#open = open;
    this.#own = own;
    this.#listener = listener;
  }

  get all(): readonly NamespaceRecord[] {
    const found = [...(this.#reflector?.items.values() ?? [])];
    return found.filter(({ name }) => name !== '' && name !== this.#own);
  }

  start(): void {
    if (!this.#reflector) {
      this.#reflector = this.#open();
      this.#subscription = this.#reflector.onDidChange(({ changed, removed }) => {
        if (changed.length > 0 || removed.length > 0) {
          this.#listener();
        }
      });
      this.#reflector.start();
    }
  }

  refresh(): void {
    this.#reflector?.refresh();
  }

  stop(): void {
    this.#subscription?.dispose();
    this.#reflector?.stop();
    this.#reflector = undefined;
  }
}
