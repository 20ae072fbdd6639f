import { constants, createInflate, type Inflate } from 'node:zlib';
import { spdyDictionary } from './dictionary.ts';

export type Headers = ReadonlyMap<string, string>;

/** The beginning of a zlib stream that uses the dictionary, whose checksum it names (RFC 1950, 2.2). */
const zlibBeginning = Buffer.from('78bbe3c6a7c2', 'hex');

const nothing = Buffer.alloc(0);

/** What begins a block of deflate that stores so many bytes as they are (RFC 1951, 3.2.4), and is not the last one. At most 65,535 bytes. */
function writeStored(to: Buffer, at: number, length: number): number {
  to.writeUInt8(0, at);
  to.writeUInt16LE(length, at + 1);
  return to.writeUInt16LE(~length & 0xffff, at + 3);
}

const storedBytes = 5;

/**
 * A header block to be sent, `first` if it is the first one of its connection. It is stored, not compressed: headers here are
 * a few short words, and a compressor for each connection would cost 250 kB and a turn in a thread for nothing.
 */
export function encodeHeaders(headers: Headers, first: boolean): Buffer {
  const texts = [...headers].flat();
  const length = texts.reduce((sum, text) => sum + 4 + Buffer.byteLength(text), 4);
  const beginning = first ? zlibBeginning : nothing;
  const block = Buffer.allocUnsafe(beginning.length + storedBytes + length + storedBytes);
  let at = writeStored(block, beginning.copy(block), length);
  at = block.writeUInt32BE(headers.size, at);
  for (const text of texts) {
    const bytes = block.write(text, at + 4);
    at = block.writeUInt32BE(bytes, at) + bytes;
  }
  // The empty block is what a compressor ends a flush with; Go's decompressor gives nothing before it.
  writeStored(block, at, 0);
  return block;
}

/** A list of names and values, as SPDY/3 lays it out. Throws a RangeError when it is cut short. */
function parse(block: Buffer): Headers {
  let at = 0;
  const number = () => {
    at += 4;
    return block.readUInt32BE(at - 4);
  };
  const text = () => {
    const length = number();
    at += length;
    if (at > block.length) {
      throw new RangeError('the header block is cut short');
    }
    return block.toString('utf8', at - length, at);
  };
  const headers = new Map<string, string>();
  for (let left = number(); left > 0; left -= 1) {
    const name = text();
    headers.set(name.toLowerCase(), text());
  }
  return headers;
}

/** Sends a block through a decompressor whose state lives on; gives all that comes out for it. */
function through(inflate: Inflate, block: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const take = (part: Buffer) => parts.push(part);
    const end = (error?: Error | null) => {
      inflate.off('data', take);
      inflate.off('error', end);
      if (error) {
        reject(error);
      } else {
        resolve(Buffer.concat(parts));
      }
    };
    inflate.on('data', take);
    inflate.once('error', end);
    // The output may come a moment after the block was taken.
    inflate.write(block, (error) => setImmediate(end, error));
  });
}

/** The header blocks that arrive on one connection. They are compressed in one go, so they must be given in order. */
export class HeaderDecoder {
  readonly #inflate = createInflate({ dictionary: spdyDictionary, flush: constants.Z_SYNC_FLUSH });

  /** The headers of a block. Rejects for one that is no header block. */
  async decode(block: Buffer): Promise<Headers> {
    return parse(await through(this.#inflate, block));
  }

  close(): void {
    this.#inflate.close();
  }
}
