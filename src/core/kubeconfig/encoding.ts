/** A text and how its file encodes it. A byte-order mark stays in the text, as its first character. */
export interface EncodedText {
  readonly text: string;
  readonly encoding: 'utf8' | 'utf16le' | 'utf16be';
}

/**
 * Decodes by byte-order mark, and as UTF-8 where there is none: PowerShell's `>` writes UTF-16, and kubectl reads it.
 * Bytes that are no text become U+FFFD.
 */
export function decodeText(bytes: Buffer): EncodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return { text: bytes.toString('utf16le'), encoding: 'utf16le' };
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
    return { text: even.swap16().toString('utf16le'), encoding: 'utf16be' };
  }
  return { text: bytes.toString('utf8'), encoding: 'utf8' };
}

/** The inverse of `decodeText`. */
export function encodeText({ text, encoding }: EncodedText): Buffer {
  if (encoding === 'utf8') {
    return Buffer.from(text, 'utf8');
  }
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf16be' ? bytes.swap16() : bytes;
}
