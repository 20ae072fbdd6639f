import { Agent, request } from 'undici';

/** An answer of the API server other than 2xx. */
export class HostApiError extends Error {
  readonly status: number;

  constructor(method: string, path: string, status: number, body: string) {
    super(`${method} ${path} answered ${status}: ${body.slice(0, 500)}`);
    this.status = status;
  }
}

export interface HostApiOptions {
  readonly server: string;
  /** PEM. */
  readonly certificateAuthority: string;
  readonly token: string;
  /** Connections kept alive, hence requests at a time. */
  readonly connections?: number;
}

const patchTypes = { merge: 'application/merge-patch+json', strategic: 'application/strategic-merge-patch+json' };

/**
 * Requests to the API server, written without any of the product's code, so that tests compare two things that know
 * nothing of each other.
 */
export class HostApi {
  readonly #options: HostApiOptions;
  readonly #agent: Agent;

  constructor(options: HostApiOptions) {
    this.#options = options;
    this.#agent = new Agent({
      connect: { ca: options.certificateAuthority },
      connections: options.connections ?? 8,
      bodyTimeout: 60_000,
      headersTimeout: 60_000,
    });
  }

  get<T = Record<string, unknown>>(path: string): Promise<T> {
    return this.call('GET', path);
  }

  create<T = Record<string, unknown>>(path: string, object: unknown): Promise<T> {
    return this.call('POST', path, object);
  }

  patch<T = Record<string, unknown>>(
    path: string,
    change: unknown,
    type: keyof typeof patchTypes = 'merge',
  ): Promise<T> {
    return this.call('PATCH', path, change, patchTypes[type]);
  }

  remove(path: string, body?: unknown): Promise<unknown> {
    return this.call('DELETE', path, body);
  }

  /** The parsed answer; throws `HostApiError` for anything but 2xx. */
  async call<T>(method: string, path: string, body?: unknown, contentType = 'application/json'): Promise<T> {
    const { statusCode, body: answer } = await request(`${this.#options.server}${path}`, {
      dispatcher: this.#agent,
      method: method as 'GET',
      headers: {
        authorization: `Bearer ${this.#options.token}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': contentType }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (statusCode >= 300) {
      throw new HostApiError(method, path, statusCode, text);
    }
    return (text.startsWith('{') ? JSON.parse(text) : text) as T;
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}
