import { constants, createDeflate, createInflate, type Deflate, type Inflate } from 'node:zlib';
import { spdyDictionary } from './spdyDictionary.ts';
import { uint32 } from './spdyFrame.ts';

export type Headers = ReadonlyMap<string, string>;

/** Sends a block through a compressor whose state lives on; gives all that comes out for it. */
function through(codec: Deflate | Inflate, block: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const take = (part: Buffer) => parts.push(part);
    const end = (error?: Error | null) => {
      codec.off('data', take);
      codec.off('error', end);
      if (error) {
        reject(error);
      } else {
        resolve(Buffer.concat(parts));
      }
    };
    codec.on('data', take);
    codec.once('error', end);
    // The output may come a moment after the block was taken.
    codec.write(block, (error) => setImmediate(end, error));
  });
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

/** The header blocks of one SPDY connection, which are compressed in one go each way, so they must be given in order. */
export class HeaderBlocks {
  readonly #options = { dictionary: spdyDictionary, flush: constants.Z_SYNC_FLUSH };
  readonly #deflate = createDeflate(this.#options);
  readonly #inflate = createInflate(this.#options);

  /** The headers of a block that arrived. Rejects for one that is no header block. */
  async decode(block: Buffer): Promise<Headers> {
    return parse(await through(this.#inflate, block));
  }

  /** A block to be sent. */
  encode(headers: Headers): Promise<Buffer> {
    const texts = [...headers].flat().map((text) => Buffer.from(text));
    return through(
      this.#deflate,
      Buffer.concat([uint32(headers.size), ...texts.flatMap((text) => [uint32(text.length), text])]),
    );
  }

  close(): void {
    this.#deflate.close();
    this.#inflate.close();
  }
}
