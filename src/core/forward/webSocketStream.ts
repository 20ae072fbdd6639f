import { randomBytes } from 'node:crypto';
import { Duplex } from 'node:stream';

const opcodes = { continuation: 0, binary: 2, close: 8, ping: 9, pong: 10 } as const;
const last = 0x80;
const masked = 0x80;
/** Data is sent in messages of this size at most; golang.org/x/net/websocket takes no more than 32 MiB. */
const maxMessageBytes = 64 * 1024;

/** One frame as a client sends it (RFC 6455, 5.2). */
function frame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const start = 2 + extended + 4;
  const bytes = Buffer.allocUnsafe(start + length);
  bytes[0] = last | opcode;
  bytes[1] = masked | (extended === 0 ? length : extended === 2 ? 126 : 127);
  if (extended === 2) {
    bytes.writeUInt16BE(length, 2);
  } else if (extended === 8) {
    bytes.writeBigUInt64BE(BigInt(length), 2);
  }
  const mask = randomBytes(4);
  mask.copy(bytes, start - 4);
  for (let index = 0; index < length; index += 1) {
    bytes[start + index] = (payload[index] ?? 0) ^ (mask[index & 3] ?? 0);
  }
  return bytes;
}

/** What the header of a frame says; undefined while it is not whole. Throws for what no server may send. */
function headerOf(
  bytes: Buffer,
): { readonly opcode: number; readonly start: number; readonly length: number } | undefined {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) {
    return undefined;
  }
  if ((first & 0x70) !== 0 || (second & masked) !== 0) {
    throw new RangeError('the WebSocket breaks its protocol');
  }
  const short = second & 0x7f;
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < start) {
    return undefined;
  }
  const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  return { opcode: first & 0x0f, start, length };
}

/**
 * The client's side of a WebSocket as a stream of bytes: binary messages are data, and where one ends means nothing. Written here
 * because `ws` refuses `SPDY/3.1+portforward.k8s.io`, which is no token, as a subprotocol, and takes no connection that is open.
 */
export class WebSocketStream extends Duplex {
  readonly #socket: Duplex;
  #pending: Buffer = Buffer.alloc(0);
  /** Bytes of the data frame that has begun. */
  #left = 0;

  constructor(socket: Duplex) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (error) => this.destroy(error));
    socket.once('close', () => this.destroy());
    socket.once('end', () => this.push(null));
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    let roomy = true;
    for (let at = 0; at < chunk.length; at += maxMessageBytes) {
      roomy = this.#socket.write(frame(opcodes.binary, chunk.subarray(at, at + maxMessageBytes)));
    }
    if (roomy) {
      done();
    } else {
      this.#socket.once('drain', done);
    }
  }

  override _final(done: () => void): void {
    this.#socket.end(frame(opcodes.close, Buffer.of(0x03, 0xe8)), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }

  #receive(chunk: Buffer): void {
    try {
      this.#pending = this.#take(this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]));
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  /** Gives what is left over of the bytes. */
  #take(given: Buffer): Buffer {
    let bytes = given;
    for (;;) {
      const part = bytes.subarray(0, this.#left);
      this.#left -= part.length;
      bytes = bytes.subarray(part.length);
      if (part.length > 0 && !this.push(part)) {
        this.#socket.pause();
      }
      const header = this.#left > 0 ? undefined : headerOf(bytes);
      if (header === undefined) {
        return bytes;
      }
      const { opcode, start, length } = header;
      if (opcode === opcodes.binary || opcode === opcodes.continuation) {
        this.#left = length;
        bytes = bytes.subarray(start);
        continue;
      }
      if (length > 125) {
        throw new RangeError('the WebSocket breaks its protocol');
      }
      if (bytes.length < start + length) {
        return bytes;
      }
      this.#control(opcode, bytes.subarray(start, start + length));
      bytes = bytes.subarray(start + length);
    }
  }

  #control(opcode: number, payload: Buffer): void {
    if (opcode === opcodes.ping) {
      this.#socket.write(frame(opcodes.pong, payload));
    } else if (opcode === opcodes.close) {
      this.push(null);
    } else if (opcode !== opcodes.pong) {
      throw new RangeError('the WebSocket breaks its protocol');
    }
  }
}
