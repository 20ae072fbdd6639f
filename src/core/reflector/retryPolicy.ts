import type { KubeError, KubeErrorKind } from '../kube/error.ts';
import { Backoff } from './backoff.ts';
import type { ReflectorTimings } from './reflectorTimings.ts';

const personal: ReadonlySet<KubeErrorKind> = new Set([
  'unauthorized',
  'forbidden',
  'notFound',
  'credentials',
  'plugin',
  'kubeconfig',
  'tls',
  'cancelled',
]);
const outdated: ReadonlySet<KubeErrorKind> = new Set(['expired', 'invalid', 'notFound', 'conflict']);

/** Errors that go away only when a person does something. */
export function needsPerson(error: KubeError): boolean {
  return personal.has(error.kind);
}

/** Whether a watch cannot be resumed where it was, so that a list has to tell what was missed. */
export function needsList(error: KubeError): boolean {
  // 504 with "Too large resource version": the server was restored or replaced and is behind what we have seen.
  return outdated.has(error.kind) || error.detail.status === 504;
}

/** Whether the server lets this user list but not watch. */
export function forbidsWatch({ kind, detail: { status } }: KubeError): boolean {
  return kind === 'forbidden' || status === 405 || status === 501;
}

/** Whether the server did answer, but in a way that makes no sense or failed. */
export function isAnswer(error: KubeError): boolean {
  return error.kind === 'server' || error.kind === 'notKubernetes';
}

/** When to try again after which error. */
export class RetryPolicy {
  readonly #quick: Backoff;
  readonly #slow: Backoff;
  readonly #maxRetryAfterMs: number;

  constructor(timings: ReflectorTimings, random: () => number) {
    this.#quick = new Backoff(timings.backoff, random);
    this.#slow = new Backoff(timings.slowBackoff, random);
    this.#maxRetryAfterMs = timings.maxRetryAfterMs;
  }

  /** Milliseconds to wait; at least as long as the server asked for. */
  delay(error: KubeError): number {
    const own = needsPerson(error) ? this.#slow.next() : this.#quick.next();
    return Math.max(own, Math.min(error.detail.retryAfterMs ?? 0, this.#maxRetryAfterMs));
  }

  /** It works again. */
  reset(): void {
    this.#quick.reset();
    this.#slow.reset();
  }
}
