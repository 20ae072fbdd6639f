import type { BuiltInKind } from './comparedKind.ts';

/** A synced object by both of its names. Names are as they are, not made safe to show. */
export interface NameMatch {
  readonly vclusterId: string;
  readonly context: string;
  /** The key of its row in a comparison of that vcluster. */
  readonly key: string;
  /** Plural name of the kind. */
  readonly kind: BuiltInKind;
  readonly hostName: string;
  readonly hostNamespace?: string;
  readonly virtualName: string;
  readonly virtualNamespace?: string;
  /** Whether its name on the host is the one that the rules give; if not, its annotations are all that says so. */
  readonly isRegular: boolean;
}
