const newline = 0x0a;

/**
 * The lines of a byte stream as text, without empty ones. They are put together from bytes, so neither a chunk's end nor
 * a character that is split between two chunks does harm. A last line without a line break is given too.
 * Throws what `tooLong` gives for a line of more than `maxBytes`.
 */
export async function* lines(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
  tooLong: () => Error,
): AsyncGenerator<string> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      const line = joined(parts, chunk.subarray(start, end));
      parts = [];
      size = 0;
      start = end + 1;
      if (line !== '') {
        yield line;
      }
    }
    const rest = chunk.subarray(start);
    size += rest.length;
    if (size > maxBytes) {
      throw tooLong();
    }
    if (rest.length > 0) {
      parts.push(rest);
    }
  }
  const last = joined(parts, new Uint8Array());
  if (last !== '') {
    yield last;
  }
}

function joined(parts: readonly Uint8Array[], last: Uint8Array): string {
  return Buffer.concat([...parts, last])
    .toString('utf8')
    .trim();
}
