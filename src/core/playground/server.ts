import { createServer as createPlain, type IncomingMessage, type Server, ServerResponse } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from './agenda.ts';
import { type Answer, refused } from './answer.ts';
import type { Tokens } from './authentication.ts';
import type { Authorizer } from './authorization.ts';
import { parseBody, readBody } from './body.ts';
import type { KeyedCertificate } from './certificate.ts';
import { certified } from './clientCertificate.ts';
import type { Envelope } from './envelope.ts';
import { Faults } from './fault.ts';
import type { Installer } from './installer.ts';
import { answerOther, openPaths } from './otherHandler.ts';
import type { Upgrade } from './portForward/portForwarder.ts';
import { badRequest, noSuchPath, Refusal, unauthorized } from './refusal.ts';
import { answerRelease, releasesPath } from './releaseHandler.ts';
import { mistreat, send } from './reply.ts';
import { attributesOf, type Route, route } from './request.ts';
import { matches, type RequestEntry, RequestLog, type RequestMatcher } from './requestLog.ts';
import type { ResourceHandler } from './resourceHandler.ts';

/** Installing makes objects of many kinds, so that only those may who may do everything. */
const anything = { verb: '*', group: '*', resource: '*', subresource: '', namespace: '', name: '' } as const;

/** What the server hands requests to. */
export interface ServerParts {
  readonly tokens: Tokens;
  readonly authorizer: Authorizer;
  readonly handler: ResourceHandler;
  readonly clock: Clock;
  /** Serves TLS when given, else plain HTTP. */
  readonly certificate?: KeyedCertificate;
  /** PEM of the authority whose certificates users may sign in with, in place of a token. */
  readonly clientAuthority?: string;
  /** What installs releases, where it does that. */
  readonly installer?: Installer;
  /** The Kubernetes version that it says it has, such as `v1.36.0`. */
  readonly version?: string;
}

/** An API server, on 127.0.0.1 or on connections that it is handed: tokens, faults and the record of requests. */
export class PlaygroundServer {
  readonly requests = new RequestLog();
  readonly faults = new Faults((matcher) => this.#cutWatches(matcher));
  readonly #parts: ServerParts;
  readonly #sockets = new Set<Duplex>();
  readonly #watches = new Map<RequestEntry, ServerResponse>();
  readonly #server: Server;
  #port = 0;

  constructor(parts: ServerParts) {
    this.#parts = parts;
    const listener = (request: IncomingMessage, response: ServerResponse) => void this.#serve(request, response);
    const { certificate, clientAuthority: ca } = parts;
    const asked = ca === undefined ? {} : { ca, requestCert: true, rejectUnauthorized: false };
    this.#server = certificate ? createSecure({ ...certificate, ...asked }, listener) : createPlain(listener);
    this.#server.requestTimeout = 0;
    this.#server.on('connection', (socket: Duplex & { unref?: () => void }) => {
      this.#sockets.add(socket);
      socket.unref?.();
      socket.on('error', () => undefined);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('tlsClientError', () => undefined);
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade({ request, socket, head }));
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `${this.#parts.certificate ? 'https' : 'http'}://127.0.0.1:${this.#port}`;
  }

