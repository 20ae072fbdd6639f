import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface TokenOptions {
  readonly groups?: readonly string[];
  /** Milliseconds from now; without it the token is good until it is revoked. */
  readonly ttlMs?: number;
}

interface Grant {
  readonly user: string;
  readonly groups: readonly string[];
  readonly until: number;
}

/**
 * Answers the API server's TokenReview requests, so that a test can have a user of any name and groups and let a token
 * expire whenever it likes. The API server itself remembers a good token for ten seconds.
 */
export class TokenReviewServer {
  readonly #server: Server;
  readonly #grants = new Map<string, Grant>();

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#answer(request).then((review) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(review));
      });
    });
  }

  static async start(): Promise<TokenReviewServer> {
    const server = new TokenReviewServer();
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    server.#server.unref();
    return server;
  }

  /** The kubeconfig that `--authentication-token-webhook-config-file` wants. */
  get webhookConfig(): string {
    const { port } = this.#server.address() as AddressInfo;
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'review', cluster: { server: `http://127.0.0.1:${port}/review` } }],
      users: [{ name: 'api-server', user: {} }],
      contexts: [{ name: 'review', context: { cluster: 'review', user: 'api-server' } }],
      'current-context': 'review',
    });
  }

  grant(user: string, { groups = [], ttlMs = Number.POSITIVE_INFINITY }: TokenOptions = {}): string {
    const token = `test-${randomUUID()}`;
    this.#grants.set(token, { user, groups, until: Date.now() + ttlMs });
    return token;
  }

  revoke(token: string): void {
    this.#grants.delete(token);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<unknown> {
    const review = JSON.parse(await text(request)) as { apiVersion: string; spec?: { token?: string } };
    const grant = this.#grants.get(review.spec?.token ?? '');
    const good = grant !== undefined && Date.now() < grant.until;
    const user = good ? { username: grant.user, uid: grant.user, groups: [...grant.groups] } : undefined;
    return { apiVersion: review.apiVersion, kind: 'TokenReview', status: { authenticated: good, user } };
  }
}
