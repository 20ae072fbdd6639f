/**
 * When the end of what the local side sends is passed on. containerd and CRI-O do not pass it on to the process in the pod; they take
 * it as a sign to stop, and cut the answer off a second later.
 *
 * - `immediate`: at once, for what waits for it
 * - `hold`: when the answer has ended, or has not begun for ten seconds, or not gone on for two
 */
export type HalfClose = 'immediate' | 'hold';

/**
 * How a connection ended: `done`: whole, both ways; `left`: the local side broke it off; `refused`: the kubelet or the process in
 * the pod did, and mostly says why; `lost`: the way to the pod broke.
 */
export type LinkEnd = { readonly kind: 'done' | 'left' | 'lost' } | { readonly kind: 'refused'; readonly why: string };

export interface LinkOptions {
  /** Of the pod. */
  readonly port: number;
  readonly halfClose: HalfClose;
  /** How long `hold` waits for an answer to begin, in milliseconds; for it to go on, a fifth of that. */
  readonly quietMs: number;
  /** Hears how many bytes came from the pod, and how many went there. */
  readonly onBytes: (received: number, sent: number) => void;
}
