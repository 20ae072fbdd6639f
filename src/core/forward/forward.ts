import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import * as l10n from '@vscode/l10n';
import type { Disposable, Event } from '../base/emitter.ts';
import type { Log } from '../base/log.ts';
import { OperationError } from '../base/operationError.ts';
import type { KubeClient } from '../kube/client.ts';
import { Deadline } from '../kube/deadline.ts';
import { Changes } from './changes.ts';
import { Heartbeat } from './heartbeat.ts';
import { type HalfClose, Link, type LinkEnd } from './link.ts';
import { Opener, reasonOf } from './opener.ts';
import type { ForwardTarget, ResolveTarget } from './target.ts';

/** Times in milliseconds; those of the product when left out. */
export interface ForwardTimings {
  /** Between pings while connections are open. */
  readonly heartbeatMs?: number;
  /** How long `hold` waits for an answer to go on. */
  readonly quietMs?: number;
  /** The least time between two events that only tell of bytes. */
  readonly changesMs?: number;
}

export interface ForwardOptions {
  /** The host's client. Asked for each connection, since the kubeconfig may have changed. */
  readonly client: () => KubeClient;
  /** Asked for each connection, since the pod may be another one. */
  readonly resolve: ResolveTarget;
  /** The local port; a free one when it is 0 or left out. */
  readonly port?: number;
  readonly log: Log;
  /** `hold` when left out, with which a request and its answer lose nothing whatever the pod runs in. */
  readonly halfClose?: HalfClose;
  /** How long a local connection waits for a pod, in milliseconds; 60,000 when left out. */
  readonly readyTimeoutMs?: number;
  readonly timings?: ForwardTimings;
}

export type ForwardState =
  | { readonly state: 'ready' }
  /** Connections are taken, but the last one could not be passed on. `since` is in milliseconds since the epoch. */
  | { readonly state: 'waiting'; readonly why: string; readonly since: number };

export interface ForwardStats {
  /** Local connections now, and since the start. */
  readonly open: number;
  readonly total: number;
  /** From the pod, and to it. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** How often it got through again after it had not, or to another pod. */
  readonly reconnects: number;
}

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

const address = '127.0.0.1';
const closed = new Error('The local connection was closed.');
const defaults = { readyTimeoutMs: 60_000, heartbeatMs: 10_000, quietMs: 10_000, changesMs: 500 } as const;

/**
 * Listens on 127.0.0.1. Nothing is sent anywhere before the first connection.
 * @throws OperationError `portTaken`
 */
export async function startForward(options: ForwardOptions): Promise<Forward> {
  const server = createServer({ allowHalfOpen: true, noDelay: true });
  const { port = 0 } = options;
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: address, port, exclusive: true }, resolve);
    });
  } catch (error) {
    throw portError(port, error);
  }
  return new PortForward(server, (server.address() as AddressInfo).port, options);
}

function portError(port: number, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EADDRINUSE' || code === 'EACCES'
    ? new OperationError(
        'portTaken',
        l10n.t('The local port {0} is in use, or not allowed. Choose another one, or none to get a free one.', port),
        error,
      )
    : error;
}

class PortForward implements Forward {
  readonly port: number;
  readonly #server: Server;
  readonly #options: ForwardOptions;
  readonly #opener: Opener;
  readonly #heartbeat: Heartbeat;
  readonly #changes: Changes;
  readonly #sockets = new Set<Socket>();
  readonly #disposed = new AbortController();
  #state: ForwardState = { state: 'ready' };
  #lastError: string | undefined;
  #total = 0;
  #bytesIn = 0;
  #bytesOut = 0;
  #reconnects = 0;
  /** Grows with all that goes wrong with the way to the pod, so that a connection from before does not count as a recovery. */
  #troubles = 0;
  /** The pod from which bytes came last. */
  #uid: string | undefined;

