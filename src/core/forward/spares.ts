import { setTimeout as sleep } from 'node:timers/promises';
import type { Disposable } from '../base/emitter.ts';
import type { KubeClient } from '../kube/client.ts';
import type { Carrier } from './carrier.ts';
import type { ForwardTarget } from './target.ts';

export interface SparesOptions {
  /** How long they are kept, in milliseconds by the time of day, which goes on while the computer sleeps. */
  readonly keepMs: number;
  readonly open: (client: KubeClient, target: ForwardTarget, signal: AbortSignal) => Promise<Carrier>;
  /** Hears that no connection was opened for so long. */
  readonly onIdle: () => void;
}

interface Spare {
  readonly client: KubeClient;
  readonly uid: string;
  readonly carrier: Carrier;
  readonly since: number;
  /** Whether it can be taken. */
  ready: boolean;
}

/** Enough for one connection after another; a burst opens its own. */
const wanted = 2;
/** As many as a burst may leave behind. */
const most = 256;
/** Later than the first answer on the connection that was just opened, which opening another one would hold up. */
const delayMs = 25;

/**
 * Carriers that are open before they are needed, since opening one takes several times as long as the first answer on it: some are opened in
 * advance, others have carried a connection that is over. There are some only while connections are being opened.
 */
export class Spares implements Disposable {
  readonly #options: SparesOptions;
  /** The oldest first. */
  #spares: Spare[] = [];
  #filling: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #neededAt = 0;

  constructor(options: SparesOptions) {
    this.#options = options;
  }

  /** One that leads to the target, unless there is none. It is the caller's from then on. */
  take(client: KubeClient, { uid }: ForwardTarget): Carrier | undefined {
    this.#prune();
    // The last one, so that those that a burst left behind grow old.
    const spare = this.#spares.findLast((one) => one.ready && one.client === client && one.uid === uid);
    this.#spares = this.#spares.filter((one) => one !== spare);
    return spare?.carrier;
  }

  /** To be told of each connection that is opened. */
  needed(): void {
    this.#neededAt = Date.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.dispose();
      this.#options.onIdle();
    }, this.#options.keepMs);
  }

  /** Opens some, after a connection to the target was opened. */
  refill(client: KubeClient, target: ForwardTarget): void {
    this.#prune();
    if (this.#filling === undefined && this.#spares.length < wanted) {
      void this.#fill(client, target);
    }
  }

  /** Keeps one that has carried a connection, if the next one may come soon and would find nothing of the last one. */
  async takeBack(client: KubeClient, target: ForwardTarget, carrier: Carrier): Promise<void> {
    this.#prune();
    if (carrier.transport.destroyed || !this.#isRecent(this.#neededAt) || this.#spares.length >= most) {
      carrier.transport.destroy();
      return;
    }
    const spare = this.#keep(client, target, carrier, false);
    if (await carrier.isClear()) {
      spare.ready = true;
    } else {
      carrier.transport.destroy();
    }
  }

  /** Closes those that are there. */
  dispose(): void {
    this.#neededAt = 0;
    clearTimeout(this.#timer);
    this.#filling?.abort();
    for (const { carrier } of this.#spares.splice(0)) {
      carrier.transport.destroy();
    }
  }

  async #fill(client: KubeClient, target: ForwardTarget): Promise<void> {
    const filling = new AbortController();
    this.#filling = filling;
    const { signal } = filling;
    try {
      await sleep(delayMs, undefined, { signal });
      while (this.#spares.length < wanted && !signal.aborted) {
        const carrier = await this.#options.open(client, target, signal);
        if (signal.aborted) {
          carrier.transport.destroy();
        } else {
          this.#keep(client, target, carrier, true);
        }
      }
    } catch {
      // The next connection finds out, and says what is wrong.
    } finally {
      this.#filling = undefined;
    }
  }

  #keep(client: KubeClient, { uid }: ForwardTarget, carrier: Carrier, ready: boolean): Spare {
    const spare = { client, uid, carrier, since: Date.now(), ready };
    this.#spares.push(spare);
    return spare;
  }

  #prune(): void {
    for (const { carrier, since } of this.#spares) {
      if (!this.#isRecent(since)) {
        carrier.transport.destroy();
      }
    }
    this.#spares = this.#spares.filter(({ carrier }) => !carrier.transport.destroyed);
  }

  #isRecent(at: number): boolean {
    return Date.now() - at <= this.#options.keepMs;
  }
}
