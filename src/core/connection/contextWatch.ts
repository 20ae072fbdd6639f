import { type Disposable, Emitter } from '../base/emitter.ts';
import type { Log } from '../base/log.ts';
import type { KubeconfigSource } from '../kubeconfig/source.ts';
import type { ConnectionView } from './connection.ts';
import type { Connections } from './connections.ts';
import { contextFate, type LastSeen } from './contextFate.ts';

export interface ContextWatchOptions {
  readonly connections: Connections;
  readonly kubeconfig: Pick<KubeconfigSource, 'value' | 'onDidChange' | 'reload'>;
  readonly log: Log;
}

interface Watched {
  /** Tells this placement from an earlier or later one. */
  readonly placement: string;
  readonly last: LastSeen;
  /** Whether the kubeconfig has been read since the context was written. */
  readonly isSettled: boolean;
}

function placementOf({ since, mode }: ConnectionView): string {
  return `${since} ${mode}`;
}

/**
 * Sees when the context of an open connection goes from the user's kubeconfig, by whosever hand, or gets another name. It goes by
 * what the kubeconfig says when that changes, and asks for nothing by a clock.
 */
export class ContextWatch implements Disposable {
  readonly #options: ContextWatchOptions;
  readonly #watched = new Map<string, Watched>();
  readonly #vanished = new Emitter<ConnectionView>();
  readonly #subscriptions: readonly Disposable[];

  /** Fires once when the context of a connection has gone. */
  readonly onDidVanish = this.#vanished.event;

  constructor(options: ContextWatchOptions) {
    this.#options = options;
    const { connections, kubeconfig } = options;
    this.#subscriptions = [
      connections.onDidChange((id) => this.#connectionChanged(id)),
      kubeconfig.onDidChange(() => {
        for (const id of this.#watched.keys()) {
          this.#judge(id);
        }
      }),
    ];
  }

  /**
   * Writes a missing context back. It becomes the current one only if it was and nothing else is by now. Nothing happens where it
   * is back already. @throws KubeError `kubeconfig`, OperationError
   */
  async restore(id: string): Promise<void> {
    const { connections, kubeconfig } = this.#options;
    await kubeconfig.reload();
    this.#judge(id);
    await connections.settled();
    if (connections.view(id)?.missing === true) {
      const { contexts, currentContext } = kubeconfig.value;
      const isFree = !contexts.some(({ name }) => name === currentContext);
      await connections.restore(id, this.#watched.get(id)?.last.isCurrent === true && isFree);
      await kubeconfig.reload();
      this.#judge(id);
    }
  }

  #connectionChanged(id: string): void {
    const view = this.#options.connections.view(id);
    if (view === undefined || view.mode === 'private') {
      this.#watched.delete(id);
      return;
    }
    const placement = placementOf(view);
    if (this.#watched.get(id)?.placement !== placement) {
      void this.#begin(id, view, placement);
    } else {
      this.#judge(id);
    }
  }

  /** What the kubeconfig said before the context was written proves nothing, so it is read once more. */
  async #begin(id: string, { mode }: ConnectionView, placement: string): Promise<void> {
    const { kubeconfig } = this.#options;
    const contexts = new Set(kubeconfig.value.contexts.map(({ name }) => name));
    const watched: Watched = { placement, last: { contexts, isCurrent: mode === 'switch' }, isSettled: false };
    this.#watched.set(id, watched);
    await kubeconfig.reload();
    if (this.#watched.get(id) === watched) {
      this.#watched.set(id, { ...watched, isSettled: true });
      this.#judge(id);
    }
  }

  #judge(id: string): void {
    const { connections, kubeconfig, log } = this.#options;
    const view = connections.view(id);
    const watched = this.#watched.get(id);
    if (view === undefined || watched?.isSettled !== true || connections.isUnderway(id)) {
      return;
    }
    const fate = contextFate(kubeconfig.value, view, watched.last);
    switch (fate?.kind) {
      case 'there':
        this.#watched.set(id, { ...watched, last: fate.seen });
        connections.mark(id, false);
        return;
      case 'renamed':
        connections
          .follow(id, view.context, fate)
          .catch((error: unknown) => log.error('The new name of a context was not noted.', error));
        return;
      case 'missing':
        if (connections.mark(id, true)) {
          this.#vanished.fire(view);
        }
        return;
      default:
        return;
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    this.#vanished.dispose();
  }
}
