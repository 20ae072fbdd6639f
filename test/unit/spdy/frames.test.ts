import assert from 'node:assert/strict';
import { inflateRawSync } from 'node:zlib';
import {
  controlFrame,
  dataFrame,
  type Frame,
  fin,
  frameTypes,
  synStreamBlock,
  synStreamFrame,
} from '../../../src/core/spdy/frame.ts';
import { FrameParser } from '../../../src/core/spdy/frameParser.ts';
import { encodeHeaders, HeaderDecoder } from '../../../src/core/spdy/headerBlock.ts';

/** Frames with the parts of data frames put together, as `id:flags:text`. */
function told(frames: readonly Frame[]): readonly string[] {
  const lines: string[] = [];
  let text = '';
  for (const { control, type, id, flags, payload } of frames) {
    if (control) {
      lines.push(`control ${type} ${id} ${payload.length}`);
      continue;
    }
    text += payload.toString();
    if (payload.length === 0 || flags !== 0 || text.endsWith('.')) {
      lines.push(`data ${id} ${flags} ${text}`);
      text = '';
    }
  }
  return lines;
}

describe('SPDY frames', () => {
  const bytes = Buffer.concat([
    dataFrame(3, 0, Buffer.from('one two three.')),
    controlFrame(frameTypes.ping, 0, Buffer.of(0, 0, 0, 2)),
    dataFrame(3, fin, Buffer.alloc(0)),
    dataFrame(5, fin, Buffer.from('last.')),
    controlFrame(frameTypes.rstStream, 0, Buffer.of(0, 0, 0, 3, 0, 0, 0, 5)),
  ]);
  const expected = ['data 3 0 one two three.', 'control 6 2 4', 'data 3 1 ', 'data 5 1 last.', 'control 3 3 8'];

  it('are the same however the bytes arrive', () => {
    for (const size of [1, 2, 3, 7, 8, 9, 11, 100]) {
      const parser = new FrameParser();
      const frames: Frame[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        frames.push(...parser.push(bytes.subarray(at, at + size)));
      }
      assert.deepEqual(told(frames), expected, `${size} bytes at a time`);
    }
  });

  it('give data as it comes, and the flags with the last of it', () => {
    const parser = new FrameParser();
    const frame = dataFrame(3, fin, Buffer.from('abcdef'));
    const parts = [frame.subarray(0, 10), frame.subarray(10)].map((chunk) => parser.push(chunk));
    assert.deepEqual(
      parts.map(([part]) => [part?.payload.toString(), part?.flags]),
      [
        ['ab', 0],
        ['cdef', fin],
      ],
    );
  });

  it('end with a control frame that is far too long', () => {
    const header = Buffer.from([0x80, 3, 0, 1, 0, 0x10, 0, 0]);
    assert.throws(() => new FrameParser().push(header), RangeError);
  });

  it('carry headers that a decompressor reads block by block', async () => {
    const decoder = new HeaderDecoder();
    const sent = [
      { streamtype: 'error', port: '8443' },
      { streamtype: 'data', port: '8443' },
    ];
    for (const [index, headers] of sent.entries()) {
      const frame = synStreamFrame(2 * index + 1, 0, encodeHeaders(new Map(Object.entries(headers)), index === 0));
      const [parsed] = new FrameParser().push(frame);
      assert.equal(parsed?.id, 2 * index + 1);
      const read = await decoder.decode(synStreamBlock(parsed?.payload ?? Buffer.alloc(0)));
      assert.deepEqual(Object.fromEntries(read), headers);
    }
    decoder.close();
    // Go's decompressor gives nothing of a stored block before the empty one that ends a flush.
    const block = encodeHeaders(new Map(), false);
    assert.equal(block.subarray(-5).toString('hex'), '000000ffff');
    assert.equal(inflateRawSync(block, { finishFlush: 2 }).length, 4);
  });
});
