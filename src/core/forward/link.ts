import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Carrier } from './carrier.ts';
import { Complaint } from './complaint.ts';
import { HeldEnd } from './heldEnd.ts';
import type { LinkEnd, LinkOptions } from './linkOptions.ts';
import { Pulse } from './pulse.ts';

/** How long the kubelet may take to say that a connection went well, after both sides have ended. */
const farewellMs = 2_000;

/**
 * One local connection and its carrier: each side waits for the other, and each may end on its own. Nothing is ever sent twice: what breaks
 * is reset, never resumed. A carrier that is still open afterwards can carry the next one.
 */
export class Link {
  readonly ended: Promise<LinkEnd>;
  /** Of the way to the pod; `lose` breaks the connection as that did. */
  readonly pulse: Pulse;
  readonly #local: Socket;
  readonly #carrier: Carrier;
  readonly #options: LinkOptions;
  readonly #complaint = new Complaint();
  readonly #heldEnd: HeldEnd;
  readonly #settle: (end: LinkEnd) => void;
  #localEnded = false;
  #finSent = false;
  #remoteEnded = false;
  #errorEnded = false;
  #over = false;
  #farewell: NodeJS.Timeout | undefined;

  constructor(local: Socket, carrier: Carrier, options: LinkOptions) {
    this.#local = local;
    this.#carrier = carrier;
    this.#options = options;
    this.pulse = new Pulse(carrier, () => this.#finish({ kind: 'lost' }));
    const { promise, resolve } = Promise.withResolvers<LinkEnd>();
    this.ended = promise;
    this.#settle = resolve;
    const { transport } = carrier;
    this.#heldEnd = new HeldEnd({
      quietMs: options.quietMs,
      isStalled: () => transport.isPaused(),
      pass: () => this.#sendFin(),
    });
    // Goes out together with what the local side has sent already.
    transport.cork();
    carrier.begin(options.port, {
      arrived: (read) => this.#receive(read),
      data: (payload) => this.#receiveData(payload),
      end: () => this.#remoteEnd(),
      reset: () => this.#finish(this.#complaint.refusal),
      complaint: (payload) => this.#complaint.add(payload),
      farewell: () => this.#errorEnd(),
      closed: () => this.#transportClosed(),
    });
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
    this.pulse.sent();
    this.#heldEnd.moved(false);
    this.#options.onBytes(0, chunk.length);
    this.#carrier.send(chunk);
    this.#pauseFor(this.#carrier.transport, this.#local);
  }

  /** The target has ended for good. Until the local side has all that came, what it sends is dropped; then it is told. */
  #sendTooLate(): void {
    if (this.#local.writableFinished) {
      this.#local.resetAndDestroy();
    }
  }

  #receive(read: () => void): void {
    this.pulse.heard();
    this.#local.cork();
    read();
    this.#local.uncork();
    this.#pauseFor(this.#local, this.#carrier.transport);
  }

  /** Lets a source wait while there is no more room in what it fills, and reads on once there is. */
  #pauseFor(full: Duplex, source: Duplex): void {
    if (full.writableNeedDrain && !source.isPaused() && !this.#over) {
      source.pause();
      full.once('drain', () => this.#over || source.resume());
    }
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
      this.#carrier.sendEnd();
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
    this.#heldEnd.dispose();
    clearTimeout(this.#farewell);
    this.#letGo(end.kind === 'done' && this.#errorEnded);
    if (end.kind === 'done') {
      // Read on, so that the local side's own end is seen.
      this.#local.resume();
    } else {
      this.#local.resetAndDestroy();
    }
    this.#settle(end);
  }

  /** Of the carrier; where both sides have said all, it stays open. */
  #letGo(complete: boolean): void {
    this.#carrier.release();
    if (!complete) {
      this.#carrier.transport.destroy();
    } else if (!this.#finSent) {
      this.#carrier.sendEnd();
    }
  }
}
