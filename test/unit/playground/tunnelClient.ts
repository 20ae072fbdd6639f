import type { Duplex } from 'node:stream';
import {
  controlFrame,
  dataFrame,
  fin,
  frameTypes,
  readFrames,
  uint32,
} from '../../../src/core/playground/portForward/spdyFrame.ts';
import { HeaderBlocks } from '../../../src/core/playground/portForward/spdyHeaders.ts';

const empty = Buffer.alloc(0);

/** What a client saw of one stream. */
export interface Seen {
  replied: boolean;
  text: string;
  ended: boolean;
  reset: number | undefined;
}

/** The client's side of a tunnel, as kubectl speaks it. */
export class TunnelClient {
  readonly transport: Duplex;
  readonly streams = new Map<number, Seen>();
  readonly #headers = new HeaderBlocks();
  pong: Buffer | undefined;
  closed = false;
  #next = 1;
  #requests = 0;

  constructor(transport: Duplex) {
    this.transport = transport;
    transport.on('error', () => undefined);
    transport.once('close', () => {
      this.closed = true;
      this.#headers.close();
    });
    void this.#read().catch(() => undefined);
  }

  /** What has come on a stream so far. */
  seen(id: number): Seen {
    const found = this.streams.get(id) ?? { replied: false, text: '', ended: false, reset: undefined };
    this.streams.set(id, found);
    return found;
  }

  async #read(): Promise<void> {
    for await (const { control, type, id, flags, payload } of readFrames(this.transport)) {
      if (type === frameTypes.ping) {
        this.pong = payload;
        continue;
      }
      const stream = this.seen(id);
      if (!control) {
        stream.text += payload.toString();
        stream.ended ||= (flags & fin) !== 0;
      } else if (type === frameTypes.synReply) {
        await this.#headers.decode(payload.subarray(4));
        stream.replied = true;
      } else if (type === frameTypes.rstStream) {
        stream.reset = payload.readUInt32BE(4);
      }
    }
  }

  async #stream(streamtype: string, port: number, requestid: string): Promise<number> {
    const id = this.#next;
    this.#next += 2;
    const block = await this.#headers.encode(new Map(Object.entries({ streamtype, port: String(port), requestid })));
    this.transport.write(controlFrame(frameTypes.synStream, 0, Buffer.concat([uint32(id, 0), Buffer.of(0, 0), block])));
    return id;
  }

  /** Begins a connection to a port: the numbers of its streams. One after another: headers are compressed in one go. */
  async connect(port: number): Promise<{ readonly data: number; readonly error: number }> {
    this.#requests += 1;
    const error = await this.#stream('error', port, String(this.#requests));
    this.transport.write(dataFrame(error, fin, empty));
    return { error, data: await this.#stream('data', port, String(this.#requests)) };
  }
}
