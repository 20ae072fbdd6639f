import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { KubeconfigCluster, KubeconfigContext, KubeconfigUser } from '../../../src/core/kubeconfig/model.ts';

/** The path of a certificate or key of the tests. */
export function pem(name: string): string {
  return new URL(`../../fixtures/tls/${name}`, import.meta.url).pathname;
}

/** A certificate or key of the tests as a kubeconfig holds it. */
export function pemData(name: string): string {
  return readFileSync(pem(name)).toString('base64');
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  /** Values of a header that came several times. */
  readonly all: (header: string) => readonly string[];
  readonly body: string;
  /** Common name of the client's certificate. */
  readonly clientName: string | undefined;
}

export type Script = (call: Call, response: ServerResponse) => void | Promise<void>;

/** An HTTP server that does as it is told, and remembers what it was asked. */
export class ApiServer {
  readonly calls: Call[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #secure: boolean;
  connections = 0;
  script: Script;

  private constructor(script: Script, secure: boolean) {
    this.script = script;
    this.#secure = secure;
    const listener = (request: IncomingMessage, response: ServerResponse) => void this.#answer(request, response);
    this.#server = secure
      ? createSecureServer(
          {
            key: readFileSync(pem('server.key')),
            cert: readFileSync(pem('server.crt')),
            ca: readFileSync(pem('ca.crt')),
            requestCert: true,
            rejectUnauthorized: false,
          },
          listener,
        )
      : createServer(listener);
    this.#server.on('connection', (socket: Socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(script: Script = () => undefined, secure = false): Promise<ApiServer> {
    const server = new ApiServer(script, secure);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `${this.#secure ? 'https' : 'http'}://127.0.0.1:${this.port}`;
  }

  /** Breaks every connection. */
  cut(): void {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    let body = '';
    for await (const chunk of request) {
      body += chunk;
    }
    const url = new URL(request.url ?? '/', 'http://server');
    const call: Call = {
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      all: (header) =>
        request.rawHeaders.flatMap((name, i, raw) =>
          i % 2 === 0 && name.toLowerCase() === header ? [raw[i + 1] ?? ''] : [],
        ),
      body,
      clientName: this.#secure
        ? String((request.socket as TLSSocket).getPeerCertificate().subject?.CN ?? '') || undefined
        : undefined,
    };
    this.calls.push(call);
    await this.script(call, response);
  }
}

export function json(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** A `v1.Status` as an API server refuses with. */
export function refuse(
  response: ServerResponse,
  code: number,
  message = `status ${code}`,
  headers: Readonly<Record<string, string>> = {},
): void {
  json(
    response,
    { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, message, reason: `Reason${code}` },
    code,
    headers,
  );
}

/** A context for a server. */
export function contextFor(
  server: string,
  user?: Partial<KubeconfigUser>,
  cluster: Partial<KubeconfigCluster> = {},
): KubeconfigContext {
  return {
    name: 'test',
    file: '/nowhere/config',
    cluster: { name: 'cluster', server, skipTlsVerify: false, ...cluster },
    ...(user === undefined ? {} : { user: { name: 'user', ...user } }),
  };
}
