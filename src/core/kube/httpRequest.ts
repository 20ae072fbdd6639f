import type { Authorization } from '../auth/credentials.ts';
import type { QueryValue } from './client.ts';

/** What every request has; `path` is that of the Kubernetes API, below the path of the server's address. */
interface AnyRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, QueryValue>> | undefined;
}

/** One HTTP request. */
export interface HttpRequest extends AnyRequest {
  readonly accept: string;
  readonly gzip?: boolean;
  readonly body?: string | undefined;
  readonly contentType?: string | undefined;
  /** Time from sending to the first byte of the answer's body or, without `streaming`, to its last; milliseconds. */
  readonly timeoutMs: number;
  /** The answer may take for ever once it has begun. */
  readonly streaming?: boolean;
}

/** A request that asks for another protocol. */
export interface UpgradeRequest extends AnyRequest {
  readonly protocol: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Time for the answer, in milliseconds. */
  readonly timeoutMs: number;
}

/** A request as it goes out to the server whose address is `base`. */
export function outgoing(base: URL, request: HttpRequest, { headers }: Authorization) {
  return {
    origin: base.origin,
    path: base.pathname.replace(/\/+$/u, '') + request.path + queryString(request.query),
    method: request.method,
    headers: {
      accept: request.accept,
      ...(request.gzip ? { 'accept-encoding': 'gzip' } : {}),
      ...(request.body === undefined ? {} : { 'content-type': request.contentType ?? 'application/json' }),
      'user-agent': 'vcluster-explorer',
      ...(headers as Record<string, string | string[]>),
    },
    body: request.body ?? null,
    headersTimeout: 0,
    bodyTimeout: 0,
  };
}

function queryString(query: AnyRequest['query']): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) {
      given.append(name, String(value));
    }
  }
  return given.size === 0 ? '' : `?${given}`;
}
