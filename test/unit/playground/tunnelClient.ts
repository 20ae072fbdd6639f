import type { Duplex } from 'node:stream';
import { dataFrame, fin, frameTypes, synStreamFrame } from '../../../src/core/spdy/frame.ts';
import { readFrames } from '../../../src/core/spdy/frameParser.ts';
import { encodeHeaders, HeaderDecoder } from '../../../src/core/spdy/headerBlock.ts';

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
  readonly #headers = new HeaderDecoder();
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

  #stream(streamtype: string, port: number, requestid: string): number {
    const id = this.#next;
    this.#next += 2;
    const headers = new Map(Object.entries({ streamtype, port: String(port), requestid }));
    this.transport.write(synStreamFrame(id, 0, encodeHeaders(headers, id === 1)));
    return id;
  }

  /** Begins a connection to a port: the numbers of its streams. One after another: headers are compressed in one go. */
  connect(port: number): { readonly data: number; readonly error: number } {
    this.#requests += 1;
    const error = this.#stream('error', port, String(this.#requests));
    this.transport.write(dataFrame(error, fin, empty));
    return { error, data: this.#stream('data', port, String(this.#requests)) };
  }
}
