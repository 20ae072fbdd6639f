import { setTimeout as sleep } from 'node:timers/promises';
import type { Disposable } from '../base/emitter.ts';
import { OperationError } from '../base/operationError.ts';
import type { KubeClient } from '../kube/client.ts';
import { abortable } from '../kube/deadline.ts';
import { KubeError } from '../kube/error.ts';
import { Backoff } from '../reflector/backoff.ts';
import { Carrier } from './carrier.ts';
import { Shared } from './shared.ts';
import { Spares } from './spares.ts';
import type { ForwardTarget, ResolveTarget } from './target.ts';
import { TargetWatch } from './targetWatch.ts';
import { Tunnels } from './tunnels.ts';

export interface OpenerOptions {
  /** Asked for each connection, since the kubeconfig may have changed. */
  readonly client: () => KubeClient;
  readonly resolve: ResolveTarget;
  /** How long what no connection needs is kept open, in milliseconds. */
  readonly spareMs: number;
  /** Hears why connections have to wait. */
  readonly onTrouble: (why: string) => void;
}

/** A way to a target. */
export interface Opened {
  readonly client: KubeClient;
  readonly target: ForwardTarget;
  readonly carrier: Carrier;
}

/** The first one is short, since what went wrong may have been an old connection; a new pod is served within a second. */
const backoff = { firstMs: 50, maxMs: 800, certain: 0.7 };

/** Whether waiting may help. It does not where somebody has to do something, such as to sign in. */
function mayHeal(error: unknown): boolean {
  return KubeError.is(
    error,
    'unreachable',
    'timeout',
    'server',
    'throttled',
    'notFound',
    'notKubernetes',
    'conflict',
    // The client was replaced by another, because the kubeconfig changed.
    'cancelled',
  );
}

/**
 * Opens the way to the target of each connection. While all is well every connection goes on its own; once something fails,
 * one of those that wait tries until it gets through, and the others after it, so that an API server that comes back is not
 * met by all at once.
 */
export class Opener implements Disposable {
  readonly #options: OpenerOptions;
  readonly #tunnels = new Tunnels();
  readonly #watch = new TargetWatch(() => this.#spares.dispose());
  readonly #spares: Spares;
  readonly #target: Shared<ForwardTarget>;
  #opening = 0;
  #disposed = false;
  #leader: Promise<void> | undefined;
  #healthy = true;

  constructor(options: OpenerOptions) {
    this.#options = options;
    this.#spares = new Spares({
      keepMs: options.spareMs,
      open: (client, target, signal) => this.#openCarrier(client, target, signal),
      onIdle: () => this.#watch.dispose(),
    });
    this.#target = new Shared((signal) => options.resolve(signal, options.onTrouble));
  }

  /** Goes on until it gets through, the signal is aborted, or something fails that does not heal by itself; then it rejects. */
  async open(signal: AbortSignal): Promise<Opened> {
    for (;;) {
      signal.throwIfAborted();
      if (this.#healthy) {
        try {
          return await this.#attempt(signal);
        } catch (error) {
          this.#failed(error, signal);
        }
      } else if (this.#leader === undefined) {
        return await this.#lead(signal);
      } else {
        await abortable(this.#leader, signal);
      }
    }
  }

  async #lead(signal: AbortSignal): Promise<Opened> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#leader = promise;
    const delays = new Backoff(backoff);
    try {
      for (;;) {
        await sleep(delays.next(), undefined, { signal });
        try {
          const opened = await this.#attempt(signal);
          this.#healthy = true;
          return opened;
        } catch (error) {
          this.#failed(error, signal);
        }
      }
    } finally {
      this.#leader = undefined;
      resolve();
    }
  }

  /** What was opened and is still open when its connection has ended may serve the next one. */
  giveBack({ client, target, carrier }: Opened): void {
    if (this.#disposed) {
      carrier.transport.destroy();
    } else {
      void this.#spares.takeBack(client, target, carrier);
    }
  }

  /** To be told that a connection failed: the next one looks anew. */
  doubt(): void {
    this.#watch.dispose();
    this.#spares.dispose();
  }

  dispose(): void {
    this.#disposed = true;
    this.doubt();
  }

  async #attempt(signal: AbortSignal): Promise<Opened> {
    const client = this.#options.client();
    const target = this.#watch.current(client) ?? (await this.#target.get(signal));
    const carrier = this.#spares.take(client, target) ?? (await this.#openNow(client, target, signal));
    if (!this.#disposed) {
      this.#prepareNext(client, target);
    }
    return { client, target, carrier };
  }

  #prepareNext(client: KubeClient, target: ForwardTarget): void {
    this.#spares.needed();
    if (this.#opening === 0) {
      this.#watch.follow(client, target);
      this.#spares.refill(client, target);
    }
  }

  async #openNow(client: KubeClient, target: ForwardTarget, signal: AbortSignal): Promise<Carrier> {
    this.#opening += 1;
    try {
      return await this.#openCarrier(client, target, signal);
    } finally {
      this.#opening -= 1;
    }
  }

  async #openCarrier(client: KubeClient, target: ForwardTarget, signal: AbortSignal): Promise<Carrier> {
    return new Carrier(await this.#tunnels.open(client, target, signal));
  }

  /** Throws what does not heal. */
  #failed(error: unknown, signal: AbortSignal): void {
    if (signal.aborted || !mayHeal(error)) {
      throw error;
    }
    this.#healthy = false;
    this.doubt();
    this.#options.onTrouble((error as Error).message);
  }
}

/** What to say of an error that ended the wait for a target. */
export function reasonOf(error: unknown): string {
  return KubeError.is(error) || OperationError.is(error) ? error.message : String(error);
}
