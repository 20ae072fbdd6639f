/** The control frames of SPDY/3.1 that port forwarding needs, by their numbers (SPDY Protocol draft 3.1, 2.6). */
export const frameTypes = { synStream: 1, synReply: 2, rstStream: 3, ping: 6, goAway: 7 } as const;

/** The flag by which a side says that it sends no more on a stream. */
export const fin = 1;
/** The status of RST_STREAM by which a stream is given up. */
export const cancel = 5;

/** One control frame, or some of one data frame. `id` is the stream; of a control frame it is the first number of its payload. */
export interface Frame {
  readonly control: boolean;
  /** 0 for data. */
  readonly type: number;
  /** Those of a data frame come with its last part. */
  readonly flags: number;
  readonly id: number;
  readonly payload: Buffer;
}

export const headerBytes = 8;
const controlVersion = 0x8003;

/** What goes before `length` bytes of data. */
export function dataHeader(id: number, flags: number, length: number): Buffer {
  const header = Buffer.allocUnsafe(headerBytes);
  header.writeUInt32BE(id, 0);
  header.writeUInt32BE(length, 4);
  header.writeUInt8(flags, 4);
  return header;
}

/** Bytes of a frame of data. */
export function dataFrame(id: number, flags: number, payload: Buffer): Buffer {
  return Buffer.concat([dataHeader(id, flags, payload.length), payload]);
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

/** Bytes of the frame that begins a stream. The block holds its headers. */
export function synStreamFrame(id: number, flags: number, headerBlock: Buffer): Buffer {
  return controlFrame(frameTypes.synStream, flags, Buffer.concat([uint32(id, 0), Buffer.of(0, 0), headerBlock]));
}

/** The header block of a SYN_STREAM, after two numbers of streams, a priority and a slot. */
export function synStreamBlock(payload: Buffer): Buffer {
  return payload.subarray(10);
}

/** Numbers of four bytes, most significant byte first. */
export function uint32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => {
    bytes.writeUInt32BE(value, 4 * index);
  });
  return bytes;
}
