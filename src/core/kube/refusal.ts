import type { KubeError } from './error.ts';
import type { HttpRequest, UpgradeRequest } from './httpRequest.ts';
import { permissionOf } from './permission.ts';
import { statusError } from './statusError.ts';

/** An answer with another status than the one hoped for. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** As much of it as may matter. */
  readonly body: string;
}

/** So much of the body of a refusal matters. */
export const refusalBytes = 64 * 1024;

/** What a server said no with. `now` is in milliseconds since the epoch. */
export function refusalError(
  { method, path, query }: HttpRequest | UpgradeRequest,
  { status, headers, body }: Refusal,
  server: string,
  now: number,
): KubeError {
  const permission = permissionOf(method, path, query?.['watch'] === true);
  const [contentType, retryAfter] = [headers['content-type'], headers['retry-after']].map(
    (header) => [header].flat()[0],
  );
  const detail = {
    status,
    body,
    ...(contentType === undefined ? {} : { contentType }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(permission === undefined ? {} : { permission }),
  };
  return statusError(detail, server, now);
}
