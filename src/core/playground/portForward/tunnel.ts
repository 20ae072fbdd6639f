import type { Duplex } from 'node:stream';
import {
  cancel,
  controlFrame,
  dataFrame,
  type Frame,
  fin,
  frameTypes,
  synStreamBlock,
  uint32,
} from '../../spdy/frame.ts';
import { readFrames } from '../../spdy/frameParser.ts';
import { encodeHeaders, HeaderDecoder, type Headers } from '../../spdy/headerBlock.ts';
import type { Connect } from './channels.ts';
import { readAll, write } from './connectedPair.ts';

/** The two streams of one forwarded connection, by the `requestid` that they share. */
interface Pair {
  data?: number;
  error?: number;
  port: number;
}

const nothing = Buffer.alloc(0);
const noHeaders: Headers = new Map();

/**
 * Forwards ports by SPDY/3.1 on a stream of bytes, as kubectl does: any number of connections, each of an error stream and a
 * data stream, with half-close. As in Kubernetes' own server there are no flow-control windows: a target that does not read
 * keeps the whole tunnel from being read.
 */
export class Tunnel {
  readonly #transport: Duplex;
  readonly #connect: Connect;
  readonly #headers = new HeaderDecoder();
  readonly #pairs = new Map<string, Pair>();
  /** The targets, by their data streams. */
  readonly #targets = new Map<number, Duplex>();
  #replied = false;

  constructor(transport: Duplex, connect: Connect) {
    this.#transport = transport.setMaxListeners(0);
    this.#connect = connect;
    transport.on('error', () => undefined);
    transport.once('close', () => {
      for (const target of this.#targets.values()) {
        target.destroy();
      }
    });
  }

  /** Serves the tunnel until it is closed, or the client breaks the protocol; then it is destroyed. */
  async run(): Promise<void> {
    try {
      for await (const frame of readFrames(this.#transport)) {
        await this.#take(frame);
      }
    } catch {
      // A tunnel that breaks, and one that is no SPDY, end alike.
    } finally {
      this.#transport.destroy();
      this.#headers.close();
    }
  }

  async #take(frame: Frame): Promise<void> {
    const { control, type, id, flags, payload } = frame;
    if (!control) {
      const target = this.#targets.get(id);
      await (target && payload.length > 0 ? write(target, payload) : undefined);
      if (target && (flags & fin) !== 0) {
        target.end();
      }
    } else if (type === frameTypes.synStream) {
      await this.#open(id, await this.#headers.decode(synStreamBlock(payload)));
    } else if (type === frameTypes.rstStream) {
      this.#targets.get(id)?.destroy();
    } else if (type === frameTypes.ping) {
      await this.#send(controlFrame(type, 0, payload));
    }
  }

  async #open(id: number, headers: Headers): Promise<void> {
    const kind = headers.get('streamtype');
    const port = Number(headers.get('port'));
    const request = headers.get('requestid') ?? String(kind === 'data' ? id - 2 : id);
    if ((kind !== 'data' && kind !== 'error') || !(port > 0 && port < 65_536)) {
      await this.#reset(id);
      return;
    }
    const block = encodeHeaders(noHeaders, !this.#replied);
    this.#replied = true;
    await this.#send(controlFrame(frameTypes.synReply, 0, Buffer.concat([uint32(id), block])));
    const pair = this.#pairs.get(request) ?? { port };
    this.#pairs.set(request, pair);
    pair[kind] = id;
    if (pair.data !== undefined && pair.error !== undefined) {
      this.#pairs.delete(request);
      void this.#forward(pair.data, pair.error, port);
    }
  }

  async #forward(data: number, error: number, port: number): Promise<void> {
    const target = this.#connect(port);
    if ('refusal' in target) {
      await this.#send(dataFrame(error, fin, Buffer.from(target.refusal)));
      await this.#reset(data);
      return;
    }
    this.#targets.set(data, target);
    target.once('close', () => this.#targets.delete(data));
    const whole = await readAll(target, (chunk) => this.#send(dataFrame(data, 0, chunk)));
    await (whole ? this.#send(dataFrame(data, fin, nothing)) : this.#reset(data));
    await this.#send(dataFrame(error, fin, nothing));
  }

  #reset(id: number): Promise<void> {
    return this.#send(controlFrame(frameTypes.rstStream, 0, uint32(id, cancel)));
  }

  #send(bytes: Buffer): Promise<void> {
    return write(this.#transport, bytes);
  }
}
