/** The control frames of SPDY/3.1 that port forwarding needs, by their numbers (SPDY Protocol draft 3.1, 2.6). */
export const frameTypes = { synStream: 1, synReply: 2, rstStream: 3, ping: 6, goAway: 7 } as const;

/** The flag by which a side says that it sends no more on a stream. */
export const fin = 1;
/** The status of RST_STREAM by which a stream is given up. */
export const cancel = 5;

/** One frame. `id` is the stream; of a control frame it is the first number of its payload. */
export interface Frame {
  readonly control: boolean;
  /** 0 for data. */
  readonly type: number;
  readonly flags: number;
  readonly id: number;
  readonly payload: Buffer;
}

const headerBytes = 8;
const idMask = 0x7fffffff;
const controlVersion = 0x8003;

/** Bytes of a frame of data. */
export function dataFrame(id: number, flags: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32BE(id, 0);
  header.writeUInt8(flags, 4);
  header.writeUIntBE(payload.length, 5, 3);
  return Buffer.concat([header, payload]);
}

/** Bytes of a control frame. */
export function controlFrame(type: number, flags: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt16BE(controlVersion, 0);
  header.writeUInt16BE(type, 2);
  header.writeUInt8(flags, 4);
  header.writeUIntBE(payload.length, 5, 3);
  return Buffer.concat([header, payload]);
}

/** Numbers of four bytes, most significant byte first. */
export function uint32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => {
    bytes.writeUInt32BE(value, 4 * index);
  });
  return bytes;
}

function frameOf(bytes: Buffer): Frame {
  const control = (bytes[0] ?? 0) >= 0x80;
  const payload = bytes.subarray(headerBytes);
  const flags = bytes.readUInt8(4);
  return control
    ? {
        control,
        type: bytes.readUInt16BE(2),
        flags,
        id: payload.length < 4 ? 0 : payload.readUInt32BE(0) & idMask,
        payload,
      }
    : { control, type: 0, flags, id: bytes.readUInt32BE(0), payload };
}

/** Cuts a stream of bytes, however it arrives, into frames. Ends with the stream, and rejects as it does. */
export async function* readFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Frame, void> {
  let pending: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    while (pending.length >= headerBytes) {
      const end = headerBytes + pending.readUIntBE(5, 3);
      if (pending.length < end) {
        break;
      }
      yield frameOf(pending.subarray(0, end));
      pending = pending.subarray(end);
    }
  }
}
