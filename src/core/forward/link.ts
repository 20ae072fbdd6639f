import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { printable } from '../base/text.ts';
import { controlFrame, dataFrame, dataHeader, type Frame, fin, frameTypes, uint32 } from '../spdy/frame.ts';
import { FrameParser } from '../spdy/frameParser.ts';
import { HeldEnd } from './heldEnd.ts';
import type { LinkEnd, LinkOptions } from './linkOptions.ts';
import { openingFrames, podStreams as streams } from './podStreams.ts';

const nothing = Buffer.alloc(0);
const maxReasonBytes = 4096;
/** How long the kubelet may take to say that a connection went well, after both sides have ended. */
const farewellMs = 2_000;

/** Whether there is no more room. Reads on once there is. */
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
  readonly #local: Socket;
  readonly #transport: Duplex;
  readonly #options: LinkOptions;
  readonly #parser = new FrameParser();
  readonly #heldEnd: HeldEnd;
  readonly #settle: (end: LinkEnd) => void;
  #why = '';
  #localEnded = false;
  #finSent = false;
  #remoteEnded = false;
  #errorEnded = false;
  #over = false;
  #heardAt = performance.now();
  /** Frames of data sent since something was heard. */
  #unanswered = 0;
  #pings = 0;
  #farewell: NodeJS.Timeout | undefined;

  constructor(local: Socket, transport: Duplex, options: LinkOptions) {
    this.#local = local;
    this.#transport = transport;
    this.#options = options;
    const { promise, resolve } = Promise.withResolvers<LinkEnd>();
    this.ended = promise;
    this.#settle = resolve;
    this.#heldEnd = new HeldEnd({
      quietMs: options.quietMs,
      isStalled: () => transport.isPaused(),
      pass: () => this.#sendFin(),
    });
    transport.on('error', () => undefined);
    transport.once('close', () => this.#transportClosed());
    // Goes out together with what the local side has sent already.
    transport.cork();
    transport.write(openingFrames(options.port));
    transport.on('data', (chunk: Buffer) => this.#receive(chunk));
    local.once('close', () => this.#finish({ kind: 'left' }));
    local.on('end', () => this.#localEnd());
    local.on('data', (chunk: Buffer) => this.#send(chunk));
    process.nextTick(() => transport.uncork());
    if (local.destroyed) {
      this.#finish({ kind: 'left' });
    }
  }

  /** Milliseconds since something came from the pod; 0 while nothing can, because the local side does not read. */
  silentFor(now: number): number {
    if (this.#transport.isPaused()) {
      this.#heardAt = now;
    }
    return now - this.#heardAt;
  }

  /**
   * Frames of data that were sent since something was heard. Kubernetes' server takes in 50 for a process that does not read, and then
   * answers no pings either.
   */
  get unanswered(): number {
    return this.#unanswered;
  }

  /** Two, since the server spreads what arrives over queues, one of which may be held up by a process that does not read. */
  ping(): void {
    for (let count = 0; count < 2 && !this.#over; count += 1) {
      this.#pings += 1;
      this.#transport.write(controlFrame(frameTypes.ping, 0, uint32(2 * this.#pings - 1)));
    }
  }

  /** Breaks the connection, as its way to the pod did. */
  lose(): void {
    this.#finish({ kind: 'lost' });
  }

  #send(chunk: Buffer): void {
    if (this.#over) {
      this.#sendTooLate();
      return;
    }
    const transport = this.#transport;
    this.#unanswered += 1;
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
    this.#heardAt = performance.now();
    this.#unanswered = 0;
    this.#local.cork();
    try {
      for (const frame of this.#parser.push(chunk)) {
        this.#take(frame);
      }
    } catch {
      this.lose();
    }
    this.#local.uncork();
    pauseFor(this.#local, this.#transport);
  }

  #take(frame: Frame): void {
    const { control, type, flags, id, payload } = frame;
    if (this.#over) {
      return;
    }
    if (control) {
      this.#takeControl(type, id, payload);
    } else if (id === streams.data) {
      if (payload.length > 0) {
        this.#heldEnd.moved(true);
        this.#options.onBytes(payload.length, 0);
        this.#local.write(payload);
      }
      if ((flags & fin) !== 0) {
        this.#remoteEnd();
      }
    } else if (id === streams.error) {
      this.#why += this.#why.length < maxReasonBytes ? payload.toString() : '';
      if ((flags & fin) !== 0) {
        this.#errorEnd();
      }
    }
  }

  #takeControl(type: number, id: number, payload: Buffer): void {
    if (type === frameTypes.ping && id % 2 === 0) {
      this.#transport.write(controlFrame(type, 0, payload));
    } else if (type === frameTypes.rstStream && id === streams.data) {
      this.#finish(this.#refusal());
    } else if (type === frameTypes.rstStream && id === streams.error) {
      this.#errorEnd();
    }
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
    if (this.#why !== '') {
      this.#finish(this.#refusal());
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
    if (this.#why === '') {
      this.#checkDone();
    } else {
      this.#finish(this.#refusal());
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
    this.#finish(this.#why !== '' ? this.#refusal() : { kind: this.#remoteEnded ? 'done' : 'lost' });
  }

  #refusal(): LinkEnd {
    return { kind: 'refused', why: printable(this.#why) };
  }

  #finish(end: LinkEnd): void {
    if (this.#over) {
      return;
    }
    this.#over = true;
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
