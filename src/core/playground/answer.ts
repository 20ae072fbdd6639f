import type { Refusal } from './refusal.ts';
import type { Tree } from './tree.ts';
import type { Sink } from './watch.ts';

/** What a request is answered with. */
export type Answer =
  | {
      readonly kind: 'body';
      readonly status: number;
      readonly contentType: string;
      readonly text: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'stream'; readonly contentType: string; run(sink: Sink): void }
  /** The connection goes on with another protocol. */
  | { readonly kind: 'upgrade'; run(): void };

/** A JSON text as an answer. */
export function jsonText(text: string, status = 200): Answer {
  return { kind: 'body', status, contentType: 'application/json', text };
}

/** A JSON object as an answer. */
export function json(body: Tree, status = 200): Answer {
  return jsonText(JSON.stringify(body), status);
}

export function plain(text: string, status = 200): Answer {
  return { kind: 'body', status, contentType: 'text/plain; charset=utf-8', text };
}

/** A refusal as an answer, with Retry-After where it says when to try again. */
export function refused(refusal: Refusal): Answer {
  const seconds = refusal.details?.retryAfterSeconds;
  const headers = seconds === undefined ? {} : { 'Retry-After': String(seconds) };
  return {
    kind: 'body',
    status: refusal.code,
    contentType: 'application/json',
    text: JSON.stringify(refusal.body),
    headers,
  };
}
