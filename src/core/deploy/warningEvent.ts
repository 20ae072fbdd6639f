import type { KubeObject } from '../kube/resource.ts';
import { defined, dig, text, time } from '../vcluster/raw.ts';

/** What is kept of an event of type Warning. */
export interface WarningEvent {
  readonly kind: string;
  readonly name: string;
  readonly reason: string;
  readonly message: string;
  /** When it last came, in milliseconds since the epoch. */
  readonly at?: number;
}

export function projectWarning(event: KubeObject): WarningEvent {
  return defined<WarningEvent>({
    kind: text(dig(event, 'involvedObject', 'kind'), 100) ?? '',
    name: text(dig(event, 'involvedObject', 'name'), 300) ?? '',
    reason: text(dig(event, 'reason'), 100) ?? '',
    message: text(dig(event, 'message')) ?? '',
    at:
      time(dig(event, 'lastTimestamp')) ??
      time(dig(event, 'eventTime')) ??
      time(dig(event, 'metadata', 'creationTimestamp')),
  });
}
