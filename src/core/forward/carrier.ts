import type { Duplex } from 'node:stream';
import { controlFrame, dataFrame, dataHeader, type Frame, fin, frameTypes, uint32 } from '../spdy/frame.ts';
import { FrameParser } from '../spdy/frameParser.ts';
import { openingFrames, podStreams } from './podStreams.ts';

/** What the pod and its kubelet say on one connection. */
export interface PodSays {
  /** Bytes have come; `read` goes through them. */
  readonly arrived: (read: () => void) => void;
  readonly data: (payload: Buffer) => void;
  /** The process sends no more. */
  readonly end: () => void;
  /** The process, or the kubelet for it, breaks the connection off. */
  readonly reset: () => void;
  /** Of why the connection fails. */
  readonly complaint: (payload: Buffer) => void;
  /** The kubelet has nothing more to say about the connection. */
  readonly farewell: () => void;
  /** The transport is gone. */
  readonly closed: () => void;
}

const nothing = Buffer.alloc(0);
/** The server spreads what arrives over so many queues (spdystream, FRAME_WORKERS), pings one after another. */
const queues = 5;
/** Longer than any way to a kubelet and back. */
const clearMs = 2_000;

/**
 * A stream of SPDY frames to a kubelet that carries one connection into a pod, and the next one only when that is over: those that share a
 * transport hold each other up.
 */
export class Carrier {
  readonly transport: Duplex;
  readonly #parser = new FrameParser();
  #says: PodSays | undefined;
  #carried = 0;
  #streams = podStreams(0);
  #pings = 0;
  #onPong: ((id: number) => void) | undefined;

  constructor(transport: Duplex) {
    this.transport = transport;
    transport.on('error', () => undefined);
    transport.on('data', (chunk: Buffer) => this.#receive(chunk));
    transport.once('close', () => this.#says?.closed());
  }

  /** Begins a connection to a port. */
  begin(port: number, says: PodSays): void {
    this.#says = says;
    this.#streams = podStreams(this.#carried);
    this.transport.write(openingFrames(port, this.#carried));
    this.#carried += 1;
  }

  send(chunk: Buffer): void {
    this.transport.cork();
    this.transport.write(dataHeader(this.#streams.data, 0, chunk.length));
    this.transport.write(chunk);
    this.transport.uncork();
  }

  /** Says that no more is sent on the connection. */
  sendEnd(): void {
    this.transport.write(dataFrame(this.#streams.data, fin, nothing));
  }

  /** Asks for so many answers. */
  ping(count: number): void {
    for (let sent = 0; sent < count && !this.transport.destroyed; sent += 1) {
      this.#pings += 1;
      this.transport.write(controlFrame(frameTypes.ping, 0, uint32(pingId(this.#pings))));
    }
  }

  /** Nobody listens to the connection any more. */
  release(): void {
    this.#says = undefined;
    this.transport.resume();
  }

  /**
   * Whether the kubelet has taken in all that it was sent, so that the next connection finds everything as the first one did. What a process
   * did not read stays in one of the queues, and holds up whoever comes after it there.
   */
  isClear(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const first = pingId(this.#pings + 1);
    let answers = 0;
    const done = (clear: boolean) => {
      clearTimeout(timer);
      this.transport.off('close', closed);
      this.#onPong = undefined;
      resolve(clear);
    };
    const closed = () => done(false);
    const timer = setTimeout(done, clearMs, false);
    this.transport.once('close', closed);
    this.#onPong = (id) => {
      answers += id >= first ? 1 : 0;
      if (answers === queues) {
        done(true);
      }
    };
    this.ping(queues);
    return promise;
  }

  #receive(chunk: Buffer): void {
    const read = () => {
      try {
        for (const frame of this.#parser.push(chunk)) {
          this.#take(frame);
        }
      } catch {
        this.transport.destroy();
      }
    };
    if (this.#says === undefined) {
      read();
    } else {
      this.#says.arrived(read);
    }
  }

  #take(frame: Frame): void {
    const { control, type, id, payload } = frame;
    if (control && type === frameTypes.ping) {
      // Those with odd numbers answer our own.
      if (id % 2 === 0) {
        this.transport.write(controlFrame(frameTypes.ping, 0, payload));
      } else {
        this.#onPong?.(id);
      }
    } else if (this.#says !== undefined) {
      this.#tell(this.#says, frame);
    }
  }

  #tell(says: PodSays, { control, type, id, flags, payload }: Frame): void {
    const { data, error } = this.#streams;
    const ends = (flags & fin) !== 0;
    if (control) {
      if (type === frameTypes.rstStream && id === data) {
        says.reset();
      } else if (type === frameTypes.rstStream && id === error) {
        says.farewell();
      }
    } else if (id === data) {
      if (payload.length > 0) {
        says.data(payload);
      }
      if (ends) {
        says.end();
      }
    } else if (id === error) {
      says.complaint(payload);
      if (ends) {
        says.farewell();
      }
    }
  }
}

function pingId(nth: number): number {
  return 2 * nth - 1;
}
