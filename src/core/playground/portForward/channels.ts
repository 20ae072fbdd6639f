import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { readAll } from './connectedPair.ts';

/** How a forwarded connection begins: the near end of a new connection, or why there is none. */
export type Connect = (port: number) => Duplex | { readonly refusal: string };

function portBytes(port: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(port);
  return bytes;
}

/** Sends a message on a channel; resolves when it has left, rejects when it cannot leave any more. */
function send(socket: WebSocket, channel: number, bytes: Buffer): Promise<void> {
  const message = Buffer.concat([Buffer.of(channel), bytes]);
  return new Promise((resolve, reject) => socket.send(message, (error) => (error ? reject(error) : resolve())));
}

/** Takes what arrives to the targets; while one of them has no room, nothing is read from the WebSocket. */
function receive(socket: WebSocket, targets: readonly (Duplex | undefined)[]): void {
  const full = new Set<Duplex>();
  socket.on('message', (data) => {
    if (!Buffer.isBuffer(data) || data.length < 2) {
      return;
    }
    const channel = data[0] ?? 0;
    const target = channel % 2 === 0 ? targets[channel / 2] : undefined;
    if (!target?.writable || target.write(data.subarray(1)) || full.has(target)) {
      return;
    }
    full.add(target);
    socket.pause();
    const release = () => {
      target.off('drain', release);
      target.off('close', release);
      full.delete(target);
      if (full.size === 0) {
        socket.resume();
      }
    };
    target.once('drain', release);
    target.once('close', release);
  });
}

/**
 * Forwards ports by `v4.channel.k8s.io`: the first byte of a message is its channel, 2i for the data of the i-th port and 2i+1
 * for its error; the first message on each is the port, little-endian. The protocol has no half-close: once all ports have
 * ended the WebSocket is closed, and when the client closes it the targets see an end.
 */
export async function forwardChannels(socket: WebSocket, ports: readonly number[], connect: Connect): Promise<void> {
  const opened = ports.map(connect);
  const targets = opened.map((one) => ('refusal' in one ? undefined : one));
  receive(socket, targets);
  socket.once('close', () => {
    for (const target of targets) {
      target?.end();
    }
  });
  const forwarded = opened.map(async (one, index) => {
    const [data, error] = [2 * index, 2 * index + 1];
    const bytes = portBytes(ports[index] ?? 0);
    await Promise.all([send(socket, data, bytes), send(socket, error, bytes)]);
    if ('refusal' in one) {
      await send(socket, error, Buffer.from(one.refusal));
    } else {
      await readAll(one, (chunk) => send(socket, data, chunk));
    }
  });
  // What cannot be sent any more needs no mention: the WebSocket is closed.
  await Promise.allSettled(forwarded);
  socket.close(1000);
}