  /** How many connections are open. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** Listens; on a free port when it is 0. After `close` it listens on the same port again. */
  async listen(port = this.#port): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        this.#port = (this.#server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  /** Serves a connection that came another way. */
  accept(socket: Duplex): void {
    this.#server.emit('connection', socket);
  }

  /** Stops listening and cuts every connection, as a server that went down. Harmless when it is closed. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    await closed;
  }

  #cutWatches(matcher: RequestMatcher): number {
    const found = [...this.#watches].filter(([entry]) => matches(matcher, entry));
    for (const [, response] of found) {
      response.destroy();
    }
    return found.length;
  }

  /** Serves a request that asks for another protocol: most know none and are answered as ever, and the connection ends. */
  #upgrade(upgrade: Upgrade): void {
    const { request, socket } = upgrade;
    socket.on('error', () => undefined);
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket as Socket);
    response.once('finish', () => socket.end());
    void this.#serve(request, response, upgrade);
  }

  async #serve(request: IncomingMessage, response: ServerResponse, upgrade?: Upgrade): Promise<void> {
    const entry: RequestEntry = {
      at: this.#parts.clock.now(),
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      userAgent: request.headers['user-agent'] ?? '',
    };
    try {
      const url = new URL(entry.path, 'http://127.0.0.1');
      const where = route(entry.method, url);
      Object.assign(entry, attributesOf(where));
      this.requests.add(entry);
      const body = upgrade ? Buffer.alloc(0) : await readBody(request);
      this.#reply(entry, response, () => noted(entry, this.#answer(where, url, request, body, upgrade)));
    } catch (error) {
      send(response, refused(error instanceof Refusal ? error : badRequest(String(error))));
    }
  }

  #reply(entry: RequestEntry, response: ServerResponse, answer: () => Answer): void {
    const watching = entry.verb === 'watch';
    response.once('finish', () => Object.assign(entry, { status: response.statusCode }));
    if (watching) {
      this.requests.watchOpened(entry);
      this.#watches.set(entry, response);
      response.once('close', () => {
        this.requests.watchClosed(entry);
        this.#watches.delete(entry);
      });
    }
    const fault = this.faults.take(entry);
    if (fault) {
      entry.fault = fault.kind;
      mistreat(response, fault, watching, answer);
    } else {
      send(response, answer());
    }
  }

  /** The true answer; what is refused is an answer as well. */
  #answer(where: Route, url: URL, request: IncomingMessage, bytes: Buffer, upgrade: Upgrade | undefined): Answer {
    try {
      const identity = certified(request.socket) ?? this.#parts.tokens.fromHeader(request.headers.authorization);
      if (!identity && !openPaths.has(url.pathname)) {
        throw unauthorized();
      }
      if (identity && this.#parts.installer && url.pathname.startsWith(releasesPath)) {
        this.#parts.authorizer.check(identity, anything);
        const given = bytes.length === 0 ? undefined : parseBody(bytes, 'application/json');
        return answerRelease(this.#parts.installer, request.method ?? 'GET', url.pathname, given);
      }
      if (!identity || where.kind === 'other') {
        return answerOther(
          request.method ?? 'GET',
          where.kind === 'other' ? where.path : url.pathname,
          request.headers.accept,
          this.#parts.version,
        );
      }
      if (where.kind === 'unknown') {
        this.#parts.authorizer.check(identity, where.attributes);
        throw noSuchPath();
      }
      const contentType = (request.headers['content-type'] ?? 'application/json').split(';')[0]?.trim() ?? '';
      const body = parseBody(bytes, contentType);
      const { accept } = request.headers;
      const envelope: Envelope = { query: url.searchParams, accept, contentType, body, identity, upgrade };
      if (!where.request.type.group.endsWith('authentication.k8s.io') && !/^selfsubject/.test(where.request.resource)) {
        this.#parts.authorizer.check(identity, where.request);
      }
      if (where.request.subresource === 'portforward') {
        // Since Kubernetes 1.35 a WebSocket, which is a GET, needs the permission of a POST too.
        this.#parts.authorizer.check(identity, { ...where.request, verb: 'create' });
      }
      return this.#parts.handler.handle(where.request, envelope);
    } catch (error) {
      return refused(
        error instanceof Refusal
          ? error
          : new Refusal(500, 'InternalError', `Internal error occurred: ${String(error)}`),
      );
    }
  }
}

/** An upgrade is answered before anything is sent by the response. */
function noted(entry: RequestEntry, answer: Answer): Answer {
  if (answer.kind === 'upgrade') {
    entry.status = 101;
  }
  return answer;
}
