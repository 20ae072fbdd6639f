import { type Frame, headerBytes } from './frame.ts';

const idMask = 0x7fffffff;
/** No control frame of a port-forward comes near it; a peer that announces more is no SPDY. */
const maxControlBytes = 64 * 1024;

const nothing: Buffer = Buffer.alloc(0);

/**
 * Cuts bytes, however they arrive, into frames. The payload of a data frame is given as it comes, in parts that are views of
 * what was pushed, so that nothing is copied and nothing waits for its end.
 */
export class FrameParser {
  #pending = nothing;
  /** Of the data frame that has begun. */
  #id = 0;
  #flags = 0;
  #left = 0;

  /** The frames that are in these bytes. Throws a RangeError for what is no SPDY. */
  push(chunk: Buffer): readonly Frame[] {
    const frames: Frame[] = [];
    let bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    for (;;) {
      if (this.#left > 0) {
        if (bytes.length === 0) {
          break;
        }
        const part = bytes.subarray(0, this.#left);
        this.#left -= part.length;
        bytes = bytes.subarray(part.length);
        frames.push(data(this.#id, this.#left === 0 ? this.#flags : 0, part));
        continue;
      }
      if (bytes.length < headerBytes) {
        break;
      }
      const length = bytes.readUIntBE(5, 3);
      if ((bytes[0] ?? 0) < 0x80) {
        this.#id = bytes.readUInt32BE(0);
        this.#flags = bytes.readUInt8(4);
        this.#left = length;
        bytes = bytes.subarray(headerBytes);
        if (length === 0) {
          frames.push(data(this.#id, this.#flags, bytes.subarray(0, 0)));
        }
        continue;
      }
      if (length > maxControlBytes) {
        throw new RangeError(`a control frame of ${length} bytes`);
      }
      if (bytes.length < headerBytes + length) {
        break;
      }
      frames.push(control(bytes.subarray(0, headerBytes + length)));
      bytes = bytes.subarray(headerBytes + length);
    }
    this.#pending = bytes;
    return frames;
  }
}

function data(id: number, flags: number, payload: Buffer): Frame {
  return { control: false, type: 0, flags, id, payload };
}

function control(bytes: Buffer): Frame {
  const payload = bytes.subarray(headerBytes);
  const id = payload.length < 4 ? 0 : payload.readUInt32BE(0) & idMask;
  return { control: true, type: bytes.readUInt16BE(2), flags: bytes.readUInt8(4), id, payload };
}

/** The frames of a stream. Ends with the stream, and rejects as it does. */
export async function* readFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Frame, void> {
  const parser = new FrameParser();
  for await (const chunk of source) {
    yield* parser.push(chunk);
  }
}
