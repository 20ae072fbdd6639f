import type { AddressInfo, Server, Socket } from 'node:net';
import * as l10n from '@vscode/l10n';
import type { Disposable, Event } from '../base/emitter.ts';
import { Deadline } from '../kube/deadline.ts';
import { Changes } from './changes.ts';
import type { ForwardOptions } from './forwardOptions.ts';
import { type ForwardState, Health } from './health.ts';
import { Heartbeat } from './heartbeat.ts';
import { Link } from './link.ts';
import type { LinkEnd } from './linkOptions.ts';
import { listenLocally } from './localPort.ts';
import { type Opened, Opener, reasonOf } from './opener.ts';
import type { ForwardTarget } from './target.ts';
import { type ForwardStats, Traffic } from './traffic.ts';

/** A local port whose connections go on in a pod, until it is disposed of. */
export interface Forward extends Disposable {
  /** On 127.0.0.1; it stays the same. */
  readonly port: number;
  readonly state: ForwardState;
  readonly stats: ForwardStats;
  /** Why a connection failed last, as a sentence. */
  readonly lastError: string | undefined;
  /** Of the state at once, of the stats at most twice a second. */
  readonly onDidChange: Event<void>;
}

const closed = new Error('The local connection was closed.');
const defaults = {
  readyTimeoutMs: 60_000,
  heartbeatMs: 10_000,
  quietMs: 10_000,
  spareMs: 10_000,
  changesMs: 500,
} as const;

/**
 * Listens on 127.0.0.1. Nothing is sent anywhere before the first connection.
 * @throws OperationError `portTaken`
 */
export async function startForward(options: ForwardOptions): Promise<Forward> {
  const server = await listenLocally(options.port ?? 0);
  return new PortForward(server, (server.address() as AddressInfo).port, options);
}

class PortForward implements Forward {
  readonly port: number;
  readonly #server: Server;
  readonly #options: ForwardOptions;
  readonly #opener: Opener;
  readonly #heartbeat: Heartbeat;
  readonly #changes: Changes;
  readonly #health: Health;
  readonly #sockets = new Set<Socket>();
  readonly #traffic = new Traffic();
  readonly #disposed = new AbortController();

  constructor(server: Server, port: number, options: ForwardOptions) {
    this.port = port;
    const { heartbeatMs, spareMs, changesMs } = { ...defaults, ...options.timings };
    this.#server = server;
    this.#options = options;
    this.#changes = new Changes(changesMs);
    this.#health = new Health(port, options.log, () => this.#changes.now());
    this.#heartbeat = new Heartbeat(heartbeatMs);
    const { client, resolve } = options;
    this.#opener = new Opener({ client, resolve, spareMs, onTrouble: (why) => this.#health.trouble(why) });
    server.on('connection', (socket) => void this.#serve(socket));
    server.on('error', () => undefined);
  }

  get state(): ForwardState {
    return this.#health.state;
  }

  get stats(): ForwardStats {
    return this.#traffic.stats(this.#health.reconnects);
  }

  get lastError(): string | undefined {
    return this.#health.lastError;
  }

  get onDidChange(): Event<void> {
    return this.#changes.event;
  }

  dispose(): void {
    this.#disposed.abort();
    this.#server.close();
    this.#heartbeat.dispose();
    this.#opener.dispose();
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    this.#changes.dispose();
  }

  async #serve(local: Socket): Promise<void> {
    const left = new AbortController();
    this.#sockets.add(local);
    this.#traffic.opened();
    this.#changes.soon();
    // Until it is read, a socket takes in some bytes, so that one that is reset is known to be.
    local.on('error', () => undefined);
    local.once('close', () => {
      // With a reason of its own, since making the default one takes longer than all else here.
      left.abort(closed);
      this.#sockets.delete(local);
      this.#traffic.closed();
      if (!this.#disposed.signal.aborted) {
        this.#changes.soon();
      }
    });
    const deadline = new Deadline(left.signal, this.#disposed.signal);
    deadline.startClock(this.#options.readyTimeoutMs ?? defaults.readyTimeoutMs);
    try {
      const opened = await this.#opener.open(deadline.signal);
      deadline.dispose();
      await this.#carry(local, opened);
    } catch (error) {
      this.#failed(local, error, deadline);
    } finally {
      deadline.dispose();
    }
  }

  async #carry(local: Socket, opened: Opened): Promise<void> {
    const { target, carrier } = opened;
    const { quietMs } = { ...defaults, ...this.#options.timings };
    const { troubles } = this.#health;
    let received = 0;
    const link = new Link(local, carrier, {
      port: target.port,
      halfClose: this.#options.halfClose ?? 'hold',
      quietMs,
      onBytes: (bytesIn, bytesOut) => {
        if (received === 0 && bytesIn > 0) {
          this.#health.gotThrough(target, troubles);
        }
        received += bytesIn;
        this.#traffic.moved(bytesIn, bytesOut);
        this.#changes.soon();
      },
    });
    const beating = this.#heartbeat.add(link.pulse);
    const end = await link.ended;
    beating.dispose();
    this.#opener.giveBack(opened);
    if (!this.#disposed.signal.aborted) {
      this.#ended(end, target, received > 0);
    }
  }

  #ended(end: LinkEnd, { pod, port }: ForwardTarget, wasServed: boolean): void {
    if (end.kind === 'lost' || (end.kind === 'refused' && !wasServed)) {
      this.#opener.doubt();
    }
    if (end.kind === 'lost') {
      this.#health.trouble(l10n.t('The connection to the pod {0} was lost. The next one is made anew.', pod));
    } else if (end.kind === 'refused') {
      const why = end.why || l10n.t('it was reset');
      const message = l10n.t('Port {0} of the pod {1} ended a connection: {2}', port, pod, why);
      if (wasServed) {
        this.#health.note(message);
      } else {
        this.#health.trouble(message);
      }
    }
  }

  #failed(local: Socket, error: unknown, deadline: Deadline): void {
    const cause = deadline.error('');
    if (local.destroyed || this.#disposed.signal.aborted) {
      return;
    }
    if (cause?.kind === 'timeout') {
      const { state } = this.#health;
      const why = state.state === 'waiting' ? state.why : reasonOf(error);
      this.#health.trouble(why);
      this.#options.log.warn(`A connection to 127.0.0.1:${this.port} was given up: ${why}`);
    } else {
      this.#health.trouble(reasonOf(error));
    }
    local.resetAndDestroy();
  }
}
