import type { HostPlace } from './imports.ts';
import type { Rule } from './rule.ts';

/** What vcluster makes of one kind of object. */
export interface RewrittenKind {
  readonly kind: string;
  readonly group: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** What happens to it on the way to the host, in this order. */
  readonly rules: readonly Rule[];
}

/** What a configuration makes of a kind: synced to the host, or a copy of what is there. */
export type Rewrites = RewrittenKind & {
  readonly direction: 'toHost' | 'mirror';
  /** Where the host has it, if under another name than inside. */
  readonly place?: HostPlace;
};