  constructor(server: Server, port: number, options: ForwardOptions) {
    this.port = port;
    const { heartbeatMs, changesMs } = { ...defaults, ...options.timings };
    this.#server = server;
    this.#options = options;
    this.#changes = new Changes(changesMs);
    this.#heartbeat = new Heartbeat(heartbeatMs);
    const { client, resolve } = options;
    this.#opener = new Opener({ client, resolve, onTrouble: (why) => this.#trouble(why) });
    server.on('connection', (socket) => void this.#serve(socket));
    server.on('error', () => undefined);
  }

  get state(): ForwardState {
    return this.#state;
  }

  get stats(): ForwardStats {
    return {
      open: this.#sockets.size,
      total: this.#total,
      bytesIn: this.#bytesIn,
      bytesOut: this.#bytesOut,
      reconnects: this.#reconnects,
    };
  }

  get lastError(): string | undefined {
    return this.#lastError;
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
    this.#total += 1;
    this.#changes.soon();
    // Until it is read, a socket takes in some bytes, so that one that is reset is known to be.
    local.on('error', () => undefined);
    local.once('close', () => {
      // With a reason of its own, since making the default one takes longer than all else here.
      left.abort(closed);
      this.#sockets.delete(local);
      if (!this.#disposed.signal.aborted) {
        this.#changes.soon();
      }
    });
    const deadline = new Deadline(left.signal, this.#disposed.signal);
    deadline.startClock(this.#options.readyTimeoutMs ?? defaults.readyTimeoutMs);
    try {
      const { target, transport } = await this.#opener.open(deadline.signal);
      deadline.dispose();
      await this.#carry(local, transport, target);
    } catch (error) {
      this.#failed(local, error, deadline);
    } finally {
      deadline.dispose();
    }
  }

  async #carry(local: Socket, transport: Duplex, target: ForwardTarget): Promise<void> {
    const { quietMs } = { ...defaults, ...this.#options.timings };
    const troubles = this.#troubles;
    let received = 0;
    const link = new Link(local, transport, {
      port: target.port,
      halfClose: this.#options.halfClose ?? 'hold',
      quietMs,
      onBytes: (bytesIn, bytesOut) => {
        if (received === 0 && bytesIn > 0) {
          this.#gotThrough(target, troubles);
        }
        received += bytesIn;
        this.#bytesIn += bytesIn;
        this.#bytesOut += bytesOut;
        this.#changes.soon();
      },
    });
    const beating = this.#heartbeat.add(link);
    const end = await link.ended;
    beating.dispose();
    if (!this.#disposed.signal.aborted) {
      this.#ended(end, target, received > 0);
    }
  }

  #ended(end: LinkEnd, { pod, port }: ForwardTarget, wasServed: boolean): void {
    if (end.kind === 'lost' || (end.kind === 'refused' && !wasServed)) {
      this.#opener.doubt();
    }
    if (end.kind === 'lost') {
      this.#trouble(l10n.t('The connection to the pod {0} was lost. The next one is made anew.', pod));
    } else if (end.kind === 'refused') {
      const why = end.why || l10n.t('it was reset');
      const message = l10n.t('Port {0} of the pod {1} ended a connection: {2}', port, pod, why);
      if (wasServed) {
        this.#note(message);
      } else {
        this.#trouble(message);
      }
    }
  }

  #failed(local: Socket, error: unknown, deadline: Deadline): void {
    const cause = deadline.error('');
    if (local.destroyed || this.#disposed.signal.aborted) {
      return;
    }
    if (cause?.kind === 'timeout') {
      const why = this.#state.state === 'waiting' ? this.#state.why : reasonOf(error);
      this.#trouble(why);
      this.#options.log.warn(`A connection to 127.0.0.1:${this.port} was given up: ${why}`);
    } else {
      this.#trouble(reasonOf(error));
    }
    local.resetAndDestroy();
  }

  /** The way to the pod does not work. Said once, however many connections meet it. */
  #trouble(why: string): void {
    this.#troubles += 1;
    if (this.#state.state === 'waiting' && this.#state.why === why) {
      return;
    }
    const since = this.#state.state === 'waiting' ? this.#state.since : Date.now();
    this.#state = { state: 'waiting', why, since };
    this.#note(why);
    this.#changes.now();
  }

  #note(why: string): void {
    this.#lastError = why;
    this.#options.log.warn(`127.0.0.1:${this.port}: ${why}`);
  }

  #gotThrough({ namespace, pod, uid }: ForwardTarget, troubles: number): void {
    const recovered = this.#state.state === 'waiting' && troubles === this.#troubles;
    if (!recovered && uid === this.#uid) {
      return;
    }
    this.#reconnects += this.#uid === undefined ? 0 : 1;
    this.#uid = uid;
    this.#options.log.info(`127.0.0.1:${this.port} goes to the pod ${namespace}/${pod} (${uid}).`);
    if (recovered) {
      this.#state = { state: 'ready' };
    }
    this.#changes.now();
  }
}
