/** What a long operation is given: where it says which phase it is in, and what ends it before its time. */
export interface Operation {
  readonly signal: AbortSignal;
  /** Takes one short phrase for the user, such as `Waiting for 2 pods to end`. */
  readonly report: (phase: string) => void;
}
