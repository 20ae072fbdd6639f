import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Disposable } from '../base/emitter.ts';
import type { KubeClient } from '../kube/client.ts';
import type { ForwardTarget } from './target.ts';

export type OpenTransport = (client: KubeClient, target: ForwardTarget, signal: AbortSignal) => Promise<Duplex>;

interface Spare {
  readonly client: KubeClient;
  readonly uid: string;
  readonly transport: Duplex;
  readonly forget: () => void;
}

/** Enough for one connection after another; a burst opens its own. */
const wanted = 2;
/** How long they are kept after the last connection was opened, by the time of day, which goes on while the computer sleeps. */
const keepMs = 10_000;
/** Later than the first answer on the connection that was just opened, which opening another one would hold up. */
const delayMs = 25;

/**
 * Transports that are open before they are needed, since opening one takes several times as long as the first answer on it. There are
 * some only while connections are being opened.
 */
export class Spares implements Disposable {
  readonly #open: OpenTransport;
  readonly #onIdle: () => void;
  #spares: Spare[] = [];
  #filling: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #neededAt = 0;

  /** `onIdle` hears that no connection was opened for a while. */
  constructor(open: OpenTransport, onIdle: () => void) {
    this.#open = open;
    this.#onIdle = onIdle;
  }

  /** One that leads to the target, unless there is none. It is the caller's from then on. */
  take(client: KubeClient, { uid }: ForwardTarget): Duplex | undefined {
    if (Date.now() - this.#neededAt > keepMs) {
      this.dispose();
    }
    const spare = this.#spares.find((one) => one.client === client && one.uid === uid && !one.transport.destroyed);
    spare?.forget();
    return spare?.transport;
  }

  /** Opens some, after a connection to the target was opened. */
  refill(client: KubeClient, target: ForwardTarget): void {
    this.#neededAt = Date.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.dispose();
      this.#onIdle();
    }, keepMs);
    if (this.#filling === undefined && this.#spares.length < wanted) {
      void this.#fill(client, target);
    }
  }

  /** Closes those that are there. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#filling?.abort();
    for (const { transport, forget } of this.#spares) {
      forget();
      transport.destroy();
    }
  }

  async #fill(client: KubeClient, target: ForwardTarget): Promise<void> {
    const filling = new AbortController();
    this.#filling = filling;
    try {
      await sleep(delayMs, undefined, { signal: filling.signal });
      while (this.#spares.length < wanted && !filling.signal.aborted) {
        this.#keep(client, target, await this.#open(client, target, filling.signal), filling.signal);
      }
    } catch {
      // The next connection finds out, and says what is wrong.
    } finally {
      this.#filling = undefined;
    }
  }

  #keep(client: KubeClient, { uid }: ForwardTarget, transport: Duplex, signal: AbortSignal): void {
    const ignore = () => undefined;
    const forget = () => {
      this.#spares = this.#spares.filter((one) => one !== spare);
      transport.off('close', forget);
    };
    const spare: Spare = { client, uid, transport, forget };
    transport.on('error', ignore);
    if (signal.aborted) {
      transport.destroy();
      return;
    }
    transport.once('close', forget);
    this.#spares.push(spare);
  }
}
