import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { controlFrame, dataFrame, dataHeader, fin, frameTypes } from '../spdy/frame.ts';
import { Complaint } from './complaint.ts';
import { HeldEnd } from './heldEnd.ts';
import type { LinkEnd, LinkOptions } from './linkOptions.ts';
import { PodFrames } from './podFrames.ts';
import { podStreams as streams } from './podStreams.ts';
import { Pulse } from './pulse.ts';

const nothing = Buffer.alloc(0);
/** How long the kubelet may take to say that a connection went well, after both sides have ended. */
const farewellMs = 2_000;

/** Lets a source wait while there is no more room in what it fills, and reads on once there is. */
function pauseFor(full: Duplex, source: Duplex): void {
  if (full.writableNeedDrain && !source.isPaused()) {
    source.pause();
    full.once('drain', () => source.resume());
  }
}

/**
 * One local connection and the transport that carries it and nothing else: each side waits for the other, and each may end on its
 * own. Nothing is ever sent twice: what breaks is reset, never resumed.
 */
export class Link {
  readonly ended: Promise<LinkEnd>;
  /** Of the way to the pod; `lose` breaks the connection as that did. */
  readonly pulse: Pulse;
  readonly #local: Socket;
  readonly #transport: Duplex;
  readonly #options: LinkOptions;
  readonly #frames: PodFrames;
  readonly #complaint = new Complaint();
  readonly #heldEnd: HeldEnd;
  readonly #settle: (end: LinkEnd) => void;
  #localEnded = false;
  #finSent = false;
  #remoteEnded = false;
  #errorEnded = false;
  #over = false;
  #farewell: NodeJS.Timeout | undefined;

  constructor(local: Socket, transport: Duplex, options: LinkOptions) {
    this.#local = local;
    this.#transport = transport;
    this.#options = options;
    this.pulse = new Pulse(transport, () => this.#finish({ kind: 'lost' }));
    const { promise, resolve } = Promise.withResolvers<LinkEnd>();
    this.ended = promise;
    this.#settle = resolve;
    this.#heldEnd = new HeldEnd({
      quietMs: options.quietMs,
      isStalled: () => transport.isPaused(),
      pass: () => this.#sendFin(),
    });
    this.#frames = new PodFrames({
      data: (payload) => this.#receiveData(payload),
      end: () => this.#remoteEnd(),
      reset: () => this.#finish(this.#complaint.refusal),
      complaint: (payload) => this.#complaint.add(payload),
      farewell: () => this.#errorEnd(),
      ping: (payload) => transport.write(controlFrame(frameTypes.ping, 0, payload)),
    });
    transport.on('error', () => undefined);
    transport.once('close', () => this.#transportClosed());
    // Goes out together with what the local side has sent already.
    transport.cork();
    transport.write(options.opening);
    transport.on('data', (chunk: Buffer) => this.#receive(chunk));
    local.once('close', () => this.#finish({ kind: 'left' }));
    local.on('end', () => this.#localEnd());
    local.on('data', (chunk: Buffer) => this.#send(chunk));
    process.nextTick(() => transport.uncork());
    if (local.destroyed) {
      this.#finish({ kind: 'left' });
    }
  }

  #send(chunk: Buffer): void {
    if (this.#over) {
      this.#sendTooLate();
      return;
    }
    const transport = this.#transport;
    this.pulse.sent();
    this.#heldEnd.moved(false);
    this.#options.onBytes(0, chunk.length);
    transport.cork();
    transport.write(dataHeader(streams.data, 0, chunk.length));
    transport.write(chunk);
    transport.uncork();
    pauseFor(transport, this.#local);
  }

  /** The target has ended for good. Until the local side has all that came, what it sends is dropped; then it is told. */
  #sendTooLate(): void {
    if (this.#local.writableFinished) {
      this.#local.resetAndDestroy();
    }
  }

  #receive(chunk: Buffer): void {
    this.pulse.heard();
    this.#local.cork();
    try {
      this.#frames.push(chunk);
    } catch {
      this.pulse.lose();
    }
    this.#local.uncork();
    pauseFor(this.#local, this.#transport);
  }

  #receiveData(payload: Buffer): void {
    this.#heldEnd.moved(true);
    this.#options.onBytes(payload.length, 0);
    this.#local.write(payload);
  }

  /** The local side sends no more. */
  #localEnd(): void {
    this.#localEnded = true;
    if (this.#options.halfClose === 'immediate' || this.#remoteEnded) {
      this.#sendFin();
    } else if (!this.#over) {
      this.#heldEnd.hold();
    }
  }

  #sendFin(): void {
    if (!this.#finSent && !this.#over) {
      this.#finSent = true;
      this.#transport.write(dataFrame(streams.data, fin, nothing));
      this.#checkDone();
    }
  }

  /** The target sends no more. */
  #remoteEnd(): void {
    if (this.#complaint.made) {
      this.#finish(this.#complaint.refusal);
      return;
    }
    this.#remoteEnded = true;
    this.#local.end();
    if (this.#localEnded) {
      this.#sendFin();
    }
    this.#checkDone();
  }

  /** The kubelet has nothing more to say about the connection. */
  #errorEnd(): void {
    this.#errorEnded = true;
    if (this.#complaint.made) {
      this.#finish(this.#complaint.refusal);
    } else {
      this.#checkDone();
    }
  }

  /** Once the kubelet is done and the target has ended, whatever the local side still sends has nowhere to go. */
  #checkDone(): void {
    if (this.#remoteEnded && this.#errorEnded) {
      this.#finish({ kind: 'done' });
    } else if (this.#remoteEnded && this.#finSent) {
      this.#farewell ??= setTimeout(() => this.#finish({ kind: 'done' }), farewellMs);
    }
  }

  #transportClosed(): void {
    this.#finish(this.#complaint.made ? this.#complaint.refusal : { kind: this.#remoteEnded ? 'done' : 'lost' });
  }

  #finish(end: LinkEnd): void {
    if (this.#over) {
      return;
    }
    this.#over = true;
    this.#frames.stop();
    this.#heldEnd.dispose();
    clearTimeout(this.#farewell);
    this.#transport.destroy();
    if (end.kind === 'done') {
      // Read on, so that the local side's own end is seen.
      this.#local.resume();
    } else {
      this.#local.resetAndDestroy();
    }
    this.#settle(end);
  }
}
