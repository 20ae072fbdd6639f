import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A program on this computer that uses a forwarded port, and what it got. */
export class LocalClient {
  readonly socket: Socket;
  readonly #parts: Buffer[] = [];
  ended = false;
  /** The code of the error that ended it. */
  broken: string | undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.broken = error.code;
    });
    socket.on('end', () => {
      this.ended = true;
    });
  }

  static async open(port: number, { reading = true } = {}): Promise<LocalClient> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const client = new LocalClient(socket);
    if (reading) {
      socket.on('data', (part: Buffer) => client.#parts.push(part));
    }
    await once(socket, 'connect');
    return client;
  }

  get bytes(): number {
    return this.#parts.reduce((sum, part) => sum + part.length, 0);
  }

  get text(): string {
    return Buffer.concat(this.#parts).toString();
  }
}
