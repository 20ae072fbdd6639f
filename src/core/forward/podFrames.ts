import { type Frame, fin, frameTypes } from '../spdy/frame.ts';
import { FrameParser } from '../spdy/frameParser.ts';
import { podStreams as streams } from './podStreams.ts';

/** What the pod and its kubelet say on one connection. */
export interface PodSays {
  readonly data: (payload: Buffer) => void;
  /** The process sends no more. */
  readonly end: () => void;
  /** The process, or the kubelet for it, breaks the connection off. */
  readonly reset: () => void;
  /** Of why the connection fails. */
  readonly complaint: (payload: Buffer) => void;
  /** The kubelet has nothing more to say about the connection. */
  readonly farewell: () => void;
  /** Wants the payload back. */
  readonly ping: (payload: Buffer) => void;
}

/** Reads what arrives on a transport that carries one connection. */
export class PodFrames {
  readonly #parser = new FrameParser();
  readonly #says: PodSays;
  #stopped = false;

  constructor(says: PodSays) {
    this.#says = says;
  }

  /** Throws a RangeError for what is no SPDY. */
  push(chunk: Buffer): void {
    for (const frame of this.#parser.push(chunk)) {
      if (this.#stopped) {
        return;
      }
      if (frame.control) {
        this.#takeControl(frame);
      } else {
        this.#takeData(frame);
      }
    }
  }

  /** Nothing matters any more that still arrives. */
  stop(): void {
    this.#stopped = true;
  }

  #takeData({ id, flags, payload }: Frame): void {
    const ends = (flags & fin) !== 0;
    if (id === streams.data) {
      if (payload.length > 0) {
        this.#says.data(payload);
      }
      if (ends) {
        this.#says.end();
      }
    } else if (id === streams.error) {
      this.#says.complaint(payload);
      if (ends) {
        this.#says.farewell();
      }
    }
  }

  #takeControl({ type, id, payload }: Frame): void {
    // Those with odd numbers answer our own.
    if (type === frameTypes.ping && id % 2 === 0) {
      this.#says.ping(payload);
    } else if (type === frameTypes.rstStream && id === streams.data) {
      this.#says.reset();
    } else if (type === frameTypes.rstStream && id === streams.error) {
      this.#says.farewell();
    }
  }
}
