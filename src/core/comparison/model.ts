import type { Change, PairState } from '../rewrite/model.ts';

/** One object of the list: a pair, or what stands alone on one side. Plain and small: there may be 10,000. */
export interface ComparisonRow {
  /** Stable while either side exists: `plural/namespace/name` of the virtual side, else `host:plural/namespace/name`. */
  readonly key: string;
  /** Plural name of the kind, such as `pods`. */
  readonly kind: string;
  readonly state: PairState;
  readonly virtualName?: string;
  readonly virtualNamespace?: string;
  readonly hostName?: string;
  readonly hostNamespace?: string;
  /** What kubectl shows of its state in a word or two. */
  readonly status?: string;
  /** Whether the name on the host is cut and hashed. */
  readonly hashed?: boolean;
  /** How many fields nothing explains; undefined until the pair has been compared. */
  readonly drift?: number;
}

/** Whether the inside of the vcluster can be seen. */
export type VirtualSide =
  | { readonly state: 'closed' }
  | { readonly state: 'opening'; readonly step: string }
  | { readonly state: 'live' }
  /** `fix` is the id of a command that helps, where there is one. */
  | { readonly state: 'failed'; readonly message: string; readonly fix?: string };

/** What stands above the list. */
export interface ComparisonHead {
  readonly vclusterId: string;
  readonly name: string;
  readonly namespace: string;
  readonly context: string;
  readonly version: string;
  readonly generation: 'legacy' | 'current';
  readonly virtual: VirtualSide;
  /** How fresh the host's side is, where it is not live, in words. */
  readonly hostNotice?: string;
}

/** What a change of the live data did to the list. */
export interface RowChanges {
  readonly changed: readonly ComparisonRow[];
  readonly removed: readonly string[];
}

/** One line of the two documents, aligned. A side without text has nothing in that place. */
export interface AlignedLine {
  readonly left?: string;
  readonly right?: string;
  /** JSON pointer of what the line shows. */
  readonly path: string;
  /** Depth of indentation, for folding. */
  readonly depth: number;
  /** Index into `ComparisonDetail.changes` of the change that covers the line. */
  readonly change?: number;
  /** Parts that can be hidden. */
  readonly part?: 'status' | 'managed';
  /** A masked value stands in the line; it can be revealed by its pointer. */
  readonly masked?: boolean;
}

/** One pair in full. */
export interface ComparisonDetail {
  readonly key: string;
  readonly state: PairState;
  /** One line that says why the object is where it is. */
  readonly stateReason: string;
  readonly lines: readonly AlignedLine[];
  readonly changes: readonly (Change & { readonly link?: string })[];
}

/** One thing that happened to an object, on either side. */
export interface TimelineEntry {
  /** Milliseconds since the epoch. */
  readonly time?: number;
  readonly side: 'virtual' | 'host' | 'syncer';
  readonly severity: 'normal' | 'warning' | 'error';
  readonly title: string;
  readonly message: string;
  readonly count?: number;
}

/** Why an object does not run, as far as can be told. */
export interface Diagnosis {
  readonly key: string;
  readonly timeline: readonly TimelineEntry[];
  /** The host pod's conditions. */
  readonly conditions: readonly {
    readonly type: string;
    readonly status: string;
    readonly reason?: string;
    readonly message?: string;
  }[];
  /** What matters most, first. `rule` is the id of a rewrite rule or of a check. */
  readonly findings: readonly { readonly rule: string; readonly message: string; readonly advice?: string }[];
}
