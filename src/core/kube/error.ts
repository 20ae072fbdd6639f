/**
 * What can go wrong between this extension and an API server, told apart by what the user can do about it.
 *
 * - `unreachable`: no connection (name, route, refused, reset, proxy)
 * - `tls`: the certificate is not trusted or does not fit
 * - `timeout`: connected, but no answer in time
 * - `unauthorized`: 401, after the credentials were asked for again
 * - `forbidden`: 403; `permission` says which
 * - `notFound`, `conflict`, `expired` (410), `throttled` (429), `invalid` (400 and 422), `server` (5xx): the server's own answers
 * - `notKubernetes`: an answer that is not Kubernetes' (HTML, cut off, not JSON)
 * - `credentials`: a certificate, key or token file that is missing or broken
 * - `plugin`: an exec credential plugin that is missing, failed or took too long
 * - `kubeconfig`: the context itself is incomplete or broken
 * - `cancelled`: the caller gave up
 */
export type KubeErrorKind =
  | 'unreachable'
  | 'tls'
  | 'timeout'
  | 'unauthorized'
  | 'forbidden'
  | 'notFound'
  | 'conflict'
  | 'expired'
  | 'throttled'
  | 'invalid'
  | 'server'
  | 'notKubernetes'
  | 'credentials'
  | 'plugin'
  | 'kubeconfig'
  | 'cancelled';

/** A permission that was missing, in the words of Kubernetes RBAC. `namespace` is left out at cluster scope. */
export interface Permission {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly namespace?: string;
}

export interface KubeErrorDetail {
  /** HTTP status, where there was one. */
  readonly status?: number;
  /** `reason` of the server's Status object. */
  readonly reason?: string;
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  readonly permission?: Permission;
  /** What the author of a kubeconfig says about installing its exec plugin. */
  readonly installHint?: string;
  readonly cause?: unknown;
}

/** An error whose message is a sentence for the user; the technical cause is in `cause`, for the log. */
export class KubeError extends Error {
  override readonly name = 'KubeError';
  readonly kind: KubeErrorKind;
  readonly detail: KubeErrorDetail;

  constructor(kind: KubeErrorKind, message: string, detail: KubeErrorDetail = {}) {
    super(message, { cause: detail.cause });
    this.kind = kind;
    this.detail = detail;
  }

  /** By its name: each bundle has a class of its own, and errors go from one to the other. */
  static is(error: unknown, ...kinds: readonly KubeErrorKind[]): error is KubeError {
    const named = error instanceof Error && error.name === 'KubeError';
    return named && (kinds.length === 0 || kinds.includes((error as KubeError).kind));
  }
}
