import { type Duplex, duplexPair } from 'node:stream';

/**
 * The two ends of a connection in memory: what is written to one is read from the other, each waits for the other to read, and
 * each may end on its own. As with TCP, destroying one breaks the other.
 */
export function connectedPair(): readonly [Duplex, Duplex] {
  const [near, far] = duplexPair();
  for (const [end, other] of [
    [near, far],
    [far, near],
  ] as const) {
    end.on('error', () => undefined);
    end.once('close', () => other.destroy());
  }
  return [near, far];
}

/** Writes a chunk and waits until there is room for more, or the stream is gone. Writing to what has ended does nothing. */
export async function write(stream: Duplex, chunk: Buffer): Promise<void> {
  if (!stream.writable || stream.write(chunk)) {
    return;
  }
  await new Promise<void>((resolve) => {
    const done = () => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.once('drain', done);
    stream.once('close', done);
  });
}

/**
 * Reads a stream to its end, each chunk when the one before it has been taken. False when it broke before its end, or when a
 * chunk could not be taken; then the rest is left unread.
 */
export async function readAll(stream: Duplex, take: (chunk: Buffer) => Promise<void>): Promise<boolean> {
  try {
    // Without this option the whole connection would be destroyed when its readable half ends.
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
      await take(chunk as Buffer);
    }
    return stream.readableEnded;
  } catch {
    return false;
  }
}
