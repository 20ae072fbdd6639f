import type { Socket } from 'node:net';
import type { Dial } from '../auth/dialer.ts';
import { abortable } from './deadline.ts';
import { bodyOf, headIn } from './httpAnswer.ts';
import { refusalBytes } from './refusal.ts';
import type { UpgradeAnswer } from './upgrade.ts';

/** A request for another protocol. */
export interface DirectUpgrade {
  readonly method: string;
  readonly path: string;
  readonly upgrade: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
}

/** The bytes of the request. Throws for what would not arrive as it is meant. */
function requestOf(host: string, { method, path, upgrade, headers }: DirectUpgrade): Buffer {
  const all = { host, ...headers, connection: 'Upgrade', upgrade, 'content-length': '0' };
  const lines = Object.entries(all).flatMap(([name, values]) => [values].flat().map((value) => `${name}: ${value}`));
  if (/[^!-~]/u.test(path) || lines.some((line) => /[^\t -~\u0080-\u00ff]/u.test(line))) {
    throw new TypeError('a header or the path has characters that HTTP does not allow');
  }
  return Buffer.from(`${[`${method} ${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`, 'latin1');
}

/** What has arrived, as far as it is an answer; `ended` if no more comes. */
function answerIn(bytes: Buffer, socket: Socket, ended: boolean): UpgradeAnswer | undefined {
  const head = headIn(bytes);
  if (head === undefined) {
    return undefined;
  }
  const { status, headers, rest } = head;
  if (status === 101) {
    if (rest.length > 0) {
      socket.unshift(rest);
    }
    return { socket, headers };
  }
  if (status < 200) {
    return answerIn(rest, socket, ended);
  }
  const { body, whole } = bodyOf(head);
  // What has arrived of a refusal says enough.
  return whole || ended || body.length > refusalBytes ? { status, headers, body: body.toString() } : undefined;
}

function answerFrom(socket: Socket): Promise<UpgradeAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<UpgradeAnswer>();
  let bytes: Buffer = Buffer.alloc(0);
  const settle = (ended: boolean) => {
    try {
      const answer = answerIn(bytes, socket, ended);
      if (answer !== undefined) {
        resolve(answer);
      } else if (ended) {
        reject(Object.assign(new Error('The server closed the connection.'), { code: 'ECONNRESET' }));
      } else {
        return;
      }
    } catch (error) {
      reject(error);
    }
    socket.off('readable', read).off('close', close);
  };
  const read = () => {
    const chunk: Buffer | null = socket.read();
    if (chunk !== null) {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      settle(false);
    }
  };
  const close = () => settle(true);
  socket.once('error', reject);
  // By `readable`, so that whoever has the socket afterwards finds it as a new one.
  socket.on('readable', read).once('close', close);
  return promise;
}

/**
 * Asks for another protocol on a connection that was made for this alone. In a few lines, since what a connection pool and its parser do
 * for one request costs as much as the rest of the way into a pod; and not by node:http, which VS Code sends through its own proxy settings.
 * Rejects as the connection does, and with the signal's reason once that is aborted.
 */
export async function upgradeDirectly(
  dial: Dial,
  host: string,
  wanted: DirectUpgrade,
  signal: AbortSignal,
): Promise<UpgradeAnswer> {
  const request = requestOf(host, wanted);
  const socket = await dial(signal);
  try {
    const answered = answerFrom(socket);
    socket.write(request);
    const answer = await abortable(answered, signal);
    if ('status' in answer) {
      socket.destroy();
    }
    return answer;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
