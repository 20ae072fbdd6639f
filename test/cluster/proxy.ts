import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * What becomes of the bytes.
 * - `pass`: nothing
 * - `delay`: every chunk arrives `ms` later
 * - `stall`: nothing arrives any more, and nobody is told: connections of that time are lost for good, as behind a
 *   router that has forgotten them
 * - `garble`: the next chunk of each direction has one byte changed. TLS goes through here, so it is a broken record
 */
export type ProxyMode =
  | { readonly kind: 'pass' }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'stall' }
  | { readonly kind: 'garble' };

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
  /** Set by `stall`; it never heals. */
  lost: boolean;
}

/** A TCP proxy on 127.0.0.1 that does to connections what networks do to them. */
export class BreakingProxy {
  readonly #target: { readonly host: string; readonly port: number };
  readonly #pairs = new Set<Pair>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #server: Server;
  #mode: ProxyMode = { kind: 'pass' };
  #port = 0;
  #accepted = 0;
  #bytes = 0;

  private constructor(target: URL) {
    this.#target = { host: target.hostname, port: Number(target.port) };
    this.#server = createServer((client) => this.#accept(client));
  }

  /** Stands in front of `target`, such as `https://127.0.0.1:6443`. */
  static async start(target: string): Promise<BreakingProxy> {
    const proxy = new BreakingProxy(new URL(target));
    await proxy.#listen();
    return proxy;
  }

  /** The address to use in place of the target's. */
  get url(): string {
    return `https://127.0.0.1:${this.#port}`;
  }

  /** Connections taken since the start. */
  get accepted(): number {
    return this.#accepted;
  }

  get open(): number {
    return this.#pairs.size;
  }

  /** Bytes that went to clients since the start. */
  get bytes(): number {
    return this.#bytes;
  }

  set(mode: ProxyMode): void {
    this.#mode = mode;
    if (mode.kind === 'stall') {
      for (const pair of this.#pairs) {
        pair.lost = true;
      }
    }
  }

  /** Resets every connection; new ones are taken as before. Gives how many there were. */
  cutAll(): number {
    const count = this.#pairs.size;
    for (const pair of [...this.#pairs]) {
      this.#drop(pair);
    }
    return count;
  }

  /** From now on a connection is refused by the system, since nobody listens. Those that exist stay. */
  async refuse(): Promise<void> {
    if (this.#server.listening) {
      this.#server.close();
      // `close` waits for connections, but it stops listening at once.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Listens again after `refuse`, on the same port. */
  async accept(): Promise<void> {
    if (!this.#server.listening) {
      await this.#listen();
    }
  }

  async close(): Promise<void> {
    this.cutAll();
    for (const timer of this.#timers) {
      clearTimeout(timer);
    }
    if (this.#server.listening) {
      await new Promise((resolve) => this.#server.close(resolve));
    }
  }

  #listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        this.#port = (this.#server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  #accept(client: Socket): void {
    this.#accepted += 1;
    const upstream = connect(this.#target);
    const pair: Pair = { client, upstream, lost: this.#mode.kind === 'stall' };
    this.#pairs.add(pair);
    this.#pump(pair, client, upstream);
    this.#pump(pair, upstream, client);
  }

  #pump(pair: Pair, from: Socket, to: Socket): void {
    let garbled: ProxyMode | undefined;
    const line = new DelayLine(this.#timers);
    from.setNoDelay(true);
    from.on('data', (chunk: Buffer) => {
      const mode = this.#mode;
      if (mode.kind === 'garble' && garbled !== mode) {
        garbled = mode;
        const at = chunk.length >> 1;
        chunk[at] = (chunk[at] ?? 0) ^ 0x55;
      }
      line.send(mode.kind === 'delay' ? mode.ms : 0, () => this.#forward(pair, from, to, chunk));
    });
    from.on('error', () => (pair.lost ? from.destroy() : this.#drop(pair)));
    from.on('close', () => {
      line.send(0, () => pair.lost || to.end());
      if (to.destroyed) {
        this.#pairs.delete(pair);
      }
    });
  }

  #forward(pair: Pair, from: Socket, to: Socket, chunk: Buffer): void {
    if (pair.lost || to.destroyed) {
      return;
    }
    this.#bytes += to === pair.client ? chunk.length : 0;
    if (!to.write(chunk)) {
      from.pause();
      to.once('drain', () => from.resume());
    }
  }

  #drop(pair: Pair): void {
    this.#pairs.delete(pair);
    for (const socket of [pair.client, pair.upstream]) {
      if (!socket.destroyed) {
        socket.resetAndDestroy();
      }
    }
  }
}

/** Keeps the order of what goes through it, also while the delay changes. */
class DelayLine {
  readonly #timers: Set<NodeJS.Timeout>;
  #lastDue = 0;
  #waiting = 0;

  constructor(timers: Set<NodeJS.Timeout>) {
    this.#timers = timers;
  }

  send(ms: number, deliver: () => void): void {
    if (ms === 0 && this.#waiting === 0) {
      deliver();
      return;
    }
    this.#lastDue = Math.max(this.#lastDue, Date.now() + ms);
    this.#waiting += 1;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#waiting -= 1;
      deliver();
    }, this.#lastDue - Date.now());
    this.#timers.add(timer);
  }
}
