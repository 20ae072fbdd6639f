/** The port of one pod. The uid tells it from a later pod of the same name. */
export interface ForwardTarget {
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly port: number;
}

/** Says why there is no target yet, while one is being waited for. */
export type OnWait = (why: string) => void;

/** Finds the target of a connection, waiting until there is one or the signal is aborted. */
export type ResolveTarget = (signal: AbortSignal, onWait: OnWait) => Promise<ForwardTarget>;
