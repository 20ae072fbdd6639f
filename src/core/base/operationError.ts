/**
 * Why something that the user asked for was not done, told apart by what can be done about it.
 *
 * - `refused`: the state of things does not allow it (asleep by the platform, not paused, already there)
 * - `protected`: the context is protected and not unlocked
 * - `gone`: what it was about is no longer there
 * - `notReady`: it did not become ready in time; the message has the pod's own reason
 * - `kubeconfigSecret`: the Secret with the kubeconfig of a vcluster is missing or cannot be used
 * - `portTaken`: the local port is in use
 * - `invalid`: what was chosen cannot be, or contradicts itself
 * - `toolMissing`, `toolUnfit`: a command-line tool is not there; is too old, or is something else
 * - `toolFailed`, `toolTimeout`: it ended with an error; it did not end in time
 * - `cancelled`: the user gave up
 */
export type OperationErrorKind =
  | 'refused'
  | 'protected'
  | 'gone'
  | 'notReady'
  | 'kubeconfigSecret'
  | 'portTaken'
  | 'invalid'
  | 'toolMissing'
  | 'toolUnfit'
  | 'toolFailed'
  | 'toolTimeout'
  | 'cancelled';

/** What the user can do about an error that its kind alone does not tell, on the vcluster that it is about. */
export type NextStep = 'connect' | 'resume' | 'pause' | 'tryAgain';

/** An error whose message is a sentence for the user that says what to do next; the cause is for the log. */
export class OperationError extends Error {
  override readonly name = 'OperationError';
  readonly kind: OperationErrorKind;
  readonly next: NextStep | undefined;

  constructor(kind: OperationErrorKind, message: string, cause?: unknown, next?: NextStep) {
    super(message, { cause });
    this.kind = kind;
    this.next = next;
  }

  /** By its name: each bundle has a class of its own, and errors go from one to the other. */
  static is(error: unknown, ...kinds: readonly OperationErrorKind[]): error is OperationError {
    const named = error instanceof Error && error.name === 'OperationError';
    return named && (kinds.length === 0 || kinds.includes((error as OperationError).kind));
  }
}
